//! The history as its callers see it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::groups::{self, CalledOperation, FailureGroup, SeenVersion};
use crate::jobs::{Doomed, Job, Removal};
use crate::list::{Filter, Page};
use crate::notice::Notice;
use crate::open::Location;
use crate::options::{Bounds, Options, Redact};
use crate::read::{Cancel, Readers};
use crate::redact_again::{RedactAgain, unfinished};
use crate::search::{Query, search};
use crate::storage::{ConnectionUsage, Usage, usage, usage_by_connection};
use crate::stored::{StoredEntry, entry};
use crate::update::{Change, Store};
use crate::writer::{MAX_QUEUED_BYTES, Shared, Task, Writer};

/// The history of calls. All but [`History::record`] waits for the disk: call it off the threads of an async runtime.
///
/// Dropping it commits what was recorded.
pub struct History {
    tasks: Sender<Task>,
    shared: Arc<Shared>,
    readers: Readers,
    writer: Option<JoinHandle<()>>,
}

impl History {
    /// Opens the file, or makes it for this user only. A broken one is renamed and a new one begun, which
    /// [`Options::notify`] is told.
    ///
    /// # Errors
    /// [`Error::Newer`]; [`Error::File`] and [`Error::Database`] if the file cannot be reached.
    pub fn open(file: &Path, options: Options) -> Result<Self> {
        Self::start(Location::File(file.to_owned()), options)
    }

    /// A history that ends with the process and that no other one can reach.
    ///
    /// # Errors
    /// [`Error::Database`] if there is no memory.
    pub fn in_memory(options: Options) -> Result<Self> {
        Self::start(Location::memory(), options)
    }

    fn start(location: Location, options: Options) -> Result<Self> {
        let shared = Arc::new(Shared::new(location.clone(), Arc::clone(&options.notify)));
        let store = match Store::open(&location, &options) {
            Err(error) if error.is_broken_file() => {
                if let Some(path) = location.set_aside()? {
                    shared.tell(Notice::SetAside(path));
                }
                Store::open(&location, &options)?
            }
            opened => opened?,
        };
        let (tasks, queue) = channel();
        let writer = Writer::new(queue, Arc::clone(&shared), options, store);
        let thread = Builder::new().name("history".to_owned()).spawn(move || writer.run())?;
        let readers = Readers::new(location, Arc::clone(&shared));
        Ok(Self { tasks, shared, readers, writer: Some(thread) })
    }

    /// Records an entry: it is committed within 100 ms. Never waits, never fails; what cannot be kept is told to
    /// [`Options::notify`].
    pub fn record(&self, entry: Entry) {
        let weight = entry.weight();
        let queued = self.shared.queued_bytes.fetch_add(weight, Ordering::Relaxed);
        let is_full = queued > 0 && queued.saturating_add(weight) > MAX_QUEUED_BYTES;
        let why = if is_full {
            Notice::TooMuchAtOnce
        } else if self.tasks.send(Task::Record(Box::new(entry))).is_err() {
            Notice::NotWritten
        } else {
            return;
        };
        self.shared.queued_bytes.fetch_sub(weight, Ordering::Relaxed);
        self.shared.lose(why);
    }

