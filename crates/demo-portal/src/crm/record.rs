//! A record, and how it is shown.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::{Map, Value, json};

use super::{object_types::ObjectType, values::Values};
use crate::state::clock::iso_ms;

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

impl Record {
    /// The secondary email addresses of a contact.
    pub(crate) fn secondary_emails(&self) -> impl Iterator<Item = &str> {
        let joined = self.values.get(SECONDARY_EMAILS).map(String::as_str).unwrap_or_default();
        joined.split(';').filter(|email| !email.is_empty())
    }

    pub(super) fn has_secondary_email(&self, wanted: &str) -> bool {
        self.secondary_emails().any(|email| email.eq_ignore_ascii_case(wanted))
    }

    /// Sets values; an empty one clears the property.
    pub(super) fn set_values(&mut self, values: Values) {
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
