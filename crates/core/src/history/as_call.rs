//! An entry as a call of a report, not redacted once more.

use portalscope_history::{Header, Kind, StoredBody, StoredEntry, Who};
use portalscope_report::{
    BodyText, Call, CallKind, Field, Message, RateFigures, Sender, VerdictThen, har_entry, har_file,
};
use serde_json::Value;

use crate::history::History;
use crate::history::facade::{count_of, instant};

impl History {
    /// A HAR file with this one entry.
    pub fn har(&self, entry: &StoredEntry) -> Value {
        let call = as_call(entry.clone(), self.url_of(&entry.summary));
        har_file(env!("CARGO_PKG_VERSION"), &[har_entry(&call)])
    }
}

/// `url`: as [`History::url_of`] tells it.
pub(crate) fn as_call(entry: StoredEntry, url: String) -> Call {
    let summary = entry.summary;
    Call {
        number: 1,
        kind: kind_of(summary.kind),
        sender: sender_of(summary.who),
        started_at: instant(summary.started_at).to_string(),
        duration_ms: summary.duration_ms,
        method: summary.method,
        url,
        operation: summary.operation,
        version: summary.version,
        status: summary.status,
        error: summary.error,
        error_message: entry.explanation.as_deref().filter(|_| summary.status.is_none()).and_then(message_of),
        category: summary.cause,
        correlation_id: summary.correlation_id,
        request: message(entry.request_headers, entry.request_body, summary.request_bytes),
        response: message(entry.response_headers, entry.response_body, summary.response_bytes),
        redirects: entry.redirects,
        retries: entry.retries,
        token: entry.token,
        rate_limit: entry.rate_limit.as_deref().and_then(figures_of),
        verdict: entry.verdict.as_deref().and_then(verdict_of),
        note: summary.note,
        ..Call::default()
    }
}

fn kind_of(kind: Kind) -> CallKind {
    match kind {
        Kind::Call => CallKind::Call,
        Kind::TokenExchange => CallKind::TokenExchange,
        Kind::Refresh => CallKind::Refresh,
        Kind::Introspection => CallKind::Introspection,
        Kind::Consent => CallKind::Consent,
        Kind::Revocation => CallKind::Revocation,
    }
}

fn sender_of(who: Who) -> Sender {
    match who {
        Who::Window => Sender::Window,
        Who::Cli => Sender::Cli,
        Who::Run => Sender::Run,
        Who::Check => Sender::Check,
    }
}

fn message(headers: Vec<Header>, body: Option<StoredBody>, bytes: u64) -> Message {
    let field = |header: Header| Field { name: header.name, value: header.value };
    let body = body.map(|StoredBody { text, size, is_cut }| BodyText { text, size: count_of(size), is_cut });
    Message { headers: headers.into_iter().map(field).collect(), body, bytes: count_of(bytes) }
}

/// The sentence of an error that stands in the place of an answer.
fn message_of(explanation: &str) -> Option<String> {
    text_at(&serde_json::from_str(explanation).ok()?, "message")
}

fn verdict_of(verdict: &str) -> Option<VerdictThen> {
    let verdict: Value = serde_json::from_str(verdict).ok()?;
    Some(VerdictThen { kind: text_at(&verdict, "kind")?, sentence: text_at(&verdict, "sentence")? })
}

fn figures_of(figures: &str) -> Option<RateFigures> {
    let figures: Value = serde_json::from_str(figures).ok()?;
    let figure = |name: &str| figures[name].as_u64().and_then(|figure| u32::try_from(figure).ok());
    Some(RateFigures {
        max: figure("max"),
        remaining: figure("remaining"),
        interval_ms: figure("interval_ms"),
        daily_max: figure("daily_max"),
        daily_remaining: figure("daily_remaining"),
    })
}

fn text_at(value: &Value, name: &str) -> Option<String> {
    value[name].as_str().map(str::to_owned)
}
