//! A request as the rules look at it: its address, parameters, headers and credentials, each with its place.

use std::cell::OnceCell;
use std::ops::Range;

use portalscope_catalog::Resolved;
use portalscope_formats::{Body, Field, Form, NoteKind, Request, Span, Value};
use serde_json::Value as Json;

use crate::address::Address;
use crate::credential::{self, Token};
use crate::document::{exact, is_open, shown, unnumbered};
use crate::finding::{At, Fix, Part};
use crate::known::Known;

pub(crate) struct Subject<'a> {
    pub request: &'a Request,
    /// How the text was written. `None`: a draft.
    pub form: Option<Form>,
    pub address: Address<'a>,
    pub parameters: Vec<Parameter<'a>>,
    pub tokens: Vec<Token<'a>>,
    pub operation: Option<Resolved<'a>>,
    pub known: &'a Known<'a>,
    methods: OnceCell<Vec<&'static str>>,
    json: OnceCell<Option<Json>>,
    text: Option<&'a str>,
}

/// A parameter of the query, decoded.
pub(crate) struct Parameter<'a> {
    pub name: String,
    pub value: String,
    /// The text that holds it, and the ranges of the two in it.
    pub source: &'a Value,
    pub name_range: Range<usize>,
    pub value_source: &'a Value,
    pub value_range: Range<usize>,
    /// The program puts its value in.
    pub is_open: bool,
}

impl<'a> Subject<'a> {
    pub fn new(request: &'a Request, text: Option<(&'a str, Form)>, known: &'a Known<'a>) -> Self {
        let address = Address::of(&request.url);
        let path = address.path();
        let operation =
            if address.is_api() { known.catalog.resolve(&request.method.text, path) } else { None };
        Self {
            request,
            form: text.map(|(_, form)| form),
            parameters: parameters(request, &address),
            tokens: credential::tokens(request),
            address,
            operation,
            known,
            methods: OnceCell::new(),
            json: OnceCell::new(),
            text: text.map(|(text, _)| text),
        }
    }

    pub fn method(&self) -> &'a str {
        &self.request.method.text
    }

    /// The methods that the catalogue knows at this path.
    pub fn methods_here(&self) -> &[&'static str] {
        self.methods.get_or_init(|| self.known.catalog.methods_at(self.address.path()))
    }

    /// The values of a header, in order.
    pub fn headers(&self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        let headers = self.request.headers.iter();
        headers.filter(move |header| header.name.text.trim().eq_ignore_ascii_case(name))
    }

    pub fn content_type(&self) -> Option<&'a Field> {
        self.headers("content-type").next()
    }

    /// The media type in lower case, without its parameters. `None`: no header, or a variable.
    pub fn media_type(&self) -> Option<String> {
        let value = &self.content_type()?.value;
        let is_whole = value.open.is_empty();
        let media = value.text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Some(media).filter(|media| is_whole && !media.is_empty())
    }

    /// The body's text as it stands.
    pub fn body_text(&self) -> Option<&'a Value> {
        match &self.request.body {
            Body::Text(value) | Body::Json(value) => Some(value),
            Body::None | Body::Form(_) | Body::Multipart(_) | Body::File(_) | Body::Unknown => None,
        }
    }

    /// The body, if it is JSON without open parts.
    pub fn json(&self) -> Option<&Json> {
        let parse = || {
            let value =
                self.body_text().filter(|value| value.text.len() <= MAX_JSON && value.open.is_empty())?;
            serde_json::from_str(&value.text).ok()
        };
        self.json.get_or_init(parse).as_ref()
    }

    /// Whether parts of the request may stand where they were not read.
    pub fn has_unread_parts(&self) -> bool {
        let hides = |kind: &NoteKind| {
            matches!(
                kind,
                NoteKind::File(_)
                    | NoteKind::OptionsFile(_)
                    | NoteKind::UnknownOption(_)
                    | NoteKind::Unresolved(_)
            )
        };
        self.request.notes.iter().any(|note| hides(&note.kind))
    }

    /// Whether the text was an address or a path alone, which says nothing of headers and body.
    pub fn is_address_alone(&self) -> bool {
        matches!(self.form, Some(Form::Path | Form::Url))
    }

    /// Whether the text tells of a request rather than sends it, as logs and reports do, which leave parts out.
    pub fn is_report(&self) -> bool {
        matches!(self.form, Some(Form::Json | Form::Har))
    }

    /// Whether something puts the values of `{{name}}` in before the request is sent.
    pub fn has_templates(&self) -> bool {
        use Form::{
            CSharp, CurlCmd, CurlPosix, CurlPowerShell, Go, JavaScript, Path, Php, PowerShell, Python, Ruby,
            Url,
        };
        !matches!(
            self.form,
            Some(
                Path | Url
                    | CurlPosix
                    | CurlCmd
                    | CurlPowerShell
                    | PowerShell
                    | Python
                    | JavaScript
                    | Php
                    | Ruby
                    | Go
                    | CSharp
            )
        )
    }

    /// Where a part of a value stands, if that is certain.
    pub fn exact(&self, value: &Value, range: &Range<usize>) -> Option<Span> {
        exact(self.text?, value, range)
    }

    /// A part of a value, or as much around it as its place is known.
    pub fn at(&self, part: Part, name: Option<&str>, value: &Value, range: &Range<usize>) -> At {
        let span = self.exact(value, range).or_else(|| value.span.clone());
        self.at_span(part, name, span)
    }

    /// A whole value.
    pub fn at_value(&self, part: Part, name: Option<&str>, value: &Value) -> At {
        self.at(part, name, value, &(0..value.text.len()))
    }

    /// The request, where nothing in it can be pointed at.
    pub fn at_request(&self, part: Part) -> At {
        self.at_span(part, None, None)
    }

    fn at_span(&self, part: Part, name: Option<&str>, span: Option<Span>) -> At {
        let span = span.unwrap_or_else(|| self.request.span.clone());
        let place = self.text.map(|_| unnumbered(&span));
        At { part, name: name.and_then(shown), place }
    }

    /// An edit of a part of a value. `None` where its place is not certain, or the edit would need an escape.
    pub fn fix(&self, title: &str, value: &Value, range: &Range<usize>, replacement: &str) -> Option<Fix> {
        let span = self.exact(value, range)?;
        Some(Fix::new(title, &span, replacement))
    }

    /// An edit within a part whose place is certain, for edits too small to be found by themselves.
    pub fn fix_at(
        &self,
        value: &Value,
        around: &Range<usize>,
        title: &str,
        range: &Range<usize>,
        replacement: &str,
    ) -> Option<Fix> {
        let span = self.exact(value, around)?;
        let start = span.start + range.start.checked_sub(around.start)?;
        Some(Fix::new(title, &(start..start + range.len()), replacement))
    }

    /// The text between two places, if they are in order.
    pub fn between(&self, start: usize, end: usize) -> Option<&'a str> {
        self.text?.get(start..end)
    }
}

