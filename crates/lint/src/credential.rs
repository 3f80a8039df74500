//! The tokens of a request, wherever they stand, without the scheme before them.

use std::ops::Range;

use portalscope_formats::{Credential, Field, Request, Value};
use portalscope_redact::TokenForm;

use crate::document::is_open;

/// Headers that people put a token into, since a specification's scheme, another API or their own code calls it so.
/// HubSpot reads none of them.
const OTHER_HEADERS: [&str; 21] = [
    "private-app",
    "private-app-legacy",
    "private_apps",
    "private_apps_legacy",
    "oauth2",
    "x-api-key",
    "api-key",
    "apikey",
    "api_key",
    "hapikey",
    "access-token",
    "access_token",
    "x-access-token",
    "accesstoken",
    "token",
    "x-token",
    "x-auth-token",
    "auth-token",
    "bearer",
    "x-hubspot-token",
    "x-authorization",
];

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The header that HubSpot reads.
    Authorization,
    /// Another header.
    OtherHeader,
    /// An option or argument of the client, which makes the header of it.
    Client,
}

/// A token, or what stands in its place.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub source: Source,
    /// The header.
    pub field: Option<&'a Field>,
    /// The text that holds it.
    pub value: &'a Value,
    /// The words before the token, such as `Bearer`.
    pub schemes: Vec<Range<usize>>,
    /// The token in that text; may be empty.
    pub range: Range<usize>,
}

impl<'a> Token<'a> {
    pub fn text(&self) -> &'a str {
        &self.value.text[self.range.clone()]
    }

    pub fn form(&self) -> Option<TokenForm> {
        TokenForm::of(self.text())
    }

    /// The program puts it in, or a part of it.
    pub fn is_open(&self) -> bool {
        is_open(self.value, &self.range)
    }

    /// The name of its header.
    pub fn name(&self) -> &'a str {
        self.field.map_or("Authorization", |field| field.name.text.trim())
    }

    pub fn has_scheme(&self, wanted: &str) -> bool {
        self.schemes.iter().any(|scheme| self.value.text[scheme.clone()].eq_ignore_ascii_case(wanted))
    }
}

pub(crate) fn tokens(request: &Request) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for field in request.headers.iter().take(200) {
        let name = field.name.text.trim().to_ascii_lowercase();
        if name == "authorization" {
            tokens.push(token(Source::Authorization, Some(field), &field.value));
        } else if OTHER_HEADERS.contains(&name.as_str()) {
            tokens.push(token(Source::OtherHeader, Some(field), &field.value));
        }
    }
    for credential in request.credentials.iter().take(20) {
        if let Credential::Bearer(value) = credential {
            tokens.push(token(Source::Client, None, value));
        }
    }
    tokens
}

fn token<'a>(source: Source, field: Option<&'a Field>, value: &'a Value) -> Token<'a> {
    let (schemes, range) = split(value);
    Token { source, field, value, schemes, range }
}

/// The words of letters before the token, and the token.
fn split(value: &Value) -> (Vec<Range<usize>>, Range<usize>) {
    let text = value.text.as_str();
    let end = text.trim_end_matches([' ', '\t']).len();
    let mut at = text.len() - text.trim_start_matches([' ', '\t']).len();
    let mut schemes = Vec::new();
    while at < end && schemes.len() < 4 {
        let rest = &text[at..end];
        let word = rest.find([' ', '\t']).unwrap_or(rest.len());
        let range = at..at + word;
        let follows = rest[word..].trim_start_matches([' ', '\t']);
        let is_bearer = rest[..word].eq_ignore_ascii_case("bearer");
        let is_scheme = is_bearer || schemes.is_empty() && !follows.is_empty() && is_word(&rest[..word]);
        if !is_scheme || is_open(value, &range) {
            break;
        }
        at = end - follows.len();
        schemes.push(range);
    }
    (schemes, at.min(end)..end)
}

fn is_word(text: &str) -> bool {
    (2..=16).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphabetic() || b":=-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Vec<String>, String) {
        let value = Value::implied(text);
        let (schemes, token) = split(&value);
        (schemes.into_iter().map(|range| text[range].to_owned()).collect(), text[token].to_owned())
    }

    #[test]
    fn the_words_before_a_token_are_no_part_of_it() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(parts("Bearer abc1"), (words(&["Bearer"]), "abc1".to_owned()));
        assert_eq!(parts("Bearer Bearer abc1 "), (words(&["Bearer", "Bearer"]), "abc1".to_owned()));
        assert_eq!(parts("abc1"), (words(&[]), "abc1".to_owned()));
        assert_eq!(parts("Bearer"), (words(&["Bearer"]), String::new()));
        assert_eq!(parts("Bearer "), (words(&["Bearer"]), String::new()));
        assert_eq!(parts("Token abc1"), (words(&["Token"]), "abc1".to_owned()));
        assert_eq!(parts("Bearer: abc1"), (words(&["Bearer:"]), "abc1".to_owned()));
        assert_eq!(parts(""), (words(&[]), String::new()));
        assert_eq!(parts("Bearer YOUR TOKEN"), (words(&["Bearer"]), "YOUR TOKEN".to_owned()));
    }
}
