//! Scripted responses in HubSpot's place.

use std::time::Duration;

use portalscope_hubspot::oauth::AppCredential;
use portalscope_hubspot::{Client, ClientOptions, TimeLimits};
use portalscope_vault::ClientSecret;

pub use crate::scripted_server::{Reply, Scripted, Seen, answer, json, read, serve};

use super::flow::demo_at;

/// HubSpot's answer to an unknown path.
pub fn no_such_path() -> Reply {
    answer(404, &["Content-Type: text/html"], "<html><head><title>Error 404 Not Found</title></head></html>")
}

/// A token response with only the required fields.
pub const GRANT: &str = r#"{"token_type":"bearer","access_token":"CKaccess","refresh_token":"na1-refresh","expires_in":1800,"hub_id":26041877}"#;

impl Scripted {
    pub fn app(&self) -> AppCredential {
        app_at(&format!("http://127.0.0.1:{}", self.port))
    }
}

pub fn app_at(base_url: &str) -> AppCredential {
    AppCredential {
        environment: demo_at(base_url),
        client_id: "client".to_owned(),
        client_secret: ClientSecret::new("the-client-secret"),
    }
}

/// As the app's timeouts, but shorter.
pub const QUICK: TimeLimits = TimeLimits {
    connect: Duration::from_secs(3),
    token: Duration::from_secs(4),
    answer: Duration::from_secs(4),
};

pub fn quick_client() -> Client {
    Client::with(ClientOptions { limits: QUICK, ..ClientOptions::default() }).unwrap()
}
