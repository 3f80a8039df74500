//! An HTTP proxy that opens tunnels, refuses them, requires authentication, or is stopped.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyBehavior {
    Tunnel,
    Refuse,
    RequireAuthentication,
}

pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    port: Mutex<Option<Port>>,
}

enum Port {
    Listening(JoinHandle<()>),
    /// The port is bound, so that no other program can take it, but nothing listens on it.
    Reserved(TcpSocket),
}

struct Shared {
    behavior: Mutex<ProxyBehavior>,
    upstream: Mutex<Option<SocketAddr>>,
    requests: AtomicUsize,
}

impl Proxy {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            behavior: Mutex::new(ProxyBehavior::Tunnel),
            upstream: Mutex::new(None),
            requests: AtomicUsize::new(0),
        });
        let address = listener.local_addr().unwrap();
        let port = Mutex::new(Some(serve(listener, &shared)));
        Self { address, shared, port }
    }

    pub fn url(&self) -> url::Url {
        format!("http://{}", self.address).parse().unwrap()
    }

    pub fn forward_to(&self, address: SocketAddr) {
        *self.shared.upstream.lock().unwrap() = Some(address);
    }

    pub fn behave(&self, behavior: ProxyBehavior) {
        *self.shared.behavior.lock().unwrap() = behavior;
    }

    pub fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }

    pub async fn stop(&self) {
        let port = self.port.lock().unwrap().take();
        if let Some(Port::Listening(listening)) = port {
            listening.abort();
            listening.await.unwrap_err();
        }
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(self.address).unwrap();
        *self.port.lock().unwrap() = Some(Port::Reserved(socket));
    }

    pub fn restart(&self) {
        let mut port = self.port.lock().unwrap();
        if let Some(Port::Reserved(socket)) = port.take() {
            *port = Some(serve(socket.listen(64).unwrap(), &self.shared));
        }
    }
}

fn serve(listener: TcpListener, shared: &Arc<Shared>) -> Port {
    let shared = Arc::clone(shared);
    Port::Listening(tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(Arc::clone(&shared).answer(stream));
        }
    }))
}

impl Shared {
    async fn answer(self: Arc<Self>, mut client: TcpStream) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if client.read_buf(&mut head).await.unwrap_or_default() == 0 {
                return;
            }
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        assert!(head.starts_with("CONNECT api.hubapi.com:443 "), "nothing else is asked of it: {head}");
        self.requests.fetch_add(1, Ordering::SeqCst);
        let behavior = *self.behavior.lock().unwrap();
        let answer = match behavior {
            ProxyBehavior::Tunnel => "HTTP/1.1 200 Connection established\r\n\r\n",
            ProxyBehavior::Refuse => "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            ProxyBehavior::RequireAuthentication => {
                "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
            }
        };
        let _ = client.write_all(answer.as_bytes()).await;
        let upstream = *self.upstream.lock().unwrap();
        if let (ProxyBehavior::Tunnel, Some(address)) = (behavior, upstream) {
            let mut server = TcpStream::connect(address).await.unwrap();
            let _ = copy_bidirectional(&mut client, &mut server).await;
        }
    }
}
