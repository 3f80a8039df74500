//! A zip, under bounds: what it says of itself is not believed.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{Limits, ReadError};
use crate::write::FILES;

/// A bundle has three files; people add some of their own.
const MAX_ENTRIES: u16 = 1_000;
/// Of the directory at the end and all that follows it, in bytes.
const MAX_DIRECTORY_BYTES: u64 = 1_000_000;
/// JSON of calls is packed to a tenth or less; to less than this part only if it was made for it.
const MAX_RATIO: u64 = 250;
/// The ratio is not looked at below this unpacked size, in bytes.
const MIN_RATIO_BYTES: u64 = 4_000_000;

/// APPNOTE 4.3.16: the end of the central directory, its length, and that of the longest comment.
const END_SIGNATURE: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const MAX_COMMENT_BYTES: u64 = 0xFFFF;

/// Opens an archive whose names all stay in its folder.
pub(super) fn open<R: Read + Seek>(mut from: R) -> Result<ZipArchive<R>, ReadError> {
    check_directory(&mut from)?;
    let mut archive = ZipArchive::new(from).map_err(|_| ReadError::BrokenArchive)?;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| ReadError::BrokenArchive)?;
        if !stays(&String::from_utf8_lossy(entry.name_raw())) {
            return Err(ReadError::Escapes);
        }
    }
    Ok(archive)
}

/// The number of the file to read: the facts of a report, else a HAR file.
pub(super) fn wanted<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<usize, ReadError> {
    let mut har = None;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| ReadError::BrokenArchive)?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        // People pack the folder again.
        let last = name.rsplit('/').next().unwrap_or_default();
        if last == FILES[1] {
            return Ok(at);
        }
        if last.to_ascii_lowercase().ends_with(".har") {
            har.get_or_insert(at);
        }
    }
    har.ok_or(ReadError::NotKnown)
}

/// Unpacks a file until it is more than is allowed.
pub(super) fn unpacked<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    at: usize,
    limits: &Limits,
) -> Result<Unpacked<ZipFile<'a, R>>, ReadError> {
    let entry = archive.by_index(at).map_err(|_| ReadError::BrokenArchive)?;
    let by_ratio = entry.compressed_size().max(1).saturating_mul(MAX_RATIO).max(MIN_RATIO_BYTES);
    Ok(Unpacked { entry, left_by_ratio: by_ratio, left: limits.bytes })
}

/// A file of an archive that is being unpacked.
pub(super) struct Unpacked<R> {
    entry: R,
    left_by_ratio: u64,
    left: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.entry.read(buffer)?;
        let bytes = read as u64;
        if bytes > self.left_by_ratio {
            return Err(io::Error::other(ReadError::Bomb));
        }
        if bytes > self.left {
            return Err(io::Error::other(ReadError::TooLarge(super::MORE_BYTES)));
        }
        self.left_by_ratio -= bytes;
        self.left -= bytes;
        Ok(read)
    }
}

fn stays(name: &str) -> bool {
    let is_absolute = name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':');
    let leads_out = name.split(['/', '\\']).any(|part| part == "..");
    !is_absolute && !leads_out && !name.contains('\0')
}

/// The crate `zip` allocates for as many entries as an archive claims to have, so the claims are looked at first. A report
/// larger than 4 GB needs a Zip64 record, which could claim any number.
fn check_directory(from: &mut (impl Read + Seek)) -> Result<(), ReadError> {
    let bytes = from.seek(SeekFrom::End(0))?;
    let start = bytes.saturating_sub(MAX_COMMENT_BYTES + END_BYTES as u64 + END_SIGNATURE.len() as u64);
    from.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    from.take(bytes - start).read_to_end(&mut tail)?;
    from.rewind()?;
    let mut records = tail.windows(END_BYTES).filter(|record| record.starts_with(END_SIGNATURE));
    let is_small = |record: &[u8]| {
        let entries = u16::from_le_bytes([record[10], record[11]]);
        let offset = u32::from_le_bytes([record[16], record[17], record[18], record[19]]);
        // Entries are read from the offset on, whatever the size says.
        entries <= MAX_ENTRIES
            && offset < u32::MAX
            && bytes.saturating_sub(offset.into()) <= MAX_DIRECTORY_BYTES
    };
    if records.all(is_small) { Ok(()) } else { Err(ReadError::TooLarge("its zip lists too many files")) }
}
