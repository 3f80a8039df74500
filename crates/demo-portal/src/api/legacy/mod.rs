//! Versions 1 and 2 of the CRM's APIs, which HubSpot has superseded and clients still call. They work on the same records
//! as the CRM API: what is written by one is read by the other. One module for each API; `values` and `recent` are what
//! they have in common.

mod associations_v1;
mod companies_v2;
mod contacts_v1;
mod deals_v1;
mod engagements_v1;
mod lists_v1;
mod objects_v1;
mod owners_v2;
mod pipelines_v1;
mod properties;
mod property_groups;
mod property_json;
mod recent;
pub(super) mod values;

use std::borrow::Cow;

use serde_json::Value;

use super::shared::{Context, as_id, invalid, not_found};
use crate::{
    crm::{object_types::ObjectType, properties::CALL_OUTCOMES, record::Record},
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
};

/// Serves the legacy paths; `None` for other paths.
pub(super) fn route(context: &Context, method: &str, segments: &[&str]) -> Option<Outcome> {
    match segments {
        ["calling", "v1", "dispositions"] if method == "GET" => Some(Ok(Answer::ok(dispositions()))),
        ["owners", "v2", rest @ ..] => owners_v2::route(context, method, rest),
        ["contacts", "v1", rest @ ..] => contacts_v1::route(context, method, rest).or_else(|| match rest {
            ["lists", rest @ ..] => lists_v1::route(context, method, rest),
            _ => None,
        }),
        ["companies", "v2", rest @ ..] => companies_v2::route(context, method, rest),
        ["companies", "v1", "batch-async", "update"] if method == "POST" => {
            Some(companies_v2::update_batch(context))
        }
        ["contacts", "v2", "properties" | "groups", ..] => {
            properties::route(context, method, "contacts", &segments[2..])
        }
        ["deals", "v1", "properties" | "groups", ..] => {
            properties::route(context, method, "deals", &segments[2..])
        }
        ["deals", "v1", "pipelines", rest @ ..] => pipelines_v1::route_deals(context, method, rest),
        ["deals", "v1", rest @ ..] => deals_v1::route(context, method, rest),
        ["crm-pipelines", "v1", "pipelines", rest @ ..] => pipelines_v1::route(context, method, rest),
        ["properties", "v1" | "v2", kind, rest @ ..] => properties::route(context, method, kind, rest),
        ["engagements", "v1", "engagements", rest @ ..] => engagements_v1::route(context, method, rest),
        ["crm-objects", "v1", "objects", rest @ ..] => objects_v1::route(context, method, rest),
        ["crm-associations", "v1", "associations", rest @ ..] => {
            associations_v1::route(context, method, rest)
        }
        _ => None,
    }
}

fn dispositions() -> Value {
    let outcome =
        |(id, label): &(&str, &str)| serde_json::json!({"id": id, "label": label, "deleted": false});
    CALL_OUTCOMES.iter().map(outcome).collect()
}

/// Which properties a call asks for.
enum Requested {
    All,
    Named(Vec<String>),
}

impl Requested {
    /// Those that `properties` and `propertiesWithHistory` name, or all by `includeAllProperties`.
    fn from_call(call: &Call) -> Self {
        if call.query_flag("includeAllProperties") {
            return Self::All;
        }
        let mut names = call.query_list("properties");
        names.extend(call.query_list("propertiesWithHistory"));
        Self::Named(names)
    }

    /// The names for a record.
    fn names<'a>(&'a self, kind: &ObjectType, record: &Record) -> Cow<'a, [String]> {
        match self {
            Self::All => values::all_names(kind, record).into(),
            Self::Named(names) => names.as_slice().into(),
        }
    }
}

/// `batch-async/update`: all records, or none if one is invalid. HubSpot does it later, here it is done at once.
fn update_batch(context: &Context, kind: &'static ObjectType, unknown: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let inputs = body.as_array().ok_or_else(|| invalid("a list of objects was expected"))?;
        crm.all_or_nothing(|crm| {
            inputs.iter().try_for_each(|input| {
                let id = input.get("objectId").and_then(as_id);
                let id = id.ok_or_else(|| ApiError::missing_fields(&["objectId"]))?;
                let values = values::written(crm, kind, input.get("properties"), "name")?;
                crm.update(kind, id, values, now_ms).map(drop).ok_or_else(|| not_found(unknown))
            })
        })?;
        Ok(Answer::accepted())
    })
}
