//! What can be switched on by name: faults of HubSpot, of the network or of a portal, each a switch that other modules
//! ask for, and the worlds of [`FailureId`], in which one call fails for one cause.

use super::list::FailureId;

macro_rules! scenarios {
    ($($variant:ident, $name:literal, $title:literal, $description:literal;)*) => {
        /// A failure of HubSpot, of the network, or of a portal, that the demo portal can simulate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Scenario {
            $(#[doc = $description] $variant,)*
            /// A world in which one call fails for one cause.
            Failure(FailureId),
        }

        /// The scenarios that are switches, in the order in which they are listed.
        const SWITCHES: &[Scenario] = &[$(Scenario::$variant,)*];

        impl Scenario {
            /// The name by which the scenario is active on, such as `rate_limited`. Names are part of the
            /// command line and do not change.
            pub fn name(self) -> &'static str {
                match self {
                    $(Scenario::$variant => $name,)*
                    Scenario::Failure(id) => id.failure().name,
                }
            }

            /// A short label for the user interface.
            pub(crate) fn title(self) -> &'static str {
                match self {
                    $(Scenario::$variant => $title,)*
                    Scenario::Failure(id) => id.failure().title,
                }
            }

            /// What the scenario does, in a sentence for the user interface.
            pub(crate) fn description(self) -> &'static str {
                match self {
                    $(Scenario::$variant => $description,)*
                    Scenario::Failure(id) => id.failure().title,
                }
            }
        }
    };
}

scenarios! {
    ExpiredToken, "expired_token", "Access token expired",
        "Every API call with an OAuth token is answered as if the token had expired, even right after a refresh.";
    RevokedApp, "revoked_app", "App uninstalled",
        "The portal has uninstalled the app: its access tokens and refresh tokens are refused.";
    InvalidKey, "invalid_key", "Static key rotated",
        "The service key and the private-app token have been replaced: they are refused.";
    MissingScope, "missing_scope", "Scopes taken away",
        "Every call that needs more than the scope `oauth` is refused with the list of scopes it needs.";
    ScopePropagationLag, "scope_propagation_lag", "Scopes not yet known everywhere",
        "Of two identical calls one is refused for a missing scope and one is allowed.";
    ScopeNotPublic, "scope_not_public", "Scope not available for public use",
        "Calls that need a scope are refused since the scope cannot be granted to this app.";
    UserPermissions, "user_permissions", "User lacks permission",
        "The user who acts for the credential no longer has the permission for the call.";
    RateLimited, "rate_limited", "Burst limit reached",
        "Every API call is refused as beyond the limit of ten seconds.";
    DailyLimit, "daily_limit", "Daily limit reached",
        "Every API call is refused as beyond the limit of the day.";
    Unlimited, "unlimited", "No rate limits",
        "Rate limits are shown in headers but never enforced, for measuring.";
    Slow, "slow", "Slow answers",
        "Every API answer takes three seconds more.";
    Hanging, "hanging", "No answer",
        "API calls are accepted and never answered.";
    BrokenBody, "broken_body", "Broken JSON",
        "API answers have status 200 and a body that is not valid JSON.";
    CutBody, "cut_body", "Connection cut",
        "The connection is closed in the middle of each API answer.";
    EmptyBody, "empty_body", "Empty answer",
        "API answers have status 200 and an empty body.";
    ServerError, "server_error", "Internal error",
        "API calls fail with status 500 and an internal error.";
    BadGateway, "bad_gateway", "Bad gateway",
        "API calls fail with status 502 and an HTML page, as during an outage.";
    Maintenance, "maintenance", "Service unavailable",
        "API calls fail with status 503.";
    Locked, "locked", "Resource locked",
        "Writes fail with status 423 since the resource is locked.";
    Migration, "migration", "Portal being migrated",
        "API calls fail with status 477 and a Retry-After, as while an account moves between data centres.";
    TokenServerError, "token_server_error", "Token endpoint down",
        "The token endpoints fail with status 503; the API works.";
    TokenRateLimited, "token_rate_limited", "Token endpoint limited",
        "The token endpoints refuse with status 429 and ask to be left alone for a minute.";
    ClientSecretRotated, "client_secret_rotated", "Client secret rotated",
        "The app has a new client secret: the token endpoints refuse the one that was given out.";
    TokenConnectionCut, "token_connection_cut", "Token answer lost",
        "The token endpoints do their work and the connection is cut before the answer is complete.";
    RedirectToOtherHost, "redirect_to_other_host", "Redirect to another host",
        "API calls are redirected to the same server by another host name; a client must not send its token there.";
    WrongHublet, "wrong_hublet", "Wrong data centre",
        "API calls are answered as if the account lived in another data centre.";
    SwitchedOffApis, "switched_off_apis", "Switched-off APIs are off",
        "Owners v2, which HubSpot has switched off, refuses every credential, as HubSpot does. Without this it still answers.";
    SilentDenial, "silent_denial", "Consent denied in silence",
        "Cancelling on the consent page shows a page and sends nothing to the callback.";
    RotateRefreshTokens, "rotate_refresh_tokens", "Refresh token changes",
        "Each refresh returns a new refresh token and the one before stops working.";
    RotateRefreshTokensGently, "rotate_refresh_tokens_gently", "Refresh token changes, the one before stays a while",
        "Each refresh returns a new refresh token; the one before works until the new one is first used.";
    SearchLag, "search_lag", "Search lags behind",
        "Search does not show records created or changed in the last 30 seconds.";
    NoCorrelationId, "no_correlation_id", "No correlation id",
        "Answers carry no correlation id, neither in the body nor in the header.";
    OldErrorBodies, "old_error_bodies", "Older token errors",
        "Token errors have only status, message and correlationId, as before 2026.";
    NoOauth202609, "no_oauth_2026_09", "No /oauth/2026-09",
        "The token endpoints below /oauth/2026-09 do not exist.";
    NoOauth202603, "no_oauth_2026_03", "No /oauth/2026-03",
        "The token endpoints below /oauth/2026-03 do not exist.";
    NoOauthV3, "no_oauth_v3", "No /oauth/v3",
        "The token endpoints below /oauth/v3 do not exist.";
    NoOauthV1, "no_oauth_v1", "No /oauth/v1",
        "The token endpoints below /oauth/v1 do not exist, as at HubSpot from 2027-02-16 on.";
}

impl Scenario {
    /// All scenarios, in the order in which they are listed. A failure that is a switch too is listed once.
    pub fn all() -> impl Iterator<Item = Scenario> {
        let is_switch = |id: &FailureId| SWITCHES.iter().any(|switch| switch.name() == id.failure().name);
        let failures = FailureId::all().filter(move |id| !is_switch(id));
        SWITCHES.iter().copied().chain(failures.map(Scenario::Failure))
    }
}
