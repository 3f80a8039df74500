//! cargo-deny: licenses, banned crates, where crates come from, and known vulnerabilities.
//!
//! It is compiled once per machine into the cache folder, outside the clone, and always in this version, since versions
//! differ in what they accept.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::outcome::StepOutcome;
use crate::place::Place;
use crate::shell;

const VERSION: &str = "0.20.2";

/// The advisories are a git repository, which may not be reachable.
pub fn check(place: &Place) -> Result<StepOutcome, String> {
    let program = install(place)?;
    shell::run(&mut deny(place, &program, &["check", "licenses", "bans", "sources"]))?;
    if shell::run(&mut deny(place, &program, &["fetch", "db"])).is_err() {
        return Ok(StepOutcome::PassedInPart(
            "advisories not checked: their database cannot be fetched here",
        ));
    }
    shell::run(&mut deny(place, &program, &["check", "advisories"]))?;
    Ok(StepOutcome::Passed)
}

/// Returns the program's path, and compiles it if it is missing.
pub fn install(place: &Place) -> Result<PathBuf, String> {
    let root = place.tools.join(format!("cargo-deny-{VERSION}"));
    let program = root.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        shell::run(&mut installation(place, &root)).map_err(|why| {
            format!(
                "cargo-deny {VERSION} cannot be installed, so licenses and sources are not checked. \
                 Check that crates.io can be reached, then run `cargo xtask set-up` again.\n{why}"
            )
        })?;
    }
    Ok(program)
}

/// The release profile is made for distribution; this one compiles much faster.
fn installation(place: &Place, root: &Path) -> Command {
    let package = format!("cargo-deny@{VERSION}");
    let root = root.display().to_string();
    let mut command = shell::command(place, "cargo", &["install", &package, "--locked", "--root", &root]);
    // Build in a temporary folder, which is removed afterwards.
    command.env_remove("CARGO_TARGET_DIR");
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
    command
}

fn deny(place: &Place, program: &Path, arguments: &[&str]) -> Command {
    let mut command = shell::command(place, &program.display().to_string(), arguments);
    // A repository that asks for a password counts as unreachable.
    command.env("GIT_TERMINAL_PROMPT", "0");
    command
}
