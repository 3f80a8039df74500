//! `cargo xtask ...`: what a developer and the build server ask of this repository.
//!
//! It depends on nothing, Tauri least of all: it runs before the system packages exist.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks by printing")]
#![allow(clippy::disallowed_methods, reason = "a build tool reads the environment in many places")]

mod arguments;
mod cargo;
mod dates;
mod debian;
mod demo;
mod deny;
mod oidc;
mod outcome;
mod package;
mod place;
mod prerequisites;
mod retries;
mod sdk;
mod set_up;
mod shell;
mod stamp;
mod suite;
mod ui;

use std::process::ExitCode;

use arguments::Task;
use place::Place;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = match arguments::parse(&arguments) {
        Ok(task) => task,
        Err(message) => return fail(&format!("{message}\n\n{}", arguments::USAGE)),
    };
    match Place::find().and_then(|place| run(&task, &place)) {
        Ok(code) => code,
        Err(message) => fail(&message),
    }
}

fn run(task: &Task, place: &Place) -> Result<ExitCode, String> {
    match task {
        Task::Help => println!("{}", arguments::USAGE),
        Task::SetUp => set_up::for_tests(place)?,
        Task::Test { steps, on_failure } => return suite::run(place, steps, *on_failure),
        Task::Demo => demo::run(place)?,
        Task::Screens => demo::screens(place)?,
        Task::Package => package::run(place)?,
        Task::Bindings => cargo::update_bindings(place)?,
        Task::BenchCatalog => cargo::bench_catalog(place)?,
        Task::BenchBodies => cargo::bench_bodies(place)?,
        Task::BenchConnections => cargo::bench_connections(place)?,
        Task::BenchHistory(entries) => cargo::bench_history(place, *entries)?,
        Task::BenchRedact => cargo::bench_redact(place)?,
        Task::BenchRegistration => cargo::bench_registration(place)?,
        Task::BenchReport => cargo::bench_report(place)?,
        Task::BenchMatrix => demo::bench_matrix(place)?,
        Task::BenchStart => demo::bench_start(place)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
