//! Introspecting and revoking tokens: the current endpoints, which require the client secret, and version 1,
//! which does not.

use serde_json::{Value, json};

use super::form::{authenticate_client, field, read_form};
use crate::{
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
    portal::Portal,
    state::{
        accounts::Account,
        clock::iso_ms,
        counters::count,
        grants::{AccessToken, Grant},
        scenarios::Scenario,
    },
};

/// A valid token.
enum FoundToken {
    Access(AccessToken, Grant),
    Refresh(Grant),
}

impl FoundToken {
    fn grant(&self) -> &Grant {
        match self {
            FoundToken::Access(_, grant) | FoundToken::Refresh(grant) => grant,
        }
    }

    fn seconds_left(&self, now_ms: i64) -> Option<i64> {
        match self {
            FoundToken::Access(token, _) => Some((token.expires_at_ms - now_ms) / 1000),
            FoundToken::Refresh(_) => None,
        }
    }
}

fn find(portal: &Portal, token: &str) -> Option<FoundToken> {
    if portal.scenarios.is_on(Scenario::RevokedApp) {
        return None;
    }
    portal.with_grants(|grants| {
        let access = grants
            .by_access_token(token)
            .map(|(token, grant)| FoundToken::Access(token.clone(), grant.clone()));
        access.or_else(|| grants.by_refresh_token(token).map(|(_, grant)| FoundToken::Refresh(grant.clone())))
    })
}

/// Token introspection (RFC 7662) with HubSpot's fields. For an unknown, expired or revoked token, the answer
/// is `{"active": false}`, not an error.
pub(super) fn introspect(portal: &Portal, call: &Call) -> Outcome {
    let form = read_form(portal, call)?;
    authenticate_client(portal, &form).map_err(|error| error.into_api_error(portal))?;
    let now_ms = portal.clock.now_ms();
    let found = field(&form, "token").and_then(|token| find(portal, token));
    let of_this_app = found.filter(|found| found.grant().client_id == portal.app.client_id);
    match of_this_app {
        Some(found) if found.seconds_left(now_ms).is_none_or(|left| left > 0) => {
            Ok(Answer::ok(introspection(portal, &found, now_ms)))
        }
        _ => Ok(Answer::ok(json!({"active": false}))),
    }
}

fn introspection(portal: &Portal, found: &FoundToken, now_ms: i64) -> Value {
    let grant = found.grant();
    let mut body = json!({
        "active": true,
        "token_use": match found { FoundToken::Access(..) => "access_token", FoundToken::Refresh(_) => "refresh_token" },
        "token_type": "Bearer",
        "client_id": grant.client_id,
        "app_id": portal.app.app_id,
        "hub_id": grant.portal_id,
        "user_id": grant.user_id,
        "scopes": portal.scenarios.granted(grant.scopes.iter()),
        "is_private_distribution": false,
    });
    add_account(&mut body, grant);
    if let FoundToken::Access(token, _) = found {
        body["expires_in"] = ((token.expires_at_ms - now_ms) / 1000).into();
        body["signed_access_token"] = signed_access_token(portal, token, grant);
    }
    body
}

fn add_account(body: &mut Value, grant: &Grant) {
    if let Some(account) = Account::find(grant.portal_id) {
        body["user"] = account.user_email.into();
        body["hub_domain"] = account.domain.into();
    }
}

fn signed_access_token(portal: &Portal, token: &AccessToken, grant: &Grant) -> Value {
    json!({
        "expiresAt": token.expires_at_ms,
        "hublet": Account::find(grant.portal_id).map_or("na1", |account| account.hublet),
        "hubId": grant.portal_id,
        "userId": grant.user_id,
        "appId": portal.app.app_id,
        "isUserLevel": false,
        "isServiceAccount": false,
        "isPrivateDistribution": false,
        "trialScopes": [],
    })
}

/// Token revocation (RFC 7009), which succeeds whether or not the token exists. Access tokens issued for a
/// revoked refresh token remain valid until they expire.
pub(super) fn revoke(portal: &Portal, call: &Call) -> Outcome {
    let form = read_form(portal, call)?;
    authenticate_client(portal, &form).map_err(|error| error.into_api_error(portal))?;
    let token = field(&form, "token").ok_or_else(|| ApiError::missing_fields(&["token"]))?;
    let revoked = portal
        .change_grants(|grants| grants.revoke_refresh_token(token) || grants.revoke_access_token(token));
    if revoked {
        count(&portal.counters.revocations);
    }
    Ok(Answer::ok(json!({})))
}

/// `GET /oauth/v1/access-tokens/{token}`.
pub(super) fn access_token_v1(portal: &Portal, call: &Call) -> Outcome {
    let token = last_segment(call);
    let now_ms = portal.clock.now_ms();
    match find(portal, &token) {
        Some(FoundToken::Access(found, _)) if found.expires_at_ms <= now_ms => {
            Err(ApiError::expired(&iso_ms(found.expires_at_ms), now_ms - found.expires_at_ms))
        }
        Some(FoundToken::Access(found, grant)) => {
            let mut body = v1_body(portal, &token, &grant, "access");
            body["app_id"] = portal.app.app_id.into();
            body["expires_in"] = ((found.expires_at_ms - now_ms) / 1000).into();
            body["signed_access_token"] = signed_access_token(portal, &found, &grant);
            Ok(Answer::ok(body))
        }
        _ => Err(ApiError::not_found("access token not found")),
    }
}

/// `GET` and `DELETE /oauth/v1/refresh-tokens/{token}`.
pub(super) fn refresh_token_v1(portal: &Portal, call: &Call) -> Outcome {
    let token = last_segment(call);
    let Some(FoundToken::Refresh(grant)) = find(portal, &token) else {
        return Err(ApiError::not_found("refresh token not found"));
    };
    if call.method == "DELETE" {
        portal.change_grants(|grants| grants.revoke_refresh_token(&token));
        count(&portal.counters.revocations);
        return Ok(Answer::no_content());
    }
    let mut body = v1_body(portal, &token, &grant, "refresh");
    body["client_id"] = grant.client_id.into();
    Ok(Answer::ok(body))
}

fn v1_body(portal: &Portal, token: &str, grant: &Grant, token_type: &str) -> Value {
    let mut body = json!({
        "token": token,
        "hub_id": grant.portal_id,
        "user_id": grant.user_id,
        "scopes": portal.scenarios.granted(grant.scopes.iter()),
        "token_type": token_type,
    });
    add_account(&mut body, grant);
    body
}

fn last_segment(call: &Call) -> String {
    call.segments().pop().unwrap_or_default()
}
