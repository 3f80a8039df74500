//! How long a history of 1,000,000 entries takes: `cargo xtask bench history [ENTRIES]`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a program for developers"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use portalscope_history::{Bounds, Cancel, Entry, Filter, History, Notice, Options, Query};
use rusqlite::Connection;

mod samples;

const ENTRIES: usize = 1_000_000;
const RUNS: usize = 200;
/// Matches are among so many of the newest entries.
const NEWEST: u64 = 10_000;
const PER_SECOND: u32 = 500;
const SECONDS: u32 = 10;
const START: i64 = 1_790_000_000_000;

fn main() {
    let entries = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(ENTRIES);
    let folder = tempfile::tempdir().unwrap();
    let lost = Arc::new(AtomicUsize::new(0));
    let options = options(&lost);
    let file = folder.path().join("history.db");
    let history = History::open(&file, options).unwrap();
    let newest = fill(&history, entries);
    println!("{entries} entries, {} lost", lost.load(Ordering::Relaxed));
    sizes(&history);
    search(&history, &newest);
    groups(&history, &newest);
    steady(&history, &lost);
    drop(history);
    floor(&folder.path().join("floor.db"), entries.min(200_000));
}

fn options(lost: &Arc<AtomicUsize>) -> Options {
    let lost = Arc::clone(lost);
    let notify = Arc::new(move |notice| {
        println!("{notice:?}");
        if !matches!(notice, Notice::Recovered { .. }) {
            lost.fetch_add(1, Ordering::Relaxed);
        }
    });
    let bounds = Bounds { max_bytes: u64::MAX, max_age: Duration::MAX };
    Options { bounds, notify, ..Options::new(Arc::new(|| START), Arc::new(|_: &str| None)) }
}

/// Writes the entries, and returns the newest ones, the oldest of them first.
fn fill(history: &History, entries: usize) -> Vec<Entry> {
    let (mut seed, started) = (0xC0FF_EE00_1234_5678, Instant::now());
    let mut newest = Vec::new();
    for number in 0..entries {
        let entry = samples::call(&mut seed, START + i64::try_from(number).unwrap() * 2_000);
        if entries - number <= usize::try_from(NEWEST).unwrap() {
            newest.push(entry.clone());
        }
        history.record(entry);
        if number % 2_000 == 1_999 {
            history.flush().unwrap();
        }
    }
    history.flush().unwrap();
    println!("written in {:.1?}", started.elapsed());
    newest
}

fn sizes(history: &History) {
    let usage = history.usage().unwrap();
    let entries = usage.entries as f64;
    println!("bytes an entry:");
    let mut rest = usage.used_bytes;
    for (part, (_, bytes)) in &usage.parts {
        println!("  {part:?}: {:.0}", *bytes as f64 / entries);
        if format!("{part:?}") != "Details" {
            rest -= bytes;
        }
    }
    println!("  rows, details, indexes, roll-ups, free space within pages: {:.0}", rest as f64 / entries);
    println!("  all: {:.0}", usage.used_bytes as f64 / entries);
}

/// Runs with a random one of the newest entries each time.
fn measure(what: &str, newest: &[Entry], mut run: impl FnMut(&Entry)) {
    let mut seed = 77;
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let entry = &newest[usize::try_from(samples::next(&mut seed) >> 11).unwrap() % newest.len()];
            timed(|| run(entry))
        })
        .collect();
    report(what, &mut times);
}

fn timed(run: impl FnOnce()) -> Duration {
    let started = Instant::now();
    run();
    started.elapsed()
}

fn report(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("{what}: p50 {:.2?}, p99 {:.2?}", at(50), at(99));
}

/// Pages until something is found.
fn find(history: &History, text: &str, filter: Filter, limit: usize) {
    let mut query = Query { text: text.to_owned(), filter, before: None, limit };
    loop {
        let page = history.search(&query, &Cancel::new()).unwrap();
        if !page.entries.is_empty() {
            return;
        }
        query.before = Some(page.next.expect("it is there"));
    }
}

fn search(history: &History, newest: &[Entry]) {
    let any = Filter::default;
    measure("list, newest 50", newest, |_| find(history, "", any(), 50));
    measure("search a word in most entries, newest 50", newest, |_| find(history, "contact", any(), 50));
    measure("search a correlation id", newest, |entry| {
        find(history, entry.correlation_id.as_ref().unwrap(), any(), 1);
    });
    measure("search an id of a path", newest, |entry| find(history, &entry.path, any(), 1));
    let with_body: Vec<_> = newest.iter().filter(|entry| mail(entry).is_some()).cloned().collect();
    measure("search an e-mail address", &with_body, |entry| find(history, mail(entry).unwrap(), any(), 1));
    measure("search a part of an address", &with_body, |entry| {
        find(history, &mail(entry).unwrap()[2..], any(), 1);
    });
    let of = |entry: &Entry| Filter { connection: Some(entry.connection.clone()), ..any() };
    measure("filter a connection", newest, |entry| find(history, "", of(entry), 50));
    measure("filter an operation", newest, |entry| {
        find(history, "", Filter { operation: Some(entry.operation.clone()), ..any() }, 50);
    });
    measure("filter failures", newest, |_| find(history, "", Filter { failures: true, ..any() }, 50));
    let refused = |entry: &Entry| Filter {
        cause: entry.cause.clone(),
        operation: Some(entry.operation.clone()),
        ..any()
    };
    let failed: Vec<_> = newest.iter().filter(|entry| entry.is_failure()).cloned().collect();
    measure("filter a cause and an operation", &failed, |entry| find(history, "", refused(entry), 50));
    measure("search a word with a filter", &failed, |entry| {
        find(history, "contacts", Filter { failures: true, ..of(entry) }, 1);
    });
    let since = newest[0].started_at;
    measure("filter by time and sender", newest, |entry| {
        find(history, "", Filter { since: Some(since), who: Some(entry.who), ..any() }, 50);
    });
    let started = Instant::now();
    let mut query = Query { text: "this-is-nowhere-0198".to_owned(), limit: 50, ..Query::default() };
    while let Some(next) = history.search(&query, &Cancel::new()).unwrap().next {
        query.before = Some(next);
    }
    println!("search what is nowhere, to the end: {:.2?}", started.elapsed());
}

