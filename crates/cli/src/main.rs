//! Portalscope for scripts: what the window gives people, as commands with JSON on standard output.

mod catalog;
mod demo_portal;
mod failure;
mod input;
mod output;
mod scopes;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;

#[derive(Parser)]
#[command(name = "portalscope-cli", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Search and show what HubSpot's API offers
    #[command(subcommand)]
    Catalog(catalog::Command),
    /// Check calls against granted scopes, or find the scopes to ask for
    #[command(subcommand)]
    Scopes(scopes::Command),
    /// Serve a made-up HubSpot on 127.0.0.1 until interrupted; the first line says how to reach it, as JSON
    DemoPortal(demo_portal::Options),
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return failure::wrong_usage(&error),
    };
    match run(&arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Catalog(command) => catalog::run(command),
        Command::Scopes(command) => scopes::run(command),
        Command::DemoPortal(options) => demo_portal::run(options),
    }
}
