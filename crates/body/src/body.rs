//! One body: its bytes in an unnamed temporary file, and the offsets of its rows and lines.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use crate::error::{BodyError, Result};
use crate::json_index::{JsonIndex, NoTree, Node, Row};
use crate::line_index;
use crate::redacted::{Redact, Scalar, redact_line};
use crate::view::{BodyKind, BodyPart, BodyRow, BodyWindow, ResponseBody, RowKind, TextWindow};

/// Larger bodies are shown as text only: the index of the tree would be larger than the text.
const MAX_TREE_BYTES: u64 = 128 * 1_000_000;
/// Rows or lines per window.
const MAX_ROWS: u32 = 500;
/// Of a key or value in a row; the rest is cut.
const MAX_TEXT_CHARS: usize = 500;
/// Much more than is shown, so that a secret at the cut is read whole and redacted, even if every character is escaped.
const MAX_SCALAR_BYTES: u64 = 64 * 1_024;
/// The index takes eight bytes of memory per line.
const MAX_LINES: usize = 4_000_000;

/// One response body, indexed. It takes about 70 bytes of memory per JSON value and 8 per line; its text stays on disk.
pub struct Body {
    pub(crate) file: File,
    kind: BodyKind,
    pub(crate) json: Option<JsonIndex>,
    pub(crate) lines: Vec<u64>,
    pub(crate) size: u64,
    note: String,
    pub(crate) last_search: Option<LastSearch>,
}

/// The last search, so that stepping to the next match does not search again.
pub(crate) struct LastSearch {
    pub part: BodyPart,
    pub text: String,
    pub matches: Matches,
}

/// The nodes or lines that match, in document order.
#[derive(Default)]
pub(crate) struct Matches {
    pub rows: Vec<u32>,
    /// There are more, which were not searched for.
    pub more: bool,
}

impl Body {
    /// Creates the file to write a body into. It has no name, so no other program can open it, and the system
    /// deletes it however the app ends.
    ///
    /// # Errors
    /// [`BodyError::Create`]: the temporary folder is full or not writable.
    pub fn spool() -> Result<File> {
        tempfile::tempfile().map_err(BodyError::Create)
    }

    /// Indexes a file that [`Body::spool`] created, from its start. Blocks, and reads the whole file into memory.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the file could not be read.
    pub fn read(mut file: File) -> Result<Self> {
        let text = whole(&mut file).map_err(BodyError::Read)?;
        let size = text.len() as u64;
        let tree = if size <= MAX_TREE_BYTES { JsonIndex::build(&text) } else { Err(NoTree::TooManyValues) };
        let (json, no_tree) = match tree {
            Ok(json) => (Some(json), None),
            Err(reason) => (None, Some(reason)),
        };
        let kind = match &json {
            _ if text.is_empty() => BodyKind::Empty,
            Some(_) => BodyKind::Json,
            None if std::str::from_utf8(&text).is_ok() => BodyKind::Text,
            None => BodyKind::Binary,
        };
        let is_text = matches!(kind, BodyKind::Json | BodyKind::Text);
        let lines = if is_text { line_index::index(&text, MAX_LINES) } else { vec![0] };
        let all_lines = !is_text || lines.last() == Some(&size);
        let note = note(kind, no_tree, all_lines);
        Ok(Self { file, kind, json, lines, size, note, last_search: None })
    }

    /// The body's kind, its size in rows and lines, and what to tell about them.
    pub fn shown(&self) -> ResponseBody {
        ResponseBody {
            kind: self.kind,
            row_count: self.row_count(),
            line_count: self.line_count(),
            note: self.note.clone(),
        }
    }

    /// The first bytes, not redacted, for parsing an error body.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn start(&self, max_bytes: usize) -> Result<Vec<u8>> {
        self.bytes(0, self.size.min(max_bytes as u64)).map_err(BodyError::Read)
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Folds or unfolds the object or array at this index and returns the new number of visible rows. Any other index
    /// changes nothing.
    pub fn toggle(&mut self, node: u32) -> u32 {
        if let Some(json) = &mut self.json {
            json.toggle(node);
        }
        self.row_count()
    }

    pub(crate) fn row_count(&self) -> u32 {
        self.json.as_ref().map_or(0, |json| count(json.visible.len()))
    }

