//! Plain-words titles: derived from method and path by rule, corrected in `data/titles.txt` where the rule reads badly.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::bundle;
use crate::lines::{DataError, content_lines};
use crate::segments::{OBJECT_TYPE_PARAMETERS, parameter_name, segments};
use crate::versions::is_version;

/// An operation's title, made on first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Title(OnceLock<Box<str>>);

impl Title {
    pub fn of(&self, method: &str, path: &str) -> &str {
        self.0.get_or_init(|| Titles::bundled().of(method, path).into_boxed_str())
    }
}

/// A title follows from method and path, so it does not distinguish operations.
impl PartialEq for Title {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Titles written by hand, and the rule for all others.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    by_hand: HashMap<String, &'static str>,
    nouns: HashMap<&'static str, &'static str>,
}

impl Titles {
    fn bundled() -> &'static Titles {
        static TITLES: OnceLock<Titles> = OnceLock::new();
        TITLES.get_or_init(|| {
            Self::parse(bundle::text("titles.txt")).expect("BUG: a test parses the bundled titles")
        })
    }

    /// Lines `METHOD /path-without-version = Title`; one line applies to all versions. A parameter's name counts only if
    /// the line contains it.
    fn parse(text: &'static str) -> Result<Self, DataError> {
        let mut titles = Self::default();
        for (number, line) in content_lines(text) {
            let fault = || DataError::new("titles.txt", number, "`METHOD /path = Title` is wanted");
            let (key, title) = line.split_once(" = ").ok_or_else(fault)?;
            if let Some(noun) = key.strip_prefix("noun ") {
                titles.nouns.insert(noun, title);
                continue;
            }
            let (method, path) = key.split_once(' ').ok_or_else(fault)?;
            let key =
                if path.contains("{}") { unversioned_key(method, path) } else { named_key(method, path) };
            titles.by_hand.insert(key, title);
        }
        Ok(titles)
    }

    fn of(&self, method: &str, path: &str) -> String {
        let by_name = self.by_hand.get(&named_key(method, path));
        match by_name.or_else(|| self.by_hand.get(&unversioned_key(method, path))) {
            Some(title) => (*title).to_owned(),
            None => Words { nouns: &self.nouns, parts: parts(path) }.title(method),
        }
    }
}

/// Method and path without version and parameter names.
pub(crate) fn unversioned_key(method: &str, path: &str) -> String {
    key(method, path, |segment| if parameter_name(segment).is_some() { "{}" } else { segment })
}

/// Method and path without version.
fn named_key(method: &str, path: &str) -> String {
    key(method, path, |segment| segment)
}

fn key<'a>(method: &str, path: &'a str, written: impl Fn(&'a str) -> &'a str) -> String {
    let kept = segments(path).filter(|segment| !is_version(segment));
    kept.fold(method.to_owned(), |key, segment| key + "/" + written(segment))
}

/// A part of a path, as the rule distinguishes them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part<'a> {
    Literal(&'a str),
    /// An id of a record.
    Id,
    /// An object type, in the place of a literal noun.
    ObjectType,
}

fn parts(path: &str) -> Vec<Part<'_>> {
    let part = |segment| match parameter_name(segment) {
        None => Part::Literal(segment),
        Some(name) if OBJECT_TYPE_PARAMETERS.contains(&name) => Part::ObjectType,
        Some(_) => Part::Id,
    };
    // The app's id does not describe the resource: `/webhooks/v3/{appId}/settings` are settings.
    let speaks = |segment: &&str| !is_version(segment) && *segment != "{appId}";
    segments(path).filter(speaks).map(part).collect()
}

struct Words<'a> {
    nouns: &'a HashMap<&'static str, &'static str>,
    parts: Vec<Part<'a>>,
}

