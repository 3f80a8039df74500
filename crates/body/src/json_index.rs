//! Byte ranges of all values in a JSON text, and which rows of the tree are visible. It holds no text itself.
//!
//! By hand: parsers such as `serde_json` give values without their byte ranges, which are all that is kept in memory here.

use crate::view::RowKind;

/// One value. Nodes are in document order: children follow their parent.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub kind: RowKind,
    pub depth: u32,
    pub start: u64,
    pub end: u64,
    /// The byte range of the key, quotes included.
    pub key: Option<(u64, u64)>,
    /// Among its siblings, from 1.
    pub position: u32,
    pub siblings: u32,
    pub children: u32,
    /// The index after this node's last descendant.
    pub next: u32,
    pub folded: bool,
}

/// A row of the tree: a node, or the bracket that closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Node(u32),
    Close(u32),
}

#[derive(Debug)]
pub(crate) struct JsonIndex {
    pub nodes: Vec<Node>,
    pub visible: Vec<Row>,
}

/// Deeper text has no tree: the scanner recurses once per level.
const MAX_DEPTH: usize = 128;
/// A [`Node`] takes about 70 bytes of memory.
const MAX_VALUES: usize = 2_000_000;

/// Why a text has no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoTree {
    NotJson,
    TooDeep,
    TooManyValues,
}

/// Trees with more values start folded from their third level on.
const MAX_UNFOLDED_VALUES: usize = 2_000;

impl JsonIndex {
    pub(crate) fn build(text: &[u8]) -> Result<Self, NoTree> {
        serde_json::from_slice::<serde::de::IgnoredAny>(text).map_err(|_| NoTree::NotJson)?;
        let values = values_within_limits(text)?;
        let mut scanner = Scanner { text, at: 0, nodes: Vec::with_capacity(values) };
        scanner.value(0, None, 1);
        let mut index = Self { nodes: scanner.nodes, visible: Vec::new() };
        let large = index.nodes.len() > MAX_UNFOLDED_VALUES;
        for node in &mut index.nodes {
            node.folded = large && node.depth >= 2 && node.children > 0;
        }
        set_siblings(&mut index.nodes);
        index.find_visible();
        Ok(index)
    }

    pub(crate) fn toggle(&mut self, node: u32) {
        if let Some(node) = self.nodes.get_mut(node as usize).filter(|node| node.children > 0) {
            node.folded = !node.folded;
            self.find_visible();
        }
    }

    /// The value whose key or scalar contains this byte offset.
    pub(crate) fn node_at(&self, offset: u64) -> Option<u32> {
        let begin = |node: &Node| node.key.map_or(node.start, |(start, _)| start);
        let index = self.nodes.partition_point(|node| begin(node) <= offset).checked_sub(1)?;
        let node = &self.nodes[index];
        let in_key = node.key.is_some_and(|(_, end)| offset < end);
        let in_scalar = !node.kind.is_container() && (node.start..node.end).contains(&offset);
        (in_key || in_scalar).then(|| u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Unfolds the ancestors of a value and returns its row.
    pub(crate) fn reveal(&mut self, node: u32) -> Option<u32> {
        let (mut at, mut hidden) = (0, false);
        while at < node {
            let above = self.nodes.get_mut(at as usize)?;
            if node < above.next {
                hidden |= std::mem::take(&mut above.folded);
                at += 1;
            } else {
                at = above.next;
            }
        }
        if hidden {
            self.find_visible();
        }
        let row = self.visible.iter().position(|row| *row == Row::Node(node))?;
        u32::try_from(row).ok()
    }

    fn find_visible(&mut self) {
        self.visible.clear();
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut at = 0;
        let count = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        while at < count {
            self.close_until(&mut open, at);
            let node = &self.nodes[at as usize];
            self.visible.push(Row::Node(at));
            if node.children > 0 && !node.folded {
                open.push((at, node.next));
                at += 1;
            } else {
                at = node.next;
            }
        }
        self.close_until(&mut open, u32::MAX);
    }

    fn close_until(&mut self, open: &mut Vec<(u32, u32)>, at: u32) {
        while let Some((node, _)) = open.pop_if(|(_, next)| *next <= at) {
            self.visible.push(Row::Close(node));
        }
    }
}

/// How many values a valid JSON text contains. Not recursive, so it is safe for any depth.
fn values_within_limits(text: &[u8]) -> Result<usize, NoTree> {
    let (mut depth, mut values, mut previous) = (0_usize, 1, 0);
    let mut bytes = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b'[' | b'{' => (depth, values) = (depth + 1, values + 1),
            b']' | b'}' => {
                depth -= 1;
                // An opening bracket counts its first member in advance; an empty pair has none.
                values -= usize::from(matches!(previous, b'[' | b'{'));
            }
            b',' => values += 1,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(NoTree::TooDeep);
        }
        previous = byte;
    }
    if values > MAX_VALUES { Err(NoTree::TooManyValues) } else { Ok(values) }
}

