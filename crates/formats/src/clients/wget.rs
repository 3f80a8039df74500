//! What wget sends (GNU Wget manual, "HTTP Options").

use super::{is_address, with_scheme};
use crate::request::{Body, Credential, Field, NoteKind, Request, Value};
use crate::shell::{Split, Word};

const FORM: &str = "application/x-www-form-urlencoded";

/// Short options that take a value.
const SHORT: &str = "OoaietTwQPUlARDIXBY";
/// Long options that take a value and change nothing of the request.
const OTHER: [&str; 33] = [
    "output-document",
    "output-file",
    "append-output",
    "execute",
    "input-file",
    "tries",
    "timeout",
    "wait",
    "waitretry",
    "quota",
    "directory-prefix",
    "level",
    "accept",
    "reject",
    "domains",
    "limit-rate",
    "dns-timeout",
    "connect-timeout",
    "read-timeout",
    "max-redirect",
    "progress",
    "secure-protocol",
    "ca-certificate",
    "ca-directory",
    "base",
    "start-pos",
    "bind-address",
    "prefer-family",
    "save-cookies",
    "restrict-file-names",
    "default-page",
    "compression",
    "ciphers",
];

#[derive(Default)]
struct Command {
    request: Request,
    addresses: Vec<Value>,
    strays: usize,
    has_options: bool,
    is_head: bool,
    post: bool,
    user: Option<Value>,
    password: Option<Value>,
}

/// The request of a command; of several addresses that of the first, and a note for each of the others.
pub(super) fn request(split: &Split) -> Option<Request> {
    let mut command = Command::default();
    let mut words = split.words.iter().skip(1);
    while let Some(word) = words.next() {
        command.take(word, &mut words);
    }
    command.finish()
}

impl Command {
    fn take<'a>(&mut self, word: &'a Word, words: &mut impl Iterator<Item = &'a Word>) {
        let text = word.text.as_str();
        if let Some(long) = text.strip_prefix("--").filter(|long| !long.is_empty()) {
            self.has_options = true;
            let (name, value) = match long.split_once('=') {
                Some((name, _)) => (name, Some(word.part(name.len() + 3..text.len()))),
                None if takes_value(long) => (long, words.next().map(Word::value)),
                None => (long, None),
            };
            self.option(name, value, word);
        } else if text.len() > 1 && text.starts_with('-') {
            self.has_options = true;
            self.short(word, words);
        } else if is_address(word) {
            self.addresses.push(word.value());
        } else {
            self.strays += 1;
        }
    }

    /// `-qO-`: flags, the last of which may take the rest of the word.
    fn short<'a>(&mut self, word: &'a Word, words: &mut impl Iterator<Item = &'a Word>) {
        for (at, letter) in word.text.char_indices().skip(1) {
            if !SHORT.contains(letter) {
                continue;
            }
            let rest = at + letter.len_utf8();
            let own = (rest < word.text.len()).then(|| word.part(rest..word.text.len()));
            let value = own.or_else(|| words.next().map(Word::value));
            match (letter, value) {
                ('U', Some(value)) => self.header("User-Agent", value),
                ('i', Some(value)) => self.note(NoteKind::OptionsFile(value.text), word),
                _ => {}
            }
            return;
        }
    }

    fn option(&mut self, name: &str, value: Option<Value>, word: &Word) {
        let is_file = name.ends_with("-file");
        match (name, value) {
            ("header", Some(value)) => self.header_line(&value),
            ("post-data" | "body-data", Some(value)) => {
                self.post |= name.starts_with("post");
                self.request.body = Body::Text(value);
            }
            ("post-file" | "body-file", Some(value)) if is_file => {
                self.post |= name.starts_with("post");
                self.note(NoteKind::File(value.text.clone()), word);
                self.request.body = Body::File(value);
            }
            ("method", Some(value)) => {
                self.request.method = Value { text: value.text.to_uppercase(), ..value };
            }
            ("user-agent", Some(value)) => self.header("User-Agent", value),
            ("referer", Some(value)) => self.header("Referer", value),
            ("user" | "http-user", Some(value)) => self.user = Some(value),
            ("password" | "http-password" | "http-passwd", Some(value)) => self.password = Some(value),
            ("bearer-token", Some(value)) => self.request.credentials.push(Credential::Bearer(value)),
            ("load-cookies" | "certificate" | "private-key", Some(value)) => {
                self.note(NoteKind::File(value.text), word);
                self.request.credentials.push(Credential::Other(name.to_owned()));
            }
            ("input-file", Some(value)) => self.note(NoteKind::OptionsFile(value.text), word),
            ("spider", None) => self.is_head = true,
            _ => {}
        }
    }

    fn note(&mut self, kind: NoteKind, word: &Word) {
        self.request.note(kind, word.span.clone());
    }

    /// The last header of a name counts; an empty line takes all of them back.
    fn header_line(&mut self, line: &Value) {
        if line.text.is_empty() {
            return self.request.headers.clear();
        }
        let Some((name, value)) = line.split_once(':') else { return };
        let field = Field { name: name.trimmed(), value: value.trimmed() };
        let headers = &mut self.request.headers;
        headers.retain(|old| !old.name.text.eq_ignore_ascii_case(&field.name.text));
        headers.push(field);
    }

    fn header(&mut self, name: &str, value: Value) {
        self.request.headers.push(Field { name: Value::implied(name), value });
    }

    fn finish(mut self) -> Option<Request> {
        // `wget https://… to get it` is a sentence.
        if self.addresses.is_empty() || !self.has_options && self.strays > 0 {
            return None;
        }
        let mut request = self.request;
        for more in self.addresses.drain(1..) {
            request.notes.push(crate::request::Note { kind: NoteKind::StrayWord, span: more.span });
        }
        request.url = with_scheme(self.addresses.remove(0), "http");
        let has_body = !matches!(request.body, Body::None);
        if request.method.text.is_empty() {
            let method = if self.post {
                "POST"
            } else if self.is_head {
                "HEAD"
            } else {
                "GET"
            };
            request.method = Value::implied(method);
        }
        if has_body && request.header("content-type").is_none() {
            let (name, value) = (Value::implied("Content-Type"), Value::implied(FORM));
            request.headers.push(Field { name, value });
        }
        if let Some(mut user) = self.user {
            user.append(":", &[]);
            let password = self.password.unwrap_or_default();
            user.append(&password.text, &password.open);
            request.credentials.push(Credential::Basic(user));
        }
        request.headers.iter_mut().for_each(|field| field.value.mark_templates());
        Some(request)
    }
}

fn takes_value(name: &str) -> bool {
    const MEANT: [&str; 19] = [
        "header",
        "post-data",
        "post-file",
        "method",
        "body-data",
        "body-file",
        "user-agent",
        "referer",
        "user",
        "password",
        "http-user",
        "http-password",
        "http-passwd",
        "bearer-token",
        "load-cookies",
        "certificate",
        "private-key",
        "proxy-user",
        "proxy-password",
    ];
    MEANT.contains(&name) || OTHER.contains(&name)
}
