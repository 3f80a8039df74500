//! The last responses, their bodies in temporary files that go with the app.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempDir};

use super::json_index::{JsonIndex, Node, Row};
use super::{BodyKind, BodyRow, BodyWindow, ResponseBody, RowKind, TextWindow, line_index};
use crate::Error;
use crate::app::Portalscope;
use crate::error::Result;

const MOST_HELD: usize = 20;
/// Above this a body is shown as text only: its index alone would weigh more than the text.
const LARGEST_TREE: u64 = 128 * 1_000_000;
const MOST_ROWS: u32 = 500;
const LONGEST_TEXT: usize = 500;
/// Read a little more than is shown, so that a secret at the cut is seen whole and redacted.
const READ_FOR_TEXT: u64 = 4_096;

pub(crate) struct Responses {
    folder: TempDir,
    held: Mutex<VecDeque<(String, Body)>>,
}

/// One body: its file and where things stand in it.
pub(crate) struct Body {
    file: File,
    kind: BodyKind,
    json: Option<JsonIndex>,
    lines: Vec<u64>,
    size: u64,
    /// Removes the file when the body is dropped.
    _spool: NamedTempFile,
}

impl Responses {
    pub(crate) fn new() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("portalscope-").tempdir()?;
        Ok(Self { folder, held: Mutex::default() })
    }

    pub(crate) fn spool(&self) -> io::Result<NamedTempFile> {
        NamedTempFile::new_in(self.folder.path())
    }

    pub(crate) fn keep(&self, body: Body) -> String {
        let id = uuid::Uuid::now_v7().to_string();
        let mut held = self.lock();
        if held.len() >= MOST_HELD {
            held.pop_front();
        }
        held.push_back((id.clone(), body));
        id
    }

    fn with<T>(&self, id: &str, read: impl FnOnce(&mut Body) -> Result<T>) -> Result<T> {
        let mut held = self.lock();
        let body = held.iter_mut().find(|(held, _)| held == id).map(|(_, body)| body);
        body.ok_or(Error::ResponseGone).and_then(read)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(String, Body)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Body {
    /// Reads a spooled body once, to know what it is and where its rows are.
    pub(crate) fn read(spool: NamedTempFile) -> io::Result<Self> {
        let mut file = spool.reopen()?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        let size = text.len() as u64;
        let json = if size <= LARGEST_TREE { JsonIndex::build(&text) } else { None };
        let kind = match &json {
            _ if text.is_empty() => BodyKind::Empty,
            Some(_) => BodyKind::Json,
            None if std::str::from_utf8(&text).is_ok() => BodyKind::Text,
            None => BodyKind::Binary,
        };
        let lines =
            if matches!(kind, BodyKind::Json | BodyKind::Text) { line_index::index(&text) } else { vec![0] };
        Ok(Self { file, kind, json, lines, size, _spool: spool })
    }

    pub(crate) fn shown(&self) -> ResponseBody {
        let note = match self.kind {
            BodyKind::Binary => "This body is not text, so it is not drawn.",
            BodyKind::Text if self.size > LARGEST_TREE => {
                "This body is too large for a tree. It is shown as text."
            }
            BodyKind::Json | BodyKind::Text | BodyKind::Empty => "",
        };
        ResponseBody {
            kind: self.kind,
            row_count: self.row_count(),
            line_count: count(self.lines.len() - 1),
            note: note.to_owned(),
        }
    }

    /// The first bytes, for reading an error out of them.
    pub(crate) fn start(&self, most: usize) -> io::Result<Vec<u8>> {
        self.bytes(0, self.size.min(most as u64))
    }

    fn row_count(&self) -> u32 {
        self.json.as_ref().map_or(0, |json| count(json.visible.len()))
    }

    fn rows(&self, start: u32, wanted: u32, clean: &dyn Fn(&str) -> String) -> Result<Vec<BodyRow>> {
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
        let key = node.key.filter(|_| !is_close).map(|range| self.key(range)).transpose()?;
        let text = if is_close { bracket(node.kind).to_owned() } else { self.text_of(node, clean)? };
        Ok(BodyRow {
            node: index,
            depth: node.depth,
            key: key.map(|key| cut(&clean(&key))),
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
                let bytes = self.bytes(node.start, node.end.min(node.start + READ_FOR_TEXT))?;
                Ok(cut(&clean(&String::from_utf8_lossy(&bytes))))
            }
        }
    }

    fn key(&self, (start, end): (u64, u64)) -> io::Result<String> {
        let bytes = self.bytes(start, end.min(start + READ_FOR_TEXT))?;
        let plain = serde_json::from_slice::<String>(&bytes);
        Ok(plain.unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn text_lines(&self, start: u32, wanted: u32, clean: &dyn Fn(&str) -> String) -> Result<Vec<String>> {
        let ranges = self.lines.windows(2).skip(start as usize).take(wanted.min(MOST_ROWS) as usize);
        ranges
            .map(|range| {
                let bytes = self.bytes(range[0], range[1])?;
                Ok(clean(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r'])))
            })
            .collect()
    }

    fn bytes(&self, start: u64, end: u64) -> io::Result<Vec<u8>> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; usize::try_from(end.saturating_sub(start)).unwrap_or(0)];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Portalscope {
    pub fn body_rows(&self, response: &str, start: u32, count: u32) -> Result<BodyWindow> {
        let clean = |text: &str| self.redactor.known_values(text);
        self.responses.with(response, |body| {
            Ok(BodyWindow { row_count: body.row_count(), start, rows: body.rows(start, count, &clean)? })
        })
    }

    /// Folds or unfolds; answers the new number of visible rows.
    pub fn toggle_body_node(&self, response: &str, node: u32) -> Result<u32> {
        self.responses.with(response, |body| {
            if let Some(json) = &mut body.json {
                json.toggle(node);
            }
            Ok(body.row_count())
        })
    }

    pub fn body_text(&self, response: &str, start: u32, count: u32) -> Result<TextWindow> {
        let clean = |text: &str| self.redactor.known_values(text);
        self.responses.with(response, |body| {
            let line_count = self::count(body.lines.len() - 1);
            Ok(TextWindow { line_count, start, lines: body.text_lines(start, count, &clean)? })
        })
    }
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

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
