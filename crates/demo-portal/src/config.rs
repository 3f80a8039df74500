//! What a demo portal is started with, and what a client needs to know to use it.

use std::{fmt, path::PathBuf, time::Duration};

use jiff::Timestamp;
use serde::Serialize;

use crate::state::scenarios::Scenario;

/// The default ports of Portalscope's loopback listener; their callback URLs are registered by default.
const CALLBACK_PORTS: std::ops::RangeInclusive<u16> = 17421..=17425;

/// How to start a demo portal. The default is a free port, seed 1, 200 contacts in each account, no scenario,
/// and Portalscope's own callback URLs.
#[derive(Debug, Clone)]
pub struct DemoConfig {
    /// The port to listen on; 0 for a free one.
    pub port: u16,
    /// The server's time at the start; `None` for the current time.
    pub starts_at: Option<Timestamp>,
    /// Determines the records and the client id, and without `private_keys` also the client secret and the static keys.
    pub seed: u64,
    /// Whether the client secret and the static keys are derived from a random number, which the state file keeps. They
    /// are then known to nobody who cannot read that file.
    pub private_keys: bool,
    /// The number of contacts in each account; other objects are generated in proportion.
    pub contacts: usize,
    /// Added to each response of the API and the token endpoints.
    pub latency: Duration,
    /// Scenarios that are on from the start.
    pub scenarios: Vec<Scenario>,
    /// The redirect URIs registered for the demo app. They are compared exactly with the `redirect_uri` of an
    /// authorization request (RFC 6749, section 3.1.2.3).
    pub redirect_uris: Vec<String>,
    /// Keeps grants across restarts. Tokens are stored as SHA-256 hashes only. `None` keeps them in memory.
    pub state_file: Option<PathBuf>,
    /// Whether `/demo/control` is served. If it is, any program on this computer can control the portal.
    pub control: bool,
}

impl Default for DemoConfig {
    fn default() -> Self {
        let callback = |port| format!("http://localhost:{port}/oauth/callback");
        Self {
            port: 0,
            starts_at: None,
            seed: 1,
            private_keys: false,
            contacts: 200,
            latency: Duration::ZERO,
            scenarios: Vec::new(),
            redirect_uris: CALLBACK_PORTS.map(callback).collect(),
            state_file: None,
            control: true,
        }
    }
}

/// The addresses and credentials of a running demo portal. It serializes with the demo app's secrets, since
/// the command line prints it as one JSON line; `Debug` leaves them out.
#[derive(Serialize, Clone)]
pub struct DemoInfo {
    /// The origin of the API and the token endpoints, such as `http://127.0.0.1:4010`.
    pub base_url: String,
    /// The URL that an authorization request is sent to (RFC 6749, section 3.1).
    pub authorize_url: String,
    /// The demo app's client id.
    pub client_id: String,
    /// The demo app's client secret.
    pub client_secret: String,
    /// A static credential with nearly all scopes, for the account [`portal_id`](Self::portal_id).
    pub service_key: String,
    /// The access token of a legacy private app in the same account.
    pub private_app_token: String,
    /// The account that the service key and the private app's token belong to.
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
