//! Personal data by its form: e-mail addresses with the names before them, telephone numbers, IP addresses.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::bytes::ByteSet;
use crate::finding::Personal;

pub(super) fn find(text: &[u8], add: &mut impl FnMut(Range<usize>, Personal)) {
    emails(text, add);
    phones(text, add);
    ip_addresses(text, add);
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || b".!#$%&'*+/=?^_{|}~-@".contains(&byte) && byte != b'/' && byte != b'='
        || byte >= 0x80
}

fn is_domain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-@".contains(&byte) || byte >= 0x80
}

/// Addresses, also misspelt ones: two signs, two dots.
fn emails(text: &[u8], add: &mut impl FnMut(Range<usize>, Personal)) {
    let mut done = 0;
    for at in memchr::memchr_iter(b'@', text) {
        if at < done {
            continue;
        }
        let before = text[done..at].iter().rev().take(64).take_while(|byte| is_local(**byte)).count();
        let after = text[at..].iter().take(256).take_while(|byte| is_domain(**byte)).count();
        let (mut start, mut end) = (at - before, at + after);
        while start < at && b"'%&?{|#!$".contains(&text[start]) {
            start += 1;
        }
        while b".-@".contains(&text[end - 1]) && end > at + 1 {
            end -= 1;
        }
        let domain = &text[at + 1..end];
        if is_masked(&text[..at], domain) {
            done = end;
            continue;
        }
        let top = domain.rsplit(|byte| *byte == b'.').next().unwrap_or(domain);
        let is_domain = top.len() >= 2
            && top.len() < domain.len()
            && top.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80 || *byte == b'-');
        if is_domain && start == at {
            continue;
        }
        if is_domain {
            display_name(text, start, add);
            add(start..end, Personal::Email);
        }
        // What ends as this does is none either, whichever sign it is read from.
        done = end;
    }
}

/// What an earlier redaction wrote, whatever stands before it: an address that was longer than they may be was cut.
fn is_masked(before: &[u8], domain: &[u8]) -> bool {
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && domain == b"example.com" && before[..before.len() - digits].ends_with(b"person-")
}

/// `Ada Lovelace <ada@…>`, `"Lovelace, Ada" <ada@…>` (RFC 5322 §3.4).
fn display_name(text: &[u8], address: usize, add: &mut impl FnMut(Range<usize>, Personal)) {
    let Some(before) = text[..address].strip_suffix(b" <") else { return };
    let stops = |byte: &u8| b":<>;\n\r()[]{}=".contains(byte);
    let start = before
        .iter()
        .rev()
        .take(64)
        .position(stops)
        .map_or(before.len().saturating_sub(64), |at| before.len() - at);
    let mut range = start..before.len();
    let is_edge = |byte: u8| byte == b' ' || byte == b'"' || byte == b'\'' || byte == b'\\' || byte == b',';
    while !range.is_empty() && is_edge(text[range.start]) {
        range.start += 1;
    }
    while !range.is_empty() && is_edge(text[range.end - 1]) {
        range.end -= 1;
    }
    let is_name = text[range.clone()].iter().any(u8::is_ascii_uppercase)
        || text[range.clone()].iter().any(|byte| *byte >= 0x80);
    if is_name {
        add(range, Personal::Name);
    }
}

/// Numbers with a country code, with an area code in brackets, or with a trunk zero and groups.
fn phones(text: &[u8], add: &mut impl FnMut(Range<usize>, Personal)) {
    let mut at = 0;
    while at < text.len() {
        // A field of a CSV file begins behind a comma, and groups of a number do: `1,000`.
        let is_apart = |before: u8| !is_word(before) || before == b',' && text[at] == b'+';
        let starts = matches!(text[at], b'+' | b'(' | b'0') && (at == 0 || is_apart(text[at - 1]));
        let length = if starts { phone(&text[at..]) } else { None };
        if let Some(length) = length {
            add(at..at + length, Personal::Phone);
        }
        at += length.unwrap_or(1);
    }
}

/// Letters, and what joins digits to longer numbers, dates and paths.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./:,+%&#@\\".contains(&byte) || byte >= 0x80
}

/// The length of a number at the start of a text.
fn phone(text: &[u8]) -> Option<usize> {
    let (mut digits, mut groups, mut length, mut gap) = (0, 1, 0, 0);
    for (at, byte) in text.iter().enumerate().take(32) {
        match byte {
            b'0'..=b'9' => {
                groups += usize::from(gap > 0 && digits > 0);
                digits += 1;
                gap = 0;
                length = at + 1;
            }
            b'+' if at == 0 => {}
            b' ' | b'-' | b'(' | b')' | b'.' | b'/' if gap < 2 => gap += 1,
            _ => break,
        }
    }
    let ends =
        text.get(length).is_none_or(|next| !next.is_ascii_alphabetic() && *next != b'_' && *next != b':');
    let second = text.get(1).copied().unwrap_or_default();
    let is_number = match text[0] {
        b'+' => (7..=15).contains(&digits) && (second.is_ascii_digit() || second == b'('),
        b'(' => (7..=13).contains(&digits) && text[..length].contains(&b')') && second.is_ascii_digit(),
        _ => {
            (9..=12).contains(&digits)
                && (2..=5).contains(&groups)
                && !text[..length].contains(&b'.')
                && second != b'-'
                && second != b'/'
        }
    };
    (is_number && ends).then_some(length)
}

