//! The state file: what survives a restart, and what is never written to it.

use std::{fs, path::Path};

use portalscope_demo_portal::DemoConfig;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::client::{CONTACT_SCOPES, Portal};

fn config(state_file: &Path) -> DemoConfig {
    DemoConfig { state_file: Some(state_file.into()), ..DemoConfig::default() }
}

#[tokio::test]
async fn tokens_survive_a_restart_and_the_state_file_has_none_in_clear_text() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo/grants.json");
    let portal = Portal::with(config(&file)).await;
    let code = portal.code(CONTACT_SCOPES).await;
    let tokens = portal.exchange(&code, &[]).await.json();
    let (access, refresh) =
        (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    let secret = portal.info().client_secret.clone();
    portal.demo.stop().await;

    let text = fs::read_to_string(&file).unwrap();
    for token in [access, refresh, &code, &secret] {
        assert!(!text.contains(token));
    }
    let again = Portal::with(config(&file)).await;
    assert_eq!(again.get("/crm/v3/objects/contacts", access).await.status, 200);
    let refreshed = again.refresh(refresh).await;
    assert_eq!(refreshed.status, 200);
    assert_eq!(refreshed.json()["scopes"].as_array().unwrap().len(), 3);
}

/// The format must stay readable, so that users keep their demo connection after an update.
#[tokio::test]
async fn a_state_file_of_the_first_release_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grants.json");
    let hash = |token: &str| format!("{:x}", Sha256::digest(token));
    let (access, refresh) = ("CKaccess", "eu1-0000-refresh");
    let client_id = Portal::start().await.info().client_id.clone();
    let state = json!({
        "version": 1,
        "grants": [{
            "client_id": client_id,
            "portal_id": 26_041_877,
            "user_id": 61_204_417,
            "scopes": ["oauth"],
            "refresh_sha256": hash(refresh),
            "previous_refresh_sha256": null,
            "uninstalled": false,
        }],
        "access_tokens": {hash(access): {"grant": 0, "expires_at_ms": 1_790_814_600_000_u64}},
    });
    fs::write(&file, state.to_string()).unwrap();
    let starts_at = Some("2026-10-01T00:00:00Z".parse().unwrap());
    let portal = Portal::with(DemoConfig { starts_at, ..config(&file) }).await;
    assert_eq!(portal.get("/account-info/v3/details", access).await.status, 200);
    assert_eq!(portal.refresh(refresh).await.json()["hub_id"], 26_041_877);
}

#[tokio::test]
async fn a_grant_does_not_apply_to_the_app_of_another_seed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grants.json");
    let portal = Portal::with(config(&file)).await;
    let (_, refresh) = portal.connect("oauth").await;
    portal.demo.stop().await;
    let other = Portal::with(DemoConfig { seed: 2, ..config(&file) }).await;
    let refused = other.refresh(&refresh).await.json();
    assert_eq!(refused["message"], "refresh token was not issued to this client");
}

#[tokio::test]
async fn a_broken_state_file_is_moved_aside() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grants.json");
    fs::write(&file, "{\"version\": 1, \"grants\": [").unwrap();
    let portal = Portal::with(config(&file)).await;
    portal.connect("oauth").await;
    assert!(folder.path().join("grants.json.broken").exists());
    assert!(fs::read_to_string(&file).unwrap().starts_with('{'));
}

#[cfg(unix)]
#[tokio::test]
async fn the_state_file_is_private_even_while_it_is_written() {
    use std::{io::Read as _, os::unix::fs::PermissionsExt as _};

    let folder = tempfile::tempdir().unwrap();
    let (file, fresh) = (folder.path().join("grants.json"), folder.path().join("grants.json.new"));
    fs::write(&fresh, "").unwrap();
    fs::set_permissions(&fresh, fs::Permissions::from_mode(0o644)).unwrap();
    let mut opened_before = fs::File::open(&fresh).unwrap();
    let portal = Portal::with(config(&file)).await;
    portal.connect("oauth").await;
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let mut seen = String::new();
    opened_before.read_to_string(&mut seen).unwrap();
    assert_eq!(seen, "");
}

#[tokio::test]
async fn without_a_state_file_only_the_app_survives_a_restart() {
    let portal = Portal::start().await;
    let (_, refresh) = portal.connect("oauth").await;
    let client_id = portal.info().client_id.clone();
    portal.demo.stop().await;
    let again = Portal::start().await;
    assert_eq!(again.info().client_id, client_id);
    assert_eq!(again.refresh(&refresh).await.json()["status"], "BAD_REFRESH_TOKEN");
}
