//! The app under test: the core with a temporary data folder, a demo portal, and a browser without a window.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use portalscope_core::{
    AppDraft, AppEnvironment, Clock, Connection, ConnectionId, ConsentFlow, Moment, NameValue, OauthConnect,
    OpenOptions, PastedSecret, Portalscope, RequestDraft, Settings, SystemClock, TokenConnect,
};
use portalscope_demo_portal::{Counters, DemoConfig, DemoPortal, private_static_keys};
use portalscope_hubspot::oauth::RedirectUri;
use portalscope_redact::Redactor;
use tempfile::TempDir;

pub use crate::browser::{consent, get};
pub use crate::ports::free_port;

pub const ACME_EUROPE: &str = "26041877";

/// This computer's clocks, set by the test.
#[derive(Default)]
pub struct TestClock(Mutex<Moved>);

#[derive(Default)]
struct Moved {
    offset: SignedDuration,
    passed: Duration,
    looks: u32,
}

impl TestClock {
    /// A clock that shows this time now.
    pub fn starting_at(time: Timestamp) -> Self {
        let offset = time.duration_since(SystemClock.now());
        Self(Mutex::new(Moved { offset, ..Moved::default() }))
    }

    /// Moves only the wall clock, as sleep, a time server or the user does.
    pub fn advance(&self, by: SignedDuration) {
        self.0.lock().unwrap().offset += by;
    }

    /// How often the background refresher has polled with nothing due.
    pub fn looks(&self) -> u32 {
        self.0.lock().unwrap().looks
    }

    /// Advances both clocks.
    pub fn pass(&self, time: Duration) {
        let mut moved = self.0.lock().unwrap();
        moved.offset += SignedDuration::try_from(time).unwrap();
        moved.passed += time;
    }
}

impl Clock for TestClock {
    fn moment(&self) -> Moment {
        let moved = self.0.lock().unwrap();
        let Moment { wall, monotonic } = SystemClock.moment();
        Moment { wall: wall + moved.offset, monotonic: monotonic + moved.passed }
    }

    /// Short, since the test moves the clock by hours within moments. The background refresher reads this each time
    /// that nothing is due.
    fn look_every(&self) -> Duration {
        self.0.lock().unwrap().looks += 1;
        Duration::from_millis(20)
    }
}

pub struct TestApp {
    pub app: Arc<Portalscope>,
    pub clock: Arc<TestClock>,
    pub demo: DemoPortal,
    pub port: u16,
    pub home: TempDir,
}

impl TestApp {
    /// The core with secrets in memory, and a demo portal outside it that the test controls.
    pub async fn new() -> Self {
        Self::with_latency(Duration::ZERO).await
    }

    /// Every response of the demo portal, including the token endpoint's, takes this long.
    pub async fn with_latency(latency: Duration) -> Self {
        Self::start(latency, true, &[]).await
    }

    /// The demo's app has these redirect URLs registered, too.
    pub async fn registering(redirects: &[String]) -> Self {
        Self::start(Duration::ZERO, true, redirects).await
    }

    /// With secrets in the keyring of the session that the test runs in.
    pub async fn with_keyring() -> Self {
        Self::start(Duration::ZERO, false, &[]).await
    }

    /// The same, where the demo's app has these redirect URLs registered, too.
    pub async fn start_with_keyring(redirects: &[String]) -> Self {
        Self::start(Duration::ZERO, false, redirects).await
    }

    /// The same, where every answer of the demo portal takes this long.
    pub async fn with_slow_keyring(latency: Duration) -> Self {
        Self::start(latency, false, &[]).await
    }

    /// Both clocks start at this time. For tests that depend on the date.
    pub async fn starting_at(time: &str) -> Self {
        let starts_at = Some(time.parse().unwrap());
        Self::start_with(DemoConfig { starts_at, redirect_uris: Vec::new(), ..DemoConfig::default() }, true)
            .await
    }

    /// In the world of this scenario of the demo portal.
    pub async fn in_scenario(name: &str) -> Self {
        let scenarios = vec![name.parse().unwrap()];
        Self::start_with(DemoConfig { scenarios, redirect_uris: Vec::new(), ..DemoConfig::default() }, true)
            .await
    }

    async fn start(latency: Duration, session_only: bool, redirects: &[String]) -> Self {
        let config = DemoConfig { redirect_uris: redirects.to_vec(), latency, ..DemoConfig::default() };
        Self::start_with(config, session_only).await
    }

