//! Fills an empty data folder for measurements: generated connections, and a list of chosen endpoints.
//! `seed_connections FOLDER CONNECTIONS ENDPOINTS`
//!
//! The app itself has no such door: this is a program of its own that writes what the app stores, through its stores.

#![allow(clippy::print_stderr, reason = "a command line tool speaks by printing")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use portalscope_core::{ChosenEndpoints, Endpoint, OpenOptions, Portalscope, SystemClock, seed_connections};
use portalscope_redact::Redactor;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, connections, endpoints] = arguments.as_slice() else {
        eprintln!("seed_connections FOLDER CONNECTIONS ENDPOINTS");
        return ExitCode::FAILURE;
    };
    match fill(Path::new(folder), connections, endpoints) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn fill(folder: &Path, connections: &str, endpoints: &str) -> Result<(), Box<dyn Error>> {
    seed_connections(folder, connections.parse()?)?;
    let redactor = Arc::new(Redactor::new());
    let options = OpenOptions {
        home: folder.to_owned(),
        clock: Arc::new(SystemClock),
        redactor,
        session_only: true,
        who: portalscope_core::Who::Window,
    };
    let app = Portalscope::open(options)?;
    let groups = app.scopes.operations.tree().into_iter();
    let operations = groups.flat_map(|group| group.apis).flat_map(|api| api.operations);
    let all = operations.map(|operation| Endpoint { method: operation.method, path: operation.path });
    let endpoints = all.take(endpoints.parse()?).collect();
    app.scopes.sets.choose(&ChosenEndpoints { endpoints, set: None })?;
    // The first one holds a static token: opening it asks no server for anything.
    let first = app.state().connections.into_iter().find(|connection| connection.token.is_none());
    app.connections.set_active(first.map(|connection| connection.id))?;
    Ok(())
}
