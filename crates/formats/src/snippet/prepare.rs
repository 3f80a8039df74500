//! A request made ready for every target: one header a name, a URL that every library takes, a type for the body.

use super::Outgoing;

pub(super) fn prepared(request: &Outgoing) -> Outgoing {
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, value) in &request.headers {
        match headers.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, values)) => *values = format!("{values}, {value}"),
            None => headers.push((name.clone(), value.clone())),
        }
    }
    // Each library would add another one.
    if request.body.is_some() && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        headers.push(("Content-Type".to_owned(), "application/octet-stream".to_owned()));
    }
    Outgoing { url: strict(&request.url), headers, ..request.clone() }
}

/// The URL with what RFC 3986 forbids percent-encoded, as libraries that parse strictly need it. Braces stay: they are
/// the names of values that are still missing.
fn strict(url: &str) -> String {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let path = url[authority..].find(['/', '?']).map_or(url.len(), |at| authority + at);
    let mut strict = url[..path].to_owned();
    for c in url[path..].chars() {
        if c.is_ascii_graphic() && !"\"<>\\^`|[]".contains(c) {
            strict.push(c);
        } else {
            let encoded = c.to_string().into_bytes().into_iter().map(|byte| format!("%{byte:02X}"));
            strict.extend(encoded);
        }
    }
    strict
}

impl Outgoing {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The headers without those of these names.
    pub(super) fn headers_without(&self, names: &[&str]) -> Vec<(&str, &str)> {
        let is_kept = |name: &str| !names.iter().any(|other| other.eq_ignore_ascii_case(name));
        let kept = self.headers.iter().filter(|(name, _)| is_kept(name));
        kept.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// Scheme and authority, the path, and the query.
    pub(super) fn url_parts(&self) -> (&str, &str, &str) {
        let (base, query) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let authority = base.find("://").map_or(0, |at| at + 3);
        let path = base[authority..].find('/').map_or(base.len(), |at| authority + at);
        (&base[..path], &base[path..], query)
    }

    /// `Get`, `Post` and so on, as classes and constants are named.
    pub(super) fn method_name(&self) -> String {
        let lower = self.method.to_lowercase();
        let mut letters = lower.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    }

    pub(super) fn is_read(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outgoing;
    use super::{prepared, strict};

    #[test]
    fn a_url_is_one_that_every_library_takes_and_shows_what_is_missing() {
        let url = "http://[::1]:80/a%2Fb/{id}/ü|[x]?q=a b&c=%20";
        assert_eq!(strict(url), "http://[::1]:80/a%2Fb/{id}/%C3%BC%7C%5Bx%5D?q=a%20b&c=%20");
    }

    #[test]
    fn headers_of_one_name_become_one_and_a_body_has_a_type() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let request = Outgoing {
            headers: vec![pair("Accept", "a"), pair("accept", "b")],
            body: Some(String::new()),
            ..Outgoing::default()
        };
        let expected = [pair("Accept", "a, b"), pair("Content-Type", "application/octet-stream")];
        assert_eq!(prepared(&request).headers, expected);
    }
}
