//! Finds the API version in a CRM path, and the path without it.

/// An API version. All dated versions behave alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V3,
    V4,
    Dated,
}

/// A CRM path without its version.
pub(super) struct CrmPath<'a> {
    pub(super) version: Version,
    /// From the name of the API on: `objects`, `contacts`, and so on.
    pub(super) segments: Vec<&'a str>,
}

/// The dated versions that HubSpot has published.
const DATES: &[&str] = &["2025-09", "2026-03", "2026-09"];

/// Reads `/crm/v3/objects/...` and `/crm/objects/2026-03/...` alike; `None` if it is not a CRM path.
pub(super) fn without_version<'a>(segments: &[&'a str]) -> Option<CrmPath<'a>> {
    match segments {
        ["crm", "v3", api, rest @ ..] => Some(joined(Version::V3, api, rest)),
        ["crm", "v4", api @ ("associations" | "objects"), rest @ ..] => Some(joined(Version::V4, api, rest)),
        ["crm", "associations", "v4", rest @ ..] => Some(joined(Version::V4, "associations", rest)),
        ["crm", api, date, rest @ ..] if DATES.contains(date) => Some(joined(Version::Dated, api, rest)),
        ["crm-object-schemas", "v3", "schemas", rest @ ..] => Some(joined(Version::V3, "schemas", rest)),
        ["crm-object-schemas", date, "schemas", rest @ ..] if DATES.contains(date) => {
            Some(joined(Version::Dated, "schemas", rest))
        }
        _ => None,
    }
}

fn joined<'a>(version: Version, api: &'a str, rest: &[&'a str]) -> CrmPath<'a> {
    let segments = std::iter::once(api).chain(rest.iter().copied()).collect();
    CrmPath { version, segments }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(path: &str) -> Option<(Version, String)> {
        let segments: Vec<&str> = path.split('/').collect();
        without_version(&segments).map(|path| (path.version, path.segments.join("/")))
    }

    #[test]
    fn the_same_operation_is_found_under_every_version() {
        let contacts = Some((Version::V3, "objects/contacts".to_owned()));
        assert_eq!(segments("crm/v3/objects/contacts"), contacts);
        assert_eq!(
            segments("crm/objects/2026-09/contacts"),
            Some((Version::Dated, "objects/contacts".into()))
        );
        assert_eq!(segments("crm-object-schemas/v3/schemas"), Some((Version::V3, "schemas".into())));
        assert_eq!(segments("crm/v4/properties/contacts"), None);
        assert_eq!(segments("crm/objects/v3/contacts"), None);
    }
}
