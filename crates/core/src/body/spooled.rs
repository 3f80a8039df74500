//! One response's body: its bytes in a file without a name, and where its rows and lines are.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use super::cleaned::{Scalar, clean_line};
use super::find::Found;
use super::json_index::{JsonIndex, NoTree, Node, Row};
use super::{BodyKind, BodyRow, ResponseBody, RowKind, line_index};
use crate::error::Result;

/// Above this a body is shown as text only: its index alone would weigh more than the text.
const LARGEST_TREE: u64 = 128 * 1_000_000;
const MOST_ROWS: u32 = 500;
const LONGEST_TEXT: usize = 500;
/// Far more than is shown, so that a secret at the cut is seen whole and redacted, even with each letter escaped.
const READ_FOR_TEXT: u64 = 64 * 1_024;
/// Each takes eight bytes of memory.
const MOST_LINES: usize = 4_000_000;

/// One body: its file and where things stand in it.
pub(crate) struct Body {
    pub(crate) file: File,
    pub(crate) kind: BodyKind,
    pub(crate) json: Option<JsonIndex>,
    pub(crate) lines: Vec<u64>,
    pub(crate) size: u64,
    note: String,
    /// What was last looked for, and where it stands.
    pub(crate) found: Option<Found>,
}

impl Body {
    /// A file for a body that comes in: no other program finds it, and nothing of it is left when the app ends.
    pub(crate) fn spool() -> io::Result<File> {
        tempfile::tempfile()
    }

