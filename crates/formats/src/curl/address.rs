//! Addresses as curl takes them.

use crate::request::{Note, NoteKind, Value};

/// Not a word of a sentence, and not the rest of a header without quotes.
pub(crate) fn is_like_address(value: &Value) -> bool {
    let text = value.text.trim_start_matches(['<', '`', '\'', '"']);
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit('@').next().unwrap_or_default();
    let name = name.split(':').next().unwrap_or_default();
    let has_end = name.rsplit_once('.').is_some_and(|(start, end)| {
        let is_end = end.len() > 1 && end.bytes().all(|b| b.is_ascii_alphanumeric());
        !start.is_empty() && is_end
    });
    text.contains("://")
        || text.starts_with('/') && text.len() > 1
        || text.starts_with(['$', '%', '{'])
        || text.contains('/') && (text.contains(['$', '{']) || host.contains(['.', ':']))
        || has_end && !host.contains(char::is_whitespace)
        || name == "localhost"
}

/// The address with the scheme that curl adds, without what it does not send: brackets around it in the text, and what
/// follows a `#`.
pub(super) fn sent(address: &Value, default_scheme: Option<&str>) -> Value {
    let start = address.text.len() - address.text.trim_start_matches(['<', '`']).len();
    let end = address.text.trim_end_matches(['>', '`']).len().max(start);
    let mut address = address.part(start..end).trimmed();
    if let Some((before, _)) = address.split_once('#').filter(|(_, behind)| !behind.text.starts_with('{')) {
        address = before;
    }
    let names_host = address.text.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if !address.text.contains("://") && names_host {
        address.prepend(&format!("{}://", default_scheme.unwrap_or("http")));
    }
    address.mark_templates();
    address
}

/// The address without `user:password@` (RFC 3986 §3.2.1), and that.
pub(crate) fn without_userinfo(address: Value) -> (Value, Option<Value>) {
    let start = address.text.find("://").map_or(0, |at| at + 3);
    let authority = address.text[start..].split(['/', '?', '#']).next().unwrap_or_default();
    let Some(end) = authority.rfind('@').map(|at| start + at) else { return (address, None) };
    // An address whose scheme curl adds is longer than what stands in the text.
    let userinfo = address.part(start..end);
    let mut bare = address.part(0..start);
    let rest = address.part(end + 1..address.text.len());
    bare.append(&rest.text, &rest.open);
    bare.span = address.span;
    (bare, Some(userinfo))
}

/// What curl takes for patterns (`man curl`, "URL": globbing), unless `-g` is given.
pub(super) fn patterns(address: &Value) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut at = 0;
    let host_end = address.text.find("://").map_or(0, |at| at + 3);
    while let Some(start) = address.text[at..].find(['{', '[']).map(|found| at + found) {
        let closing = if address.text[start..].starts_with('{') { '}' } else { ']' };
        let Some(end) = address.text[start..].find(closing).map(|found| start + found + 1) else { break };
        at = end;
        let open = &address.open;
        let is_open =
            open.get(open.partition_point(|open| open.end <= start)).is_some_and(|open| open.start < end);
        if !is_open && start != host_end {
            let part = address.part(start..end);
            notes.push(Note { kind: NoteKind::Pattern(part.text), span: part.span });
        }
    }
    notes
}

/// RFC 3986 §5.2.4, as libcurl applies it to the path.
pub(super) fn without_dots(address: &mut Value) {
    let start = address.text.find("://").map_or(0, |at| at + 3);
    let end = address.text.find('?').unwrap_or(address.text.len());
    let Some(path) = address.text[start.min(end)..end].find('/').map(|at| start + at) else { return };
    let is_dot = |segment: &str| matches!(segment, "." | "..");
    if !address.text[path..end].split('/').any(is_dot) || !address.open.is_empty() {
        return;
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = address.text[path + 1..end].split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." => {}
            ".." => _ = kept.pop(),
            _ => kept.push(segment),
        }
        if is_dot(segment) && segments.peek().is_none() {
            kept.push("");
        }
    }
    let path_text = format!("/{}", kept.join("/"));
    address.text.replace_range(path..end, &path_text);
}
