//! Finding a text in a body. What counts is what can be seen: a text that stands only inside a masked secret is not
//! found, so that nobody reads a secret letter by letter from what is found.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use regex::bytes::{Regex, RegexBuilder};

use super::cleaned::clean_line;
use super::json_index::JsonIndex;
use super::spooled::{Body, count};
use super::{BodyPart, FoundInBody};

/// Nobody looks for more, and nobody steps through more places than this.
const LONGEST_TEXT: usize = 200;
const MOST_PLACES: usize = 10_000;
const CHUNK: u64 = 1024 * 1024;
/// More than any text that is looked for, in whatever case, so that none is missed where two chunks meet.
const OVERLAP: u64 = 4 * 1024;

/// What was last looked for.
pub(crate) struct Found {
    part: BodyPart,
    text: String,
    places: Places,
}

/// The rows or lines in which a text stands, in their order.
#[derive(Default)]
struct Places {
    at: Vec<u32>,
    /// There are more, which were not looked for.
    more: bool,
}

/// What is looked for: letters of either case are the same.
struct Needle(Regex);

impl Needle {
    fn new(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.chars().count() <= LONGEST_TEXT;
        let pattern = fits.then(|| RegexBuilder::new(&regex::escape(text)).case_insensitive(true).build());
        pattern.map(|built| Self(built.expect("BUG: a short text with its signs escaped is a pattern")))
    }

    fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text.as_bytes())
    }

    /// Asks for the place of each offset at which the text stands, until there are enough places.
    fn places(
        &self,
        file: &File,
        size: u64,
        mut place: impl FnMut(u64) -> io::Result<Option<u32>>,
    ) -> io::Result<Places> {
        let mut places = Places::default();
        let mut bytes = Vec::new();
        for start in (0..size).step_by(usize::try_from(CHUNK).unwrap_or(usize::MAX)) {
            read(file, start, CHUNK + OVERLAP, &mut bytes)?;
            let own = self.0.find_iter(&bytes).map(|found| found.start() as u64).filter(|at| *at < CHUNK);
            for offset in own {
                let Some(found) = place(start + offset)? else { continue };
                if places.at.last() == Some(&found) {
                    continue;
                }
                if places.at.len() == MOST_PLACES {
                    return Ok(Places { more: true, ..places });
                }
                places.at.push(found);
            }
        }
        Ok(places)
    }
}

fn read(mut file: &File, start: u64, most: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
    bytes.clear();
    file.seek(SeekFrom::Start(start))?;
    file.take(most).read_to_end(bytes)?;
    Ok(())
}

impl Body {
    /// The place with this number, from 0; numbers go round. The tree is unfolded down to it.
    pub(crate) fn find(
        &mut self,
        part: BodyPart,
        text: &str,
        nth: u32,
        clean: &dyn Fn(&str) -> String,
    ) -> io::Result<FoundInBody> {
        let places = match self.found.take() {
            Some(found) if found.part == part && found.text == text => found.places,
            _ => self.places(part, text, clean)?,
        };
        let found = count(places.at.len());
        let place = nth.checked_rem(found).map(|nth| places.at[nth as usize]);
        let at = place.and_then(|place| self.reveal(part, place));
        let more = places.more;
        self.found = Some(Found { part, text: text.to_owned(), places });
        Ok(FoundInBody { count: found, more, at, row_count: self.row_count() })
    }

    fn places(&self, part: BodyPart, text: &str, clean: &dyn Fn(&str) -> String) -> io::Result<Places> {
        let Some(needle) = Needle::new(text) else { return Ok(Places::default()) };
        match (part, &self.json) {
            (BodyPart::Lines, _) => {
                needle.places(&self.file, self.size, |at| self.line_with(at, &needle, clean))
            }
            (BodyPart::Tree, Some(json)) => {
                needle.places(&self.file, self.size, |at| self.node_with(json, at, &needle, clean))
            }
            (BodyPart::Tree, None) => Ok(Places::default()),
        }
    }

    fn line_with(
        &self,
        offset: u64,
        needle: &Needle,
        clean: &dyn Fn(&str) -> String,
    ) -> io::Result<Option<u32>> {
        let index = self.lines.partition_point(|start| *start <= offset) - 1;
        let Some(end) = self.lines.get(index + 1) else { return Ok(None) };
        let bytes = self.bytes(self.lines[index], *end)?;
        let line = clean_line(&String::from_utf8_lossy(&bytes), clean);
        Ok(needle.is_in(&line).then(|| count(index)))
    }

