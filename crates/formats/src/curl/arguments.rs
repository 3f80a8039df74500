//! The options of a command, as curl takes them.

use super::data::{Content, Data, form_field, from_file, glued};
use super::expand::CurlVariables;
use super::options::{is_flag, is_short, long_name, long_takes_value, short_takes_value};
use crate::request::{Credential, Field, Note, NoteKind, Span, Value};
use crate::shell::{Stdin, Word};

/// What one request of a command is given, up to `--next`.
#[derive(Default)]
pub(super) struct Arguments {
    pub span: Span,
    pub addresses: Vec<Value>,
    pub method: Option<Value>,
    /// `-G`, `-I`: where they stand.
    pub get: Option<Span>,
    pub head: Option<Span>,
    pub data: Vec<Data>,
    pub json: Option<Span>,
    pub query: Vec<Content>,
    pub form: Vec<Field>,
    pub uploads: Vec<Content>,
    /// `-H`, as written.
    pub headers: Vec<Value>,
    /// Headers that have options of their own; `-H` goes before them.
    pub own_headers: Vec<Field>,
    pub cookies: Vec<Value>,
    pub user: Option<Value>,
    pub bearer: Option<Value>,
    /// The scheme that takes `-u` instead of Basic.
    pub scheme: Option<&'static str>,
    pub credentials: Vec<Credential>,
    pub no_patterns: bool,
    pub keeps_dots: bool,
    pub request_target: Option<Value>,
    pub default_scheme: Option<String>,
    pub notes: Vec<Note>,
    /// Words that are neither options nor addresses.
    pub strays: Vec<Value>,
}

impl Arguments {
    fn note(&mut self, kind: NoteKind, span: Option<Span>) {
        self.notes.push(Note { kind, span });
    }
}

/// An option that comes without the value it needs.
pub(super) struct NoValue {
    pub option: String,
    pub span: Span,
}

/// Reads the words behind `curl`.
pub(super) struct Parser<'a> {
    words: std::slice::Iter<'a, Word>,
    stdin: Option<&'a Stdin>,
    variables: CurlVariables,
    current: Arguments,
    done: Vec<Arguments>,
    pub no_value: Option<NoValue>,
}

impl<'a> Parser<'a> {
    /// The requests of the command. A missing value ends them.
    pub fn parse(words: &'a [Word], stdin: Option<&'a Stdin>) -> (Vec<Arguments>, Option<NoValue>) {
        let mut parser = Self {
            words: words.iter(),
            stdin,
            variables: CurlVariables::default(),
            current: Arguments::default(),
            done: Vec::new(),
            no_value: None,
        };
        parser.run();
        parser.end_request();
        (parser.done, parser.no_value)
    }

    fn run(&mut self) {
        let mut only_addresses = false;
        while let Some(word) = self.words.next() {
            self.cover(&word.span);
            if let Some(at) = word.ampersand {
                self.current.note(NoteKind::UnquotedAmpersand, Some(at..at + 1));
            }
            let text = word.text.as_str();
            if only_addresses || text == "-" || !text.starts_with(['-', '–', '—']) {
                self.take_address(word.value());
            } else if text == "--" {
                only_addresses = true;
            } else {
                self.take_option(word);
            }
        }
    }

    fn cover(&mut self, span: &Span) {
        let own = &mut self.current.span;
        *own = if own.end == 0 { span.clone() } else { own.start..span.end.max(own.end) };
    }

    fn end_request(&mut self) {
        self.done.push(std::mem::take(&mut self.current));
    }

    fn take_option(&mut self, word: &Word) {
        let text = word.text.as_str();
        // Word processors make dashes of hyphens.
        let dashes = text.len() - text.trim_start_matches(['-', '–', '—']).len();
        let is_long = text.starts_with("--") || text.starts_with('—') || text.chars().nth(1) == Some('-');
        if text[..dashes].contains(['–', '—']) {
            let name = format!("-{}", text[dashes..].split([' ', '=']).next().unwrap_or_default());
            let named = if name.len() > 2 { format!("-{name}") } else { name };
            let is_long = is_long || long_takes_value(&text[dashes..]) || is_flag(&text[dashes..]);
            self.current.note(NoteKind::Refused(named), Some(word.span.clone()));
            return if is_long { self.take_long(word, dashes) } else { self.take_short(word, dashes) };
        }
        if is_long { self.take_long(word, 2) } else { self.take_short(word, 1) }
    }

    fn value_of(&mut self, option: String, word: &Word) -> Option<Value> {
        let Some(value) = self.words.next() else {
            self.no_value = Some(NoValue { option, span: word.span.clone() });
            return None;
        };
        self.cover(&value.span);
        if let Some(at) = value.ampersand.filter(|_| value.text.contains("://")) {
            self.current.note(NoteKind::UnquotedAmpersand, Some(at..at + 1));
        }
        Some(value.value())
    }

    fn take_long(&mut self, word: &Word, at: usize) {
        let name = &word.text[at..];
        if name == "next" {
            return self.end_request();
        }
        // curl does not accept `--name=value`, but people write it and its meaning is clear.
        if let Some((bare, _)) = name.split_once('=').filter(|(name, _)| long_takes_value(name)) {
            self.current.note(NoteKind::Refused(format!("--{bare}=")), Some(word.span.clone()));
            self.take(bare, &glued(word, at + bare.len() + 1));
        } else if long_takes_value(name) {
            let Some(value) = self.value_of(format!("--{name}"), word) else { return };
            self.take(name, &value);
        } else {
            self.take_flag(name, word);
        }
    }

