//! Associations between records, kept in both directions, and the type ids that HubSpot gives them:
//! <https://developers.hubspot.com/docs/api/crm/associations>.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::object_types::ObjectType;

/// Type ids from here on are derived for pairs of object types that are not in the table.
const FIRST_DERIVED_TYPE_ID: u64 = 10_000;

/// The object types, the type id in this direction and in the other one, and the label.
const ASSOCIATION_TYPES: &[(&str, &str, u64, u64, Option<&str>)] = &[
    ("contacts", "companies", 279, 280, None),
    ("contacts", "companies", 1, 2, Some("Primary")),
    ("deals", "contacts", 3, 4, None),
    ("deals", "companies", 341, 342, None),
    ("deals", "companies", 5, 6, Some("Primary")),
    ("companies", "companies", 13, 14, Some("Parent Company")),
    ("contacts", "tickets", 15, 16, None),
    ("deals", "line_items", 19, 20, None),
    ("companies", "tickets", 340, 339, None),
    ("companies", "tickets", 25, 26, Some("Primary")),
    ("deals", "tickets", 27, 28, None),
    ("deals", "quotes", 63, 64, None),
    ("quotes", "line_items", 67, 68, None),
    ("quotes", "contacts", 69, 70, None),
    ("quotes", "companies", 71, 72, None),
    ("contacts", "contacts", 449, 449, None),
    ("companies", "companies", 450, 450, None),
    ("deals", "deals", 451, 451, None),
    ("tickets", "tickets", 452, 452, None),
    ("companies", "calls", 181, 182, None),
    ("companies", "emails", 185, 186, None),
    ("companies", "meetings", 187, 188, None),
    ("companies", "notes", 189, 190, None),
    ("companies", "tasks", 191, 192, None),
    ("contacts", "calls", 193, 194, None),
    ("contacts", "emails", 197, 198, None),
    ("contacts", "meetings", 199, 200, None),
    ("contacts", "notes", 201, 202, None),
    ("contacts", "tasks", 203, 204, None),
    ("deals", "calls", 205, 206, None),
    ("deals", "emails", 209, 210, None),
    ("deals", "meetings", 211, 212, None),
    ("deals", "notes", 213, 214, None),
    ("deals", "tasks", 215, 216, None),
    ("tickets", "calls", 219, 220, None),
    ("tickets", "emails", 223, 224, None),
    ("tickets", "meetings", 225, 226, None),
    ("tickets", "notes", 227, 228, None),
    ("tickets", "tasks", 229, 230, None),
];

/// Who defined an association type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum AssociationCategory {
    #[serde(rename = "HUBSPOT_DEFINED")]
    HubSpot,
    #[serde(rename = "USER_DEFINED")]
    Portal,
    #[serde(rename = "INTEGRATOR_DEFINED")]
    App,
}

/// An association type, in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AssociationSpec {
    pub(crate) category: AssociationCategory,
    pub(crate) type_id: u64,
}

/// An association type with its inverse and its label.
pub(crate) struct AssociationDefinition {
    pub(crate) spec: AssociationSpec,
    inverse: AssociationSpec,
    pub(crate) label: Option<&'static str>,
}

