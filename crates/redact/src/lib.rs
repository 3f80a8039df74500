//! Redacts everything that leaves the app: logs, errors, copied text, what the window shows of a response.
//!
//! A [`Redactor`] finds secrets in three independent ways, since each alone would miss some: by *known value* (what the
//! app itself holds), by *name* (`client_secret=…`, `Authorization: …`) and by *shape* (`pat-na1-…`, a token in a path).
//! A known secret has the same label for the life of the process, `«access-token#1»`, so that a reader can tell whether
//! two tokens are the same.
//!
//! The crate works on text: it knows nothing about HubSpot's responses, and does not look for personal data.

#![deny(missing_docs, clippy::missing_errors_doc)]

mod known;
mod patterns;

use std::sync::RwLock;

use known::KnownSecrets;
pub use known::SecretLabel;

/// Replaces secrets in text. Cheap to share behind an `Arc`; safe from any thread.
#[derive(Default)]
pub struct Redactor {
    known: RwLock<KnownSecrets>,
}

impl Redactor {
    /// A redactor that knows no values yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers a secret's value for redaction and returns its label. `kind` is the word in the label: `access-token`.
    /// The same value always gets the same label. Values under 8 bytes get one but are not redacted, since they occur in
    /// ordinary text.
    pub fn register(&self, kind: &str, value: &str) -> SecretLabel {
        self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner).register(kind, value)
    }

    /// Redacts known values, then values after the name of a secret, then the shapes of tokens. For everything but
    /// response bodies.
    pub fn text(&self, text: &str) -> String {
        patterns::by_shape(&patterns::by_name(&self.known_values(text)))
    }

    /// Redacts known values only, and changes nothing else. For response bodies, where a field that merely looks like a
    /// secret is what the person wants to see.
    pub fn known_values(&self, text: &str) -> String {
        self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner).replace(text)
    }

    /// Where [`known_values`](Self::known_values) are in a text, in bytes, and their labels, in no order. They may overlap.
    /// For who shows parts of a text.
    pub fn known_ranges(&self, text: &str) -> Vec<(std::ops::Range<usize>, SecretLabel)> {
        self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner).ranges(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Redactor;
    use proptest::prelude::*;

    const ACCESS: &str =
        "CKPrvd7oMxIHAAEAQAAAARiZ0LUMILPPzRYo_5_hATIUxLk3b0wKx2nZ8Yd4u6pQ1sVtRmE6MAoFAEEAAAAAAAAAAAAA";

    const SECRET: &str = "0f0f0f0f-aaaa-4bbb";

    #[test]
    fn a_known_value_keeps_one_label() {
        let redactor = Redactor::new();
        redactor.register("access-token", "first-secret-value");
        redactor.register("access-token", "second-secret-value");
        let again = redactor.register("access-token", "first-secret-value");
        assert_eq!(again.as_str(), "«access-token#1»");
        assert_eq!(redactor.text("x second-secret-value y"), "x «access-token#2» y");
    }

    #[test]
    fn a_value_that_contains_another_is_redacted_whole() {
        let redactor = Redactor::new();
        redactor.register("client-secret", "abcdefgh");
        redactor.register("refresh-token", "na1-abcdefgh-tail");
        assert_eq!(redactor.text("t na1-abcdefgh-tail"), "t «refresh-token#1»");
    }

    #[test]
    fn a_known_value_is_found_as_urls_forms_and_json_write_it() {
        let redactor = Redactor::new();
        let secret = "CKPr+d7o/MxI=H A";
        redactor.register("access-token", secret);
        for written in [
            "CKPr+d7o/MxI=H A",
            "CKPr%2Bd7o%2FMxI%3DH%20A",
            "CKPr%2bd7o%2fMxI%3dH%20A",
            "CKPr%2Bd7o%2FMxI%3DH+A",
            "CKPr%252Bd7o%252FMxI%253DH%2520A",
            r"CKPr+d7o\/MxI=H A",
        ] {
            assert_eq!(redactor.known_values(&format!("<{written}>")), "<«access-token#1»>", "{written}");
        }
        assert_eq!(redactor.register("access-token", "another-secret").as_str(), "«access-token#2»");
    }

    #[test]
    fn a_known_value_is_found_however_much_of_it_is_percent_encoded() {
        let redactor = Redactor::new();
        redactor.register("static-token", "pat-na1-0123");
        for written in [
            "pat%2Dna1%2d0123",
            "%70%61%74%2D%6E%61%31%2D%30%31%32%33",
            "p%61t%252Dna1%25252d0123",
            "pat%2525252Dna1-0123",
        ] {
            let text = format!("é=100%&%zz {written}% «x»%2");
            let clean = redactor.known_values(&text);
            assert_eq!(clean, "é=100%&%zz «static-token#1»% «x»%2", "{written}");
        }
        let twice = "pat%2Dna1-0123,%70at-na1-0123";
        assert_eq!(redactor.known_values(twice), "«static-token#1»,«static-token#1»");
        assert_eq!(redactor.known_values("a%20b%2Dc"), "a%20b%2Dc", "text that hides no secret is unchanged");
        redactor.register("refresh-token", "static-token");
        assert!(
            !redactor.known_values("%73tatic-token").contains("%73tatic"),
            "a secret that a label spells"
        );
    }

    #[test]
    fn ranges_cover_known_values_however_they_are_encoded() {
        let redactor = Redactor::new();
        redactor.register("static-token", "pat-na1-0123");
        let text = "é pat-na1-0123 pat%2Dna1-0123 %2570at-na1-0123%";
        let mut found = redactor.known_ranges(text);
        found.sort_by_key(|(range, _)| range.start);
        found.dedup();
        let parts: Vec<_> =
            found.into_iter().map(|(range, label)| (&text[range], label.to_string())).collect();
        let label = || "«static-token#1»".to_owned();
        assert_eq!(
            parts,
            [("pat-na1-0123", label()), ("pat%2Dna1-0123", label()), ("%2570at-na1-0123", label())]
        );
    }

    #[test]
    fn names_shapes_and_paths_are_redacted_without_knowing_the_value() {
        let redactor = Redactor::new();
        for leak in [
            format!("Authorization: Bearer {ACCESS}"),
            format!(r#"{{"access_token":"{ACCESS}","expires_in":1800}}"#),
            format!("GET /oauth/v1/access-tokens/{ACCESS} 200"),
            "GET /oauth/v1/refresh-tokens/na1-1234-abcd-efgh-5678".to_owned(),
            "client_id=1&client_secret=0f0f0f0f-aaaa-bbbb&grant_type=x".to_owned(),
            "token pat-eu1-01234567-89ab-cdef-0123-456789abcdef.".to_owned(),
            "http://localhost:17421/oauth/callback?code=na1-0123-4567-89ab&state=abcdefgh12345678".to_owned(),
        ] {
            let clean = redactor.text(&leak);
            assert!(clean.contains('«'), "{clean}");
            for secret in [ACCESS, "0f0f0f0f", "01234567-89ab", "1234-abcd", "na1-0123", "abcdefgh12345678"] {
                assert!(!clean.contains(secret), "{secret} survived in {clean}");
            }
        }
    }

    #[test]
    fn names_are_recognized_however_a_language_quotes_and_joins_them() {
        let redactor = Redactor::new();
        for leak in [
            format!("{{'client_secret': '{SECRET}', 'x': 1}}"),
            format!("requests.post(url, client_secret='{SECRET}')"),
            format!(r#"{{"clientSecret":"{SECRET}"}}"#),
            format!("{{ refreshToken: '{SECRET}' }}"),
            format!("accessToken = \"{SECRET}\""),
            format!("const codeVerifier = `x`; codeVerifier={SECRET}"),
            format!(r#"{{"token":"{SECRET}","token_type_hint":"refresh_token"}}"#),
            format!(r#"{{\"token\" : \"{SECRET}\"}}"#),
            format!("{{'token': '{SECRET}'}}"),
            format!("token={SECRET}&token_type_hint=access_token"),
            format!("POST /oauth/v3/token/revoke\n\ntoken={SECRET}"),
            format!("curl -d 'token={SECRET}' http://localhost"),
            format!(r#"{{"access_token":"abcd\u002d{SECRET}\/{SECRET}"}}"#),
            format!("bearer id_token={SECRET}"),
            format!("export HUBSPOT_CLIENT_SECRET={SECRET}"),
        ] {
            let clean = redactor.text(&leak);
            assert!(clean.contains("«secret»") && !clean.contains("0f0f0f"), "{clean}");
        }
    }

    #[test]
    fn a_short_value_after_bearer_does_not_hide_the_secret_in_it() {
        assert_eq!(Redactor::new().text("bearer id_token=abc"), "bearer id_token=«secret»");
    }

    #[test]
    fn ordinary_text_is_unchanged() {
        let redactor = Redactor::new();
        for text in [
            r#"{"category":"MISSING_SCOPES","code":"INVALID","message":"no token"}"#,
            "GET /crm/objects/2026-03/contacts?limit=10&properties=email",
            "authorization was refused; the client secret is wrong",
            "019d7712-d98f-7622-ad7a-045a0bcb177b",
            r#"{"status":"BAD_REFRESH_TOKEN","message":"missing or unknown refresh token"}"#,
            r#"{"token":"expired","token_type":"bearer","token_use":"access_token"}"#,
            r#"{"message":"The OAuth token used to make this call expired 5 minute(s) ago."}"#,
            "invalid_token: the token has ended",
            r#"{"name":"token","label":"The customer's token: see the handbook"}"#,
            "the bearer token is sent with each call",
        ] {
            assert_eq!(redactor.text(text), text);
        }
    }

    fn encoded(secret: &str, times: &[u8]) -> String {
        let wrap = |times: u8| (0..times).fold("%".to_owned(), |percent, _| percent.replace('%', "%25"));
        let letter = |(letter, times): (u8, &u8)| match times {
            0 => char::from(letter).to_string(),
            times => format!("{}{letter:02x}", wrap(times - 1)),
        };
        secret.bytes().zip(times.iter().cycle()).map(letter).collect()
    }

    proptest! {
        #[test]
        fn no_known_secret_survives_encoded(
            secret in "[A-Za-z0-9_.~+/=-]{8,40}",
            times in prop::collection::vec(0..4u8, 1..40),
            before in "[^%«»]{0,20}",
        ) {
            let redactor = Redactor::new();
            redactor.register("client-secret", &secret);
            let text = format!("{before}<{}>", encoded(&secret, &times));
            let clean = redactor.known_values(&text);
            // Not "<«…": "0AAa-AA-" stands in clear within "%2530AAa-AA-", where it is half of an escape.
            prop_assert!(clean.ends_with("«client-secret#1»>") && !clean.contains(&secret), "{}", text);
        }

        #[test]
        fn no_known_secret_survives_anywhere_in_a_text(
            secret in "[A-Za-z0-9_.-]{8,80}", before in "\\PC{0,40}", after in "\\PC{0,40}",
        ) {
            let redactor = Redactor::new();
            redactor.register("client-secret", &secret);
            let clean = redactor.text(&format!("{before}{secret}{after}"));
            prop_assert!(!clean.contains(&secret) || "«client-secret#1»".contains(&secret));
        }

        #[test]
        fn redacting_twice_changes_nothing_more(text in "\\PC{0,200}") {
            let redactor = Redactor::new();
            let once = redactor.text(&text);
            prop_assert_eq!(redactor.text(&once), once);
        }
    }
}
