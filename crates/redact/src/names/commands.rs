//! Commands that store a secret: its name is one argument and its value another, or what is piped in.

use std::ops::Range;

use super::judge::looks_random;
use super::layout::is_value;
use super::quote::quote_before;
use super::text::{Text, skip_spaces};
use super::value::{Joiner, Value, value_at};
use crate::bytes::{ByteSet, Lengths};
use crate::finding::{Found, What};
use crate::label::kind;

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
const VERBS: &[&str] = &["set", "put", "create", "add", "update"];
/// What the commands store.
const STORES: &[&str] =
    &["secret", "secrets", "variable", "parameter", "password", "credential", "env", "config", "keyvault"];
static VERB_LENGTHS: Lengths = Lengths::of(VERBS);
static STORE_LENGTHS: Lengths = Lengths::of(STORES);
/// Commands are no longer, in bytes.
const MAX_COMMAND: usize = 1_024;

/// What was read as a command, and whether it stores something.
pub(super) struct Command {
    range: Range<usize>,
    /// Both ends are those of the command, and not of what may be read.
    is_whole: bool,
    stores: bool,
    /// Where the value of a flag begins, and what it reads from a here-string. Only of one that stores something.
    flag: Option<usize>,
    here_string: Option<usize>,
}

/// The value that a command stores under this name. `last`: the command that was read last.
pub(super) fn stored(text: Text<'_>, name: &Range<usize>, last: &mut Option<Command>) -> Option<Value> {
    if !is_argument(text, name) {
        return None;
    }
    let command = command_around(text, name, last)?;
    let argument = |start: Option<usize>| value_at(text, start?, Joiner::Flag, None);
    argument(command.flag)
        .or_else(|| piped(text, command.range.start))
        .or_else(|| argument(command.here_string))
}

/// The command that a name is in, if it stores something.
fn command_around<'a>(
    text: Text<'_>,
    name: &Range<usize>,
    last: &'a mut Option<Command>,
) -> Option<&'a Command> {
    let is_read = |command: &Command| {
        let reach = if command.is_whole { 0 } else { command.range.len() / 4 };
        command.range.start < name.start && name.end + reach <= command.range.end
    };
    if !last.as_ref().is_some_and(is_read) {
        *last = around(Text { reach: MAX_COMMAND, ..text }, name);
    }
    last.as_ref().filter(|command| command.stores)
}

/// The values of a command that stores secrets, whatever their names are: `secrets set A=S`, `vault kv put secret/crm a=S`,
/// `kubectl create secret generic crm --from-literal=a=S`. Only what is said to be a literal need not look like a secret.
/// `last`: the command that was read last.
///
/// Returns the end of the command that was read.
pub(super) fn assigned(
    text: Text<'_>,
    name: &Range<usize>,
    last: &mut Option<Command>,
    found: &mut Vec<Found>,
) -> usize {
    let is_store = matches!(&text[name.clone()], b"secret" | b"secrets")
        && text[..name.start].ends_with(b" ")
        && matches!(text.get(name.end), Some(b' ' | b'/'));
    if !is_store {
        return 0;
    }
    let Some(command) = command_around(text, name, last) else { return 0 };
    let here_string = command.here_string.and_then(|start| value_at(text, start, Joiner::Flag, None));
    let command = &command.range;
    // What it reads is the secret, whatever its name is.
    if let Some(value) = here_string.or_else(|| piped(text, command.start))
        && is_value(&text[value.range.clone()])
    {
        let kind = super::kind_of(&text[value.range.clone()], kind::SECRET);
        found.push(Found::new(value.range, What::Named(kind)));
    }
    let mut at = name.end;
    while let Some(equals) = memchr::memchr(b'=', &text[at..command.end]).map(|length| at + length) {
        at = equals + 1;
        let word = equals - FIELD.count_back(&text[name.end..equals])..equals;
        if text[word.clone()].starts_with(b"-") {
            continue;
        }
        let outer = quote_before(text, word.start);
        let Some(value) = value_at(text, at, Joiner::Equals { tight: true }, outer) else { continue };
        at = value.range.end.clamp(at, command.end);
        let bytes = &text[value.range.clone()];
        if is_value(bytes) && (looks_random(bytes) || is_literal(&text[name.end..word.start])) {
            found.push(Found::new(value.range, What::Named(super::kind_of(bytes, kind::SECRET))));
        }
    }
    command.end
}

/// Whether what stands before a word says that it is a secret's name with its value.
fn is_literal(before: &[u8]) -> bool {
    let flag = before.strip_suffix(b"'").or_else(|| before.strip_suffix(b"\"")).unwrap_or(before);
    flag.strip_suffix(b"=").unwrap_or(flag).trim_ascii_end().ends_with(b"--from-literal")
}

static FIELD: ByteSet = ByteSet::alphanumeric_and(b"_-.");

/// `vercel env add NAME <<< S`
fn here_string(text: Text<'_>, command: &Range<usize>) -> Option<usize> {
    let sign = memchr::memmem::find(&text[command.clone()], b"<<<")?;
    Some(skip_spaces(text, command.start + sign + 3))
}

fn stores(command: &[u8]) -> bool {
    static WORD: ByteSet = ByteSet::alphanumeric_and(b"_");
    let (mut verb, mut store) = (false, false);
    for word in command.split(|byte| !WORD.has(*byte)) {
        verb |= VERB_LENGTHS.may_hold(word) && VERBS.iter().any(|verb| verb.as_bytes() == word);
        store |= STORE_LENGTHS.may_hold(word) && STORES.iter().any(|store| store.as_bytes() == word);
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
    let of_store = |find: fn(Text<'_>, &Range<usize>) -> Option<usize>| {
        if stores { find(text, &range) } else { None }
    };
    let (flag, here_string) = (of_store(behind_flag), of_store(here_string));
    (range.start < name.start).then_some(Command {
        range,
        is_whole: begins && ends,
        stores,
        flag,
        here_string,
    })
}

/// An argument as a whole, perhaps in quotes or with a path before it; no word of a title.
fn is_argument(text: Text<'_>, name: &Range<usize>) -> bool {
    let quote = text[..name.start].last().filter(|byte| b"\"'".contains(byte));
    let after = text.get(name.end + usize::from(quote.is_some()));
    let is_closed = quote.is_none_or(|quote| text.get(name.end) == Some(quote));
    let starts = quote.is_some() || text[..name.start].last().is_none_or(|byte| b" \t/=:".contains(byte));
    starts && is_closed && after.is_none_or(|byte| byte.is_ascii_whitespace() || b"|;&".contains(byte))
}

fn behind_flag(text: Text<'_>, command: &Range<usize>) -> Option<usize> {
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
            return Some(skip_spaces(text, after));
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
