//! Tells that what a reader sees has changed: at once, and of many changes in a row at most every [`INTERVAL`].

use std::time::{Duration, Instant};

/// Whoever reads again on each change must not do so for each of the many entries of a run.
const INTERVAL: Duration = Duration::from_millis(250);

/// What was changed since it was told last.
#[derive(Default)]
pub(crate) struct Changes {
    is_pending: bool,
    told: Option<Instant>,
}

impl Changes {
    /// Something was changed, if this holds.
    pub fn note_if(&mut self, is_changed: bool) {
        self.is_pending |= is_changed;
    }

    /// How long until it is to be told. `None`: there is nothing to tell.
    pub fn due_in(&self) -> Option<Duration> {
        let since = self.told.map_or(INTERVAL, |told| told.elapsed());
        self.is_pending.then(|| INTERVAL.saturating_sub(since))
    }

    /// Tells it if it is time to.
    pub fn tell_if_due(&mut self, tell: &dyn Fn()) {
        if self.due_in() == Some(Duration::ZERO) {
            self.is_pending = false;
            self.told = Some(Instant::now());
            tell();
        }
    }
}
