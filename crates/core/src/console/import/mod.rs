//! Reads what people paste into the path field or drop on the window: any form of request, without its credentials.
//!
//! The window never reads the clipboard itself: JavaScript strings cannot be wiped, and what is drawn can be seen.

mod draft;
mod sent;
pub(crate) mod view;

use std::path::Path;
use std::sync::Arc;

use portalscope_catalog::AppLink;
use portalscope_formats::{self as formats, Form, Request};

use crate::catalog::Catalogs;
use crate::connections::registry::ConnectionRegistry;
use crate::console::findings;
use crate::console::view::{RequestDraft, RequestFinding};
use crate::error::{CommandError, Error, Result};
use crate::platform::clock::{self, Clock};
use crate::platform::files::read_text;
use crate::secrets::store::SecretStore;
use draft::ReadDraft;
use view::{Import, ImportProblem, ImportedRequest, LinkedPage, Pasted, PastedText};

/// The largest text that is read as requests: a HAR file with its bodies.
const MAX_REQUESTS_BYTES: usize = 64_000_000;
/// For every other field of the window.
const MAX_TEXT_BYTES: usize = 16_000_000;
/// Longer texts without spaces are not read as a path.
const MAX_PATH_BYTES: usize = 8_000;
/// More requests of one text are counted, not shown.
const MAX_REQUESTS: usize = 1_000;
const HINT: &str = "Paste a path such as /crm/objects/2026-03/contacts, a whole address, a link to a record, a command or \
    code that makes the call, or a Postman collection.";

/// Reads pasted text, removing or redacting secrets.
pub struct Importer {
    secrets: Arc<SecretStore>,
    catalogs: Arc<Catalogs>,
    connections: Arc<ConnectionRegistry>,
    clock: Arc<dyn Clock>,
}

impl Importer {
    pub(crate) fn new(
        secrets: Arc<SecretStore>,
        catalogs: Arc<Catalogs>,
        connections: Arc<ConnectionRegistry>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { secrets, catalogs, connections, clock }
    }

    /// Reads a text for the path field, or one that was dropped on the window.
    pub fn read(&self, text: &str) -> Pasted {
        let text = text.trim();
        if text.len() > MAX_REQUESTS_BYTES {
            return refused("That text is too long: it has more than 64 MB.");
        }
        if let Some(link) = AppLink::read(text) {
            return self.page(&link);
        }
        if is_path(text) {
            return Pasted::Path { text: self.shown_text(text) };
        }
        match formats::read(text) {
            Some(reading) if reading.requests.is_empty() => self.without_requests(&reading),
            Some(reading) => Pasted::Requests { import: self.import(text, &reading) },
            None if self.secrets.redacted(text) != text => {
                refused("That text holds a token; it was not taken.")
            }
            None => refused("That text is no path, no address, no command and no code that makes a call."),
        }
    }

    /// Reads a file that was chosen or dropped.
    ///
    /// # Errors
    /// [`Error::FileTooLarge`] over 64 MB; [`Error::FileUnreadable`], also for what is no text.
    pub fn read_file(&self, path: &Path) -> Result<Pasted> {
        let text = read_text(path, MAX_REQUESTS_BYTES as u64)?;
        Ok(match self.read(&text) {
            // A single word in a file is no request.
            Pasted::Path { .. } => refused("That file holds no request."),
            read => read,
        })
    }

    /// As [`Self::read_file`]; what prevents reading is what is told.
    pub fn read_dropped(&self, path: &Path) -> Pasted {
        self.read_file(path).unwrap_or_else(|error| {
            let CommandError { message, hint, .. } = CommandError::from(error);
            Pasted::Refused { message, hint }
        })
    }

