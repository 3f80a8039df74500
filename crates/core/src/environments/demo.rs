//! The demo portal embedded in the app: started when it is first needed. Its grants are saved across restarts.

use std::path::PathBuf;

use portalscope_demo_portal::{DemoConfig, DemoInfo, DemoPortal};
use portalscope_hubspot::oauth::RedirectUri;
use serde::Serialize;
use specta::Type;
use tokio::sync::Mutex;

use crate::error::Error;
use crate::error::Result;

/// The embedded demo portal, running or not.
pub(crate) struct EmbeddedDemo {
    running: Mutex<Option<Running>>,
    state_file: PathBuf,
}

struct Running {
    portal: DemoPortal,
    /// The callback ports whose redirect URIs are registered in the demo app.
    ports: Vec<u16>,
}

/// A behavior of the embedded demo portal that can be turned on, such as refusing a refresh token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DemoScenario {
    /// Names the scenario when it is turned on or off.
    pub name: String,
    /// Its title for the user.
    pub title: String,
    /// What the demo portal does while it is on, for the user.
    pub description: String,
    /// Whether it is on.
    pub on: bool,
}

impl EmbeddedDemo {
    pub(crate) fn new(state_file: PathBuf) -> Self {
        Self { running: Mutex::new(None), state_file }
    }

    /// Starts the demo portal, or restarts it if it runs with other callback ports, and returns how to reach it.
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

    /// Stops the demo portal and deletes its state file. The next start begins without grants.
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
            // The window controls it directly, and no other program on this computer may.
            control: false,
            ..DemoConfig::default()
        }
    }

    /// Calls `act` with the running portal. Fails with [`Error::DemoNotRunning`].
    pub(super) async fn with<T>(&self, act: impl FnOnce(&DemoPortal) -> T) -> Result<T> {
        self.running.lock().await.as_ref().map(|running| act(&running.portal)).ok_or(Error::DemoNotRunning)
    }
}
