//! The rows and lines that are on the screen, and the whole text for the ways out.

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use crate::body::{Body, Shown};
use crate::error::{BodyError, Result};
use crate::excerpt::{Excerpt, Piece, with_context};
use crate::folds::Row;
use crate::json_scan::Node;
use crate::redaction::Redact;
use crate::value::as_written;
use crate::view::{BodyRow, BodyWindow, RowKind, TextWindow};

/// Rows or lines per window.
const MAX_ROWS: u32 = 500;
/// Of a key or value in a row; the rest is cut.
const MAX_TEXT_CHARS: usize = 500;
/// Of a key or value, read to be shown. More than is shown, since the label of a secret is shorter than the secret.
const MAX_SCALAR_BYTES: u64 = 4 * 1_024;
/// Of the text, written at a time.
const CHUNK_BYTES: u64 = 1024 * 1024;

/// A row, with what is known of it from the index.
struct IndexedRow {
    index: u32,
    node: Node,
    is_close: bool,
    is_folded: bool,
}

impl Shown {
    fn rows(&self, start: u32, count: u32) -> Vec<IndexedRow> {
        let (Some(tree), Some(folds)) = (&self.index.tree, &self.folds) else { return Vec::new() };
        let wanted = folds.visible.iter().skip(start as usize).take(count.min(MAX_ROWS) as usize);
        let row = |row: &Row| {
            let (Row::Node(index) | Row::Close(index)) = *row;
            let node = tree.nodes[index as usize].clone();
            let is_folded = folds.is_folded(tree, index);
            IndexedRow { index, node, is_close: matches!(row, Row::Close(_)), is_folded }
        };
        wanted.map(row).collect()
    }
}

impl Body {
    /// `count` visible rows of the tree, 500 at most, from the one with index `start`.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn rows(&self, start: u32, count: u32, redact: Redact<'_>) -> Result<BodyWindow> {
        let (row_count, rows) = self.with_index(|shown| (shown.row_count(), shown.rows(start, count)))?;
        let rows: Result<_> = rows.iter().map(|row| self.row(row, redact)).collect();
        Ok(BodyWindow { row_count, start, rows: rows? })
    }

    fn row(&self, row: &IndexedRow, redact: Redact<'_>) -> Result<BodyRow> {
        let IndexedRow { index, node, is_close, is_folded } = row;
        let key = node.key.filter(|_| !is_close).map(|key| self.key(key, redact)).transpose()?;
        Ok(BodyRow {
            node: *index,
            depth: node.depth.into(),
            key,
            kind: if *is_close { RowKind::Close } else { node.kind },
            text: if *is_close { bracket(node.kind).to_owned() } else { self.text_of(node, redact)? },
            foldable: node.children > 0 && !is_close,
            folded: *is_folded,
            position: node.position,
            siblings: node.siblings,
        })
    }

    fn text_of(&self, node: &Node, redact: Redact<'_>) -> Result<String> {
        match node.kind {
            RowKind::Object => Ok(format!("{{{}}}", node.children)),
            RowKind::Array => Ok(format!("[{}]", node.children)),
            RowKind::String | RowKind::Number | RowKind::Boolean | RowKind::Null | RowKind::Close => {
                self.scalar(&(node.start.into()..node.end.into()), as_written, redact)
            }
        }
    }

    /// The beginning of a key or scalar. No secret reaches out of it.
    pub(crate) fn scalar(
        &self,
        all: &Range<u64>,
        show: impl Fn(Piece<'_>) -> String,
        redact: Redact<'_>,
    ) -> Result<String> {
        let read = all.start..all.end.min(all.start + MAX_SCALAR_BYTES);
        let excerpt = self.excerpt(&read, all, redact)?;
        let text: String = excerpt.pieces(&read).map(show).collect();
        Ok(cut(text, read.end == all.end))
    }

    /// `count` lines of the text, 500 at most, from the one with index `start`.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn lines(&self, start: u32, count: u32, redact: Redact<'_>) -> Result<TextWindow> {
        let index = self.with_index(|shown| Arc::clone(&shown.index))?;
        let wanted = index.lines.windows(2).skip(start as usize).take(count.min(MAX_ROWS) as usize);
        let wanted: Vec<_> = wanted.map(|pair| pair[0]..pair[1]).collect();
        let lines = match (wanted.first(), wanted.last()) {
            (Some(first), Some(last)) => {
                let excerpt = self.excerpt(&(first.start..last.end), &self.all(), redact)?;
                wanted.iter().map(|line| shown_line(&excerpt, line)).collect()
            }
            _ => Vec::new(),
        };
        Ok(TextWindow { line_count: index.line_count(), start, lines })
    }

    /// Writes the whole body, redacted. A text in another encoding than UTF-8 is searched for secrets byte by byte, as if
    /// they were written in ASCII.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read. [`BodyError::Write`]: `out` refused; what comes before is
    /// written.
    pub fn write(&self, out: &mut dyn Write, redact: Redact<'_>) -> Result<()> {
        let mut start = 0;
        while start < self.size() {
            let chunk = start..self.size().min(start + CHUNK_BYTES);
            let read = with_context(&chunk, &self.all());
            let bytes = self.bytes(&read)?;
            let excerpt = Excerpt::new(read.start, bytes.clone(), redact);
            for piece in excerpt.pieces(&chunk) {
                let written =
                    if piece.is_label { piece.shown.as_bytes() } else { source(&bytes, read.start, piece) };
                out.write_all(written).map_err(BodyError::Write)?;
            }
            start = chunk.end;
        }
        Ok(())
    }

    pub(crate) fn all(&self) -> Range<u64> {
        0..self.size()
    }
}

