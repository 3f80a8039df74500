//! Personal data: e-mail addresses, telephone numbers, names, postal and IP addresses. Kept, masked or removed, as chosen.

mod forms;
mod properties;

use std::ops::Range;

use crate::finding::{Found, Personal, What};
use crate::label::Labels;

/// What becomes of personal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PersonalData {
    /// It stays.
    #[default]
    Keep,
    /// Each becomes a made-up value of its kind, the same one each time, so that the same person stays the same.
    Mask,
    /// Each becomes the label of its kind: `«e-mail»`, `«name»`.
    Remove,
}

impl Personal {
    /// The word in its label.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Email => "e-mail",
            Self::Phone => "phone",
            Self::Name => "name",
            Self::Address => "address",
            Self::IpAddress => "ip-address",
            Self::BirthDate => "birth-date",
        }
    }

    /// What takes the place of a value. Masks have the form of what they stand for, from the ranges that are reserved for
    /// examples: RFC 2606, RFC 5737, and the numbers 555-01xx.
    pub(crate) fn replacement(self, value: &[u8], choice: PersonalData, labels: &mut Labels) -> String {
        if choice != PersonalData::Mask {
            return format!("«{}»", self.word());
        }
        let number = labels.number(self.word(), &value.to_ascii_lowercase());
        match self {
            Self::Email => format!("person-{number}@example.com"),
            Self::Phone => format!("+1 202 555 01{number:02}"),
            Self::Name => format!("Person-{number}"),
            Self::Address => format!("Address-{number}"),
            Self::IpAddress if value.contains(&b':') => format!("2001:db8::{number:x}"),
            Self::IpAddress => format!("192.0.2.{}", number % 256),
            Self::BirthDate => "1900-01-01".to_owned(),
        }
    }
}

pub(crate) fn find(text: &[u8], choice: PersonalData, found: &mut Vec<Found>) {
    if choice == PersonalData::Keep {
        return;
    }
    let mut add = |range: Range<usize>, kind: Personal| {
        if !is_mask(&text[range.clone()]) {
            found.push(Found::new(range, What::Personal(kind)));
        }
    };
    forms::find(text, &mut add);
    properties::find(text, &mut add);
}

/// What an earlier redaction wrote.
fn is_mask(value: &[u8]) -> bool {
    const STARTS: &[&[u8]] =
        &[b"person-", b"Person-", b"Address-", b"+1 202 555 01", b"192.0.2.", b"2001:db8::", b"1900-01-01"];
    let is_rest = |rest: &[u8]| {
        let rest = rest.strip_suffix(b"@example.com").unwrap_or(rest);
        rest.iter().all(u8::is_ascii_hexdigit)
    };
    STARTS.iter().any(|start| value.strip_prefix(*start).is_some_and(is_rest))
}
