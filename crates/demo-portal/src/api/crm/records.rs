//! One record at a time: list, read, create, update, archive, merge.

use serde_json::{Map, Value, json};

use super::{
    context::Context,
    inputs::{self, Link},
};
use crate::{
    crm::{
        object_types::ObjectType,
        store::{Crm, Record},
        validate,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

const DEFAULT_PAGE: usize = 10;
const LARGEST_PAGE: usize = 100;

pub(super) fn list(context: &Context, kind: &'static ObjectType) -> Outcome {
    let limit = inputs::limit(context.call, DEFAULT_PAGE, LARGEST_PAGE)?;
    let after = inputs::after(context.call)?;
    let archived = context.call.query_flag("archived");
    let options = Shown::from_query(context)?;
    context.with_crm(|crm| {
        let from = after.map_or(0, |after| after);
        let records = crm.records(kind).range(from..).map(|(_, record)| record);
        let mut wanted = records.filter(|record| record.archived_ms.is_some() == archived);
        let page: Vec<&Record> = wanted.by_ref().take(limit).collect();
        let results: Vec<Value> = page.iter().map(|record| options.show(crm, kind, record)).collect();
        let mut body = json!({"results": results});
        if let Some(next) = wanted.next() {
            body["paging"] = inputs::paging(context, &next.id.to_string());
        }
        Ok(Answer::ok(body))
    })
}

pub(super) fn read(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let options = Shown::from_query(context)?;
    let id_property = context.call.query_value("idProperty");
    let archived = context.call.query_flag("archived");
    context.with_crm(|crm| {
        let record = if archived { archived_record(crm, kind, id) } else { crm.find(kind, id, id_property) };
        let record = record.ok_or_else(|| not_found(id, id_property))?;
        Ok(Answer::ok(options.show(crm, kind, record)))
    })
}

fn archived_record<'a>(crm: &'a Crm, kind: &ObjectType, id: &str) -> Option<&'a Record> {
    id.parse()
        .ok()
        .and_then(|id: u64| crm.records(kind).get(&id))
        .filter(|record| record.archived_ms.is_some())
}

/// HubSpot says more where an id cannot be one at all.
pub(super) fn not_found(id: &str, id_property: Option<&str>) -> ApiError {
    if id_property.is_none() && id.parse::<u64>().is_err() {
        return ApiError::not_found(&format!(
            "Object not found.  objectId are usually numeric. objectId: {id}"
        ));
    }
    ApiError::not_found("resource not found")
}

pub(super) fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = context.call.json_object()?;
    let links = inputs::links(kind, &body)?;
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let id = create_one(crm, kind, &body, now_ms)?;
        link_all(crm, kind, id, &links)?;
        let record = crm.live(kind, id).expect("BUG: the record was created under the same lock");
        Ok(Answer::created(record.show_all(kind)))
    })
}

/// Creates a record from a body with `properties`.
pub(super) fn create_one(
    crm: &mut Crm,
    kind: &'static ObjectType,
    body: &Map<String, Value>,
    now_ms: i64,
) -> Result<u64, ApiError> {
    let values = validate::values(crm, kind, properties_in(body)?)?;
    validate::required(kind, &values)?;
    validate::unique(crm, kind, &values, None)?;
    let mut values = values;
    if let Some((pipeline, _)) = kind.pipeline
        && !values.iter().any(|(name, _)| name == pipeline)
    {
        let first = crm.pipelines.get(kind.id).and_then(|all| all.first()).map(|first| first.id.clone());
        values.extend(first.map(|id| (pipeline.to_owned(), id)));
    }
    Ok(crm.insert(kind, values, now_ms).id)
}

/// The targets of `associations`, which must exist, are linked to a new record.
pub(super) fn link_all(
    crm: &mut Crm,
    kind: &'static ObjectType,
    id: u64,
    links: &[Link],
) -> Result<(), ApiError> {
    for link in links {
        if crm.live(link.to, link.to_id).is_none() {
            crm.remove(kind, id);
            let message = format!("{} with id {} does not exist", link.to.singular, link.to_id);
            return Err(ApiError::validation(&message));
        }
        for spec in &link.specs {
            crm.associations.link((kind, id), (link.to, link.to_id), spec);
        }
    }
    Ok(())
}

fn properties_in(body: &Map<String, Value>) -> Result<&Map<String, Value>, ApiError> {
    body.get("properties").and_then(Value::as_object).ok_or_else(|| ApiError::missing_fields(&["properties"]))
}

