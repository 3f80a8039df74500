//! The authorization endpoint (RFC 6749, section 3.1): checks a request, shows the consent page, and
//! redirects with the person's decision.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use url::Url;

use super::{form::field, page};
use crate::{
    http::{answer, call::Call},
    portal::Portal,
    state::{
        accounts::{ACCOUNTS, Account},
        consents::{AuthorizeRequest, Submission},
        grants::AuthorizationCode,
        scenarios::Scenario,
        scopes,
    },
};

/// Shows the consent page. A request that cannot be granted is explained on a page and never redirected,
/// since its redirect URI may be forged (RFC 6749, section 4.1.2.1).
pub(super) fn show_consent(portal: &Portal, call: &Call, portal_id: Option<&str>) -> Response<Body> {
    match read_request(portal, call, portal_id) {
        Ok(request) => {
            let keys = portal.consents().open(request.clone(), portal.clock.now_ms());
            page::consent(&request, &keys, &offered_accounts(&request))
        }
        Err(message) => page::refusal(&message),
    }
}

fn read_request(portal: &Portal, call: &Call, portal_id: Option<&str>) -> Result<AuthorizeRequest, String> {
    let value = |name| call.query_value(name).filter(|value| !value.is_empty());
    let client_id = value("client_id").filter(|id| *id == portal.app.client_id);
    let client_id =
        client_id.ok_or("An invalid app client_id was provided. Please contact the app developer.")?;
    if value("response_type").is_some_and(|kind| kind != "code") {
        return Err("Only the response_type 'code' is supported.".into());
    }
    Ok(AuthorizeRequest {
        client_id: client_id.to_owned(),
        redirect_uri: read_redirect_uri(portal, value("redirect_uri"))?,
        scopes: read_scopes(value("scope"))?,
        optional_scopes: known_scopes(value("optional_scope").unwrap_or_default())?,
        state: call.query_value("state").map(str::to_owned),
        challenge: read_challenge(value("code_challenge"), value("code_challenge_method"))?,
        portal_id: portal_id.map(read_portal_id).transpose()?,
    })
}

fn read_redirect_uri(portal: &Portal, given: Option<&str>) -> Result<String, String> {
    let given = given.ok_or("Authorization failed because the redirect URL is missing.")?;
    if portal.redirect_uris.iter().any(|registered| registered == given) {
        return Ok(given.to_owned());
    }
    Err(format!(
        "Authorization failed as the redirect URL '{given}' doesn't match the app's registered redirect URL."
    ))
}

/// The demo app requires `oauth`, and may request every public scope.
fn read_scopes(given: Option<&str>) -> Result<Vec<String>, String> {
    let scopes = known_scopes(given.unwrap_or_default())?;
    if scopes.iter().any(|scope| scope == "oauth") {
        return Ok(scopes);
    }
    Err("Authorization failed because the provided scopes are insufficient. Please contact the app developer. \
         (The demo app requires the scope: oauth)"
        .into())
}

fn known_scopes(given: &str) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = Vec::new();
    for name in given.split_whitespace() {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    let unknown: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !scopes::is_grantable(name)).collect();
    if unknown.is_empty() {
        return Ok(names);
    }
    let unknown = unknown.join(", ");
    Err(format!(
        "Authorization failed because one or more scopes are invalid: {unknown}. Please contact the app developer."
    ))
}

/// The PKCE challenge (RFC 7636, section 4.3). HubSpot supports S256 only.
fn read_challenge(challenge: Option<&str>, method: Option<&str>) -> Result<Option<String>, String> {
    match (challenge, method) {
        (None, _) => Ok(None),
        (Some(challenge), Some("S256")) if challenge.len() == 43 => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) => Err("The code_challenge is not a SHA-256 hash in base64url.".into()),
        (Some(_), _) => Err("Only the code_challenge_method 'S256' is supported.".into()),
    }
}

fn read_portal_id(given: &str) -> Result<u64, String> {
    let known = given.parse().ok().filter(|id| Account::find(*id).is_some());
    known.ok_or_else(|| format!("You don't have access to the account {given}."))
}

