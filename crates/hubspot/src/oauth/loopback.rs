//! Receives the browser's redirect on this computer (RFC 8252 §7.3).
//!
//! It listens on `127.0.0.1` and `::1` only, accepts only `GET /oauth/callback` with the literal `Host` (against DNS
//! rebinding), compares `state` in constant time, limits the size and duration of requests, and closes after one valid
//! callback. Every other request gets an error page, and it keeps waiting. Connections that only wait, such as those that
//! browsers open in advance, cannot keep the callback out: a newcomer takes the place of the oldest.
//!
//! By hand, over `httparse`: a web framework would serve more than the one request that may be answered here.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use oauth2::CsrfToken;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};

use super::callback::{Callback, CallbackProblem, read_query};
use super::page::Page;

/// The path of every loopback redirect URI.
pub const CALLBACK_PATH: &str = "/oauth/callback";

const MAX_HEAD_BYTES: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;
/// A browser on the same computer sends its head at once.
const HEAD_TIMEOUT: Duration = Duration::from_secs(1);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);
/// At the same time, per address.
const MAX_CONNECTIONS: usize = 32;

/// Why the callback port cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program uses the port. Close it, or choose another port that is registered in the app.
    #[error("port {port} is in use by another program")]
    PortBusy {
        /// The port.
        port: u16,
    },
    /// The system does not allow it. Choose another port.
    #[error("port {port} cannot be opened")]
    Refused {
        /// The port.
        port: u16,
    },
}

/// Listens on one port of both loopback addresses.
#[derive(Debug)]
pub struct LoopbackListener {
    listeners: Vec<TcpListener>,
    port: u16,
}

impl LoopbackListener {
    /// Opens the port on both loopback addresses; on `127.0.0.1` alone where there is no IPv6. Port 0 takes any free
    /// one, for tests.
    ///
    /// # Errors
    /// Another program uses the port on either address, or the system refuses it.
    pub async fn bind(port: u16) -> Result<Self, ListenError> {
        let first = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), port).await?;
        let port = first.local_addr().map_err(|_| ListenError::Refused { port })?.port();
        let mut listeners = vec![first];
        match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
            Ok(second) => listeners.push(second),
            Err(error) if has_no_ipv6(&error) => {
                tracing::info!("no IPv6 loopback on this computer; listening on 127.0.0.1 only");
            }
            // Another program may have the port, and would get the code if the browser prefers IPv6.
            Err(error) => return Err(ListenError::of(&error, port)),
        }
        Ok(Self { listeners, port })
    }

    /// The port that was opened.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the callback with this `state`, without a timeout. Dropping the future closes the port.
    pub async fn wait(self, state: &CsrfToken) -> Callback {
        let expected = Arc::new(Expected {
            host: format!("localhost:{}", self.port),
            state: CsrfToken::new(state.secret().clone()),
        });
        let (found, mut callbacks) = mpsc::channel(1);
        let mut listeners = self.listeners.into_iter();
        let mut serve_next = || serve(listeners.next(), Arc::clone(&expected), found.clone());
        let (first, second) = (serve_next(), serve_next());
        // Not tasks of their own: those would close the port some time after they were aborted, while the next flow opens it.
        tokio::select! {
            never = first => match never {},
            never = second => match never {},
            callback = callbacks.recv() => callback.expect("BUG: this future has a sender for as long as it runs"),
        }
    }
}

async fn listen(address: SocketAddr, port: u16) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|error| ListenError::of(&error, port))
}

impl ListenError {
    fn of(error: &io::Error, port: u16) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::PortBusy { port },
            _ => Self::Refused { port },
        }
    }
}

/// `EAFNOSUPPORT`, which `io::ErrorKind` has no name for.
const ADDRESS_FAMILY_NOT_SUPPORTED: i32 = if cfg!(windows) {
    10047
} else if cfg!(target_os = "linux") {
    97
} else {
    47
};

/// Whether `::1` could not be opened because this computer has no IPv6. Any other reason, such as a port that Windows
/// keeps for another user, leaves open who answers there.
fn has_no_ipv6(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::AddrNotAvailable | io::ErrorKind::Unsupported)
        || error.raw_os_error() == Some(ADDRESS_FAMILY_NOT_SUPPORTED)
}