    /// `-sSLXPOST`: flags, the last of which may take the rest of the word as its value.
    fn take_short(&mut self, word: &Word, at: usize) {
        for (index, short) in word.text[at..].char_indices() {
            let name = long_name(short);
            if name == Some("next") {
                return self.end_request();
            }
            if !short_takes_value(short) {
                match name {
                    Some(name) => self.take_flag(name, word),
                    None if is_short(short) => {}
                    None => {
                        self.current
                            .note(NoteKind::UnknownOption(format!("-{short}")), Some(word.span.clone()));
                    }
                }
                continue;
            }
            let start = at + index + short.len_utf8();
            let value = if start < word.text.len() {
                Some(glued(word, start))
            } else {
                self.value_of(format!("-{short}"), word)
            };
            if let (Some(name), Some(value)) = (name, value) {
                self.take(name, &value);
            }
            return;
        }
    }

    fn take_flag(&mut self, name: &str, word: &Word) {
        let span = || Some(word.span.clone());
        let current = &mut self.current;
        match name {
            "get" => current.get = span(),
            "no-get" => current.get = None,
            "head" => current.head = span(),
            "no-head" => current.head = None,
            "globoff" => current.no_patterns = true,
            "path-as-is" => current.keeps_dots = true,
            "digest" => current.scheme = Some("digest"),
            "ntlm" | "ntlm-wb" => current.scheme = Some("ntlm"),
            "negotiate" => current.scheme = Some("negotiate"),
            "netrc" | "netrc-optional" => current.credentials.push(Credential::Other(name.to_owned())),
            _ if is_flag(name) => {}
            _ => {
                // What stands behind the equals sign may be a secret.
                let name = name.split('=').next().unwrap_or_default();
                let kind = NoteKind::UnknownOption(format!("--{name}"));
                current.note(kind, span());
            }
        }
    }

    fn take(&mut self, name: &str, value: &Value) {
        let expanded = name.strip_prefix("expand-").map(|name| (name, self.variables.expanded(value)));
        let (name, value) = expanded.as_ref().map_or((name, value), |(name, value)| (*name, value));
        let value = || value.clone();
        let stdin = self.stdin;
        match name {
            "variable" => self.variables.set(&value(), stdin),
            "url" => self.take_address(value()),
            "data" | "data-ascii" => self.add_data(Content::of_data(value(), stdin, false), true),
            "data-binary" => self.add_data(Content::of_data(value(), stdin, true), true),
            "data-raw" => self.add_data(Content::Text(value()), true),
            "data-urlencode" => self.add_data(Content::of_url_encoded(&value(), stdin), true),
            "json" => {
                self.current.json = value().span.or(Some(0..0));
                self.add_data(Content::of_data(value(), stdin, true), false);
            }
            "url-query" => {
                let value = value();
                let content = match value.text.strip_prefix('+') {
                    Some(_) => Content::Text(value.part(1..value.text.len())),
                    None => Content::of_url_encoded(&value, stdin),
                };
                self.current.query.push(content);
            }
            "form" | "form-string" => {
                let (field, file) = form_field(&value(), name == "form-string");
                self.current.form.push(field);
                if let Some(file) = file {
                    self.current.note(NoteKind::File(file.text), file.span);
                }
            }
            "upload-file" if !value().text.is_empty() => self.current.uploads.push(from_file(value(), stdin)),
            _ => self.current.take_plain(name, value()),
        }
    }

    fn add_data(&mut self, content: Content, is_joined: bool) {
        if let Content::File(name) | Content::EncodedFile(name) = &content {
            self.current.note(NoteKind::File(name.text.clone()), name.span.clone());
        }
        self.current.data.push(Data { content, is_joined });
    }

    fn take_address(&mut self, value: Value) {
        if super::address::is_like_address(&value) {
            self.current.addresses.push(value);
        } else {
            self.current.strays.push(value);
        }
    }
}

impl Arguments {
    /// Options whose value is taken as it is.
    fn take_plain(&mut self, name: &str, value: Value) {
        let text = value.text.clone();
        match name {
            "request" => self.method = Some(value),
            "header" if text.starts_with('@') => {
                let file = value.part(1..text.len());
                self.note(NoteKind::File(file.text), file.span);
            }
            "header" => self.headers.push(value),
            "user-agent" => self.own_header("User-Agent", value),
            "referer" => {
                let end = text.strip_suffix(";auto").map_or(text.len(), str::len);
                self.own_header("Referer", value.part(0..end));
            }
            "range" => self.own_header("Range", {
                let mut range = value;
                range.prepend("bytes=");
                range
            }),
            "cookie" if text.contains('=') => self.cookies.push(value),
            "user" => self.user = Some(value),
            "oauth2-bearer" => self.bearer = Some(value),
            "aws-sigv4" => self.scheme = Some("aws-sigv4"),
            "cookie" | "cert" | "key" | "netrc-file" => {
                self.credentials.push(Credential::Other(name.to_owned()));
            }
            "config" => self.note(NoteKind::OptionsFile(text), value.span),
            "request-target" => self.request_target = Some(value),
            "proto-default" => self.default_scheme = Some(text),
            // A time or a place that curl finds out when it runs.
            "time-cond" | "etag-compare" | "continue-at" => {
                self.note(NoteKind::Unresolved(format!("--{name}")), value.span);
            }
            // Output, proxy and timeout options do not affect the request.
            _ => {}
        }
    }

    fn own_header(&mut self, name: &str, value: Value) {
        self.own_headers.retain(|header| header.name.text != name);
        if !value.text.is_empty() {
            self.own_headers.push(Field { name: Value::implied(name), value });
        }
    }
}
