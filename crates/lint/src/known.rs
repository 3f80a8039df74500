//! What all requests of a text are held against.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;

use portalscope_catalog::Catalog;

use crate::Context;

/// Searches for what was meant by an unknown path; each looks at every word of the catalogue.
const MAX_SEARCHES: u32 = 8;

pub(crate) struct Known<'a> {
    pub catalog: &'a Catalog,
    /// A day such as `2027-09-14`.
    pub today: &'a str,
    pub context: Context,
    words: OnceCell<Vec<&'static str>>,
    searches: Cell<u32>,
}

impl<'a> Known<'a> {
    pub fn new(catalog: &'a Catalog, today: &'a str, context: Context) -> Self {
        Self { catalog, today, context, words: OnceCell::new(), searches: Cell::new(0) }
    }

    /// The words in the paths of the catalogue, each once.
    pub fn words(&self) -> &[&'static str] {
        self.words.get_or_init(|| {
            let parts = self.catalog.operations().iter().flat_map(|operation| operation.path.split('/'));
            let words: BTreeSet<&str> = parts.filter(|part| !part.starts_with('{')).collect();
            words.into_iter().collect()
        })
    }

    /// Whether there is still time to search for what was meant by a path.
    pub fn may_search(&self) -> bool {
        self.searches.set(self.searches.get() + 1);
        self.searches.get() <= MAX_SEARCHES
    }

    /// Whether a search was refused.
    pub fn is_done_searching(&self) -> bool {
        self.searches.get() > MAX_SEARCHES
    }
}
