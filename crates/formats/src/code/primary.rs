//! The operands of expressions: literals, names, brackets, new objects.

use super::lex::TokenKind;
use super::operand::text_of;
use super::parse::{Parser, plain};
use super::syntax::{Arg, Expr, Kind, Lang, Piece};

impl Parser<'_> {
    pub(super) fn operand(&mut self, end: usize) -> Expr {
        let Some(token) = self.token() else { return Expr::unknown(self.end_before()..self.end_before()) };
        let (span, kind) = (token.span.clone(), token.kind);
        match kind {
            TokenKind::Text(index) => {
                self.at += 1;
                let pieces = self.text(index);
                if pieces.iter().any(|piece| matches!(piece, Piece::Value { whole, .. } if whole.is_empty()))
                {
                    return Expr::unknown(span);
                }
                if self.lang == Lang::Ruby && self.word() == ":" && self.at < end {
                    return plain(pieces.first().map(text_of).unwrap_or_default(), span);
                }
                Expr::new(Kind::Text(pieces), span)
            }
            TokenKind::Number => {
                self.at += 1;
                let digits = self.text[span.clone()].replace('_', "");
                let digits = digits.trim_end_matches(['L', 'n', 'm', 'f', 'd']).to_owned();
                Expr::new(Kind::Number(digits), span)
            }
            TokenKind::Line => {
                self.at += 1;
                self.operand_or_nothing(end)
            }
            TokenKind::Name => self.named(end),
            TokenKind::Sign => self.sign(end),
        }
    }

    pub(super) fn operand_or_nothing(&mut self, end: usize) -> Expr {
        if self.at < end {
            self.nested(|parser| parser.operand(end))
        } else {
            Expr::unknown(self.end_before()..self.end_before())
        }
    }

    pub(super) fn sign(&mut self, end: usize) -> Expr {
        let start = self.start();
        let span = self.token().map_or(start..start, |token| token.span.clone());
        if self.lang == Lang::Go
            && self.word() == "["
            && self.word_at(self.at + 1) == "]"
            && self.is_name_at(self.at + 2)
        {
            // `[]byte(x)`, `[]string{…}`
            self.at += 2;
            if self.word_at(self.at + 1) == "{" {
                self.at += 1;
                let items = self.within(Self::arguments).unwrap_or_default();
                return Expr::new(Kind::List(items), start..self.end_before());
            }
            return self.operand_or_nothing(end);
        }
        let kind = match self.word() {
            "(" => return self.brackets(start, end),
            "[" => {
                let list = if self.lang == Lang::Php { self.php_array() } else { None };
                list.unwrap_or_else(|| Kind::List(self.within(Self::arguments).unwrap_or_default()))
            }
            "{" => Kind::Map(self.within(Self::entries).unwrap_or_default()),
            ":" if self.lang == Lang::Ruby && self.is_name_at(self.at + 1) => {
                self.at += 2;
                let span = start + 1..self.end_before();
                return plain(self.text[span.clone()].to_owned(), span);
            }
            "-" | "+"
                if self.tokens.list.get(self.at + 1).is_some_and(|next| next.kind == TokenKind::Number) =>
            {
                self.at += 2;
                let span = start..self.end_before();
                return Expr::new(Kind::Number(self.text[span.clone()].to_owned()), span);
            }
            "!" | "-" | "~" | "++" | "--" => {
                self.at += 1;
                let inner = self.operand_or_nothing(end);
                Kind::Unknown(vec![inner])
            }
            "&" | "*" | "@" | "..." | "+" | "**" => {
                self.at += 1;
                return self.operand_or_nothing(end);
            }
            _ => {
                self.at += 1;
                return Expr::unknown(span);
            }
        };
        Expr::new(kind, start..self.end_before().max(start))
    }

    /// `(x)`, `(a, b)`, `(a, b) => …`, `(Type) x`.
    pub(super) fn brackets(&mut self, start: usize, end: usize) -> Expr {
        let close = self.close_of(self.at);
        let arrow = self.word_at(close + 1);
        if matches!(arrow, "=>" | "->") && matches!(self.lang, Lang::JavaScript | Lang::CSharp | Lang::Java) {
            self.at = close + 2;
            return self.function_body(start, end);
        }
        // `async (x): Promise<T> => {`
        if self.lang == Lang::JavaScript
            && arrow == ":"
            && self.depth > 0
            && self.word_at(close + 2) == "Promise"
        {
            let mut at = close + 2;
            while at < close + 40 && !matches!(self.word_at(at), "=>" | "") {
                at += 1;
            }
            if self.word_at(at) == "=>" {
                self.at = at + 1;
                return self.function_body(start, end);
            }
        }
        let is_cast = matches!(self.lang, Lang::Php | Lang::CSharp | Lang::Java)
            && close == self.at + 2
            && self.is_name_at(self.at + 1)
            && (self.is_name_at(close + 1) || self.is_text_at(close + 1))
            && close + 1 < end;
        if is_cast {
            self.at = close + 1;
            return self.operand_or_nothing(end);
        }
        let mut items = self.within(Self::arguments).unwrap_or_default();
        let span = start..self.end_before().max(start);
        if items.len() == 1 && self.word_at(self.at.wrapping_sub(2)) != "," {
            let Arg { value, .. } = items.remove(0);
            return value;
        }
        Expr::new(Kind::List(items), span)
    }

    /// `[ 'a' => 1 ]` is a map, `[1, 2]` a list.
    pub(super) fn php_array(&mut self) -> Option<Kind> {
        let close = self.close_of(self.at);
        let mut at = self.at + 1;
        let mut looked = 0;
        while at < close && looked < 200 {
            match self.word_at(at) {
                "=>" => return Some(Kind::Map(self.within(Self::entries).unwrap_or_default())),
                "," => return None,
                "(" | "[" | "{" => at = self.close_of(at),
                _ => {}
            }
            at += 1;
            looked += 1;
        }
        None
    }

    pub(super) fn named(&mut self, end: usize) -> Expr {
        let start = self.start();
        let word = self.word();
        self.at += 1;
        let next = self.word().to_owned();
        let kind = match word {
            "true" | "True" | "TRUE" => Kind::Bool(true),
            "false" | "False" | "FALSE" => Kind::Bool(false),
            "null" | "None" | "nil" | "undefined" | "NULL" => Kind::Null,
            "await" | "yield" | "async" | "return" | "typeof" | "clone" | "const" | "let" | "var"
            | "final"
                if self.at < end && !matches!(next.as_str(), ")" | "," | "." | "=" | ":") =>
            {
                return self.operand_or_nothing(end);
            }
            "new" => self.new_object(end),
            "function" | "fn" | "func" if self.lang != Lang::Python => {
                self.skip_to(&["{", "=>"], end);
                self.take("=>");
                return self.function_body(start, end);
            }
            "lambda" if self.lang == Lang::Python => {
                self.skip_to(&[":"], end);
                self.take(":");
                return self.function_body(start, end);
            }
            "array" if self.lang == Lang::Php && next == "(" => self
                .php_array()
                .unwrap_or_else(|| Kind::List(self.within(Self::arguments).unwrap_or_default())),
            "map" if self.lang == Lang::Go && next == "[" => {
                self.skip_to(&["{"], end);
                // `map[string]interface{}{…}`
                if self.word_at(self.at + 1) == "}" && self.word_at(self.at + 2) == "{" {
                    self.at += 2;
                }
                Kind::Map(self.within(Self::entries).unwrap_or_default())
            }
            _ if next == "=>" && self.lang == Lang::JavaScript && self.at < end => {
                self.at += 1;
                return self.function_body(start, end);
            }
            _ if next == "{" && self.lang == Lang::Go && word.starts_with(char::is_uppercase) => {
                let class = Expr::new(Kind::Name(word.to_owned()), start..self.end_before());
                Kind::New(Box::new(class), Vec::new(), self.within(Self::entries).unwrap_or_default())
            }
            _ if self.lang == Lang::Ruby && self.at < end && self.begins_bare_argument() && next != "=" => {
                let callee = Expr::new(Kind::Name(word.to_owned()), start..self.end_before());
                Kind::Call(Box::new(callee), self.bare_arguments(end))
            }
            _ => Kind::Name(word.to_owned()),
        };
        Expr::new(kind, start..self.end_before().max(start))
    }

    /// What follows `new`: a class, arguments, and values that are set.
    pub(super) fn new_object(&mut self, end: usize) -> Kind {
        let start = self.start();
        let mut class = String::new();
        while self.at < end && self.is_name_at(self.at) && class.len() < 200 {
            class.push_str(self.word().trim_start_matches('\\'));
            self.at += 1;
            if self.word() == "<" {
                self.at = self.generic_end().map_or(self.at, |at| at + 1);
            }
            if self.word() == "." && self.is_name_at(self.at + 1) {
                class.push('.');
                self.at += 1;
            } else {
                break;
            }
        }
        // `new[] { … }`, `new string[] { … }`
        let is_list = self.word() == "[";
        if is_list {
            self.at = (self.close_of(self.at) + 1).min(end);
        }
        let name = Expr::new(Kind::Name(class.clone()), start..self.end_before().max(start));
        let args =
            if self.word() == "(" { self.within(Self::arguments).unwrap_or_default() } else { Vec::new() };
        if is_list && self.word() == "{" {
            return Kind::List(self.within(Self::arguments).unwrap_or_default());
        }
        if self.word() != "{" || !matches!(self.lang, Lang::CSharp) || self.at >= end {
            return Kind::New(Box::new(name), args, Vec::new());
        }
        let entries = self.within(Self::entries).unwrap_or_default();
        if class.is_empty() || class.contains("Dictionary") || class.contains("JObject") {
            return Kind::Map(entries);
        }
        if class.contains("List") {
            let items =
                entries.into_iter().map(|entry| Arg { name: None, spread: false, value: entry.value });
            return Kind::List(items.collect());
        }
        Kind::New(Box::new(name), args, entries)
    }
}
