//! `lint`: what is wrong with a request, before it is sent. Never goes online.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use portalscope_catalog::Catalog;
use portalscope_lint::{Finding, Rule, Severity, lint, rules};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{self, Format, table, word};

#[derive(Args)]
pub struct Options {
    /// A cURL command, an address, code, a Postman collection, a HAR file, a webhook receiver or app-hsmeta.json, or - for
    /// standard input
    #[arg(value_name = "FILE", required_unless_present = "rules")]
    file: Option<PathBuf>,
    /// List what is looked for, instead
    #[arg(long, conflicts_with = "file")]
    rules: bool,
    /// One JSON document instead of text
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ListedRule {
    rule: &'static str,
    severity: Severity,
    label: Option<&'static str>,
    about: &'static str,
}

/// Ends with 0 where nothing is an error, else with 1.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let format = Format::asked(options.json);
    let Some(file) = &options.file else {
        let listed: Vec<ListedRule> = rules().iter().map(listed).collect();
        output::print(format, &listed, |rules| rules_as_text(rules))?;
        return Ok(ExitCode::SUCCESS);
    };
    let text = text(file)?;
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let findings = lint(&text, Catalog::bundled(), &today).map_err(|_| {
        Failure::new(
            "no_request",
            "There is no request in this text.",
            "Give a whole command, an address, code that sends a request, or a file of Postman, n8n, Make or a browser.",
        )
    })?;
    output::print(format, &findings, |findings| as_text(findings))?;
    let has_error = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if has_error { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

const MAX_BYTES: u64 = 4_000_000;

/// The whole text of a file, or of standard input for `-`, in UTF-8, or in UTF-16 as `>` of Windows PowerShell writes it.
/// Places in the findings are those of the text in UTF-8, without its byte order mark.
fn text(file: &Path) -> Result<String, Failure> {
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

fn listed(rule: &Rule) -> ListedRule {
    ListedRule { rule: rule.name, severity: rule.severity, label: rule.label, about: rule.about }
}

fn rules_as_text(rules: &[ListedRule]) -> String {
    let rows =
        rules.iter().map(|rule| vec![rule.rule.to_owned(), word(rule.severity), rule.about.to_owned()]);
    table(&rows.collect::<Vec<_>>())
}

fn as_text(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "Nothing is wrong as far as can be seen.\n".to_owned();
    }
    let row = |finding: &Finding| {
        let place =
            finding.at.place.map_or_else(String::new, |place| format!("{}:{}", place.line, place.column));
        let fix = finding.fix.as_ref().map_or_else(String::new, |fix| format!(" [{}]", fix.title));
        vec![place, word(finding.severity), finding.rule.to_owned(), finding.message.clone() + &fix]
    };
    table(&findings.iter().map(row).collect::<Vec<_>>())
}
