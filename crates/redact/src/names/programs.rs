//! Passwords in the arguments of programs, where a letter says what an argument is: `sshpass -p S`, `mysql -pS`,
//! `docker login -p S`, and what is piped into a program that reads a password.

use std::ops::Range;

use super::commands;
use super::field::is_address;
use super::judge::looks_random;
use super::placeholders::is_placeholder;
use super::text::{Text, skip_spaces};
use super::value::{Joiner, Value, value_at};
use super::words::Squeezed;
use crate::finding::{Found, What};
use crate::label::kind;

/// Commands are no longer, in bytes.
const MAX_COMMAND: usize = 1_024;

/// How a program is given a password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Program {
    /// The letter of its flag. `0`: there is none.
    letter: u8,
    /// The value may stand apart from the flag. If not, what does is another argument.
    takes_next: bool,
    /// The flag that has it read what is piped into it.
    stdin: Option<&'static str>,
}

impl Program {
    pub(super) fn of(name: &Squeezed) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|one| name.is(one));
        let flag = |letter| Some(Self { letter, takes_next: true, stdin: None });
        if is(&["sshpass", "mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport"]) {
            flag(b'p')
        } else if is(&["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadbdump"]) {
            Some(Self { letter: b'p', takes_next: false, stdin: None })
        } else if is(&["login"]) {
            Some(Self { letter: b'p', takes_next: true, stdin: Some("--password-stdin") })
        } else if is(&["rediscli"]) {
            flag(b'a')
        } else if is(&["sqlcmd"]) {
            flag(b'P')
        } else if is(&["ldapsearch", "ldapadd", "ldapmodify", "ldapwhoami", "ldapdelete", "ldappasswd"]) {
            flag(b'w')
        } else if is(&["openssl"]) {
            flag(b'k')
        } else if is(&["sudo"]) {
            Some(Self { letter: 0, takes_next: false, stdin: Some("-S") })
        } else if is(&["base64"]) {
            Some(Self { letter: 0, takes_next: false, stdin: Some("") })
        } else {
            None
        }
    }
}

/// The password that is the last of a program's arguments: `htpasswd -b FILE USER S`, `rabbitmqctl change_password USER S`.
pub(super) fn last_argument(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let (flag, count) = match &text[name.clone()] {
        b"htpasswd" => (Some(b'b'), 3),
        b"change_password" => (None, 2),
        _ => return,
    };
    let end = command_end(Text { reach: MAX_COMMAND.min(text.reach), ..text }, name.end);
    let (mut at, mut arguments, mut flags) = (skip_spaces(text, name.end), Vec::new(), Vec::new());
    while at < end && at > name.end && arguments.len() < count {
        let Some(value) = value_at(text, at, Joiner::Flag, None).filter(|value| !value.range.is_empty())
        else {
            break;
        };
        at = skip_spaces(text, value.range.end + usize::from(value.quoted));
        match &text[value.range.clone()] {
            [b'-', letters @ ..] if !value.quoted => flags.extend_from_slice(letters),
            _ => arguments.push(value.range),
        }
    }
    // It prints what it would write to the file.
    let count = count - usize::from(flag.is_some() && flags.contains(&b'n'));
    if flag.is_none_or(|flag| flags.contains(&flag))
        && let Some(password) = arguments.get(count - 1)
        && at >= end
    {
        push(text, password.clone(), found);
    }
}

/// The password among the arguments behind the name of a program. Returns the end of the command.
pub(super) fn find(text: Text<'_>, name: &Range<usize>, program: Program, found: &mut Vec<Found>) -> usize {
    let before = text[..name.start].last();
    let after = text.get(name.end);
    let is_program = before.is_none_or(|byte| byte.is_ascii_whitespace() || b"/|;&('\"`+$".contains(byte))
        && after.is_none_or(|byte| byte.is_ascii_whitespace() || b"\"')".contains(byte));
    if !is_program {
        return 0;
    }
    let command = name.end..command_end(Text { reach: MAX_COMMAND.min(text.reach), ..text }, name.end);
    let mut at = command.start;
    while let Some(dash) = memchr::memchr(b'-', &text[at..command.end]).map(|length| at + length) {
        at = dash + 1;
        if text[..dash].last().is_some_and(u8::is_ascii_whitespace)
            && text.get(at) == Some(&program.letter)
            && let Some(value) = value_of_flag(text, at + 1, program)
        {
            at = value.range.end.clamp(at, command.end);
            push(text, value.range, found);
        }
    }
    if let Some(flag) = program.stdin
        && memchr::memmem::find(&text[command.clone()], flag.as_bytes()).is_some()
        && let Some(value) = piped(text, name)
    {
        push_piped(text, value.range, flag.is_empty(), found);
    }
    // Others run the program that they name.
    if program.letter == 0 { 0 } else { command.end }
}

/// Joined to its letter, perhaps with a sign, or apart from it.
fn value_of_flag(text: Text<'_>, from: usize, program: Program) -> Option<Value> {
    let start = match text.get(from)? {
        b'=' => from + 1,
        b' ' | b'\t' if program.takes_next => skip_spaces(text, from),
        byte if byte.is_ascii_whitespace() => return None,
        _ => from,
    };
    value_at(text, start, Joiner::Flag, None)
}

/// Another flag, a port and a path are no passwords.
fn push(text: Text<'_>, range: Range<usize>, found: &mut Vec<Found>) {
    let bytes = &text[range.clone()];
    let is_number = bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b':') && bytes.len() < 6;
    let is_other = bytes.starts_with(b"-") || bytes.starts_with(b"$") || is_number || is_address(bytes);
    if !is_other && !is_placeholder(bytes) {
        found.push(Found::new(range, What::Named(super::kind_of(bytes, kind::PASSWORD))));
    }
}

/// A user before the password stays. What only becomes base64 has to be both.
fn push_piped(text: Text<'_>, range: Range<usize>, is_pair: bool, found: &mut Vec<Found>) {
    let bytes = &text[range.clone()];
    match memchr::memchr(b':', bytes) {
        Some(colon) if is_pair && looks_random(&bytes[colon + 1..]) => {
            push(text, range.start + colon + 1..range.end, found);
        }
        _ if is_pair => {}
        _ => push(text, range, found),
    }
}

/// What the command before prints into the one that a name belongs to.
fn piped(text: Text<'_>, name: &Range<usize>) -> Option<Value> {
    let line = text.line_start(name.start);
    let pipe = memchr::memrchr(b'|', &text[line..name.start])?;
    commands::piped(text, line + pipe + 1)
}

/// To the end of the line or of the command, over lines that are continued.
fn command_end(text: Text<'_>, from: usize) -> usize {
    let limit = text.len().min(from + text.reach);
    let mut at = from;
    while let Some(stop) =
        text[at..limit].iter().position(|byte| b"\n|;&".contains(byte)).map(|length| at + length)
    {
        let line = text[..stop].strip_suffix(b"\r").unwrap_or(&text[..stop]);
        let is_continued = text[stop] == b'\n' && line.ends_with(b"\\");
        // A sign within an argument belongs to it.
        let is_within =
            text[stop] != b'\n' && !text[stop + 1..].first().is_none_or(|next| b" |&\n".contains(next));
        if !is_continued && !is_within {
            return stop;
        }
        at = stop + 1;
    }
    limit
}
