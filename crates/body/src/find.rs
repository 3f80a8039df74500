//! Searching a body. Only what is shown is searched, labels included: text inside a redacted secret is never found, so
//! that a secret cannot be guessed letter by letter.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use regex::{Regex, RegexBuilder};

use crate::body::{Body, Index, Matches, Shown, count};
use crate::error::{BodyError, Result};
use crate::excerpt::Excerpt;
use crate::redaction::Redact;
use crate::view::{BodyPart, FoundInBody};

/// Longer texts are not searched for.
const MAX_NEEDLE_CHARS: usize = 200;
const MAX_MATCHES: usize = 10_000;
/// Of the text, redacted and searched at a time.
const CHUNK_BYTES: u64 = 1024 * 1024;
/// Longer than any needle in either case, so that none is missed between two chunks.
const OVERLAP_BYTES: u64 = 4 * 1024;

/// The pattern of a text, ignoring case.
fn pattern(text: &str) -> Option<Regex> {
    let fits = !text.is_empty() && text.chars().count() <= MAX_NEEDLE_CHARS;
    let pattern = fits.then(|| RegexBuilder::new(&regex::escape(text)).case_insensitive(true).build());
    pattern.map(|built| built.expect("BUG: a short text with its signs escaped is a pattern"))
}

/// What is shown of a part of the body, as one text.
struct ShownText {
    text: String,
    /// Where each piece begins: in the shown text, and in the body. Of a label, the secret's beginning.
    pieces: Vec<(usize, u64, bool)>,
}

impl ShownText {
    fn of(excerpt: &Excerpt, range: &Range<u64>) -> Self {
        let mut shown = Self { text: String::new(), pieces: Vec::new() };
        for piece in excerpt.pieces(range) {
            shown.pieces.push((shown.text.len(), piece.at, piece.is_label));
            shown.text.push_str(piece.shown);
        }
        shown
    }

    /// The offset in the body of what is shown here.
    fn source(&self, at: usize) -> u64 {
        let index = self.pieces.partition_point(|(start, ..)| *start <= at).saturating_sub(1);
        self.pieces.get(index).map_or(
            0,
            |(start, source, is_label)| {
                if *is_label { *source } else { source + (at - start) as u64 }
            },
        )
    }

    /// Where the first thing is shown that stands at this offset in the body or behind it.
    fn place(&self, offset: u64) -> usize {
        let index = self.pieces.partition_point(|(_, source, _)| *source <= offset).saturating_sub(1);
        let next = self.pieces.get(index + 1).map_or(self.text.len(), |(start, ..)| *start);
        self.pieces.get(index).map_or(next, |(start, source, is_label)| {
            let within = usize::try_from(offset.saturating_sub(*source)).unwrap_or(usize::MAX);
            match (is_label, within) {
                (true, 1..) => next,
                _ => self.text.ceil_char_boundary(start.saturating_add(within).min(next)),
            }
        })
    }
}

/// One search of a body.
struct Search<'a> {
    body: &'a Body,
    index: &'a Index,
    part: BodyPart,
    pattern: Regex,
    matches: Matches,
}

impl Search<'_> {
    /// The row or line that shows a match, and the offset in the body behind which the next one may begin. `None`: no row
    /// shows all of it.
    fn row(&self, found: &Range<u64>) -> Option<(u32, u64)> {
        match (self.part, &self.index.tree) {
            (BodyPart::Lines, _) => {
                let line = self.index.lines.partition_point(|start| *start <= found.start) - 1;
                self.index.lines.get(line + 1).map(|end| (count(line), *end))
            }
            (BodyPart::Tree, Some(tree)) => {
                let (node, shown) = tree.shown_at(found.start)?;
                let end = tree.nodes[node as usize].scalar_end();
                shown.contains(&found.end).then_some((node, end.unwrap_or(shown.end)))
            }
            (BodyPart::Tree, None) => None,
        }
    }

    /// Searches a chunk, and returns the offset to go on at.
    fn chunk(&mut self, chunk: &Range<u64>, redact: Redact<'_>) -> Result<u64> {
        let read = chunk.start..chunk.end.saturating_add(OVERLAP_BYTES).min(self.body.size());
        let shown = ShownText::of(&self.body.excerpt(&read, &self.body.all(), redact)?, &read);
        let (mut at, mut next) = (0, chunk.end);
        while let Some(found) = self.pattern.find_at(&shown.text, at) {
            let last = shown.text.floor_char_boundary(found.end() - 1);
            let source = shown.source(found.start())..shown.source(last);
            if source.start >= chunk.end || self.matches.more {
                break;
            }
            at = match self.row(&source) {
                Some((row, end)) => {
                    self.add(row);
                    next = next.max(end);
                    shown.place(end).max(found.end())
                }
                None => shown.text.ceil_char_boundary(found.start() + 1),
            };
        }
        Ok(next)
    }

    fn add(&mut self, row: u32) {
        if self.matches.rows.last() == Some(&row) {
            return;
        }
        self.matches.more = self.matches.rows.len() == MAX_MATCHES;
        if !self.matches.more {
            self.matches.rows.push(row);
        }
    }
}

