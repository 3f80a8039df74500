//! A history whose process is killed (SIGKILL) at any point opens, is whole, and has all but what was recorded last.
//!
//! The process records entries without end and writes a line before each and one after each flush. What was flushed must be
//! there; entries are there in their order, without a gap. How old the oldest missing one was at the kill is printed.
//!
//! `PORTALSCOPE_KILLS=2000 cargo nextest run -p portalscope-history --no-capture kill` kills more often.

#![allow(clippy::print_stdout, reason = "figures are its outcome, lines its signals")]

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use portalscope_history::History;

use crate::support::{Fixture, call, found, ids};

const KILLS: &str = "PORTALSCOPE_KILLS";
const FEW_KILLS: usize = 200;
const HOME: &str = "PORTALSCOPE_HISTORY_KILL";
const MAX_DELAY_MS: u64 = 60;

#[test]
fn a_history_killed_anywhere_has_all_but_what_was_recorded_last() {
    let asked = std::env::var(KILLS).ok().and_then(|kills| kills.parse().ok());
    let kills = asked.unwrap_or(FEW_KILLS);
    let fixture = Fixture::new();
    let (mut begun, mut oldest, mut missing) = (0, Duration::ZERO, 0);
    for kill in 0..kills {
        let (lines, killed) = run_and_kill(&fixture);
        let flushed = lines.iter().filter(|(line, _)| line == "flushed").count();
        let raw = fixture.raw();
        let newest: i64 =
            raw.query_row("SELECT ifnull(max(id), 0) FROM entry", [], |row| row.get(0)).unwrap();
        let count: i64 = raw.query_row("SELECT count(*) FROM entry", [], |row| row.get(0)).unwrap();
        assert_eq!(count, newest, "there is no gap after kill {kill}");
        let recorded: Vec<Instant> =
            lines.iter().filter(|(line, _)| line == "recorded").map(|(_, at)| *at).collect();
        let written = usize::try_from(newest - begun).unwrap();
        assert!(written >= flushed * PER_FLUSH, "what was flushed is there after kill {kill}");
        for at in recorded.iter().skip(written) {
            oldest = oldest.max(killed.saturating_duration_since(*at));
            missing += 1;
        }
        begun = newest;
    }
    let said: String = fixture.raw().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(said, "ok");
    let history = fixture.open();
    assert_eq!(ids(&history).len(), usize::try_from(begun).unwrap());
    assert_eq!(history.called(None).unwrap()[0].calls, u64::try_from(begun).unwrap());
    assert_eq!(found(&history, "example.com").len(), ids(&history).len(), "each has its texts");
    assert!(fixture.told().is_empty(), "no file was broken");
    println!(
        "{kills} kills, {begun} entries, {missing} missing, the oldest of them {oldest:?} before its kill"
    );
}

/// Entries between two flushes.
const PER_FLUSH: usize = 20;

/// The lines of a process with their times, and the time of its end.
fn run_and_kill(fixture: &Fixture) -> (Vec<(String, Instant)>, Instant) {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::record_without_end", "--ignored", "--nocapture"])
        .env(HOME, fixture.file())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.ends_with("opened")));
    let reader = std::thread::spawn(move || lines.map(|line| (line, Instant::now())).collect::<Vec<_>>());
    let random = RandomState::new().build_hasher().finish();
    std::thread::sleep(Duration::from_micros(random % (MAX_DELAY_MS * 1000)));
    process.kill().unwrap();
    let killed = Instant::now();
    process.wait().unwrap();
    (reader.join().unwrap(), killed)
}

#[test]
#[ignore = "is started and killed by the test above"]
fn record_without_end() {
    let fixture = Fixture::new();
    let file = PathBuf::from(std::env::var_os(HOME).unwrap());
    let history = History::open(&file, fixture.options()).unwrap();
    let mut out = std::io::stdout();
    out.write_all(b"\nopened\n").unwrap();
    for number in 0_u32.. {
        history.record(call(number));
        out.write_all(b"recorded\n").unwrap();
        if number as usize % PER_FLUSH == PER_FLUSH - 1 {
            history.flush().unwrap();
            out.write_all(b"flushed\n").unwrap();
        }
        std::thread::sleep(Duration::from_micros(300));
    }
}
