//! What can happen to a connection while the consent page for more scopes is open.

use portalscope_core::{
    AppConnect, AppDraft, AtServer, CommandError, ConnectionId, ConnectionLabel, ErrorCode, ItsConnections,
    ItsHistory, LabelColor, OauthApp, Settings, WantedScope,
};
use portalscope_hubspot::oauth::RedirectUri;
use portalscope_vault::{Mode, Owner, Vault, kind};

use crate::session::{self, UNLOCKED};
use crate::test_app::{ACME_EUROPE, TestApp, consent, draft, free_port, get, open};

const SANDBOX: &str = "48220319";
const MORE: &str = "crm.objects.deals.read";

fn more() -> [WantedScope; 1] {
    [WantedScope { scope: MORE.to_owned(), role: None }]
}

fn ask(app: &OauthApp) -> AppConnect {
    AppConnect {
        app: app.id.clone(),
        client_secret: None,
        scopes: app.scopes.clone(),
        optional_scopes: app.optional_scopes.clone(),
        expected_portal: None,
    }
}

/// An app of the list with Acme Europe connected by it.
async fn with_an_app(fixture: &TestApp) -> (OauthApp, ConnectionId) {
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    let id = fixture.consent_to(&flow, ACME_EUROPE).await.id;
    (app, id)
}

