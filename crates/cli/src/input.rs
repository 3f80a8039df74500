//! Reads text from a file or standard input, up to a limit.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::failure::Failure;

const MAX_BYTES: u64 = 4_000_000;

/// The whole text, in UTF-8, or in UTF-16 as `>` of Windows PowerShell writes it; without its byte order mark. `-` is
/// standard input.
pub fn text(file: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|opened| opened.take(MAX_BYTES + 1).read_to_end(&mut bytes))
    };
    let cannot_read = |why: String| {
        let message = format!("{}: {why}", file.display());
        Failure::new("cannot_read", message, "Check that the file exists and is text in UTF-8 or UTF-16.")
    };
    let size = read.map_err(|error| cannot_read(error.to_string()))?;
    if size as u64 > MAX_BYTES {
        let message = format!("{} is larger than 4 MB", file.display());
        return Err(Failure::new("input_too_large", message, "Give a part of it."));
    }
    decoded(bytes).ok_or_else(|| cannot_read("the letters are neither in UTF-8 nor in UTF-16".to_owned()))
}

/// By the byte order mark; UTF-8 without one.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let utf16 = |units: &[u8], unit: fn([u8; 2]) -> u16| {
        let pairs = units.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        String::from_utf16(&pairs.collect::<Vec<u16>>()).ok()
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, units @ ..] => utf16(units, u16::from_le_bytes),
        [0xFE, 0xFF, units @ ..] => utf16(units, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, text @ ..] => String::from_utf8(text.to_vec()).ok(),
        _ => String::from_utf8(bytes).ok(),
    }
}