fn mail(entry: &Entry) -> Option<&str> {
    let body = &entry.response_body.as_ref()?.text;
    body.split_once("\"email\":\"")?.1.split('"').next()
}

fn groups(history: &History, newest: &[Entry]) {
    measure("group by operation", newest, |_| drop(history.called(None).unwrap()));
    measure("group failures", newest, |_| drop(history.failures(None).unwrap()));
    let week = newest.last().unwrap().started_at - 7 * 86_400_000;
    measure("versions of the last week", newest, |_| drop(history.versions_since(week, None).unwrap()));
    let last = history.search(&Query { limit: 1, ..Query::default() }, &Cancel::new()).unwrap().entries[0].id;
    let mut seed = 5;
    measure("open one of all", newest, |_| {
        let id = 1 + i64::try_from(samples::next(&mut seed) >> 1).unwrap() % last;
        drop(history.entry(id).unwrap());
    });
}

/// What a caller waits for when 500 calls a second are recorded.
fn steady(history: &History, lost: &AtomicUsize) {
    let before = history.usage().unwrap().entries;
    each_due("keep nothing", drop);
    each_due("record", |entry| history.record(entry));
    let began = Instant::now();
    history.flush().unwrap();
    println!("last commit after {:.1?}", began.elapsed());
    let written = history.usage().unwrap().entries - before;
    println!("  {written} of {} written, {} notices", PER_SECOND * SECONDS, lost.load(Ordering::Relaxed));
}

/// What one call waits for, so many a second.
fn each_due(what: &str, mut keep: impl FnMut(Entry)) {
    let (mut seed, started) = (99, Instant::now());
    let mut times = Vec::new();
    for number in 0..PER_SECOND * SECONDS {
        let entry = samples::call(&mut seed, START);
        let due = started + Duration::from_secs(1) * number / PER_SECOND;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        times.push(timed(|| keep(entry)));
    }
    report(&format!("{what}, {PER_SECOND} a second for {SECONDS} s"), &mut times);
}

/// Plain SQLite: one table with the texts as they are, an insert for each, an index by correlation id, and LIKE.
fn floor(file: &Path, entries: usize) {
    let database = Connection::open(file).unwrap();
    database
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
        CREATE TABLE entry (id INTEGER PRIMARY KEY, correlation TEXT, path TEXT, headers TEXT, body TEXT);
        CREATE INDEX of ON entry (correlation); BEGIN",
        )
        .unwrap();
    let insert = "INSERT INTO entry (correlation, path, headers, body) VALUES (?1, ?2, ?3, ?4)";
    let mut seed = 0xC0FF_EE00_1234_5678;
    let mut newest = Vec::new();
    let write = |entry: &Entry| {
        let headers = format!("{:?}{:?}", entry.request_headers, entry.response_headers);
        let body = entry.response_body.as_ref().map(|body| &body.text);
        database
            .prepare_cached(insert)
            .unwrap()
            .execute((&entry.correlation_id, &entry.path, headers, body))
            .unwrap();
    };
    let started = Instant::now();
    for number in 0..entries {
        let entry = samples::call(&mut seed, START);
        write(&entry);
        if entries - number <= usize::try_from(NEWEST).unwrap() {
            newest.push(entry);
        }
    }
    database.execute_batch("COMMIT").unwrap();
    println!("plain SQLite, {entries} entries: written in {:.1?}", started.elapsed());
    let size = std::fs::metadata(file).unwrap().len();
    println!("  {} bytes an entry", size / u64::try_from(entries).unwrap());
    let find = |sql: &str, value: &str| {
        let mut query = database.prepare_cached(sql).unwrap();
        let _: i64 = query.query_row([value], |row| row.get(0)).unwrap();
    };
    measure("  correlation id by index", &newest, |entry| {
        find("SELECT id FROM entry WHERE correlation = ?1", entry.correlation_id.as_ref().unwrap());
    });
    newest.retain(|entry| mail(entry).is_some());
    measure("  e-mail address by LIKE, newest first", &newest, |entry| {
        let like = format!("%{}%", mail(entry).unwrap());
        find("SELECT id FROM entry WHERE body LIKE ?1 ORDER BY id DESC LIMIT 1", &like);
    });
    measure("  insert and commit", &newest, write);
    each_due("  insert and commit", |entry| write(&entry));
}
