//! UTF-16, as PowerShell's `>` writes it: read as UTF-8 and written as it came. What is no text survives, too: half of a
//! surrogate pair is kept as three bytes that UTF-8 does not use (WTF-8), and an odd byte at the end as it is.

/// How a document's letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, or anything else that has ASCII's letters as they are.
    Bytes,
    Utf16 {
        is_little: bool,
    },
}

/// Bytes that are looked at.
pub(crate) const SAMPLE: usize = 64;

impl Encoding {
    /// By the byte order mark, or by every other byte of the beginning being zero.
    pub(crate) fn of(start: &[u8]) -> Self {
        match start {
            [0xFF, 0xFE, ..] => return Self::Utf16 { is_little: true },
            [0xFE, 0xFF, ..] => return Self::Utf16 { is_little: false },
            _ => {}
        }
        let sample = &start[..start.len().min(SAMPLE) / 2 * 2];
        let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let letters = sample.len() / 2;
        // Letters of other scripts have no zero, but line ends, spaces and signs have.
        let is = |odd: usize| letters >= 4 && zeros(odd) * 2 > letters && zeros(1 - odd) == 0;
        match (is(1), is(0)) {
            (true, _) => Self::Utf16 { is_little: true },
            (_, true) => Self::Utf16 { is_little: false },
            _ => Self::Bytes,
        }
    }
}

/// From the document's encoding, piece by piece.
pub(crate) struct Reader {
    is_little: bool,
    odd: Option<u8>,
    high: Option<u16>,
}

impl Reader {
    pub(crate) fn new(is_little: bool) -> Self {
        Self { is_little, odd: None, high: None }
    }

    pub(crate) fn read(&mut self, bytes: &[u8], text: &mut Vec<u8>) {
        for byte in bytes {
            match self.odd.take() {
                None => self.odd = Some(*byte),
                Some(first) if self.is_little => self.unit(u16::from_le_bytes([first, *byte]), text),
                Some(first) => self.unit(u16::from_be_bytes([first, *byte]), text),
            }
        }
    }

    /// What is left: half of a pair, and an odd byte that is no text.
    pub(crate) fn finish(&mut self, text: &mut Vec<u8>) -> Option<u8> {
        if let Some(high) = self.high.take() {
            push_unit(high, text);
        }
        self.odd.take()
    }

    fn unit(&mut self, unit: u16, text: &mut Vec<u8>) {
        if let Some(high) = self.high.take() {
            if let Some(Ok(character)) = char::decode_utf16([high, unit]).next() {
                text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                return;
            }
            push_unit(high, text);
        }
        match unit {
            0xD800..0xDC00 => self.high = Some(unit),
            unit => push_unit(unit, text),
        }
    }
}

/// As UTF-8 would write it, were it allowed to write halves of pairs.
fn push_unit(unit: u16, text: &mut Vec<u8>) {
    let [high, low] = unit.to_be_bytes();
    match unit {
        0..0x80 => text.push(low),
        0x80..0x800 => text.extend_from_slice(&[0xC0 | high << 2 | low >> 6, 0x80 | low & 0x3F]),
        _ => text.extend_from_slice(&[
            0xE0 | high >> 4,
            0x80 | (high << 2 | low >> 6) & 0x3F,
            0x80 | low & 0x3F,
        ]),
    }
}

/// Back to the document's encoding, piece by piece.
pub(crate) struct Writer {
    is_little: bool,
    /// The beginning of a character whose rest is in the next piece.
    begun: Vec<u8>,
}

impl Writer {
    pub(crate) fn new(is_little: bool) -> Self {
        Self { is_little, begun: Vec::new() }
    }

    pub(crate) fn write(&mut self, text: &[u8], bytes: &mut Vec<u8>) {
        for byte in text {
            self.begun.push(*byte);
            let length = match self.begun[0] {
                0..0x80 => 1,
                0x80..0xE0 => 2,
                0xE0..0xF0 => 3,
                _ => 4,
            };
            if self.begun.len() == length {
                self.character(bytes);
                self.begun.clear();
            }
        }
    }

    fn character(&self, bytes: &mut Vec<u8>) {
        let bits = |byte: u8| u32::from(byte & 0x3F);
        let number = match self.begun[..] {
            [one] => u32::from(one),
            [a, b] => u32::from(a & 0x1F) << 6 | bits(b),
            [a, b, c] => u32::from(a & 0x0F) << 12 | bits(b) << 6 | bits(c),
            [a, b, c, d] => u32::from(a & 0x07) << 18 | bits(b) << 12 | bits(c) << 6 | bits(d),
            _ => return,
        };
        match char::from_u32(number) {
            Some(character) => {
                character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| self.unit(*unit, bytes));
            }
            None => self.unit(u16::try_from(number).unwrap_or(u16::MAX), bytes),
        }
    }

    fn unit(&self, unit: u16, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&if self.is_little { unit.to_le_bytes() } else { unit.to_be_bytes() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_come_back_as_they_were(units in prop::collection::vec(any::<u16>(), 0..60), is_little: bool, cut in 0..60usize) {
            let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let (mut reader, mut writer) = (Reader::new(is_little), Writer::new(is_little));
            let (mut text, mut back) = (Vec::new(), Vec::new());
            let cut = cut.min(bytes.len());
            reader.read(&bytes[..cut], &mut text);
            reader.read(&bytes[cut..], &mut text);
            prop_assert_eq!(reader.finish(&mut text), None);
            let cut = cut.min(text.len());
            writer.write(&text[..cut], &mut back);
            writer.write(&text[cut..], &mut back);
            prop_assert_eq!(back, bytes);
        }
    }

    #[test]
    fn utf_16_is_recognized_with_and_without_a_mark() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(Encoding::of(&utf16("\u{feff}a")), Encoding::Utf16 { is_little: true });
        assert_eq!(Encoding::of(&utf16("{\"a\": 1}")), Encoding::Utf16 { is_little: true });
        assert_eq!(Encoding::of(b"\xFE\xFF\0a"), Encoding::Utf16 { is_little: false });
        assert_eq!(Encoding::of("{\"a\": 1}".as_bytes()), Encoding::Bytes);
        assert_eq!(Encoding::of(b"\0\0\0\0\0\0\0\0\0"), Encoding::Bytes);
    }
}
