//! The secrets that the app holds. They are kept in memory that is zeroed when dropped, and never listed.
//!
//! Any eight bytes in a row of a secret's random part are found: as they are, in capitals, in base64 at any alignment, in
//! hexadecimal, and with white space in between. Escapes are undone by the caller (`view.rs`), who scans again.

mod forms;
mod grams;
mod scan;

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use zeroize::Zeroizing;

use crate::label::SecretLabel;
pub(crate) use forms::hublet;
use forms::{forms, random_part};
use grams::{GRAM, Grams, Source, Spelling};

struct Known {
    value: Zeroizing<Vec<u8>>,
    label: SecretLabel,
}

/// A way to write a secret that the scan can look for.
struct Form {
    secret: u32,
    value: Zeroizing<Vec<u8>>,
}

/// A value that cannot be looked for in steps has as many in all its spellings.
const MAX_WINDOWS_PER_BYTE: usize = 12;
/// Most have as many.
const MEAN_WINDOWS_PER_BYTE: usize = 4;

#[derive(Default)]
pub(crate) struct KnownSecrets {
    secrets: Vec<Known>,
    /// Which secrets have a value with this hash, under a key of this process.
    by_hash: HashMap<u64, Vec<u32>>,
    keys: RandomState,
    forms: Vec<Form>,
    /// How many of the forms the scan knows.
    indexed: usize,
    grams: Grams,
    /// In bytes, of all forms.
    longest: usize,
    /// Which bytes occur in a secret: what stands between others needs no look.
    alphabet: Alphabet,
}

struct Alphabet([bool; 256]);

impl Alphabet {
    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}

impl Default for Alphabet {
    /// The digits of base64, in which any secret may stand.
    fn default() -> Self {
        let mut bytes = [false; 256];
        for byte in 0..=u8::MAX {
            bytes[usize::from(byte)] = byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
        }
        Self(bytes)
    }
}

impl KnownSecrets {
    /// The label that the value got before.
    pub(crate) fn label_of_value(&self, value: &[u8]) -> Option<&SecretLabel> {
        let same = self.by_hash.get(&self.keys.hash_one(value)).into_iter().flatten();
        let mut known = same.map(|secret| &self.secrets[*secret as usize]);
        known.find(|known| *known.value == value).map(|known| &known.label)
    }

    pub(crate) fn label(&self, secret: u32) -> &SecretLabel {
        &self.secrets[secret as usize].label
    }

    /// Values under [`GRAM`] bytes are not looked for, since they occur in ordinary text.
    pub(crate) fn add(&mut self, value: &[u8], label: SecretLabel) {
        if value.len() < GRAM {
            return;
        }
        let secret = u32::try_from(self.secrets.len()).unwrap_or(u32::MAX);
        self.by_hash.entry(self.keys.hash_one(value)).or_default().push(secret);
        self.secrets.push(Known { value: Zeroizing::new(value.to_vec()), label });
        for value in forms(value) {
            self.longest = self.longest.max(value.len());
            value.iter().for_each(|byte| self.alphabet.0[usize::from(*byte)] = true);
            self.forms.push(Form { secret, value });
        }
    }

    /// Whether all that was added is known to the scan.
    pub(crate) fn is_indexed(&self) -> bool {
        self.indexed == self.forms.len()
    }

    /// Makes known to the scan what was added since it was last called: many secrets are added before the first text is read,
    /// and a table that grew with each would be made over and over.
    pub(crate) fn index_added(&mut self) {
        let forms = std::mem::take(&mut self.forms);
        let size = |forms: &[Form]| forms.iter().map(|form| form.value.len()).sum::<usize>();
        if !self.grams.has_room(MEAN_WINDOWS_PER_BYTE * size(&forms[self.indexed..])) {
            self.grams = Grams::with_room(MEAN_WINDOWS_PER_BYTE * size(&forms));
            self.indexed = 0;
        }
        while let Some(form) = forms.get(self.indexed) {
            if self.grams.has_room(MAX_WINDOWS_PER_BYTE * form.value.len()) {
                self.index(u32::try_from(self.indexed).unwrap_or(u32::MAX), &form.value);
                self.indexed += 1;
            } else {
                self.grams =
                    Grams::with_room(2 * self.grams.room() + MAX_WINDOWS_PER_BYTE * form.value.len());
                self.indexed = 0;
            }
        }
        self.forms = forms;
    }

    fn index(&mut self, form: u32, value: &[u8]) {
        let start = random_part(value);
        self.insert(value, start, 1, Source { form, offset: 0, spelling: Spelling::Plain });
        for lead in 0..3_u8 {
            let spelt = forms::base64(value, lead);
            // The first digit that says nothing of what comes before the random part.
            let first = ((usize::from(lead) + start) * 8).div_ceil(6);
            // Eight bytes are ten digits or more, so every third window of eight is met.
            let source = Source { form, offset: 0, spelling: Spelling::Base64(lead) };
            self.insert(&spelt, first, 3, source);
            let url_safe = forms::url_safe(&spelt);
            if url_safe != spelt {
                self.insert(&url_safe, first, 3, source);
            }
        }
        // Eight bytes are sixteen digits, so every fifth window of four bytes is met.
        let hex = forms::hex(value);
        self.insert(&hex, start * 2, 10, Source { form, offset: 0, spelling: Spelling::Hex });
    }

    /// Every so many windows, and the ones around those that cannot be looked for.
    fn insert(&mut self, spelt: &[u8], first: usize, step: usize, source: Source) {
        let windows: Vec<_> = spelt.array_windows::<GRAM>().enumerate().skip(first).collect();
        let mut needed = 0_usize;
        for (place, (offset, window)) in windows.iter().enumerate() {
            let Ok(offset) = u16::try_from(*offset) else { return };
            if !place.is_multiple_of(step) && needed == 0 {
                continue;
            }
            if self.grams.insert(**window, Source { offset, ..source }) {
                needed = needed.saturating_sub(1);
                continue;
            }
            if needed == 0 {
                for (back, (_, window)) in (1..step).zip(windows[..place].iter().rev()) {
                    let offset = offset - u16::try_from(back).unwrap_or(offset);
                    self.grams.insert(**window, Source { offset, ..source });
                }
            }
            needed = 2 * step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Labels;

    #[test]
    fn a_value_is_compared_with_those_of_its_hash_alone() {
        const SECRETS: usize = 2_000;
        let (mut known, mut labels) = (KnownSecrets::default(), Labels::default());
        let value = |number: usize| format!("a1b2c3d4-{number:08}").into_bytes();
        for number in 0..SECRETS {
            let label = labels.of_known("secret", &value(number));
            assert_eq!(known.label_of_value(&value(number)), None);
            known.add(&value(number), label.clone());
            assert_eq!(known.label_of_value(&value(number)), Some(&label));
        }
        assert!(known.by_hash.values().all(|same| same.len() == 1));
    }
}
