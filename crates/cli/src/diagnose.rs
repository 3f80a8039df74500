//! `diagnose`: why a call failed, from a document or from anything that was pasted. Never goes online without a portal.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use portalscope_catalog::Catalog;
use portalscope_diagnosis::{CauseCertainty, Check, Diagnosis, Evidence, RankedCause, Who, diagnose, read};
use portalscope_redact::Redactor;
use serde::Serialize;

use crate::failure::Failure;
use crate::input;
use crate::output::{Format, print};
use crate::terminal::harmless;

#[derive(Args)]
pub struct Options {
    /// A JSON document with `stage`, `request` and `response`, or any text: an error body, a log line, a command with its
    /// answer, a traceback, a HAR file, an authorization address, the words of HubSpot's page. - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// One JSON document instead of text
    #[arg(long)]
    json: bool,
}

/// The diagnosis as scripts read it.
#[derive(Serialize)]
struct Printed {
    causes: Vec<PrintedCause>,
    unknown: Vec<String>,
    cannot_tell: bool,
}

#[derive(Serialize)]
struct PrintedCause {
    label: &'static str,
    group: &'static str,
    title: String,
    certainty: CauseCertainty,
    who: Who,
    evidence: Vec<Evidence>,
    fix: String,
    exact_fix: String,
    next_check: Option<String>,
    check: Option<Check>,
}

/// Ends with 0 where a cause was found, else with 1.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let text = input::text(&options.file)?;
    if text.trim().is_empty() {
        return Err(Failure::new(
            "nothing_to_read",
            "There is no text.",
            "Give an error body, a log line, a command with its answer, or a HAR file.",
        ));
    }
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let redactor = Redactor::new();
    // Secrets are known by their places in the whole text, and may stand alone where a part of it is quoted.
    redactor.text(&text);
    let printed = printed(diagnose(&read(&text), Catalog::bundled(), &today), &redactor);
    print(Format::asked(options.json), &printed, as_text)?;
    Ok(if printed.causes.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn printed(diagnosis: Diagnosis, redactor: &Redactor) -> Printed {
    let clean = |text: String| redactor.text(&text);
    let cause = |cause: RankedCause| PrintedCause {
        label: cause.label.label(),
        group: cause.label.group(),
        title: cause.title,
        certainty: cause.certainty,
        who: cause.who,
        evidence: cause
            .evidence
            .into_iter()
            .map(|one| Evidence { place: one.place, quote: clean(one.quote), tells: one.tells.map(clean) })
            .collect(),
        fix: cause.fix,
        exact_fix: clean(cause.exact_fix),
        next_check: cause.next_check,
        check: cause.check,
    };
    Printed {
        causes: diagnosis.causes.into_iter().map(cause).collect(),
        unknown: diagnosis.unknown,
        cannot_tell: diagnosis.cannot_tell,
    }
}

fn as_text(printed: &Printed) -> String {
    let mut text = String::new();
    if printed.cannot_tell {
        text += if printed.causes.is_empty() {
            "The cause cannot be told from this.\n"
        } else {
            "These causes fit alike; nothing here tells them apart.\n"
        };
    }
    for (at, cause) in printed.causes.iter().enumerate() {
        let certainty = match cause.certainty {
            CauseCertainty::Certain => "certain",
            CauseCertainty::Likely => "likely",
            CauseCertainty::Possible => "possible",
        };
        text += &format!(
            "\n{}. {} ({certainty})\n   {}; must act: {}\n",
            at + 1,
            cause.title,
            cause.label,
            cause.who.as_str()
        );
        for evidence in &cause.evidence {
            let tells = evidence.tells.as_ref().map_or_else(String::new, |tells| format!("  {tells}"));
            text += &format!("   - {}: {}{tells}\n", evidence.place, harmless(&evidence.quote));
        }
        text += &format!("   Mend: {}\n   In exact terms: {}\n", cause.fix, cause.exact_fix);
        if let Some(check) = &cause.next_check {
            text += &format!("   To tell: {check}\n");
        }
    }
    if !printed.unknown.is_empty() {
        text += "\nNot known, and would help:\n";
        for unknown in &printed.unknown {
            text += &format!("   - {unknown}\n");
        }
    }
    text.trim_start().to_owned()
}
