//! What a person typed into a search, as terms: its words without those that say nothing, idioms as one term each, and
//! whether it was a question.
//!
//! Knows neither operations nor ranking.

use crate::objects::ObjectTypes;
use crate::search_words::SearchWords;

/// A word, and its singular.
#[derive(Debug)]
pub(crate) struct Word {
    pub text: String,
    pub stem: String,
}

/// What one typed word or idiom stands for.
#[derive(Debug)]
pub(crate) struct Term {
    pub typed: Word,
    /// Its synonyms.
    pub meant: Vec<Word>,
    pub role: Role,
}

/// What a term says about the wanted call. Whoever names a record and an act cares more about the record: to list deals
/// instead of creating one is nearer than to create a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Act,
    Object,
    /// What the wanted thing belongs to: the contact of "an email on a contact".
    Related,
    Other,
}

impl Role {
    /// How much a term of this role counts, in tenths of one that is none of them.
    pub fn weight(self) -> u32 {
        match self {
            Self::Object => 13,
            Self::Other => 10,
            Self::Act | Self::Related => 8,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Query {
    pub terms: Vec<Term>,
    /// Who asks wants to read.
    pub asks: bool,
}

/// Words that are ignored.
const STOP_WORDS: [&str; 72] = [
    "a", "an", "the", "of", "in", "to", "for", "all", "my", "https:", "http:", "by", "with", "from", "and",
    "or", "on", "at", "is", "are", "this", "that", "who", "how", "what", "i", "id", "we", "our", "it", "its",
    "me", "you", "your", "they", "their", "be", "was", "were", "am", "do", "does", "did", "have", "has",
    "can", "could", "should", "want", "need", "must", "please", "when", "where", "which", "why", "there",
    "some", "any", "into", "onto", "as", "so", "if", "not", "still", "up", "us", "than", "then", "via",
    "hubspot",
];

/// A sentence that begins with one of these is a question.
const QUESTIONS: [&str; 16] = [
    "who", "whose", "what", "which", "where", "when", "why", "how", "is", "are", "am", "was", "were", "did",
    "does", "do",
];

/// What follows one of these, after a thing was named, is what the thing belongs to.
const PREPOSITIONS: [&str; 10] = ["of", "on", "in", "to", "for", "from", "with", "by", "at", "into"];

/// The acts that titles begin with.
const ACTS: [&str; 14] = [
    "list", "read", "search", "create", "update", "archive", "delete", "remove", "merge", "set", "replace",
    "batch", "add", "clone",
];

/// Terms beyond these are ignored.
const MAX_TERMS: usize = 12;
/// Words of the longest idiom in the table.
const MAX_IDIOM: usize = 4;
/// So many digits are the id of a record, not a number of records.
const ID_DIGITS: usize = 6;

impl Query {
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words: Vec<&str> = split(&lower).collect();
        let asks = words.first().is_some_and(|word| QUESTIONS.contains(word)) && words.len() > 2;
        Self { terms: terms(&words), asks }
    }
}

fn terms(words: &[&str]) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut rest = words;
    let mut related = false;
    while let [first, after @ ..] = rest {
        let idiom = idiom_at(rest);
        rest = idiom.as_ref().map_or(after, |(length, ..)| &rest[*length..]);
        related |= PREPOSITIONS.contains(first) && terms.iter().any(|term| term.role != Role::Act);
        let mut term = match idiom {
            Some((_, joined, meant)) => Term::new(&joined, meant),
            None if is_ignored(first) => continue,
            None => Term::new(first, meanings(first)),
        };
        if related && term.role != Role::Act {
            term.role = Role::Related;
        }
        terms.push(term);
    }
    terms.truncate(MAX_TERMS);
    terms
}

impl Term {
    fn new(typed: &str, meant: &[&str]) -> Self {
        let role = role(typed, meant);
        Self { typed: Word::new(typed), meant: meant.iter().map(|word| Word::new(word)).collect(), role }
    }
}

impl Word {
    pub fn new(text: &str) -> Self {
        let hissing = ["xes", "ches", "shes", "sses"].iter().any(|ending| text.ends_with(ending));
        let stem = match (text.strip_suffix("ies"), text.strip_suffix('s')) {
            (Some(start), _) => format!("{start}y"),
            (None, Some(_)) if hissing => text[..text.len() - 2].to_owned(),
            (None, Some(single)) => single.to_owned(),
            (None, None) => text.to_owned(),
        };
        Self { text: text.to_owned(), stem }
    }
}

/// Whether a word says nothing about the call.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

fn is_ignored(word: &str) -> bool {
    is_stop_word(word) || (word.len() < ID_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The synonyms of a word, also where it is typed as a plural, in the past or as a participle.
fn meanings(word: &str) -> &'static [&'static str] {
    let table = SearchWords::bundled();
    if word.len() >= ID_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return &["read"];
    }
    forms(word).into_iter().find_map(|form| table.meanings(&form)).unwrap_or_default()
}

/// A word and what it may be a form of: `logged` of `log`, `closing` of `close`.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned(), Word::new(word).stem, format!("{word}s")];
    let roots = ["ed", "ing", "d"].into_iter().filter_map(|ending| word.strip_suffix(ending));
    for root in roots.filter(|root| root.len() >= 3) {
        forms.extend([root.to_owned(), format!("{root}e")]);
        let mut letters = root.chars().rev();
        if letters.next() == letters.next() {
            forms.push(root[..root.len() - 1].to_owned());
        }
    }
    forms
}