impl Body {
    /// Searches for a text, ignoring case, and returns the match with this index, from 0, wrapping around. The tree
    /// is unfolded down to it. Texts over 200 characters are not found, and 10,000 matches are counted at most. Blocks; the
    /// body can be read meanwhile.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read. [`BodyError::SearchCancelled`]: another search of this
    /// body began, or [`cancel_search`](Self::cancel_search) was called.
    pub fn find(&self, part: BodyPart, text: &str, nth: u32, redact: Redact<'_>) -> Result<FoundInBody> {
        let search = self.searches.fetch_add(1, Ordering::SeqCst) + 1;
        let is_wanted = || self.searches.load(Ordering::SeqCst) == search;
        let matches = match self.searched(part, text) {
            Some(matches) => matches,
            None => Arc::new(self.matches(part, text, &is_wanted, redact)?),
        };
        self.keep_search(part, text, Arc::clone(&matches));
        let found = count(matches.rows.len());
        let row = nth.checked_rem(found).map(|nth| matches.rows[nth as usize]);
        self.with_index(|shown| FoundInBody {
            count: found,
            more: matches.more,
            at: row.and_then(|row| shown.reveal(part, row)),
            row_count: shown.row_count(),
        })
    }

    /// Ends the search that is under way, if there is one: it fails with [`BodyError::SearchCancelled`].
    pub fn cancel_search(&self) {
        self.searches.fetch_add(1, Ordering::SeqCst);
    }

    fn matches(
        &self,
        part: BodyPart,
        text: &str,
        is_wanted: &dyn Fn() -> bool,
        redact: Redact<'_>,
    ) -> Result<Matches> {
        let index = self.with_index(|shown| Arc::clone(&shown.index))?;
        let Some(pattern) = pattern(text).filter(|_| self.is_text()) else { return Ok(Matches::default()) };
        let mut search = Search { body: self, index: &index, part, pattern, matches: Matches::default() };
        let mut start = 0;
        while start < self.size() && !search.matches.more {
            start = search.chunk(&(start..self.size().min(start + CHUNK_BYTES)), redact)?;
            if !is_wanted() {
                return Err(BodyError::SearchCancelled);
            }
        }
        Ok(search.matches)
    }
}

