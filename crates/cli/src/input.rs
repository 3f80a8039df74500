//! Reads text from a file or standard input, up to a limit.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::failure::Failure;

const MAX_BYTES: u64 = 4_000_000;

/// The whole text. `-` is standard input.
pub fn text(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().take(MAX_BYTES + 1).read_to_string(&mut text)
    } else {
        File::open(file).and_then(|opened| opened.take(MAX_BYTES + 1).read_to_string(&mut text))
    };
    match read {
        Ok(size) if size as u64 <= MAX_BYTES => Ok(text),
        Ok(_) => Err(Failure::new(
            "input_too_large",
            format!("{} is larger than 4 MB", file.display()),
            "Give a part of it.",
        )),
        Err(error) => Err(Failure::new(
            "cannot_read",
            format!("{}: {error}", file.display()),
            "Check that the file exists and is text.",
        )),
    }
}
