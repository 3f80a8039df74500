//! Reads reports of Portalscope, whole or their `report.json` alone, and HAR files of any tool, packed or not.
//!
//! Whatever somebody put into a file is bounded and only read: texts stay texts, and nothing is written to a disk.

mod archive;
mod document;
mod error;
mod har;
#[cfg(test)]
mod tests;

use std::io::{BufReader, Read, Seek};

use serde::de::DeserializeSeed as _;
use serde_json::Value;

use crate::call::Call;
use crate::facts::Facts;
use document::{Allowance, Bounded, Document, Found, Take};
pub use error::ReadError;

const MORE_BYTES: &str = "unpacked it has more than is read";

/// How much is read of a file.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of its JSON in all.
    pub bytes: u64,
    /// Calls.
    pub calls: u32,
    /// Bytes of one call, and of all that is not calls.
    pub value_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 8_000_000_000, calls: 500_000, value_bytes: 64_000_000 }
    }
}

/// What a file was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenedKind {
    /// A report of Portalscope.
    Report(Box<Facts>),
    /// A HAR file, and the tool that wrote it, if it tells.
    Har(Option<String>),
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it was.
    pub kind: OpenedKind,
    /// How many calls were handed on.
    pub calls: u32,
}

/// Reads a file, and hands its calls on one by one, in the order of the file. Calls that were handed on before an error
/// are to be forgotten.
///
/// # Errors
/// [`ReadError`], also the one that `take` returns.
pub fn read(
    mut from: impl Read + Seek,
    limits: &Limits,
    take: &mut dyn FnMut(Call) -> Result<(), ReadError>,
) -> Result<Opened, ReadError> {
    let mut start = [0; 3];
    let known = fill(&mut from, &mut start)?;
    from.rewind()?;
    if start.starts_with(b"PK") {
        let mut archive = archive::open(from)?;
        let at = archive::wanted(&mut archive)?;
        let file = archive::unpacked(&mut archive, at, limits)?;
        return document(file, limits, take);
    }
    if known == start.len() && start == *b"\xEF\xBB\xBF" {
        from.seek(std::io::SeekFrom::Start(3))?;
    }
    document(from, limits, take)
}

/// How many bytes there were.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> Result<usize, ReadError> {
    let mut known = 0;
    while known < buffer.len() {
        match from.read(&mut buffer[known..])? {
            0 => break,
            read => known += read,
        }
    }
    Ok(known)
}

fn document(from: impl Read, limits: &Limits, take: Take<'_>) -> Result<Opened, ReadError> {
    let allowance = Allowance::new(limits.value_bytes);
    let bounded = Bounded { from, left: limits.bytes, allowance: allowance.clone() };
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(64 * 1024, bounded));
    let mut found = Found::default();
    let read = Document { found: &mut found, take, limits, allowance }.deserialize(&mut json);
    let read = read.and_then(|()| json.end());
    if let Some(why) = found.refused {
        return Err(why);
    }
    if let Err(error) = read {
        let is_other = error.is_data() && !found.has_calls && !found.is_har;
        return Err(if is_other { ReadError::NotKnown } else { error.into() });
    }
    let kind = if found.has_calls {
        let facts = serde_json::from_value(Value::Object(found.facts)).map_err(ReadError::from)?;
        OpenedKind::Report(Box::new(facts))
    } else {
        OpenedKind::Har(found.creator)
    };
    Ok(Opened { kind, calls: found.calls })
}
