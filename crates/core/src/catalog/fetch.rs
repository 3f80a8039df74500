//! Fetches HubSpot's public index of OpenAPI files and the files that it lists, without any token. A file that cannot be
//! fetched is reported, and the others are still fetched.

use std::sync::Arc;

use portalscope_catalog::{Import, ImportError, SpecIndex, is_index_host};
use portalscope_hubspot::{Client, Environment, SendError};
use serde::Serialize;
use specta::Type;
use tokio::sync::Notify;
use url::Url;

use crate::catalog::Catalogs;
use crate::catalog::updates::{CatalogUpdates, UpdatePreview};
use crate::error::{Error, Result};
use crate::platform::numbers::narrow;

const MAX_INDEX_BYTES: usize = 16_000_000;
const MAX_FILE_BYTES: usize = 16_000_000;
/// Give up after this many network failures in a row: without a network, each further file would only time out.
const MAX_FAILURES: usize = 3;

/// The progress of a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FetchProgress {
    /// How many files were fetched or refused so far.
    pub done: u32,
    /// How many files the index lists, without those of other hosts.
    pub total: u32,
}

/// Maps a URL of HubSpot's to where it is fetched from. Tests map it to their own server.
type Route = Box<dyn Fn(&Url) -> (Environment, Url) + Send + Sync>;

/// Fetches HubSpot's OpenAPI files.
pub struct SpecFetcher {
    updates: Arc<CatalogUpdates>,
    catalogs: Arc<Catalogs>,
    client: Client,
    route: Route,
    stop: Notify,
}

impl SpecFetcher {
    pub(crate) fn new(updates: Arc<CatalogUpdates>, catalogs: Arc<Catalogs>, client: Client) -> Self {
        let route = Box::new(|url: &Url| (Environment::HubSpot, url.clone()));
        Self { updates, catalogs, client, route, stop: Notify::new() }
    }

    /// Fetches the index and its files, and returns what they would change. Nothing is applied.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; [`Error::IndexRefused`], [`Error::Send`] or [`Error::Import`] if the index cannot be read;
    /// [`Error::Send`] after three network failures in a row.
    pub async fn preview(&self, progress: &(dyn Fn(FetchProgress) + Sync)) -> Result<UpdatePreview> {
        tokio::select! {
            () = self.stop.notified() => Err(Error::Cancelled),
            preview = self.fetch_all(progress) => preview,
        }
    }

    /// Cancels the fetch in progress, if there is one.
    pub fn cancel(&self) {
        self.stop.notify_waiters();
    }

    async fn fetch_all(&self, progress: &(dyn Fn(FetchProgress) + Sync)) -> Result<UpdatePreview> {
        let index = SpecIndex::parse(&self.fetch(SpecIndex::ADDRESS, MAX_INDEX_BYTES).await?)?;
        let known = self.catalogs.current();
        let mut import = Import::new(&known, &self.updates.today());
        for address in &index.refused {
            import.refuse(address, &ImportError::NotHubSpot("its address is another host's".to_owned()));
        }
        let total = narrow(index.entries.len());
        let mut failures = 0;
        for (done, entry) in index.entries.iter().enumerate() {
            progress(FetchProgress { done: narrow(done), total });
            let content = self.fetch(&entry.url, MAX_FILE_BYTES).await;
            failures =
                if matches!(content, Err(Error::Send(SendError::Network(_)))) { failures + 1 } else { 0 };
            match content {
                Ok(content) => import.add_file(&entry.file_name(), &content),
                Err(error) if failures == MAX_FAILURES => return Err(error),
                Err(error) => import.refuse(&entry.file_name(), &why(&error)),
            }
        }
        self.updates.set_pending(&import)
    }

    /// Fetches one file of at most `limit` bytes, from the hosts of HubSpot's that may be listed in the index.
    async fn fetch(&self, address: &str, limit: usize) -> Result<Vec<u8>> {
        let of_hubspot = |url: &Url| url.scheme() == "https" && url.host_str().is_some_and(is_index_host);
        let url = Url::parse(address).ok().filter(of_hubspot).ok_or(SendError::ForeignHost)?;
        let (environment, url) = (self.route)(&url);
        let answer = self.client.fetch_public(&environment, &url, limit).await?;
        if answer.status == 200 {
            Ok(answer.body)
        } else {
            Err(Error::IndexRefused { status: answer.status })
        }
    }
}

