//! Placeholders: what stands for a secret that is put in later, or was taken out before.

use super::judge::{MAX_JUDGED, looks_random, word_ranges};
use super::placeholder_words::Word;
use crate::bytes::ByteSet;

/// Longer ones are templates with code in them.
const MAX_PLACEHOLDER: usize = 96;

/// Whether a value stands for a secret that is put in later, or was taken out before.
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    let value = value[..value.len().min(MAX_JUDGED)].trim_ascii();
    if value.len() >= MAX_PLACEHOLDER {
        return is_template(value) || is_lookup(value) || crate::label::at_start(value).is_some();
    }
    value.len() < 6 && !value.iter().any(u8::is_ascii_alphanumeric)
        || is_masked(value)
        || is_template(value)
        || is_filled_in(value)
        || is_lookup(value)
        || repeats(value)
        || crate::label::at_start(value).is_some()
        || is_worded(value)
}

/// `xxxxx`, `***`, `…`, `00000000-0000-…`, also behind the part of a token that everybody knows.
fn is_masked(value: &[u8]) -> bool {
    let random = match value {
        [p, a, t, b'-', rest @ ..] if [*p, *a, *t].eq_ignore_ascii_case(b"pat") => rest,
        _ => value,
    };
    let random = &random[crate::known::hublet(random).unwrap_or(0)..];
    let is_mask = |byte: &u8| b"xX*.#?_-0 ".contains(byte) || !byte.is_ascii();
    if random.is_empty() || random.iter().all(is_mask) && random.iter().any(|byte| *byte != b'-') {
        return true;
    }
    memchr::memchr3(b'*', b'.', 0xE2, random).is_some() && is_abridged(random)
}

/// `abcd***`, `abc...xyz`
fn is_abridged(random: &[u8]) -> bool {
    // What is left visible of a masked secret is too short to be one.
    let masked = random.windows(3).any(|three| {
        three == b"***" || three == b"..." || three == "…".as_bytes() || three == "•".as_bytes()
    });
    let visible = random.iter().filter(|byte| byte.is_ascii_alphanumeric() && !b"xX".contains(byte)).count();
    masked && visible <= 8
}

/// `${TOKEN}`, `$TOKEN`, `{{token}}`, `<your token>`, `%TOKEN%`, `[TOKEN]`, `:token`, `%s`, `#{token}`, `__TOKEN__`.
fn is_template(value: &[u8]) -> bool {
    let is_name = |name: &[u8]| {
        !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.- :$>[]'\"()".contains(byte))
            && name.iter().any(u8::is_ascii_alphabetic)
            && !looks_random(name)
    };
    let is_variable = |name: &[u8]| {
        name.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_') && is_name(name)
    };
    // n8n's expressions begin so.
    let value = value.strip_prefix(b"=").unwrap_or(value);
    match value {
        [b'$', b'{' | b'(' | b'[', ..] | [b'{' | b'#' | b'@', b'{', ..] => true,
        [b'$', name @ ..] | [b'%', name @ .., b'%'] => is_variable(name),
        [b'%', b's' | b'v' | b'd' | b'q'] | [b'%', b'(', ..] => true,
        [b'<', inside @ .., b'>'] | [b'[', inside @ .., b']'] | [b'{', inside @ .., b'}'] => {
            inside.is_empty() || inside.iter().all(u8::is_ascii_digit) || is_name(inside)
        }
        [b'_', b'_', inside @ .., b'_', b'_'] => is_name(inside),
        [b':' | b'@', name @ ..] => is_variable(name) && !name.iter().any(u8::is_ascii_digit),
        _ => false,
    }
}

/// Templates with little around them: `pat-<hublet>-<uuid>`, `na1-{uuid}`.
fn is_filled_in(value: &[u8]) -> bool {
    if memchr::memchr2(b'<', b'{', value).is_none() {
        return false;
    }
    // Of what is around them, the beginning is enough to tell what it is.
    let (mut rest, mut length) = ([0; 8], 0);
    let (mut depth, mut groups, mut letters) = (0_usize, 0, 0);
    for byte in value {
        match byte {
            b'<' | b'{' => {
                depth += 1;
                groups += 1;
            }
            b'>' | b'}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                if let Some(place) = rest.get_mut(length) {
                    *place = *byte;
                    length += 1;
                }
                letters += usize::from(byte.is_ascii_alphanumeric());
            }
            _ => {}
        }
    }
    let rest = &rest[..length];
    groups > 0 && depth == 0 && letters <= 8 && !value.iter().any(u8::is_ascii_digit)
        || groups > 0
            && depth == 0
            && letters < value.len() / 2
            && (rest.starts_with(b"pat-") || crate::known::hublet(rest).is_some())
}

