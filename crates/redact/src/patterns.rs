//! Recognizes secrets by the name before them or by their shape, for values that the app does not know.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Field, parameter and header names whose value is a secret (RFC 6749, HubSpot), as JSON, forms and the common
/// languages write them. `token` and `bearer` also occur in prose, so after those only a long value is redacted.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let value = r#"(?:[^\s"'\\&,;<>{}«»]|\\u[0-9a-f]{4}|\\/)"#;
    pattern(&format!(
        r#"(?ix)
        (?P<head>
          (?:\b|_)(?:access[_-]?token|refresh[_-]?token|client[_-]?secret|id[_-]?token|code[_-]?verifier
             |client[_-]?assertion|tokenKey|hapikey|api[_-]?key|password|encodedOAuthRefreshToken|oauthAccessToken
             |private-app(?:-legacy)?|set-cookie|cookie)
          (?:\\*["'])?\s*[=:]\s*(?:\\*["'])?
        | \b(?:proxy-)?authorization(?:\\*["'])?\s*[=:]\s*(?:\\*["'])?(?:bearer\s+|basic\s+)*
        | [?&](?:code|state)=
        | (?:(?m:^)|[?&"'])token=
        ){value}+
        | (?P<prose>
          \bbearer\s+
        | \btoken(?:\\*["'])?\s*[=:]\s*\\*["']
        ){value}{{16,}}"#,
    ))
});

/// Values that are secrets wherever they occur.
static SHAPED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<static>\bpat-[a-z]{2,3}[0-9]{1,2}-[0-9a-fA-F-]{8,})
        | (?P<head>/(?:access-tokens|refresh-tokens)/)(?P<path>[^\s/?\#'\x22«»{}]{6,})
        | (?P<access>\bC[A-Za-z0-9_-]{63,})
        | (?P<refresh>\b(?:na|eu|ap|ca)[0-9]-[0-9a-f]{4,}(?:-[0-9a-f]{4,}){2,})",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("BUG: a redaction pattern does not compile; its tests run it")
}

pub(crate) fn by_name(text: &str) -> String {
    NAMED
        .replace_all(text, |found: &Captures<'_>| {
            let head = found.name("head").or_else(|| found.name("prose")).map_or("", |head| head.as_str());
            format!("{head}«secret»")
        })
        .into_owned()
}

pub(crate) fn by_shape(text: &str) -> String {
    SHAPED
        .replace_all(text, |found: &Captures<'_>| {
            let head = found.name("head").map_or("", |head| head.as_str());
            let kind = ["static", "access", "refresh"].into_iter().find(|kind| found.name(kind).is_some());
            let label = match kind {
                Some("static") => "«static-token»",
                Some("access") => "«access-token»",
                Some("refresh") => "«refresh-token»",
                _ => "«token»",
            };
            format!("{head}{label}")
        })
        .into_owned()
}
