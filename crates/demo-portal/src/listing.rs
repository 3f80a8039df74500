//! The failures that can be shown, each with the call or the exchange that fails.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Response, header},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::sync::watch;
use url::Url;

use crate::{
    config::DemoConfig,
    edge,
    portal::Portal,
    state::{
        accounts::Account,
        grants::{AuthorizationCode, IssuedTokens},
        scenarios::{Connect, Exchange, FailureId, Happens, PlannedCall, Told},
    },
};

/// The portal that plays exchanges does not listen; this is the port of the name it goes by.
const PORT: u16 = 80;
/// Longer than a code lives.
const TOO_LATE: Duration = Duration::from_mins(2);

/// A scenario in which one call fails for one cause.
#[derive(Debug, Clone, Serialize)]
pub struct FailureScenario {
    /// The scenario's [name](crate::Scenario::name).
    pub name: &'static str,
    /// The label of the cause, such as `scope-not-granted`.
    pub label: &'static str,
    /// A sentence for people.
    pub title: &'static str,
    /// The credential to connect with. `None`: a connected app cannot send the request.
    pub connect: Option<Connect>,
    /// What fails.
    pub call: PlannedCall,
    /// Where `connect` is `None`: an object with `stage`, `request` and `response`. Its credentials are made up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Value>,
}

/// All scenarios in which one call fails for one cause. Exchanges are played, each by a portal of its own that does not
/// listen.
pub async fn failure_scenarios() -> Vec<FailureScenario> {
    let mut all = Vec::new();
    for id in FailureId::all() {
        let failure = id.failure();
        let (connect, call, exchange) = match &failure.happens {
            Happens::Call(connect, call) => (Some(*connect), call(), None),
            Happens::Exchange(exchange) => (None, planned(exchange), Some(play(exchange).await)),
        };
        let (name, label, title) = (failure.name, failure.label, failure.title);
        all.push(FailureScenario { name, label, title, connect, call, exchange });
    }
    all
}

fn planned(exchange: &Exchange) -> PlannedCall {
    let path = exchange.url.splitn(4, '/').nth(3).unwrap_or_default();
    PlannedCall {
        method: exchange.method.into(),
        path: format!("/{path}"),
        headers: exchange.headers.iter().copied().collect(),
        body: exchange.body.map(Value::from),
    }
}

/// The document of an exchange.
async fn play(exchange: &Exchange) -> Value {
    let (_shutdown, receiver) = watch::channel(false);
    let portal = Arc::new(Portal::new(DemoConfig::default(), PORT, receiver));
    let values = values(&portal);
    let fill = |text: &str| {
        values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    };
    let url = fill(exchange.url);
    let headers: Vec<(&str, String)> =
        exchange.headers.iter().map(|(name, value)| (*name, fill(value))).collect();
    let body = exchange.body.map(fill);
    let response = match &exchange.answer {
        Told::ByPortal => ask(portal, exchange.method, &url, &headers, body.clone()).await,
        Told::ByOther(status, headers, body) => {
            json!({"status": status, "headers": object(headers.iter().map(|(name, value)| (*name, (*value).to_owned()))), "body": body})
        }
    };
    json!({
        "stage": exchange.stage,
        "request": {"method": exchange.method, "url": url, "headers": object(headers), "body": body},
        "response": response,
    })
}

fn object<'a>(headers: impl IntoIterator<Item = (&'a str, String)>) -> Value {
    headers
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect::<Map<_, _>>()
        .into()
}

/// What exists only while a portal runs, by the names that exchanges have for it.
fn values(portal: &Portal) -> Vec<(&'static str, String)> {
    let redirect_uri = portal.redirect_uris.first().cloned().unwrap_or_default();
    let late_code = issue_code(portal, &portal.app.client_id, &redirect_uri);
    let _ = portal.clock.advance(TOO_LATE);
    let own = connect(portal, &portal.app.client_id, &redirect_uri);
    let revoked = connect(portal, &portal.app.client_id, &redirect_uri);
    portal.change_grants(|grants| grants.revoke_refresh_token(&revoked.refresh_token));
    let other = connect(portal, "9c2f6f0e-5a53-4d0c-8f0d-3b1e7a64c2d9", &redirect_uri);
    let encoded = url::form_urlencoded::byte_serialize(redirect_uri.as_bytes()).collect();
    vec![
        ("client_id", portal.app.client_id.clone()),
        ("client_secret", portal.app.client_secret.clone()),
        ("code", issue_code(portal, &portal.app.client_id, &redirect_uri)),
        ("late_code", late_code),
        ("redirect_uri", encoded),
        ("access_token", own.access_token),
        ("refresh_token", own.refresh_token),
        ("revoked_refresh_token", revoked.refresh_token),
        ("other_refresh_token", other.refresh_token),
    ]
}

fn details(client_id: &str, redirect_uri: &str) -> AuthorizationCode {
    AuthorizationCode {
        client_id: client_id.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        portal_id: Account::main().portal_id,
        scopes: ["oauth", "crm.objects.contacts.read"].map(str::to_owned).to_vec(),
        challenge: None,
    }
}

fn issue_code(portal: &Portal, client_id: &str, redirect_uri: &str) -> String {
    let now_ms = portal.clock.now_ms();
    portal.change_grants(|grants| grants.issue_code(details(client_id, redirect_uri), now_ms))
}

fn connect(portal: &Portal, client_id: &str, redirect_uri: &str) -> IssuedTokens {
    let code = issue_code(portal, client_id, redirect_uri);
    let now_ms = portal.clock.now_ms();
    let issued =
        portal.change_grants(|grants| grants.redeem(&code, details(client_id, redirect_uri), now_ms));
    issued.expect("BUG: the main account exists")
}

/// The portal's answer to a request that is meant for HubSpot.
async fn ask(
    portal: Arc<Portal>,
    method: &str,
    url: &str,
    headers: &[(&str, String)],
    body: Option<String>,
) -> Value {
    let path =
        Url::parse(url).map(|url| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned());
    let mut request = Request::builder().method(method).uri(path.unwrap_or_default());
    request = request.header(header::HOST, portal.host.as_str());
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let request = request.body(Body::from(body.unwrap_or_default())).expect("BUG: the exchanges are valid");
    document(edge::handle(State(portal), request).await).await
}

async fn document(response: Response<Body>) -> Value {
    let status = response.status().as_u16();
    let shown = headers(response.headers());
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
    let body: Value = serde_json::from_slice(&body).unwrap_or_else(|_| String::from_utf8_lossy(&body).into());
    json!({"status": status, "headers": shown, "body": body})
}

fn headers(headers: &HeaderMap) -> Value {
    let of_hubspot = headers.iter().filter(|(name, _)| !name.as_str().starts_with("x-demo-"));
    object(of_hubspot.map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default().to_owned())))
}
