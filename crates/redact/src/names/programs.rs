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
/// Of a command of Windows.
const MAX_WORDS: usize = 8;

/// How a program is given a password.
#[derive(Clone, Copy)]
pub(super) struct Program {
    /// What its flags begin with behind their first dash.
    flags: &'static [&'static [u8]],
    /// The value may stand apart from the flag. If not, what does is another argument.
    takes_next: bool,
    /// What separates a user from the password.
    separator: Option<u8>,
    stdin: Stdin,
}

/// What a program reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stdin {
    Nothing,
    /// With this flag a password.
    Password(&'static str),
    /// A user and a password of a request, perhaps.
    Anything,
    /// A user and a password on each line.
    Users,
}

impl Program {
    pub(super) fn of(name: &Squeezed) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|one| name.is(one));
        let flags = |flags| Self { flags, takes_next: true, separator: None, stdin: Stdin::Nothing };
        let reads = |stdin| Self { stdin, takes_next: false, ..flags(&[]) };
        Some(
            if is(&["sshpass", "mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport"])
                || is(&["useradd", "usermod"])
            {
                flags(&[b"p"])
            } else if is(&["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadbdump"])
                || is(&["7z", "7za", "7zr", "7zz", "7zexe"])
            {
                Self { takes_next: false, ..flags(&[b"p"]) }
            } else if is(&["login"]) {
                Self { stdin: Stdin::Password("--password-stdin"), ..flags(&[b"p"]) }
            } else if is(&["rediscli"]) {
                flags(&[b"a"])
            } else if is(&["sqlcmd", "zip", "unzip", "mosquittopub", "mosquittosub", "mosquittorr"]) {
                flags(&[b"P"])
            } else if is(&["plink", "pscp", "psftp"]) {
                flags(&[b"pw"])
            } else if is(&["smbclient"]) {
                Self { separator: Some(b'%'), ..flags(&[b"U", b"-user"]) }
            } else if is(&["ldapsearch", "ldapadd", "ldapmodify", "ldapwhoami", "ldapdelete", "ldappasswd"]) {
                flags(&[b"w"])
            } else if is(&["openssl"]) {
                flags(&[b"k"])
            } else if is(&["sudo"]) {
                reads(Stdin::Password("-S"))
            } else if is(&["base64"]) {
                reads(Stdin::Anything)
            } else if is(&["chpasswd"]) {
                reads(Stdin::Users)
            } else {
                return None;
            },
        )
    }
}

/// The password that is the last of a program's arguments: `htpasswd -b FILE USER S`, `rabbitmqctl change_password USER S`.
pub(super) fn last_argument(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let (flag, count) = match &text[name.clone()] {
        b"htpasswd" => (Some(b'b'), 3),
        b"change_password" | b"add_user" | b"authenticate_user" => (None, 2),
        b"user" => return of_windows(text, name, found),
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
            && let Some(flag) = program.flags.iter().find(|flag| text[at..].starts_with(flag))
            && let Some(value) = value_of_flag(text, at + flag.len(), program)
        {
            at = value.range.end.clamp(at, command.end);
            let separator = program.separator.map(|sign| memchr::memchr(sign, &text[value.range.clone()]));
            match separator {
                Some(None) => {}
                Some(Some(length)) => push(text, value.range.start + length + 1..value.range.end, found),
                None => push(text, value.range, found),
            }
        }
    }
    let is_read = match program.stdin {
        Stdin::Nothing => false,
        Stdin::Password(flag) => memchr::memmem::find(&text[command.clone()], flag.as_bytes()).is_some(),
        Stdin::Anything | Stdin::Users => true,
    };
    if let Some(value) = is_read.then(|| piped(text, name)).flatten() {
        push_piped(text, value.range, program.stdin, found);
    }
    if program.stdin == Stdin::Users {
        here(text, name.end..command.end, found);
    }
    // Others run the program that they name.
    if program.flags.is_empty() { 0 } else { command.end }
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
    let is_variable = bytes.starts_with(b"$") && !is_hash(bytes);
    let is_other = bytes.starts_with(b"-") || is_variable || is_number || is_address(bytes);
    if !is_other && !is_placeholder(bytes) {
        found.push(Found::new(range, What::Named(super::kind_of(bytes, kind::PASSWORD))));
    }
}

