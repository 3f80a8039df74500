//! The request items of `HTTPie`: `name:value`, `name==value`, `name=value`, `name:=json`, `name@file`.

use crate::documents::Joined;
use crate::request::Value;
use crate::shell::Word;

/// What an item makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Header,
    /// `name;`
    EmptyHeader,
    Query,
    Text,
    Json,
    File,
    /// The content of a file in place of a text, or of JSON.
    TextOf,
    JsonOf,
}

/// Longer ones first.
const SEPARATORS: [(&str, Kind); 8] = [
    (":=@", Kind::JsonOf),
    ("=@", Kind::TextOf),
    (":=", Kind::Json),
    ("==", Kind::Query),
    (":", Kind::Header),
    (";", Kind::EmptyHeader),
    ("=", Kind::Text),
    ("@", Kind::File),
];

pub(super) struct Item {
    pub kind: Kind,
    pub name: Value,
    pub value: Value,
}

/// The item that a word is: the first separator divides it, unless a backslash stands before it.
pub(super) fn of(word: &Word) -> Option<Item> {
    let bytes = word.text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
            continue;
        }
        let rest = word.text.get(at..).unwrap_or_default();
        let found = SEPARATORS.iter().find(|(sign, _)| rest.starts_with(sign));
        if let Some((sign, kind)) = found {
            let is_end = at + 1 == bytes.len();
            if at == 0 || *kind == Kind::EmptyHeader && !is_end {
                at += 1;
                continue;
            }
            let name = unescaped(word.part(0..at));
            return Some(Item { kind: *kind, name, value: word.part(at + sign.len()..bytes.len()) });
        }
        at += 1;
    }
    None
}

fn unescaped(name: Value) -> Value {
    if !name.text.contains('\\') || !name.open.is_empty() {
        return name;
    }
    Value { text: name.text.replace('\\', ""), verbatim: false, ..name }
}

/// The object that fields make as JSON; names such as `a[b][]` make objects and lists within.
#[derive(Default)]
pub(super) struct Object {
    root: Node,
}

#[derive(Default)]
enum Node {
    #[default]
    Empty,
    Object(Vec<(Value, Node)>),
    List(Vec<Node>),
    Text(Value),
    /// JSON as it is written.
    Raw(Value),
}

/// Parts of one name, and items of one list.
const MOST: usize = 40;

impl Object {
    pub fn set(&mut self, name: &Value, value: Value, is_json: bool) {
        let leaf = if is_json { Node::Raw(value) } else { Node::Text(value) };
        let (first, steps) = steps(name);
        let mut node = member(&mut self.root, first);
        for step in steps {
            node = match step.parse::<usize>() {
                Ok(index) if index < MOST => item(node, Some(index)),
                _ if step.is_empty() => item(node, None),
                _ => member(node, Value { text: step, span: name.span.clone(), ..Value::default() }),
            };
        }
        *node = leaf;
    }

    pub fn is_empty(&self) -> bool {
        matches!(self.root, Node::Empty)
    }

    pub fn json(&self) -> Value {
        let mut joined = Joined::default();
        self.root.write(&mut joined);
        joined.at(None)
    }
}

/// `a[b][]` is `a`, `b` and an empty name.
fn steps(name: &Value) -> (Value, Vec<String>) {
    let Some(at) = name.text.find('[').filter(|at| *at > 0 && name.text.ends_with(']')) else {
        return (name.clone(), Vec::new());
    };
    let inside = &name.text[at + 1..name.text.len() - 1];
    (name.part(0..at), inside.split("][").take(MOST).map(str::to_owned).collect())
}

fn member(node: &mut Node, name: Value) -> &mut Node {
    if !matches!(node, Node::Object(_)) {
        *node = Node::Object(Vec::new());
    }
    let Node::Object(members) = node else { unreachable!("BUG: it was made an object") };
    let at = members.iter().take(1_000).position(|(own, _)| own.text == name.text).unwrap_or_else(|| {
        members.push((name, Node::Empty));
        members.len() - 1
    });
    &mut members[at].1
}

fn item(node: &mut Node, index: Option<usize>) -> &mut Node {
    if !matches!(node, Node::List(_)) {
        *node = Node::List(Vec::new());
    }
    let Node::List(items) = node else { unreachable!("BUG: it was made a list") };
    let index = index.unwrap_or(items.len());
    while items.len() <= index {
        items.push(Node::Empty);
    }
    &mut items[index]
}

impl Node {
    fn write(&self, joined: &mut Joined) {
        match self {
            Self::Empty => joined.push("null"),
            Self::Text(value) => joined.push_quoted(value),
            Self::Raw(value) => joined.push_value(value),
            Self::Object(members) => {
                joined.push("{");
                for (index, (name, node)) in members.iter().enumerate() {
                    joined.push(if index == 0 { "" } else { "," });
                    joined.push_quoted(name);
                    joined.push(":");
                    node.write(joined);
                }
                joined.push("}");
            }
            Self::List(items) => {
                joined.push("[");
                for (index, node) in items.iter().enumerate() {
                    joined.push(if index == 0 { "" } else { "," });
                    node.write(joined);
                }
                joined.push("]");
            }
        }
    }
}
