//! What of a text is JSON, and where it is not.
//!
//! People paste files that they have edited, and parts of files. What has one meaning in spite of a fault is read, and
//! the fault is told; where it has none, reading ends.

use super::json::{blank_end, comment_length, is_bare, string_end};
use crate::request::Problem;

/// How many faults are told; more say nothing new.
const MOST: usize = 8;
/// With more words that are no values, such as those that templates put in, a text is none of JSON.
const MOST_WORDS: usize = 500;

/// What was found in a text.
pub(super) struct Checked {
    /// Where the values of the uppermost level begin: of a part of a file there may be several, divided by commas.
    pub(super) roots: Vec<usize>,
    /// Where reading must end.
    pub(super) limit: usize,
    faults: Vec<(usize, &'static str)>,
}

impl Checked {
    /// The faults, each with its line and column.
    pub(super) fn problems(&self, text: &str) -> Vec<Problem> {
        let told = self.faults.iter().map(|&(at, what)| {
            let before = &text[..at];
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
            let column = before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1;
            let length = text[at..].chars().next().map_or(0, char::len_utf8);
            let message = format!("line {line}, column {column}: {what}");
            Problem { name: None, span: at..at + length, message }
        });
        told.collect()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Root,
    Key,
    Colon,
    Value,
    Comma,
}

/// Goes once through the text.
pub(super) fn check(text: &str) -> Checked {
    let mut check = Check {
        bytes: text.as_bytes(),
        at: 0,
        open: Vec::new(),
        expected: Expected::Root,
        after_comma: None,
        words: 0,
        checked: Checked { roots: Vec::new(), limit: text.len(), faults: Vec::new() },
    };
    if let Err((at, what)) = check.run() {
        check.checked.limit = at;
        check.checked.faults.push((at, what));
    }
    check.checked
}

struct Check<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The closing brackets that are due.
    open: Vec<u8>,
    expected: Expected,
    /// The place of the comma just passed.
    after_comma: Option<usize>,
    /// How many words were no values.
    words: usize,
    checked: Checked,
}

impl Check<'_> {
    fn run(&mut self) -> Result<(), (usize, &'static str)> {
        loop {
            self.pass_blank();
            let Some(&byte) = self.bytes.get(self.at) else { break };
            self.step(byte)?;
        }
        if self.open.is_empty() {
            Ok(())
        } else {
            Err((self.at, "the text ends before everything in it is closed; a part is missing"))
        }
    }

    fn tell(&mut self, at: usize, what: &'static str) {
        if self.checked.faults.len() < MOST {
            self.checked.faults.push((at, what));
        }
    }

    fn pass_blank(&mut self) {
        let end = blank_end(self.bytes, self.at);
        while self.at < end {
            let rest = &self.bytes[self.at..end];
            let comment = comment_length(rest);
            match rest {
                _ if comment > 0 => self.tell(self.at, "JSON has no comments"),
                [0xC2, ..] => self.tell(self.at, "a no-break space stands between the parts of the JSON"),
                _ => {}
            }
            self.at += match rest[0] {
                _ if comment > 0 => comment,
                0xC2 => 2,
                0xEF => 3,
                _ => 1,
            };
        }
    }

    fn step(&mut self, byte: u8) -> Result<(), (usize, &'static str)> {
        use Expected::{Colon, Comma, Key, Root, Value};
        if matches!(byte, b'}' | b']') {
            return self.close(byte);
        }
        match (self.expected, byte) {
            (Comma | Root, b',') => self.comma(),
            (Key | Value, b',') => {
                self.tell(self.at, "two commas stand side by side, or one before the first part");
                self.at += 1;
            }
            (Comma, _) => {
                self.tell(self.at, "a comma is missing before this");
                self.expected = self.next_part();
            }
            (Colon, b':') => {
                self.at += 1;
                self.expected = Value;
            }
            (Colon, _) => return Err((self.at, "a colon is missing between a name and its value")),
            (Key, b'"') => {
                self.string()?;
                self.expected = Colon;
            }
            (Key, _) => return Err((self.at, "a name of an object must stand in double quotes")),
            (Root, _) if !matches!(byte, b'{' | b'[') => {
                return Err((self.at, "this text does not belong to the JSON before it"));
            }
            (Root | Value, _) => return self.value(byte),
        }
        Ok(())
    }

    fn comma(&mut self) {
        self.after_comma = Some(self.at);
        self.at += 1;
        self.expected = self.next_part();
    }

    fn next_part(&self) -> Expected {
        match self.open.last() {
            Some(b'}') => Expected::Key,
            Some(_) => Expected::Value,
            None => Expected::Root,
        }
    }

    fn close(&mut self, byte: u8) -> Result<(), (usize, &'static str)> {
        if self.open.last() != Some(&byte) {
            return Err((self.at, "this bracket closes nothing that is open"));
        }
        match (self.expected, self.after_comma) {
            (Expected::Colon, _) => return Err((self.at, "a name of an object has no value")),
            (Expected::Value, _) if byte == b'}' => {
                return Err((self.at, "a name of an object has no value"));
            }
            (Expected::Key | Expected::Value, Some(comma)) => {
                self.tell(comma, "JSON takes no comma after the last part of an object or array");
            }
            _ => {}
        }
        self.open.pop();
        self.at += 1;
        self.ended();
        Ok(())
    }

    fn ended(&mut self) {
        self.after_comma = None;
        self.expected = if self.open.is_empty() { Expected::Root } else { Expected::Comma };
    }

    fn value(&mut self, byte: u8) -> Result<(), (usize, &'static str)> {
        if self.open.is_empty() {
            self.checked.roots.push(self.at);
        }
        match byte {
            b'{' | b'[' => {
                self.open.push(if byte == b'{' { b'}' } else { b']' });
                self.at += 1;
                self.after_comma = None;
                self.expected = self.next_part();
            }
            b'"' => {
                self.string()?;
                self.ended();
            }
            _ => {
                self.bare(byte)?;
                self.ended();
            }
        }
        Ok(())
    }

    fn string(&mut self) -> Result<(), (usize, &'static str)> {
        let Some(end) = string_end(self.bytes, self.at) else {
            return Err((self.at, "the quote that opens here is not closed"));
        };
        if let Some(control) = self.bytes[self.at..end].iter().position(|byte| *byte < b' ') {
            self.tell(self.at + control, "a line break or tab within quotes must be written as \\n or \\t");
        }
        self.at = end;
        self.after_comma = None;
        Ok(())
    }

    fn bare(&mut self, byte: u8) -> Result<(), (usize, &'static str)> {
        let length = self.bytes[self.at..].iter().take_while(|&&byte| is_bare(byte)).count();
        let word = &self.bytes[self.at..self.at + length];
        match word {
            [] if byte == b'\'' => return Err((self.at, "JSON takes double quotes only")),
            [] if byte >= 0x80 => {
                return Err((self.at, "this character is no JSON; quotes must be straight ones"));
            }
            [] => return Err((self.at, "a value is missing here")),
            b"true" | b"false" | b"null" => {}
            _ if is_number(word) => {}
            _ if self.words >= MOST_WORDS => {
                return Err((self.at, "too many words here are no values of JSON"));
            }
            _ => {
                self.words += 1;
                self.tell(self.at, "this word is no value of JSON; texts stand in double quotes");
            }
        }
        self.at += length;
        Ok(())
    }
}

fn is_number(word: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Number>(word).is_ok()
}
