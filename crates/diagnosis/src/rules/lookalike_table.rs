//! Which causes are taken for which. Hand-kept: a row names what shows in the same words, the most frequent first.

use crate::cause::Cause;

/// A cause, and what is taken for it, the most frequent first.
pub(super) const TABLE: &[(Cause, &[Cause])] = &[
    (
        Cause::HeaderMissing,
        &[Cause::TokenInvalid, Cause::AuthMethodUnsupported, Cause::WrongTokenKind, Cause::HeaderMalformed],
    ),
    (Cause::HeaderMalformed, &[Cause::TokenInvalid, Cause::WrongTokenKind, Cause::HeaderMissing]),
    (Cause::TokenPlaceholder, &[Cause::TokenInvalid, Cause::WrongTokenKind, Cause::TokenExpired]),
    (
        Cause::TokenExpired,
        &[Cause::TokenInvalid, Cause::WrongTokenKind, Cause::HeaderMissing, Cause::RefreshTokenInvalid],
    ),
    (
        Cause::TokenInvalid,
        &[
            Cause::TokenExpired,
            Cause::WrongTokenKind,
            Cause::HubletMismatch,
            Cause::TokenPlaceholder,
            Cause::HeaderMissing,
        ],
    ),
    (
        Cause::WrongTokenKind,
        &[
            Cause::TokenPlaceholder,
            Cause::TokenInvalid,
            Cause::AuthMethodUnsupported,
            Cause::TokenExpired,
            Cause::HeaderMissing,
        ],
    ),
    (
        Cause::AuthMethodUnsupported,
        &[Cause::WrongTokenKind, Cause::TokenInvalid, Cause::HeaderMissing, Cause::EndpointNotAvailable],
    ),
    (Cause::HapikeySunset, &[Cause::TokenInvalid, Cause::WrongTokenKind, Cause::AuthMethodUnsupported]),
    (
        Cause::HubletMismatch,
        &[Cause::PortalUnknown, Cause::PortalMigrating, Cause::TokenOtherPortal, Cause::WrongHost],
    ),
    (Cause::PortalUnknown, &[Cause::HubletMismatch, Cause::TokenOtherPortal, Cause::WrongPath]),
    (
        Cause::TokenOtherPortal,
        &[Cause::PortalUnknown, Cause::HubletMismatch, Cause::ObjectNotFound, Cause::UserLacksPermission],
    ),
    (Cause::WrongHost, &[Cause::WrongPath, Cause::HeaderMissing, Cause::EndpointNotAvailable]),
    (
        Cause::ScopeNotGranted,
        &[
            Cause::ScopeAddedNotReauthorized,
            Cause::ScopeUnavailableInPortal,
            Cause::ScopeNamedMisleadingly,
            Cause::WrongTokenKind,
            Cause::UserLacksPermission,
        ],
    ),
    (
        Cause::ScopeNotPublic,
        &[
            Cause::ScopeNotGranted,
            Cause::ScopeUnavailableInPortal,
            Cause::EndpointNotAvailable,
            Cause::AuthMethodUnsupported,
        ],
    ),
    (
        Cause::ScopeUnavailableInPortal,
        &[Cause::UserLacksPermission, Cause::ScopeNotGranted, Cause::AppGovernanceUnapproved],
    ),
    (Cause::SensitiveDataBlocked, &[Cause::ScopeNotGranted, Cause::ScopeUnavailableInPortal]),
    (
        Cause::UserLacksPermission,
        &[
            Cause::ScopeUnavailableInPortal,
            Cause::ScopeNotGranted,
            Cause::AppGovernanceUnapproved,
            Cause::AppBannedInPortal,
        ],
    ),
    (
        Cause::AuthorizeScopeMismatch,
        &[
            Cause::AuthorizeScopeInvalid,
            Cause::ScopeUnavailableInPortal,
            Cause::OptionalScopeMisplaced,
            Cause::AppGovernanceUnapproved,
        ],
    ),
    (Cause::AuthorizeScopeInvalid, &[Cause::AuthorizeScopeMismatch, Cause::ScopeNotPublic]),
    (Cause::RedirectUriMismatch, &[Cause::ClientIdInvalid, Cause::InstallLinkInvalid]),
    (
        Cause::ClientIdInvalid,
        &[
            Cause::ClientSecretInvalid,
            Cause::HubletMismatch,
            Cause::InstallLinkInvalid,
            Cause::RedirectUriMismatch,
        ],
    ),
    (Cause::ClientSecretInvalid, &[Cause::ClientIdInvalid, Cause::TokenRequestBodyFormat]),
    (
        Cause::InstallLinkInvalid,
        &[
            Cause::InstallAccountType,
            Cause::ClientIdInvalid,
            Cause::AppPolicyUnsigned,
            Cause::UserLacksPermission,
        ],
    ),
    (
        Cause::InstallAccountType,
        &[Cause::InstallLinkInvalid, Cause::UserLacksPermission, Cause::AppGovernanceUnapproved],
    ),
    (Cause::PkceRequired, &[Cause::AuthCodeMalformed, Cause::TokenRequestBodyFormat]),
    (
        Cause::AuthCodeMalformed,
        &[
            Cause::AuthCodeExpired,
            Cause::RedirectUriMismatch,
            Cause::ClientIdInvalid,
            Cause::TokenRequestBodyFormat,
        ],
    ),
    (Cause::AuthCodeExpired, &[Cause::AuthCodeMalformed, Cause::RedirectUriMismatch, Cause::ClientIdInvalid]),
    (
        Cause::RefreshTokenInvalid,
        &[Cause::RefreshTokenOtherApp, Cause::TokenRequestBodyFormat, Cause::ClientIdInvalid],
    ),
    (
        Cause::TokenRequestBodyFormat,
        &[
            Cause::GrantTypeUnsupported,
            Cause::ClientSecretInvalid,
            Cause::ClientIdInvalid,
            Cause::AuthCodeMalformed,
            Cause::RefreshTokenInvalid,
        ],
    ),
    (Cause::GrantTypeUnsupported, &[Cause::TokenRequestBodyFormat, Cause::ClientIdInvalid]),
    (Cause::WrongContentType, &[Cause::BodyWrongShape, Cause::ClientRequestDefect, Cause::BodyMissing]),
    (
        Cause::BodyWrongShape,
        &[
            Cause::ClientRequestDefect,
            Cause::RequiredFieldMissing,
            Cause::HubspotApiChange,
            Cause::WrongContentType,
            Cause::BodyMissing,
        ],
    ),
    (
        Cause::BodyMissing,
        &[
            Cause::ClientDropsField,
            Cause::WrongContentType,
            Cause::BodyWrongShape,
            Cause::ClientRequestDefect,
        ],
    ),
    (
        Cause::RequiredFieldMissing,
        &[
            Cause::ClientDropsField,
            Cause::BodyWrongShape,
            Cause::ClientRequestDefect,
            Cause::ConditionalPropertyRequired,
            Cause::HubspotApiChange,
        ],
    ),
    (Cause::ConditionalPropertyRequired, &[Cause::RequiredFieldMissing, Cause::ClientDropsField]),
    (
        Cause::WrongPath,
        &[
            Cause::EndpointSunset,
            Cause::EndpointNotAvailable,
            Cause::WrongMethod,
            Cause::ObjectTypeNameWrong,
            Cause::ClientRequestDefect,
        ],
    ),
    (Cause::WrongMethod, &[Cause::WrongPath, Cause::EndpointSunset, Cause::ClientRequestDefect]),
    (
        Cause::ObjectTypeNameWrong,
        &[
            Cause::HubspotApiChange,
            Cause::WrongPath,
            Cause::ClientRequestDefect,
            Cause::TokenOtherPortal,
            Cause::EndpointNotAvailable,
        ],
    ),
    (Cause::EndpointNotAvailable, &[Cause::WrongPath, Cause::EndpointSunset, Cause::ScopeNotPublic]),
    (Cause::EndpointSunset, &[Cause::HubspotApiChange, Cause::WrongPath, Cause::EndpointNotAvailable]),
    (
        Cause::SearchBadFilter,
        &[
            Cause::ClientRequestDefect,
            Cause::ClientDropsField,
            Cause::BodyWrongShape,
            Cause::PropertyNotFound,
            Cause::HubspotApiChange,
        ],
    ),
    (
        Cause::SearchLimit,
        &[Cause::PaginationCursorInvalid, Cause::SearchBadFilter, Cause::ClientRequestDefect],
    ),
    (
        Cause::PaginationCursorInvalid,
        &[Cause::SearchLimit, Cause::ClientRequestDefect, Cause::HubspotApiChange],
    ),
    (Cause::BatchSizeLimit, &[Cause::BodyWrongShape, Cause::BatchDuplicateInput]),
    (
        Cause::PropertyNotFound,
        &[Cause::ClientRequestDefect, Cause::TokenOtherPortal, Cause::ScopeNotGranted, Cause::BodyWrongShape],
    ),
    (
        Cause::PropertyInvalidOption,
        &[Cause::PropertyInvalidValue, Cause::ClientRequestDefect, Cause::HubspotApiChange],
    ),
    (
        Cause::PropertyInvalidValue,
        &[
            Cause::PropertyInvalidOption,
            Cause::TimestampWrongUnit,
            Cause::ClientRequestDefect,
            Cause::HubspotApiChange,
        ],
    ),
    (Cause::PropertyReadOnly, &[Cause::OperationNotAllowed, Cause::HubspotApiChange]),
    (
        Cause::TimestampWrongUnit,
        &[Cause::PropertyInvalidValue, Cause::ClientRequestDefect, Cause::BodyWrongShape],
    ),
    (
        Cause::IdPropertyNotUnique,
        &[Cause::PropertyNotFound, Cause::ClientRequestDefect, Cause::HubspotApiChange],
    ),
    (
        Cause::ContactExists,
        &[
            Cause::SearchIndexLag,
            Cause::ConcurrentCreateRace,
            Cause::BatchDuplicateInput,
            Cause::UniqueValueConflict,
        ],
    ),
    (
        Cause::UniqueValueConflict,
        &[
            Cause::SearchIndexLag,
            Cause::ConcurrentCreateRace,
            Cause::BatchDuplicateInput,
            Cause::ContactExists,
        ],
    ),
    (
        Cause::ObjectNotFound,
        &[
            Cause::WrongPath,
            Cause::TokenOtherPortal,
            Cause::EndpointSunset,
            Cause::ObjectTypeNameWrong,
            Cause::ClientRequestDefect,
        ],
    ),
    (
        Cause::AssociationTypeWrong,
        &[Cause::ObjectNotFound, Cause::ObjectTypeNameWrong, Cause::BodyWrongShape, Cause::HubspotApiChange],
    ),
    (
        Cause::OperationNotAllowed,
        &[Cause::RecordLocked, Cause::EndpointNotAvailable, Cause::UserLacksPermission],
    ),
    (Cause::RecordLocked, &[Cause::OperationNotAllowed, Cause::HubspotServerError]),
    (
        Cause::RateLimitTenSecondly,
        &[
            Cause::RateLimitSecondly,
            Cause::RateLimitDaily,
            Cause::RateLimitSearchSecondly,
            Cause::CloudflareRateLimit,
        ],
    ),
    (
        Cause::RateLimitSecondly,
        &[Cause::RateLimitSearchSecondly, Cause::RateLimitTenSecondly, Cause::CloudflareRateLimit],
    ),
    (
        Cause::RateLimitSearchSecondly,
        &[Cause::RateLimitSecondly, Cause::RateLimitTenSecondly, Cause::CloudflareRateLimit],
    ),
    (Cause::CloudflareRateLimit, &[Cause::RateLimitTenSecondly, Cause::CloudflareWafBlock]),
    (Cause::CloudflareWafBlock, &[Cause::CloudflareRateLimit, Cause::ScopeNotGranted]),
    (
        Cause::ClientDropsField,
        &[
            Cause::HubspotApiChange,
            Cause::ClientRequestDefect,
            Cause::SilentlyDroppedTestData,
            Cause::ObjectNotFound,
        ],
    ),
    (
        Cause::ClientRequestDefect,
        &[Cause::BodyWrongShape, Cause::WrongPath, Cause::ClientDropsField, Cause::HubspotApiChange],
    ),
    (
        Cause::HubspotServerError,
        &[
            Cause::HubspotOutage,
            Cause::BodyWrongShape,
            Cause::HubspotApiChange,
            Cause::ClientRequestDefect,
            Cause::EndpointSunset,
        ],
    ),
    (Cause::HubspotOutage, &[Cause::HubspotServerError, Cause::CloudflareWafBlock]),
    (Cause::CorsBlocked, &[Cause::WrongPath, Cause::HeaderMissing]),
    (Cause::WebhookSignatureMismatch, &[Cause::WebhookReceiverRejects]),
    (Cause::WebhookReceiverRejects, &[Cause::WebhookSignatureMismatch]),
    (Cause::FormCaptchaEnabled, &[Cause::FormContextInvalid]),
    (
        Cause::FormContextInvalid,
        &[Cause::FormCaptchaEnabled, Cause::RequiredFieldMissing, Cause::ClientRequestDefect],
    ),
    (Cause::SilentlyDroppedTestData, &[Cause::FormContextInvalid, Cause::ClientDropsField]),
    (Cause::BatchPartialFailure, &[Cause::ObjectNotFound, Cause::PropertyInvalidValue]),
    (Cause::SuccessWithWarnings, &[Cause::PropertyInvalidValue, Cause::ClientDropsField]),
    (
        Cause::OptionalScopeMisplaced,
        &[
            Cause::ScopeUnavailableInPortal,
            Cause::ScopeAddedNotReauthorized,
            Cause::UserLacksPermission,
            Cause::HubspotApiChange,
        ],
    ),
    (Cause::HttpSchemeRedirect, &[Cause::WrongMethod, Cause::HeaderMissing, Cause::WrongHost]),
];
