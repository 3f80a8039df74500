//! Versions of HubSpot's API in a path: `v1` to `v4`, a release date such as `2026-03`, a beta such as `2026-09-beta`.

use std::cmp::Reverse;

use crate::segments::segments;

/// Whether a path segment is a version.
pub(crate) fn is_version(segment: &str) -> bool {
    is_numbered(segment) || (segment.starts_with("20") && segment.get(4..5) == Some("-"))
}

/// Whether a path segment is a version by number, as `v3`.
pub(crate) fn is_numbered(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a version is a dated release such as `2026-03`, not a beta.
pub(crate) fn is_dated(version: &str) -> bool {
    version.starts_with("20") && !version.ends_with("-beta")
}

/// Orders versions: dated before betas before `vN`, and each newest first.
pub(crate) fn age(version: &str) -> (u8, Reverse<&str>) {
    let kind = match version {
        dated if is_dated(dated) => 0,
        beta if beta.ends_with("-beta") => 1,
        _ => 2,
    };
    (kind, Reverse(version))
}

/// The successor of `path`: `form` is a path, a version that replaces this one (`2026-03`), or a
/// version that moves one segment to the right (`>2026-03`: `/crm/v3/objects/x` becomes `/crm/objects/2026-03/x`).
pub(crate) fn successor_path(path: &str, version: &str, form: &str) -> String {
    if form.starts_with('/') {
        return form.to_owned();
    }
    let mut parts: Vec<&str> = segments(path).collect();
    if let Some(at) = parts.iter().position(|part| *part == version) {
        match form.strip_prefix('>') {
            Some(new) if at + 1 < parts.len() => (parts[at], parts[at + 1]) = (parts[at + 1], new),
            Some(new) => parts[at] = new,
            None => parts[at] = form,
        }
    }
    parts.iter().fold(String::with_capacity(path.len() + 8), |path, part| path + "/" + part)
}
