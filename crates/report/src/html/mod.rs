//! The page: self-contained, without scripts, light and dark, to be printed on A4.

mod plot;
mod sections;
mod text;

use std::io::{self, Write};

use crate::call::Call;
use crate::facts::Facts;
pub(crate) use text::escaped;

/// The newest calls that the page lists; the others are in the JSON.
pub(crate) const MAX_ROWS: usize = 300;

const STYLE: &str = include_str!("page.css");

/// What the page tells of a call.
pub(crate) struct CallRow {
    number: u32,
    started_at: String,
    method: String,
    address: String,
    outcome: String,
    failed: bool,
    duration_ms: u32,
    correlation_id: String,
    cause: String,
}

impl CallRow {
    pub(crate) fn of(call: &Call) -> Self {
        let first = call.diagnosis.as_ref().and_then(|diagnosis| diagnosis.causes.first());
        let outcome = call.status.map(|status| status.to_string()).or_else(|| call.error.clone());
        let host = call.url.find("://").map_or(0, |at| at + 3);
        let path = call.url[host..].find('/').map_or(call.url.len(), |at| host + at);
        Self {
            number: call.number,
            started_at: call.started_at.clone(),
            method: call.method.clone(),
            address: shortened(&call.url[path..]),
            outcome: outcome.unwrap_or_default(),
            failed: call.category.is_some() || call.diagnosis.is_some() || call.status.is_none(),
            duration_ms: call.duration_ms,
            correlation_id: call.correlation_id.clone().unwrap_or_default(),
            cause: first
                .map(|cause| cause.title.clone())
                .or_else(|| call.category.clone())
                .unwrap_or_default(),
        }
    }
}

/// A long query makes no line of a table.
fn shortened(address: &str) -> String {
    const MAX_CHARS: usize = 200;
    match address.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}

/// Writes the page. `rows`: the newest first. `calls`: how many there are in all.
pub(crate) fn write<'a>(
    out: &mut dyn Write,
    facts: &Facts,
    rows: impl Iterator<Item = &'a CallRow>,
    calls: u32,
) -> io::Result<()> {
    let portal = format!("{} ({})", facts.connection.portal_name, facts.connection.hub_id);
    let title = escaped(&portal);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Report on {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>Report on {title}</h1>\n<p>Made {} by {} {}.</p>\n</header>\n",
        escaped(&facts.made_at),
        escaped(&facts.made_by.name),
        escaped(&facts.made_by.version),
    )?;
    sections::contents(out)?;
    writeln!(out, "<main>")?;
    sections::summary(out, facts)?;
    sections::failures(out, facts)?;
    sections::connection(out, facts)?;
    sections::timeline(out, facts)?;
    sections::scopes(out, facts)?;
    plot::limits(out, facts)?;
    sections::calls(out, rows, calls)?;
    sections::environment(out, facts)?;
    sections::removed(out, facts)?;
    writeln!(out, "</main>\n</body>\n</html>")
}
