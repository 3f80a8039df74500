//! What the words of a text are, kept for a while: most of them come over and over.

/// A power of two of words.
const ENTRIES: usize = 32;
/// Shorter texts are read before it is worth the room, in bytes.
const MIN_TEXT: usize = 512;

/// What was found out of the words that came last. Each word has one place, which another may take.
pub(crate) struct Memo<'a, T> {
    entries: Vec<Option<(&'a [u8], T)>>,
}

impl<'a, T: Copy> Memo<'a, T> {
    /// For the words of one text.
    pub(crate) fn of(text: &[u8]) -> Self {
        Self { entries: vec![None; if text.len() < MIN_TEXT { 0 } else { ENTRIES }] }
    }

    /// What `judge` says of the word, which depends on the word alone.
    pub(crate) fn get(&mut self, word: &'a [u8], judge: impl FnOnce(&[u8]) -> T) -> T {
        let Some(entry) = self.entries.get_mut(place(word)) else { return judge(word) };
        match entry {
            Some((known, judged)) if *known == word => *judged,
            _ => entry.insert((word, judge(word))).1,
        }
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
        let text = "token ".repeat(MIN_TEXT);
        let (mut memo, mut judged) = (Memo::of(text.as_bytes()), 0);
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
