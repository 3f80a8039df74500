//! Splits a command line as POSIX shells do (POSIX.1-2024, Shell Command Language, §2.2), with bash's `$'…'`.
//!
//! By hand, since `shlex` supports neither `$'…'` nor the text that people paste around a command. Two continuation
//! characters of other shells, `^` and the backtick, are accepted as well: documentation combines them with POSIX
//! quotes.

use super::{Cursor, Split, Word, WordsError, goes_on};

const TYPOGRAPHIC_QUOTES: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

/// The text quoted as one word.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

pub(super) fn split(text: &str) -> Split {
    let mut splitter = Splitter { cursor: Cursor::new(text), words: Vec::new(), word: None };
    let error = splitter.run().err();
    splitter.words.extend(splitter.word.take());
    Split { words: splitter.words, end: splitter.cursor.at, error }
}

struct Splitter<'a> {
    cursor: Cursor<'a>,
    words: Vec<Word>,
    word: Option<Word>,
}

impl Splitter<'_> {
    fn run(&mut self) -> Result<(), WordsError> {
        while let Some(c) = self.cursor.peek() {
            let start = self.cursor.at;
            if self.take_joint() {
                continue;
            }
            if self.ends_here() {
                return Ok(());
            }
            self.cursor.next();
            match c {
                '\n' if !goes_on(self.cursor.rest()) => return Ok(()),
                c if c.is_whitespace() => self.words.extend(self.word.take()),
                '#' if self.word.is_none() => self.pass_comment(),
                '\'' => self.single_quoted(start)?,
                '"' => self.double_quoted(start)?,
                '$' => self.dollar(start)?,
                '`' => self.expansion(start, "`"),
                '\\' => {
                    if let Some(next) = self.cursor.next() {
                        self.push(next);
                    }
                }
                c if TYPOGRAPHIC_QUOTES.contains(&c) && self.is_quote_like(start) => {
                    return Err(WordsError::TypographicQuote { quote: c, at: self.cursor.place(start) });
                }
                c => self.push(c),
            }
        }
        Ok(())
    }

    fn push(&mut self, c: char) {
        self.word.get_or_insert_default().text.push(c);
    }

    /// A line break that does not end the command.
    fn take_joint(&mut self) -> bool {
        let before = self.cursor.at;
        for joint in ["\\", "^", "`"] {
            if self.cursor.take(joint) {
                // White space after the continuation character is ignored: it is an accident of copying.
                let rest = self.cursor.rest();
                let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                let mut ahead = Cursor { text: self.cursor.text, at: self.cursor.at + blanks };
                if ahead.take_newline() || (joint == "\\" && ahead.rest().is_empty() && blanks == 0) {
                    self.cursor.at = ahead.at;
                    self.pass_second_prompt();
                    return true;
                }
                self.cursor.at = before;
            }
        }
        false
    }

    /// The `> ` prompt that a terminal shows before a continued line.
    fn pass_second_prompt(&mut self) {
        let rest = self.cursor.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[blanks..].starts_with("> ") {
            self.cursor.at += blanks + 2;
        }
    }

    /// An operator begins where a word could. Inside a word `&` stays: addresses are pasted without quotes.
    fn ends_here(&self) -> bool {
        let rest = self.cursor.rest();
        if self.word.is_some() {
            return rest
                .strip_prefix(';')
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
        }
        let descriptor = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with(['|', ';', '&', '(', ')', '<', '>']) || descriptor.starts_with(['>', '<'])
    }

    fn pass_comment(&mut self) {
        let rest = self.cursor.rest();
        self.cursor.at += rest.find('\n').unwrap_or(rest.len());
    }

    fn is_quote_like(&self, start: usize) -> bool {
        self.word.is_none() || self.cursor.text[..start].ends_with([':', '='])
    }

    fn single_quoted(&mut self, start: usize) -> Result<(), WordsError> {
        let Some(length) = self.cursor.rest().find('\'') else { return Err(self.open("'", start)) };
        let inside = &self.cursor.rest()[..length];
        self.word.get_or_insert_default().text.push_str(inside);
        self.cursor.at += length + 1;
        Ok(())
    }

    fn double_quoted(&mut self, start: usize) -> Result<(), WordsError> {
        self.word.get_or_insert_default();
        loop {
            let at = self.cursor.at;
            match self.cursor.next() {
                None => return Err(self.open("\"", start)),
                Some('"') => return Ok(()),
                Some('\\') => self.escaped_in_double_quotes(),
                Some('$') => self.expansion(at, "$"),
                Some('`') => self.expansion(at, "`"),
                Some(c) => self.push(c),
            }
        }
    }

    /// §2.2.3: a backslash escapes only these characters.
    fn escaped_in_double_quotes(&mut self) {
        if self.cursor.take_newline() {
            return;
        }
        match self.cursor.peek() {
            Some(c @ ('$' | '`' | '"' | '\\')) => {
                self.cursor.next();
                self.push(c);
            }
            _ => self.push('\\'),
        }
    }

    fn dollar(&mut self, start: usize) -> Result<(), WordsError> {
        if self.cursor.take("'") {
            return self.ansi_c_quoted(start);
        }
        // `$"…"` marks text for translation; it is treated as a plain quote.
        if self.cursor.take("\"") {
            return self.double_quoted(start);
        }
        self.expansion(start, "$");
        Ok(())
    }

    /// Keeps an expansion as written, and records it.
    fn expansion(&mut self, start: usize, mark: &str) {
        let rest = self.cursor.rest();
        let length = match rest.chars().next() {
            _ if mark == "`" => rest.find('`').map(|at| at + 1),
            Some('{') => rest.find('}').map(|at| at + 1),
            Some('(') => rest.find(')').map(|at| at + 1),
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                Some(rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len()))
            }
            _ => None,
        };
        self.cursor.at += length.unwrap_or(0);
        let written = &self.cursor.text[start..self.cursor.at];
        let word = self.word.get_or_insert_default();
        word.text.push_str(written);
        word.expansions.extend(length.map(|_| written.to_owned()));
    }

    fn ansi_c_quoted(&mut self, start: usize) -> Result<(), WordsError> {
        let mut bytes = Vec::new();
        let mut high: Option<u32> = None;
        loop {
            let unit = match self.cursor.next() {
                None => return Err(self.open("$'", start)),
                Some('\'') => break,
                Some('\\') => self.ansi_c_escape(),
                Some(c) => Escape::Char(c),
            };
            match (unit, high.take()) {
                (Escape::Unit(low @ 0xDC00..=0xDFFF), Some(high)) => {
                    let pair: u32 = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                    push_char(&mut bytes, char::from_u32(pair));
                }
                (Escape::Unit(unit @ 0xD800..=0xDBFF), None) => high = Some(unit),
                (Escape::Unit(unit), None) if char::from_u32(unit).is_some() => {
                    push_char(&mut bytes, char::from_u32(unit));
                }
                (Escape::Char(c), None) => push_char(&mut bytes, Some(c)),
                (Escape::Byte(byte), None) => bytes.push(byte),
                _ => return Err(WordsError::NotText { at: self.cursor.place(start) }),
            }
        }
        let text = String::from_utf8(bytes).ok().filter(|_| high.is_none());
        let text = text.ok_or_else(|| WordsError::NotText { at: self.cursor.place(start) })?;
        self.word.get_or_insert_default().text.push_str(&text);
        Ok(())
    }

    /// Bash Reference Manual, §3.1.2.4. An unknown escape keeps its backslash.
    fn ansi_c_escape(&mut self) -> Escape {
        let Some(c) = self.cursor.next() else { return Escape::Char('\\') };
        let simple = match c {
            'a' => '\x07',
            'b' => '\x08',
            'e' | 'E' => '\x1b',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            '\\' | '\'' | '"' | '?' => c,
            'x' => return self.number(16, 2).map_or_else(|| self.unknown_escape(), byte),
            'u' => return self.number(16, 4).map_or_else(|| self.unknown_escape(), Escape::Unit),
            'U' => return self.number(16, 8).map_or_else(|| self.unknown_escape(), Escape::Unit),
            '0'..='7' => {
                self.cursor.at -= 1;
                return self.number(8, 3).map_or(Escape::Char('\\'), byte);
            }
            'c' => match self.cursor.next() {
                Some(control) => return byte(u32::from(control) & 0x1f),
                None => '\\',
            },
            _ => return self.unknown_escape(),
        };
        Escape::Char(simple)
    }

    fn unknown_escape(&mut self) -> Escape {
        let escaped = &self.cursor.text[..self.cursor.at];
        self.cursor.at -= escaped.chars().next_back().map_or(0, char::len_utf8);
        Escape::Char('\\')
    }

    fn number(&mut self, radix: u32, most: usize) -> Option<u32> {
        let digits: String =
            self.cursor.rest().chars().take(most).take_while(|c| c.is_digit(radix)).collect();
        self.cursor.at += digits.len();
        u32::from_str_radix(&digits, radix).ok()
    }

    fn open(&mut self, quote: &'static str, start: usize) -> WordsError {
        let at = self.cursor.place(start);
        self.cursor.at = self.cursor.text.len();
        self.word.get_or_insert_default();
        WordsError::OpenQuote { quote, at }
    }
}

