//! A text as somebody else reads it: with its escapes undone, or without its white space. It is known where each byte
//! stands in the text, so that what is found here is replaced there.

use std::ops::Range;

use zeroize::Zeroizing;

/// The bytes of a text after decoding, and what of the text each stands for.
pub(crate) struct View {
    pub bytes: Zeroizing<Vec<u8>>,
    /// Where the part of the text begins.
    start: usize,
    /// In order; the first begins with the view, and each ends where the next begins.
    runs: Vec<Run>,
}

/// Bytes of a view that stand in a row, in the text too. All in bytes.
#[derive(Clone, Copy)]
struct Run {
    /// Where it begins in the view.
    at: u32,
    /// Where it begins in the part of the text.
    source: u32,
    /// The length of what each byte stands for: one that was escaped, for the whole escape. 0: each stands for itself.
    escape: u32,
}

/// Most parts of a text have no more.
const MIN_RUNS: usize = 8;

impl View {
    fn of(part: &Range<usize>) -> Self {
        Self {
            bytes: Zeroizing::new(Vec::with_capacity(part.len())),
            start: part.start,
            runs: Vec::with_capacity(MIN_RUNS),
        }
    }

    fn run(&mut self, source: usize, escape: usize) {
        let small = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let run =
            Run { at: small(self.bytes.len()), source: small(source - self.start), escape: small(escape) };
        self.runs.push(run);
    }

    /// Bytes that stand for themselves, from this place of the text on.
    fn push(&mut self, bytes: &[u8], source: usize) {
        let ends = self.runs.last().filter(|run| run.escape == 0);
        let end = ends.map(|run| self.start + run.source as usize + self.bytes.len() - run.at as usize);
        if end != Some(source) {
            self.run(source, 0);
        }
        self.bytes.extend_from_slice(bytes);
    }

    fn push_decoded(&mut self, decoded: Decoded, source: &Range<usize>) {
        self.run(source.start, source.len());
        decoded.add_to(&mut self.bytes);
    }

    /// The range of the text for a range of the view that is not empty.
    pub(crate) fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.place(range.start).start..self.place(range.end - 1).end
    }

    fn place(&self, at: usize) -> Range<usize> {
        self.place_in(self.runs.partition_point(|run| run.at as usize <= at) - 1, at)
    }

    fn place_in(&self, run: usize, at: usize) -> Range<usize> {
        let run = self.runs[run];
        let start = self.start + run.source as usize;
        match run.escape {
            0 => start + at - run.at as usize..start + at - run.at as usize + 1,
            length => start..start + length as usize,
        }
    }

    /// A part of the text with escapes decoded once. `None`: nothing in it is escaped.
    pub(crate) fn decoded(text: &[u8], part: Range<usize>) -> Option<Self> {
        let bytes = &text[part.clone()];
        let mut next = next_escape(bytes, 0);
        next.as_ref()?;
        let mut view = Self::of(&part);
        let mut done = 0;
        while let Some((range, decoded)) = next {
            if done < range.start {
                view.push(&bytes[done..range.start], part.start + done);
            }
            done = range.end;
            view.push_decoded(decoded, &(part.start + range.start..part.start + range.end));
            next = next_escape(bytes, done);
        }
        if done < bytes.len() {
            view.push(&bytes[done..], part.start + done);
        }
        Some(view)
    }

    /// Decoded once more.
    pub(crate) fn decoded_again(&self) -> Option<Self> {
        let mut next = next_escape(&self.bytes, 0);
        next.as_ref()?;
        let mut view = Self::of(&(self.start..self.start + self.bytes.len()));
        let (mut done, mut run) = (0, 0);
        while let Some((range, decoded)) = next {
            self.copy(done..range.start, &mut run, &mut view);
            done = range.end;
            view.push_decoded(decoded, &self.source(&range));
            next = next_escape(&self.bytes, done);
        }
        self.copy(done..self.bytes.len(), &mut run, &mut view);
        Some(view)
    }

    /// Adds a range to another view of the same text. `run`: one that begins at or before it.
    fn copy(&self, range: Range<usize>, run: &mut usize, view: &mut Self) {
        let mut at = range.start;
        while at < range.end {
            while self.runs.get(*run + 1).is_some_and(|next| next.at as usize <= at) {
                *run += 1;
            }
            let end = self.runs.get(*run + 1).map_or(range.end, |next| range.end.min(next.at as usize));
            let place = self.place_in(*run, at);
            if self.runs[*run].escape == 0 {
                view.push(&self.bytes[at..end], place.start);
            } else {
                view.run(place.start, place.len());
                view.bytes.extend_from_slice(&self.bytes[at..end]);
            }
            at = end;
        }
    }

    /// A part of the text with quoted-printable decoded (RFC 2045 §6.7): soft line breaks and `=3D`.
    pub(crate) fn quoted_printable(text: &[u8], part: Range<usize>) -> Self {
        let mut view = Self::of(&part);
        let mut at = part.start;
        while at < part.end {
            let rest = &text[at..part.end];
            let length = match rest {
                [b'=', b'\n', ..] => 2,
                [b'=', b'\r', b'\n', ..] => 3,
                [b'=', digits @ ..] if digits.len() >= 2 && is_quoted_byte(digits) => {
                    let byte = hex(&digits[..2]).and_then(|byte| u8::try_from(byte).ok());
                    view.push_decoded(Decoded::Byte(byte.unwrap_or(b'=')), &(at..at + 3));
                    3
                }
                _ => {
                    view.push(&rest[..1], at);
                    1
                }
            };
            at += length;
        }
        view
    }

    /// A part of the text without white space, and without the backslash that ends a continued line.
    pub(crate) fn squeezed(text: &[u8], part: Range<usize>) -> Self {
        let mut view = Self::of(&part);
        for at in part {
            if !is_gap(text, at) {
                view.push(&text[at..=at], at);
            }
        }
        view
    }
}