/// Last segments that are actions rather than things: the words, with the noun for `{}` (one of it) or `{s}` (many).
const ACTIONS: [(&str, &str); 40] = [
    ("search", "Search {s}"),
    ("merge", "Merge two {s}"),
    ("gdpr-delete", "Delete {} for good (GDPR)"),
    ("publish", "Publish {}"),
    ("unpublish", "Unpublish {}"),
    ("clone", "Clone {}"),
    ("schedule", "Schedule {}"),
    ("restore", "Restore {}"),
    ("restore-to-draft", "Restore {} to draft"),
    ("push-live", "Publish the draft of {}"),
    ("reset", "Reset the draft of {}"),
    ("export", "Export {s}"),
    ("import", "Import {s}"),
    ("cancel", "Cancel {}"),
    ("complete", "Complete {}"),
    ("upsert", "Create or update {s}"),
    ("unsubscribe-all", "Unsubscribe from all {s}"),
    ("attach-to-lang-group", "Attach {} to a language group"),
    ("detach-from-lang-group", "Detach {} from a language group"),
    ("create-language-variation", "Create a language variation of {}"),
    ("set-new-lang-primary", "Set the primary language of {}"),
    ("update-languages", "Update the languages of {s}"),
    ("validate", "Validate {}"),
    ("create-variation", "Create an A/B test variation of {}"),
    ("rerun", "Run the A/B test of {} again"),
    ("end", "End the A/B test of {}"),
    ("accept", "Accept {}"),
    ("activate", "Activate {}"),
    ("deactivate", "Deactivate {}"),
    ("pause", "Pause {}"),
    ("unpause", "Resume {}"),
    ("terminate", "Terminate {}"),
    ("start", "Start {}"),
    ("preview", "Preview {}"),
    ("migrate", "Migrate {s}"),
    ("test", "Test {}"),
    ("register", "Register {}"),
    ("revoke", "Revoke {}"),
    ("reject", "Reject {}"),
    ("generate", "Generate {}"),
];

/// The verbs for the last segment of a batch path.
const BATCHES: [(&str, &str); 9] = [
    ("create", "Create"),
    ("read", "Read"),
    ("update", "Update"),
    ("archive", "Archive"),
    ("upsert", "Create or update"),
    ("delete", "Delete"),
    ("purge", "Purge"),
    ("replace", "Replace"),
    ("clone", "Clone"),
];

