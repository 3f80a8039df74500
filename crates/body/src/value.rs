//! One value of the tree, whole: to be read where its row is too short for it, and to be copied.

use std::ops::Range;

use crate::body::{Body, Shown};
use crate::error::Result;
use crate::escapes;
use crate::excerpt::Piece;
use crate::json_scan::Node;
use crate::redaction::Redact;
use crate::view::{RowKind, WholeValue};

impl Shown {
    /// The value with this index, after all that it is nested in. Empty: there is none.
    fn lineage(&self, wanted: u32) -> Vec<Node> {
        let nodes = self.index.tree.as_ref().map_or(&[][..], |tree| &tree.nodes);
        let (mut lineage, mut at) = (Vec::new(), 0);
        while let Some(node) = nodes.get(at as usize).filter(|node| node.next > wanted) {
            lineage.push(node.clone());
            if at == wanted {
                return lineage;
            }
            at += 1;
            while let Some(sibling) = nodes.get(at as usize).filter(|sibling| sibling.next <= wanted) {
                at = sibling.next;
            }
        }
        Vec::new()
    }
}

impl Body {
    /// The value with this index, and where it stands. Of one that is longer than `max_bytes` only the beginning. `None`:
    /// there is no such value.
    ///
    /// # Errors
    /// [`BodyError::Read`](crate::BodyError::Read): the temporary file could not be read.
    pub fn value(&self, node: u32, max_bytes: u64, redact: Redact<'_>) -> Result<Option<WholeValue>> {
        let lineage = self.with_index(|shown| shown.lineage(node))?;
        let Some(value) = lineage.last() else { return Ok(None) };
        let path = self.path(&lineage, redact)?;
        let (start, end) = (u64::from(value.start), u64::from(value.end));
        let (all, show): (_, fn(Piece<'_>) -> String) = if value.kind == RowKind::String {
            (start + 1..end - 1, decoded)
        } else {
            (start..end, as_written)
        };
        let read = all.start..all.end.min(all.start + max_bytes);
        // Secrets do not reach out of a scalar.
        let within = if value.kind.is_container() { self.all() } else { all.clone() };
        let excerpt = self.excerpt(&read, &within, redact)?;
        let text = excerpt.pieces(&read).map(show).collect();
        Ok(Some(WholeValue { path, text, is_cut: read.end < all.end }))
    }

    /// As `JSONPath` (RFC 9535).
    fn path(&self, lineage: &[Node], redact: Redact<'_>) -> Result<String> {
        let step = |node: &Node| match node.key {
            Some(key) => Ok(member(&self.key(key, redact)?)),
            None => Ok(format!("[{}]", node.position - 1)),
        };
        let steps: Result<String> = lineage[1..].iter().map(step).collect();
        Ok(format!("${}", steps?))
    }

    /// The key without its quotes and escapes.
    pub(crate) fn key(&self, (start, end): (u32, u32), redact: Redact<'_>) -> Result<String> {
        self.scalar(&Range { start: u64::from(start) + 1, end: u64::from(end) - 1 }, decoded, redact)
    }
}

/// A label as it is, a text without its escapes.
fn decoded(piece: Piece<'_>) -> String {
    match escapes::decode(piece.shown) {
        Some(decoded) if !piece.is_label => decoded.text,
        _ => piece.shown.to_owned(),
    }
}

pub(crate) fn as_written(piece: Piece<'_>) -> String {
    piece.shown.to_owned()
}

/// `.name`, or `['a name']` where it is no plain word.
fn member(name: &str) -> String {
    let is_first = |letter: char| letter.is_ascii_alphabetic() || letter == '_' || !letter.is_ascii();
    let is_word =
        name.starts_with(is_first) && name.chars().all(|letter| is_first(letter) || letter.is_ascii_digit());
    if is_word {
        return format!(".{name}");
    }
    let quoted = name.chars().fold(String::new(), |quoted, letter| match letter {
        '\'' | '\\' => format!("{quoted}\\{letter}"),
        _ if letter.is_control() => format!("{quoted}\\u{:04x}", u32::from(letter)),
        _ => quoted + letter.encode_utf8(&mut [0; 4]),
    });
    format!("['{quoted}']")
}

#[cfg(test)]
mod tests {
    use crate::body::testing::body;
    use crate::redaction::testing::redact_all;
    use crate::view::WholeValue;

    fn value(text: &str, node: u32) -> Option<WholeValue> {
        body(text).value(node, 1_000, &|text| redact_all(text, "secret", "«x»")).unwrap()
    }

    #[test]
    fn a_value_is_whole_and_as_it_was_sent_and_a_string_is_what_it_says() {
        let text = r#"{"price": 1.10, "big": 12345678901234567890, "note": "a \"b\"\n\u00e9 secret", "list": [ 1.0 , {} ]}"#;
        let texts: Vec<_> = (1..5).map(|node| value(text, node).unwrap().text).collect();
        assert_eq!(texts, ["1.10", "12345678901234567890", "a \"b\"\né «x»", "[ 1.0 , {} ]"]);
        assert_eq!(value(text, 0).unwrap().text, text.replace("secret", "«x»"));
        assert_eq!(value(text, 7), None);
        assert_eq!(value("no json", 0), None);
    }

    #[test]
    fn a_row_shows_a_number_as_it_was_sent() {
        let rows = body("[1.10, 1e2, -0.0]").rows(1, 3, &|_| Vec::new()).unwrap().rows;
        assert_eq!(rows.iter().map(|row| &*row.text).collect::<Vec<_>>(), ["1.10", "1e2", "-0.0"]);
    }

    #[test]
    fn a_value_has_a_path_by_which_programs_find_it() {
        let text = r#"{"results": [{"id": 1}, {"properties": {"e mail": 1, "it's": 2, "": 3, "\t": 4, "é1": 5, "1e": 6, "secret": 7}}]}"#;
        let path = |node| value(text, node).unwrap().path;
        assert_eq!((path(0), path(1), path(3)), ("$".into(), "$.results".into(), "$.results[0].id".into()));
        let keys: Vec<_> = (6..13).map(|node| path(node).replace("$.results[1].properties", "")).collect();
        assert_eq!(keys, ["['e mail']", "['it\\'s']", "['']", "['\\u0009']", ".é1", "['1e']", ".«x»"]);
        assert_eq!(value("[[1, 2], [3]]", 5).unwrap().path, "$[1][0]");
    }

    #[test]
    fn of_a_value_that_is_too_long_the_beginning_is_told_as_such() {
        let long = value(&format!("[\"{}\"]", "ab".repeat(600)), 1).unwrap();
        assert_eq!((long.text.len(), long.is_cut), (1_000, true));
        assert!(!value(&format!("[\"{}\"]", "ab".repeat(500)), 1).unwrap().is_cut);
    }
}