pub(super) fn update(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let body = context.call.json_object()?;
    let id_property = context.call.query_value("idProperty");
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let id = crm
            .find(kind, id, id_property)
            .map(|record| record.id)
            .ok_or_else(|| not_found(id, id_property))?;
        let record = update_one(crm, kind, id, &body, now_ms)?;
        Ok(Answer::ok(record.show_all(kind)))
    })
}

pub(super) fn update_one<'a>(
    crm: &'a mut Crm,
    kind: &'static ObjectType,
    id: u64,
    body: &Map<String, Value>,
    now_ms: i64,
) -> Result<&'a Record, ApiError> {
    let written = properties_in(body)?;
    if written.is_empty() {
        return Err(ApiError::validation("No properties found to update, please provide at least one."));
    }
    let values = validate::values(crm, kind, written)?;
    validate::unique(crm, kind, &values, Some(id))?;
    crm.update(kind, id, values, now_ms).ok_or_else(|| not_found(&id.to_string(), None))
}

/// Archiving what is not there succeeds, as with HubSpot.
pub(super) fn archive(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let Ok(id) = id.parse() else { return Err(not_found(id, None)) };
    let now_ms = context.now_ms();
    context.with_crm(|crm| crm.archive(kind, id, now_ms));
    Ok(Answer::no_content())
}

/// The second record's values fill gaps of the first, and the second is archived.
pub(super) fn merge(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = context.call.json_object()?;
    let id = |key: &'static str| {
        let text = body.get(key).and_then(Value::as_str).ok_or_else(|| ApiError::missing_fields(&[key]))?;
        text.parse::<u64>().map_err(|_| not_found(text, None))
    };
    let (primary, other) = (id("primaryObjectId")?, id("objectIdToMerge")?);
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let values = crm.live(kind, other).ok_or_else(|| not_found(&other.to_string(), None))?.values.clone();
        let kept =
            crm.live(kind, primary).ok_or_else(|| not_found(&primary.to_string(), None))?.values.clone();
        let gaps = values.into_iter().filter(|(name, _)| !kept.contains_key(name)).collect();
        crm.archive(kind, other, now_ms);
        let merged = crm.update(kind, primary, gaps, now_ms).ok_or_else(|| not_found("", None))?;
        Ok(Answer::ok(merged.show_all(kind)))
    })
}

pub(super) fn gdpr_delete(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = context.call.json_object()?;
    let id = body
        .get("objectId")
        .and_then(Value::as_str)
        .ok_or_else(|| ApiError::missing_fields(&["objectId"]))?;
    let id_property = body.get("idProperty").and_then(Value::as_str);
    context.with_crm(|crm| {
        if let Some(id) = crm.find(kind, id, id_property).map(|record| record.id) {
            crm.remove(kind, id);
        }
    });
    Ok(Answer::no_content())
}

/// What of a record an answer shows.
pub(super) struct Shown {
    properties: Vec<String>,
    history: Vec<String>,
    associations: Vec<&'static ObjectType>,
}

impl Shown {
    fn from_query(context: &Context) -> Result<Self, ApiError> {
        let associations = context.call.query_list("associations");
        Ok(Self {
            properties: context.call.query_list("properties"),
            history: context.call.query_list("propertiesWithHistory"),
            associations: associations
                .iter()
                .map(|name| context.object_type(name))
                .collect::<Result<_, _>>()?,
        })
    }

    /// For a batch read, which names no associations.
    pub(super) fn new(properties: Vec<String>, history: Vec<String>) -> Self {
        Self { properties, history, associations: Vec::new() }
    }

    pub(super) fn show(&self, crm: &Crm, kind: &'static ObjectType, record: &Record) -> Value {
        let mut shown = record.show(kind, &self.properties);
        if !self.history.is_empty() {
            shown["propertiesWithHistory"] = record.history(kind, &self.history);
        }
        let linked: Map<String, Value> = self
            .associations
            .iter()
            .map(|to| (*to, crm.associations.shown_on_record(kind, record.id, to)))
            .filter(|(_, links)| !links.is_empty())
            .map(|(to, links)| (to.name.to_owned(), json!({"results": links})))
            .collect();
        if !linked.is_empty() {
            shown["associations"] = Value::Object(linked);
        }
        shown
    }
}
