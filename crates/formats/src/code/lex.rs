//! Programs split into tokens, with the place of the bracket that closes each one.

use super::strings::{self, Holes, Style};
use super::syntax::{Lang, Piece};
use crate::request::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Name,
    Number,
    /// A string; its pieces stand in [`Tokens::strings`] at this index.
    Text(usize),
    Sign,
    /// The end of a line that ends a statement.
    Line,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
    /// Whether white space stands before it.
    pub spaced: bool,
    /// Of an opening bracket: the index of the closing one, or the number of tokens.
    pub close: usize,
}

#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub list: Vec<Token>,
    pub strings: Vec<Vec<Piece>>,
    /// Whether the text has more than are read.
    pub is_cut: bool,
}

/// More than a program has that people paste: about 100 kB.
const MOST: usize = 24_000;

/// Signs of more than one character, longer ones first.
const SIGNS: [&str; 36] = [
    "===", "!==", "...", "?->", "**=", "<=>", "&&=", "||=", "??=", "<<=", ">>=", "=>", "->", "::", ":=",
    "+=", "-=", "*=", "/=", "%=", ".=", "|=", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "**", "++",
    "--", "<<", "=~", "!~",
];

pub(super) fn tokens(text: &str, range: Span, lang: Lang) -> Tokens {
    let mut lexer = Lexer {
        text,
        at: range.start,
        end: range.end,
        lang,
        out: Tokens::default(),
        open: Vec::new(),
        heredocs: 20,
        unclosed: 20,
    };
    lexer.run();
    let count = lexer.out.list.len();
    for index in lexer.open {
        lexer.out.list[index].close = count;
    }
    lexer.out
}

