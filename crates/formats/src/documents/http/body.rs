//! The body of a request: all lines after the blank one, up to the next request or a response.

use super::super::variables::Variables;
use super::line::Line;
use crate::request::{Body, NoteKind, Request, Value};

/// The lines that are sent, without blank ones at their ends.
pub(super) fn lines_of<'l, 'a>(rest: &'l [Line<'a>]) -> &'l [Line<'a>] {
    let is_blank = |line: &&Line<'_>| line.text.trim().is_empty();
    let rest = &rest[rest.iter().take_while(is_blank).count()..];
    let length = rest.iter().take_while(|line| !ends_body(line)).count();
    let blank = rest[..length].iter().rev().take_while(is_blank).count();
    &rest[..length - blank]
}

/// A response, `IntelliJ`'s handlers of responses (`> {% … %}`, `> file`, `>> file`) and references to stored ones (`<> file`).
fn ends_body(line: &Line<'_>) -> bool {
    let text = line.text;
    let is_status = text.strip_prefix("HTTP/").is_some_and(|rest| {
        rest.split_once(' ').is_some_and(|(_, status)| status.starts_with(|c: char| c.is_ascii_digit()))
    });
    is_status || text.starts_with("> ") || text.starts_with(">> ") || text.starts_with("<> ")
}

/// `< file` sends a file; `<@ file` also puts variables into it.
fn file_of<'a>(line: &Line<'a>) -> Option<(usize, &'a str)> {
    let rest = line.text.strip_prefix('<')?;
    let (mark, name) = rest.split_once([' ', '\t'])?;
    let name = name.trim();
    let is_file = (mark.is_empty() || mark.starts_with('@')) && !name.is_empty() && !name.contains('>');
    is_file.then(|| (line.text.len() - line.text.trim_end().len(), name))
}

pub(super) fn set(read: &mut Request, lines: &[Line<'_>], variables: &Variables) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        let length = read.header("content-length").and_then(|field| field.value.text.parse::<u64>().ok());
        if length.is_some_and(|length| length > 0) {
            read.body = Body::Unknown;
        }
        return;
    };
    if let (1, Some((after, name))) = (lines.len(), file_of(first)) {
        let end = first.span().end - after;
        return read.set_file(variables.resolve(Value::at(name, end - name.len()..end)));
    }
    for line in lines {
        if let Some((_, name)) = file_of(line) {
            read.note(NoteKind::File(name.to_owned()), Some(line.span()));
        }
    }
    let content_type =
        read.header("content-type").map(|field| field.value.text.to_ascii_lowercase()).unwrap_or_default();
    let is_form = content_type.contains("x-www-form-urlencoded");
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        // Fields of a form may stand on lines of their own.
        let is_joined = is_form && (line.text.starts_with('&') || text.ends_with('&'));
        text.push_str(if index == 0 || is_joined { "" } else { newline(&content_type) });
        text.push_str(line.text);
    }
    let span = first.start..last.span().end;
    read.body = Body::Text(variables.resolve(Value::at(text, span)));
}

/// Parts of a form end their lines as RFC 2046 wants it.
fn newline(content_type: &str) -> &'static str {
    if content_type.starts_with("multipart/") { "\r\n" } else { "\n" }
}

/// Whether a body tells a request from prose.
pub(super) fn is_telling(body: &Body) -> bool {
    match body {
        Body::Text(value) => {
            let text = value.text.trim_start();
            text.starts_with(['{', '[']) || text.contains('=') && !text.contains(char::is_whitespace)
        }
        Body::File(_) => true,
        _ => false,
    }
}
