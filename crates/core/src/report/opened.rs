//! Reports of others and HAR files of any tool, opened to be read: several side by side, each with a history in memory that
//! ends with it. Nothing is sent for them and nothing of them is kept.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use portalscope_catalog::CredentialKind;
use portalscope_history::{Bounds, Cancel, History as Engine, Options, Query, StoredEntry, Summary};
use portalscope_redact::{Masks, PersonalData};
use portalscope_report::{Call, Facts, Limits, OpenedKind, ReadError, read};
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::console::past::view::{PastCall, ReopenedRequest};
use crate::console::past::{Drawn, PastCalls, draft};
use crate::error::{Error, Result};
use crate::ground::Ground;
use crate::history::History;
use crate::history::facade::{listed, title_of};
use crate::history::view::{HistoryCursor, HistoryLookup, HistoryRow, HistoryRows};
use crate::ids::{HistoryEntryId, new_id};
use crate::platform::clock::{Clock, today};
use crate::platform::numbers::narrow;
use crate::report::clean::Cleaner;
use crate::report::entry::{entry, url_of};
use crate::scopes::access::ScopeContext;
use crate::secrets::store::SecretStore;

/// Files that are open at once.
const MAX_OPEN: usize = 20;
/// So much text of calls is held of one file, in bytes; it is packed in memory.
const MAX_HELD_BYTES: usize = 1_000_000_000;
/// Of longer bodies only the first part is held, in bytes.
const MAX_BODY_BYTES: usize = 256 * 1024;
/// So many calls are handed over before their being written is waited for.
const BATCH: u32 = 200;

/// What an opened file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OpenedFile {
    /// A report of Portalscope.
    Report {
        /// What it tells beside its calls, as of when it was made.
        facts: Box<Facts>,
    },
    /// A HAR file.
    Har {
        /// The tool that wrote it. `None`: it does not tell.
        creator: Option<String>,
    },
}

/// An opened report or HAR file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenedReport {
    /// Identifies it until it is closed.
    pub id: String,
    /// The name of the file, without its folder.
    pub file_name: String,
    /// What it is.
    pub file: OpenedFile,
    /// How many calls it has.
    pub calls: u32,
}

struct Open {
    about: OpenedReport,
    calls: Engine,
}

/// Opens reports and HAR files. All of it waits for the disk, or for memory.
pub struct OpenedReports {
    past: Arc<PastCalls>,
    history: Arc<History>,
    catalogs: Arc<Catalogs>,
    secrets: Arc<SecretStore>,
    clock: Arc<dyn Clock>,
    open: Mutex<Vec<Arc<Open>>>,
    cancellations: AtomicU32,
}

impl OpenedReports {
    pub(crate) fn new(ground: &Ground, past: Arc<PastCalls>) -> Self {
        Self {
            past,
            history: ground.history.clone(),
            catalogs: ground.catalogs.clone(),
            secrets: ground.secrets.clone(),
            clock: ground.clock.clone(),
            open: Mutex::default(),
            cancellations: AtomicU32::new(0),
        }
    }

    /// Opens a file. `progress`: told at first, and now and then, how many calls were read.
    ///
    /// # Errors
    /// [`Error::ReportRefused`], [`Error::FileUnreadable`], [`Error::Cancelled`]; [`Error::ReportInvalid`] if too many are
    /// open.
    pub fn open(&self, path: &Path, progress: &dyn Fn(u32)) -> Result<OpenedReport> {
        if self.lock().len() >= MAX_OPEN {
            return Err(Error::ReportInvalid(format!("{MAX_OPEN} files are open already. Close one first.")));
        }
        let file = File::open(path).map_err(|error| Error::FileUnreadable(error.kind()))?;
        progress(0);
        let at_first = self.cancellations.load(Ordering::Relaxed);
        let is_cancelled = || self.cancellations.load(Ordering::Relaxed) != at_first;
        let calls = Engine::in_memory(self.options())?;
        let mut writing = Writing { calls: &calls, count: 0, bytes: 0 };
        let catalog = self.catalogs.current();
        let opened = read(&file, &Limits::default(), &mut |call| {
            if is_cancelled() {
                return Err(ReadError::Ended);
            }
            writing.take(call, |call| entry(&catalog, call))?;
            if writing.count.is_multiple_of(BATCH) {
                progress(writing.count);
            }
            Ok(())
        });
        let opened = opened.map_err(|error| match error {
            ReadError::Ended => Error::Cancelled,
            other => Error::ReportRefused(other),
        })?;
        calls.flush()?;
        let file = match opened.kind {
            OpenedKind::Report(facts) => OpenedFile::Report { facts: Box::new(self.cleaned(&facts)?) },
            OpenedKind::Har(creator) => {
                OpenedFile::Har { creator: creator.map(|name| self.secrets.redacted(&name)) }
            }
        };
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let about = OpenedReport { id: new_id(), file_name, file, calls: opened.calls };
        self.lock().push(Arc::new(Open { about: about.clone(), calls }));
        Ok(about)
    }

