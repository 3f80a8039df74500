//! Looks for known secrets in a text.

use std::ops::Range;

use zeroize::Zeroizing;

use super::forms::{base64, hex, lead_digits, same_digit};
use super::grams::{GRAM, Source, Spelling};
use super::{Alphabet, KnownSecrets};
use crate::finding::{Found, What};
use crate::view::{View, is_gap};

impl KnownSecrets {
    pub(crate) fn is_empty(&self) -> bool {
        self.grams.is_empty()
    }

    /// Every run of a secret, also with white space in it.
    pub(crate) fn find(&self, text: &[u8], found: &mut Vec<Found>) {
        if self.is_empty() {
            return;
        }
        self.find_runs(text, |range, secret| found.push(Found::new(range, What::Known(secret))));
        self.find_split(text, found);
    }

    fn find_runs(&self, text: &[u8], mut hit: impl FnMut(Range<usize>, u32)) {
        let mut skip_to = 0;
        self.grams.scan(text, |at| {
            if at >= skip_to
                && let Some((range, secret)) = self.run_at(text, at)
            {
                // Windows that lie within this run say nothing new.
                skip_to = (at + 1).max((range.end + 1).saturating_sub(GRAM));
                hit(range, secret);
            }
        });
    }

    /// The longest run of a secret around a window.
    #[inline(never)]
    fn run_at(&self, text: &[u8], at: usize) -> Option<(Range<usize>, u32)> {
        let window = text[at..].first_chunk::<GRAM>()?;
        let mut best: Option<(Range<usize>, u32)> = None;
        self.grams.look_up(*window, |source| {
            if let Some(range) = self.verify(text, at, source)
                && best.as_ref().is_none_or(|(other, _)| other.len() < range.len())
            {
                best = Some((range, self.forms[source.form as usize].secret));
            }
        });
        best
    }

    /// The run of the secret around a window that may be of it.
    fn verify(&self, text: &[u8], at: usize, source: Source) -> Option<Range<usize>> {
        let value = &self.forms[source.form as usize].value;
        let offset = usize::from(source.offset);
        match source.spelling {
            Spelling::Plain => {
                let same = |left: &u8, right: &u8| left.eq_ignore_ascii_case(right);
                around(text, at, value, offset, same).filter(|range| range.len() >= GRAM)
            }
            Spelling::Hex => {
                let same = |left: &u8, right: &u8| left.eq_ignore_ascii_case(right);
                around(text, at, &hex(value), offset, same).filter(|range| range.len() >= 2 * GRAM)
            }
            Spelling::Base64(lead) => {
                let spelt = base64(value, lead);
                let from = lead_digits(lead);
                let same = |left: &u8, right: &u8| same_digit(*left) == same_digit(*right);
                let offset = offset.checked_sub(from)?;
                let range = around(text, at, &spelt[from..], offset, same)?;
                let is_begun = lead > 0 && at - range.start == offset;
                let is_ended = range.end - at == spelt.len() - from - offset;
                // Eight bytes fill ten digits wherever they begin.
                (range.len() >= 10).then(|| whole_digits(text, range, is_begun, is_ended))
            }
        }
    }

    /// Runs with white space in them. Only windows that it splits are looked at here.
    #[inline(never)]
    fn find_split(&self, text: &[u8], found: &mut Vec<Found>) {
        let mut joined = Joined::default();
        let mut done = 1;
        for white in memchr::memchr3_iter(b' ', b'\n', b'\t', text) {
            if white < done {
                continue;
            }
            let gap = white
                - text[done..white].iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\\')).count();
            let length = text[white..].iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\t' | b'\r'));
            let end = length.map_or(text.len(), |length| white + length);
            done = end.max(white + 1);
            if end < text.len() && self.alphabet.has(text[gap - 1]) && self.alphabet.has(text[end]) {
                done = joined.add(text, gap..end, &self.alphabet);
            }
            if joined.bytes.len() >= MAX_JOINED {
                done = self.find_joined(text, &mut joined, found).max(done);
            }
        }
        self.find_joined(text, &mut joined, found);
    }

