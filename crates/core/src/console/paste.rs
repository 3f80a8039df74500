//! Reads pasted text for the window: a cURL command or URL as a request without its credentials, any other text
//! redacted.
//!
//! The window never reads the clipboard itself: JavaScript strings cannot be wiped, and what is drawn can be seen.

use std::sync::Arc;

use portalscope_catalog::{PastedCall, Skipped};
use serde::Serialize;
use specta::Type;

use crate::console::view::NameValue;
use crate::error::{Error, Result};
use crate::secrets::store::SecretStore;

/// For the path field. Larger than any request written by hand.
const MAX_REQUEST_BYTES: usize = 1_000_000;
/// For every other field of the window.
const MAX_TEXT_BYTES: usize = 16_000_000;
/// Longer texts without spaces are not read as a path.
const MAX_PATH_BYTES: usize = 8_000;
/// The methods recognized before a path, as in `GET /crm/v3/owners`.
const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// A pasted cURL command or URL as a request, without its credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedRequest {
    /// The HTTP method, `GET` unless the text names another.
    pub method: String,
    /// The path, or the whole URL if its host is not HubSpot's API or a demo portal; redacted.
    pub path: String,
    /// The query parameters, without those that contain a secret.
    pub query: Vec<NameValue>,
    /// The headers that the request needs: a `Content-Type` other than JSON.
    pub headers: Vec<NameValue>,
    /// The body, redacted. `None`: the text has none.
    pub body: Option<String>,
    /// Whether a credential was removed; the connection's own is sent instead.
    pub had_credential: bool,
    /// The names of other headers that were skipped.
    pub skipped: Vec<String>,
    /// What belongs to the request and was skipped or replaced, in sentences.
    pub warnings: Vec<String>,
}

/// How a text pasted into the path field is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PastedIntoPath {
    /// A whole request, which replaces the one in the console.
    Request {
        /// The request to show.
        request: PastedRequest,
    },
    /// A path or a part of one, to insert at the caret.
    Path {
        /// The text to insert.
        text: PastedText,
    },
    /// Neither; nothing of the text is shown.
    Refused {
        /// Why the text was refused, in one sentence.
        message: String,
        /// What to paste instead.
        hint: String,
    },
}

/// A redacted text, which may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedText {
    /// The text; labels stand for secrets.
    pub text: String,
    /// Whether a secret was replaced by its label.
    pub is_redacted: bool,
}

/// Reads pasted text, removing or redacting secrets.
pub struct PasteReader {
    secrets: Arc<SecretStore>,
}

impl PasteReader {
    pub(crate) fn new(secrets: Arc<SecretStore>) -> Self {
        Self { secrets }
    }

    /// Reads a text for the path field. Anything but a path, a URL or a cURL command of at most 1 MB is refused.
    pub fn read_path(&self, text: &str) -> PastedIntoPath {
        let text = text.trim();
        if text.len() > MAX_REQUEST_BYTES {
            return refused("That text is too long for a request: it has more than 1 MB.");
        }
        if let Some((method, path)) = method_and_path(text) {
            let call = PastedCall::read(path).and_then(std::result::Result::ok);
            let call = PastedCall { method, ..call.unwrap_or_default() };
            return PastedIntoPath::Request { request: self.without_credentials(call) };
        }
        if is_path(text) {
            return PastedIntoPath::Path { text: self.shown_text(text) };
        }
        match PastedCall::read(text) {
            Some(Ok(call)) => PastedIntoPath::Request { request: self.without_credentials(call) },
            Some(Err(problem)) => refused(&problem.message),
            None if self.secrets.redacted(text) != text => {
                refused("That text holds a token; it was not taken.")
            }
            None => refused("That text is no path, no address and no cURL command."),
        }
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

    fn without_credentials(&self, call: PastedCall) -> PastedRequest {
        let mut removed = Removed::default();
        let query = self.query_of(&call.query, &mut removed);
        let headers = self.headers_of(&call.headers, &mut removed);
        let body = call.body.map(|body| self.shown_text(&body));
        if body.as_ref().is_some_and(|body| body.is_redacted) {
            removed.warnings.push("A secret in the body was replaced by its label.".to_owned());
        }
        for skipped in call.skipped {
            removed.skip(skipped);
        }
        if let Some(host) = &call.loopback {
            removed.warnings.push(format!("The address was {host}. Here the call goes to the open portal."));
        }
        PastedRequest {
            method: self.secrets.redacted(&call.method),
            path: self.secrets.redacted(&call.path),
            query,
            headers,
            body: body.map(|body| body.text),
            had_credential: removed.had_credential,
            skipped: removed.names,
            warnings: removed.warnings.iter().map(|warning| self.secrets.redacted(warning)).collect(),
        }
    }

    fn query_of(&self, query: &str, removed: &mut Removed) -> Vec<NameValue> {
        // Without its name, a value may not be recognized as a secret.
        let is_harmless = |pair: &str| self.secrets.redacted(pair) == pair;
        let mut rows = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if is_harmless(&format!("?{name}={value}")) {
                rows.push(self.row(&name, &value));
            } else {
                removed.had_credential = true;
            }
        }
        rows
    }

