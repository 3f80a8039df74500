//! Extracts a pasted secret from what was copied with it: spaces, quotes, the name of a header or variable, line breaks
//! from an e-mail, invisible characters, a whole command. Reports what was removed, never the secret.

use zeroize::Zeroizing;

use crate::platform::text::is_invisible;
use crate::secrets::format::{CredentialFormat, detect_format};

/// A pasted text without what was copied around it.
pub(crate) struct Cleaned {
    pub text: Zeroizing<String>,
    /// The format that the name before it implies. `None`: no name, or an unknown one.
    pub named: Option<CredentialFormat>,
    /// What was removed, in words for the user, each once.
    pub removed: Vec<&'static str>,
}

const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '‘', '’', '„', '«', '»', '<', '>', ',', ';'];
/// Dashes that text programs replace hyphens by. No secret contains one.
const DASHES: &[char] =
    &['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{fe63}', '\u{ff0d}'];
const MAX_NAME_BYTES: usize = 40;
/// How often quotes and names around a secret are removed.
const MAX_LAYERS: usize = 64;

/// Removes everything around the secret. A text with more than one secret is left as it is.
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
    for _ in 0..MAX_LAYERS {
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

/// The only token in a command, a file or a sentence, recognized by its format. `None`: there is none, or more than one.
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

/// The key in a URL such as `https://api.hubapi.com/…?hapikey=…`.
fn key_of_address(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("hapikey=")?;
    rest.split(['&', '#', ' ', '"', '\'']).next().filter(|key| !key.is_empty())
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

/// The value in `Authorization: …`, `HUBSPOT_TOKEN=…` or `"client_secret": …`, with the format that the name implies.
fn strip_name(text: &str) -> Option<(Option<CredentialFormat>, &str)> {
    let (name, value) = text.split_once(['=', ':'])?;
    let name = name.strip_prefix("export ").unwrap_or(name).trim().trim_matches(QUOTES);
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "_-. ".contains(letter);
    let value = value.trim();
    // Base64 may end in `=`, and a secret may contain a colon: text before a short rest is not a name.
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
    .find_map(|(word, format)| letters.ends_with(word).then_some(format))
}

/// A secret that was broken into lines. `None`: it has no line breaks, or is several secrets or prose.
fn joined(text: &str) -> Option<Zeroizing<String>> {
    if !text.contains(['\n', '\r']) {
        return None;
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let whole = Zeroizing::new(lines.concat());
    let is_part = |line: &&str| !line.contains(char::is_whitespace) && !is_whole(line);
    (detect_format(&whole) != CredentialFormat::Unknown && lines.iter().all(is_part)).then_some(whole)
}

/// Whether a line is a whole secret, which must not be joined with another line.
fn is_whole(line: &str) -> bool {
    match detect_format(line) {
        CredentialFormat::Unknown | CredentialFormat::AccessToken | CredentialFormat::PersonalAccessKey => {
            false
        }
        CredentialFormat::StaticToken => crate::secrets::format::missing_letters(line) == 0,
        _ => true,
    }
}