    /// Reads a text for any other field.
    ///
    /// # Errors
    /// [`Error::PastedTextTooLong`] over 16 MB.
    pub fn read_text(&self, text: &str) -> Result<PastedText> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(Error::PastedTextTooLong);
        }
        Ok(self.shown_text(text))
    }

    fn shown_text(&self, text: &str) -> PastedText {
        let shown = self.secrets.redacted(text);
        PastedText { is_redacted: shown != text, text: shown }
    }

    fn without_requests(&self, reading: &formats::Reading) -> Pasted {
        let form = form_name(reading.form);
        refused(&match reading.problems.first() {
            Some(problem) => {
                self.secrets.redacted(&format!("That reads as {form}, but: {}", problem.message))
            }
            None => format!("That reads as {form}, and holds no request."),
        })
    }

    fn import(&self, text: &str, reading: &formats::Reading) -> Import {
        let mut problems: Vec<_> =
            reading.problems.iter().map(|problem| self.problem(text, problem)).collect();
        if let Some(more) = reading.requests.len().checked_sub(MAX_REQUESTS).filter(|more| *more > 0) {
            let message = format!("{more} more requests are not shown. Paste a part of the file.");
            problems.push(ImportProblem { name: None, message, line: 1 });
        }
        let today = clock::today(&*self.clock);
        let findings = findings::of_reading(text, reading, &self.catalogs.current(), &today, &self.secrets);
        let requests = reading.requests.iter().zip(findings).take(MAX_REQUESTS);
        Import {
            form: form_name(reading.form).to_owned(),
            requests: requests.map(|(request, findings)| self.request(request, findings)).collect(),
            problems,
            page: None,
        }
    }

    fn request(&self, request: &Request, findings: Vec<RequestFinding>) -> ImportedRequest {
        let ReadDraft { draft, had_credential, skipped, warnings } = draft::read(request, &self.secrets);
        ImportedRequest {
            name: request.name.as_deref().map(|name| self.secrets.redacted(name)),
            title: self.title(&draft),
            sent: self.secrets.redacted(&sent::as_http(request)),
            draft,
            had_credential,
            skipped,
            warnings,
            findings,
        }
    }

    fn title(&self, draft: &RequestDraft) -> Option<String> {
        let catalog = self.catalogs.current();
        catalog.resolve(&draft.method, &draft.path).map(|found| found.operation.title().to_owned())
    }

    fn problem(&self, text: &str, problem: &formats::Problem) -> ImportProblem {
        let before = &text[..text.floor_char_boundary(problem.span.start)];
        let line = before.matches('\n').count() + 1;
        ImportProblem {
            name: problem.name.as_deref().map(|name| self.secrets.redacted(name)),
            message: self.secrets.redacted(&problem.message),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        }
    }

    /// The call that reads what a page of HubSpot's app shows.
    fn page(&self, link: &AppLink) -> Pasted {
        let Some(path) = &link.path else {
            return refused("For that page of HubSpot no call is known that reads what it shows.");
        };
        let request = Request {
            method: formats::Value::implied("GET"),
            url: formats::Value::implied(path.as_str()),
            ..Request::default()
        };
        let mut read = self.request(&request, Vec::new());
        read.sent.clear();
        let hub_id = link.hub_id.map(|hub_id| hub_id.to_string());
        let of_portal =
            |hub_id: &String| self.connections.find_all(|record| record.identity.hub_id == *hub_id.as_str());
        let connections = hub_id.as_ref().map(of_portal).unwrap_or_default();
        let page = Some(LinkedPage { hub_id, connections });
        let form = "a link to HubSpot".to_owned();
        Pasted::Requests { import: Import { form, requests: vec![read], problems: Vec::new(), page } }
    }
}

fn refused(message: &str) -> Pasted {
    Pasted::Refused { message: message.to_owned(), hint: HINT.to_owned() }
}

/// One word without a scheme: `/crm/v3/owners`, or a part of a path.
fn is_path(text: &str) -> bool {
    let is_word = !text.contains(char::is_whitespace) && !text.contains("://");
    text.len() <= MAX_PATH_BYTES && is_word && !text.starts_with("{\"") && !text.starts_with('[')
}

/// The form, as a sentence names it.
pub(crate) fn form_name(form: Form) -> &'static str {
    match form {
        Form::Path => "a path",
        Form::Url => "an address",
        Form::CurlPosix => "cURL",
        Form::CurlCmd => "cURL for the Windows command prompt",
        Form::CurlPowerShell => "cURL in PowerShell",
        Form::Wget => "wget",
        Form::Httpie => "HTTPie",
        Form::PowerShell => "PowerShell",
        Form::Python => "Python",
        Form::JavaScript => "JavaScript",
        Form::Php => "PHP",
        Form::Ruby => "Ruby",
        Form::Go => "Go",
        Form::CSharp => "C#",
        Form::Http => "HTTP",
        Form::Har => "a HAR file",
        Form::Postman => "a Postman collection",
        Form::N8n => "an n8n workflow",
        Form::Make => "a Make scenario",
        Form::Zapier => "a Zapier step",
        Form::Java => "Java",
        Form::Json => "a request in JSON",
    }
}
