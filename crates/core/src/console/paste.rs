//! What a person pastes, on its way into the window: a cURL command or an address as a request without its credentials,
//! any other text redacted.
//!
//! The page never reads the clipboard: its strings cannot be wiped, and what it draws can be seen.

use std::sync::Arc;

use portalscope_catalog::PastedCall;
use portalscope_formats::Skipped;
use serde::Serialize;
use specta::Type;

use crate::console::view::NameValue;
use crate::error::{Error, Result};
use crate::secrets::store::SecretStore;

/// Longer than any request that is written by hand.
const MAX_REQUEST_BYTES: usize = 1_000_000;
/// No field of the window takes more.
const MAX_TEXT_BYTES: usize = 16_000_000;
/// Longer than any path.
const MAX_PATH_BYTES: usize = 8_000;
const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// A pasted cURL command or URL as a request of the console. No credential of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedRequest {
    pub method: String,
    pub path: String,
    pub query: Vec<NameValue>,
    pub headers: Vec<NameValue>,
    pub body: Option<String>,
    /// Whether a credential was left out: the connection's own is sent instead.
    pub had_credential: bool,
    /// Names of the other headers and parameters that were not taken.
    pub skipped: Vec<String>,
    /// What belongs to the request and is missing, in sentences.
    pub warnings: Vec<String>,
}

/// What becomes of a text that is pasted into the path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PastedIntoPath {
    /// It takes the place of the whole request.
    Request { request: PastedRequest },
    /// A path: it goes in where the caret stands.
    Path { text: PastedText },
    /// Nothing of it may be shown; the clipboard still has it.
    Refused { message: String, hint: String },
}

/// A text that may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedText {
    pub text: String,
    /// Whether a secret in it was replaced by its label.
    pub is_redacted: bool,
}

pub struct PasteReader {
    secrets: Arc<SecretStore>,
}

impl PasteReader {
    pub(crate) fn new(secrets: Arc<SecretStore>) -> Self {
        Self { secrets }
    }

    /// For the path: only what is a path, an address or a command is shown.
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
            Some(Err(error)) => refused(&format!("This cURL command could not be read: {error}.")),
            None if self.secrets.redacted(text) != text => {
                refused("That text holds a token; it was not taken.")
            }
            None => refused("That text is no path, no address and no cURL command."),
        }
    }

    /// For any other field.
    ///
    /// # Errors
    /// [`Error::PastedTextTooLong`] beyond 16 MB.
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
        let mut left = Left::default();
        let query = self.query_of(&call.query, &mut left);
        let headers = self.headers_of(&call.headers, &mut left);
        let body = call.body.map(|body| self.shown_text(&body));
        if body.as_ref().is_some_and(|body| body.is_redacted) {
            left.warnings.push("A secret in the body was replaced by its label.".to_owned());
        }
        for skipped in call.skipped {
            left.skip(skipped);
        }
        PastedRequest {
            method: self.secrets.redacted(&call.method),
            path: self.secrets.redacted(&call.path),
            query,
            headers,
            body: body.map(|body| body.text),
            had_credential: left.had_credential,
            skipped: left.names,
            warnings: left.warnings.iter().map(|warning| self.secrets.redacted(warning)).collect(),
        }
    }

    fn query_of(&self, query: &str, left: &mut Left) -> Vec<NameValue> {
        // Apart from its name a value may no longer look like a secret.
        let is_harmless = |pair: &str| self.secrets.redacted(pair) == pair;
        let mut rows = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if is_harmless(&format!("?{name}={value}")) {
                rows.push(self.row(&name, &value));
            } else {
                left.had_credential = true;
            }
        }
        rows
    }

    fn headers_of(&self, lines: &[String], left: &mut Left) -> Vec<NameValue> {
        let mut rows = Vec::new();
        for (name, value) in lines.iter().filter_map(|line| line.split_once(':')) {
            let (name, value) = (name.trim(), value.trim());
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            if is("authorization") || is("cookie") {
                left.had_credential = true;
            } else if is("content-type") && !is_own_content_type(value) {
                rows.push(self.row(name, value));
            } else if !is("accept") && !is("content-type") {
                left.names.push(self.secrets.redacted(name));
            }
        }
        rows
    }

    fn row(&self, name: &str, value: &str) -> NameValue {
        NameValue { name: self.secrets.redacted(name), value: self.secrets.redacted(value), enabled: true }
    }
}

/// What a request loses on its way into the window.
#[derive(Default)]
struct Left {
    had_credential: bool,
    names: Vec<String>,
    warnings: Vec<String>,
}

impl Left {
    fn skip(&mut self, skipped: Skipped) {
        let warning = match skipped {
            Skipped::Credential(_) => {
                self.had_credential = true;
                return;
            }
            // Their own text may hold anything, so none of it is repeated but what a name can be.
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

/// A name out of a pasted text as far as it may be repeated: short, and without a long run that could be a secret.
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

/// `GET /crm/v3/objects/contacts`, as documentation writes it.
fn method_and_path(text: &str) -> Option<(String, &str)> {
    let (method, path) = text.split_once([' ', '\t'])?;
    let known = METHODS.iter().find(|known| known.eq_ignore_ascii_case(method))?;
    let path = path.trim();
    (is_path(path) || path.starts_with("https://"))
        .then(|| ((*known).to_owned(), path))
        .filter(|(_, path)| !path.contains(char::is_whitespace))
}

/// One word that no scheme begins: `/crm/v3/owners`, or a piece of a path.
fn is_path(text: &str) -> bool {
    text.len() <= MAX_PATH_BYTES && !text.contains(char::is_whitespace) && !text.contains("://")
}

/// What the app sends by itself with the same meaning.
fn is_own_content_type(value: &str) -> bool {
    value
        .split(';')
        .next()
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}
