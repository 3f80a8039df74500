//! The demo portal that runs inside the app: started when first needed, with its grants kept over restarts.

use std::path::PathBuf;

use portalscope_demo_portal::{DemoConfig, DemoInfo, DemoPortal};
use portalscope_hubspot::oauth::RedirectUri;
use serde::Serialize;
use specta::Type;
use tokio::sync::Mutex;

use crate::error::Error;
use crate::error::Result;

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

    pub(super) async fn with<T>(&self, act: impl FnOnce(&DemoPortal) -> T) -> Result<T> {
        self.running.lock().await.as_ref().map(|running| act(&running.portal)).ok_or(Error::DemoNotRunning)
    }
}
