//! Starts, controls and stops a demo portal from Rust.

use std::{
    convert::Infallible, future::Future, io, net::Ipv4Addr, pin::pin, str::FromStr, sync::Arc, time::Duration,
};

use axum::{body::Body, extract::State};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use portalscope_catalog::Catalog;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use crate::{
    config::{DemoConfig, DemoInfo},
    edge,
    portal::Portal,
    state::{
        counters::Counters,
        scenarios::{Scenario, ScenarioState, UnknownScenario},
    },
};

/// How long [`DemoPortal::stop`] waits for requests in flight.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

/// What clients may take of the server.
#[derive(Clone, Copy)]
struct Limits {
    /// How long a client may take to send the head of a request, and be silent between two.
    head_timeout: Duration,
    /// Other connections wait until one is closed.
    connections: usize,
}

const LIMITS: Limits = Limits { head_timeout: Duration::from_secs(30), connections: 256 };
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// Why a demo portal could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens on this port. Choose another one, or 0 for a free port.
    #[error("port {0} is already in use on 127.0.0.1")]
    PortInUse(u16),
    /// The operating system refused to open the socket; `source` says why.
    #[error("could not listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port that was requested.
        port: u16,
        /// The operating system's error.
        source: io::Error,
    },
    /// Pass an absolute URL, such as `http://localhost:17421/oauth/callback`.
    #[error("the redirect URI `{0}` is not an absolute http or https URL")]
    InvalidRedirectUri(String),
}

/// A running demo portal. Dropping it stops the server without waiting for requests in flight;
/// [`DemoPortal::stop`] waits for them.
pub struct DemoPortal {
    portal: Arc<Portal>,
    shutdown_sender: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
}

impl DemoPortal {
    /// Listens on 127.0.0.1 and serves on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// [`StartError`] if a redirect URI is not an absolute http or https URL, or the port cannot be opened.
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
        let (shutdown_sender, shutdown) = watch::channel(false);
        let portal = Arc::new(Portal::new(config, port, shutdown.clone()));
        let server = tokio::spawn(serve(listener, portal.clone(), shutdown, LIMITS));
        // Load the catalog in the background, so that the first call does not wait for it.
        tokio::task::spawn_blocking(Catalog::bundled);
        Ok(Self { portal, shutdown_sender, server: Some(server) })
    }

    /// The addresses and credentials that a client needs.
    pub fn info(&self) -> &DemoInfo {
        &self.portal.info
    }

    /// Moves the server's clock, and with it the `Date` header, forward by `by`. The clock can be moved ten
    /// years ahead in total; a call that would exceed this is logged and has no effect.
    pub fn advance_time(&self, by: Duration) {
        if let Err(error) = self.portal.clock.advance(by) {
            tracing::warn!("{error}");
        }
    }

    /// Expires every access token issued so far. Tokens issued later are not affected.
    pub fn expire_access_tokens(&self) {
        let now_ms = self.portal.clock.now_ms();
        self.portal.change_grants(|grants| grants.expire_access_tokens(now_ms));
    }

    /// All scenarios in a fixed order, with whether each is on.
    pub fn scenarios(&self) -> Vec<ScenarioState> {
        self.portal.scenarios.states()
    }

    /// Switches the scenario with this name on or off.
    ///
    /// # Errors
    ///
    /// [`UnknownScenario`] if no scenario has this name.
    pub fn set_scenario(&self, name: &str, on: bool) -> Result<(), UnknownScenario> {
        self.portal.scenarios.set(Scenario::from_str(name)?, on);
        Ok(())
    }

    /// How many requests of each kind have been served since the start.
    pub fn counters(&self) -> Counters {
        self.portal.counters.read()
    }

    /// Stops listening and gives requests in flight two seconds to finish.
    pub async fn stop(mut self) {
        self.shutdown_sender.send_replace(true);
        if let Some(server) = self.server.take() {
            let abort = server.abort_handle();
            if tokio::time::timeout(SHUTDOWN_GRACE, server).await.is_err() {
                abort.abort();
            }
        }
    }

    /// Serves until `shutdown` completes, then stops as [`DemoPortal::stop`] does.
    pub async fn serve_until<F: Future>(self, shutdown: F) {
        shutdown.await;
        self.stop().await;
    }
}

