//! Writes that are under way. One that ends after its caller was told that it failed may land beside a newer one: then
//! what came later is written once more, over it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

/// What a name is to hold.
#[derive(Clone)]
pub(crate) enum Wanted {
    Value(Zeroizing<String>),
    Nothing,
}

/// By name, and only while something is under way there.
#[derive(Default)]
pub(crate) struct Writes {
    by_name: Mutex<HashMap<String, Newest>>,
}

struct Newest {
    number: u64,
    /// `None`: it failed, and what came before counts.
    wanted: Option<Wanted>,
    under_way: usize,
}

/// Counts as under way until it is dropped.
pub(crate) struct Write {
    writes: Arc<Writes>,
    name: String,
    number: u64,
}

impl Writes {
    pub(crate) fn begin(self: &Arc<Self>, name: &str, wanted: Wanted) -> Write {
        let mut by_name = self.lock();
        let none = || Newest { number: 0, wanted: None, under_way: 0 };
        let newest = by_name.entry(name.to_owned()).or_insert_with(none);
        newest.number += 1;
        newest.under_way += 1;
        newest.wanted = Some(wanted);
        Write { writes: Arc::clone(self), name: name.to_owned(), number: newest.number }
    }

    /// Whatever is under way at such names is to be gone.
    pub(crate) fn remove_all(&self, is_meant: impl Fn(&str) -> bool) {
        for (_, newest) in self.lock().iter_mut().filter(|(name, _)| is_meant(name)) {
            newest.number += 1;
            newest.wanted = Some(Wanted::Nothing);
        }
    }

    #[cfg(test)]
    pub(crate) fn are_under_way(&self) -> bool {
        !self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Newest>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write {
    /// What was asked for since this began. `None`: nothing was.
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
            newest.under_way -= 1;
            if newest.under_way == 0 {
                by_name.remove(&self.name);
            }
        }
    }
}
