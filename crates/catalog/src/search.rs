//! Search over operations: each typed word is compared with the catalogue's words, then the operations are ranked.
//!
//! The words (about two thousand) are compared once per key stroke, and operations only add up their scores, so a search
//! takes less than a millisecond. Matches parts of words, and words with missing or swapped letters.
//!
//! No search library: the ranking by version, method and object is specific to HubSpot, and `tests/fixtures/searches.txt` holds it
//! to 320 queries. Only the edit distance is one (`strsim`).

use std::collections::{HashMap, HashSet};

use crate::edit_distance::edit_distance;
use crate::objects::ObjectTypes;
use crate::operation::{Operation, Requirement};
use crate::search_words::SearchWords;
use crate::versions::is_version;

/// The score from which on a word's match counts, out of `EXACT_SCORE`.
const MIN_SCORE: u32 = 30;
const EXACT_SCORE: u32 = 100;

/// The score of a synonym of a typed word.
const SYNONYM_SCORE: u32 = 98;

/// Words that are ignored.
const STOP_WORDS: [&str; 27] = [
    "a", "an", "the", "of", "in", "to", "for", "all", "my", "https:", "http:", "by", "with", "from", "and",
    "or", "on", "at", "is", "are", "this", "that", "who", "how", "what", "i", "id",
];

#[derive(Debug)]
pub(crate) struct SearchIndex {
    words: Vec<Word>,
    entries: Vec<Entry>,
}

/// A word of the catalogue, and its singular.
#[derive(Debug)]
struct Word {
    text: String,
    stem: String,
}

#[derive(Debug)]
struct Entry {
    /// The operation's words by index, each with its weight.
    words: Vec<(u32, u32)>,
    title_length: u32,
    /// Subtracted for operations with a successor, so that a slightly better title does not rank them first.
    penalty: u32,
    /// Breaks ties: newest version, reads before writes, not deprecated.
    rank: u32,
    /// The position of its object in `FAMILIAR`; `None` for all others.
    familiar: Option<u32>,
}

impl SearchIndex {
    pub fn new(operations: &[Operation]) -> Self {
        let mut words = Words::default();
        let entries = operations.iter().map(|operation| entry(operation, &mut words)).collect();
        Self { words: words.list, entries }
    }

    /// Indexes of operations, best first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<usize> {
        let typed = query_words(text);
        if typed.is_empty() {
            return self.suggestions(limit);
        }
        let scores: Vec<Vec<u32>> = typed.iter().map(|word| self.score_words(word)).collect();
        let mut hits: Vec<(u32, u32, usize)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if let Some(score) = score_entry(entry, &scores) {
                hits.push((score, entry.rank, at));
            }
        }
        hits.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        hits.into_iter().take(limit).map(|(_, _, at)| at).collect()
    }

    /// Before anything is typed: records of familiar objects in their newest version.
    fn suggestions(&self, limit: usize) -> Vec<usize> {
        let mut familiar: Vec<(u32, u32, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| Some((entry.familiar?, entry.rank, at)))
            .collect();
        familiar.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        familiar.into_iter().take(limit).map(|(_, _, at)| at).collect()
    }

    /// The score of each word of the catalogue for one typed word.
    fn score_words(&self, typed: &str) -> Vec<u32> {
        let typed = Word::new(typed);
        let others = SearchWords::bundled().meanings(&typed.text).iter();
        let others: Vec<Word> = others.map(|word| Word::new(word)).collect();
        let score = |word: &Word| {
            let stands_for = |other: &Word| match (other.text == word.text, other.stem == word.stem) {
                (true, _) => SYNONYM_SCORE,
                (false, true) => SYNONYM_SCORE - 7,
                (false, false) => 0,
            };
            let close = others.iter().map(stands_for).fold(closeness(&typed, word), u32::max);
            if close > 0 || typed.text.len() < 3 {
                return close;
            }
            subsequence_score(&typed.text, &word.text)
        };
        self.words.iter().map(score).collect()
    }
}

