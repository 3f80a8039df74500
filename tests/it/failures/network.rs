//! Between this computer and HubSpot.

use std::net::SocketAddr;
use std::sync::Mutex;

use portalscope_core::{ErrorCode, Event, Portalscope};
use tokio::sync::broadcast::error::TryRecvError;

use super::fault_proxy::Shows;
use super::network_path::NetworkPath;
use super::proxy::{Does, Proxy};
use super::scenario::Told;

/// How often the app tried to refresh, for trouble of which nobody outside it can know: how often a connection began to.
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
    let told = Told(ErrorCode::NetworkUnreachable, "name cannot be looked up");
    let begin = async || path.names.lead_to(None);
    let end = async || path.names.lead_to(Some(path.fault_proxy.address()));
    path.meets(told, || path.names.asked(), begin, end).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_down() {
    let path = NetworkPath::direct().await;
    let attempts = attempts_of(&path.fixture.app);
    // No stream goes to a multicast group: the system says ENETUNREACH, as it does when the cable is out and names are
    // still remembered.
    let nowhere = SocketAddr::from(([224, 0, 0, 1], 443));
    let told = Told(ErrorCode::NetworkUnreachable, "cannot be reached");
    let begin = async || path.names.lead_to(Some(nowhere));
    let end = async || path.names.lead_to(Some(path.fault_proxy.address()));
    path.meets(told, attempts, begin, end).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_not_good() {
    for (shows, says) in [
        (Shows::CertificateOfNobody, "does not trust the certificate"),
        (Shows::CertificateOfAnotherName, "does not trust the certificate"),
        (Shows::ExpiredCertificate, "not valid today"),
    ] {
        let path = NetworkPath::direct().await;
        let begin = async || path.fault_proxy.show(shows);
        let end = async || path.fault_proxy.show(Shows::GoodCertificate);
        path.meets(Told(ErrorCode::NetworkTls, says), || path.fault_proxy.accepted(), begin, end).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn something_that_speaks_no_tls() {
    let path = NetworkPath::direct().await;
    let told = Told(ErrorCode::NetworkTls, "does not speak TLS");
    let begin = async || path.fault_proxy.show(Shows::NoTls);
    let end = async || path.fault_proxy.show(Shows::GoodCertificate);
    path.meets(told, || path.fault_proxy.accepted(), begin, end).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_refuses_or_asks_who_it_is() {
    for (does, says) in [(Does::Forbid, "does not let"), (Does::AskWhoItIs, "asks for a name and a password")]
    {
        let proxy = Proxy::start().await;
        let path = NetworkPath::through(&proxy).await;
        let told = Told(ErrorCode::NetworkUnreachable, says);
        let begin = async || proxy.behave(does);
        let end = async || proxy.behave(Does::Tunnel);
        path.meets(told, || proxy.asked(), begin, end).await;
        assert_eq!(path.names.asked(), 0, "the proxy looks names up");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_gone() {
    let proxy = Proxy::start().await;
    let path = NetworkPath::through(&proxy).await;
    let told = Told(ErrorCode::NetworkUnreachable, "proxy of this computer cannot be reached");
    let begin = async || proxy.go_away().await;
    let end = async || proxy.come_back();
    path.meets(told, attempts_of(&path.fixture.app), begin, end).await;
}