async fn serve(
    listener: Option<TcpListener>,
    expected: Arc<Expected>,
    found: mpsc::Sender<Callback>,
) -> Infallible {
    let Some(listener) = listener else { return std::future::pending().await };
    let mut visitors = Visitors::default();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (expected, found) = (Arc::clone(&expected), found.clone());
        visitors.admit(|stays| handle(stream, expected, found, stays));
    }
}

/// The open connections of one address, oldest first.
#[derive(Default)]
struct Visitors {
    tasks: JoinSet<()>,
    places: VecDeque<Place>,
}

struct Place {
    task: AbortHandle,
    stays: Stays,
}

/// Set once a connection has brought the callback: it must not lose its place.
type Stays = Arc<AtomicBool>;

impl Visitors {
    /// Serves a new connection. If all places are taken, the oldest that has not brought the callback is closed.
    fn admit<F>(&mut self, serve: impl FnOnce(Stays) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        while self.tasks.try_join_next().is_some() {}
        self.places.retain(|place| !place.task.is_finished());
        if self.places.len() >= MAX_CONNECTIONS {
            let oldest = self.places.iter().position(|place| !place.stays.load(Ordering::Acquire));
            let Some(oldest) = oldest.and_then(|index| self.places.remove(index)) else { return };
            oldest.task.abort();
        }
        let stays = Stays::default();
        let task = self.tasks.spawn(serve(Arc::clone(&stays)));
        self.places.push_back(Place { task, stays });
    }
}

async fn handle(mut stream: TcpStream, expected: Arc<Expected>, found: mpsc::Sender<Callback>, stays: Stays) {
    let mut head = Vec::with_capacity(2048);
    let result = match tokio::time::timeout(HEAD_TIMEOUT, read_head(&mut stream, &mut head)).await {
        Ok(Ok(())) => expected.check(&head),
        Ok(Err(page)) => Err(page),
        // A page that was not asked for would be taken for the answer to the next request.
        Err(_) if head.is_empty() => return,
        Err(_) => Err(Page::TooSlow),
    };
    stays.store(result.is_ok(), Ordering::Release);
    let page = match &result {
        Ok(Callback::Code(_)) => Page::Received,
        Ok(Callback::Refused { .. }) => Page::Denied,
        Err(page) => *page,
    };
    // Before the flow ends: ending it closes all connections.
    let _ = tokio::time::timeout(ANSWER_TIMEOUT, answer(&mut stream, page)).await;
    if let Ok(callback) = result {
        let _ = found.try_send(callback);
    }
}

async fn answer(stream: &mut TcpStream, page: Page) -> io::Result<()> {
    stream.write_all(&page.response()).await?;
    stream.shutdown().await?;
    // Unread input would make the system reset the connection before the page has arrived.
    let mut rest = [0; 4096];
    for _ in 0..512 {
        if stream.read(&mut rest).await? == 0 {
            break;
        }
    }
    Ok(())
}

async fn read_head(stream: &mut TcpStream, head: &mut Vec<u8>) -> Result<(), Page> {
    loop {
        if head.len() >= MAX_HEAD_BYTES {
            return Err(Page::TooLarge);
        }
        let read = stream.read_buf(head).await.map_err(|_| Page::BadRequest)?;
        if head.windows(4).any(|window| window == b"\r\n\r\n") {
            return Ok(());
        }
        if read == 0 {
            return Err(Page::BadRequest);
        }
    }
}

/// What the callback must contain.
struct Expected {
    host: String,
    state: CsrfToken,
}

impl Expected {
    fn check(&self, head: &[u8]) -> Result<Callback, Page> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        request.parse(head).map_err(|error| match error {
            httparse::Error::TooManyHeaders => Page::TooLarge,
            _ => Page::BadRequest,
        })?;
        self.check_host(request.headers)?;
        if request.method != Some("GET") {
            return Err(Page::MethodNotAllowed);
        }
        let target = request.path.unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if path != CALLBACK_PATH {
            return Err(Page::NotFound);
        }
        Ok(read_query(query, &self.state)?)
    }

    fn check_host(&self, headers: &[httparse::Header<'_>]) -> Result<(), Page> {
        let mut hosts = headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
        match (hosts.next(), hosts.next()) {
            (Some(host), None) if host.value == self.host.as_bytes() => Ok(()),
            _ => Err(Page::BadRequest),
        }
    }
}

