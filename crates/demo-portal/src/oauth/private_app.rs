//! `POST /oauth/v2/private-apps/get/access-token-info`: tells what a static credential may do.

use serde_json::json;

use crate::{
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
    portal::Portal,
    state::{accounts::Account, caller::CredentialKind, scopes},
};

/// The account, app and scopes of a static credential.
pub(super) fn token_info(portal: &Portal, call: &Call) -> Outcome {
    let body = call.json_object()?;
    let Some(key) = body.get("tokenKey").and_then(|key| key.as_str()) else {
        return Err(ApiError::missing_fields(&["tokenKey"]));
    };
    let kind = if key == portal.app.private_app_token {
        CredentialKind::PrivateApp
    } else if key == portal.app.service_key {
        CredentialKind::ServiceKey
    } else {
        return Err(unknown_key());
    };
    if portal.scenarios.has_revoked_keys() {
        return Err(unknown_key());
    }
    let account = Account::main();
    let app_id = portal.app.app_id + if kind == CredentialKind::PrivateApp { 11 } else { 12 };
    Ok(Answer::ok(json!({
        "userId": account.user_id,
        "hubId": account.portal_id,
        "appId": app_id,
        "scopes": portal.scenarios.granted(scopes::static_scopes()),
        "isUserToken": false,
    })))
}

fn unknown_key() -> ApiError {
    ApiError::not_found("The access token was not found")
}
