//! Lists of records: manual ones, whose members are chosen, and dynamic ones, whose members have a value in a property.

use std::collections::BTreeMap;

use super::{object_types::ObjectType, record::Record};

/// The ids of version 3 and those of version 1 differ; version 3 maps one to the other.
const FIRST_ID: u64 = 1_001;
const FIRST_LEGACY_ID: u64 = 1;

/// Who belongs to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Membership {
    /// The ids of the chosen records, with the time of each addition.
    Manual(BTreeMap<u64, i64>),
    /// All records with one of these values in the property.
    Dynamic { property: String, values: Vec<String> },
}

/// A list. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) id: u64,
    pub(crate) legacy_id: u64,
    pub(crate) name: String,
    pub(crate) kind: &'static ObjectType,
    pub(crate) membership: Membership,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    pub(crate) deleted_ms: Option<i64>,
}

/// A record of a list, and when it became a member.
pub(crate) struct Member<'a> {
    pub(crate) record: &'a Record,
    pub(crate) since_ms: i64,
}

impl List {
    /// Whether its members follow from a rule.
    pub(crate) fn is_dynamic(&self) -> bool {
        matches!(self.membership, Membership::Dynamic { .. })
    }

    /// Its live members among the records of its type, in order of their ids.
    pub(crate) fn members<'a>(&'a self, records: &'a BTreeMap<u64, Record>) -> Vec<Member<'a>> {
        let live = records.values().filter(|record| record.archived_ms.is_none());
        live.filter_map(|record| Some(Member { record, since_ms: self.since_ms(record)? })).collect()
    }

    /// Since when a record is a member; `None` if it is none.
    pub(crate) fn since_ms(&self, record: &Record) -> Option<i64> {
        match &self.membership {
            Membership::Manual(members) => members.get(&record.id).copied(),
            Membership::Dynamic { property, values } => {
                let own = record.value(self.kind, property)?;
                values.iter().any(|value| own == value.as_str()).then_some(record.created_ms)
            }
        }
    }

    /// Adds a record to a manual list; false if it is a member already, or the list is dynamic.
    pub(crate) fn add(&mut self, id: u64, now_ms: i64) -> bool {
        let Membership::Manual(members) = &mut self.membership else { return false };
        let added = !members.contains_key(&id);
        if added {
            members.insert(id, now_ms);
            self.updated_ms = now_ms;
        }
        added
    }

    /// Removes a record from a manual list; false if it is no member, or the list is dynamic.
    pub(crate) fn remove(&mut self, id: u64, now_ms: i64) -> bool {
        let Membership::Manual(members) = &mut self.membership else { return false };
        let removed = members.remove(&id).is_some();
        if removed {
            self.updated_ms = now_ms;
        }
        removed
    }
}

/// The lists of an account, in order of their ids.
#[derive(Debug, Default)]
pub(crate) struct Lists(Vec<List>);

impl Lists {
    /// Creates a list and returns it.
    pub(crate) fn create(
        &mut self,
        name: &str,
        kind: &'static ObjectType,
        membership: Membership,
        now_ms: i64,
    ) -> &mut List {
        let number = self.0.len() as u64;
        self.0.push(List {
            id: FIRST_ID + number,
            legacy_id: FIRST_LEGACY_ID + number,
            name: name.to_owned(),
            kind,
            membership,
            created_ms: now_ms,
            updated_ms: now_ms,
            deleted_ms: None,
        });
        self.0.last_mut().expect("BUG: a list was pushed just now")
    }

    /// All lists that are not deleted.
    pub(crate) fn live(&self) -> impl Iterator<Item = &List> {
        self.0.iter().filter(|list| list.deleted_ms.is_none())
    }

    /// A list that is not deleted.
    pub(crate) fn find(&self, wanted: impl Fn(&List) -> bool) -> Option<&List> {
        self.live().find(|list| wanted(list))
    }

    /// Like [`Self::find`], to change it. Deleted lists are found too.
    pub(crate) fn find_mut(&mut self, wanted: impl Fn(&List) -> bool) -> Option<&mut List> {
        self.0.iter_mut().find(|list| wanted(list))
    }
}
