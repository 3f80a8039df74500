//! A text as the readers of names and values see it, and blocks of YAML in it.

use std::ops::{Deref, Range};

use crate::bytes::ByteSet;

const MAX_SPACES: usize = 64;
/// Tags of HTML and XML are no longer, in bytes.
pub(crate) const MAX_TAG: usize = 200;

/// A text, and how far around a name it may be searched, in bytes. Many names in a row get less, so that the time for a
/// text is bounded by its length.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub bytes: &'a [u8],
    pub reach: usize,
}

impl Deref for Text<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes
    }
}

impl Text<'_> {
    /// Where the line begins, or as far back as may be searched.
    pub(crate) fn line_start(self, at: usize) -> usize {
        let from = at.saturating_sub(self.reach);
        memchr::memrchr(b'\n', &self.bytes[from..at]).map_or(from, |newline| from + newline + 1)
    }

    /// Where the line ends, or as far as may be searched.
    pub(crate) fn line_end(self, at: usize) -> usize {
        let to = self.bytes.len().min(at.saturating_add(self.reach));
        memchr::memchr(b'\n', &self.bytes[at..to]).map_or(to, |length| at + length)
    }
}

pub(crate) fn skip_spaces(text: Text<'_>, from: usize) -> usize {
    static SPACES: ByteSet = ByteSet::of(b" \t");
    skip(text, from, &SPACES)
}

pub(crate) fn skip_white(text: Text<'_>, from: usize) -> usize {
    static WHITE: ByteSet = ByteSet::white_and(b"");
    skip(text, from, &WHITE)
}

fn skip(text: Text<'_>, from: usize, skipped: &ByteSet) -> usize {
    from + skipped.count(&text[from.min(text.len())..text.len().min(from + MAX_SPACES)])
}

/// A block of YAML that `|` or `>` announces, or a value on the line below its name: its first to its last character.
pub(crate) fn block(text: Text<'_>, name: &Range<usize>, mark: Range<usize>) -> Option<Range<usize>> {
    let is_mark = matches!(text[mark.clone()], [] | [b'|' | b'>'] | [b'|' | b'>', b'+' | b'-' | b'0'..=b'9']);
    let line_end = skip_spaces(text, mark.end);
    let mut at = next_line(text, line_end)?;
    if !is_mark {
        return None;
    }
    let indentation = indentation_of(text, name.start);
    let (mut first, mut last) = (None, at);
    while at < text.len() && at - mark.end < text.reach {
        let end = text.line_end(at);
        let start = skip_spaces(text, at);
        if start < end && text[start] != b'\r' {
            if start - at <= indentation || first.is_some() && mark.is_empty() {
                break;
            }
            first = first.or(Some(start));
            last = start + text[start..end].trim_ascii_end().len();
        }
        at = end + 1;
    }
    first.map(|first| first..last)
}

fn next_line(text: Text<'_>, line_end: usize) -> Option<usize> {
    match text.get(line_end..)? {
        [b'\n', ..] => Some(line_end + 1),
        [b'\r', b'\n', ..] => Some(line_end + 2),
        _ => None,
    }
}

fn indentation_of(text: Text<'_>, at: usize) -> usize {
    let line = text.line_start(at);
    text[line..at].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The bracket that closes, past those that open in between, as templates hold them.
pub(crate) fn close(text: Text<'_>, from: usize, to: usize, opening: u8, closing: u8) -> usize {
    let mut depth = 0;
    for (at, byte) in text[from..to].iter().enumerate() {
        if *byte == opening {
            depth += 1;
        } else if *byte == closing {
            if depth == 0 {
                return from + at;
            }
            depth -= 1;
        }
    }
    to
}

/// In an address, as opposed to a form or a configuration.
pub(crate) fn in_query(text: Text<'_>, start: usize) -> bool {
    let from = start.saturating_sub(512);
    let run = text[from..start].iter().rposition(|byte| byte.is_ascii_whitespace() || b"\"'".contains(byte));
    text[run.map_or(from, |at| from + at)..start].contains(&b'?')
}
