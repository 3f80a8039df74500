//! `history`: what was sent to portals and what came back, redacted.

mod show;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use portalscope_core::{HistoryFilter, HistoryKind, HistoryQuery, HistorySummary, Portalscope, Who};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{Format, print, table};
use crate::shared::{Folder, PortalChoice, failure, find, with_core};
use crate::since::Since;

/// Entries that are read at once.
const PAGE: usize = 200;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// Only of this portal: its Hub ID, or a connection's id as `portals` shows it
    #[arg(long, value_name = "ID")]
    portal: Option<String>,
    /// Only from this long ago until now, as 30m, 2h, 7d, or since this time, as 2026-11-22T10:00:00Z
    #[arg(long, value_name = "TIME", value_parser = Since::parse)]
    since: Option<Since>,
    /// Only what failed: without an answer, or with another status than 2xx
    #[arg(long)]
    failed: bool,
    /// Only with these words in path, query, bodies, explanation, correlation id or note; quotes keep words together
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// At most so many, the newest
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    limit: usize,
    /// A list of documents
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

#[derive(Subcommand)]
enum Command {
    /// Show one entry whole: request, answer, verdict and explanation
    Show(show::Options),
}

/// An entry as scripts read it.
#[derive(Serialize)]
pub struct Row<'a> {
    id: i64,
    kind: &'static str,
    started_at: String,
    who: &'static str,
    /// Null where nothing was connected in the end.
    connection_id: Option<&'a str>,
    hub_id: Option<String>,
    method: &'a str,
    url: String,
    operation: &'a str,
    version: Option<&'a str>,
    /// Null if no answer arrived; `error` says why.
    status: Option<u16>,
    error: Option<&'a str>,
    cause: Option<&'a str>,
    duration_ms: u32,
    request_bytes: u64,
    response_bytes: u64,
    correlation_id: Option<&'a str>,
    note: Option<&'a str>,
    pinned: bool,
}

impl<'a> Row<'a> {
    fn of(core: &Portalscope, entry: &'a HistorySummary) -> Self {
        Self {
            id: entry.id,
            kind: kind_word(entry.kind),
            started_at: instant(entry.started_at).to_string(),
            who: who_word(entry.who),
            connection_id: Some(entry.connection.as_str()).filter(|id| !id.is_empty()),
            hub_id: entry.portal.map(|portal| portal.to_string()),
            method: &entry.method,
            url: core.history.url_of(entry),
            operation: &entry.operation,
            version: entry.version.as_deref(),
            status: entry.status,
            error: entry.error.as_deref(),
            cause: entry.cause.as_deref(),
            duration_ms: entry.duration_ms,
            request_bytes: entry.request_bytes,
            response_bytes: entry.response_bytes,
            correlation_id: entry.correlation_id.as_deref(),
            note: entry.note.as_deref(),
            pinned: entry.pinned,
        }
    }
}

pub fn run(options: &Options) -> Result<(), Failure> {
    if let Some(Command::Show(options)) = &options.command {
        return show::run(options);
    }
    with_core(&options.folder, async |core| {
        let query = HistoryQuery {
            text: options.search.clone().unwrap_or_default(),
            filter: filter(&core, options)?,
            before: None,
            limit: PAGE.min(options.limit.max(1)),
        };
        let entries = found(&core, query, options.limit)?;
        let rows: Vec<_> = entries.iter().map(|entry| Row::of(&core, entry)).collect();
        print(Format::asked(options.json), &rows, |_| table(&entries.iter().map(line).collect::<Vec<_>>()))
    })
}

fn filter(core: &Portalscope, options: &Options) -> Result<HistoryFilter, Failure> {
    let mut filter = HistoryFilter {
        failures: options.failed,
        since: options.since.map(Since::instant),
        ..HistoryFilter::default()
    };
    if let Some(id) = &options.portal {
        let is_hub_id = core.state().connections.iter().any(|one| one.identity.hub_id == *id.as_str());
        match id.parse() {
            Ok(portal) if is_hub_id => filter.portal = Some(portal),
            _ => filter.connection = Some(find(core, &PortalChoice::of(id))?.id.as_str().to_owned()),
        }
    }
    Ok(filter)
}

/// Reads page by page: one may have few entries, or none, before the end.
fn found(core: &Portalscope, mut query: HistoryQuery, limit: usize) -> Result<Vec<HistorySummary>, Failure> {
    let mut entries = Vec::new();
    while entries.len() < limit {
        let page = core.history.search(&query).map_err(failure)?;
        entries.extend(page.entries);
        query.before = page.next;
        if query.before.is_none() {
            break;
        }
    }
    entries.truncate(limit);
    Ok(entries)
}

fn line(entry: &HistorySummary) -> Vec<String> {
    let outcome = entry.status.map(|status| status.to_string()).or_else(|| entry.error.clone());
    let query = if entry.query.is_empty() { String::new() } else { format!("?{}", entry.query) };
    vec![
        entry.id.to_string(),
        instant(entry.started_at).to_string(),
        entry.portal.map(|portal| portal.to_string()).unwrap_or_default(),
        kind_word(entry.kind).to_owned(),
        entry.method.clone(),
        format!("{}{query}", entry.path),
        outcome.unwrap_or_default(),
        format!("{} ms", entry.duration_ms),
    ]
}

fn instant(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}

fn kind_word(kind: HistoryKind) -> &'static str {
    match kind {
        HistoryKind::Call => "call",
        HistoryKind::TokenExchange => "token_exchange",
        HistoryKind::Refresh => "refresh",
        HistoryKind::Introspection => "introspection",
        HistoryKind::Consent => "consent",
        HistoryKind::Revocation => "revocation",
    }
}

fn who_word(who: Who) -> &'static str {
    match who {
        Who::Window => "window",
        Who::Cli => "cli",
        Who::Run => "run",
        Who::Check => "check",
    }
}