    /// Returns the end of what has been looked at.
    fn find_joined(&self, text: &[u8], joined: &mut Joined, found: &mut Vec<Found>) -> usize {
        let mut done = 0;
        self.grams.scan(&joined.bytes, |at| {
            let Some(window) = joined.bytes[at..].first_chunk::<GRAM>() else { return };
            if window.contains(&APART) || !self.grams.holds(*window) {
                return;
            }
            let part = &joined.parts[joined.parts.partition_point(|part| part.at <= at) - 1];
            if done < part.source.end {
                let reach = self.longest * 4;
                let source = part.source.start.saturating_sub(reach)..text.len().min(part.source.end + reach);
                done = self.find_squeezed(text, source, found);
            }
        });
        joined.bytes.clear();
        joined.parts.clear();
        done
    }

    /// Returns the end of what has been looked at.
    fn find_squeezed(&self, text: &[u8], part: Range<usize>, found: &mut Vec<Found>) -> usize {
        let view = View::squeezed(text, part.clone());
        self.find_runs(&view.bytes, |range, secret| {
            found.push(Found::new(view.source(&range), What::Known(secret)));
        });
        // The end of the part may cut a secret, which the next part shows whole.
        part.end.saturating_sub(self.longest * 2)
    }
}

/// White space that is looked through before a gap, in bytes.
const MAX_GAPS: usize = 512;
/// So many bytes are joined before they are looked at.
const MAX_JOINED: usize = 4 * 1_024;
/// Stands between the parts. No secret has it, since none is other than UTF-8.
const APART: u8 = 0xFF;
/// On either side of a gap, for the windows that it splits.
const REACH: usize = GRAM - 1;

/// What stands on both sides of gaps, without them.
#[derive(Default)]
struct Joined {
    bytes: Zeroizing<Vec<u8>>,
    parts: Vec<Part>,
}

/// Gaps in a row, with less between them than a window.
struct Part {
    /// Where it begins in the bytes.
    at: usize,
    /// From the first gap on.
    source: Range<usize>,
}

impl Joined {
    /// Adds what is around a gap, and around the gaps that are near behind it. No window goes on behind a byte that no secret
    /// has. Returns the end of what was added.
    fn add(&mut self, text: &[u8], gap: Range<usize>, alphabet: &Alphabet) -> usize {
        self.bytes.push(APART);
        let at = self.bytes.len();
        let (before, length) = last_bytes(text, gap.start, alphabet);
        self.bytes.extend_from_slice(&before[REACH - length..]);
        let (mut end, mut behind) = (gap.end, 0);
        for place in gap.end..text.len() {
            if is_gap(text, place) {
                // Here it may be cut: what splits a window behind it begins anew.
                if self.bytes.len() >= MAX_JOINED && matches!(text[place], b' ' | b'\n' | b'\t') {
                    break;
                }
                behind = 0;
            } else if behind < REACH && alphabet.has(text[place]) {
                self.bytes.push(text[place]);
                behind += 1;
                end = place + 1;
            } else {
                break;
            }
        }
        self.parts.push(Part { at, source: gap.start..end });
        end
    }
}

/// The last bytes before a gap that are no white space, at the end of the array, and how many they are.
fn last_bytes(text: &[u8], gap: usize, alphabet: &Alphabet) -> ([u8; REACH], usize) {
    let (mut bytes, mut length) = ([0; REACH], 0);
    for at in (gap.saturating_sub(MAX_GAPS)..gap).rev() {
        if is_gap(text, at) {
            continue;
        }
        if length == REACH || !alphabet.has(text[at]) {
            break;
        }
        length += 1;
        bytes[REACH - length] = text[at];
    }
    (bytes, length)
}

/// How far a text and a spelling agree around places where both hold the same.
fn around(
    text: &[u8],
    at: usize,
    spelt: &[u8],
    offset: usize,
    same: impl Fn(&u8, &u8) -> bool,
) -> Option<Range<usize>> {
    let after =
        text[at..].iter().zip(spelt.get(offset..)?).take_while(|(left, right)| same(left, right)).count();
    let before = text[..at].iter().rev().zip(spelt[..offset].iter().rev());
    let before = before.take_while(|(left, right)| same(left, right)).count();
    (after > 0).then_some(at - before..at + after)
}

/// The digits before the first and after the last also hold bits of the secret, and padding says where it ends.
fn whole_digits(text: &[u8], range: Range<usize>, is_begun: bool, is_ended: bool) -> Range<usize> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    let lead = is_begun && range.start > 0 && is_digit(&text[range.start - 1]);
    let tail = is_ended && text.get(range.end).is_some_and(is_digit);
    let end = range.end + usize::from(tail);
    let padding =
        if is_ended { text[end..].iter().take(2).take_while(|byte| **byte == b'=').count() } else { 0 };
    range.start - usize::from(lead)..end + padding
}