    /// Ends openings that are in progress.
    pub fn cancel(&self) {
        self.cancellations.fetch_add(1, Ordering::Relaxed);
    }

    /// The files that are open, in the order in which they were opened.
    pub fn list(&self) -> Vec<OpenedReport> {
        self.lock().iter().map(|open| open.about.clone()).collect()
    }

    /// Closes a file, and forgets all of it.
    pub fn close(&self, id: &str) {
        self.lock().retain(|open| open.about.id != id);
    }

    /// A page of its calls, the newest first, as [`History::rows`]. `lookup`: its connection does not count.
    ///
    /// # Errors
    /// [`Error::ReportGone`], [`Error::History`].
    pub fn rows(
        &self,
        id: &str,
        lookup: &HistoryLookup,
        cursor: Option<HistoryCursor>,
        limit: u32,
    ) -> Result<HistoryRows> {
        let open = self.of(id)?;
        let lookup = HistoryLookup { connection: None, ..lookup.clone() };
        let query = Query {
            before: cursor.and_then(|cursor| cursor.memory).map(i64::from),
            limit: limit.clamp(1, 500) as usize,
            ..self.history.query(&lookup)
        };
        let page = open.calls.search(&query, &Cancel::new())?;
        let memory = page.next.map(|next| narrow(usize::try_from(next).unwrap_or_default()));
        Ok(HistoryRows {
            rows: page.entries.into_iter().map(|entry| self.row(&open, entry)).collect(),
            next: memory.map(|memory| HistoryCursor { file: None, memory: Some(memory) }),
        })
    }

    /// A call as the console would show it, explained by what was known when the report was made.
    ///
    /// # Errors
    /// [`Error::ReportGone`], [`Error::HistoryEntryGone`], [`Error::History`].
    pub fn call(&self, id: &str, call: &HistoryEntryId) -> Result<PastCall> {
        let open = self.of(id)?;
        let entry = stored(&open, call)?;
        let key = HistoryEntryId::from(format!("{id}/{call}"));
        self.past.drawn(Drawn {
            id: &key,
            row: self.row(&open, entry.summary.clone()),
            url: url_of(&entry.summary),
            context: Some(self.context(&open.about.file)),
            granted: None,
            is_own: matches!(open.about.file, OpenedFile::Report { .. }),
            today: self.day(&open.about.file),
            entry: &entry,
        })
    }

