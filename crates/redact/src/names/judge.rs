//! Whether a value is a secret at all. References to variables and ordinary words are not: a text without a secret has to
//! come out as it was.

use std::ops::Range;

use crate::bytes::{ByteSet, Lengths};

/// What is longer is judged by its beginning.
pub(crate) const MAX_JUDGED: usize = 160;

/// Literals and types of programming languages, which stand where a value may stand.
const LITERALS: &[&str] = &[
    "null",
    "none",
    "nil",
    "undefined",
    "true",
    "false",
    "string",
    "str",
    "bool",
    "boolean",
    "number",
    "int",
    "integer",
    "any",
    "unknown",
    "object",
    "text",
    "optional",
    "required",
    "yes",
    "no",
    "on",
    "off",
    "void",
    "self",
    "this",
    "return",
    "await",
    "async",
    "new",
    "const",
    "let",
    "var",
    "char",
    "byte",
    "bytes",
    "varchar",
    "include",
    "bearer",
    "securestring",
    "never",
    "readonly",
    "function",
    "lambda",
    "get",
    "set",
    "if",
    "else",
    "public",
    "private",
];

static LENGTHS: Lengths = Lengths::of(LITERALS);

/// `null`, `true`, `string`, a number: what stands for itself.
pub(crate) fn is_literal(value: &[u8]) -> bool {
    let value = &value[..value.len().min(MAX_JUDGED)];
    let value = value.strip_suffix(b";").unwrap_or(value);
    LENGTHS.may_hold(value) && LITERALS.iter().any(|literal| value.eq_ignore_ascii_case(literal.as_bytes()))
        || !value.is_empty()
            && value.iter().all(|byte| byte.is_ascii_digit() || b".-".contains(byte))
            && value.len() < 7
}

/// Code that yields a value: `data.access_token`, `getToken()`, `clientSecret`, `Optional[str]`.
pub(crate) fn is_expression(value: &[u8]) -> bool {
    let value = &value[..value.len().min(MAX_JUDGED)];
    let (head, tail) = value.split_at(EXPRESSION.count(value));
    let starts_like_one =
        head.first().is_some_and(|first| first.is_ascii_alphabetic() || b"_$@&*".contains(first));
    let is_call = matches!(tail.first(), Some(b'(' | b'[' | b'{'));
    starts_like_one && (is_call || tail.is_empty() && is_path(head)) && !looks_random(head)
}

static EXPRESSION: ByteSet = ByteSet::alphanumeric_and(b"_$.?:!>@-&*");
static IDENTIFIER: ByteSet = ByteSet::alphanumeric_and(b"_$-&*@");

/// Identifiers with dots or arrows between them.
fn is_path(value: &[u8]) -> bool {
    let parts = value.split(|byte| b".?:!>".contains(byte)).filter(|part| !part.is_empty());
    let is_identifier = |part: &[u8]| IDENTIFIER.count(part) == part.len() && !part[0].is_ascii_digit();
    parts.clone().count() >= 2 && parts.clone().all(is_identifier)
}

/// What such an identifier ends with.
const NOUNS: &[&[u8]] =
    &[b"token", b"secret", b"password", b"key", b"pwd", b"passwd", b"auth", b"cred", b"header", b"bearer"];

/// One identifier that names a secret: `client_secret`, `hubspotToken`.
pub(crate) fn is_reference(value: &[u8]) -> bool {
    let value = &value[..value.len().min(MAX_JUDGED)];
    let is_identifier = value.iter().all(|byte| byte.is_ascii_alphabetic() || b"_$".contains(byte));
    is_identifier && words(value).any(|word| NOUNS.iter().any(|noun| ends_with(word, noun)))
}

fn ends_with(word: &[u8], ending: &[u8]) -> bool {
    word.len() >= ending.len() && word[word.len() - ending.len()..].eq_ignore_ascii_case(ending)
}

/// A sentence, not a value.
pub(crate) fn is_prose(value: &[u8]) -> bool {
    let value = &value[..value.len().min(MAX_JUDGED)];
    let mut words = value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let plain = |word: &[u8]| !looks_random(word);
    value.trim_ascii().iter().any(u8::is_ascii_whitespace) && words.all(plain)
}

/// Letters alone have to be as many to look random.
const MIN_LETTERS: usize = 20;

/// No word, no name and no number of a text: letters and digits that alternate.
pub(crate) fn looks_random(value: &[u8]) -> bool {
    let value = &value[..value.len().min(MAX_JUDGED)];
    if value.len() < 8 || count(value, u8::is_ascii_whitespace) > 0 {
        return false;
    }
    let digits = count(value, u8::is_ascii_digit);
    if digits < 2 && value.len() < MIN_LETTERS {
        return false;
    }
    let letters = count(value, u8::is_ascii_alphabetic);
    let turns = count_pairs(value, |left, right| left.is_ascii_digit() != right.is_ascii_digit());
    let humps = count_pairs(value, |left, right| left.is_ascii_lowercase() && right.is_ascii_uppercase());
    let is_mixed = digits >= 2 && letters >= 2 && turns >= 2 && digits + letters >= 8;
    let is_long = value.len() >= MIN_LETTERS && humps * 5 >= value.len();
    // A date and time has few letters, all of them capitals: 2026-11-23T19:38:39.164Z.
    let is_time = value.len() >= 16 && value[0].is_ascii_digit() && value.contains(&b':') && letters <= 2;
    (is_mixed && !is_dated(value) || is_long) && !is_time
}

/// How many bytes of at most [`MAX_JUDGED`] are so. Each count is a loop of its own over small numbers, which a processor does
/// for sixteen bytes at once.
fn count(value: &[u8], is: impl Fn(&u8) -> bool) -> usize {
    usize::from(value.iter().map(|byte| u8::from(is(byte))).sum::<u8>())
}

