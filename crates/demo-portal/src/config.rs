//! What a demo portal is started with, and what a client needs to know to use it.

use std::{fmt, path::PathBuf, time::Duration};

use jiff::Timestamp;
use serde::Serialize;

use crate::state::scenarios::Scenario;

/// The ports Portalscope's loopback listener may use; their callback addresses are registered by default.
const CALLBACK_PORTS: std::ops::RangeInclusive<u16> = 17421..=17425;

#[derive(Debug, Clone)]
pub struct DemoConfig {
    /// 0 takes a free port.
    pub port: u16,
    /// What the server's clock shows at the start; `None`: the present time.
    pub starts_at: Option<Timestamp>,
    /// Fixes the data, the client id and secret, and the static keys.
    pub seed: u64,
    /// How many contacts each account holds; the other objects follow in proportion.
    pub contacts: usize,
    /// Added to every answer of the API and of the token endpoints.
    pub latency: Duration,
    /// Switched on from the start.
    pub scenarios: Vec<Scenario>,
    /// Compared exactly with the `redirect_uri` of an authorization.
    pub redirect_uris: Vec<String>,
    /// Keeps grants over a restart. Tokens stand in it as hashes only.
    pub state_file: Option<PathBuf>,
    /// Whether `/demo/control` is answered: any program on the computer may then steer the portal.
    pub control: bool,
}

impl Default for DemoConfig {
    fn default() -> Self {
        let callback = |port| format!("http://localhost:{port}/oauth/callback");
        Self {
            port: 0,
            starts_at: None,
            seed: 1,
            contacts: 200,
            latency: Duration::ZERO,
            scenarios: Vec::new(),
            redirect_uris: CALLBACK_PORTS.map(callback).collect(),
            state_file: None,
            control: true,
        }
    }
}

/// How to reach a running demo portal. It is printed as one JSON line, so it does carry the secrets of the demo app.
#[derive(Serialize, Clone)]
pub struct DemoInfo {
    pub base_url: String,
    pub authorize_url: String,
    pub client_id: String,
    pub client_secret: String,
    pub service_key: String,
    pub private_app_token: String,
    /// The account that the service key and the private-app token belong to.
    pub portal_id: u64,
}

impl fmt::Debug for DemoInfo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DemoInfo")
            .field("base_url", &self.base_url)
            .field("authorize_url", &self.authorize_url)
            .field("client_id", &self.client_id)
            .field("portal_id", &self.portal_id)
            .finish_non_exhaustive()
    }
}
