//! One body: its bytes in an unnamed temporary file, and the offsets of its rows and lines.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{BodyError, Result};
use crate::excerpt::{Excerpt, with_context};
use crate::folds::Folds;
use crate::json_bytes::NoTree;
use crate::json_index::JsonIndex;
use crate::line_index;
use crate::redaction::Redact;
use crate::spool;
use crate::view::{BodyKind, BodyPart, ResponseBody};

/// Larger bodies are shown as text only: the index of the tree would be larger than the text.
const MAX_TREE_BYTES: u64 = 128 * 1_000_000;
/// The index takes eight bytes of memory per line.
const MAX_LINES: usize = 4_000_000;

/// One response body. Its text stays on disk; its index takes about 50 bytes of memory per JSON value and 8 per line, can
/// be dropped, and is then made again when the body is looked at. All of it can be used from several threads: nothing
/// waits for a search.
pub struct Body {
    file: File,
    kind: BodyKind,
    size: u64,
    note: String,
    state: Mutex<State>,
    /// In bytes, beside the index itself, so that nobody who asks waits for one that is being made.
    index_bytes: AtomicU64,
    /// Counts searches; one whose number is no longer the last is cancelled.
    pub(crate) searches: AtomicU64,
}

/// The offsets of the values and lines. Never changed, so that a search can go on without the lock.
pub(crate) struct Index {
    pub tree: Option<JsonIndex>,
    pub lines: Vec<u64>,
}

/// What changes while a body is looked at.
#[derive(Default)]
struct State {
    shown: Option<Shown>,
    /// What was folded when the index was dropped.
    folds: BTreeSet<u32>,
    last_search: Option<LastSearch>,
}

/// The index, with what is visible of its tree.
pub(crate) struct Shown {
    pub index: Arc<Index>,
    pub folds: Option<Folds>,
}

/// The last search, so that stepping to the next match does not search again.
struct LastSearch {
    part: BodyPart,
    text: String,
    matches: Arc<Matches>,
}

/// The nodes or lines that match, in document order.
#[derive(Default)]
pub(crate) struct Matches {
    pub rows: Vec<u32>,
    /// There are more, which were not searched for.
    pub more: bool,
}

impl Body {
    /// Indexes a file that [`spool_in`](crate::spool_in) created, from its start. Blocks, and reads the file in pieces: it
    /// takes the memory of the index and less than 1 MB.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the file could not be read.
    pub fn read(file: File) -> Result<Self> {
        Self::index(file).map_err(BodyError::Read)
    }

    fn index(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        let (tree, no_tree) = match tree(&file, size)? {
            Ok(tree) => (Some(tree), None),
            Err(reason) => (None, Some(reason)),
        };
        let kind = match &tree {
            _ if size == 0 => BodyKind::Empty,
            Some(_) => BodyKind::Json,
            None if spool::is_utf8(spool::reader(&file))? => BodyKind::Text,
            None => BodyKind::Binary,
        };
        let lines = lines(&file, kind)?;
        let why_text = why_text(&file, no_tree)?;
        let all_lines = !is_text(kind) || lines.last() == Some(&size);
        let body = Self {
            file,
            kind,
            size,
            note: note(kind, why_text, all_lines),
            state: Mutex::default(),
            index_bytes: AtomicU64::new(0),
            searches: AtomicU64::new(0),
        };
        body.show(&mut body.lock(), Index { tree, lines });
        Ok(body)
    }

