//! A server that sends scripted responses and records the requests, for responses that the demo portal does not give. Also
//! used by the tests of the command line.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

/// A request as received.
#[derive(Clone, Debug)]
pub struct Seen {
    /// `POST /oauth/2026-09/token HTTP/1.1`
    pub line: String,
    pub head: String,
    pub body: String,
}

impl Seen {
    pub fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    pub fn field(&self, name: &str) -> Option<String> {
        let mut fields = url::form_urlencoded::parse(self.body.as_bytes());
        fields.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

pub enum Reply {
    Whole(Vec<u8>),
    /// These bytes, then the connection ends.
    Cut(Vec<u8>),
    /// Nothing, for as long as the client waits.
    Silence,
    /// A head that announces much, then a byte at a time.
    Drip,
}

/// An answer with its length, as JSON.
pub fn json(status: u16, body: &str) -> Reply {
    answer(status, &["Content-Type: application/json"], body)
}

pub fn answer(status: u16, headers: &[&str], body: &str) -> Reply {
    let length = format!("Content-Length: {}", body.len());
    let lines = [&["Connection: close", length.as_str()], headers].concat().join("\r\n");
    Reply::Whole(format!("HTTP/1.1 {status} X\r\n{lines}\r\n\r\n{body}").into_bytes())
}

pub struct Scripted {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Scripted {
    pub async fn start(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (script, log) = (Arc::new(script), Arc::clone(&seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, log) = (Arc::clone(&script), Arc::clone(&log));
                tokio::spawn(async move { serve(stream, &*script, &log).await });
            }
        });
        Self { port, seen }
    }

    /// The same response to every request.
    pub async fn always(status: u16, headers: &'static [&'static str], body: &'static str) -> Self {
        Self::start(move |_| answer(status, headers, body)).await
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn paths(&self) -> Vec<String> {
        self.seen().iter().map(|seen| seen.path().to_owned()).collect()
    }
}

/// Reads one request from a stream and responds. The stream may be inside TLS or a proxy's tunnel.
pub async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    script: &(dyn Fn(&Seen) -> Reply + Send + Sync),
    log: &Mutex<Vec<Seen>>,
) {
    let Some(seen) = read(&mut stream).await else { return };
    let reply = script(&seen);
    log.lock().unwrap().push(seen);
    match reply {
        Reply::Whole(bytes) | Reply::Cut(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Reply::Silence => tokio::time::sleep(Duration::from_mins(1)).await,
        Reply::Drip => {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{";
            let _ = stream.write_all(head.as_bytes()).await;
            while stream.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

pub async fn read<S: AsyncRead + Unpin>(stream: &mut S) -> Option<Seen> {
    let mut text = Vec::new();
    loop {
        if stream.read_buf(&mut text).await.ok()? == 0 {
            return None;
        }
        let so_far = String::from_utf8_lossy(&text).into_owned();
        let Some((head, body)) = so_far.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok()
        });
        if body.len() >= length.unwrap_or_default() {
            let line = head.lines().next().unwrap_or_default().to_owned();
            return Some(Seen { line, head: head.to_owned(), body: body.to_owned() });
        }
    }
}
