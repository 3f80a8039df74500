//! What the window can do about a cause, and how long to wait before the call is sent again.

use portalscope_diagnosis::{Case, Cause};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The next action that the window offers for a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SuggestedAction {
    /// Refresh the access token.
    Refresh,
    /// Re-authorize the portal, with the scopes that the server named, if any.
    Reauthorize,
    /// Correct the request.
    FixRequest,
    /// Wait, then send again.
    Wait,
    /// Nothing that the window can do.
    None,
}

/// Nobody waits longer before a window.
const MAX_WAIT_SECONDS: u32 = 600;

/// What the window can do about a cause that is certain.
pub(super) fn action(cause: Cause) -> SuggestedAction {
    match cause {
        Cause::TokenExpired => SuggestedAction::Refresh,
        Cause::ScopeNotGranted
        | Cause::ScopeNamedMisleadingly
        | Cause::ScopeAddedNotReauthorized
        | Cause::HubletMismatch
        | Cause::RefreshTokenInvalid => SuggestedAction::Reauthorize,
        Cause::RateLimitTenSecondly
        | Cause::RateLimitSecondly
        | Cause::RateLimitSearchSecondly
        | Cause::RecordLocked
        | Cause::PortalMigrating
        | Cause::ScopePropagationDelay => SuggestedAction::Wait,
        _ => match cause.group() {
            "request-format"
            | "wrong-path-or-method"
            | "property-invalid"
            | "request-too-large"
            | "search-bad-filter"
            | "required-field-missing" => SuggestedAction::FixRequest,
            _ => SuggestedAction::None,
        },
    }
}

pub(super) fn is_mended_by_waiting(cause: Cause) -> bool {
    action(cause) == SuggestedAction::Wait
}

/// What the server asks for, else how long the limit counts, or how long HubSpot was seen to take.
pub(super) fn wait_seconds(cause: Cause, call: &Case) -> Option<u32> {
    let asked = call.response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
    let asked = asked.and_then(|(_, seconds)| seconds.trim().parse().ok());
    let usual = match cause {
        Cause::RateLimitTenSecondly => 10,
        Cause::RateLimitSecondly | Cause::RateLimitSearchSecondly => 1,
        Cause::RecordLocked => 5,
        Cause::ScopePropagationDelay => 60,
        _ => return asked.filter(|_| is_mended_by_waiting(cause)),
    };
    Some(asked.unwrap_or(usual).min(MAX_WAIT_SECONDS))
}
