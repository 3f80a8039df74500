//! What all requests of a text are held against.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use portalscope_catalog::{Catalog, ObjectTypes};

use crate::Context;

/// Searches for what was meant by an unknown path; each tries many paths.
const MAX_SEARCHES: u32 = 8;
/// Scopes in all addresses of a text; what is near each unknown one is searched for.
const MAX_SCOPES: usize = 500;

pub(crate) struct Known<'a> {
    pub catalog: &'a Catalog,
    /// A day such as `2027-09-14`.
    pub today: &'a str,
    pub context: Context,
    words: OnceCell<Vec<Word>>,
    types: OnceCell<Vec<Word>>,
    similar: RefCell<BTreeMap<String, Vec<&'static str>>>,
    searches: Cell<u32>,
    scopes: Cell<usize>,
}

impl<'a> Known<'a> {
    pub fn new(catalog: &'a Catalog, today: &'a str, context: Context) -> Self {
        let (words, types) = (OnceCell::new(), OnceCell::new());
        Self {
            catalog,
            today,
            context,
            words,
            types,
            similar: RefCell::default(),
            searches: Cell::new(0),
            scopes: Cell::new(0),
        }
    }

    /// Words in the paths of the catalogue within two slips of this one, the nearest first.
    pub fn similar(&self, part: &str) -> Vec<&'static str> {
        if let Some(known) = self.similar.borrow().get(part) {
            return known.clone();
        }
        let words = self.words.get_or_init(|| {
            let parts = self.catalog.operations().iter().flat_map(|operation| operation.path.split('/'));
            let words: BTreeSet<&str> = parts.filter(|part| !part.starts_with('{')).collect();
            words.into_iter().map(Word::new).collect()
        });
        let found: Vec<&'static str> = near(words, part).into_iter().take(4).map(|(_, word)| word).collect();
        self.similar.borrow_mut().insert(part.to_owned(), found.clone());
        found
    }

    /// The name of a type of records within two slips of this one.
    pub fn nearest_type(&self, name: &str) -> Option<&'static str> {
        let types = self.types.get_or_init(|| {
            let names = ObjectTypes::bundled().all().iter().map(|known| known.name.as_str());
            names.filter(|name| *name != "custom").map(Word::new).collect()
        });
        near(types, name).first().map(|(_, word)| *word)
    }

    /// Whether there is still time to search for what was meant by a path.
    pub fn may_search(&self) -> bool {
        self.searches.set(self.searches.get() + 1);
        self.searches.get() <= MAX_SEARCHES
    }

    /// Whether there is still time to judge so many scopes.
    pub fn may_judge_scopes(&self, count: usize) -> bool {
        self.scopes.set(self.scopes.get() + count);
        self.scopes.get() <= MAX_SCOPES
    }

    /// Whether a search was refused.
    pub fn is_done_searching(&self) -> bool {
        self.searches.get() > MAX_SEARCHES
    }
}

/// A word, and which letters it has.
struct Word {
    text: &'static str,
    letters: u32,
}

impl Word {
    fn new(text: &'static str) -> Self {
        Self { text, letters: letters(text) }
    }
}

/// One bit for each letter, and one for all else.
fn letters(text: &str) -> u32 {
    text.bytes().fold(0, |all, byte| all | 1 << if byte.is_ascii_lowercase() { byte - b'a' } else { 31 })
}

/// The words within two edits, or one for short ones, the nearest first.
fn near(words: &[Word], asked: &str) -> Vec<(usize, &'static str)> {
    let most = if asked.len() < 6 { 1 } else { 2 };
    let asked_letters = letters(asked);
    let distance = |word: &Word| {
        // An edit changes whether two letters occur at most; this is quicker than the distance.
        let may_be = word.text.len().abs_diff(asked.len()) <= most
            && (word.letters ^ asked_letters).count_ones() as usize <= 2 * most
            && word.text != asked;
        may_be.then(|| strsim::osa_distance(word.text, asked)).filter(|edits| *edits <= most)
    };
    let mut near: Vec<(usize, &'static str)> =
        words.iter().filter_map(|word| Some((distance(word)?, word.text))).collect();
    near.sort_unstable();
    near
}
