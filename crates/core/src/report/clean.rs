//! The redaction of a report: each text of it passes here, and each removal is counted with its place.

use std::collections::{BTreeMap, HashMap};

use portalscope_history::{Header, StoredBody, StoredEntry};
use portalscope_redact::{Masks, PersonalData, labels_in};
use portalscope_report::{AppliedRule, RemovedCount};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::report::choice::{CallRemoval, RemovalGroup, applied};
use crate::secrets::store::SecretStore;

/// Values that are listed one by one.
const MAX_GROUPS: usize = 5_000;

/// Redacts the texts of one report.
pub(super) struct Cleaner<'a> {
    secrets: &'a SecretStore,
    personal: PersonalData,
    masks: &'a Masks,
    /// The number of the call whose texts are redacted.
    call: Option<u32>,
    removed: Removed,
    /// Each removal, if it is asked for.
    listed: Option<Vec<CallRemoval>>,
}

impl<'a> Cleaner<'a> {
    pub fn new(secrets: &'a SecretStore, personal: PersonalData, masks: &'a Masks) -> Self {
        Self { secrets, personal, masks, call: None, removed: Removed::default(), listed: None }
    }

    /// The same, which lists each removal.
    pub fn listing(secrets: &'a SecretStore, personal: PersonalData, masks: &'a Masks) -> Self {
        Self { listed: Some(Vec::new()), ..Self::new(secrets, personal, masks) }
    }

    pub fn into_list(self) -> Vec<CallRemoval> {
        self.listed.unwrap_or_default()
    }

    pub fn into_removed(self) -> Removed {
        self.removed
    }

    pub fn counts(&self) -> Vec<RemovedCount> {
        self.removed.counts()
    }

    /// All texts of an entry, and the address that it was sent to.
    pub fn entry(&mut self, number: u32, entry: &mut StoredEntry, url: &mut String) {
        self.call = Some(number);
        self.text("address", url);
        self.headers("request header", &mut entry.request_headers);
        self.body("request body", entry.request_body.as_mut());
        self.headers("answer header", &mut entry.response_headers);
        self.body("answer body", entry.response_body.as_mut());
        for place in &mut entry.redirects {
            self.text("redirect", place);
        }
        let summary = &mut entry.summary;
        self.text("address", &mut summary.operation);
        self.text("method", &mut summary.method);
        let texts = [
            ("error", &mut summary.error),
            ("category", &mut summary.cause),
            ("correlation id", &mut summary.correlation_id),
            ("note", &mut summary.note),
            ("explanation", &mut entry.explanation),
            ("verdict", &mut entry.verdict),
            ("token", &mut entry.token),
        ];
        for (place, text) in texts {
            if let Some(text) = text {
                self.text(place, text);
            }
        }
        self.call = None;
    }

    fn headers(&mut self, place: &str, headers: &mut [Header]) {
        for header in headers {
            // With its name, which may say that the value is a secret.
            let mut line = format!("{}: {}", header.name, header.value);
            self.text(&format!("{place} {}", header.name), &mut line);
            let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
            *header = Header { name: name.to_owned(), value: value.to_owned() };
        }
    }

    fn body(&mut self, place: &str, body: Option<&mut StoredBody>) {
        if let Some(body) = body {
            self.text(place, &mut body.text);
        }
    }

    /// All texts of a document, wherever they stand in it.
    pub fn document<T>(&mut self, place: &str, document: &T) -> Result<T>
    where
        T: serde::Serialize + serde::de::DeserializeOwned,
    {
        let mut value = serde_json::to_value(document).map_err(|_| Error::Internal)?;
        self.value(place, &mut value);
        serde_json::from_value(value).map_err(|_| Error::Internal)
    }

    fn value(&mut self, place: &str, value: &mut Value) {
        match value {
            Value::String(text) => self.text(place, text),
            Value::Array(list) => list.iter_mut().for_each(|one| self.value(place, one)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    // The place is told in the words of the JSON.
                    self.value(name, value);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, place: &str, text: &mut String) {
        let (removed, listed, call) = (&mut self.removed, &mut self.listed, self.call);
        let mut add = |rule: AppliedRule, kind: &str, label: &str| {
            removed.add(rule, kind, label, place, call);
            if let Some(list) = listed {
                let (kind, label, place) = (kind.to_owned(), label.to_owned(), place.to_owned());
                list.push(CallRemoval { rule, kind, label, place });
            }
        };
        if call.is_some() {
            labels_in(text)
                .for_each(|(label, kind)| add(AppliedRule::Earlier, kind, &label.replace("%23", "#")));
        }
        let clean = self.secrets.masked(text, self.personal, self.masks, &mut |removal| {
            add(applied(removal.rule), removal.kind, removal.label);
        });
        *text = clean;
    }
}

/// What was removed, counted.
#[derive(Default)]
pub(super) struct Removed {
    counts: BTreeMap<(AppliedRule, String), u32>,
    groups: HashMap<(AppliedRule, String), RemovalGroup>,
    /// Removals of values that are beyond [`MAX_GROUPS`].
    more: u32,
    examples: BTreeMap<AppliedRule, RemovalGroup>,
}

impl Removed {
    fn add(&mut self, rule: AppliedRule, kind: &str, label: &str, place: &str, call: Option<u32>) {
        let count = self.counts.entry((rule, kind.to_owned())).or_default();
        *count = count.saturating_add(1);
        let key = (rule, label.to_owned());
        if let Some(group) = self.groups.get_mut(&key) {
            group.count = group.count.saturating_add(1);
            return;
        }
        let group = || RemovalGroup {
            rule,
            kind: kind.to_owned(),
            label: label.to_owned(),
            count: 1,
            place: place.to_owned(),
            call,
        };
        self.examples.entry(rule).or_insert_with(group);
        if self.groups.len() < MAX_GROUPS {
            self.groups.insert(key, group());
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    pub fn counts(&self) -> Vec<RemovedCount> {
        let count = |((rule, kind), count): (&(AppliedRule, String), &u32)| RemovedCount {
            rule: *rule,
            kind: kind.clone(),
            count: *count,
        };
        self.counts.iter().map(count).collect()
    }

    /// The groups, the most frequent first; how many removals are in none; an example of each rule.
    pub fn into_parts(self) -> (Vec<RemovalGroup>, u32, Vec<RemovalGroup>) {
        let mut groups: Vec<_> = self.groups.into_values().collect();
        groups.sort_by(|one, other| (other.count, &one.label).cmp(&(one.count, &other.label)));
        let examples = self.examples.into_values().map(|first| {
            let same = |group: &&RemovalGroup| group.rule == first.rule && group.label == first.label;
            groups.iter().find(same).cloned().unwrap_or(first)
        });
        let examples = examples.collect();
        (groups, self.more, examples)
    }
}
