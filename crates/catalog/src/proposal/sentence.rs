//! Reads what an app must do: acts, the things they are done to, and what can be left out.
//!
//! An act goes for all things after it, until another one is named: "read contacts and companies, create deals".

use crate::search_query::{Query, Role, Term, Word, is_stop_word, split};

/// One thing, with what is done to it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// As it was written.
    pub written: String,
    /// Words of titles: `List`, `Create`, `Update`, `Archive`.
    pub acts: Vec<&'static str>,
    pub thing: String,
    /// Things that it belongs to, which have to be read: the contacts of "calls on contacts".
    pub beside: Vec<String>,
    /// The app can do without it.
    pub optional: bool,
}

/// What an act that people name comes down to.
const ACTS: [(&[&str], &[&str]); 7] = [
    (&["sync", "synchronize", "synchronise", "mirror", "manage", "maintain"], &["List", "Create", "Update"]),
    (
        &[
            "read", "list", "get", "see", "show", "view", "fetch", "pull", "report", "export", "search",
            "find", "look", "access", "know", "watch", "track", "analyze", "display",
        ],
        &["List"],
    ),
    (
        &["create", "add", "log", "make", "import", "push", "insert", "record", "write", "open", "enter"],
        &["Create"],
    ),
    (
        &["update", "change", "edit", "rename", "move", "assign", "modify", "set", "close", "enrich"],
        &["List", "Update"],
    ),
    (&["upsert"], &["Create", "Update"]),
    (&["delete", "remove", "archive", "erase"], &["Archive"]),
    (&["send", "submit", "upload", "merge", "publish"], &[]),
];

/// Acts that titles begin with as they are.
const SAME_IN_TITLES: [(&str, &str); 5] = [
    ("send", "Send"),
    ("submit", "Submit"),
    ("upload", "Upload"),
    ("merge", "Merge"),
    ("publish", "Publish"),
];

/// Plurals that are things of HubSpot's, where "reads" and "creates" are acts.
const THINGS: [&str; 4] = ["lists", "imports", "exports", "reports"];

const OPTIONAL: [&str; 9] =
    ["optionally", "optional", "maybe", "perhaps", "possibly", "later", "ideally", "nice", "possible"];

/// Words that say nothing about what the app does.
const FILLERS: [&str; 30] = [
    "app",
    "apps",
    "integration",
    "tool",
    "system",
    "software",
    "connector",
    "able",
    "allow",
    "let",
    "new",
    "existing",
    "both",
    "ways",
    "data",
    "records",
    "information",
    "details",
    "back",
    "also",
    "keep",
    "date",
    "use",
    "them",
    "every",
    "each",
    "customer's",
    "only",
    "would",
    "will",
];

/// The parts of a text, in its order.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut acts: Vec<&'static str> = Vec::new();
    let mut parts = Vec::new();
    for sentence in text.split(['.', ';', '\n']) {
        let mut optional = false;
        let phrases = phrases(sentence);
        for (at, phrase) in phrases.iter().enumerate() {
            let words: Vec<String> = split(&phrase.to_lowercase()).map(str::to_owned).collect();
            optional |= words.iter().any(|word| OPTIONAL.contains(&word.as_str()));
            let named: Vec<&'static str> =
                words.iter().filter_map(|word| acts_of(word)).flatten().copied().collect();
            if !named.is_empty() {
                // "read and update deals": what has no thing of its own goes with the next phrase.
                let before = at > 0 && has_no_thing(&phrases[at - 1]);
                acts = if before { joined(&acts, &named) } else { joined(&[], &named) };
            }
            parts.extend(part(phrase, &words, &acts, optional));
        }
    }
    parts
}

fn phrases(sentence: &str) -> Vec<String> {
    let mut phrases = vec![String::new()];
    for word in sentence.replace(',', " , ").split_whitespace() {
        match word {
            "," | "and" | "or" | "&" | "+" | "plus" | "then" => phrases.push(String::new()),
            word => {
                let phrase = phrases.last_mut().expect("BUG: there is always a phrase");
                phrase.push_str(if phrase.is_empty() { "" } else { " " });
                phrase.push_str(word);
            }
        }
    }
    phrases.retain(|phrase| !phrase.is_empty());
    phrases
}

