//! What a shell puts in: variables, the output of commands, here-documents.

use super::super::cursor::Cursor;
use super::super::here::Pending;
use super::super::{Stdin, Word, WordsError};
use super::Splitter;
use crate::request::Span;

/// Among the closing characters that do not come any more: a here-document within a word.
const NO_DOCUMENT: char = '<';

impl Splitter<'_> {
    pub(super) fn take_here_document(&mut self) -> Result<(), WordsError> {
        self.end_word();
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let start = self.cursor.at;
        let lines = pending.lines(&mut self.cursor);
        let end = self.cursor.at;
        let lines =
            lines.map_err(|_| WordsError::OpenHereDocument { span: start..self.cursor.text.len() })?;
        self.split.stdin = Some(Stdin::Text(self.here_text(&pending, lines)));
        self.cursor.at = end;
        Ok(())
    }

    fn here_text(&mut self, pending: &Pending, lines: Span) -> Word {
        let start = Word::over(lines.clone());
        let outer = (self.word.replace(start), self.cursor, std::mem::take(&mut self.no_closing));
        // Nothing in the document reaches beyond it, and no document is in another.
        self.cursor = Cursor::new(&self.cursor.text[..lines.end], lines.start);
        self.no_closing.push(NO_DOCUMENT);
        while let Some(c) = self.cursor.peek() {
            let start = self.cursor.at;
            let is_line_start = start == lines.start || self.cursor.text[..start].ends_with('\n');
            if pending.strips_tabs && is_line_start && self.cursor.take("\t") {
                while self.cursor.take("\t") {}
                continue;
            }
            self.cursor.next();
            match c {
                '\\' if !pending.is_raw => self.escaped_in_double_quotes(start),
                '$' | '`' if !pending.is_raw => self.expansion(start, c),
                _ => self.push_written(start),
            }
        }
        let (word, cursor, no_closing) = outer;
        self.cursor = cursor;
        self.no_closing = no_closing;
        std::mem::replace(&mut self.word, word).unwrap_or_default()
    }

    /// Keeps an expansion as written, and records it, unless the text tells what it stands for.
    pub(super) fn expansion(&mut self, start: usize, mark: char) {
        let length = match (mark, self.cursor.peek()) {
            ('`', _) => self.closed('`'),
            (_, Some('{')) => self.closed('}'),
            (_, Some('(')) => {
                if self.take_printed_document(start) {
                    return;
                }
                self.balanced().or_else(|| self.closed(')'))
            }
            // Text in double quotes: the shell puts an argument in place of `$5`.
            (_, Some('0'..='9')) => Some(1),
            _ => self.cursor.name_len(),
        };
        let Some(length) = length else { return self.push_written(start) };
        let inside = &self.cursor.rest()[..length];
        self.cursor.at += length;
        let name = inside.trim_start_matches('{').trim_end_matches('}');
        let written = &self.cursor.text[start..self.cursor.at];
        let end = self.cursor.at;
        let value = if mark == '$' { self.variables.get(name) } else { None };
        match value {
            Some(value) => self.word(start).push_word(value, &(start..end)),
            None => self.word(start).push_open(written, start),
        }
    }

    /// The length up to this character and with it.
    fn closed(&mut self, closing: char) -> Option<usize> {
        if self.no_closing.contains(closing) {
            return None;
        }
        let end = self.cursor.rest().find(closing).map(|at| at + 1);
        if end.is_none() {
            self.no_closing.push(closing);
        }
        end
    }

    /// The length of `(…)` with what it nests.
    fn balanced(&mut self) -> Option<usize> {
        if self.no_closing.contains('(') {
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
        self.no_closing.push('(');
        None
    }

    /// `$(cat <<'EOF' …)`: a here-document as a part of a word.
    fn take_printed_document(&mut self, start: usize) -> bool {
        let before = self.cursor;
        let outer = self.pending.take();
        let text = self.printed_document();
        self.pending = outer;
        let Some(text) = text else {
            self.cursor = before;
            return false;
        };
        let source = start..self.cursor.at;
        // The substitution takes the line breaks at the end away.
        let kept = text.text.trim_end_matches('\n').len();
        let place = if text.open.is_empty() { text.place(0..kept) } else { source.clone() };
        let same = &text.text[..kept];
        if self.cursor.text.get(place.clone()) == Some(same) {
            self.word(start).push_same(same, place.start);
        } else {
            let word = self.word(start);
            word.push_word(&text, &source);
            word.text.truncate(word.text.trim_end_matches('\n').len());
        }
        true
    }

    fn printed_document(&mut self) -> Option<Word> {
        self.cursor.take("(");
        self.cursor.skip_blanks();
        if !self.cursor.take("cat") || self.no_closing.contains(NO_DOCUMENT) {
            return None;
        }
        self.cursor.skip_blanks();
        let pending = self.cursor.take("<<").then(|| Pending::take(&mut self.cursor))??;
        self.cursor.skip_blanks();
        if !self.cursor.take_newline() {
            return None;
        }
        let Ok(lines) = pending.lines(&mut self.cursor) else {
            self.no_closing.push(NO_DOCUMENT);
            return None;
        };
        let rest = self.cursor.rest();
        let end = self.cursor.at + rest.len() - rest.trim_start().len();
        if !self.cursor.text[end..].starts_with(')') {
            self.no_closing.push(NO_DOCUMENT);
            return None;
        }
        let text = self.here_text(&pending, lines);
        self.cursor.at = end + 1;
        Some(text)
    }
}
