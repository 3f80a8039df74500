//! The real keyring: gnome-keyring in a private session bus, and sessions without a keyring.

#![cfg(target_os = "linux")]

use std::sync::Arc;

use portalscope_core::{
    AppConnect, AtServer, CommandError, ErrorCode, ItsHistory, KeyringHealth, PastedSecret, Portalscope,
    SystemClock, TokenConnect,
};
use portalscope_core::{
    KeyringListing, SecretStatus, StorageMode, StoredOwner, StoredOwnerKind, StoredTarget,
};
use portalscope_vault::{
    AccessToken, Condition, Health, Mode, OnLateWrite, Owner, StaticToken, Vault, VaultError, kind,
};

use crate::browser::{consent, get};
use crate::protocol::scripted::{Scripted, json};
use crate::session::{self, UNLOCKED};
use crate::test_app::{embedded_keys, open};

/// Runs one of the ignored tests below under a private session bus, after `prepare`.
fn in_session(prepare: &str, test: &str) {
    session::run(prepare, &format!("keyring::{test}"));
}

const LOCKED: &str = "printf 'a password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
    org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null";

#[test]
fn a_real_keyring_keeps_gives_back_and_forgets() {
    in_session(UNLOCKED, "keeps_gives_back_and_forgets");
}

#[test]
fn connections_survive_a_restart_and_disconnect_leaves_nothing() {
    in_session(UNLOCKED, "survives_a_restart");
}

#[test]
fn a_stored_secret_that_was_not_used_yet_is_not_shown_in_a_response() {
    in_session(UNLOCKED, "is_not_shown");
}

#[test]
fn a_locked_keyring_is_a_named_state() {
    in_session(LOCKED, "is_locked");
}

#[test]
fn a_long_value_is_in_small_entries_and_the_inventory_says_so() {
    in_session(UNLOCKED, "is_in_small_entries");
}

#[test]
fn a_keyring_of_a_newer_version_is_refused_in_words_and_left_as_it_is() {
    in_session(UNLOCKED, "is_of_a_newer_version");
}

#[test]
fn secrets_removed_by_another_program_are_reported_and_orphans_can_be_removed() {
    in_session(UNLOCKED, "is_removed_by_somebody_else");
}

#[test]
fn deleting_everything_leaves_nothing_in_the_keyring_or_the_data_file() {
    in_session(UNLOCKED, "leaves_nothing");
}

#[test]
fn every_file_of_the_data_folder_is_on_the_storage_page_and_goes_with_everything() {
    in_session(UNLOCKED, "is_on_the_page");
}

#[test]
fn a_connection_in_memory_moves_into_the_keyring_on_request() {
    in_session(UNLOCKED, "moves_on_request");
}

#[test]
fn an_apps_secret_deleted_in_memory_is_still_used_from_the_keyring() {
    in_session(UNLOCKED, "is_used_from_the_keyring");
}

#[test]
fn of_two_flows_that_begin_at_once_one_is_refused() {
    in_session(UNLOCKED, "begin_at_once");
}

