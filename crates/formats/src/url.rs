//! Reads addresses and paths: alone, behind a method, one a line, or as the one call that a sentence names.

use crate::curl::without_userinfo;
use crate::request::{Credential, Form, Reading, Request, Span, Value};

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
/// Longer texts are documents, which have readers of their own.
const MAX_BYTES: usize = 50_000;

/// Reads a text that is calls: each line an address or a path, or a method with one. In a sentence a call is found if it
/// is the only one.
pub(crate) fn read(text: &str) -> Option<Reading> {
    if text.len() > MAX_BYTES || !text.contains('/') {
        return None;
    }
    let requests = calls(text).or_else(|| mention(text).map(|request| vec![request]))?;
    let form = if requests.first()?.url.text.starts_with('/') { Form::Path } else { Form::Url };
    Some(Reading { form, requests, problems: Vec::new() })
}

/// The calls of a text that has nothing else.
fn calls(text: &str) -> Option<Vec<Request>> {
    let mut requests = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            requests.push(call(text, at..at + line.len())?);
        }
        at += line.len();
    }
    (!requests.is_empty()).then_some(requests)
}

/// `GET /path`, `GET https://… HTTP/1.1`, a path, an address, with the marks of a list before them.
fn call(text: &str, line: Span) -> Option<Request> {
    let line = link(text, &line).unwrap_or(line);
    let mut words = words(text, line).skip_while(|word| is_mark(&text[word.clone()]));
    let first = bare(text, words.next()?);
    let method = METHODS.iter().find(|method| method.eq_ignore_ascii_case(&text[first.clone()]));
    let target = match method {
        Some(_) => bare(text, words.next()?),
        None => first.clone(),
    };
    let is_version = |word: &Span| text[word.clone()].starts_with("HTTP/");
    if words.any(|word| !is_version(&word)) {
        return None;
    }
    let is_target = is_address(&text[target.clone()]) || is_path(&text[target.clone()]);
    let is_relative = method.is_some() && text[target.clone()].contains('/');
    if !is_target && !is_relative {
        return None;
    }
    let method = method.map(|method| Value::at(*method, first));
    Some(request(text, method, target))
}

/// The one call that a sentence names: a path only behind a method in capitals.
fn mention(text: &str) -> Option<Request> {
    // Bodies, logs and errors name addresses that nobody calls.
    if text.contains(['{', '"']) {
        return None;
    }
    let mut found = None;
    let mut method: Option<Value> = None;
    let whole = link(text, &(0..text.len())).unwrap_or(0..text.len());
    for word in words(text, whole) {
        let word = bare(text, word);
        let written = &text[word.clone()];
        if METHODS.contains(&written) {
            method = Some(Value::at(written, word));
            continue;
        }
        let is_call = written.contains("://") && is_address(written) || method.is_some() && is_path(written);
        let method = method.take();
        if is_call {
            if found.is_some() {
                return None;
            }
            found = Some(request(text, method, word));
        }
    }
    found
}

/// The address of a Markdown link that is all there is, behind a method at most: `[label](https://…)`.
fn link(text: &str, line: &Span) -> Option<Span> {
    let inside = &text[line.clone()];
    let label = inside.trim_start().strip_prefix('[')?;
    let middle = label.find("](")?;
    let start = line.end - label.len() + middle + 2;
    let end = start + text[start..line.end].find(')')?;
    text[end + 1..line.end].trim().is_empty().then_some(start..end)
}

fn words(text: &str, range: Span) -> impl Iterator<Item = Span> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let rest = &text[at..range.end];
        let start = at + rest.find(|c: char| !c.is_whitespace())?;
        let rest = &text[start..range.end];
        at = start + rest.find(char::is_whitespace).unwrap_or(rest.len());
        Some(start..at)
    })
}

/// `-`, `*`, `1.`, `>` before a call.
fn is_mark(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    matches!(word, "-" | "*" | "+" | "•" | ">" | "|")
        || number.len() < word.len() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// Without brackets, quotes and the punctuation of a sentence around it.
fn bare(text: &str, word: Span) -> Span {
    let mut inside = &text[word.clone()];
    let mut start = word.start;
    let marks = ['<', '`', '*', '"', '\'', '(', '“', '‘', '|'];
    let trimmed = inside.trim_start_matches(marks);
    start += inside.len() - trimmed.len();
    inside = trimmed;
    loop {
        let trimmed =
            inside.trim_end_matches(['>', '`', '*', '"', '\'', '”', '’', '.', ',', ';', '!', '?', ':', '|']);
        let closes = trimmed.ends_with(')') && trimmed.matches(')').count() > trimmed.matches('(').count();
        let trimmed = if closes { &trimmed[..trimmed.len() - 1] } else { trimmed };
        if trimmed.len() == inside.len() {
            return start..start + inside.len();
        }
        inside = trimmed;
    }
}

/// `https://…`, `host.name/…`, or a variable in place of the host.
fn is_address(word: &str) -> bool {
    if let Some((scheme, rest)) = word.split_once("://") {
        let is_web = ["http", "https"].iter().any(|web| web.eq_ignore_ascii_case(scheme));
        return is_web && rest.starts_with(|c: char| c.is_alphanumeric() || "{$[<%".contains(c));
    }
    let Some((host, _)) = word.split_once('/') else { return false };
    let name = host.split(':').next().unwrap_or_default();
    let is_variable =
        host.starts_with("{{") && host.ends_with("}}") || host.starts_with('$') && host.len() > 1;
    let is_host = name.rsplit_once('.').is_some_and(|(start, end)| {
        start.starts_with(char::is_alphanumeric)
            && end.len() > 1
            && end.bytes().all(|b| b.is_ascii_alphabetic())
    });
    is_variable || is_host || name == "localhost"
}

fn is_path(word: &str) -> bool {
    let behind = word.strip_prefix('/').unwrap_or_default();
    behind.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '{' | ':'))
}

