//! `scopes consent`: the scopes that HubSpot's authorize page would refuse or drop. Never goes online.

use std::path::PathBuf;

use clap::Args;
use portalscope_catalog::{
    AppScopes, Catalog, ConsentEffect, ConsentFinding, ConsentInputError, GrantedScopes, RequestedScopes,
};
use serde::Serialize;

use crate::failure::Failure;
use crate::input;
use crate::output::{self, Format, table, word};

#[derive(Args)]
pub struct Consent {
    /// The app's app-hsmeta.json, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["required", "optional", "conditional"])]
    app: Option<PathBuf>,
    /// Scopes that the app declares as required
    #[arg(long, value_name = "SCOPES", default_value = "")]
    required: String,
    /// Scopes that the app declares as optional
    #[arg(long, value_name = "SCOPES", default_value = "")]
    optional: String,
    /// Scopes that the app declares as conditionally required
    #[arg(long, value_name = "SCOPES", default_value = "")]
    conditional: String,
    /// What the account can grant at all; left out: not known
    #[arg(long, value_name = "SCOPES")]
    account: Option<String>,
    /// What is asked for: a list of scopes, a query that has them, or the whole authorize address
    #[arg(value_name = "ASKED")]
    asked: String,
    /// One JSON document instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct DryRun<'a> {
    outcome: ConsentEffect,
    findings: &'a [ConsentFinding],
    corrected: Corrected<'a>,
}

#[derive(Serialize)]
struct Corrected<'a> {
    scope: &'a [String],
    optional_scope: &'a [String],
}

pub fn run(options: &Consent) -> Result<(), Failure> {
    let app = match &options.app {
        Some(file) => AppScopes::from_file(&input::text(file)?),
        None => AppScopes::from_lists(&options.required, &options.optional, &options.conditional),
    };
    let app = app.map_err(|error| unusable(&error))?;
    let asked = RequestedScopes::parse(&options.asked).map_err(|error| unusable(&error))?;
    let account = options.account.as_deref().map(GrantedScopes::parse);
    let run = Catalog::bundled().consent_dry_run(&app, &asked, account.as_ref());
    let RequestedScopes { scope, optional_scope, .. } = &run.corrected;
    let document = DryRun {
        outcome: run.outcome,
        findings: &run.findings,
        corrected: Corrected { scope, optional_scope },
    };
    output::print(Format::asked(options.json), &document, as_text)
}

fn unusable(error: &ConsentInputError) -> Failure {
    Failure::new(error.code(), error.to_string(), error.hint())
}

fn as_text(run: &DryRun) -> String {
    let row = |finding: &ConsentFinding| {
        vec![word(finding.effect), finding.names.join(" "), format!("{} {}", finding.sentence, finding.fix)]
    };
    let mut rows: Vec<Vec<String>> = run.findings.iter().map(row).collect();
    rows.push(vec!["scope".to_owned(), run.corrected.scope.join(" ")]);
    rows.push(vec!["optional_scope".to_owned(), run.corrected.optional_scope.join(" ")]);
    table(&rows)
}
