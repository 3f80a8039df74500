//! Words with the place of every part in the text that they were read from.

use std::ops::Range;

use crate::request::{Span, Value, open_within};

/// One word, unquoted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    pub text: String,
    /// The whole word in the text that was read, with its quotes.
    pub span: Span,
    /// The parts of `text` that the shell puts in: `$NAME`, `$(command)` or `%NAME%`, as written.
    pub open: Vec<Range<usize>>,
    /// Where an `&` without quotes stands, at which a shell would have ended the command.
    pub ampersand: Option<usize>,
    pieces: Vec<Piece>,
}

/// A run of the word: a part of the text as it stands there, or what an escape or a variable makes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the word.
    at: usize,
    source: Span,
    is_same: bool,
}

impl Word {
    pub(crate) fn starting(at: usize) -> Self {
        Self { span: at..at, ..Self::default() }
    }

    /// A word of the lines of a document, still empty.
    pub(crate) fn over(span: Span) -> Self {
        Self { span, ..Self::default() }
    }

    /// Adds a part of the text as it stands there.
    pub(crate) fn push_same(&mut self, text: &str, at: usize) {
        if text.is_empty() {
            return;
        }
        if self.pieces.last().is_none_or(|last| !last.is_same || last.source.end != at) {
            self.pieces.push(Piece { at: self.text.len(), source: at..at, is_same: true });
        }
        self.text.push_str(text);
        if let Some(last) = self.pieces.last_mut() {
            last.source.end = at + text.len();
        }
    }

    /// Adds what an escape in the text makes.
    pub(crate) fn push_other(&mut self, text: &str, source: Span) {
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), source, is_same: false });
            self.text.push_str(text);
        }
    }

    /// Adds an expansion that stays as it is written.
    pub(crate) fn push_open(&mut self, written: &str, at: usize) {
        let start = self.text.len();
        self.push_same(written, at);
        self.open.push(start..self.text.len());
    }

    /// Adds a whole word: the value of a variable, in place of its name at `source`.
    pub(crate) fn push_word(&mut self, word: &Self, source: &Span) {
        let start = self.text.len();
        self.push_other(&word.text, source.clone());
        self.open.extend(word.open.iter().map(|open| open.start + start..open.end + start));
    }

    /// The word as a value; its place is without the quotes around it.
    pub(crate) fn value(&self) -> Value {
        self.part(0..self.text.len())
    }

    /// A part of the word as a value.
    pub(crate) fn part(&self, range: Range<usize>) -> Value {
        let open = open_within(&self.open, &range);
        let verbatim = self.is_same(&range);
        Value { text: self.text[range.clone()].to_owned(), span: Some(self.place(range)), open, verbatim }
    }

    /// Whether the text has this part in one piece, as it is.
    fn is_same(&self, range: &Range<usize>) -> bool {
        let after = self.pieces.partition_point(|piece| piece.at <= range.start);
        let piece = after.checked_sub(1).map(|index| &self.pieces[index]);
        let is_whole = self.pieces.get(after).is_none_or(|next| next.at >= range.end);
        is_whole && piece.is_some_and(|piece| piece.is_same)
    }

    /// Where a part of the word stands.
    pub(crate) fn place(&self, range: Range<usize>) -> Span {
        if self.pieces.is_empty() {
            return self.span.clone();
        }
        let piece = |at: usize| {
            let index = self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1);
            &self.pieces[index]
        };
        let first = piece(range.start);
        let start =
            if first.is_same { first.source.start + range.start - first.at } else { first.source.start };
        if range.is_empty() {
            return start..start;
        }
        let last = piece(range.end - 1);
        let end = if last.is_same { last.source.start + range.end - last.at } else { last.source.end };
        start..end.max(start)
    }

    /// The word with `\"` as `"`, which the C runtime of a Windows program makes of it.
    pub(crate) fn without_backslashes(&self) -> Self {
        let mut word = Self { span: self.span.clone(), ampersand: self.ampersand, ..Self::default() };
        let mut at = 0;
        for (backslash, _) in self.text.match_indices("\\\"") {
            word.push_part(self, at..backslash);
            at = backslash + 1;
        }
        word.push_part(self, at..self.text.len());
        word
    }

    /// Adds a part of another word of the same text.
    pub(crate) fn push_part(&mut self, of: &Self, range: Range<usize>) {
        let start = self.text.len();
        let text = &of.text[range.clone()];
        let open = open_within(&of.open, &range);
        self.open.extend(open.into_iter().map(|open| open.start + start..open.end + start));
        let is_same = of.is_same(&range);
        let place = of.place(range);
        if is_same {
            self.push_same(text, place.start);
        } else {
            self.push_other(text, place);
        }
    }
}
