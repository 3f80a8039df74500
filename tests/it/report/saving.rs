//! A report is saved whole or not at all.

#[cfg(target_os = "linux")]
use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use portalscope_core::{CommandError, ErrorCode, ReportChoice};

use super::send;
use crate::test_app::{TestApp, draft};

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_gone_is_told_and_a_file_that_was_there_stays() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let preview = fixture.app.reports.prepare(ReportChoice::of(connection.id), &|_| ()).unwrap();
    let error = fixture.app.reports.save(&preview.id, &fixture.home.path().join("gone/x.zip")).unwrap_err();
    let error = CommandError::from(error);
    assert!(error.message.contains("the folder is gone") && !error.hint.is_empty(), "{error:?}");
    assert_eq!(error.code, ErrorCode::StorageFailed);
    let to = fixture.home.path().join("x.zip");
    std::fs::write(&to, "before").unwrap();
    fixture.app.reports.save(&preview.id, &to).unwrap();
    assert_eq!(std::fs::metadata(&to).unwrap().len(), u64::from(preview.bytes), "it is replaced");
    fixture.app.reports.discard(&preview.id);
    let gone = CommandError::from(fixture.app.reports.save(&preview.id, &to).unwrap_err());
    assert_eq!(gone.code, ErrorCode::ReportGone);
}

/// Needs the right to mount; without it says so, since nothing else fills up as a disk does.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::print_stderr, reason = "a test that is left out says why")]
async fn a_full_disk_leaves_nothing_behind_and_is_told() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    for _ in 0..5 {
        send(&fixture, &connection, &draft("GET", "/crm/v3/objects/contacts?limit=50", None)).await;
    }
    let preview = fixture.app.reports.prepare(ReportChoice::of(connection.id), &|_| ()).unwrap();
    let small = tempfile::tempdir().unwrap();
    let mounted = |arguments: &[&str]| Command::new("mount").args(arguments).stderr(Stdio::null()).status();
    let place = small.path().to_str().unwrap();
    if !mounted(&["-t", "tmpfs", "-o", "size=8k", "tmpfs", place]).is_ok_and(|status| status.success()) {
        eprintln!("left out: this user may not mount a small disk");
        return;
    }
    let to = small.path().join("report.zip");
    std::fs::write(&to, "before").unwrap();
    let failed = fixture.app.reports.save(&preview.id, &to);
    let (left, kept) = (std::fs::read_dir(small.path()).unwrap().count(), std::fs::read_to_string(&to));
    Command::new("umount").arg(small.path()).status().unwrap();
    let error = CommandError::from(failed.unwrap_err());
    assert!(error.message.contains("no space is left") && !error.hint.is_empty(), "{error:?}");
    assert_eq!((left, kept.unwrap().as_str()), (1, "before"));
}

#[cfg(target_os = "linux")]
const TO: &str = "PORTALSCOPE_REPORT_TO";
#[cfg(target_os = "linux")]
const KILLS: usize = 12;

/// Saves reports without an end, until it is killed.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "is the process that the test below kills"]
async fn save_without_end() {
    let to = std::path::PathBuf::from(std::env::var_os(TO).unwrap());
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    send(&fixture, &connection, &draft("GET", "/crm/v3/objects/contacts?limit=50", None)).await;
    let preview = fixture.app.reports.prepare(ReportChoice::of(connection.id), &|_| ()).unwrap();
    loop {
        fixture.app.reports.save(&preview.id, &to).unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_that_is_killed_while_it_saves_leaves_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("report.zip");
    for kill in 0..KILLS {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "report::saving::save_without_end", "--ignored", "--nocapture"])
            .env(TO, &to)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let first = std::fs::metadata(&to).ok().map(|file| file.modified().unwrap());
        let is_newer = || std::fs::metadata(&to).ok().map(|file| file.modified().unwrap()) != first;
        let end = std::time::Instant::now() + std::time::Duration::from_mins(1);
        while !is_newer() {
            assert!(std::time::Instant::now() < end, "it saves");
            std::thread::yield_now();
        }
        // From there on it saves in every moment: each kill meets another one.
        for _ in 0..kill * 997 {
            std::hint::black_box(std::fs::metadata(&to).is_ok());
        }
        victim.kill().unwrap();
        victim.wait().unwrap();
        for path in std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
            expect_whole(&path);
        }
    }
}

#[cfg(target_os = "linux")]
fn expect_whole(path: &Path) {
    let file = std::fs::File::open(path).unwrap();
    let opened = portalscope_report::read(file, &portalscope_report::Limits::default(), &mut |_| Ok(()));
    let opened = opened.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(opened.calls > 3, "{}", path.display());
}
