//! Programs of PowerShell as a flat list of statements, in the expressions that all languages share.

use super::super::parse::Program;
use super::super::syntax::{Arg, Expr, Kind, Piece};
use super::quotes::is_quote;
use crate::request::Span;

/// Brackets and strings within each other; what lies deeper is not read.
pub(super) const DEEPEST: usize = 40;
/// Members after one value, and parts of one sum or pipeline.
pub(super) const LONGEST_CHAIN: usize = 100;

/// Words and values; more than a program has that people paste: about 100 kB.
const MOST: usize = 10_000;

pub(super) fn program(text: &str) -> Program {
    let mut parser = Parser { text, at: 0, end: text.len(), depth: 0, left: MOST };
    Program { statements: parser.statements(), is_cut: parser.left == 0 }
}

pub(super) struct Parser<'a> {
    pub text: &'a str,
    pub at: usize,
    pub end: usize,
    pub depth: usize,
    /// How many words and values are still read.
    pub left: usize,
}

impl<'a> Parser<'a> {
    pub fn rest(&self) -> &'a str {
        &self.text[self.at.min(self.end)..self.end]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn take(&mut self, sign: &str) -> bool {
        let is_there = self.rest().starts_with(sign);
        self.at += if is_there { sign.len() } else { 0 };
        is_there
    }

    /// White space, lines that go on, and comments; with `lines` also the ends of lines.
    pub(super) fn space(&mut self, lines: bool) {
        loop {
            let rest = self.rest();
            let Some(next) = rest.chars().next() else { return };
            if next == '`' {
                let after = rest[1..].trim_start_matches([' ', '\t', '\r']);
                if !after.starts_with('\n') {
                    return;
                }
                self.at = self.end - after.len() + 1;
            } else if next == '#' {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("<#") {
                self.at += rest.find("#>").map_or(rest.len(), |end| end + 2);
            } else if next.is_whitespace() && (lines || next != '\n') || next == '\u{feff}' {
                self.bump();
            } else {
                return;
            }
        }
    }

    /// One word or value less; the text ends where none is left.
    fn spend(&mut self) {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            self.end = self.at;
        }
    }

    pub(super) fn statements(&mut self) -> Vec<Expr> {
        let mut list = Vec::new();
        loop {
            self.space(true);
            if self.at >= self.end {
                return list;
            }
            let before = self.at;
            if matches!(self.peek(), Some('}' | ')' | ';' | '{' | '|' | ']' | ',')) {
                self.bump();
                continue;
            }
            if self.take("```") {
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                continue;
            }
            self.spend();
            if !self.keyword() {
                list.push(self.pipeline());
            }
            if self.at == before {
                self.bump();
            }
        }
    }

    /// Words before statements and blocks.
    pub(super) fn keyword(&mut self) -> bool {
        let word = word_of(self.rest()).to_ascii_lowercase();
        match word.as_str() {
            "if" | "else" | "elseif" | "try" | "catch" | "finally" | "foreach" | "for" | "while"
            | "return" | "do" | "begin" | "process" | "end" | "in" | "throw" => self.at += word.len(),
            "function" | "param" => {
                self.at += word.len();
                self.space(false);
                self.at += self.rest().find(['{', '(', '\n']).unwrap_or(self.rest().len());
                if word == "param" && self.peek() == Some('(') {
                    self.at += 1;
                }
            }
            "ps" if self.rest().lines().next().is_some_and(|line| line.contains('>')) => {
                // The prompt: `PS C:\> `.
                let line = self.rest().lines().next().unwrap_or_default();
                let Some(end) = line.find("> ") else { return false };
                self.at += end + 2;
            }
            _ => return false,
        }
        true
    }

    // --- pipelines

    pub(super) fn pipeline(&mut self) -> Expr {
        let start = self.at;
        let mut value = self.element();
        self.space(false);
        let adds = self.rest().starts_with("+=");
        if adds || self.rest().starts_with('=') {
            self.at += 1 + usize::from(adds);
            self.space(true);
            let right = self.nested(Self::pipeline);
            return Expr::new(Kind::Assign(Box::new(value), adds, Box::new(right)), start..self.at);
        }
        let mut parts = 0;
        loop {
            self.space(false);
            if !self.rest().starts_with('|') || self.rest().starts_with("||") || parts > LONGEST_CHAIN {
                return value;
            }
            self.at += 1;
            parts += 1;
            self.space(true);
            let next = self.element();
            let span = start..self.at;
            value = match next.kind {
                Kind::Call(callee, mut args) => {
                    args.push(Arg { name: Some("inputobject".into()), spread: false, value });
                    Expr::new(Kind::Call(callee, args), span)
                }
                kind => Expr::new(Kind::Unknown(vec![value, Expr::new(kind, next.span)]), span),
            };
        }
    }

