//! Production is read-only until it is unlocked for the session. A demo portal outside the app counts by its account.

use std::sync::Arc;

use portalscope_core::{CommandError, EnvironmentLabel, ErrorCode, ProblemPlace, SystemClock, WriteLock};

use crate::session::{self, UNLOCKED};
use crate::stage::{ACME_EUROPE, Stage, draft, open};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const BODY: &str = r#"{"properties":{"email":"new.person@example.com"}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_write_waits_until_the_hub_id_is_typed_and_reads_do_not() {
    let stage = Stage::new().await;
    let id = stage.connect().await.id;
    stage.app.connections.lock_writing(&id).unwrap();
    let write = draft("POST", CONTACTS, Some(BODY));
    let calls = stage.demo.counters().api_calls;

    let preview = stage.app.console.preview(&id, &write).await.unwrap();
    assert!(preview.problems.iter().any(|problem| problem.at == ProblemPlace::Lock));
    let refused = stage.app.console.send(&id, "w", &write).await.unwrap_err();
    assert_eq!(CommandError::from(refused).code, ErrorCode::WriteLocked);
    assert_eq!(stage.demo.counters().api_calls, calls, "nothing was sent");
    let search = draft("POST", &format!("{CONTACTS}/search"), Some("{}"));
    for read in [draft("GET", CONTACTS, None), search] {
        assert_eq!(stage.app.console.send(&id, "r", &read).await.unwrap().status, 200);
    }

    let mistyped = stage.app.connections.unlock_writing(&id, "26041878").unwrap_err();
    assert_eq!(CommandError::from(mistyped).code, ErrorCode::PortalIdMismatch);
    assert_eq!(stage.connection(&id).write_lock, WriteLock::Locked);
    let unlocked = stage.app.connections.unlock_writing(&id, &format!(" {ACME_EUROPE} ")).unwrap();
    assert_eq!(unlocked.write_lock, WriteLock::Unlocked);
    assert_eq!(stage.app.console.send(&id, "w", &write).await.unwrap().status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_outside_the_app_is_not_locked() {
    let stage = Stage::new().await;
    let connection = stage.connect_account("48220319").await;
    assert_eq!(connection.environment, EnvironmentLabel::Sandbox);
    assert_eq!(connection.write_lock, WriteLock::NotNeeded);
    let write = draft("POST", CONTACTS, Some(BODY));
    assert_eq!(stage.app.console.send(&connection.id, "w", &write).await.unwrap().status, 201);
}

#[test]
fn unlocking_ends_with_the_session() {
    session::run(UNLOCKED, "production_lock::locked_again_after_a_restart");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn locked_again_after_a_restart() {
    let stage = Stage::with_keyring().await;
    let id = stage.connect().await.id;
    assert_eq!(stage.connection(&id).write_lock, WriteLock::Unlocked);
    let restarted = open(stage.home.path(), Arc::new(SystemClock), false);
    assert_eq!(restarted.state().connections[0].write_lock, WriteLock::Locked);
    let refused = restarted.console.send(&id, "w", &draft("POST", CONTACTS, Some(BODY))).await.unwrap_err();
    assert_eq!(CommandError::from(refused).code, ErrorCode::WriteLocked);
}
