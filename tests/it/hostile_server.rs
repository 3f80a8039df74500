//! A server that repeats the secrets of this and of other connections in every place that it can. Afterwards they are
//! nowhere: not in the data folder, the events, the log, the errors, nor in what the window and the command line show.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use portalscope_core::{
    BodyPart, CommandError, Connection, ConnectionId, Event, OauthConnect, ResponseId, TokenConnect,
};
use portalscope_redact::Redactor;
use tokio::sync::broadcast::Receiver;
use url::Url;

use crate::protocol::scripted::{Reply, Scripted, Seen, answer};
use crate::test_app::{TestApp, draft, get};

const FIRST: &str = "pat-eu1-6f1c9a0e-53d7-4b28-9e64-0d7a3c5b8f12";
const SECOND: &str = "pat-na2-b83e57d4-0c19-46fa-8d2b-95e7f1a06c3d";
const ACCESS: &str = "CJ7xq9Wm3Tz_kRv5Yh2Lp8Nd4Bs6Gf1Ac0QeUiOoPwXyZ-aDgJlKtVnMbHrSuEq7i";
const REFRESH: &str = "eu1-9d41-7ac2-4e80-b65f-13c8a07e92fb";
const CLIENT_SECRET: &str = "5a8e2f70-d1c4-4b96-a3e7-68f09b2d7c15";
const SECRETS: [&str; 5] = [FIRST, SECOND, ACCESS, REFRESH, CLIENT_SECRET];

/// All of them in one text.
fn all() -> String {
    SECRETS.join(" ")
}

/// The part of a secret that is in `text`, ignoring case.
fn leaked(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let random = SECRETS.map(|secret| secret.trim_start_matches("pat-").to_lowercase());
    let windows = random.iter().flat_map(|secret| (4..=secret.len() - 8).map(move |at| &secret[at..at + 8]));
    windows.into_iter().find(|window| text.contains(*window)).map(str::to_owned)
}

#[track_caller]
fn assert_clean(what: &str, text: &str) {
    assert_eq!(leaked(text), None, "{what}: {text:.2000}");
}

