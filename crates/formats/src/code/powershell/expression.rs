//! Expressions of PowerShell: sums, members, literals, tables.

use super::super::syntax::{Arg, Entry, Expr, Kind, Op};
use super::parse::{DEEPEST, LONGEST_CHAIN, Parser, word_of};

impl Parser<'_> {
    // --- expressions

    /// Values with `+`, `-f` and other operators between them.
    pub(super) fn sum(&mut self) -> Expr {
        let start = self.at;
        let first = self.nested(Self::value);
        let mut chain = Vec::new();
        let mut is_known = true;
        while chain.len() < LONGEST_CHAIN * 20 {
            let mark = self.at;
            self.space(false);
            if self.rest().starts_with("+=") {
                break;
            }
            if self.take("+") {
                self.space(true);
                chain.push((Op::Join, self.nested(Self::value)));
                continue;
            }
            let operator = self
                .rest()
                .strip_prefix('-')
                .map(word_of)
                .filter(|word| word.chars().all(|c| c.is_ascii_alphabetic()) && !word.is_empty());
            let Some(operator) = operator else {
                self.at = mark;
                break;
            };
            self.at += 1 + operator.len();
            let is_format = operator.eq_ignore_ascii_case("f");
            is_known &= is_format;
            self.space(true);
            chain.push((if is_format { Op::Format } else { Op::Join }, self.word()));
        }
        let span = start..self.at;
        match (chain.is_empty(), is_known) {
            (true, _) => first,
            (_, true) => Expr::new(Kind::Chain(Box::new(first), chain), span),
            _ => Expr::new(
                Kind::Unknown(
                    std::iter::once(first).chain(chain.into_iter().map(|(_, part)| part)).collect(),
                ),
                span,
            ),
        }
    }

    pub(super) fn value(&mut self) -> Expr {
        let start = self.at;
        let mut value = self.primary();
        for _ in 0..LONGEST_CHAIN {
            let rest = self.rest();
            let name = rest
                .strip_prefix("::")
                .or_else(|| rest.strip_prefix('.'))
                .map(word_of)
                .filter(|name| !name.is_empty());
            if let Some(name) = name {
                self.at =
                    self.end - rest.len() + rest.find(|c| c != ':' && c != '.').unwrap_or(1) + name.len();
                value = Expr::new(Kind::Member(Box::new(value), name.to_owned()), start..self.at);
            } else if rest.starts_with('(') && matches!(value.kind, Kind::Member(..)) {
                let args = self.list("(", ")");
                value = Expr::new(Kind::Call(Box::new(value), args), start..self.at);
            } else if rest.starts_with('[') && !matches!(value.kind, Kind::Text(_)) {
                let mut index = self.list("[", "]");
                let index =
                    if index.is_empty() { Expr::unknown(self.at..self.at) } else { index.remove(0).value };
                value = Expr::new(Kind::Index(Box::new(value), Box::new(index)), start..self.at);
            } else {
                break;
            }
        }
        value
    }

    pub(super) fn primary(&mut self) -> Expr {
        let start = self.at;
        if let Some(string) = self.string() {
            return string;
        }
        let rest = self.rest();
        if rest.starts_with("@{") {
            self.at += 2;
            let entries = self.entries();
            return Expr::new(Kind::Map(entries), start..self.at);
        }
        if rest.starts_with("@(") || rest.starts_with("$(") || rest.starts_with('(') {
            let is_list = rest.starts_with('@');
            self.at += usize::from(!rest.starts_with('('));
            let mut items = self.list("(", ")");
            if items.len() == 1 && !is_list {
                let item = items.remove(0);
                return Expr { span: start..self.at, ..item.value };
            }
            return Expr::new(Kind::List(items), start..self.at);
        }
        if rest.starts_with('[') {
            // A type: of the value after it, or of a static method.
            let end = rest.find(']').map_or(rest.len(), |end| end + 1);
            let nested =
                rest[end.min(rest.len())..].len() - rest[end.min(rest.len())..].trim_start_matches(']').len();
            self.at += end + nested;
            let name = rest[1..end.max(1)].trim_end_matches(']').to_owned();
            if self.rest().starts_with("::") {
                return Expr::new(Kind::Name(name), start..self.at);
            }
            self.space(false);
            return self.nested(Self::value);
        }
        if rest.starts_with('{') {
            self.at += 1;
            return Expr::unknown(start..self.at);
        }
        if let Some(after) = rest.strip_prefix('$') {
            let name = if after.starts_with('{') {
                after.find('}').map_or(after, |end| &after[..=end])
            } else {
                let end = after
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '?')))
                    .unwrap_or(after.len());
                after[..end].trim_end_matches(':')
            };
            self.at += 1 + name.len();
            let name = format!("${}", name.trim_matches(['{', '}'])).to_ascii_lowercase();
            let kind = match name.as_str() {
                "$true" => Kind::Bool(true),
                "$false" => Kind::Bool(false),
                "$null" => Kind::Null,
                _ => Kind::Name(name),
            };
            return Expr::new(kind, start..self.at);
        }
        let number = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(rest.len());
        if number > 0 {
            self.at += number;
            return Expr::new(Kind::Number(rest[..number].to_owned()), start..self.at);
        }
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.command();
        }
        self.bump();
        Expr::unknown(start..self.at)
    }

    /// Pipelines between brackets, by commas, semicolons or lines.
    pub(super) fn list(&mut self, open: &str, close: &str) -> Vec<Arg> {
        self.take(open);
        let mut list = Vec::new();
        if self.depth >= DEEPEST {
            return list;
        }
        self.depth += 1;
        loop {
            self.space(true);
            if self.at >= self.end || self.take(close) {
                break;
            }
            if self.take(",") || self.take(";") {
                continue;
            }
            let before = self.at;
            let value = self.pipeline();
            list.push(Arg { name: None, spread: false, value });
            if self.at == before {
                self.bump();
            }
        }
        self.depth -= 1;
        list
    }

    pub(super) fn entries(&mut self) -> Vec<Entry> {
        let mut list = Vec::new();
        if self.depth >= DEEPEST {
            return list;
        }
        self.depth += 1;
        loop {
            self.space(true);
            if self.at >= self.end || self.take("}") {
                break;
            }
            if self.take(";") || self.take(",") {
                continue;
            }
            let before = self.at;
            let key = self.key();
            self.space(false);
            if self.take("=") {
                self.space(true);
                let value = self.pipeline();
                // `a, b` without brackets is a list.
                let value = self.comma_list(value);
                list.push(Entry { key: Some(key), value });
            }
            if self.at == before {
                self.bump();
            }
        }
        self.depth -= 1;
        list
    }

    pub(super) fn comma_list(&mut self, first: Expr) -> Expr {
        self.space(false);
        if !self.rest().starts_with(',') {
            return first;
        }
        let start = first.span.start;
        let mut items = vec![Arg { name: None, spread: false, value: first }];
        while self.take(",") {
            self.space(true);
            let value = self.pipeline();
            items.push(Arg { name: None, spread: false, value });
            self.space(false);
        }
        Expr::new(Kind::List(items), start..self.at)
    }

    pub(super) fn key(&mut self) -> Expr {
        let start = self.at;
        if let Some(string) = self.string() {
            return string;
        }
        if self.peek() == Some('$') {
            return self.nested(Self::value);
        }
        let rest = self.rest();
        let length = rest.find(|c: char| c.is_whitespace() || "=;}{()".contains(c)).unwrap_or(rest.len());
        self.at += length;
        super::super::parse::plain(rest[..length].to_owned(), start..self.at)
    }
}