impl Shown {
    /// The current row of a match. A line is its own row; the row of a value depends on what is folded.
    fn reveal(&mut self, part: BodyPart, found: u32) -> Option<u32> {
        match part {
            BodyPart::Lines => Some(found),
            BodyPart::Tree => self.folds.as_mut()?.reveal(self.index.tree.as_ref()?, found),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::body::testing::body;
    use crate::redaction::Redaction;
    use crate::redaction::testing::redact_all;

    const SECRET: &str = "na1-12345678-abcd";

    const LABEL: &str = "«refresh-token#1»";

    fn redact(text: &str) -> Vec<Redaction> {
        redact_all(text, SECRET, LABEL)
    }

    fn rows(body: &Body, part: BodyPart, text: &str) -> Vec<u32> {
        let found = body.find(part, text, 0, &redact).unwrap();
        (0..found.count).map(|nth| body.find(part, text, nth, &redact).unwrap().at.unwrap()).collect()
    }

    #[test]
    fn a_text_is_found_in_keys_values_and_lines_ignoring_case() {
        let body = body("{\n\"Email\": \"É@example.com\",\n\"other\": [\"x\", \"EMAIL é\"]\n}");
        assert_eq!(rows(&body, BodyPart::Tree, "email"), [1, 4]);
        assert_eq!(rows(&body, BodyPart::Tree, "é@EXAMPLE"), [1]);
        assert_eq!(rows(&body, BodyPart::Lines, "email"), [1, 2]);
        assert_eq!(rows(&body, BodyPart::Lines, "\": ["), [2]);
        for nothing in ["", "absent", "e.*l", &"e".repeat(MAX_NEEDLE_CHARS + 1)] {
            assert!(rows(&body, BodyPart::Lines, nothing).is_empty());
        }
    }

    #[test]
    fn the_index_of_the_match_wraps_around() {
        let body = body("a\nb\na\n");
        let at = [0, 1, 2, u32::MAX].map(|nth| body.find(BodyPart::Lines, "a", nth, &redact).unwrap().at);
        assert_eq!(at, [Some(0), Some(2), Some(0), Some(2)]);
    }

    #[test]
    fn the_tree_unfolds_down_to_the_match() {
        let body = body(r#"{"a":{"b":{"c":"here"}}}"#);
        assert_eq!(body.toggle(1).unwrap(), 3);
        let found = body.find(BodyPart::Tree, "here", 0, &redact).unwrap();
        assert_eq!(found, FoundInBody { count: 1, more: false, at: Some(3), row_count: 7 });
    }

    #[test]
    fn no_part_of_a_redacted_secret_is_found() {
        let body = body(format!("{{\"token\": \"{SECRET}\",\n\"{SECRET}\": 1}}\n"));
        for part in [BodyPart::Tree, BodyPart::Lines] {
            for length in 1..=SECRET.len() {
                let guess = &SECRET[..length];
                let seen = rows(&body, part, guess);
                assert!(seen.is_empty() || LABEL.contains(guess), "{guess} is found");
            }
            assert_eq!(rows(&body, part, "\"token").len(), usize::from(part == BodyPart::Lines));
        }
    }

    #[test]
    fn a_match_across_two_chunks_is_found_once() {
        let edge = usize::try_from(CHUNK_BYTES).unwrap();
        for before in [edge - 7, edge - 6, edge - 3, edge - 1, edge] {
            let body = body(format!("{}needle\n", "\n".repeat(before)));
            assert_eq!(rows(&body, BodyPart::Lines, "needle"), [count(before)]);
        }
    }

    #[test]
    fn matches_beyond_the_maximum_are_not_counted() {
        let body = body("a\n".repeat(MAX_MATCHES + 1));
        let found = body.find(BodyPart::Lines, "a", 0, &redact).unwrap();
        assert_eq!((found.count, found.more), (10_000, true));
    }

    #[test]
    fn labels_are_found_since_they_are_shown() {
        let body = body(format!("[\"{SECRET}\", \"{SECRET}x\"]\n{}", " ".repeat(2_000)));
        assert_eq!(rows(&body, BodyPart::Tree, "TOKEN#1"), [1, 2]);
        assert_eq!(rows(&body, BodyPart::Tree, "1»x"), [2]);
        assert_eq!(rows(&body, BodyPart::Lines, "token#1»\", \"«"), [0]);
    }

    #[test]
    fn nothing_is_found_across_what_the_tree_shows_apart() {
        let body = body(r#"{"a": "b", "c": {"d": 1}}"#);
        for nothing in ["a\"", "\": \"", "a\": \"b", "b\", ", "1}", "{"] {
            assert!(rows(&body, BodyPart::Tree, nothing).is_empty(), "{nothing}");
        }
        assert_eq!(rows(&body, BodyPart::Tree, "\"b\""), [1]);
        assert_eq!(rows(&body, BodyPart::Tree, "c"), [2]);
    }

    #[test]
    fn a_word_is_found_where_a_long_line_is_split() {
        let body = body("x".repeat(998) + "needle");
        assert_eq!(rows(&body, BodyPart::Lines, "needle"), [0]);
    }

    #[test]
    fn a_match_far_inside_a_long_value_is_found() {
        let filler = "x".repeat(3_000_000);
        let body = body(format!("[\"{filler}needle{filler}\", \"needle\"]"));
        assert_eq!(rows(&body, BodyPart::Tree, "needle"), [1, 2]);
    }

    #[test]
    fn a_letter_in_a_large_value_is_looked_for_once() {
        let body = body(format!("[\"{}\"]", "a".repeat(1_000_000)));
        for (part, found) in [(BodyPart::Tree, 1), (BodyPart::Lines, 1_000)] {
            let calls = Cell::new(0);
            let counted = |text: &str| {
                calls.set(calls.get() + 1);
                redact(text)
            };
            assert_eq!(body.find(part, "a", 0, &counted).unwrap().count, found);
            assert!(calls.get() < 10, "{} calls", calls.get());
            assert_eq!(body.find(part, "\"", 0, &counted).unwrap().count, found.min(2));
        }
    }

    #[test]
    fn a_search_ends_when_another_begins_or_it_is_cancelled() {
        let body = body("x".repeat(5_000_000));
        let calls = Cell::new(0);
        let cancelled = body.find(BodyPart::Lines, "y", 0, &|_| {
            calls.set(calls.get() + 1);
            body.cancel_search();
            Vec::new()
        });
        assert!(matches!(cancelled, Err(BodyError::SearchCancelled)) && calls.get() == 1);
        let typed_on = body.find(BodyPart::Lines, "y", 0, &|_| {
            body.find(BodyPart::Lines, "yz", 0, &redact).unwrap();
            Vec::new()
        });
        assert!(matches!(typed_on, Err(BodyError::SearchCancelled)));
        assert_eq!(body.find(BodyPart::Lines, "y", 0, &redact).unwrap().count, 0);
    }

    #[test]
    fn a_body_is_read_folded_and_dropped_while_it_is_searched() {
        let body = body(r#"{"a": {"b": 1}}"#);
        let found = body.find(BodyPart::Tree, "b", 0, &|_| {
            assert_eq!(body.rows(0, 500, &redact).unwrap().rows.len(), 5);
            assert_eq!(body.toggle(1).unwrap(), 3);
            body.drop_index();
            Vec::new()
        });
        assert_eq!(found.unwrap(), FoundInBody { count: 1, more: false, at: Some(2), row_count: 5 });
    }
}
