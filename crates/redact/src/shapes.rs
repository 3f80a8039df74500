//! Secrets by their form: HubSpot's tokens and keys, JSON web tokens, private keys, and tokens in paths.
//!
//! All but private keys are long runs of few letters, so that every sixteenth byte is looked at until one belongs to a run.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::bytes::ByteSet;
use crate::finding::{Found, What};
use crate::known::hublet;
use crate::label::kind;
use crate::names::placeholders::is_placeholder;

/// The shortest run that may hold a token.
const MIN_RUN: usize = 16;
/// HubSpot advises to make room for 512 bytes; longer runs are data.
const MAX_TOKEN: usize = 1_024;
/// Of hexadecimal digits behind a hublet.
const MIN_GROUPS: usize = 3;
const MIN_ACCESS_TOKEN: usize = 40;
/// Where the first letters say less.
const MIN_UNSURE_ACCESS_TOKEN: usize = 64;

/// What may stand in a token, or in base64.
pub(crate) static RUN: ByteSet = ByteSet::alphanumeric_and(b"-_.+/=");
static WORD: ByteSet = ByteSet::alphanumeric_and(b"-_");

/// Runs of at least [`MIN_RUN`] bytes that tokens and base64 are made of.
pub(crate) fn runs(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = MIN_RUN - 1;
    std::iter::from_fn(move || {
        while at < text.len() {
            if !RUN.has(text[at]) {
                at += MIN_RUN;
                continue;
            }
            let start = at - RUN.count_back(&text[..at]);
            let end = at + RUN.count(&text[at..]);
            at = end + MIN_RUN;
            if end - start >= MIN_RUN {
                return Some(start..end);
            }
        }
        None
    })
}

/// Everything that has the form of a secret.
pub(crate) fn find(text: &[u8], runs: &[Range<usize>], found: &mut Vec<Found>) {
    // Up to where a token was found that goes on over lines.
    let mut done = 0;
    for run in runs {
        if run.end <= done {
            continue;
        }
        done = json_web_tokens(text, run, found).max(done);
        for piece in pieces(text, run) {
            find_static(text, &piece, found);
            find_hublet_tokens(text, &piece, found);
            let whole = with_signs(text, &piece, run);
            if let Some(kind) = opaque(&text[whole.clone()]) {
                let whole = whole.start..continued(text, whole.end);
                done = done.max(whole.end);
                push(text, whole, kind, found);
            }
        }
    }
    private_keys(text, found);
}

/// The one form that is a credential and nothing else, whoever shows it: `pat-na1-…` with the whole of its UUID.
pub(crate) fn find_whole_static(text: &[u8], runs: &[Range<usize>], found: &mut Vec<Found>) {
    const UUID: usize = 36;
    let mut all = Vec::new();
    for piece in runs.iter().flat_map(|run| pieces(text, run)) {
        find_static(text, &piece, &mut all);
    }
    found.extend(all.into_iter().filter(|one| one.range.len() >= "pat-na1-".len() + UUID));
}

fn push(text: &[u8], range: Range<usize>, kind: &'static str, found: &mut Vec<Found>) {
    if !is_placeholder(&text[range.clone()]) {
        found.push(Found::new(range, What::Shaped(kind)));
    }
}

/// Runs of letters, digits, `-` and `_`; short ones only where a personal access key begins.
fn pieces<'a>(text: &'a [u8], run: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let (mut at, end) = (run.start, run.end);
    std::iter::from_fn(move || {
        while at < end {
            let start = at;
            let length = WORD.count(&text[start..end]);
            at = start + length + 1;
            if length >= MIN_RUN || text[start..end].starts_with(b"CiR") {
                return Some(start..start + length);
            }
        }
        None
    })
}

/// `pat-<hublet>-` and hexadecimal digits, also where a letter comes before, as in `Bearerpat-…`.
fn find_static(text: &[u8], piece: &Range<usize>, found: &mut Vec<Found>) {
    for hyphen in memchr::memchr_iter(b'-', &text[piece.clone()]) {
        let at = piece.start + hyphen;
        if at < piece.start + 3 || !text[at - 3..at].eq_ignore_ascii_case(b"pat") {
            continue;
        }
        let Some(length) = hublet(&text[at + 1..piece.end]) else { continue };
        let random = at + 1 + length;
        let digits = text[random..piece.end]
            .iter()
            .take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'-')
            .count();
        if digits >= 8 {
            push(text, at - 3..random + digits, kind::STATIC_TOKEN, found);
        }
    }
}

