//! `send`: one request, with the same header, write lock and redaction as in the window.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use portalscope_core::{
    BodyKind, Confirmation, ConfirmationStep, Connection, Portalscope, RequestDraft, RequiredConfirmation,
    ResponseHeader, SentRequest, WriteLock,
};
use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;
use crate::output::{Format, print, word};
use crate::request_options::RequestOptions;
use crate::shared::{Folder, PortalChoice, expect_reachable, failure, find, note, with_core};
use crate::terminal::stdout;

/// The exit code when the portal responded with another status than 2xx.
const REFUSED: u8 = 3;

#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    request: RequestOptions,
    #[command(flatten)]
    portal: PortalChoice,
    /// Let a request that changes or deletes something through to the production portal of this Hub ID
    #[arg(long, value_name = "HUB_ID")]
    write_to_production: Option<String>,
    /// Do not ask before a request that deletes something, or creates it from an empty body, in any other portal
    #[arg(long)]
    yes: bool,
    /// One document with status, headers, explanation and body instead of the bare body
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let draft = options.request.draft()?;
    with_core(&options.folder, async |core| {
        let connection = find(&core, &options.portal)?;
        expect_reachable(&connection)?;
        if let Some(typed) = &options.write_to_production
            && connection.write_lock == WriteLock::Locked
        {
            core.connections.unlock_writing(&connection.id, typed).map_err(failure)?;
        }
        let confirmation = confirm(&core, options, &connection, &draft).await?;
        let sent = core.console.send_confirmed(&connection.id, "send", &draft, &confirmation).await;
        let sent = sent.map_err(failure)?;
        show(&core, options, &sent)?;
        Ok(if (200..300).contains(&sent.status) { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
    })
}

/// The Hub ID that allows a write to production also confirms it. In other portals, `--yes` or an answer at the
/// terminal confirms it; the core decides whether that is enough.
async fn confirm(
    core: &Portalscope,
    options: &Options,
    connection: &Connection,
    draft: &RequestDraft,
) -> Result<Confirmation, Failure> {
    if let Some(typed) = &options.write_to_production {
        return Ok(Confirmation::HubId { typed: typed.clone() });
    }
    if options.yes {
        return Ok(Confirmation::Given);
    }
    if !io::stdin().is_terminal() {
        return Ok(Confirmation::None);
    }
    let preview = core.console.preview(&connection.id, draft).await.map_err(failure)?;
    let asked = preview.confirmation.filter(|required| required.step == ConfirmationStep::OneStep);
    Ok(asked.map_or(Confirmation::None, |required| ask(&required)))
}

fn ask(required: &RequiredConfirmation) -> Confirmation {
    note(&format!("{} {}? Type yes to send it:", required.sentence, required.act));
    let mut typed = String::new();
    let _ = io::stdin().read_line(&mut typed);
    if typed.trim().eq_ignore_ascii_case("yes") { Confirmation::Given } else { Confirmation::None }
}

#[derive(Serialize)]
struct Document<'a> {
    method: &'a str,
    path: &'a str,
    url: &'a str,
    status: u16,
    status_text: &'a str,
    sent_at: String,
    duration_ms: u32,
    size_bytes: u32,
    correlation_id: Option<&'a str>,
    headers: &'a [ResponseHeader],
    renewal: Option<Renewal<'a>>,
    explanation: Option<Reason<'a>>,
    body_kind: String,
    /// As JSON where it is JSON, else as text; null where there is none to show.
    body: Value,
}

#[derive(Serialize)]
struct Renewal<'a> {
    outcome: String,
    message: &'a str,
}

#[derive(Serialize)]
struct Reason<'a> {
    category: Option<&'a str>,
    title: &'a str,
    detail: &'a str,
    hint: &'a str,
    action: String,
    named_scopes: &'a [String],
    hubspot_message: Option<&'a str>,
}

fn show(core: &Arc<Portalscope>, options: &Options, sent: &SentRequest) -> Result<(), Failure> {
    if options.json {
        return print(Format::Json, &document(sent, body(core, sent)?), |_| String::new());
    }
    note(&format!("{} {} in {} ms", sent.status, sent.status_text, sent.duration_ms));
    if let Some(renewal) = &sent.renewal {
        note(&renewal.message);
    }
    if let Some(explanation) = &sent.explanation {
        note(&format!("{} {} {}", explanation.title, explanation.detail, explanation.hint));
    }
    if sent.body.kind == BodyKind::Binary {
        note("The body is not text, so it is not printed.");
        return Ok(());
    }
    core.responses.write(&sent.id, &mut Patient(stdout())).map_err(failure)
}

/// Treats a closed pipe, as of `| head`, as success.
struct Patient<W>(W);

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn body(core: &Portalscope, sent: &SentRequest) -> Result<Value, Failure> {
    if matches!(sent.body.kind, BodyKind::Empty | BodyKind::Binary) {
        return Ok(Value::Null);
    }
    let mut bytes = Vec::new();
    core.responses.write(&sent.id, &mut bytes).map_err(failure)?;
    Ok(serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned())))
}

fn document(sent: &SentRequest, body: Value) -> Document<'_> {
    Document {
        method: &sent.endpoint.method,
        path: &sent.endpoint.path,
        url: &sent.url,
        status: sent.status,
        status_text: &sent.status_text,
        sent_at: sent.sent_at.to_string(),
        duration_ms: sent.duration_ms,
        size_bytes: sent.size_bytes,
        correlation_id: sent.correlation_id.as_deref(),
        headers: &sent.headers,
        renewal: sent.renewal.as_ref().map(|it| Renewal { outcome: word(it.outcome), message: &it.message }),
        explanation: sent.explanation.as_ref().map(|it| Reason {
            category: it.category.as_deref(),
            title: &it.title,
            detail: &it.detail,
            hint: &it.hint,
            action: word(it.action),
            named_scopes: &it.named_scopes,
            hubspot_message: it.hubspot_message.as_deref(),
        }),
        body_kind: word(sent.body.kind),
        body,
    }
}
