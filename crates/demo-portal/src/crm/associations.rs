//! Links between records, kept in both directions, and the type ids that HubSpot gives them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::object_types::{OBJECT_TYPES, ObjectType};

/// Type ids from here on are for pairs that the table does not list.
const FIRST_OTHER_ID: u64 = 10_000;

/// From, to, the id in this direction, the id back, and the label.
const PAIRS: &[(&str, &str, u64, u64, Option<&str>)] = &[
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

/// Who defined a kind of link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Category {
    #[serde(rename = "HUBSPOT_DEFINED")]
    HubSpot,
    #[serde(rename = "USER_DEFINED")]
    Portal,
    #[serde(rename = "INTEGRATOR_DEFINED")]
    App,
}

/// One kind of link, in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spec {
    pub(crate) category: Category,
    pub(crate) type_id: u64,
}

/// A kind of link as it is defined: the id in this direction, the id back, the label.
pub(crate) struct Definition {
    pub(crate) spec: Spec,
    back: Spec,
    pub(crate) label: Option<&'static str>,
}

/// A record's address.
pub(crate) type Place = (&'static ObjectType, u64);

type LinksTo = BTreeMap<&'static str, BTreeMap<u64, BTreeSet<Spec>>>;

#[derive(Debug, Default)]
pub(crate) struct Associations(BTreeMap<(&'static str, u64), LinksTo>);

impl Associations {
    pub(crate) fn link(&mut self, from: Place, to: Place, spec: &Spec) {
        let back = definition(from.0, to.0, spec.type_id).map_or(*spec, |known| known.back);
        self.one_way(from, to).insert(*spec);
        self.one_way(to, from).insert(back);
    }

    pub(crate) fn link_by_default(&mut self, from: Place, to: Place) -> Spec {
        let spec = default_spec(from.0, to.0);
        self.link(from, to, &spec);
        spec
    }

    /// The labelled link of a record to its main company, where the pair has one.
    pub(crate) fn link_as_primary(&mut self, from: Place, to: Place) {
        let primary = definitions(from.0, to.0).into_iter().find(|known| known.label == Some("Primary"));
        if let Some(primary) = primary {
            self.link(from, to, &primary.spec);
        }
    }

    fn one_way(&mut self, from: Place, to: Place) -> &mut BTreeSet<Spec> {
        let links = self.0.entry((from.0.id, from.1)).or_default();
        links.entry(to.0.id).or_default().entry(to.1).or_default()
    }

    /// Takes away one kind of link, or all between the two.
    pub(crate) fn unlink(&mut self, from: Place, to: Place, only: Option<&Spec>) {
        let back = only.map(|spec| definition(from.0, to.0, spec.type_id).map_or(*spec, |known| known.back));
        self.take(from, to, only);
        self.take(to, from, back.as_ref());
    }

    fn take(&mut self, from: Place, to: Place, only: Option<&Spec>) {
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

    /// All links of a record that is gone.
    pub(crate) fn forget(&mut self, kind: &ObjectType, id: u64) {
        let Some(links) = self.0.remove(&(kind.id, id)) else { return };
        for (to_kind, targets) in links {
            for to_id in targets.into_keys() {
                if let Some(back) = self.0.get_mut(&(to_kind, to_id)).and_then(|links| links.get_mut(kind.id))
                {
                    back.remove(&id);
                }
            }
        }
    }

    /// The linked ids of a type, in order, with their kinds of link.
    pub(crate) fn of(&self, kind: &ObjectType, id: u64, to: &ObjectType) -> Vec<(u64, &BTreeSet<Spec>)> {
        let links = self.0.get(&(kind.id, id)).and_then(|links| links.get(to.id));
        links.into_iter().flatten().map(|(id, specs)| (*id, specs)).collect()
    }

    pub(crate) fn ids(&self, kind: &ObjectType, id: u64, to: &ObjectType) -> Vec<u64> {
        self.of(kind, id, to).into_iter().map(|(id, _)| id).collect()
    }

    pub(crate) fn linked(&self, kind: &ObjectType, id: u64, to: &ObjectType, to_id: u64) -> bool {
        let links = self.0.get(&(kind.id, id)).and_then(|links| links.get(to.id));
        links.is_some_and(|links| links.contains_key(&to_id))
    }

    /// `[{id, type}]`, as records show their links.
    pub(crate) fn shown_on_record(&self, kind: &ObjectType, id: u64, to: &ObjectType) -> Vec<Value> {
        let each = |(to_id, specs): (u64, &BTreeSet<Spec>)| -> Vec<Value> {
            let show = |spec: &Spec| json!({"id": to_id.to_string(), "type": type_name(kind, to, spec)});
            specs.iter().map(show).collect()
        };
        self.of(kind, id, to).into_iter().flat_map(each).collect()
    }
}

/// `contact_to_company` for the labelled kind, `..._unlabeled` for the plain one where both exist.
pub(crate) fn type_name(from: &ObjectType, to: &ObjectType, spec: &Spec) -> String {
    let labelled = definition(from, to, spec.type_id).is_some_and(|known| known.label.is_some());
    let has_labels = definitions(from, to).iter().any(|known| known.label.is_some());
    let suffix = if has_labels && !labelled { "_unlabeled" } else { "" };
    format!("{}_to_{}{suffix}", from.singular, to.singular)
}

/// The kinds of link from one type to another, the plain one first.
pub(crate) fn definitions(from: &ObjectType, to: &ObjectType) -> Vec<Definition> {
    let hubspot = |type_id| Spec { category: Category::HubSpot, type_id };
    let mut found = Vec::new();
    for &(one, other, forward, back, label) in PAIRS {
        if one == from.name && other == to.name {
            found.push(Definition { spec: hubspot(forward), back: hubspot(back), label });
        }
        if other == from.name && one == to.name && forward != back {
            found.push(Definition { spec: hubspot(back), back: hubspot(forward), label: back_label(label) });
        }
    }
    if found.is_empty() {
        found.push(Definition { spec: unlisted(from, to), back: unlisted(to, from), label: None });
    }
    found.sort_by_key(|known| known.label.is_some());
    found
}

fn back_label(label: Option<&'static str>) -> Option<&'static str> {
    if label == Some("Parent Company") { Some("Child Company") } else { label }
}

fn unlisted(from: &ObjectType, to: &ObjectType) -> Spec {
    let place = |kind: &ObjectType| {
        OBJECT_TYPES.iter().position(|other| other.id == kind.id).unwrap_or_default() as u64
    };
    let category = if from.is_custom() || to.is_custom() { Category::Portal } else { Category::HubSpot };
    Spec { category, type_id: FIRST_OTHER_ID + place(from) * 100 + place(to) }
}

pub(crate) fn definition(from: &ObjectType, to: &ObjectType, type_id: u64) -> Option<Definition> {
    definitions(from, to).into_iter().find(|known| known.spec.type_id == type_id)
}

pub(crate) fn default_spec(from: &ObjectType, to: &ObjectType) -> Spec {
    let mut known = definitions(from, to);
    known.swap_remove(0).spec
}

/// The type that a kind of link from `kind` leads to.
pub(crate) fn target_of(kind: &ObjectType, spec: &Spec) -> Option<&'static ObjectType> {
    OBJECT_TYPES.iter().find(|to| definition(kind, to, spec.type_id).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> &'static ObjectType {
        ObjectType::find(name, 1).unwrap()
    }

    #[test]
    fn a_link_is_seen_from_both_ends_with_its_own_type_id() {
        let mut links = Associations::default();
        links.link_by_default((kind("contacts"), 1), (kind("companies"), 2));
        let (_, there) = links.of(kind("contacts"), 1, kind("companies"))[0];
        let (_, back) = links.of(kind("companies"), 2, kind("contacts"))[0];
        assert_eq!(there.first().unwrap().type_id, 279);
        assert_eq!(back.first().unwrap().type_id, 280);
    }

    #[test]
    fn taking_one_kind_of_link_leaves_the_other() {
        let mut links = Associations::default();
        let (contact, company) = ((kind("contacts"), 1), (kind("companies"), 2));
        let plain = links.link_by_default(contact, company);
        let primary = Spec { category: Category::HubSpot, type_id: 1 };
        links.link(contact, company, &primary);
        links.unlink(contact, company, Some(&plain));
        assert_eq!(links.of(contact.0, 1, company.0)[0].1.len(), 1);
        assert_eq!(links.of(company.0, 2, contact.0)[0].1.first().unwrap().type_id, 2);
        links.unlink(contact, company, None);
        assert!(!links.linked(contact.0, 1, company.0, 2));
    }

    #[test]
    fn type_ids_lead_to_their_target() {
        let spec = |type_id| Spec { category: Category::HubSpot, type_id };
        assert_eq!(target_of(kind("notes"), &spec(202)).unwrap().name, "contacts");
        assert_eq!(target_of(kind("deals"), &spec(5)).unwrap().name, "companies");
        let custom = default_spec(kind("bikes"), kind("contacts"));
        assert_eq!(target_of(kind("bikes"), &custom).unwrap().name, "contacts");
        assert_eq!(custom.category, Category::Portal);
    }
}
