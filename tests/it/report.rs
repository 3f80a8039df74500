//! Reports: what a bundle holds, and above all what it does not; bundles of others and HAR files, opened again.

mod opening;
mod saving;
mod tools;

use std::io::Read;
use std::path::Path;

use portalscope_core::{
    AppliedRule, ChosenEndpoints, Confirmation, Connection, CurlShell, Endpoint, HistoryLookup, KeptBodies,
    NameValue, PersonalDataChoice, Portalscope, ReportChoice, ReportPreview, RequestDraft,
};
use serde_json::Value;

use crate::test_app::{ACME_EUROPE, TestApp, draft};

const CONTACTS: &str = "/crm/v3/objects/contacts";

/// The files of a bundle with their names.
fn unpacked(bundle: &Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(bundle).unwrap()).unwrap();
    let unpack = |at| {
        let mut file = archive.by_index(at).unwrap();
        let (name, mut text) = (String::from_utf8_lossy(file.name_raw()).into_owned(), String::new());
        file.read_to_string(&mut text).unwrap();
        (name, text)
    };
    (0..3).map(unpack).collect()
}

fn file_of(bundle: &Path, wanted: &str) -> String {
    unpacked(bundle).into_iter().find(|(name, _)| name == wanted).expect(wanted).1
}

fn saved(app: &Portalscope, choice: ReportChoice, to: &Path) -> ReportPreview {
    let preview = app.reports.prepare(choice, &|_| ()).unwrap();
    app.reports.save(&preview.id, to).unwrap();
    preview
}

async fn send(fixture: &TestApp, connection: &Connection, draft: &RequestDraft) {
    let preview = fixture.app.console.preview(&connection.id, draft).await.unwrap();
    let typed = || Confirmation::HubId { typed: ACME_EUROPE.to_owned() };
    let confirmation = preview.confirmation.map_or(Confirmation::None, |_| typed());
    // A refusal is an answer, too.
    fixture.app.console.send_confirmed(&connection.id, "r", draft, &confirmation).await.unwrap();
}

fn pair(name: &str, value: &str) -> NameValue {
    NameValue { name: name.to_owned(), value: value.to_owned(), enabled: true }
}

/// A valid document of the JSON schema that is published.
fn expect_valid(facts: &Value) {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/report-schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<_> = validator.iter_errors(facts).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_tells_all_that_support_asks_for() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let chosen = |method: &str, path: &str| Endpoint { method: method.to_owned(), path: path.to_owned() };
    let endpoints = vec![chosen("GET", CONTACTS), chosen("GET", "/crm/v3/objects/deals")];
    fixture.app.scopes.sets.choose(&ChosenEndpoints { endpoints, set: None }).unwrap();
    send(&fixture, &connection, &draft("GET", CONTACTS, None)).await;
    send(&fixture, &connection, &draft("GET", "/crm/v3/objects/deals", None)).await;
    fixture.app.tokens.refresh(&connection.id).await.unwrap();
    let to = fixture.home.path().join("report.zip");
    let preview = saved(&fixture.app, ReportChoice::of(connection.id.clone()), &to);

    let mut names: Vec<_> = unpacked(&to).into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(names, ["calls.har", "report.html", "report.json"]);
    let facts: Value = serde_json::from_str(&file_of(&to, "report.json")).unwrap();
    expect_valid(&facts);
    assert_eq!(facts["connection"]["hubId"], ACME_EUROPE);
    let sentences = facts["summary"]["sentences"].as_array().unwrap();
    assert!(sentences[0].as_str().unwrap().contains("Acme Europe (26041877)"), "{sentences:?}");
    let verdicts = facts["scopes"]["endpoints"].as_array().unwrap();
    assert_eq!(verdicts.iter().map(|one| &one["verdict"]).collect::<Vec<_>>(), ["allowed", "missing_scopes"]);
    let happened: Vec<_> =
        facts["timeline"].as_array().unwrap().iter().map(|event| event["what"].as_str().unwrap()).collect();
    assert_eq!(happened, ["consent", "token_exchange", "introspection", "refresh"]);
    let failure = &facts["failures"][0];
    assert_eq!((&failure["count"], &failure["causes"][0]["label"]), (&1.into(), &"scope-not-granted".into()));
    let last = &facts["calls"][usize::try_from(failure["call"].as_u64().unwrap()).unwrap() - 1];
    assert_eq!(last["correlationId"], failure["correlationId"]);
    assert!(last["correlationId"].is_string() && facts["limits"][0]["lowest"]["remaining"].is_u64());
    assert_eq!(preview.summary.failures, 1);

    let page = file_of(&to, "report.html");
    for told in
        ["Acme Europe", "scope", "<svg", "<caption>", last["correlationId"].as_str().unwrap(), "@page"]
    {
        assert!(page.contains(told), "{told}");
    }
}

