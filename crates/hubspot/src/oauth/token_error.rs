//! The meaning of the token endpoints' errors. RFC 6749's `error` takes precedence, HubSpot's older `status` is more
//! specific. An unknown 4xx means a wrong configuration, not that the portal revoked its consent.

use std::time::Duration;

use serde::Deserialize;

use crate::NetworkError;

/// Why a token endpoint did not do what was asked.
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
    RedirectUnknown,
    /// Begin again: the code was issued for another redirect URL than the exchange sent.
    #[error("the redirect URL is not the one of the authorization")]
    RedirectMismatch,
    /// Begin again: a code is valid for one exchange.
    #[error("the authorization code was refused")]
    Code,
    /// Begin again, and faster: a code is valid for about a minute.
    #[error("the authorization code has expired")]
    CodeExpired,
    /// Begin again: the code belongs to another attempt (RFC 7636 §4.6).
    #[error("the authorization code was given to another attempt")]
    CodeVerifier,
    /// Re-authorize: the app was removed from the portal, or its access was revoked.
    #[error("the refresh token was refused")]
    RefreshToken,
    /// The portal is gone or disconnected. Re-authorize.
    #[error("the portal is not known to the server")]
    Portal,
    /// Compare the requested scopes with the app's settings.
    #[error("the scopes were refused")]
    Scopes,
    /// This kind of app may not get tokens in this way. Check its kind.
    #[error("the app may not use this grant")]
    GrantType,
    /// The request arrived without its fields: something on the way changed it. Look for a proxy.
    #[error("the server did not receive the client's credentials")]
    NotReceived,
    /// Something else in the app's settings. Only the server's code is kept, since its sentences may repeat what was
    /// sent.
    #[error("the server refused the request with status {status}")]
    Configuration {
        /// The HTTP status.
        status: u16,
        /// The server's error code: `invalid_request`.
        code: Option<String>,
    },
    /// The server has none of the known token endpoints. Update the app, or look for a proxy that responds instead.
    #[error("the server has none of the known token endpoints")]
    NoEndpoint,
    /// Redirects are not followed, since the client secret would be sent along. Often the sign-in page of a network.
    #[error("the server answered with a redirect, status {status}")]
    Redirected {
        /// The HTTP status.
        status: u16,
    },
    /// The server failed. Wait and try again.
    #[error("the server failed with status {status}")]
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// The server failed and named a delay (`Retry-After`, RFC 9110 §10.2.3). Do not try again earlier.
    #[error("the server failed with status {status} and asks to wait for {retry_after:?}")]
    Busy {
        /// The HTTP status.
        status: u16,
        /// The delay that the server asks for.
        retry_after: Duration,
    },
    /// The response is a success without the required fields.
    #[error("the answer is not a token response")]
    Unexpected,
    /// There was no response. Try again; a code that was sent may be used up.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

#[derive(Default, Deserialize)]
struct Refusal {
    error: Option<String>,
    status: Option<String>,
    message: Option<String>,
}

/// The grant that was tried: the same error means different things for a code and for a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grant {
    Code,
    Refresh,
    Management,
}

impl TokenError {
    pub(crate) fn from_answer(status: u16, body: &[u8], grant: Grant) -> Self {
        if (300..400).contains(&status) {
            return Self::Redirected { status };
        }
        if is_transient(status) {
            return Self::Server { status };
        }
        let refusal: Refusal = serde_json::from_slice(body).unwrap_or_default();
        by_error(&refusal, grant, status)
            .or_else(|| by_status(refusal.status.as_deref()))
            .or_else(|| by_message(refusal.message.as_deref()))
            .unwrap_or_else(|| {
                let codes = [refusal.error, refusal.status].into_iter().flatten();
                Self::Configuration { status, code: codes.into_iter().find(|code| is_code(code)) }
            })
    }

