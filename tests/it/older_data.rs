//! Data of earlier versions: a data folder and an export file of 2026-11-27 (9841e1a), unchanged.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use portalscope_core::{
    CommandError, ConnectionState, Error, ErrorCode, HistoryQuery, ImportStep, OpenError, OpenOptions,
    Portalscope, RecordKind, SystemClock, Theme,
};
use portalscope_redact::Redactor;

use crate::test_app::{TestClock, open};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/9841e1a").join(name)
}

/// The data folder of that version.
fn older_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["portalscope.db", "demo-portal.json"] {
        std::fs::copy(fixture(name), folder.path().join(name)).unwrap();
    }
    folder
}

fn database(folder: &tempfile::TempDir) -> rusqlite::Connection {
    rusqlite::Connection::open(folder.path().join("portalscope.db")).unwrap()
}

/// On the day after, so that its calls are not too old to be kept.
fn opened(folder: &tempfile::TempDir) -> Arc<Portalscope> {
    let clock = TestClock::starting_at("2026-11-28T12:00:00Z".parse().unwrap());
    open(folder.path(), Arc::new(clock), false)
}

#[test]
fn a_data_folder_of_an_earlier_version_keeps_every_connection_app_set_and_setting() {
    let folder = older_folder();
    let app = opened(&folder);
    let state = app.state();
    assert_eq!((state.connections.len(), state.oauth_apps.len()), (3, 2), "the demo's app is not listed");
    assert!(state.unreadable_records.is_empty());
    let oauth = state.connections.iter().find(|one| Some(&one.id) == state.active_connection.as_ref());
    let oauth = oauth.expect("the open connection is open again");
    let ConnectionState::Unreachable { error } = &oauth.state else { panic!("{:?}", oauth.state) };
    assert_eq!(error.code, ErrorCode::NetworkUnreachable);
    assert_eq!(oauth.identity.data_center.as_deref(), Some("eu1"));
    assert_eq!(oauth.token.as_ref().unwrap().lifetime_seconds, 1_800);
    assert_eq!((state.settings.theme, state.settings.text_size_percent), (Theme::Dark, 125));
    let window = serde_json::to_value(app.settings.window_size().unwrap()).unwrap();
    assert_eq!(window["width"], 1111.0);
    let sets = app.scopes.sets.list().unwrap();
    assert_eq!(app.scopes.sets.chosen().unwrap().set.as_deref(), Some(sets[0].id.as_str()));
    assert_eq!(app.history.called_endpoints(&oauth.id).unwrap()[0].calls, 1);
    let declared = state.oauth_apps.iter().find(|app| app.name == "Fixture app").unwrap().declared.clone();
    assert_eq!(declared.unwrap().optional, ["e-commerce"]);
}