/// All words must match, or all but one of three or more. Better matches and shorter titles score higher.
fn score_entry(entry: &Entry, scores: &[Vec<u32>]) -> Option<u32> {
    let best = scores.iter().map(|score| {
        let fits = entry.words.iter().map(|(word, weight)| score[*word as usize] * weight / 8);
        fits.max().unwrap_or(0)
    });
    let best: Vec<u32> = best.collect();
    let missed = best.iter().filter(|fit| **fit < MIN_SCORE / 2).count();
    if missed > usize::from(scores.len() > 2) {
        return None;
    }
    let sum: u32 = best.iter().sum();
    let missed = u32::try_from(missed).unwrap_or(0);
    Some((sum * 10).saturating_sub(entry.title_length * 7 + entry.penalty + missed * 400))
}

/// A whole word, its beginning, a part of it, or an edit distance of one or two.
fn closeness(typed: &Word, word: &Word) -> u32 {
    let (text, length) = (typed.text.as_str(), typed.text.len());
    if text == word.text {
        return EXACT_SCORE;
    }
    if typed.stem == word.stem {
        // Every other title begins with "List".
        return if word.text == "list" { MIN_SCORE } else { EXACT_SCORE - 1 };
    }
    if word.text.starts_with(text) {
        let left_over = u32::try_from(word.stem.len().saturating_sub(length)).unwrap_or(EXACT_SCORE);
        return (EXACT_SCORE - 10).saturating_sub(left_over * 2).max(60);
    }
    if length >= 4 && word.text.contains(text) {
        return 55;
    }
    if length < 4 {
        return 0;
    }
    match (length, edit_distance(&typed.stem, &word.stem)) {
        (4.., Some(1)) => 75,
        (6.., Some(2)) => 60,
        _ => 0,
    }
}

/// For the letters of a word in their order with others between them: the larger the share, the better.
fn subsequence_score(typed: &str, word: &str) -> u32 {
    let share = typed.len() * 70 / word.len().max(1);
    let mut letters = word.bytes();
    let in_order = typed.bytes().all(|letter| letters.any(|other| other == letter));
    if share >= 45 && typed.as_bytes().first() == word.as_bytes().first() && in_order {
        return u32::try_from(share).unwrap_or(0);
    }
    0
}

impl Word {
    fn new(text: &str) -> Self {
        let stem = match (text.strip_suffix("ies"), text.strip_suffix('s')) {
            (Some(start), _) => format!("{start}y"),
            (None, Some(single)) => single.to_owned(),
            (None, None) => text.to_owned(),
        };
        Self { text: text.to_owned(), stem }
    }
}

fn query_words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = split(&lower).filter(|word| !STOP_WORDS.contains(word));
    words.take(12).map(str::to_owned).collect()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    let breaks =
        |c: char| c.is_whitespace() || matches!(c, '/' | '{' | '}' | '?' | '&' | '=' | ',' | '(' | ')');
    let words =
        text.split(breaks).map(|word| word.trim_matches(|c: char| matches!(c, '"' | '\'' | '`' | ';')));
    words.map(|word| word.strip_suffix("'s").unwrap_or(word)).filter(|word| !word.is_empty())
}

/// All words of the catalogue, each once.
#[derive(Default)]
struct Words {
    list: Vec<Word>,
    by_word: HashMap<String, u32>,
}

impl Words {
    fn index(&mut self, word: &str) -> u32 {
        if let Some(index) = self.by_word.get(word) {
            return *index;
        }
        let index = u32::try_from(self.list.len()).expect("BUG: more words than u32 holds");
        self.list.push(Word::new(word));
        self.by_word.insert(word.to_owned(), index);
        index
    }
}

