//! Looks for known secrets in a text.

use std::ops::Range;

use super::KnownSecrets;
use super::forms::{base64, hex, lead_digits, same_digit};
use super::grams::{GRAM, Source, Spelling};
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
        let is_of_secret = |at: usize| self.alphabet.0[usize::from(text[at])];
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
            if end < text.len()
                && is_of_secret(gap - 1)
                && is_of_secret(end)
                && self.may_be_split(text, gap, end)
            {
                let reach = self.longest * 4;
                let part = gap.saturating_sub(reach)..text.len().min(end + reach);
                done = self.find_squeezed(text, part, found).max(done);
            }
        }
    }

    /// Whether a window with this gap in it may be of a secret.
    fn may_be_split(&self, text: &[u8], gap: usize, end: usize) -> bool {
        const REACH: usize = GRAM - 1;
        let is_dense =
            |part: &[u8]| !part.iter().any(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'\\'));
        let mut around = [0; 2 * REACH];
        if let (Some(before), Some(after)) = (text[..gap].last_chunk(), text[end..].first_chunk::<REACH>())
            && is_dense(before as &[u8; REACH])
            && is_dense(after)
        {
            around[..REACH].copy_from_slice(before);
            around[REACH..].copy_from_slice(after);
            return self.has_window(&around);
        }
        // No window goes on behind a byte that no secret has.
        let is_of_secret = |at: &usize| self.alphabet.0[usize::from(text[*at])];
        let mut first = REACH;
        let before = (gap.saturating_sub(MAX_GAPS)..gap).rev().filter(|at| !is_gap(text, *at));
        for at in before.take_while(is_of_secret).take(REACH) {
            first -= 1;
            around[first] = text[at];
        }
        let mut last = REACH;
        let after = (end..text.len().min(end + MAX_GAPS)).filter(|at| !is_gap(text, *at));
        for at in after.take_while(is_of_secret).take(REACH) {
            around[last] = text[at];
            last += 1;
        }
        last - first >= GRAM && self.has_window(&around[first..last])
    }

    fn has_window(&self, bytes: &[u8]) -> bool {
        let mut has = false;
        self.grams.scan(bytes, |at| {
            if let Some(window) = bytes[at..].first_chunk() {
                self.grams.look_up(*window, |_| has = true);
            }
        });
        has
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

/// White space that is looked through on either side of a gap, in bytes.
const MAX_GAPS: usize = 512;

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
