//! HubSpot's public index of OpenAPI files and the files that it lists, fetched without any token. One file that does
//! not come is reported, and the others go on.

use portalscope_catalog::{Import, ImportError, SpecIndex, is_index_host};
#[cfg(not(test))]
use portalscope_hubspot::Environment;
use portalscope_hubspot::SendError;
use serde::Serialize;
use specta::Type;
use url::Url;

use crate::catalog::updates::UpdatePreview;
use crate::error::Error;
use crate::error::Result;
use crate::portalscope::Portalscope;
use crate::scopes::analysis::number;

const LARGEST_INDEX: usize = 16_000_000;
const LARGEST_FILE: usize = 16_000_000;
/// After as many failures of the network one after another there is no network; the rest would only wait.
const MOST_FAILURES: usize = 3;

/// How far fetching is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FetchProgress {
    pub done: u32,
    pub total: u32,
}

impl Portalscope {
    /// Fetches the index and its files. Nothing is taken yet.
    pub async fn preview_update_online(
        &self,
        progress: &(dyn Fn(FetchProgress) + Sync),
    ) -> Result<UpdatePreview> {
        tokio::select! {
            () = self.catalogues.stop_fetching.notified() => Err(Error::Cancelled),
            preview = self.fetch_update(progress) => preview,
        }
    }

    pub fn cancel_update(&self) {
        self.catalogues.stop_fetching.notify_waiters();
    }

    async fn fetch_update(&self, progress: &(dyn Fn(FetchProgress) + Sync)) -> Result<UpdatePreview> {
        let index = SpecIndex::parse(&self.fetch(SpecIndex::ADDRESS, LARGEST_INDEX).await?)?;
        let known = self.catalogue();
        let mut import = Import::new(&known, &self.today());
        for address in &index.refused {
            import.refuse(address, &ImportError::NotHubSpot("its address is another host's".to_owned()));
        }
        let total = number(index.entries.len());
        let mut failures = 0;
        for (done, entry) in index.entries.iter().enumerate() {
            progress(FetchProgress { done: number(done), total });
            let content = self.fetch(&entry.url, LARGEST_FILE).await;
            failures =
                if matches!(content, Err(Error::Send(SendError::Network(_)))) { failures + 1 } else { 0 };
            match content {
                Ok(content) => import.add_file(&entry.file_name(), &content),
                Err(error) if failures == MOST_FAILURES => return Err(error),
                Err(error) => import.refuse(&entry.file_name(), &why(&error)),
            }
        }
        self.keep_pending(&import)
    }

    /// The index vouches for the hosts of its entries: others were refused when it was read.
    async fn fetch(&self, address: &str, limit: usize) -> Result<Vec<u8>> {
        let of_hubspot = |url: &Url| url.scheme() == "https" && url.host_str().is_some_and(is_index_host);
        let url = Url::parse(address).ok().filter(of_hubspot).ok_or(SendError::ForeignHost)?;
        let (environment, url) = self.place_of(&url);
        let answer = self.client.fetch_public(&environment, &url, limit).await?;
        if answer.status == 200 {
            Ok(answer.body)
        } else {
            Err(Error::IndexRefused { status: answer.status })
        }
    }

    #[cfg(not(test))]
    #[allow(clippy::unused_self, reason = "the tests have a server of their own, held by the app")]
    fn place_of(&self, url: &Url) -> (Environment, Url) {
        (Environment::HubSpot, url.clone())
    }
}

