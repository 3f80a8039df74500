//! `report`: a bundle about a portal that is safe to send to support.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use portalscope_core::{
    AppliedRule, PersonalDataChoice, RemovedCount, ReportChoice, ReportPreview, ReportProgress,
};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{Format, print, word};
use crate::redact::Personal;
use crate::shared::{Folder, PortalChoice, failure, find, interrupted, note, with_core};
use crate::since::Since;
use crate::terminal::harmless;

#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    portal: PortalChoice,
    /// Only calls from this long ago until now, as 30m, 2h, 7d, or since this time, as 2026-11-22T10:00:00Z
    #[arg(long, value_name = "TIME", value_parser = Since::parse)]
    since: Option<Since>,
    /// What becomes of e-mail addresses, telephone numbers, names, postal and IP addresses
    #[arg(long, value_enum, default_value = "mask")]
    personal_data: Personal,
    /// Also mask this text, wherever it stands; may be given several times
    #[arg(long, value_name = "TEXT")]
    mask: Vec<String>,
    /// The zip file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
    /// What was written and removed, as one document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

#[derive(Serialize)]
struct Written {
    file: String,
    bytes: u32,
    calls: u32,
    failures: u32,
    removed: Vec<RemovedCount>,
    summary: Vec<String>,
}

pub fn run(options: &Options) -> Result<(), Failure> {
    expect_free(options)?;
    with_core(&options.folder, async |core| {
        let connection = find(&core, &options.portal)?;
        // What the app holds is to be found in whatever spelling.
        core.register_stored_secrets().await;
        let since = options.since.map(Since::instant);
        let choice = ReportChoice {
            since: since.and_then(|since| Timestamp::from_millisecond(since).ok()),
            personal_data: personal(options.personal_data),
            masks: options.mask.clone(),
            ..ReportChoice::of(connection.id)
        };
        let interrupted = interrupted();
        let making = {
            let core = core.clone();
            tokio::task::spawn_blocking(move || core.reports.prepare(choice, &told))
        };
        let cancelling = async {
            interrupted.await;
            core.reports.cancel();
            std::future::pending::<()>().await;
        };
        let made = tokio::select! {
            made = making => made,
            () = cancelling => return Err(nobody_waits()),
        };
        let preview = made.map_err(|_| nobody_waits())?.map_err(failure)?;
        core.reports.save(&preview.id, &options.out).map_err(failure)?;
        print(Format::asked(options.json), &written(&options.out, preview), as_text)
    })
}

/// Nothing is overwritten unasked.
fn expect_free(options: &Options) -> Result<(), Failure> {
    if options.force || !options.out.exists() {
        return Ok(());
    }
    Err(Failure::new(
        "file_exists",
        format!("{} is there already.", options.out.display()),
        "Add --force to replace it, or name another file.",
    ))
}

fn nobody_waits() -> Failure {
    Failure::new("internal", "The report was not made.", "Try again.")
}

/// One line that is written over, for a person who looks at it.
fn told(progress: ReportProgress) {
    let mut errors = io::stderr().lock();
    if errors.is_terminal() && progress.total > 0 {
        let _ = write!(errors, "\r{} of {} calls", progress.done, progress.total);
        if progress.done == progress.total {
            let _ = writeln!(errors);
        }
    }
}

fn personal(choice: Personal) -> PersonalDataChoice {
    match choice {
        Personal::Keep => PersonalDataChoice::Keep,
        Personal::Mask => PersonalDataChoice::Mask,
        Personal::Remove => PersonalDataChoice::Remove,
    }
}

fn written(file: &Path, preview: ReportPreview) -> Written {
    note(
        "Look through it before you send it: what has neither a telling name nor a form of its own is not found.",
    );
    Written {
        file: file.display().to_string(),
        bytes: preview.bytes,
        calls: preview.summary.calls,
        failures: preview.summary.failures,
        removed: preview.removed,
        summary: preview.summary.sentences,
    }
}

fn as_text(written: &Written) -> String {
    let mut lines = written.summary.clone();
    lines.push(String::new());
    if written.removed.is_empty() {
        lines.push("Nothing was removed.".to_owned());
    } else {
        lines.push("Removed:".to_owned());
    }
    for RemovedCount { rule, kind, count } in &written.removed {
        lines.push(format!("{count:6}  {kind} (by {})", rule_word(*rule)));
    }
    lines.extend([String::new(), format!("Written to {} ({} bytes).", written.file, written.bytes)]);
    lines.iter().map(|line| harmless(line) + "\n").collect()
}

fn rule_word(rule: AppliedRule) -> String {
    word(rule).replace('_', " ")
}
