//! Secrets told by the name before them or by their shape, for those whose value nobody here knows.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Field, parameter and header names whose value is a secret (RFC 6749, HubSpot).
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?ix)
        (?P<head>
          \b(?:access_token|refresh_token|client_secret|id_token|code_verifier|client_assertion|tokenKey|hapikey
             |api[_-]?key|password|encodedOAuthRefreshToken|oauthAccessToken|private-app(?:-legacy)?|set-cookie|cookie)
          \\?"?\s*[=:]\s*\\?"?
        | \b(?:proxy-)?authorization\\?"?\s*[=:]\s*\\?"?(?:bearer\s+|basic\s+)*
        | \bbearer\s+(?P<bare>)
        | [?&](?:code|state|token)=
        )
        (?P<value>[^\s"'\\&,;<>{}«»]+)"#,
    )
});

/// Values that are a secret wherever they stand.
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
            let value = &found["value"];
            // "bearer token" in prose: a word, not a credential.
            let prose = found.name("bare").is_some() && value.len() < 16;
            if prose { found[0].to_owned() } else { format!("{}«secret»", &found["head"]) }
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