fn skip_string(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
}

fn set_siblings(nodes: &mut [Node]) {
    for parent in 0..nodes.len() {
        let (siblings, end) = (nodes[parent].children, nodes[parent].next as usize);
        let mut child = parent + 1;
        while siblings > 0 && child < end {
            nodes[child].siblings = siblings;
            child = nodes[child].next as usize;
        }
    }
}

/// Scans text that `serde_json` has accepted, so it only has to find where values end.
struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
}

impl Scanner<'_> {
    fn value(&mut self, depth: u32, key: Option<(u64, u64)>, position: u32) {
        self.skip_space();
        let index = self.nodes.len();
        let start = self.at;
        let kind = self.kind();
        self.nodes.push(Node {
            kind,
            depth,
            start: start as u64,
            end: 0,
            key,
            position,
            siblings: 1,
            children: 0,
            next: 0,
            folded: false,
        });
        match kind {
            RowKind::Object | RowKind::Array => self.nodes[index].children = self.members(kind, depth),
            RowKind::String => self.string(),
            RowKind::Number | RowKind::Boolean | RowKind::Null | RowKind::Close => self.word(),
        }
        self.nodes[index].end = self.at as u64;
        self.nodes[index].next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
    }

    /// Scans everything between the brackets and returns the number of members.
    fn members(&mut self, kind: RowKind, depth: u32) -> u32 {
        self.at += 1;
        let mut count = 0;
        loop {
            self.skip_space();
            match self.peek() {
                b'}' | b']' | 0 => break,
                b',' => self.at += 1,
                _ => {
                    count += 1;
                    let key = (kind == RowKind::Object).then(|| self.key());
                    self.value(depth + 1, key, count);
                }
            }
        }
        self.at += 1;
        count
    }

    fn key(&mut self) -> (u64, u64) {
        let start = self.at as u64;
        self.string();
        let end = self.at as u64;
        self.skip_space();
        self.at += 1; // the colon
        (start, end)
    }

    fn string(&mut self) {
        self.at += 1;
        while self.at < self.text.len() && self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
    }

    fn word(&mut self) {
        while !matches!(self.peek(), b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t' | 0) {
            self.at += 1;
        }
    }

    fn kind(&self) -> RowKind {
        match self.peek() {
            b'{' => RowKind::Object,
            b'[' => RowKind::Array,
            b'"' => RowKind::String,
            b't' | b'f' => RowKind::Boolean,
            b'n' => RowKind::Null,
            _ => RowKind::Number,
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "the texts of these tests are short")]
mod tests {
    use super::Row::{Close, Node};
    use super::{JsonIndex, NoTree, Row, RowKind};
    use proptest::prelude::*;

