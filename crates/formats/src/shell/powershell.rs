//! Splits a command line as PowerShell does (`about_Parsing`, `about_Quoting_Rules`, `about_Special_Characters`).

#[cfg(test)]
mod tests;

use super::cursor::Cursor;
use super::{Split, Variables, Word, WordsError};

/// The text quoted as one word.
pub(crate) fn quoted(text: &str) -> String {
    let doubled = |text: String, quote: char| text.replace(quote, &format!("{quote}{quote}"));
    let text = QUOTES.iter().fold(text.to_owned(), |text, quote| doubled(text, *quote));
    format!("'{text}'")
}

/// PowerShell takes typographic quotes for quotes.
const QUOTES: [char; 5] = ['\'', '‘', '’', '‚', '‛'];
/// Of a name in braces; longer ones are not looked for.
const MAX_NAME_BYTES: usize = 200;
const DOUBLE_QUOTES: [char; 4] = ['"', '“', '”', '„'];

pub(super) fn split(text: &str, at: usize, closer: Option<char>, variables: &Variables) -> Split {
    let cursor = Cursor::new(text, at);
    let is_balanced = !variables.missing.borrow().contains('(');
    let mut splitter =
        Splitter { cursor, closer, variables, split: Split::default(), word: None, is_balanced };
    splitter.split.error = splitter.run().err();
    splitter.end_word();
    if !splitter.is_balanced {
        variables.missing.replace("(".to_owned());
    }
    Split { end: splitter.cursor.at, ..splitter.split }
}

struct Splitter<'a> {
    cursor: Cursor<'a>,
    closer: Option<char>,
    variables: &'a Variables,
    split: Split,
    word: Option<Word>,
    /// Whether a parenthesis may still be closed: this is looked for once.
    is_balanced: bool,
}