async fn status(fixture: &TestApp, id: &ConnectionId) -> u16 {
    let request = draft("GET", "/crm/objects/2026-03/contacts", None);
    fixture.app.console.send(id, "r", &request).await.unwrap().status
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_for_another_portal_leaves_both_as_they_were() {
    let fixture = TestApp::new().await;
    let (_, id) = with_an_app(&fixture).await;
    let before = fixture.connection(&id).granted_scopes;
    let flow = fixture.app.connect.begin.again(&id, &more()).await.unwrap();
    get(&consent(&flow.authorize_url, SANDBOX, "connect").await).await;
    let refused = fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongPortal);
    assert_eq!(fixture.app.state().connections.len(), 1, "the other was not connected");
    assert_eq!(fixture.connection(&id).granted_scopes, before);
    assert_eq!(status(&fixture, &id).await, 200);
    fixture.app.tokens.refresh(&id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_is_disconnected_meanwhile_is_connected_anew_by_its_app_or_not_at_all() {
    let fixture = TestApp::new().await;
    let (_, id) = with_an_app(&fixture).await;
    let flow = fixture.app.connect.begin.again(&id, &more()).await.unwrap();
    fixture.app.connect.disconnector.disconnect(&id, AtServer::Leave, ItsHistory::Delete).await.unwrap();
    let again = fixture.consent_to(&flow, ACME_EUROPE).await;
    assert!(again.granted_scopes.unwrap().contains(&MORE.to_owned()));
    assert_eq!(status(&fixture, &again.id).await, 200);

    // An app that only came with its connection has gone with it, and its secret too.
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let flow = fixture.app.connect.begin.again(&id, &more()).await.unwrap();
    fixture.app.connect.disconnector.disconnect(&id, AtServer::Leave, ItsHistory::Delete).await.unwrap();
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    assert_eq!(fixture.app.connect.flows.wait(&flow.id).await.unwrap_err().code, ErrorCode::AppNotFound);
    assert!(fixture.app.state().connections.is_empty());
    assert!(fixture.app.storage.reporter.report().await.unwrap().owners.is_empty(), "no secret is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_secret_that_is_replaced_meanwhile_is_the_one_that_stays() {
    let fixture = TestApp::new().await;
    let (app, id) = with_an_app(&fixture).await;
    let flow = fixture.app.connect.begin.again(&id, &more()).await.unwrap();
    let newer = fixture.stage("01234567-89ab-cdef-0123-456789abcdef");
    let changed = AppDraft { client_secret: Some(newer), ..fixture.app_draft("Reporting") };
    fixture.app.oauth_apps.save(Some(&app.id), changed).await.unwrap();
    fixture.consent_to(&flow, ACME_EUROPE).await;
    let refused = CommandError::from(fixture.app.tokens.refresh(&id).await.unwrap_err());
    assert_eq!(refused.code, ErrorCode::ClientSecretRefused, "the newer one is asked with");
}

#[test]
fn what_another_process_does_meanwhile_counts() {
    session::run(UNLOCKED, "reauthorizing::beside_another_process");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn beside_another_process() {
    let port = free_port();
    let fixture = TestApp::start_with_keyring(&[RedirectUri::new(port).text()]).await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let other = open(fixture.home.path(), fixture.clock.clone(), false);
    other.settings.update(Settings { callback_ports: vec![port], ..Settings::default() }).unwrap();

    // Both connect the same portal: it is one connection.
    let mine = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    let theirs = other.connect.begin.with_app(ask(&app)).await.unwrap();
    get(&consent(&theirs.authorize_url, ACME_EUROPE, "connect").await).await;
    let theirs = other.connect.flows.wait(&theirs.id).await.unwrap();
    let mine = fixture.consent_to(&mine, ACME_EUROPE).await;
    assert_eq!(mine.id, theirs.id);
    assert_eq!(fixture.app.state().connections.len(), 1);
    assert_eq!(status(&fixture, &mine.id).await, 200);

    // The other process removes it with its OAuth app.
    let flow = fixture.app.connect.begin.again(&mine.id, &more()).await.unwrap();
    other
        .connect
        .disconnector
        .delete_app(&app.id, ItsConnections::Disconnect, ItsHistory::Delete)
        .await
        .unwrap();
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    assert_eq!(fixture.app.connect.flows.wait(&flow.id).await.unwrap_err().code, ErrorCode::AppNotFound);
    assert!(fixture.app.state().connections.is_empty());
    assert!(fixture.app.storage.reporter.report().await.unwrap().owners.is_empty(), "no secret is left");
    assert_eq!(std::fs::read_dir(fixture.home.path().join("locks")).unwrap().count(), 0);
}

#[test]
fn of_two_who_save_an_app_at_one_moment_the_secret_is_whose_the_record_is() {
    session::run(UNLOCKED, "reauthorizing::at_one_moment");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn at_one_moment() {
    let fixture = TestApp::with_keyring().await;
    let other = open(fixture.home.path(), fixture.clock.clone(), false);
    let mut app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let owner = Owner::app(fixture.environment().key(), &app.id, Mode::Keyring);
    for round in 0..8 {
        let form = |who: &str, holder: &portalscope_core::Portalscope| {
            let secret = portalscope_core::PastedSecret::new(secret_of(who, round));
            AppDraft {
                name: format!("{who} {round}"),
                client_secret: Some(holder.stage_secret(&secret).unwrap().id),
                version: Some(app.version.clone()),
                ..fixture.app_draft("")
            }
        };
        let (one, two) = (form("One", &fixture.app), form("Two", &other));
        let (one, two) = tokio::join!(
            fixture.app.oauth_apps.save(Some(&app.id), one),
            other.oauth_apps.save(Some(&app.id), two)
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        app = one.or(two).unwrap();
        let kept = Vault::new(Mode::Keyring).get::<kind::Client>(&owner).await.unwrap().unwrap();
        let (who, _) = app.name.split_once(' ').unwrap();
        assert_eq!(kept.expose(), secret_of(who, round), "the one who was refused has stored nothing");
    }
}

fn secret_of(who: &str, round: u32) -> String {
    format!("0000000{round}-89ab-cdef-0123-{:012x}", u8::from(who == "Two"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_color_of_ones_own_stay_through_a_new_consent() {
    let fixture = TestApp::new().await;
    let (_, id) = with_an_app(&fixture).await;
    let label = ConnectionLabel { name: Some("Ours".to_owned()), color: Some(LabelColor::Cyan) };
    fixture.app.connections.set_label(&id, label.clone()).unwrap();
    let flow = fixture.app.connect.begin.again(&id, &more()).await.unwrap();
    assert_eq!(fixture.consent_to(&flow, ACME_EUROPE).await.label, label);
    assert_eq!(
        fixture.app.connections.portal_page(&id).unwrap(),
        None,
        "a demo portal has no page at HubSpot"
    );
}