    /// `count` visible rows of the tree, 500 at most, from the one with index `start`.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn rows(&self, start: u32, count: u32, redact: Redact<'_>) -> Result<BodyWindow> {
        let visible = self.json.iter().flat_map(|json| json.visible.iter().map(move |row| (json, *row)));
        let wanted = visible.skip(start as usize).take(count.min(MAX_ROWS) as usize);
        let rows: io::Result<_> = wanted.map(|(json, row)| self.row(json, row, redact)).collect();
        Ok(BodyWindow { row_count: self.row_count(), start, rows: rows.map_err(BodyError::Read)? })
    }

    fn row(&self, json: &JsonIndex, row: Row, redact: Redact<'_>) -> io::Result<BodyRow> {
        let (index, is_close) = match row {
            Row::Node(index) => (index, false),
            Row::Close(index) => (index, true),
        };
        let node = &json.nodes[index as usize];
        let key = node.key.filter(|_| !is_close).map(|range| self.scalar(range)).transpose()?;
        let text = if is_close { bracket(node.kind).to_owned() } else { self.text_of(node, redact)? };
        Ok(BodyRow {
            node: index,
            depth: node.depth,
            key: key.map(|key| cut(&key.redacted(redact))),
            kind: if is_close { RowKind::Close } else { node.kind },
            text,
            foldable: node.children > 0 && !is_close,
            folded: node.folded,
            position: node.position,
            siblings: node.siblings,
        })
    }

    fn text_of(&self, node: &Node, redact: Redact<'_>) -> io::Result<String> {
        match node.kind {
            RowKind::Object => Ok(format!("{{{}}}", node.children)),
            RowKind::Array => Ok(format!("[{}]", node.children)),
            RowKind::String | RowKind::Number | RowKind::Boolean | RowKind::Null | RowKind::Close => {
                let scalar = self.scalar((node.start, node.end))?;
                Ok(cut(&scalar.as_json(node.kind, redact)))
            }
        }
    }

    pub(crate) fn scalar(&self, (start, end): (u64, u64)) -> io::Result<Scalar> {
        let read_to = end.min(start + MAX_SCALAR_BYTES);
        let raw = String::from_utf8_lossy(&self.bytes(start, read_to)?).into_owned();
        Ok(Scalar::new(raw, read_to == end))
    }

    /// `count` lines of the text, 500 at most, from the one with index `start`.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn lines(&self, start: u32, count: u32, redact: Redact<'_>) -> Result<TextWindow> {
        let wanted = self.lines.windows(2).skip(start as usize).take(count.min(MAX_ROWS) as usize);
        let line = |range: &[u64]| {
            let bytes = self.bytes(range[0], range[1])?;
            Ok(redact_line(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']), redact))
        };
        let lines: io::Result<_> = wanted.map(line).collect();
        Ok(TextWindow { line_count: self.line_count(), start, lines: lines.map_err(BodyError::Read)? })
    }

    /// Writes the whole text, redacted line by line. Binary bodies are not written, since secrets cannot be searched
    /// for in them.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read. [`BodyError::Write`]: `out` refused; the lines before
    /// are written.
    pub fn write_text(&self, out: &mut dyn Write, redact: Redact<'_>) -> Result<()> {
        if !matches!(self.kind, BodyKind::Json | BodyKind::Text) {
            return Ok(());
        }
        // Text beyond the indexed lines is written as one line.
        let rest = self.lines.last().map(|last| (*last, self.size)).filter(|(last, size)| last < size);
        for (start, end) in self.lines.windows(2).map(|range| (range[0], range[1])).chain(rest) {
            let bytes = self.bytes(start, end).map_err(BodyError::Read)?;
            write_line(out, &String::from_utf8_lossy(&bytes), redact).map_err(BodyError::Write)?;
        }
        Ok(())
    }

    fn line_count(&self) -> u32 {
        count(self.lines.len() - 1)
    }

    pub(crate) fn bytes(&self, start: u64, end: u64) -> io::Result<Vec<u8>> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; usize::try_from(end.saturating_sub(start)).unwrap_or(0)];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

fn whole(file: &mut File) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(0))?;
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    Ok(text)
}

/// Keeps the line ending as it is.
fn write_line(out: &mut dyn Write, text: &str, redact: Redact<'_>) -> io::Result<()> {
    let line = text.trim_end_matches(['\n', '\r']);
    out.write_all(redact_line(line, redact).as_bytes())?;
    out.write_all(&text.as_bytes()[line.len()..])
}

