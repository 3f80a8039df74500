//! A text as somebody else reads it: with its escapes undone, or without its white space. Each byte knows where it stands
//! in the text, so that what is found here is replaced there.

use std::ops::Range;

use zeroize::Zeroizing;

/// The bytes of a text after decoding, and the range of the text that each stands for.
pub(crate) struct View {
    pub bytes: Zeroizing<Vec<u8>>,
    places: Vec<Range<usize>>,
}

impl View {
    fn with_capacity(size: usize) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(size)), places: Vec::with_capacity(size) }
    }

    fn push(&mut self, byte: u8, range: Range<usize>) {
        self.bytes.push(byte);
        self.places.push(range);
    }

    /// The range of the text for a range of the view that is not empty.
    pub(crate) fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.places[range.start].start..self.places[range.end - 1].end
    }

    /// A part of the text with escapes decoded once. `None`: nothing in it is escaped.
    pub(crate) fn decoded(text: &[u8], part: Range<usize>) -> Option<Self> {
        memchr::memchr3(b'\\', b'%', b'&', &text[part.clone()])?;
        let mut view = Self::with_capacity(part.len());
        decode(&text[part.clone()], |byte, range| {
            view.push(byte, part.start + range.start..part.start + range.end);
        })
        .then_some(view)
    }

    /// Decoded once more.
    pub(crate) fn decoded_again(&self) -> Option<Self> {
        memchr::memchr3(b'\\', b'%', b'&', &self.bytes)?;
        let mut view = Self::with_capacity(self.bytes.len());
        decode(&self.bytes, |byte, range| view.push(byte, self.source(&range))).then_some(view)
    }

    /// A part of the text with quoted-printable decoded (RFC 2045 §6.7): soft line breaks and `=3D`.
    pub(crate) fn quoted_printable(text: &[u8], part: Range<usize>) -> Self {
        let mut view = Self::with_capacity(part.len());
        let mut at = part.start;
        while at < part.end {
            let rest = &text[at..part.end];
            let length = match rest {
                [b'=', b'\n', ..] => 2,
                [b'=', b'\r', b'\n', ..] => 3,
                [b'=', digits @ ..] if digits.len() >= 2 && is_quoted_byte(digits) => {
                    let byte = hex(&digits[..2]).and_then(|byte| u8::try_from(byte).ok());
                    view.push(byte.unwrap_or(b'='), at..at + 3);
                    3
                }
                _ => {
                    view.push(text[at], at..at + 1);
                    1
                }
            };
            at += length;
        }
        view
    }

    /// A part of the text without white space, and without the backslash that ends a continued line.
    pub(crate) fn squeezed(text: &[u8], part: Range<usize>) -> Self {
        let mut view = Self::with_capacity(part.len());
        for at in part {
            if !is_gap(text, at) {
                view.push(text[at], at..at + 1);
            }
        }
        view
    }
}

/// The digits behind the `=` of an escaped byte, which are capitals.
pub(crate) fn is_quoted_byte(digits: &[u8]) -> bool {
    digits.len() >= 2 && digits[..2].iter().all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F'))
}

/// White space, or the backslash at the end of a continued line.
pub(crate) fn is_gap(text: &[u8], at: usize) -> bool {
    match text[at] {
        b' ' | b'\t' | b'\r' | b'\n' => true,
        b'\\' => matches!(text.get(at + 1), Some(b'\n' | b'\r')),
        _ => false,
    }
}

/// Hands on each byte with the range that it was decoded from. Whether anything was escaped.
fn decode(text: &[u8], mut push: impl FnMut(u8, Range<usize>)) -> bool {
    let mut at = 0;
    let mut any = false;
    while at < text.len() {
        if let Some((length, character)) = escape(&text[at..]) {
            any = true;
            match character {
                Decoded::Byte(byte) => push(byte, at..at + length),
                Decoded::Char(character) => {
                    let mut utf8 = [0; 4];
                    character.encode_utf8(&mut utf8).bytes().for_each(|byte| push(byte, at..at + length));
                }
            }
            at += length;
        } else {
            push(text[at], at..at + 1);
            at += 1;
        }
    }
    any
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    Byte(u8),
    Char(char),
}

/// The escape at the start of a text: its length and what it stands for. Backslashes and percent signs that were escaped
/// themselves, however often, are one with what they escape.
pub(crate) fn escape(text: &[u8]) -> Option<(usize, Decoded)> {
    match text.first()? {
        b'%' => percent(text),
        b'&' => entity(text),
        b'\\' => backslash(text),
        _ => None,
    }
}

