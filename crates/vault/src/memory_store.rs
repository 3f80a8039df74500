//! Secrets in memory, for sessions that must leave no trace on the computer.

use std::collections::HashMap;

use zeroize::Zeroizing;

#[derive(Default)]
pub(crate) struct MemoryStore {
    entries: HashMap<String, Zeroizing<String>>,
}

impl MemoryStore {
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.entries.insert(name.to_owned(), Zeroizing::new(value.to_owned()));
    }

    pub(crate) fn get(&self, name: &str) -> Option<Zeroizing<String>> {
        self.entries.get(name).cloned()
    }

    pub(crate) fn remove(&mut self, name: &str) -> bool {
        self.entries.remove(name).is_some()
    }
}
