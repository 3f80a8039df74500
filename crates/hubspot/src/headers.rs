//! The headers of a call. The preview and the sent request are both made here, so what is shown is what is sent, except
//! for the secret, which only [`crate::Client`] fills in.

use reqwest::header::{HeaderName, HeaderValue};

/// Who set a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderOrigin {
    /// The connection: `Authorization`.
    Connection,
    /// The app, by default.
    App,
    /// The person.
    You,
}

/// One header as it will be sent. `Authorization` has an empty value here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderLine {
    /// The name, as it will be written.
    pub name: String,
    /// The value.
    pub value: String,
    /// Who set it.
    pub origin: HeaderOrigin,
    /// Why it is there, to show beside it; empty for the person's own.
    pub note: &'static str,
}

/// Why a header of the person's cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderProblem {
    /// The connection or the network library sets it. Remove the row.
    #[error("Portalscope sets {0} itself, so that it cannot be wrong. Remove this row.")]
    Reserved(String),
    /// A server may take the method or the path from it. Remove the row.
    #[error(
        "{0} may give the request another method or path than what is shown and checked. Remove this row."
    )]
    OverridesRequest(String),
    /// Not a token (RFC 9110 §5.6.2). Correct the name.
    #[error("{0:?} is not a header name: letters, digits and hyphens only.")]
    BadName(String),
    /// The value has a line break or control character (RFC 9110 §5.5). Correct it.
    #[error("The value of {0} holds a line break or another character that a header cannot carry.")]
    BadValue(String),
}

impl HeaderProblem {
    /// The name of the header, as the person wrote it but for spaces around it.
    pub fn name(&self) -> &str {
        match self {
            Self::Reserved(name)
            | Self::OverridesRequest(name)
            | Self::BadName(name)
            | Self::BadValue(name) => name,
        }
    }
}

const RESERVED: &[&str] = &[
    "authorization",
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "cookie",
    "proxy-authorization",
    "te",
    "upgrade",
    "expect",
    "trailer",
];

/// Whether servers or the gateways before them may take the method or the path from this header, which would bypass the
/// write lock of production portals.
fn overrides_request(name: &str) -> bool {
    let of_method = name.contains("method") && (name.contains("override") || name.contains("original"));
    of_method || matches!(name, "x-http-method" | "x-original-url" | "x-rewrite-url")
}

/// The headers of a call in order, the app's first, and the problems of those that cannot be sent. `content_type`: of
/// the body, if there is one. `own`: names and values that the person set.
pub fn compose_headers(
    content_type: Option<&str>,
    own: &[(String, String)],
) -> (Vec<HeaderLine>, Vec<HeaderProblem>) {
    let mut lines = vec![line("Authorization", "", HeaderOrigin::Connection, "from this connection")];
    let has = |name: &str| own.iter().any(|(own, _)| own.trim().eq_ignore_ascii_case(name));
    if let Some(content_type) = content_type.filter(|_| !has("content-type")) {
        let note = if content_type.contains("json") { "added for JSON" } else { "added for the body" };
        lines.push(line("Content-Type", content_type, HeaderOrigin::App, note));
    }
    if !has("accept") {
        lines.push(line("Accept", "application/json", HeaderOrigin::App, "added for JSON"));
    }
    let mut problems = Vec::new();
    for (name, value) in own {
        match check(name.trim(), value.trim()) {
            Ok(()) => lines.push(line(name.trim(), value.trim(), HeaderOrigin::You, "")),
            Err(problem) => problems.push(problem),
        }
    }
    (lines, problems)
}

fn check(name: &str, value: &str) -> Result<(), HeaderProblem> {
    // CGI and what follows it cannot tell the two apart (RFC 3875 §4.1.18).
    let hyphenated = name.to_ascii_lowercase().replace('_', "-");
    if RESERVED.contains(&hyphenated.as_str()) {
        return Err(HeaderProblem::Reserved(name.to_owned()));
    }
    if overrides_request(&hyphenated) {
        return Err(HeaderProblem::OverridesRequest(name.to_owned()));
    }
    HeaderName::try_from(name).map_err(|_| HeaderProblem::BadName(name.to_owned()))?;
    HeaderValue::try_from(value).map_err(|_| HeaderProblem::BadValue(name.to_owned()))?;
    Ok(())
}

fn line(name: &str, value: &str, origin: HeaderOrigin, note: &'static str) -> HeaderLine {
    HeaderLine { name: name.to_owned(), value: value.to_owned(), origin, note }
}

#[cfg(test)]
mod tests {
    use super::{HeaderOrigin, HeaderProblem, compose_headers};
    use proptest::prelude::*;

    #[test]
    fn authorization_cannot_be_set_in_any_spelling() {
        for name in ["Authorization", " authorization ", "AUTHORIZATION"] {
            let (lines, problems) = compose_headers(None, &[(name.to_owned(), "Bearer x".to_owned())]);
            assert!(matches!(problems[..], [HeaderProblem::Reserved(_)]));
            assert_eq!(
                lines.iter().filter(|line| line.name.eq_ignore_ascii_case("authorization")).count(),
                1
            );
        }
    }

    #[test]
    fn a_header_that_may_change_the_method_or_the_path_is_refused_in_any_spelling() {
        for name in [
            "X-HTTP-Method",
            "X-HTTP-Method-Override",
            "X_HTTP_METHOD_OVERRIDE",
            "x-method-override",
            "X-Original-Method",
            "X-Original-URL",
            "X_Rewrite_URL",
        ] {
            let (_, problems) = compose_headers(None, &[(name.to_owned(), "DELETE".to_owned())]);
            assert_eq!(problems, [HeaderProblem::OverridesRequest(name.to_owned())]);
        }
        let (_, problems) = compose_headers(None, &[("Content_Length".to_owned(), "0".to_owned())]);
        assert!(matches!(problems[..], [HeaderProblem::Reserved(_)]));
        let (_, problems) = compose_headers(None, &[("X-Method-Note".to_owned(), "a".to_owned())]);
        assert!(problems.is_empty());
    }

    #[test]
    fn a_content_type_of_the_persons_replaces_the_default() {
        let own = [("content-type".to_owned(), "text/plain".to_owned())];
        let (lines, problems) = compose_headers(Some("application/json"), &own);
        assert!(problems.is_empty());
        let types: Vec<_> =
            lines.iter().filter(|line| line.name.eq_ignore_ascii_case("content-type")).collect();
        assert_eq!((types.len(), types[0].origin), (1, HeaderOrigin::You));
    }

    proptest! {
        #[test]
        fn every_header_is_either_valid_or_reported_as_a_problem(name in "\\PC{0,20}", value in "(?s).{0,40}") {
            let (lines, problems) = compose_headers(None, &[(name, value)]);
            prop_assert_eq!(lines.iter().filter(|line| line.origin == HeaderOrigin::You).count() + problems.len(), 1);
            for line in lines {
                prop_assert!(reqwest::header::HeaderName::try_from(&line.name).is_ok());
                prop_assert!(reqwest::header::HeaderValue::try_from(&line.value).is_ok());
            }
        }
    }
}
