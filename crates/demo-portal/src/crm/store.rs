//! The records of an account, and how a record is shown.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::{Map, Value, json};

use super::{
    associations::Associations,
    contents::Contents,
    email::EmailData,
    forms::Forms,
    lists::Lists,
    object_types::{OBJECT_TYPES, ObjectType},
    owner::Owner,
    pipelines::{self, Pipeline},
    properties::{self, Property},
    values::Values,
};
use crate::state::{accounts::Account, clock::iso_ms};

/// The property with a contact's secondary email addresses, separated by `;`.
pub(crate) const SECONDARY_EMAILS: &str = "hs_additional_emails";
/// The property with the ids of the records that were merged into one, separated by `;`.
pub(crate) const MERGED_IDS: &str = "hs_merged_object_ids";

/// A record. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: u64,
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    pub(crate) archived_ms: Option<i64>,
}

/// The CRM data of an account.
#[derive(Debug)]
pub(crate) struct Crm {
    pub(crate) account: &'static Account,
    /// By type id and record id.
    records: BTreeMap<&'static str, BTreeMap<u64, Record>>,
    next_ids: BTreeMap<&'static str, u64>,
    pub(crate) properties: BTreeMap<&'static str, Vec<Property>>,
    pub(crate) pipelines: BTreeMap<&'static str, Vec<Pipeline>>,
    pub(crate) owners: Vec<Owner>,
    pub(crate) associations: Associations,
    pub(crate) lists: Lists,
    pub(crate) forms: Forms,
    pub(crate) email: EmailData,
    pub(crate) contents: Contents,
    /// While a batch runs: the earlier state of each changed record, oldest change first.
    undo: Option<Vec<UndoEntry>>,
}

/// A record before a change; `None` if it did not exist.
#[derive(Debug)]
struct UndoEntry {
    kind: &'static ObjectType,
    id: u64,
    record: Option<Record>,
}

impl Crm {
    /// An account with HubSpot's built-in properties and pipelines, and no records.
    pub(crate) fn empty(account: &'static Account) -> Self {
        let mut pipelines = BTreeMap::new();
        pipelines.insert("0-3", vec![pipelines::sales_pipeline()]);
        pipelines.insert("0-5", vec![pipelines::support_pipeline()]);
        Self {
            account,
            records: OBJECT_TYPES.iter().map(|kind| (kind.id, BTreeMap::new())).collect(),
            next_ids: OBJECT_TYPES.iter().map(|kind| (kind.id, kind.first_record_id())).collect(),
            properties: OBJECT_TYPES.iter().map(|kind| (kind.id, properties::built_in(kind))).collect(),
            pipelines,
            owners: Vec::new(),
            associations: Associations::default(),
            lists: Lists::default(),
            forms: Forms::default(),
            email: EmailData::default(),
            contents: Contents::default(),
            undo: None,
        }
    }

    /// All records of a type by id, including archived ones.
    pub(crate) fn records(&self, kind: &ObjectType) -> &BTreeMap<u64, Record> {
        self.records.get(kind.id).expect("BUG: every object type has its table from the start")
    }

    fn records_mut(&mut self, kind: &ObjectType) -> &mut BTreeMap<u64, Record> {
        self.records.get_mut(kind.id).expect("BUG: every object type has its table from the start")
    }

    /// The properties of a type, including archived ones.
    pub(crate) fn properties_of(&self, kind: &ObjectType) -> &[Property] {
        self.properties.get(kind.id).map_or(&[], Vec::as_slice)
    }

    /// A record that exists and is not archived.
    pub(crate) fn live(&self, kind: &ObjectType, id: u64) -> Option<&Record> {
        self.records(kind).get(&id).filter(|record| record.archived_ms.is_none())
    }

