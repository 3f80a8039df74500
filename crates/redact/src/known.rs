//! The secrets that the app holds, by value and in the spellings that others may use. Kept in memory that is zeroed when
//! dropped, and never listed.

use std::fmt;
use std::ops::Range;

use memchr::memmem;
use zeroize::Zeroizing;

/// Shorter values occur in ordinary text.
const MIN_SECRET_BYTES: usize = 8;
/// How often a text may be percent-encoded over again, as a URL in a URL in a URL is.
const MAX_ENCODINGS: usize = 4;

/// What a secret is replaced with: `«access-token#1»`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretLabel(String);

impl SecretLabel {
    /// The label with its quotation marks.
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
    /// Longest first, so that a secret that contains another one is replaced whole.
    secrets: Vec<Known>,
}

impl KnownSecrets {
    pub(crate) fn register(&mut self, kind: &str, value: &str) -> SecretLabel {
        if let Some(known) = self.secrets.iter().find(|known| *known.value == value) {
            return known.label.clone();
        }
        let prefix = format!("«{kind}#");
        let mut numbered: Vec<&str> = self.secrets.iter().map(|known| known.label.as_str()).collect();
        numbered.retain(|label| label.starts_with(&prefix));
        numbered.sort_unstable();
        numbered.dedup();
        let label = SecretLabel(format!("{prefix}{}»", numbered.len() + 1));
        if value.len() >= MIN_SECRET_BYTES {
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

    /// Also replaces secrets that are percent-encoded, wholly or in part, and up to [`MAX_ENCODINGS`] times.
    pub(crate) fn replace(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for known in &self.secrets {
            if clean.contains(known.value.as_str()) {
                clean = clean.replace(known.value.as_str(), known.label.as_str());
            }
        }
        while let Some(cleaner) = self.replace_encoded(&clean) {
            clean = cleaner;
        }
        clean
    }

    /// Where secrets are in the text, in no order. They may overlap.
    pub(crate) fn ranges(&self, text: &str) -> Vec<(Range<usize>, SecretLabel)> {
        let mut found = Vec::new();
        for known in &self.secrets {
            let plain = memmem::find_iter(text.as_bytes(), known.value.as_bytes());
            found.extend(plain.map(|at| (at..at + known.value.len(), known.label.clone())));
        }
        if self.secrets.is_empty() || !text.contains('%') {
            return found;
        }
        let mut decoded = Decoded::of(text).decode();
        for _ in 0..MAX_ENCODINGS {
            let Some(of_text) = decoded else { break };
            found.extend(self.find_encoded(&of_text).into_iter().map(|(span, label)| (span, label.clone())));
            decoded = of_text.decode();
        }
        found
    }

    /// `None`: the text contains no encoded secret.
    fn replace_encoded(&self, text: &str) -> Option<String> {
        if self.secrets.is_empty() || !text.contains('%') {
            return None;
        }
        let mut decoded = Decoded::of(text).decode()?;
        for _ in 0..MAX_ENCODINGS {
            let found = self.find_encoded(&decoded);
            if !found.is_empty() {
                return Some(replaced(text, &found));
            }
            decoded = decoded.decode()?;
        }
        None
    }

    /// The ranges of secrets in the original text, in order.
    fn find_encoded(&self, decoded: &Decoded) -> Vec<(Range<usize>, &SecretLabel)> {
        let mut found: Vec<(Range<usize>, &SecretLabel)> = Vec::new();
        for known in &self.secrets {
            let length = known.value.len();
            let spans = memmem::find_iter(&decoded.bytes, known.value.as_bytes())
                .map(|at| decoded.starts[at]..decoded.starts[at + length])
                // Spans of the same length are not encoded, so they were replaced before; a label may contain a short
                // secret.
                .filter(|span| span.len() > length);
            for span in spans {
                if found.iter().all(|(taken, _)| span.end <= taken.start || taken.end <= span.start) {
                    found.push((span, &known.label));
                }
            }
        }
        found.sort_by_key(|(span, _)| span.start);
        found
    }
}

fn replaced(text: &str, found: &[(Range<usize>, &SecretLabel)]) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut seen = 0;
    for (span, label) in found {
        clean.push_str(&text[seen..span.start]);
        clean.push_str(label.as_str());
        seen = span.end;
    }
    clean.push_str(&text[seen..]);
    clean
}

/// A percent-decoded text, with the offset of each of its bytes in the original text.
struct Decoded {
    bytes: Zeroizing<Vec<u8>>,
    /// One more than there are bytes: the last one is the end of the text.
    starts: Vec<usize>,
}

impl Decoded {
    fn of(text: &str) -> Self {
        Self { bytes: Zeroizing::new(text.as_bytes().to_vec()), starts: (0..=text.len()).collect() }
    }

    /// Decodes once more. `None`: nothing is encoded.
    fn decode(&self) -> Option<Self> {
        let mut decoded = Self { bytes: Zeroizing::default(), starts: Vec::new() };
        decoded.bytes.reserve_exact(self.bytes.len());
        let mut at = 0;
        while at < self.bytes.len() {
            let escape = escaped(&self.bytes[at..]);
            decoded.starts.push(self.starts[at]);
            decoded.bytes.push(escape.unwrap_or(self.bytes[at]));
            at += if escape.is_some() { 3 } else { 1 };
        }
        decoded.starts.push(self.starts[at]);
        (decoded.bytes.len() < self.bytes.len()).then_some(decoded)
    }
}

/// The byte of a percent-encoding (RFC 3986 §2.1) at the start.
fn escaped(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    let half = |digit: &u8| char::from(*digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(half(high)? << 4 | half(low)?)
}

/// The value as it is, as JSON escapes it, and as forms write its spaces, without duplicates.
fn spellings(value: &str) -> Vec<Zeroizing<String>> {
    let json = Zeroizing::new(value.replace('\\', "\\\\").replace('"', "\\\"").replace('/', "\\/"));
    let form = Zeroizing::new(value.replace(' ', "+"));
    let mut spellings = vec![Zeroizing::new(value.to_owned())];
    for spelling in [json, form] {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}
