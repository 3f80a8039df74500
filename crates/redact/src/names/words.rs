//! Which names are those of secrets, in OAuth's, HubSpot's and programmers' words.

use super::word_lists::{HARMLESS, HARMLESS_KEYS, QUALIFIERS};
use crate::label::kind;

/// How much a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Nothing but a secret has this name.
    Strong,
    /// A word of ordinary texts too: `token`, `secret`. Its value has to look like a secret, or stand in a form.
    Weak,
    /// Other things have this name, too. Its value has to look like a secret.
    Unsure,
    /// Most things of this name are no secrets. Its value has to have the form of one.
    Opaque,
}

/// How the value of a name is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Field,
    /// A scheme, then credentials (RFC 9110 §11.4).
    Authorization,
    /// `Cookie` or `Set-Cookie`.
    Cookies,
    /// `code` or `state`, which are secrets in OAuth's requests only.
    OauthParameter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub kind: &'static str,
    pub weight: Weight,
    pub role: Role,
}

/// By what they end with: what stands before it, the longest first where one ends another.
const STRONG: &[(&str, &[(&str, &str)])] = &[
    (
        "token",
        &[
            ("access", kind::ACCESS_TOKEN),
            ("refresh", kind::REFRESH_TOKEN),
            ("id", kind::JWT),
            ("privateapp", kind::STATIC_TOKEN),
            ("auth", kind::TOKEN),
            ("bearer", kind::ACCESS_TOKEN),
            ("oauth", kind::ACCESS_TOKEN),
            ("session", kind::TOKEN),
            ("security", kind::TOKEN),
            ("csrf", kind::TOKEN),
            ("xsrf", kind::TOKEN),
            ("api", kind::TOKEN),
            // German
            ("zugriffs", kind::ACCESS_TOKEN),
            ("zugangs", kind::ACCESS_TOKEN),
        ],
    ),
    (
        "secret",
        &[
            ("client", kind::CLIENT_SECRET),
            ("app", kind::CLIENT_SECRET),
            ("consumer", kind::CLIENT_SECRET),
            ("api", kind::SECRET),
            ("webhook", kind::SECRET),
            ("signing", kind::SECRET),
            ("shared", kind::SECRET),
        ],
    ),
    (
        "key",
        &[
            ("hapi", kind::API_KEY),
            ("api", kind::API_KEY),
            ("developer", kind::API_KEY),
            ("personalaccess", kind::PERSONAL_ACCESS_KEY),
            ("secretaccess", kind::SECRET),
            ("access", kind::API_KEY),
            ("service", kind::STATIC_TOKEN),
            ("secret", kind::SECRET),
            ("signing", kind::SECRET),
            ("encryption", kind::SECRET),
            ("subscription", kind::API_KEY),
            ("private", kind::PRIVATE_KEY),
            ("token", kind::STATIC_TOKEN),
        ],
    ),
    (
        "",
        &[
            ("password", kind::PASSWORD),
            ("passwd", kind::PASSWORD),
            ("passwort", kind::PASSWORD),
            ("clavesecreta", kind::SECRET),
            ("passphrase", kind::PASSWORD),
            ("secretkeybase", kind::SECRET),
            ("storepass", kind::PASSWORD),
            ("keypass", kind::PASSWORD),
            ("secretstring", kind::SECRET),
            ("secretvalue", kind::SECRET),
            ("converttosecurestring", kind::PASSWORD),
            ("pwd", kind::PASSWORD),
            ("codeverifier", kind::CODE_VERIFIER),
            ("clientassertion", kind::CLIENT_ASSERTION),
            ("oauth2bearer", kind::ACCESS_TOKEN),
            ("amzsignature", kind::SIGNATURE),
            ("googsignature", kind::SIGNATURE),
            ("amzcredential", kind::SIGNATURE),
        ],
    ),
];

