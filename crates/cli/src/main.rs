//! Portalscope for scripts: what the window offers people, as commands that print JSON.

mod catalog;
mod connect;
mod connections;
mod demo_portal;
mod diagnose;
mod explain;
mod failure;
mod history;
mod input;
mod lint;
mod output;
mod redact;
mod report;
mod request_options;
mod scopes;
mod send;
mod shared;
mod since;
mod snippet;
mod terminal;

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
    /// Connect a portal: prints the address of the consent page and waits, or takes a token from standard input
    Connect(connect::Options),
    /// Show the connected portals: whose they are, when their tokens end, what they may do
    Portals(connections::PortalsOptions),
    /// Send a request to a portal and print the answer's body
    ///
    /// Ends with 0 when the portal answered with 2xx, 3 when it answered otherwise, 1 when nothing was sent or no
    /// answer came.
    Send(send::Options),
    /// Print a request as code that sends it: a cURL command, or a program in one of several languages
    ///
    /// The code takes the token from the environment variable `HUBSPOT_TOKEN`; secrets in the request are labels.
    /// Nothing is sent.
    Snippet(snippet::Options),
    /// Show what was sent to portals and what came back, the newest first, without secrets
    History(history::Options),
    /// Renew a connection's access token now
    Refresh(connections::RefreshOptions),
    /// Print a document without its secrets, so that it is safe to send
    ///
    /// Secrets are found by their names and by their form, each becomes a label such as «access-token#1». What holds no
    /// secret comes out byte for byte. Never goes online.
    Redact(redact::Options),
    /// Write a report about a portal that is safe to send to support: a zip with a page, the facts as JSON, the calls as HAR
    ///
    /// Secrets become labels, personal data made-up values unless told otherwise. Progress goes to standard error. Never
    /// goes online.
    Report(report::Options),
    /// Say what is wrong with a request before it is sent: what HubSpot would refuse or not read as it is meant
    ///
    /// Ends with 0 when nothing is an error, 1 when something is or no request was found. Repeats no secret. Never goes
    /// online.
    Lint(lint::Options),
    /// Say why a call failed, with evidence, from whatever was pasted
    ///
    /// The causes come best first, at most five, each with how sure it is, who must act, and how to mend it. Ends with 0
    /// when a cause was found, 1 when none was. Repeats no secret.
    Diagnose(diagnose::Options),
    /// Explain a cause of failed calls: what it means, how it shows, how to mend and to prevent it
    Explain(explain::Options),
    /// Remove a connection and its secrets from this computer
    Disconnect(connections::DisconnectOptions),
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return failure::wrong_usage(&error),
    };
    match run(&arguments.command) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Send(options) => return send::run(options),
        Command::Lint(options) => return lint::run(options),
        Command::Diagnose(options) => return diagnose::run(options),
        Command::Snippet(options) => snippet::run(options),
        Command::Connect(options) => connect::run(options),
        Command::Portals(options) => connections::portals(options),
        Command::History(options) => history::run(options),
        Command::Refresh(options) => connections::refresh(options),
        Command::Disconnect(options) => connections::disconnect(options),
        Command::Redact(options) => redact::run(options),
        Command::Report(options) => report::run(options),
        Command::Explain(options) => explain::run(options),
        Command::Catalog(command) => catalog::run(command),
        Command::Scopes(command) => scopes::run(command),
        Command::DemoPortal(options) => demo_portal::run(options),
    }?;
    Ok(ExitCode::SUCCESS)
}
