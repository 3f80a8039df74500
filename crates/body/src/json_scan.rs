//! Checks that a text is JSON (RFC 8259) and notes where its values are, in one pass that holds neither the text nor more
//! than 128 levels.
//!
//! By hand: parsers such as `serde_json` give values without their byte ranges. A test holds it to what `serde_json`
//! accepts.

use std::io::{self, Read};

use crate::json_bytes::{Bytes, NoTree, Scan, Stop, narrow};
use crate::view::RowKind;

/// Deeper text has no tree.
const MAX_DEPTH: usize = 128;
/// A [`Node`] takes 40 bytes of memory.
const MAX_VALUES: usize = 2_000_000;

/// One value. Nodes are in document order: children follow their parent.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub kind: RowKind,
    pub depth: u8,
    pub start: u32,
    pub end: u32,
    /// The byte range of the key, quotes included.
    pub key: Option<(u32, u32)>,
    /// Among its siblings, from 1.
    pub position: u32,
    pub siblings: u32,
    pub children: u32,
    /// The index after this node's last descendant.
    pub next: u32,
}

impl Node {
    /// Where a scalar ends. `None`: it is an object or array, whose members follow its key.
    pub(crate) fn scalar_end(&self) -> Option<u64> {
        (!self.kind.is_container()).then_some(self.end.into())
    }
}

/// The values of the text in their order, or why there are none. It has to be shorter than 4 GB.
pub(crate) fn scan(text: impl Read) -> io::Result<Result<Vec<Node>, NoTree>> {
    let mut scanner = Scanner { text: Bytes::new(text), nodes: Vec::new(), open: Vec::new() };
    match scanner.document() {
        Ok(()) => {
            scanner.nodes.shrink_to_fit();
            Ok(Ok(scanner.nodes))
        }
        Err(Stop::NotJson) => Ok(Err(NoTree::NotJson { at: scanner.text.offset() })),
        Err(Stop::NoTree(reason)) => Ok(Err(reason)),
        Err(Stop::Read(error)) => Err(error),
    }
}

/// What comes behind a value, or behind the bracket that opens one.
enum Next {
    /// Another value, in an object with its key.
    Member(Option<(u32, u32)>),
    End,
}

struct Scanner<R> {
    text: Bytes<R>,
    nodes: Vec<Node>,
    /// The objects and arrays that have not ended.
    open: Vec<usize>,
}

impl<R: Read> Scanner<R> {
    fn document(&mut self) -> Scan<()> {
        self.value(None)?;
        while let Next::Member(key) = self.next()? {
            self.value(key)?;
        }
        if self.text.skip_space()?.is_none() { Ok(()) } else { Err(Stop::NotJson) }
    }

    /// A whole scalar, or the beginning of an object or array.
    fn value(&mut self, key: Option<(u32, u32)>) -> Scan<()> {
        let kind = match self.text.skip_space()? {
            Some(b'{') => RowKind::Object,
            Some(b'[') => RowKind::Array,
            Some(b'"') => RowKind::String,
            Some(b't' | b'f') => RowKind::Boolean,
            Some(b'n') => RowKind::Null,
            Some(b'-' | b'0'..=b'9') => RowKind::Number,
            _ => return Err(Stop::NotJson),
        };
        let node = self.push(kind, key)?;
        match kind {
            RowKind::Object | RowKind::Array => return self.enter(node),
            RowKind::String => self.text.string()?,
            RowKind::Number => self.text.number()?,
            RowKind::Boolean if self.text.peek()? == Some(b't') => self.text.word("true")?,
            RowKind::Boolean => self.text.word("false")?,
            RowKind::Null | RowKind::Close => self.text.word("null")?,
        }
        self.end(node);
        Ok(())
    }

    fn push(&mut self, kind: RowKind, key: Option<(u32, u32)>) -> Scan<usize> {
        if self.nodes.len() == MAX_VALUES {
            return Err(Stop::NoTree(NoTree::TooManyValues));
        }
        let parent = self.open.last().map(|parent| &mut self.nodes[*parent]);
        let position = parent.map_or(1, |parent| {
            parent.children += 1;
            parent.children
        });
        let start = self.text.offset();
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        let node = Node { kind, depth, start, end: 0, key, position, siblings: 1, children: 0, next: 0 };
        self.nodes.push(node);
        Ok(self.nodes.len() - 1)
    }

    fn enter(&mut self, node: usize) -> Scan<()> {
        if self.open.len() == MAX_DEPTH {
            return Err(Stop::NoTree(NoTree::TooDeep));
        }
        self.text.next += 1;
        self.open.push(node);
        Ok(())
    }

    fn end(&mut self, node: usize) {
        self.nodes[node].end = self.text.offset();
        self.nodes[node].next = narrow(self.nodes.len());
    }

