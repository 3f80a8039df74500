//! Credentials in curl's flags: `-u`, `--user` and `-b`, also joined to their values, behind other flags, and on the lines of
//! its configuration.

use std::ops::Range;

use super::headers::{cookies, push};
use super::judge::looks_random;
use super::placeholders::is_placeholder;
use super::quote::quote_before;
use super::text::{Text, skip_spaces};
use super::value::{Joiner, Value, behind, value_at};
use crate::finding::Found;
use crate::label::kind;

/// Commands are no longer, in bytes.
const MAX_COMMAND: usize = 4 * 1_024;
/// How far behind the name of its program a flag may stand, in bytes.
const REACH: usize = 2_048;
/// Of curl's flags those that take a value, but for the ones that are read here.
const OTHERS: &[u8] = b"AcCdDeEFhHKmoPQrtTwxXyYz";

/// Where a program that speaks HTTP was named last. Each part of a text is searched once.
#[derive(Default)]
pub(super) struct Programs {
    searched: usize,
    /// The end of the last command whose flags were read.
    read: usize,
    last: Option<usize>,
}

impl Programs {
    fn is_before(&mut self, text: Text<'_>, at: usize) -> bool {
        const LONGEST: usize = 4;
        let from = self.searched.max(at.saturating_sub(REACH + LONGEST));
        if from < at {
            let part = &text[from.saturating_sub(LONGEST)..at];
            let found =
                part.array_windows().rposition(|letters| matches!(letters, b"curl" | b"http" | b"wget"));
            self.last = found.map(|found| from.saturating_sub(LONGEST) + found).or(self.last);
            self.searched = at;
        }
        self.last.is_some_and(|last| last + REACH >= at)
    }
}

/// A flag that stands apart from its value, or the name of the program. Returns how far it was searched.
pub(super) fn at_stem(text: Text<'_>, at: usize, programs: &mut Programs, found: &mut Vec<Found>) -> usize {
    let flag = text[at..].trim_ascii_start();
    let start = text.len() - flag.len();
    let is_of_proxy = || text[..start].ends_with(b"-") || text[..start].ends_with(b"--proxy");
    let (length, is_cookie) = match flag {
        [b'-', b'-', b'u', b's', b'e', b'r', b' ' | b'=', ..] => (7, false),
        [b'-', b'u', b's', b'e', b'r', b' ' | b'=', ..] if is_of_proxy() => (6, false),
        [b'-', b'u' | b'a', ..] => (2, false),
        [b'-', b'b', ..] => (2, true),
        [b'c' | b'C', b'u' | b'U', b'r' | b'R', b'l' | b'L', ..] => {
            in_command(text, start, programs, found);
            return 0;
        }
        _ => return 0,
    };
    let from = skip_spaces(text, start + length);
    // The quotes of Windows' shell.
    let from = from + usize::from(text[from..].starts_with(b"^\""));
    let is_whole_line = || {
        let line = text.line_start(at);
        length > 2 && text[line..start].iter().all(|byte| b" \t-".contains(byte))
    };
    if (programs.is_before(text, at) || is_whole_line())
        && let Some(value) = value_at(text, from, Joiner::Flag, None)
    {
        credentials(text, &value, is_cookie, found);
    }
    text.reach
}

/// `--auth id:S` of `HTTPie`.
pub(super) fn pair(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let value = text[..name.start].ends_with(b"--").then(|| behind(text, name)).flatten();
    if let Some(value) = value.filter(|value| !text[value.range.clone()].contains(&b' ')) {
        credentials(text, &value, false, found);
    }
}

/// Flags of curl that are joined to their values, or stand behind others: `-uid:S`, `-sSu id:S`, `-bsid=S`.
fn in_command(text: Text<'_>, start: usize, programs: &mut Programs, found: &mut Vec<Found>) {
    let end = start + "curl".len();
    let is_program = text[..start].last().is_none_or(|before| !before.is_ascii_alphanumeric())
        && text.get(end).is_some_and(|next| next.is_ascii_whitespace() || b"\"'.".contains(next));
    if !is_program || start < programs.read {
        return;
    }
    let command = end..command_end(text, end);
    programs.read = command.end;
    for dash in memchr::memchr_iter(b'-', &text[command.clone()]).map(|at| end + at) {
        let begins =
            text[..dash].last().is_some_and(|byte| byte.is_ascii_whitespace() || b"\"'".contains(byte));
        if let Some((flag, after)) = flag_with_value(text, dash, command.end).filter(|_| begins) {
            let outer = quote_before(text, dash);
            let from = skip_spaces(text, after);
            if let Some(value) = value_at(text, from, Joiner::Flag, outer) {
                credentials(text, &value, flag == b'b', found);
            }
        }
    }
}

/// To the end of the line, or of the last line that continues it.
fn command_end(text: Text<'_>, from: usize) -> usize {
    let text = Text { reach: MAX_COMMAND, ..text };
    let mut end = text.line_end(from);
    while end < text.len() && end - from < text.reach {
        let line = text[..end].strip_suffix(b"\r").unwrap_or(&text[..end]);
        if !matches!(line.last(), Some(b'\\' | b'^' | b'`')) {
            break;
        }
        end = text.line_end(end + 1);
    }
    end
}

/// The first of the letters behind a dash that takes credentials, and where its value begins.
fn flag_with_value(text: Text<'_>, dash: usize, end: usize) -> Option<(u8, usize)> {
    for (at, letter) in text.bytes[..end].iter().enumerate().skip(dash + 1) {
        match letter {
            b'u' | b'U' | b'b' => return Some((*letter, at + 1)),
            letter if !letter.is_ascii_alphanumeric() || OTHERS.contains(letter) => return None,
            _ => {}
        }
    }
    None
}

/// `user:password`, or `name=value` of cookies.
fn credentials(text: Text<'_>, value: &Value, is_cookie: bool, found: &mut Vec<Found>) {
    let bytes = &text[value.range.clone()];
    if is_cookie {
        if bytes.contains(&b'=') {
            cookies(text, value, found);
        }
        return;
    }
    let Some(colon) = memchr::memchr(b':', bytes) else { return };
    let password = value.range.start + colon + 1..value.range.end;
    let secret: Range<usize> = if password.is_empty() && looks_random(&bytes[..colon]) {
        value.range.start..value.range.start + colon
    } else {
        password
    };
    let bytes = &text[secret.clone()];
    if !is_placeholder(bytes) && !bytes.is_empty() {
        push(text, secret, kind::PASSWORD, found);
    }
}
