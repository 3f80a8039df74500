//! The journeys: whole tasks in the real window, as a person does them.
//!
//! A program and not a set of `#[test]`s: journeys run one after another, by name, and leave pictures. Started by
//! `cargo xtask test e2e`, `demo` and `screens`, which build the app first. Nothing here links the app.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks by printing")]
#![allow(clippy::disallowed_methods, reason = "the settings of this program come from its environment")]

#[cfg(target_os = "linux")]
mod accessibility;
#[cfg(target_os = "linux")]
mod app;
#[cfg(target_os = "linux")]
mod browser;
#[cfg(target_os = "linux")]
mod desktop;
#[cfg(target_os = "linux")]
mod drag_source;
#[cfg(target_os = "linux")]
mod error;
#[cfg(target_os = "linux")]
mod journeys;
#[cfg(target_os = "linux")]
mod keyring;
#[cfg(target_os = "linux")]
mod keys;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod page;
#[cfg(target_os = "linux")]
#[path = "../../it/ports.rs"]
mod ports;
#[cfg(target_os = "linux")]
mod process;
#[cfg(target_os = "linux")]
mod spoken;
#[cfg(target_os = "linux")]
mod tab_walk;
#[cfg(target_os = "linux")]
mod webdriver;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((word, files)) if word == "drag-source" => drag_source(files),
        _ => journeys::run(&arguments),
    }
}

#[cfg(target_os = "linux")]
fn drag_source(files: &[String]) -> ExitCode {
    match drag_source::run(files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the files to drag: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("the journeys drive WebKitGTK, which is on Linux alone");
    ExitCode::FAILURE
}
