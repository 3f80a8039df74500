//! How long a report on 100,000 calls takes, and how much memory: `cargo xtask bench report` runs it in a release build.
//!
//! Each report is made by a process of its own, so that its peak is its own. The floor is the same calls read from the
//! history and nothing else.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for developers")]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use portalscope_core::{
    HistoryFilter, HistoryQuery, OpenOptions, Portalscope, ReportChoice, SystemClock, seed_connections,
};
use portalscope_history::{Bounds, Entry, History, Options};
use portalscope_redact::Redactor;

#[path = "../../history/examples/samples/mod.rs"]
mod samples;

const CALLS: [usize; 2] = [10_000, 100_000];
const MAKE: &str = "--make";
const READ: &str = "--read";
const OPEN: &str = "--open";
/// Entries that are handed over before their being written is waited for.
const BATCH: usize = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [MAKE, home] => make(Path::new(home)),
        [READ, home] => read(Path::new(home)),
        [OPEN, home] => open_again(Path::new(home)),
        _ => CALLS.into_iter().for_each(measure),
    }
}

fn measure(calls: usize) {
    let folder = tempfile::tempdir().unwrap();
    seed_connections(folder.path(), 1).unwrap();
    fill(folder.path(), calls);
    println!("{calls} calls");
    for step in [READ, MAKE, OPEN] {
        let program = std::env::current_exe().unwrap();
        let output = Command::new(program).arg(step).arg(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        print!("{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// Calls with names, addresses and bodies of their own.
fn fill(home: &Path, calls: usize) {
    let id = app(home).state().connections[0].id.as_str().to_owned();
    let now = jiff::Timestamp::now().as_millisecond();
    let bounds = Bounds { max_bytes: u64::MAX, max_age: Duration::MAX };
    let options = Options { bounds, ..Options::new(Arc::new(move || now), Arc::new(|_: &str| None)) };
    let history = History::open(&home.join("history.db"), options).unwrap();
    let mut seed = 0xC0FF_EE00_1234_5678;
    let hour = 3_600_000;
    for number in 0..calls {
        let ago = i64::try_from((calls - number) * 24 * 7 * hour / calls).unwrap();
        history.record(Entry { connection: id.clone(), ..samples::call(&mut seed, now - ago) });
        if number % BATCH == 0 {
            history.flush().unwrap();
        }
    }
    history.flush().unwrap();
}

fn app(home: &Path) -> Arc<Portalscope> {
    Portalscope::open(OpenOptions {
        home: home.to_owned(),
        clock: Arc::new(SystemClock),
        redactor: Arc::new(Redactor::new()),
        session_only: true,
        who: portalscope_core::Who::Cli,
    })
    .unwrap()
}

fn make(home: &Path) {
    let app = app(home);
    let started = Instant::now();
    let choice = ReportChoice::of(app.state().connections[0].id.clone());
    let preview = app.reports.prepare(choice, &|_| ()).unwrap();
    let made = started.elapsed();
    let started = Instant::now();
    app.reports.save(&preview.id, &home.join("report.zip")).unwrap();
    let saved = started.elapsed();
    let started = Instant::now();
    assert!(!app.reports.contains(&preview.id, "what nobody has written").unwrap());
    let removed: u32 = preview.removed.iter().map(|one| one.count).sum();
    let unpacked: u64 = preview.files.iter().map(|file| u64::from(file.bytes)).sum();
    println!("  made      {}  {} calls, {removed} removals", shown(made), preview.summary.calls);
    println!(
        "  saved     {}  {} MB, {} MB unpacked",
        shown(saved),
        preview.bytes / 1_000_000,
        unpacked / 1_000_000
    );
    println!("  searched  {}  for a text that is in no file", shown(started.elapsed()));
    println!("  peak      {:>8} MB", peak_kb() / 1_000);
}

fn read(home: &Path) {
    let app = app(home);
    let started = Instant::now();
    let mut query = HistoryQuery { filter: HistoryFilter::default(), limit: 500, ..HistoryQuery::default() };
    let mut bytes = 0;
    loop {
        let page = app.history.search(&query).unwrap();
        for entry in &page.entries {
            let entry = app.history.entry(None, entry.id).unwrap().unwrap();
            bytes += entry.response_body.map_or(0, |body| body.text.len());
        }
        query.before = page.next;
        if query.before.is_none() {
            break;
        }
    }
    println!("  floor     {}  the calls read, {} MB of answers", shown(started.elapsed()), bytes / 1_000_000);
}

fn open_again(home: &Path) {
    let app = app(home);
    let started = Instant::now();
    let opened = app.opened_reports.open(&home.join("report.zip"), &|_| ()).unwrap();
    println!(
        "  opened    {}  {} calls, peak {} MB",
        shown(started.elapsed()),
        opened.calls,
        peak_kb() / 1_000
    );
}

/// The most memory of this process. 0: the system does not tell.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

fn shown(time: Duration) -> String {
    format!("{:>8.2} s", time.as_secs_f64())
}
