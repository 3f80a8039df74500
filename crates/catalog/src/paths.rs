//! Finds operations by path: a tree of segments in which literal text takes precedence over parameters.
//!
//! Accepts URLs, concrete paths and templates. What an operation requires is not known here.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::objects::ObjectTypes;
use crate::operation::Operation;
use crate::segments::{OBJECT_TYPE_PARAMETERS, parameter_name, path_only, segments};
use crate::spellings::Spellings;

/// Versions and their fallbacks: where the catalogue has no row of the first, the second is looked up, in this order.
const VERSION_FALLBACKS: [(&str, &str); 4] = [
    ("2026-09", "2026-03"),
    ("2026-09-beta", "2026-03"),
    ("2027-03-beta", "2026-03"),
    ("2025-09", "2026-03"),
];

/// The tree; its leaves have the indexes of templates.
#[derive(Debug, Default)]
pub(crate) struct PathTree {
    nodes: Vec<Node>,
    templates: Vec<Template>,
}

/// A spelling of an operation's path.
#[derive(Debug)]
pub(crate) struct Template {
    /// The operation's index.
    pub operation: usize,
    pub path: Cow<'static, str>,
}

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, usize>,
    object_parameter: Option<usize>,
    parameter: Option<usize>,
    /// A last parameter whose value may contain slashes, as `{path}` of a source-code file.
    rest: Option<usize>,
    templates: Vec<usize>,
}

/// A node that matches a whole path.
#[derive(Debug)]
struct Fit {
    node: usize,
    /// A parameter matched a segment that the API also has as a literal.
    shadowed: bool,
}

/// How literals of a template are compared with a path. HubSpot takes capitals for other letters; what was meant by a path
/// that it does not know is looked for without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capitals {
    Count,
    Ignored,
}

impl PathTree {
    /// Each operation's own template precedes the other spellings of others at the same place.
    pub fn new(operations: &[Operation]) -> Self {
        let mut tree = Self { nodes: vec![Node::default()], templates: Vec::new() };
        for (index, operation) in operations.iter().enumerate() {
            tree.add(index, Cow::Borrowed(operation.path));
        }
        let spellings = Spellings::of(operations);
        for (index, operation) in operations.iter().enumerate() {
            for other in spellings.others(operation.path) {
                tree.add(index, Cow::Owned(other));
            }
        }
        tree
    }

    fn add(&mut self, operation: usize, path: Cow<'static, str>) {
        let leaf = segments(&path).fold(0, |node, segment| self.child(node, segment));
        self.nodes[leaf].templates.push(self.templates.len());
        self.templates.push(Template { operation, path });
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

    /// Templates that a concrete path fits, best fit first, of all methods.
    pub fn at(&self, path: &str, capitals: Capitals) -> Vec<&Template> {
        let requested: Vec<&str> = segments(path_only(path)).collect();
        for candidate in with_fallback_versions(&requested) {
            let mut fits = Vec::new();
            self.walk(0, &candidate, (false, capitals), &mut fits);
            let found = self.templates_of(&fits);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The first match always counts, later ones only if no parameter shadowed a literal.
    fn templates_of(&self, fits: &[Fit]) -> Vec<&Template> {
        let counted = fits.iter().enumerate().filter(|(place, fit)| *place == 0 || !fit.shadowed);
        counted
            .flat_map(|(_, fit)| &self.nodes[fit.node].templates)
            .map(|template| &self.templates[*template])
            .collect()
    }

    fn walk(&self, node: usize, segments: &[&str], how: (bool, Capitals), fits: &mut Vec<Fit>) {
        let (shadowed, capitals) = how;
        let here = &self.nodes[node];
        let Some((segment, rest)) = segments.split_first() else {
            if !here.templates.is_empty() {
                fits.push(Fit { node, shadowed });
            }
            return;
        };
        let literal = literal(here, segment, capitals);
        if let Some(child) = literal {
            self.walk(child, rest, how, fits);
        }
        if let Some(child) = here.object_parameter {
            self.walk(child, rest, how, fits);
        }
        let how = (shadowed || literal.is_some(), capitals);
        if let Some(child) = here.parameter {
            self.walk(child, rest, how, fits);
        }
        if let Some(child) = here.rest {
            self.walk(child, &[], how, fits);
        }
    }
}

/// The literal child, also if the path names an object type by its id or singular.
fn literal(node: &Node, segment: &str, capitals: Capitals) -> Option<usize> {
    let same = |(name, _): &(&String, &usize)| name.eq_ignore_ascii_case(segment);
    let as_written = node.literals.get(segment).copied();
    as_written
        .or_else(|| {
            let object = ObjectTypes::bundled().find(segment)?;
            node.literals.get(&object.name).copied()
        })
        .or_else(|| {
            let find = || node.literals.iter().find(same).map(|(_, child)| *child);
            (capitals == Capitals::Ignored).then(find)?
        })
}

/// The path itself, then the path with its version replaced by each fallback.
fn with_fallback_versions<'a>(requested: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut candidates = vec![requested.to_vec()];
    for (version, fallback) in VERSION_FALLBACKS {
        if requested.contains(&version) {
            candidates.push(requested.iter().map(|s| if *s == version { fallback } else { *s }).collect());
        }
    }
    candidates
}

/// The version under which a path calls an operation: its own, or one of which it is the fallback.
pub(crate) fn called_version<'a>(operation: &Operation, path: &'a str) -> &'a str
where
    'static: 'a,
{
    let is_later = |segment: &&str| VERSION_FALLBACKS.contains(&(*segment, operation.version));
    segments(path).find(is_later).unwrap_or(operation.version)
}

/// Parameters whose value is itself a path, as of a source file or a folder.
fn takes_slashes(name: &str) -> bool {
    matches!(name, "path" | "folderPath")
}

/// The values that a concrete path gives to a template's parameters, without those left as `{name}`.
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

/// Whether a template names exactly this operation: a parameter for each of its parameters, whatever they are called,
/// and for each literal the same one, another name of the same object type, or a version of which it is the fallback.
pub(crate) fn is_template_of(requested: &str, template: &str) -> bool {
    let same = |(requested, own): (&str, &str)| match (parameter_name(requested), parameter_name(own)) {
        (Some(_), Some(_)) => true,
        (None, None) => {
            requested == own || same_object(requested, own) || VERSION_FALLBACKS.contains(&(requested, own))
        }
        _ => false,
    };
    segments(requested).count() == segments(template).count()
        && segments(requested).zip(segments(template)).all(same)
}

fn same_object(requested: &str, own: &str) -> bool {
    ObjectTypes::bundled().find(requested).is_some_and(|object| object.name == own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_omit_parameters_without_a_value() {
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
