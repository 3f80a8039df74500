//! The custom object types that an account defines, and what their schemas say beside their properties.

use std::collections::BTreeMap;

use super::object_types::{OBJECT_TYPES, ObjectType};

/// How often types are defined or changed in the life of a portal: each definition stays in memory for the life of the
/// process, since records, lists and associations refer to it.
const MAX_DEFINITIONS: usize = 60;
/// The ids of new types follow that of the one that every account has.
const FIRST_ID: u64 = 30_411_208;

/// A schema's part that is not in its [`ObjectType`]. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Schema {
    pub(crate) singular_label: String,
    pub(crate) plural_label: String,
    pub(crate) description: Option<String>,
    pub(crate) primary: String,
    pub(crate) secondary: Vec<String>,
    pub(crate) searchable: Vec<String>,
    /// The ids of the types that it was associated with when it was defined.
    pub(crate) associated: Vec<&'static str>,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
}

/// What becomes part of an [`ObjectType`].
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) required: Vec<String>,
    /// Shown by reads that name no properties.
    pub(crate) shown: Vec<String>,
    pub(crate) unique: Option<String>,
}

/// The account has defined as many types as the portal keeps.
#[derive(Debug)]
pub(crate) struct Full;

/// What became of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Archived,
    /// Its name is free.
    Purged,
}

/// The custom object types of an account.
#[derive(Debug, Default)]
pub(crate) struct CustomTypes {
    /// The types that this account has defined, whatever became of them.
    own: Vec<&'static ObjectType>,
    /// The present definition of types whose schema was changed.
    changed: BTreeMap<&'static str, &'static ObjectType>,
    schemas: BTreeMap<&'static str, Schema>,
    ended: BTreeMap<&'static str, End>,
    definitions: usize,
}

impl CustomTypes {
    fn all(&self) -> impl Iterator<Item = &'static ObjectType> {
        let all = OBJECT_TYPES.iter().chain(self.own.iter().copied());
        all.map(|kind| self.changed.get(kind.id).copied().unwrap_or(kind))
    }

    /// All types of the account, HubSpot's included, in their present definition, that have not come to their end.
    pub(crate) fn live(&self) -> impl Iterator<Item = &'static ObjectType> {
        self.all().filter(|kind| !self.ended.contains_key(kind.id))
    }

    /// The types that are archived.
    pub(crate) fn archived(&self) -> impl Iterator<Item = &'static ObjectType> {
        self.all().filter(|kind| self.ended.get(kind.id) == Some(&End::Archived))
    }

    /// What the account wrote in the schema of a type; `None` if it wrote none.
    pub(crate) fn schema(&self, kind: &ObjectType) -> Option<&Schema> {
        self.schemas.get(kind.id)
    }

    /// Defines a type with a name that is free.
    pub(crate) fn define(
        &mut self,
        name: String,
        definition: Definition,
        schema: Schema,
    ) -> Result<&'static ObjectType, Full> {
        let number = self.own.len();
        self.count()?;
        let (id, name) = (format!("2-{}", FIRST_ID + number as u64).leak(), name.leak());
        let mut kind = ObjectType::new(id, name, name);
        kind.own_number = Some(number);
        let kind = keep(kind, definition);
        self.own.push(kind);
        self.schemas.insert(kind.id, schema);
        Ok(kind)
    }

    /// Changes a custom type.
    pub(crate) fn redefine(
        &mut self,
        kind: &'static ObjectType,
        definition: Definition,
        schema: Schema,
    ) -> Result<&'static ObjectType, Full> {
        self.count()?;
        let mut changed = ObjectType::new(kind.id, kind.name, kind.singular);
        changed.own_number = kind.own_number;
        let kind = keep(changed, definition);
        self.changed.insert(kind.id, kind);
        self.schemas.insert(kind.id, schema);
        Ok(kind)
    }

    fn count(&mut self) -> Result<(), Full> {
        if self.definitions >= MAX_DEFINITIONS {
            return Err(Full);
        }
        self.definitions += 1;
        Ok(())
    }

    /// Archives a type.
    pub(crate) fn archive(&mut self, kind: &'static ObjectType) {
        self.ended.insert(kind.id, End::Archived);
    }

    /// Deletes an archived type for good.
    pub(crate) fn purge(&mut self, kind: &'static ObjectType) {
        self.ended.insert(kind.id, End::Purged);
    }
}

fn keep(mut kind: ObjectType, definition: Definition) -> &'static ObjectType {
    let all = |texts: Vec<String>| -> &'static [&'static str] {
        texts.into_iter().map(|text| &*text.leak()).collect::<Vec<&'static str>>().leak()
    };
    kind.default_properties = all(definition.shown);
    kind.required = all(definition.required);
    kind.unique = definition.unique.map(|text| &*text.leak());
    Box::leak(Box::new(kind))
}