/// The bytes of a piece as they came: what is not UTF-8 is shown otherwise, in the same length.
fn source<'a>(bytes: &'a [u8], start: u64, piece: Piece<'_>) -> &'a [u8] {
    let from = usize::try_from(piece.at - start).unwrap_or(usize::MAX);
    &bytes[from..from + piece.shown.len()]
}

/// Without the line's end.
fn shown_line(excerpt: &Excerpt, line: &Range<u64>) -> String {
    let mut text = excerpt.shown(line);
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    text
}

fn bracket(kind: RowKind) -> &'static str {
    if kind == RowKind::Array { "]" } else { "}" }
}

fn cut(mut text: String, is_whole: bool) -> String {
    let end = text.char_indices().nth(MAX_TEXT_CHARS).map(|(end, _)| end);
    text.truncate(end.unwrap_or(text.len()));
    if end.is_some() || !is_whole {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::body::Body;
    use crate::body::testing::body;
    use crate::redaction::Redaction;
    use crate::redaction::testing::redact_all;

    const SECRET: &str = "na1-12345678-abcd/ef==";

    fn redact(text: &str) -> Vec<Redaction> {
        redact_all(text, SECRET, "«refresh-token#1»")
    }

    /// Everything that the window can ask for.
    fn drawn(body: &Body) -> (Vec<String>, Vec<String>) {
        let rows = body.rows(0, 500, &redact).unwrap().rows;
        let rows = rows.into_iter().map(|row| row.key.unwrap_or_default() + &row.text).collect();
        (rows, body.lines(0, 500, &redact).unwrap().lines)
    }

    fn escaped(text: &str) -> String {
        text.bytes().map(|byte| format!("\\u{byte:04x}")).collect::<Vec<_>>().concat()
    }

    #[test]
    fn a_secret_written_with_escapes_is_found_in_values_keys_and_lines() {
        for hidden in [
            SECRET.replace('-', "\\u002d"),
            SECRET.replace('/', "\\/"),
            SECRET.replace('=', "\\u003D"),
            escaped(SECRET),
        ] {
            let (rows, lines) = drawn(&body(format!("{{\n\"a\\t\": \"b\\t{hidden}\",\n\"{hidden}\": 1}}")));
            assert_eq!(rows[1], "a\t\"b\\t«refresh-token#1»\"");
            assert_eq!(rows[2], "«refresh-token#1»1");
            assert_eq!(lines[1], "\"a\\t\": \"b\\t«refresh-token#1»\",");
            assert_eq!(lines[2], "\"«refresh-token#1»\": 1}");
        }
    }

    #[test]
    fn escapes_that_hide_no_secret_are_shown_unchanged() {
        let (rows, lines) = drawn(&body(r#"{"a": "b\u002d\/c"}"#));
        assert_eq!(rows[1], r#"a"b\u002d\/c""#);
        assert_eq!(lines[0], r#"{"a": "b\u002d\/c"}"#);
    }

    #[test]
    fn long_values_are_cut_and_their_start_is_unchanged() {
        let row = body(format!("[\"{}\"]", "ab".repeat(100_000))).rows(1, 1, &redact).unwrap().rows.remove(0);
        assert!(row.text.starts_with("\"abab") && row.text.ends_with('…') && row.text.chars().count() == 501);
    }

    #[test]
    fn a_value_of_which_only_labels_were_read_says_that_it_goes_on() {
        let secrets = body(format!("[\"{}\"]", SECRET.repeat(1_000)));
        let one_label = |text: &str| match redact(text).as_slice() {
            [] => Vec::new(),
            [first, ..] => {
                vec![Redaction { range: first.range.start..text.len(), label: "«x»".to_owned() }]
            }
        };
        assert_eq!(secrets.rows(1, 1, &one_label).unwrap().rows[0].text, "\"«x»…");
    }

    #[test]
    fn line_ends_are_written_as_they_are() {
        let mut out = Vec::new();
        body(format!("a\r\n\r\n{SECRET}\rb\n\nc")).write(&mut out, &redact).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a\r\n\r\n«refresh-token#1»\rb\n\nc");
    }

    #[test]
    fn what_is_no_text_is_written_byte_by_byte_but_for_its_secrets() {
        let noise: Vec<u8> = (0..=255).cycle().take(2_000_000).collect();
        let mut out = Vec::new();
        body([&noise[..], SECRET.as_bytes(), b"\xff\xe2\x82"].concat()).write(&mut out, &redact).unwrap();
        assert_eq!(out, [&noise[..], "«refresh-token#1»".as_bytes(), b"\xff\xe2\x82"].concat());
    }
}
