//! How a command fails: one JSON document on standard output and a non-zero exit code.

use std::{
    borrow::Cow,
    io::{self, Write},
    process::ExitCode,
};

use clap::error::ErrorKind;
use serde::Serialize;

const HINT: &str = "Run portalscope-cli --help to see the commands.";

/// `code` is stable and for scripts; `message` and `hint` are for people.
#[derive(Debug, Serialize)]
pub struct Failure {
    pub code: Cow<'static, str>,
    pub message: String,
    pub hint: String,
}

#[derive(Serialize)]
struct Document<'a> {
    error: &'a Failure,
}

impl Failure {
    pub fn new(
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { code: code.into(), message: message.into(), hint: hint.into() }
    }

    pub fn report(&self) -> ExitCode {
        // Nothing is left to be done where standard output itself is closed.
        let _ = print_line(&Document { error: self });
        ExitCode::FAILURE
    }
}

/// Writes one JSON line and hands it on at once, since a script may be waiting for it.
pub fn print_line(document: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, document)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Help and version are printed as they are; anything else is an error document.
pub fn wrong_usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        Failure::new("bad_arguments", "no command was given", HINT).report();
        return ExitCode::from(2);
    }
    let text = error.to_string();
    // What is wrong, without the usage that follows it.
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let words: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let message = words.join(" ").trim_start_matches("error: ").to_owned();
    Failure::new("bad_arguments", message, HINT).report();
    ExitCode::from(2)
}
