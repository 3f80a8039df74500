//! Errors of the token endpoints: HubSpot's `status` and `message` beside the fields of RFC 6749, section
//! 5.2.

use crate::{http::errors::ApiError, portal::Portal, state::scenarios::Scenario};

/// Why a token request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenError {
    BadClientId,
    BadClientSecret,
    BadGrantType,
    BadAuthCode,
    ExpiredAuthCode,
    MismatchedRedirectUri,
    BadCodeVerifier,
    BadRefreshToken,
    RefreshTokenOfOtherApp,
    BadScopes,
    BadHub,
    MissingParameters,
}

impl TokenError {
    /// `status`, `error` and the message.
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::BadClientId => ("BAD_CLIENT_ID", "invalid_request", "missing or unknown client id"),
            Self::BadClientSecret => {
                ("BAD_CLIENT_SECRET", "invalid_client", "missing or invalid client secret")
            }
            Self::BadGrantType => {
                ("BAD_GRANT_TYPE", "unsupported_grant_type", "missing or unknown grant type")
            }
            Self::BadAuthCode => ("BAD_AUTH_CODE", "invalid_grant", "missing or unknown auth code"),
            Self::ExpiredAuthCode => ("EXPIRED_AUTH_CODE", "invalid_grant", "auth code has expired"),
            Self::MismatchedRedirectUri => (
                "MISMATCH_REDIRECT_URI_AUTH_CODE",
                "invalid_grant",
                "redirect URI does not match initial auth code URI",
            ),
            Self::BadCodeVerifier => {
                ("BAD_CODE_VERIFIER", "invalid_grant", "code verifier does not match the code challenge")
            }
            Self::BadRefreshToken => {
                ("BAD_REFRESH_TOKEN", "invalid_grant", "refresh token is invalid, expired or revoked")
            }
            Self::RefreshTokenOfOtherApp => {
                ("BAD_REFRESH_TOKEN", "invalid_grant", "refresh token was not issued to this client")
            }
            Self::BadScopes => ("BAD_SCOPES", "invalid_scope", "missing or invalid scopes"),
            Self::BadHub => ("BAD_HUB", "access_denied", "missing or unknown hub id"),
            Self::MissingParameters => {
                ("BAD_REQUEST", "invalid_request", "Any of the listed authentication credentials are missing")
            }
        }
    }

    /// The error response. With [`Scenario::OldErrorBodies`], it lacks the fields of RFC 6749.
    pub(super) fn into_api_error(self, portal: &Portal) -> ApiError {
        let (status, error, message) = self.parts();
        let refusal = ApiError::new(400, None, message).with_field("status", status.into());
        if portal.scenarios.is_on(Scenario::OldErrorBodies) {
            return refusal;
        }
        refusal.with_field("error", error.into()).with_field("error_description", message.into())
    }
}
