//! The demo portal embedded in the app: started when it is first needed, stopped when nobody uses it. Its grants and its
//! keys, which are its data folder's own, are kept in the state file.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use portalscope_demo_portal::{DemoConfig, DemoInfo, DemoPortal, private_static_keys};
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
    last_use: Instant,
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
        if let Some(running) = running.as_mut().filter(|running| running.ports == ports) {
            running.last_use = Instant::now();
            return Ok(running.portal.info().clone());
        }
        if let Some(before) = running.take() {
            before.portal.stop().await;
        }
        let portal = DemoPortal::start(self.config(ports)).await?;
        let info = portal.info().clone();
        *running = Some(Running { portal, ports: ports.to_vec(), last_use: Instant::now() });
        Ok(info)
    }

    /// Whether it is one of the demo portal's static keys. Does not start it: it has issued none before its first start.
    pub(super) fn has_issued(&self, token: &str) -> bool {
        private_static_keys(&self.state_file).is_some_and(|keys| keys.iter().any(|key| key == token))
    }

    /// Stops the demo portal if it was not used for this long. Its state file stays; changed records do not.
    pub(super) async fn stop_if_unused(&self, idle: Duration) {
        let mut running = self.running.lock().await;
        if let Some(unused) = running.take_if(|running| running.last_use.elapsed() >= idle) {
            unused.portal.stop().await;
        }
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
            private_keys: true,
            ..DemoConfig::default()
        }
    }

    /// Calls `act` with the running portal. Fails with [`Error::DemoNotRunning`].
    pub(super) async fn with<T>(&self, act: impl FnOnce(&DemoPortal) -> T) -> Result<T> {
        self.running.lock().await.as_ref().map(|running| act(&running.portal)).ok_or(Error::DemoNotRunning)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{DemoConfig, DemoPortal, EmbeddedDemo};

    #[tokio::test]
    async fn its_keys_are_the_data_folders_own_and_known_without_starting_it() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("demo-portal.json");
        let demo = EmbeddedDemo::new(file.clone());
        let of_others = DemoPortal::start(DemoConfig::default()).await.unwrap();
        assert!(!demo.has_issued(&of_others.info().service_key));
        assert!(!file.exists() && demo.running.lock().await.is_none(), "to ask does not start it");
        let info = demo.ensure(&[17421]).await.unwrap();
        assert_ne!(info.client_secret, of_others.info().client_secret, "others could derive it");
        let again = EmbeddedDemo::new(file.clone());
        assert!(again.has_issued(&info.service_key) && again.has_issued(&info.private_app_token));
        assert!(!again.has_issued(&of_others.info().service_key));
        assert_eq!(again.ensure(&[17421]).await.unwrap().client_secret, info.client_secret);
        let other = EmbeddedDemo::new(home.path().join("other.json"));
        assert_ne!(other.ensure(&[17421]).await.unwrap().client_secret, info.client_secret);
    }

    #[tokio::test]
    async fn it_stops_when_it_is_not_used_and_starts_again_with_its_keys() {
        let home = tempfile::tempdir().unwrap();
        let demo = EmbeddedDemo::new(home.path().join("demo-portal.json"));
        let info = demo.ensure(&[17421]).await.unwrap();
        let address = info.base_url.trim_start_matches("http://").to_owned();
        demo.stop_if_unused(Duration::from_hours(1)).await;
        assert!(std::net::TcpStream::connect(&address).is_ok(), "it was used just now");
        demo.stop_if_unused(Duration::ZERO).await;
        assert!(std::net::TcpStream::connect(&address).is_err());
        assert_eq!(demo.ensure(&[17421]).await.unwrap().service_key, info.service_key);
    }
}
