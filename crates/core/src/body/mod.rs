//! Response bodies: on disk whole, in the window as the rows that are on the screen.

pub(crate) mod cleaned;
mod escapes;
mod find;
mod json_index;
mod line_index;
pub(crate) mod spooled;

use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) use spooled::Body;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    Json,
    Text,
    Binary,
    Empty,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResponseBody {
    pub kind: BodyKind,
    /// Rows of the tree that are visible now, folding considered.
    pub row_count: u32,
    pub line_count: u32,
    /// What to say of it; empty when there is nothing.
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
    /// The bracket that ends an object or array.
    Close,
}

impl RowKind {
    pub(crate) fn is_container(self) -> bool {
        matches!(self, Self::Object | Self::Array)
    }
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BodyRow {
    pub node: u32,
    pub depth: u32,
    pub key: Option<String>,
    pub kind: RowKind,
    /// A scalar's JSON text, or how many an object or array holds; cut when long.
    pub text: String,
    pub foldable: bool,
    pub folded: bool,
    /// From 1, for screen readers.
    pub position: u32,
    pub siblings: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BodyWindow {
    pub row_count: u32,
    pub start: u32,
    pub rows: Vec<BodyRow>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TextWindow {
    pub line_count: u32,
    pub start: u32,
    pub lines: Vec<String>,
}

/// Where a text is looked for: in the rows of the tree, or in the lines of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BodyPart {
    Tree,
    Lines,
}

/// What was found: how many rows or lines, and where the one that was asked for is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundInBody {
    pub count: u32,
    /// There are more than were counted.
    pub more: bool,
    /// The row or the line; none where nothing was found.
    pub at: Option<u32>,
    /// Rows that are visible now: the tree was unfolded down to the row.
    pub row_count: u32,
}
