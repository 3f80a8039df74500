//! Values that the literals of a program make, and what is sent of them.

use std::rc::Rc;

use crate::request::{Field, Span, Value};

/// No value holds others deeper.
const DEEPEST: u8 = 40;

#[derive(Clone, Debug)]
pub(super) struct Val {
    pub v: V,
    /// Where it is written.
    pub span: Span,
    pub depth: u8,
}

#[derive(Clone, Debug)]
pub(super) enum V {
    Text(Value),
    Number(String),
    Bool(bool),
    Null,
    List(Rc<Vec<Val>>),
    Map(Rc<Vec<(Val, Val)>>),
    /// An object of a library, by its index in the run.
    Object(usize),
    /// A member of such an object that is no field: `client.crm.contacts`.
    Member(usize, String),
    /// A name that the program does not define, with its members: `process.env.TOKEN`, `requests`.
    Path(String),
    Unknown,
}

impl Val {
    pub fn new(v: V, span: Span) -> Self {
        Self { v, span, depth: 0 }
    }

    pub fn unknown(span: Span) -> Self {
        Self::new(V::Unknown, span)
    }

    pub fn text(value: Value, span: Span) -> Self {
        Self::new(V::Text(value), span)
    }

    pub fn list(items: Vec<Self>, span: Span) -> Self {
        let depth = items.iter().map(|item| item.depth).max().unwrap_or(0) + 1;
        if depth > DEEPEST { Self::unknown(span) } else { Self { v: V::List(Rc::new(items)), span, depth } }
    }

    pub fn map(entries: Vec<(Self, Self)>, span: Span) -> Self {
        let depth = entries.iter().map(|(_, value)| value.depth).max().unwrap_or(0) + 1;
        if depth > DEEPEST { Self::unknown(span) } else { Self { v: V::Map(Rc::new(entries)), span, depth } }
    }

    pub fn is_nothing(&self) -> bool {
        matches!(self.v, V::Null)
    }

    pub fn as_text(&self) -> Option<&Value> {
        match &self.v {
            V::Text(value) => Some(value),
            _ => None,
        }
    }

    /// The text, if all of it is known.
    pub fn plain(&self) -> Option<&str> {
        self.as_text().filter(|value| value.open.is_empty()).map(|value| value.text.as_str())
    }

    pub fn entries(&self) -> &[(Self, Self)] {
        match &self.v {
            V::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn items(&self) -> &[Self] {
        match &self.v {
            V::List(items) => items,
            _ => &[],
        }
    }

    /// The last entry with this name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.entries().iter().rev().find(|(key, _)| key.plain() == Some(name)).map(|(_, value)| value)
    }

    /// Sets an entry; makes a map of a value that is none.
    pub fn set(&mut self, key: Self, value: Self) {
        if value.depth >= DEEPEST {
            return;
        }
        self.depth = self.depth.max(value.depth + 1);
        if !matches!(self.v, V::Map(_)) {
            self.v = V::Map(Rc::default());
        }
        if let V::Map(entries) = &mut self.v {
            put(Rc::make_mut(entries), key, value);
        }
    }

    pub fn push(&mut self, value: Self) {
        if value.depth >= DEEPEST {
            return;
        }
        self.depth = self.depth.max(value.depth + 1);
        if let V::List(items) = &mut self.v {
            Rc::make_mut(items).push(value);
        } else {
            self.v = V::List(Rc::new(vec![value]));
        }
    }
}

/// Entries beyond this number are not compared with one another.
const COMPARED: usize = 200;

/// Sets an entry: the last one of a name counts, at the place of the first.
pub(super) fn put(entries: &mut Vec<(Val, Val)>, key: Val, value: Val) {
    let same = key
        .plain()
        .filter(|_| entries.len() < COMPARED)
        .and_then(|name| entries.iter().position(|(key, _)| key.plain() == Some(name)));
    match same {
        Some(at) => entries[at].1 = value,
        None => entries.push((key, value)),
    }
}

/// Puts `more` behind a text. The span of the whole is for the caller to set.
pub(super) fn append(text: &mut Value, more: &Value) {
    let shift = text.text.len();
    text.text.push_str(&more.text);
    text.open.extend(more.open.iter().map(|open| open.start + shift..open.end + shift));
}

/// The text from `from` to `to`, with the parts that are open in it. Where `from` or `to` are within an open part, the
/// part that is left stays open.
pub(super) fn slice(value: &Value, from: usize, to: usize) -> Value {
    let open = value.open.iter().filter(|open| open.start < to && open.end > from);
    let open = open.map(|open| open.start.max(from) - from..open.end.min(to) - from).collect();
    Value { text: value.text[from..to].to_owned(), span: value.span.clone(), open, verbatim: false }
}

/// Whether a text is nothing but an open part, or holds one at this place.
pub(super) fn is_open_at(value: &Value, at: usize) -> bool {
    value.open.iter().any(|open| open.contains(&at))
}

/// How a list stands in a query or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// `a=1&a=2`
    Same,
    /// `a[]=1&a[]=2`, and `a[b]=1` of maps
    Brackets,
    /// `a[0]=1&a[1]=2`, and `a[b]=1` of maps
    Indices,
    /// `a=1,2`
    Comma,
}

/// Escapes what `application/x-www-form-urlencoded` has to escape, and leaves the open parts.
pub(super) fn form_encoded(fields: &[Field]) -> Value {
    let mut text = Value::default();
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            text.text.push('&');
        }
        append(&mut text, &percent_encoded(&field.name));
        text.text.push('=');
        append(&mut text, &percent_encoded(&field.value));
    }
    text
}

pub(super) fn percent_encoded(value: &Value) -> Value {
    let mut out = Value { span: value.span.clone(), ..Value::default() };
    let mut at = 0;
    for open in &value.open {
        out.text.extend(url::form_urlencoded::byte_serialize(&value.text.as_bytes()[at..open.start]));
        let start = out.text.len();
        out.text.push_str(&value.text[open.clone()]);
        out.open.push(start..out.text.len());
        at = open.end;
    }
    out.text.extend(url::form_urlencoded::byte_serialize(&value.text.as_bytes()[at..]));
    out
}

/// A text that the program puts in as a whole.
pub(super) fn open_text(text: String, span: Span) -> Value {
    let whole = 0..text.len();
    Value {
        open: std::iter::once(whole).filter(|whole| !whole.is_empty()).collect(),
        text,
        span: Some(span),
        verbatim: false,
    }
}

/// Applies a change to the parts of a text that are known.
pub(super) fn map_known(value: &Value, change: impl Fn(&str) -> String) -> Value {
    let mut out = Value { span: value.span.clone(), ..Value::default() };
    let mut at = 0;
    for open in &value.open {
        out.text.push_str(&change(&value.text[at..open.start]));
        let start = out.text.len();
        out.text.push_str(&value.text[open.clone()]);
        out.open.push(start..out.text.len());
        at = open.end;
    }
    out.text.push_str(&change(&value.text[at..]));
    out
}