    /// Adds the delay that the server asks for, if it names one.
    pub(crate) fn after(self, retry_after: Option<Duration>) -> Self {
        match (self, retry_after) {
            (Self::Server { status }, Some(retry_after)) => Self::Busy { status, retry_after },
            (error, _) => error,
        }
    }
}

/// Limits, timeouts, locks, and 477 while an account moves between data centers. None is about the request itself.
fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 423 | 425 | 429 | 477) || status >= 500
}

/// A word such as `invalid_scope` or `BAD_HUB`; tokens have digits or are longer. `error` is not a code.
fn is_code(text: &str) -> bool {
    text != "error" && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

/// RFC 6749 §5.2 decides the class; HubSpot's `status` only refines it. `invalid_request` and unknown codes decide
/// nothing.
fn by_error(refusal: &Refusal, grant: Grant, status: u16) -> Option<TokenError> {
    let detail = by_status(refusal.status.as_deref());
    Some(match (refusal.error.as_deref()?, grant) {
        ("invalid_client", _) if detail == Some(TokenError::ClientId) => TokenError::ClientId,
        ("invalid_client", _) => TokenError::ClientSecret,
        ("invalid_grant", Grant::Code) => detail.filter(is_about_a_code).unwrap_or(TokenError::Code),
        ("invalid_grant", Grant::Refresh) if detail == Some(TokenError::Portal) => TokenError::Portal,
        ("invalid_grant", Grant::Refresh) => TokenError::RefreshToken,
        ("unauthorized_client" | "unsupported_grant_type", _) => TokenError::GrantType,
        ("invalid_scope", _) => TokenError::Scopes,
        ("access_denied", _) => TokenError::Portal,
        ("server_error" | "temporarily_unavailable", _) => TokenError::Server { status },
        _ => return None,
    })
}

fn is_about_a_code(error: &TokenError) -> bool {
    matches!(
        error,
        TokenError::Code
            | TokenError::CodeExpired
            | TokenError::CodeVerifier
            | TokenError::RedirectUnknown
            | TokenError::RedirectMismatch
            | TokenError::Portal
    )
}

fn by_status(status: Option<&str>) -> Option<TokenError> {
    Some(match status? {
        "BAD_CLIENT_ID" => TokenError::ClientId,
        "BAD_CLIENT_SECRET" => TokenError::ClientSecret,
        "BAD_REDIRECT_URI" => TokenError::RedirectUnknown,
        "MISMATCH_REDIRECT_URI_AUTH_CODE" => TokenError::RedirectMismatch,
        "BAD_AUTH_CODE" => TokenError::Code,
        "EXPIRED_AUTH_CODE" => TokenError::CodeExpired,
        "BAD_CODE_VERIFIER" => TokenError::CodeVerifier,
        "BAD_REFRESH_TOKEN" => TokenError::RefreshToken,
        "BAD_GRANT_TYPE" => TokenError::GrantType,
        "BAD_SCOPES" => TokenError::Scopes,
        "BAD_HUB" => TokenError::Portal,
        _ => return None,
    })
}

/// v1 has no code for a request without its fields: it answers with a general API error.
fn by_message(message: Option<&str>) -> Option<TokenError> {
    let is_it = message?.starts_with("Any of the listed authentication credentials are missing");
    is_it.then_some(TokenError::NotReceived)
}

#[cfg(test)]
mod tests {
    use super::{Grant, TokenError};

    fn read(status: u16, body: &str, grant: Grant) -> TokenError {
        TokenError::from_answer(status, body.as_bytes(), grant)
    }

    #[test]
    fn every_documented_error_has_its_cause_in_both_shapes() {
        use Grant::{Code, Refresh};
        for (status, error, grant, cause) in [
            ("BAD_AUTH_CODE", "invalid_grant", Code, TokenError::Code),
            ("BAD_AUTH_CODE", "invalid_request", Code, TokenError::Code),
            ("EXPIRED_AUTH_CODE", "invalid_grant", Code, TokenError::CodeExpired),
            ("MISMATCH_REDIRECT_URI_AUTH_CODE", "invalid_grant", Code, TokenError::RedirectMismatch),
            ("BAD_REDIRECT_URI", "invalid_request", Code, TokenError::RedirectUnknown),
            ("BAD_REFRESH_TOKEN", "invalid_grant", Refresh, TokenError::RefreshToken),
            ("BAD_REFRESH_TOKEN", "invalid_request", Refresh, TokenError::RefreshToken),
            ("BAD_CLIENT_ID", "invalid_client", Refresh, TokenError::ClientId),
            ("BAD_CLIENT_ID", "invalid_request", Code, TokenError::ClientId),
            ("BAD_CLIENT_SECRET", "invalid_client", Code, TokenError::ClientSecret),
            ("BAD_GRANT_TYPE", "unsupported_grant_type", Code, TokenError::GrantType),
            ("BAD_CODE_VERIFIER", "invalid_grant", Code, TokenError::CodeVerifier),
            ("BAD_SCOPES", "invalid_scope", Code, TokenError::Scopes),
            ("BAD_HUB", "access_denied", Refresh, TokenError::Portal),
            ("BAD_HUB", "invalid_grant", Refresh, TokenError::Portal),
        ] {
            let both = format!(
                r#"{{"error":"{error}","error_description":"d","status":"{status}","message":"m","correlationId":"c"}}"#
            );
            assert_eq!(read(400, &both, grant), cause, "{both}");
            let older = format!(r#"{{"status":"{status}","message":"m","correlationId":"c"}}"#);
            assert_eq!(read(400, &older, grant), cause, "{older}");
        }
        let v1 = r#"{"status":"error","message":"Any of the listed authentication credentials are missing"}"#;
        assert_eq!(read(401, v1, Code), TokenError::NotReceived);
    }

    #[test]
    fn the_rfc_code_takes_precedence_and_is_enough_alone() {
        assert_eq!(
            read(400, r#"{"error":"invalid_client","status":"BAD_REFRESH_TOKEN"}"#, Grant::Refresh),
            TokenError::ClientSecret
        );
        for (error, grant, cause) in [
            ("invalid_grant", Grant::Code, TokenError::Code),
            ("invalid_grant", Grant::Refresh, TokenError::RefreshToken),
            ("invalid_client", Grant::Refresh, TokenError::ClientSecret),
            ("unauthorized_client", Grant::Code, TokenError::GrantType),
            ("temporarily_unavailable", Grant::Refresh, TokenError::Server { status: 400 }),
        ] {
            assert_eq!(read(400, &format!(r#"{{"error":"{error}"}}"#), grant), cause, "{error}");
        }
    }

    #[test]
    fn an_unknown_error_is_configuration_and_never_a_revoked_consent() {
        for (status, body, code) in [
            (400, r#"{"error":"new_word"}"#, Some("new_word")),
            (400, r#"{"error":"invalid_request"}"#, Some("invalid_request")),
            (403, "<html>blocked</html>", None),
            (400, r#"{"error":["invalid_grant"]}"#, None),
            (400, r#"{"error":"na1-12345678-secret"}"#, None),
            (404, r#"{"status":"error","category":"OBJECT_NOT_FOUND"}"#, None),
            (418, "", None),
        ] {
            let code = code.map(str::to_owned);
            assert_eq!(
                read(status, body, Grant::Refresh),
                TokenError::Configuration { status, code },
                "{body}"
            );
        }
    }

    #[test]
    fn transient_statuses_are_server_errors_whatever_the_body_says() {
        for status in [408, 423, 429, 477, 500, 502, 503, 524] {
            let body = r#"{"error":"invalid_grant","status":"BAD_REFRESH_TOKEN"}"#;
            assert_eq!(read(status, body, Grant::Refresh), TokenError::Server { status });
        }
        assert_eq!(read(307, "", Grant::Code), TokenError::Redirected { status: 307 });
    }
}
