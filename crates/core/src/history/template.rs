//! The operation of a call: its path template, under which calls are grouped.

use portalscope_catalog::Catalog;

use crate::catalog::operation::Endpoint;

/// A call's operation, as the history groups by it.
pub(crate) struct Operation {
    pub template: String,
    /// `None`: the catalog does not know the call.
    pub version: Option<String>,
}

/// The operation of a path as it was sent, or of a template of an earlier version.
pub(crate) fn operation_of(catalog: &Catalog, endpoint: &Endpoint) -> Operation {
    let found = catalog.resolve(&endpoint.method, &endpoint.path);
    Operation { version: found.map(|found| found.version.clone()), template: template_of(catalog, endpoint) }
}

/// The operation's path template under the version that was called. Object types stay, since the scopes depend on them;
/// other values of the path are removed.
fn template_of(catalog: &Catalog, endpoint: &Endpoint) -> String {
    let Some(found) = catalog.resolve(&endpoint.method, &endpoint.path) else {
        return without_values(&endpoint.path);
    };
    let operation = found.operation;
    let template = operation.path.replace(operation.version, &found.version);
    if operation.narrowing.is_none() {
        return template;
    }
    let is_type = |name: &str| name.to_ascii_lowercase().contains("objecttype");
    let types = found.path_values.iter().filter(|(name, _)| is_type(name));
    types.fold(template, |path, (name, value)| path.replace(&format!("{{{name}}}"), value))
}

/// For a path that the catalog does not know: segments that may be values become `{value}`.
fn without_values(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let hidden = |segment: &str| {
        let is_version = segment.strip_prefix('v').is_some_and(|digits| digits.parse::<u8>().is_ok())
            || matches!(segment.as_bytes(), [b'2', b'0', _, _, b'-', ..] if segment.len() <= "2026-09-beta".len());
        let is_word = segment.len() <= 40
            && segment.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-' || byte == b'_');
        if is_word || is_version { segment.to_owned() } else { "{value}".to_owned() }
    };
    path.split('/').map(hidden).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::template_of;
    use crate::catalog::operation::Endpoint;
    use portalscope_catalog::Catalog;

    fn template(method: &str, path: &str) -> String {
        template_of(Catalog::bundled(), &Endpoint { method: method.to_owned(), path: path.to_owned() })
    }

    #[test]
    fn ids_and_tokens_in_paths_are_left_out_and_object_types_stay() {
        for (method, path, expected) in [
            ("GET", "/crm/objects/2026-03/contacts/512", "/crm/objects/2026-03/contacts/{contactId}"),
            ("GET", "/crm/v3/objects/2-123/7", "/crm/v3/objects/2-123/{objectId}"),
            ("GET", "/oauth/v1/access-tokens/CJSecretValue", "/oauth/v1/access-tokens/{token}"),
            ("GET", "/nobody/v1/knows/ada@example.com/512/v2", "/nobody/v1/knows/{value}/{value}/v2"),
        ] {
            assert_eq!(template(method, path), expected, "{path}");
        }
    }

    #[test]
    fn a_later_version_keeps_its_own_date() {
        assert_eq!(
            template("GET", "/crm/objects/2026-09/contacts/512"),
            "/crm/objects/2026-09/contacts/{contactId}"
        );
    }
}
