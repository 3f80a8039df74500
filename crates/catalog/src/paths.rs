//! Finding operations by path: a tree of segments where literal text wins over parameters.
//!
//! Knows whole URLs, paths with real ids and templates; does not know what an operation requires.

use std::collections::HashMap;

use crate::objects::ObjectTypes;
use crate::operation::Operation;
use crate::segments::{OBJECT_TYPE_PARAMETERS, parameter_name, path_only, segments};

/// Versions that are looked up as another one when the catalogue has no row of their own, in this order.
const STAND_INS: [(&str, &str); 4] = [
    ("2026-09", "2026-03"),
    ("2026-09-beta", "2026-03"),
    ("2027-03-beta", "2026-03"),
    ("2025-09", "2026-03"),
];

/// The tree; leaves hold indexes of operations.
#[derive(Debug, Default)]
pub(crate) struct PathTree {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, usize>,
    object_parameter: Option<usize>,
    parameter: Option<usize>,
    /// A last parameter that may hold slashes, as `{path}` of a source-code file.
    rest: Option<usize>,
    operations: Vec<usize>,
}

/// A place in the tree that fits a whole path.
#[derive(Debug)]
struct Fit {
    node: usize,
    /// An ordinary parameter took a segment that the API also has as a literal.
    shadowed: bool,
}

impl PathTree {
    pub fn new(operations: &[Operation]) -> Self {
        let mut tree = Self { nodes: vec![Node::default()] };
        for (index, operation) in operations.iter().enumerate() {
            let leaf = segments(operation.path).fold(0, |node, segment| tree.child(node, segment));
            tree.nodes[leaf].operations.push(index);
        }
        tree
    }

    fn child(&mut self, node: usize, segment: &str) -> usize {
        let new = self.nodes.len();
        let parent = &mut self.nodes[node];
        let child = match parameter_name(segment) {
            None => *parent.literals.entry(segment.to_owned()).or_insert(new),
            Some(name) if takes_slashes(name) => *parent.rest.get_or_insert(new),
            Some(name) if OBJECT_TYPE_PARAMETERS.contains(&name) => {
                *parent.object_parameter.get_or_insert(new)
            }
            Some(_) => *parent.parameter.get_or_insert(new),
        };
        if child == new {
            self.nodes.push(Node::default());
        }
        child
    }

