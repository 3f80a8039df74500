//! Commands that store a secret: its name is one argument and its value another, or what is piped in.

use std::ops::Range;

use super::text::{Text, skip_spaces};
use super::value::{Joiner, Value, value_at};

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

/// The value that a command stores under this name.
pub(super) fn stored(text: Text<'_>, name: &Range<usize>) -> Option<Value> {
    let command = around(Text { reach: text.reach.min(MAX_COMMAND), ..text }, name)?;
    let has = |known: &[&[u8]]| {
        let words = text.bytes[command.clone()].split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        words.into_iter().any(|word| known.contains(&word))
    };
    if !is_argument(text, name) || !has(VERBS) || !has(STORES) {
        return None;
    }
    behind_flag(text, &command).or_else(|| piped(text, command.start))
}

/// From the line's beginning or the sign that separates two commands, over lines that are continued.
fn around(text: Text<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let mut start = text.line_start(name.start);
    while start > 1 && text[..start].ends_with(b"\\\n") && name.start - start < text.reach {
        start = text.line_start(start - 1);
    }
    let mut end = text.line_end(name.end);
    while end < text.len() && text[..end].ends_with(b"\\") && end - name.end < text.reach {
        end = text.line_end(end + 1);
    }
    let separates = |byte: &u8| b"|;&".contains(byte);
    let from = text[start..name.start].iter().rposition(separates).map_or(start, |at| start + at + 1);
    let to = text[name.end..end].iter().position(separates).map_or(end, |at| name.end + at);
    (from < name.start).then_some(from..to)
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
fn piped(text: Text<'_>, start: usize) -> Option<Value> {
    let printed = text.bytes[..start].strip_suffix(b"|")?.trim_ascii_end();
    let line = text.line_start(printed.len());
    let command = printed.get(line..)?;
    let prints = [&b"echo "[..], b"printf "].iter().any(|word| memchr::memmem::find(command, word).is_some());
    let start = line + command.iter().rposition(u8::is_ascii_whitespace)? + 1;
    value_at(text, start, Joiner::Flag, None).filter(|_| prints)
}