fn note(kind: BodyKind, no_tree: Option<NoTree>, all_lines: bool) -> String {
    let why_text = match (kind, no_tree) {
        (BodyKind::Binary, _) => "This body is not text, so it is not drawn.",
        (BodyKind::Text, Some(NoTree::TooManyValues)) => {
            "This body is too large for a tree. It is shown as text."
        }
        (BodyKind::Text, Some(NoTree::TooDeep)) => {
            "This body is nested too deep for a tree. It is shown as text."
        }
        (BodyKind::Json | BodyKind::Text | BodyKind::Empty, _) => "",
    };
    let cut_off = if all_lines { "" } else { "Only its first 4,000,000 lines can be shown." };
    [why_text, cut_off].join(" ").trim().to_owned()
}

fn bracket(kind: RowKind) -> &'static str {
    if kind == RowKind::Array { "]" } else { "}" }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Body, BodyKind, MAX_LINES, MAX_SCALAR_BYTES};

    const SECRET: &str = "na1-12345678-abcd/ef==";

    fn body(text: &str) -> Body {
        let mut file = Body::spool().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        Body::read(file).unwrap()
    }

    fn redact(text: &str) -> String {
        text.replace(SECRET, "«refresh-token#1»")
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

    #[cfg(unix)]
    #[test]
    fn a_body_has_no_name_on_the_disk() {
        use std::os::unix::fs::MetadataExt;
        assert_eq!(body("{}").file.metadata().unwrap().nlink(), 0);
    }

    #[test]
    fn a_body_nested_too_deep_is_shown_as_text_and_says_so() {
        let deep = body(&("[".repeat(100_000) + &"]".repeat(100_000)));
        let shown = deep.shown();
        assert_eq!((shown.kind, shown.row_count), (BodyKind::Text, 0));
        assert_eq!(shown.note, "This body is nested too deep for a tree. It is shown as text.");
        assert_eq!(drawn(&deep).1[0].len(), 1_000);
    }

    #[test]
    fn a_note_says_when_not_all_lines_can_be_shown() {
        let long = body(&"\n".repeat(MAX_LINES + 1));
        assert_eq!(long.shown().line_count, 4_000_000);
        assert_eq!(long.shown().note, "Only its first 4,000,000 lines can be shown.");
        assert_eq!(body(&"\n".repeat(MAX_LINES)).shown().note, "");
    }

    #[test]
    fn a_secret_written_with_escapes_is_found_in_values_keys_and_lines() {
        for hidden in [
            SECRET.replace('-', "\\u002d"),
            SECRET.replace('/', "\\/"),
            SECRET.replace('=', "\\u003D"),
            escaped(SECRET),
        ] {
            let (rows, lines) = drawn(&body(&format!("{{\n\"a\\t\": \"b\\t{hidden}\",\n\"{hidden}\": 1}}")));
            assert_eq!(rows[1], "a\t\"b\\t«refresh-token#1»\"");
            assert_eq!(rows[2], "«refresh-token#1»1");
            assert_eq!(lines[1], "\"a \": \"b «refresh-token#1»\",");
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
    fn no_partial_secret_is_shown_where_reading_a_long_value_stops() {
        let long = "x".repeat(8_000);
        for missing in 1..SECRET.len() {
            // Many secrets, so that the redacted value is short and its end is drawn; the last one is not read whole.
            let count = usize::try_from(MAX_SCALAR_BYTES).unwrap() / SECRET.len();
            let filler = usize::try_from(MAX_SCALAR_BYTES).unwrap() - 1 - count * SECRET.len() + missing;
            let value = format!("{}{}{long}", "y".repeat(filler), SECRET.repeat(count));
            let removed = |text: &str| text.replace(SECRET, "");
            let row = body(&format!("[\"{value}\"]")).rows(1, 1, &removed).unwrap().rows.remove(0);
            assert!(!row.text.contains("na1"), "{}", row.text);
        }
    }

    #[test]
    fn long_values_are_cut_and_their_start_is_unchanged() {
        let row =
            body(&format!("[\"{}\"]", "ab".repeat(100_000))).rows(1, 1, &redact).unwrap().rows.remove(0);
        assert!(row.text.starts_with("\"abab") && row.text.ends_with('…') && row.text.chars().count() == 501);
    }
}
