//! Property definitions: HubSpot's own, from a table, and those that a portal adds.

use serde_json::{Value, json};

use super::object_types::ObjectType;
use crate::{
    http::errors::ApiError,
    state::{accounts::ACCOUNTS_CREATED_AT, clock::iso_ms},
    text::capitalize,
};

/// The built-in properties; the first line of the file describes its format.
const TABLE: &str = include_str!("properties.txt");

/// A choice of an enumeration property.
#[derive(Debug, Clone)]
pub(crate) struct PropertyOption {
    pub(crate) value: String,
    pub(crate) label: String,
}

/// The definition of a property.
#[derive(Debug, Clone)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) label: String,
    /// `string`, `number`, `date`, `datetime`, `enumeration` or `bool`.
    pub(crate) kind: String,
    pub(crate) field_type: String,
    pub(crate) group: String,
    pub(crate) description: String,
    pub(crate) options: Vec<PropertyOption>,
    pub(crate) read_only: bool,
    pub(crate) unique: bool,
    /// Defined by HubSpot: it cannot be changed or archived.
    pub(crate) built_in: bool,
    /// When it was archived, in milliseconds since 1970.
    pub(crate) archived_ms: Option<i64>,
}

impl Property {
    /// Whether every `;`-separated value is one of the options. An enumeration without options, such as an
    /// owner, allows anything.
    pub(crate) fn allows(&self, text: &str) -> bool {
        self.options.is_empty()
            || text.split(';').all(|part| self.options.iter().any(|option| option.value == part))
    }

    /// Whether it is archived.
    pub(crate) fn is_archived(&self) -> bool {
        self.archived_ms.is_some()
    }

    /// The definition as the API shows it.
    pub(crate) fn to_json(&self) -> Value {
        let options: Vec<Value> = self
            .options
            .iter()
            .enumerate()
            .map(|(order, option)| {
                json!({"label": option.label, "value": option.value, "displayOrder": order, "hidden": false})
            })
            .collect();
        let mut shown = json!({
            "name": self.name,
            "label": self.label,
            "type": self.kind,
            "fieldType": self.field_type,
            "groupName": self.group,
            "description": self.description,
            "options": options,
            "displayOrder": -1,
            "calculated": false,
            "externalOptions": false,
            "hasUniqueValue": self.unique,
            "hidden": false,
            "hubspotDefined": self.built_in,
            "formField": !self.read_only,
            "archived": self.is_archived(),
            "createdAt": ACCOUNTS_CREATED_AT,
            "updatedAt": ACCOUNTS_CREATED_AT,
            "modificationMetadata": {
                "archivable": !self.built_in,
                "readOnlyDefinition": self.built_in,
                "readOnlyValue": self.read_only,
            },
        });
        if let Some(at_ms) = self.archived_ms {
            shown["archivedAt"] = iso_ms(at_ms).into();
        }
        shown
    }

    fn system(name: &str, kind: &str, label: &str, group: &str) -> Self {
        let mut property = Self::new(name, kind, "text", label, group);
        property.read_only = true;
        property
    }

    fn new(name: &str, kind: &str, field_type: &str, label: &str, group: &str) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind: kind.into(),
            field_type: field_type.into(),
            group: group.into(),
            description: String::new(),
            options: Vec::new(),
            read_only: false,
            unique: false,
            built_in: true,
            archived_ms: None,
        }
    }

    /// Reads `name | type | field type | label | options`, with `ro` or `unique` in place of options.
    fn from_line(line: &str, group: &str) -> Option<Self> {
        let mut fields = line.split('|').map(str::trim);
        let (name, kind, field_type, label) =
            (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let mut property = Self::new(name, kind, field_type, label, group);
        match fields.next() {
            Some("ro") => property.read_only = true,
            Some("unique") => property.unique = true,
            Some(options) => property.options = options.split(',').map(option_from_value).collect(),
            None => {}
        }
        Some(property)
    }
}

fn option_from_value(value: &str) -> PropertyOption {
    PropertyOption {
        value: value.into(),
        label: call_outcome_label(value).map_or_else(|| label_from_value(value), str::to_owned),
    }
}

