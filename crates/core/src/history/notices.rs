//! Tells the window what it should know about the history.

use std::sync::{Arc, Mutex, PoisonError};

use crate::events::{Event, Events};
use crate::history::notice::HistoryNotice;

/// What was told last, for a window that comes later.
pub(super) struct Notices {
    events: Arc<Events>,
    last: Mutex<Option<HistoryNotice>>,
}

impl Notices {
    pub fn new(events: Arc<Events>) -> Self {
        Self { events, last: Mutex::default() }
    }

    /// What was told last and not put away.
    pub fn last(&self) -> Option<HistoryNotice> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn put_away(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.events.publish(Event::HistoryNoticed(None));
    }

    pub fn tell(&self, notice: HistoryNotice) {
        tracing::warn!("{}", notice.message);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(notice.clone());
        self.events.publish(Event::HistoryNoticed(Some(notice)));
    }
}
