//! The Rust and the UI tests once more, under a clock 400 days ahead: neither they nor what they test may depend on the
//! day of the run.

use std::process::Command;

use crate::outcome::StepOutcome;
use crate::place::Place;
use crate::{cargo, retries, shell};

/// Another year, month and day of the week, past the nearest dates that HubSpot has announced.
const DAYS_AHEAD: &str = "400";
/// What runs a program under that clock. The monotonic clock stays: `std`'s condition variables wait on it, and for ever
/// where only one side sees it moved.
const FAKETIME: [&str; 4] = ["faketime", "--exclude-monotonic", "-f", "+400d"];
/// What the names of tests hold that are left out. `kill` is the longest of all, and what it tests, which
/// write came before the end, has no date. The other one compiles programs: rustc's allocator asks for the time while it
/// starts, which `faketime` answers by allocating, and there it stays.
const EXCLUDED_TESTS: [&str; 2] = ["kill::", "a_secret_in_an_ipc_type_does_not_compile"];

pub fn run(place: &Place) -> Result<StepOutcome, String> {
    if !cfg!(target_os = "linux") || !shell::on_path(FAKETIME[0]) {
        return Ok(StepOutcome::Skipped("faketime is not installed"));
    }
    let output = shell::run_and_read(&mut rust_tests(place)?)?;
    shell::run(&mut ui_tests(place))?;
    Ok(StepOutcome::after_retries(retries::count(&output)))
}

/// Cargo and the compiler keep the real clock, so nothing is built anew: only the test programs are started through
/// `faketime`, as their runner.
fn rust_tests(place: &Place) -> Result<Command, String> {
    let excluded = EXCLUDED_TESTS.map(|name| format!("test({name})")).join(" or ");
    let filter = format!("not ({excluded})");
    let [kill, compile] = EXCLUDED_TESTS;
    let arguments: &[&str] = if cargo::has_nextest() {
        &["nextest", "run", "--workspace", "--filterset", &filter]
    } else {
        &["test", "--workspace", "--tests", "--", "--skip", kill, "--skip", compile]
    };
    let mut command = shell::command(place, "cargo", arguments);
    ahead(&mut command).env(runner_variable()?, FAKETIME.join(" "));
    Ok(command)
}

fn ui_tests(place: &Place) -> Command {
    let vitest = ["node", "node_modules/vitest/vitest.mjs", "run"];
    let mut command = shell::command(place, FAKETIME[0], &[&FAKETIME[1..], &vitest].concat());
    ahead(&mut command).current_dir(place.ui());
    command
}

/// The tests hold the variable against their clock, so that a run whose clock was not moved does not pass. Files keep
/// their real times: programs compare them with each other's, and this is how the tests know the real time.
fn ahead(command: &mut Command) -> &mut Command {
    command.env("PORTALSCOPE_DAYS_AHEAD", DAYS_AHEAD).env("NO_FAKE_STAT", "1")
}

/// Cargo's and nextest's name for the program that test binaries of this machine are started through.
fn runner_variable() -> Result<String, String> {
    let printed = shell::output_of("rustc", &["-vV"]).ok_or("rustc does not say its version")?;
    let host = printed.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    Ok(format!("CARGO_TARGET_{}_RUNNER", host.to_uppercase().replace(['-', '.'], "_")))
}
