//! The causes of failing calls: their labels, groups, and who must act.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;

/// Who can mend a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub enum Who {
    /// Whoever makes the call: the request or the client's code is wrong.
    #[serde(rename = "you")]
    You,
    /// An admin of the portal.
    #[serde(rename = "portal admin")]
    PortalAdmin,
    /// Whoever owns the app: its scopes, redirect URLs, distribution.
    #[serde(rename = "app owner")]
    AppOwner,
    /// HubSpot.
    #[serde(rename = "HubSpot")]
    HubSpot,
}

impl Who {
    /// As people read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::PortalAdmin => "portal admin",
            Self::AppOwner => "app owner",
            Self::HubSpot => "HubSpot",
        }
    }
}

macro_rules! causes {
    ($($name:ident, $label:literal, $group:literal, $who:ident;)*) => {
        /// What makes a call fail. Its label is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
        pub enum Cause {
            $(
                #[doc = concat!("`", $label, "`, of the group ", $group, ".")]
                #[serde(rename = $label)]
                $name,
            )*
        }

        impl Cause {
            /// Every cause, by group.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The label, such as `token-expired`.
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$name => $label,)*
                }
            }

            /// The group, such as `token-expired`: causes of one group are mended alike.
            pub fn group(self) -> &'static str {
                match self {
                    $(Self::$name => $group,)*
                }
            }

            /// Who must act.
            pub fn who(self) -> Who {
                match self {
                    $(Self::$name => Who::$who,)*
                }
            }

            pub(crate) fn page_text(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("pages/", $label, ".md")),)*
                }
            }
        }
    };
}

