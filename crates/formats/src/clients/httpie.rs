//! What `HTTPie` sends (httpie.io/docs/cli): `http [METHOD] URL [ITEM …]`.

use super::item::{self, Item, Kind, Object};
use super::{is_address, with_scheme};
use crate::request::{Body, Credential, Field, NoteKind, Request, Value};
use crate::shell::{Split, Stdin, Word};

/// Options that take a value, by their short and long names.
const TAKE_VALUE: [&str; 32] = [
    "a",
    "auth",
    "A",
    "auth-type",
    "p",
    "print",
    "P",
    "history-print",
    "o",
    "output",
    "s",
    "style",
    "pretty",
    "format-options",
    "session",
    "session-read-only",
    "proxy",
    "max-redirects",
    "max-headers",
    "timeout",
    "verify",
    "ssl",
    "ciphers",
    "cert",
    "cert-key",
    "cert-key-pass",
    "default-scheme",
    "boundary",
    "raw",
    "response-charset",
    "response-mime",
    "bearer",
];

#[derive(Default)]
struct Command {
    request: Request,
    positional: Vec<Word>,
    kind: FieldKind,
    scheme: Option<String>,
    auth: Option<Value>,
    auth_type: Option<String>,
    fields: Vec<Field>,
    object: Object,
}

/// How the fields are sent.
#[derive(Default, PartialEq)]
enum FieldKind {
    #[default]
    Unsaid,
    Json,
    Form,
    Multipart,
}

/// `None`: a word is no part of such a command, as in a sentence that has "http" in it.
pub(super) fn request(split: &Split) -> Option<Request> {
    let (name, words) = split.words.split_first()?;
    let mut command = Command::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word.text.len() > 1 && word.text.starts_with('-') {
            command.option(word, &mut words);
        } else {
            command.positional.push(word.clone());
        }
    }
    command.finish(split, if name.text == "https" { "https" } else { "http" })
}

