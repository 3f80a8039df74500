//! The temporary file of a body. It is read at offsets, never from a position of its own, so that two readers do not
//! disturb each other.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::error::{BodyError, Result};

/// Creates the file to write a body into, in a folder that only this user can open. It has no name, so no other program
/// can open it, and the system deletes it however the app ends.
///
/// # Errors
/// [`BodyError::Create`]: the folder does not exist, is full or not writable.
pub fn spool_in(folder: &Path) -> Result<File> {
    tempfile::tempfile_in(folder).map_err(BodyError::Create)
}

/// The bytes between two offsets.
pub(crate) fn bytes(file: &File, start: u64, end: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(end.saturating_sub(start)).unwrap_or(0)];
    let mut reader = Reader { file, at: start };
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Reads the file from its start.
pub(crate) fn reader(file: &File) -> impl Read + '_ {
    Reader { file, at: 0 }
}

struct Reader<'a> {
    file: &'a File,
    at: u64,
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let length = std::os::unix::fs::FileExt::read_at(self.file, buffer, self.at)?;
        #[cfg(windows)]
        let length = std::os::windows::fs::FileExt::seek_read(self.file, buffer, self.at)?;
        self.at += length as u64;
        Ok(length)
    }
}

/// Whether all of it is UTF-8. Reads it in pieces.
pub(crate) fn is_utf8(mut reader: impl Read) -> io::Result<bool> {
    let (mut buffer, mut kept) = (vec![0; 64 * 1_024], 0);
    loop {
        let length = kept + reader.read(&mut buffer[kept..])?;
        if length == kept {
            return Ok(kept == 0);
        }
        match std::str::from_utf8(&buffer[..length]) {
            Ok(_) => kept = 0,
            Err(error) if error.error_len().is_some() => return Ok(false),
            // The last character is continued by the next read.
            Err(error) => {
                buffer.copy_within(error.valid_up_to()..length, 0);
                kept = length - error.valid_up_to();
            }
        }
    }
}

/// Whether it begins with an object or a list.
pub(crate) fn begins_as_json(reader: impl Read) -> io::Result<bool> {
    for byte in io::BufReader::new(reader).bytes() {
        match byte? {
            b' ' | b'\n' | b'\r' | b'\t' => {}
            first => return Ok(matches!(first, b'{' | b'[')),
        }
    }
    Ok(false)
}

/// The line and the column, in characters, behind all that the reader gives. Both are counted from 1.
pub(crate) fn place(reader: impl Read) -> io::Result<(u64, u64)> {
    let (mut line, mut column) = (1, 1);
    for byte in io::BufReader::new(reader).bytes() {
        match byte? {
            b'\n' => (line, column) = (line + 1, 1),
            // A character goes on.
            0x80..=0xBF => {}
            _ => column += 1,
        }
    }
    Ok((line, column))
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    /// Gives one byte for each read.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut buffer[..1])
        }
    }

    #[test]
    fn characters_across_two_reads_are_utf8() {
        for (text, expected) in [
            (&b""[..], true),
            ("aé😀".as_bytes(), true),
            (b"a\xff", false),
            (b"a\xe2\x82", false),
            (b"\x80", false),
        ] {
            assert_eq!(super::is_utf8(Trickle(text)).unwrap(), expected, "{text:?}");
        }
    }
}
