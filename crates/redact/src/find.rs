//! Everything that must not leave a text, from all finders, whatever the text is written in.
//!
//! The finders read bytes as they stand. Where a text has escapes, the part around them is decoded, as often as it can be,
//! and read again; what is found there is mapped back. Base64 that is text is read as a text of its own.

use std::ops::Range;

use crate::base64;
use crate::effort::{self, Allowance, Effort};
use crate::finding::{Found, Rewritten, What, merge};
use crate::known::KnownSecrets;
use crate::label;
use crate::masks::Masks;
use crate::personal::{self, PersonalData};
use crate::view::{View, escape, is_of_read_run};
use crate::{mail, names, shapes, unread};

/// How often a text may be encoded over again; each pass undoes whole chains of percent signs, backslashes and `&amp;`.
const MAX_PASSES: usize = 6;
/// How much is decoded around an escape, in bytes.
const MAX_REACH: usize = 4 * 1_024;
/// Shorter runs of base64 hold no secret of a text with a name.
const MIN_BASE64: usize = 24;
const MAX_NESTING: usize = 2;

/// Which finders a text passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// A person's own masks alone.
    Masks,
    /// Known values, and whole static tokens.
    Known,
    /// All of them.
    All(PersonalData),
}

pub(crate) struct Finder<'a> {
    pub known: &'a KnownSecrets,
    pub masks: &'a Masks,
    pub level: Level,
    pub nesting: usize,
}

/// What serves a text and all that is decoded of it.
#[derive(Default)]
struct Reading {
    names: names::Memory,
    effort: Effort,
}

impl Finder<'_> {
    /// Ranges that do not overlap, in order, at the borders of characters and escapes.
    pub(crate) fn find(&self, text: &[u8]) -> Vec<Found> {
        self.find_all(text, &mut Reading::default())
    }

    fn find_all(&self, text: &[u8], reading: &mut Reading) -> Vec<Found> {
        let mut found = Vec::new();
        let runs: Vec<Range<usize>> = shapes::runs(text).collect();
        let steps = self.read(text, &runs, reading, &mut found);
        self.read_encoded(text, Allowance::new(text, steps), reading, &mut found);
        // On the screen a body in base64 is shown as it came; known values are found in its digits.
        if self.nesting < MAX_NESTING && self.level != Level::Known {
            for run in &runs {
                self.read_base64(text, run, reading, &mut found);
            }
        }
        for one in &mut found {
            snap(text, &mut one.range);
            one.quote = quote_of_number(text, &mut one.range);
        }
        let labels = label::ranges(text);
        found.retain(|one| !is_labelled(text, &one.range, &labels));
        merge(found)
    }

    /// One reading of a text, or of a part of it that was decoded. Returns what its names and findings cost, in steps.
    fn read(
        &self,
        text: &[u8],
        runs: &[Range<usize>],
        reading: &mut Reading,
        found: &mut Vec<Found>,
    ) -> usize {
        let before = found.len();
        self.masks.find(text, found);
        if self.level != Level::Masks {
            self.known.find(text, found);
        }
        let mut steps = 0;
        match self.level {
            Level::Masks => {}
            Level::Known => shapes::find_whole_static(text, runs, found),
            Level::All(personal) => {
                steps = names::find(text, &mut reading.names, found);
                shapes::find(text, runs, found);
                personal::find(text, personal, found);
            }
        }
        steps + (found.len() - before) * effort::FINDING
    }

    fn read_encoded(
        &self,
        text: &[u8],
        mut allowance: Allowance,
        reading: &mut Reading,
        found: &mut Vec<Found>,
    ) {
        let lines = mail::broken_lines(text);
        let mut for_lines = allowance.half();
        if !lines.is_empty() {
            allowance = allowance.half();
        }
        for part in escaped_parts(text) {
            allowance.add_until(part.end, &mut reading.effort);
            let decoded = || View::decoded(text, part.clone());
            self.read_layers(text, &part, (decoded, MAX_PASSES), reading, found);
        }
        for line in lines {
            for_lines.add_until(line.end, &mut reading.effort);
            let decoded = || Some(View::quoted_printable(text, line.clone()));
            self.read_layers(text, &line, (decoded, 2), reading, found);
        }
    }

    /// Reads a part of a text decoded, and decoded once more as often as it can be.
    fn read_layers(
        &self,
        text: &[u8],
        part: &Range<usize>,
        (decoded, passes): (impl FnOnce() -> Option<View>, usize),
        reading: &mut Reading,
        found: &mut Vec<Found>,
    ) {
        let leave_out = |found: &mut Vec<Found>| found.extend(unread::pieces(text, part));
        if reading.effort.is_spent() {
            return leave_out(found);
        }
        let mut view = decoded();
        for _ in 0..passes {
            let Some(decoded) = view else { return };
            if reading.effort.is_spent() {
                return leave_out(found);
            }
            self.read_view(&decoded, reading, found);
            view = decoded.decoded_again();
        }
    }

    fn read_view(&self, view: &View, reading: &mut Reading, found: &mut Vec<Found>) {
        let runs: Vec<Range<usize>> = shapes::runs(&view.bytes).collect();
        let mut here = Vec::new();
        let steps = self.read(&view.bytes, &runs, reading, &mut here);
        reading.effort.spend(view.bytes.len() + steps);
        if here.is_empty() {
            return;
        }
        let labels = label::ranges(&view.bytes);
        here.retain(|one| !one.range.is_empty() && !is_labelled(&view.bytes, &one.range, &labels));
        found.extend(here.into_iter().map(|one| Found { range: view.source(&one.range), ..one }));
    }

    /// What base64 holds, if it is text.
    fn read_base64(&self, text: &[u8], run: &Range<usize>, reading: &mut Reading, found: &mut Vec<Found>) {
        if let Some(digits) = base64_part(text, run) {
            let Some(decoded) = base64::decode(&text[digits.clone()]) else { return };
            let inner = Finder { nesting: self.nesting + 1, ..*self }.find_all(&decoded, reading);
            if inner.is_empty() {
                // What its digits spell stands in a label.
                let is_inside = |one: &Found| digits.start <= one.range.start && one.range.end <= digits.end;
                found.retain(|one| !(matches!(one.what, What::Known(_)) && is_inside(one)));
            }
            if let [one] = &inner[..]
                && one.range == (0..decoded.len())
            {
                found.push(Found { range: digits, ..one.clone() });
                return;
            }
            for (range, rewritten) in Rewritten::all(&text[digits.clone()], &decoded, inner) {
                let range = digits.start + range.start..digits.start + range.end;
                found.push(Found::new(range, What::Rewritten(Box::new(rewritten))));
            }
        }
    }
}

