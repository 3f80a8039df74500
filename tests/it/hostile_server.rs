//! After a server has repeated the secrets of this and of other connections, they are nowhere: not in the data folder, the
//! events, the log, the errors, nor in what the window shows. `crates/cli/tests/hostile_server.rs` looks at what the command line prints.

use std::sync::{Arc, Mutex, OnceLock};

use portalscope_core::{
    BodyPart, CommandError, Connection, ConnectionId, Event, OauthConnect, ResponseId, TokenConnect,
};
use portalscope_redact::Redactor;
use tokio::sync::broadcast::Receiver;
use url::Url;

use crate::repeating_server::{
    BODIES, CLIENT_SECRET, FIRST, OTHER_PATHS, SECOND, SECRETS, assert_clean, assert_files_clean, hostile,
    planted_query,
};
use crate::scripted_server::Scripted;
use crate::test_app::{TestApp, draft, get};

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
        for path in paths.chain(OTHER_PATHS.map(str::to_owned)) {
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
    app.history.flush();
    assert_history_clean(&app.history, &[&first.id, &second.id, &oauth.id]);
    assert_files_clean(hostile.fixture.home.path());
}

/// Its connections are in memory only, and so is their history.
fn assert_history_clean(history: &portalscope_core::History, connections: &[&ConnectionId]) {
    let mut checked = 0;
    for id in connections {
        let connection = Some(id.as_str().to_owned());
        let filter = portalscope_core::HistoryFilter { connection, ..Default::default() };
        let query = portalscope_core::HistoryQuery { filter, limit: 1_000, ..Default::default() };
        for found in history.search(&query).unwrap().entries {
            let entry = history.entry(Some(id), found.id).unwrap().unwrap();
            assert_clean("the history", &format!("{entry:?}"));
            checked += 1;
        }
    }
    assert!(checked > 20, "the calls were kept: {checked}");
}
