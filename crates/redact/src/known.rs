//! The secrets the app holds, by value and as others may write them. Kept in zeroized memory and never listed.

use std::fmt;

use zeroize::Zeroizing;

const SHORTEST_SECRET: usize = 8;

/// What stands in a secret's place: `«access-token#1»`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretLabel(String);

impl SecretLabel {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SecretLabel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

struct Known {
    /// The value itself or one of its [`spellings`].
    value: Zeroizing<String>,
    label: SecretLabel,
}

#[derive(Default)]
pub(crate) struct KnownSecrets {
    /// Longest first, so that a secret that contains another is replaced whole.
    secrets: Vec<Known>,
}

impl KnownSecrets {
    pub(crate) fn learn(&mut self, kind: &str, value: &str) -> SecretLabel {
        if let Some(known) = self.secrets.iter().find(|known| *known.value == value) {
            return known.label.clone();
        }
        let prefix = format!("«{kind}#");
        let mut numbered: Vec<&str> = self.secrets.iter().map(|known| known.label.as_str()).collect();
        numbered.retain(|label| label.starts_with(&prefix));
        numbered.sort_unstable();
        numbered.dedup();
        let label = SecretLabel(format!("{prefix}{}»", numbered.len() + 1));
        if value.len() >= SHORTEST_SECRET {
            for spelling in spellings(value) {
                self.insert(Known { value: spelling, label: label.clone() });
            }
        }
        label
    }

    fn insert(&mut self, known: Known) {
        let place = self.secrets.partition_point(|other| other.value.len() >= known.value.len());
        self.secrets.insert(place, known);
    }

    pub(crate) fn replace(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for known in &self.secrets {
            if clean.contains(known.value.as_str()) {
                clean = clean.replace(known.value.as_str(), known.label.as_str());
            }
        }
        clean
    }
}

/// The value, and the value as URLs, forms and JSON write it; also in a URL that stands in a URL. Where nothing in it
/// needs escaping there is one spelling only.
fn spellings(value: &str) -> Vec<Zeroizing<String>> {
    let once = percent_encoded(value);
    let twice = percent_encoded(&once);
    let lower_case = |encoded: &str| Zeroizing::new(with_lower_case_escapes(encoded));
    let json = Zeroizing::new(value.replace('\\', "\\\\").replace('"', "\\\"").replace('/', "\\/"));
    let plus_kept = Zeroizing::new(once.replace("%20", "+"));
    let mut spellings = vec![Zeroizing::new(value.to_owned())];
    for spelling in [lower_case(&once), lower_case(&twice), once, twice, json, plus_kept] {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// RFC 3986 §2.1: everything but the unreserved characters.
fn percent_encoded(text: &str) -> Zeroizing<String> {
    let mut encoded = Zeroizing::new(String::with_capacity(text.len() * 3));
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    encoded
}

fn with_lower_case_escapes(encoded: &str) -> String {
    let mut letters_left = 0;
    let lower = |letter: char| {
        if letter == '%' {
            letters_left = 2;
            return letter;
        }
        let in_escape = letters_left > 0;
        letters_left = usize::saturating_sub(letters_left, 1);
        if in_escape { letter.to_ascii_lowercase() } else { letter }
    };
    encoded.chars().map(lower).collect()
}