fn why(error: &Error) -> ImportError {
    match error {
        Error::Send(SendError::TooLarge { .. }) => ImportError::TooLarge(LARGEST_FILE / 1_000_000),
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

    use portalscope_hubspot::Environment;
    use portalscope_redact::Redactor;
    use url::Url;

    use super::FetchProgress;
    use crate::catalog::updates::UpdateList;
    use crate::error::Error;
    use crate::platform::clock::SystemClock;
    use crate::portalscope::OpenOptions;
    use crate::portalscope::Portalscope;

    /// Where each test's server listens, by the data folder of its app.
    static SERVERS: Mutex<Vec<(std::path::PathBuf, u16)>> = Mutex::new(Vec::new());

    impl Portalscope {
        /// The same path at the test's own server.
        pub(super) fn place_of(&self, url: &Url) -> (Environment, Url) {
            let servers = SERVERS.lock().unwrap();
            let port = servers.iter().find(|(home, _)| *home == self.home).unwrap().1;
            let origin = Url::parse(&format!("http://127.0.0.1:{port}")).unwrap();
            (
                Environment::Demo { key: "specs".to_owned(), origin: origin.clone() },
                origin.join(url.path()).unwrap(),
            )
        }
    }

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

    /// An app whose HubSpot is a server here that lists these files.
    fn app(files: &[&str]) -> (tempfile::TempDir, Arc<Portalscope>) {
        let versions: Vec<String> = files
            .iter()
            .map(|file| format!(r#"{{"version":"v3","stage":"LATEST","openApi":"{file}"}}"#))
            .collect();
        let index = format!(
            r#"{{"results":[{{"name":"Made up","group":"CRM","versions":[{}]}}]}}"#,
            versions.join(",")
        );
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let home = tempfile::tempdir().unwrap();
        SERVERS.lock().unwrap().push((home.path().to_owned(), listener.local_addr().unwrap().port()));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let index = index.clone();
                std::thread::spawn(move || answer(stream.unwrap(), &index));
            }
        });
        let options = OpenOptions {
            home: home.path().to_owned(),
            clock: Arc::new(SystemClock),
            redactor: Arc::new(Redactor::new()),
            session_only: true,
        };
        (home, Portalscope::open(options).unwrap())
    }

    const GOOD: &str = "https://api.hubspot.com/good";

    #[tokio::test]
    async fn one_file_that_does_not_come_is_reported_and_the_others_go_on() {
        let (_home, app) = app(&[
            "https://api.hubspot.com/missing",
            "https://api.hubspot.com/drops",
            GOOD,
            "https://api.hubspot.com/cut",
            "https://elsewhere.example/good",
        ]);
        let seen = Mutex::new(Vec::new());
        let preview = app.preview_update_online(&|step| seen.lock().unwrap().push(step)).await.unwrap();
        assert_eq!((preview.files_taken, preview.files_refused, preview.added), (1, 4, 1));
        assert_eq!(seen.lock().unwrap().last(), Some(&FetchProgress { done: 3, total: 4 }));
        let refused = app.update_rows(&preview.id, UpdateList::Refused, 0, 10).unwrap();
        let details: Vec<_> = refused.iter().map(|row| row.detail.as_str()).collect();
        for part in ["another host's", "status 503", "could not be fetched: the answer broke off", "not JSON"]
        {
            assert!(details.iter().any(|detail| detail.contains(part)), "{part}: {details:?}");
        }
    }

    #[tokio::test]
    async fn without_a_network_it_ends_instead_of_waiting_for_each_file() {
        let (_home, app) = app(&["https://api.hubspot.com/drops"; 5]);
        let asked = Mutex::new(0);
        let refused = app.preview_update_online(&|_| *asked.lock().unwrap() += 1).await.unwrap_err();
        assert!(matches!(refused, Error::Send(_)), "{refused:?}");
        assert_eq!(*asked.lock().unwrap(), 3);
    }

    #[tokio::test]
    async fn a_cancelled_fetch_ends_at_once_and_leaves_nothing() {
        let (_home, app) = app(&["https://api.hubspot.com/hangs", GOOD]);
        let cancel = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            app.cancel_update();
        };
        let started = std::time::Instant::now();
        let (ended, ()) = tokio::join!(app.preview_update_online(&|_| ()), cancel);
        assert!(matches!(ended, Err(Error::Cancelled)));
        assert!(started.elapsed() < Duration::from_secs(20));
        assert_eq!(app.catalogue_state().updates, 0);
    }
}
