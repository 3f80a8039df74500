//! Property definitions: HubSpot's own from a table, and those that a portal adds.

use serde_json::{Value, json};

use super::object_types::ObjectType;

const TABLE: &str = include_str!("properties.txt");

#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts, named as HubSpot names them")]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) label: String,
    /// `string`, `number`, `date`, `datetime`, `enumeration` or `bool`.
    pub(crate) kind: String,
    pub(crate) field_type: String,
    pub(crate) group: String,
    pub(crate) description: String,
    pub(crate) options: Vec<Choice>,
    pub(crate) read_only: bool,
    pub(crate) unique: bool,
    /// HubSpot's own: it cannot be changed or archived.
    pub(crate) built_in: bool,
    pub(crate) archived: bool,
}

impl Property {
    /// An enumeration without options takes anything, as owner ids do.
    pub(crate) fn allows(&self, text: &str) -> bool {
        self.options.is_empty()
            || text.split(';').all(|part| self.options.iter().any(|option| option.value == part))
    }

    pub(crate) fn show(&self) -> Value {
        let options: Vec<Value> = self
            .options
            .iter()
            .enumerate()
            .map(|(order, option)| {
                json!({"label": option.label, "value": option.value, "displayOrder": order, "hidden": false})
            })
            .collect();
        json!({
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
            "archived": self.archived,
            "createdAt": "2021-04-06T08:30:00.000Z",
            "updatedAt": "2021-04-06T08:30:00.000Z",
            "modificationMetadata": {
                "archivable": !self.built_in,
                "readOnlyDefinition": self.built_in,
                "readOnlyValue": self.read_only,
            },
        })
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
            archived: false,
        }
    }

    /// `name | type | field type | label | options`.
    fn from_line(line: &str, group: &str) -> Option<Self> {
        let mut fields = line.split('|').map(str::trim);
        let (name, kind, field_type, label) =
            (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let mut property = Self::new(name, kind, field_type, label, group);
        match fields.next() {
            Some("ro") => property.read_only = true,
            Some("unique") => property.unique = true,
            Some(options) => property.options = options.split(',').map(choice).collect(),
            None => {}
        }
        Some(property)
    }
}

fn choice(value: &str) -> Choice {
    Choice { value: value.into(), label: call_outcome(value).map_or_else(|| label_of(value), str::to_owned) }
}

/// HubSpot's own call outcomes have ids that are the same in every account.
pub(crate) fn call_outcome(id: &str) -> Option<&'static str> {
    CALL_OUTCOMES.iter().find(|(known, _)| *known == id).map(|(_, label)| *label)
}

pub(crate) const CALL_OUTCOMES: &[(&str, &str)] = &[
    ("9d9162e7-6cf3-4944-bf63-4dff82258764", "Busy"),
    ("f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"),
    ("a4c4c377-d246-4b32-a13b-75a56a4cd0ff", "Left live message"),
    ("b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"),
    ("73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"),
    ("17b47fee-58de-441e-a44c-c6300d46f273", "Wrong number"),
];

fn label_of(value: &str) -> String {
    let words = value.replace('_', " ").to_lowercase();
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The properties of a type in a new account.
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

/// A definition that a portal sends; the name must be there, the rest has defaults.
pub(crate) fn from_json(body: &Value) -> Result<Property, crate::http::errors::ApiError> {
    let text = |key: &str| body.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let needed = ["name", "label", "type", "fieldType", "groupName"];
    let missing: Vec<&str> = needed.into_iter().filter(|key| text(key).is_none()).collect();
    if !missing.is_empty() {
        return Err(crate::http::errors::ApiError::missing_fields(&missing));
    }
    let value = |key| text(key).unwrap_or_default();
    let mut property =
        Property::new(value("name"), value("type"), value("fieldType"), value("label"), value("groupName"));
    property.built_in = false;
    property.unique = body.get("hasUniqueValue").and_then(Value::as_bool).unwrap_or(false);
    change(&mut property, body);
    Ok(property)
}

/// The fields of a definition that can be changed.
pub(crate) fn change(property: &mut Property, body: &Value) {
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
        let choice = |option| {
            let value = field(option, "value")?;
            Some(Choice { label: field(option, "label").unwrap_or_else(|| value.clone()), value })
        };
        property.options = options.iter().filter_map(choice).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::object_types::OBJECT_TYPES;

    #[test]
    fn every_line_of_the_table_is_understood_and_every_type_has_its_properties() {
        let lines = TABLE.lines().filter(|line| !line.starts_with(['#', '[']) && !line.trim().is_empty());
        assert!(lines.clone().all(|line| Property::from_line(line, "group").is_some()));
        for kind in OBJECT_TYPES {
            let names: Vec<String> = built_in(kind).into_iter().map(|property| property.name).collect();
            assert!(names.len() > 4, "{} has no properties of its own", kind.name);
            for shown in kind.shown.iter().chain(kind.required).chain(&kind.unique) {
                assert!(names.iter().any(|name| name == shown), "{}.{shown} is not defined", kind.name);
            }
        }
    }
}