/// Whole words at the end of a name.
const WEAK: &[(&str, &str)] = &[
    ("token", kind::TOKEN),
    ("secret", kind::SECRET),
    ("pass", kind::PASSWORD),
    ("jwt", kind::JWT),
    ("bearer", kind::ACCESS_TOKEN),
    ("cookie", kind::COOKIE),
    ("securestring", kind::SECRET),
    // In other languages, without the letters that are not ASCII's.
    ("passe", kind::PASSWORD),
    ("passord", kind::PASSWORD),
    ("lsenord", kind::PASSWORD),
    ("adgangskode", kind::PASSWORD),
    ("wachtwoord", kind::PASSWORD),
    ("contrasena", kind::PASSWORD),
    ("contrasea", kind::PASSWORD),
    ("kennwort", kind::PASSWORD),
    ("mdp", kind::PASSWORD),
    ("senha", kind::PASSWORD),
    ("parola", kind::PASSWORD),
    ("haso", kind::PASSWORD),
    ("heslo", kind::PASSWORD),
    ("salasana", kind::PASSWORD),
    ("jeton", kind::TOKEN),
    ("geheimnis", kind::SECRET),
];

const UNSURE: &[(&str, &str)] = &[
    ("authcode", kind::AUTHORIZATION_CODE),
    ("authorizationcode", kind::AUTHORIZATION_CODE),
    ("pat", kind::STATIC_TOKEN),
    ("pak", kind::PERSONAL_ACCESS_KEY),
    ("privateapp", kind::STATIC_TOKEN),
    ("privateapplegacy", kind::STATIC_TOKEN),
    ("hubspotkey", kind::API_KEY),
    ("authkey", kind::API_KEY),
    ("appkey", kind::API_KEY),
];

/// Longer names are judged by their end.
const MAX_NAME: usize = 64;

/// A name in small letters without what separates its words, and where words begin.
pub(crate) struct Squeezed {
    letters: [u8; MAX_NAME],
    length: usize,
    word_starts: u64,
}

impl Squeezed {
    pub(crate) fn of(name: &[u8]) -> Self {
        let name = &name[name.len().saturating_sub(MAX_NAME)..];
        let mut squeezed = Self { letters: [0; MAX_NAME], length: 0, word_starts: 0 };
        let mut before = b'_';
        for byte in name {
            if byte.is_ascii_alphanumeric() {
                let begins = !before.is_ascii_alphanumeric()
                    || before.is_ascii_lowercase() && byte.is_ascii_uppercase()
                    || before.is_ascii_digit() && byte.is_ascii_alphabetic();
                squeezed.word_starts |= u64::from(begins) << squeezed.length;
                squeezed.letters[squeezed.length] = byte.to_ascii_lowercase();
                squeezed.length += 1;
            }
            before = *byte;
        }
        squeezed
    }

    pub(crate) fn is(&self, word: &str) -> bool {
        self.letters[..self.length] == *word.as_bytes()
    }

    pub(crate) fn ends_with(&self, word: &str) -> bool {
        // Most words are told apart by their last letters.
        let (letters, word) = (&self.letters[..self.length], word.as_bytes());
        (letters.last() == word.last() || word.is_empty()) && letters.ends_with(word)
    }

    pub(super) fn ends_with_word(&self, word: &str) -> bool {
        self.ends_with(word) && self.word_starts >> (self.length - word.len()) & 1 == 1
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        self.letters[..self.length].windows(word.len()).any(|window| window == word.as_bytes())
    }

    fn is_harmless(&self) -> bool {
        HARMLESS.iter().any(|word| self.contains(word))
    }

    /// `None`: this is no name of a secret.
    pub(crate) fn classify(&self) -> Option<Name> {
        self.oauth_parameter()
            .or_else(|| self.header())
            .or_else(|| self.strong())
            .or_else(|| self.doubtful())
            .or_else(|| self.qualified())
    }