impl Splitter<'_> {
    fn run(&mut self) -> Result<(), WordsError> {
        while let Some(c) = self.cursor.peek() {
            let start = self.cursor.at;
            self.split.check_length(start)?;
            if self.closer == Some(c) {
                return Ok(());
            }
            self.cursor.next();
            match c {
                '`' if self.cursor.take_joined_line() => self.end_word_at(start),
                '`' => self.escape(start),
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
                '@' if self.word.is_none() && self.takes_here_string() => self.here_string(start)?,
                c if QUOTES.contains(&c) => self.single_quoted(start)?,
                c if DOUBLE_QUOTES.contains(&c) => self.double_quoted(start)?,
                '$' => self.variable(start),
                '(' => self.parenthesis(start),
                ';' | '|' | '&' | ')' if self.ends_at(c) => {
                    self.cursor.at = start;
                    self.end_word();
                    self.split.is_piped = self.cursor.take("|") && !self.cursor.rest().starts_with('|');
                    return Ok(());
                }
                '>' if self.word.is_none() => self.skip_target(),
                c => self.push(c, start),
            }
            if self.word.is_none() && self.stops_parsing() {
                self.take_verbatim();
            }
        }
        Ok(())
    }

    fn word(&mut self, start: usize) -> &mut Word {
        self.word.get_or_insert_with(|| Word::starting(start))
    }

    fn push(&mut self, c: char, start: usize) {
        let word = self.word(start);
        if c == '&' {
            word.ampersand.get_or_insert(start);
        }
        word.push_same(c.encode_utf8(&mut [0; 4]), start);
    }

    fn end_word(&mut self) {
        self.end_word_at(self.cursor.at);
    }

    fn end_word_at(&mut self, at: usize) {
        let Some(mut word) = self.word.take() else { return };
        let end = word.place(word.text.len()..word.text.len()).end.max(word.span.start);
        word.span.end = self.cursor.text[..at].trim_end().len().max(end);
        self.split.words.push(word);
    }

    /// An operator; an `&` within an address stays.
    fn ends_at(&self, c: char) -> bool {
        c != '&' || self.word.is_none() || self.cursor.peek().is_none_or(|c| c == '&' || c.is_whitespace())
    }

    /// The place that output goes to.
    fn skip_target(&mut self) {
        self.cursor.take(">");
        self.cursor.skip_blanks();
        let rest = self.cursor.rest();
        self.cursor.at += rest.find(char::is_whitespace).unwrap_or(rest.len());
    }

    /// `--%`: the rest of the line goes to the program as cmd.exe would pass it.
    fn stops_parsing(&mut self) -> bool {
        self.cursor.rest().starts_with("--% ") && self.cursor.take("--%")
    }

    fn take_verbatim(&mut self) {
        let start = self.cursor.at;
        self.cursor.skip_line();
        let line = &self.cursor.text[..self.cursor.at];
        let end = line[start..].find(" | ").map_or(line.len(), |at| start + at);
        let rest = super::cmd::verbatim(&line[..end], start, self.variables);
        self.cursor.at = end;
        self.split.words.extend(rest.words);
        self.split.error = rest.error;
    }

    fn single_quoted(&mut self, start: usize) -> Result<(), WordsError> {
        self.word(start);
        loop {
            self.push_up_to(&QUOTES);
            let at = self.cursor.at;
            match self.cursor.next() {
                None => return Err(self.open("'", start)),
                Some(c) if QUOTES.contains(&c) => {
                    let next = self.cursor.peek().filter(|next| QUOTES.contains(next));
                    let Some(next) = next else { return Ok(()) };
                    self.cursor.next();
                    let end = self.cursor.at;
                    self.word(start).push_other(next.encode_utf8(&mut [0; 4]), at..end);
                }
                Some(c) => self.push_quoted(c, at),
            }
        }
    }

    fn double_quoted(&mut self, start: usize) -> Result<(), WordsError> {
        self.word(start);
        loop {
            self.push_up_to(&['"', '“', '”', '„', '`', '$']);
            let at = self.cursor.at;
            match self.cursor.next() {
                None => return Err(self.open("\"", start)),
                Some('`') => self.escape(at),
                Some('$') => self.variable(at),
                Some(c) if DOUBLE_QUOTES.contains(&c) => {
                    let next = self.cursor.peek().filter(|next| DOUBLE_QUOTES.contains(next));
                    let Some(next) = next else { return Ok(()) };
                    self.cursor.next();
                    let end = self.cursor.at;
                    self.word(start).push_other(next.encode_utf8(&mut [0; 4]), at..end);
                }
                Some(c) => self.push_quoted(c, at),
            }
        }
    }

    /// Adds what stands before the next of these characters.
    fn push_up_to(&mut self, marks: &[char]) {
        let (at, rest) = (self.cursor.at, self.cursor.rest());
        let run = &rest[..rest.find(marks).unwrap_or(rest.len())];
        self.word(at).push_same(run, at);
        self.cursor.at += run.len();
    }

    fn push_quoted(&mut self, c: char, at: usize) {
        self.word(at).push_same(c.encode_utf8(&mut [0; 4]), at);
    }

    fn takes_here_string(&self) -> bool {
        let mut ahead = self.cursor;
        let opens = ahead.next().is_some_and(|c| matches!(c, '\'' | '"'));
        ahead.skip_blanks();
        opens && ahead.take_newline()
    }

    /// `@'` to a line that begins with `'@`; with double quotes variables are put in.
    fn here_string(&mut self, start: usize) -> Result<(), WordsError> {
        let is_raw = self.cursor.next() == Some('\'');
        let closing = if is_raw { "'@" } else { "\"@" };
        self.cursor.skip_blanks();
        let line_break = self.cursor.at;
        self.cursor.take_newline();
        let lines = self.cursor.at;
        let Some(end) = end_of_here_string(&self.cursor.text[line_break..], closing) else {
            return Err(self.open(if is_raw { "@'" } else { "@\"" }, start));
        };
        let end = line_break + end;
        self.word(start);
        let whole = self.cursor.text;
        if end > lines {
            let is_balanced = self.is_balanced;
            self.cursor.text = &whole[..end];
            while let Some(c) = self.cursor.next() {
                let at = self.cursor.at - c.len_utf8();
                match c {
                    '`' if !is_raw => self.escape(at),
                    '$' if !is_raw => self.variable(at),
                    c => self.push_quoted(c, at),
                }
            }
            self.cursor.text = whole;
            self.is_balanced = is_balanced;
        }
        let rest = &whole[end..];
        self.cursor.at = end + rest.find(closing).map_or(0, |at| at + closing.len());
        Ok(())
    }

    /// A backtick and what it escapes.
    fn escape(&mut self, start: usize) {
        let Some(c) = self.cursor.next() else { return };
        let made = match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '0' => '\0',
            'a' => '\x07',
            'b' => '\x08',
            'e' => '\x1b',
            'f' => '\x0c',
            'v' => '\x0b',
            'u' if self.cursor.rest().starts_with('{') => self.code_point().unwrap_or('u'),
            c => c,
        };
        let end = self.cursor.at;
        self.word(start).push_other(made.encode_utf8(&mut [0; 4]), start..end);
    }

    fn code_point(&mut self) -> Option<char> {
        let inside = self.cursor.rest().strip_prefix('{')?;
        let length = inside.find(|c: char| !c.is_ascii_hexdigit()).filter(|length| *length <= 6)?;
        let made = u32::from_str_radix(&inside[..length], 16).ok().and_then(char::from_u32)?;
        if !inside[length..].starts_with('}') {
            return None;
        }
        self.cursor.at += length + 2;
        Some(made)
    }

    /// `$name`, `${name}`, `$env:NAME`, `$(…)`.
    fn variable(&mut self, start: usize) {
        let name = self.cursor.at;
        if self.cursor.rest().starts_with('(') {
            match self.balanced() {
                Some(length) => self.cursor.at += length,
                None => return self.push_quoted('$', start),
            }
        } else if self.cursor.rest().starts_with('{') {
            let rest = &self.cursor.rest()[..self.cursor.rest().floor_char_boundary(MAX_NAME_BYTES)];
            let end = rest.find(['}', '\n']).filter(|end| rest[*end..].starts_with('}'));
            match end {
                Some(end) => self.cursor.at += end + 1,
                None => return self.push_quoted('$', start),
            }
        } else {
            let Some(length) = self.cursor.name_len() else { return self.push_quoted('$', start) };
            self.cursor.at += length;
            let mut ahead = self.cursor;
            if ahead.take(":") && ahead.name_len().is_some() {
                ahead.at += ahead.name_len().unwrap_or(0);
                self.cursor = ahead;
            }
        }
        let (end, text) = (self.cursor.at, self.cursor.text);
        let known = text[name..end].trim_matches(['{', '}']).to_ascii_lowercase();
        match self.variables.get(&known) {
            Some(value) => self.word(start).push_word(value, &(start..end)),
            None => self.word(start).push_open(&text[start..end], start),
        }
    }

    /// An expression as a word: `("Bearer " + $token)`. Inside a word a parenthesis is a character.
    fn parenthesis(&mut self, start: usize) {
        if self.word.is_some() {
            return self.push('(', start);
        }
        self.cursor.at = start;
        match self.balanced() {
            Some(length) if self.take_sum(start, start + length) => {}
            Some(length) => {
                self.cursor.at += length;
                let written = &self.cursor.text[start..self.cursor.at];
                self.word(start).push_open(written, start);
            }
            None => {
                self.cursor.next();
                self.push('(', start);
            }
        }
    }

    /// `("Bearer " + $token)`: texts and variables that are joined.
    fn take_sum(&mut self, start: usize, end: usize) -> bool {
        let inside = &self.cursor.text[..end - 1];
        // What is nested is left as it is written.
        if inside[start + 1..].contains('(') {
            return false;
        }
        let split = split(inside, start + 1, None, self.variables);
        let is_sum =
            split.words.len() % 2 == 1 && split.words.iter().skip(1).step_by(2).all(|word| word.text == "+");
        let is_value = |word: &Word| inside[word.span.start..].starts_with(['"', '\'', '$']);
        if split.error.is_some()
            || split.end < inside.len()
            || !is_sum
            || !split.words.iter().step_by(2).all(is_value)
        {
            return false;
        }
        self.word(start);
        for part in split.words.iter().step_by(2) {
            self.word(start).push_part(part, 0..part.text.len());
        }
        self.cursor.at = end;
        true
    }

    /// The length of `(…)` with what it nests.
    fn balanced(&mut self) -> Option<usize> {
        if !self.is_balanced {
            return None;
        }
        let mut depth = 0_usize;
        for (at, byte) in self.cursor.rest().bytes().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' if depth <= 1 => return Some(at + 1),
                b')' => depth -= 1,
                _ => {}
            }
        }
        self.is_balanced = false;
        None
    }

    fn open(&mut self, quote: &'static str, start: usize) -> WordsError {
        self.cursor.at = self.cursor.text.len();
        let first = self.cursor.text[start..].chars().next().map_or(0, char::len_utf8);
        WordsError::OpenQuote { quote, span: start..start + first }
    }
}

/// Where the line break before the closing line stands. White space before it is forgiven: copying indents.
fn end_of_here_string(text: &str, closing: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && line.trim_start().starts_with(closing) {
            let before = text[..at].strip_suffix('\n').unwrap_or(&text[..at]);
            return Some(before.strip_suffix('\r').unwrap_or(before).len());
        }
        at += line.len();
    }
    None
}