/// The first escape from here on, and what it stands for.
fn next_escape(bytes: &[u8], from: usize) -> Option<(Range<usize>, Decoded)> {
    // Where one is, the next is often near.
    const NEAR: usize = 16;
    let near = bytes.len().min(from + NEAR);
    let read = |at: usize| {
        let is_read = at > from && is_of_read_run(bytes, at);
        let found = if is_read { None } else { escape(&bytes[at..]) };
        found.map(|(length, decoded)| (at..at + length, decoded))
    };
    let mut escapes = (from..near).filter(|at| matches!(bytes[*at], b'\\' | b'%' | b'&'));
    escapes
        .find_map(read)
        .or_else(|| memchr::memchr3_iter(b'\\', b'%', b'&', &bytes[near..]).find_map(|at| read(near + at)))
}

/// One of several backslashes, of which the one before was no escape: then none of them is.
pub(crate) fn is_of_read_run(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'\\' && at > 0 && bytes[at - 1] == b'\\'
}

/// Decoded once. `None`: nothing is escaped.
pub(crate) fn decoded_once(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut next = next_escape(text, 0);
    next.as_ref()?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut done = 0;
    while let Some((range, decoded)) = next {
        bytes.extend_from_slice(&text[done..range.start]);
        decoded.add_to(&mut bytes);
        done = range.end;
        next = next_escape(text, done);
    }
    bytes.extend_from_slice(&text[done..]);
    Some(bytes)
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

/// Decodes in place what is never longer than its escapes, and returns its length. `None`: nothing is escaped.
pub(crate) fn decode_in_place(text: &mut [u8]) -> Option<usize> {
    let mut next = next_escape(text, 0);
    next.as_ref()?;
    let (mut done, mut length) = (0, 0);
    while let Some((range, decoded)) = next {
        text.copy_within(done..range.start, length);
        length += range.start - done;
        length += decoded.write_to(&mut text[length..]);
        done = range.end;
        next = next_escape(text, done);
    }
    text.copy_within(done.., length);
    Some(length + text.len() - done)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    Byte(u8),
    Char(char),
}

impl Decoded {
    fn write_to(self, bytes: &mut [u8]) -> usize {
        match self {
            Self::Byte(byte) => {
                bytes[0] = byte;
                1
            }
            Self::Char(character) => character.encode_utf8(bytes).len(),
        }
    }

    fn add_to(self, bytes: &mut Vec<u8>) {
        let mut four = [0; 4];
        let length = self.write_to(&mut four);
        bytes.extend_from_slice(&four[..length]);
    }
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
    let (length, byte) = match text {
        [b'a', b'm', b'p', b';', ..] => (4, b'&'),
        [b'q', b'u', b'o', b't', b';', ..] => (5, b'"'),
        [b'a', b'p', b'o', b's', b';', ..] => (5, b'\''),
        [b'l', b't', b';', ..] => (3, b'<'),
        [b'g', b't', b';', ..] => (3, b'>'),
        [b'h', b'y', b'p', b'h', b'e', b'n', b';', ..] => (7, b'-'),
        [b'd', b'a', b's', b'h', b';', ..] => (5, b'-'),
        [b'p', b'e', b'r', b'i', b'o', b'd', b';', ..] => (7, b'.'),
        [b'l', b'o', b'w', b'b', b'a', b'r', b';', ..] => (7, b'_'),
        [b'e', b'q', b'u', b'a', b'l', b's', b';', ..] => (7, b'='),
        [b'p', b'l', b'u', b's', b';', ..] => (5, b'+'),
        [b's', b'o', b'l', b';', ..] => (4, b'/'),
        [b'c', b'o', b'l', b'o', b'n', b';', ..] => (6, b':'),
        [b'n', b'b', b's', b'p', b';', ..] => (5, b' '),
        [b'N', b'e', b'w', b'L', b'i', b'n', b'e', b';', ..] => (8, b'\n'),
        [b'T', b'a', b'b', b';', ..] => (4, b'\t'),
        _ => return None,
    };
    Some((length, Decoded::Byte(byte)))
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
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| {
        number.checked_mul(16)?.checked_add(char::from(*digit).to_digit(16)?)
    })
}