/// RFC 3986 §2.1; `%25252D` is `%2D` that was encoded twice more.
fn percent(text: &[u8]) -> Option<(usize, Decoded)> {
    let mut at = 1;
    while text.get(at..at + 2) == Some(b"25") && text.get(at + 2..at + 4).is_some_and(are_hex) {
        at += 2;
    }
    let byte = hex(text.get(at..at + 2)?)?;
    Some((at + 2, Decoded::Byte(u8::try_from(byte).ok()?)))
}

/// JSON (RFC 8259 §7) and what programming languages add. In JSON inside JSON the backslashes are doubled, so a run of them
/// is one.
fn backslash(text: &[u8]) -> Option<(usize, Decoded)> {
    let run = text.iter().take_while(|byte| **byte == b'\\').count();
    let rest = &text[run..];
    let one = |byte: u8| Some((run + 1, Decoded::Byte(byte)));
    match rest.first()? {
        b'u' if rest.get(1) == Some(&b'{') => braced(rest).map(|(length, c)| (run + length, c)),
        b'u' => Some((run + 5, character(hex(rest.get(1..5)?)?)?)),
        b'U' => Some((run + 9, character(hex(rest.get(1..9)?)?)?)),
        b'x' => Some((run + 3, character(hex(rest.get(1..3)?)?)?)),
        b'n' => one(b'\n'),
        b'r' => one(b'\r'),
        b't' => one(b'\t'),
        byte @ (b'"' | b'\'' | b'/' | b'`' | b'&' | b'$' | b'=' | b'-') => one(*byte),
        _ if run > 1 => Some((run, Decoded::Byte(b'\\'))),
        _ => None,
    }
}

/// `u{2d}` of JavaScript, Rust and Ruby.
fn braced(text: &[u8]) -> Option<(usize, Decoded)> {
    let digits = text.get(2..)?.iter().take(9).position(|byte| *byte == b'}')?;
    Some((digits + 3, character(hex(&text[2..2 + digits])?)?))
}

/// `&#45;`, `&#x2d;` and the few names that occur in addresses and values; `&amp;#45;` was escaped twice.
fn entity(text: &[u8]) -> Option<(usize, Decoded)> {
    let mut at = 1;
    while text[at..].starts_with(b"amp;")
        && text.get(at + 4).is_some_and(|next| *next == b'#' || next.is_ascii_alphabetic())
    {
        if text[at + 4..].starts_with(b"amp;")
            || named(&text[at + 4..]).is_some()
            || numeric(&text[at + 4..]).is_some()
        {
            at += 4;
        } else {
            break;
        }
    }
    let (length, character) = named(&text[at..]).or_else(|| numeric(&text[at..]))?;
    Some((at + length, character))
}

fn named(text: &[u8]) -> Option<(usize, Decoded)> {
    const NAMES: [(&[u8], u8); 16] = [
        (b"amp;", b'&'),
        (b"quot;", b'"'),
        (b"apos;", b'\''),
        (b"lt;", b'<'),
        (b"gt;", b'>'),
        (b"hyphen;", b'-'),
        (b"dash;", b'-'),
        (b"period;", b'.'),
        (b"lowbar;", b'_'),
        (b"equals;", b'='),
        (b"plus;", b'+'),
        (b"sol;", b'/'),
        (b"colon;", b':'),
        (b"nbsp;", b' '),
        (b"NewLine;", b'\n'),
        (b"Tab;", b'\t'),
    ];
    NAMES
        .iter()
        .find(|(name, _)| text.starts_with(name))
        .map(|(name, byte)| (name.len(), Decoded::Byte(*byte)))
}

fn numeric(text: &[u8]) -> Option<(usize, Decoded)> {
    let inside = text.strip_prefix(b"#")?;
    let end = inside.iter().take(9).position(|byte| *byte == b';')?;
    let number = match inside[..end].strip_prefix(b"x").or_else(|| inside[..end].strip_prefix(b"X")) {
        Some(digits) => hex(digits)?,
        None => std::str::from_utf8(&inside[..end]).ok()?.parse().ok()?,
    };
    Some((end + 2, character(number)?))
}

/// Half of a surrogate pair is no character; it becomes a byte that no secret holds.
fn character(number: u32) -> Option<Decoded> {
    match char::from_u32(number) {
        Some(character) => Some(Decoded::Char(character)),
        None if (0xD800..0xE000).contains(&number) => Some(Decoded::Byte(0xFF)),
        None => None,
    }
}

fn are_hex(digits: &[u8]) -> bool {
    digits.iter().all(u8::is_ascii_hexdigit)
}

fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || !are_hex(digits) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