fn count_pairs(value: &[u8], is: impl Fn(&u8, &u8) -> bool) -> usize {
    usize::from(value.iter().zip(&value[1..]).map(|(left, right)| u8::from(is(left, right))).sum::<u8>())
}

/// A regular expression that describes values: it begins like one, or has a class of characters that is repeated,
/// `[0-9a-f]{8}`, `[^&]+`.
pub(crate) fn is_pattern(value: &[u8]) -> bool {
    let value = &value[..value.len().min(MAX_JUDGED)];
    let is_class = |at: usize| {
        let class = &value[at..];
        let end = memchr::memchr(b']', class).unwrap_or(0);
        let has_range = class[..end].windows(3).any(|three| {
            three[1] == b'-' && three[0].is_ascii_alphanumeric() && three[2].is_ascii_alphanumeric()
        });
        (has_range || class.starts_with(b"[^")) && matches!(class.get(end + 1), Some(b'{' | b'+' | b'*'))
    };
    begins_pattern(value) || memchr::memchr_iter(b'[', value).any(is_class)
}

/// `(.*)`, `\S+`, `(?<value>`
fn begins_pattern(value: &[u8]) -> bool {
    let inside = value.strip_prefix(b"(").unwrap_or(value);
    match inside {
        [b'?', b':' | b'<' | b'P' | b'=' | b'!', ..] => inside.len() < value.len(),
        [b'.', b'*' | b'+', ..] => true,
        [b'\\', rest @ ..] => {
            let rest = rest.strip_prefix(b"\\").unwrap_or(rest);
            matches!(rest, [b'w' | b'S' | b'd' | b'W' | b's' | b'D', b'+' | b'*' | b'{', ..])
        }
        _ => false,
    }
}

/// `/^pat-\w+$/i` of JavaScript and Ruby; a value of letters between slashes may be a password.
pub(crate) fn is_regex_literal(value: &[u8]) -> bool {
    let Some(inside) = value.strip_prefix(b"/") else { return false };
    let Some(end) = memchr::memrchr(b'/', inside) else { return false };
    let (pattern, flags) = inside.split_at(end);
    let is_flag = |byte: &u8| byte.is_ascii_lowercase() || b";,)".contains(byte);
    let is_pattern = pattern.starts_with(b"^")
        || pattern.ends_with(b"$")
        || pattern.windows(2).any(|two| {
            matches!(two, [b'\\', _] | [b'.' | b']' | b')', b'*' | b'+' | b'?' | b'{'] | [b'(', b'?'])
        });
    flags[1..].len() <= 8 && flags[1..].iter().all(is_flag) && is_pattern
}

/// `client_id=…` behind the name of an address: a name with a value of its own.
pub(super) fn is_pair(value: &[u8]) -> bool {
    let name = value.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
    name > 0 && value[name..].starts_with(b"=") && value.get(name + 1).is_some_and(|next| *next != b'=')
}

/// A UUID, or hexadecimal digits of 128 bits or more: a form that secrets have, and numbers of things.
pub(crate) fn is_opaque(value: &[u8]) -> bool {
    let digits = value.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    let hyphens = memchr::memchr_iter(b'-', value).count();
    digits + hyphens == value.len()
        && (hyphens == 4 && digits == 32 || hyphens == 0 && digits >= 32)
        && looks_random(value)
}

/// Words with a number or a version in them: `crm-objects-2026-03`, `oauth2callback`.
fn is_dated(value: &[u8]) -> bool {
    let mut parts = value.split(|byte| !byte.is_ascii_alphanumeric());
    let is_plain = |part: &[u8]| {
        let digits = part.iter().filter(|byte| byte.is_ascii_digit()).count();
        digits == 0
            || digits == part.len() && digits <= 4
            || digits <= 2 && part.len() <= 4 && part[0].is_ascii_alphabetic() && !is_hex(part)
    };
    value.len() < 64
        && parts.all(|part| part.is_empty() || is_plain(part))
        && value.iter().filter(|byte| byte.is_ascii_alphabetic()).count() > 3
        && !value.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
}

fn is_hex(part: &[u8]) -> bool {
    part.iter().all(u8::is_ascii_hexdigit)
}

/// The words of an identifier or a phrase; a capital begins a new one unless all are capitals.
fn words(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    word_ranges(value).map(|word| &value[word])
}

/// Where the words of an identifier or a phrase are.
pub(super) fn word_ranges(value: &[u8]) -> impl Iterator<Item = Range<usize>> {
    static ALPHANUMERIC: ByteSet = ByteSet::alphanumeric_and(b"");
    let all_capitals = !value.iter().any(u8::is_ascii_lowercase);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + ALPHANUMERIC.position(&value[at..])?;
        at = start + ALPHANUMERIC.count(&value[start..]);
        if !all_capitals {
            let begins = |two: &[u8; 2]| !two[0].is_ascii_uppercase() && two[1].is_ascii_uppercase();
            let next = value[start..at].array_windows().position(begins);
            at = next.map_or(at, |next| start + next + 1);
        }
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_random_is_no_word_number_or_date() {
        for value in
            ["0f0f0f0f-aaaa-4bbb", "61de550e-0e48-45e1-9f27", "a1b2c3d4e5", "CKPrvd7oMxIHAAEAQAAAARiZ0LU"]
        {
            assert!(looks_random(value.as_bytes()), "{value}");
        }
        for value in [
            "password",
            "MISSING_SCOPES",
            "2026-11-23T19:38:39.164Z",
            "crm-objects-2026-03",
            "oauth2callback",
            "12345678",
            "hubspotTokenFromVault",
            "contacts-v3",
        ] {
            assert!(!looks_random(value.as_bytes()), "{value}");
        }
    }
}
