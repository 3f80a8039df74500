//! The engagement types, and which property holds which field of their metadata.

use serde_json::{Map, Value, json};

use super::super::values::millis;
use crate::crm::object_types::{ObjectType, object_type};

const EMAIL: &str = "EMAIL";
/// The property with the sender and the recipients of an email, as JSON.
const HEADERS: &str = "hs_email_headers";
const RECIPIENTS: [&str; 3] = ["to", "cc", "bcc"];

/// An engagement type.
pub(super) struct EngagementType {
    pub(super) name: &'static str,
    object_type: &'static str,
    fields: &'static [Field],
}

/// A field of the metadata.
struct Field {
    name: &'static str,
    property: &'static str,
    form: Form,
}

/// How a property's value is shown in the metadata.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Number,
    /// Milliseconds since 1970.
    Time,
}

const fn field(name: &'static str, property: &'static str, form: Form) -> Field {
    Field { name, property, form }
}

/// All engagement types.
pub(super) const TYPES: &[EngagementType] = &[
    EngagementType {
        name: "NOTE",
        object_type: "notes",
        fields: &[field("body", "hs_note_body", Form::Text)],
    },
    EngagementType {
        name: "CALL",
        object_type: "calls",
        fields: &[
            field("body", "hs_call_body", Form::Text),
            field("title", "hs_call_title", Form::Text),
            field("status", "hs_call_status", Form::Text),
            field("durationMilliseconds", "hs_call_duration", Form::Number),
            field("disposition", "hs_call_disposition", Form::Text),
            field("fromNumber", "hs_call_from_number", Form::Text),
            field("toNumber", "hs_call_to_number", Form::Text),
        ],
    },
    EngagementType {
        name: EMAIL,
        object_type: "emails",
        fields: &[
            field("subject", "hs_email_subject", Form::Text),
            field("text", "hs_email_text", Form::Text),
            field("html", "hs_email_html", Form::Text),
            field("status", "hs_email_status", Form::Text),
        ],
    },
    EngagementType {
        name: "MEETING",
        object_type: "meetings",
        fields: &[
            field("title", "hs_meeting_title", Form::Text),
            field("body", "hs_meeting_body", Form::Text),
            field("startTime", "hs_meeting_start_time", Form::Time),
            field("endTime", "hs_meeting_end_time", Form::Time),
            field("meetingOutcome", "hs_meeting_outcome", Form::Text),
        ],
    },
    EngagementType {
        name: "TASK",
        object_type: "tasks",
        fields: &[
            field("subject", "hs_task_subject", Form::Text),
            field("body", "hs_task_body", Form::Text),
            field("status", "hs_task_status", Form::Text),
            field("priority", "hs_task_priority", Form::Text),
            field("taskType", "hs_task_type", Form::Text),
        ],
    },
];

impl EngagementType {
    /// The object type of the CRM API.
    pub(super) fn object_type(&self) -> &'static ObjectType {
        object_type(self.object_type)
    }

    /// The type with this name, such as `NOTE`.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        TYPES.iter().find(|kind| kind.name == name)
    }

    /// The type whose records these are.
    pub(super) fn of(kind: &ObjectType) -> Option<&'static Self> {
        TYPES.iter().find(|known| known.object_type == kind.name)
    }

    /// The metadata made of the values of properties.
    pub(super) fn metadata(&self, value: impl Fn(&str) -> Option<String>) -> Map<String, Value> {
        let mut metadata = Map::new();
        if self.name == EMAIL {
            let headers =
                value(HEADERS).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| json!({}));
            metadata.insert("from".into(), headers.get("from").cloned().unwrap_or_else(|| json!({})));
            for name in RECIPIENTS {
                metadata.insert(name.into(), headers.get(name).cloned().unwrap_or_else(|| json!([])));
            }
        }
        let shown = |field: &Field| Some((field.name.to_owned(), field.form.shown(value(field.property)?)));
        metadata.extend(self.fields.iter().filter_map(shown));
        metadata
    }

    /// The properties that metadata sets. Fields that are not known are ignored.
    pub(super) fn properties(&self, metadata: &Value) -> Map<String, Value> {
        let written = |field: &Field| Some((field.property.to_owned(), metadata.get(field.name)?.clone()));
        let mut properties: Map<String, Value> = self.fields.iter().filter_map(written).collect();
        let names = ["from"].into_iter().chain(RECIPIENTS);
        let headers: Map<String, Value> =
            names.filter_map(|name| Some((name.to_owned(), metadata.get(name)?.clone()))).collect();
        if self.name == EMAIL && !headers.is_empty() {
            properties.insert(HEADERS.into(), Value::Object(headers).to_string().into());
        }
        properties
    }
}

impl Form {
    fn shown(self, value: String) -> Value {
        match self {
            Self::Text => value.into(),
            Self::Number => value.parse::<i64>().map_or_else(|_| value.clone().into(), Value::from),
            Self::Time => millis(&value).map_or_else(|| value.clone().into(), Value::from),
        }
    }
}
