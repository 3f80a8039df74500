//! Bodies of type `multipart/form-data` (RFC 7578), as clients upload files with.

use super::{call::Call, errors::ApiError};

/// More parts are refused.
const MAX_PARTS: usize = 64;

/// A part of a form.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) name: String,
    /// Only of files.
    pub(crate) file_name: Option<String>,
    pub(crate) content: &'a [u8],
}

/// The parts of a form, in their order.
#[derive(Debug)]
pub(crate) struct Parts<'a>(Vec<Part<'a>>);

impl<'a> Parts<'a> {
    /// Reads the body of a call.
    ///
    /// # Errors
    ///
    /// 415 for another content type, 400 for a body that is not made of parts.
    pub(crate) fn of(call: &'a Call) -> Result<Self, ApiError> {
        let content_type = call.header("content-type").unwrap_or_default();
        let is_form = content_type.to_ascii_lowercase().starts_with("multipart/form-data");
        let boundary = is_form.then(|| parameter(content_type, "boundary")).flatten();
        let boundary = boundary.ok_or_else(ApiError::unsupported_media_type)?;
        split(&call.body, &boundary).map(Self).ok_or_else(|| ApiError::validation("Invalid multipart body"))
    }

    /// The first part with this name that is text; `None` if it is missing or empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let part = self.0.iter().find(|part| part.name == name)?;
        std::str::from_utf8(part.content).ok().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The parts that are files.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Part<'a>> {
        self.0.iter().filter(|part| part.file_name.is_some())
    }
}

fn split<'a>(body: &'a [u8], boundary: &str) -> Option<Vec<Part<'a>>> {
    let delimiter = format!("--{boundary}");
    let mut rest = after(body, delimiter.as_bytes())?;
    let next = format!("\r\n{delimiter}");
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        // Spaces may stand behind a boundary.
        rest = after(rest, b"\r\n")?;
        let end = find(rest, next.as_bytes())?;
        parts.push(part(&rest[..end])?);
        if parts.len() > MAX_PARTS {
            return None;
        }
        rest = &rest[end + next.len()..];
    }
    Some(parts)
}

/// A part without headers has no name.
fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let end = find(bytes, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.lines();
    let disposition = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    Some(Part {
        name: parameter(disposition, "name")?,
        file_name: parameter(disposition, "filename"),
        content: &bytes[end + 4..],
    })
}

/// A parameter of a header, with or without quotes.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (key, behind) = rest.split_once('=')?;
        let (found, behind) = if let Some(quoted) = behind.trim_start().strip_prefix('"') {
            quoted_text(quoted)
        } else {
            let (plain, behind) = behind.split_once(';').unwrap_or((behind, ""));
            (plain.trim().to_owned(), behind)
        };
        if key.trim().trim_start_matches(';').trim().eq_ignore_ascii_case(name) {
            return Some(found);
        }
        rest = behind;
    }
}

/// What stands before the closing quote, and what behind it. A backslash takes a quote along.
fn quoted_text(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, letter)) = chars.next() {
        match letter {
            '"' => return (text, &quoted[at + 1..]),
            '\\' if quoted[at + 1..].starts_with('"') => {
                text.push('"');
                chars.next();
            }
            _ => text.push(letter),
        }
    }
    (text, "")
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn after<'a>(bytes: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    find(bytes, wanted).map(|at| &bytes[at + wanted.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"preamble\r\n--b1\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n{\"access\":1}\r\n\
        --b1 \r\ncontent-disposition: form-data; filename=\"a;\\\"b\\\".png\"; name=file\r\nContent-Type: image/png\r\n\r\n\
        \x89PNG\r\n--b\r\n\r\n--b1--\r\n";

    #[test]
    fn parts_keep_their_names_and_every_byte() {
        let parts = Parts(split(BODY, "b1").unwrap());
        assert_eq!(parts.text("options"), Some("{\"access\":1}"));
        let file = parts.files().next().unwrap();
        assert_eq!((file.name.as_str(), file.file_name.as_deref()), ("file", Some("a;\"b\".png")));
        assert_eq!(file.content, b"\x89PNG\r\n--b\r\n");
        assert_eq!(parts.files().count(), 1);
    }

    #[test]
    fn a_body_that_ends_early_is_no_form() {
        for length in 0..BODY.len() - 4 {
            assert!(split(&BODY[..length], "b1").is_none(), "{length} bytes");
        }
        assert!(split(BODY, "other").is_none());
    }

    #[test]
    fn the_boundary_is_read_with_and_without_quotes() {
        for value in
            ["multipart/form-data; boundary=x-1", "multipart/form-data; charset=utf-8; Boundary=\"x-1\""]
        {
            assert_eq!(parameter(value, "boundary").as_deref(), Some("x-1"), "{value}");
        }
        assert_eq!(parameter("multipart/form-data", "boundary"), None);
    }
}
