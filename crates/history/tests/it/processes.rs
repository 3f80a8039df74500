//! The window and the command line write to one file at once.

use std::process::Command;

use portalscope_history::History;

use crate::support::{Fixture, call, found, ids, record};

const HOME: &str = "PORTALSCOPE_HISTORY_HOME";
const ENTRIES: u32 = 1_500;

#[test]
fn processes_that_write_at_once_lose_nothing() {
    let fixture = Fixture::new();
    let start = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "processes::write", "--ignored", "--nocapture"])
            .env(HOME, fixture.file())
            .spawn()
            .unwrap()
    };
    // All begin with no file, so that all make it at once.
    let children = [start(), start(), start()];
    let history = fixture.open();
    record(&history, (0..ENTRIES).map(call));
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let expected = 4 * ENTRIES as usize;
    assert_eq!(ids(&history), (1..=i64::from(4 * ENTRIES)).rev().collect::<Vec<_>>());
    assert_eq!(found(&history, "ada1499@").len(), 4);
    assert_eq!(history.called(None).unwrap()[0].calls, expected as u64);
    assert!(fixture.told().is_empty());
}

#[test]
fn names_that_another_process_removed_are_written_again() {
    let fixture = Fixture::new();
    let (window, cli) = (fixture.open(), fixture.open());
    record(&window, [call(1)]);
    cli.delete(1).unwrap();
    record(&window, [call(2)]);
    assert_eq!(ids(&cli), [2]);
    assert_eq!(cli.called(Some("first")).unwrap().len(), 1);
}

#[test]
#[ignore = "is started by the test above"]
fn write() {
    let fixture = Fixture::new();
    let file = std::path::PathBuf::from(std::env::var_os(HOME).unwrap());
    let history = History::open(&file, fixture.options()).unwrap();
    record(&history, (0..ENTRIES).map(call));
    assert!(fixture.told().is_empty(), "{:?}", fixture.told());
}