    /// The request of a call as a draft, to try it on a portal of one's own.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn draft(&self, id: &str, call: &HistoryEntryId) -> Result<ReopenedRequest> {
        let entry = stored(&*self.of(id)?, call)?;
        let name = title_of(&self.catalogs.current(), &entry.summary.method, &entry.summary.operation);
        let (draft, lacks) = draft::of(&entry, &|text| self.secrets.redacted(text));
        Ok(ReopenedRequest { name, draft, lacks, writes: self.past.writes(&entry.summary) })
    }

    fn row(&self, open: &Open, entry: Summary) -> HistoryRow {
        let id = HistoryEntryId::from(entry.id.to_string());
        let row = listed(&self.catalogs.current(), id, entry, &|text| self.secrets.redacted(text));
        HistoryRow {
            portal: facts_of(&open.about.file).map(|facts| facts.connection.hub_id.clone().into()),
            ..row
        }
    }

    fn of(&self, id: &str) -> Result<Arc<Open>> {
        self.lock().iter().find(|open| open.about.id == id).cloned().ok_or(Error::ReportGone)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Open>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What another tool wrote may hold secrets: they become labels on the way in, as in the app's own history.
    fn options(&self) -> Options {
        let (secrets, clock) = (self.secrets.clone(), self.clock.clone());
        let redact = move |text: &str| Some(secrets.redacted(text)).filter(|clean| clean != text);
        let mut options = Options::new(Arc::new(move || clock.now().as_millisecond()), Arc::new(redact));
        options.bounds = Bounds { max_bytes: u64::MAX, max_age: Duration::MAX };
        options.max_body_bytes = MAX_BODY_BYTES;
        options
    }

    fn cleaned(&self, facts: &Facts) -> Result<Facts> {
        Cleaner::new(&self.secrets, PersonalData::Keep, &Masks::default()).document("the facts", facts)
    }

    /// What a verdict and a diagnosis are made with: what the report tells of its connection.
    fn context(&self, file: &OpenedFile) -> ScopeContext {
        let facts = facts_of(file);
        let connection = facts.map(|facts| &facts.connection);
        let credential = connection.map_or("", |connection| &connection.credential);
        let instant = |text: &String| text.parse::<Timestamp>().ok();
        let token = connection.and_then(|connection| connection.token.as_ref());
        let scopes = facts.and_then(|facts| facts.scopes.granted.clone());
        ScopeContext {
            catalog: self.catalogs.current(),
            granted: scopes.as_ref().map(|scopes| scopes.iter().collect()),
            scopes,
            credential: match credential {
                "service_key" => CredentialKind::ServiceKey,
                "private_app" | "static_token" => CredentialKind::PrivateApp,
                _ => CredentialKind::Oauth,
            },
            token_life: token.and_then(|token| instant(&token.issued_at).zip(instant(&token.expires_at))),
            connected_at: connection.and_then(|connection| instant(&connection.connected_at)),
        }
    }

    /// The day on which a report was made; today for what does not tell.
    fn day(&self, file: &OpenedFile) -> String {
        match file {
            OpenedFile::Report { facts } => facts.made_at.clone(),
            OpenedFile::Har { .. } => today(&*self.clock),
        }
    }
}

/// `None`: a HAR file tells none.
fn facts_of(file: &OpenedFile) -> Option<&Facts> {
    match file {
        OpenedFile::Report { facts } => Some(facts),
        OpenedFile::Har { .. } => None,
    }
}

fn stored(open: &Open, call: &HistoryEntryId) -> Result<StoredEntry> {
    let number = call.as_str().parse().map_err(|_| Error::HistoryEntryGone)?;
    match open.calls.entry(number) {
        Err(portalscope_history::Error::NotFound) => Err(Error::HistoryEntryGone),
        entry => Ok(entry?),
    }
}

/// Hands calls to a history in memory, no faster than it takes them.
struct Writing<'a> {
    calls: &'a Engine,
    count: u32,
    bytes: usize,
}

impl Writing<'_> {
    fn take(
        &mut self,
        call: Call,
        entry: impl FnOnce(Call) -> portalscope_history::Entry,
    ) -> std::result::Result<(), ReadError> {
        let size = |body: &Option<portalscope_report::BodyText>| {
            body.as_ref().map_or(0, |body| body.text.len().min(MAX_BODY_BYTES))
        };
        self.bytes += size(&call.request.body) + size(&call.response.body);
        if self.bytes > MAX_HELD_BYTES {
            return Err(ReadError::TooLarge("its bodies have more than 1 GB"));
        }
        self.calls.record(entry(call));
        self.count += 1;
        if self.count.is_multiple_of(BATCH) {
            self.calls.flush().map_err(|_| ReadError::Ended)?;
        }
        Ok(())
    }
}
