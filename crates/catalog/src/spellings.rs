//! The ways to write one path that HubSpot answers alike.
//!
//! A version from `v1` to `v4` is after the area (`/cms/v3/url-redirects`) or after the name of the API
//! (`/cms/url-redirects/v3`): HubSpot's files have both, clients call both. The name of an API ends where its later
//! releases have their date. A dated path has one form only. Further beginnings are in `data/aliases.txt`.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::bundle;
use crate::lines::{DataError, content_lines};
use crate::operation::Operation;
use crate::segments::{joined, segments};
use crate::versions::{is_numbered, is_version};

/// Names of APIs have up to three segments, as `crm/extensions/calling`. One of a single segment has one place for its
/// version: behind it.
const NAME_LENGTHS: std::ops::RangeInclusive<usize> = 2..=3;

/// Where the version is in the older spelling: behind the area.
const AFTER_AREA: usize = 1;

/// The names of the APIs that have dated releases.
#[derive(Debug)]
pub(crate) struct Spellings {
    names: HashSet<String>,
}

/// Two beginnings of the same paths.
#[derive(Debug)]
struct Alias {
    called: &'static str,
    own: &'static str,
}

impl Spellings {
    pub fn of(operations: &[Operation]) -> Self {
        let dated = operations.iter().filter(|operation| !is_numbered(operation.version));
        let name = |operation: &Operation| {
            let before = segments(operation.path).take_while(|segment| !is_version(segment));
            joined(&before.collect::<Vec<_>>())
        };
        Self { names: dated.map(name).collect() }
    }

    /// The other spellings of a template, without the slash at its end.
    pub fn others(&self, path: &str) -> Vec<String> {
        let mut spellings: Vec<String> = self.moved(path).into_iter().collect();
        for alias in aliases() {
            let all = spellings.iter().map(String::as_str).chain([path]);
            let called: Vec<String> = all.filter_map(|path| alias.called(path)).collect();
            spellings.extend(called);
        }
        spellings
    }

    /// The template with its version at the other place, if it has one.
    fn moved(&self, path: &str) -> Option<String> {
        let mut parts: Vec<&str> = segments(path).collect();
        let at = parts.iter().position(|segment| is_numbered(segment))?;
        let version = parts.remove(at);
        let mut lengths = NAME_LENGTHS.rev().filter(|length| *length <= parts.len());
        let after_name = lengths.find(|length| self.names.contains(&joined(&parts[..*length])))?;
        let other = match at {
            AFTER_AREA => after_name,
            _ if at == after_name => AFTER_AREA,
            _ => return None,
        };
        parts.insert(other, version);
        Some(joined(&parts))
    }

    /// Removes what HubSpot's files have twice: with the version at either place, or with and without a slash at the end.
    pub fn remove_twins(&self, operations: &mut Vec<Operation>) {
        let known: HashSet<_> =
            operations.iter().map(|operation| (operation.method, operation.path)).collect();
        let older = |path: &str| {
            let moved = self.moved(path)?;
            let is_older = segments(&moved).nth(AFTER_AREA).is_some_and(is_numbered);
            is_older.then_some(moved)
        };
        operations.retain(|operation| {
            let has = |path: &str| known.contains(&(operation.method, path));
            let is_twin = operation.path.strip_suffix('/').is_some_and(has)
                || older(operation.path).is_some_and(|older| has(&older));
            !is_twin
        });
    }
}

impl Alias {
    fn called(&self, path: &str) -> Option<String> {
        let rest = path.strip_prefix(self.own)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{}{rest}", self.called))
    }
}

fn aliases() -> &'static [Alias] {
    static ALIASES: OnceLock<Vec<Alias>> = OnceLock::new();
    ALIASES
        .get_or_init(|| parse(bundle::text("aliases.txt")).expect("BUG: a test parses the bundled aliases"))
}

fn parse(text: &'static str) -> Result<Vec<Alias>, DataError> {
    let alias = |(number, line): (usize, &'static str)| match line.split_once(" = ") {
        Some((called, own)) if called.starts_with('/') && own.starts_with('/') => Ok(Alias { called, own }),
        _ => Err(DataError::new("aliases.txt", number, "`/beginning = /beginning` is wanted")),
    };
    content_lines(text).map(alias).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;

    fn others(path: &str) -> Vec<String> {
        Spellings::of(Catalog::bundled().operations()).others(path)
    }

    #[test]
    fn a_version_from_v1_to_v4_is_after_the_area_or_after_the_name() {
        for (one, other) in [
            ("/cms/v3/url-redirects/{id}", "/cms/url-redirects/v3/{id}"),
            ("/crm/v3/extensions/calling/{appId}", "/crm/extensions/calling/v3/{appId}"),
            ("/crm/v4/associations/definitions", "/crm/associations/v4/definitions"),
        ] {
            assert_eq!(others(one), [other]);
            assert_eq!(others(other), [one]);
        }
    }

    #[test]
    fn a_name_of_one_segment_and_a_date_have_one_place() {
        for path in [
            "/files/v3/files",
            "/contacts/v1/lists",
            "/crm/objects/2026-03/contacts",
            "/email/public/v1/events",
        ] {
            assert!(others(path).is_empty(), "{path}");
        }
    }

    #[test]
    fn an_alias_replaces_the_beginning_whole_segments_only() {
        assert_eq!(others("/crm-object-schemas/v3/schemas/{objectType}"), ["/crm/v3/schemas/{objectType}"]);
        assert!(others("/crm-object-schemas/v3/schemas-of-others").is_empty());
    }

    #[test]
    fn every_alias_begins_paths_that_are_in_the_catalog() {
        for alias in aliases() {
            let begins = |operation: &Operation| alias.called(operation.path).is_some();
            assert!(Catalog::bundled().operations().iter().any(begins), "{alias:?}");
        }
        assert!(parse("/crm/v3/schemas").is_err_and(|error| error.line == 1));
    }
}
