//! Whether a call reads or writes. What a server may read in another way than it is read here counts as a write.

use percent_encoding::percent_decode_str;
use portalscope_catalog::{Catalog, Effect};
use reqwest::Method;

use crate::console::doubt::Doubt;

/// The effect of a call. A call that the catalog does not know is classified by its path, but is a read only if its
/// method is `GET` or `HEAD`.
pub(super) fn effect_of(catalog: &Catalog, method: &Method, path_and_query: &str) -> Effect {
    let (path, query) = split(path_and_query);
    let as_written = effect_as_written(catalog, method, path);
    if doubt(method, path, query).is_none() {
        return as_written;
    }
    // By the path that a server would see which decodes before it looks.
    as_written.max(Effect::Write).max(Effect::by_rule(method.as_str(), &decoded(path)))
}

/// Why a call counts as a write that would read. `None`: it reads, or it writes as it is written.
pub(super) fn doubt_of(catalog: &Catalog, method: &Method, path_and_query: &str) -> Option<Doubt> {
    let (path, query) = split(path_and_query);
    doubt(method, path, query).filter(|_| !effect_as_written(catalog, method, path).is_write())
}

fn split(path_and_query: &str) -> (&str, &str) {
    path_and_query.split_once('?').unwrap_or((path_and_query, ""))
}

fn effect_as_written(catalog: &Catalog, method: &Method, path: &str) -> Effect {
    let by_rule = || Effect::by_rule(method.as_str(), path);
    match catalog.resolve(method.as_str(), path) {
        Some(resolved) => resolved.operation.effect,
        None if is_read(method) => by_rule(),
        None => by_rule().max(Effect::Write),
    }
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn doubt(method: &Method, path: &str, query: &str) -> Option<Doubt> {
    if overrides_method(query) {
        return Some(Doubt::MethodInQuery);
    }
    if is_read(method) {
        return None;
    }
    let empty = path.contains("//").then_some(Doubt::EmptySegment);
    path.split('/').find_map(doubt_in_segment).or(empty)
}

/// Why servers may disagree on where this segment of a path begins and ends.
fn doubt_in_segment(segment: &str) -> Option<Doubt> {
    let Ok(text) = percent_decode_str(segment).decode_utf8() else { return Some(Doubt::NoText) };
    if text.contains(['/', '\\', '?', '#', '%']) {
        Some(Doubt::EncodedDelimiter)
    } else if text.contains(';') {
        Some(Doubt::Semicolon)
    } else if text.chars().any(char::is_control) {
        Some(Doubt::NoText)
    } else {
        (!text.is_empty() && text.chars().all(|letter| letter == '.')).then_some(Doubt::Dots)
    }
}

/// The path as a server has it that decodes first: up to what would be its query, fragment or parameters.
fn decoded(path: &str) -> String {
    let text = percent_decode_str(path).decode_utf8_lossy();
    text.split(['?', '#', ';', '\0']).next().unwrap_or_default().to_owned()
}

/// Whether the query names another method, as some frameworks read it.
fn overrides_method(query: &str) -> bool {
    url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| {
        let name = name.to_ascii_lowercase().replace('_', "-");
        name == "-method" || (name.contains("method") && name.contains("override"))
    })
}

#[cfg(test)]
mod tests {
    use super::{Catalog, Doubt, Effect, Method, doubt_of, effect_of};

    fn effect(method: &Method, path: &str) -> Effect {
        effect_of(Catalog::bundled(), method, path)
    }

