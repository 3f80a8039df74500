//! A call of a report or a HAR file as an entry of a history, so that it is listed, searched and drawn like one.

use jiff::Timestamp;
use portalscope_catalog::Catalog;
use portalscope_history::{Body, Entry, GrantedScopes, Header, Kind, Who};
use portalscope_report::{BodyText, Call, CallKind, Field, Sender};
use serde_json::json;
use url::Url;

use crate::catalog::operation::Endpoint;
use crate::history::template::operation_of;

/// The entry. Its environment is the origin that the call was sent to; the fingerprint of its scopes is the number of the
/// grant in the report.
pub(super) fn entry(catalog: &Catalog, call: Call) -> Entry {
    let (origin, path, query) = parts(&call.url);
    let endpoint = Endpoint { method: call.method.clone(), path: path.clone() };
    let operation = operation_of(catalog, &endpoint);
    let first = call.diagnosis.as_ref().and_then(|diagnosis| diagnosis.causes.first());
    Entry {
        kind: kind(&call, &path),
        who: who(call.sender),
        environment: origin,
        method: call.method.clone(),
        operation: operation.template,
        version: operation.version,
        path,
        query,
        error: call.error.clone(),
        cause: call.category.clone().or_else(|| first.map(|cause| cause.label.clone())),
        status: call.status,
        started_at: call.started_at.parse::<Timestamp>().unwrap_or_default().as_millisecond(),
        duration_ms: call.duration_ms,
        request_bytes: call.request.bytes.into(),
        response_bytes: call.response.bytes.into(),
        verdict: verdict(&call),
        explanation: failure(&call),
        correlation_id: call.correlation_id,
        redirects: call.redirects,
        retries: call.retries,
        token: call.token,
        scopes: call.grant.map(|grant| GrantedScopes { fingerprint: grant.to_string(), names: None }),
        rate_limit: call.rate_limit.map(|figures| {
            json!({ "max": figures.max, "remaining": figures.remaining, "interval_ms": figures.interval_ms,
                    "daily_max": figures.daily_max, "daily_remaining": figures.daily_remaining })
            .to_string()
        }),
        note: call.note,
        request_headers: headers(call.request.headers),
        request_body: body(call.request.body),
        response_headers: headers(call.response.headers),
        response_body: body(call.response.body),
        ..Entry::default()
    }
}

/// The address of an entry that was made here.
pub(super) fn url_of(entry: &portalscope_history::Summary) -> String {
    let query = if entry.query.is_empty() { String::new() } else { format!("?{}", entry.query) };
    format!("{}{}{query}", entry.environment, entry.path)
}

/// As they are written: an address with labels is no address to a parser.
fn parts(url: &str) -> (String, String, String) {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    let (origin, rest) = url.split_at(end);
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    // Names and passwords before the host are nobody's to see.
    let known = Url::parse(origin).ok().filter(|url| url.host().is_some());
    let origin = known.map_or_else(|| origin.to_owned(), |url| url.origin().ascii_serialization());
    (origin, path.to_owned(), query.to_owned())
}

/// Other tools do not tell what a call is for.
fn kind(call: &Call, path: &str) -> Kind {
    match call.kind {
        CallKind::Call if path.starts_with("/oauth/") && path.ends_with("/token") => Kind::TokenExchange,
        CallKind::Call => Kind::Call,
        CallKind::TokenExchange => Kind::TokenExchange,
        CallKind::Refresh => Kind::Refresh,
        CallKind::Introspection => Kind::Introspection,
        CallKind::Consent => Kind::Consent,
        CallKind::Revocation => Kind::Revocation,
    }
}

fn who(sender: Sender) -> Who {
    match sender {
        Sender::Window => Who::Window,
        Sender::Cli => Who::Cli,
        Sender::Run => Who::Run,
        Sender::Check => Who::Check,
    }
}

fn verdict(call: &Call) -> Option<String> {
    let verdict = call.verdict.as_ref()?;
    let whole = json!({ "kind": verdict.kind, "sentence": verdict.sentence, "anyOf": [], "satisfiedBy": null,
                        "missing": [], "probable": false });
    Some(whole.to_string())
}

/// Why no answer arrived. Of a call that failed with an answer it says nothing more, but that it failed: a success in part
/// has the status of a success.
fn failure(call: &Call) -> Option<String> {
    let has_failed = call.diagnosis.is_some() || call.category.is_some();
    let told = json!({ "code": call.error, "message": call.error_message, "hint": "" });
    (has_failed || call.error_message.is_some()).then(|| told.to_string())
}

fn headers(fields: Vec<Field>) -> Vec<Header> {
    fields.into_iter().map(|field| Header { name: field.name, value: field.value }).collect()
}

fn body(body: Option<BodyText>) -> Option<Body> {
    // A text that is shorter than its body counts as a first part; redacting has changed its length.
    body.map(|BodyText { text, size, is_cut }| {
        let size = if is_cut { size.into() } else { text.len() as u64 };
        Body { text, size }
    })
}
