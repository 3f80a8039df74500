//! The JSON that crosses to the window: its types are in `bindings.ts`, its values here.

use portalscope_core::{AnalysisSubject, CoverageFormat, CoverageRows, Endpoint};
use serde::Serialize;

use crate::snapshot::{stable, stable_text};
use crate::test_app::{TestApp, draft};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";

/// One snapshot for all, so that a change of the wire format shows in one place.
macro_rules! assert_wire {
    ($name:literal, $value:expr) => {
        insta::assert_json_snapshot!($name, on_the_wire(&$value));
    };
}

fn on_the_wire(value: &impl Serialize) -> serde_json::Value {
    stable(serde_json::to_value(value).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_that_the_window_begins_with() {
    let fixture = TestApp::new().await;
    fixture.connect().await;
    let mut state = on_the_wire(&fixture.app.state());
    // Named after its client id, since it was not given a name.
    state["oauthApps"][0]["name"] = "[name]".into();
    state["oauthApps"][0]["version"] = "[version]".into();
    insta::assert_json_snapshot!("initial_state", state);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_from_its_preview_to_its_answer() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let request = draft("GET", CONTACTS, None);
    let mut preview = fixture.app.console.preview(&id, &request).await.unwrap();
    // The end of a version's support is told when it has come.
    preview.findings.retain(|finding| finding.rule != "endpoint-sunset");
    assert_wire!("request_preview", preview);
    let sent = fixture.app.console.send(&id, "r", &draft("GET", "/crm/objects/2026-03/deals", None)).await;
    let mut sent = on_the_wire(&sent.unwrap());
    // The headers of the demo portal's responses may change.
    sent["headers"] = "[headers]".into();
    insta::assert_json_snapshot!("sent_request", sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_list_of_endpoints_needs() {
    // Which versions are still supported depends on the date.
    let fixture = TestApp::starting_at("2026-11-27T12:00:00Z").await;
    let id = fixture.connect().await.id;
    let subject = AnalysisSubject::Connection { id };
    let analysis = fixture.app.scopes.analyzer.analyze(&subject, &endpoints()).unwrap();
    assert_wire!("scope_analysis", analysis);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exported_matrix_names_each_verdict() {
    let fixture = TestApp::new().await;
    fixture.connect().await;
    let matrix = fixture.app.scopes.coverage.open(&endpoints(), CoverageRows::All);
    let text = |format| {
        let text = fixture.app.scopes.coverage_export.text(&matrix.id, format).unwrap();
        stable_text(&text)
    };
    insta::assert_snapshot!("coverage_csv", text(CoverageFormat::Csv));
    insta::assert_snapshot!("coverage_markdown", text(CoverageFormat::Markdown));
}

/// Endpoints of as many verdicts as a connection can have.
fn endpoints() -> Vec<Endpoint> {
    [
        ("GET", CONTACTS),
        ("GET", "/crm/objects/2026-03/deals"),
        ("GET", "/account-info/2026-09/details"),
        ("GET", "/calling/v1/dispositions"),
        ("GET", "/cms/v3/hubdb/tables"),
        ("GET", "/webhooks/v3/1/settings"),
        ("GET", "/no/such/call"),
    ]
    .map(|(method, path)| Endpoint { method: method.to_owned(), path: path.to_owned() })
    .to_vec()
}
