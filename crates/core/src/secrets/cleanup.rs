//! Frees a pasted secret from what came with it: spaces, quotes, a header's or a variable's name, line breaks of a
//! mail, characters that nobody sees, a whole command. Says what it took away, never what is left.

use zeroize::Zeroizing;

use crate::platform::text::is_invisible;
use crate::secrets::format::{CredentialFormat, detect_format};

/// A pasted text without its wrapping.
pub(crate) struct Cleaned {
    pub text: Zeroizing<String>,
    /// What the name before it says it is.
    pub named: Option<CredentialFormat>,
    /// What was taken away, each once, in words.
    pub removed: Vec<&'static str>,
}

const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '‘', '’', '„', '«', '»', '<', '>', ',', ';'];
/// What text programs make of a hyphen. No secret holds one.
const DASHES: &[char] =
    &['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{fe63}', '\u{ff0d}'];
const MAX_NAME_BYTES: usize = 40;
const MOST_LAYERS: usize = 64;

pub(crate) fn clean(pasted: &str) -> Cleaned {
    let mut removed = Vec::new();
    let mut note = |what, when: bool| {
        if when && !removed.contains(&what) {
            removed.push(what);
        }
    };
    let seen: Zeroizing<String> =
        Zeroizing::new(pasted.chars().filter(|letter| !is_invisible(*letter)).collect());
    note("characters that cannot be seen", seen.len() != pasted.len());
    let seen = Zeroizing::new(seen.replace(DASHES, "-"));
    let mut named = None;
    let mut text = seen.trim();
    note("spaces or line breaks around it", text.len() != seen.len());
    if let Some(key) = key_of_address(text) {
        (text, named) = (key, Some(CredentialFormat::AccountApiKey));
        note("the address around it", true);
    }
    for _ in 0..MOST_LAYERS {
        let before = text;
        text = text.trim_matches(QUOTES).trim();
        note("quotes or commas around it", text.len() != before.len());
        if let Some(rest) = strip_word(text, "bearer ") {
            text = rest;
            note("the word Bearer", true);
        }
        if let Some((found, rest)) = strip_name(text) {
            (text, named) = (rest, named.or(found));
            note("the name before it", true);
        }
        if text == before {
            break;
        }
    }
    let joined = joined(text);
    note("line breaks inside it", joined.is_some());
    let only = if joined.is_none() { only_token(text) } else { None };
    note("the text around it", only.is_some());
    let text = joined.unwrap_or_else(|| Zeroizing::new(only.unwrap_or(text).to_owned()));
    Cleaned { text, named, removed }
}

/// The one token in a command, a file or a sentence, known by a form that nothing else has. Of two, none is meant.
fn only_token(text: &str) -> Option<&str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-+/".contains(letter);
    let is_token = |word: &&str| {
        matches!(
            detect_format(word),
            CredentialFormat::StaticToken
                | CredentialFormat::AccessToken
                | CredentialFormat::PersonalAccessKey
        )
    };
    let mut tokens = text.split(|letter| !is_part(letter)).filter(is_token);
    let only = tokens.next().filter(|word| word.len() < text.trim_end_matches('=').len())?;
    tokens.next().is_none().then_some(only)
}

/// `https://api.hubapi.com/…?hapikey=…`: an old address with its key.
fn key_of_address(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("hapikey=")?;
    rest.split(['&', '#', ' ', '"', '\'']).next().filter(|key| !key.is_empty())
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

/// `Authorization: …`, `HUBSPOT_TOKEN=…`, `"client_secret": …`, with what the name says of the value.
fn strip_name(text: &str) -> Option<(Option<CredentialFormat>, &str)> {
    let (name, value) = text.split_once(['=', ':'])?;
    let name = name.strip_prefix("export ").unwrap_or(name).trim().trim_matches(QUOTES);
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "_-. ".contains(letter);
    let value = value.trim();
    // Base64 may end in `=`, and a secret may hold a colon: what is before a short rest is no name.
    if name.is_empty() || name.len() > MAX_NAME_BYTES || !name.chars().all(fits) || value.len() < 8 {
        return None;
    }
    Some((named_by(name), value))
}

fn named_by(name: &str) -> Option<CredentialFormat> {
    let letters: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    [
        ("developerapikey", CredentialFormat::DeveloperApiKey),
        ("devapikey", CredentialFormat::DeveloperApiKey),
        ("hapikey", CredentialFormat::AccountApiKey),
        ("clientid", CredentialFormat::ClientId),
        ("clientsecret", CredentialFormat::ClientSecret),
        ("refreshtoken", CredentialFormat::RefreshToken),
        ("personalaccesskey", CredentialFormat::PersonalAccessKey),
    ]
    .into_iter()
    .find_map(|(word, look)| letters.ends_with(word).then_some(look))
}

/// One secret that a mail broke into lines. Two secrets, or prose, stay as they are and are refused.
fn joined(text: &str) -> Option<Zeroizing<String>> {
    if !text.contains(['\n', '\r']) {
        return None;
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let whole = Zeroizing::new(lines.concat());
    let is_part = |line: &&str| !line.contains(char::is_whitespace) && !is_whole(line);
    (detect_format(&whole) != CredentialFormat::Unknown && lines.iter().all(is_part)).then_some(whole)
}

/// A line that is a secret by itself: joined with another it would be one that does not exist.
fn is_whole(line: &str) -> bool {
    match detect_format(line) {
        CredentialFormat::Unknown | CredentialFormat::AccessToken | CredentialFormat::PersonalAccessKey => {
            false
        }
        CredentialFormat::StaticToken => crate::secrets::format::missing_letters(line) == 0,
        _ => true,
    }
}