/// `na1-` and groups of hexadecimal digits: a refresh token, an authorization code or a developer key, which look alike.
fn find_hublet_tokens(text: &[u8], piece: &Range<usize>, found: &mut Vec<Found>) {
    let bytes = &text[piece.clone()];
    let mut at = 0;
    while at + MIN_RUN <= bytes.len() {
        match hublet_token(&bytes[at..]).filter(|_| begins_token(&bytes[..at])) {
            Some(length) => {
                push(text, piece.start + at..piece.start + at + length, kind::REFRESH_TOKEN, found);
                at += length;
            }
            None => match memchr::memchr2(b'-', b'_', &bytes[at..]) {
                Some(next) => at += next + 1,
                None => return,
            },
        }
    }
}

/// Not in the middle of a UUID, whose groups may look like a hublet.
fn begins_token(before: &[u8]) -> bool {
    let is_in_uuid =
        |before: &[u8]| before.iter().rev().take_while(|byte| byte.is_ascii_hexdigit()).count() >= 4;
    before.is_empty()
        || before.ends_with(b"_")
        || before.strip_suffix(b"-").is_some_and(|before| !is_in_uuid(before))
}

/// The length of a hublet and three groups or more.
fn hublet_token(text: &[u8]) -> Option<usize> {
    let start = hublet(text)?;
    if text.len() > 4 && text[..4].eq_ignore_ascii_case(b"pat-") {
        return None;
    }
    let mut groups = text[start..].split(|byte| *byte == b'-').take(MIN_GROUPS);
    let is_group = |group: &[u8]| group.len() >= 4 && group[..4].iter().all(u8::is_ascii_hexdigit);
    if !groups.all(is_group) {
        return None;
    }
    let length = text[start..].iter().take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'-').count();
    let groups = text[start..start + length].split(|byte| *byte == b'-').filter(|group| !group.is_empty());
    let follows = text.get(start + length).is_some_and(u8::is_ascii_alphanumeric);
    (groups.take(MIN_GROUPS).filter(|group| group.len() >= 4).count() == MIN_GROUPS && !follows)
        .then_some(start + length)
}

/// Personal access keys are also seen in the other alphabet, with padding.
fn with_signs(text: &[u8], piece: &Range<usize>, run: &Range<usize>) -> Range<usize> {
    let is_key = text[piece.clone()].starts_with(b"CiR");
    piece.start..if is_key { run.end } else { piece.end }
}

/// Access tokens and personal access keys: base64 of a protocol buffer, whose first bytes show.
fn opaque(piece: &[u8]) -> Option<&'static str> {
    if !piece.starts_with(b"C")
        || piece.len() < MIN_ACCESS_TOKEN
        || piece.len() > MAX_TOKEN
        || !is_mixed(piece)
    {
        return None;
    }
    match piece[1] {
        b'i' if piece[2] == b'R' => Some(kind::PERSONAL_ACCESS_KEY),
        b'I'..=b'P' => Some(kind::ACCESS_TOKEN),
        _ => (piece.len() >= MIN_UNSURE_ACCESS_TOKEN).then_some(kind::ACCESS_TOKEN),
    }
}

