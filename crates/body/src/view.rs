//! What is shown of a body: rows of its tree, lines of its text. These types cross to the window.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How a body can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Valid JSON (RFC 8259), shown as a tree or as text.
    Json,
    /// UTF-8 that is not JSON, or JSON too large or too deep for a tree.
    Text,
    /// Not UTF-8. It is not shown.
    Binary,
    /// No bytes at all.
    Empty,
}

/// A body's kind and size in rows and lines.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResponseBody {
    /// How the body can be shown.
    pub kind: BodyKind,
    /// Rows of the tree that are visible now, folding considered.
    pub row_count: u32,
    /// Lines of the text, 4,000,000 at most. Very long lines count as several.
    pub line_count: u32,
    /// A sentence to show above the body; empty when there is nothing to say.
    pub note: String,
}

/// What a row of the tree shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// The opening row of an object.
    Object,
    /// The opening row of an array.
    Array,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
    /// The bracket that ends an object or array.
    Close,
}

impl RowKind {
    pub(crate) fn is_container(self) -> bool {
        matches!(self, Self::Object | Self::Array)
    }
}

/// One row of the tree.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BodyRow {
    /// The value's index in the order of the text, from 0, by which it is folded.
    pub node: u32,
    /// How many objects and arrays the value is nested in.
    pub depth: u32,
    /// The value's key in its object, without quotes.
    pub key: Option<String>,
    /// What the row shows.
    pub kind: RowKind,
    /// A scalar's JSON text, or how many an object or array holds; cut when long.
    pub text: String,
    /// Whether the row can be folded: an object or array that is not empty.
    pub foldable: bool,
    /// Whether the row's members are hidden.
    pub folded: bool,
    /// The value's position among its siblings, from 1, for screen readers.
    pub position: u32,
    /// How many members the value's parent has.
    pub siblings: u32,
}

/// Consecutive rows of the tree.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BodyWindow {
    /// Rows that are visible in the whole tree now.
    pub row_count: u32,
    /// The index of the first of `rows`.
    pub start: u32,
    /// The rows, 500 at most.
    pub rows: Vec<BodyRow>,
}

/// A value of the tree, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WholeValue {
    /// Where it stands, as `JSONPath` (RFC 9535): `$.results[0].properties.email`.
    pub path: String,
    /// What a string says, without quotes and escapes; of any other value its JSON text as it was sent.
    pub text: String,
    /// It is longer, and `text` is its beginning.
    pub is_cut: bool,
}

/// Consecutive lines of the text.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TextWindow {
    /// Lines of the whole text.
    pub line_count: u32,
    /// The index of the first of `lines`.
    pub start: u32,
    /// The lines without their ends, 500 at most.
    pub lines: Vec<String>,
}

/// Where a text is looked for: in the rows of the tree, or in the lines of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BodyPart {
    /// Keys and scalars, as the tree shows them.
    Tree,
    /// Lines, as the text shows them.
    Lines,
}

/// What was found: how many rows or lines, and where the one that was asked for is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundInBody {
    /// Rows or lines that match, 10,000 at most.
    pub count: u32,
    /// There are more than were counted.
    pub more: bool,
    /// The row or the line; none where nothing was found.
    pub at: Option<u32>,
    /// Rows that are visible now: the tree was unfolded down to the row.
    pub row_count: u32,
}
