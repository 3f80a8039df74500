//! What the token endpoint's refusals mean. RFC 6749's `error` and HubSpot's older `status` are both read; an unknown
//! 4xx means that something is configured wrongly, not that the portal took its consent back.

use std::time::Duration;

use serde::Deserialize;

use crate::NetworkError;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Check the client id.
    #[error("the server does not know the client id")]
    ClientId,
    /// Check the client secret: it may have been rotated.
    #[error("the server refused the client secret")]
    ClientSecret,
    /// Register the redirect URL in the app, exactly as shown.
    #[error("the redirect URL is not one of the app's")]
    RedirectMismatch,
    /// Begin again: a code is good for one exchange within a minute or so.
    #[error("the authorization code was refused")]
    Code,
    /// Connect again: the app was removed from the portal, or its access was revoked.
    #[error("the refresh token was refused")]
    RefreshToken,
    /// The portal is gone or disconnected. Connect again.
    #[error("the portal is not known to the server")]
    Portal,
    /// Compare the scopes asked for with the app's settings.
    #[error("the scopes were refused")]
    Scopes,
    /// Something else in the app's settings. Only the server's code is kept: its sentences may echo what was sent.
    #[error("the server refused the request with status {status}")]
    Configuration { status: u16, code: Option<String> },
    /// Wait and try again.
    #[error("the server has trouble, status {status}")]
    Server { status: u16 },
    /// The same, with the time that the server asks for (`Retry-After`, RFC 9110 §10.2.3). Ask no earlier.
    #[error("the server has trouble, status {status}, and asks to wait for {retry_after:?}")]
    Busy { status: u16, retry_after: Duration },
    /// A success answer without what it must hold.
    #[error("the answer is not a token response")]
    Unexpected,
    #[error(transparent)]
    Network(#[from] NetworkError),
}

#[derive(Default, Deserialize)]
struct Refusal {
    error: Option<String>,
    status: Option<String>,
}

/// Which grant was tried: the same words mean different things for a code and for a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grant {
    Code,
    Refresh,
    Management,
}

impl TokenError {
    pub(crate) fn from_answer(status: u16, body: &[u8], grant: Grant) -> Self {
        if status == 429 || status >= 500 {
            return Self::Server { status };
        }
        let refusal: Refusal = serde_json::from_slice(body).unwrap_or_default();
        by_hubspot_status(refusal.status.as_deref()).or_else(|| by_rfc_error(&refusal, grant)).unwrap_or(
            Self::Configuration {
                status,
                code: refusal.error.or(refusal.status).filter(|code| is_code(code)),
            },
        )
    }
}

impl TokenError {
    /// With the time that the server asks for, where it names one.
    pub(crate) fn after(self, retry_after: Option<Duration>) -> Self {
        match (self, retry_after) {
            (Self::Server { status }, Some(retry_after)) => Self::Busy { status, retry_after },
            (error, _) => error,
        }
    }
}

/// A word such as `invalid_scope` or `BAD_HUB`; a token has digits or is longer.
fn is_code(text: &str) -> bool {
    text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

fn by_hubspot_status(status: Option<&str>) -> Option<TokenError> {
    Some(match status? {
        "BAD_CLIENT_ID" => TokenError::ClientId,
        "BAD_CLIENT_SECRET" => TokenError::ClientSecret,
        "BAD_REDIRECT_URI" | "MISMATCH_REDIRECT_URI_AUTH_CODE" => TokenError::RedirectMismatch,
        "BAD_AUTH_CODE" | "EXPIRED_AUTH_CODE" | "BAD_CODE_VERIFIER" => TokenError::Code,
        "BAD_REFRESH_TOKEN" => TokenError::RefreshToken,
        "BAD_SCOPES" => TokenError::Scopes,
        "BAD_HUB" => TokenError::Portal,
        _ => return None,
    })
}

fn by_rfc_error(refusal: &Refusal, grant: Grant) -> Option<TokenError> {
    Some(match (refusal.error.as_deref()?, grant) {
        ("invalid_client", _) => TokenError::ClientSecret,
        ("invalid_grant", Grant::Code) => TokenError::Code,
        ("invalid_grant", Grant::Refresh) => TokenError::RefreshToken,
        ("invalid_scope", _) => TokenError::Scopes,
        ("access_denied", _) => TokenError::Portal,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Grant, TokenError};

    fn read(status: u16, body: &str, grant: Grant) -> TokenError {
        TokenError::from_answer(status, body.as_bytes(), grant)
    }

    #[test]
    fn documented_refusals_are_told_apart() {
        let both =
            r#"{"error":"invalid_grant","error_description":"d","status":"BAD_REFRESH_TOKEN","message":"m"}"#;
        assert_eq!(read(400, both, Grant::Refresh), TokenError::RefreshToken);
        assert_eq!(read(400, r#"{"status":"BAD_AUTH_CODE","message":"m"}"#, Grant::Code), TokenError::Code);
        assert_eq!(read(400, r#"{"error":"invalid_grant"}"#, Grant::Code), TokenError::Code);
        assert_eq!(
            read(400, r#"{"error":"invalid_client","status":"BAD_CLIENT_ID"}"#, Grant::Code),
            TokenError::ClientId
        );
        assert_eq!(read(401, r#"{"error":"invalid_client"}"#, Grant::Refresh), TokenError::ClientSecret);
        assert_eq!(
            read(400, r#"{"status":"MISMATCH_REDIRECT_URI_AUTH_CODE"}"#, Grant::Code),
            TokenError::RedirectMismatch
        );
    }

    #[test]
    fn an_unknown_refusal_is_configuration_and_trouble_is_the_servers() {
        assert!(matches!(
            read(400, r#"{"error":"new"}"#, Grant::Refresh),
            TokenError::Configuration { status: 400, .. }
        ));
        assert!(matches!(read(404, "<html>", Grant::Refresh), TokenError::Configuration { status: 404, .. }));
        assert_eq!(read(503, "{}", Grant::Refresh), TokenError::Server { status: 503 });
        assert_eq!(read(429, "{}", Grant::Refresh), TokenError::Server { status: 429 });
    }
}
