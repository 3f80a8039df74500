//! Splits a command line as Windows does: cmd.exe puts variables in and resolves `^`, then the program's C runtime
//! splits the rest (Microsoft's "Parsing C command-line arguments").

use super::cursor::Cursor;
use super::{Split, Variables, Word, WordsError};
use crate::request::Span;

/// The text quoted as one word, as Chrome's "Copy as cURL (cmd)" does: every quote is hidden from cmd.exe, so that
/// carets apply everywhere.
pub(crate) fn quoted(text: &str) -> String {
    let mut line = String::from("^\"");
    let mut backslashes = 0;
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' => backslashes += 1,
            // The C runtime halves backslashes before a quote alone.
            '"' => line.push_str(&"\\".repeat(backslashes + 1)),
            _ => {}
        }
        if c != '\\' {
            backslashes = 0;
        }
        push_for_cmd(&mut line, c);
    }
    line.push_str(&"\\".repeat(backslashes));
    line + "^\""
}

fn push_for_cmd(line: &mut String, c: char) {
    match c {
        '\n' => line.push_str("^\n\n"),
        c if c.is_alphanumeric() || c.is_whitespace() || "_-:=+~'/.,?;*\\".contains(c) => line.push(c),
        c => line.extend(['^', c]),
    }
}

pub(super) fn split(text: &str, at: usize, variables: &Variables) -> Split {
    let (line, end) = resolved(text, at, variables);
    let mut split = Words { line: &line, at: 0, split: Split { end, ..Split::default() }, word: None }.run();
    split.is_piped = text[end..].starts_with('|') && !text[end..].starts_with("||");
    split.end += usize::from(split.is_piped);
    split
}

/// The value of `set NAME=value`, which goes to the end of the line, or of `set "NAME=value"`.
pub(super) fn assigned(text: &str, at: usize) -> Word {
    let rest = &text[at..];
    let line = rest.lines().next().unwrap_or_default();
    let line = if text[..at].rsplit('\n').next().is_some_and(|line| line.contains('"')) {
        line.rsplit_once('"').map_or(line, |(value, _)| value)
    } else {
        line.trim_end()
    };
    let mut word = Word::starting(at);
    word.push_same(line, at);
    word.span.end = at + line.len();
    word
}

/// A part of the line that cmd.exe passes to the program.
enum Part<'a> {
    /// As it stands in the text, or behind a caret.
    Char(char, Span),
    /// A `%NAME%` whose value the text does not tell.
    Open(&'a str, usize),
}

/// What cmd.exe passes to the program, and where the command ends in the text.
fn resolved<'a>(text: &'a str, at: usize, variables: &Variables) -> (Vec<Part<'a>>, usize) {
    let mut cursor = Cursor::new(text, at);
    let mut line = Vec::new();
    let mut quotes = Quotes::default();
    while let Some(c) = cursor.peek() {
        let at = cursor.at;
        cursor.next();
        match c {
            '^' if !quotes.of_cmd && cursor.take_joined_line() => {
                // A caret takes the character behind the line break literally: a second one stays.
                let at = cursor.at;
                if cursor.take_newline() {
                    line.push(Part::Char('\n', at..cursor.at));
                }
            }
            '^' if quotes.of_cmd && !quotes.of_program && cursor.take_joined_line() => {}
            '^' if !quotes.of_cmd => {
                let at = cursor.at;
                if let Some(next) = cursor.next() {
                    quotes.pass_for_program(next);
                    line.push(Part::Char(next, at..cursor.at));
                }
            }
            '%' => take_percent(&mut cursor, at, variables, &mut line),
            // cmd.exe ends the command at the line's end, whatever is quoted. People paste bodies of several lines
            // nevertheless.
            '\n' if !quotes.of_program && !cursor.goes_on() => return (line, at),
            '\n' => {
                line.push(Part::Char('\n', at..cursor.at));
                if !quotes.of_program {
                    quotes.of_cmd = false;
                    cursor.skip_space();
                }
            }
            '|' | '<' | '>' if !quotes.of_cmd => return (line, at),
            '&' if !quotes.of_cmd && !is_in_address(&line, cursor) => return (line, at),
            c => {
                quotes.pass(c);
                line.push(Part::Char(c, at..cursor.at));
            }
        }
    }
    (line, cursor.at)
}

