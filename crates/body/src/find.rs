//! Searching a body. Only what is visible matches: text inside a redacted secret is never found, so that a secret
//! cannot be guessed letter by letter.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use regex::bytes::{Regex, RegexBuilder};

use crate::error::{BodyError, Result};
use crate::json_index::JsonIndex;
use crate::redacted::{Redact, redact_line};
use crate::spooled::{Body, LastSearch, Matches, count};
use crate::view::{BodyPart, FoundInBody};

/// Longer texts are not searched for.
const MAX_NEEDLE_CHARS: usize = 200;
const MAX_MATCHES: usize = 10_000;
const CHUNK_BYTES: u64 = 1024 * 1024;
/// Longer than any needle in either case, so that none is missed between two chunks.
const OVERLAP_BYTES: u64 = 4 * 1024;

/// The text to search for, ignoring case.
struct Needle(Regex);

impl Needle {
    fn new(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.chars().count() <= MAX_NEEDLE_CHARS;
        let pattern = fits.then(|| RegexBuilder::new(&regex::escape(text)).case_insensitive(true).build());
        pattern.map(|built| Self(built.expect("BUG: a short text with its signs escaped is a pattern")))
    }

    fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text.as_bytes())
    }

    /// `row_at` maps the offset of a match to its node or line, if the match is visible there.
    fn matches(
        &self,
        file: &File,
        size: u64,
        mut row_at: impl FnMut(u64) -> io::Result<Option<u32>>,
    ) -> io::Result<Matches> {
        let mut matches = Matches::default();
        let mut bytes = Vec::new();
        for start in (0..size).step_by(usize::try_from(CHUNK_BYTES).unwrap_or(usize::MAX)) {
            read(file, start, CHUNK_BYTES + OVERLAP_BYTES, &mut bytes)?;
            let own =
                self.0.find_iter(&bytes).map(|found| found.start() as u64).filter(|at| *at < CHUNK_BYTES);
            for offset in own {
                let Some(found) = row_at(start + offset)? else { continue };
                if matches.rows.last() == Some(&found) {
                    continue;
                }
                if matches.rows.len() == MAX_MATCHES {
                    return Ok(Matches { more: true, ..matches });
                }
                matches.rows.push(found);
            }
        }
        Ok(matches)
    }
}

fn read(mut file: &File, start: u64, max_bytes: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
    bytes.clear();
    file.seek(SeekFrom::Start(start))?;
    file.take(max_bytes).read_to_end(bytes)?;
    Ok(())
}

