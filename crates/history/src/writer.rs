//! The writer's thread: takes what was recorded from the queue and commits it in batches; long work is done between them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::changes::Changes;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::jobs::{Job, broken};
use crate::notice::Notice;
use crate::open::Location;
use crate::options::{Bounds, Options};
use crate::prune::Pruning;
use crate::update::{Change, Outcome, Store};

/// How long the first entry of a batch waits for others. With the commit it must stay below 100 ms.
const LINGER: Duration = Duration::from_millis(25);
const MAX_BATCH: usize = 256;
/// How often it is looked for what other processes wrote.
const IDLE: Duration = Duration::from_secs(2);
/// How often the bounds are looked at when nothing happens.
const IDLES_BETWEEN_PRUNING: u32 = 30;
/// What is recorded beyond this (bytes in memory) is lost, so that a stuck disk does not take the memory.
pub(crate) const MAX_QUEUED_BYTES: usize = 64 * 1024 * 1024;

/// What the writer is asked for, in this order.
pub(crate) enum Task {
    Record(Box<Entry>),
    /// Answered when all that was recorded before is committed.
    Flush(SyncSender<()>),
    Change(Change, SyncSender<Result<()>>),
    Job(Job),
    SetBounds(Bounds),
    /// A reader found the file broken.
    Examine,
    Stop,
}

/// What the writer shares with the callers.
pub(crate) struct Shared {
    pub location: Location,
    /// Grows when the file was set aside: connections to the old one are of no use.
    pub generation: AtomicU64,
    pub queued_bytes: AtomicUsize,
    /// What was told last, until all is well again.
    told: Mutex<Option<Notice>>,
    lost: AtomicU64,
    notify: Arc<dyn Fn(Notice) + Send + Sync>,
}

impl Shared {
    pub fn new(location: Location, notify: Arc<dyn Fn(Notice) + Send + Sync>) -> Self {
        Self {
            location,
            generation: AtomicU64::default(),
            queued_bytes: AtomicUsize::default(),
            told: Mutex::default(),
            lost: AtomicU64::default(),
            notify,
        }
    }

    /// Counts a lost entry, and tells why unless that was told.
    pub fn lose(&self, why: Notice) {
        self.lost.fetch_add(1, Ordering::Relaxed);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.as_ref() != Some(&why) {
            *told = Some(why.clone());
            drop(told);
            (self.notify)(why);
        }
    }

    /// Entries are written again.
    fn recovered(&self) {
        if self.told.lock().unwrap_or_else(PoisonError::into_inner).take().is_some() {
            (self.notify)(Notice::Recovered { lost: self.lost.swap(0, Ordering::Relaxed) });
        }
    }

    /// Tells of a file that was set aside.
    pub fn tell(&self, notice: Notice) {
        (self.notify)(notice);
    }
}

pub(crate) struct Writer {
    tasks: Receiver<Task>,
    shared: Arc<Shared>,
    options: Options,
    /// `None`: the file could not be opened again after it was broken; each batch tries.
    store: Option<Store>,
    jobs: VecDeque<Job>,
    pruning: Pruning,
    changes: Changes,
    idles: u32,
}

impl Writer {
    pub fn new(tasks: Receiver<Task>, shared: Arc<Shared>, options: Options, store: Store) -> Self {
        let pruning = Pruning::new(options.bounds);
        let changes = Changes::default();
        Self { tasks, shared, options, store: Some(store), jobs: VecDeque::new(), pruning, changes, idles: 0 }
    }

