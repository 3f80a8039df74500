//! Search over operations: each typed word is compared with the catalogue's words, then the operations are ranked.
//!
//! The words (about two thousand) are compared once per key stroke, and operations only add up their scores, so a search
//! takes less than a millisecond. Matches parts of words, and words with missing or swapped letters.
//!
//! No search library: the ranking by version, method and object is specific to HubSpot, and `tests/fixtures/searches.txt` holds it
//! to 400 queries. Only the edit distance is one (`strsim`).

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::edit_distance::edit_distance;
use crate::objects::ObjectTypes;
use crate::operation::{Effect, Operation, Requirement};
use crate::search_query::{Query, Role, Term, Word, is_stop_word, split};
use crate::search_words::SearchWords;
use crate::versions::is_version;

/// The score from which on a word's match counts, out of `EXACT_SCORE`.
const MIN_SCORE: u32 = 30;
const EXACT_SCORE: u32 = 100;

/// The score of a synonym of a typed word.
const SYNONYM_SCORE: u32 = 98;

/// The score of a word with one letter wrong.
const BEST_SLIP: u32 = 75;

/// What a missed term costs beyond what it does not add, for each tenth of its weight.
const MISSED: u32 = 20;

/// What a call that changes something loses where a question was typed.
const CHANGE_ASKED_FOR: u32 = 500;

/// By how much a beta must fit better to come before the same call in a version that is there for everybody.
const BETA_BEHIND: u32 = 30;

/// Calls with less than this share of the best score, in percent, are not shown.
const WORST_SHARE: u32 = 35;

#[derive(Debug)]
pub(crate) struct SearchIndex {
    words: Vec<Word>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    /// The operation's words by index, each with its weight.
    words: Vec<(u32, u32)>,
    /// The same for all versions of a call.
    title: u64,
    title_length: u32,
    /// Subtracted for operations with a successor, so that a slightly better title does not rank them first.
    penalty: u32,
    /// Breaks ties: newest version, reads before writes, not deprecated.
    rank: u32,
    /// The position of its object in `FAMILIAR`; `None` for all others.
    familiar: Option<u32>,
    changes: bool,
}

impl SearchIndex {
    pub fn new(operations: &[Operation]) -> Self {
        let mut words = Words::default();
        let entries = operations.iter().map(|operation| entry(operation, &mut words)).collect();
        Self { words: words.list, entries }
    }

    /// Indexes of operations, best first. Words are or-ed: what fits all of them comes before what fits some.
    pub fn search(&self, text: &str, limit: usize) -> Vec<usize> {
        let query = Query::of(text);
        if query.terms.is_empty() {
            return self.suggestions(limit);
        }
        let list: Vec<ScoredTerm> = query.terms.iter().filter_map(|term| self.scored(term)).collect();
        let any_object = list.len() > 1 && list.iter().all(|term| term.role == Role::Object);
        let terms = Terms { list, any_object, asks: query.asks };
        let mut hits: Vec<(u32, u32, usize)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if let Some(score) = score_entry(entry, &terms) {
                hits.push((score, entry.rank, at));
            }
        }
        sort(&mut hits);
        self.put_other_versions_behind(&mut hits);
        let floor = hits.first().map_or(0, |(best, ..)| best * WORST_SHARE / 100);
        let hits = hits.into_iter().take_while(|(score, ..)| *score >= floor);
        hits.take(limit).map(|(_, _, at)| at).collect()
    }

    /// The first lines are for different calls, not for one call in all its versions: of those one has the best score, not
    /// a beta where another fits about as well.
    fn put_other_versions_behind(&self, hits: &mut [(u32, u32, usize)]) {
        let mut first: HashMap<u64, (u32, usize)> = HashMap::new();
        let mut best: HashMap<u64, u32> = HashMap::new();
        for (score, rank, at) in hits.iter() {
            let title = self.entries[*at].title;
            let this = (*score + if *rank < RANK_OF_VERSION { 0 } else { BETA_BEHIND }, *at);
            let known = first.entry(title).or_insert(this);
            *known = if this.0 > known.0 { this } else { *known };
            best.entry(title).and_modify(|known| *known = (*known).max(*score)).or_insert(*score);
        }
        for (score, _, at) in hits.iter_mut() {
            let title = self.entries[*at].title;
            *score = if first[&title].1 == *at { best[&title] } else { *score * 85 / 100 };
        }
        sort(hits);
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

    /// The score of each word of the catalogue for one term. `None`: no word is near it.
    fn scored(&self, term: &Term) -> Option<ScoredTerm> {
        let score = |word: &Word| {
            let stands_for = |other: &Word| match (other.text == word.text, other.stem == word.stem) {
                (true, _) => SYNONYM_SCORE,
                // Every other title begins with "List".
                (false, true) if word.text == "list" => MIN_SCORE,
                (false, true) => SYNONYM_SCORE - 1,
                (false, false) => 0,
            };
            let close = term.meant.iter().map(stands_for).fold(closeness(&term.typed, word), u32::max);
            if close > 0 || term.typed.text.len() < 3 {
                return close;
            }
            subsequence_score(&term.typed.text, &word.text)
        };
        let mut by_word: Vec<u32> = self.words.iter().map(score).collect();
        if !term.meant.is_empty() || by_word.iter().any(|score| *score >= EXACT_SCORE - 1) {
            // The word is known, so it is no slip of another.
            by_word.iter_mut().filter(|score| **score <= BEST_SLIP).for_each(|score| *score = 0);
        }
        by_word.iter().any(|score| *score >= MIN_SCORE).then_some(ScoredTerm { by_word, role: term.role })
    }
}

