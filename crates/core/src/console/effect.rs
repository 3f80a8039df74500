//! Whether a call reads or writes. What a server may read in another way than it is read here counts as a write.

use percent_encoding::percent_decode_str;
use portalscope_catalog::{Catalog, Effect};
use reqwest::Method;

/// The effect of a call. A call that the catalog does not know is classified by its path, but is a read only if its
/// method is `GET` or `HEAD`.
pub(super) fn effect_of(catalog: &Catalog, method: &Method, path_and_query: &str) -> Effect {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let at_least = if overrides_method(query) || (!is_read && is_ambiguous(path)) {
        // By the path that a server would see which decodes before it looks.
        Effect::by_rule(method.as_str(), &decoded(path)).max(Effect::Write)
    } else {
        Effect::Read
    };
    let known = match catalog.resolve(method.as_str(), path) {
        Some(resolved) => resolved.operation.effect,
        None if is_read => Effect::by_rule(method.as_str(), path),
        None => Effect::by_rule(method.as_str(), path).max(Effect::Write),
    };
    known.max(at_least)
}

/// Whether servers may disagree on where the path's segments begin and end: encoded delimiters, path parameters (RFC
/// 3986 §3.3), empty segments, and what is no text.
fn is_ambiguous(path: &str) -> bool {
    let is_unclear = |segment: &str| {
        percent_decode_str(segment).decode_utf8().map_or(true, |text| {
            text.contains(['/', '\\', '?', '#', '%', ';'])
                || text.chars().any(char::is_control)
                || (!text.is_empty() && text.chars().all(|letter| letter == '.'))
        })
    };
    path.contains("//") || path.split('/').any(is_unclear)
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
    use super::{Catalog, Effect, Method, effect_of};

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
    fn a_get_reads_whatever_its_path_unless_its_query_names_another_method() {
        for path in ["/crm/v3/objects/contacts/a%2Fb", "/crm/v3//owners", "/crm/v3/owners?after=%2F"] {
            assert_eq!(effect(&Method::GET, path), Effect::Read, "{path}");
        }
        assert_eq!(effect(&Method::GET, "/crm/v3/owners?_method=delete"), Effect::Write);
    }
}