    fn headers_of(&self, lines: &[String], removed: &mut Removed) -> Vec<NameValue> {
        let mut rows = Vec::new();
        for (name, value) in lines.iter().filter_map(|line| line.split_once(':')) {
            let (name, value) = (name.trim(), value.trim());
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            if is("authorization") || is("cookie") {
                removed.had_credential = true;
            } else if is("content-type") && !is_own_content_type(value) {
                rows.push(self.row(name, value));
            } else if !is("accept") && !is("content-type") {
                removed.names.push(self.secrets.redacted(name));
            }
        }
        rows
    }

    fn row(&self, name: &str, value: &str) -> NameValue {
        NameValue { name: self.secrets.redacted(name), value: self.secrets.redacted(value), enabled: true }
    }
}

/// What was removed from a pasted request.
#[derive(Default)]
struct Removed {
    had_credential: bool,
    names: Vec<String>,
    warnings: Vec<String>,
}

impl Removed {
    fn skip(&mut self, skipped: Skipped) {
        let warning = match skipped {
            Skipped::Credential(option) => {
                self.had_credential = true;
                format!("The credential of `--{option}` was left out: the connection's own token is sent.")
            }
            // These texts may contain secrets, so only what can be a name is repeated.
            Skipped::File(name) => {
                format!("The body stands in a file ({}), which is not read.", short(&name))
            }
            Skipped::FormPart(name) => {
                format!(
                    "The form field {} was not taken: the console sends no multipart forms.",
                    short(&name)
                )
            }
            Skipped::Expansion(text) => {
                format!("{} stands where a shell would put a value in.", short(&text))
            }
            Skipped::UnknownOption(name) => {
                format!("The option {} is not known and was not taken.", short(&name))
            }
            Skipped::OptionsFile(name) => format!("The options in {} were not read.", short(&name)),
            Skipped::OtherAddress => "Only the first address was taken.".to_owned(),
            Skipped::OtherCommand => "Only the first command was taken.".to_owned(),
        };
        self.warnings.push(warning);
    }
}

/// The last path component if it is short and has no long run that could be a secret; else an ellipsis.
fn short(text: &str) -> String {
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain = name.chars().count() <= 40 && !name.chars().any(char::is_control);
    let has_token = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|run| run.len() > 24);
    if is_plain && !has_token { format!("`{name}`") } else { "…".to_owned() }
}

fn refused(message: &str) -> PastedIntoPath {
    let hint = "Paste a path such as /crm/objects/2026-03/contacts, the whole address, or the whole command.";
    PastedIntoPath::Refused { message: message.to_owned(), hint: hint.to_owned() }
}

/// Splits `GET /crm/v3/objects/contacts`, as documentation writes it. `None`: another form.
fn method_and_path(text: &str) -> Option<(String, &str)> {
    let (method, path) = text.split_once([' ', '\t'])?;
    let known = METHODS.iter().find(|known| known.eq_ignore_ascii_case(method))?;
    let path = path.trim();
    (is_path(path) || path.starts_with("https://"))
        .then(|| ((*known).to_owned(), path))
        .filter(|(_, path)| !path.contains(char::is_whitespace))
}

/// One word without a scheme: `/crm/v3/owners`, or a part of a path.
fn is_path(text: &str) -> bool {
    text.len() <= MAX_PATH_BYTES && !text.contains(char::is_whitespace) && !text.contains("://")
}

/// Whether it is the content type that the console sends by default.
fn is_own_content_type(value: &str) -> bool {
    value
        .split(';')
        .next()
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}