    /// Works until it is told to stop or nobody can ask any more. What was recorded is written then.
    pub fn run(mut self) {
        loop {
            let wait =
                if self.is_busy() { Duration::ZERO } else { self.changes.due_in().unwrap_or(IDLE).min(IDLE) };
            match self.tasks.recv_timeout(wait) {
                Ok(task) => {
                    if !self.take(task) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) if wait == IDLE => self.idle(),
                Err(RecvTimeoutError::Timeout) => (),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.step();
            self.changes.tell_if_due(&*self.options.changed);
        }
    }

    fn idle(&mut self) {
        self.idles += 1;
        if self.idles.is_multiple_of(IDLES_BETWEEN_PRUNING) {
            self.pruning.look_again();
        }
        // A file that cannot be read now is read again a moment later.
        let elsewhere = self.store.as_mut().map(Store::was_written_elsewhere);
        self.changes.note_if(matches!(elsewhere, Some(Ok(true))));
    }

    fn is_busy(&self) -> bool {
        !self.jobs.is_empty()
            || self.pruning.is_due()
            || self.store.as_ref().is_some_and(Store::has_leftovers)
    }

    /// Does one task; entries with those that follow. Returns false at the end.
    fn take(&mut self, task: Task) -> bool {
        match task {
            Task::Record(entry) => return self.take_batch(*entry),
            Task::Flush(done) => drop(done.send(())),
            Task::Change(change, reply) => drop(reply.send(self.change(&change))),
            Task::Job(job) => self.jobs.push_back(job),
            Task::SetBounds(bounds) => self.pruning.set_bounds(bounds),
            Task::Examine => self.set_aside_if_broken::<()>(&Err(broken())),
            Task::Stop => return false,
        }
        true
    }

    fn take_batch(&mut self, first: Entry) -> bool {
        let end = Instant::now() + LINGER;
        let mut batch = vec![first];
        let mut next = None;
        while batch.len() < MAX_BATCH && next.is_none() {
            match self.tasks.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Task::Record(entry)) => batch.push(*entry),
                Ok(task) => next = Some(task),
                Err(_) => break,
            }
        }
        self.write(&batch);
        next.is_none_or(|task| self.take(task))
    }

    /// Commits a batch. If it fails, its entries are tried one by one: perhaps one alone is too large.
    fn write(&mut self, batch: &[Entry]) {
        let written = self.try_write(batch);
        let alone = if batch.len() > 1 { batch.chunks(1) } else { [].chunks(1) };
        match written {
            Ok(()) => self.shared.recovered(),
            Err(error) if alone.len() == 0 => {
                self.make_room();
                self.shared.lose(reason(&error));
            }
            Err(_) => {
                self.make_room();
                for entry in alone {
                    if let Err(error) = self.try_write(entry) {
                        self.shared.lose(reason(&error));
                    }
                }
            }
        }
        let weight: usize = batch.iter().map(Entry::weight).sum();
        self.shared.queued_bytes.fetch_sub(weight, Ordering::Relaxed);
        self.pruning.note(batch.len());
    }

    fn try_write(&mut self, batch: &[Entry]) -> Result<()> {
        let result = self.store().and_then(|store| store.insert(batch));
        self.note_change(&result);
        result
    }

    fn make_room(&mut self) {
        if let Some(store) = &mut self.store {
            store.make_room();
        }
    }

    fn change(&mut self, change: &Change) -> Result<()> {
        let result = self.store().and_then(|store| store.change(change));
        self.note_change(&result);
        result
    }

    fn note_change(&mut self, result: &Result<()>) {
        self.changes.note_if(result.is_ok());
        self.set_aside_if_broken(result);
    }

    /// One step of the work that can wait.
    fn step(&mut self) {
        let bounds_due = self.pruning.is_due();
        let Some(store) = &mut self.store else { return self.jobs.clear() };
        let mut result = store.tidy();
        if bounds_due {
            let pruned = result.and_then(|()| self.pruning.step(store, (self.options.clock)()));
            self.changes.note_if(pruned.as_ref().is_ok_and(|removed| *removed));
            result = pruned.map(drop);
        }
        if let Some(mut job) = self.jobs.pop_front() {
            self.changes.note_if(true);
            match job.step(store) {
                Ok(Outcome::More) => self.jobs.push_front(job),
                Ok(Outcome::Done) => (),
                Err(error) => {
                    // The job is told that it failed, and its error decides about the file as well.
                    result = result.and(Err(job.fail(error)));
                }
            }
        }
        if result.is_err() {
            // A full disk will be no emptier in a moment.
            self.pruning.wait();
            store.make_room();
        }
        self.set_aside_if_broken(&result);
    }

    fn store(&mut self) -> Result<&mut Store> {
        if self.store.is_none() {
            self.store = Some(Store::open(&self.shared.location, &self.options)?);
            self.shared.generation.fetch_add(1, Ordering::Release);
        }
        self.store.as_mut().ok_or(Error::Closed)
    }

    /// Begins a new file if this one is broken, which is looked at again.
    fn set_aside_if_broken<T>(&mut self, result: &Result<T>) {
        let is_broken = result.as_ref().is_err_and(Error::is_broken_file);
        if !is_broken {
            return;
        }
        self.store = None;
        if let Ok(Some(path)) = self.shared.location.set_aside() {
            self.shared.tell(Notice::SetAside(path));
        }
        // If it fails, the next batch tries again.
        let _ = self.store();
    }
}

fn reason(error: &Error) -> Notice {
    if error.is_full() { Notice::DiskFull } else { Notice::NotWritten }
}
