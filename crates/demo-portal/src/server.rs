//! Starting, steering and stopping a portal from Rust.

use std::{future::Future, io, net::Ipv4Addr, str::FromStr, sync::Arc, time::Duration};

use axum::Router;
use portalscope_catalog::Catalog;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    config::{DemoConfig, DemoInfo},
    edge,
    portal::Portal,
    state::{
        counters::Counters,
        scenarios::{Scenario, ScenarioState, UnknownScenario},
    },
};

/// How long `stop` waits for answers under way.
const GRACE: Duration = Duration::from_secs(2);

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Choose another port, or 0 for a free one.
    #[error("port {0} is already in use on 127.0.0.1")]
    PortInUse(u16),
    /// The operating system refused; its words say why.
    #[error("could not listen on 127.0.0.1:{port}: {source}")]
    Listen { port: u16, source: io::Error },
    /// Give an absolute URL, as `http://localhost:17421/oauth/callback`.
    #[error("the redirect URI `{0}` is not an absolute http or https URL")]
    InvalidRedirectUri(String),
}

/// A running portal. Dropping it stops the server.
pub struct DemoPortal {
    portal: Arc<Portal>,
    close: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
}

impl DemoPortal {
    /// Listens on 127.0.0.1 and begins to serve on the current Tokio runtime.
    pub async fn start(config: DemoConfig) -> Result<Self, StartError> {
        if let Some(bad) = config.redirect_uris.iter().find(|uri| !is_web_address(uri)) {
            return Err(StartError::InvalidRedirectUri(bad.clone()));
        }
        let port = config.port;
        let listen_error = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => StartError::PortInUse(port),
            _ => StartError::Listen { port, source },
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(listen_error)?;
        let port = listener.local_addr().map_err(|source| StartError::Listen { port, source })?.port();
        let (close, closing) = watch::channel(false);
        let portal = Arc::new(Portal::new(config, port, closing.clone()));
        let router = Router::new().fallback(edge::handle).with_state(portal.clone());
        let server = tokio::spawn(serve(listener, router, closing));
        // The first call would otherwise wait until the catalogue is read.
        tokio::task::spawn_blocking(Catalog::bundled);
        Ok(Self { portal, close, server: Some(server) })
    }

    pub fn info(&self) -> &DemoInfo {
        &self.portal.info
    }

    /// Moves the server's clock forward, the `Date` header included. More than ten years in all is not carried out.
    pub fn advance_time(&self, by: Duration) {
        if let Err(error) = self.portal.clock.advance(by) {
            tracing::warn!("{error}");
        }
    }

    /// From now on every access token issued so far is expired.
    pub fn expire_access_tokens(&self) {
        let now_ms = self.portal.clock.now_ms();
        self.portal.change_grants(|grants| grants.expire_access_tokens(now_ms));
    }

    pub fn scenarios(&self) -> Vec<ScenarioState> {
        self.portal.scenarios.states()
    }

    pub fn set_scenario(&self, name: &str, on: bool) -> Result<(), UnknownScenario> {
        self.portal.scenarios.set(Scenario::from_str(name)?, on);
        Ok(())
    }

    pub fn counters(&self) -> Counters {
        self.portal.counted.read()
    }

    /// Stops listening and gives answers under way two seconds.
    pub async fn stop(mut self) {
        self.close.send_replace(true);
        if let Some(server) = self.server.take() {
            let abort = server.abort_handle();
            if tokio::time::timeout(GRACE, server).await.is_err() {
                abort.abort();
            }
        }
    }

    /// Serves until `shutdown` is done, then stops.
    pub async fn serve_until<F: Future>(self, shutdown: F) {
        shutdown.await;
        self.stop().await;
    }
}

impl Drop for DemoPortal {
    fn drop(&mut self) {
        self.close.send_replace(true);
    }
}

fn is_web_address(uri: &str) -> bool {
    url::Url::parse(uri).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

async fn serve(listener: TcpListener, router: Router, mut closing: watch::Receiver<bool>) {
    let closed = async move {
        // An error means that the handle is gone, which closes the portal as well.
        let _ = closing.wait_for(|&closing| closing).await;
    };
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(closed).await {
        tracing::error!(kind = ?error.kind(), "the demo portal stopped serving");
    }
}
