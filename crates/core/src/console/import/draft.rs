//! A request that was read as a draft for the console: without credentials, and with a word for all that is left out.

use std::collections::HashMap;

use portalscope_catalog::ApiAddress;
use portalscope_formats::{Body, Credential, Field, Note, NoteKind, Request};

use super::sent;
use crate::console::view::{NameValue, RequestDraft};
use crate::secrets::store::SecretStore;

/// A draft, and what it lacks of the request.
pub(super) struct ReadDraft {
    pub draft: RequestDraft,
    pub had_credential: bool,
    pub skipped: Vec<String>,
    pub warnings: Vec<String>,
}

pub(super) fn read(request: &Request, secrets: &SecretStore) -> ReadDraft {
    let mut reader = Reader { secrets, had_credential: false, skipped: Vec::new(), warnings: Vec::new() };
    let (path, query) = reader.address(request);
    let headers = reader.headers(&request.headers, &request.body);
    let (body, content_type) = reader.body(&request.body);
    let headers = with_content_type(headers, content_type);
    for credential in &request.credentials {
        reader.credential(credential);
    }
    let names_file = matches!(request.body, Body::File(_) | Body::Multipart(_));
    let is_told = |note: &&Note| names_file && matches!(note.kind, NoteKind::File(_));
    for note in request.notes.iter().filter(|note| !is_told(note)) {
        reader.note(note);
    }
    let Reader { had_credential, skipped, mut warnings, .. } = reader;
    warnings.dedup();
    let draft = RequestDraft {
        method: secrets.redacted(&request.method.text),
        path,
        path_values: HashMap::new(),
        query,
        headers,
        body,
    };
    let warnings = warnings.iter().map(|warning| secrets.redacted(warning)).collect();
    ReadDraft { draft, had_credential, skipped, warnings }
}

struct Reader<'a> {
    secrets: &'a SecretStore,
    had_credential: bool,
    skipped: Vec<String>,
    warnings: Vec<String>,
}