    /// Runs `work`, which inserts and updates records; if it fails, they are restored to their earlier state.
    pub(crate) fn all_or_nothing<T, E>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.undo = Some(Vec::new());
        let result = work(self);
        let undo = self.undo.take().unwrap_or_default();
        if result.is_err() {
            undo.into_iter().rev().for_each(|before| self.restore(before));
        }
        result
    }

    /// Undoes one change. A record that was created also loses its associations.
    fn restore(&mut self, before: UndoEntry) {
        match before.record {
            Some(record) => _ = self.records_mut(before.kind).insert(before.id, record),
            None => _ = self.remove(before.kind, before.id),
        }
    }

    fn save_for_undo(&mut self, kind: &'static ObjectType, id: u64) {
        if self.undo.is_none() {
            return;
        }
        let before = UndoEntry { kind, id, record: self.records(kind).get(&id).cloned() };
        self.undo.get_or_insert_default().push(before);
    }

    /// Creates a record with the next id of its type.
    pub(crate) fn insert(&mut self, kind: &'static ObjectType, values: Values, now_ms: i64) -> &Record {
        let next = self.next_ids.entry(kind.id).or_insert_with(|| kind.first_record_id());
        let id = *next;
        *next += 1;
        self.save_for_undo(kind, id);
        let mut record =
            Record { id, values: BTreeMap::new(), created_ms: now_ms, updated_ms: now_ms, archived_ms: None };
        record.set_values(values);
        self.records_mut(kind).entry(id).or_insert(record)
    }

    /// Sets values of a live record; `None` if there is none.
    pub(crate) fn update(
        &mut self,
        kind: &'static ObjectType,
        id: u64,
        values: Values,
        now_ms: i64,
    ) -> Option<&Record> {
        self.live(kind, id)?;
        self.save_for_undo(kind, id);
        let record = self.records_mut(kind).get_mut(&id)?;
        record.set_values(values);
        record.updated_ms = now_ms;
        Some(record)
    }

    /// Archives a live record and removes its associations; false if there is none.
    pub(crate) fn archive(&mut self, kind: &ObjectType, id: u64, now_ms: i64) -> bool {
        let live = self.records_mut(kind).get_mut(&id).filter(|record| record.archived_ms.is_none());
        if let Some(record) = live {
            record.archived_ms = Some(now_ms);
            self.associations.remove_record(kind, id);
            return true;
        }
        false
    }

    /// Deletes a record and its associations for good; false if there is none.
    pub(crate) fn remove(&mut self, kind: &ObjectType, id: u64) -> bool {
        self.associations.remove_record(kind, id);
        self.records_mut(kind).remove(&id).is_some()
    }

    /// Merges two live records: the second one's values fill the gaps of the first, and the second is archived.
    /// `None` if one of them does not exist.
    pub(crate) fn merge(
        &mut self,
        kind: &'static ObjectType,
        primary: u64,
        other: u64,
        now_ms: i64,
    ) -> Option<&Record> {
        let kept = self.live(kind, primary)?.values.clone();
        let mut gaps = self.live(kind, other)?.values.clone();
        gaps.retain(|name, _| !kept.contains_key(name));
        let merged = kept.get(MERGED_IDS).map_or(other.to_string(), |before| format!("{before};{other}"));
        gaps.insert(MERGED_IDS.into(), merged);
        self.archive(kind, other, now_ms);
        self.update(kind, primary, gaps.into_iter().collect(), now_ms)
    }

    /// The first live record with this value in a property, without regard to case. A contact is found by its
    /// secondary email addresses too.
    pub(crate) fn find_by(&self, kind: &ObjectType, property: &str, value: &str) -> Option<&Record> {
        let same = |record: &&Record| {
            let own = record.value(kind, property);
            record.archived_ms.is_none()
                && (own.is_some_and(|own| own.eq_ignore_ascii_case(value))
                    || (property == "email" && record.has_secondary_email(value)))
        };
        self.records(kind).values().find(same)
    }

    /// A live record by id, or by its value of `id_property`.
    pub(crate) fn find(&self, kind: &ObjectType, id: &str, id_property: Option<&str>) -> Option<&Record> {
        match id_property {
            Some(property) if property != "hs_object_id" => self.find_by(kind, property, id),
            _ => id.parse().ok().and_then(|id| self.live(kind, id)),
        }
    }
}

