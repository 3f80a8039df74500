//! `scopes check`, `solve`, `propose`, `consent` and `read`: what granted scopes allow, the fewest scopes that calls
//! require or an app described in words, and how the authorize page would treat a request for them. Never goes online.

mod consent;
mod list;
mod propose;

use clap::{Args, Subcommand, ValueEnum};
use portalscope_catalog::{
    Call, Catalog, CredentialKind, GrantedScopes, Impossible, Reason, Solution, Verdict, VerdictKind,
};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{self, Format, alternatives, table, word};

#[derive(Subcommand)]
pub enum Command {
    /// Whether a connection may make each call, and what is missing
    Check(Check),
    /// The smallest set of scopes that allows all calls, with the reason for each
    Solve(Solve),
    /// The scopes for what an app must do, told in words, as text to hand to a developer
    Propose(propose::Propose),
    /// What HubSpot's authorize page would refuse or silently drop
    Consent(consent::Consent),
    /// The calls in a list of any form, and the lines that were not understood
    Read(list::Read),
}

#[derive(Args)]
pub struct Check {
    /// The scopes held, separated by spaces or commas; left out: not known
    #[arg(long, value_name = "SCOPES")]
    granted: Option<String>,
    #[arg(long, value_enum, default_value_t = Credential::Oauth)]
    credential: Credential,
    /// As "GET /crm/v3/objects/contacts"
    #[arg(required = true, value_name = "METHOD PATH")]
    calls: Vec<String>,
    /// One JSON document instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct Solve {
    /// The scopes held by now, separated by spaces or commas; they are used before new ones
    #[arg(long, value_name = "SCOPES", default_value = "")]
    granted: String,
    #[arg(long, value_enum, default_value_t = Credential::Oauth)]
    credential: Credential,
    /// As "GET /crm/v3/objects/contacts"
    #[arg(required = true, value_name = "METHOD PATH")]
    calls: Vec<String>,
    /// One JSON document instead of text
    #[arg(long)]
    json: bool,
}

/// What the connection has in hand.
#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Credential {
    Oauth,
    PrivateApp,
    ServiceKey,
    DeveloperKey,
}

impl From<Credential> for CredentialKind {
    fn from(credential: Credential) -> Self {
        match credential {
            Credential::Oauth => Self::Oauth,
            Credential::PrivateApp => Self::PrivateApp,
            Credential::ServiceKey => Self::ServiceKey,
            Credential::DeveloperKey => Self::DeveloperKey,
        }
    }
}

#[derive(Serialize)]
struct Checked {
    method: String,
    path: String,
    verdict: VerdictKind,
    /// HubSpot's file says otherwise than practice.
    probable: bool,
    any_of: Vec<Vec<String>>,
    missing: Vec<Vec<String>>,
    #[serde(skip)]
    sentence: String,
}

#[derive(Serialize)]
struct Solved<'a> {
    scopes: &'a [String],
    because: &'a [Reason],
    impossible: &'a [Impossible],
    #[serde(skip)]
    unneeded: &'a [String],
}

pub fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Check(options) => check(options),
        Command::Solve(options) => solve(options),
        Command::Propose(options) => propose::run(options),
        Command::Consent(options) => consent::run(options),
        Command::Read(options) => list::run(options),
    }
}

fn check(options: &Check) -> Result<(), Failure> {
    let granted = options.granted.as_deref().map(GrantedScopes::parse);
    let verdict = |call: Call| {
        let credential = options.credential.into();
        let verdict = Catalog::bundled().verdict(&call.method, &call.path, granted.as_ref(), credential);
        Checked::new(call, verdict)
    };
    let checked: Vec<Checked> = calls(&options.calls)?.into_iter().map(verdict).collect();
    output::print(Format::asked(options.json), &checked, |checked| checked_as_text(checked))
}

impl Checked {
    fn new(call: Call, verdict: Verdict) -> Self {
        Self {
            method: call.method,
            path: call.path,
            verdict: verdict.kind,
            probable: verdict.probable,
            any_of: verdict.any_of,
            missing: verdict.missing,
            sentence: verdict.sentence,
        }
    }
}

fn checked_as_text(checked: &[Checked]) -> String {
    let row = |checked: &Checked| {
        let said = if checked.missing.is_empty() {
            checked.sentence.clone()
        } else {
            format!("add {}", alternatives(&checked.missing))
        };
        let verdict = word(checked.verdict);
        let verdict = if checked.probable { format!("probably {verdict}") } else { verdict };
        vec![verdict, checked.method.clone(), checked.path.clone(), said]
    };
    table(&checked.iter().map(row).collect::<Vec<_>>())
}

fn solve(options: &Solve) -> Result<(), Failure> {
    let separator = |c: char| c.is_whitespace() || c == ',';
    let granted = options.granted.split(separator).filter(|scope| !scope.is_empty());
    let granted: Vec<String> = granted.map(str::to_owned).collect();
    let solution = Catalog::bundled().solve(&calls(&options.calls)?, &granted, options.credential.into());
    let Solution { scopes, because, impossible, unneeded } = &solution;
    let document = Solved { scopes, because, impossible, unneeded };
    output::print(Format::asked(options.json), &document, |document| solved_as_text(document, &granted))
}

fn solved_as_text(solved: &Solved, granted: &[String]) -> String {
    let mut rows = Vec::new();
    for reason in solved.because {
        let mark = if granted.contains(&reason.scope) { "granted" } else { "needed" };
        rows.push(vec![mark.to_owned(), reason.scope.clone(), reason.operations.join(", ")]);
    }
    for scope in solved.unneeded {
        rows.push(vec!["not needed".to_owned(), scope.clone()]);
    }
    for call in solved.impossible {
        rows.push(vec![word(call.verdict), format!("{} {}", call.method, call.path)]);
    }
    if rows.is_empty() { "No scope is needed.\n".to_owned() } else { table(&rows) }
}

fn calls(texts: &[String]) -> Result<Vec<Call>, Failure> {
    texts.iter().map(|text| call(text)).collect()
}

/// `GET /crm/v3/owners`; the method in any case, the path also as a whole URL.
fn call(text: &str) -> Result<Call, Failure> {
    let wrong = || {
        let message = format!("`{text}` is not a method and a path");
        Failure::new("bad_call", message, "Write each call in quotes, as \"GET /crm/v3/objects/contacts\".")
    };
    let (method, path) = text.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
    let path = path.trim();
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_method || path.contains(char::is_whitespace) || !(path.starts_with('/') || path.contains("://")) {
        return Err(wrong());
    }
    Ok(Call { method: method.to_ascii_uppercase(), path: path.to_owned() })
}