    fn node_with(
        &self,
        json: &JsonIndex,
        offset: u64,
        needle: &Needle,
        clean: &dyn Fn(&str) -> String,
    ) -> io::Result<Option<u32>> {
        let Some(index) = json.node_at(offset) else { return Ok(None) };
        let node = &json.nodes[index as usize];
        let key = node.key.map(|place| self.scalar(place)).transpose()?;
        let in_key = key.is_some_and(|key| needle.is_in(&key.cleaned(clean)));
        let shows = in_key
            || !node.kind.is_container()
                && needle.is_in(&self.scalar((node.start, node.end))?.as_json(node.kind, clean));
        Ok(shows.then_some(index))
    }

    /// Where a place is now: a line stays where it is, a value's row depends on what is folded.
    fn reveal(&mut self, part: BodyPart, place: u32) -> Option<u32> {
        match (part, &mut self.json) {
            (BodyPart::Lines, _) => Some(place),
            (BodyPart::Tree, json) => json.as_mut()?.reveal(place),
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

    fn clean(text: &str) -> String {
        text.replace(SECRET, "«refresh-token#1»")
    }

    fn rows(body: &mut Body, part: BodyPart, text: &str) -> Vec<u32> {
        let found = body.find(part, text, 0, &clean).unwrap();
        (0..found.count).map(|nth| body.find(part, text, nth, &clean).unwrap().at.unwrap()).collect()
    }

    #[test]
    fn a_text_is_found_in_keys_values_and_lines_whatever_its_case() {
        let mut body = body("{\n\"Email\": \"É@example.com\",\n\"other\": [\"x\", \"EMAIL é\"]\n}");
        assert_eq!(rows(&mut body, BodyPart::Tree, "email"), [1, 4]);
        assert_eq!(rows(&mut body, BodyPart::Tree, "é@EXAMPLE"), [1]);
        assert_eq!(rows(&mut body, BodyPart::Lines, "email"), [1, 2]);
        assert_eq!(rows(&mut body, BodyPart::Lines, "\": ["), [2]);
        for nothing in ["", "absent", "e.*l", &"e".repeat(LONGEST_TEXT + 1)] {
            assert!(rows(&mut body, BodyPart::Lines, nothing).is_empty());
        }
    }

    #[test]
    fn numbers_of_places_go_round() {
        let mut body = body("a\nb\na\n");
        let at = [0, 1, 2, u32::MAX].map(|nth| body.find(BodyPart::Lines, "a", nth, &clean).unwrap().at);
        assert_eq!(at, [Some(0), Some(2), Some(0), Some(2)]);
    }

    #[test]
    fn the_tree_unfolds_down_to_what_was_found() {
        let mut body = body(r#"{"a":{"b":{"c":"here"}}}"#);
        body.json.as_mut().unwrap().toggle(1);
        assert_eq!(body.row_count(), 3);
        let found = body.find(BodyPart::Tree, "here", 0, &clean).unwrap();
        assert_eq!(found, FoundInBody { count: 1, more: false, at: Some(3), row_count: 7 });
    }

    #[test]
    fn no_part_of_a_masked_secret_is_found() {
        let mut body = body(&format!("{{\"token\": \"{SECRET}\",\n\"{SECRET}\": 1}}\n"));
        for part in [BodyPart::Tree, BodyPart::Lines] {
            for length in 1..=SECRET.len() {
                let guess = &SECRET[..length];
                let seen = rows(&mut body, part, guess);
                assert!(seen.is_empty() || clean(SECRET).contains(guess), "{guess} is told");
            }
            assert_eq!(rows(&mut body, part, "\"token").len(), usize::from(part == BodyPart::Lines));
        }
    }

    #[test]
    fn what_stands_where_two_chunks_meet_is_found_once() {
        let edge = usize::try_from(CHUNK).unwrap();
        for before in [edge - 7, edge - 6, edge - 3, edge - 1, edge] {
            let mut body = body(&format!("{}needle\n", "\n".repeat(before)));
            assert_eq!(rows(&mut body, BodyPart::Lines, "needle"), [count(before)]);
        }
    }

    #[test]
    fn more_places_than_anybody_steps_through_are_not_counted() {
        let mut body = body(&"a\n".repeat(MOST_PLACES + 1));
        let found = body.find(BodyPart::Lines, "a", 0, &clean).unwrap();
        assert_eq!((found.count, found.more), (10_000, true));
    }
}
