//! Receives the browser's redirect on this computer (RFC 8252 §7.3).
//!
//! It answers on `127.0.0.1` and `::1` only, to `GET /oauth/callback` with the literal `Host` only (against DNS
//! rebinding), compares `state` in constant time, caps size and time of a request, and closes after one good
//! callback. Whatever else comes is answered and ignored while it keeps waiting.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use oauth2::CsrfToken;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};

use super::callback::{Callback, CallbackProblem, read_query};
use super::page::Page;

pub const CALLBACK_PATH: &str = "/oauth/callback";

const LARGEST_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;
const HEAD_LIMIT: Duration = Duration::from_secs(5);
const MOST_VISITORS: usize = 32;

#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program holds the port. Close it, or choose another port that the app has registered.
    #[error("port {port} is in use by another program")]
    PortBusy { port: u16 },
    /// The system does not allow it. Choose another port.
    #[error("port {port} cannot be opened")]
    Refused { port: u16 },
}

/// Listens on one port of both loopback addresses.
#[derive(Debug)]
pub struct LoopbackListener {
    listeners: Vec<TcpListener>,
    port: u16,
}

impl LoopbackListener {
    /// Port 0 takes any free one, for tests.
    pub async fn bind(port: u16) -> Result<Self, ListenError> {
        let first = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), port).await?;
        let port = first.local_addr().map_err(|_| ListenError::Refused { port })?.port();
        let mut listeners = vec![first];
        match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
            Ok(second) => listeners.push(second),
            // Another program on ::1 would get the code when the browser prefers IPv6.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(ListenError::PortBusy { port });
            }
            Err(_) => tracing::info!("no IPv6 loopback on this computer; listening on 127.0.0.1 only"),
        }
        Ok(Self { listeners, port })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the one callback that carries `state`. Dropping the future closes the port.
    pub async fn wait(self, state: &CsrfToken) -> Callback {
        let gate = Arc::new(Gate {
            host: format!("localhost:{}", self.port),
            state: CsrfToken::new(state.secret().clone()),
        });
        let (found, mut callbacks) = mpsc::channel(1);
        let mut doors = tokio::task::JoinSet::new();
        for listener in self.listeners {
            doors.spawn(serve(listener, Arc::clone(&gate), found.clone()));
        }
        callbacks.recv().await.expect("BUG: a door holds a sender for as long as it is open")
    }
}

async fn listen(address: SocketAddr, port: u16) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ListenError::PortBusy { port },
        _ => ListenError::Refused { port },
    })
}

async fn serve(listener: TcpListener, gate: Arc<Gate>, found: mpsc::Sender<Callback>) {
    let places = Arc::new(Semaphore::new(MOST_VISITORS));
    let mut visitors = tokio::task::JoinSet::new();
    loop {
        while visitors.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (gate, found) = (Arc::clone(&gate), found.clone());
        visitors.spawn(async move {
            visit(stream, &gate, &found).await;
            drop(place);
        });
    }
}

async fn visit(mut stream: TcpStream, gate: &Gate, found: &mpsc::Sender<Callback>) {
    let verdict = match tokio::time::timeout(HEAD_LIMIT, read_head(&mut stream)).await {
        Ok(Ok(head)) => gate.judge(&head),
        Ok(Err(page)) => Err(page),
        Err(_) => Err(Page::TooSlow),
    };
    let page = match &verdict {
        Ok(Callback::Code(_)) => Page::Received,
        Ok(Callback::Refused { .. }) => Page::Denied,
        Err(page) => *page,
    };
    // The page goes out before the flow ends, for then the port is closed with every connection on it.
    let _ = tokio::time::timeout(HEAD_LIMIT, answer(&mut stream, page)).await;
    if let Ok(callback) = verdict {
        let _ = found.try_send(callback);
    }
}

async fn answer(stream: &mut TcpStream, page: Page) -> io::Result<()> {
    stream.write_all(&page.response()).await?;
    stream.shutdown().await?;
    // What the visitor still sends is read and dropped, or the system would reset the connection under the page.
    let mut rest = [0; 4096];
    for _ in 0..512 {
        if stream.read(&mut rest).await? == 0 {
            break;
        }
    }
    Ok(())
}

async fn read_head(stream: &mut TcpStream) -> Result<Vec<u8>, Page> {
    let mut head = Vec::with_capacity(2048);
    loop {
        if head.len() >= LARGEST_HEAD {
            return Err(Page::TooLarge);
        }
        let read = stream.read_buf(&mut head).await.map_err(|_| Page::BadRequest)?;
        if head.windows(4).any(|window| window == b"\r\n\r\n") {
            return Ok(head);
        }
        if read == 0 {
            return Err(Page::BadRequest);
        }
    }
}

/// What a request must show to be let in.
struct Gate {
    host: String,
    state: CsrfToken,
}

impl Gate {
    fn judge(&self, head: &[u8]) -> Result<Callback, Page> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
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
    use super::{Callback, Gate, Page};
    use oauth2::CsrfToken;
    use proptest::prelude::*;

    fn judge(head: &str) -> Result<Callback, Page> {
        Gate { host: "localhost:17421".to_owned(), state: CsrfToken::new("right-state".to_owned()) }
            .judge(head.as_bytes())
    }

    fn get(target: &str) -> String {
        format!("GET {target} HTTP/1.1\r\nHost: localhost:17421\r\n\r\n")
    }

    #[test]
    fn the_right_callback_gives_the_code() {
        let callback = judge(&get("/oauth/callback?code=na1-c%2B1&state=right-state"));
        assert_eq!(callback, Ok(Callback::Code("na1-c+1".to_owned())));
    }

    #[test]
    fn a_denial_gives_its_reason() {
        let callback =
            judge(&get("/oauth/callback?error=access_denied&error_description=No+thanks&state=right-state"));
        let description = Some("No thanks".to_owned());
        assert_eq!(callback, Ok(Callback::Refused { error: "access_denied".to_owned(), description }));
    }

    #[test]
    fn everything_else_is_refused() {
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
            assert_eq!(judge(&head), Err(page), "{head}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_whatever_pass_without_the_state(head in prop::collection::vec(any::<u8>(), 0..400)) {
            let gate = Gate { host: "localhost:1".to_owned(), state: CsrfToken::new("s3cret-state-that-is-long".to_owned()) };
            prop_assert!(gate.judge(&head).is_err());
        }
    }
}