    /// One of several secrets of a name. Settings are named so, too.
    fn qualified(&self) -> Option<Name> {
        let qualifier =
            QUALIFIERS.iter().find(|word| self.length > word.len() && self.ends_with_word(word))?;
        let rest = Self { length: self.length - qualifier.len(), ..*self };
        let name = rest.strong().or_else(|| rest.doubtful())?;
        let weight = if name.weight == Weight::Opaque { Weight::Opaque } else { Weight::Unsure };
        Some(Name { weight, ..name })
    }

    fn oauth_parameter(&self) -> Option<Name> {
        let kind = if self.is("code") {
            kind::AUTHORIZATION_CODE
        } else if self.is("state") {
            kind::STATE
        } else {
            return None;
        };
        Some(Name { kind, weight: Weight::Weak, role: Role::OauthParameter })
    }

    fn header(&self) -> Option<Name> {
        let strong = |kind, role| Some(Name { kind, weight: Weight::Strong, role });
        if self.ends_with("authorization") {
            return strong(kind::TOKEN, Role::Authorization);
        }
        let is_cookie = self.is("cookie") || self.is("setcookie") || self.ends_with("headerscookie");
        if is_cookie { strong(kind::COOKIE, Role::Cookies) } else { None }
    }

    fn strong(&self) -> Option<Name> {
        let family = STRONG.iter().find(|(ending, _)| self.ends_with(ending));
        family.and_then(|(ending, names)| {
            let rest = &self.letters[..self.length - ending.len()];
            let (_, kind) = names.iter().find(|(before, _)| rest.ends_with(before.as_bytes()))?;
            Some(field(kind, Weight::Strong))
        })
    }

    fn doubtful(&self) -> Option<Name> {
        let ends = |(word, _): &&(&str, &'static str)| self.ends_with_word(word);
        if let Some((_, kind)) = UNSURE.iter().find(ends) {
            // Python Social Auth calls the client id a key.
            return if self.contains("socialauth") { None } else { Some(field(kind, Weight::Unsure)) };
        }
        if self.ends_with_word("key") && !self.is("key") {
            let is_harmless = HARMLESS_KEYS.iter().any(|word| self.contains(word));
            return if is_harmless { None } else { Some(field(kind::SECRET, Weight::Opaque)) };
        }
        // `hubspotapi-csrf`, `x-csrf-app`; most settings with this word in their names are no secrets.
        if self.contains("csrf") || self.contains("xsrf") {
            return Some(field(kind::TOKEN, Weight::Unsure));
        }
        let (ending, kind) = WEAK.iter().find(ends)?;
        // What says whose secret it is leaves no doubt: HUBSPOT_TOKEN.
        let is_hubspot = *ending != "cookie" && self.contains("hubspot");
        let weight = if is_hubspot { Weight::Strong } else { Weight::Weak };
        if *ending == "token" && self.is_harmless() { None } else { Some(field(kind, weight)) }
    }
}

fn field(kind: &'static str, weight: Weight) -> Name {
    Name { kind, weight, role: Role::Field }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classify(name: &[u8]) -> Option<Name> {
        Squeezed::of(name).classify()
    }

    #[test]
    fn names_of_secrets_are_known_in_every_way_to_join_words() {
        for name in [
            "client_secret",
            "clientSecret",
            "CLIENT-SECRET",
            "hubspot.client_secret",
            "HUBSPOT_CLIENT_SECRET",
        ] {
            assert_eq!(classify(name.as_bytes()).unwrap().kind, kind::CLIENT_SECRET, "{name}");
        }
    }

    #[test]
    fn names_that_only_begin_like_one_are_not() {
        for name in [
            "token_type",
            "tokenEndpoint",
            "errorTokens",
            "next_page_token",
            "secret_name",
            "bypass",
            "statement",
        ] {
            assert_eq!(classify(name.as_bytes()), None, "{name}");
        }
    }
}
