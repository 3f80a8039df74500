//! Expressions: operands, what is asked of them, and operators.

use super::lex::TokenKind;
use super::parse::{DEEPEST, Parser};
use super::syntax::{Arg, Expr, Kind, Lang, Op, Piece};

/// Members and calls after one value.
const LONGEST_CHAIN: usize = 100;

impl Parser<'_> {
    /// One expression; takes at least one token if there is one.
    pub fn expression(&mut self, end: usize) -> Expr {
        let start = self.start();
        let left = self.operands(end);
        if self.at >= end {
            return left;
        }
        let adds = matches!(self.word(), "+=" | ".=");
        if adds || matches!(self.word(), "=" | ":=" | "||=" | "??=") {
            self.at += 1;
            let value = self.nested(|parser| parser.expression(end));
            let span = start..value.span.end.max(start);
            return Expr::new(Kind::Assign(Box::new(left), adds, Box::new(value)), span);
        }
        if self.word() == "=>" && matches!(self.lang, Lang::JavaScript | Lang::CSharp)
            || self.word() == "->" && self.lang == Lang::Java
        {
            self.at += 1;
            return self.function_body(start, end);
        }
        if self.word() == "?" && self.lang != Lang::Go && self.lang != Lang::Python {
            self.at += 1;
            let yes = self.nested(|parser| parser.operands(end));
            self.take(":");
            let no = self.nested(|parser| parser.expression(end));
            let span = start..self.end_before().max(start);
            return Expr::new(Kind::Unknown(vec![left, yes, no]), span);
        }
        if self.lang == Lang::Python && self.word() == "if" && self.depth > 0 {
            self.skip_to(&[",", "\n"], end);
            let span = start..self.end_before().max(start);
            return Expr::new(Kind::Unknown(vec![left]), span);
        }
        left
    }

    pub(super) fn nested(&mut self, read: impl FnOnce(&mut Self) -> Expr) -> Expr {
        if self.depth >= DEEPEST {
            let span = self.start()..self.token().map_or(self.start(), |token| token.span.end);
            self.at += 1;
            return Expr::unknown(span);
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    pub(super) fn function_body(&mut self, start: usize, end: usize) -> Expr {
        let body = if self.word() == "{" {
            self.within(Self::statements).unwrap_or_default()
        } else {
            vec![self.nested(|parser| parser.expression(end))]
        };
        Expr::new(Kind::Function(body), start..self.end_before().max(start))
    }

    /// Operands and the operators between them.
    pub fn operands(&mut self, end: usize) -> Expr {
        let start = self.start();
        let first = self.postfix(end);
        let mut chain = Vec::new();
        let mut is_known = true;
        while self.at < end {
            let word = self.word();
            let op = match word {
                "+" if self.lang != Lang::Php => Op::Join,
                "." if self.lang == Lang::Php => Op::Join,
                "<<" if self.lang == Lang::Ruby => Op::Join,
                "%" => Op::Format,
                "-" | "*" | "/" | "||" | "&&" | "??" | "|" | "&" | "==" | "===" | "!=" | "!==" | "<"
                | ">" | "<=" | ">=" | "<=>" | "=~" | "**" | "<<" | ">>" | "?:" => {
                    is_known = false;
                    Op::Join
                }
                "or" | "and" | "in" | "is" | "not" | "instanceof" | "as" | "satisfies"
                    if !(self.is_text_at(self.at)
                        || word == "as" && matches!(self.lang, Lang::Python | Lang::Php)) =>
                {
                    if matches!(word, "as" | "satisfies") {
                        self.skip_cast(end);
                        continue;
                    }
                    is_known = false;
                    Op::Join
                }
                "" if self.is_text_at(self.at)
                    && matches!(self.lang, Lang::Python | Lang::Ruby)
                    && chain.len() < 2000
                    && self.is_text_at(self.at - 1) =>
                {
                    // Two strings side by side are one.
                    let next = self.postfix(end);
                    chain.push((Op::Join, next));
                    continue;
                }
                _ => break,
            };
            self.at += 1;
            while self.token().is_some_and(|token| token.kind == TokenKind::Line) {
                self.at += 1;
            }
            chain.push((op, self.postfix(end)));
        }
        let span = start..self.end_before().max(start);
        match (chain.is_empty(), is_known) {
            (true, _) => first,
            (false, true) => Expr::new(Kind::Chain(Box::new(first), chain), span),
            (false, false) => {
                let parts = std::iter::once(first).chain(chain.into_iter().map(|(_, part)| part)).collect();
                Expr::new(Kind::Unknown(parts), span)
            }
        }
    }

    /// `as const`, `as Record<string, string>`.
    pub(super) fn skip_cast(&mut self, end: usize) {
        self.at = (self.at + 2).min(end);
        while self.at < end && matches!(self.word(), "." | "[" | "]" | "<" | ">" | "|") {
            if self.word() == "<" {
                self.skip_to(&[">"], end);
            }
            self.at = (self.at + 1).min(end);
        }
    }

    pub(super) fn postfix(&mut self, end: usize) -> Expr {
        let start = self.start();
        if self.at >= end {
            return Expr::unknown(start..start);
        }
        let mut value = self.nested(|parser| parser.operand(end));
        let mut steps = 0;
        while self.at < end && self.continues() {
            steps += 1;
            if steps > LONGEST_CHAIN {
                self.skip_step();
                continue;
            }
            value = self.step(value, start, end);
        }
        value
    }

    /// Whether a member, an index or a call follows.
    pub(super) fn continues(&mut self) -> bool {
        let Some(token) = self.token() else { return false };
        if token.kind == TokenKind::Line {
            // A chain of calls goes on in the next line.
            let next = self.word_at(self.at + 1);
            let goes_on = matches!(next, "." | "&.") && self.lang == Lang::Ruby;
            self.at += usize::from(goes_on);
            return goes_on;
        }
        let spaced = token.spaced;
        match self.word() {
            "." => self.lang != Lang::Php && self.is_name_at(self.at + 1) || self.word_at(self.at + 1) == "(",
            "?." | "->" | "?->" | "::" => self.lang != Lang::Java || self.word() == "::",
            "!" => !spaced && matches!(self.lang, Lang::JavaScript | Lang::CSharp),
            "&" => self.lang == Lang::Ruby && self.word_at(self.at + 1) == ".",
            "(" => !spaced || !matches!(self.lang, Lang::Ruby),
            "[" => !spaced || self.lang == Lang::Php,
            "<" => !spaced && self.generic_end().is_some(),
            "{" if self.lang == Lang::Go => !spaced && self.is_name_at(self.at.wrapping_sub(1)),
            "{" => self.lang == Lang::Ruby && self.word_at(self.at + 1) == "|",
            "do" => self.lang == Lang::Ruby,
            "++" | "--" => true,
            "" => {
                self.lang == Lang::JavaScript
                    && !spaced
                    && self.is_text_at(self.at)
                    && self.is_name_at(self.at.wrapping_sub(1))
            }
            _ => false,
        }
    }

    pub(super) fn skip_step(&mut self) {
        self.at = match self.word() {
            "(" | "[" | "{" => self.close_of(self.at) + 1,
            _ => self.at + 1,
        };
        if self.is_name_at(self.at) && self.word_at(self.at.wrapping_sub(1)) != ")" {
            self.at += 1;
        }
        self.at = self.at.min(self.tokens.list.len());
    }

    pub(super) fn step(&mut self, value: Expr, start: usize, end: usize) -> Expr {
        let kind = match self.word() {
            "(" => {
                let args = self.within(Self::arguments).unwrap_or_default();
                Kind::Call(Box::new(value), args)
            }
            "[" => {
                let index = self.within(super::parse::Parser::expression);
                let index = index.unwrap_or_else(|| Expr::unknown(start..start));
                Kind::Index(Box::new(value), Box::new(index))
            }
            "<" => {
                self.at = self.generic_end().unwrap_or(self.at) + 1;
                return value;
            }
            "!" | "++" | "--" => {
                self.at += 1;
                return value;
            }
            "{" if self.lang == Lang::Go => {
                let entries = self.within(Self::entries).unwrap_or_default();
                Kind::New(Box::new(value), Vec::new(), entries)
            }
            "{" => {
                let body = self.within(Self::block_of_ruby).unwrap_or_default();
                return with_block(value, body, start, self.end_before());
            }
            "do" => {
                self.at += 1;
                let body = self.ruby_do(end);
                return with_block(value, body, start, self.end_before());
            }
            "" => {
                self.at += 1;
                Kind::Unknown(vec![value])
            }
            _ => {
                self.at += 1;
                self.take(".");
                if self.word() == "[" || self.word() == "(" {
                    return value;
                }
                let name = self.word().trim_start_matches('#').to_owned();
                self.at += 1;
                self.member(value, name, start, end)
            }
        };
        Expr::new(kind, start..self.end_before().max(start))
    }

    /// A member; in Ruby it may be a call without brackets.
    pub(super) fn member(&mut self, value: Expr, name: String, start: usize, end: usize) -> Kind {
        let member = Kind::Member(Box::new(value), name);
        if self.lang != Lang::Ruby || self.at >= end || !self.begins_bare_argument() {
            return member;
        }
        let span = start..self.end_before().max(start);
        let args = self.bare_arguments(end);
        Kind::Call(Box::new(Expr::new(member, span)), args)
    }

    pub(super) fn begins_bare_argument(&self) -> bool {
        let Some(token) = self.token() else { return false };
        token.spaced
            && (self.is_text_at(self.at)
                || token.kind == TokenKind::Number
                || token.kind == TokenKind::Name
                    && !matches!(
                        self.word(),
                        "do" | "if" | "unless" | "and" | "or" | "rescue" | "end" | "then" | "while"
                    )
                || self.word() == ":" && self.is_name_at(self.at + 1))
    }

    pub(super) fn bare_arguments(&mut self, end: usize) -> Vec<Arg> {
        let from = self.at;
        let mut at = from;
        while at < end {
            match self.word_at(at) {
                "(" | "[" | "{" => at = self.close_of(at),
                ";" | "do" => break,
                "\n" if self.word_at(at - 1) != "," && !self.is_text_at(at) => break,
                _ => {}
            }
            at += 1;
        }
        let stop = at.min(end);
        if self.depth >= DEEPEST {
            self.at = stop;
            return Vec::new();
        }
        self.depth += 1;
        let list = self.arguments(stop);
        self.depth -= 1;
        self.at = self.at.max(stop);
        list
    }

    pub(super) fn block_of_ruby(&mut self, end: usize) -> Vec<Expr> {
        if self.take("|") {
            self.skip_to(&["|"], end);
            self.take("|");
        }
        self.statements(end)
    }

    /// The statements of a block are run where they stand: only its parameters are passed over.
    pub(super) fn ruby_do(&mut self, end: usize) -> Vec<Expr> {
        if self.take("|") {
            self.skip_to(&["|"], end);
            self.take("|");
        }
        Vec::new()
    }

    /// Where `<T>` of a call ends.
    pub(super) fn generic_end(&self) -> Option<usize> {
        if !matches!(self.lang, Lang::JavaScript | Lang::CSharp | Lang::Java) {
            return None;
        }
        let mut depth = 0_i32;
        for at in self.at..(self.at + 30).min(self.tokens.list.len()) {
            match self.word_at(at) {
                "<" => depth += 1,
                ">" => depth -= 1,
                ">>" => depth -= 2,
                "," | "." | "[" | "]" | "|" | "{" | "}" | ":" | ";" | "?" => {}
                _ if self.is_name_at(at) || self.is_text_at(at) => {}
                _ => return None,
            }
            if depth <= 0 {
                return matches!(self.word_at(at + 1), "(" | "{" | ".").then_some(at);
            }
        }
        None
    }
}

pub(super) fn text_of(piece: &Piece) -> String {
    match piece {
        Piece::Plain(text, _) => text.clone(),
        _ => String::new(),
    }
}

/// A call with a block: the statements of the block stand after it.
fn with_block(value: Expr, body: Vec<Expr>, start: usize, end: usize) -> Expr {
    let span = start..end.max(start);
    if body.is_empty() {
        return value;
    }
    let mut args =
        vec![Arg { name: None, spread: false, value: Expr::new(Kind::Function(body), span.clone()) }];
    match value.kind {
        Kind::Call(callee, mut list) => {
            list.append(&mut args);
            Expr::new(Kind::Call(callee, list), span)
        }
        kind => Expr::new(Kind::Call(Box::new(Expr::new(kind, value.span)), args), span),
    }
}