impl Record {
    /// The secondary email addresses of a contact.
    pub(crate) fn secondary_emails(&self) -> impl Iterator<Item = &str> {
        let joined = self.values.get(SECONDARY_EMAILS).map(String::as_str).unwrap_or_default();
        joined.split(';').filter(|email| !email.is_empty())
    }

    fn has_secondary_email(&self, wanted: &str) -> bool {
        self.secondary_emails().any(|email| email.eq_ignore_ascii_case(wanted))
    }

    /// Sets values; an empty one clears the property.
    fn set_values(&mut self, values: Values) {
        for (name, value) in values {
            if value.is_empty() {
                self.values.remove(&name)
            } else {
                self.values.insert(name, value)
            };
        }
    }

    /// A property's value, including those that HubSpot maintains itself.
    pub(crate) fn value(&self, kind: &ObjectType, name: &str) -> Option<Cow<'_, str>> {
        if name == "hs_object_id" {
            return Some(self.id.to_string().into());
        }
        if name == kind.created {
            return Some(iso_ms(self.created_ms).into());
        }
        if name == kind.modified {
            return Some(iso_ms(self.updated_ms).into());
        }
        self.values.get(name).map(|value| value.as_str().into())
    }

    /// As reads show a record: the requested properties, or the default ones, and always id and times.
    pub(crate) fn to_json(&self, kind: &ObjectType, requested: &[String]) -> Value {
        let defaults = kind.default_properties.iter().map(|name| (*name).to_owned());
        let names: BTreeSet<String> =
            if requested.is_empty() { defaults.collect() } else { requested.iter().cloned().collect() };
        let system = ["hs_object_id", kind.created, kind.modified].map(str::to_owned);
        let properties = names.into_iter().chain(system).map(|name| {
            let value = self.value(kind, &name).map_or(Value::Null, |value| Value::from(value.as_ref()));
            (name, value)
        });
        self.with_properties(&properties.collect())
    }

    /// As writes show a record: all properties that have a value.
    pub(crate) fn to_json_with_all_values(&self, kind: &ObjectType) -> Value {
        let names: Vec<String> = self.values.keys().cloned().collect();
        if names.is_empty() {
            self.with_properties(&self.system_properties(kind))
        } else {
            self.to_json(kind, &names)
        }
    }

    fn system_properties(&self, kind: &ObjectType) -> Map<String, Value> {
        let system = ["hs_object_id", kind.created, kind.modified];
        let value =
            |name: &str| self.value(kind, name).map_or(Value::Null, |value| Value::from(value.as_ref()));
        system.into_iter().map(|name| (name.to_owned(), value(name))).collect()
    }

    fn with_properties(&self, properties: &Map<String, Value>) -> Value {
        let mut shown = json!({
            "id": self.id.to_string(),
            "properties": properties,
            "createdAt": iso_ms(self.created_ms),
            "updatedAt": iso_ms(self.updated_ms),
            "archived": self.archived_ms.is_some(),
        });
        if let Some(at_ms) = self.archived_ms {
            shown["archivedAt"] = iso_ms(at_ms).into();
        }
        shown
    }

    /// Values with their history. Only the current value is kept.
    pub(crate) fn history_json(&self, kind: &ObjectType, names: &[String]) -> Value {
        let entry = |name: &String| {
            let value = self.value(kind, name)?;
            let present = json!([{
                "value": value,
                "timestamp": iso_ms(self.updated_ms),
                "sourceType": "INTEGRATION",
            }]);
            Some((name.clone(), present))
        };
        Value::Object(names.iter().filter_map(entry).collect())
    }
}
