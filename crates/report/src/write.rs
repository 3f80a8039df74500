//! Writes a bundle, call by call: memory does not depend on how many there are.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::call::Call;
use crate::facts::Facts;
use crate::har;
use crate::html::{self, CallRow, MAX_ROWS};
use crate::{FORMAT, VERSION};

/// The files of a bundle.
pub const FILES: [&str; 3] = ["report.html", "report.json", "calls.har"];
const PAGE: &str = FILES[0];
const FACTS: &str = FILES[1];
const ARCHIVE: &str = FILES[2];

/// What is written goes through a buffer of so many bytes.
const BUFFER: usize = 64 * 1024;

/// Writes one bundle.
///
/// A zip is written file by file, but a call goes to two of them: the HAR file is packed into `spool` first.
pub struct Writer<W: Write + Seek> {
    facts: BufWriter<ZipWriter<W>>,
    archive: BufWriter<ZipWriter<File>>,
    options: SimpleFileOptions,
    rows: VecDeque<CallRow>,
    calls: u32,
}

impl<W: Write + Seek> Writer<W> {
    /// Begins a bundle. `spool`: an empty file. `made_at`: RFC 3339, in UTC. `version`: of the program.
    ///
    /// # Errors
    /// Those of writing.
    pub fn begin(out: W, spool: File, made_at: &str, version: &str) -> io::Result<Self> {
        let options = options(made_at);
        let mut facts = ZipWriter::new(out);
        facts.start_file(FACTS, options)?;
        let mut facts = BufWriter::with_capacity(BUFFER, facts);
        write!(facts, "{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"calls\":[")?;
        let mut archive = ZipWriter::new(spool);
        archive.start_file(ARCHIVE, options)?;
        let mut archive = BufWriter::with_capacity(BUFFER, archive);
        write!(
            archive,
            "{{\"log\":{{\"version\":\"1.2\",\"creator\":{},\"entries\":[",
            har::creator(version)
        )?;
        Ok(Self { facts, archive, options, rows: VecDeque::new(), calls: 0 })
    }

    /// Writes the next call, the oldest first.
    ///
    /// # Errors
    /// Those of writing.
    pub fn call(&mut self, call: &Call) -> io::Result<()> {
        let separator: &[u8] = if self.calls == 0 { b"\n" } else { b",\n" };
        self.facts.write_all(separator)?;
        serde_json::to_writer(&mut self.facts, call)?;
        self.archive.write_all(separator)?;
        serde_json::to_writer(&mut self.archive, &har::entry(call))?;
        self.calls += 1;
        self.rows.push_back(CallRow::of(call));
        if self.rows.len() > MAX_ROWS {
            self.rows.pop_front();
        }
        Ok(())
    }

    /// Writes all else, and returns what the bundle was written to.
    ///
    /// # Errors
    /// Those of writing.
    pub fn finish(self, facts: &Facts) -> io::Result<W> {
        let Self { facts: mut out, mut archive, options, rows, calls } = self;
        out.write_all(b"\n]")?;
        if let Value::Object(fields) = serde_json::to_value(facts)? {
            for (name, value) in fields {
                write!(out, ",\n{}:{value}", Value::from(name))?;
            }
        }
        out.write_all(b"}\n")?;
        let mut out = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        archive.write_all(b"\n]}}\n")?;
        let mut spool = archive.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
        spool.seek(SeekFrom::Start(0))?;
        let mut packed = ZipArchive::new(spool)?;
        out.raw_copy_file(packed.by_index_raw(0)?)?;
        out.start_file(PAGE, options)?;
        let mut out = BufWriter::with_capacity(BUFFER, out);
        html::write(&mut out, facts, rows.iter().rev(), calls)?;
        Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?)
    }
}

/// A bundle may be larger than 4 GB.
fn options(made_at: &str) -> SimpleFileOptions {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true)
        .unix_permissions(0o644);
    time_of(made_at).map_or(options, |time| options.last_modified_time(time))
}

/// `2027-09-14T10:00:00Z` as a zip has it.
fn time_of(instant: &str) -> Option<DateTime> {
    let number = |range: std::ops::Range<usize>| instant.get(range)?.parse::<u16>().ok();
    let small = |range| u8::try_from(number(range)?).ok();
    DateTime::from_date_and_time(
        number(0..4)?,
        small(5..7)?,
        small(8..10)?,
        small(11..13)?,
        small(14..16)?,
        small(17..19)?,
    )
    .ok()
}
