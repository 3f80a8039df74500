//! Ways to write a secret, and a search for what is left of one that shares nothing with the engine.

#![allow(dead_code, clippy::unwrap_used, clippy::format_collect, reason = "each test uses a part of it")]

pub mod checks;

use std::fmt::Write as _;

/// No run of a secret this long may be left.
pub const WINDOW: usize = 8;

/// A way to write a text. They may be nested.
#[derive(Clone, Copy, Debug)]
pub enum Spelling {
    Plain,
    Capitals,
    Percent,
    PercentAll,
    PercentTwice,
    Json,
    JsonUnicode,
    JsonInJson,
    Entities,
    Base64 { before: usize },
    Base64Url { before: usize },
    Hex,
    Lines { every: usize },
    Escaped,
}

impl Spelling {
    pub const ALL: [Self; 20] = [
        Self::Plain,
        Self::Capitals,
        Self::Percent,
        Self::PercentAll,
        Self::PercentTwice,
        Self::Json,
        Self::JsonUnicode,
        Self::JsonInJson,
        Self::Entities,
        Self::Base64 { before: 0 },
        Self::Base64 { before: 1 },
        Self::Base64 { before: 2 },
        Self::Base64Url { before: 0 },
        Self::Base64Url { before: 1 },
        Self::Base64Url { before: 2 },
        Self::Hex,
        Self::Lines { every: 3 },
        Self::Lines { every: 11 },
        Self::Lines { every: 40 },
        Self::Escaped,
    ];

    pub fn write(self, text: &str) -> String {
        let each = |write: &dyn Fn(u8) -> String| text.bytes().map(write).collect::<String>();
        let percent = |byte: u8| {
            if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
        };
        let json = |text: &str| {
            let quoted = serde_json::to_string(text).unwrap();
            quoted[1..quoted.len() - 1].replace('/', "\\/")
        };
        match self {
            Self::Plain => text.to_owned(),
            Self::Capitals => text.to_uppercase(),
            Self::Percent => each(&percent),
            Self::PercentAll => each(&|byte| format!("%{byte:02x}")),
            Self::PercentTwice => each(&|byte| percent(byte).replace('%', "%25")),
            Self::Json => json(text),
            Self::JsonUnicode => each(&|byte| format!("\\u{byte:04x}")),
            Self::JsonInJson => json(&Self::JsonUnicode.write(text)),
            Self::Entities => each(&|byte| format!("&#{byte};")),
            Self::Base64 { before } => base64(text, before, b'+', b'/'),
            Self::Base64Url { before } => base64(text, before, b'-', b'_'),
            Self::Hex => each(&|byte| format!("{byte:02x}")),
            Self::Lines { every } => text
                .as_bytes()
                .chunks(every)
                .map(|line| String::from_utf8_lossy(line))
                .collect::<Vec<_>>()
                .join("\n    "),
            Self::Escaped => each(&|byte| format!("\\x{byte:02x}")),
        }
    }
}

/// In base64 behind so many other bytes.
fn base64(text: &str, before: usize, plus: u8, slash: u8) -> String {
    let alphabet: Vec<u8> =
        (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain([plus, slash]).collect();
    let digit = |bits: u32| alphabet[(bits & 63) as usize];
    let bytes: Vec<u8> = b"u:".iter().cycle().take(before).copied().chain(text.bytes()).collect();
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            out.push(if place <= group.len() { char::from(digit(bits >> (18 - 6 * place))) } else { '=' });
        }
    }
    out
}

/// What a reader may still make out of the secret's random part, whatever he decodes.
pub fn left_of(secret: &str, text: &str) -> Option<String> {
    let secret = secret.to_ascii_lowercase();
    let readings = readings(text);
    for window in secret.as_bytes().windows(WINDOW) {
        let window = String::from_utf8_lossy(window);
        for reading in &readings {
            if reading.to_ascii_lowercase().contains(&*window) {
                return Some(format!("{window} in {reading}"));
            }
        }
    }
    None
}

/// The text, and what its decodings make of it.
fn readings(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned()];
    let mut at = 0;
    while at < all.len() && all.len() < 40 {
        let reading = all[at].clone();
        for decode in [percent_decoded, unescaped, without_entities, squeezed] {
            let decoded = decode(&reading);
            if !all.contains(&decoded) {
                all.push(decoded);
            }
        }
        at += 1;
    }
    let encoded: Vec<String> = all.iter().flat_map(|reading| runs_decoded(reading)).collect();
    all.extend(encoded);
    all
}

fn percent_decoded(text: &str) -> String {
    decoded(text, '%', 2)
}

/// Each `sign` with so many hexadecimal digits behind it.
fn decoded(text: &str, sign: char, digits: usize) -> String {
    let mut out = String::new();
    let mut parts = text.split(sign);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let number =
            part.get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        match number {
            Some(character) => {
                let _ = write!(out, "{character}{}", &part[digits..]);
            }
            None => {
                let _ = write!(out, "{sign}{part}");
            }
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let text = text.replace("\\\\", "\\").replace("\\/", "/").replace("\\\"", "\"").replace("\\n", "\n");
    decoded(&decoded(&text.replace("\\u", "\u{1}").replace("\\x", "\u{2}"), '\u{1}', 4), '\u{2}', 2)
}

fn without_entities(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split("&#");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (number, rest) = part.split_once(';').unwrap_or((part, ""));
        match number.parse().ok().and_then(char::from_u32) {
            Some(character) => {
                let _ = write!(out, "{character}{rest}");
            }
            None => out.push_str(part),
        }
    }
    out
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Runs of base64, at each of its four beginnings, and of hexadecimal digits at both.
fn runs_decoded(text: &str) -> Vec<String> {
    let is_digit = |c: char| c.is_ascii_alphanumeric() || "+/-_".contains(c);
    let mut all = Vec::new();
    for run in text.split(|c| !is_digit(c)).filter(|run| run.len() >= WINDOW) {
        for skip in 0..4.min(run.len()) {
            let bits = run[skip..].bytes().map(|byte| match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                _ => 63,
            });
            let bits: String = bits.map(|bits| format!("{bits:06b}")).collect();
            all.push(bits.as_bytes().chunks_exact(8).map(|byte| byte_of(byte, 2)).collect());
        }
        for skip in 0..2 {
            if run.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                all.push(run.as_bytes()[skip..].chunks_exact(2).map(|byte| byte_of(byte, 16)).collect());
            }
        }
    }
    all
}

fn byte_of(digits: &[u8], radix: u32) -> char {
    std::str::from_utf8(digits)
        .ok()
        .and_then(|digits| u8::from_str_radix(digits, radix).ok())
        .map_or('?', char::from)
}
