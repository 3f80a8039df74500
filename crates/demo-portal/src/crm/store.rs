//! One account's records, and how a record is shown.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::{Map, Value, json};

use super::{
    associations::Associations,
    object_types::{OBJECT_TYPES, ObjectType},
    owner::Owner,
    pipelines::Pipeline,
    properties::{self, Property},
    values::Values,
};
use crate::state::{accounts::Account, clock::iso_ms};

#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: u64,
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    pub(crate) archived_ms: Option<i64>,
}

/// An account's CRM data.
#[derive(Debug)]
pub(crate) struct Crm {
    pub(crate) account: &'static Account,
    /// By type id.
    records: BTreeMap<&'static str, BTreeMap<u64, Record>>,
    next_ids: BTreeMap<&'static str, u64>,
    pub(crate) properties: BTreeMap<&'static str, Vec<Property>>,
    pub(crate) pipelines: BTreeMap<&'static str, Vec<Pipeline>>,
    pub(crate) owners: Vec<Owner>,
    pub(crate) associations: Associations,
    /// While it is kept: what each written record was before, newest last.
    undo: Option<Vec<Before>>,
}

#[derive(Debug)]
struct Before {
    kind: &'static str,
    id: u64,
    record: Option<Record>,
}

impl Crm {
    /// An account with HubSpot's own properties and pipelines, and no records.
    pub(crate) fn empty(account: &'static Account) -> Self {
        let mut pipelines = BTreeMap::new();
        pipelines.insert("0-3", vec![super::pipelines::sales()]);
        pipelines.insert("0-5", vec![super::pipelines::support()]);
        Self {
            account,
            records: OBJECT_TYPES.iter().map(|kind| (kind.id, BTreeMap::new())).collect(),
            next_ids: OBJECT_TYPES.iter().map(|kind| (kind.id, kind.first_record_id())).collect(),
            properties: OBJECT_TYPES.iter().map(|kind| (kind.id, properties::built_in(kind))).collect(),
            pipelines,
            owners: Vec::new(),
            associations: Associations::default(),
            undo: None,
        }
    }

    /// All records of a type, archived ones included, by id.
    pub(crate) fn records(&self, kind: &ObjectType) -> &BTreeMap<u64, Record> {
        self.records.get(kind.id).expect("BUG: every object type has its table from the start")
    }

    fn records_mut(&mut self, kind: &ObjectType) -> &mut BTreeMap<u64, Record> {
        self.records.get_mut(kind.id).expect("BUG: every object type has its table from the start")
    }

    pub(crate) fn properties_of(&self, kind: &ObjectType) -> &[Property] {
        self.properties.get(kind.id).map_or(&[], Vec::as_slice)
    }

    /// A record that is not archived.
    pub(crate) fn live(&self, kind: &ObjectType, id: u64) -> Option<&Record> {
        self.records(kind).get(&id).filter(|record| record.archived_ms.is_none())
    }

    /// Takes back what was written to records if the work fails.
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

    fn restore(&mut self, before: Before) {
        let Some(table) = self.records.get_mut(before.kind) else { return };
        match before.record {
            Some(record) => table.insert(before.id, record),
            None => table.remove(&before.id),
        };
    }

    fn remember(&mut self, kind: &'static ObjectType, id: u64) {
        if self.undo.is_none() {
            return;
        }
        let before = Before { kind: kind.id, id, record: self.records(kind).get(&id).cloned() };
        self.undo.get_or_insert_default().push(before);
    }

    pub(crate) fn insert(&mut self, kind: &'static ObjectType, values: Values, now_ms: i64) -> &Record {
        let next = self.next_ids.entry(kind.id).or_insert_with(|| kind.first_record_id());
        let id = *next;
        *next += 1;
        self.remember(kind, id);
        let mut record =
            Record { id, values: BTreeMap::new(), created_ms: now_ms, updated_ms: now_ms, archived_ms: None };
        record.take(values);
        self.records_mut(kind).entry(id).or_insert(record)
    }

    /// Changes a live record; None if there is none.
    pub(crate) fn update(
        &mut self,
        kind: &ObjectType,
        id: u64,
        values: Values,
        now_ms: i64,
    ) -> Option<&Record> {
        let record = self.records_mut(kind).get_mut(&id).filter(|record| record.archived_ms.is_none())?;
        record.take(values);
        record.updated_ms = now_ms;
        Some(record)
    }

    /// Whether there was a live record to archive.
    pub(crate) fn archive(&mut self, kind: &ObjectType, id: u64, now_ms: i64) -> bool {
        let live = self.records_mut(kind).get_mut(&id).filter(|record| record.archived_ms.is_none());
        if let Some(record) = live {
            record.archived_ms = Some(now_ms);
            self.associations.forget(kind, id);
            return true;
        }
        false
    }

    pub(crate) fn remove(&mut self, kind: &ObjectType, id: u64) -> bool {
        self.associations.forget(kind, id);
        self.records_mut(kind).remove(&id).is_some()
    }

    /// The live record with a value in a property, compared without regard to case.
    pub(crate) fn find_by(&self, kind: &ObjectType, property: &str, value: &str) -> Option<&Record> {
        let same = |record: &&Record| {
            let own = record.value(kind, property);
            record.archived_ms.is_none() && own.is_some_and(|own| own.eq_ignore_ascii_case(value))
        };
        self.records(kind).values().find(same)
    }

    /// A live record by id, or by the value of a unique property.
    pub(crate) fn find(&self, kind: &ObjectType, id: &str, id_property: Option<&str>) -> Option<&Record> {
        match id_property {
            Some(property) if property != "hs_object_id" => self.find_by(kind, property, id),
            _ => id.parse().ok().and_then(|id| self.live(kind, id)),
        }
    }
}

impl Record {
    /// An empty value clears the property.
    fn take(&mut self, values: Values) {
        for (name, value) in values {
            if value.is_empty() {
                self.values.remove(&name)
            } else {
                self.values.insert(name, value)
            };
        }
    }

    /// A property's value, the ones that HubSpot sets by itself included.
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

    /// As reads and searches show it: the asked properties, or the usual ones, and always the system's.
    pub(crate) fn show(&self, kind: &ObjectType, asked: &[String]) -> Value {
        let usual = kind.shown.iter().map(|name| (*name).to_owned());
        let names: BTreeSet<String> =
            if asked.is_empty() { usual.collect() } else { asked.iter().cloned().collect() };
        let system = ["hs_object_id", kind.created, kind.modified].map(str::to_owned);
        let properties = names.into_iter().chain(system).map(|name| {
            let value = self.value(kind, &name).map_or(Value::Null, |value| Value::from(value.as_ref()));
            (name, value)
        });
        self.with_properties(&properties.collect())
    }

    /// As writes answer: everything that is set.
    pub(crate) fn show_all(&self, kind: &ObjectType) -> Value {
        let names: Vec<String> = self.values.keys().cloned().collect();
        if names.is_empty() {
            self.with_properties(&self.system_properties(kind))
        } else {
            self.show(kind, &names)
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

    /// The values with their history; this portal remembers only the present one.
    pub(crate) fn history(&self, kind: &ObjectType, names: &[String]) -> Value {
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
