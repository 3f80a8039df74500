//! A private session bus and keyring for a test, also used by the tests of the command line.

use std::process::Command;

pub const UNLOCKED: &str =
    "printf 'a password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null";

/// Runs an ignored test of this binary under a private session bus, after `prepare`. Returns its output.
pub fn run(prepare: &str, test: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("{prepare}\nexec \"$0\" --exact {test} --ignored --nocapture");
    let output = Command::new("dbus-run-session")
        .args(["--", "bash", "-c", &script])
        .arg(std::env::current_exe().unwrap())
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .output()
        .expect("dbus-run-session is installed (cargo xtask set-up)");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{complained}");
    said
}
