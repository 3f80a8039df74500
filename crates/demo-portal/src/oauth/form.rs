//! The forms that the token endpoints take, and the client that sends them.

use subtle::ConstantTimeEq;

use super::token_error::TokenError;
use crate::{
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::scenarios::Scenario,
};

/// The fields of a form.
pub(super) type Form = [(String, String)];

/// The value of a field; an empty one counts as missing.
pub(super) fn field<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    found.filter(|value| !value.is_empty())
}

/// The form in the body. Parameters in the URL are ignored, since secrets there would be logged (RFC 6749,
/// section 2.3.1), but for version 1, which takes them there, too.
///
/// # Errors
///
/// 415 for another content type, 400 for none.
pub(super) fn read_form(portal: &Portal, call: &Call) -> Result<Vec<(String, String)>, ApiError> {
    let in_url = if call.path.starts_with("/oauth/v1/") { call.query.as_slice() } else { &[] };
    match call.form() {
        Some(form) => Ok([form.as_slice(), in_url].concat()),
        None if !in_url.is_empty() && call.body.is_empty() => Ok(in_url.to_vec()),
        None if call.header("content-type").is_some() => Err(ApiError::unsupported_media_type()),
        None => Err(TokenError::MissingParameters.into_api_error(portal)),
    }
}

/// Checks that the client is the demo app.
///
/// # Errors
///
/// [`TokenError::BadClientId`] if it is not.
pub(super) fn check_client_id(portal: &Portal, form: &Form) -> Result<(), TokenError> {
    let is_known = field(form, "client_id") == Some(portal.app.client_id.as_str());
    if is_known { Ok(()) } else { Err(TokenError::BadClientId) }
}

/// Checks client id and secret in the body (RFC 6749, section 2.3.1).
///
/// # Errors
///
/// [`TokenError`] for the one that is wrong.
pub(super) fn authenticate_client(portal: &Portal, form: &Form) -> Result<(), TokenError> {
    check_client_id(portal, form)?;
    if portal.scenarios.is_on(Scenario::ClientSecretRotated) {
        return Err(TokenError::BadClientSecret);
    }
    let secret = field(form, "client_secret").unwrap_or_default();
    let valid = bool::from(portal.app.client_secret.as_bytes().ct_eq(secret.as_bytes()));
    if valid { Ok(()) } else { Err(TokenError::BadClientSecret) }
}
