//! Commands that store a secret: its name is one argument and its value another, or what is piped in.

use std::ops::Range;

use super::text::{Text, skip_spaces};
use super::value::{Joiner, Value, value_at};
use crate::bytes::ByteSet;

/// `gh secret set NAME --body S`, `az keyvault secret set --name NAME --value S`
const FLAGS: &[&[u8]] = &[
    b"--body",
    b"-b",
    b"--value",
    b"-v",
    b"--secret-string",
    b"--secret-value",
    b"--plaintext",
    b"--secret",
    b"-w",
];
const VERBS: &[&[u8]] = &[b"set", b"put", b"create", b"add", b"update"];
/// What the commands store.
const STORES: &[&[u8]] = &[
    b"secret",
    b"secrets",
    b"variable",
    b"parameter",
    b"password",
    b"credential",
    b"env",
    b"config",
    b"keyvault",
];
/// Commands are no longer, in bytes.
const MAX_COMMAND: usize = 1_024;

/// What was read as a command, and whether it stores something.
pub(super) struct Command {
    range: Range<usize>,
    /// Both ends are those of the command, and not of what may be read.
    is_whole: bool,
    stores: bool,
}

/// The value that a command stores under this name. `last`: the command that was read last.
pub(super) fn stored(text: Text<'_>, name: &Range<usize>, last: &mut Option<Command>) -> Option<Value> {
    if !is_argument(text, name) {
        return None;
    }
    let is_read = |command: &Command| {
        let reach = if command.is_whole { 0 } else { command.range.len() / 4 };
        command.range.start < name.start && name.end + reach <= command.range.end
    };
    if !last.as_ref().is_some_and(is_read) {
        *last = around(Text { reach: MAX_COMMAND, ..text }, name);
    }
    let command = last.as_ref().filter(|command| command.stores)?;
    behind_flag(text, &command.range).or_else(|| piped(text, command.range.start))
}

fn stores(command: &[u8]) -> bool {
    static WORD: ByteSet = ByteSet::alphanumeric_and(b"_");
    let (mut verb, mut store) = (false, false);
    for word in command.split(|byte| !WORD.has(*byte)) {
        verb |= VERBS.contains(&word);
        store |= STORES.contains(&word);
    }
    verb && store
}

/// From the line's beginning or the sign that separates two commands, over lines that are continued.
fn around(text: Text<'_>, name: &Range<usize>) -> Option<Command> {
    let mut start = text.line_start(name.start);
    while start > 1 && text[..start].ends_with(b"\\\n") && name.start - start < text.reach {
        start = text.line_start(start - 1);
    }
    let mut end = text.line_end(name.end);
    while end < text.len() && text[..end].ends_with(b"\\") && end - name.end < text.reach {
        end = text.line_end(end + 1);
    }
    let before = memchr::memrchr3(b'|', b';', b'&', &text[start..name.start]).map(|at| start + at + 1);
    let after = memchr::memchr3(b'|', b';', b'&', &text[name.end..end]).map(|at| name.end + at);
    let range = before.unwrap_or(start)..after.unwrap_or(end);
    let begins = before.is_some() || start == 0 || text[start - 1] == b'\n';
    let ends = after.is_some() || end == text.len() || text[end] == b'\n';
    let stores = stores(&text[range.clone()]);
    (range.start < name.start).then_some(Command { range, is_whole: begins && ends, stores })
}

/// An argument as a whole, perhaps in quotes or with a path before it; no word of a title.
fn is_argument(text: Text<'_>, name: &Range<usize>) -> bool {
    let quote = text[..name.start].last().filter(|byte| b"\"'".contains(byte));
    let after = text.get(name.end + usize::from(quote.is_some()));
    let is_closed = quote.is_none_or(|quote| text.get(name.end) == Some(quote));
    let starts = quote.is_some() || text[..name.start].last().is_none_or(|byte| b" \t/=:".contains(byte));
    starts && is_closed && after.is_none_or(|byte| byte.is_ascii_whitespace() || b"|;&".contains(byte))
}

fn behind_flag(text: Text<'_>, command: &Range<usize>) -> Option<Value> {
    let mut at = command.start;
    while let Some(dash) = memchr::memchr(b'-', &text[at..command.end]).map(|length| at + length) {
        let rest = &text[dash..command.end];
        let begins = text[..dash].last().is_none_or(u8::is_ascii_whitespace);
        let flag = FLAGS.iter().filter(|flag| begins && rest.starts_with(flag)).find(|flag| {
            rest.get(flag.len())
                .is_some_and(|next| b" =".contains(next) || flag.len() == 2 && b"\"'".contains(next))
        });
        if let Some(flag) = flag {
            let after = dash + flag.len() + usize::from(rest[flag.len()] == b'=');
            return value_at(text, skip_spaces(text, after), Joiner::Flag, None);
        }
        at = dash + 1;
    }
    None
}

/// `echo S | gh secret set NAME`: the last argument of what prints it.
pub(super) fn piped(text: Text<'_>, start: usize) -> Option<Value> {
    let printed = text.bytes[..start].strip_suffix(b"|")?.trim_ascii_end();
    let line = text.line_start(printed.len());
    let command = printed.get(line..)?;
    let prints = [&b"echo "[..], b"printf "].iter().any(|word| memchr::memmem::find(command, word).is_some());
    let start = line + command.iter().rposition(u8::is_ascii_whitespace)? + 1;
    value_at(text, start, Joiner::Flag, None).filter(|_| prints)
}