/// Planted by a person wherever one can.
const TOKEN_IN_HEADER: &str = "pat-eu1-11111111-aaaa-4bbb-8ccc-dddddddddddd";
const KEY_IN_HEADER: &str = "hdrKey7f3a9c2e51b8d604";
const KEY_IN_QUERY: &str = "0a1b2c3d-1111-4222-8333-444455556666";
const PASSWORD_IN_BODY: &str = "Correct-Horse-91-Battery";
const TOKEN_IN_NOTE: &str = "pat-na1-22222222-aaaa-4bbb-8ccc-eeeeeeeeeeee";
const TOKEN_IN_APP: &str = "pat-na1-33333333-aaaa-4bbb-8ccc-ffffffffffff";
const TOKEN_IN_PATH: &str = "pat-na1-44444444-aaaa-4bbb-8ccc-abababababab";
const TOKEN_IN_SEARCH: &str = "pat-na1-55555555-aaaa-4bbb-8ccc-cdcdcdcdcdcd";
const PERSONAL: [&str; 5] = [
    "ada.lovelace@engine.example.org",
    "Lovelace",
    "+44 20 7946 0123",
    "12 St James's Square",
    "grace@navy.example.net",
];

async fn planted(fixture: &TestApp) -> (Connection, Vec<String>) {
    let app = &fixture.app;
    let form = fixture.app_draft(&format!("App {TOKEN_IN_APP}"));
    app.oauth_apps.save(None, form).await.expect_err("a name with a secret in it is refused");
    let form = fixture.app_draft(&format!("App of {}", PERSONAL[0]));
    app.oauth_apps.save(None, form).await.unwrap();
    let connection = fixture.connect().await;
    app.history.set_kept_bodies(&connection.id, Some(KeptBodies::All)).unwrap();
    let mut call = draft(
        "POST",
        CONTACTS,
        Some(&format!(
            r#"{{"properties":{{"email":"{}","lastname":"{}","phone":"{}","address":"{}"}},"password":"{PASSWORD_IN_BODY}"}}"#,
            PERSONAL[0], PERSONAL[1], PERSONAL[2], PERSONAL[3]
        )),
    );
    call.headers =
        vec![pair("X-Api-Key", KEY_IN_HEADER), pair("X-Other", &format!("Bearer {TOKEN_IN_HEADER}"))];
    call.query = vec![pair("hapikey", KEY_IN_QUERY), pair("email", PERSONAL[4])];
    send(fixture, &connection, &call).await;
    let path = format!("/oauth/v2/private-apps/{TOKEN_IN_PATH}");
    send(fixture, &connection, &draft("GET", &path, None)).await;
    app.scopes
        .sets
        .choose(&ChosenEndpoints { endpoints: vec![Endpoint { method: "GET".to_owned(), path }], set: None })
        .unwrap();
    app.history.flush();
    let newest = app.history.rows(&HistoryLookup::default(), None, 1).unwrap().rows.remove(0);
    let note = format!("told {} the token {TOKEN_IN_NOTE}", PERSONAL[0]);
    app.history.set_note(&newest.id, &note).unwrap();
    app.history
        .rows(&HistoryLookup { text: TOKEN_IN_SEARCH.to_owned(), ..HistoryLookup::default() }, None, 5)
        .unwrap();
    let mut secrets: Vec<String> = [
        TOKEN_IN_HEADER,
        KEY_IN_HEADER,
        KEY_IN_QUERY,
        PASSWORD_IN_BODY,
        TOKEN_IN_NOTE,
        TOKEN_IN_APP,
        TOKEN_IN_PATH,
        TOKEN_IN_SEARCH,
    ]
    .map(str::to_owned)
    .to_vec();
    secrets.push(fixture.demo.info().client_secret.clone());
    let read = draft("GET", CONTACTS, None);
    let command = app.snippets.write_with_secret(&connection.id, &read, CurlShell::Posix).await.unwrap();
    let token =
        command.expose().split("Bearer ").nth(1).unwrap().split(['\'', '"']).next().unwrap().to_owned();
    secrets.push(token);
    (connection, secrets)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_plants_anywhere_is_in_no_file_of_a_bundle() {
    let fixture = TestApp::new().await;
    let (connection, secrets) = planted(&fixture).await;
    let to = fixture.home.path().join("report.zip");
    for personal_data in [PersonalDataChoice::Mask, PersonalDataChoice::Remove, PersonalDataChoice::Keep] {
        let choice = ReportChoice { personal_data, ..ReportChoice::of(connection.id.clone()) };
        let preview = saved(&fixture.app, choice, &to);
        for (name, text) in unpacked(&to) {
            for secret in &secrets {
                assert!(!text.contains(secret), "{name} has a secret that begins with {}", &secret[..12]);
            }
            let kept: Vec<_> = PERSONAL.iter().filter(|value| text.contains(**value)).collect();
            assert!(personal_data == PersonalDataChoice::Keep || kept.is_empty(), "{name}: {kept:?}");
        }
        for text in secrets.iter().map(String::as_str).chain(PERSONAL) {
            let is_kept = personal_data == PersonalDataChoice::Keep && PERSONAL.contains(&text);
            assert_eq!(fixture.app.reports.contains(&preview.id, text).unwrap(), is_kept, "{text}");
        }
        assert!(fixture.app.reports.contains(&preview.id, "ACME EUROPE").unwrap(), "whatever its case");
    }
    for path in files_below(fixture.home.path()) {
        let bytes = std::fs::read(&path).unwrap();
        for secret in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{} has a secret that begins with {}", path.display(), &secret[..12]);
        }
    }
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_value_has_the_same_label_in_all_files_and_each_removal_is_told() {
    let fixture = TestApp::new().await;
    let (connection, secrets) = planted(&fixture).await;
    let to = fixture.home.path().join("report.zip");
    let preview = saved(&fixture.app, ReportChoice::of(connection.id.clone()), &to);
    let group = preview.removals.iter().find(|group| group.kind == "e-mail").expect("an address");
    assert!(group.label.ends_with("@example.com"), "{group:?}");
    for name in ["report.json", "calls.har"] {
        assert!(file_of(&to, name).contains(&group.label), "{name}");
    }
    let rules: Vec<_> = preview.examples.iter().map(|example| example.rule).collect();
    assert_eq!(
        rules,
        [AppliedRule::PersonalData, AppliedRule::Earlier],
        "secrets were removed before they were kept"
    );
    let tokens = preview.removals.iter().filter(|group| group.kind == "access-token");
    assert!(
        tokens.clone().count() > 0 && tokens.clone().all(|group| group.label.starts_with("«access-token#"))
    );
    let counted: u32 = preview.removed.iter().map(|one| one.count).sum();
    let grouped: u32 = preview.removals.iter().map(|group| group.count).sum();
    assert_eq!(counted, grouped + preview.more_removals);
    let told = format!("{preview:?}");
    assert!(!secrets.iter().any(|secret| told.contains(secret)) && !told.contains(PERSONAL[0]));

    let call = group.call.unwrap();
    let of_call = fixture.app.reports.removals_of(&preview.id, call).unwrap();
    assert!(of_call.iter().any(|one| one.label == group.label && one.place == group.place), "{of_call:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_masks_more_and_leaves_calls_out() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    send(&fixture, &connection, &draft("GET", &format!("{CONTACTS}?properties=bluebird"), None)).await;
    send(&fixture, &connection, &draft("GET", &format!("{CONTACTS}?limit=2"), None)).await;
    fixture.app.history.flush();
    let rows = fixture.app.history.rows(&HistoryLookup::default(), None, 10).unwrap().rows;
    let first = ReportChoice::of(connection.id.clone());
    let before = fixture.app.reports.prepare(first.clone(), &|_| ()).unwrap();
    for text in ["BlueBird", "limit=2"] {
        assert!(fixture.app.reports.contains(&before.id, text).unwrap(), "{text}");
    }
    let choice = ReportChoice {
        masks: vec![" Bluebird ".to_owned()],
        left_out: vec![rows[0].id.clone()],
        ..first.clone()
    };
    let after = fixture.app.reports.prepare(choice, &|_| ()).unwrap();
    for text in ["bluebird", "limit=2"] {
        assert!(!fixture.app.reports.contains(&after.id, text).unwrap(), "{text}");
    }
    assert_eq!(after.summary.calls, before.summary.calls - 1);
    assert!(after.removals.iter().any(|group| group.label == "«masked#1»"));
    assert_eq!(fixture.app.secrets.redacted("bluebird"), "bluebird", "the mask is of this report alone");

    let only = ReportChoice { calls: vec![rows[1].id.clone()], ..first.clone() };
    let only = fixture.app.reports.prepare(only, &|_| ()).unwrap();
    assert_eq!(only.summary.calls, 1);
    assert!(fixture.app.reports.contains(&before.id, "x").is_err(), "the last two are kept");
    let short = ReportChoice { masks: vec!["a".to_owned()], ..first };
    let refused = fixture.app.reports.prepare(short, &|_| ()).unwrap_err();
    assert!(refused.to_string().contains("2 to 1000 characters"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_making_of_a_report_is_told_and_can_be_cancelled() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    send(&fixture, &connection, &draft("GET", CONTACTS, None)).await;
    let told = std::cell::RefCell::new(Vec::new());
    let choice = ReportChoice::of(connection.id);
    fixture
        .app
        .reports
        .prepare(choice.clone(), &|progress| told.borrow_mut().push((progress.done, progress.total)))
        .unwrap();
    assert_eq!(told.into_inner(), [(0, 4), (4, 4)]);
    let cancel = |_| fixture.app.reports.cancel();
    // The next step sees it; the last one is told when all is done.
    let many: Vec<_> = (0..30).map(|_| draft("GET", CONTACTS, None)).collect();
    for call in &many {
        send(&fixture, &fixture.connection(&choice.connection), call).await;
    }
    let ended = fixture.app.reports.prepare(choice, &cancel).unwrap_err();
    assert!(matches!(ended, portalscope_core::Error::Cancelled), "{ended}");
}