impl Drop for DemoPortal {
    fn drop(&mut self) {
        self.shutdown_sender.send_replace(true);
    }
}

fn is_web_address(uri: &str) -> bool {
    url::Url::parse(uri).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Not by `axum::serve`, which waits for a head without end.
async fn serve(
    listener: TcpListener,
    portal: Arc<Portal>,
    mut shutdown: watch::Receiver<bool>,
    limits: Limits,
) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        if connections.len() >= limits.connections {
            connections.join_next().await;
        }
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = until_shutdown(&mut shutdown) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let timeout = limits.head_timeout;
                connections.spawn(serve_connection(stream, portal.clone(), shutdown.clone(), timeout));
            }
            // Such as too many open files, which may pass.
            Err(_) => tokio::time::sleep(ACCEPT_RETRY).await,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn serve_connection(
    stream: TcpStream,
    portal: Arc<Portal>,
    mut shutdown: watch::Receiver<bool>,
    head_timeout: Duration,
) {
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let portal = portal.clone();
        async move { Ok::<_, Infallible>(edge::handle(State(portal), request.map(Body::new)).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .serve_connection(TokioIo::new(stream), answer);
    let mut connection = pin!(connection);
    // Errors are the client's: it went away, or sent no HTTP.
    let _ = tokio::select! {
        ended = connection.as_mut() => ended,
        () = until_shutdown(&mut shutdown) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
}

async fn until_shutdown(shutdown: &mut watch::Receiver<bool>) {
    // An error means that the sender was dropped, which is a request to stop as well.
    let _ = shutdown.wait_for(|&shutdown| shutdown).await;
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// Short: the clients of these tests never finish what they wait with.
    const SHORT: Duration = Duration::from_millis(50);

    struct Server {
        port: u16,
        _runs: watch::Sender<bool>,
    }

    impl Server {
        async fn with(limits: Limits) -> Self {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            let port = listener.local_addr().unwrap().port();
            let (runs, shutdown) = watch::channel(false);
            let portal = Arc::new(Portal::new(DemoConfig::default(), port, shutdown.clone()));
            tokio::spawn(serve(listener, portal, shutdown, limits));
            Self { port, _runs: runs }
        }

        async fn send(&self, text: &str) -> TcpStream {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await.unwrap();
            stream.write_all(text.as_bytes()).await.unwrap();
            stream
        }
    }

    /// All that the server sends until it closes the connection.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn who_sends_no_whole_head_or_no_second_one_is_disconnected() {
        let server = Server::with(Limits { head_timeout: SHORT, connections: 8 }).await;
        let host = format!("Host: 127.0.0.1:{}", server.port);
        for (sent, answer) in [
            (String::new(), ""),
            ("GET /a HTTP/1.1\r\nX-Half: ".to_owned(), ""),
            (format!("GET /a HTTP/1.1\r\n{host}\r\n\r\n"), "HTTP/1.1 401"),
        ] {
            let mut stream = server.send(&sent).await;
            assert!(rest(&mut stream).await.starts_with(answer), "{sent:?}");
        }
    }

    #[tokio::test]
    async fn connections_that_only_wait_do_not_keep_a_request_out() {
        let server = Server::with(Limits { head_timeout: SHORT, connections: 2 }).await;
        let mut idle = Vec::new();
        for _ in 0..10 {
            idle.push(server.send("").await);
        }
        let head = format!("GET /a HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", server.port);
        let answer = rest(&mut server.send(&head).await).await;
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    }
}