    /// Reads a spooled body once, to know what it is and where its rows are.
    pub(crate) fn read(mut file: File) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        let size = text.len() as u64;
        let tree = if size <= LARGEST_TREE { JsonIndex::build(&text) } else { Err(NoTree::TooManyValues) };
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
        let lines = if is_text { line_index::index(&text, MOST_LINES) } else { vec![0] };
        let all_lines = !is_text || lines.last() == Some(&size);
        let note = note(kind, no_tree, all_lines);
        Ok(Self { file, kind, json, lines, size, note, found: None })
    }

    pub(crate) fn shown(&self) -> ResponseBody {
        ResponseBody {
            kind: self.kind,
            row_count: self.row_count(),
            line_count: count(self.lines.len() - 1),
            note: self.note.clone(),
        }
    }

    /// The first bytes, for reading an error out of them.
    pub(crate) fn start(&self, most: usize) -> io::Result<Vec<u8>> {
        self.bytes(0, self.size.min(most as u64))
    }

    pub(crate) fn row_count(&self) -> u32 {
        self.json.as_ref().map_or(0, |json| count(json.visible.len()))
    }

    pub(crate) fn rows(
        &self,
        start: u32,
        wanted: u32,
        clean: &dyn Fn(&str) -> String,
    ) -> Result<Vec<BodyRow>> {
        let Some(json) = &self.json else { return Ok(Vec::new()) };
        let rows = json.visible.iter().skip(start as usize).take(wanted.min(MOST_ROWS) as usize);
        rows.map(|row| self.row(json, *row, clean)).collect()
    }

    fn row(&self, json: &JsonIndex, row: Row, clean: &dyn Fn(&str) -> String) -> Result<BodyRow> {
        let (index, is_close) = match row {
            Row::Node(index) => (index, false),
            Row::Close(index) => (index, true),
        };
        let node = &json.nodes[index as usize];
        let key = node.key.filter(|_| !is_close).map(|place| self.scalar(place)).transpose()?;
        let text = if is_close { bracket(node.kind).to_owned() } else { self.text_of(node, clean)? };
        Ok(BodyRow {
            node: index,
            depth: node.depth,
            key: key.map(|key| cut(&key.cleaned(clean))),
            kind: if is_close { RowKind::Close } else { node.kind },
            text,
            foldable: node.children > 0 && !is_close,
            folded: node.folded,
            position: node.position,
            siblings: node.siblings,
        })
    }

    fn text_of(&self, node: &Node, clean: &dyn Fn(&str) -> String) -> io::Result<String> {
        match node.kind {
            RowKind::Object => Ok(format!("{{{}}}", node.children)),
            RowKind::Array => Ok(format!("[{}]", node.children)),
            RowKind::String | RowKind::Number | RowKind::Boolean | RowKind::Null | RowKind::Close => {
                let scalar = self.scalar((node.start, node.end))?;
                Ok(cut(&scalar.as_json(node.kind, clean)))
            }
        }
    }

    pub(crate) fn scalar(&self, (start, end): (u64, u64)) -> io::Result<Scalar> {
        let read_to = end.min(start + READ_FOR_TEXT);
        let raw = String::from_utf8_lossy(&self.bytes(start, read_to)?).into_owned();
        Ok(Scalar::new(raw, read_to == end))
    }

    pub(crate) fn text_lines(
        &self,
        start: u32,
        wanted: u32,
        clean: &dyn Fn(&str) -> String,
    ) -> Result<Vec<String>> {
        let ranges = self.lines.windows(2).skip(start as usize).take(wanted.min(MOST_ROWS) as usize);
        ranges
            .map(|range| {
                let bytes = self.bytes(range[0], range[1])?;
                Ok(clean_line(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']), clean))
            })
            .collect()
    }

    pub(crate) fn bytes(&self, start: u64, end: u64) -> io::Result<Vec<u8>> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; usize::try_from(end.saturating_sub(start)).unwrap_or(0)];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
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
    match text.char_indices().nth(LONGEST_TEXT) {
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

    use super::{Body, BodyKind, MOST_LINES, READ_FOR_TEXT};

    const SECRET: &str = "na1-12345678-abcd/ef==";

    fn body(text: &str) -> Body {
        let mut file = Body::spool().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        Body::read(file).unwrap()
    }

    fn clean(text: &str) -> String {
        text.replace(SECRET, "«refresh-token#1»")
    }

    /// Everything the window can ask for.
    fn drawn(body: &Body) -> (Vec<String>, Vec<String>) {
        let rows = body.rows(0, 500, &clean).unwrap();
        let rows = rows.into_iter().map(|row| row.key.unwrap_or_default() + &row.text).collect();
        (rows, body.text_lines(0, 500, &clean).unwrap())
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
    fn lines_that_cannot_be_shown_are_told() {
        let long = body(&"\n".repeat(MOST_LINES + 1));
        assert_eq!(long.shown().line_count, 4_000_000);
        assert_eq!(long.shown().note, "Only its first 4,000,000 lines can be shown.");
        assert_eq!(body(&"\n".repeat(MOST_LINES)).shown().note, "");
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
    fn escapes_that_hide_nothing_are_shown_as_they_came() {
        let (rows, lines) = drawn(&body(r#"{"a": "b\u002d\/c"}"#));
        assert_eq!(rows[1], r#"a"b\u002d\/c""#);
        assert_eq!(lines[0], r#"{"a": "b\u002d\/c"}"#);
    }

    #[test]
    fn no_half_secret_shows_where_reading_a_long_value_ends() {
        let long = "x".repeat(8_000);
        for missing in 1..SECRET.len() {
            // Many secrets, so that the cleaned value is short and its end would be drawn; the last is not read whole.
            let count = usize::try_from(READ_FOR_TEXT).unwrap() / SECRET.len();
            let filler = usize::try_from(READ_FOR_TEXT).unwrap() - 1 - count * SECRET.len() + missing;
            let value = format!("{}{}{long}", "y".repeat(filler), SECRET.repeat(count));
            let cleaned = |text: &str| text.replace(SECRET, "");
            let row = body(&format!("[\"{value}\"]")).rows(1, 1, &cleaned).unwrap().remove(0);
            assert!(!row.text.contains("na1"), "{}", row.text);
        }
    }

    #[test]
    fn long_values_are_cut_and_still_begin_as_they_came() {
        let row = body(&format!("[\"{}\"]", "ab".repeat(100_000))).rows(1, 1, &clean).unwrap().remove(0);
        assert!(row.text.starts_with("\"abab") && row.text.ends_with('…') && row.text.chars().count() == 501);
    }
}
