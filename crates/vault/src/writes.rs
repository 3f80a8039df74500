//! Tracks writes in progress. One that lands after its timeout may overwrite a newer one; the newer value is then
//! written again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

/// What an entry should contain.
#[derive(Clone)]
pub(crate) enum Wanted {
    Value(Zeroizing<String>),
    Nothing,
}

/// By name, and only for names with a write in progress.
#[derive(Default)]
pub(crate) struct Writes {
    by_name: Mutex<HashMap<String, Newest>>,
}

struct Newest {
    number: u64,
    /// `None`: the write failed, so it does not replace anything.
    wanted: Option<Wanted>,
    in_progress: usize,
}

/// A write is in progress until this is dropped.
pub(crate) struct Write {
    writes: Arc<Writes>,
    name: String,
    number: u64,
}

impl Writes {
    pub(crate) fn begin(self: &Arc<Self>, name: &str, wanted: Wanted) -> Write {
        let mut by_name = self.lock();
        let none = || Newest { number: 0, wanted: None, in_progress: 0 };
        let newest = by_name.entry(name.to_owned()).or_insert_with(none);
        newest.number += 1;
        newest.in_progress += 1;
        newest.wanted = Some(wanted);
        Write { writes: Arc::clone(self), name: name.to_owned(), number: newest.number }
    }

    /// Makes writes in progress to these names end as removals.
    pub(crate) fn remove_all(&self, matches: impl Fn(&str) -> bool) {
        for (_, newest) in self.lock().iter_mut().filter(|(name, _)| matches(name)) {
            newest.number += 1;
            newest.wanted = Some(Wanted::Nothing);
        }
    }

    #[cfg(test)]
    pub(crate) fn any_in_progress(&self) -> bool {
        !self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Newest>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write {
    /// What a later write wanted. `None`: there was none.
    pub(crate) fn newer(&self) -> Option<Wanted> {
        let by_name = self.writes.lock();
        by_name.get(&self.name).filter(|newest| newest.number != self.number)?.wanted.clone()
    }

    pub(crate) fn failed(&self) {
        if let Some(newest) = self.writes.lock().get_mut(&self.name)
            && newest.number == self.number
        {
            newest.wanted = None;
        }
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        let mut by_name = self.writes.lock();
        if let Some(newest) = by_name.get_mut(&self.name) {
            newest.in_progress -= 1;
            if newest.in_progress == 0 {
                by_name.remove(&self.name);
            }
        }
    }
}