fn has_no_thing(phrase: &str) -> bool {
    let lower = phrase.to_lowercase();
    things(split(&lower).map(str::to_owned).collect::<Vec<_>>().as_slice()).is_empty()
}

fn part(phrase: &str, words: &[String], acts: &[&'static str], optional: bool) -> Option<Part> {
    let words = things(words);
    let mut things = words.iter().map(String::as_str);
    let query = Query::of(&words.join(" "));
    let _ = things.next()?;
    let (beside, named): (Vec<&Term>, Vec<&Term>) =
        query.terms.iter().partition(|term| term.role == Role::Related && is_record(term));
    let thing =
        named.iter().filter(|term| term.role != Role::Related).map(|term| name(term)).collect::<Vec<_>>();
    let acts = if acts.is_empty() { vec!["List"] } else { acts.to_vec() };
    Some(Part {
        written: phrase.to_owned(),
        acts,
        thing: thing.join(" "),
        beside: beside.into_iter().map(name).collect(),
        optional,
    })
}

/// The words that name things, with the prepositions that relate them.
fn things(words: &[String]) -> Vec<String> {
    let is_thing = |word: &&String| {
        let word = word.as_str();
        acts_of(word).is_none() && !FILLERS.contains(&word) && !OPTIONAL.contains(&word)
    };
    let kept: Vec<String> = words.iter().filter(is_thing).cloned().collect();
    if kept.iter().all(|word| is_stop_word(word)) { Vec::new() } else { kept }
}

/// What titles call it: "people" are contacts.
fn name(term: &Term) -> String {
    match term.meant.first() {
        Some(meant) if term.role != Role::Other && is_record(term) => meant.text.clone(),
        _ => term.typed.text.clone(),
    }
}

fn is_record(term: &Term) -> bool {
    let objects = crate::objects::ObjectTypes::bundled();
    let known = |word: &Word| objects.find(&word.text).is_some() || objects.find(&word.stem).is_some();
    known(&term.typed) || term.meant.first().is_some_and(known)
}

fn acts_of(word: &str) -> Option<&'static [&'static str]> {
    if THINGS.contains(&word) {
        return None;
    }
    let root =
        |form: &str| word == form || Word::new(word).stem == form || word.strip_suffix("ing") == Some(form);
    if let Some((_, title)) = SAME_IN_TITLES.iter().find(|(act, _)| root(act)) {
        return Some(std::slice::from_ref(title));
    }
    ACTS.iter().find(|(named, _)| named.iter().any(|act| root(act))).map(|(_, acts)| *acts)
}

fn joined(before: &[&'static str], more: &[&'static str]) -> Vec<&'static str> {
    let mut acts = before.to_vec();
    for act in more.iter().filter(|act| !before.contains(act)) {
        if !acts.contains(act) {
            acts.push(act);
        }
    }
    acts
}

/// The words of a text as singulars, without those that say nothing.
pub(super) fn stems(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    split(&lower).filter(|word| !is_stop_word(word)).map(|word| Word::new(word).stem).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn read(text: &str) -> Vec<(Vec<&'static str>, String, bool)> {
        parts(text).into_iter().map(|part| (part.acts, part.thing, part.optional)).collect()
    }

    #[test]
    fn an_act_goes_for_all_things_after_it() {
        let all = vec!["List", "Create", "Update"];
        let read = read("Our app must sync deals and notes");
        assert_eq!(read, [(all.clone(), "deals".to_owned(), false), (all, "notes".to_owned(), false)]);
    }

    #[test]
    fn acts_without_a_thing_go_for_the_next_one() {
        assert_eq!(read("read and create tickets"), [(vec!["List", "Create"], "tickets".to_owned(), false)]);
    }

    #[test]
    fn what_can_be_left_out_is_told() {
        let read = read("read contacts. Optionally create tasks");
        assert!(!read[0].2 && read[1].2, "{read:?}");
    }

    #[test]
    fn what_a_thing_belongs_to_is_read() {
        assert_eq!(parts("log calls on contacts")[0].beside, ["contacts"]);
    }
}