/// Where the base64 begins that lies across `at` and goes on until `end`: its beginning counts for the places of its groups.
pub(crate) fn base64_start(text: &[u8], at: usize, end: usize) -> Option<usize> {
    let is_across = shapes::RUN.count(&text[at..end]) == end - at;
    let before = shapes::RUN.count_back(&text[..at]);
    let run = at - before..end;
    base64_part(text, &run).map(|digits| digits.start).filter(|start| is_across && *start <= at)
}

/// Runs that are base64 of a text, as far as their beginning tells.
fn base64_part(text: &[u8], run: &Range<usize>) -> Option<Range<usize>> {
    const SAMPLE: usize = 64;
    let mut start = run.start;
    // What comes before it may be a path or a name.
    for _ in 0..4 {
        let digits = base64::DIGITS.count(&text[start..run.end]);
        if digits < MIN_BASE64 {
            start += digits + 1;
        } else {
            let sample = &text[start..start + digits.min(SAMPLE)];
            if base64::is_of_text(&sample[..sample.len() / 4 * 4]) {
                let padding =
                    text[start + digits..run.end].iter().take(2).take_while(|byte| **byte == b'=').count();
                return Some(start..start + digits + padding);
            }
            start += text[start..run.end].iter().position(|byte| b"/-_=+.".contains(byte))? + 1;
        }
        if start >= run.end {
            return None;
        }
    }
    None
}

/// The parts of a text that have escapes in them, to their quotes or spaces. They do not overlap.
#[inline(never)]
fn escaped_parts(text: &[u8]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for at in memchr::memchr3_iter(b'\\', b'%', b'&', text) {
        if at < end || at > end && is_of_read_run(text, at) || escape(&text[at..]).is_none() {
            continue;
        }
        let part = part_around(text, at, end);
        end = part.end;
        match parts.last_mut() {
            Some(last) if is_next(text, last, &part) && last.len() + part.len() < MAX_REACH => {
                last.end = part.end;
            }
            _ => parts.push(part),
        }
    }
    parts
}