/// The label of a call outcome.
fn call_outcome_label(id: &str) -> Option<&'static str> {
    CALL_OUTCOMES.iter().find(|(known, _)| *known == id).map(|(_, label)| *label)
}

/// HubSpot's own call outcomes and their labels. The ids are the same in all accounts.
pub(crate) const CALL_OUTCOMES: &[(&str, &str)] = &[
    ("9d9162e7-6cf3-4944-bf63-4dff82258764", "Busy"),
    ("f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"),
    ("a4c4c377-d246-4b32-a13b-75a56a4cd0ff", "Left live message"),
    ("b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"),
    ("73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"),
    ("17b47fee-58de-441e-a44c-c6300d46f273", "Wrong number"),
];

/// `OPEN_DEAL` becomes `Open deal`.
fn label_from_value(value: &str) -> String {
    capitalize(&value.replace('_', " ").to_lowercase())
}

/// The properties of an object type in a new account.
pub(crate) fn built_in(kind: &ObjectType) -> Vec<Property> {
    let heading = format!("[{}] ", kind.name);
    let mut lines = TABLE.lines().skip_while(|line| !line.starts_with(&heading));
    let group = lines.next().and_then(|line| line.strip_prefix(&heading)).unwrap_or("information");
    let own = lines.take_while(|line| !line.starts_with('['));
    let mut properties: Vec<Property> = own.filter_map(|line| Property::from_line(line, group)).collect();
    properties.push(Property::system("hs_object_id", "number", "Record id", group));
    properties.push(Property::system(kind.created, "datetime", "Create date", group));
    properties.push(Property::system(kind.modified, "datetime", "Last modified date", group));
    properties.push(Property::new("hubspot_owner_id", "enumeration", "select", "Owner", group));
    properties
}

/// Reads the definition of a new property.
///
/// # Errors
///
/// 400 if a required field is missing.
pub(crate) fn from_json(body: &Value) -> Result<Property, ApiError> {
    let text = |key: &str| body.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let needed = ["name", "label", "type", "fieldType", "groupName"];
    let missing: Vec<&str> = needed.into_iter().filter(|key| text(key).is_none()).collect();
    if !missing.is_empty() {
        return Err(ApiError::missing_fields(&missing));
    }
    let value = |key| text(key).unwrap_or_default();
    let mut property =
        Property::new(value("name"), value("type"), value("fieldType"), value("label"), value("groupName"));
    property.built_in = false;
    property.unique = body.get("hasUniqueValue").and_then(Value::as_bool).unwrap_or(false);
    apply_changes(&mut property, body);
    Ok(property)
}

/// Changes the fields of a definition that may change: label, description, group and options.
pub(crate) fn apply_changes(property: &mut Property, body: &Value) {
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    if let Some(label) = text("label") {
        property.label = label;
    }
    if let Some(description) = text("description") {
        property.description = description;
    }
    if let Some(group) = text("groupName") {
        property.group = group;
    }
    if let Some(options) = body.get("options").and_then(Value::as_array) {
        let field = |option: &Value, key: &str| option.get(key).and_then(Value::as_str).map(str::to_owned);
        let option_from_value = |option| {
            let value = field(option, "value")?;
            Some(PropertyOption { label: field(option, "label").unwrap_or_else(|| value.clone()), value })
        };
        property.options = options.iter().filter_map(option_from_value).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::object_types::OBJECT_TYPES;

    #[test]
    fn every_line_of_the_table_is_valid_and_every_type_has_its_properties() {
        let lines = TABLE.lines().filter(|line| !line.starts_with(['#', '[']) && !line.trim().is_empty());
        assert!(lines.clone().all(|line| Property::from_line(line, "group").is_some()));
        for kind in OBJECT_TYPES {
            let names: Vec<String> = built_in(kind).into_iter().map(|property| property.name).collect();
            assert!(names.len() > 4, "{} has no properties of its own", kind.name);
            for shown in kind.default_properties.iter().chain(kind.required).chain(&kind.unique) {
                assert!(names.iter().any(|name| name == shown), "{}.{shown} is not defined", kind.name);
            }
        }
    }
}
