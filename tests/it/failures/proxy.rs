//! A proxy as companies have them: it opens a tunnel, refuses, asks who it is, or is not there.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Tunnel,
    Forbid,
    AskWhoItIs,
}

pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    door: Mutex<Option<Door>>,
}

enum Door {
    Open(JoinHandle<()>),
    /// The port is kept, and nothing listens on it.
    Shut(TcpSocket),
}

struct Shared {
    does: Mutex<Does>,
    leads_to: Mutex<Option<SocketAddr>>,
    asked: AtomicUsize,
}

impl Proxy {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            does: Mutex::new(Does::Tunnel),
            leads_to: Mutex::new(None),
            asked: AtomicUsize::new(0),
        });
        let address = listener.local_addr().unwrap();
        let door = Mutex::new(Some(serve(listener, &shared)));
        Self { address, shared, door }
    }

    pub fn url(&self) -> url::Url {
        format!("http://{}", self.address).parse().unwrap()
    }

    pub fn lead_to(&self, address: SocketAddr) {
        *self.shared.leads_to.lock().unwrap() = Some(address);
    }

    pub fn behave(&self, does: Does) {
        *self.shared.does.lock().unwrap() = does;
    }

    pub fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::SeqCst)
    }

    pub async fn go_away(&self) {
        let door = self.door.lock().unwrap().take();
        if let Some(Door::Open(listening)) = door {
            listening.abort();
            listening.await.unwrap_err();
        }
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(self.address).unwrap();
        *self.door.lock().unwrap() = Some(Door::Shut(socket));
    }

    pub fn come_back(&self) {
        let mut door = self.door.lock().unwrap();
        if let Some(Door::Shut(socket)) = door.take() {
            *door = Some(serve(socket.listen(64).unwrap(), &self.shared));
        }
    }
}

fn serve(listener: TcpListener, shared: &Arc<Shared>) -> Door {
    let shared = Arc::clone(shared);
    Door::Open(tokio::spawn(async move {
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
        self.asked.fetch_add(1, Ordering::SeqCst);
        let does = *self.does.lock().unwrap();
        let answer = match does {
            Does::Tunnel => "HTTP/1.1 200 Connection established\r\n\r\n",
            Does::Forbid => "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            Does::AskWhoItIs => {
                "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
            }
        };
        let _ = client.write_all(answer.as_bytes()).await;
        let leads_to = *self.leads_to.lock().unwrap();
        if let (Does::Tunnel, Some(address)) = (does, leads_to) {
            let mut server = TcpStream::connect(address).await.unwrap();
            let _ = copy_bidirectional(&mut client, &mut server).await;
        }
    }
}
