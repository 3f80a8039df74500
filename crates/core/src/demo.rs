//! The demo portal that runs inside the app: started when first needed, with its grants kept over restarts.

use std::path::PathBuf;

use portalscope_demo_portal::{DemoConfig, DemoInfo, DemoPortal};
use portalscope_hubspot::Environment;
use serde::Serialize;
use specta::Type;
use tokio::sync::Mutex;
use url::Url;

use crate::Error;
use crate::app::Portalscope;
use crate::error::Result;

/// Under this name the embedded demo's secrets and records are kept, whatever port it runs on.
pub(crate) const EMBEDDED_KEY: &str = "demo-embedded";

pub(crate) struct EmbeddedDemo {
    running: Mutex<Option<DemoPortal>>,
    state_file: PathBuf,
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

    /// Starts it unless it runs. `ports`: the callback ports whose redirect URLs its app has registered.
    pub(crate) async fn ensure(&self, ports: &[u16]) -> Result<DemoInfo> {
        let mut running = self.running.lock().await;
        if let Some(portal) = running.as_ref() {
            return Ok(portal.info().clone());
        }
        let redirect_uris =
            ports.iter().map(|port| portalscope_hubspot::oauth::RedirectUri::new(*port).text());
        let config = DemoConfig {
            redirect_uris: redirect_uris.collect(),
            state_file: Some(self.state_file.clone()),
            ..DemoConfig::default()
        };
        let portal = DemoPortal::start(config).await?;
        let info = portal.info().clone();
        *running = Some(portal);
        Ok(info)
    }

    async fn with<T>(&self, act: impl FnOnce(&DemoPortal) -> T) -> Result<T> {
        self.running.lock().await.as_ref().map(act).ok_or(Error::DemoNotRunning)
    }
}

pub(crate) fn environment(info: &DemoInfo) -> Environment {
    let origin = Url::parse(&info.base_url).expect("BUG: the demo portal names a URL");
    Environment::Demo { key: EMBEDDED_KEY.to_owned(), origin }
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
        match key {
            EMBEDDED_KEY => Ok(environment(&self.demo_info().await?)),
            _ => Ok(Environment::HubSpot),
        }
    }

    fn expect_demo(&self, id: &str) -> Result<()> {
        let is_demo = self.connections.with(id, |live| live.record.environment == EMBEDDED_KEY)?;
        if is_demo { Ok(()) } else { Err(Error::DemoNotRunning) }
    }
}
