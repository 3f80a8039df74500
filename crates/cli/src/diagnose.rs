//! `diagnose`: why a call failed, from a document or from anything that was pasted. Never goes online without a portal.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use portalscope_catalog::Catalog;
use portalscope_core::MadeCheck;
use portalscope_diagnosis::{CauseCertainty, Check, Diagnosis, Evidence, RankedCause, Who, diagnose, read};
use portalscope_redact::Redactor;
use serde::Serialize;

use crate::failure::Failure;
use crate::input;
use crate::output::{Format, print, word};
use crate::shared::{Folder, PortalChoice, expect_reachable, failure, find, with_core};
use crate::terminal::harmless;

#[derive(Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["file", "portal"]))]
pub struct Options {
    /// A JSON document with `stage`, `request` and `response`, or any text: an error body, a log line, a command with its
    /// answer, a traceback, a HAR file, an authorization address, the words of HubSpot's page. - is standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// A call of this portal instead: its Hub ID, or a connection's id as `portals` shows it
    #[arg(long, value_name = "ID", requires = "last")]
    portal: Option<String>,
    /// The last call that failed, as the history keeps it
    #[arg(long, requires = "portal")]
    last: bool,
    /// Make the checks that tell the causes apart: calls that only read, 12 at most
    #[arg(long, requires = "portal")]
    check: bool,
    /// One JSON document instead of text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

/// The diagnosis as scripts read it.
#[derive(Serialize)]
struct Printed {
    causes: Vec<PrintedCause>,
    unknown: Vec<String>,
    cannot_tell: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<Vec<PrintedCheck>>,
}

#[derive(Serialize)]
struct PrintedCheck {
    name: &'static str,
    call: String,
    found: String,
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
    let printed = match (&options.portal, &options.file) {
        (Some(id), _) => of_portal(options, id)?,
        (None, Some(file)) => of_text(file)?,
        (None, None) => return Err(nothing()),
    };
    print(Format::asked(options.json), &printed, as_text)?;
    Ok(if printed.causes.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn of_text(file: &Path) -> Result<Printed, Failure> {
    let text = input::text(file)?;
    if text.trim().is_empty() {
        return Err(nothing());
    }
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let redactor = Redactor::new();
    // Secrets are known by their places in the whole text, and may stand alone where a part of it is quoted.
    redactor.text(&text);
    Ok(printed(diagnose(&read(&text), Catalog::bundled(), &today), &redactor))
}

fn nothing() -> Failure {
    Failure::new(
        "nothing_to_read",
        "There is no text.",
        "Give an error body, a log line, a command with its answer, or a HAR file.",
    )
}

fn of_portal(options: &Options, id: &str) -> Result<Printed, Failure> {
    let checked = with_core(&options.folder, async |core| {
        let connection = find(&core, &PortalChoice::of(id))?;
        let last = core.diagnoser.last_failure(&connection.id).map_err(failure)?.ok_or_else(|| {
            Failure::new(
                "nothing_failed",
                "No call of this portal has failed, or none is kept.",
                "Send the call that fails with `portalscope-cli send`, then diagnose it.",
            )
        })?;
        if !options.check {
            return core.diagnoser.of_call(&last).map_err(failure);
        }
        expect_reachable(&connection)?;
        core.diagnoser.check(&last).await.map_err(failure)
    })?;
    let check =
        |made: MadeCheck| PrintedCheck { name: made.check.name(), call: made.call, found: made.found };
    let checks = options.check.then(|| checked.checks.into_iter().map(check).collect());
    // The core has redacted it.
    Ok(Printed { checks, ..printed(checked.diagnosis, &Redactor::new()) })
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
        checks: None,
    }
}

fn as_text(printed: &Printed) -> String {
    let mut lines = Vec::new();
    match (printed.cannot_tell, printed.causes.is_empty()) {
        (true, true) => lines.push("The cause cannot be told from this.".to_owned()),
        (true, false) => lines.push("These causes fit alike; nothing here tells them apart.".to_owned()),
        (false, _) => {}
    }
    for (at, cause) in printed.causes.iter().enumerate() {
        lines.push(String::new());
        lines.extend(lines_of(at + 1, cause));
    }
    let is_open = printed.causes.len() > 1 && printed.causes[0].certainty != CauseCertainty::Certain;
    if is_open && printed.causes.iter().all(|cause| cause.next_check.is_none()) {
        lines.extend([String::new(), "No check that only reads tells these apart.".to_owned()]);
    }
    let checks = printed.checks.iter().flatten();
    let checks = checks.map(|check| format!("{} ({}): {}", check.name, check.call, check.found));
    lines.extend(listed("Checked:", checks));
    lines.extend(listed("Not known, and would help:", printed.unknown.iter().cloned()));
    let text = lines.join("\n") + "\n";
    text.trim_start().to_owned()
}

fn lines_of(number: usize, cause: &PrintedCause) -> Vec<String> {
    let certainty = word(cause.certainty);
    let mut lines = vec![
        format!("{number}. {} ({certainty})", cause.title),
        format!("   {}; must act: {}", cause.label, cause.who.as_str()),
    ];
    for evidence in &cause.evidence {
        let tells = evidence.tells.as_ref().map_or_else(String::new, |tells| format!("  {tells}"));
        lines.push(format!("   - {}: {}{tells}", evidence.place, harmless(&evidence.quote)));
    }
    lines.push(format!("   Mend: {}", cause.fix));
    lines.push(format!("   In exact terms: {}", cause.exact_fix));
    lines.extend(cause.next_check.as_ref().map(|check| format!("   To tell: {check}")));
    lines
}

/// A heading with what stands under it. Without anything under it: nothing.
fn listed(heading: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    let items: Vec<String> = items.map(|item| format!("   - {item}")).collect();
    if items.is_empty() { items } else { [vec![String::new(), heading.to_owned()], items].concat() }
}
