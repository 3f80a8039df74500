//! The scopes view's use cases: lists and sets of endpoints, what they need, asking for it, the matrix.

use std::collections::HashMap;
use std::time::Duration;

use portalscope_catalog::{ConsentCode, ConsentEffect, SunsetKind, VerdictKind};
use portalscope_core::{
    AnalysisSubject, AtServer, ChosenEndpoints, CommandError, ConnectionId, CoverageFormat, CoverageRows,
    CredentialKind, Declaration, Endpoint, EndpointSetDraft, ErrorCode, ItsHistory, ScopeRole, UpdateList,
    WantedRole, WantedScope,
};

use crate::test_app::{ACME_EUROPE, TestApp, consent, draft, get, open};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";

fn endpoint(method: &str, path: &str) -> Endpoint {
    Endpoint { method: method.to_owned(), path: path.to_owned() }
}

fn wanted(scope: &str, role: Option<WantedRole>) -> WantedScope {
    WantedScope { scope: scope.to_owned(), role }
}

fn code(error: portalscope_core::Error) -> ErrorCode {
    CommandError::from(error).code
}

#[tokio::test(flavor = "multi_thread")]
async fn the_smallest_addition_once_granted_allows_what_was_refused() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let against = AnalysisSubject::Connection { id: connection.id.clone() };
    let list = [
        endpoint("GET", CONTACTS),
        endpoint("GET", "/crm/objects/2026-03/deals"),
        endpoint("POST", "/crm/objects/2026-03/deals/search"),
        endpoint("GET", "/no/such/thing"),
    ];
    let before = fixture.app.scopes.analyzer.analyze(&against, &list).unwrap();
    assert_eq!(before.allowed, 1);
    assert_eq!(before.impossible, [3]);
    let addition: Vec<_> = before.needed.iter().filter(|scope| !scope.granted).collect();
    assert_eq!(addition.len(), 1, "one scope does for both: {addition:?}");
    assert_eq!(
        (addition[0].scope.as_str(), addition[0].because.as_slice()),
        ("crm.objects.deals.read", [1, 2].as_slice())
    );

    let ask = [wanted(&addition[0].scope, None)];
    let flow = fixture.app.connect.begin.again(&connection.id, &ask).await.unwrap();
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    fixture.app.connect.flows.wait(&flow.id).await.unwrap();
    let after = fixture.app.scopes.analyzer.analyze(&against, &list).unwrap();
    assert_eq!(after.allowed, 3);
    assert!(after.needed.iter().all(|scope| scope.granted));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_yet_to_be_made_is_judged_from_nothing() {
    let fixture = TestApp::new().await;
    let against = AnalysisSubject::New { credential: CredentialKind::ServiceKey };
    let list = [endpoint("GET", CONTACTS), endpoint("GET", "/account-info/2026-03/details")];
    let analysis = fixture.app.scopes.analyzer.analyze(&against, &list).unwrap();
    let scopes: Vec<_> = analysis.needed.iter().map(|scope| scope.scope.as_str()).collect();
    assert_eq!(scopes, ["crm.objects.contacts.read"]);
    assert!(analysis.unused.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn granted_scopes_that_neither_list_nor_history_needs_are_named() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let body = r#"{"properties":{"lastname":"Hopper"}}"#;
    fixture.app.console.send(&connection.id, "r", &draft("POST", CONTACTS, Some(body))).await.unwrap();
    called_so_far(&fixture, &connection.id, 1);
    let against = AnalysisSubject::Connection { id: connection.id.clone() };
    let analysis = fixture.app.scopes.analyzer.analyze(&against, &[endpoint("GET", CONTACTS)]).unwrap();
    let unused: HashMap<_, _> =
        analysis.unused.iter().map(|one| (one.scope.as_str(), (one.by_list, one.by_history))).collect();
    assert_eq!(unused.get("crm.objects.contacts.write"), Some(&(false, true)));
    assert_eq!(unused.get("crm.objects.contacts.read"), Some(&(true, false)));
    assert!(!unused.contains_key("oauth"), "every installation has it");
}

fn called_so_far(
    fixture: &TestApp,
    id: &ConnectionId,
    operations: usize,
) -> Vec<portalscope_core::CalledEndpoint> {
    fixture.app.history.flush();
    let called = fixture.app.history.called_endpoints(id).unwrap();
    assert!(called.len() >= operations, "{called:?}");
    called
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_grouped_without_their_values_and_go_with_the_connection() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    for path in [format!("{CONTACTS}/987654"), format!("{CONTACTS}?limit=1"), format!("{CONTACTS}/987655")] {
        fixture.app.console.send(&connection.id, "r", &draft("GET", &path, None)).await.unwrap();
    }
    let called = called_so_far(&fixture, &connection.id, 2);
    let one = called.iter().find(|call| call.endpoint.path.ends_with("{contactId}")).unwrap();
    assert_eq!(one.title.as_deref(), Some("Read a contact"));
    fixture
        .app
        .connect
        .disconnector
        .disconnect(&connection.id, AtServer::Leave, ItsHistory::Delete)
        .await
        .unwrap();
    assert!(fixture.app.history.called_endpoints(&connection.id).unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn sets_have_names_of_their_own_and_outlive_a_restart() {
    let fixture = TestApp::new().await;
    let save = |id: Option<&str>, name: &str, endpoints: Vec<Endpoint>| {
        fixture.app.scopes.sets.save(EndpointSetDraft {
            id: id.map(str::to_owned),
            name: name.to_owned(),
            endpoints,
        })
    };
    let dialer = save(None, "  Dialer   integration ", vec![endpoint("GET", CONTACTS)]).unwrap();
    assert_eq!(dialer.name, "Dialer integration");
    assert_eq!(code(save(None, "dialer INTEGRATION", Vec::new()).unwrap_err()), ErrorCode::SetNameTaken);
    assert_eq!(code(save(None, "  ", Vec::new()).unwrap_err()), ErrorCode::ListInvalid);
    assert_eq!(code(save(None, &"n".repeat(81), Vec::new()).unwrap_err()), ErrorCode::ListInvalid);
    let odd = vec![endpoint("GET", "contacts")];
    assert_eq!(code(save(None, "Odd", odd).unwrap_err()), ErrorCode::ListInvalid);
    save(Some(&dialer.id), "Dialer", dialer.endpoints.clone()).unwrap();
    let chosen = ChosenEndpoints { endpoints: dialer.endpoints.clone(), set: Some(dialer.id.clone()) };
    fixture.app.scopes.sets.choose(&chosen).unwrap();

    let again = open(fixture.home.path(), fixture.clock.clone(), true);
    assert_eq!(again.scopes.sets.chosen().unwrap(), chosen);
    let sets = again.scopes.sets.list().unwrap();
    assert_eq!(sets.iter().map(|set| set.name.as_str()).collect::<Vec<_>>(), ["Dialer"]);
    let gone = again.scopes.sets.delete(&dialer.id).unwrap();
    assert_eq!(code(again.scopes.sets.delete(&dialer.id).unwrap_err()), ErrorCode::SetNotFound);
    let back = EndpointSetDraft { id: Some(gone.id.clone()), name: gone.name, endpoints: gone.endpoints };
    assert_eq!(again.scopes.sets.save(back).unwrap().id, dialer.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_previewed_address_is_the_one_that_is_opened() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let ask = [wanted("tickets", Some(WantedRole::Optional)), wanted("crm.objects.deals.read", None)];
    let preview = fixture.app.connect.preview.of_connection(&connection.id, &ask).await.unwrap();
    let flow = fixture.app.connect.begin.again(&connection.id, &ask).await.unwrap();
    let fields = |url: &str| -> HashMap<String, String> {
        url::Url::parse(url).unwrap().query_pairs().into_owned().collect()
    };
    let (mut shown, mut real) = (fields(&preview.authorize_url), fields(&flow.authorize_url));
    for later in ["state", "code_challenge"] {
        assert_eq!(shown.remove(later).as_deref(), Some("…"));
        assert!(real.remove(later).unwrap().len() > 20);
    }
    assert_eq!(shown, real);
    assert_eq!(
        real["scope"],
        "oauth crm.objects.contacts.read crm.objects.contacts.write crm.objects.deals.read"
    );
    assert_eq!(real["optional_scope"], "e-commerce tickets");
    assert_eq!(preview.redirect_uri, flow.redirect_uri);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_required_stays_required_and_what_was_optional_can_be_made_so() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let ask = [
        wanted("crm.objects.contacts.read", Some(WantedRole::Optional)),
        wanted("e-commerce", Some(WantedRole::Required)),
    ];
    let flow = fixture.app.connect.begin.again(&connection.id, &ask).await.unwrap();
    assert!(flow.required_scopes.contains(&"crm.objects.contacts.read".to_owned()));
    assert!(flow.required_scopes.contains(&"e-commerce".to_owned()));
    assert!(flow.optional_scopes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dry_run_finds_what_the_page_would_refuse_and_takes_roles_from_the_declaration() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let ask = [wanted("crm.objects.deals.read", None), wanted("crm.objects.all", None)];
    let preview = fixture.app.connect.preview.of_connection(&connection.id, &ask).await.unwrap();
    let codes: Vec<_> = preview.dry_run.findings.iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&ConsentCode::MadeUpName), "names are checked without a declaration: {codes:?}");
    assert!(!codes.contains(&ConsentCode::NotDeclared), "what is not known is not claimed: {codes:?}");

    let app = connection.app.clone().unwrap();
    let file = r#"{"uid":"app","type":"app","config":{"name":"Dialer","auth":{"type":"oauth",
        "redirectUrls":["http://localhost:1/oauth/callback"],
        "requiredScopes":["oauth","crm.objects.contacts.read","automation"],
        "optionalScopes":["crm.objects.deals.read","crm.objects.contacts.write","e-commerce"],
        "conditionallyRequiredScopes":[]}}}"#;
    fixture.app.oauth_apps.declare_scopes(&app, &Declaration::File { text: file.to_owned() }).unwrap();
    let preview = fixture.app.connect.preview.of_connection(&connection.id, &ask[..1]).await.unwrap();
    assert_eq!(preview.dry_run.outcome, ConsentEffect::Refused);
    let named =
        |code| preview.dry_run.findings.iter().find(|finding| finding.code == code).map(|f| f.names.clone());
    assert_eq!(named(ConsentCode::RequiredNotAsked), Some(vec!["automation".to_owned()]));
    assert!(named(ConsentCode::RedirectNotRegistered).is_some());
    let deals = preview.scopes.iter().find(|scope| scope.scope == "crm.objects.deals.read").unwrap();
    assert_eq!(deals.role, ScopeRole::Optional, "as the app declares it");

    let broken = Declaration::File { text: "{\"config\":".to_owned() };
    let refused = fixture.app.oauth_apps.declare_scopes(&app, &broken).unwrap_err();
    assert_eq!(code(refused), ErrorCode::DeclarationInvalid);
    let kept =
        fixture.app.connect.preview.of_connection(&connection.id, &[]).await.unwrap().declared.unwrap();
    assert_eq!(kept.required.len(), 3, "a declaration that cannot be read changes nothing");
    fixture.app.oauth_apps.forget_declared_scopes(&app).unwrap();
    assert!(fixture.app.connect.preview.of_connection(&connection.id, &[]).await.unwrap().declared.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_the_app_no_longer_declares_can_be_skipped() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let file = format!(
        r#"{{"uid":"app","type":"app","config":{{"name":"Dialer","auth":{{"type":"oauth",
        "redirectUrls":["{}"],"requiredScopes":["oauth","crm.objects.contacts.read","e-commerce"],
        "optionalScopes":[],"conditionallyRequiredScopes":[]}}}}}}"#,
        fixture.app.connect.preview.of_connection(&connection.id, &[]).await.unwrap().redirect_uri
    );
    fixture
        .app
        .oauth_apps
        .declare_scopes(&connection.app.clone().unwrap(), &Declaration::File { text: file })
        .unwrap();
    let before = fixture.app.connect.preview.of_connection(&connection.id, &[]).await.unwrap();
    assert_eq!(before.dry_run.outcome, ConsentEffect::Refused);
    let gone = |preview: &portalscope_core::ConsentPreview| {
        let finding = preview.dry_run.findings.iter().find(|found| found.code == ConsentCode::NotDeclared);
        finding.map(|found| found.names.clone())
    };
    assert_eq!(gone(&before), Some(vec!["crm.objects.contacts.write".to_owned()]));
    let store = before.scopes.iter().find(|scope| scope.scope == "e-commerce").unwrap();
    assert_eq!(store.role, ScopeRole::Required, "optional before, and now required by the app");

    let ask = [wanted("crm.objects.contacts.write", Some(WantedRole::Skip))];
    let after = fixture.app.connect.preview.of_connection(&connection.id, &ask).await.unwrap();
    assert_ne!(after.dry_run.outcome, ConsentEffect::Refused, "{:?}", after.dry_run.findings);
    fixture.app.oauth_apps.forget_declared_scopes(&connection.app.clone().unwrap()).unwrap();
    let flow = fixture.app.connect.begin.again(&connection.id, &ask).await.unwrap();
    assert!(!flow.required_scopes.contains(&"crm.objects.contacts.write".to_owned()));
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    let renewed = fixture.app.connect.flows.wait(&flow.id).await.unwrap();
    assert!(!renewed.granted_scopes.unwrap().contains(&"crm.objects.contacts.write".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_list_is_read_line_by_line_and_repeats_no_secret() {
    let fixture = TestApp::new().await;
    let secret = fixture.demo.info().service_key.clone();
    fixture.stage(&secret);
    let text = format!("GET {CONTACTS}\n# a heading\nwhat is this {secret}\nDELETE /crm/v3/owners");
    let list = fixture.app.scopes.search.read_list(&text);
    assert_eq!(list.calls().len(), 1);
    assert!(list.lines.iter().all(|line| !line.text.contains(&secret)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_stands_neither_in_the_calls_of_a_pasted_list_nor_in_the_reasons_against_others() {
    let fixture = TestApp::new().await;
    let secret = fixture.demo.info().service_key.clone();
    fixture.stage(&secret);
    let text = format!(
        "GET {CONTACTS}/{secret}\nPOST /oauth/v1/access-tokens/{secret}\nGET https://{secret}.example/a\n\
         GET /oauth/v1/access-tokens/{{token}}\n{} {secret}",
        "x".repeat(149)
    );
    let list = fixture.app.scopes.search.read_list(&text);
    let sent = serde_json::to_string(&list).unwrap();
    assert!(!sent.contains(&secret[..10]), "nor where the line is cut: {sent}");
    let paths: Vec<_> = list.calls().into_iter().map(|call| call.path).collect();
    let known = format!("{CONTACTS}/«static-token#1»");
    assert_eq!(paths, [known.as_str(), "/oauth/v1/access-tokens/{token}"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_saved_with_the_endpoints() {
    let fixture = TestApp::new().await;
    let plain = [endpoint("GET", CONTACTS), endpoint("GET", "/oauth/v1/access-tokens/{token}")];
    let mut endpoints = plain.to_vec();
    endpoints.push(endpoint("GET", "/oauth/v1/access-tokens/CKPrvd7oMxIHAAEAQAAAARiZ0LUM"));
    let sets = &fixture.app.scopes.sets;
    sets.choose(&ChosenEndpoints { endpoints: endpoints.clone(), set: None }).unwrap();
    let draft = EndpointSetDraft { id: None, name: "Mine".to_owned(), endpoints };
    let saved = sets.save(draft).unwrap();
    for kept in [sets.chosen().unwrap().endpoints, saved.endpoints, sets.list().unwrap()[0].endpoints.clone()]
    {
        assert_eq!(kept[..2], plain);
        assert_eq!(kept[2].path, "/oauth/v1/access-tokens/«access-token#1»");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_has_a_column_for_each_portal_and_is_written_whole() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let list = [endpoint("GET", CONTACTS), endpoint("GET", "/crm/objects/2026-03/deals")];
    let matrix = fixture.app.scopes.coverage.open(&list, CoverageRows::All);
    assert_eq!(matrix.legend, [VerdictKind::Allowed, VerdictKind::MissingScopes]);
    assert_eq!(matrix.rows.iter().map(|row| row.verdicts.as_str()).collect::<Vec<_>>(), ["0", "1"]);
    assert_eq!((matrix.columns.len(), matrix.allowed), (1, 1));
    assert_eq!(matrix.columns[0].hub_id, connection.identity.hub_id);

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("coverage.csv");
    let report =
        fixture.app.scopes.coverage_export.to_file(&matrix.id, CoverageFormat::Csv, &file, &|_| ()).unwrap();
    assert_eq!((report.rows, report.file_name.as_str()), (2, "coverage.csv"));
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written.lines().count(), 3);
    assert!(written.contains(&format!("\"List contacts\",\"GET\",\"{CONTACTS}\",\"Allowed\"")), "{written}");
    assert!(written.starts_with('\u{FEFF}'), "Excel reads it as UTF-8");
    let copied = fixture.app.scopes.coverage_export.text(&matrix.id, CoverageFormat::Csv).unwrap();
    assert_eq!(written.trim_start_matches('\u{FEFF}'), copied);
    let markdown = fixture.app.scopes.coverage_export.text(&matrix.id, CoverageFormat::Markdown).unwrap();
    assert!(markdown.contains("| --- |") && markdown.contains("| Missing scopes |"), "{markdown}");

    let next = fixture.app.scopes.coverage.open(&list, CoverageRows::Gaps);
    assert_eq!((next.rows.len(), next.skipped), (1, 1));
    let gone = fixture.app.scopes.coverage_export.text(&matrix.id, CoverageFormat::Csv).unwrap_err();
    assert_eq!(code(gone), ErrorCode::CoverageGone);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_export_leaves_the_file_that_was_there() {
    let fixture = TestApp::new().await;
    fixture.connect().await;
    let list: Vec<_> = (0..500).map(|at| endpoint("GET", &format!("/no/such/{at}"))).collect();
    let head = fixture.app.scopes.coverage.open(&list, CoverageRows::All);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("coverage.csv");
    std::fs::write(&file, "before").unwrap();
    let cancel = |_| fixture.app.scopes.coverage_export.cancel(&head.id);
    let refused = fixture
        .app
        .scopes
        .coverage_export
        .to_file(&head.id, CoverageFormat::Csv, &file, &cancel)
        .unwrap_err();
    assert_eq!(code(refused), ErrorCode::Cancelled);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "before");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no half file is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_stays_cancelled_when_another_of_the_same_matrix_begins() {
    let fixture = TestApp::new().await;
    fixture.connect().await;
    let list: Vec<_> = (0..500).map(|at| endpoint("GET", &format!("/no/such/{at}"))).collect();
    let head = fixture.app.scopes.coverage.open(&list, CoverageRows::All);
    let folder = tempfile::tempdir().unwrap();
    let export = |name: &str, progress: &dyn Fn(u32)| {
        let file = folder.path().join(name);
        fixture.app.scopes.coverage_export.to_file(&head.id, CoverageFormat::Csv, &file, progress)
    };
    let cancel_and_begin_another = |_| {
        fixture.app.scopes.coverage_export.cancel(&head.id);
        export("second.csv", &|_| ()).unwrap();
    };
    let first = export("first.csv", &cancel_and_begin_another).unwrap_err();
    assert_eq!(code(first), ErrorCode::Cancelled);
    fixture.app.scopes.coverage_export.cancel(&head.id);
    assert!(fixture.app.scopes.coverage_export.text(&head.id, CoverageFormat::Csv).is_ok(), "a copy is none");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_progress_of_an_export_ends_at_its_last_row() {
    let fixture = TestApp::new().await;
    fixture.connect().await;
    let list: Vec<_> = (0..120).map(|at| endpoint("GET", &format!("/no/such/{at}"))).collect();
    let head = fixture.app.scopes.coverage.open(&list, CoverageRows::All);
    let file = fixture.home.path().join("coverage.csv");
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |rows| told.borrow_mut().push(rows);
    fixture.app.scopes.coverage_export.to_file(&head.id, CoverageFormat::Csv, &file, &tell).unwrap();
    assert_eq!(told.into_inner(), [50, 100, 120]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_shows_hubspots_claim_beside_the_catalogs_view() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let sent = fixture
        .app
        .console
        .send(&connection.id, "r", &draft("GET", "/crm/objects/2026-03/deals", None))
        .await
        .unwrap();
    let claim = sent.explanation.unwrap().claim.unwrap();
    assert_eq!(claim.missing.first(), Some(&vec!["crm.objects.deals.read".to_owned()]));
    assert!(!claim.claimed.is_empty() && !claim.sentence.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_details_tell_plan_sunset_and_what_takes_its_place() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let against = AnalysisSubject::Connection { id: connection.id };
    let old = endpoint("GET", "/crm/v3/objects/contacts/512");
    let facts = fixture.app.scopes.operations.facts(&against, &old).unwrap();
    let next = facts.successor.unwrap();
    assert_eq!(next.path, "/crm/objects/2026-03/contacts/512", "the path's values go along");
    assert_eq!(facts.sunset.unwrap().date, "2027-09");
    let unknown = fixture.app.scopes.operations.facts(&against, &endpoint("GET", "/no/such")).unwrap_err();
    assert_eq!(code(unknown), ErrorCode::OperationUnknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sunset_has_passed_from_its_date_on_and_ended_support_is_reported() {
    let fixture = TestApp::starting_at("2027-08-31T23:59:00Z").await;
    let against = AnalysisSubject::Connection { id: fixture.connect().await.id };
    let told = |path: &str| {
        let asked = endpoint("GET", path);
        let facts = fixture.app.scopes.operations.facts(&against, &asked).unwrap();
        let row = fixture.app.scopes.analyzer.analyze(&against, &[asked]).unwrap().rows.remove(0);
        assert_eq!((&row.sunset, row.sunset_passed), (&facts.sunset, facts.sunset_passed), "{path}");
        facts.sunset.map(|sunset| (sunset.kind, sunset.date, facts.sunset_passed))
    };
    let unsupported = |date: &str, passed| Some((SunsetKind::Unsupported, date.to_owned(), passed));
    let stopped = Some((SunsetKind::Stops, "2026-04-30".to_owned(), true));
    let [dated, old] = [CONTACTS, "/crm/v3/objects/contacts"];
    assert_eq!((told(old), told(dated)), (unsupported("2027-09", false), None));
    assert_eq!(told("/contacts/v1/lists/5"), stopped);

    fixture.pass(Duration::from_mins(2));
    assert_eq!((told(old), told(dated)), (unsupported("2027-09", true), unsupported("2027-09", true)));
    assert_eq!(told("/crm/objects/2026-09/contacts"), None, "supported until March");
    assert_eq!(told("/contacts/v1/lists/5"), stopped);
}

pub const OPEN_API: &str = r#"{"openapi":"3.0.1","info":{"title":"Teapots","version":"2027-03"},
    "servers":[{"url":"https://api.hubapi.com"}],
    "paths":{"/teapots/2027-03/pots":{"get":{"operationId":"list","responses":{},
      "security":[{"oauth2":["crm.objects.contacts.read"]}]}}}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_seen_before_it_is_taken_judged_by_afterwards_and_undone() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("teapots.json"), OPEN_API).unwrap();
    std::fs::write(folder.path().join("cut.json"), &OPEN_API[..90]).unwrap();
    let preview = fixture.app.catalog_updates.preview_files(&[folder.path().to_owned()]).unwrap();
    assert_eq!((preview.added, preview.files_taken, preview.files_refused), (1, 1, 1));
    let rows = fixture.app.catalog_updates.rows(&preview.id, UpdateList::Added, 0, 50).unwrap();
    assert_eq!(rows[0].detail, "GET /teapots/2027-03/pots");
    let refused = fixture.app.catalog_updates.rows(&preview.id, UpdateList::Refused, 0, 50).unwrap();
    assert_eq!(refused[0].title, "cut.json", "its folder is nobody's business");

    let against = AnalysisSubject::Connection { id: connection.id };
    let pots = [endpoint("GET", "/teapots/2027-03/pots")];
    let kind = |app: &portalscope_core::Portalscope| {
        app.scopes.analyzer.analyze(&against, &pots).unwrap().rows[0].verdict.kind
    };
    assert_eq!(kind(&fixture.app), VerdictKind::UnknownOperation, "seeing it takes nothing");
    let before = fixture.app.catalog_updates.state();
    let after = fixture.app.catalog_updates.take(&preview.id).unwrap();
    assert_eq!((after.updates, after.operations), (1, before.operations + 1));
    assert_eq!(kind(&fixture.app), VerdictKind::Allowed);
    assert_eq!(code(fixture.app.catalog_updates.take(&preview.id).unwrap_err()), ErrorCode::UpdateGone);

    let again = open(fixture.home.path(), fixture.clock.clone(), true);
    assert_eq!(again.catalog_updates.state().operations, after.operations, "it outlives a restart");
    assert_eq!(fixture.app.catalog_updates.undo().unwrap().updates, 0);
    assert_eq!(kind(&fixture.app), VerdictKind::UnknownOperation);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_stored_update_leaves_the_bundled_catalog_and_says_so() {
    let fixture = TestApp::new().await;
    let folder = fixture.home.path().join("catalogue-updates");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("000001.txt"), "[CRM | cut").unwrap();
    let again = open(fixture.home.path(), fixture.clock.clone(), true);
    let catalog = again.catalog_updates.state();
    assert_eq!(catalog.error.unwrap().code, ErrorCode::UpdateUnreadable);
    assert!(catalog.operations > 2_000);
    let restored = again.catalog_updates.remove_all().unwrap();
    assert!(restored.error.is_none() && restored.updates == 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_no_openapi_file_can_be_taken() {
    let fixture = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("holiday.json");
    std::fs::write(&file, "{\"beach\":true}").unwrap();
    let preview = fixture.app.catalog_updates.preview_files(&[file]).unwrap();
    assert_eq!((preview.files_taken, preview.files_refused), (0, 1));
    assert_eq!(code(fixture.app.catalog_updates.take(&preview.id).unwrap_err()), ErrorCode::UpdateGone);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_counted_against_updates_that_were_since_removed_cannot_be_taken() {
    let fixture = TestApp::new().await;
    let updates = &fixture.app.catalog_updates;
    let file = fixture.home.path().join("teapots.json");
    std::fs::write(&file, OPEN_API).unwrap();
    let preview = || updates.preview_files(std::slice::from_ref(&file)).unwrap();
    updates.take(&preview().id).unwrap();
    let of_two = preview();
    updates.undo().unwrap();
    assert_eq!(code(updates.take(&of_two.id).unwrap_err()), ErrorCode::UpdateGone);
    updates.take(&preview().id).unwrap();
    let of_two = preview();
    updates.remove_all().unwrap();
    assert_eq!(code(updates.take(&of_two.id).unwrap_err()), ErrorCode::UpdateGone);
    assert_eq!(updates.state().updates, 0);
}
