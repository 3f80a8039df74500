//! Which values of a tree are folded, and which rows are visible therefore.

use std::collections::BTreeSet;

use crate::json_index::JsonIndex;
use crate::json_scan::Node;

/// Trees with more values start folded from their third level on.
const MAX_UNFOLDED_VALUES: usize = 2_000;

/// A row of the tree: a node, or the bracket that closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Node(u32),
    Close(u32),
}

/// The values that are not as they were at first, and the rows that are visible.
#[derive(Debug)]
pub(crate) struct Folds {
    changed: BTreeSet<u32>,
    pub visible: Vec<Row>,
}

impl Folds {
    /// `changed`: the nodes that were folded or unfolded since the tree was first shown.
    pub(crate) fn new(tree: &JsonIndex, changed: BTreeSet<u32>) -> Self {
        let mut folds = Self { changed, visible: Vec::new() };
        folds.find_visible(tree);
        folds
    }

    /// What to call [`new`](Self::new) with, to get the same rows again.
    pub(crate) fn into_changed(self) -> BTreeSet<u32> {
        self.changed
    }

    pub(crate) fn is_folded(&self, tree: &JsonIndex, node: u32) -> bool {
        let large = tree.nodes.len() > MAX_UNFOLDED_VALUES;
        let at_first = |node: &Node| large && node.depth >= 2 && node.children > 0;
        at_first(&tree.nodes[node as usize]) != self.changed.contains(&node)
    }

    pub(crate) fn toggle(&mut self, tree: &JsonIndex, node: u32) {
        if tree.nodes.get(node as usize).is_some_and(|node| node.children > 0) {
            self.change(node);
            self.find_visible(tree);
        }
    }

    /// Unfolds the ancestors of a value and returns its row.
    pub(crate) fn reveal(&mut self, tree: &JsonIndex, node: u32) -> Option<u32> {
        let (mut at, mut hidden) = (0, false);
        while at < node {
            let next = tree.nodes.get(at as usize)?.next;
            if node >= next {
                at = next;
                continue;
            }
            if self.is_folded(tree, at) {
                self.change(at);
                hidden = true;
            }
            at += 1;
        }
        if hidden {
            self.find_visible(tree);
        }
        let row = self.visible.iter().position(|row| *row == Row::Node(node))?;
        u32::try_from(row).ok()
    }

    fn change(&mut self, node: u32) {
        if !self.changed.remove(&node) {
            self.changed.insert(node);
        }
    }

    fn find_visible(&mut self, tree: &JsonIndex) {
        let mut visible = std::mem::take(&mut self.visible);
        visible.clear();
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut at = 0;
        while let Some(node) = tree.nodes.get(at as usize) {
            close_until(&mut visible, &mut open, at);
            visible.push(Row::Node(at));
            if node.children > 0 && !self.is_folded(tree, at) {
                open.push((at, node.next));
                at += 1;
            } else {
                at = node.next;
            }
        }
        close_until(&mut visible, &mut open, u32::MAX);
        self.visible = visible;
    }
}

fn close_until(visible: &mut Vec<Row>, open: &mut Vec<(u32, u32)>, at: u32) {
    while let Some((node, _)) = open.pop_if(|(_, next)| *next <= at) {
        visible.push(Row::Close(node));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Row::{Close, Node};
    use super::{Folds, JsonIndex};

    fn tree(text: &str) -> (JsonIndex, Folds) {
        let tree = JsonIndex::build(text.as_bytes()).unwrap().unwrap();
        let folds = Folds::new(&tree, BTreeSet::new());
        (tree, folds)
    }

    #[test]
    fn rows_come_in_document_order_with_closing_brackets() {
        let (_, folds) = tree(r#" {"a": [1, "x\"]"], "b": {}} "#);
        assert_eq!(folds.visible, [Node(0), Node(1), Node(2), Node(3), Close(1), Node(4), Close(0)]);
    }

    #[test]
    fn a_folded_node_hides_what_is_below_it() {
        let (tree, mut folds) = tree(r#"{"a":{"b":1},"c":2}"#);
        folds.toggle(&tree, 1);
        assert_eq!(folds.visible, [Node(0), Node(1), Node(3), Close(0)]);
        folds.toggle(&tree, 1);
        folds.toggle(&tree, 2);
        folds.toggle(&tree, 99);
        assert_eq!(folds.visible.len(), 6);
    }

    #[test]
    fn a_large_tree_starts_folded_and_keeps_what_was_changed() {
        let (tree, mut folds) = tree(&format!("[[{}[0]], [[1], 2]]", "0,".repeat(2_000)));
        let at_first = folds.visible.clone();
        assert!(!at_first.contains(&Node(2_003)), "below the third level");
        folds.toggle(&tree, 2_005);
        let unfolded = folds.visible.clone();
        assert_eq!(unfolded.len(), at_first.len() + 2);
        assert_eq!(Folds::new(&tree, folds.into_changed()).visible, unfolded);
    }

    #[test]
    fn revealing_a_value_unfolds_its_ancestors_and_nothing_else() {
        let (tree, mut folds) = tree(r#"{"a":{"b":{"c":1}},"d":{"e":2}}"#);
        for folded in [1, 2, 4] {
            folds.toggle(&tree, folded);
        }
        assert_eq!(folds.reveal(&tree, 3), Some(3));
        assert_eq!(
            folds.visible,
            [Node(0), Node(1), Node(2), Node(3), Close(2), Close(1), Node(4), Close(0)]
        );
        assert_eq!(folds.reveal(&tree, 99), None);
    }
}