enum Escape {
    Char(char),
    Byte(u8),
    /// A UTF-16 unit or a code point: Chrome writes characters beyond U+FFFF as surrogate pairs.
    Unit(u32),
}

fn byte(value: u32) -> Escape {
    Escape::Byte(u8::try_from(value & 0xff).unwrap_or(u8::MAX))
}

fn push_char(bytes: &mut Vec<u8>, c: Option<char>) {
    bytes.extend_from_slice(c.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{WordsError, texts};
    use super::{quoted, split};

    #[test]
    fn quotes_join_and_a_backslash_means_what_it_means_in_its_place() {
        let words = split(r#"a'b c'"d \" \n \$x"e\ f "" 'it'\''s'"#);
        assert_eq!(texts(&words), ["ab cd \" \\n $xe f", "", "it's"]);
        assert_eq!(words.error, None);
    }

    #[test]
    fn ansi_c_quotes_are_undone() {
        let words = split(r"$'It\'s \u00fc \xc3\xbc \303\274 \ud83d\ude00 \U0001F600 a\tb\nc \q'$'x'");
        assert_eq!(texts(&words), ["It's ü ü ü 😀 😀 a\tb\nc \\qx"]);
    }

    #[test]
    fn invalid_utf_8_and_lone_surrogates_are_reported() {
        for text in [r"$'\xff'", r"$'\ud83d'", r"$'\ud83d x'", r"$'\ude00'"] {
            assert_eq!(split(text).error, Some(WordsError::NotText { at: 1 }), "{text}");
        }
    }

    #[test]
    fn an_unclosed_quote_is_reported_with_its_position() {
        for (text, quote) in [("ab 'c", "'"), ("ab \"c", "\""), ("ab $'c\\'", "$'")] {
            assert_eq!(split(text).error, Some(WordsError::OpenQuote { quote, at: 4 }), "{text}");
        }
        let typographic = split("-H “a: b”").error;
        assert_eq!(typographic, Some(WordsError::TypographicQuote { quote: '“', at: 4 }));
        assert_eq!(split("'don’t' don’t").error, None);
    }

    #[test]
    fn lines_that_are_joined_or_begin_with_an_option_belong_to_the_command() {
        for joint in [" \\\n", " \\\r\n", " ^\n", " `\n", " \\  \n", "\n", " \\\n> "] {
            let words = split(&format!("curl{joint}  -H x{joint}--data y\nnext line"));
            assert_eq!(texts(&words), ["curl", "-H", "x", "--data", "y"], "{joint:?}");
        }
        let words = split("curl \\\n https://x \\");
        assert_eq!(texts(&words), ["curl", "https://x"]);
    }

    #[test]
    fn operators_and_comments_end_words_but_an_ampersand_inside_stays() {
        for rest in ["| jq .", "; ls", "&& curl b", "> file", "2>/dev/null", "# why"] {
            assert_eq!(texts(&split(&format!("curl a?b=1&c=2 {rest}"))), ["curl", "a?b=1&c=2"], "{rest}");
        }
    }

    #[test]
    fn what_the_shell_would_put_in_is_noted_and_stays_as_written() {
        let words = split(r#""Bearer $TOKEN" ${A}b '$no' $(cat x) `id` "$5 a$""#);
        let noted: Vec<_> = words.words.iter().flat_map(|word| word.expansions.clone()).collect();
        assert_eq!(noted, ["$TOKEN", "${A}", "$(cat x)", "`id`"]);
        assert_eq!(texts(&words), ["Bearer $TOKEN", "${A}b", "$no", "$(cat x)", "`id`", "$5 a$"]);
    }

    proptest! {
        #[test]
        fn a_quoted_text_is_one_word_again(text in "(?s).{0,60}") {
            let line = format!("a {} b", quoted(&text));
            let words = split(&line);
            prop_assert_eq!(texts(&words), ["a", &text, "b"]);
            prop_assert_eq!(&words.error, &None);
        }

        #[test]
        fn any_text_is_split_or_refused(text in "(?s)[\\\\'\"$`^ \n\r|a-zx0-9{}(]{0,80}") {
            let words = split(&text);
            prop_assert!(words.end <= text.len());
        }
    }
}