/// What crypt(3) makes of a password: `$6$salt$hash`.
fn is_hash(bytes: &[u8]) -> bool {
    const MIN_HASH: usize = 20;
    bytes.len() >= MIN_HASH && (matches!(bytes, [b'$', _, b'$', ..] | [b'$', _, _, b'$', ..]))
}

/// A user before the password stays. What only becomes base64 has to be both.
fn push_piped(text: Text<'_>, range: Range<usize>, stdin: Stdin, found: &mut Vec<Found>) {
    let bytes = &text[range.clone()];
    let password = memchr::memchr(b':', bytes).map(|colon| range.start + colon + 1..range.end);
    match password {
        Some(password) if stdin == Stdin::Users => {
            // printf's sign for the end of a line.
            let end = if text[password.clone()].ends_with(b"\\n") { password.end - 2 } else { password.end };
            push(text, password.start..end, found);
        }
        Some(password) if stdin == Stdin::Anything && looks_random(&text[password.clone()]) => {
            push(text, password, found);
        }
        _ if matches!(stdin, Stdin::Password(_)) => push(text, range, found),
        _ => {}
    }
}

/// `chpasswd <<< 'user:S'`, and the lines of `chpasswd <<EOF`.
fn here(text: Text<'_>, command: Range<usize>, found: &mut Vec<Found>) {
    const MAX_LINES: usize = 64;
    let Some(sign) = memchr::memmem::find(&text[command.clone()], b"<<") else { return };
    let from = command.start + sign + 2;
    if text.get(from) == Some(&b'<') {
        let value = value_at(text, skip_spaces(text, from + 1), Joiner::Flag, None);
        return value.into_iter().for_each(|value| push_piped(text, value.range, Stdin::Users, found));
    }
    let is_mark = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let start = from + text[from..command.end].iter().take_while(|byte| b"-\"' \\".contains(byte)).count();
    let mark = &text.bytes[start..start + text[start..command.end].iter().take_while(is_mark).count()];
    let mut at = text.line_end(start) + 1;
    for _ in 0..MAX_LINES {
        if at >= text.len() || mark.is_empty() {
            return;
        }
        let end = text.line_end(at);
        let line = text[at..end].trim_ascii_end();
        if line.trim_ascii_start() == mark {
            return;
        }
        push_piped(text, at..at + line.len(), Stdin::Users, found);
        at = end + 1;
    }
}

/// `net user NAME S /add`, `net use Z: \\\\HOST\\SHARE S /user:NAME`
fn of_windows(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let line = text.line_start(name.start);
    let before = text[line..name.start].to_ascii_lowercase();
    let names_user = before.ends_with(b"net ") || before.ends_with(b"net.exe ");
    let command = [&b"net use "[..], b"net.exe use "]
        .iter()
        .find_map(|one| memchr::memmem::find(&before, one).map(|at| line + at + one.len()));
    let from = match command {
        _ if names_user => name.end,
        Some(from) if before.ends_with(b"/") => from,
        _ => return,
    };
    let end = command_end(Text { reach: MAX_COMMAND.min(text.reach), ..text }, from);
    let (mut at, mut words) = (skip_spaces(text, from), Vec::new());
    while at < end && words.len() < MAX_WORDS {
        let value = value_at(text, at, Joiner::Flag, None).filter(|value| !value.range.is_empty());
        let Some(value) = value else { break };
        at = skip_spaces(text, value.range.end + usize::from(value.quoted));
        let word = &text[value.range.clone()];
        let is_other =
            !value.quoted && (word.starts_with(b"/") || word == b"*" || !names_user && is_place(word));
        if !is_other {
            words.push(value.range);
        }
    }
    if let Some(password) = words.get(usize::from(names_user)) {
        push(text, password.clone(), found);
    }
}

/// A drive or a share.
fn is_place(word: &[u8]) -> bool {
    word.starts_with(b"\\") || matches!(word, [_, b':'])
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
