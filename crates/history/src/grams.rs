//! The index of the search: which entries of a block contain which three bytes in a row.
//!
//! Entries are searched for parts of words (an id, half an e-mail address), which an index of words cannot find. 256
//! entries with ids in a row are a block. A block has for each three bytes (hashed to a slot) the set of its entries that
//! contain them. An entry that contains a word is in the sets of all of the word's slots; the few others that are too are
//! sorted out by reading them. The newest block, not full yet, has no index: its entries are read.
//!
//! To remove an entry's text, its block is indexed again: small, and nothing remains. Old blocks go as a whole.

use std::collections::BTreeMap;

use crate::error::{Error, Result};

/// A block holds the ids that are equal but for so many lower bits.
pub(crate) const BLOCK_BITS: u32 = 8;
pub(crate) const BLOCK_ROWS: usize = 1 << BLOCK_BITS;
const SLOT_BITS: u32 = 16;
const BUCKET_BITS: u32 = 12;
/// The parts in which a block's index is stored, so that a search reads only some.
pub(crate) const BUCKETS: usize = 1 << (SLOT_BITS - BUCKET_BITS);
/// Sets with more rows are stored as 256 bits.
const MAX_LISTED: usize = 31;
const AS_BITS: u8 = 255;
const GRAM: usize = 3;
/// Of Zstandard: the sets of the three bytes of one name are the same, and found at any level.
const LEVEL: i32 = 1;

/// The block of an id.
pub(crate) fn block_of(id: i64) -> i64 {
    id >> BLOCK_BITS
}

/// The first id of a block.
pub(crate) fn first_id(block: i64) -> i64 {
    block << BLOCK_BITS
}

/// A set of rows of one block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows([u64; BLOCK_ROWS / 64]);

impl Rows {
    pub const ALL: Self = Self([u64::MAX; BLOCK_ROWS / 64]);

    pub fn insert(&mut self, row: u8) {
        self.0[usize::from(row / 64)] |= 1 << (row % 64);
    }

    pub fn contains(&self, row: u8) -> bool {
        self.0[usize::from(row / 64)] & 1 << (row % 64) != 0
    }

    pub fn intersect(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0 == [0; BLOCK_ROWS / 64]
    }

    /// The rows, the newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = u8> + '_ {
        (0..=u8::MAX).rev().filter(|row| self.contains(*row))
    }
}

/// The slots of a folded text, with repetitions.
fn slots(folded: &str) -> impl Iterator<Item = u16> + '_ {
    folded.as_bytes().windows(GRAM).map(|gram| {
        let number = u32::from_be_bytes([0, gram[0], gram[1], gram[2]]);
        // Fibonacci hashing; the upper bits are the best mixed.
        u16::try_from(number.wrapping_mul(0x9E37_79B1) >> (32 - SLOT_BITS)).unwrap_or_default()
    })
}

/// The slots that an entry with this word has, by the bucket where their sets are. Empty: the word is too short.
pub(crate) fn wanted(word: &str) -> BTreeMap<usize, Vec<u16>> {
    let mut wanted: BTreeMap<usize, Vec<u16>> = BTreeMap::new();
    for slot in slots(word) {
        let bucket = wanted.entry(usize::from(slot) >> BUCKET_BITS).or_default();
        if !bucket.contains(&slot) {
            bucket.push(slot);
        }
    }
    wanted
}

/// Makes the index of one block after the other.
pub(crate) struct Indexer {
    sets: Vec<Rows>,
}

impl Indexer {
    pub fn new() -> Self {
        Self { sets: vec![Rows::default(); 1 << SLOT_BITS] }
    }

    /// Adds a folded text of a row.
    pub fn add(&mut self, row: u8, folded: &str) {
        for slot in slots(folded) {
            self.sets[usize::from(slot)].insert(row);
        }
    }

    /// The stored form of each bucket that has a row, and begins the next block.
    pub fn finish(&mut self) -> Result<Vec<(usize, Vec<u8>)>> {
        let mut buckets = Vec::with_capacity(BUCKETS);
        for (bucket, sets) in self.sets.chunks(1 << BUCKET_BITS).enumerate() {
            let plain = encode(sets);
            if !plain.is_empty() {
                buckets.push((bucket, zstd::bulk::compress(&plain, LEVEL).map_err(|_| Error::Broken)?));
            }
        }
        self.sets.fill(Rows::default());
        Ok(buckets)
    }
}

