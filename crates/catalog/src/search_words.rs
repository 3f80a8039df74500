//! Words that people type and titles do not contain: synonyms, and further words of single calls.
//!
//! The table is `data/search_words.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::bundle;
use crate::lines::{DataError, content_lines};
use crate::title::unversioned_key;

#[derive(Debug, Default)]
pub(crate) struct SearchWords {
    meanings: HashMap<&'static str, Vec<&'static str>>,
    by_call: HashMap<String, &'static str>,
}

impl SearchWords {
    pub fn bundled() -> &'static SearchWords {
        static WORDS: OnceLock<SearchWords> = OnceLock::new();
        WORDS.get_or_init(|| {
            Self::parse(bundle::text("search_words.txt"))
                .expect("BUG: a test parses the bundled search words")
        })
    }

    fn parse(text: &'static str) -> Result<Self, DataError> {
        let mut words = Self::default();
        for (number, line) in content_lines(text) {
            let fault = || DataError::new("search_words.txt", number, "`word = word ...` is wanted");
            let (key, meant) = line.split_once(" = ").ok_or_else(fault)?;
            match key.split_once(' ') {
                Some((method, path)) => drop(words.by_call.insert(unversioned_key(method, path), meant)),
                None => drop(words.meanings.insert(key, meant.split(' ').collect())),
            }
        }
        Ok(words)
    }

    /// The synonyms of a typed word, or of an idiom whose words are joined by `_`.
    pub fn meanings(&self, word: &str) -> Option<&[&'static str]> {
        self.meanings.get(word).map(Vec::as_slice)
    }

    /// Further words of a call.
    pub fn of_call(&self, method: &str, path: &str) -> &'static str {
        self.by_call.get(&unversioned_key(method, path)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;

    #[test]
    fn every_line_of_the_table_has_an_effect() {
        let words = SearchWords::bundled();
        let calls: Vec<String> =
            Catalog::bundled().operations().iter().map(|op| unversioned_key(op.method, op.path)).collect();
        for call in words.by_call.keys() {
            assert!(calls.contains(call), "no operation is {call}");
        }
        for (word, meant) in &words.meanings {
            assert!(!meant.contains(word), "{word} is its own synonym");
        }
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        assert!(SearchWords::parse("find search").is_err_and(|error| error.line == 1));
    }
}