/// The end of a token that was wrapped: lines that hold nothing but more of it, perhaps behind the marks of a quoted mail.
pub(crate) fn continued(text: &[u8], end: usize) -> usize {
    const MIN_LINE: usize = 16;
    let mut end = end;
    loop {
        let next = end + text[end..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count().min(2);
        if next == end {
            return end;
        }
        let start = next
            + text[next..].iter().take(64).take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
        let length = text[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.=".contains(byte))
            .count();
        let is_alone = matches!(text.get(start + length), None | Some(b'\n' | b'\r' | b'"' | b'\''));
        if length < MIN_LINE || !is_alone || !is_mixed(&text[start..start + length]) {
            return end;
        }
        end = start + length;
    }
}

/// Small letters, capitals and digits, and no words with hyphens.
pub(crate) fn is_mixed(piece: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| piece.iter().any(is);
    let separators = piece.iter().filter(|byte| matches!(byte, b'-' | b'_')).count();
    has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit)
        && separators * 8 <= piece.len()
}

/// RFC 7519: base64url of `{"`, and a second part.
/// Returns the end of what was found.
fn json_web_tokens(text: &[u8], run: &Range<usize>, found: &mut Vec<Found>) -> usize {
    const MIN_TOKEN: usize = 20;
    let mut done = 0;
    if run.len() < MIN_TOKEN {
        return done;
    }
    let mut from = run.start;
    // Of its three letters the one that is seldom.
    for third in memchr::memchr_iter(b'J', &text[run.clone()]).map(|at| run.start + at) {
        if third < from + 2 || !text[..third].ends_with(b"ey") {
            continue;
        }
        let at = third - 2;
        let digits = |at: usize| WORD.count(&text[at.min(run.end)..run.end]);
        let header = at + digits(at);
        let payload = header + 1 + digits(header + 1);
        let has_payload = header - at >= 10 && text.get(header) == Some(&b'.') && payload - header > 8;
        let signature =
            if text.get(payload) == Some(&b'.') { payload + 1 + digits(payload + 1) } else { payload };
        if has_payload {
            done = continued(text, signature.min(run.end));
            push(text, at..done, kind::JWT, found);
        }
        from = header.max(at + 3).max(done);
    }
    done
}

/// RFC 7468, between its lines.
fn private_keys(text: &[u8], found: &mut Vec<Found>) {
    const BEGIN: &[u8] = b"BEGIN";
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("PRIVATE KEY-----"));
    if text.len() < FINDER.needle().len() + BEGIN.len() {
        return;
    }
    let mut done = 0;
    for begin in FINDER.find_iter(text) {
        if begin < done {
            continue;
        }
        let body = begin + b"PRIVATE KEY-----".len();
        if !text[begin.saturating_sub(40)..begin].windows(BEGIN.len()).any(|window| window == BEGIN) {
            continue;
        }
        let limit = text.len().min(body + 16 * 1_024);
        let end = memchr::memmem::find(&text[body..limit], b"-----END").map_or(limit, |length| body + length);
        let inside = text[body..end].trim_ascii();
        let start = body + text[body..end].len() - text[body..end].trim_ascii_start().len();
        push(text, start..start + inside.len(), kind::PRIVATE_KEY, found);
        done = end;
    }
}

/// `/access-tokens/S` and `/refresh-tokens/S`: HubSpot's first endpoints have tokens in their paths.
pub(crate) fn in_path(text: &[u8], name: &Range<usize>, found: &mut Vec<Found>) {
    const MIN_VALUE: usize = 6;
    let kind = match &text[name.clone()] {
        b"access-tokens" => kind::ACCESS_TOKEN,
        b"refresh-tokens" => kind::REFRESH_TOKEN,
        _ => return,
    };
    let is_segment = text[..name.start].ends_with(b"/") && text.get(name.end) == Some(&b'/');
    let start = name.end + 1;
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/?#\"'`\\<>,;)&".contains(byte);
    let length = text[start.min(text.len())..].iter().take(MAX_TOKEN).take_while(|byte| !ends(byte)).count();
    let value = &text[start.min(text.len())..][..length];
    // `/access-tokens/refreshing` is a page.
    let is_word = value.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-');
    if is_segment && length >= MIN_VALUE && !is_word && !is_placeholder(value) {
        let kind = kind_of(value).unwrap_or(kind);
        found.push(Found::new(start..start + length, What::Named(kind)));
    }
}

/// The kind of a value that is a token by its form and nothing else.
pub(crate) fn kind_of(value: &[u8]) -> Option<&'static str> {
    let is_whole = |found: &[Found]| matches!(found, [one] if one.range == (0..value.len()));
    if value.len() < MIN_RUN || value.len() > 8 * MAX_TOKEN || RUN.count(value) < value.len() {
        return None;
    }
    let whole = 0..value.len();
    let mut found = Vec::new();
    find_static(value, &whole, &mut found);
    if is_whole(&found) {
        return Some(kind::STATIC_TOKEN);
    }
    if hublet_token(value) == Some(value.len()) {
        return Some(kind::REFRESH_TOKEN);
    }
    found.clear();
    json_web_tokens(value, &whole, &mut found);
    // The second part begins as the first does, and is found by itself too.
    if found.iter().any(|one| one.range == whole) {
        Some(kind::JWT)
    } else {
        opaque(value).filter(|_| !value.contains(&b'.'))
    }
}
