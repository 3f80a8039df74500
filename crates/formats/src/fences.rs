//! The fenced blocks of a text in Markdown, each read as a text of its own, with the places of the whole text.

use std::borrow::Cow;

use crate::request::{Reading, Span};

/// Kinds of blocks that are told from one another; the blocks of further kinds are left where they are.
const MAX_KINDS: usize = 8;

/// A text divided at its fences.
pub(crate) struct Fences<'a> {
    /// The blocks, by the language that they name.
    pub parts: Vec<Part<'a>>,
    /// What stands in none of them.
    pub outside: Part<'a>,
}

/// Lines of a text, as a text.
#[derive(Default)]
pub(crate) struct Part<'a> {
    text: Cow<'a, str>,
    /// Runs of lines: where each begins here, where in the whole text, and its length. None: the two are the same.
    runs: Vec<(usize, usize, usize)>,
}

impl<'a> Part<'a> {
    pub fn whole(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), runs: Vec::new() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The reading with the places of the whole text.
    pub fn placed(&self, mut reading: Reading) -> Reading {
        if !self.runs.is_empty() {
            reading.each_span(&mut |span| *span = self.place(span));
        }
        reading
    }

    fn place(&self, span: &Span) -> Span {
        let at = |at: usize| {
            let run = self.runs.partition_point(|(start, ..)| *start <= at).saturating_sub(1);
            let (start, source, length) = self.runs[run];
            source + at.saturating_sub(start).min(length)
        };
        let start = at(span.start);
        // The end belongs to the last byte, not to the run that may follow it.
        let end = if span.is_empty() { start } else { at(span.end - 1) + 1 };
        start..end.max(start)
    }

    /// Adds a line that begins at `source`. Lines that do not follow each other get a blank one between them.
    fn push(&mut self, line: &str, source: usize) {
        let text = self.text.to_mut();
        match self.runs.last_mut() {
            Some((_, from, length)) if *from + *length == source => *length += line.len(),
            last => {
                if last.is_some() {
                    text.push('\n');
                }
                self.runs.push((text.len(), source, line.len()));
            }
        }
        text.push_str(line);
    }
}

/// Divides a text at its fences. A block that is never closed ends with the text.
pub(crate) fn of(text: &str) -> Fences<'_> {
    let mut kinds: Vec<(&str, Part<'_>)> = Vec::new();
    let mut outside = Part::default();
    let mut inside: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let fence = ["```", "~~~"].into_iter().find(|fence| line.trim_start().starts_with(fence));
        match (fence, inside) {
            (Some(fence), None) => match opened(line, fence, &mut kinds) {
                Some(kind) => inside = Some((kind, fence)),
                None => outside.push(line, at),
            },
            (Some(fence), Some((_, opened))) if fence == opened => inside = None,
            (_, Some((kind, _))) => kinds[kind].1.push(line, at),
            (None, None) => outside.push(line, at),
        }
        at += line.len();
    }
    let parts = kinds.into_iter().map(|(_, part)| part).filter(|part| !part.text.is_empty());
    Fences { parts: parts.collect(), outside }
}

/// The kind of the block that this line opens. `None`: it is a text in one line between fences, or one kind too many.
fn opened<'a>(line: &'a str, fence: &str, kinds: &mut Vec<(&'a str, Part<'a>)>) -> Option<usize> {
    let info = line.trim().trim_start_matches(['`', '~']).split_whitespace().next().unwrap_or_default();
    if info.contains(fence) {
        return None;
    }
    let known = kinds.iter().position(|(kind, _)| *kind == info);
    known.or_else(|| {
        (kinds.len() < MAX_KINDS).then(|| {
            kinds.push((info, Part::default()));
            kinds.len() - 1
        })
    })
}