/// What is quoted: cmd.exe counts every quote, the program's C runtime not those behind a backslash.
#[derive(Default)]
struct Quotes {
    of_cmd: bool,
    of_program: bool,
    is_escaped: bool,
}

impl Quotes {
    fn pass(&mut self, c: char) {
        self.of_cmd ^= c == '"';
        self.pass_for_program(c);
    }

    /// A character that cmd.exe takes literally.
    fn pass_for_program(&mut self, c: char) {
        self.of_program ^= c == '"' && !self.is_escaped;
        self.is_escaped = c == '\\' && !self.is_escaped;
    }
}

/// The rest of a line behind PowerShell's `--%`: only variables are put in.
pub(super) fn verbatim(text: &str, at: usize, variables: &Variables) -> Split {
    let mut cursor = Cursor::new(text, at);
    let mut line = Vec::new();
    while let Some(c) = cursor.next() {
        let at = cursor.at - c.len_utf8();
        match c {
            '%' => take_percent(&mut cursor, at, variables, &mut line),
            c => line.push(Part::Char(c, at..cursor.at)),
        }
    }
    Words { line: &line, at: 0, split: Split::default(), word: None }.run()
}

/// `%NAME%`, but not the `%20%C3` of an address; `%%` is the `%` of a script.
fn take_percent<'a>(cursor: &mut Cursor<'a>, at: usize, variables: &Variables, line: &mut Vec<Part<'a>>) {
    if cursor.take("%") {
        line.push(Part::Char('%', at..cursor.at));
        return;
    }
    let length = cursor.name_len().filter(|length| *length > 2 && cursor.rest()[*length..].starts_with('%'));
    let Some(length) = length else {
        line.push(Part::Char('%', at..cursor.at));
        return;
    };
    let name = cursor.rest()[..length].to_ascii_lowercase();
    cursor.at += length + 1;
    match variables.get(&name) {
        Some(value) => line.extend(value.text.chars().map(|c| Part::Char(c, at..cursor.at))),
        None => line.push(Part::Open(&cursor.text[at..cursor.at], at)),
    }
}

/// An `&` within a word that looks like an address, which was pasted without quotes.
fn is_in_address(line: &[Part<'_>], cursor: Cursor<'_>) -> bool {
    let before = matches!(line.last(), Some(Part::Char(c, _)) if !c.is_whitespace());
    before && cursor.peek().is_some_and(|c| c != '&' && !c.is_whitespace())
}

/// The C runtime's part.
struct Words<'a> {
    line: &'a [Part<'a>],
    at: usize,
    split: Split,
    word: Option<Word>,
}

