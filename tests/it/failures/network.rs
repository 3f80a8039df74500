//! Failures of the network between this computer and HubSpot.

use std::net::SocketAddr;
use std::sync::Mutex;

use portalscope_core::{ErrorCode, Event, Portalscope};
use tokio::sync::broadcast::error::TryRecvError;

use super::fault_proxy::ServerIdentity;
use super::network_path::NetworkPath;
use super::proxy::{Proxy, ProxyBehavior};
use super::scenario::ExpectedError;

/// Counts refresh attempts by the connection's events, for failures in which no server receives a request.
fn attempts_of(app: &Portalscope) -> impl Fn() -> usize + use<> {
    let seen = Mutex::new((app.events.subscribe(), false, 0));
    move || {
        let mut seen = seen.lock().unwrap();
        let (events, was_refreshing, count) = &mut *seen;
        loop {
            match events.try_recv() {
                Ok(Event::ConnectionChanged(connection)) => {
                    let background = connection.token.is_some_and(|token| token.refreshing);
                    *count += usize::from(background && !*was_refreshing);
                    *was_refreshing = background;
                }
                Ok(_) => {}
                Err(TryRecvError::Lagged(missed)) => panic!("{missed} events came too fast to be counted"),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return *count,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_cannot_be_looked_up() {
    let path = NetworkPath::direct().await;
    let expected = ExpectedError(ErrorCode::NetworkUnreachable, "cannot be looked up");
    let begin = async || path.name_server.resolve_to(None);
    let end = async || path.name_server.resolve_to(Some(path.fault_proxy.address()));
    path.fails_and_recovers(expected, || path.name_server.lookups(), begin, end).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_down() {
    let path = NetworkPath::direct().await;
    let attempts = attempts_of(&path.fixture.app);
    // A TCP connection to a multicast address fails with ENETUNREACH, as it does when the cable is unplugged and names
    // are still cached.
    let nowhere = SocketAddr::from(([224, 0, 0, 1], 443));
    let expected = ExpectedError(ErrorCode::NetworkUnreachable, "cannot be reached");
    let begin = async || path.name_server.resolve_to(Some(nowhere));
    let end = async || path.name_server.resolve_to(Some(path.fault_proxy.address()));
    path.fails_and_recovers(expected, attempts, begin, end).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_not_good() {
    for (identity, says) in [
        (ServerIdentity::UntrustedIssuer, "does not trust the certificate"),
        (ServerIdentity::WrongName, "does not trust the certificate"),
        (ServerIdentity::Expired, "not valid today"),
    ] {
        let path = NetworkPath::direct().await;
        let begin = async || path.fault_proxy.present(identity);
        let end = async || path.fault_proxy.present(ServerIdentity::Valid);
        path.fails_and_recovers(
            ExpectedError(ErrorCode::NetworkTls, says),
            || path.fault_proxy.accepted(),
            begin,
            end,
        )
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn something_that_speaks_no_tls() {
    let path = NetworkPath::direct().await;
    let expected = ExpectedError(ErrorCode::NetworkTls, "does not speak TLS");
    let begin = async || path.fault_proxy.present(ServerIdentity::NoTls);
    let end = async || path.fault_proxy.present(ServerIdentity::Valid);
    path.fails_and_recovers(expected, || path.fault_proxy.accepted(), begin, end).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_refuses_or_asks_who_it_is() {
    for (behavior, says) in [
        (ProxyBehavior::Refuse, "does not let"),
        (ProxyBehavior::RequireAuthentication, "asks for a name and a password"),
    ] {
        let proxy = Proxy::start().await;
        let path = NetworkPath::through(&proxy).await;
        let expected = ExpectedError(ErrorCode::NetworkUnreachable, says);
        let begin = async || proxy.behave(behavior);
        let end = async || proxy.behave(ProxyBehavior::Tunnel);
        path.fails_and_recovers(expected, || proxy.requests(), begin, end).await;
        assert_eq!(path.name_server.lookups(), 0, "the proxy looks names up");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_gone() {
    let proxy = Proxy::start().await;
    let path = NetworkPath::through(&proxy).await;
    let expected = ExpectedError(ErrorCode::NetworkUnreachable, "proxy of this computer cannot be reached");
    let begin = async || proxy.stop().await;
    let end = async || proxy.restart();
    path.fails_and_recovers(expected, attempts_of(&path.fixture.app), begin, end).await;
}
