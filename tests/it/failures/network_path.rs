//! The path from the app to HubSpot, with everything on it that can fail: a name server, a proxy, a certificate, and a
//! fault proxy in place of `api.hubapi.com` with a demo portal behind it. The app treats it as HubSpot: the rules for
//! hosts that may receive a token, and for their certificates, apply unchanged.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use portalscope_core::{Connection, OauthConnect, OpenOptions, Portalscope, Settings};
use portalscope_demo_portal::{DemoConfig, DemoPortal};
use portalscope_hubspot::oauth::RedirectUri;
use portalscope_hubspot::{ClientOptions, Environment, ProxyChoice, TimeLimits};
use portalscope_redact::Redactor;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::fault_proxy::{Certificates, FaultProxy};
use super::proxy::Proxy;
use crate::test_app::{ACME_EUROPE, TestApp, TestClock, consent, free_port, get};

/// Long enough that no response is late on a busy computer.
const LONG_TIMEOUTS: TimeLimits = TimeLimits {
    connect: Duration::from_mins(1),
    token: Duration::from_mins(1),
    answer: Duration::from_mins(1),
};
/// For servers that never respond.
const SHORT_TIMEOUTS: TimeLimits = TimeLimits {
    connect: Duration::from_secs(5),
    token: Duration::from_secs(4),
    answer: Duration::from_secs(4),
};

pub struct NetworkPath {
    pub fixture: TestApp,
    pub name_server: Arc<NameServer>,
    pub fault_proxy: FaultProxy,
}

/// Resolves every name to one address, or to none.
pub struct NameServer {
    found: Mutex<Option<SocketAddr>>,
    lookups: AtomicUsize,
}

impl NameServer {
    fn resolving_to(address: Option<SocketAddr>) -> Arc<Self> {
        Arc::new(Self { found: Mutex::new(address), lookups: AtomicUsize::new(0) })
    }

    pub fn resolve_to(&self, address: Option<SocketAddr>) {
        *self.found.lock().unwrap() = address;
    }

    pub fn lookups(&self) -> usize {
        self.lookups.load(Ordering::SeqCst)
    }
}

impl Resolve for NameServer {
    fn resolve(&self, name: Name) -> Resolving {
        assert_eq!(name.as_str(), "api.hubapi.com", "nothing else is looked up");
        self.lookups.fetch_add(1, Ordering::SeqCst);
        let found = *self.found.lock().unwrap();
        Box::pin(async move {
            let address = found.ok_or("no such host is known")?;
            Ok(Box::new(std::iter::once(address)) as Addrs)
        })
    }
}

impl NetworkPath {
    /// The app resolves HubSpot's name to the fault proxy.
    pub async fn direct() -> Self {
        Self::open(None, LONG_TIMEOUTS).await
    }

    /// As [`Self::direct`], with short timeouts.
    pub async fn with_short_timeouts() -> Self {
        Self::open(None, SHORT_TIMEOUTS).await
    }

    /// The app cannot resolve names, and reaches the fault proxy only through the proxy.
    pub async fn through(proxy: &Proxy) -> Self {
        let path = Self::open(Some(proxy), LONG_TIMEOUTS).await;
        proxy.forward_to(path.fault_proxy.address());
        path
    }

    async fn open(proxy: Option<&Proxy>, limits: TimeLimits) -> Self {
        let (home, clock, port) = (tempfile::tempdir().unwrap(), Arc::new(TestClock::default()), free_port());
        let redirect_uris = vec![RedirectUri::new(port).text()];
        let demo = DemoPortal::start(DemoConfig { redirect_uris, ..DemoConfig::default() }).await.unwrap();
        let certificates = Certificates::new();
        let root = certificates.root();
        let fault_proxy = FaultProxy::before(&demo.info().base_url, certificates).await;
        let name_server = NameServer::resolving_to(proxy.is_none().then(|| fault_proxy.address()));
        let network = ClientOptions {
            limits,
            proxy: proxy.map_or(ProxyChoice::Direct, |proxy| ProxyChoice::At(proxy.url())),
            resolver: Some(Arc::clone(&name_server) as Arc<dyn Resolve>),
            extra_roots: vec![root],
            ..ClientOptions::default()
        };
        let options = OpenOptions {
            home: home.path().to_owned(),
            clock: Arc::clone(&clock) as Arc<dyn portalscope_core::Clock>,
            redactor: Arc::new(Redactor::new()),
            session_only: true,
            who: portalscope_core::Who::Window,
        };
        let app = Portalscope::open_over(options, network).unwrap();
        app.settings.update(Settings { callback_ports: vec![port], ..Settings::default() }).unwrap();
        Self { fixture: TestApp { app, clock, demo, port, home }, name_server, fault_proxy }
    }

    /// Connects Acme Europe as a portal of HubSpot. Only the consent page is opened at the demo portal's own address.
    pub async fn connect(&self) -> Connection {
        let TestApp { app, demo, .. } = &self.fixture;
        let form = OauthConnect { optional_scopes: Vec::new(), ..self.fixture.form() };
        let flow = app.connect.begin.at(Environment::HubSpot, form).await.unwrap();
        let page = flow.authorize_url.replacen("https://app.hubspot.com", &demo.info().base_url, 1);
        get(&consent(&page, ACME_EUROPE, "connect").await).await;
        let connection = app.connect.flows.wait(&flow.id).await.unwrap();
        assert_eq!(connection.demo_server, None, "it is HubSpot's");
        app.connections.set_active(Some(connection.id.clone())).unwrap();
        connection
    }
}
