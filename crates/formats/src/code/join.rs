//! Base and path, as each client joins them.

use super::value::{append, is_open_at, slice};
use crate::request::{Note, NoteKind, Span, Value};

/// The way in which a client joins them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// RFC 3986: Guzzle, `urljoin`, `new URL(path, base)`, .NET's `HttpClient`, Faraday with a leading slash.
    Rfc3986,
    /// One slash between the two: axios, got, httpx, Laravel.
    OneSlash,
    /// As they are: `baseUrl + path`.
    Plain,
}

/// What is sent, and a note where that is not what the two read like.
pub(super) fn join(base: &Value, path: &Value, how: Join, span: Option<Span>) -> (Value, Option<Note>) {
    if base.text.is_empty() {
        return (path.clone(), None);
    }
    if path.text.is_empty() {
        return (base.clone(), None);
    }
    let is_absolute = has_scheme(&path.text) && !is_open_at(path, 0);
    let sent = match how {
        _ if is_absolute && how != Join::Plain => path.clone(),
        Join::Plain => concat(base, "", path),
        Join::OneSlash => one_slash(base, path),
        Join::Rfc3986 if is_open_at(path, 0) || is_open_at(base, 0) && !base.text.contains("://") => {
            one_slash(base, path)
        }
        Join::Rfc3986 => resolved(base, path),
    };
    let looks_like = one_slash(base, path).text;
    let note = (!is_absolute && sent.text.trim_end_matches('/') != looks_like.trim_end_matches('/'))
        .then(|| Note { kind: NoteKind::JoinedUnexpectedly { sent: sent.text.clone(), looks_like }, span });
    (sent, note)
}

fn has_scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

fn concat(base: &Value, between: &str, path: &Value) -> Value {
    let mut out = base.clone();
    out.text.push_str(between);
    append(&mut out, path);
    // Two places: the path's one is where an error would be.
    out.span.clone_from(&path.span);
    out
}

fn one_slash(base: &Value, path: &Value) -> Value {
    let base = slice(base, 0, base.text.trim_end_matches('/').len());
    let cut = path.text.len() - path.text.trim_start_matches('/').len();
    let between = if path.text.starts_with('?') { "" } else { "/" };
    concat(&base, between, &slice(path, cut, path.text.len()))
}

/// RFC 3986, section 5.2.
fn resolved(base: &Value, path: &Value) -> Value {
    let text = &base.text;
    let host = text.find("://").map_or(0, |at| at + 3);
    let authority_end = text[host..].find(['/', '?', '#']).map_or(text.len(), |at| host + at);
    let path_end = text[authority_end..].find(['?', '#']).map_or(text.len(), |at| authority_end + at);
    let keep = |to: usize| slice(base, 0, to);
    if path.text.starts_with("//") {
        return concat(&keep(host.saturating_sub(2)), "", path);
    }
    if path.text.starts_with('/') {
        return concat(&keep(authority_end), "", path);
    }
    if path.text.starts_with(['?', '#']) {
        return concat(&keep(path_end), "", path);
    }
    // The last segment goes; `..` takes one more each.
    let mut end = text[authority_end..path_end].rfind('/').map_or(authority_end, |at| authority_end + at);
    let mut rest = path.text.as_str();
    loop {
        if let Some(after) = rest.strip_prefix("../") {
            end = text[authority_end..end].rfind('/').map_or(authority_end, |at| authority_end + at);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else {
            break;
        }
    }
    concat(&keep(end), "/", &slice(path, path.text.len() - rest.len(), path.text.len()))
}
