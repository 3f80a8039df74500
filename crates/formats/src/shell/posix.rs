//! Splits a command line as POSIX shells do (POSIX.1-2024, Shell Command Language, §2.2), with bash's `$'…'`.
//!
//! Two continuation characters of other shells, `^` and the backtick, are accepted as well: documentation combines
//! them with POSIX quotes. Typographic quotes, as word processors insert them, are read as the quotes they stand for.

mod expansion;
#[cfg(test)]
mod tests;

use super::ansi_c::{self, Fault};
use super::cursor::Cursor;
use super::here::Pending;
use super::{Split, Stdin, Variables, Word, WordsError};

/// The text quoted as one word.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

pub(super) fn split(text: &str, at: usize, closer: Option<char>, variables: &Variables) -> Split {
    let mut splitter = Splitter {
        cursor: Cursor::new(text, at),
        closer,
        variables,
        split: Split::default(),
        word: None,
        redirects: None,
        pending: None,
        no_closing: variables.missing.borrow().clone(),
    };
    let error = splitter.run().err();
    splitter.end_word();
    let Splitter { cursor, mut split, no_closing, .. } = splitter;
    variables.missing.replace(no_closing);
    split.error = split.error.or(error);
    split.end = cursor.at;
    split
}

/// What the next word is, if it belongs to a redirection.
#[derive(Clone, Copy)]
enum Redirect {
    /// Written to, or a descriptor.
    Ignored,
    From,
    HereString,
}

struct Splitter<'a> {
    cursor: Cursor<'a>,
    closer: Option<char>,
    variables: &'a Variables,
    split: Split,
    word: Option<Word>,
    redirects: Option<Redirect>,
    pending: Option<Pending>,
    /// The closing characters that do not come any more: they are looked for once.
    no_closing: String,
}

