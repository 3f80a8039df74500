//! A history in a folder of its own, what it told, and what is in its files.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use portalscope_history::{
    Body, Cancel, Entry, Filter, GrantedScopes, Header, History, Notice, Options, Page, Query, Result,
    Summary,
};
use tempfile::TempDir;

/// The instant at which tests begin (milliseconds since 1970, UTC).
pub const NOW: i64 = 1_800_000_000_000;

pub struct Fixture {
    pub folder: TempDir,
    pub now: Arc<AtomicI64>,
    pub told: Arc<Mutex<Vec<Notice>>>,
}

impl Fixture {
    pub fn new() -> Self {
        let now = Arc::new(AtomicI64::new(NOW));
        Self { folder: tempfile::tempdir().unwrap(), now, told: Arc::default() }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("history.db")
    }

    pub fn options(&self) -> Options {
        let (now, told) = (Arc::clone(&self.now), Arc::clone(&self.told));
        let clock = Arc::new(move || now.load(Ordering::Relaxed));
        let notify = Arc::new(move |notice| told.lock().unwrap().push(notice));
        Options { notify, ..Options::new(clock, Arc::new(|_: &str| None)) }
    }

    pub fn open(&self) -> History {
        History::open(&self.file(), self.options()).unwrap()
    }

    pub fn told(&self) -> Vec<Notice> {
        self.told.lock().unwrap().clone()
    }

    /// The bytes of the file and of all that is beside it.
    pub fn bytes(&self) -> Vec<u8> {
        bytes_of(self.folder.path())
    }

    /// Whether the bytes are in one of the files.
    pub fn has(&self, wanted: &[u8]) -> bool {
        has(&self.bytes(), wanted)
    }

    /// Another connection to the file, as any program could open one.
    pub fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.file()).unwrap()
    }
}

pub fn bytes_of(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap_or_default()).collect()
}

pub fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

/// A call of an operation that went well.
pub fn call(number: u32) -> Entry {
    Entry {
        connection: "first".to_owned(),
        environment: "hubspot".to_owned(),
        portal: Some(1001),
        method: "GET".to_owned(),
        operation: "/crm/objects/2026-03/contacts/{contactId}".to_owned(),
        version: Some("2026-03".to_owned()),
        path: format!("/crm/objects/2026-03/contacts/{number}"),
        request_headers: vec![header("accept", "application/json")],
        response_headers: vec![
            header("content-type", "application/json"),
            header("x-number", &number.to_string()),
        ],
        response_body: Some(Body::whole(format!(
            "{{\"id\":\"{number}\",\"email\":\"ada{number}@example.com\"}}"
        ))),
        status: Some(200),
        started_at: NOW + i64::from(number),
        duration_ms: 12,
        correlation_id: Some(format!("0198f2a4-7c31-7d54-9a10-{number:012x}")),
        ..Entry::default()
    }
}

/// A call that HubSpot refused.
pub fn failed(number: u32, cause: &str) -> Entry {
    Entry { status: Some(403), cause: Some(cause.to_owned()), ..call(number) }
}

/// Hexadecimal digits that compress to half at best.
pub fn noise(seed: u32, numbers: u32) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    for number in 0..numbers {
        write!(text, "{:07x}", (seed + number).wrapping_mul(2_654_435_761) % 268_435_456).unwrap();
    }
    text
}

pub fn granted(fingerprint: &str, names: Option<&[&str]>) -> GrantedScopes {
    let names = names.map(|names| names.iter().map(ToString::to_string).collect());
    GrantedScopes { fingerprint: fingerprint.to_owned(), names }
}

pub fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

pub fn record(history: &History, entries: impl IntoIterator<Item = Entry>) {
    entries.into_iter().for_each(|entry| history.record(entry));
    history.flush().unwrap();
}

/// All that is found, page by page.
pub fn all(history: &History, text: &str, filter: &Filter) -> Result<Vec<Summary>> {
    let mut query = Query { text: text.to_owned(), filter: filter.clone(), before: None, limit: 100 };
    let mut found = Vec::new();
    loop {
        let Page { entries, next } = history.search(&query, &Cancel::new())?;
        found.extend(entries);
        let Some(next) = next else { return Ok(found) };
        query.before = Some(next);
    }
}

pub fn found(history: &History, text: &str) -> Vec<i64> {
    all(history, text, &Filter::default()).unwrap().iter().map(|entry| entry.id).collect()
}

pub fn ids(history: &History) -> Vec<i64> {
    found(history, "")
}
