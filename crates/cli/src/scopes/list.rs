//! `scopes read`: the calls that a pasted list contains, line by line. Never goes online.

use std::path::PathBuf;

use clap::Args;
use portalscope_catalog::{Catalog, LineFault, LineOutcome, ListedCall, ReadLine};
use portalscope_redact::Redactor;
use serde::Serialize;

use crate::failure::Failure;
use crate::input;
use crate::output::{self, Format, table};

#[derive(Args)]
pub struct Read {
    /// A list of calls in any form (paths, URLs, cURL, CSV, Markdown), or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// One JSON document instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct List<'a> {
    lines: Vec<Understood<'a>>,
    left_out: Option<&'a str>,
}

#[derive(Serialize)]
struct Understood<'a> {
    line: u32,
    calls: &'a [ListedCall],
    code: Option<LineFault>,
    reason: Option<&'a str>,
}

pub fn run(options: &Read) -> Result<(), Failure> {
    let redactor = Redactor::new();
    let list = Catalog::bundled().read_list(&input::text(&options.file)?, &|text| redactor.text(text));
    let lines = list.lines.iter().filter_map(line).collect();
    let document = List { lines, left_out: list.skipped.as_deref() };
    output::print(Format::asked(options.json), &document, as_text)
}

/// What was pasted is not repeated: it may hold a secret.
fn line(read: &ReadLine) -> Option<Understood<'_>> {
    let (calls, code, reason) = match &read.outcome {
        LineOutcome::Calls { calls } => (calls.as_slice(), None, None),
        LineOutcome::NotUnderstood { code, reason } => (&[][..], Some(*code), Some(reason.as_str())),
        LineOutcome::Nothing => return None,
    };
    Some(Understood { line: read.number, calls, code, reason })
}

fn as_text(list: &List) -> String {
    let mut rows = Vec::new();
    for line in &list.lines {
        for call in line.calls {
            rows.push(vec![
                line.line.to_string(),
                call.method.clone(),
                call.path.clone(),
                call.title.clone(),
            ]);
        }
        if let Some(reason) = line.reason {
            rows.push(vec![line.line.to_string(), "-".to_owned(), reason.to_owned()]);
        }
    }
    rows.extend(list.left_out.map(|reason| vec!["-".to_owned(), reason.to_owned()]));
    table(&rows)
}