    #[test]
    fn a_search_reads_and_what_is_not_known_is_at_least_what_its_method_says() {
        for (method, path, expected) in [
            (Method::GET, "/crm/objects/2026-03/contacts", Effect::Read),
            (Method::POST, "/crm/objects/2026-03/contacts/search", Effect::Read),
            (Method::POST, "/crm/objects/2026-03/contacts/search?x=/archive", Effect::Read),
            (Method::POST, "/crm/objects/2026-03/contacts/batch/read", Effect::Read),
            (Method::POST, "/crm/objects/2026-03/contacts", Effect::Write),
            (Method::DELETE, "/crm/objects/2026-03/contacts/1", Effect::Destructive),
            (Method::POST, "/crm/objects/2026-03/2-123/batch/archive", Effect::Destructive),
            (Method::POST, "/not/in/the/catalogue", Effect::Write),
            (Method::POST, "/not/in/the/catalogue/search", Effect::Write),
            (Method::POST, "/not/in/the/catalogue/archive", Effect::Destructive),
            (Method::DELETE, "/not/in/the/catalogue", Effect::Destructive),
            (Method::GET, "/not/in/the/catalogue", Effect::Read),
        ] {
            assert_eq!(effect(&method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn a_path_that_servers_read_differently_is_no_search() {
        for (path, expected) in [
            ("/crm/v3/objects/contacts%2Fbatch%2Farchive%3Fx%3D/search", Effect::Destructive),
            ("/crm/v3/objects/contacts%2fbatch%2farchive%23/search", Effect::Destructive),
            ("/crm/v3/objects/contacts%252Fbatch/search", Effect::Write),
            ("/crm/v3/objects/contacts%5Cbatch/search", Effect::Write),
            ("/crm/v3/objects/contacts%00/search", Effect::Write),
            ("/crm/v3/objects/contacts%C0%AFbatch/search", Effect::Write),
            ("/crm/v3/objects/..;/search", Effect::Write),
            ("/crm/v3/objects/.../search", Effect::Write),
            ("/crm/v3/objects/contacts;/search", Effect::Write),
            ("/crm/v3/objects/contacts%3Ba=1/search", Effect::Write),
            ("/crm/v3/objects/contacts//search", Effect::Write),
            ("/crm/v3/objects/contacts/search?_method=DELETE", Effect::Write),
            ("/crm/v3/objects/contacts/search?X-HTTP-Method-Override=DELETE", Effect::Write),
            ("/crm/v3/objects/2-1%20a/search", Effect::Read),
            ("/crm/v3/objects/contacts/search", Effect::Read),
        ] {
            assert_eq!(effect(&Method::POST, path), expected, "{path}");
        }
    }

    #[test]
    fn what_makes_a_search_a_write_is_named_and_a_write_needs_no_reason() {
        let doubt = |path: &str| doubt_of(Catalog::bundled(), &Method::POST, path);
        for (path, expected) in [
            ("/crm/v3/objects/contacts%2Fbatch%2Farchive%3Fx%3D/search", Some(Doubt::EncodedDelimiter)),
            ("/crm/v3/objects/contacts%5Cbatch/search", Some(Doubt::EncodedDelimiter)),
            ("/crm/v3/objects/..;/search", Some(Doubt::Semicolon)),
            ("/crm/v3/objects/contacts%3Ba=1/search", Some(Doubt::Semicolon)),
            ("/crm/v3/objects/.../search", Some(Doubt::Dots)),
            ("/crm/v3/objects/contacts%00/search", Some(Doubt::NoText)),
            ("/crm/v3/objects/contacts%C0%AFbatch/search", Some(Doubt::NoText)),
            ("/crm/v3/objects/contacts/search?_method=DELETE", Some(Doubt::MethodInQuery)),
            ("/crm/v3/objects/contacts/search", None),
            ("/crm/v3/objects/contacts;", None),
        ] {
            assert_eq!(doubt(path), expected, "{path}");
        }
    }

    #[test]
    fn a_get_reads_whatever_its_path_unless_its_query_names_another_method() {
        for path in ["/crm/v3/objects/contacts/a%2Fb", "/crm/v3//owners", "/crm/v3/owners?after=%2F"] {
            assert_eq!(effect(&Method::GET, path), Effect::Read, "{path}");
        }
        assert_eq!(effect(&Method::GET, "/crm/v3/owners?_method=delete"), Effect::Write);
    }
}
