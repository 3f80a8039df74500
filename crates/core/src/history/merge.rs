//! Pages out of both histories, file and memory, as one list.

use std::collections::VecDeque;

use portalscope_history::{Cancel, History as Engine, Query, Summary};

use crate::error::Result;
use crate::history::place::Place;
use crate::history::view::HistoryCursor;
use crate::platform::numbers::narrow;

/// Readings that one page makes where little is found, so that it comes soon.
const MAX_READINGS: u32 = 12;

/// A part of the list, and where the next begins.
pub(super) struct Merged {
    pub entries: Vec<(Place, Summary)>,
    pub next: Option<HistoryCursor>,
}

/// Reads a page from each history, by the time of sending between them and by id within one. `query`: its `before` is not
/// read.
pub(super) fn page<'a>(
    engines: impl Iterator<Item = (Place, &'a Engine)>,
    query: &Query,
    cursor: Option<HistoryCursor>,
) -> Result<Merged> {
    let mut sources: Vec<_> = engines.map(|(place, engine)| Source::new(place, engine, cursor)).collect();
    let mut entries = Vec::new();
    let mut readings = MAX_READINGS;
    while entries.len() < query.limit {
        if let Some(source) = sources.iter_mut().find(|source| source.must_read()) {
            if readings == 0 {
                break;
            }
            readings -= 1;
            source.read(query)?;
            continue;
        }
        let heads = sources.iter_mut().filter(|source| !source.ahead.is_empty());
        let Some(newest) = heads.max_by_key(|source| source.ahead[0].started_at) else { break };
        entries.extend(newest.take());
    }
    Ok(Merged { entries, next: next(&sources) })
}

fn next(sources: &[Source<'_>]) -> Option<HistoryCursor> {
    let at = |place| sources.iter().find(|source| source.place == place).and_then(Source::position);
    let cursor = HistoryCursor { file: at(Place::File), memory: at(Place::Memory) };
    (cursor.file.is_some() || cursor.memory.is_some()).then_some(cursor)
}

struct Source<'a> {
    place: Place,
    engine: &'a Engine,
    /// What was read and not taken.
    ahead: VecDeque<Summary>,
    /// Entries before this one are not taken yet.
    before: i64,
    /// Entries before this one are not read yet. `None`: there are none.
    unread: Option<i64>,
}

impl<'a> Source<'a> {
    fn new(place: Place, engine: &'a Engine, cursor: Option<HistoryCursor>) -> Self {
        let start = cursor.map_or(Some(u32::MAX), |cursor| match place {
            Place::File => cursor.file,
            Place::Memory => cursor.memory,
        });
        let unread = start.map(|start| if start == u32::MAX { i64::MAX } else { i64::from(start) });
        Self { place, engine, ahead: VecDeque::new(), before: unread.unwrap_or_default(), unread }
    }

    fn must_read(&self) -> bool {
        self.ahead.is_empty() && self.unread.is_some()
    }

    fn read(&mut self, query: &Query) -> Result<()> {
        let page = self.engine.search(&Query { before: self.unread, ..query.clone() }, &Cancel::new())?;
        self.ahead = page.entries.into();
        self.unread = page.next;
        if self.ahead.is_empty() {
            self.before = page.next.unwrap_or(self.before);
        }
        Ok(())
    }

    fn take(&mut self) -> Option<(Place, Summary)> {
        let entry = self.ahead.pop_front()?;
        self.before = match self.unread {
            // What was looked at in vain is not looked at again.
            Some(unread) if self.ahead.is_empty() => unread,
            _ => entry.id,
        };
        Some((self.place, entry))
    }

    fn position(&self) -> Option<u32> {
        let is_end = self.ahead.is_empty() && self.unread.is_none();
        (!is_end).then(|| narrow(usize::try_from(self.before).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use portalscope_history::{Entry, Options};

    use super::*;

    /// A history with calls that were sent at these times.
    fn history(times: impl Iterator<Item = i64>) -> Engine {
        let engine = Engine::in_memory(Options::new(Arc::new(|| 1_000), Arc::new(|_: &str| None))).unwrap();
        for started_at in times {
            engine.record(Entry { started_at, path: started_at.to_string(), ..Entry::default() });
        }
        engine.flush().unwrap();
        engine
    }

    fn all(file: &Engine, memory: &Engine, query: &Query) -> Vec<i64> {
        let engines = [(Place::File, file), (Place::Memory, memory)];
        let (mut times, mut cursor) = (Vec::new(), None);
        loop {
            let merged = page(engines.into_iter(), query, cursor).unwrap();
            assert!(merged.entries.len() <= query.limit);
            times.extend(merged.entries.iter().map(|(_, entry)| entry.started_at));
            cursor = merged.next;
            if cursor.is_none() {
                return times;
            }
        }
    }

    #[test]
    fn both_histories_are_one_list_by_time_whatever_the_page() {
        let (even, odd) = (history((0..60).map(|at| at * 2)), history((0..10).map(|at| at * 10 + 1)));
        let mut expected: Vec<i64> = (0..60).map(|at| at * 2).chain((0..10).map(|at| at * 10 + 1)).collect();
        expected.sort_unstable_by(|one, other| other.cmp(one));
        for limit in [1, 3, 7, 100] {
            let query = Query { limit, ..Query::default() };
            assert_eq!(all(&even, &odd, &query), expected, "{limit} a page");
            assert_eq!(all(&odd, &even, &query), expected, "{limit} a page");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_loses_nothing_and_turns_no_history_around() {
        let (file, memory) = (history([5, 6, 1, 2].into_iter()), history([3, 4].into_iter()));
        let times = all(&file, &memory, &Query { limit: 2, ..Query::default() });
        let of_file: Vec<_> = times.iter().filter(|at| ![3, 4].contains(*at)).collect();
        assert_eq!((times.len(), of_file), (6, vec![&2, &1, &6, &5]));
    }

    #[test]
    fn words_that_are_rare_are_found_over_several_pages() {
        let (file, memory) = (history(0..3_000), history(std::iter::empty()));
        let query = Query { text: "17".to_owned(), limit: 1, ..Query::default() };
        assert_eq!(all(&file, &memory, &query).last(), Some(&17));
    }
}
