//! The forms that the OAuth endpoints take, and the client that sends one.

use subtle::ConstantTimeEq;

use super::token_error::TokenError;
use crate::{
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::scenarios::Scenario,
};

pub(super) type Form = [(String, String)];

/// A value of a form; empty counts as not sent.
pub(super) fn field<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    found.filter(|value| !value.is_empty())
}

/// The form of the body; parameters in the address are never read.
pub(super) fn read_form(portal: &Portal, call: &Call) -> Result<Vec<(String, String)>, ApiError> {
    match call.form() {
        Some(form) => Ok(form),
        None if call.header("content-type").is_some() => Err(ApiError::unsupported_media_type()),
        None => Err(TokenError::MissingParameters.into_api_error(portal)),
    }
}

pub(super) fn check_client(portal: &Portal, form: &Form) -> Result<(), TokenError> {
    if field(form, "client_id") != Some(portal.app.client_id.as_str()) {
        return Err(TokenError::BadClientId);
    }
    if portal.scenarios.on(Scenario::ClientSecretRotated) {
        return Err(TokenError::BadClientSecret);
    }
    let secret = field(form, "client_secret").unwrap_or_default();
    let right = bool::from(portal.app.client_secret.as_bytes().ct_eq(secret.as_bytes()));
    if right { Ok(()) } else { Err(TokenError::BadClientSecret) }
}