fn sort(hits: &mut [(u32, u32, usize)]) {
    hits.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
}

/// A query's terms, without those that nothing in the catalogue resembles: they do not say which call is meant.
struct Terms {
    list: Vec<ScoredTerm>,
    /// Several objects and nothing to do with them: a list of things, each of which is meant.
    any_object: bool,
    asks: bool,
}

/// A term with its score for each word of the catalogue.
struct ScoredTerm {
    by_word: Vec<u32>,
    role: Role,
}

impl ScoredTerm {
    fn weight(&self) -> u32 {
        self.role.weight()
    }
}

/// Better matches and shorter titles score higher. `None` where no term matches.
fn score_entry(entry: &Entry, terms: &Terms) -> Option<u32> {
    let (mut sum, mut missed, mut objects) = (0, 0, None);
    for term in &terms.list {
        let fits = entry.words.iter().map(|(word, weight)| term.by_word[*word as usize] * weight / 8);
        let fit = fits.max().filter(|fit| *fit >= MIN_SCORE / 2);
        match (fit, terms.any_object && term.role == Role::Object) {
            (fit, true) => objects = objects.max(Some(fit.unwrap_or(0))),
            (Some(fit), false) => sum += fit * term.weight(),
            (None, false) => missed += term.weight(),
        }
    }
    sum += objects.map_or(0, |best| best * Role::Object.weight());
    let changes = if terms.asks && entry.changes { CHANGE_ASKED_FOR } else { 0 };
    let less = entry.title_length * 7 + entry.penalty + missed * MISSED + changes;
    Some(sum.saturating_sub(less)).filter(|score| *score > 0)
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
    if length >= 5 && word.text.contains(text) {
        return 55;
    }
    if length < 4 {
        return 0;
    }
    // Slips seldom are in the first letter: "sync" is not "async", nor "missing" "listing".
    let same_start = text.as_bytes().first() == word.text.as_bytes().first();
    match (length, edit_distance(&typed.stem, &word.stem)) {
        (4.., Some(1)) if same_start => BEST_SLIP,
        (4.., Some(1)) if length == word.text.len() => 60,
        (6.., Some(2)) if same_start => 60,
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
        for word in split(text).filter(|word| !is_stop_word(word)) {
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
    let changes = operation.effect != Effect::Read;
    Entry {
        words,
        title: hash_of(&title),
        title_length,
        penalty,
        rank,
        familiar: familiar(operation),
        changes,
    }
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
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
const REPLACED: u32 = 350;

/// A call with a successor ranks below it, also if its title matches slightly better.
fn penalty(operation: &Operation) -> u32 {
    let trailing_slash = if operation.path.ends_with('/') { 5 } else { 0 };
    let replaced = match operation.version {
        _ if operation.next.is_none() && operation.deprecated => 150,
        _ if operation.next.is_none() => 0,
        "v1" | "v2" => REPLACED,
        _ => 20,
    };
    replaced + trailing_slash
}

/// Versions count more than methods; those in beta have rank 0.
const RANK_OF_VERSION: u32 = 100;

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
    version * RANK_OF_VERSION + current * 50 + u32::try_from(method).unwrap_or(0)
}
