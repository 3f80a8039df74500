//! A path taken apart: its segments, which of them are parameters, and the path of a whole URL.
//!
//! Text only; which operations there are is known in `paths`.

/// Parameters that name an object type. A literal at the same place (`deals` beside `{objectType}`) does not shadow them.
pub(crate) const OBJECT_TYPE_PARAMETERS: [&str; 6] =
    ["objectType", "objectTypeId", "fromObjectType", "toObjectType", "fromObjectTypeId", "toObjectTypeId"];

/// The path of a pasted URL or path: no scheme, host, query or fragment, no slash at the end.
pub(crate) fn path_only(path_or_url: &str) -> &str {
    let text = path_or_url.trim();
    let after_host = match text.split_once("://") {
        Some((_, rest)) => rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]),
        None => text,
    };
    let end = after_host.find(['?', '#']).unwrap_or(after_host.len());
    after_host[..end].trim_end_matches('/')
}

/// The segments of a path.
pub(crate) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The path that has these segments.
pub(crate) fn joined(segments: &[&str]) -> String {
    segments.iter().fold(String::new(), |path, segment| path + "/" + segment)
}

/// `contactId` of `{contactId}`.
pub(crate) fn parameter_name(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_loses_its_host_query_and_fragment() {
        assert_eq!(path_only("https://api.hubapi.com/crm/v3/owners/?limit=1#x"), "/crm/v3/owners");
        assert_eq!(path_only(" /crm/v3/owners?limit=1 "), "/crm/v3/owners");
        assert_eq!(path_only("https://api.hubapi.com"), "");
    }
}
