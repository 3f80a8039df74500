//! How a command fails: one JSON document on standard output and a non-zero exit code.

use std::{
    borrow::Cow,
    io::{self, Write},
    process::ExitCode,
};

use clap::error::ErrorKind;
use serde::Serialize;

use crate::terminal::stdout;

const HINT: &str = "Run `portalscope-cli --help` to see the commands.";

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
        // If standard output is closed there is nothing left to do.
        let _ = print_line(&Document { error: self });
        ExitCode::FAILURE
    }
}

/// Writes one JSON line and flushes it, since a script may be waiting for it.
pub fn print_line(document: &impl Serialize) -> io::Result<()> {
    let mut out = stdout();
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
    // The message without the usage that follows.
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let words: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let message = words.join(" ").trim_start_matches("error: ").to_owned();
    let hint = command_of(&text).map(|command| format!("Run `{command} --help` to see what it takes."));
    Failure::new("bad_arguments", message, hint.unwrap_or_else(|| HINT.to_owned())).report();
    ExitCode::from(2)
}

/// The command without its arguments, from `Usage: portalscope-cli connect --token`.
fn command_of(text: &str) -> Option<String> {
    let usage = text.lines().find_map(|line| line.trim().strip_prefix("Usage: "))?;
    let is_name = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase());
    let words: Vec<&str> = usage.split(' ').take_while(is_name).collect();
    (words.len() > 1).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::command_of;

    #[test]
    fn wrong_usage_points_to_the_help_of_the_command_that_was_meant() {
        let text = "error: wrong\n\nUsage: portalscope-cli scopes read [OPTIONS] <FILE>\n";
        assert_eq!(command_of(text).as_deref(), Some("portalscope-cli scopes read"));
        assert_eq!(command_of("Usage: portalscope-cli <COMMAND>"), None);
        assert_eq!(command_of("nothing"), None);
    }
}
