//! What the words of a text are, kept for a while: most of them come over and over.

/// A power of two of words.
const ENTRIES: usize = 32;
/// Longer words are seldom the same.
const MAX_WORD: usize = 30;

/// What was found out of the words that came last. Each word has a place and the one beside it, which others may take. One memory serves a text
/// and all that is decoded of it.
pub(crate) struct Memo<T> {
    /// Made for the first word.
    entries: Vec<Option<Entry<T>>>,
}

#[derive(Clone)]
struct Entry<T> {
    letters: [u8; MAX_WORD],
    length: u8,
    judged: T,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T: Copy> Memo<T> {
    /// What `judge` says of the word, which depends on the word alone.
    pub(crate) fn get(&mut self, word: &[u8], judge: impl FnOnce(&[u8]) -> T) -> T {
        if word.len() > MAX_WORD {
            return judge(word);
        }
        if self.entries.is_empty() {
            self.entries = vec![None; ENTRIES];
        }
        let first = place(word);
        for at in [first, first ^ 1] {
            if let Some(known) = &self.entries[at]
                && known.letters[..usize::from(known.length)] == *word
            {
                return known.judged;
            }
        }
        // Two words of one place are kept.
        self.entries.swap(first, first ^ 1);
        self.entries[first].insert(Entry::of(word, judge(word))).judged
    }
}

impl<T> Entry<T> {
    fn of(word: &[u8], judged: T) -> Self {
        let mut letters = [0; MAX_WORD];
        letters[..word.len()].copy_from_slice(word);
        Self { letters, length: u8::try_from(word.len()).unwrap_or_default(), judged }
    }
}

/// By its first and last letters and its length.
fn place(word: &[u8]) -> usize {
    let four = |bytes: Option<&[u8; 4]>| bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let edges = match word {
        [first, .., last] if word.len() < 4 => u32::from(*first) << 8 | u32::from(*last),
        _ => four(word.first_chunk()).wrapping_mul(31) ^ four(word.last_chunk()),
    };
    let length = u32::try_from(word.len() % 256).unwrap_or_default();
    (edges.wrapping_add(length << 16).wrapping_mul(0x9E37_79B1) >> 27) as usize % ENTRIES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_judged_once_while_it_keeps_its_place() {
        let text = "token ".repeat(100);
        let (mut memo, mut judged) = (Memo::default(), 0);
        for word in text.as_bytes().split(|byte| *byte == b' ') {
            let length = memo.get(word, |word| {
                judged += 1;
                word.len()
            });
            assert_eq!(length, word.len());
        }
        assert_eq!(judged, 2, "and the empty one at the end");
    }
}