impl Splitter<'_> {
    fn run(&mut self) -> Result<(), WordsError> {
        while let Some(c) = self.cursor.peek() {
            let start = self.cursor.at;
            self.split.check_length(start)?;
            if self.closer == Some(c) {
                return Ok(());
            }
            if self.take_joint() || self.take_redirect() {
                continue;
            }
            if self.ends_here() {
                return self.take_operator();
            }
            self.cursor.next();
            match c {
                '\n' if self.pending.is_some() => return self.take_here_document(),
                '\n' if !self.cursor.goes_on() => {
                    self.cursor.at = start;
                    return Ok(());
                }
                '\n' => {
                    self.end_word();
                    self.cursor.skip_space();
                }
                c if c.is_whitespace() => self.end_word(),
                '#' if self.word.is_none() => self.cursor.skip_line(),
                '\'' => self.single_quoted(start)?,
                '"' => self.double_quoted(start, &['"'])?,
                '$' => self.dollar(start)?,
                '`' => self.expansion(start, '`'),
                '\\' => {
                    let escaped = self.cursor.at;
                    if let Some(next) = self.cursor.next() {
                        let end = self.cursor.at;
                        self.word(start).push_other(next.encode_utf8(&mut [0; 4]), escaped..end);
                    }
                }
                '&' => {
                    let word = self.word(start);
                    word.ampersand.get_or_insert(start);
                    word.push_same("&", start);
                }
                '“' | '”' | '„' if self.is_quote_like(start) => {
                    self.typographic(start, &['”', '“', '"'])?;
                }
                '‘' | '’' | '‚' if self.is_quote_like(start) => {
                    self.typographic(start, &['’', '‘', '\''])?;
                }
                _ => self.push_written(start),
            }
        }
        Ok(())
    }

    fn word(&mut self, start: usize) -> &mut Word {
        self.word.get_or_insert_with(|| Word::starting(start))
    }

    /// What was taken since `start` as it stands there.
    fn push_written(&mut self, start: usize) {
        let written = &self.cursor.text[start..self.cursor.at];
        self.word(start).push_same(written, start);
    }

    fn end_word(&mut self) {
        let Some(mut word) = self.word.take() else { return };
        let text = &self.cursor.text[..self.cursor.at];
        let end = word.place(word.text.len()..word.text.len()).end.max(word.span.start);
        word.span.end = text.trim_end().len().max(end).min(text.len());
        match self.redirects.take() {
            None => self.split.words.push(word),
            Some(Redirect::Ignored) => {}
            Some(Redirect::From) => self.split.stdin = Some(Stdin::File(word)),
            Some(Redirect::HereString) => {
                let end = word.span.end;
                word.push_other("\n", end..end);
                self.split.stdin = Some(Stdin::Text(word));
            }
        }
    }

    /// A line break that does not end the command.
    fn take_joint(&mut self) -> bool {
        let before = self.cursor;
        let mark = self.cursor.peek().filter(|c| matches!(c, '\\' | '^' | '`'));
        let Some(mark) = mark else { return false };
        self.cursor.next();
        if self.cursor.take_joined_line() {
            if mark != '\\' {
                self.word_before(before.at);
            }
            return true;
        }
        if mark == '\\' && self.cursor.rest().is_empty() {
            return true;
        }
        self.cursor = before;
        false
    }

    /// Ends the word as if the text ended at `at`.
    fn word_before(&mut self, at: usize) {
        let here = std::mem::replace(&mut self.cursor.at, at);
        self.end_word();
        self.cursor.at = here;
    }

    /// `>file`, `2>&1`, `< file`, `<<EOF`, `<<<word`. An address or a placeholder between angle brackets is none.
    fn take_redirect(&mut self) -> bool {
        if self.word.is_some() {
            return false;
        }
        let rest = self.cursor.rest();
        let operator = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = rest.len() - operator.len();
        let is_both = operator.starts_with("&>");
        if !operator.starts_with(['<', '>']) && !is_both || is_placeholder(operator) {
            return false;
        }
        self.cursor.at += digits;
        if self.cursor.take("<<<") {
            self.redirects = Some(Redirect::HereString);
        } else if self.cursor.take("<<") {
            self.pending = Pending::take(&mut self.cursor).or(self.pending.take());
        } else if self.cursor.take("<") {
            self.redirects = Some(Redirect::From);
        } else {
            let operators = [">>", ">|", ">&", "&>>", "&>", ">"];
            let _ = operators.iter().any(|operator| self.cursor.take(operator));
            self.redirects = Some(Redirect::Ignored);
        }
        self.cursor.skip_blanks();
        true
    }

    /// An operator. Inside a word `&` stays, if more of the word follows: addresses are pasted without quotes.
    fn ends_here(&self) -> bool {
        let mut next = self.cursor.rest().chars();
        let first = next.next();
        let ends = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if self.word.is_none() {
            return matches!(first, Some('|' | ';' | '&' | '(' | ')'));
        }
        match (first, next.next()) {
            (Some('|'), _) | (Some('&'), Some('&')) => true,
            (Some(';' | '&'), after) => ends(after),
            (Some(')'), _) => self.closer.is_some(),
            _ => false,
        }
    }

    fn take_operator(&mut self) -> Result<(), WordsError> {
        self.end_word();
        self.split.is_piped = self.cursor.rest().starts_with('|') && !self.cursor.rest().starts_with("||");
        if self.split.is_piped {
            self.cursor.at += 1;
        }
        if self.pending.is_none() {
            return Ok(());
        }
        // The here-document begins in the next line; the rest of this one is the next command.
        let end = self.cursor.at;
        self.cursor.skip_line();
        self.cursor.take("\n");
        let taken = self.take_here_document();
        self.cursor.at = end;
        taken
    }

    fn is_quote_like(&self, start: usize) -> bool {
        self.word.is_none() || self.cursor.text[..start].ends_with([':', '='])
    }

    fn single_quoted(&mut self, start: usize) -> Result<(), WordsError> {
        let Some(length) = self.cursor.rest().find('\'') else { return Err(self.open("'", start)) };
        let at = self.cursor.at;
        let inside = &self.cursor.text[at..at + length];
        self.word(start).push_same(inside, at);
        self.cursor.at += length + 1;
        Ok(())
    }

    fn typographic(&mut self, start: usize, closing: &[char]) -> Result<(), WordsError> {
        self.split.typographic.push(start..self.cursor.at);
        self.double_quoted(start, closing)
    }

    fn double_quoted(&mut self, start: usize, closing: &[char]) -> Result<(), WordsError> {
        self.word(start);
        let is_special = |c: char| closing.contains(&c) || matches!(c, '\\' | '$' | '`');
        loop {
            let (at, rest) = (self.cursor.at, self.cursor.rest());
            let run = &rest[..rest.find(is_special).unwrap_or(rest.len())];
            self.word(start).push_same(run, at);
            self.cursor.at += run.len();
            let at = self.cursor.at;
            match self.cursor.next() {
                None => return Err(self.open("\"", start)),
                Some(c) if closing.contains(&c) => return Ok(()),
                Some('\\') => self.escaped_in_double_quotes(at),
                Some('$') => self.expansion(at, '$'),
                Some('`') => self.expansion(at, '`'),
                Some(_) => self.push_written(at),
            }
        }
    }

    /// §2.2.3: a backslash escapes only these characters.
    fn escaped_in_double_quotes(&mut self, backslash: usize) {
        if self.cursor.take_newline() {
            return;
        }
        let at = self.cursor.at;
        match self.cursor.peek() {
            Some(c @ ('$' | '`' | '"' | '\\')) => {
                self.cursor.next();
                let end = self.cursor.at;
                self.word(backslash).push_other(c.encode_utf8(&mut [0; 4]), at..end);
            }
            _ => self.push_written(backslash),
        }
    }

    fn dollar(&mut self, start: usize) -> Result<(), WordsError> {
        if self.cursor.take("'") {
            return self.ansi_c_quoted(start);
        }
        // `$"…"` marks text for translation; it is treated as a plain quote.
        if self.cursor.take("\"") {
            return self.double_quoted(start, &['"']);
        }
        self.expansion(start, '$');
        Ok(())
    }

    fn ansi_c_quoted(&mut self, start: usize) -> Result<(), WordsError> {
        let inside = self.cursor.at;
        let text = match ansi_c::quoted(&mut self.cursor) {
            Ok(text) => text,
            Err(Fault::Open) => return Err(self.open("$'", start)),
            Err(Fault::NotText) => return Err(WordsError::NotText { span: start..self.cursor.at }),
        };
        let end = self.cursor.at - 1;
        if text == self.cursor.text[inside..end] {
            self.word(start).push_same(&text, inside);
        } else {
            self.word(start).push_other(&text, inside..end);
        }
        Ok(())
    }

    fn open(&mut self, quote: &'static str, start: usize) -> WordsError {
        self.cursor.at = self.cursor.text.len();
        self.word(start);
        let end = start + self.cursor.text[start..].chars().next().map_or(0, char::len_utf8);
        WordsError::OpenQuote { quote, span: start..end }
    }
}

/// `<https://…>` or `<your token>`.
fn is_placeholder(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix('<') else { return false };
    let end = inside.find(|c: char| !c.is_alphanumeric() && !"_-.:/?=&%+#~ ".contains(c));
    let closes = end.is_some_and(|end| end > 0 && inside[end..].starts_with('>'));
    (closes && inside.starts_with(char::is_alphabetic)) || inside.starts_with("https://")
}