/// A record by object type and id.
pub(crate) type RecordRef = (&'static ObjectType, u64);

/// The records that a record is associated with, by object type and id.
type LinksTo = BTreeMap<&'static str, BTreeMap<u64, BTreeSet<AssociationSpec>>>;

/// All associations of an account, by object type and id of the record.
#[derive(Debug, Default)]
pub(crate) struct Associations(BTreeMap<(&'static str, u64), LinksTo>);

impl Associations {
    /// Associates two records, in both directions.
    pub(crate) fn link(&mut self, from: RecordRef, to: RecordRef, spec: &AssociationSpec) {
        let inverse = definition(from.0, to.0, spec.type_id).map_or(*spec, |known| known.inverse);
        self.specs_between(from, to).insert(*spec);
        self.specs_between(to, from).insert(inverse);
    }

    /// Associates two records with the unlabeled type, which is returned.
    pub(crate) fn link_by_default(&mut self, from: RecordRef, to: RecordRef) -> AssociationSpec {
        let spec = default_spec(from.0, to.0);
        self.link(from, to, &spec);
        spec
    }

    /// Associates a record with its primary company, where the object types have such a label.
    pub(crate) fn link_as_primary(&mut self, from: RecordRef, to: RecordRef) {
        let primary = definitions(from.0, to.0).into_iter().find(|known| known.label == Some("Primary"));
        if let Some(primary) = primary {
            self.link(from, to, &primary.spec);
        }
    }

    /// The association types from one record to another, in this direction only.
    fn specs_between(&mut self, from: RecordRef, to: RecordRef) -> &mut BTreeSet<AssociationSpec> {
        let links = self.0.entry((from.0.id, from.1)).or_default();
        links.entry(to.0.id).or_default().entry(to.1).or_default()
    }

    /// Removes one association type between two records, or all of them.
    pub(crate) fn unlink(&mut self, from: RecordRef, to: RecordRef, only: Option<&AssociationSpec>) {
        let inverse =
            only.map(|spec| definition(from.0, to.0, spec.type_id).map_or(*spec, |known| known.inverse));
        self.remove_specs(from, to, only);
        self.remove_specs(to, from, inverse.as_ref());
    }

    fn remove_specs(&mut self, from: RecordRef, to: RecordRef, only: Option<&AssociationSpec>) {
        let Some(links) = self.0.get_mut(&(from.0.id, from.1)).and_then(|links| links.get_mut(to.0.id))
        else {
            return;
        };
        if let Some(specs) = links.get_mut(&to.1) {
            specs.retain(|spec| only.is_some_and(|only| only != spec));
            if specs.is_empty() {
                links.remove(&to.1);
            }
        }
    }

    /// Removes all associations of a record.
    pub(crate) fn remove_record(&mut self, kind: &ObjectType, id: u64) {
        let Some(links) = self.0.remove(&(kind.id, id)) else { return };
        for (to_kind, targets) in links {
            for to_id in targets.into_keys() {
                if let Some(inverse) =
                    self.0.get_mut(&(to_kind, to_id)).and_then(|links| links.get_mut(kind.id))
                {
                    inverse.remove(&id);
                }
            }
        }
    }

    /// The associated records of an object type in order of their ids, with the association types.
    pub(crate) fn of(
        &self,
        kind: &ObjectType,
        id: u64,
        to: &ObjectType,
    ) -> Vec<(u64, &BTreeSet<AssociationSpec>)> {
        let links = self.0.get(&(kind.id, id)).and_then(|links| links.get(to.id));
        links.into_iter().flatten().map(|(id, specs)| (*id, specs)).collect()
    }

    /// The ids of the associated records of an object type, in order.
    pub(crate) fn ids(&self, kind: &ObjectType, id: u64, to: &ObjectType) -> Vec<u64> {
        self.of(kind, id, to).into_iter().map(|(id, _)| id).collect()
    }

    /// Whether two records are associated.
    pub(crate) fn are_linked(&self, kind: &ObjectType, id: u64, to: &ObjectType, to_id: u64) -> bool {
        let links = self.0.get(&(kind.id, id)).and_then(|links| links.get(to.id));
        links.is_some_and(|links| links.contains_key(&to_id))
    }

    /// `[{id, type}]`, as a record lists its associations.
    pub(crate) fn to_record_json(&self, kind: &ObjectType, id: u64, to: &ObjectType) -> Vec<Value> {
        let each = |(to_id, specs): (u64, &BTreeSet<AssociationSpec>)| -> Vec<Value> {
            let show =
                |spec: &AssociationSpec| json!({"id": to_id.to_string(), "type": type_name(kind, to, spec)});
            specs.iter().map(show).collect()
        };
        self.of(kind, id, to).into_iter().flat_map(each).collect()
    }
}

/// `contact_to_company` for a labeled type; `contact_to_company_unlabeled` for the unlabeled one, if both
/// exist.
pub(crate) fn type_name(from: &ObjectType, to: &ObjectType, spec: &AssociationSpec) -> String {
    let labeled = definition(from, to, spec.type_id).is_some_and(|known| known.label.is_some());
    let has_labels = definitions(from, to).iter().any(|known| known.label.is_some());
    let suffix = if has_labels && !labeled { "_unlabeled" } else { "" };
    format!("{}_to_{}{suffix}", from.singular, to.singular)
}

/// The association types between two object types, the unlabeled one first.
pub(crate) fn definitions(from: &ObjectType, to: &ObjectType) -> Vec<AssociationDefinition> {
    let hubspot = |type_id| AssociationSpec { category: AssociationCategory::HubSpot, type_id };
    let mut found = Vec::new();
    for &(one, other, forward, inverse, label) in ASSOCIATION_TYPES {
        if one == from.name && other == to.name {
            found.push(AssociationDefinition { spec: hubspot(forward), inverse: hubspot(inverse), label });
        }
        if other == from.name && one == to.name && forward != inverse {
            found.push(AssociationDefinition {
                spec: hubspot(inverse),
                inverse: hubspot(forward),
                label: inverse_label(label),
            });
        }
    }
    if found.is_empty() {
        found.push(AssociationDefinition {
            spec: derived_spec(from, to),
            inverse: derived_spec(to, from),
            label: None,
        });
    }
    found.sort_by_key(|known| known.label.is_some());
    found
}

fn inverse_label(label: Option<&'static str>) -> Option<&'static str> {
    if label == Some("Parent Company") { Some("Child Company") } else { label }
}

/// A type id for object types that the table does not have.
fn derived_spec(from: &ObjectType, to: &ObjectType) -> AssociationSpec {
    let category = if from.is_custom() || to.is_custom() {
        AssociationCategory::Portal
    } else {
        AssociationCategory::HubSpot
    };
    AssociationSpec { category, type_id: FIRST_DERIVED_TYPE_ID + from.position() * 100 + to.position() }
}

/// The association type with this id, if it exists between the object types.
pub(crate) fn definition(from: &ObjectType, to: &ObjectType, type_id: u64) -> Option<AssociationDefinition> {
    definitions(from, to).into_iter().find(|known| known.spec.type_id == type_id)
}

/// The unlabeled association type.
pub(crate) fn default_spec(from: &ObjectType, to: &ObjectType) -> AssociationSpec {
    let mut known = definitions(from, to);
    known.swap_remove(0).spec
}

/// The object type, among these, that an association type leads to.
pub(crate) fn target_of(
    mut types: impl Iterator<Item = &'static ObjectType>,
    kind: &ObjectType,
    spec: &AssociationSpec,
) -> Option<&'static ObjectType> {
    types.find(|to| definition(kind, to, spec.type_id).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::object_types::{OBJECT_TYPES, object_type};

    #[test]
    fn an_association_is_seen_from_both_sides_with_its_own_type_id() {
        let mut links = Associations::default();
        links.link_by_default((object_type("contacts"), 1), (object_type("companies"), 2));
        let (_, there) = links.of(object_type("contacts"), 1, object_type("companies"))[0];
        let (_, back) = links.of(object_type("companies"), 2, object_type("contacts"))[0];
        assert_eq!(there.first().unwrap().type_id, 279);
        assert_eq!(back.first().unwrap().type_id, 280);
    }

    #[test]
    fn removing_one_association_type_keeps_the_other() {
        let mut links = Associations::default();
        let (contact, company) = ((object_type("contacts"), 1), (object_type("companies"), 2));
        let plain = links.link_by_default(contact, company);
        let primary = AssociationSpec { category: AssociationCategory::HubSpot, type_id: 1 };
        links.link(contact, company, &primary);
        links.unlink(contact, company, Some(&plain));
        assert_eq!(links.of(contact.0, 1, company.0)[0].1.len(), 1);
        assert_eq!(links.of(company.0, 2, contact.0)[0].1.first().unwrap().type_id, 2);
        links.unlink(contact, company, None);
        assert!(!links.are_linked(contact.0, 1, company.0, 2));
    }

    #[test]
    fn type_ids_lead_to_their_target() {
        let spec = |type_id| AssociationSpec { category: AssociationCategory::HubSpot, type_id };
        assert_eq!(
            target_of(OBJECT_TYPES.iter(), object_type("notes"), &spec(202)).unwrap().name,
            "contacts"
        );
        assert_eq!(target_of(OBJECT_TYPES.iter(), object_type("deals"), &spec(5)).unwrap().name, "companies");
        let custom = default_spec(object_type("bikes"), object_type("contacts"));
        assert_eq!(target_of(OBJECT_TYPES.iter(), object_type("bikes"), &custom).unwrap().name, "contacts");
        assert_eq!(custom.category, AssociationCategory::Portal);
    }
}
