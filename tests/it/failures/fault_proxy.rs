//! A server in place of `api.hubapi.com`: TLS with a chosen certificate, one request per connection, each forwarded to
//! a demo portal or answered with a fault.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, Issuer, KeyPair, SigningKey};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::protocol::scripted::{Seen, read};

const NAME: &str = "api.hubapi.com";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerIdentity {
    Valid,
    Expired,
    UntrustedIssuer,
    WrongName,
    NoTls,
}

/// The requests that a fault applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    Token,
    Api,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Responds with this status instead of the server.
    Status(u16),
    /// Reads the request and never responds.
    NoResponse,
    /// Forwards the request, and cuts the response in the middle of its body.
    Truncated,
}

pub struct FaultProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    demo: String,
    certificates: Certificates,
    identity: Mutex<ServerIdentity>,
    faults: Mutex<Option<(RequestKind, Fault)>>,
    accepted: AtomicUsize,
    seen: Mutex<Vec<Seen>>,
}

impl FaultProxy {
    pub async fn before(demo: &str, certificates: Certificates) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            demo: demo.trim_start_matches("http://").to_owned(),
            certificates,
            identity: Mutex::new(ServerIdentity::Valid),
            faults: Mutex::new(None),
            accepted: AtomicUsize::new(0),
            seen: Mutex::default(),
        });
        let proxy = Self { address, shared: Arc::clone(&shared) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.accepted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(Arc::clone(&shared).receive(stream));
            }
        });
        proxy
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn present(&self, identity: ServerIdentity) {
        *self.shared.identity.lock().unwrap() = identity;
    }

    pub fn inject(&self, which: RequestKind, fault: Fault) {
        *self.shared.faults.lock().unwrap() = Some((which, fault));
    }

    pub fn clear(&self) {
        *self.shared.faults.lock().unwrap() = None;
    }

    /// Accepted connections, including those whose TLS handshake failed.
    pub fn accepted(&self) -> usize {
        self.shared.accepted.load(Ordering::SeqCst)
    }

    /// The number of requests of this kind that were read.
    pub fn requests(&self, which: RequestKind) -> usize {
        self.shared.seen.lock().unwrap().iter().filter(|seen| kind(seen) == which).count()
    }
}

fn kind(seen: &Seen) -> RequestKind {
    let path = seen.path();
    if path.starts_with("/oauth/") && path.ends_with("/token") {
        RequestKind::Token
    } else {
        RequestKind::Api
    }
}

impl Shared {
    async fn receive(self: Arc<Self>, mut stream: TcpStream) {
        let identity = *self.identity.lock().unwrap();
        if identity == ServerIdentity::NoTls {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
            let _ = stream.read(&mut [0; 4096]).await;
        } else if let Ok(stream) = self.certificates.acceptor(identity).accept(stream).await {
            self.answer(stream).await;
        }
    }

    async fn answer(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        let Some(seen) = read(&mut stream).await else { return };
        let fault = self.faults.lock().unwrap().filter(|(which, _)| *which == kind(&seen));
        let request = seen.clone();
        self.seen.lock().unwrap().push(seen);
        let answer = match fault.map(|(_, fault)| fault) {
            Some(Fault::NoResponse) => return tokio::time::sleep(Duration::from_mins(1)).await,
            Some(Fault::Status(status)) => {
                format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").into_bytes()
            }
            Some(Fault::Truncated) => in_half(self.forward(&request).await),
            None => self.forward(&request).await,
        };
        let _ = stream.write_all(&answer).await;
        let _ = stream.shutdown().await;
    }

    /// Forwards the request to the demo portal, which requires its own name in `Host`, and returns the whole response.
    async fn forward(&self, seen: &Seen) -> Vec<u8> {
        let own = |line: &&str| !line.to_ascii_lowercase().starts_with("host:");
        let head = seen.head.lines().filter(own).collect::<Vec<_>>().join("\r\n");
        let request = format!("{head}\r\nHost: {}\r\nConnection: close\r\n\r\n{}", self.demo, seen.body);
        let mut server = TcpStream::connect(&self.demo).await.unwrap();
        server.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        server.read_to_end(&mut answer).await.unwrap();
        answer
    }
}

/// The response cut to its head and half of its body.
fn in_half(mut answer: Vec<u8>) -> Vec<u8> {
    let head = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
    answer.truncate(head + (answer.len() - head) / 2);
    answer
}

/// One root that the app trusts, and one that it does not.
pub struct Certificates {
    trusted: CertifiedIssuer<'static, KeyPair>,
    untrusted: CertifiedIssuer<'static, KeyPair>,
}

impl Certificates {
    pub fn new() -> Self {
        Self { trusted: authority(), untrusted: authority() }
    }

    pub fn root(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_der(self.trusted.der()).unwrap()
    }

    fn acceptor(&self, identity: ServerIdentity) -> TlsAcceptor {
        let name = if identity == ServerIdentity::WrongName { "login.hotel.example" } else { NAME };
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        if identity == ServerIdentity::Expired {
            params.not_before = rcgen::date_time_ymd(2020, 1, 1);
            params.not_after = rcgen::date_time_ymd(2020, 4, 1);
        }
        let issuer =
            if identity == ServerIdentity::UntrustedIssuer { &self.untrusted } else { &self.trusted };
        let (chain, key) = issued(&params, issuer);
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn issued(
    params: &CertificateParams,
    issuer: &Issuer<'_, impl SigningKey>,
) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap();
    (vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
}