    /// Operations at a concrete path, best fit first, of all methods; with the version that was asked for.
    pub fn at(&self, path: &str) -> Vec<usize> {
        let asked: Vec<&str> = segments(path_only(path)).collect();
        for candidate in with_stand_ins(&asked) {
            let mut fits = Vec::new();
            self.walk(0, &candidate, false, &mut fits);
            let found = self.operations_of(&fits);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The first fit counts whatever it is; later ones only where no literal was passed over.
    fn operations_of(&self, fits: &[Fit]) -> Vec<usize> {
        let counted = fits.iter().enumerate().filter(|(place, fit)| *place == 0 || !fit.shadowed);
        counted.flat_map(|(_, fit)| self.nodes[fit.node].operations.iter().copied()).collect()
    }

    fn walk(&self, node: usize, segments: &[&str], shadowed: bool, fits: &mut Vec<Fit>) {
        let here = &self.nodes[node];
        let Some((segment, rest)) = segments.split_first() else {
            if !here.operations.is_empty() {
                fits.push(Fit { node, shadowed });
            }
            return;
        };
        let literal = literal(here, segment);
        if let Some(child) = literal {
            self.walk(child, rest, shadowed, fits);
        }
        if let Some(child) = here.object_parameter {
            self.walk(child, rest, shadowed, fits);
        }
        if let Some(child) = here.parameter {
            self.walk(child, rest, shadowed || literal.is_some(), fits);
        }
        if let Some(child) = here.rest {
            self.walk(child, &[], shadowed || literal.is_some(), fits);
        }
    }
}

/// The literal child, also where the path names an object type by its id or its singular.
fn literal(node: &Node, segment: &str) -> Option<usize> {
    node.literals.get(segment).copied().or_else(|| {
        let object = ObjectTypes::bundled().find(segment)?;
        node.literals.get(&object.name).copied()
    })
}

/// The path itself, then the path with its version replaced by each stand-in.
fn with_stand_ins<'a>(asked: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut candidates = vec![asked.to_vec()];
    for (version, stand_in) in STAND_INS {
        if asked.contains(&version) {
            candidates.push(asked.iter().map(|s| if *s == version { stand_in } else { *s }).collect());
        }
    }
    candidates
}

/// The version that a path asks for, if it names one that the catalogue can stand in for.
pub(crate) fn asked_version(path: &str) -> Option<&str> {
    segments(path).find(|segment| STAND_INS.iter().any(|(version, _)| version == segment))
}

/// Parameters that stand for a path of their own, as of a source file or a folder.
fn takes_slashes(name: &str) -> bool {
    matches!(name, "path" | "folderPath")
}

/// The values that a concrete path gives to a template's parameters; those left as `{name}` are not in it.
pub(crate) fn values(template: &str, path: &str) -> Vec<(String, String)> {
    let mut given = segments(path);
    let mut values = Vec::new();
    for segment in segments(template) {
        let Some(name) = parameter_name(segment) else {
            given.next();
            continue;
        };
        let value = if takes_slashes(name) {
            given.by_ref().collect::<Vec<_>>().join("/")
        } else {
            owned(given.next())
        };
        if !value.is_empty() && parameter_name(&value).is_none() {
            values.push((name.to_owned(), value));
        }
    }
    values
}

fn owned(segment: Option<&str>) -> String {
    segment.unwrap_or_default().to_owned()
}

/// Whether a template asks for exactly this operation: parameters where it has parameters, whatever they are called,
/// and elsewhere its literals, an object type's other names, or a version that it stands in for.
pub(crate) fn is_template_of(asked: &str, template: &str) -> bool {
    let same = |(asked, own): (&str, &str)| match (parameter_name(asked), parameter_name(own)) {
        (Some(_), Some(_)) => true,
        (None, None) => asked == own || same_object(asked, own) || STAND_INS.contains(&(asked, own)),
        _ => false,
    };
    segments(asked).count() == segments(template).count() && segments(asked).zip(segments(template)).all(same)
}

fn same_object(asked: &str, own: &str) -> bool {
    ObjectTypes::bundled().find(asked).is_some_and(|object| object.name == own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_leave_out_parameters_that_are_still_open() {
        let values = values("/crm/v4/objects/{objectType}/{objectId}", "/crm/v4/objects/contacts/{objectId}");
        assert_eq!(values, [("objectType".to_owned(), "contacts".to_owned())]);
    }

    #[test]
    fn a_path_parameter_at_the_end_takes_the_slashes_too() {
        let values = values(
            "/cms/source-code/v3/{environment}/content/{path}",
            "/cms/source-code/v3/draft/content/a/b.html",
        );
        assert_eq!(values[1], ("path".to_owned(), "a/b.html".to_owned()));
        let folder = super::values("/files/v3/folders/{folderPath}", "/files/v3/folders/images/2026");
        assert_eq!(folder, [("folderPath".to_owned(), "images/2026".to_owned())]);
    }

    #[test]
    fn a_template_is_the_same_whatever_its_parameters_are_called() {
        let template = "/crm/objects/2026-03/deals/{dealId}";
        assert!(is_template_of("/crm/objects/2026-03/0-3/{id}", template));
        assert!(is_template_of("/crm/objects/2026-09/deals/{dealId}", template));
        assert!(!is_template_of("/crm/objects/2026-03/deals/123", template));
        assert!(!is_template_of("/crm/objects/2026-03/{objectType}/{dealId}", template));
    }
}