    pub(super) fn nested(&mut self, read: impl FnOnce(&mut Self) -> Expr) -> Expr {
        if self.depth >= DEEPEST {
            let start = self.at;
            self.bump();
            return Expr::unknown(start..self.at);
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// A command with its arguments, or an expression.
    pub(super) fn element(&mut self) -> Expr {
        self.take("&");
        self.space(false);
        if self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            return self.command();
        }
        self.sum()
    }

    pub(super) fn command(&mut self) -> Expr {
        let start = self.at;
        let name = word_of(self.rest()).to_owned();
        self.at += name.len().max(self.peek().map_or(1, char::len_utf8));
        let lower = name.to_ascii_lowercase();
        let callee =
            Expr::new(Kind::Name(lower.strip_suffix(".exe").unwrap_or(&lower).to_owned()), start..self.at);
        let mut args = Vec::new();
        loop {
            self.space(false);
            match self.peek() {
                None | Some('\n' | ';' | '|' | ')' | '}') => break,
                Some('=') if args.is_empty() => break,
                _ => {}
            }
            let before = self.at;
            args.push(self.argument());
            if self.at == before {
                self.bump();
            }
        }
        let end = args.last().map_or(self.at, |arg: &Arg| arg.value.span.end.max(start));
        Expr::new(Kind::Call(Box::new(callee), args), start..end.max(start).min(self.at))
    }

    pub(super) fn argument(&mut self) -> Arg {
        let rest = self.rest();
        if rest.starts_with('@') && rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
            let start = self.at;
            self.at += 1;
            let name = word_of(self.rest()).to_ascii_lowercase();
            self.at += name.len();
            let value = Expr::new(Kind::Name(format!("${name}")), start..self.at);
            return Arg { name: None, spread: true, value };
        }
        let dash = rest.strip_prefix(['-', '–', '—']);
        if let Some(after) = dash.filter(|after| after.starts_with(|c: char| c.is_ascii_alphabetic())) {
            let start = self.at;
            let name = word_of(after);
            self.at = self.end - after.len() + name.len();
            let name = name.to_ascii_lowercase();
            self.take(":");
            self.space(false);
            let next = self.rest();
            let is_switch = next.is_empty()
                || next.starts_with(['\n', ';', '|', ')', '}'])
                || next.starts_with('-') && next[1..].starts_with(|c: char| c.is_ascii_alphabetic());
            let value = if is_switch { Expr::new(Kind::Bool(true), start..self.at) } else { self.word() };
            return Arg { name: Some(name), spread: false, value };
        }
        Arg { name: None, spread: false, value: self.word() }
    }

    /// An argument: a value, or a bare word that may hold variables. Values with commas are a list.
    pub(super) fn word(&mut self) -> Expr {
        let start = self.at;
        let mut items = vec![self.one_word()];
        loop {
            let mark = self.at;
            self.space(false);
            if !self.take(",") || items.len() > 5000 {
                self.at = mark;
                break;
            }
            self.space(true);
            items.push(self.one_word());
        }
        if items.len() == 1 {
            return items.remove(0);
        }
        let items = items.into_iter().map(|value| Arg { name: None, spread: false, value }).collect();
        Expr::new(Kind::List(items), start..self.at)
    }

    pub(super) fn one_word(&mut self) -> Expr {
        let start = self.at;
        self.spend();
        if self.peek().is_some_and(|c| is_quote(c) || matches!(c, '(' | '@' | '[' | '{'))
            || self.rest().starts_with("$(")
        {
            return self.nested(Self::value);
        }
        if self.peek() == Some('$') {
            let value = self.nested(Self::value);
            if self.at >= self.end
                || self.rest().starts_with(|c: char| c.is_whitespace() || ",;|)}".contains(c))
            {
                return value;
            }
            self.at = start;
        }
        // A bare word: `Post`, `https://api.hubapi.com/$path`.
        let length = self
            .rest()
            .find(|c: char| c.is_whitespace() || ",;|)}\"'`".contains(c))
            .unwrap_or(self.rest().len());
        let end = start + length;
        let text = &self.text[start..end];
        self.at = end;
        if text.chars().all(|c| c.is_ascii_digit()) && !text.is_empty() {
            return Expr::new(Kind::Number(text.to_owned()), start..end);
        }
        let pieces = self.bare_pieces(start..end);
        Expr::new(Kind::Text(pieces), start..end)
    }

    pub(super) fn bare_pieces(&mut self, span: Span) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = span.start;
        while at < span.end {
            let dollar = self.text[at..span.end].find('$').map_or(span.end, |found| at + found);
            let name = self.text[(dollar + 1).min(span.end)..span.end]
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                .map_or(span.end, |length| dollar + 1 + length);
            if dollar > at || dollar == span.end || name == dollar + 1 {
                let stop = if name == dollar + 1 { name.min(span.end) } else { dollar };
                pieces.push(Piece::Plain(self.text[at..stop].to_owned(), at..stop));
                at = stop;
                continue;
            }
            let whole = dollar..name;
            let value = Expr::new(Kind::Name(self.text[whole.clone()].to_ascii_lowercase()), whole.clone());
            pieces.push(Piece::Value { whole: whole.clone(), value: Box::new(value) });
            at = name;
        }
        if pieces.is_empty() {
            pieces.push(Piece::Plain(String::new(), span));
        }
        pieces
    }

    /// The expression of `$name`, `${name}` or `$( … )` within a string.
    pub fn inner(&mut self, whole: Span) -> Expr {
        let text = &self.text[whole.clone()];
        if let Some(code) = text.strip_prefix("$(") {
            if self.depth >= DEEPEST {
                return Expr::unknown(whole);
            }
            let end = whole.start + 2 + code.strip_suffix(')').unwrap_or(code).len();
            let mut parser =
                Parser { text: self.text, at: whole.start + 2, end, depth: self.depth + 4, left: self.left };
            parser.space(true);
            let value = parser.pipeline();
            return if parser.rest().trim().is_empty() {
                value
            } else {
                Expr::new(Kind::Unknown(vec![value]), whole)
            };
        }
        let name = text.replace(['{', '}'], "").to_ascii_lowercase();
        Expr::new(Kind::Name(name), whole)
    }
}

/// The name of a command, parameter or variable at the start.
pub(super) fn word_of(rest: &str) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    &rest[..end]
}