const BODIES: [(&str, &str); 11] = [
    ("json-value", r#"{"note":"see SECRETS."}"#),
    ("json-key", r#"{"SECRETS":{"SECRETS":[1,"SECRETS"]}}"#),
    ("json-in-json", r#"{"body":"{\"token\":\"SECRETS\"}"}"#),
    ("one-word", r#""SECRETS""#),
    ("text", "line one\nSECRETS\n\tSECRETS\n"),
    ("html", "<p title='SECRETS'>SECRETS</p>"),
    ("percent", "https://example.org/?next=%2Fcb%3Ft%3DSECRETS"),
    ("broken-json", r#"{"note":"SECRETS"#),
    // No place to break a line at, and the secrets across where it is broken all the same.
    ("long-run", "RUNSECRETS\n"),
    ("json-long-run", r#"{"d":"RUNSECRETS"}"#),
    ("csv", "id,token\n1,\"SECRETS\"\n"),
];

fn planted(template: &str) -> String {
    template.replace("SECRETS", &all()).replace("RUN", &"A".repeat(16_363))
}

fn hostile(seen: &Seen) -> Reply {
    let name = seen.path().split('?').next().unwrap_or_default().to_owned();
    let hub = if seen.head.contains(SECOND) { 5150 } else { 4711 };
    let all = all();
    let headers = [
        "Content-Type: application/json".to_owned(),
        format!("X-{FIRST}: 1"),
        format!("{CLIENT_SECRET}: 1"),
        format!("X-Echo: {all}"),
        format!("X-HubSpot-Correlation-Id: {SECOND}"),
        format!("Set-Cookie: session={all}"),
        format!("Location: https://example.org/{REFRESH}?code={ACCESS}"),
    ];
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let json = |status, body: String| answer(status, &headers, &body);
    if name.ends_with("/token") {
        let scopes =
            format!(r#"["oauth","crm.objects.contacts.read","{FIRST}","{REFRESH}","{CLIENT_SECRET}"]"#);
        return json(
            200,
            format!(
                r#"{{"token_type":"bearer","access_token":"{ACCESS}","refresh_token":"{REFRESH}","expires_in":1800,"hub_id":4711,"scopes":{scopes}}}"#
            ),
        );
    }
    if name.ends_with("/introspect") {
        return json(
            200,
            format!(
                r#"{{"active":true,"hub_id":4711,"user":"{all}","user_id":"{FIRST}","hub_domain":"{all}","app_id":"{REFRESH}","scopes":["{SECOND}","oauth"]}}"#
            ),
        );
    }
    match name.as_str() {
        "/account-info/2026-09/details" => json(
            200,
            format!(
                r#"{{"portalId":{hub},"portalName":"Acme {all}","accountType":"{SECOND}","timeZone":"{FIRST}","companyCurrency":"{ACCESS}","uiDomain":"{all}","dataHostingLocation":"{REFRESH}","createdAt":"{all}"}}"#
            ),
        ),
        "/oauth/v2/private-apps/get/access-token-info" => json(
            200,
            format!(
                r#"{{"hubId":{hub},"appId":"{SECOND}","userId":"{FIRST}","scopes":["oauth","{SECOND}","{FIRST}","{CLIENT_SECRET}"]}}"#
            ),
        ),
        "/account-info/2026-03/api-usage/daily/private-apps" => json(
            200,
            format!(
                r#"{{"results":[{{"name":"{all}","usageLimit":10,"currentUsage":1,"fetchStatus":"{all}"}}]}}"#
            ),
        ),
        "/refused" => json(
            403,
            format!(
                r#"{{"status":"{all}","category":"{FIRST}","subCategory":"{SECOND}","message":"{all}","correlationId":"{SECOND}","policyName":"{all}","errors":[{{"message":"{all}","code":"{ACCESS}","context":{{"requiredGranularScopes":["{FIRST}","{CLIENT_SECRET}"]}}}}],"links":{{"{ACCESS}":"{all}"}}}}"#
            ),
        ),
        "/elsewhere" => answer(302, &headers, &all),
        "/limited" => {
            json(429, format!(r#"{{"errorType":"RATE_LIMIT","policyName":"{all}","message":"{all}"}}"#))
        }
        _ => {
            let body = BODIES.iter().find(|(shape, _)| name == format!("/{shape}"));
            json(200, planted(body.map_or("{}", |(_, text)| text)))
        }
    }
}

static LOG: OnceLock<Mutex<Vec<u8>>> = OnceLock::new();

struct LogBuffer;

impl std::io::Write for LogBuffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.get_or_init(Mutex::default).lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Hostile {
    fixture: TestApp,
    server: Scripted,
    events: Receiver<Event>,
}

impl Hostile {
    async fn start() -> Self {
        let fixture = TestApp::new().await;
        let events = fixture.app.events.subscribe();
        Self { fixture, server: Scripted::start(hostile).await, events }
    }

    async fn connect_static(&self, token: &str) -> Connection {
        let request = TokenConnect { secret: self.fixture.stage(token), expected_portal: None };
        let environment = portalscope_core::outside_demo(self.server.port);
        self.fixture.app.connect.static_tokens.connect_at(environment, request).await.unwrap()
    }

    fn form(&self) -> OauthConnect {
        OauthConnect { client_secret: self.fixture.stage(CLIENT_SECRET), ..self.fixture.form() }
    }

    /// Answers the consent page with these parameters and the flow's `state`.
    async fn consent(&self, answer: &str) -> Result<Connection, CommandError> {
        let environment = portalscope_core::outside_demo(self.server.port);
        let flow = self.fixture.app.connect.begin.at(environment, self.form()).await.unwrap();
        let page = Url::parse(&flow.authorize_url).unwrap();
        let parameter = |name: &str| page.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        get(&format!("{}?{answer}&state={}", parameter("redirect_uri"), parameter("state"))).await;
        self.fixture.app.connect.flows.wait(&flow.id).await
    }

    /// Sends a call and checks everything that is shown of its answer.
    async fn call(&self, id: &ConnectionId, path: &str) {
        let app = &self.fixture.app;
        let sent = app.console.send(id, "r", &draft("GET", path, None)).await.unwrap();
        assert_clean(path, &serde_json::to_string(&sent).unwrap());
        self.assert_body_clean(path, &sent.id);
    }

    fn assert_body_clean(&self, path: &str, id: &ResponseId) {
        let app = &self.fixture.app;
        // A body that is no JSON has no rows.
        if let Ok(rows) = app.responses.rows(id, 0, 500) {
            assert_clean(path, &serde_json::to_string(&rows).unwrap());
        }
        assert_clean(path, &serde_json::to_string(&app.responses.text(id, 0, 500).unwrap()).unwrap());
        let mut written = Vec::new();
        app.responses.write(id, &mut written).unwrap();
        assert_clean(path, &String::from_utf8(written).unwrap());
        for secret in SECRETS {
            for part in [BodyPart::Lines, BodyPart::Tree] {
                let found = app.responses.find(id, part, &secret[8..18], 0).unwrap();
                assert_eq!(found.count, 0, "{path}: a secret can be searched for");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_hostile_server_repeats_is_nowhere_afterwards() {
    let redactor = Arc::new(Redactor::new());
    let panics_of_tests = std::panic::take_hook();
    portalscope_core::log_to(|| LogBuffer, redactor, Some("trace"));
    std::panic::set_hook(panics_of_tests);
    let mut hostile = Hostile::start().await;
    // A client secret has no shape of its own: it is known once it was pasted.
    hostile.fixture.stage(CLIENT_SECRET);
    let first = hostile.connect_static(FIRST).await;
    let second = hostile.connect_static(SECOND).await;
    assert_eq!((first.identity.hub_id.as_str(), second.identity.hub_id.as_str()), ("4711", "5150"));
    let denied = hostile.consent(&format!("error=access_denied&error_description={}", planted_query())).await;
    assert_clean("the refused consent", &format!("{:?}", denied.unwrap_err()));
    let oauth = hostile.consent("code=eu1-c0de").await.unwrap();
    assert_eq!(oauth.granted_scopes.as_deref().unwrap(), ["oauth", "crm.objects.contacts.read"]);
    let app = &hostile.fixture.app;
    app.tokens.refresh(&oauth.id).await.unwrap();
    for connection in [&first, &oauth] {
        let paths = BODIES.iter().map(|(name, _)| format!("/{name}"));
        for path in paths.chain(["/refused", "/elsewhere", "/limited"].map(str::to_owned)) {
            hostile.call(&connection.id, &path).await;
        }
        assert_clean("the daily usage", &format!("{:?}", app.limits.daily(&connection.id).await));
    }
    assert_clean("the state", &serde_json::to_string(&app.state()).unwrap());
    assert_clean(
        "the report",
        &serde_json::to_string(&app.storage.reporter.report().await.unwrap()).unwrap(),
    );
    let mut events = 0;
    while let Ok(event) = hostile.events.try_recv() {
        assert_clean("an event", &format!("{event:?}"));
        events += 1;
    }
    assert!(events > 5, "the connections were published");
    let log = String::from_utf8(LOG.get().unwrap().lock().unwrap().clone()).unwrap();
    assert!(log.len() > 1_000, "the log was written");
    assert_clean("the log", &log);
    let files = files_below(hostile.fixture.home.path());
    assert!(files.iter().any(|(name, _)| name.ends_with("portalscope.db")));
    for (name, bytes) in files {
        assert_clean(&name, &String::from_utf8_lossy(&bytes));
    }
}

/// As the query of a callback writes it.
fn planted_query() -> String {
    let text = format!("{}{}", "x".repeat(190), all());
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found
}
