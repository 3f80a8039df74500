//! Base64 (RFC 4648 §4, §5): texts in it are read as texts, so that bodies in HAR files and credentials are redacted inside.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::bytes::ByteSet;
use crate::finding::{Found, Rewritten};

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Texts up to this many bytes are written anew to their end, which needs no filling.
const MAX_WHOLE: usize = 12 * 1_024;
/// Two parts of a long text that are this near to each other, in bytes, are written as one.
const MIN_GAP: usize = 16;

/// Of both alphabets.
pub(crate) static DIGITS: ByteSet = ByteSet::alphanumeric_and(b"+/-_");

/// What each byte stands for. [`NO_DIGIT`]: nothing.
static VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 64 {
        values[STANDARD[value as usize] as usize] = value;
        values[URL_SAFE[value as usize] as usize] = value;
        value += 1;
    }
    values
};
const NO_DIGIT: u8 = 64;

fn digit(byte: u8) -> Option<u32> {
    let value = VALUES[usize::from(byte)];
    (value != NO_DIGIT).then_some(u32::from(value))
}

/// The bytes of whole groups of four digits, then those of a last group that is shorter. `None`: a byte is no digit.
pub(crate) fn decode(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 4 * 3 + 3));
    for group in text.chunks(4) {
        let mut bits = 0;
        for byte in group {
            bits = bits << 6 | digit(*byte)?;
        }
        bits <<= 6 * (4 - group.len());
        let whole = group.len() * 6 / 8;
        bytes.extend_from_slice(&bits.to_be_bytes()[1..=whole]);
    }
    Some(bytes)
}

/// Whether whole groups of digits are those of a text. Most that are not show it in the first ones.
pub(crate) fn is_of_text(digits: &[u8]) -> bool {
    let holds_control = |group: &[u8]| {
        let bits = group.iter().fold(0, |bits, byte| bits << 6 | digit(*byte).unwrap_or(0));
        bits.to_be_bytes()[1..].iter().any(|byte| is_control(*byte))
    };
    !digits.chunks_exact(4).any(holds_control) && decode_text(digits).is_some()
}

/// Decoded, if it is text.
pub(crate) fn decode_text(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = decode(text)?;
    (!bytes.is_empty() && is_text(&bytes)).then_some(bytes)
}

/// The digits of bytes, without padding.
fn encode(bytes: &[u8], alphabet: &[u8; 64]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len() * 4 / 3 + 4);
    for group in bytes.chunks(3) {
        let mut four = [0; 4];
        four[1..=group.len()].copy_from_slice(group);
        let bits = u32::from_be_bytes(four);
        for place in 0..=group.len() {
            text.push(alphabet[(bits >> (18 - 6 * place)) as usize & 63]);
        }
    }
    text
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x1B) || byte == 0x7F
}

/// Printable, and UTF-8 but for what the ends may cut.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(512)];
    if sample.iter().any(|byte| is_control(*byte)) {
        return false;
    }
    let start = sample.iter().take(3).take_while(|byte| **byte & 0xC0 == 0x80).count();
    match std::str::from_utf8(&sample[start..]) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

impl Rewritten {
    /// What was found in a decoded text, with the ranges of the digits that change. Short texts are written anew to their end,
    /// of long ones no more than is needed.
    pub(crate) fn all(digits: &[u8], decoded: &[u8], inner: Vec<Found>) -> Vec<(Range<usize>, Self)> {
        let is_short = decoded.len() <= MAX_WHOLE;
        let mut parts: Vec<Vec<Found>> = Vec::new();
        for one in inner {
            match parts.last_mut() {
                Some(part)
                    if is_short
                        || part.last().is_some_and(|last| one.range.start < last.range.end + MIN_GAP) =>
                {
                    part.push(one);
                }
                _ => parts.push(vec![one]),
            }
        }
        parts.into_iter().map(|part| Self::new(digits, decoded, part)).collect()
    }

    /// `inner`: at least one.
    fn new(digits: &[u8], decoded: &[u8], inner: Vec<Found>) -> (Range<usize>, Self) {
        let start = inner.first().map_or(0, |one| one.range.start);
        let end = inner.last().map_or(decoded.len(), |one| one.range.end);
        // A group more on either side: what was found in the digits themselves may touch it.
        let first = (start / 3).saturating_sub(1);
        let last = if decoded.len() <= MAX_WHOLE { decoded.len() } else { end.div_ceil(3) + 1 };
        let is_last = last * 3 >= decoded.len();
        let range = first * 4..if is_last { digits.len() } else { last * 4 };
        let shift =
            |one: Found| Found { range: one.range.start - first * 3..one.range.end - first * 3, ..one };
        let decoded = Zeroizing::new(decoded[first * 3..decoded.len().min(last * 3)].to_vec());
        let is_url_safe = digits.iter().any(|byte| matches!(byte, b'-' | b'_'));
        let rewritten = Self {
            decoded,
            inner: inner.into_iter().map(shift).collect(),
            alphabet: if is_url_safe { URL_SAFE } else { STANDARD },
            is_last,
            is_padded: digits.ends_with(b"="),
        };
        (range, rewritten)
    }

    /// How many bytes the text lacks so that the groups behind it keep their places.
    pub(crate) fn missing(&self, length: usize) -> usize {
        if self.is_last { 0 } else { length.next_multiple_of(3) - length }
    }

    /// The digits of what the text became.
    pub(crate) fn encode(&self, text: &[u8]) -> Vec<u8> {
        let mut digits = encode(text, self.alphabet);
        while self.is_last && self.is_padded && !digits.len().is_multiple_of(4) {
            digits.push(b'=');
        }
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_digits() {
        for length in 0..20 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte * 13).collect();
            for alphabet in [STANDARD, URL_SAFE] {
                assert_eq!(*decode(&encode(&bytes, alphabet)).unwrap(), bytes);
            }
        }
        assert_eq!(**decode(b"YTpiYw==").unwrap(), *b"a:bc");
    }
}