impl From<CallbackProblem> for Page {
    fn from(problem: CallbackProblem) -> Self {
        match problem {
            CallbackProblem::NotACallback => Self::NotFound,
            CallbackProblem::OtherFlow => Self::NotThisFlow,
            CallbackProblem::Malformed => Self::BadRequest,
            CallbackProblem::TooLong => Self::TooLarge,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{ADDRESS_FAMILY_NOT_SUPPORTED, Callback, Expected, ListenError, Page, has_no_ipv6};
    use oauth2::CsrfToken;
    use proptest::prelude::*;

    fn check(head: &str) -> Result<Callback, Page> {
        Expected { host: "localhost:17421".to_owned(), state: CsrfToken::new("right-state".to_owned()) }
            .check(head.as_bytes())
    }

    fn get(target: &str) -> String {
        format!("GET {target} HTTP/1.1\r\nHost: localhost:17421\r\n\r\n")
    }

    #[test]
    fn the_callback_of_this_flow_gives_its_code() {
        let callback = check(&get("/oauth/callback?code=na1-c%2B1&state=right-state"));
        assert_eq!(callback, Ok(Callback::Code("na1-c+1".to_owned())));
    }

    #[test]
    fn a_denial_gives_its_reason() {
        let callback =
            check(&get("/oauth/callback?error=access_denied&error_description=No+thanks&state=right-state"));
        let description = Some("No thanks".to_owned());
        assert_eq!(callback, Ok(Callback::Refused { error: "access_denied".to_owned(), description }));
    }

    #[test]
    fn every_other_request_is_refused() {
        for (head, page) in [
            (get("/oauth/callback?code=c&state=wrong-state"), Page::NotThisFlow),
            (get("/oauth/callback?code=c"), Page::NotThisFlow),
            (get("/oauth/callback?state=right-state"), Page::BadRequest),
            (get("/oauth/callback?code=&state=right-state"), Page::BadRequest),
            (get("/oauth/callback?code=a&code=b&state=right-state"), Page::BadRequest),
            (get("/oauth/callback?code=a&error=b&state=right-state"), Page::BadRequest),
            (get("/oauth/callback?code=a&state=right-state&state=right-state"), Page::BadRequest),
            (get("/oauth/callback/?code=c&state=right-state"), Page::NotFound),
            (get("/favicon.ico"), Page::NotFound),
            (get("/oauth/callback?code=c&state=right-state").replace("GET", "POST"), Page::MethodNotAllowed),
            (
                get("/oauth/callback?code=c&state=right-state").replace("localhost:17421", "evil.example"),
                Page::BadRequest,
            ),
            (
                get("/oauth/callback?code=c&state=right-state").replace("localhost:17421", "127.0.0.1:17421"),
                Page::BadRequest,
            ),
            (get("/oauth/callback?code=c&state=right-state").replace("Host", "Hosts"), Page::BadRequest),
            (get("/x").replace("\r\n\r\n", "\r\nHost: localhost:17421\r\n\r\n"), Page::BadRequest),
            ("nonsense\r\n\r\n".to_owned(), Page::BadRequest),
        ] {
            assert_eq!(check(&head), Err(page), "{head}");
        }
    }

    #[test]
    fn only_a_computer_without_ipv6_is_served_on_one_address() {
        for kind in [io::ErrorKind::AddrNotAvailable, io::ErrorKind::Unsupported] {
            assert!(has_no_ipv6(&kind.into()), "{kind}");
        }
        assert!(has_no_ipv6(&io::Error::from_raw_os_error(ADDRESS_FAMILY_NOT_SUPPORTED)));
        for kind in [io::ErrorKind::PermissionDenied, io::ErrorKind::AddrInUse, io::ErrorKind::Other] {
            assert!(!has_no_ipv6(&kind.into()), "{kind}");
        }
        let refused = ListenError::of(&io::ErrorKind::PermissionDenied.into(), 17421);
        assert!(matches!(refused, ListenError::Refused { port: 17421 }));
        let busy = ListenError::of(&io::ErrorKind::AddrInUse.into(), 17421);
        assert!(matches!(busy, ListenError::PortBusy { port: 17421 }));
    }

    proptest! {
        #[test]
        fn no_bytes_pass_without_the_state(head in prop::collection::vec(any::<u8>(), 0..400)) {
            let expected = Expected { host: "localhost:1".to_owned(), state: CsrfToken::new("s3cret-state-that-is-long".to_owned()) };
            prop_assert!(expected.check(&head).is_err());
        }
    }
}
