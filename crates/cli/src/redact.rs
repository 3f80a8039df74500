//! `redact`: any document without its secrets, so that it is safe to send. Never goes online.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use portalscope_redact::{PersonalData, Redactor, Report, Stream};

use crate::failure::Failure;
use crate::shared::{Folder, PortalChoice, find, with_core};

const PIECE: usize = 256 * 1_024;

#[derive(Args)]
pub struct Options {
    /// A HAR file, log, cURL command, JSON, YAML or any other text, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What becomes of e-mail addresses, telephone numbers, names, postal and IP addresses
    #[arg(long, value_enum, default_value = "keep")]
    personal_data: Personal,
    /// Say on standard error what was removed, how often and by which rule
    #[arg(long)]
    report: bool,
    /// Also remove the stored secrets of this portal and of all others, in whatever spelling. The portal's Hub ID, or a
    /// connection's id as `portals` shows it
    #[arg(long, value_name = "ID")]
    portal: Option<String>,
    #[command(flatten)]
    folder: Folder,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Personal {
    /// They stay
    Keep,
    /// Made-up ones instead, the same one for the same data
    Mask,
    /// A label instead
    Remove,
}

impl From<Personal> for PersonalData {
    fn from(personal: Personal) -> Self {
        match personal {
            Personal::Keep => Self::Keep,
            Personal::Mask => Self::Mask,
            Personal::Remove => Self::Remove,
        }
    }
}

pub fn run(options: &Options) -> Result<(), Failure> {
    let personal = options.personal_data.into();
    let report = match &options.portal {
        None => redact(&options.file, Redactor::new().stream(personal))?,
        Some(id) => with_core(&options.folder, async |core| {
            find(&core, &PortalChoice::of(id))?;
            core.register_stored_secrets().await;
            redact(&options.file, core.secrets.redacted_stream(personal))
        })?,
    };
    if options.report {
        let _ = write!(io::stderr().lock(), "{report}");
    }
    Ok(())
}

/// Copies the document to standard output without its secrets.
fn redact(file: &Path, mut stream: Stream<'_>) -> Result<Report, Failure> {
    let mut input: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|error| unreadable(file, &error))?)
    };
    let mut output = io::stdout().lock();
    let (mut piece, mut clean) = (vec![0; PIECE], Vec::new());
    loop {
        match input.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => stream.push(&piece[..length], &mut clean),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(file, &error)),
        }
        if !write(&mut output, &mut clean)? {
            return Ok(Report::default());
        }
    }
    let report = stream.finish(&mut clean);
    write(&mut output, &mut clean)?;
    Ok(report)
}

/// Whether anybody still reads: the reader may have closed the pipe, as `| head` does.
fn write(output: &mut impl Write, clean: &mut Vec<u8>) -> Result<bool, Failure> {
    let written = output.write_all(clean).and_then(|()| output.flush());
    clean.clear();
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => {
            Err(Failure::new("output_closed", error.to_string(), "Check where standard output goes."))
        }
    }
}

fn unreadable(file: &Path, error: &io::Error) -> Failure {
    Failure::new("cannot_read", format!("{}: {error}", file.display()), "Check that the file exists.")
}
