//! What a token endpoint is asked, before it has the shape of a version, and what it answers.

use std::time::Duration;

use jiff::Timestamp;
use portalscope_vault::{AccessToken, RefreshToken};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;
use zeroize::Zeroizing;

use super::TokenVersion;

/// The token to introspect.
#[derive(Clone, Copy, Debug)]
pub enum Inspected<'a> {
    /// An access token.
    Access(&'a AccessToken),
    /// A refresh token.
    Refresh(&'a RefreshToken),
}

impl<'a> From<&'a AccessToken> for Inspected<'a> {
    fn from(token: &'a AccessToken) -> Self {
        Self::Access(token)
    }
}

impl<'a> From<&'a RefreshToken> for Inspected<'a> {
    fn from(token: &'a RefreshToken) -> Self {
        Self::Refresh(token)
    }
}

impl Inspected<'_> {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Access(token) => token.expose(),
            Self::Refresh(token) => token.expose(),
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::Access(_) => "access_token",
            Self::Refresh(_) => "refresh_token",
        }
    }
}

/// A call, not yet in the shape of a version.
pub(crate) enum Question<'a> {
    /// The fields of a grant (RFC 6749 §4.1.3, §6) without the client's credentials.
    Grant(&'a [(&'a str, &'a str)]),
    /// RFC 7662.
    Introspect(Inspected<'a>),
    /// RFC 7009.
    Revoke(&'a RefreshToken),
}

/// The response, whatever its status.
pub(crate) struct Answer {
    pub version: TokenVersion,
    pub status: StatusCode,
    pub server_time: Option<Timestamp>,
    pub retry_after: Option<Duration>,
    pub headers: HeaderMap,
    /// Its body was longer than any of these is, and was not read.
    pub is_too_long: bool,
    pub body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// HubSpot answers an unknown path with an HTML page. A 404 with a JSON object comes from the endpoint itself.
    pub fn has_no_endpoint(&self) -> bool {
        let is_object = || serde_json::from_slice::<serde_json::Map<String, Value>>(&self.body).is_ok();
        self.status == StatusCode::NOT_FOUND && !is_object()
    }
}

/// The path below the version, and the fields besides the client's credentials.
pub(super) fn form<'a>(question: &'a Question<'a>) -> (&'static str, Vec<(&'a str, &'a str)>) {
    match question {
        Question::Grant(fields) => ("token", fields.to_vec()),
        Question::Introspect(token) => {
            ("token/introspect", vec![("token", token.text()), ("token_type_hint", token.hint())])
        }
        Question::Revoke(token) => {
            ("token/revoke", vec![("token", token.expose()), ("token_type_hint", "refresh_token")])
        }
    }
}