/// The length of a sign of more than one character.
fn sign_len(text: &str) -> Option<usize> {
    let &[first, second, ..] = text.as_bytes() else { return None };
    // Most are none, and one after the other would be compared.
    let is_sign = |byte: u8| b"=!.?*<&|>-:+/%~".contains(&byte);
    if !is_sign(first) || !is_sign(second) {
        return None;
    }
    SIGNS.iter().find(|sign| text.starts_with(**sign)).map(|sign| sign.len())
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    lang: Lang,
    out: Tokens,
    open: Vec<usize>,
    /// How many here-documents are still looked for: each look may go to the end of the text.
    heredocs: u8,
    /// The same for expressions in strings.
    unclosed: u8,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..self.end]
    }

    fn run(&mut self) {
        let mut spaced = true;
        while self.at < self.end {
            let before = self.at;
            if self.skip_space() {
                spaced = true;
                continue;
            }
            if self.out.list.len() >= MOST {
                self.out.is_cut = true;
                return;
            }
            self.token(spaced);
            spaced = false;
            if self.at == before {
                self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            }
        }
    }

    /// White space, comments, and the fences of a page of text.
    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        let line_start = self.at == 0 || self.text[..self.at].ends_with('\n');
        let is_comment = (self.lang.has_hash_comments() && rest.starts_with('#') && !rest.starts_with("#["))
            || (self.lang.has_slash_comments() && rest.starts_with("//"))
            || (self.lang == Lang::CSharp && line_start && rest.starts_with('#'))
            || (line_start && rest.starts_with("```"));
        if is_comment {
            self.at += rest.find('\n').unwrap_or(rest.len());
            return true;
        }
        if self.lang.has_slash_comments() && rest.starts_with("/*") {
            self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            return true;
        }
        if self.lang == Lang::Php
            && let Some(tag) = ["<?php", "<?=", "?>"].iter().find(|tag| rest.starts_with(**tag))
        {
            self.at += tag.len();
            return true;
        }
        if self.lang == Lang::Python && line_start && (rest.starts_with(">>> ") || rest.starts_with("... ")) {
            self.at += 4;
            return true;
        }
        let Some(next) = rest.chars().next() else { return false };
        if next == '\\' && self.lang != Lang::Php {
            let after = rest[1..].trim_start_matches([' ', '\t', '\r']);
            if after.starts_with('\n') {
                self.at = self.end - after.len() + 1;
                return true;
            }
        }
        if next == '\n' && self.lang.ends_at_line() && !self.within_brackets() {
            self.push(TokenKind::Line, 1, true);
            return true;
        }
        if !next.is_whitespace() && next != '\u{feff}' {
            return false;
        }
        self.at += next.len_utf8();
        true
    }

    /// In brackets a line break is white space; in braces of Go and Ruby stand statements, too.
    fn within_brackets(&self) -> bool {
        self.open.last().is_some_and(|&index| {
            self.lang == Lang::Python || &self.text[self.out.list[index].span.clone()] != "{"
        })
    }

    fn push(&mut self, kind: TokenKind, length: usize, spaced: bool) {
        let span = self.at..self.at + length;
        self.at = span.end;
        self.out.list.push(Token { kind, span, spaced, close: 0 });
    }

    fn token(&mut self, spaced: bool) {
        let rest = self.rest();
        if let Some((style, length, quote)) = strings::opening(rest, self.lang) {
            let start = self.at;
            let (pieces, next) =
                strings::read(self.text, start + length..self.end, quote, style, &mut self.unclosed);
            self.string(pieces, next - start, spaced);
            return;
        }
        if let Some((pieces, length)) = self.heredoc() {
            self.string(pieces, length, spaced);
            return;
        }
        let length = self.name();
        if length > 0 {
            self.push(TokenKind::Name, length, spaced);
            return;
        }
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            let length = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
                .unwrap_or(rest.len());
            self.push(TokenKind::Number, length, spaced);
            return;
        }
        if let Some(length) = self.regex() {
            let span = self.at..self.at;
            self.string(vec![Piece::Code { whole: span.clone(), inner: span }], length, spaced);
            return;
        }
        let length = sign_len(rest).unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
        self.push(TokenKind::Sign, length, spaced);
        self.bracket(&rest[..length]);
    }

    fn string(&mut self, pieces: Vec<Piece>, length: usize, spaced: bool) {
        self.out.strings.push(pieces);
        self.push(TokenKind::Text(self.out.strings.len() - 1), length, spaced);
    }

    fn bracket(&mut self, sign: &str) {
        let index = self.out.list.len() - 1;
        match sign {
            "(" | "[" | "{" => self.open.push(index),
            ")" | "]" | "}" => {
                let opening = match sign {
                    ")" => "(",
                    "]" => "[",
                    _ => "{",
                };
                // One that was never opened is left alone; one that was opened within and never closed, ends here.
                let fits = |at: &usize| &self.text[self.out.list[*at].span.clone()] == opening;
                if let Some(place) = self.open.iter().rev().take(64).position(fits) {
                    let keep = self.open.len() - 1 - place;
                    for at in self.open.drain(keep..) {
                        self.out.list[at].close = index;
                    }
                }
            }
            _ => {}
        }
    }

    fn name(&self) -> usize {
        let rest = self.rest();
        let prefix = match self.lang {
            Lang::Php => usize::from(rest.starts_with(['$', '\\'])),
            Lang::Ruby if rest.starts_with("@@") => 2,
            Lang::Ruby => usize::from(rest.starts_with(['$', '@'])),
            Lang::CSharp => usize::from(rest.starts_with('@')),
            Lang::JavaScript => usize::from(rest.starts_with('#')),
            _ => 0,
        };
        let inner = &rest[prefix..];
        if !inner.starts_with(|c: char| {
            c.is_alphabetic() || c == '_' || (c == '$' && self.lang == Lang::JavaScript)
        }) {
            return 0;
        }
        let is_part = |c: char| {
            c.is_alphanumeric()
                || c == '_'
                || (c == '$' && self.lang == Lang::JavaScript)
                || (c == '\\' && self.lang == Lang::Php)
                || (matches!(c, '?' | '!') && self.lang == Lang::Ruby)
        };
        let length = inner.find(|c: char| !is_part(c)).unwrap_or(inner.len());
        let name = inner[..length].trim_end_matches('\\');
        // `a ? b : c` of Ruby without a space is not written.
        prefix + name.len()
    }

    /// A here-document of PHP or Ruby.
    fn heredoc(&mut self) -> Option<(Vec<Piece>, usize)> {
        if self.heredocs == 0 || !self.rest().starts_with("<<") {
            return None;
        }
        self.heredocs -= 1;
        let rest = &self.text[self.at..self.end];
        let (mark, holes) = match self.lang {
            Lang::Php if rest.starts_with("<<<") => (rest[3..].trim_start_matches(' '), Holes::Php),
            Lang::Ruby if rest.starts_with("<<~") || rest.starts_with("<<-") => (&rest[3..], Holes::Hash),
            _ => return None,
        };
        let raw = mark.starts_with('\'');
        let word = mark.trim_start_matches(['\'', '"']);
        let length = word.find(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|length| *length > 0)?;
        let word = &word[..length];
        let body = self.at + rest.find('\n')? + 1;
        let mut at = body;
        for line in self.text[body..self.end].split_inclusive('\n') {
            if let Some(after) = line.trim_start().strip_prefix(word)
                && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                let style = if raw { Style::RAW } else { Style::PLAIN.with(holes) };
                let range = body..at.saturating_sub(1).max(body);
                let next = at + line.len() - after.len();
                return Some((
                    strings::read_range(self.text, range, style, &mut self.unclosed),
                    next - self.at,
                ));
            }
            at += line.len();
        }
        None
    }

    /// A regular expression of JavaScript, where no value stands before it.
    fn regex(&self) -> Option<usize> {
        let rest = self.rest();
        if !matches!(self.lang, Lang::JavaScript | Lang::Ruby) || !rest.starts_with('/') {
            return None;
        }
        if let Some(last) = self.out.list.last() {
            let word = &self.text[last.span.clone()];
            let is_value = last.kind != TokenKind::Sign || matches!(word, ")" | "]" | "}");
            if is_value && !matches!(word, "return" | "\n") {
                return None;
            }
        }
        let bytes = rest.as_bytes();
        let mut in_class = false;
        let mut at = 1;
        while at < bytes.len().min(400) && bytes[at] != b'\n' {
            match bytes[at] {
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class && at > 1 => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
        None
    }
}
