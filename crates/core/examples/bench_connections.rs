//! Measures many connections: opening the data folder, handing the list to the window, and the coverage
//! matrix of 2,000 endpoints.
//! `cargo xtask bench connections` runs it in a release build.
//!
//! Beside each figure stands a floor from the same run: reading the same rows, or writing the same text, and nothing
//! else. Prints numbers of this machine; it does not judge them.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot be made ends")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use portalscope_catalog::{Catalog, Operation};
use portalscope_core::{CoverageRows, Endpoint, OpenOptions, Portalscope, SystemClock, seed_connections};
use portalscope_redact::Redactor;

const PORTALS: [usize; 2] = [10, 1_000];
const ENDPOINTS: usize = 2_000;
const ROUNDS: usize = 30;

fn main() {
    for portals in PORTALS {
        let folder = tempfile::tempdir().unwrap();
        seed_connections(folder.path(), portals).unwrap();
        println!("{portals} connections");
        let opening = median(|| black_box(open(folder.path())));
        println!(
            "  open      {}  floor {} (the rows read from the file)",
            shown(opening),
            shown(read_rows(folder.path()))
        );
        let app = open(folder.path());
        let text = serde_json::to_string(&app.state()).unwrap();
        let listing = median(|| black_box(serde_json::to_string(&app.state()).unwrap()));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let floor = median(|| black_box(serde_json::to_string(&value).unwrap()));
        println!(
            "  list      {}  floor {} (the same text written), {} kB",
            shown(listing),
            shown(floor),
            text.len() / 1_000
        );
        let id = app.state().connections[portals / 2].id.clone();
        let using = median(|| app.connections.set_active(Some(id.clone())).unwrap());
        println!("  open one  {}", shown(using));
        coverage(&app);
    }
}

/// As the window asks for it: with the scopes of each connection looked up, and the message that carries it.
fn coverage(app: &Portalscope) {
    let operations = Catalog::bundled().operations().iter().take(ENDPOINTS);
    let endpoint = |op: &Operation| Endpoint { method: op.method.to_owned(), path: op.path.to_owned() };
    let endpoints: Vec<Endpoint> = operations.map(endpoint).collect();
    let started = Instant::now();
    let matrix = app.scopes.coverage.open(&endpoints, CoverageRows::All);
    let computing = started.elapsed();
    let started = Instant::now();
    let message = serde_json::to_string(&matrix).unwrap();
    println!("  matrix    {}  of {ENDPOINTS} endpoints", shown(computing));
    println!("  message   {}  of the matrix, {} kB", shown(started.elapsed()), message.len() / 1_000);
}

fn open(home: &Path) -> Arc<Portalscope> {
    let redactor = Arc::new(Redactor::new());
    let options = OpenOptions {
        home: home.to_owned(),
        clock: Arc::new(SystemClock),
        redactor,
        session_only: true,
        who: portalscope_core::Who::Window,
    };
    Portalscope::open(options).unwrap()
}

fn read_rows(home: &Path) -> Duration {
    median(|| {
        let database = rusqlite::Connection::open(home.join("portalscope.db")).unwrap();
        let mut query = database.prepare("SELECT record FROM connection").unwrap();
        let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        black_box(rows.map(|row| row.unwrap().len()).sum::<usize>())
    })
}

fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            let made = work();
            let took = started.elapsed();
            drop(made);
            took
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

fn shown(time: Duration) -> String {
    format!("{:>9.3} ms", time.as_secs_f64() * 1_000.0)
}