fn entry(operation: &Operation, words: &mut Words) -> Entry {
    let title = operation.title().to_lowercase();
    let mut weights: HashMap<u32, u32> = HashMap::new();
    let mut add = |text: &str, weight: u32| {
        for word in split(text).filter(|word| !STOP_WORDS.contains(word)) {
            let known = weights.entry(words.index(word)).or_default();
            *known = weight.max(*known);
        }
    };
    add(&title, 8);
    add(SearchWords::bundled().of_call(operation.method, operation.path), 6);
    add(&operation.path.to_lowercase(), 7);
    add(&operation.path.to_lowercase().replace(['-', '_', '.'], " "), 6);
    add(&operation.method.to_lowercase(), 7);
    add(&operation.api.to_lowercase(), 5);
    add(&operation.group.to_lowercase(), 4);
    // Whoever searches by a scope wants today's calls, also where those take it among others.
    let scope_weight = if penalty(operation) < REPLACED { 6 } else { 2 };
    for scope in scopes_of(operation) {
        add(&scope, scope_weight);
    }
    for scope in narrowed_scopes(operation) {
        add(scope, 3);
    }
    for name in object_names(operation) {
        add(&name, if operation.narrowing.is_some() { 3 } else { 5 });
    }
    let mut words: Vec<(u32, u32)> = weights.into_iter().collect();
    words.sort_unstable();
    let title_length = u32::try_from(split(&title).count()).unwrap_or(u32::MAX).min(20);
    let (penalty, rank) = (penalty(operation), rank(operation));
    Entry { words, title_length, penalty, rank, familiar: familiar(operation) }
}

/// The scopes to search by, without the long general lists, which would match everything.
fn scopes_of(operation: &Operation) -> Vec<String> {
    let declared = operation.declared_scopes();
    let mut scopes: Vec<String> = match &operation.requirement {
        Requirement::Object(name) => object_scopes(name, operation),
        _ if declared.len() > 6 => Vec::new(),
        _ => declared.iter().flatten().cloned().collect(),
    };
    scopes.dedup();
    scopes
}

fn object_scopes(name: &str, operation: &Operation) -> Vec<String> {
    let object = ObjectTypes::bundled().find(name);
    let any_of = object.and_then(|o| o.requirement(crate::operation::Narrowing::Record, operation.effect));
    any_of.into_iter().flatten().flatten().cloned().collect()
}

/// For a path on any type: the scopes of all.
fn narrowed_scopes(operation: &Operation) -> impl Iterator<Item = &'static str> {
    let wanted = operation.narrowing.map(|narrowing| (narrowing, operation.effect));
    let objects = ObjectTypes::bundled().all().iter();
    let requirements = objects.filter_map(move |object| wanted.and_then(|(n, e)| object.requirement(n, e)));
    requirements.flatten().flatten().map(String::as_str)
}

/// The type ids of object types that the path names; for a path on any type, the names of all.
fn object_names(operation: &Operation) -> HashSet<String> {
    let objects = ObjectTypes::bundled();
    if operation.narrowing.is_some() {
        return objects.all().iter().map(|object| object.name.clone()).collect();
    }
    let named = operation.path.split('/').filter_map(|segment| objects.find(segment));
    named.filter_map(|object| object.type_id.clone()).collect()
}

/// The objects suggested first, in this order.
const FAMILIAR: [&str; 7] = ["contacts", "companies", "deals", "tickets", "notes", "calls", "owners"];

fn familiar(operation: &Operation) -> Option<u32> {
    let version = operation.version;
    let current = is_version(version) && version.starts_with("20") && !version.ends_with("beta");
    let object = match operation.path.strip_prefix("/crm/objects/") {
        Some(rest) => rest.split('/').nth(1)?,
        None if operation.path.starts_with("/crm/owners/") => "owners",
        None => return None,
    };
    let place = FAMILIAR.iter().position(|name| current && *name == object)?;
    u32::try_from(place).ok()
}

/// The penalty of calls of v1 and v2 that others replace.
const REPLACED: u32 = 300;

/// A call with a successor ranks below it, also if its title matches slightly better.
fn penalty(operation: &Operation) -> u32 {
    let trailing_slash = if operation.path.ends_with('/') { 5 } else { 0 };
    let replaced = match operation.version {
        _ if operation.next.is_none() => 0,
        "v1" | "v2" => REPLACED,
        _ => 20,
    };
    replaced + trailing_slash
}

fn rank(operation: &Operation) -> u32 {
    let version = match operation.version {
        beta if beta.ends_with("beta") => 0,
        dated if is_version(dated) && dated.starts_with("20") => 5,
        "v4" => 4,
        "v3" => 3,
        "v2" => 2,
        _ => 1,
    };
    let method =
        ["DELETE", "PUT", "PATCH", "POST", "GET"].iter().position(|m| *m == operation.method).unwrap_or(0);
    let current = u32::from(!operation.deprecated);
    version * 100 + current * 50 + u32::try_from(method).unwrap_or(0)
}
