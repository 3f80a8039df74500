//! `lint`: what is wrong with a request, before it is sent. Never goes online.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use portalscope_catalog::Catalog;
use portalscope_lint::{Finding, Rule, Severity, lint, rules};
use serde::Serialize;

use crate::failure::Failure;
use crate::input;
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
    let text = input::text(file)?;
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
