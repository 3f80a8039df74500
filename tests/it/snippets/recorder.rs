//! A server before the demo portal that keeps what it was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

pub struct Recorder {
    pub origin: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Recorder {
    /// Serves until the process ends. `portal`: the origin that answers.
    pub fn start(portal: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let address = portal.strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        let kept = seen.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (kept, address) = (kept.clone(), address.clone());
                thread::spawn(move || drop(answer(&client, &address, &kept)));
            }
        });
        Self { origin, seen }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// One request, one answer, and the connection ends.
fn answer(mut client: &TcpStream, address: &str, kept: &Mutex<Vec<Seen>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let mut lines = head.lines();
    let mut start = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
    let (method, path) = (start.next().unwrap_or_default(), start.next().unwrap_or_default());
    let pairs = lines.filter_map(|line| line.split_once(": "));
    let headers = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut seen = Seen { method, path, headers, body: String::new() };
    assert_eq!(seen.header("Transfer-Encoding"), None, "no client sends a body of unknown length");
    let length = seen.header("Content-Length").map_or(0, |length| length.parse().unwrap());
    reader.take(length).read_to_string(&mut seen.body)?;
    kept.lock().unwrap().push(seen.clone());
    let mut portal = TcpStream::connect(address)?;
    write!(portal, "{} {} HTTP/1.1\r\nConnection: close\r\n", seen.method, seen.path)?;
    for (name, value) in &seen.headers {
        if !name.eq_ignore_ascii_case("connection") {
            let value = if name.eq_ignore_ascii_case("host") { address } else { value };
            write!(portal, "{name}: {value}\r\n")?;
        }
    }
    write!(portal, "\r\n{}", seen.body)?;
    std::io::copy(&mut portal, &mut client)?;
    Ok(())
}
