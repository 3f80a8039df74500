//! A user and a password in one value, as curl takes them: `user = "id:S"` in its configuration, `CURLOPT_USERPWD => "id:S"`.

use std::ops::Range;

use super::facts::User;
use super::judge::looks_random;
use super::placeholders::is_placeholder;
use super::text::{Text, skip_spaces};
use super::value::{Joiner, behind, value_at};
use crate::finding::{Found, What};
use crate::label::kind;

/// The password in the value of such a name.
pub(super) fn find(text: Text<'_>, name: &Range<usize>, user: User, found: &mut Vec<Found>) {
    if user == User::Option {
        return option(text, name, found);
    }
    let line = text.line_start(name.start);
    let begins_line = text[line..name.start].iter().all(|byte| b" \t-\"'".contains(byte));
    if begins_line
        && let Some(value) = behind(text, name).filter(|value| value.joiner != Joiner::Space)
        && let Some(password) = password(text, &value.range)
        && (looks_random(&text[password.clone()])
            || matches!(value.joiner, Joiner::Equals { .. })
                && (!is_group(&text[password.clone()]) || is_configuration(text, name)))
    {
        push(text, password, found);
    }
}

/// `1000`, `www-data`: what stands behind the user of a process.
fn is_group(value: &[u8]) -> bool {
    let is_number = value.iter().all(u8::is_ascii_digit);
    is_number || value.iter().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(byte))
}

/// A line near the user's says where the request goes, as in a file for curl.
fn is_configuration(text: Text<'_>, name: &Range<usize>) -> bool {
    const REACH: usize = 512;
    let near = name.start.saturating_sub(REACH)..text.len().min(name.end + REACH);
    text[near].split(|byte| *byte == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        let rest = line.strip_prefix(b"--").unwrap_or(line).strip_prefix(b"url");
        rest.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"=") || rest.starts_with(b" "))
    })
}

/// The literals of the line behind an option's name; the user may be a variable.
fn option(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let line = text.line_end(name.end);
    let mut at = skip_spaces(text, name.end);
    while let Some(quote) = memchr::memchr2(b'"', b'\'', &text[at..line]).map(|length| at + length) {
        let Some(literal) = value_at(text, quote, Joiner::Call, None) else { return };
        if let Some(password) = password(text, &literal.range) {
            push(text, password, found);
        }
        at = literal.range.end.max(quote) + 1;
        if at >= line {
            return;
        }
    }
}

fn password(text: Text<'_>, value: &Range<usize>) -> Option<Range<usize>> {
    let bytes = &text[value.clone()];
    let colon = memchr::memchr(b':', bytes)?;
    let password = &bytes[colon + 1..];
    let is_one = !password.is_empty() && !password.starts_with(b"//") && !password.contains(&b' ');
    (is_one && !is_placeholder(password)).then_some(value.start + colon + 1..value.end)
}

fn push(text: Text<'_>, range: Range<usize>, found: &mut Vec<Found>) {
    let kind = super::kind_of(&text[range.clone()], kind::PASSWORD);
    found.push(Found::new(range, What::Named(kind)));
}