impl Words<'_> {
    fn run(mut self) -> Split {
        let mut open: Option<Span> = None;
        while let Some(part) = self.line.get(self.at) {
            self.at += 1;
            let place = match part {
                Part::Open(_, at) => *at,
                Part::Char(_, span) => span.start,
            };
            if let Err(error) = self.split.check_length(place) {
                self.split.error = Some(error);
                return self.split;
            }
            match part {
                Part::Open(written, at) => self.word(*at).push_open(written, *at),
                Part::Char('\\', span) => self.take_backslashes(span.clone()),
                Part::Char('"', span) if open.is_some() && self.next_is('"') => {
                    self.at += 1;
                    self.word(span.start).push_other("\"", span.start..span.end + 1);
                }
                Part::Char('"', span) => {
                    open = if open.is_some() { None } else { Some(span.clone()) };
                    self.word(span.start).span.end = span.end;
                }
                Part::Char(c, _) if c.is_whitespace() && open.is_none() => self.end_word(),
                Part::Char(c, span) => self.push(*c, span.clone()),
            }
        }
        self.end_word();
        self.split.error = open.map(|span| WordsError::OpenQuote { quote: "\"", span });
        self.split
    }

    fn word(&mut self, start: usize) -> &mut Word {
        self.word.get_or_insert_with(|| Word::starting(start))
    }

    fn end_word(&mut self) {
        let Some(mut word) = self.word.take() else { return };
        word.span.end =
            word.span.end.max(word.place(word.text.len()..word.text.len()).end).max(word.span.start);
        self.split.words.push(word);
    }

    fn next_is(&self, wanted: char) -> bool {
        matches!(self.line.get(self.at), Some(Part::Char(c, _)) if *c == wanted)
    }

    fn push(&mut self, c: char, span: Span) {
        let word = self.word(span.start);
        let mut buffer = [0; 4];
        let text = c.encode_utf8(&mut buffer);
        word.span.end = word.span.end.max(span.end);
        if span.len() == text.len() {
            word.push_same(text, span.start);
        } else {
            word.push_other(text, span);
        }
    }

    /// 2n backslashes before a quote are n; 2n + 1 are n and a literal quote. Other backslashes are literal.
    fn take_backslashes(&mut self, first: Span) {
        let start = self.at - 1;
        while self.next_is('\\') {
            self.at += 1;
        }
        let count = self.at - start;
        let is_before_quote = self.next_is('"');
        let kept = if is_before_quote { count / 2 } else { count };
        self.word(first.start);
        for index in start..start + kept {
            if let Some(Part::Char(c, span)) = self.line.get(index) {
                self.push(*c, span.clone());
            }
        }
        if is_before_quote && count % 2 == 1 {
            if let Some(Part::Char(c, span)) = self.line.get(self.at) {
                self.push(*c, span.clone());
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Shell, Split, Variables, WordsError, candidates, texts};
    use super::quoted;

    fn split(text: &str) -> Split {
        super::split(text, 0, &Variables::default())
    }

    #[test]
    fn what_chrome_copies_is_read_as_windows_reads_it() {
        let text = "curl ^\"https://api.hubapi.com/x?a=1^&b=^%^20c^\" ^\r\n  -X ^\"POST^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\": ^\\^\"b^\r\n\r\n c^\\^\"^}^\"";
        assert_eq!(candidates(text)[0].shell, Shell::Cmd);
        let words = split(text);
        assert_eq!(
            texts(&words),
            ["curl", "https://api.hubapi.com/x?a=1&b=%20c", "-X", "POST", "--data-raw", "{\"a\": \"b\n c\"}"]
        );
        assert_eq!((words.error.clone(), words.end), (None, text.len()));
    }

    #[test]
    fn backslashes_count_before_a_quote_alone() {
        assert_eq!(
            texts(&split(r#"a\b "c\\" "d\"e" "f""g" \\\"h"#)),
            [r"a\b", r"c\", "d\"e", "f\"g", "\\\"h"]
        );
    }

    #[test]
    fn an_unclosed_quote_is_reported_and_a_variable_noted() {
        assert_eq!(split("a ^\"b").error, Some(WordsError::OpenQuote { quote: "\"", span: 3..4 }));
        assert_eq!(split("^\"Bearer %TOKEN%^\"").words[0].open, std::slice::from_ref(&(7..14)));
        assert!(split("^\"a^%^20b^%^20c^\"").words[0].open.is_empty());
    }

    proptest! {
        #[test]
        fn a_quoted_text_is_one_word_again(text in "[^\\r]{0,60}") {
            let line = format!("a {} b", quoted(&text));
            let words = split(&line);
            prop_assert_eq!(texts(&words), ["a", &text, "b"], "{}", line);
        }
    }
}