    #[test]
    fn rows_come_in_document_order_with_closing_brackets() {
        let index = JsonIndex::build(br#" {"a": [1, "x\"]"], "b": {}} "#).unwrap();
        let kinds: Vec<_> =
            index.nodes.iter().map(|node| (node.kind, node.depth, node.position, node.siblings)).collect();
        assert_eq!(
            kinds,
            [
                (RowKind::Object, 0, 1, 1),
                (RowKind::Array, 1, 1, 2),
                (RowKind::Number, 2, 1, 2),
                (RowKind::String, 2, 2, 2),
                (RowKind::Object, 1, 2, 2),
            ]
        );
        assert_eq!(index.visible, [Node(0), Node(1), Node(2), Node(3), Close(1), Node(4), Close(0)]);
    }

    #[test]
    fn a_folded_node_hides_what_is_below_it() {
        let mut index = JsonIndex::build(br#"{"a":{"b":1},"c":2}"#).unwrap();
        index.toggle(1);
        assert_eq!(index.visible, [Row::Node(0), Row::Node(1), Row::Node(3), Row::Close(0)]);
        index.toggle(1);
        assert_eq!(index.visible.len(), 6);
    }

    #[test]
    fn invalid_json_has_no_index() {
        for text in ["", "{", "{\"a\":}", "<html>", "[1,]", &"[".repeat(100_000)] {
            assert_eq!(JsonIndex::build(text.as_bytes()).unwrap_err(), NoTree::NotJson);
        }
    }

    #[test]
    fn text_nested_too_deep_has_no_index_and_does_not_overflow_the_stack() {
        let nested = |depth: usize| format!("{}1{}", r#"{"[":["#.repeat(depth / 2), "]}".repeat(depth / 2));
        assert_eq!(JsonIndex::build(nested(128).as_bytes()).unwrap().nodes.len(), 129);
        let brackets = "[".repeat(100_000) + &"]".repeat(100_000);
        for text in [nested(130), nested(100_000), brackets] {
            assert_eq!(JsonIndex::build(text.as_bytes()).unwrap_err(), NoTree::TooDeep);
        }
    }

    #[test]
    fn text_with_too_many_values_has_no_index() {
        let array = |values: usize| format!("[{}{{ }}]", "0,".repeat(values - 2));
        assert_eq!(JsonIndex::build(array(2_000_000).as_bytes()).unwrap().nodes.len(), 2_000_000);
        assert_eq!(JsonIndex::build(array(2_000_001).as_bytes()).unwrap_err(), NoTree::TooManyValues);
    }

    #[test]
    fn an_offset_belongs_to_the_key_or_scalar_that_contains_it() {
        let text = r#"{"ab": [10, {"c": "de"}]}"#;
        let index = JsonIndex::build(text.as_bytes()).unwrap();
        let at = |part: &str| index.node_at(text.find(part).unwrap() as u64);
        assert_eq!((at("ab"), at("10"), at("c"), at("de")), (Some(1), Some(2), Some(4), Some(4)));
        assert_eq!((at("{"), at(", "), at("}]")), (None, None, None));
    }

    #[test]
    fn revealing_a_value_unfolds_its_ancestors_and_nothing_else() {
        let mut index = JsonIndex::build(br#"{"a":{"b":{"c":1}},"d":{"e":2}}"#).unwrap();
        for folded in [1, 2, 4] {
            index.toggle(folded);
        }
        assert_eq!(index.reveal(3), Some(3));
        assert_eq!(
            index.visible,
            [Node(0), Node(1), Node(2), Node(3), Close(2), Close(1), Node(4), Close(0)]
        );
        assert_eq!(index.reveal(99), None);
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            "\\PC{0,8}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
                prop::collection::hash_map("\\PC{0,5}", inner, 0..5)
                    .prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_has_the_range_of_its_own_text(value in json(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
            let index = JsonIndex::build(text.as_bytes()).unwrap();
            prop_assert_eq!(super::values_within_limits(text.as_bytes()), Ok(index.nodes.len()));
            let (start, end) = (index.nodes[0].start as usize, index.nodes[0].end as usize);
            prop_assert_eq!(&text[start..end], text.trim());
            for node in &index.nodes {
                let part = &text[node.start as usize..node.end as usize];
                prop_assert!(serde_json::from_str::<serde_json::Value>(part).is_ok(), "{}", part);
            }
            let closes = index.visible.iter().filter(|row| matches!(row, Row::Close(_))).count();
            let open = index.nodes.iter().filter(|node| node.children > 0).count();
            prop_assert_eq!((index.visible.len(), closes), (index.nodes.len() + open, open));
        }
    }
}