impl Body {
    /// Searches for a text, ignoring case, and returns the match with this index, from 0, wrapping around. The tree
    /// is unfolded down to it. Texts over 200 characters are not found, and 10,000 matches are counted at most.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn find(&mut self, part: BodyPart, text: &str, nth: u32, redact: Redact<'_>) -> Result<FoundInBody> {
        let matches = match self.last_search.take() {
            Some(last) if last.part == part && last.text == text => last.matches,
            _ => self.matches(part, text, redact).map_err(BodyError::Read)?,
        };
        let found = count(matches.rows.len());
        let row = nth.checked_rem(found).map(|nth| matches.rows[nth as usize]);
        let at = row.and_then(|row| self.reveal(part, row));
        let more = matches.more;
        self.last_search = Some(LastSearch { part, text: text.to_owned(), matches });
        Ok(FoundInBody { count: found, more, at, row_count: self.row_count() })
    }

    fn matches(&self, part: BodyPart, text: &str, redact: Redact<'_>) -> io::Result<Matches> {
        let Some(needle) = Needle::new(text) else { return Ok(Matches::default()) };
        match (part, &self.json) {
            (BodyPart::Lines, _) => {
                needle.matches(&self.file, self.size, |at| self.line_with(at, &needle, redact))
            }
            (BodyPart::Tree, Some(json)) => {
                needle.matches(&self.file, self.size, |at| self.node_with(json, at, &needle, redact))
            }
            (BodyPart::Tree, None) => Ok(Matches::default()),
        }
    }

    fn line_with(&self, offset: u64, needle: &Needle, redact: Redact<'_>) -> io::Result<Option<u32>> {
        let index = self.lines.partition_point(|start| *start <= offset) - 1;
        let Some(end) = self.lines.get(index + 1) else { return Ok(None) };
        let bytes = self.bytes(self.lines[index], *end)?;
        let line = redact_line(&String::from_utf8_lossy(&bytes), redact);
        Ok(needle.is_in(&line).then(|| count(index)))
    }

    fn node_with(
        &self,
        json: &JsonIndex,
        offset: u64,
        needle: &Needle,
        redact: Redact<'_>,
    ) -> io::Result<Option<u32>> {
        let Some(index) = json.node_at(offset) else { return Ok(None) };
        let node = &json.nodes[index as usize];
        let key = node.key.map(|range| self.scalar(range)).transpose()?;
        let in_key = key.is_some_and(|key| needle.is_in(&key.redacted(redact)));
        let shows = in_key
            || !node.kind.is_container()
                && needle.is_in(&self.scalar((node.start, node.end))?.as_json(node.kind, redact));
        Ok(shows.then_some(index))
    }

    /// The current row of a match. A line is its own row; the row of a value depends on what is folded.
    fn reveal(&mut self, part: BodyPart, found: u32) -> Option<u32> {
        match (part, &mut self.json) {
            (BodyPart::Lines, _) => Some(found),
            (BodyPart::Tree, json) => json.as_mut()?.reveal(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const SECRET: &str = "na1-12345678-abcd";

    fn body(text: &str) -> Body {
        let mut file = Body::spool().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        Body::read(file).unwrap()
    }

    fn redact(text: &str) -> String {
        text.replace(SECRET, "«refresh-token#1»")
    }

    fn rows(body: &mut Body, part: BodyPart, text: &str) -> Vec<u32> {
        let found = body.find(part, text, 0, &redact).unwrap();
        (0..found.count).map(|nth| body.find(part, text, nth, &redact).unwrap().at.unwrap()).collect()
    }

    #[test]
    fn a_text_is_found_in_keys_values_and_lines_ignoring_case() {
        let mut body = body("{\n\"Email\": \"É@example.com\",\n\"other\": [\"x\", \"EMAIL é\"]\n}");
        assert_eq!(rows(&mut body, BodyPart::Tree, "email"), [1, 4]);
        assert_eq!(rows(&mut body, BodyPart::Tree, "é@EXAMPLE"), [1]);
        assert_eq!(rows(&mut body, BodyPart::Lines, "email"), [1, 2]);
        assert_eq!(rows(&mut body, BodyPart::Lines, "\": ["), [2]);
        for nothing in ["", "absent", "e.*l", &"e".repeat(MAX_NEEDLE_CHARS + 1)] {
            assert!(rows(&mut body, BodyPart::Lines, nothing).is_empty());
        }
    }

    #[test]
    fn the_index_of_the_match_wraps_around() {
        let mut body = body("a\nb\na\n");
        let at = [0, 1, 2, u32::MAX].map(|nth| body.find(BodyPart::Lines, "a", nth, &redact).unwrap().at);
        assert_eq!(at, [Some(0), Some(2), Some(0), Some(2)]);
    }

    #[test]
    fn the_tree_unfolds_down_to_the_match() {
        let mut body = body(r#"{"a":{"b":{"c":"here"}}}"#);
        body.json.as_mut().unwrap().toggle(1);
        assert_eq!(body.row_count(), 3);
        let found = body.find(BodyPart::Tree, "here", 0, &redact).unwrap();
        assert_eq!(found, FoundInBody { count: 1, more: false, at: Some(3), row_count: 7 });
    }

    #[test]
    fn no_part_of_a_redacted_secret_is_found() {
        let mut body = body(&format!("{{\"token\": \"{SECRET}\",\n\"{SECRET}\": 1}}\n"));
        for part in [BodyPart::Tree, BodyPart::Lines] {
            for length in 1..=SECRET.len() {
                let guess = &SECRET[..length];
                let seen = rows(&mut body, part, guess);
                assert!(seen.is_empty() || redact(SECRET).contains(guess), "{guess} is found");
            }
            assert_eq!(rows(&mut body, part, "\"token").len(), usize::from(part == BodyPart::Lines));
        }
    }

    #[test]
    fn a_match_across_two_chunks_is_found_once() {
        let edge = usize::try_from(CHUNK_BYTES).unwrap();
        for before in [edge - 7, edge - 6, edge - 3, edge - 1, edge] {
            let mut body = body(&format!("{}needle\n", "\n".repeat(before)));
            assert_eq!(rows(&mut body, BodyPart::Lines, "needle"), [count(before)]);
        }
    }

    #[test]
    fn matches_beyond_the_maximum_are_not_counted() {
        let mut body = body(&"a\n".repeat(MAX_MATCHES + 1));
        let found = body.find(BodyPart::Lines, "a", 0, &redact).unwrap();
        assert_eq!((found.count, found.more), (10_000, true));
    }
}