    /// The body's kind, its size in rows and lines, and what to tell about them.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn shown(&self) -> Result<ResponseBody> {
        self.with_index(|shown| ResponseBody {
            kind: self.kind,
            row_count: shown.row_count(),
            line_count: shown.index.line_count(),
            note: self.note.clone(),
        })
    }

    /// The first bytes, not redacted, for parsing an error body.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn start(&self, max_bytes: usize) -> Result<Vec<u8>> {
        spool::bytes(&self.file, 0, self.size.min(max_bytes as u64)).map_err(BodyError::Read)
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The memory that the index takes, in bytes; 0 while it is dropped.
    pub fn index_bytes(&self) -> u64 {
        self.index_bytes.load(Ordering::Relaxed)
    }

    /// Frees the memory of the index, unless another thread is using it right now. What is folded stays so. The next look
    /// at rows or lines makes the index again.
    pub fn drop_index(&self) {
        let Ok(mut state) = self.state.try_lock() else { return };
        if let Some(folds) = state.shown.take().and_then(|shown| shown.folds) {
            state.folds = folds.into_changed();
        }
        self.index_bytes.store(0, Ordering::Relaxed);
    }

    /// Folds or unfolds the object or array at this index and returns the new number of visible rows. Any other index
    /// changes nothing.
    ///
    /// # Errors
    /// [`BodyError::Read`]: the temporary file could not be read.
    pub fn toggle(&self, node: u32) -> Result<u32> {
        self.with_index(|shown| {
            if let (Some(tree), Some(folds)) = (&shown.index.tree, &mut shown.folds) {
                folds.toggle(tree, node);
            }
            shown.row_count()
        })
    }

    pub(crate) fn is_text(&self) -> bool {
        is_text(self.kind)
    }

    /// Calls `use_index` with the index, which is made again if it was dropped. It must not block: others wait.
    pub(crate) fn with_index<T>(&self, use_index: impl FnOnce(&mut Shown) -> T) -> Result<T> {
        let mut state = self.lock();
        if state.shown.is_none() {
            let index = self.index_again().map_err(BodyError::Read)?;
            self.show(&mut state, index);
        }
        Ok(use_index(state.shown.as_mut().expect("BUG: the index was made above")))
    }

    fn index_again(&self) -> io::Result<Index> {
        let tree = if self.kind == BodyKind::Json { tree(&self.file, self.size)?.ok() } else { None };
        Ok(Index { tree, lines: lines(&self.file, self.kind)? })
    }

    fn show(&self, state: &mut State, index: Index) {
        let changed = std::mem::take(&mut state.folds);
        let folds = index.tree.as_ref().map(|tree| Folds::new(tree, changed));
        self.index_bytes.store(index.memory(), Ordering::Relaxed);
        state.shown = Some(Shown { index: Arc::new(index), folds });
    }

    /// The last search, if it was for this.
    pub(crate) fn searched(&self, part: BodyPart, text: &str) -> Option<Arc<Matches>> {
        let state = self.lock();
        let last = state.last_search.as_ref().filter(|last| last.part == part && last.text == text);
        last.map(|last| Arc::clone(&last.matches))
    }

    pub(crate) fn keep_search(&self, part: BodyPart, text: &str, matches: Arc<Matches>) {
        self.lock().last_search = Some(LastSearch { part, text: text.to_owned(), matches });
    }

    /// A part of the text, read with what is around it `within` a range that no secret reaches out of.
    pub(crate) fn excerpt(
        &self,
        range: &Range<u64>,
        within: &Range<u64>,
        redact: Redact<'_>,
    ) -> Result<Excerpt> {
        let read = with_context(range, within);
        Ok(Excerpt::new(read.start, self.bytes(&read)?, redact))
    }

    pub(crate) fn bytes(&self, range: &Range<u64>) -> Result<Vec<u8>> {
        spool::bytes(&self.file, range.start, range.end).map_err(BodyError::Read)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    pub(crate) fn line_count(&self) -> u32 {
        count(self.lines.len() - 1)
    }

    /// In bytes, rows that are visible included.
    fn memory(&self) -> u64 {
        let nodes = self.tree.as_ref().map_or(0, |tree| tree.nodes.len());
        let rows = nodes * size_of::<crate::folds::Row>();
        (nodes * size_of::<crate::json_scan::Node>() + rows + self.lines.len() * size_of::<u64>()) as u64
    }
}

impl Shown {
    pub(crate) fn row_count(&self) -> u32 {
        self.folds.as_ref().map_or(0, |folds| count(folds.visible.len()))
    }
}

fn tree(file: &File, size: u64) -> io::Result<std::result::Result<JsonIndex, NoTree>> {
    if size > MAX_TREE_BYTES { Ok(Err(NoTree::TooManyValues)) } else { JsonIndex::build(spool::reader(file)) }
}

fn lines(file: &File, kind: BodyKind) -> io::Result<Vec<u64>> {
    if is_text(kind) { line_index::index(spool::reader(file), MAX_LINES) } else { Ok(vec![0]) }
}

fn is_text(kind: BodyKind) -> bool {
    matches!(kind, BodyKind::Json | BodyKind::Text)
}

fn note(kind: BodyKind, why_text: String, all_lines: bool) -> String {
    let why = match kind {
        BodyKind::Binary => {
            "This body is not text, so it is not drawn. It can be saved as a file.".to_owned()
        }
        BodyKind::Text => why_text,
        BodyKind::Json | BodyKind::Empty => String::new(),
    };
    let cut_off = if all_lines { "" } else { "Only its first 4,000,000 lines can be shown." };
    [&why, cut_off].join(" ").trim().to_owned()
}

