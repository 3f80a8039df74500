//! The HTML of the consent page. It has no script, one inline style sheet, and follows the browser's color
//! scheme.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};

use super::scope_labels::scope_label;
use crate::{
    http::answer::html_response,
    state::{
        accounts::Account,
        consents::{AuthorizeRequest, PageKeys},
        credentials::new_form_token,
    },
};

const STYLE: &str = include_str!("page.css");
const APP_NAME: &str = "Portalscope demo app";
const NOTE: &str = "<p class=\"note\"><svg viewBox=\"0 0 20 20\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\" \
aria-hidden=\"true\"><path d=\"M7.5 2.5v5L3 15.5a1.4 1.4 0 0 0 1.2 2h11.6a1.4 1.4 0 0 0 1.2-2L12.5 7.5v-5M6 2.5h8M5.5 12h9\"/>\
</svg>Demo portal, not HubSpot. The accounts and their data are made up.</p>";

/// The page on which a person chooses an account and grants or denies access.
pub(super) fn consent(request: &AuthorizeRequest, keys: &PageKeys, accounts: &[&Account]) -> Response<Body> {
    let mut body = format!(
        "<h1>Connect {APP_NAME}</h1>\n\
         <p class=\"soft\">The app will act in the account you choose, with the access listed below.</p>\n\
         <form method=\"post\" action=\"/oauth/authorize\">\n\
         <input type=\"hidden\" name=\"consent\" value=\"{}\">\n\
         <input type=\"hidden\" name=\"form_token\" value=\"{}\">\n",
        escape(&keys.consent),
        escape(&keys.form_token),
    );
    body.push_str(&account_chooser(request, accounts));
    body.push_str(&scope_list("What the app asks for", &request.scopes));
    if !request.optional_scopes.is_empty() {
        body.push_str(&scope_list("Optional, where the account has it", &request.optional_scopes));
    }
    body.push_str(
        "<div class=\"actions\"><button class=\"first\" type=\"submit\" name=\"decision\" value=\"connect\">Connect app\
         </button><button type=\"submit\" name=\"decision\" value=\"cancel\">Cancel</button></div>\n</form>",
    );
    page(StatusCode::OK, "Connect app", &body, Some(&request.redirect_uri))
}

/// Explains why a request cannot be granted. The app is not told.
pub(super) fn refusal(message: &str) -> Response<Body> {
    let body = format!(
        "<h1>Couldn\u{2019}t complete the connection</h1>\n<p class=\"bad\" role=\"alert\">{}</p>\n\
         <p class=\"soft\">Nothing was sent to the app. You can close this page, or go back and choose again.</p>",
        escape(message)
    );
    page(StatusCode::BAD_REQUEST, "Couldn\u{2019}t complete the connection", &body, None)
}

/// Confirms a cancellation of which the app is not told.
pub(super) fn cancelled() -> Response<Body> {
    let body = "<h1>Connection cancelled</h1>\n<p class=\"soft\">The app was not connected, and was not told so. \
                You can close this page.</p>";
    page(StatusCode::OK, "Connection cancelled", body, None)
}

fn account_chooser(request: &AuthorizeRequest, accounts: &[&Account]) -> String {
    let mut html = String::from("<fieldset><legend>Choose an account</legend>\n");
    for (index, account) in accounts.iter().enumerate() {
        let checked = if index == 0 { " checked" } else { "" };
        let id = account.portal_id;
        let _ = writeln!(
            html,
            "<label class=\"account\"><input type=\"radio\" name=\"account\" value=\"{id}\"{checked} required>\
             <span><strong>{}</strong><small>{} &middot; {id} &middot; {} &middot; {}</small>{}</span></label>",
            escape(account.name),
            account.type_label(),
            account.hublet,
            account.time_zone,
            missing_scopes_note(request, account),
        );
    }
    html.push_str("</fieldset>\n");
    html
}

/// Names the requested scopes that the account does not have.
fn missing_scopes_note(request: &AuthorizeRequest, account: &Account) -> String {
    let requested = request.scopes.iter().chain(&request.optional_scopes);
    let missing: Vec<&str> =
        requested.filter(|scope| !account.has_scope(scope)).map(String::as_str).collect();
    if missing.is_empty() {
        return String::new();
    }
    format!("<small class=\"lacks\">Not available here: {}</small>", escape(&missing.join(", ")))
}

fn scope_list(title: &str, scopes: &[String]) -> String {
    let mut html = format!("<h2>{title}</h2>\n<ul>\n");
    for scope in scopes {
        let _ = writeln!(
            html,
            "<li><span>{}</span><code>{}</code></li>",
            escape(&scope_label(scope)),
            escape(scope)
        );
    }
    html.push_str("</ul>\n");
    html
}

/// A page. `redirect` is where its form may lead: browsers apply `form-action` to redirects, too.
fn page(status: StatusCode, title: &str, body: &str, redirect: Option<&str>) -> Response<Body> {
    let nonce = new_form_token();
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} \u{2013} Demo portal</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<style nonce=\"{nonce}\">{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{NOTE}\n<div class=\"card\">\n{body}\n</div>\n</main>\n</body>\n</html>\n"
    );
    let mut response = html_response(status, html);
    let form_action =
        redirect.and_then(origin).map_or("'self'".to_owned(), |origin| format!("'self' {origin}"));
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; form-action {form_action}; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

fn origin(address: &str) -> Option<String> {
    Some(url::Url::parse(address).ok()?.origin().ascii_serialization())
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, character| {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
        escaped
    })
}