impl Command {
    fn option<'a>(&mut self, word: &'a Word, words: &mut impl Iterator<Item = &'a Word>) {
        let text = word.text.as_str();
        let Some(long) = text.strip_prefix("--") else { return self.short(word, words) };
        match long.split_once('=') {
            Some((name, _)) => self.set(name, word.part(name.len() + 3..text.len()), word),
            None if TAKE_VALUE.contains(&long) => {
                if let Some(value) = words.next() {
                    self.set(long, value.value(), word);
                }
            }
            None => self.flag(long),
        }
    }

    /// `-fv`: flags, the last of which may take the rest of the word.
    fn short<'a>(&mut self, word: &'a Word, words: &mut impl Iterator<Item = &'a Word>) {
        for (at, letter) in word.text.char_indices().skip(1) {
            let name = letter.to_string();
            if !TAKE_VALUE.contains(&name.as_str()) {
                self.flag(&name);
                continue;
            }
            let rest = at + letter.len_utf8();
            let own = (rest < word.text.len()).then(|| word.part(rest..word.text.len()));
            if let Some(value) = own.or_else(|| words.next().map(Word::value)) {
                self.set(&name, value, word);
            }
            return;
        }
    }

    fn flag(&mut self, name: &str) {
        match name {
            "f" | "form" => self.kind = FieldKind::Form,
            "multipart" => self.kind = FieldKind::Multipart,
            "j" | "json" => self.kind = FieldKind::Json,
            _ => {}
        }
    }

    fn set(&mut self, name: &str, value: Value, word: &Word) {
        match name {
            "a" | "auth" => self.auth = Some(value),
            "A" | "auth-type" => self.auth_type = Some(value.text),
            "bearer" => self.request.credentials.push(Credential::Bearer(value)),
            "default-scheme" => self.scheme = Some(value.text),
            "raw" => self.request.body = Body::Text(value),
            "cert" => self.request.credentials.push(Credential::Other("cert".into())),
            "session" | "session-read-only" => {
                self.request.note(NoteKind::OptionsFile(value.text), word.span.clone());
            }
            _ => {}
        }
    }

    fn finish(mut self, split: &Split, scheme: &str) -> Option<Request> {
        let is_method = |word: &Word| word.text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let mut words = std::mem::take(&mut self.positional).into_iter().peekable();
        let method = if words.len() > 1 { words.next_if(is_method) } else { None };
        // In a sentence the word behind `http` is no method.
        if method.as_ref().is_some_and(|method| !is_known_method(&method.text)) {
            return None;
        }
        let address = words.next()?;
        if !is_url(&address) {
            return None;
        }
        for word in words {
            self.item(item::of(&word)?);
        }
        let scheme = self.scheme.take().unwrap_or_else(|| scheme.to_owned());
        self.request.url = url(&address, &scheme);
        self.put_body(split);
        let has_body = !matches!(self.request.body, Body::None);
        self.request.method = match method {
            Some(method) => Value { text: method.text.to_uppercase(), ..method.value() },
            None => Value::implied(if has_body { "POST" } else { "GET" }),
        };
        self.authorize();
        self.request.headers.iter_mut().for_each(|field| field.value.mark_templates());
        Some(self.request)
    }

    fn item(&mut self, item: Item) {
        let Item { kind, name, value } = item;
        match kind {
            // `Name:` takes a header of HTTPie's own away.
            Kind::Header if value.text.is_empty() => {}
            Kind::Header if value.text.starts_with('@') => self.file(&value.part(1..value.text.len())),
            Kind::Header => self.request.headers.push(Field { name, value: value.trimmed() }),
            Kind::EmptyHeader => self.request.headers.push(Field { name, value: Value::implied("") }),
            Kind::Query => self.request.query.push(Field { name, value }),
            Kind::Text | Kind::Json => {
                self.object.set(&name, value.clone(), kind == Kind::Json);
                self.fields.push(Field { name, value });
            }
            Kind::TextOf | Kind::JsonOf => {
                self.file(&value);
                let whole = 0..value.text.len();
                let open = Value { open: std::iter::once(whole).collect(), ..value };
                self.object.set(&name, open.clone(), false);
                self.fields.push(Field { name, value: open });
            }
            Kind::File => {
                self.file(&value);
                self.kind = FieldKind::Multipart;
                self.fields.push(Field { name, value });
            }
        }
    }

    fn file(&mut self, name: &Value) {
        self.request.note(NoteKind::File(name.text.clone()), name.span.clone());
    }

    fn put_body(&mut self, split: &Split) {
        let fields = std::mem::take(&mut self.fields);
        if self.kind == FieldKind::Multipart {
            self.imply("Content-Type", "multipart/form-data");
            self.request.body = Body::Multipart(fields);
        } else if self.kind == FieldKind::Form {
            if !fields.is_empty() || matches!(self.request.body, Body::Text(_)) {
                self.imply("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
            }
            if !fields.is_empty() {
                self.request.body = Body::Form(fields);
            }
        } else {
            if !self.object.is_empty() {
                let first = fields.first().and_then(|field| field.name.span.as_ref());
                let last = fields.last().and_then(|field| field.value.span.as_ref());
                let span = first.zip(last).map(|(first, last)| first.start..last.end.max(first.start));
                self.request.body = Body::Json(Value { span, ..self.object.json() });
            } else if let Some(stdin) =
                split.stdin.clone().filter(|_| matches!(self.request.body, Body::None))
            {
                self.request.body = match stdin {
                    Stdin::Text(text) => Body::Text(text.value()),
                    Stdin::File(name) => {
                        self.file(&name.value());
                        Body::File(name.value())
                    }
                };
            }
            if self.kind == FieldKind::Json || !matches!(self.request.body, Body::None) {
                self.imply("Content-Type", "application/json");
                self.imply("Accept", "application/json, */*;q=0.5");
            }
        }
    }

    fn imply(&mut self, name: &str, value: &str) {
        if self.request.header(name).is_none() {
            self.request.headers.push(Field { name: Value::implied(name), value: Value::implied(value) });
        }
    }

    fn authorize(&mut self) {
        let Some(auth) = self.auth.take() else { return };
        self.request.credentials.push(match self.auth_type.as_deref() {
            Some("bearer") => Credential::Bearer(auth),
            None | Some("basic") => Credential::Basic(auth),
            Some(other) => Credential::Other(other.to_owned()),
        });
    }
}

fn is_known_method(method: &str) -> bool {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    METHODS.iter().any(|known| known.eq_ignore_ascii_case(method))
}

fn is_url(word: &Word) -> bool {
    let local = word.text.strip_prefix(':').is_some_and(|rest| {
        let port = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        port.starts_with('/') || port.is_empty() && !rest.is_empty()
    });
    let is_brace = word.text.starts_with('{') && !word.text.starts_with("{{");
    local || !is_brace && !word.text.starts_with('/') && is_address(word)
}

/// `:3000/a` and `:/a` are addresses of this computer.
fn url(word: &Word, scheme: &str) -> Value {
    let mut url = word.value();
    if url.text.starts_with(':') {
        let has_port = url.text[1..].starts_with(|c: char| c.is_ascii_digit());
        if !has_port {
            url = url.part(1..url.text.len());
        }
        url.prepend("localhost");
    }
    with_scheme(url, scheme)
}
