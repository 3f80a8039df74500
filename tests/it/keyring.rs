//! The real keyring: gnome-keyring in a session bus of its own, and what is left when there is none.

#![cfg(target_os = "linux")]

use std::process::{Command, Output};
use std::sync::Arc;

use portalscope_core::{CommandError, ErrorCode, KeyringHealth, PastedSecret, SystemClock, TokenConnect};
use portalscope_demo_portal::{DemoConfig, DemoPortal};
use portalscope_vault::{Health, IfLate, Mode, Owner, StaticToken, Vault, VaultError, kind};

use crate::stage::open;

/// Runs one of the ignored tests below under a private session bus, after `prepare`.
fn in_session(prepare: &str, test: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("{prepare}\nexec \"$0\" --exact keyring::{test} --ignored --nocapture");
    Command::new("dbus-run-session")
        .args(["--", "bash", "-c", &script])
        .arg(std::env::current_exe().unwrap())
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .output()
        .expect("dbus-run-session is installed (cargo xtask set-up)")
}

fn expect_success(output: &Output) {
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

const UNLOCKED: &str =
    "printf 'a password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null";
const LOCKED: &str = "printf 'a password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
    org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null";

#[test]
fn a_real_keyring_keeps_gives_back_and_forgets() {
    expect_success(&in_session(UNLOCKED, "keeps_gives_back_and_forgets"));
}

#[test]
fn connections_survive_a_restart_and_disconnect_leaves_nothing() {
    expect_success(&in_session(UNLOCKED, "survives_a_restart"));
}

#[test]
fn a_locked_keyring_is_a_named_state() {
    expect_success(&in_session(LOCKED, "is_locked"));
}

#[test]
fn no_keyring_is_a_named_state_and_the_session_goes_on_in_memory() {
    expect_success(&in_session("unset DBUS_SESSION_BUS_ADDRESS", "is_unavailable"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn keeps_gives_back_and_forgets() {
    let vault = Vault::new(Mode::Keyring);
    let owner = Owner::connection("hubspot", "one", Mode::Keyring);
    let secret = StaticToken::new("pat-na1-".to_owned() + &"x".repeat(900));
    vault.put(&owner, &secret, IfLate::Keep).await.unwrap();
    assert_eq!(vault.get::<kind::Static>(&owner).await.unwrap(), Some(secret));
    assert_eq!(vault.remove_all(&owner).await.unwrap(), 1);
    assert_eq!(vault.get::<kind::Static>(&owner).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn survives_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let keys = DemoPortal::start(DemoConfig::default()).await.unwrap().info().clone();
    let id = {
        let app = open(home.path(), Arc::new(SystemClock), false);
        let held = app.hold_secret(&PastedSecret::new(keys.service_key.clone())).unwrap();
        let connected = app.connect_with_token(TokenConnect { secret: held.id, expected_portal: None }).await;
        let connection = connected.unwrap();
        assert!(!connection.session_only);
        connection.id
    };
    let app = open(home.path(), Arc::new(SystemClock), false);
    let request = crate::stage::draft("GET", "/crm/objects/2026-03/contacts", None);
    assert_eq!(app.send_request(&id, "r", &request).await.unwrap().status, 200);
    assert_eq!(app.disconnect(&id, false).await.unwrap().secrets_removed, 1);
    let file = std::fs::read(home.path().join("portalscope.db")).unwrap();
    let key = keys.service_key.as_bytes();
    assert!(!file.windows(key.len()).any(|window| window == key), "no secret is in the data file");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_locked() {
    let vault = Vault::new(Mode::Keyring);
    let refused = vault
        .put(&Owner::app("hubspot", "a", Mode::Keyring), &StaticToken::new("t"), IfLate::Keep)
        .await
        .unwrap_err();
    // Where nothing can ask for the password the keyring says locked; where something asks, it waits for the answer.
    assert!(matches!(refused, VaultError::Locked | VaultError::Hanging), "{refused:?}");
    assert!(matches!(vault.health(), Health::Locked | Health::Hanging));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_unavailable() {
    let home = tempfile::tempdir().unwrap();
    let keys = DemoPortal::start(DemoConfig::default()).await.unwrap().info().clone();
    let app = open(home.path(), Arc::new(SystemClock), false);
    let held = app.hold_secret(&PastedSecret::new(keys.service_key.clone())).unwrap();
    let connect = || app.connect_with_token(TokenConnect { secret: held.id.clone(), expected_portal: None });
    assert_eq!(CommandError::from(connect().await.unwrap_err()).code, ErrorCode::KeyringUnavailable);
    assert_eq!(app.state().storage.keyring, KeyringHealth::Unavailable);
    assert!(app.state().connections.is_empty(), "nothing is half stored");
    app.use_session_storage();
    assert!(connect().await.unwrap().session_only);
}
