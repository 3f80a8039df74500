//! Strings of PowerShell: backticks, doubled quotes, here-strings.

use super::super::syntax::{Expr, Kind, Piece};
use super::parse::Parser;
use super::quotes::{DOUBLE_QUOTES, QUOTES, is_quote};
use crate::request::Span;

impl Parser<'_> {
    /// `'…'`, `"…"`, `@'…'@`, `@"…"@`.
    pub fn string(&mut self) -> Option<Expr> {
        let start = self.at;
        for (open, close, is_raw) in [("@'", "'@", true), ("@\"", "\"@", false)] {
            if self.rest().starts_with(open)
                && self.rest()[2..].trim_start_matches([' ', '\t', '\r']).starts_with('\n')
            {
                let body = start + self.rest().find('\n').unwrap_or(0) + 1;
                let end = self.here_end(body, close);
                let inner = body..end.trim_line(self.text, body);
                let pieces = if is_raw { vec![plain(self.text, inner)] } else { self.pieces(inner, false) };
                self.at = end.after;
                return Some(Expr::new(Kind::Text(pieces), start..self.at));
            }
        }
        let quote = self.peek().filter(|c| is_quote(*c))?;
        let doubled = DOUBLE_QUOTES.contains(&quote);
        let fits = |c: char| if doubled { DOUBLE_QUOTES.contains(&c) } else { QUOTES.contains(&c) };
        let from = start + quote.len_utf8();
        let mut chars = self.text[from..self.end].char_indices().peekable();
        let (mut end, mut after) = (self.end, self.end);
        let mut depth = 0_usize;
        while let Some((at, c)) = chars.next() {
            match c {
                '`' if doubled => {
                    chars.next();
                }
                '$' if doubled && chars.peek().is_some_and(|(_, next)| *next == '(') => depth += 1,
                ')' if depth > 0 => depth -= 1,
                // Within `$( … )` a quote opens a string of its own.
                c if fits(c) && depth == 0 => {
                    if chars.peek().is_some_and(|(_, next)| fits(*next)) {
                        chars.next();
                        continue;
                    }
                    (end, after) = (from + at, from + at + c.len_utf8());
                    break;
                }
                _ => {}
            }
        }
        let inner = from..end;
        let pieces = if doubled { self.pieces(inner, true) } else { vec![raw(self.text, inner)] };
        self.at = after;
        Some(Expr::new(Kind::Text(pieces), start..after))
    }

    fn here_end(&self, body: usize, close: &str) -> HereEnd {
        let mut at = body;
        for line in self.text[body..self.end].split_inclusive('\n') {
            if line.starts_with(close) {
                return HereEnd { at, after: at + 2 };
            }
            at += line.len();
        }
        HereEnd { at: self.end, after: self.end }
    }

    /// The pieces of what stands between double quotes.
    fn pieces(&mut self, inner: Span, doubles: bool) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let (mut plain, mut from, mut at) = (String::new(), inner.start, inner.start);
        let mut unclosed = 0;
        while at < inner.end {
            let rest = &self.text[at..inner.end];
            let Some(next) = rest.chars().next() else { break };
            let length = Some(rest).filter(|_| next == '$' && unclosed < MOST_UNCLOSED).and_then(hole);
            unclosed += usize::from(length.is_none() && rest.starts_with("$("));
            if let Some(length) = length {
                if !plain.is_empty() {
                    pieces.push(Piece::Plain(std::mem::take(&mut plain), from..at));
                }
                let whole = at..at + length;
                let value = Box::new(self.inner(whole.clone()));
                pieces.push(Piece::Value { whole, value });
                at += length;
                from = at;
                continue;
            }
            at += next.len_utf8();
            if next == '`' {
                if let Some(escaped) = self.text[at..inner.end].chars().next() {
                    at += escaped.len_utf8();
                    plain.push(match escaped {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        '0' => '\0',
                        other => other,
                    });
                }
                continue;
            }
            let second = self.text[at..inner.end].chars().next().filter(|c| DOUBLE_QUOTES.contains(c));
            match second.filter(|_| doubles && DOUBLE_QUOTES.contains(&next)) {
                Some(second) => {
                    plain.push(second);
                    at += second.len_utf8();
                }
                None => plain.push(next),
            }
        }
        if !plain.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Plain(plain, from..at.max(from)));
        }
        pieces
    }
}

struct HereEnd {
    at: usize,
    after: usize,
}

impl HereEnd {
    /// The text ends before the line break of its last line.
    fn trim_line(&self, text: &str, body: usize) -> usize {
        let part = &text[body..self.at.max(body)];
        let part = part.strip_suffix('\n').unwrap_or(part);
        body + part.strip_suffix('\r').unwrap_or(part).len()
    }
}

fn plain(text: &str, span: Span) -> Piece {
    Piece::Plain(text[span.clone()].to_owned(), span)
}

/// Of two quotes the second one stands for both.
fn raw(text: &str, span: Span) -> Piece {
    let mut made = String::with_capacity(span.len());
    let mut characters = text[span.clone()].chars().peekable();
    while let Some(c) = characters.next() {
        let second = characters.next_if(|next| QUOTES.contains(&c) && QUOTES.contains(next));
        made.push(second.unwrap_or(c));
    }
    Piece::Plain(made, span)
}

/// Expressions that are not closed: so many are looked for in one string.
const MOST_UNCLOSED: usize = 20;

/// The length of `$name`, `${name}`, `$env:NAME` or `$( … )`.
fn hole(rest: &str) -> Option<usize> {
    let after = &rest[1..];
    if after.starts_with('(') {
        let mut depth = 0_usize;
        for (at, byte) in after.bytes().enumerate().take(1000) {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(at + 2);
            }
        }
        return None;
    }
    if after.starts_with('{') {
        return after.bytes().take(200).position(|byte| byte == b'}').map(|at| at + 2);
    }
    if !after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let scope = ["env:", "global:", "script:", "using:"]
        .iter()
        .find(|scope| after.get(..scope.len()).is_some_and(|start| start.eq_ignore_ascii_case(scope)));
    let from = scope.map_or(0, |scope| scope.len());
    let name = after[from..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len() - from);
    Some(1 + from + name)
}
