//! A flow at the demo portal, step by step, so that a test can bend each of them.

use portalscope_demo_portal::{DemoConfig, DemoPortal};
use portalscope_hubspot::oauth::{self, AppCredential, Authorization, AuthorizeRequest, RedirectUri};
use portalscope_hubspot::{Client, Environment, Hublet};
use portalscope_vault::ClientSecret;

pub struct Flow {
    pub demo: DemoPortal,
    pub client: Client,
    pub app: AppCredential,
    pub redirect_uri: RedirectUri,
}

impl Flow {
    pub async fn new(redirect_uri: RedirectUri) -> Self {
        Self::with(redirect_uri, DemoConfig::default()).await
    }

    pub async fn with(redirect_uri: RedirectUri, config: DemoConfig) -> Self {
        let config = DemoConfig { redirect_uris: vec![redirect_uri.text()], ..config };
        let demo = DemoPortal::start(config).await.unwrap();
        let app = AppCredential {
            environment: demo_at(&demo.info().base_url),
            client_id: demo.info().client_id.clone(),
            client_secret: ClientSecret::new(demo.info().client_secret.as_str()),
        };
        Self { demo, client: Client::new().unwrap(), app, redirect_uri }
    }

    pub fn authorize(&self) -> Authorization {
        oauth::authorize(&AuthorizeRequest {
            environment: self.app.environment.clone(),
            hublet: Hublet::Any,
            client_id: self.app.client_id.clone(),
            redirect_uri: self.redirect_uri.clone(),
            scopes: vec!["oauth".to_owned()],
            optional_scopes: Vec::new(),
        })
    }
}

pub fn demo_at(base_url: &str) -> Environment {
    Environment::Demo { key: "demo-test".to_owned(), origin: base_url.parse().unwrap() }
}