fn request(text: &str, method: Option<Value>, target: Span) -> Request {
    let start =
        method.as_ref().and_then(|method| method.span.as_ref()).map_or(target.start, |span| span.start);
    let span = start..target.end;
    let written = &text[target.clone()];
    let sent = written.split('#').next().unwrap_or_default();
    let mut url = Value::at(sent, target.start..target.start + sent.len());
    url.mark_templates();
    let has_host =
        is_address(sent) && !sent.contains("://") && sent.starts_with(|c: char| c.is_alphanumeric());
    if has_host {
        url.prepend("https://");
    }
    let (url, userinfo) = without_userinfo(url);
    Request {
        span,
        method: method.unwrap_or_else(|| Value::implied("GET")),
        url,
        credentials: userinfo.map(Credential::Basic).into_iter().collect(),
        ..Request::default()
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::request::Form;

    fn calls(text: &str) -> Vec<String> {
        let requests = read(text).map(|reading| reading.requests).unwrap_or_default();
        requests.iter().map(|request| format!("{} {}", request.method.text, request.url.text)).collect()
    }

    #[test]
    fn a_path_or_an_address_is_read_with_what_stands_around_it() {
        let address = "GET https://api.example.test/crm/v3/owners?limit=1";
        for text in [
            "https://api.example.test/crm/v3/owners?limit=1",
            "  https://api.example.test/crm/v3/owners?limit=1#top\n",
            "<https://api.example.test/crm/v3/owners?limit=1>",
            "`https://api.example.test/crm/v3/owners?limit=1`",
            "\"https://api.example.test/crm/v3/owners?limit=1\"",
            "(https://api.example.test/crm/v3/owners?limit=1).",
            "[the owners](https://api.example.test/crm/v3/owners?limit=1)",
            "- https://api.example.test/crm/v3/owners?limit=1",
            "GET https://api.example.test/crm/v3/owners?limit=1",
            "get https://api.example.test/crm/v3/owners?limit=1 HTTP/1.1",
            "**GET** `https://api.example.test/crm/v3/owners?limit=1`",
            "GET: https://api.example.test/crm/v3/owners?limit=1",
            "1. GET api.example.test/crm/v3/owners?limit=1",
            "I call https://api.example.test/crm/v3/owners?limit=1, and it fails.",
        ] {
            assert_eq!(calls(text), [address], "{text}");
        }
    }

    #[test]
    fn a_path_keeps_its_placeholders() {
        for (text, call) in [
            ("/crm/v3/objects/contacts/{contactId}", "GET /crm/v3/objects/contacts/{contactId}"),
            ("PATCH /crm/v3/objects/:objectType/12", "PATCH /crm/v3/objects/:objectType/12"),
            ("delete crm/v3/objects/contacts/1", "DELETE crm/v3/objects/contacts/1"),
            ("{{baseUrl}}/crm/v3/owners", "GET {{baseUrl}}/crm/v3/owners"),
            ("POST $BASE/crm/v3/owners", "POST $BASE/crm/v3/owners"),
            ("Why is POST /crm/v3/owners refused?", "POST /crm/v3/owners"),
        ] {
            assert_eq!(calls(text), [call], "{text}");
        }
    }

    #[test]
    fn several_lines_are_several_calls() {
        assert_eq!(calls("GET /a/b\n\nPOST /c\n* /d/e"), ["GET /a/b", "POST /c", "GET /d/e"]);
        assert_eq!(read("/a/b").unwrap().form, Form::Path);
        assert_eq!(read("https://x.test/").unwrap().form, Form::Url);
    }

    #[test]
    fn a_user_name_in_an_address_is_a_credential() {
        let request = read("https://me:secret@x.test/a").unwrap().requests.remove(0);
        assert_eq!((request.url.text.as_str(), request.credentials.len()), ("https://x.test/a", 1));
    }

    #[test]
    fn other_texts_are_not_read() {
        for text in [
            "and/or",
            "see a/b or c/d",
            "{\"link\": \"https://x.test/a\"}",
            "ftp://x.test/a",
            "/",
            "// note",
            "https://x.test/a or https://x.test/b",
            "POST something to it",
        ] {
            assert_eq!(calls(text), Vec::<String>::new(), "{text}");
        }
    }
}
