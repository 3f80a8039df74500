//! `history show`: one entry whole, as text, as a document or as a HAR file.

use std::fmt::Write;

use clap::Args;
use portalscope_core::{HistoryHeader, StoredBody, StoredEntry};
use serde::Serialize;
use serde_json::Value;

use super::Row;
use crate::failure::Failure;
use crate::output::{Format, print};
use crate::shared::{Folder, failure, with_core};
use crate::terminal::harmless;

#[derive(Args)]
pub struct Options {
    /// The entry's number, as `history` shows it
    id: i64,
    /// As a HAR 1.2 file with this one entry
    #[arg(long, conflicts_with = "json")]
    har: bool,
    /// One document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    request_headers: Vec<HeaderRow<'a>>,
    request_body: Option<BodyRow<'a>>,
    response_headers: Vec<HeaderRow<'a>>,
    response_body: Option<BodyRow<'a>>,
    verdict: Value,
    explanation: Value,
    rate_limit: Value,
    redirects: &'a [String],
    retries: u32,
    token: Option<&'a str>,
}

#[derive(Serialize)]
struct HeaderRow<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct BodyRow<'a> {
    text: &'a str,
    size: u64,
    is_cut: bool,
}

pub fn run(options: &Options) -> Result<(), Failure> {
    with_core(&options.folder, async |core| {
        let entry = core.history.entry(None, options.id).map_err(failure)?.ok_or_else(|| {
            Failure::new(
                "history_entry_not_found",
                format!("The history has no entry {}.", options.id),
                "See `portalscope-cli history` for those that it has.",
            )
        })?;
        let row = Row::of(&core, &entry.summary);
        if options.har {
            return print(Format::Json, &core.history.har(&entry), |_| String::new());
        }
        let document = Document {
            row,
            request_headers: headers(&entry.request_headers),
            request_body: body(entry.request_body.as_ref()),
            response_headers: headers(&entry.response_headers),
            response_body: body(entry.response_body.as_ref()),
            verdict: json(entry.verdict.as_ref()),
            explanation: json(entry.explanation.as_ref()),
            rate_limit: json(entry.rate_limit.as_ref()),
            redirects: &entry.redirects,
            retries: entry.retries,
            token: entry.token.as_deref(),
        };
        print(Format::asked(options.json), &document, |document| text(document, &entry))
    })
}

fn headers(headers: &[HistoryHeader]) -> Vec<HeaderRow<'_>> {
    headers.iter().map(|header| HeaderRow { name: &header.name, value: &header.value }).collect()
}

fn body(body: Option<&StoredBody>) -> Option<BodyRow<'_>> {
    body.map(|body| BodyRow { text: &body.text, size: body.size, is_cut: body.is_cut })
}

fn json(text: Option<&String>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// As it went over the wire, with what is known beside it.
fn text(document: &Document<'_>, entry: &StoredEntry) -> String {
    let row = &document.row;
    let mut shown = format!("{} {}\n", row.method, harmless(&row.url));
    write_headers(&mut shown, &entry.request_headers);
    write_body(&mut shown, entry.request_body.as_ref());
    let outcome = row.status.map(|status| status.to_string());
    let outcome = outcome.or_else(|| row.error.map(str::to_owned)).unwrap_or_default();
    let _ = writeln!(shown, "\n{} after {} ms, sent {}", harmless(&outcome), row.duration_ms, row.started_at);
    write_headers(&mut shown, &entry.response_headers);
    write_body(&mut shown, entry.response_body.as_ref());
    for name in ["title", "detail", "message", "hint"] {
        if let Some(sentence) = document.explanation[name].as_str().filter(|sentence| !sentence.is_empty()) {
            let _ = write!(shown, "\n{}", harmless(sentence));
        }
    }
    shown.trim_end().to_owned() + "\n"
}

fn write_headers(shown: &mut String, headers: &[HistoryHeader]) {
    for header in headers {
        let _ = writeln!(shown, "{}: {}", harmless(&header.name), harmless(&header.value));
    }
}

fn write_body(shown: &mut String, body: Option<&StoredBody>) {
    let Some(body) = body else { return };
    let lines: Vec<_> = body.text.lines().map(harmless).collect();
    let _ = writeln!(shown, "\n{}", lines.join("\n"));
    if body.is_cut {
        let _ = writeln!(shown, "(the first part of {} bytes)", body.size);
    }
}
