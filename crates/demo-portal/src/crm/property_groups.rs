//! Groups of properties: those that properties name, and those that the account has made.

use std::collections::BTreeMap;

use super::{object_types::ObjectType, properties::Property};
use crate::text::capitalize;

/// A group of properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PropertyGroup {
    pub(crate) name: String,
    pub(crate) label: String,
    /// `-1` comes behind all others.
    pub(crate) order: i64,
    /// Whether HubSpot's own properties are in it.
    pub(crate) built_in: bool,
}

/// The labels and places that the account has given to groups, by type and name.
#[derive(Debug, Default)]
pub(crate) struct PropertyGroups(BTreeMap<(&'static str, String), Written>);

#[derive(Debug)]
struct Written {
    label: String,
    order: i64,
}

/// Why a group could not be deleted.
#[derive(Debug)]
pub(crate) enum NotDeleted {
    Unknown,
    /// It holds this many properties.
    InUse(usize),
}

/// A group with this name exists.
#[derive(Debug)]
pub(crate) struct Taken;

impl PropertyGroups {
    /// The groups of a type that has these properties, in the order of their names.
    pub(crate) fn all(&self, kind: &ObjectType, properties: &[Property]) -> Vec<PropertyGroup> {
        let mut names: BTreeMap<&str, bool> = BTreeMap::new();
        for property in properties.iter().filter(|property| !property.is_archived()) {
            *names.entry(&property.group).or_default() |= property.built_in;
        }
        let written = self.0.keys().filter(|(id, _)| *id == kind.id);
        written.for_each(|(_, name)| _ = names.entry(name).or_default());
        names.into_iter().map(|(name, built_in)| self.group(kind, name, built_in)).collect()
    }

    fn group(&self, kind: &ObjectType, name: &str, built_in: bool) -> PropertyGroup {
        let written = self.0.get(&(kind.id, name.to_owned()));
        PropertyGroup {
            name: name.to_owned(),
            label: written
                .map_or_else(|| capitalize(&name.replace('_', " ")), |written| written.label.clone()),
            order: written.map_or(-1, |written| written.order),
            built_in,
        }
    }

    /// The group with this name.
    pub(crate) fn find(
        &self,
        kind: &ObjectType,
        properties: &[Property],
        name: &str,
    ) -> Option<PropertyGroup> {
        self.all(kind, properties).into_iter().find(|group| group.name == name)
    }

    /// Keeps the label and place of a group, which may be new.
    pub(crate) fn write(&mut self, kind: &ObjectType, group: PropertyGroup) {
        let written = Written { label: group.label, order: group.order };
        self.0.insert((kind.id, group.name), written);
    }

    /// Deletes a group without properties. Archived ones do not count.
    pub(crate) fn delete(
        &mut self,
        kind: &ObjectType,
        properties: &[Property],
        name: &str,
    ) -> Result<(), NotDeleted> {
        self.find(kind, properties, name).ok_or(NotDeleted::Unknown)?;
        let holds = |property: &&Property| !property.is_archived() && property.group == name;
        let held = properties.iter().filter(holds).count();
        if held > 0 {
            return Err(NotDeleted::InUse(held));
        }
        self.0.remove(&(kind.id, name.to_owned()));
        Ok(())
    }
}