impl Words<'_> {
    fn title(&self, method: &str) -> String {
        match self.parts.as_slice() {
            [before @ .., Part::Literal("batch"), Part::Literal(verb)] => self.batch(before, verb),
            [before @ .., Part::Literal(last)] => self.ending_in_literal(method, before, last),
            [before @ .., Part::Id] => self.ending_in_id(method, before),
            [before @ .., Part::ObjectType] => self.ending_in_object_type(method, before),
            [] => method.to_owned(),
        }
    }

    fn batch(&self, before: &[Part<'_>], verb: &str) -> String {
        let word = BATCHES
            .iter()
            .find(|(name, _)| *name == verb)
            .map_or_else(|| capital(&spaced(verb)), |(_, w)| (*w).to_owned());
        let draft = if before.last() == Some(&Part::Literal("draft")) { "draft " } else { "" };
        format!("{word} {draft}{}{} in a batch", self.plural(before), self.owner(before))
    }

    fn ending_in_literal(&self, method: &str, before: &[Part<'_>], last: &str) -> String {
        let is_action = method != "GET" || last == "search";
        if let Some((_, words)) = ACTIONS.iter().find(|(name, _)| is_action && *name == last) {
            let (many, owner) = (self.plural(before), self.owner_of_thing(before));
            let (many, one) = (format!("{many}{owner}"), article(&singular(&many)) + &owner);
            return words.replace("{s}", &many).replace("{}", &one);
        }
        self.of_collection(method, &self.noun(before, last), before)
    }

    fn ending_in_object_type(&self, method: &str, before: &[Part<'_>]) -> String {
        match before.last() {
            Some(Part::Literal("objects")) => self.of_collection(method, "records", &[]),
            Some(Part::Literal(noun)) => {
                self.of_collection(method, &self.noun(&before[..before.len() - 1], noun), &[])
            }
            _ => format!("{} of an object type", self.of_collection(method, &self.plural(before), &[])),
        }
    }

    fn of_collection(&self, method: &str, noun: &str, before: &[Part<'_>]) -> String {
        let owner = self.owner(before);
        let single = singular(noun);
        let many = single != noun || noun.ends_with("series");
        match (method, many) {
            ("GET", true) => format!("List {noun}{owner}"),
            ("GET", false) => format!("Read the {noun}{owner}"),
            ("POST", true) => format!("Create {}{owner}", article(&single)),
            ("POST", false) => format!("Create {}{owner}", article(noun)),
            ("PUT", _) => format!("Set the {noun}{owner}"),
            ("PATCH", _) => format!("Update the {noun}{owner}"),
            _ => format!("Delete the {noun}{owner}"),
        }
    }

    fn ending_in_id(&self, method: &str, before: &[Part<'_>]) -> String {
        let noun = article(&singular(&self.plural(before)));
        let owner = self.owner(before);
        let crm_record = self.parts.first() == Some(&Part::Literal("crm"));
        match method {
            "GET" => format!("Read {noun}{owner}"),
            "PATCH" => format!("Update {noun}{owner}"),
            "PUT" => format!("Replace {noun}{owner}"),
            "DELETE" if crm_record => format!("Archive {noun}{owner}"),
            "DELETE" => format!("Delete {noun}{owner}"),
            _ => format!("Create {noun}{owner}"),
        }
    }

    /// The nearest noun: a literal, or "records" for an object type in the path.
    fn plural(&self, before: &[Part<'_>]) -> String {
        for (at, part) in before.iter().enumerate().rev() {
            match part {
                Part::Literal("objects") if before.get(at + 1) == Some(&Part::ObjectType) => {
                    return "records".to_owned();
                }
                Part::Literal(noun) if !IGNORED_LITERALS.contains(noun) => {
                    return self.noun(&before[..at], noun);
                }
                Part::Literal(_) | Part::Id | Part::ObjectType => {}
            }
        }
        "items".to_owned()
    }

    /// " of a pipeline" where the noun belongs to a record named earlier in the path.
    fn owner(&self, before: &[Part<'_>]) -> String {
        let Some(at) = before.iter().rposition(|part| *part == Part::Id) else {
            return String::new();
        };
        if !before[at..].iter().any(|part| matches!(part, Part::Literal(_))) && before.len() != at + 1 {
            return String::new();
        }
        let owner = self.plural(&before[..at]);
        let same = self.plural(before) == owner && !matches!(self.parts.last(), Some(Part::Literal(_)));
        if same { String::new() } else { format!(" of {}", article(&singular(&owner))) }
    }

    /// The same for an action on a thing: the owner of the thing, whatever is between it and the action.
    fn owner_of_thing(&self, before: &[Part<'_>]) -> String {
        let aside = |part: &Part<'_>| match part {
            Part::Id => true,
            Part::Literal(literal) => IGNORED_LITERALS.contains(literal),
            Part::ObjectType => false,
        };
        let end = before.iter().rposition(|part| !aside(part)).map_or(0, |at| at + 1);
        self.owner(&before[..end])
    }

    /// The noun for a literal, which may depend on the literal before it.
    fn noun(&self, before: &[Part<'_>], literal: &str) -> String {
        let context = before.iter().rev().find_map(|part| match part {
            Part::Literal(literal) => Some(*literal),
            Part::Id | Part::ObjectType => None,
        });
        let in_context = context.and_then(|context| self.nouns.get(format!("{context}/{literal}").as_str()));
        let noun = in_context.or_else(|| self.nouns.get(literal));
        noun.map_or_else(|| spaced(literal), |noun| (*noun).to_owned())
    }
}

/// Literals that are never the noun.
const IGNORED_LITERALS: [&str; 9] =
    ["crm", "batch", "draft", "objects", "cursor", "query", "id", "multi-language", "ab-test"];

/// `multiLanguage`, `multi-language` and `multi_language` as "multi language".
fn spaced(literal: &str) -> String {
    let mut words = String::new();
    for c in literal.chars() {
        match c {
            '-' | '_' => words.push(' '),
            c if c.is_ascii_uppercase() => words.extend([' ', c.to_ascii_lowercase()]),
            c => words.push(c),
        }
    }
    words
}

fn singular(noun: &str) -> String {
    let exceptions = [
        ("taxes", "tax"),
        ("inboxes", "inbox"),
        ("statuses", "status"),
        ("task series", "task series"),
        ("media", "media"),
    ];
    let single = exceptions.iter().find_map(|(plural, single)| Some((noun.strip_suffix(plural)?, single)));
    if let Some((start, single)) = single {
        return format!("{start}{single}");
    }
    if let Some(stem) = noun.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if noun.ends_with("ss") || noun.ends_with("us") || noun.ends_with("is") || noun.ends_with("news") {
        return noun.to_owned();
    }
    noun.strip_suffix('s').unwrap_or(noun).to_owned()
}

fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'A']) || noun.starts_with("SMTP");
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
