//! `demo-portal`: serves the demo portal until interrupted, or lists the failures that it can show.

use std::time::Duration;

use clap::{Args, ValueEnum};
use portalscope_demo_portal::{
    Answering, DemoConfig, DemoPortal, FailureScenario, Scenario, StartError, failure_scenarios, operations,
};

use crate::failure::{Failure, print_line};
use crate::output::{self, Format, print, table, word};
use crate::shared::interrupted;

#[derive(Args)]
pub struct Options {
    /// 0 takes a free port
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Fixes the data, the client id and secret, and the keys
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many contacts each account holds
    #[arg(long, default_value_t = 200)]
    contacts: usize,
    /// Added to every answer
    #[arg(long, default_value_t = 0)]
    latency_ms: u64,
    /// A failure to switch on from the start; may be given again
    #[arg(long = "scenario", value_name = "NAME")]
    scenarios: Vec<String>,
    /// Whether calls beyond HubSpot's rate limits are refused
    #[arg(long, value_enum, default_value = "hubspot")]
    limits: Limits,
    /// Registered in addition to Portalscope's own callback addresses; may be given again
    #[arg(long = "redirect-uri", value_name = "URI")]
    redirect_uris: Vec<String>,
    /// Lists the scenarios in which one call fails for one cause, each with that call, and serves nothing
    #[arg(long)]
    list_scenarios: bool,
    /// The list as JSON
    #[arg(long, requires = "list_scenarios")]
    json: bool,
    /// Prints how each operation of the catalogue is answered, and starts nothing
    #[arg(long)]
    list_operations: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Limits {
    /// Never, as for a measurement; the headers still count
    Off,
    /// As HubSpot does
    Hubspot,
}

pub fn run(options: &Options) -> Result<(), Failure> {
    if options.list_scenarios {
        let all = runtime()?.block_on(failure_scenarios());
        return print(Format::asked(options.json), &all, |all| listed(all));
    }
    if options.list_operations {
        return list_operations();
    }
    let config = config(options)?;
    runtime()?.block_on(serve(config))
}

/// A path longer than this is cut in the table.
const MAX_PATH: usize = 60;

fn listed(all: &[FailureScenario]) -> String {
    let row = |scenario: &FailureScenario| {
        let path: String = scenario.call.path.chars().take(MAX_PATH).collect();
        let connect = scenario.connect.map_or_else(|| "-".to_owned(), word);
        let call = format!("{} {path}", scenario.call.method);
        [scenario.name, scenario.label, &connect, &call, scenario.title].map(str::to_owned).to_vec()
    };
    table(&all.iter().map(row).collect::<Vec<_>>())
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Runtime::new()
        .map_err(|error| Failure::new("no_runtime", error.to_string(), "Close other programs and try again."))
}

fn list_operations() -> Result<(), Failure> {
    let row = |operation: &portalscope_demo_portal::ListedOperation| {
        let answering = match operation.answering {
            Answering::Modeled => "modeled",
            Answering::Generic => "generic",
            Answering::Refused => "refused",
        };
        [answering, operation.method, operation.path].map(str::to_owned).to_vec()
    };
    let rows: Vec<_> = operations().iter().map(row).collect();
    output::print(Format::asked(false), &(), |()| table(&rows))
}

fn config(options: &Options) -> Result<DemoConfig, Failure> {
    let defaults = DemoConfig::default();
    let named = options.scenarios.iter().map(|name| scenario(name));
    let unlimited = (options.limits == Limits::Off).then_some(Ok(Scenario::Unlimited));
    let scenarios = named.chain(unlimited).collect::<Result<_, _>>()?;
    let redirect_uris = defaults.redirect_uris.iter().chain(&options.redirect_uris).cloned().collect();
    Ok(DemoConfig {
        port: options.port,
        seed: options.seed,
        contacts: options.contacts,
        latency: Duration::from_millis(options.latency_ms),
        scenarios,
        redirect_uris,
        ..defaults
    })
}

fn scenario(name: &str) -> Result<Scenario, Failure> {
    name.parse().map_err(|error: portalscope_demo_portal::UnknownScenario| {
        let names: Vec<&str> = Scenario::all().map(Scenario::name).collect();
        Failure::new(
            "unknown_scenario",
            error.to_string(),
            format!("The scenarios are: {}.", names.join(", ")),
        )
    })
}

async fn serve(config: DemoConfig) -> Result<(), Failure> {
    let portal = DemoPortal::start(config).await.map_err(|error| start_failure(&error))?;
    let interrupted = interrupted();
    print_line(portal.info()).map_err(|error| {
        Failure::new("output_closed", error.to_string(), "Keep standard output open until the line is read.")
    })?;
    portal.serve_until(interrupted).await;
    Ok(())
}

fn start_failure(error: &StartError) -> Failure {
    let (code, hint) = match error {
        StartError::PortInUse(_) => ("port_in_use", "Choose another --port, or 0 for a free one."),
        StartError::Listen { .. } => ("cannot_listen", "Choose another --port, or 0 for a free one."),
        StartError::InvalidRedirectUri(_) => {
            ("invalid_redirect_uri", "Give an absolute URL, as http://localhost:17421/oauth/callback.")
        }
    };
    Failure::new(code, error.to_string(), hint)
}
