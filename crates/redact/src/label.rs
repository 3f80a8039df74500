//! Labels: what a secret is replaced with. The same secret has the same label for the life of a redactor, so that a reader
//! can tell whether two are the same. The table holds keyed hashes, never a value.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// More different secrets than this in one process get their kind alone, so that memory stays bounded.
const MAX_LABELS: usize = 200_000;
const MAX_LABEL_BYTES: usize = 48;

/// The words in labels that the finders write. Callers may register secrets under others.
pub(crate) mod kind {
    pub(crate) const ACCESS_TOKEN: &str = "access-token";
    pub(crate) const REFRESH_TOKEN: &str = "refresh-token";
    pub(crate) const STATIC_TOKEN: &str = "static-token";
    pub(crate) const PERSONAL_ACCESS_KEY: &str = "personal-access-key";
    pub(crate) const AUTHORIZATION_CODE: &str = "authorization-code";
    pub(crate) const STATE: &str = "state";
    pub(crate) const API_KEY: &str = "api-key";
    pub(crate) const CLIENT_SECRET: &str = "client-secret";
    pub(crate) const CODE_VERIFIER: &str = "code-verifier";
    pub(crate) const CLIENT_ASSERTION: &str = "client-assertion";
    pub(crate) const JWT: &str = "jwt";
    pub(crate) const BASIC: &str = "basic-credentials";
    pub(crate) const PASSWORD: &str = "password";
    pub(crate) const COOKIE: &str = "cookie";
    pub(crate) const PRIVATE_KEY: &str = "private-key";
    pub(crate) const SIGNATURE: &str = "signature";
    pub(crate) const TOKEN: &str = "token";
    pub(crate) const SECRET: &str = "secret";
}

/// What a secret is replaced with: `«access-token#1»`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretLabel(String);

impl SecretLabel {
    /// What stands for a part of a text that was not read.
    pub(crate) fn unread() -> Self {
        Self("«unread»".to_owned())
    }

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

/// The word in a label.
pub(crate) fn kind_of(label: &str) -> &str {
    label.trim_matches(['«', '»', '"']).split('#').next().unwrap_or_default()
}

/// Which value has which label.
#[derive(Default)]
pub(crate) struct Labels {
    keys: (RandomState, RandomState),
    by_value: HashMap<(u64, u64), SecretLabel>,
    last_number: HashMap<String, usize>,
}

impl Labels {
    /// The label of a value. A value keeps the first one that it got, whatever kind it is taken for later.
    pub(crate) fn of(&mut self, kind: &str, value: &[u8]) -> SecretLabel {
        let id = self.id(value);
        if let Some(label) = self.by_value.get(&id) {
            return label.clone();
        }
        self.add(kind, id)
    }

    /// The label of a value whose kind is certain.
    pub(crate) fn of_known(&mut self, kind: &str, value: &[u8]) -> SecretLabel {
        let id = self.id(value);
        match self.by_value.get(&id) {
            Some(label)
                if label.0.strip_prefix('«').is_some_and(|rest| rest.starts_with(&format!("{kind}#"))) =>
            {
                label.clone()
            }
            _ => self.add(kind, id),
        }
    }

    /// The number of a value among those of its kind.
    pub(crate) fn number(&mut self, kind: &str, value: &[u8]) -> usize {
        let label = self.of(kind, value);
        let number = label.0.trim_end_matches('»').rsplit('#').next();
        number.and_then(|number| number.parse().ok()).unwrap_or_default()
    }

    fn id(&self, value: &[u8]) -> (u64, u64) {
        (self.keys.0.hash_one(value), self.keys.1.hash_one(value))
    }

    fn add(&mut self, kind: &str, id: (u64, u64)) -> SecretLabel {
        if self.by_value.len() >= MAX_LABELS {
            return SecretLabel(format!("«{kind}»"));
        }
        let number = self.last_number.entry(kind.to_owned()).or_default();
        *number += 1;
        let label = SecretLabel(format!("«{kind}#{number}»"));
        self.by_value.insert(id, label.clone());
        label
    }
}

/// The labels that stand in a text already, each with the word in it.
pub fn labels_in(text: &str) -> impl Iterator<Item = (&str, &str)> {
    ranges(text.as_bytes()).into_iter().filter_map(|range| {
        let label = text.get(range)?;
        Some((label, kind_of(label).split('%').next().unwrap_or_default()))
    })
}

/// The length of a label at the start of the text, such as `«access-token#1»` or `«secret»`.
pub(crate) fn at_start(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix("«".as_bytes())?;
    let inside = &inside[..inside.len().min(MAX_LABEL_BYTES)];
    let length = inside.iter().position(|byte| *byte == 0xC2)?;
    let (word, end) = inside.split_at(length);
    if !end.starts_with("»".as_bytes()) {
        return None;
    }
    let sign = memchr::memchr2(b'#', b'%', word).unwrap_or(word.len());
    let (kind, number) = word.split_at(sign);
    let number = number.strip_prefix(b"#").or_else(|| number.strip_prefix(b"%23"));
    let is_kind =
        |kind: &[u8]| !kind.is_empty() && kind.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-');
    let is_number = |number: &[u8]| (1..8).contains(&number.len()) && number.iter().all(u8::is_ascii_digit);
    let is_label = is_kind(kind) && (sign == word.len() || number.is_some_and(is_number));
    is_label.then_some(length + 4)
}

/// Where labels stand in a text, in order.
pub(crate) fn ranges(text: &[u8]) -> Vec<std::ops::Range<usize>> {
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("«"));
    FINDER.find_iter(text).filter_map(|at| at_start(&text[at..]).map(|length| at..at + length)).collect()
}
