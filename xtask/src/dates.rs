//! The Rust and the UI tests once more, under a clock 400 days ahead: neither they nor what they test may depend on the
//! day of the run.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::outcome::StepOutcome;
use crate::place::Place;
use crate::{cargo, retries, shell};

/// Another year, month and day of the week, past the nearest dates that HubSpot has announced.
const DAYS_AHEAD: &str = "400";
/// The program that sets the clock. The monotonic clock is not moved: `std`'s condition variables wait on it, and would
/// hang if only one side saw it moved.
const FAKETIME: [&str; 4] = ["faketime", "--exclude-monotonic", "-f", "+400d"];
/// Parts of the names of excluded tests. `kill` takes longest, and the order of its writes does not depend on the date.
/// The other one compiles programs: rustc's allocator reads the time while it starts, which `faketime` answers by
/// allocating, so it hangs.
const EXCLUDED_TESTS: [&str; 2] = ["kill::", "a_secret_in_an_ipc_type_does_not_compile"];

pub fn run(place: &Place) -> Result<StepOutcome, String> {
    if !cfg!(target_os = "linux") || !shell::on_path(FAKETIME[0]) {
        return Ok(StepOutcome::Skipped("faketime is not installed"));
    }
    remove_leftovers();
    let output = shell::run_and_read(&mut rust_tests(place)?)?;
    shell::run(&mut ui_tests(place))?;
    Ok(StepOutcome::after_retries(retries::count(&output)))
}

/// `faketime` makes shared memory named after its process and refuses to start if there is some of that name: of a
/// process that was killed and whose number came round again.
fn remove_leftovers() {
    let objects = fs::read_dir("/dev/shm").into_iter().flatten().flatten();
    for object in objects {
        let name = object.file_name().to_string_lossy().into_owned();
        let process =
            ["faketime_shm_", "sem.faketime_sem_"].iter().find_map(|start| name.strip_prefix(start));
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            // Another user's, or gone meanwhile: nothing is lost but a name.
            let _ = fs::remove_file(object.path());
        }
    }
}

/// Cargo and the compiler keep the real clock, so that nothing is rebuilt: only the test programs run under `faketime`,
/// as their runner.
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

/// The tests compare the variable with their clock, so that a run whose clock was not moved fails. File times stay
/// real: programs compare them with each other, and the tests get the real time from them.
fn ahead(command: &mut Command) -> &mut Command {
    command.env("PORTALSCOPE_DAYS_AHEAD", DAYS_AHEAD).env("NO_FAKE_STAT", "1")
}

/// The variable with which cargo and nextest set the runner of test binaries for this machine.
fn runner_variable() -> Result<String, String> {
    let printed = shell::output_of("rustc", &["-vV"]).ok_or("rustc does not say its version")?;
    let host = printed.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    Ok(format!("CARGO_TARGET_{}_RUNNER", host.to_uppercase().replace(['-', '.'], "_")))
}
