//! The cargo commands of this workspace.
//!
//! All of them select the whole workspace with all its targets: cargo then settles the features of the shared
//! dependencies once, and Tauri is compiled once for the tests, the demo and the journeys.

use crate::outcome::StepOutcome;
use crate::place::Place;
use crate::{retries, shell, ui};

pub fn run(place: &Place, arguments: &[&str]) -> Result<(), String> {
    shell::run(&mut shell::command(place, "cargo", arguments))
}

pub fn build(place: &Place) -> Result<(), String> {
    run(place, &["build", "--workspace", "--all-targets"])
}

/// Only nextest retries, and only the tests that .config/nextest.toml names.
pub fn test(place: &Place) -> Result<StepOutcome, String> {
    if !has_nextest() {
        run(place, &["test", "--workspace"])?;
        return Ok(StepOutcome::Passed);
    }
    let output =
        shell::run_and_read(&mut shell::command(place, "cargo", &["nextest", "run", "--workspace"]))?;
    run(place, &["test", "--workspace", "--doc"])?;
    Ok(StepOutcome::after_retries(retries::count(&output)))
}

pub fn check_bindings(place: &Place) -> Result<(), String> {
    run(place, &["test", "--workspace", "--test", "it", "bindings"])
}

/// The tests that need the packages of tests/oidc, which the others do without.
pub fn test_oidc(place: &Place) -> Result<(), String> {
    run(place, &["test", "--workspace", "--test", "it", "protocol::oidc", "--", "--ignored"])
}

/// The tests in which other programs read a report: `mitmdump`, and the packages of tests/sdk/report.
pub fn test_report_tools(place: &Place, mitmdump: &str, packages: &str) -> Result<(), String> {
    let arguments = ["test", "--workspace", "--test", "it", "report::tools", "--", "--ignored"];
    let mut command = shell::command(place, "cargo", &arguments);
    shell::run(command.env("MITMDUMP", mitmdump).env("REPORT_PACKAGES", packages))
}

/// The tests that run the programs that the app writes, in this Python and in what is on the PATH.
pub fn test_snippets(place: &Place, python: &str) -> Result<(), String> {
    let arguments = ["test", "--workspace", "--test", "it", "snippets::", "--", "--ignored"];
    shell::run(shell::command(place, "cargo", &arguments).env("SNIPPETS_PYTHON", python))
}

pub fn update_bindings(place: &Place) -> Result<(), String> {
    ui::ensure_some_page(place)?;
    let arguments = ["test", "--workspace", "--test", "it", "bindings"];
    shell::run(shell::command(place, "cargo", &arguments).env("UPDATE_BINDINGS", "1"))?;
    let schema = ["test", "--package", "portalscope-report", "--test", "schema"];
    shell::run(shell::command(place, "cargo", &schema).env("UPDATE_BINDINGS", "1"))
}

/// On a single package: it needs nothing of Tauri, and a release build of all would take minutes.
pub fn bench_catalog(place: &Place) -> Result<(), String> {
    run(place, &["run", "--release", "--package", "portalscope-catalog", "--example", "bench"])
}

/// On a single package, as above.
pub fn bench_redact(place: &Place) -> Result<(), String> {
    run(place, &["run", "--release", "--package", "portalscope-redact", "--example", "bench_redact"])
}

/// Measures a history of so many entries, in a release build.
pub fn bench_history(place: &Place, entries: Option<u64>) -> Result<(), String> {
    let entries = entries.map(|entries| entries.to_string());
    let mut arguments =
        vec!["run", "--release", "--package", "portalscope-history", "--example", "bench_history", "--"];
    arguments.extend(entries.as_deref());
    run(place, &arguments)
}

/// On a single package, too.
pub fn bench_bodies(place: &Place) -> Result<(), String> {
    run(place, &["run", "--release", "--package", "portalscope-body", "--example", "bench_bodies"])
}

/// Opening, listing and the coverage matrix in Rust, then searching and sorting where the window does them.
pub fn bench_connections(place: &Place) -> Result<(), String> {
    let example = ["--package", "portalscope-core", "--features", "seed", "--example", "bench_connections"];
    run(place, &[["run", "--release"].as_slice(), &example].concat())?;
    ui::npm(place, &place.ui(), &["exec", "--no", "--", "vitest", "bench", "--run", "src/features/portals"])
}

/// In a session and a keyring of its own.
pub fn bench_registration(place: &Place) -> Result<(), String> {
    let example = ["--package", "portalscope-core", "--features", "seed", "--example", "bench_registration"];
    run(place, &[["run", "--release"].as_slice(), &example].concat())
}

pub fn bench_report(place: &Place) -> Result<(), String> {
    let example = ["--package", "portalscope-core", "--features", "seed", "--example", "bench_report"];
    run(place, &[["run", "--release"].as_slice(), &example].concat())
}

/// The program that fills a data folder with connections for measurements.
pub fn build_seed(place: &Place) -> Result<(), String> {
    let example = ["--package", "portalscope-core", "--features", "seed", "--example", "seed_connections"];
    run(place, &[["build"].as_slice(), &example].concat())
}

/// The app as it ships, a blank window beside it, and the program that starts both.
pub fn build_for_start(place: &Place) -> Result<(), String> {
    run(place, &["build", "--release", "--package", "portalscope", "--package", "blank-window"])?;
    run(place, &["build", "--package", "portalscope-e2e"])
}

pub fn has_nextest() -> bool {
    shell::output_of("cargo", &["nextest", "--version"]).is_some()
}