/// What stands in a row, or on lines in a row, is decoded at once.
fn is_next(text: &[u8], last: &Range<usize>, part: &Range<usize>) -> bool {
    last.end == part.start || last.end + 1 == part.start && text[last.end] == b'\n'
}

fn part_around(text: &[u8], at: usize, from: usize) -> Range<usize> {
    let is_percent = text[at] == b'%';
    // HTML has quotes in its tags, between a name and its value.
    let is_entity = text[at] == b'&';
    let stops = |at: usize| match text[at] {
        b'\n' => true,
        b'"' => !is_entity && !text[..at].ends_with(b"\\"),
        b' ' | b'\'' | b'<' | b'>' => is_percent,
        _ => false,
    };
    let reach = from.max(at.saturating_sub(MAX_REACH));
    let start = (reach..at).rev().find(|at| stops(*at)).map_or(reach, |stop| stop + 1);
    let limit = text.len().min(at + MAX_REACH);
    let end = (at + 1..limit).find(|at| stops(*at)).unwrap_or(limit);
    start..end
}

/// Labels are left alone, also where a secret is called like one.
fn is_labelled(text: &[u8], range: &Range<usize>, labels: &[Range<usize>]) -> bool {
    let next = labels.partition_point(|label| label.end <= range.start);
    let Some(label) = labels.get(next).filter(|label| label.start < range.end) else { return false };
    if label.start <= range.start && range.end <= label.end {
        return true;
    }
    // Nothing but labels and what separates them.
    let mut at = range.start;
    for label in labels[next..].iter().take_while(|label| label.start < range.end) {
        if label.start > at && text[at..label.start].iter().any(u8::is_ascii_alphanumeric) {
            return false;
        }
        at = label.end;
    }
    at >= range.end || !text[at..range.end].iter().any(u8::is_ascii_alphanumeric)
}

/// A number of JSON becomes a string: the range is widened to all of it. Returns how many backslashes its quotes need, as
/// those of its name have.
fn quote_of_number(text: &[u8], range: &mut Range<usize>) -> Option<usize> {
    const MAX_NUMBER: usize = 32;
    const MAX_SPACES: usize = 64;
    let is_digit = |byte: &&u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let is_white = |byte: &&u8| byte.is_ascii_whitespace();
    if range.len() > MAX_NUMBER || !text[range.clone()].iter().all(|byte| is_digit(&byte)) {
        return None;
    }
    let start = range.start - text[..range.start].iter().rev().take(MAX_NUMBER).take_while(is_digit).count();
    let end = range.end + text[range.end..].iter().take(MAX_NUMBER).take_while(is_digit).count();
    let behind = text[end..].iter().take(MAX_SPACES).find(|byte| !is_white(byte))?;
    let before = &text[..start - text[..start].iter().rev().take(MAX_SPACES).take_while(is_white).count()];
    let depth = match before {
        [name @ .., b':'] => {
            let quoted = name[..name.len() - name.iter().rev().take(MAX_SPACES).take_while(is_white).count()]
                .strip_suffix(b"\"")?;
            quoted.iter().rev().take_while(|byte| **byte == b'\\').count()
        }
        [.., b'[' | b','] => 0,
        _ => return None,
    };
    b",]}".contains(behind).then(|| {
        *range = start..end;
        depth
    })
}

/// Widens a range to whole characters and whole escapes, so that what is left is still text, and still JSON.
fn snap(text: &[u8], range: &mut Range<usize>) {
    let is_inside = |at: usize| text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    // Bytes that are no UTF-8 have no borders to keep.
    for _ in 0..3 {
        range.start -= usize::from(range.start > 0 && is_inside(range.start));
        range.end += usize::from(is_inside(range.end));
    }
    for back in 1..=5.min(range.start) {
        let at = range.start - back;
        if matches!(text[at], b'\\' | b'%') && !text[..at].ends_with(b"\\") {
            let length = escape(&text[at..]).map_or(0, |(length, _)| length);
            if length > back
                && text[at + 1..range.start]
                    .iter()
                    .all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'u' | b'x'))
            {
                range.start = at;
                range.end = range.end.max(at + length);
            }
            break;
        }
    }
}