/// `os.environ["X"]`, `process.env.X`, `getenv('X')`, `secrets.X`.
fn is_lookup(value: &[u8]) -> bool {
    const STARTS: &[&[u8]] = &[
        b"os.environ",
        b"os.getenv",
        b"process.env",
        b"ENV[",
        b"ENV.fetch",
        b"getenv(",
        b"env(",
        b"env.",
        b"System.getenv",
        b"secrets.",
        b"Deno.env",
        b"import.meta.env",
        b"Environment.Get",
        b"config(",
        b"vault(",
        b"var.",
        b"op://",
        b"ref+",
        b"arn:",
        b"projects/",
        b"!Ref",
        b"!secret",
        b"!vault",
        b"!env",
        b"ssm:",
        b"env://",
        b"vault:",
        b"@Microsoft.KeyVault",
    ];
    static FIRST: ByteSet = ByteSet::of(b"opEgSDisecrva!@");
    value.first().is_some_and(|first| FIRST.has(*first))
        && STARTS.iter().any(|start| value.first() == start.first() && value.starts_with(start))
}

/// The same few letters over and over: `codecodecode`.
fn repeats(value: &[u8]) -> bool {
    let has_digit = value.iter().any(u8::is_ascii_digit);
    !has_digit
        && (1..=value.len() / 2).filter(|period| value[*period] == value[0]).any(|period| {
            value.len().is_multiple_of(period) && value[period..] == value[..value.len() - period]
        })
}

/// Only of words that placeholders are made of.
fn is_worded(value: &[u8]) -> bool {
    let mut any = false;
    let starts_with_your = || {
        value.len() >= 4
            && [&b"your"[..], b"<you", b"my_", b"my-", b"exam", b"repl", b"inse"]
                .iter()
                .any(|start| value[..start.len().min(value.len())].eq_ignore_ascii_case(start))
    };
    let words_are_known = word_ranges(value).all(|word| {
        let behind = &value[word.start..];
        if word.len() <= 3 && value[word.clone()].iter().all(u8::is_ascii_digit) {
            return true;
        }
        any = true;
        Word::at_start(behind, word.len()).is_some_and(Word::is_of_placeholders)
    });
    any && (words_are_known
        || starts_with_your()
            && !looks_random(value)
            && value.iter().filter(|b| b.is_ascii_digit()).count() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_secrets() {
        for value in [
            "${TOKEN}",
            "{{token}}",
            "<your token>",
            "xxxxx",
            "os.environ['X']",
            "process.env.X",
            "$TOKEN",
            "%TOKEN%",
            "REDACTED",
            "***",
            "YOUR_ACCESS_TOKEN",
            "pat-na1-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            "codecodecode",
            "demo",
            "pat-na1-****",
            "«access-token#1»",
            "[REDACTED]",
            "your-client-secret-here",
            "{token}",
            "$env:TOKEN",
            ":token",
            "00000000-0000-0000-0000-000000000000",
            "%s",
            "…",
            "<TOKEN>",
            "{0}",
            "your_api_key_1",
            "yourtoken",
        ] {
            assert!(is_placeholder(value.as_bytes()), "{value}");
        }
        for value in [
            "0f0f0f0f-aaaa-4bbb",
            "hunter2",
            "na1-5d3e-81b0-4c7f-92a6-e08d14f7b3c9",
            "abc,S",
            "p&w;<>{}1",
            "$ecr3t!x9Q",
            "correcthorse",
            "<p4ss>w0rd",
            "Tr0ub4dor&3",
        ] {
            assert!(!is_placeholder(value.as_bytes()), "{value}");
        }
    }
}