#[test]
fn no_keyring_is_a_named_state_and_the_session_goes_on_in_memory() {
    in_session("unset DBUS_SESSION_BUS_ADDRESS", "is_unavailable");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn keeps_gives_back_and_forgets() {
    let vault = Vault::new(Mode::Keyring);
    let owner = Owner::connection("hubspot", "one", Mode::Keyring);
    let secret = StaticToken::new("pat-na1-".to_owned() + &"x".repeat(900));
    vault.put(&owner, &secret, OnLateWrite::Keep).await.unwrap();
    assert_eq!(vault.get::<kind::Static>(&owner).await.unwrap(), Some(secret));
    assert_eq!(vault.remove_all(&owner).await.unwrap(), 1);
    assert_eq!(vault.get::<kind::Static>(&owner).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn survives_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let (id, keys) = {
        let app = open(home.path(), Arc::new(SystemClock), false);
        let keys = embedded_keys(&app, home.path()).await;
        let held = app.stage_secret(&PastedSecret::new(keys.service_key.clone())).unwrap();
        let connected =
            app.connect.static_tokens.connect(TokenConnect { secret: held.id, expected_portal: None }).await;
        let connection = connected.unwrap();
        assert!(!connection.session_only);
        (connection.id, keys)
    };
    let app = open(home.path(), Arc::new(SystemClock), false);
    let request = crate::test_app::draft("GET", "/crm/objects/2026-03/contacts", None);
    assert_eq!(app.console.send(&id, "r", &request).await.unwrap().status, 200);
    assert_eq!(
        app.connect
            .disconnector
            .disconnect(&id, AtServer::Leave, ItsHistory::Delete)
            .await
            .unwrap()
            .secrets_removed,
        1
    );
    let file = std::fs::read(home.path().join("portalscope.db")).unwrap();
    let key = keys.service_key.as_bytes();
    assert!(!file.windows(key.len()).any(|window| window == key), "no secret is in the data file");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_not_shown() {
    let home = tempfile::tempdir().unwrap();
    let first = "pat-na1-6f1c9a0e-53d7-4b28-9e64-0d7a3c5b8f12";
    let second = "pat-na1-b83e57d4-0c19-46fa-8d2b-95e7f1a06c3d";
    // Of a token that is not known nothing tells what its end is.
    let second_end = "95e7f1a06c3d";
    let server = Scripted::start(move |seen| {
        let hub = if seen.head.contains(second) { 2 } else { 1 };
        json(200, &format!(r#"{{"portalId":{hub},"hubId":{hub},"note":"its end is {second_end}"}}"#))
    })
    .await;
    let connect = async |app: &Portalscope, token: &str| {
        let secret = app.stage_secret(&PastedSecret::new(token.to_owned())).unwrap().id;
        let environment = portalscope_core::outside_demo(server.port);
        let request = TokenConnect { secret, expected_portal: None };
        app.connect.static_tokens.connect_at(environment, request).await.unwrap().id
    };
    let id = {
        let app = open(home.path(), Arc::new(SystemClock), false);
        connect(&app, second).await;
        connect(&app, first).await
    };
    let app = open(home.path(), Arc::new(SystemClock), false);
    let sent = app.console.send(&id, "r", &crate::test_app::draft("GET", "/x", None)).await.unwrap();
    let shown = format!(
        "{:?} {:?}",
        app.responses.rows(&sent.id, 0, 9).unwrap(),
        app.responses.text(&sent.id, 0, 9).unwrap()
    );
    assert!(shown.contains("its end is «static-token#") && !shown.contains(second_end), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_locked() {
    let vault = Vault::new(Mode::Keyring);
    let refused = vault
        .put(&Owner::app("hubspot", "a", Mode::Keyring), &StaticToken::new("t"), OnLateWrite::Keep)
        .await
        .unwrap_err();
    // Without a prompter the unlock prompt counts as dismissed; with one, the call waits.
    assert!(matches!(refused, VaultError::Denied | VaultError::Locked | VaultError::TimedOut), "{refused:?}");
    assert!(matches!(vault.health(), Health::Denied | Health::Locked | Health::TimedOut));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_unavailable() {
    let home = tempfile::tempdir().unwrap();
    let app = open(home.path(), Arc::new(SystemClock), false);
    let keys = embedded_keys(&app, home.path()).await;
    let held = app.stage_secret(&PastedSecret::new(keys.service_key.clone())).unwrap();
    let connect =
        || app.connect.static_tokens.connect(TokenConnect { secret: held.id.clone(), expected_portal: None });
    assert_eq!(CommandError::from(connect().await.unwrap_err()).code, ErrorCode::KeyringUnavailable);
    assert_eq!(app.state().storage.keyring, KeyringHealth::Unavailable);
    assert!(app.state().connections.is_empty(), "nothing is half stored");
    app.storage.keyring.use_session();
    assert!(connect().await.unwrap().session_only);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_in_small_entries() {
    let vault = Vault::new(Mode::Keyring);
    let owner = Owner::connection("hubspot", "one", Mode::Keyring);
    let (first, second) = (AccessToken::new("a".repeat(9_000)), AccessToken::new("b".repeat(2_001)));
    for secret in [&first, &second] {
        vault.put(&owner, secret, OnLateWrite::Keep).await.unwrap();
        assert_eq!(vault.get::<kind::Access>(&owner).await.unwrap().as_ref(), Some(secret));
    }
    let inventory = vault.inventory(&[]).await.unwrap();
    assert!(inventory.complete);
    let said: Vec<_> =
        inventory.secrets.iter().map(|found| (found.bytes, found.entries, found.condition)).collect();
    assert_eq!(said, [(2_001, 4, Condition::Whole)], "the chunks of the first are gone");
    assert_eq!(vault.remove_all(&owner).await.unwrap(), 1);
    assert!(vault.inventory(&[]).await.unwrap().secrets.is_empty());
}

/// Sets an entry without the app, as another program or another version would.
fn by_hand(name: &str, text: Option<&str>) {
    keyring::Entry::store_status().as_ref().unwrap();
    let entry = keyring::Entry::new("Portalscope", name).unwrap();
    match text {
        Some(text) => entry.set_password(text).unwrap(),
        None => entry.delete_credential().unwrap(),
    }
}

async fn by_hand_outside(name: &'static str, text: Option<&'static str>) {
    tokio::task::spawn_blocking(move || by_hand(name, text)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_of_a_newer_version() {
    by_hand_outside("schema", Some("3")).await;
    let home = tempfile::tempdir().unwrap();
    let app = open(home.path(), Arc::new(SystemClock), false);
    let keys = embedded_keys(&app, home.path()).await;
    let held = app.stage_secret(&PastedSecret::new(keys.service_key.clone())).unwrap();
    let refused =
        app.connect.static_tokens.connect(TokenConnect { secret: held.id, expected_portal: None }).await;
    let refused = CommandError::from(refused.unwrap_err());
    assert_eq!(refused.code, ErrorCode::KeyringNewer);
    assert!(refused.message.contains("newer Portalscope"), "{}", refused.message);
    assert_eq!(app.state().storage.keyring, KeyringHealth::Newer);
    let report = app.storage.reporter.report().await.unwrap();
    assert_eq!(report.listing, KeyringListing::Failed);
    assert_eq!(report.keyring_error.unwrap().code, ErrorCode::KeyringNewer);
    assert!(
        app.storage
            .deletion
            .delete(StoredTarget::Everything { typed: "delete everything".to_owned() })
            .await
            .is_err()
    );
    by_hand_outside("schema", None).await;
    assert!(Vault::new(Mode::Keyring).inventory(&[]).await.unwrap().secrets.is_empty(), "nothing was stored");
}

async fn connected(
    home: &std::path::Path,
) -> (Arc<portalscope_core::Portalscope>, portalscope_core::Connection, String) {
    let app = open(home, Arc::new(SystemClock), false);
    let keys = embedded_keys(&app, home).await;
    let held = app.stage_secret(&PastedSecret::new(keys.service_key.clone())).unwrap();
    let request = TokenConnect { secret: held.id, expected_portal: None };
    let connection = app.connect.static_tokens.connect(request).await.unwrap();
    (app, connection, keys.service_key)
}

fn only(owners: &[StoredOwner]) -> &StoredOwner {
    assert_eq!(owners.len(), 1, "{owners:?}");
    &owners[0]
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_removed_by_somebody_else() {
    let home = tempfile::tempdir().unwrap();
    let (app, connection, secret) = connected(home.path()).await;
    let report = app.storage.reporter.report().await.unwrap();
    let owner = only(&report.owners).clone();
    assert_eq!((owner.status, report.listing), (SecretStatus::InUse, KeyringListing::Complete));
    assert_eq!(owner.secrets[0].bytes as usize, secret.len());
    assert!(!serde_json::to_string(&report).unwrap().contains(&secret), "never a value");

    Vault::new(Mode::Keyring)
        .remove_all(&Owner::connection("demo-embedded", &connection.id, Mode::Keyring))
        .await
        .unwrap();
    drop(app);
    let app = open(home.path(), Arc::new(SystemClock), false);
    assert_eq!(only(&app.storage.reporter.report().await.unwrap().owners).status, SecretStatus::SecretGone);
    let request = crate::test_app::draft("GET", "/crm/objects/2026-03/contacts", None);
    let refused = CommandError::from(app.console.send(&connection.id, "r", &request).await.unwrap_err());
    assert_eq!(refused.code, ErrorCode::SecretMissing);
    let state = &app.state().connections[0].state;
    let portalscope_core::ConnectionState::NeedsAttention { error } = state else { panic!("{state:?}") };
    assert_eq!(error.code, ErrorCode::SecretMissing);

    // The data file is lost, the keyring entries remain.
    let lost = Owner::connection("hubspot", "lost", Mode::Keyring);
    Vault::new(Mode::Keyring)
        .put(&lost, &StaticToken::new("t".repeat(3_000)), OnLateWrite::Keep)
        .await
        .unwrap();
    let report = app.storage.reporter.report().await.unwrap();
    let orphan = report.owners.iter().find(|owner| owner.status == SecretStatus::Orphan).unwrap();
    assert_eq!((orphan.owner.kind, orphan.secrets[0].entries), (StoredOwnerKind::Connection, 4));
    let target = StoredTarget::Secrets { owner: orphan.owner.clone(), place: StorageMode::Keyring };
    let after = app.storage.deletion.delete(target).await.unwrap();
    assert!(after.owners.iter().all(|owner| owner.status != SecretStatus::Orphan));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (app, connection, _) = connected(home.path()).await;
    let wrong = app
        .storage
        .deletion
        .delete(StoredTarget::Everything { typed: "delete".to_owned() })
        .await
        .unwrap_err();
    assert_eq!(CommandError::from(wrong).code, ErrorCode::ConfirmationMismatch);
    assert_eq!(app.state().connections.len(), 1, "nothing was deleted");
    let report = app
        .storage
        .deletion
        .delete(StoredTarget::Everything { typed: "delete everything".to_owned() })
        .await
        .unwrap();
    assert!(report.owners.is_empty());
    assert!(app.state().connections.is_empty());
    assert!(Vault::new(Mode::Keyring).inventory(&[]).await.unwrap().secrets.is_empty());
    for name in ["portalscope.db", "portalscope.db-wal"] {
        let file = std::fs::read(home.path().join(name)).unwrap_or_default();
        let id = connection.identity.hub_id.as_bytes();
        assert!(!file.windows(id.len()).any(|window| window == id), "{name} still names the portal");
    }
    assert!(!home.path().join("demo-portal.json").exists());
    drop(app);
    assert!(open(home.path(), Arc::new(SystemClock), false).state().connections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_used_from_the_keyring() {
    let fixture = crate::test_app::TestApp::with_keyring().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    fixture.app.storage.keyring.use_session();
    let ask = || {
        fixture.app.connect.begin.with_app(AppConnect {
            app: app.id.clone(),
            client_secret: None,
            scopes: app.scopes.clone(),
            optional_scopes: app.optional_scopes.clone(),
            expected_portal: None,
        })
    };
    fixture.consent_to(&ask().await.unwrap(), crate::test_app::ACME_EUROPE).await;
    let report = fixture.app.storage.reporter.report().await.unwrap();
    let places = report.owners.iter().filter(|owner| owner.owner.id == *app.id).map(|owner| owner.place);
    assert_eq!(places.collect::<Vec<_>>().len(), 2, "in the keyring and in memory: {report:?}");
    let owner = report.owners.iter().find(|owner| owner.owner.id == *app.id).unwrap().owner.clone();
    let delete = |place| {
        let target = StoredTarget::Secrets { owner: owner.clone(), place };
        fixture.app.storage.deletion.delete(target)
    };
    delete(StorageMode::Session).await.unwrap();
    assert!(fixture.app.oauth_apps.list()[0].has_secret);
    let flow = ask().await.unwrap();
    fixture.app.connect.flows.cancel(&flow.id).unwrap();
    delete(StorageMode::Keyring).await.unwrap();
    assert!(!fixture.app.oauth_apps.list()[0].has_secret);
}

/// The keyring is asked before a flow is begun: meanwhile a second one may be wanted.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn begin_at_once() {
    let fixture = crate::test_app::TestApp::with_keyring().await;
    let begin = || fixture.app.connect.begin.at(fixture.environment(), fixture.form());
    let (one, other) = tokio::join!(begin(), begin());
    let (first, refused) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(CommandError::from(refused.unwrap_err()).code, ErrorCode::ConsentInProgress);
    fixture.app.connect.flows.cancel(&first.unwrap().id).unwrap();
}

/// All files below a folder, with their sizes.
fn files(folder: &std::path::Path) -> Vec<(String, u64)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                return files(&path);
            }
            vec![(path.display().to_string(), path.metadata().unwrap().len())]
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn is_on_the_page() {
    let home = tempfile::tempdir().unwrap();
    let (app, connection, _) = connected(home.path()).await;
    app.settings.use_callback_ports(vec![crate::test_app::free_port()]).unwrap();
    let flow = app.connect.begin.demo().await.unwrap();
    get(&consent(&flow.authorize_url, "48220319", "connect").await).await;
    app.connect.flows.wait(&flow.id).await.unwrap();
    let request = crate::test_app::draft("GET", "/crm/objects/2026-03/contacts", None);
    app.console.send(&connection.id, "r", &request).await.unwrap();
    app.settings.remember_window_size(portalscope_core::WindowSize { width: 900.0, height: 600.0 }).unwrap();
    let spec = home.path().with_extension("json");
    std::fs::write(&spec, crate::scopes::OPEN_API).unwrap();
    app.catalog_updates
        .take(&app.catalog_updates.preview_files(std::slice::from_ref(&spec)).unwrap().id)
        .unwrap();
    std::fs::remove_file(spec).unwrap();
    // The files that the webview writes into its folder.
    let webview = app.folder.webview().join("storage");
    std::fs::create_dir_all(&webview).unwrap();
    std::fs::write(webview.join("salt"), "12345678").unwrap();

    let places = app.storage.reporter.report().await.unwrap().places;
    let written = files(home.path());
    for (file, _) in &written {
        let is_named =
            places.iter().any(|place| place.path.as_ref().is_some_and(|path| file.starts_with(path)));
        assert!(is_named, "{file} is on no page");
    }
    for kind in ["CatalogUpdates", "DemoPortal", "Webview", "DataFile"] {
        let place = places.iter().find(|place| format!("{:?}", place.kind) == kind).unwrap();
        let path = place.path.as_ref().unwrap();
        let weight: u64 =
            written.iter().filter(|(file, _)| file.starts_with(path)).map(|(_, bytes)| bytes).sum();
        assert!(
            weight > 0 && place.bytes.to_string() == weight.to_string(),
            "{kind}: {} of {weight}",
            place.bytes
        );
    }
    app.storage.deletion.delete(StoredTarget::CatalogUpdates).await.unwrap();
    assert_eq!(app.catalog_updates.state().updates, 0);
    app.storage
        .deletion
        .delete(StoredTarget::Everything { typed: "delete everything".to_owned() })
        .await
        .unwrap();
    let left: Vec<String> = files(home.path()).into_iter().map(|(file, _)| file).collect();
    let forms = ["portalscope.db", "history.db", "webview"];
    let is_empty_form = |file: &String| forms.iter().any(|form| file.contains(form));
    assert!(left.iter().all(is_empty_form), "{left:?}");
    let query = portalscope_core::HistoryQuery { limit: 1, ..Default::default() };
    assert!(app.history.search(&query).unwrap().entries.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the tests above make"]
async fn moves_on_request() {
    let home = tempfile::tempdir().unwrap();
    let app = open(home.path(), Arc::new(SystemClock), true);
    let keys = embedded_keys(&app, home.path()).await;
    let held = app.stage_secret(&PastedSecret::new(keys.service_key.clone())).unwrap();
    let connection = app
        .connect
        .static_tokens
        .connect(TokenConnect { secret: held.id, expected_portal: None })
        .await
        .unwrap();
    assert!(connection.session_only);
    app.storage.keyring.retry().await;
    assert!(app.state().connections[0].session_only, "going back to the keyring moves nothing");
    let report = app.storage.reporter.report().await.unwrap();
    assert_eq!(only(&report.owners).place, StorageMode::Session);
    assert!(!app.storage.keyring.move_to_keyring(&connection.id).await.unwrap().session_only);
    assert_eq!(only(&app.storage.reporter.report().await.unwrap().owners).place, StorageMode::Keyring);
    drop(app);
    let app = open(home.path(), Arc::new(SystemClock), false);
    let request = crate::test_app::draft("GET", "/crm/objects/2026-03/contacts", None);
    assert_eq!(app.console.send(&connection.id, "r", &request).await.unwrap().status, 200);
}
