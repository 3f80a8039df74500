//! Variables that a document defines itself.

use std::cell::Cell;
use std::collections::HashMap;

use super::parts::braces;
use crate::request::Value;

/// A variable may stand in the value of another one, this deep.
const MOST_DEPTH: usize = 8;
/// What all variables may add to a small document, in bytes: nested ones could multiply without end.
const LEAST_ROOM: usize = 1 << 16;
/// What putting a variable in takes besides its bytes.
const STEP: usize = 16;

/// Names and values. An empty value counts as none: exports leave out what is set on somebody's machine.
pub(super) struct Variables {
    values: HashMap<String, String>,
    /// Bytes that may still be put in.
    room: Cell<usize>,
}

impl Variables {
    /// For a document of that many bytes.
    pub(super) fn new(document: usize) -> Self {
        Self { values: HashMap::new(), room: Cell::new(LEAST_ROOM + 2 * document) }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.trim().to_owned(), value.to_owned());
    }

    /// With the values that are known put in; the others stay open.
    pub(super) fn resolve(&self, value: Value) -> Value {
        let mut text = String::new();
        self.expand(&value.text, &mut text, 0);
        let open = braces(&text);
        let verbatim = value.verbatim && text == value.text;
        Value { text, span: value.span, open, verbatim }
    }

    fn expand(&self, text: &str, into: &mut String, depth: usize) {
        let mut at = 0;
        for variable in braces(text) {
            into.push_str(&text[at..variable.start]);
            at = variable.end;
            let name = text[variable.start + 2..variable.end - 2].trim();
            let known = self.values.get(name).filter(|value| !value.is_empty() && depth < MOST_DEPTH);
            match known.filter(|value| self.room.get() >= value.len() + STEP) {
                Some(value) => {
                    self.room.set(self.room.get() - value.len() - STEP);
                    self.expand(value, into, depth + 1);
                }
                None => into.push_str(&text[variable]),
            }
        }
        into.push_str(&text[at..]);
    }
}