causes! {
    HeaderMissing, "header-missing", "credential-missing", You;
    HeaderMalformed, "header-malformed", "credential-missing", You;
    HeaderDoubleBearer, "header-double-bearer", "credential-missing", You;
    TokenPlaceholder, "token-placeholder", "credential-missing", You;
    TokenExpired, "token-expired", "token-expired", You;
    TokenInvalid, "token-invalid", "token-invalid", You;
    WrongTokenKind, "wrong-token-kind", "wrong-token-kind", You;
    AuthMethodUnsupported, "auth-method-unsupported", "wrong-auth-method", You;
    HapikeySunset, "hapikey-sunset", "wrong-auth-method", You;
    TokenOtherPortal, "token-other-portal", "wrong-account-or-region", You;
    PortalUnknown, "portal-unknown", "wrong-account-or-region", You;
    HubletMismatch, "hublet-mismatch", "wrong-account-or-region", You;
    WrongHost, "wrong-host", "wrong-account-or-region", You;
    ScopeNotGranted, "scope-not-granted", "scope-not-granted", AppOwner;
    ScopeNamedMisleadingly, "scope-named-misleadingly", "scope-not-granted", AppOwner;
    ScopeAddedNotReauthorized, "scope-added-not-reauthorised", "scope-stale-grant", PortalAdmin;
    ScopePropagationDelay, "scope-propagation-delay", "scope-stale-grant", You;
    ScopeNotPublic, "scope-not-public", "scope-unavailable", AppOwner;
    ScopeUnavailableInPortal, "scope-unavailable-in-portal", "scope-unavailable", PortalAdmin;
    SensitiveDataBlocked, "sensitive-data-blocked", "scope-unavailable", PortalAdmin;
    AppGovernanceUnapproved, "app-governance-unapproved", "scope-unavailable", PortalAdmin;
    UserLacksPermission, "user-lacks-permission", "user-lacks-permission", PortalAdmin;
    AuthorizeScopeMismatch, "authorize-scope-mismatch", "authorize-scope-mismatch", AppOwner;
    AuthorizeScopeInvalid, "authorize-scope-invalid", "authorize-scope-invalid", You;
    RedirectUriMismatch, "redirect-uri-mismatch", "redirect-uri-mismatch", AppOwner;
    ClientIdInvalid, "client-id-invalid", "client-id-invalid", You;
    ClientSecretInvalid, "client-secret-invalid", "client-id-invalid", You;
    InstallLinkInvalid, "install-link-invalid", "install-blocked", AppOwner;
    InstallAccountType, "install-account-type", "install-blocked", PortalAdmin;
    AppPolicyUnsigned, "app-policy-unsigned", "install-blocked", AppOwner;
    PkceRequired, "pkce-required", "install-blocked", You;
    AuthCodeExpired, "auth-code-expired", "auth-code-invalid", You;
    AuthCodeMalformed, "auth-code-malformed", "auth-code-invalid", You;
    RefreshTokenInvalid, "refresh-token-invalid", "refresh-token-invalid", PortalAdmin;
    RefreshTokenOtherApp, "refresh-token-other-app", "refresh-token-invalid", You;
    TokenRequestBodyFormat, "token-request-body-format", "token-request-format", You;
    WrongContentType, "wrong-content-type", "request-format", You;
    BodyWrongShape, "body-wrong-shape", "request-format", You;
    BodyMissing, "body-missing", "request-format", You;
    RequiredFieldMissing, "required-field-missing", "required-field-missing", You;
    WrongPath, "wrong-path", "wrong-path-or-method", You;
    WrongMethod, "wrong-method", "wrong-path-or-method", You;
    ObjectTypeNameWrong, "object-type-name-wrong", "wrong-path-or-method", You;
    EndpointNotAvailable, "endpoint-not-available", "wrong-path-or-method", You;
    EndpointSunset, "endpoint-sunset", "wrong-path-or-method", You;
    UrlTooLong, "url-too-long", "request-too-large", You;
    BatchSizeLimit, "batch-size-limit", "request-too-large", You;
    SearchLimit, "search-limit-10000", "request-too-large", You;
    SearchBadFilter, "search-bad-filter", "search-bad-filter", You;
    PropertyNotFound, "property-not-found", "property-invalid", You;
    PropertyInvalidOption, "property-invalid-option", "property-invalid", You;
    PropertyInvalidValue, "property-invalid-value", "property-invalid", You;
    PropertyReadOnly, "property-read-only", "property-invalid", You;
    TimestampWrongUnit, "timestamp-wrong-unit", "timestamp-wrong-unit", You;
    IdPropertyNotUnique, "id-property-not-unique", "id-property", You;
    ContactExists, "contact-exists", "already-exists", You;
    UniqueValueConflict, "unique-value-conflict", "already-exists", You;
    ConcurrentCreateRace, "concurrent-create-race", "already-exists", You;
    BatchDuplicateInput, "batch-duplicate-input", "already-exists", You;
    SearchIndexLag, "search-index-lag", "search-index-lag", You;
    ObjectNotFound, "object-not-found", "object-not-found", You;
    AssociationTypeWrong, "association-type-wrong", "association-wrong", You;
    OperationNotAllowed, "operation-not-allowed", "operation-refused", You;
    RecordLocked, "record-locked", "operation-refused", You;
    BatchPartialFailure, "batch-partial-failure", "batch-partial-failure", You;
    RateLimitTenSecondly, "rate-limit-ten-secondly", "rate-limit", You;
    RateLimitSecondly, "rate-limit-secondly", "rate-limit", You;
    RateLimitDaily, "rate-limit-daily", "rate-limit", You;
    RateLimitSearchSecondly, "rate-limit-search-secondly", "rate-limit", You;
    CloudflareRateLimit, "cloudflare-rate-limit", "rate-limit", You;
    ClientRequestDefect, "client-request-defect", "client-defect", You;
    ClientDropsField, "client-drops-field", "client-defect", You;
    HubspotServerError, "hubspot-server-error", "hubspot-side", HubSpot;
    HubspotOutage, "hubspot-outage", "hubspot-side", HubSpot;
    HubspotApiChange, "hubspot-api-change", "hubspot-side", You;
    CorsBlocked, "cors-blocked", "cors-blocked", You;
    WebhookSignatureMismatch, "webhook-signature-mismatch", "webhook", You;
    WebhookReceiverRejects, "webhook-receiver-rejects", "webhook", You;
    FormCaptchaEnabled, "form-captcha-enabled", "forms", PortalAdmin;
    FormContextInvalid, "form-context-invalid", "forms", You;
    SilentlyDroppedTestData, "silently-dropped-test-data", "forms", You;
    PortalMigrating, "portal-migrating", "hubspot-side", HubSpot;
    AppBannedInPortal, "app-banned-in-portal", "install-blocked", PortalAdmin;
    OptionalScopeMisplaced, "optional-scope-misplaced", "authorize-scope-mismatch", AppOwner;
    ConditionalPropertyRequired, "conditional-property-required", "required-field-missing", You;
    SuccessWithWarnings, "success-with-warnings", "batch-partial-failure", You;
    GrantTypeUnsupported, "grant-type-unsupported", "token-request-format", You;
    CloudflareWafBlock, "cloudflare-waf-block", "edge-blocked", You;
    HttpSchemeRedirect, "http-scheme-redirect", "request-format", You;
    PaginationCursorInvalid, "pagination-cursor-invalid", "request-format", You;
}

impl Cause {
    /// The cause of a label. `None`: no such label.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cause| cause.label() == label)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label())
    }
}