    /// Waits until all that was recorded before is committed, or lost.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn flush(&self) -> Result<()> {
        let (done, wait) = sync_channel(1);
        self.ask(Task::Flush(done))?;
        wait.recv().map_err(|_| Error::Closed)
    }

    /// A page of entries, the newest first.
    ///
    /// # Errors
    /// [`Error::Cancelled`], [`Error::Database`].
    pub fn search(&self, query: &Query, cancel: &Cancel) -> Result<Page> {
        let found = self.readers.read(cancel, |database, decoder| search(database, decoder, cancel, query));
        self.report_if_broken(found)
    }

    /// One entry with all that was kept.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Broken`], [`Error::Database`].
    pub fn entry(&self, id: i64) -> Result<StoredEntry> {
        self.read(|database| entry(database, id))
    }

    /// The operations that were called, with ids folded, the newest first. `None`: of all connections.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn called(&self, connection: Option<&str>) -> Result<Vec<CalledOperation>> {
        self.read(|database| groups::called(database, connection))
    }

    /// The failures by cause and operation, the newest first. `None`: of all connections.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn failures(&self, connection: Option<&str>) -> Result<Vec<FailureGroup>> {
        self.read(|database| groups::failing(database, connection))
    }

    /// The API versions that were called since an instant (milliseconds since 1970), to the day (UTC). `None`: of all
    /// connections.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn versions_since(&self, since: i64, connection: Option<&str>) -> Result<Vec<SeenVersion>> {
        self.read(|database| groups::seen(database, connection, since))
    }

    /// What the history takes.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn usage(&self) -> Result<Usage> {
        self.read(|database| usage(database, &self.shared.location))
    }

    /// What each connection has, the one with the newest entry first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn usage_by_connection(&self) -> Result<Vec<ConnectionUsage>> {
        self.read(usage_by_connection)
    }

    /// Writes a note to an entry, or removes it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Database`].
    pub fn set_note(&self, id: i64, note: Option<&str>) -> Result<()> {
        self.change(Change::Note(id, note.map(str::to_owned)))
    }

    /// Pins an entry, so that it is kept beyond the bounds, or no longer.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Database`].
    pub fn set_pinned(&self, id: i64, pinned: bool) -> Result<()> {
        self.change(Change::Pin(id, pinned))
    }

    /// Changes the bounds. What is beyond them is removed in the background.
    pub fn set_bounds(&self, bounds: Bounds) {
        // A writer that has ended keeps nothing.
        let _ = self.tasks.send(Task::SetBounds(bounds));
    }

    /// Removes one entry; see [`Self::delete_matching`].
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Database`].
    pub fn delete(&self, id: i64) -> Result<()> {
        match self.delete_matching(&Filter { id: Some(id), ..Filter::default() })? {
            0 => Err(Error::NotFound),
            _ => Ok(()),
        }
    }

    /// Removes the entries that a filter finds, pinned ones too; the default filter finds all. Returns how many there
    /// were. Afterwards nothing of them is in the file, in its index or in its log; unless another process just reads
    /// the log, which is cut as soon as that is done. If it fails, a part may have been removed.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn delete_matching(&self, filter: &Filter) -> Result<u64> {
        self.remove(Doomed::Found(filter.clone()))
    }

    /// Removes these entries, as far as they are there; see [`Self::delete_matching`].
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn delete_entries(&self, mut ids: Vec<i64>) -> Result<u64> {
        ids.sort_unstable_by(|one, other| other.cmp(one));
        ids.dedup();
        self.remove(Doomed::Named(ids))
    }

    fn remove(&self, doomed: Doomed) -> Result<u64> {
        let (reply, wait) = sync_channel(1);
        self.job(Job::Removal(Removal::new(doomed, reply)), &wait)
    }

    /// Removes all entries of a connection; see [`Self::delete_matching`].
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn delete_connection(&self, connection: &str) -> Result<u64> {
        self.delete_matching(&Filter { connection: Some(connection.to_owned()), ..Filter::default() })
    }

    /// Passes all texts that were written before through `find`, the newest first, and waits for it. Returns how many
    /// entries have changed. `job` names it: if the process ends meanwhile, [`Self::unfinished_redactions`] has it, and the
    /// same name goes on where it was.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Closed`].
    pub fn redact_again(&self, job: &str, find: Redact) -> Result<u64> {
        let (reply, wait) = sync_channel(1);
        self.job(Job::RedactAgain(RedactAgain::new(job, find, reply)), &wait)
    }

    /// The same, and waits for nothing. `unfinished`: a redaction of a process that has ended, which goes on where it was
    /// under this name. Should that process be there after all, it begins again with its own.
    pub fn redact_again_later(&self, job: &str, unfinished: Option<&str>, find: Redact) {
        let (reply, _) = sync_channel(1);
        let job = RedactAgain::new(job, find, reply).instead_of(unfinished);
        // If the writer has ended, the next process goes on.
        let _ = self.ask(Task::Job(Job::RedactAgain(job)));
    }

    /// The names of redactions that have begun and not ended.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn unfinished_redactions(&self) -> Result<Vec<String>> {
        self.read(unfinished)
    }

    fn read<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> Result<T>) -> Result<T> {
        self.report_if_broken(self.readers.read(&Cancel::new(), |database, _| work(database)))
    }

    /// The writer looks at a file that a reader found broken.
    fn report_if_broken<T>(&self, result: Result<T>) -> Result<T> {
        if result.as_ref().is_err_and(Error::is_broken_file) {
            self.ask(Task::Examine)?;
        }
        result
    }

    fn change(&self, change: Change) -> Result<()> {
        let (reply, wait) = sync_channel(1);
        self.ask(Task::Change(change, reply))?;
        wait.recv().map_err(|_| Error::Closed)?
    }

    fn job(&self, job: Job, wait: &Receiver<Result<u64>>) -> Result<u64> {
        self.ask(Task::Job(job))?;
        wait.recv().map_err(|_| Error::Closed)?
    }

    fn ask(&self, task: Task) -> Result<()> {
        self.tasks.send(task).map_err(|_| Error::Closed)
    }
}

impl Drop for History {
    fn drop(&mut self) {
        self.readers.close();
        let _ = self.tasks.send(Task::Stop);
        if let Some(writer) = self.writer.take() {
            // If it panicked, that was said where it did.
            let _ = writer.join();
        }
    }
}