/// The reason to report for a file that could not be fetched.
fn why(error: &Error) -> ImportError {
    match error {
        Error::Send(SendError::TooLarge { .. }) => ImportError::TooLarge(MAX_FILE_BYTES / 1_000_000),
        Error::Send(error) => ImportError::NotFetched(error.to_string()),
        Error::IndexRefused { status } => {
            ImportError::NotFetched(format!("the server answered with status {status}"))
        }
        _ => ImportError::NotFetched("its address is not HubSpot's".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use portalscope_hubspot::{Client, ClientOptions, Environment};
    use url::Url;

    use super::{FetchProgress, Route, SpecFetcher};
    use crate::catalog::Catalogs;
    use crate::catalog::updates::{CatalogUpdates, UpdateList};
    use crate::error::Error;
    use crate::platform::clock::SystemClock;

    fn answer(mut stream: TcpStream, index: &str) {
        let mut line = String::new();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        reader.read_line(&mut line).unwrap();
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        while reader.read_line(&mut line).is_ok_and(|read| read > 2) {}
        let (status, body) = match path.as_str() {
            "/public/api/spec/v1/specs" => ("200 OK", index.to_owned()),
            "/good" => ("200 OK", spec("/crm/v3/objects/made-up-things")),
            "/cut" => ("200 OK", "{\"openapi\":".to_owned()),
            "/hangs" => return std::thread::sleep(Duration::from_secs(30)),
            "/drops" => return,
            _ => ("503 Service Unavailable", String::new()),
        };
        let _ = write!(
            stream,
            "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
    }

    fn spec(path: &str) -> String {
        format!(
            r#"{{"openapi":"3.0.1","info":{{"title":"Made up","version":"v3"}},"servers":[{{"url":"https://api.hubapi.com"}}],
            "paths":{{"{path}":{{"get":{{"operationId":"list","responses":{{"200":{{"description":"ok"}}}}}}}}}}}}"#
        )
    }

    /// Fetches from a server here that lists these files.
    fn fetcher(files: &[&str]) -> (tempfile::TempDir, Arc<CatalogUpdates>, SpecFetcher) {
        let versions: Vec<String> = files
            .iter()
            .map(|file| format!(r#"{{"version":"v3","stage":"LATEST","openApi":"{file}"}}"#))
            .collect();
        let index = format!(
            r#"{{"results":[{{"name":"Made up","group":"CRM","versions":[{}]}}]}}"#,
            versions.join(",")
        );
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let index = index.clone();
                std::thread::spawn(move || answer(stream.unwrap(), &index));
            }
        });
        let folder = tempfile::tempdir().unwrap();
        let catalogs = Arc::new(Catalogs::open(folder.path().to_owned()));
        let updates = Arc::new(CatalogUpdates::new(Arc::clone(&catalogs), Arc::new(SystemClock)));
        let client = Client::with(ClientOptions::default()).unwrap();
        let route: Route = Box::new(move |url| here(url, port));
        let fetcher = SpecFetcher { route, ..SpecFetcher::new(Arc::clone(&updates), catalogs, client) };
        (folder, updates, fetcher)
    }

    /// The same path at the test's own server.
    fn here(url: &Url, port: u16) -> (Environment, Url) {
        let origin = Url::parse(&format!("http://127.0.0.1:{port}")).unwrap();
        let url = origin.join(url.path()).unwrap();
        (Environment::Demo { key: "specs".to_owned(), origin }, url)
    }

    const GOOD: &str = "https://api.hubspot.com/good";

    #[tokio::test]
    async fn one_file_that_does_not_come_is_reported_and_the_others_go_on() {
        let (_folder, updates, fetcher) = fetcher(&[
            "https://api.hubspot.com/missing",
            "https://api.hubspot.com/drops",
            GOOD,
            "https://api.hubspot.com/cut",
            "https://elsewhere.example/good",
        ]);
        let seen = Mutex::new(Vec::new());
        let preview = fetcher.preview(&|step| seen.lock().unwrap().push(step)).await.unwrap();
        assert_eq!((preview.files_taken, preview.files_refused, preview.added), (1, 4, 1));
        assert_eq!(seen.lock().unwrap().last(), Some(&FetchProgress { done: 3, total: 4 }));
        let refused = updates.rows(&preview.id, UpdateList::Refused, 0, 10).unwrap();
        let details: Vec<_> = refused.iter().map(|row| row.detail.as_str()).collect();
        for part in ["another host's", "status 503", "could not be fetched: the answer broke off", "not JSON"]
        {
            assert!(details.iter().any(|detail| detail.contains(part)), "{part}: {details:?}");
        }
    }

    #[tokio::test]
    async fn without_a_network_it_ends_instead_of_waiting_for_each_file() {
        let (_folder, _, fetcher) = fetcher(&["https://api.hubspot.com/drops"; 5]);
        let files = Mutex::new(0);
        let refused = fetcher.preview(&|_| *files.lock().unwrap() += 1).await.unwrap_err();
        assert!(matches!(refused, Error::Send(_)), "{refused:?}");
        assert_eq!(*files.lock().unwrap(), 3);
    }

    #[tokio::test]
    async fn a_cancelled_fetch_ends_at_once_and_leaves_nothing() {
        let (_folder, updates, fetcher) = fetcher(&["https://api.hubspot.com/hangs", GOOD]);
        let cancel = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            fetcher.cancel();
        };
        let started = std::time::Instant::now();
        let (ended, ()) = tokio::join!(fetcher.preview(&|_| ()), cancel);
        assert!(matches!(ended, Err(Error::Cancelled)));
        assert!(started.elapsed() < Duration::from_secs(20));
        assert_eq!(updates.state().updates, 0);
    }
}