#[test]
fn calls_of_an_earlier_version_move_to_the_history_once() {
    let folder = older_folder();
    let app = opened(&folder);
    let found = app.history.search(&HistoryQuery { limit: 9, ..HistoryQuery::default() }).unwrap().entries;
    let shown: Vec<_> = found.iter().map(|one| (one.method.as_str(), one.status, one.portal)).collect();
    assert_eq!(shown, [("GET", Some(200), Some(26_041_877))]);
    assert_eq!(found[0].path, found[0].operation, "its values were not kept");
    assert_eq!(
        found[0].started_at / 86_400_000,
        "2026-11-27T00:00:00Z".parse::<Timestamp>().unwrap().as_millisecond() / 86_400_000
    );
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%call%'";
    let left: i64 = database(&folder).query_row(tables, [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0, "the table is dropped");
    drop(app);
    let again = opened(&folder);
    let id = again.state().active_connection.unwrap();
    assert_eq!(again.history.called_endpoints(&id).unwrap()[0].calls, 1);
}

#[test]
fn calls_of_an_earlier_version_stay_while_the_history_cannot_be_opened() {
    let folder = older_folder();
    let history = folder.path().join("history.db");
    rusqlite::Connection::open(&history).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let app = opened(&folder);
    let id = app.state().active_connection.unwrap();
    assert!(app.history.called_endpoints(&id).unwrap().is_empty());
    drop(app);
    std::fs::remove_file(history).unwrap();
    assert_eq!(opened(&folder).history.called_endpoints(&id).unwrap()[0].calls, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn scopes_that_an_earlier_version_asked_for_are_asked_for_again() {
    let folder = older_folder();
    let app = opened(&folder);
    let id = app.state().active_connection.unwrap();
    let preview = app.connect.preview.of_connection(&id, &[]).await.unwrap();
    let scopes: Vec<_> = preview.scopes.iter().map(|planned| planned.scope.as_str()).collect();
    assert_eq!(scopes, ["oauth", "crm.objects.contacts.read", "e-commerce"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn grants_of_the_demo_portal_of_an_earlier_version_are_kept() {
    let folder = older_folder();
    opened(&folder).environments.demo_scenarios().await.unwrap();
    let text = std::fs::read_to_string(folder.path().join("demo-portal.json")).unwrap();
    assert!(text.contains("9b395afb57b6411e88c4e700e614d7eae178de34aeb70aaa5527786c17f96d1e"), "{text}");
}

#[test]
fn a_file_of_apps_of_an_earlier_version_is_imported_whole() {
    let folder = tempfile::tempdir().unwrap();
    let app = opened(&folder);
    let text = std::fs::read_to_string(fixture("portalscope-apps.json")).unwrap();
    let preview = app.app_transfer.preview(&text).unwrap();
    let steps: Vec<_> = preview.apps.iter().map(|app| (app.name.as_str(), app.step)).collect();
    assert_eq!(steps, [("Fixture app", ImportStep::Add), ("Forwarded app", ImportStep::Add)]);
    assert_eq!(app.app_transfer.import(&preview.id).unwrap(), 2);
    assert_eq!(app.app_transfer.export(&[]).unwrap(), text, "and is exported as it was");
}

/// An error that an earlier version stored under a code that has another name now.
#[test]
fn errors_under_their_earlier_codes_are_read() {
    for (code, now) in
        [("server_trouble", ErrorCode::ServerError), ("keyring_hanging", ErrorCode::KeyringTimedOut)]
    {
        let folder = older_folder();
        let change = "UPDATE connection SET record = json_set(record, '$.trouble.code', ?1)
            WHERE json_extract(record, '$.trouble') IS NOT NULL";
        assert_eq!(database(&folder).execute(change, [code]).unwrap(), 1);
        let state = opened(&folder).state();
        let errors = state.connections.into_iter().filter_map(|connection| match connection.state {
            ConnectionState::Unreachable { error } => Some(error.code),
            _ => None,
        });
        assert_eq!(errors.collect::<Vec<_>>(), [now]);
    }
}

#[test]
fn an_unreadable_record_is_kept_and_reported() {
    let folder = older_folder();
    let id: String = database(&folder)
        .query_row("UPDATE connection SET record = '{\"id\":1}' RETURNING id", [], |row| row.get(0))
        .unwrap();
    let app = opened(&folder);
    let state = app.state();
    assert!(state.connections.is_empty());
    assert_eq!(state.unreadable_records.len(), 3);
    assert!(state.unreadable_records.iter().any(|one| one.kind == RecordKind::Connection && one.id == id));
    let left: i64 =
        database(&folder).query_row("SELECT count(*) FROM connection", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 3, "they are where they were");
}

#[test]
fn a_data_folder_of_a_newer_version_is_refused_in_words_and_not_touched() {
    let folder = older_folder();
    database(&folder).pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(folder.path().join("portalscope.db")).unwrap();
    let refused = Portalscope::open(OpenOptions {
        home: folder.path().to_owned(),
        clock: Arc::new(SystemClock),
        redactor: Arc::new(Redactor::new()),
        session_only: true,
        who: portalscope_core::Who::Window,
    });
    let Err(OpenError::Data(error)) = refused else { panic!("it was opened") };
    assert_eq!(error.code, ErrorCode::DataFolderNewer);
    assert_eq!(error, CommandError::from(Error::DataFolderNewer));
    assert_eq!(std::fs::read(folder.path().join("portalscope.db")).unwrap(), before);
}