/// Why a text has no tree. Empty: it does not begin as JSON that could have one.
fn why_text(file: &File, no_tree: Option<NoTree>) -> io::Result<String> {
    Ok(match no_tree {
        Some(NoTree::TooManyValues) => "This body is too large for a tree. It is shown as text.".to_owned(),
        Some(NoTree::TooDeep) => "This body is nested too deep for a tree. It is shown as text.".to_owned(),
        Some(NoTree::NotJson { at }) if spool::begins_as_json(spool::reader(file))? => {
            let (line, column) = spool::place(spool::reader(file).take(at.into()))?;
            let fault = if u64::from(at) == file.metadata()?.len() {
                "it ends too early"
            } else {
                "what stands there does not belong"
            };
            format!(
                "This body is not valid JSON, so there is no tree: line {line}, column {column}: {fault}. It is shown as text."
            )
        }
        Some(NoTree::NotJson { .. }) | None => String::new(),
    })
}

pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(crate) mod testing {
    use std::io::Write;

    use super::Body;

    pub(crate) fn body(text: impl AsRef<[u8]>) -> Body {
        let mut file = crate::spool_in(&std::env::temp_dir()).unwrap();
        file.write_all(text.as_ref()).unwrap();
        Body::read(file).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::testing::body;
    use super::{BodyKind, MAX_LINES};

    #[cfg(unix)]
    #[test]
    fn a_body_has_no_name_on_the_disk() {
        use std::os::unix::fs::MetadataExt;
        assert_eq!(body("{}").file.metadata().unwrap().nlink(), 0);
    }

    #[test]
    fn a_body_nested_too_deep_is_shown_as_text_and_says_so() {
        let deep = body("[".repeat(100_000) + &"]".repeat(100_000));
        let shown = deep.shown().unwrap();
        assert_eq!((shown.kind, shown.row_count), (BodyKind::Text, 0));
        assert_eq!(shown.note, "This body is nested too deep for a tree. It is shown as text.");
        assert_eq!(deep.lines(0, 500, &|_| Vec::new()).unwrap().lines[0].len(), 1_000);
    }

    #[test]
    fn json_that_is_broken_says_where_and_other_text_says_nothing() {
        let note = |text: &str| body(text).shown().unwrap().note;
        let said = note("\n {\"é\": 1,\n  \"b\": }");
        assert_eq!(
            said,
            "This body is not valid JSON, so there is no tree: line 3, column 8: what stands there does not belong. It is shown as text."
        );
        assert!(note("[1,\n 2").contains("line 2, column 3: it ends too early"), "{}", note("[1,\n 2"));
        assert_eq!((note("<html>"), note("plain"), note("")), (String::new(), String::new(), String::new()));
    }

    #[test]
    fn a_note_says_when_not_all_lines_can_be_shown() {
        let long = body("\n".repeat(MAX_LINES + 1)).shown().unwrap();
        assert_eq!(long.line_count, 4_000_000);
        assert_eq!(long.note, "Only its first 4,000,000 lines can be shown.");
        assert_eq!(body("\n".repeat(MAX_LINES)).shown().unwrap().note, "");
    }

    #[test]
    fn kinds_are_told_apart() {
        for (text, kind) in [
            (&b"{}"[..], BodyKind::Json),
            (b"[\"\xff\"]", BodyKind::Json),
            ("é{".as_bytes(), BodyKind::Text),
            (b"\xff", BodyKind::Binary),
            (b"", BodyKind::Empty),
        ] {
            assert_eq!(body(text).shown().unwrap().kind, kind, "{text:?}");
        }
    }

    #[test]
    fn a_dropped_index_is_made_again_with_the_same_rows_folded() {
        let body = body(r#"{"a": {"b": 1}, "c": [2]}"#);
        let rows = || body.rows(0, 500, &|_| Vec::new()).unwrap().rows;
        assert_eq!((body.toggle(1).unwrap(), rows().len()), (6, 6));
        let (before, memory) = (format!("{:?}", rows()), body.index_bytes());
        body.drop_index();
        assert_eq!(body.index_bytes(), 0);
        assert_eq!(body.start(5).unwrap(), br#"{"a":"#);
        assert_eq!(format!("{:?}", rows()), before);
        assert_eq!((body.index_bytes(), body.shown().unwrap().line_count), (memory, 1));
    }
}
