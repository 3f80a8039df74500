//! Values as the texts and fields that are sent of them.

use super::run::Run;
use super::syntax::Lang;
use super::value::{Repeat, V, Val, append, form_encoded};
use crate::request::{Field, Span, Value};

impl Run<'_> {
    /// A value as a text; what is not known stands as it is written at `written`.
    pub fn text_at(&mut self, val: &Val, written: &Span) -> Value {
        match &val.v {
            V::Text(value) if self.spend(value.text.len()) => value.clone(),
            V::Number(number) => Value::at(number.clone(), val.span.clone()),
            V::Bool(is) => Value::at(self.bool_word(*is), val.span.clone()),
            V::Null => Value::at(if self.lang == Lang::Python { "None" } else { "null" }, val.span.clone()),
            V::Object(object) if self.class_of(val) == Some("form") => self.form_text(*object, written),
            V::Object(object) => match self.field(*object, "text").or_else(|| self.field(*object, "href")) {
                Some(text) if text.as_text().is_some() => self.text_at(&text, written),
                _ => self.open(written),
            },
            _ => self.open(written),
        }
    }

    pub fn text(&mut self, val: &Val) -> Value {
        self.text_at(val, &val.span.clone())
    }

    pub(super) fn bool_word(&self, is: bool) -> &'static str {
        match (self.lang, is) {
            (Lang::Python | Lang::CSharp | Lang::PowerShell, true) => "True",
            (Lang::Python | Lang::CSharp | Lang::PowerShell, false) => "False",
            (Lang::Php, true) => "1",
            (Lang::Php, false) => "",
            (_, true) => "true",
            (_, false) => "false",
        }
    }

    /// The encoded text of a form object.
    pub fn form_text(&mut self, object: usize, span: &Span) -> Value {
        if let Some(text) = self.field(object, "text").as_ref().and_then(Val::as_text) {
            return text.clone();
        }
        let map = self.field(object, "[]").unwrap_or_else(|| Val::map(Vec::new(), span.clone()));
        let fields = self.fields(&map, Repeat::Same);
        let mut text = form_encoded(&fields);
        text.span = Some(span.clone());
        text
    }

    /// The entries of a map as fields, not encoded.
    pub fn fields(&mut self, val: &Val, repeat: Repeat) -> Vec<Field> {
        let mut fields = Vec::new();
        for (key, value) in val.entries() {
            // Entries of a map that is not known; whoever asks for the fields makes a note of them.
            if matches!(key.v, V::Unknown) {
                continue;
            }
            let name = self.text(key);
            self.add_fields(&mut fields, name, value, repeat, 0);
        }
        fields
    }

    pub(super) fn add_fields(
        &mut self,
        fields: &mut Vec<Field>,
        name: Value,
        value: &Val,
        repeat: Repeat,
        depth: usize,
    ) {
        if !self.spend(8 + name.text.len()) || depth > 8 {
            return;
        }
        let nested = |key: &str| {
            let mut name = name.clone();
            name.text.push_str(key);
            name
        };
        match &value.v {
            V::List(items) if repeat == Repeat::Comma => {
                let mut text = Value { span: Some(value.span.clone()), ..Value::default() };
                for (at, item) in items.iter().enumerate() {
                    text.text.push_str(if at > 0 { "," } else { "" });
                    append(&mut text, &self.text(item));
                }
                fields.push(Field { name, value: text });
            }
            V::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    let name = match repeat {
                        Repeat::Brackets => nested("[]"),
                        Repeat::Indices => nested(&format!("[{at}]")),
                        _ => name.clone(),
                    };
                    self.add_fields(fields, name, item, repeat, depth + 1);
                }
            }
            V::Map(entries) if repeat != Repeat::Same => {
                for (key, item) in entries.iter() {
                    let key = self.text(key).text;
                    self.add_fields(fields, nested(&format!("[{key}]")), item, repeat, depth + 1);
                }
            }
            V::Null if self.lang != Lang::JavaScript => {}
            _ => {
                let value = self.text(value);
                fields.push(Field { name, value });
            }
        }
    }
}