    /// Ends the objects and arrays that end here.
    fn next(&mut self) -> Scan<Next> {
        while let Some(parent) = self.open.last().copied() {
            let Node { kind, children, .. } = self.nodes[parent];
            match (self.text.skip_space()?, kind) {
                (Some(b'}'), RowKind::Object) | (Some(b']'), RowKind::Array) => {
                    self.text.next += 1;
                    self.open.pop();
                    self.end(parent);
                    continue;
                }
                (Some(b','), _) if children > 0 => self.text.next += 1,
                _ if children == 0 => {}
                _ => return Err(Stop::NotJson),
            }
            let key = if kind == RowKind::Object { Some(self.key()?) } else { None };
            return Ok(Next::Member(key));
        }
        Ok(Next::End)
    }

    fn key(&mut self) -> Scan<(u32, u32)> {
        self.text.skip_space()?;
        let start = self.text.offset();
        self.text.string()?;
        let end = self.text.offset();
        self.text.skip_space()?;
        self.text.expect(b':')?;
        Ok((start, end))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::scan;
    use crate::json_bytes::{BUFFER_BYTES, NoTree};
    use proptest::prelude::*;

    fn values(text: &str) -> Result<usize, NoTree> {
        scan(text.as_bytes()).unwrap().map(|nodes| nodes.len())
    }

    #[test]
    fn what_is_not_json_has_no_values() {
        for text in [
            "",
            " ",
            "{",
            "[",
            "{\"a\":}",
            "<html>",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1}",
            "{1:2}",
            "{\"a\" 1}",
            "{\"a\":1,}",
            "1 1",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "tru",
            "truE",
            "nul",
            "\"a",
            "\"\n\"",
            r#""\x""#,
            r#""\u12g4""#,
            "\u{feff}1",
            "]",
            "}",
            ",",
        ] {
            assert!(matches!(values(text), Err(NoTree::NotJson { .. })), "{text}");
        }
        for text in
            ["0", " -0.5E+3 ", "\"\"", "[]", "{}", "[[],{}]", "true", "[false,null]", r#""\u12aB\/\\""#]
        {
            assert!(values(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_not_json_is_found_at_its_place() {
        for (text, at) in [
            ("{\"a\": 1,}", 8),
            ("[1 2]", 3),
            ("{\"a\": tru", 9),
            ("[\"a\nb\"]", 3),
            (r#"["\x"]"#, 3),
            (r#"["\u12g4"]"#, 6),
            ("[1, 2", 5),
            ("[01]", 2),
            ("{} x", 3),
        ] {
            assert_eq!(values(text), Err(NoTree::NotJson { at }), "{text}");
        }
    }

    #[test]
    fn text_nested_too_deep_has_no_values() {
        let nested = |depth: usize| format!("{}1{}", r#"{"[":["#.repeat(depth / 2), "]}".repeat(depth / 2));
        assert_eq!(values(&nested(128)), Ok(129));
        for text in [nested(130), nested(100_000), "[".repeat(100_000) + &"]".repeat(100_000)] {
            assert_eq!(values(&text), Err(NoTree::TooDeep));
        }
    }

    #[test]
    fn text_with_too_many_values_has_no_values() {
        let array = |values: usize| format!("[{}{{ }}]", "0,".repeat(values - 2));
        assert_eq!(values(&array(2_000_000)), Ok(2_000_000));
        assert_eq!(values(&array(2_000_001)), Err(NoTree::TooManyValues));
    }

    #[test]
    fn values_across_two_reads_have_the_ranges_of_their_text() {
        for before in BUFFER_BYTES - 12..BUFFER_BYTES + 2 {
            let text = format!("{}{{\"k\\n\": [-1.5e3, true]}}", " ".repeat(before));
            let nodes = scan(text.as_bytes()).unwrap().unwrap();
            let parts: Vec<_> =
                nodes.iter().map(|node| &text[node.start as usize..node.end as usize]).collect();
            assert_eq!(parts, ["{\"k\\n\": [-1.5e3, true]}", "[-1.5e3, true]", "-1.5e3", "true"]);
        }
    }

    #[test]
    fn a_text_that_cannot_be_read_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::UnexpectedEof.into())
            }
        }
        assert!(scan((&b"[1, "[..]).chain(Broken)).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn it_accepts_what_serde_json_accepts(
            text in prop::collection::vec(
                prop::sample::select(vec![
                    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "\\", "\\n", "\\u00e9", "0", "1", "-", ".", "e", "+",
                    "true", "null", " ", "\n", "é", "\u{1}",
                ]),
                0..12,
            ),
        ) {
            let text = text.concat();
            let accepted = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
            prop_assert_eq!(values(&text).is_ok(), accepted, "{}", text);
        }
    }
}
