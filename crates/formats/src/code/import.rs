//! Imports as assignments: `import requests as r` gives `r` the name `requests`.

use super::lex::TokenKind;
use super::parse::Parser;
use super::syntax::{Expr, Kind, Lang, Piece};
use crate::request::Span;

impl Parser<'_> {
    // --- imports

    /// Imports as assignments of the module's name.
    pub(super) fn import(&mut self) -> Option<Expr> {
        match (self.lang, self.word()) {
            (Lang::Python, "import" | "from") => Some(self.python_import()),
            (Lang::JavaScript, "import") if self.word_at(self.at + 1) != "(" => {
                Some(self.javascript_import())
            }
            (Lang::Php, "use" | "namespace") | (Lang::Java | Lang::Go, "import") => {
                self.skip_to(&[";", "\n"], self.tokens.list.len());
                Some(Expr::unknown(0..0))
            }
            _ => None,
        }
    }

    pub(super) fn bind(name: &str, value: &str, span: &Span) -> Expr {
        let name = Expr::new(Kind::Name(name.to_owned()), span.clone());
        let value = Expr::new(Kind::Name(value.to_owned()), span.clone());
        Expr::new(Kind::Assign(Box::new(name), false, Box::new(value)), span.clone())
    }

    pub(super) fn python_import(&mut self) -> Expr {
        let start = self.start();
        let from = self.take("from").then(|| self.dotted());
        self.at += 1;
        let mut bound = Vec::new();
        self.take("(");
        while self.is_name_at(self.at) {
            let name = self.dotted();
            let full = from.as_ref().map_or_else(|| name.clone(), |from| format!("{from}.{name}"));
            if self.take("as") {
                let local = self.dotted();
                bound.push(Self::bind(&local, &full, &(start..start)));
            } else if from.is_some() {
                bound.push(Self::bind(&name, &full, &(start..start)));
            }
            self.take(",");
        }
        self.take(")");
        Expr::new(Kind::Unknown(bound), start..self.end_before().max(start))
    }

    pub(super) fn dotted(&mut self) -> String {
        let mut name = String::new();
        while self.is_name_at(self.at) && name.len() < 200 {
            name.push_str(self.word());
            self.at += 1;
            if !(self.word() == "." && self.is_name_at(self.at + 1)) {
                break;
            }
            self.at += 1;
            name.push('.');
        }
        name
    }

    /// `import a, { b as c } from 'm'`, `import * as a from 'm'`.
    pub(super) fn javascript_import(&mut self) -> Expr {
        let start = self.start();
        let first = self.at + 1;
        let mut at = first;
        while at < self.tokens.list.len()
            && at < first + 60
            && !self.is_text_at(at)
            && self.word_at(at) != ";"
        {
            at += 1;
        }
        let module = self.plain_text_at(at).map(|module| super::names::module(&module)).unwrap_or_default();
        let mut bound = Vec::new();
        let mut in_braces = false;
        let mut i = first;
        while i < at {
            match self.word_at(i) {
                "{" => in_braces = true,
                "}" => in_braces = false,
                "from" | "as" | "type" | "*" | "," => {}
                name if self.is_name_at(i) => {
                    let renamed = self.word_at(i + 1) == "as";
                    let local = if renamed { self.word_at(i + 2) } else { name };
                    let value = if in_braces { format!("{module}.{name}") } else { module.clone() };
                    bound.push(Self::bind(local, &value, &(start..start)));
                    i += if renamed { 2 } else { 0 };
                }
                _ => {}
            }
            i += 1;
        }
        self.at = (at + 1).min(self.tokens.list.len());
        Expr::new(Kind::Unknown(bound), start..self.end_before().max(start))
    }

    pub fn plain_text_at(&self, at: usize) -> Option<String> {
        let TokenKind::Text(index) = self.tokens.list.get(at)?.kind else { return None };
        match self.tokens.strings[index].as_slice() {
            [Piece::Plain(text, _)] => Some(text.clone()),
            _ => None,
        }
    }
}
