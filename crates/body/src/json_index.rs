//! The values of a JSON text by their byte ranges, in the order of the text. It holds no text itself, and is not changed
//! once it is built.

use std::io::{self, Read};

use crate::json_bytes::NoTree;
use crate::json_scan::{Node, scan};

#[derive(Debug)]
pub(crate) struct JsonIndex {
    pub nodes: Vec<Node>,
}

impl JsonIndex {
    /// Reads the text once, to its end.
    pub(crate) fn build(text: impl Read) -> io::Result<Result<Self, NoTree>> {
        let nodes = scan(text)?;
        Ok(nodes.map(|mut nodes| {
            set_siblings(&mut nodes);
            Self { nodes }
        }))
    }

    /// The value whose key or scalar contains this byte offset, and the range of what the tree shows of it there: the key
    /// without its quotes, or the scalar.
    pub(crate) fn shown_at(&self, offset: u64) -> Option<(u32, std::ops::Range<u64>)> {
        let begin = |node: &Node| u64::from(node.key.map_or(node.start, |(start, _)| start));
        let index = self.nodes.partition_point(|node| begin(node) <= offset).checked_sub(1)?;
        let node = &self.nodes[index];
        let key = node.key.map(|(start, end)| u64::from(start) + 1..u64::from(end) - 1);
        let scalar = (!node.kind.is_container()).then(|| node.start.into()..node.end.into());
        let shown = [key, scalar].into_iter().flatten().find(|range| range.contains(&offset))?;
        Some((u32::try_from(index).unwrap_or(u32::MAX), shown))
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

#[cfg(test)]
mod tests {
    use super::JsonIndex;
    use crate::view::RowKind;
    use proptest::prelude::*;

    fn index(text: &str) -> JsonIndex {
        JsonIndex::build(text.as_bytes()).unwrap().unwrap()
    }

    #[test]
    fn values_come_in_document_order() {
        let index = index(r#" {"a": [1, "x\"]"], "b": {}} "#);
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
    }

    #[test]
    fn an_offset_belongs_to_the_key_or_scalar_that_contains_it() {
        let text = r#"{"ab": [10, {"c": "de"}]}"#;
        let index = index(text);
        let at = |part: &str| {
            let (node, shown) = index.shown_at(text.find(part).unwrap() as u64)?;
            Some((node, &text[usize::try_from(shown.start).unwrap()..usize::try_from(shown.end).unwrap()]))
        };
        assert_eq!(
            (at("ab"), at("10"), at("c"), at("de")),
            (Some((1, "ab")), Some((2, "10")), Some((4, "c")), Some((4, "\"de\"")))
        );
        assert_eq!((at("{"), at("\"ab"), at(", "), at("}]")), (None, None, None, None));
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
            let index = index(&text);
            let (start, end) = (index.nodes[0].start as usize, index.nodes[0].end as usize);
            prop_assert_eq!(&text[start..end], text.trim());
            for node in &index.nodes {
                let part = &text[node.start as usize..node.end as usize];
                prop_assert!(serde_json::from_str::<serde_json::Value>(part).is_ok(), "{}", part);
            }
        }
    }
}
