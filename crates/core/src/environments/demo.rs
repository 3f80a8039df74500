//! The demo portal that runs inside the app: started when first needed, with its grants kept over restarts.

use std::path::{Path, PathBuf};

use portalscope_demo_portal::{DemoConfig, DemoInfo, DemoPortal};
use portalscope_hubspot::Environment;
use portalscope_hubspot::oauth::RedirectUri;
use serde::Serialize;
use specta::Type;
use tokio::sync::Mutex;
use url::Url;

use crate::error::Error;
use crate::error::Result;
use crate::portalscope::Portalscope;

/// Under this name the embedded demo's secrets and records are kept, whatever port it runs on.
pub(crate) const EMBEDDED_KEY: &str = "demo-embedded";

/// A demo portal that somebody started on this computer, by its port: `demo-127.0.0.1-4010`.
const OUTSIDE_KEY: &str = "demo-127.0.0.1-";

pub(crate) struct EmbeddedDemo {
    running: Mutex<Option<Running>>,
    state_file: PathBuf,
}

struct Running {
    portal: DemoPortal,
    /// The callback ports whose redirect URLs its app has registered.
    ports: Vec<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DemoScenario {
    pub name: String,
    pub title: String,
    pub description: String,
    pub on: bool,
}

impl EmbeddedDemo {
    pub(crate) fn new(state_file: PathBuf) -> Self {
        Self { running: Mutex::new(None), state_file }
    }

    /// Starts it unless it runs with these callback ports.
    pub(crate) async fn ensure(&self, ports: &[u16]) -> Result<DemoInfo> {
        let mut running = self.running.lock().await;
        if let Some(running) = running.as_ref().filter(|running| running.ports == ports) {
            return Ok(running.portal.info().clone());
        }
        if let Some(before) = running.take() {
            before.portal.stop().await;
        }
        let portal = DemoPortal::start(self.config(ports)).await?;
        let info = portal.info().clone();
        *running = Some(Running { portal, ports: ports.to_vec() });
        Ok(info)
    }

    pub(crate) fn state_file(&self) -> &Path {
        &self.state_file
    }

    /// Stops it and removes what it kept. It begins anew when it is next needed.
    pub(crate) async fn forget(&self) -> Result<()> {
        let mut running = self.running.lock().await;
        if let Some(before) = running.take() {
            before.portal.stop().await;
        }
        match std::fs::remove_file(&self.state_file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn config(&self, ports: &[u16]) -> DemoConfig {
        let redirect_uris = ports.iter().map(|port| RedirectUri::new(*port).text());
        DemoConfig {
            redirect_uris: redirect_uris.collect(),
            state_file: Some(self.state_file.clone()),
            // The window has its own way to it; nobody else on the computer is to steer it.
            control: false,
            ..DemoConfig::default()
        }
    }

    async fn with<T>(&self, act: impl FnOnce(&DemoPortal) -> T) -> Result<T> {
        self.running.lock().await.as_ref().map(|running| act(&running.portal)).ok_or(Error::DemoNotRunning)
    }
}

pub(crate) fn environment(info: &DemoInfo) -> Environment {
    let origin = Url::parse(&info.base_url).expect("BUG: the demo portal names a URL");
    Environment::Demo { key: EMBEDDED_KEY.to_owned(), origin }
}

/// A demo portal outside the app, on a port of this computer.
pub fn outside_demo(port: u16) -> Environment {
    let origin =
        Url::parse(&format!("http://127.0.0.1:{port}")).expect("BUG: an address and a port make a URL");
    Environment::Demo { key: format!("{OUTSIDE_KEY}{port}"), origin }
}

/// The port in the key of such a demo portal.
pub(crate) fn outside_port(key: &str) -> Option<u16> {
    key.strip_prefix(OUTSIDE_KEY).and_then(|port| port.parse().ok())
}

/// `127.0.0.1:4010`, if the key names such a demo portal.
pub(crate) fn outside_server(key: &str) -> Option<String> {
    outside_port(key).map(|port| format!("127.0.0.1:{port}"))
}

impl Portalscope {
    /// Ends every access token that the demo portal has issued, as after half an hour.
    pub async fn expire_demo_token(&self, id: &str) -> Result<()> {
        self.expect_demo(id)?;
        self.demo_info().await?;
        self.demo.with(DemoPortal::expire_access_tokens).await
    }

    pub async fn demo_scenarios(&self) -> Result<Vec<DemoScenario>> {
        self.demo_info().await?;
        let states = self.demo.with(DemoPortal::scenarios).await?;
        let shown = states.into_iter().map(|state| DemoScenario {
            name: state.name.to_owned(),
            title: state.title.to_owned(),
            description: state.description.to_owned(),
            on: state.on,
        });
        Ok(shown.collect())
    }

    pub async fn set_demo_scenario(&self, name: &str, on: bool) -> Result<Vec<DemoScenario>> {
        self.demo_info().await?;
        let set = self.demo.with(|portal| portal.set_scenario(name, on)).await?;
        set.map_err(|_| Error::SettingsInvalid(format!("The demo portal has no scenario {name:?}.")))?;
        self.demo_scenarios().await
    }

    pub(crate) async fn demo_info(&self) -> Result<DemoInfo> {
        let ports = self.settings().callback_ports;
        let info = self.demo.ensure(&ports).await?;
        self.redactor.learn("client-secret", &info.client_secret);
        self.redactor.learn("static-token", &info.service_key);
        self.redactor.learn("static-token", &info.private_app_token);
        Ok(info)
    }

    /// The environment that a stored key names. The embedded demo is started for it.
    pub(crate) async fn environment(&self, key: &str) -> Result<Environment> {
        if key == EMBEDDED_KEY {
            return Ok(environment(&self.demo_info().await?));
        }
        if key == Environment::HubSpot.key() {
            return Ok(Environment::HubSpot);
        }
        // A key of no known form opens nothing: its secrets must not go to whoever comes first.
        outside_port(key).map(outside_demo).ok_or(Error::ConnectionNotFound)
    }

    fn expect_demo(&self, id: &str) -> Result<()> {
        let is_demo = self.connections.with(id, |live| live.record.environment == EMBEDDED_KEY)?;
        if is_demo { Ok(()) } else { Err(Error::DemoNotRunning) }
    }
}
