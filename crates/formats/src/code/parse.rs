//! Programs as a flat list of statements. What is not understood is skipped: blocks, conditions and loops are no bars.

use super::lex::{self, Token, TokenKind, Tokens};
use super::syntax::{Expr, Kind, Lang, Piece};
use crate::request::Span;

/// Brackets, strings and functions within each other; what lies deeper is not read.
pub(super) const DEEPEST: usize = 64;

/// Names before one `=`; more are no assignment.
const MAX_TARGETS: usize = 16;

/// What was read of a program.
pub(super) struct Program {
    pub statements: Vec<Expr>,
    /// Whether it goes on.
    pub is_cut: bool,
}

pub(super) fn program(text: &str, lang: Lang) -> Program {
    let tokens = lex::tokens(text, 0..text.len(), lang);
    let (end, is_cut) = (tokens.list.len(), tokens.is_cut);
    Program { statements: Parser { text, lang, tokens, at: 0, depth: 0 }.statements(end), is_cut }
}

pub(super) struct Parser<'a> {
    pub text: &'a str,
    pub lang: Lang,
    pub tokens: Tokens,
    pub at: usize,
    pub depth: usize,
}

impl<'a> Parser<'a> {
    // --- tokens

    pub fn token(&self) -> Option<&Token> {
        self.tokens.list.get(self.at)
    }

