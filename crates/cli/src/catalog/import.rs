//! `catalog import`: what HubSpot's OpenAPI files would change in the catalog, and the update itself. Never goes online.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use clap::Args;
use portalscope_catalog::{
    Catalog, CatalogDiff, ChangedRow, DiffRow, FileOutcome, FileReport, Import as Reading,
};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{self, Format, table, word};

#[derive(Args)]
pub struct Import {
    /// OpenAPI files, folders of them, or zip archives
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the update to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// One JSON document instead of text
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Imported<'a> {
    files: &'a [FileReport],
    added: &'a [DiffRow],
    changed: &'a [ChangedRow],
    gone: &'a [DiffRow],
    unchanged: u32,
}

pub fn run(options: &Import) -> Result<(), Failure> {
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let mut reading = Reading::new(Catalog::bundled(), &today);
    for path in &options.paths {
        reading.add_path(path);
    }
    if reading.operations() == 0 {
        return Err(nothing(reading.files()));
    }
    let text = reading.text();
    let updated = Catalog::with_update(&text).expect("BUG: an import's own text is an update");
    if let Some(out) = &options.out {
        fs::write(out, &text).map_err(|error| {
            Failure::new("cannot_write", format!("{}: {error}", out.display()), "Choose another file.")
        })?;
    }
    let diff = updated.diff_from(Catalog::bundled());
    let CatalogDiff { added, changed, gone, unchanged } = &diff;
    let document = Imported { files: reading.files(), added, changed, gone, unchanged: *unchanged };
    output::print(Format::asked(options.json), &document, as_text)
}

/// Nothing was taken: the first reason is the one to look at.
fn nothing(files: &[FileReport]) -> Failure {
    let refused = files.iter().find_map(|file| match &file.outcome {
        FileOutcome::Refused { code, reason, hint } => Some((&file.name, code, reason, hint)),
        FileOutcome::Taken { .. } => None,
    });
    match refused {
        Some((name, code, reason, hint)) => {
            Failure::new("nothing_imported", format!("{name}: {reason} ({code})"), hint.clone())
        }
        None => Failure::new(
            "nothing_imported",
            "there is no JSON file in what was given",
            "Give OpenAPI files in JSON (not YAML), a folder of them, or a zip archive.",
        ),
    }
}

fn as_text(imported: &Imported) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for file in imported.files {
        if let FileOutcome::Refused { reason, .. } = &file.outcome {
            rows.push(vec!["refused".to_owned(), file.name.clone(), reason.clone()]);
        }
    }
    let row = |mark: &str, row: &DiffRow, said: String| {
        vec![mark.to_owned(), format!("{} {}", row.method, row.path), said]
    };
    rows.extend(imported.added.iter().map(|added| row("added", added, added.title.clone())));
    for changed in imported.changed {
        let what = changed
            .changes
            .iter()
            .map(|change| format!("{}: {} -> {}", word(change.fact), change.before, change.after));
        rows.push(row("changed", &changed.operation, what.collect::<Vec<_>>().join("; ")));
    }
    rows.extend(imported.gone.iter().map(|gone| row("gone", gone, gone.title.clone())));
    let mut text = table(&rows);
    let (added, changed, gone) = (imported.added.len(), imported.changed.len(), imported.gone.len());
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{added} added, {changed} changed, {gone} gone, {} as before", imported.unchanged);
    text
}
