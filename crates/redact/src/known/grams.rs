//! Finds which windows of eight bytes of a text may belong to a secret, at the speed of memory: each is hashed under a key
//! of this process and looked up in a filter, and only what passes is looked up in a table. Neither holds a value.

use std::hash::{BuildHasher, RandomState};

/// Runs of a secret this long or longer are found.
pub(crate) const GRAM: usize = 8;
/// Of windows that many secrets share, such as the fixed fields of tokens, this many are kept: what is not shared finds the
/// right one.
const MAX_SAME: usize = 3;
/// Fewer different bytes than this make a window that occurs in ordinary texts: `AAAAAAAA`, `--------`.
const MIN_DISTINCT: usize = 4;

/// How a window stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As it is, in small letters or in capitals.
    Plain,
    /// In base64 or base64url, that many bytes (0 to 2) after a group of three began.
    Base64(u8),
    /// As hexadecimal digits.
    Hex,
}

/// Where a window comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub form: u32,
    /// In bytes of the form's spelling.
    pub offset: u16,
    pub spelling: Spelling,
}

#[derive(Clone, Copy)]
struct Slot {
    tag: u32,
    source: Source,
}

/// The windows of all secrets.
pub(crate) struct Grams {
    key: u64,
    /// One word is looked at for each window: two bits of it are set for each that is known.
    filter: Vec<u64>,
    /// Open addressing; a power of two of slots, at most half of them taken.
    slots: Vec<Option<Slot>>,
    taken: usize,
}

impl Default for Grams {
    fn default() -> Self {
        // Odd, so that no bit of a window is lost.
        Self { key: RandomState::new().hash_one(0) | 1, filter: Vec::new(), slots: Vec::new(), taken: 0 }
    }
}

impl Grams {
    pub(crate) fn is_empty(&self) -> bool {
        self.taken == 0
    }

    /// Whether the window can be looked for: ordinary texts do not hold it.
    pub(crate) fn insert(&mut self, window: [u8; GRAM], source: Source) -> bool {
        if !is_telling(window, source.spelling) {
            return false;
        }
        if (self.taken + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let hash = self.hash(window);
        self.place(hash, Slot { tag: tag(hash), source });
        true
    }

    fn place(&mut self, hash: u64, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = slot.tag as usize & mask;
        let mut same = 0;
        while let Some(taken) = self.slots[at] {
            same += usize::from(taken.tag == slot.tag);
            if same >= MAX_SAME {
                return;
            }
            at = (at + 1) & mask;
        }
        self.slots[at] = Some(slot);
        self.taken += 1;
        let word = filter_word(hash) & (self.filter.len() - 1);
        self.filter[word] |= filter_bits(hash);
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1_024);
        let old = std::mem::replace(&mut self.slots, vec![None; size]);
        self.taken = 0;
        // 16 bits for each window or more: one in a hundred of others passes.
        self.filter = vec![0; size / 8];
        for slot in old.into_iter().flatten() {
            self.place(u64::from(slot.tag) << 32, slot);
        }
    }

    fn hash(&self, window: [u8; GRAM]) -> u64 {
        hash(self.key, window)
    }

    /// Calls `each` for every place of a text where a window of a secret may be. What is not in the `alphabet` is in no
    /// secret, so that the windows with it are skipped.
    #[inline(never)]
    pub(crate) fn scan(&self, text: &[u8], alphabet: &[bool; 256], mut each: impl FnMut(usize)) {
        let mut at = 0;
        while let Some(window) = text.get(at..).and_then(<[u8]>::first_chunk::<GRAM>) {
            match window.iter().rposition(|byte| !alphabet[usize::from(*byte)]) {
                Some(stop) => at += stop + 1,
                None => at = self.scan_run(text, alphabet, at, &mut each),
            }
        }
    }

    /// From a window whose bytes are all in the alphabet to the first byte that is not. Returns the place behind that.
    fn scan_run(
        &self,
        text: &[u8],
        alphabet: &[bool; 256],
        from: usize,
        each: &mut impl FnMut(usize),
    ) -> usize {
        let (key, filter) = (self.key, &self.filter[..]);
        let mask = filter.len() - 1;
        for (length, window) in text[from..].array_windows::<GRAM>().enumerate() {
            if !alphabet[usize::from(window[GRAM - 1])] {
                return from + length + GRAM;
            }
            let hash = hash(key, *window);
            let bits = filter_bits(hash);
            if filter[filter_word(hash) & mask] & bits == bits {
                each(from + length);
            }
        }
        text.len()
    }

    /// Calls `each` for all that a window may be.
    pub(crate) fn look_up(&self, window: [u8; GRAM], mut each: impl FnMut(Source)) {
        let hash = self.hash(window);
        let bits = filter_bits(hash);
        if self.filter[filter_word(hash) & (self.filter.len() - 1)] & bits == bits {
            self.probe(tag(hash), &mut each);
        }
    }

    #[cold]
    fn probe(&self, tag: u32, each: &mut impl FnMut(Source)) {
        let mask = self.slots.len() - 1;
        let mut at = tag as usize & mask;
        while let Some(slot) = self.slots[at] {
            if slot.tag == tag {
                each(slot.source);
            }
            at = (at + 1) & mask;
        }
    }
}

fn hash(key: u64, window: [u8; GRAM]) -> u64 {
    folded(window).wrapping_mul(key)
}

/// The filter's place is in the upper half of the hash, as the tag is.
fn filter_word(hash: u64) -> usize {
    (hash >> 38) as usize
}

fn filter_bits(hash: u64) -> u64 {
    1 << (hash >> 32 & 63) | 1 << (hash >> 58)
}

fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Small letters and capitals are the same; so are a few signs, which the comparison tells apart.
fn folded(window: [u8; GRAM]) -> u64 {
    u64::from_le_bytes(window) | 0x2020_2020_2020_2020
}

fn is_telling(window: [u8; GRAM], spelling: Spelling) -> bool {
    let folded = folded(window).to_le_bytes();
    let distinct = folded.iter().enumerate().filter(|(at, byte)| !folded[..*at].contains(byte)).count();
    // Half of the digits of letters in hexadecimal are the same; twice as many have to agree.
    distinct >= if spelling == Spelling::Hex { MIN_DISTINCT - 1 } else { MIN_DISTINCT }
}
