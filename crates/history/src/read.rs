//! Read-only connections, and the cancelling of what takes long.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, InterruptHandle};

use crate::codec::Decoder;
use crate::error::{Error, Result};
use crate::open::Location;
use crate::writer::Shared;

/// More are closed after use.
const MAX_IDLE: usize = 2;

/// Cancels one reading, from any thread. A reading that has not begun yet ends at once.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Cancelled>);

#[derive(Default)]
struct Cancelled {
    is_cancelled: AtomicBool,
    running: Mutex<Option<InterruptHandle>>,
}

impl Cancel {
    /// Of a reading that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the reading with [`Error::Cancelled`].
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::Release);
        let running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = &*running {
            running.interrupt();
        }
    }

    /// # Errors
    /// [`Error::Cancelled`], if it was.
    pub(crate) fn check(&self) -> Result<()> {
        if self.0.is_cancelled.load(Ordering::Acquire) { Err(Error::Cancelled) } else { Ok(()) }
    }

    fn set_running(&self, running: Option<InterruptHandle>) {
        *self.0.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }
}

/// A connection that reads, with what it reads by.
pub(crate) struct Reader {
    pub database: Connection,
    pub decoder: Decoder,
    generation: u64,
}

/// The connections that are not in use.
pub(crate) struct Readers {
    location: Location,
    shared: Arc<Shared>,
    idle: Mutex<Vec<Reader>>,
}

impl Readers {
    pub fn new(location: Location, shared: Arc<Shared>) -> Self {
        Self { location, shared, idle: Mutex::default() }
    }

    /// Reads within one transaction, so that all is of one moment.
    pub fn read<T>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce(&Connection, &mut Decoder) -> Result<T>,
    ) -> Result<T> {
        cancel.check()?;
        let mut reader = self.take()?;
        cancel.set_running(Some(reader.database.get_interrupt_handle()));
        // It may have been cancelled before there was anything to interrupt.
        let result = cancel.check().and_then(|()| {
            let transaction = reader.database.unchecked_transaction()?;
            work(&transaction, &mut reader.decoder)
        });
        cancel.set_running(None);
        self.give_back(reader);
        result
    }

    /// Closes what is not in use. The last connection to close must be one that can write: it moves the log into the file.
    pub fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn take(&self) -> Result<Reader> {
        let generation = self.shared.generation.load(Ordering::Acquire);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|reader| reader.generation == generation);
        if let Some(reader) = idle.pop() {
            return Ok(reader);
        }
        drop(idle);
        Ok(Reader { database: self.location.open_reader()?, decoder: Decoder::new(), generation })
    }

    fn give_back(&self, reader: Reader) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MAX_IDLE {
            idle.push(reader);
        }
    }
}