/// The longest idiom that the words begin with: how many words it has, those words joined, and its synonyms.
fn idiom_at(words: &[&str]) -> Option<(usize, String, &'static [&'static str])> {
    (2..=words.len().min(MAX_IDIOM)).rev().find_map(|length| {
        let idiom = Word::new(&words[..length].join("_"));
        let table = SearchWords::bundled();
        let meant = table.meanings(&idiom.text).or_else(|| table.meanings(&idiom.stem))?;
        Some((length, idiom.text, meant))
    })
}

fn role(typed: &str, meant: &[&str]) -> Role {
    let objects = ObjectTypes::bundled();
    let any = |is: &dyn Fn(&str) -> bool| {
        is(typed) || is(&Word::new(typed).stem) || meant.iter().any(|word| is(word))
    };
    match () {
        () if any(&|word| objects.find(word).is_some()) => Role::Object,
        () if any(&|word| ACTS.contains(&word)) => Role::Act,
        () => Role::Other,
    }
}

pub(crate) fn split(text: &str) -> impl Iterator<Item = &str> {
    let breaks =
        |c: char| c.is_whitespace() || matches!(c, '/' | '{' | '}' | '?' | '&' | '=' | ',' | '(' | ')');
    let words =
        text.split(breaks).map(|word| word.trim_matches(|c: char| matches!(c, '"' | '\'' | '`' | ';' | '.')));
    words.map(|word| word.strip_suffix("'s").unwrap_or(word)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_its_meaning() {
        for word in ["renamed", "renaming", "rename", "renames"] {
            assert_eq!(meanings(word), ["update"], "{word}");
        }
        assert_eq!(meanings("logging"), meanings("log"));
    }

    #[test]
    fn an_idiom_is_one_term() {
        let query = Query::of("opt out of emails");
        let typed: Vec<&str> = query.terms.iter().map(|term| term.typed.text.as_str()).collect();
        assert_eq!(typed, ["opt_out", "emails"]);
        assert_eq!(query.terms[0].meant[0].text, "unsubscribe");
    }

    #[test]
    fn a_number_of_records_says_nothing_and_the_id_of_one_reads_it() {
        assert_eq!(Query::of("100 contacts").terms.len(), 1);
        assert_eq!(Query::of("contact 1000000101").terms[1].meant[0].text, "read");
    }

    #[test]
    fn a_question_is_told_from_a_command() {
        assert!(Query::of("who owns this company").asks);
        assert!(!Query::of("update the owner").asks);
    }
}
