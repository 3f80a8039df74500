//! The search, newest first: each word must be in one of an entry's texts, also as a part of a longer word.

use memchr::memmem::Finder;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::codec::Decoder;
use crate::error::{Error, Result};
use crate::fold::words;
use crate::grams::{Rows, block_of, first_id, rows_with, wanted};
use crate::index::{indexed_below, searched};
use crate::list::{Conditions, Filter, Page, ends, page};
use crate::read::Cancel;
use crate::stored::{COLUMNS, JOINS, Summary, Texts};

/// How much one page does before it comes, so that the person sees something: a block of the index or an entry that is
/// read counts one.
const STEPS_PER_PAGE: usize = 1_500;
/// So few entries are read at once, without more of the index.
const FEW_ROWS: usize = 2;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words, all of which must be there, whatever their case; quotes keep words together. Empty: only the filter.
    pub text: String,
    /// Only among these.
    pub filter: Filter,
    /// Only entries with ids before this one: [`Page::next`]. `None`: from the newest.
    pub before: Option<i64>,
    /// Entries of a page.
    pub limit: usize,
}

/// One page of what is found.
pub(crate) fn search(
    database: &Connection,
    decoder: &mut Decoder,
    cancel: &Cancel,
    query: &Query,
) -> Result<Page> {
    let before = query.before.unwrap_or(i64::MAX);
    let words = words(&query.text);
    if words.is_empty() {
        return page(database, &query.filter, before, query.limit);
    }
    let conditions = query.filter.conditions(database)?;
    let Some((oldest, newest)) = ends(database)?.filter(|_| !conditions.is_empty) else {
        return Ok(Page::default());
    };
    let mut search = Search {
        database,
        decoder,
        conditions,
        finders: words.iter().map(|word| Finder::new(word.as_bytes())).collect(),
        page: Page::default(),
        limit: query.limit.max(1),
        steps: STEPS_PER_PAGE,
    };
    search.run(&words, (oldest, before.min(newest.saturating_add(1))), cancel)?;
    Ok(search.page)
}

struct Search<'a> {
    database: &'a Connection,
    decoder: &'a mut Decoder,
    conditions: Conditions,
    finders: Vec<Finder<'a>>,
    page: Page,
    limit: usize,
    steps: usize,
}

impl Search<'_> {
    fn run(&mut self, words: &[String], (oldest, before): (i64, i64), cancel: &Cancel) -> Result<()> {
        let below = indexed_below(self.database)?;
        let mut block = block_of(before - 1);
        while block >= block_of(oldest) {
            cancel.check()?;
            let rows = if block < below { candidates(self.database, block, words)? } else { Rows::ALL };
            self.steps = self.steps.saturating_sub(1);
            for row in rows.newest_first() {
                let id = first_id(block) + i64::from(row);
                if id < before && id >= oldest && self.take(id)? {
                    self.page.next = Some(id).filter(|id| *id > oldest);
                    return Ok(());
                }
            }
            block -= 1;
        }
        Ok(())
    }

    /// Takes the entry if it has all words. Returns whether the page ends with it.
    fn take(&mut self, id: i64) -> Result<bool> {
        if let Some(summary) = self.summary(id)? {
            self.steps = self.steps.saturating_sub(1);
            if self.matches(id)? {
                self.page.entries.push(summary);
            }
        }
        Ok(self.page.entries.len() >= self.limit || self.steps == 0)
    }

    fn summary(&self, id: i64) -> Result<Option<Summary>> {
        let sql = format!("SELECT {COLUMNS} FROM entry {JOINS} WHERE entry.id = ? {}", self.conditions.sql);
        let values = std::iter::once(&id.into()).chain(&self.conditions.values).cloned().collect::<Vec<_>>();
        let mut query = self.database.prepare_cached(&sql)?;
        Ok(query.query_row(params_from_iter(values), Summary::of).optional()?)
    }

    fn matches(&mut self, id: i64) -> Result<bool> {
        let texts = match Texts::read_searched(self.database, self.decoder, id) {
            Ok(Some(texts)) => texts,
            // One broken text must not end the search for all others.
            Ok(None) | Err(Error::Broken) => return Ok(false),
            Err(error) => return Err(error),
        };
        let parts: Vec<_> = searched(&texts).collect();
        Ok(self.finders.iter().all(|word| parts.iter().any(|part| word.find(part.as_bytes()).is_some())))
    }
}

/// The rows of an indexed block that may have all words.
fn candidates(database: &Connection, block: i64, words: &[String]) -> Result<Rows> {
    let mut query = database.prepare_cached("SELECT content FROM gram WHERE block = ?1 AND bucket = ?2")?;
    let mut found = Rows::ALL;
    for (bucket, slots) in words.iter().flat_map(|word| wanted(word)) {
        let bucket = i64::try_from(bucket).unwrap_or_default();
        let mut rows = query.query([block, bucket])?;
        let Some(row) = rows.next()? else { return Ok(Rows::default()) };
        let content = row.get_ref(0)?.as_blob().map_err(|_| Error::Broken)?;
        // A broken part of the index rules nothing out.
        found.intersect(&rows_with(content, &slots).unwrap_or(Rows::ALL));
        if found.len() <= FEW_ROWS {
            break;
        }
    }
    Ok(found)
}
