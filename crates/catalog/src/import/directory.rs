//! An archive's central directory, looked at before it is read.
//!
//! The crate `zip` allocates for as many entries as an archive claims to have, and reads them all at once. So the claims
//! are checked first, in every record of the archive's end that it may go by. An archive of such files needs no Zip64,
//! whose records can claim any number.

use std::io::{self, Read, Seek, SeekFrom};

use super::ImportError;

/// Entries of an archive, of whatever kind.
pub(super) const MAX_ENTRIES: u16 = 50_000;
/// Of the central directory and all that follows it. An entry takes 46 bytes and its name.
const MAX_DIRECTORY_BYTES: u64 = 16_000_000;

/// APPNOTE 4.3.16: the signature of the end of central directory record, its length, and that of the longest comment.
const END_SIGNATURE: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const MAX_COMMENT_BYTES: u64 = 0xFFFF;

/// Checks that the archive claims no more than [`MAX_ENTRIES`] in [`MAX_DIRECTORY_BYTES`]. Whether it is an archive is
/// not checked.
///
/// # Errors
/// [`ImportError::TooManyFiles`]; [`ImportError::Unreadable`].
pub(super) fn check(reader: &mut (impl Read + Seek)) -> Result<(), ImportError> {
    let (bytes, tail) = read_tail(reader).map_err(|error| super::archive::unreadable(&error))?;
    let mut records = tail.windows(END_BYTES).filter(|record| record.starts_with(END_SIGNATURE));
    if records.all(|record| is_small(record, bytes)) { Ok(()) } else { Err(ImportError::TooManyFiles) }
}

/// The archive's length, and its end as far as the record may be in it.
fn read_tail(reader: &mut (impl Read + Seek)) -> io::Result<(u64, Vec<u8>)> {
    let bytes = reader.seek(SeekFrom::End(0))?;
    let start = bytes.saturating_sub(MAX_COMMENT_BYTES + END_BYTES as u64 + END_SIGNATURE.len() as u64);
    reader.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    reader.take(bytes - start).read_to_end(&mut tail)?;
    reader.rewind()?;
    Ok((bytes, tail))
}

/// Fields of only ones, which refer to a Zip64 record, are too large as well.
fn is_small(record: &[u8], archive_bytes: u64) -> bool {
    let entries = u16::from_le_bytes([record[10], record[11]]);
    let size = u32_at(record, 12);
    let offset = u32_at(record, 16);
    // Entries are read from the offset on, whatever the size says.
    entries <= MAX_ENTRIES
        && size < u32::MAX
        && offset < u32::MAX
        && archive_bytes.saturating_sub(offset.into()) <= MAX_DIRECTORY_BYTES
}

fn u32_at(record: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]])
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{ImportError, check};

    /// The end of an archive, behind `before` bytes.
    fn end(before: usize, entries: u16, size: u32, offset: u32) -> Vec<u8> {
        let mut bytes = vec![0; before];
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend([entries.to_le_bytes(), entries.to_le_bytes()].concat());
        bytes.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
        bytes.extend([0, 0]);
        bytes
    }

    #[test]
    fn an_archive_that_claims_too_much_is_not_read() {
        for (why, archive) in [
            ("entries", end(100, 50_001, 60, 40)),
            ("Zip64 by its entries", end(100, u16::MAX, 60, 40)),
            ("Zip64 by its size", end(100, 1, u32::MAX, 40)),
            ("Zip64 by its offset", end(100, 1, 60, u32::MAX)),
            ("a directory of 17 MB that says it has 60 bytes", end(17_000_000, 1, 60, 0)),
            ("a record before the last one", [end(100, 50_001, 60, 40), end(100, 1, 60, 40)].concat()),
            ("a record before a comment", [end(100, 50_001, 60, 40), vec![b' '; 0xFFFF]].concat()),
        ] {
            assert_eq!(check(&mut Cursor::new(archive)), Err(ImportError::TooManyFiles), "{why}");
        }
    }

    #[test]
    fn a_large_archive_with_a_small_directory_is_read() {
        assert_eq!(check(&mut Cursor::new(end(17_000_000, 50_000, 60, 16_000_000))), Ok(()));
        assert_eq!(check(&mut Cursor::new(b"PK".to_vec())), Ok(()), "reading it tells what is wrong");
    }
}