/// Larger bodies than a batch of a hundred records are not parsed.
const MAX_JSON: usize = 4_000_000;
/// More parameters than a URL can hold are not looked at.
const MAX_PARAMETERS: usize = 2_000;

fn parameters<'a>(request: &'a Request, address: &Address<'a>) -> Vec<Parameter<'a>> {
    let mut found = Vec::new();
    if let Some(query) = &address.query {
        let url = &request.url;
        let mut at = query.start;
        for pair in split_outside(url, query) {
            let range = at..at + pair.len();
            at = range.end + 1;
            let equals = pair.find('=').unwrap_or(pair.len());
            let value_start = (range.start + equals + 1).min(range.end);
            let value_range = value_start..range.end;
            if pair.is_empty() {
                continue;
            }
            found.push(Parameter {
                name: decoded(&pair[..equals]),
                value: decoded(&url.text[value_range.clone()]),
                source: url,
                name_range: range.start..range.start + equals,
                value_source: url,
                is_open: is_open(url, &value_range),
                value_range,
            });
            if found.len() >= MAX_PARAMETERS {
                return found;
            }
        }
    }
    found.extend(request.query.iter().take(MAX_PARAMETERS).map(|field| Parameter {
        name: field.name.text.clone(),
        value: field.value.text.clone(),
        source: &field.name,
        name_range: 0..field.name.text.len(),
        value_source: &field.value,
        value_range: 0..field.value.text.len(),
        is_open: !field.value.open.is_empty(),
    }));
    found
}

/// The pairs of a query. An ampersand within what the program puts in separates nothing.
fn split_outside<'a>(url: &'a Value, query: &Range<usize>) -> Vec<&'a str> {
    let text = &url.text[query.clone()];
    let mut pairs = Vec::new();
    let mut start = 0;
    let mut open = url.open.iter().peekable();
    for (at, _) in text.match_indices('&') {
        while open.peek().is_some_and(|open| open.end <= query.start + at) {
            open.next();
        }
        if open.peek().is_some_and(|open| open.contains(&(query.start + at))) {
            continue;
        }
        pairs.push(&text[start..at]);
        start = at + 1;
    }
    pairs.push(&text[start..]);
    pairs
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    // As one value: what follows a further `&` or `=` belongs to it.
    let parsed = url::form_urlencoded::parse(text.as_bytes()).next();
    match parsed {
        Some((name, value)) if value.is_empty() && !text.contains(['=', '&']) => name.into_owned(),
        _ => text,
    }
}
