//! Finds which windows of eight bytes of a text may belong to a secret, at the speed of memory. Of every four windows the part
//! that they share is looked up in a filter, what passes in a second one, and only what passes both in a table. All of it is
//! hashed under a key of this process: none holds a value.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

/// Runs of a secret this long or longer are found.
pub(crate) const GRAM: usize = 8;
/// Windows that begin at so many places in a row have a part in common.
const STEP: usize = 4;
/// The length of that part.
const PART: usize = GRAM + 1 - STEP;
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
    /// Of the parts of windows. One word is looked at for each: two bits of it are set for each that is known.
    parts: Vec<u64>,
    /// Of those in base64 that have a capital. They are most of all parts, and most parts of ordinary texts have none.
    capitals: Vec<u64>,
    /// Of whole windows, in the same way.
    filter: Vec<u64>,
    /// Open addressing; a power of two of slots, at most half of them taken.
    slots: Vec<Option<Slot>>,
    taken: usize,
}

impl Default for Grams {
    fn default() -> Self {
        Self::with_room(0)
    }
}

impl Grams {
    /// For so many windows. More need another table, since this one cannot tell what it holds.
    pub(crate) fn with_room(windows: usize) -> Self {
        let slots = (windows * 2).next_power_of_two().max(1_024);
        Self {
            // Odd, so that no bit of a window is lost.
            key: RandomState::new().hash_one(0) | 1,
            // Parts are looked up most, so that theirs have to stay near the processor.
            parts: vec![0; slots / 16],
            capitals: vec![0; slots / 16],
            // 16 bits for each window or more: one in a hundred of others passes.
            filter: vec![0; slots / 8],
            slots: vec![None; slots],
            taken: 0,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.taken == 0
    }

    /// How many windows it is made for.
    pub(crate) fn room(&self) -> usize {
        self.slots.len() / 2
    }

    pub(crate) fn has_room(&self, windows: usize) -> bool {
        self.taken + windows <= self.room()
    }

    /// Whether the window can be looked for: ordinary texts do not hold it. There has to be room for it.
    pub(crate) fn insert(&mut self, window: [u8; GRAM], source: Source) -> bool {
        if !is_telling(window, source.spelling) {
            return false;
        }
        let hash = hash(self.key, folded(window));
        if self.place(tag(hash), source) {
            set(&mut self.filter, hash);
            for at in 0..STEP {
                let part = u64::from_le_bytes(window) >> (8 * at);
                let is_capital = matches!(source.spelling, Spelling::Base64(_)) && has_capital(part);
                let filter = if is_capital { &mut self.capitals } else { &mut self.parts };
                set(filter, part_hash(self.key, part));
            }
        }
        true
    }

    /// Whether it was not there as often as is of use.
    fn place(&mut self, tag: u32, source: Source) -> bool {
        let mask = self.slots.len() - 1;
        let mut at = tag as usize & mask;
        let mut same = 0;
        while let Some(taken) = self.slots[at] {
            same += usize::from(taken.tag == tag);
            if same >= MAX_SAME {
                return false;
            }
            at = (at + 1) & mask;
        }
        self.slots[at] = Some(Slot { tag, source });
        self.taken += 1;
        true
    }

    /// Calls `each` for every place of a text where a window of a secret may be, in order.
    #[inline(never)]
    pub(crate) fn scan(&self, text: &[u8], mut each: impl FnMut(usize)) {
        let (key, parts, capitals) = (self.key, &self.parts[..], &self.capitals[..]);
        let mut at = 0;
        while let Some(window) = text.get(at..).and_then(<[u8]>::first_chunk::<GRAM>) {
            let part = u64::from_le_bytes(*window);
            let hash = part_hash(key, part);
            if has(parts, hash) || has_capital(part) && has(capitals, hash) {
                self.check(text, at.saturating_sub(STEP - 1)..at + 1, &mut each);
            }
            at += STEP;
        }
        // The last windows have their part behind the last place that was looked at.
        let last = (at + 1).saturating_sub(STEP)..(text.len() + 1).saturating_sub(GRAM);
        self.check(text, last, &mut each);
    }

    /// Calls `each` for the windows that begin at these places and may be of a secret.
    #[inline]
    fn check(&self, text: &[u8], places: Range<usize>, each: &mut impl FnMut(usize)) {
        for at in places {
            if let Some(window) = text[at..].first_chunk::<GRAM>()
                && has(&self.filter, hash(self.key, folded(*window)))
            {
                each(at);
            }
        }
    }

    /// Calls `each` for all that a window may be.
    pub(crate) fn look_up(&self, window: [u8; GRAM], mut each: impl FnMut(Source)) {
        let hash = hash(self.key, folded(window));
        if has(&self.filter, hash) {
            self.probe(tag(hash), &mut each);
        }
    }

    /// Whether a window may be of a secret.
    pub(crate) fn holds(&self, window: [u8; GRAM]) -> bool {
        let mut has = false;
        self.look_up(window, |_| has = true);
        has
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

fn hash(key: u64, folded: u64) -> u64 {
    folded.wrapping_mul(key)
}

/// Of the first bytes of a window.
fn part_hash(key: u64, window: u64) -> u64 {
    hash(key, (window | SMALL) & FIRST)
}

/// Whether a letter of the part is a capital, or one of a few signs.
fn has_capital(window: u64) -> bool {
    let part = (window & FIRST) + (ONES & FIRST);
    part & !(part << 1) & (CAPITAL & FIRST) != 0
}

/// Whether both bits of a hash are set. Its place in the filter is in the upper half of the hash, as the tag is.
fn has(filter: &[u64], hash: u64) -> bool {
    let bits = filter_bits(hash);
    filter[filter_word(hash) & (filter.len() - 1)] & bits == bits
}

fn set(filter: &mut [u64], hash: u64) {
    let word = filter_word(hash) & (filter.len() - 1);
    filter[word] |= filter_bits(hash);
}

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
    u64::from_le_bytes(window) | SMALL
}

/// The first bytes of a window that is read as one number.
const FIRST: u64 = u64::MAX >> (8 * (GRAM - PART));
const ONES: u64 = 0x0101_0101_0101_0101;
/// The bit that letters have.
const CAPITAL: u64 = 0x40 * ONES;
/// The bit by which small letters differ from capitals.
const SMALL: u64 = 0x20 * ONES;

fn is_telling(window: [u8; GRAM], spelling: Spelling) -> bool {
    // In base64 a capital is another digit.
    let bytes = if matches!(spelling, Spelling::Base64(_)) { window } else { folded(window).to_le_bytes() };
    let distinct = bytes.iter().enumerate().filter(|(at, byte)| !bytes[..*at].contains(byte)).count();
    // Half of the digits of letters in hexadecimal are the same; twice as many have to agree.
    distinct >= if spelling == Spelling::Hex { MIN_DISTINCT - 1 } else { MIN_DISTINCT }
}
