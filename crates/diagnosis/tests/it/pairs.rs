//! Causes that share HubSpot's words: for each two of them a check, or the reason why there is none.

use portalscope_diagnosis::Cause::{self, *};
use portalscope_diagnosis::between;

/// Words, and what they have stood for.
const SHARED: &[(&str, &[Cause])] = &[
    (
        "authentication credentials not found",
        &[HeaderMissing, AuthMethodUnsupported, HeaderDoubleBearer, TokenInvalid, WrongTokenKind],
    ),
    ("the token expired some time ago", &[TokenExpired, WrongTokenKind, TokenPlaceholder]),
    (
        "the app was not granted all scopes",
        &[ScopeNotGranted, ScopeNamedMisleadingly, ScopeUnavailableInPortal, ScopePropagationDelay],
    ),
    ("the scope is not for public use", &[ScopeNotPublic, AuthMethodUnsupported, ScopeNotGranted]),
    ("no proper permissions", &[EndpointNotAvailable, AuthMethodUnsupported, ScopeUnavailableInPortal]),
    ("it exists already", &[ContactExists, SearchIndexLag, ConcurrentCreateRace, BatchDuplicateInput]),
    ("another record has the value", &[UniqueValueConflict, SearchIndexLag]),
    ("not found", &[WrongPath, HeaderMissing, ObjectNotFound]),
    ("the object type is not known", &[ClientRequestDefect, ObjectTypeNameWrong, WrongPath]),
    (
        "the input JSON is not valid",
        &[BodyWrongShape, SearchBadFilter, RequiredFieldMissing, HubspotApiChange, TimestampWrongUnit],
    ),
    (
        "values of properties are not valid",
        &[
            PropertyInvalidValue,
            PropertyInvalidOption,
            TimestampWrongUnit,
            PropertyNotFound,
            BatchPartialFailure,
            PropertyReadOnly,
        ],
    ),
    ("an internal error", &[BodyWrongShape, BodyMissing, HubspotServerError]),
    ("a limit of the second", &[RateLimitSecondly, RateLimitTenSecondly, RateLimitSearchSecondly]),
];

#[test]
fn two_causes_that_share_words_have_a_check_between_them_or_none_is_known() {
    let mut none = Vec::new();
    for (words, causes) in SHARED {
        for (at, one) in causes.iter().enumerate() {
            for two in &causes[at + 1..] {
                if between(*one, *two).is_empty() {
                    none.push(format!("{words}: {one} and {two}"));
                }
            }
        }
    }
    assert_eq!(none, NONE);
}

/// What no call that only reads tells apart. Most of these lie in what was sent, at which the rules look; limits of one
/// second and of ten are told by the answer's own words, and a batch that failed in part is no cause of its own.
const NONE: &[&str] = &[
    "authentication credentials not found: header-missing and header-double-bearer",
    "authentication credentials not found: auth-method-unsupported and wrong-token-kind",
    "the token expired some time ago: token-expired and token-placeholder",
    "the scope is not for public use: scope-not-public and auth-method-unsupported",
    "no proper permissions: endpoint-not-available and auth-method-unsupported",
    "the object type is not known: client-request-defect and object-type-name-wrong",
    "the object type is not known: object-type-name-wrong and wrong-path",
    "the input JSON is not valid: body-wrong-shape and search-bad-filter",
    "the input JSON is not valid: body-wrong-shape and required-field-missing",
    "the input JSON is not valid: body-wrong-shape and timestamp-wrong-unit",
    "the input JSON is not valid: search-bad-filter and required-field-missing",
    "the input JSON is not valid: search-bad-filter and hubspot-api-change",
    "the input JSON is not valid: search-bad-filter and timestamp-wrong-unit",
    "the input JSON is not valid: required-field-missing and hubspot-api-change",
    "the input JSON is not valid: required-field-missing and timestamp-wrong-unit",
    "the input JSON is not valid: hubspot-api-change and timestamp-wrong-unit",
    "values of properties are not valid: property-invalid-value and batch-partial-failure",
    "values of properties are not valid: property-invalid-option and batch-partial-failure",
    "values of properties are not valid: timestamp-wrong-unit and batch-partial-failure",
    "values of properties are not valid: property-not-found and batch-partial-failure",
    "values of properties are not valid: batch-partial-failure and property-read-only",
    "an internal error: body-wrong-shape and body-missing",
    "a limit of the second: rate-limit-secondly and rate-limit-ten-secondly",
];