/// The sets of a bucket, each after its place in it (two bytes).
fn encode(sets: &[Rows]) -> Vec<u8> {
    let mut plain = Vec::new();
    for (place, rows) in sets.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
        plain.extend_from_slice(&u16::try_from(place).unwrap_or_default().to_le_bytes());
        let count = rows.len();
        if count <= MAX_LISTED {
            plain.push(u8::try_from(count).unwrap_or_default());
            plain.extend(rows.newest_first());
        } else {
            plain.push(AS_BITS);
            rows.0.iter().for_each(|word| plain.extend_from_slice(&word.to_le_bytes()));
        }
    }
    plain
}

/// The longest a bucket can be: every set as bits.
const MAX_BUCKET_BYTES: usize = (1 << BUCKET_BITS) * (3 + BLOCK_ROWS / 8);

/// The rows of a stored bucket that are in the sets of all these slots. `None`: it is broken.
pub(crate) fn rows_with(stored: &[u8], slots: &[u16]) -> Option<Rows> {
    let plain = zstd::bulk::decompress(stored, MAX_BUCKET_BYTES).ok()?;
    let mut places: Vec<u16> = slots.iter().map(|slot| slot & ((1 << BUCKET_BITS) - 1)).collect();
    let mut found = Rows::ALL;
    let mut rest = plain.as_slice();
    while let [low, high, count, content @ ..] = rest {
        let width = if *count == AS_BITS { BLOCK_ROWS / 8 } else { usize::from(*count) };
        let (content, next) = content.split_at_checked(width)?;
        let place = u16::from_le_bytes([*low, *high]);
        if let Some(at) = places.iter().position(|wanted| *wanted == place) {
            places.swap_remove(at);
            found.intersect(&decode(*count, content));
        }
        rest = next;
    }
    Some(if places.is_empty() { found } else { Rows::default() })
}

fn decode(count: u8, content: &[u8]) -> Rows {
    let mut rows = Rows::default();
    if count == AS_BITS {
        for (word, bytes) in rows.0.iter_mut().zip(content.chunks_exact(8)) {
            *word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        }
    } else {
        for row in content {
            rows.insert(*row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BUCKETS, Indexer, Rows, rows_with, wanted};

    /// The rows that the index has for a word.
    fn rows(buckets: &[(usize, Vec<u8>)], word: &str) -> Rows {
        let mut rows = Rows::ALL;
        for (bucket, slots) in wanted(word) {
            let stored = buckets.iter().find(|(number, _)| *number == bucket);
            rows.intersect(&stored.map_or(Rows::default(), |(_, stored)| rows_with(stored, &slots).unwrap()));
        }
        rows
    }

    proptest! {
        #[test]
        fn a_row_is_found_by_each_part_of_its_text(
            texts in prop::collection::vec("[a-z0-9 \u{e4}\u{20ac}]{0,40}", 1..60),
            from in 0_usize..40,
            length in 3_usize..20,
        ) {
            let mut indexer = Indexer::new();
            for (row, text) in texts.iter().enumerate() {
                indexer.add(u8::try_from(row).unwrap(), text);
            }
            let buckets = indexer.finish().unwrap();
            prop_assert!(buckets.len() <= BUCKETS);
            for (row, text) in texts.iter().enumerate() {
                let part: String = text.chars().skip(from).take(length).collect();
                prop_assert!(rows(&buckets, &part).contains(u8::try_from(row).unwrap()));
            }
        }

        #[test]
        fn a_broken_bucket_is_no_panic(stored in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = rows_with(&stored, &[1, 2]);
        }
    }

    #[test]
    fn a_block_begins_empty_and_other_words_find_few_rows() {
        let mut indexer = Indexer::new();
        (0..=255).for_each(|row| indexer.add(row, &format!("contact {row} in every row")));
        let buckets = indexer.finish().unwrap();
        assert_eq!(rows(&buckets, "every row"), Rows::ALL);
        assert!(rows(&buckets, "tact 217 in").contains(217));
        assert!(rows(&buckets, "company").is_empty());
        assert!(indexer.finish().unwrap().is_empty());
    }
}
