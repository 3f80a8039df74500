//! What stands within brackets: arguments, elements, entries.

use super::parse::{Parser, plain};
use super::syntax::{Arg, Entry, Expr, Kind, Lang};

impl Parser<'_> {
    // --- brackets

    /// Elements until `end`, with names where the language has them.
    pub fn arguments(&mut self, end: usize) -> Vec<Arg> {
        let mut list = Vec::new();
        while self.at < end {
            let before = self.at;
            if self.take(",") || self.take(";") {
                continue;
            }
            let spread = ["...", "**", "*", "&"].iter().any(|sign| self.word() == *sign)
                && !self.is_text_at(self.at)
                && !(self.word() == "&" && matches!(self.lang, Lang::Go | Lang::CSharp));
            self.at += usize::from(spread);
            let name = self.argument_name();
            let value = self.expression(end);
            list.push(Arg { name, spread, value });
            // `x for x in …` and other things that are not understood.
            if self.at < end && self.word() != "," {
                let from = list.last().map_or(0, |arg: &Arg| arg.value.span.start);
                self.skip_to(&[","], end);
                let span = from..self.end_before().max(from);
                if let Some(last) = list.last_mut() {
                    let value = std::mem::replace(&mut last.value, Expr::unknown(span.clone()));
                    last.value = Expr::new(Kind::Unknown(vec![value]), span);
                }
            }
            if self.at == before {
                self.at += 1;
            }
        }
        list
    }

    pub(super) fn argument_name(&mut self) -> Option<String> {
        if !self.is_name_at(self.at) {
            return None;
        }
        let next = self.word_at(self.at + 1);
        let is_name = match self.lang {
            Lang::Python => next == "=",
            Lang::CSharp | Lang::Php | Lang::Ruby => next == ":" && !self.is_text_at(self.at + 1),
            _ => false,
        };
        let name = is_name.then(|| self.word().to_owned());
        self.at += if is_name { 2 } else { 0 };
        name
    }

    /// The entries of a map until `end`.
    pub fn entries(&mut self, end: usize) -> Vec<Entry> {
        let mut list = Vec::new();
        while self.at < end {
            let before = self.at;
            if self.take(",") || self.take(";") {
                continue;
            }
            if ["...", "**"].contains(&self.word()) && !self.is_text_at(self.at) {
                self.at += 1;
                let value = self.expression(end);
                list.push(Entry { key: None, value });
            } else {
                list.push(self.entry(end));
            }
            self.skip_to(&[",", ";"], end);
            if self.at == before {
                self.at += 1;
            }
        }
        list
    }

    pub(super) fn entry(&mut self, end: usize) -> Entry {
        let span = self.start()..self.token().map_or(0, |token| token.span.end);
        let key = if self.word() == "[" && matches!(self.lang, Lang::JavaScript | Lang::CSharp) {
            self.within(super::parse::Parser::expression).unwrap_or_else(|| Expr::unknown(span.clone()))
        } else if self.is_name_at(self.at)
            && matches!(self.word_at(self.at + 1), ":" | "=" | "," | "}" | "(")
            && self.lang != Lang::Python
        {
            let name = self.word().to_owned();
            self.at += 1;
            // A shorthand: `{ code }`; a method of the object: `{ pre() { … } }`.
            if !matches!(self.word(), ":" | "=") {
                let value = Expr::new(Kind::Name(name.clone()), span.clone());
                if self.word() == "(" {
                    self.skip_to(&[","], end);
                }
                return Entry { key: Some(plain(name, span)), value };
            }
            plain(name, span)
        } else {
            self.operands(end)
        };
        if matches!(self.word(), ":" | "=>" | "=" | ",") && self.word() != "," {
            self.at += 1;
            let value = self.expression(end);
            return Entry { key: Some(key), value };
        }
        self.bare_entry(key)
    }

    /// A value without a key: of a set, a list, or a pair in braces (C#).
    pub(super) fn bare_entry(&self, value: Expr) -> Entry {
        let span = value.span.clone();
        match value.kind {
            Kind::Map(pair) if self.lang == Lang::CSharp && pair.len() == 2 => {
                let mut values = pair.into_iter().map(|entry| entry.value);
                let key = values.next();
                Entry { key, value: values.next().unwrap_or_else(|| Expr::unknown(span)) }
            }
            // Nothing is copied: braces within braces would double with each one.
            kind => Entry { key: Some(Expr::unknown(span.clone())), value: Expr::new(kind, span) },
        }
    }
}