    pub fn word_at(&self, at: usize) -> &'a str {
        self.tokens.list.get(at).map_or("", |token| match token.kind {
            TokenKind::Text(_) => "",
            _ => &self.text[token.span.clone()],
        })
    }

    pub fn word(&self) -> &'a str {
        self.word_at(self.at)
    }

    pub fn is_name_at(&self, at: usize) -> bool {
        self.tokens.list.get(at).is_some_and(|token| token.kind == TokenKind::Name)
    }

    pub fn is_text_at(&self, at: usize) -> bool {
        self.tokens.list.get(at).is_some_and(|token| matches!(token.kind, TokenKind::Text(_)))
    }

    pub fn take(&mut self, sign: &str) -> bool {
        let is_there = self.word() == sign;
        self.at += usize::from(is_there);
        is_there
    }

    /// Where the token ends that was taken last.
    pub fn end_before(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.list.get(at)).map_or(0, |token| token.span.end)
    }

    pub fn start(&self) -> usize {
        self.token().map_or(self.end_before(), |token| token.span.start)
    }

    pub fn close_of(&self, at: usize) -> usize {
        self.tokens.list.get(at).map_or(at, |token| token.close.max(at))
    }

    /// Goes to the next of these signs outside of brackets, or to `end`.
    pub fn skip_to(&mut self, signs: &[&str], end: usize) {
        while self.at < end && !signs.contains(&self.word()) {
            self.at = match self.word() {
                "(" | "[" | "{" => self.close_of(self.at).min(end),
                _ => self.at,
            };
            self.at = (self.at + 1).min(end);
        }
    }

    /// Reads within the brackets that open here, and goes behind them.
    pub fn within<T>(&mut self, read: impl FnOnce(&mut Self, usize) -> T) -> Option<T> {
        let close = self.close_of(self.at);
        self.at += 1;
        if self.depth >= DEEPEST {
            self.at = close + 1;
            return None;
        }
        self.depth += 1;
        let value = read(self, close.min(self.tokens.list.len()));
        self.depth -= 1;
        self.at = (close + 1).min(self.tokens.list.len());
        Some(value)
    }

    // --- statements

    pub fn statements(&mut self, end: usize) -> Vec<Expr> {
        let mut list = Vec::new();
        while self.at < end {
            let before = self.at;
            if let Some(statement) = self.statement(end) {
                list.push(statement);
            }
            if self.at == before {
                self.at += 1;
            }
        }
        list
    }

    pub(super) fn statement(&mut self, end: usize) -> Option<Expr> {
        if matches!(self.word(), "}" | ")" | "]" | ";" | "," | ":" | "{") && !self.is_text_at(self.at)
            || self.token()?.kind == TokenKind::Line
        {
            self.at += 1;
            return None;
        }
        if self.declaration(end) {
            return None;
        }
        if let Some(import) = self.import() {
            return Some(import);
        }
        self.skip_type();
        let first = self.expression(end);
        Some(self.targets(first, end))
    }

    /// `a, err := …`: the first one takes the value.
    pub(super) fn targets(&mut self, first: Expr, end: usize) -> Expr {
        if matches!(self.lang, Lang::Go | Lang::Python | Lang::Ruby) && self.word() == "," {
            let mark = self.at;
            // A longer list is looked at once for each of its names.
            for _ in 0..MAX_TARGETS {
                if !(self.take(",") && self.is_name_at(self.at)) {
                    break;
                }
                self.at += 1;
            }
            if matches!(self.word(), "=" | ":=") {
                self.at += 1;
                let value = self.expression(end);
                let span = first.span.start..value.span.end.max(first.span.end);
                let value = if self.lang == Lang::Go {
                    value
                } else {
                    Expr::new(Kind::Unknown(vec![value]), span.clone())
                };
                return Expr::new(Kind::Assign(Box::new(first), false, Box::new(value)), span);
            }
            self.at = mark;
        }
        if self.lang == Lang::Python && self.take("as") {
            let target = self.expression(end);
            let span = first.span.start..target.span.end;
            return Expr::new(Kind::Assign(Box::new(target), false, Box::new(first)), span);
        }
        first
    }

    /// Heads of functions and words before statements.
    pub(super) fn declaration(&mut self, end: usize) -> bool {
        if self.token().is_none_or(|token| token.kind != TokenKind::Name) {
            return false;
        }
        let is_head = match self.lang {
            Lang::Python => matches!(self.word(), "def" | "class"),
            Lang::JavaScript | Lang::Php => self.word() == "function",
            Lang::Ruby => self.word() == "def",
            Lang::Go => matches!(self.word(), "func" | "package"),
            _ => {
                matches!(self.word(), "using" | "namespace" | "package" | "class" | "interface")
                    && self.word_at(self.at + 1) != "var"
            }
        };
        if is_head {
            // The parameters with their defaults are no statements.
            let body: &[&str] = if self.lang == Lang::Python { &[":"] } else { &["{", ";", "\n"] };
            if self.lang == Lang::JavaScript && self.word_at(self.at + 1) == "(" {
                return false;
            }
            self.skip_to(body, end);
            return true;
        }
        let is_word = matches!(
            self.word(),
            "const"
                | "let"
                | "var"
                | "return"
                | "export"
                | "default"
                | "async"
                | "await"
                | "if"
                | "else"
                | "try"
                | "catch"
                | "finally"
                | "for"
                | "foreach"
                | "while"
                | "with"
                | "throw"
                | "raise"
                | "yield"
                | "echo"
                | "print"
                | "public"
                | "private"
                | "protected"
                | "static"
                | "final"
                | "readonly"
                | "elif"
                | "except"
                | "begin"
                | "end"
                | "then"
                | "do"
                | "rescue"
                | "ensure"
                | "unless"
                | "elsif"
                | "defer"
                | "go"
                | "global"
                | "nonlocal"
                | "declare"
                | "using"
                | "val"
                | "puts"
        );
        let next = self.word_at(self.at + 1);
        let is_used = matches!(next, "." | "=" | "," | "->" | "?." | "+=" | "::" | ":=")
            || (next == "(" && matches!(self.word(), "default" | "print"));
        if is_word && !is_used {
            self.at += 1;
        }
        is_word && !is_used
    }

    /// `HttpClient client = …`, `List<String> names = …`, and types of variables in Go and TypeScript.
    pub(super) fn skip_type(&mut self) {
        match self.lang {
            Lang::CSharp | Lang::Java => {
                let mut at = self.at;
                if !self.is_name_at(at) || self.word_at(at) == "new" {
                    return;
                }
                for _ in 0..24 {
                    at += 1;
                    let is_type = match self.word_at(at) {
                        "<" | ">" | "?" | "[" | "]" | "." | ">>" => true,
                        "," => self.word_at(at - 1) != ")",
                        _ => self.is_name_at(at) && matches!(self.word_at(at - 1), "<" | "." | ","),
                    };
                    if !is_type {
                        break;
                    }
                }
                if self.is_name_at(at) && matches!(self.word_at(at + 1), "=" | ";") {
                    self.at = at;
                }
            }
            Lang::Go
                if self.is_name_at(self.at)
                    && self.is_name_at(self.at + 1)
                    && self.word_at(self.at.wrapping_sub(1)) == "var" =>
            {
                // `var x string = …` reads as `x = …`.
                let mut at = self.at + 1;
                while at < self.at + 8 && !matches!(self.word_at(at), "=" | "\n" | "") {
                    at += 1;
                }
                if self.word_at(at) == "=" {
                    let name = self.tokens.list[self.at].clone();
                    self.tokens.list[at - 1] = name;
                    self.at = at - 1;
                }
            }
            _ => {}
        }
    }

    // --- strings

    /// Parses the expressions that a string takes in.
    pub fn text(&mut self, index: usize) -> Vec<Piece> {
        let pieces = std::mem::take(&mut self.tokens.strings[index]);
        pieces.into_iter().map(|piece| self.piece(piece)).collect()
    }

    pub fn piece(&mut self, piece: Piece) -> Piece {
        let Piece::Code { whole, inner } = piece else { return piece };
        let value = if inner.is_empty() || self.depth >= DEEPEST {
            Expr::unknown(whole.clone())
        } else {
            self.inner_expression(inner)
        };
        Piece::Value { whole, value: Box::new(value) }
    }

    pub(super) fn inner_expression(&mut self, inner: Span) -> Expr {
        let tokens = lex::tokens(self.text, inner.clone(), self.lang);
        let end = tokens.list.len();
        let mut parser = Parser { text: self.text, lang: self.lang, tokens, at: 0, depth: self.depth + 8 };
        let value = parser.expression(end);
        // What is left over makes the value unknown: `{x if y else z}`.
        if parser.at < end { Expr::new(Kind::Unknown(vec![value]), inner) } else { value }
    }
}

pub(super) fn plain(text: String, span: Span) -> Expr {
    Expr::new(Kind::Text(vec![Piece::Plain(text, span.clone())]), span)
}