fn ip_addresses(text: &[u8], add: &mut impl FnMut(Range<usize>, Personal)) {
    static ADDRESS: ByteSet = ByteSet::of(b"0123456789abcdefABCDEF.:");
    let mut at = 0;
    while at < text.len() {
        let length = ADDRESS.count(&text[at..]);
        if length >= 6
            && (at == 0 || !is_joined(text[at - 1]))
            && length < 64
            && let Some(address) = ip_address(text, at..at + length)
        {
            add(address, Personal::IpAddress);
        }
        at += length.max(1);
    }
}

/// `version 12.0.0.1`, `"version": "12.0.0.1"`, `package==12.0.0.1`
fn follows_version(before: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[
        b"version",
        b"ver",
        b"v",
        b"release",
        b"build",
        b"chrome",
        b"chromium",
        b"firefox",
        b"safari",
        b"edge",
        b"edg",
        b"opera",
        b"electron",
        b"webview2",
    ];
    let joint = before.iter().rev().take(8).take_while(|byte| b" \t:=\"'\\>".contains(byte)).count();
    let word = &before[..before.len() - joint];
    let length = word.iter().rev().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let last = &word[word.len() - length..];
    let is_word = |known: &&[u8]| {
        last.eq_ignore_ascii_case(known)
            || known.len() > 4
                && last.len() > known.len()
                && last[last.len() - known.len()..].eq_ignore_ascii_case(known)
    };
    WORDS.iter().any(is_word) || before.ends_with(b"==")
}

/// `hubspot-api-client 12.0.0.1, openapi 3.0.1`: one of a list of programs, each with its version.
fn is_listed(text: &[u8], range: &Range<usize>) -> bool {
    let Some(before) = text[..range.start].strip_suffix(b" ") else { return false };
    let before = &before[..before.len() - PROGRAM.count_back(before)];
    let earlier = before.trim_ascii_end().strip_suffix(b",").unwrap_or_default();
    let earlier = &earlier[earlier.len() - PROGRAM.count_back(earlier).min(MAX_PROGRAM)..];
    let later = text[range.end..].strip_prefix(b",").unwrap_or_default().trim_ascii_start();
    let name = PROGRAM.count(&later[..later.len().min(MAX_PROGRAM)]);
    let number = later[name..].strip_prefix(b" ").unwrap_or_default();
    let number = &number[..PROGRAM.count(&number[..number.len().min(MAX_PROGRAM)])];
    before.len() + 1 < range.start
        && [earlier, &later[..name], number].into_iter().any(|word| is_version(word.trim_ascii_end()))
}

static PROGRAM: ByteSet = ByteSet::alphanumeric_and(b"-_./@+");
const MAX_PROGRAM: usize = 64;

/// Three numbers or more that are no address, perhaps behind a name: `3.0.1`, `node/20.18.1`, `Chrome/131.0.6778.86`.
fn is_version(word: &[u8]) -> bool {
    let number = word.rsplit(|byte| matches!(byte, b'/' | b'@')).next().unwrap_or(word);
    let number = number.strip_prefix(b"v").unwrap_or(number);
    let mut parts = number.split(|byte| *byte == b'.');
    let is_of_name = number.len() < word.len();
    (parts.clone().count() == 3 || parts.clone().count() == 4 && is_of_name)
        && parts.all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
}

/// A version of a program stands behind a slash or a letter.
fn is_joined(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

fn ip_address(text: &[u8], mut range: Range<usize>) -> Option<Range<usize>> {
    // A full stop or a colon behind it; a port.
    while text[range.clone()].last().is_some_and(|last| matches!(last, b'.' | b':')) {
        range.end -= 1;
    }
    let word = std::str::from_utf8(&text[range.clone()]).ok()?;
    let (v4, port) = word.split_once(':').unwrap_or((word, ""));
    if let Ok(address) = v4.parse::<Ipv4Addr>() {
        let before = &text[..range.start];
        let is_version = before.ends_with(b"/") && !before.ends_with(b"//")
            || follows_version(before)
            || is_listed(text, &range);
        let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
        let is_host = !address.is_loopback() && !address.is_unspecified() && address.octets()[0] != 255;
        let is_personal = is_host && !is_version && is_port;
        return is_personal.then_some(range.start..range.start + v4.len());
    }
    let address = word.parse::<Ipv6Addr>().ok()?;
    let groups = word.split(':').filter(|group| !group.is_empty()).count();
    let is_personal = !address.is_loopback() && groups >= 3 && word.bytes().any(|byte| byte.is_ascii_digit());
    is_personal.then_some(range)
}
