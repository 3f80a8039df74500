//! The CRM data of an account.

use std::collections::BTreeMap;

use super::{
    associations::Associations,
    custom_types::CustomTypes,
    email::EmailData,
    files::Files,
    forms::Forms,
    hubdb::{self, Table},
    lists::Lists,
    object_types::{OBJECT_TYPES, ObjectType},
    owner::Owner,
    pipelines::{self, Pipeline},
    properties::{self, Property},
    property_groups::{NotDeleted, PropertyGroup, PropertyGroups, Taken},
    record::{MERGED_IDS, Record},
    single_sends::SingleSends,
    values::Values,
    workflows::Workflows,
};
use crate::state::accounts::{Account, accounts_created_ms};

/// The CRM data of an account.
#[derive(Debug)]
pub(crate) struct Crm {
    pub(crate) account: &'static Account,
    pub(crate) custom_types: CustomTypes,
    /// By type id and record id.
    records: BTreeMap<&'static str, BTreeMap<u64, Record>>,
    next_ids: BTreeMap<&'static str, u64>,
    pub(crate) properties: BTreeMap<&'static str, Vec<Property>>,
    groups: PropertyGroups,
    pub(crate) pipelines: BTreeMap<&'static str, Vec<Pipeline>>,
    pub(crate) owners: Vec<Owner>,
    pub(crate) associations: Associations,
    pub(crate) lists: Lists,
    pub(crate) forms: Forms,
    pub(crate) email: EmailData,
    pub(crate) single_sends: SingleSends,
    pub(crate) files: Files,
    pub(crate) hubdb: Vec<Table>,
    pub(crate) workflows: Workflows,
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
            custom_types: CustomTypes::default(),
            records: OBJECT_TYPES.iter().map(|kind| (kind.id, BTreeMap::new())).collect(),
            next_ids: OBJECT_TYPES.iter().map(|kind| (kind.id, kind.first_record_id())).collect(),
            properties: OBJECT_TYPES.iter().map(|kind| (kind.id, properties::built_in(kind))).collect(),
            groups: PropertyGroups::default(),
            pipelines,
            owners: Vec::new(),
            associations: Associations::default(),
            lists: Lists::default(),
            forms: Forms::default(),
            email: EmailData::default(),
            single_sends: SingleSends::default(),
            files: Files::default(),
            hubdb: hubdb::tables(accounts_created_ms()),
            workflows: Workflows::default(),
            undo: None,
        }
    }

    /// All object types of the account that are not archived.
    pub(crate) fn types(&self) -> impl Iterator<Item = &'static ObjectType> {
        self.custom_types.live()
    }

    /// The object type with this name, singular, id, or fully qualified name of a custom object.
    pub(crate) fn find_type(&self, segment: &str) -> Option<&'static ObjectType> {
        self.types().find(|kind| kind.is_called(segment, self.account.portal_id))
    }

    /// Gives a type that was just defined its tables.
    pub(crate) fn add_type(&mut self, kind: &'static ObjectType, properties: Vec<Property>) {
        self.records.entry(kind.id).or_default();
        self.next_ids.entry(kind.id).or_insert_with(|| kind.first_record_id());
        self.properties.insert(kind.id, properties);
    }

    /// All records of a type by id, including archived ones.
    pub(crate) fn records(&self, kind: &ObjectType) -> &BTreeMap<u64, Record> {
        self.records.get(kind.id).expect("BUG: every object type has its table as soon as it is known")
    }

    fn records_mut(&mut self, kind: &ObjectType) -> &mut BTreeMap<u64, Record> {
        self.records.get_mut(kind.id).expect("BUG: every object type has its table as soon as it is known")
    }

    /// The properties of a type, including archived ones.
    pub(crate) fn properties_of(&self, kind: &ObjectType) -> &[Property] {
        self.properties.get(kind.id).map_or(&[], Vec::as_slice)
    }

    /// The pipelines of a type.
    pub(crate) fn pipelines_of(&self, kind: &ObjectType) -> &[Pipeline] {
        self.pipelines.get(kind.id).map_or(&[], Vec::as_slice)
    }

    /// The groups of a type's properties, in the order of their names.
    pub(crate) fn property_groups(&self, kind: &ObjectType) -> Vec<PropertyGroup> {
        self.groups.all(kind, self.properties_of(kind))
    }

    /// The group with this name.
    pub(crate) fn property_group(&self, kind: &ObjectType, name: &str) -> Option<PropertyGroup> {
        self.groups.find(kind, self.properties_of(kind), name)
    }

    /// Keeps a group with a name that no other has.
    pub(crate) fn add_property_group(
        &mut self,
        kind: &ObjectType,
        group: PropertyGroup,
    ) -> Result<(), Taken> {
        if self.property_group(kind, &group.name).is_some() {
            return Err(Taken);
        }
        self.groups.write(kind, group);
        Ok(())
    }

    /// Gives a group a label and a place where the client names them; `None` if there is no such group.
    pub(crate) fn change_property_group(
        &mut self,
        kind: &ObjectType,
        name: &str,
        label: Option<&str>,
        order: Option<i64>,
    ) -> Option<PropertyGroup> {
        let before = self.property_group(kind, name)?;
        let label = label.map_or_else(|| before.label.clone(), str::to_owned);
        let group = PropertyGroup { label, order: order.unwrap_or(before.order), ..before };
        self.groups.write(kind, group.clone());
        Some(group)
    }

    /// Deletes a group without properties. Archived ones do not count.
    pub(crate) fn delete_property_group(&mut self, kind: &ObjectType, name: &str) -> Result<(), NotDeleted> {
        let properties = self.properties.get(kind.id).map_or(&[][..], Vec::as_slice);
        self.groups.delete(kind, properties, name)
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
