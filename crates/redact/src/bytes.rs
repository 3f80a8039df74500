//! Sets of bytes, for what is asked of every byte of a text.

/// A table with an answer for each byte.
pub(crate) struct ByteSet([bool; 256]);

impl ByteSet {
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        Self([false; 256]).with(bytes)
    }

    /// ASCII's letters and digits, and these.
    pub(crate) const fn alphanumeric_and(bytes: &[u8]) -> Self {
        let mut set = Self([false; 256]);
        let mut byte = 0_u8;
        while byte < 128 {
            set.0[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        set.with(bytes)
    }

    /// ASCII's white space, and these.
    pub(crate) const fn white_and(bytes: &[u8]) -> Self {
        Self::of(b" \t\n\r\x0C").with(bytes)
    }

    /// ASCII without these.
    pub(crate) const fn ascii_but(bytes: &[u8]) -> Self {
        let mut set = Self([false; 256]);
        let mut byte = 0;
        while byte < 128 {
            set.0[byte] = true;
            byte += 1;
        }
        let mut at = 0;
        while at < bytes.len() {
            set.0[bytes[at] as usize] = false;
            at += 1;
        }
        set
    }

    const fn with(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.0[bytes[at] as usize] = true;
            at += 1;
        }
        self
    }

    pub(crate) const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }

    /// How many of the first bytes are in the set.
    pub(crate) fn count(&self, text: &[u8]) -> usize {
        text.iter().take_while(|byte| self.has(**byte)).count()
    }

    /// How many of the last bytes are in the set.
    pub(crate) fn count_back(&self, text: &[u8]) -> usize {
        text.iter().rev().take_while(|byte| self.has(**byte)).count()
    }

    /// Where the first byte of the set is.
    pub(crate) fn position(&self, text: &[u8]) -> Option<usize> {
        text.iter().position(|byte| self.has(*byte))
    }

    /// Where the last byte of the set is.
    pub(crate) fn last_position(&self, text: &[u8]) -> Option<usize> {
        text.iter().rposition(|byte| self.has(*byte))
    }
}

/// How long the words of a list are that begin with each letter: most of what is compared with a list is none of it by that.
pub(crate) struct Lengths([u32; 256]);

impl Lengths {
    /// Of words in small letters, shorter than 32 bytes.
    pub(crate) const fn of(words: &[&str]) -> Self {
        let mut lengths = [0; 256];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            assert!(word.len() < 32);
            lengths[word[0] as usize] |= 1 << word.len();
            at += 1;
        }
        Self(lengths)
    }

    /// Whether the word may be one of them, in small letters or capitals.
    pub(crate) fn may_hold(&self, word: &[u8]) -> bool {
        let Some(first) = word.first() else { return false };
        word.len() < 32 && self.0[usize::from(first.to_ascii_lowercase())] >> word.len() & 1 == 1
    }
}
