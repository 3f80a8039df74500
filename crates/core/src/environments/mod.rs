//! The servers that credentials may be sent to, by the keys in records and keyring entries.

pub(crate) mod demo;
pub(crate) mod key;

use std::sync::Arc;
use std::time::Duration;

use portalscope_demo_portal::{DemoInfo, DemoPortal};
use portalscope_hubspot::Environment;

use crate::environments::demo::{DemoScenario, EmbeddedDemo};
use crate::environments::key::{EMBEDDED_KEY, embedded_demo, outside_demo, outside_port};
use crate::error::{Error, Result};
use crate::secrets::store::SecretStore;
use crate::settings::SettingsStore;

/// Resolves environments, and controls the embedded demo portal.
pub struct Environments {
    demo: EmbeddedDemo,
    settings: Arc<SettingsStore>,
    secrets: Arc<SecretStore>,
}

impl Environments {
    pub(crate) fn new(demo: EmbeddedDemo, settings: Arc<SettingsStore>, secrets: Arc<SecretStore>) -> Self {
        Self { demo, settings, secrets }
    }

    /// The environment with this key. Starts the embedded demo portal if the key is its.
    pub(crate) async fn resolve(&self, key: &str) -> Result<Environment> {
        if key == EMBEDDED_KEY {
            return Ok(embedded_demo(&self.demo_info().await?.base_url));
        }
        if key == Environment::HubSpot.key() {
            return Ok(Environment::HubSpot);
        }
        // Refuse an unknown key: its secrets must not be sent to any server.
        outside_port(key).map(outside_demo).ok_or(Error::ConnectionNotFound)
    }

    /// Starts the embedded demo portal if needed, and returns its URL and credentials.
    pub(crate) async fn demo_info(&self) -> Result<DemoInfo> {
        let ports = self.settings.get().callback_ports;
        let info = self.demo.ensure(&ports).await?;
        self.secrets.register_text("client-secret", &info.client_secret);
        self.secrets.register_text("static-token", &info.service_key);
        self.secrets.register_text("static-token", &info.private_app_token);
        Ok(info)
    }

    /// Whether the embedded demo portal has issued this static token. Does not start it.
    pub(crate) fn is_demo_token(&self, token: &str) -> bool {
        self.demo.has_issued(token)
    }

    /// Stops the embedded demo portal if it was not used for this long. It starts again when it is needed.
    pub(crate) async fn stop_demo_if_unused(&self, idle: Duration) {
        self.demo.stop_if_unused(idle).await;
    }

    /// Expires every access token that the embedded demo portal has issued, as after half an hour.
    pub(crate) async fn expire_demo_tokens(&self) -> Result<()> {
        self.demo_info().await?;
        self.demo.with(DemoPortal::expire_access_tokens).await
    }

    /// The scenarios of the embedded demo portal, with their states. Starts it if needed.
    ///
    /// # Errors
    /// [`Error::DemoFailed`] if it cannot start.
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

    /// Turns a scenario on or off, and returns all of them.
    ///
    /// # Errors
    /// [`Error::SettingsInvalid`] if there is no scenario of this name, [`Error::DemoFailed`] if the demo portal cannot
    /// start.
    pub async fn set_demo_scenario(&self, name: &str, on: bool) -> Result<Vec<DemoScenario>> {
        self.demo_info().await?;
        let set = self.demo.with(|portal| portal.set_scenario(name, on)).await?;
        set.map_err(|_| Error::SettingsInvalid(format!("The demo portal has no scenario {name:?}.")))?;
        self.demo_scenarios().await
    }

    /// Deletes the state of the embedded demo portal. Its connections then have to be re-authorized.
    pub(crate) async fn forget_demo(&self) -> Result<()> {
        self.demo.forget().await
    }
}