/// All accounts, or the one that the URL names.
fn offered_accounts(request: &AuthorizeRequest) -> Vec<&'static Account> {
    let offered = |account: &&Account| request.portal_id.is_none_or(|id| id == account.portal_id);
    ACCOUNTS.iter().filter(offered).collect()
}

/// Takes the form of the consent page.
pub(super) fn submit_consent(portal: &Portal, call: &Call) -> Response<Body> {
    let cross_origin = call.header("origin").is_some_and(|origin| origin != portal.info.base_url);
    let Some(form) = call.form().filter(|_| !cross_origin) else {
        return page::refusal("This form was not sent from the consent page.");
    };
    let value = |name| field(&form, name).unwrap_or_default();
    let consent = value("consent");
    let submission = portal.consents().submit(consent, value("form_token"), portal.clock.now_ms());
    match submission {
        Submission::Unknown => {
            page::refusal("This page has been open for too long. Start again from your app.")
        }
        Submission::Repeated(redirect) => redirect_to(&redirect),
        Submission::First(request) => {
            let decision = if value("decision") == "connect" {
                connect(portal, &request, value("account"))
            } else {
                cancel(portal, &request)
            };
            finish(portal, consent, decision)
        }
    }
}

/// What a submission leads to.
enum Decision {
    Redirect(String),
    /// The page remains open, so that the person can choose again.
    Refused(String),
    /// The person cancelled, and the app is not told.
    Silent,
}

fn finish(portal: &Portal, consent: &str, decision: Decision) -> Response<Body> {
    match decision {
        Decision::Redirect(target) => {
            portal.consents().complete(consent, &target);
            redirect_to(&target)
        }
        Decision::Refused(message) => page::refusal(&message),
        Decision::Silent => {
            portal.consents().discard(consent);
            page::cancelled()
        }
    }
}

fn connect(portal: &Portal, request: &AuthorizeRequest, account: &str) -> Decision {
    let chosen =
        offered_accounts(request).into_iter().find(|offered| offered.portal_id.to_string() == account);
    let Some(account) = chosen else {
        return Decision::Refused("Choose one of the accounts, then try again.".into());
    };
    if request.scopes.iter().any(|scope| !account.has_scope(scope)) {
        let message = "This account doesn't have access to some HubSpot features that are required by this app. \
                       Please contact the app developer.";
        return Decision::Refused(message.into());
    }
    let available = request.optional_scopes.iter().filter(|scope| account.has_scope(scope));
    let new = available.filter(|scope| !request.scopes.contains(scope));
    let code_for = AuthorizationCode {
        client_id: request.client_id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        portal_id: account.portal_id,
        scopes: request.scopes.iter().chain(new).cloned().collect(),
        challenge: request.challenge.clone(),
    };
    let now_ms = portal.clock.now_ms();
    let code = portal.change_grants(|grants| grants.issue_code(code_for, now_ms));
    Decision::Redirect(callback(request, &[("code", &code)]))
}

fn cancel(portal: &Portal, request: &AuthorizeRequest) -> Decision {
    if portal.scenarios.is_on(Scenario::SilentDenial) {
        return Decision::Silent;
    }
    let parameters = [("error", "access_denied"), ("error_description", "The user cancelled the connection")];
    Decision::Redirect(callback(request, &parameters))
}

fn callback(request: &AuthorizeRequest, parameters: &[(&str, &str)]) -> String {
    let mut target =
        Url::parse(&request.redirect_uri).expect("BUG: registered redirect URIs are checked at the start");
    target.query_pairs_mut().extend_pairs(parameters);
    if let Some(state) = &request.state {
        target.query_pairs_mut().append_pair("state", state);
    }
    target.into()
}

fn redirect_to(target: &str) -> Response<Body> {
    let mut response = answer::html_response(StatusCode::FOUND, String::new());
    if let Ok(location) = HeaderValue::from_str(target) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