impl Reader<'_> {
    fn warn(&mut self, warning: impl Into<String>) {
        self.warnings.push(warning.into());
    }

    /// The path of a call to HubSpot or to this computer, the whole address of another; and the query's parameters.
    fn address(&mut self, request: &Request) -> (String, Vec<NameValue>) {
        let text = request.url.text.split('#').next().unwrap_or_default();
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        let address = match without_userinfo(address) {
            Some(bare) => {
                self.warn("The user name and password of the address were left out: the connection's own token is sent.");
                self.had_credential = true;
                bare
            }
            None => address.to_owned(),
        };
        let found = ApiAddress::read(&address);
        let path = match found {
            Some(found) => {
                if let Some(host) = found.loopback {
                    self.warn(format!("The address was {host}. Here the call goes to the open portal."));
                }
                found.path
            }
            None => address,
        };
        let mut rows = Vec::new();
        let given = url::form_urlencoded::parse(query.as_bytes()).into_owned();
        let apart = request.query.iter().map(|field| (field.name.text.clone(), field.value.text.clone()));
        for (name, value) in given.chain(apart) {
            // Without its name, a value may not be recognized as a secret.
            let pair = format!("?{name}={value}");
            if self.secrets.redacted(&pair) == pair {
                rows.push(self.row(&name, &value));
            } else {
                self.had_credential = true;
            }
        }
        self.open_parts(request.query.iter().map(|field| &field.value));
        (self.secrets.redacted(&path), rows)
    }

    /// Only what changes the meaning of a call is taken.
    fn headers(&mut self, headers: &[Field], body: &Body) -> Vec<NameValue> {
        let mut rows = Vec::new();
        for header in headers.iter().filter(|header| is_meant(header, body)) {
            let Field { name, value } = header;
            let (name, value) = (name.text.trim(), value.text.trim());
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            let line = format!("{name}: {value}");
            if is("authorization") || is("cookie") || self.secrets.redacted(&line) != line {
                self.had_credential = true;
            } else if is("content-type") && !is_json(value) {
                rows.push(self.row(name, value));
            } else if !is("accept") && !is("content-type") {
                self.skipped.push(self.secrets.redacted(name));
            }
        }
        rows
    }

    /// The body, and the content type that it needs.
    fn body(&mut self, body: &Body) -> (Option<String>, Option<&'static str>) {
        match body {
            Body::None => (None, None),
            Body::Text(value) | Body::Json(value) => {
                self.open_parts([value]);
                (Some(self.shown_body(&value.text)), None)
            }
            Body::Form(fields) => {
                self.open_parts(fields.iter().map(|field| &field.value));
                let text = self.shown_body(&sent::encoded(fields));
                (Some(text), Some("application/x-www-form-urlencoded"))
            }
            Body::Multipart(parts) => {
                for part in parts {
                    let name = short(&part.name.text);
                    self.warn(format!(
                        "The form field {name} was not taken: the console sends no multipart forms."
                    ));
                }
                (None, None)
            }
            Body::File(name) => {
                self.warn(format!("The body stands in a file ({}), which is not read.", short(&name.text)));
                (None, None)
            }
            Body::Unknown => {
                self.warn("The request has a body that this text does not hold.");
                (None, None)
            }
        }
    }

    fn shown_body(&mut self, text: &str) -> String {
        let shown = self.secrets.redacted(text);
        if shown != text {
            self.warn("A secret in the body was replaced by its label.");
        }
        shown
    }

    fn open_parts<'v>(&mut self, values: impl IntoIterator<Item = &'v portalscope_formats::Value>) {
        for value in values {
            for range in &value.open {
                let name = short(value.text.get(range.clone()).unwrap_or_default());
                self.warn(format!("{name} stands where its program would put a value in."));
            }
        }
    }

    fn credential(&mut self, credential: &Credential) {
        self.had_credential = true;
        match credential {
            Credential::Basic(_) => {
                self.warn("The user name and password were left out: the connection's own token is sent.");
            }
            Credential::ApiKey(_) => {
                self.warn("The API key was left out: the connection's own token is sent.");
            }
            Credential::Other(option) => {
                let option = short(option);
                self.warn(format!(
                    "The credential of {option} was left out: the connection's own token is sent."
                ));
            }
            Credential::Bearer(_) | Credential::Stored(_) => {}
        }
    }

    // These texts may contain secrets, so only what can be a name is repeated.
    fn note(&mut self, note: &Note) {
        let warning = match &note.kind {
            NoteKind::File(name) => format!("The file {} is named and was not read.", short(name)),
            NoteKind::UnknownOption(name) => {
                format!("The option {} is not known and was not taken.", short(name))
            }
            NoteKind::Unresolved(text) => {
                format!("{} stands where its program would put a value in.", short(text))
            }
            NoteKind::JoinedUnexpectedly { sent, looks_like } => {
                format!("Base and path are joined to {sent}, not to {looks_like}.")
            }
            NoteKind::DependsOnVersion { library, before, after } => {
                format!("It depends on {library}: before it, {before}; from it on, {after}.")
            }
            NoteKind::WithoutEffect(name) => format!("{} changes nothing of the request.", short(name)),
            NoteKind::Altered { by, effect } => format!("{}: {effect}", short(by)),
            NoteKind::Disabled => "The request was disabled where it comes from.".to_owned(),
            NoteKind::OptionsFile(name) => format!("The options in {} were not read.", short(name)),
            NoteKind::Refused(name) => {
                format!("The option {} is refused as it is written; it was read as it is meant.", short(name))
            }
            NoteKind::StrayWord => {
                "A word is neither an option nor an address: a quote may be missing.".to_owned()
            }
            NoteKind::UnquotedAmpersand => {
                "The address has an `&` without quotes, at which a shell ends the command.".to_owned()
            }
            NoteKind::Pattern(text) => format!("curl takes {} in the address for a pattern.", short(text)),
        };
        self.warn(warning);
    }

    fn row(&self, name: &str, value: &str) -> NameValue {
        NameValue { name: self.secrets.redacted(name), value: self.secrets.redacted(value), enabled: true }
    }
}

/// The address without `user:password@` (RFC 3986 §3.2.1). `None`: it has none.
fn without_userinfo(address: &str) -> Option<String> {
    let start = address.find("://").map_or(0, |at| at + 3);
    let authority = address[start..].split('/').next().unwrap_or_default();
    let end = start + authority.rfind('@')? + 1;
    Some(format!("{}{}", &address[..start], &address[end..]))
}

fn with_content_type(mut headers: Vec<NameValue>, needed: Option<&str>) -> Vec<NameValue> {
    let has = headers.iter().any(|row| row.name.eq_ignore_ascii_case("content-type"));
    if let (Some(value), false) = (needed, has) {
        let name = "Content-Type".to_owned();
        headers.push(NameValue { name, value: value.to_owned(), enabled: true });
    }
    headers
}

/// Whether a header is the text's own. curl's default type for data is not what a body in JSON is meant to have: the
/// console sends it as JSON.
fn is_meant(header: &Field, body: &Body) -> bool {
    let is_default = header.name.span.is_none() && header.value.text == "application/x-www-form-urlencoded";
    let is_form = |text: &str| {
        text.contains('=') && !text.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '[' | '"'))
    };
    match body {
        Body::Text(value) if is_default => is_form(&value.text),
        _ => true,
    }
}

/// Whether it is the content type that the console sends by default.
fn is_json(value: &str) -> bool {
    let media_type = value.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}

/// The last path component if it is short and has no long run that could be a secret; else an ellipsis.
fn short(text: &str) -> String {
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain = name.chars().count() <= 40 && !name.chars().any(char::is_control);
    let has_token = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|run| run.len() > 24);
    if is_plain && !has_token { format!("`{name}`") } else { "…".to_owned() }
}