    async fn start_with(mut config: DemoConfig, session_only: bool) -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(config.starts_at.map_or_else(TestClock::default, TestClock::starting_at));
        let app = open(home.path(), clock.clone(), session_only);
        let port = free_port();
        app.settings.update(Settings { callback_ports: vec![port], ..Settings::default() }).unwrap();
        config.redirect_uris.insert(0, RedirectUri::new(port).text());
        // A reserved port, so that no other server responds there after it has stopped.
        config.port = free_port();
        // Taken from the app's clock now, so that the two do not differ by the time that opening the app took.
        config.starts_at = config.starts_at.map(|_| clock.now());
        Self { app, clock, demo: DemoPortal::start(config).await.unwrap(), port, home }
    }

    pub fn environment(&self) -> portalscope_hubspot::Environment {
        let port = url::Url::parse(&self.demo.info().base_url).unwrap().port().unwrap();
        portalscope_core::outside_demo(port)
    }

    /// The form, filled in for this demo portal.
    pub fn form(&self) -> OauthConnect {
        OauthConnect {
            client_id: self.demo.info().client_id.clone().into(),
            client_secret: self.stage(&self.demo.info().client_secret),
            scopes: ["oauth", "crm.objects.contacts.read", "crm.objects.contacts.write"]
                .map(str::to_owned)
                .to_vec(),
            optional_scopes: vec!["e-commerce".to_owned()],
            hublet: "app".to_owned(),
            expected_portal: None,
        }
    }

    /// The same as a new OAuth app, with its client secret staged.
    pub fn app_draft(&self, name: &str) -> AppDraft {
        let form = self.form();
        let port = url::Url::parse(&self.demo.info().base_url).unwrap().port().unwrap();
        AppDraft {
            name: name.to_owned(),
            environment: AppEnvironment::Demo { port },
            client_id: form.client_id,
            client_secret: Some(form.client_secret),
            redirect_ports: Vec::new(),
            forwarded_redirect: None,
            scopes: form.scopes,
            optional_scopes: form.optional_scopes,
            hublet: "app".to_owned(),
            version: None,
        }
    }

    /// The static keys of the demo portal that is embedded in the app.
    pub async fn embedded_keys(&self) -> EmbeddedKeys {
        embedded_keys(&self.app, self.home.path()).await
    }

    /// Gives consent in the browser for this account.
    pub async fn consent_to(&self, flow: &ConsentFlow, account: &str) -> Connection {
        get(&consent(&flow.authorize_url, account, "connect").await).await;
        self.app.connect.flows.wait(&flow.id).await.unwrap()
    }

    pub fn stage(&self, secret: &str) -> String {
        self.app.stage_secret(&PastedSecret::new(secret.to_owned())).unwrap().id
    }

    pub async fn begin(&self, form: OauthConnect) -> ConsentFlow {
        self.app.connect.begin.at(self.environment(), form).await.unwrap()
    }

    /// Connects one of the demo portal's accounts.
    pub async fn connect_account(&self, account: &str) -> Connection {
        // Not every account has the optional scopes of the form.
        let flow = self.begin(OauthConnect { optional_scopes: Vec::new(), ..self.form() }).await;
        get(&consent(&flow.authorize_url, account, "connect").await).await;
        self.app.connect.flows.wait(&flow.id).await.unwrap()
    }

    /// Connects Acme Europe and makes it the active connection.
    pub async fn connect(&self) -> Connection {
        let flow = self.begin(self.form()).await;
        let callback = consent(&flow.authorize_url, ACME_EUROPE, "connect").await;
        get(&callback).await;
        let connection = self.app.connect.flows.wait(&flow.id).await.unwrap();
        self.app.connections.set_active(Some(connection.id.clone())).unwrap();
        // It counts as production; the write lock has its own tests.
        self.app.connections.unlock_writing(&connection.id, ACME_EUROPE).unwrap()
    }

    /// Connects with a static token of a demo portal outside the app.
    pub async fn connect_static(&self, key: &str) -> Connection {
        let request = TokenConnect { secret: self.stage(key), expected_portal: None };
        self.app.connect.static_tokens.connect_at(self.environment(), request).await.unwrap()
    }

    /// Advances the clocks of the app and of the server.
    pub fn pass(&self, time: Duration) {
        // The server first: the app may act as soon as its own clock has moved.
        self.demo.advance_time(time);
        self.clock.pass(time);
    }

    /// Waits until the counter of the server exceeds `before`.
    pub async fn until_asked(&self, count: impl Fn(&Counters) -> u64, before: u64) {
        until("the server is asked", || count(&self.demo.counters()) > before).await;
    }

    /// Waits until a refresh is in progress.
    pub async fn until_refreshing(&self, id: &ConnectionId) {
        let is_refreshing = || self.connection(id).token.is_some_and(|token| token.refreshing);
        until("a refresh is under way", is_refreshing).await;
    }

    pub fn connection(&self, id: &ConnectionId) -> Connection {
        self.app.state().connections.into_iter().find(|connection| connection.id == *id).unwrap()
    }
}

/// Polls until the condition holds. The timeout is long, since it only matters when the test fails.
pub async fn until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_mins(1);
    while !is_so() {
        assert!(Instant::now() < end, "waited a minute: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The static keys of an embedded demo portal.
#[derive(Clone)]
pub struct EmbeddedKeys {
    pub service_key: String,
    pub private_app_token: String,
}

/// They are known only to who has the data folder.
pub async fn embedded_keys(app: &Portalscope, home: &Path) -> EmbeddedKeys {
    app.environments.demo_scenarios().await.unwrap();
    let [service_key, private_app_token] = private_static_keys(&home.join("demo-portal.json")).unwrap();
    EmbeddedKeys { service_key, private_app_token }
}

pub fn open(home: &Path, clock: Arc<dyn Clock>, session_only: bool) -> Arc<Portalscope> {
    let redactor = Arc::new(Redactor::new());
    Portalscope::open(OpenOptions {
        home: home.to_owned(),
        clock,
        redactor,
        session_only,
        who: portalscope_core::Who::Window,
    })
    .unwrap()
}

pub fn draft(method: &str, path: &str, body: Option<&str>) -> RequestDraft {
    RequestDraft {
        method: method.to_owned(),
        path: path.to_owned(),
        path_values: std::collections::HashMap::new(),
        query: Vec::<NameValue>::new(),
        headers: Vec::new(),
        body: body.map(str::to_owned),
    }
}
