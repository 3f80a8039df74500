//! A full disk costs entries and one notice, never an error for who records, and ends when there is room.

use portalscope_history::{Body, Entry, Notice};

use crate::support::{Fixture, call, ids, noise, record};

#[test]
fn what_cannot_be_written_is_told_once_and_entries_are_kept_again_when_that_is_over() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, [call(1)]);
    // A stand-in for what fails for a while.
    let raw = fixture.raw();
    raw.execute_batch("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'no'); END")
        .unwrap();
    record(&history, (2..=9).map(call));
    record(&history, (2..=9).map(call));
    assert_eq!(fixture.told(), [Notice::NotWritten]);
    raw.execute_batch("DROP TRIGGER full").unwrap();
    record(&history, [call(10)]);
    assert_eq!(fixture.told(), [Notice::NotWritten, Notice::Recovered { lost: 16 }]);
    assert_eq!(ids(&history), [2, 1]);
}

/// On Linux a process can limit how large its files may become; the rest is as on a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_grow_keeps_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let test = std::env::current_exe().unwrap();
    let command = format!(
        "trap '' XFSZ; ulimit -S -f 600; exec '{}' --exact full_disk::fill --ignored --nocapture",
        test.display()
    );
    let child =
        std::process::Command::new("bash").args(["-c", &command]).env(HOME, folder.path()).output().unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    let fixture = Fixture { folder, ..Fixture::new() };
    let history = fixture.open();
    let kept = ids(&history).len();
    record(&history, [call(1)]);
    assert!(kept > 0 && ids(&history).len() == kept + 1);
}

const HOME: &str = "PORTALSCOPE_HISTORY_FULL";

#[test]
#[ignore = "runs with a limit that the test above sets"]
fn fill() {
    let fixture = Fixture::new();
    let file = std::path::PathBuf::from(std::env::var_os(HOME).unwrap()).join("history.db");
    let history = portalscope_history::History::open(&file, fixture.options()).unwrap();
    let large = Entry { response_body: Some(Body::whole(noise(0, 8_000))), ..call(1) };
    record(&history, (0..40).map(|_| large.clone()));
    let kept = ids(&history).len();
    assert!(kept > 0 && kept < 40, "{kept}");
    assert_eq!(fixture.told().len(), 1, "{:?}", fixture.told());
    assert!(matches!(fixture.told()[0], Notice::DiskFull | Notice::NotWritten));
    let pid = std::process::id().to_string();
    let raised =
        std::process::Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited:unlimited"]).status();
    assert!(raised.unwrap().success());
    record(&history, [call(1)]);
    assert!(matches!(fixture.told()[1], Notice::Recovered { .. }), "{:?}", fixture.told());
}
