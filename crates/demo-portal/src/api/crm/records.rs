//! Single records: list, read, create, update, archive, merge and delete.

use serde_json::{Map, Value, json};

use super::{
    context::Context,
    inputs::{self, RequestedAssociation},
};
use crate::{
    crm::{object_types::ObjectType, record::Record, store::Crm, validate},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

const DEFAULT_PAGE_SIZE: usize = 10;
const MAX_PAGE_SIZE: usize = 100;

/// Lists records, archived ones only if asked for.
pub(super) fn list(context: &Context, kind: &'static ObjectType) -> Outcome {
    let limit = inputs::page_size(context.call, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)?;
    let after = inputs::cursor(context.call)?;
    let archived = context.call.query_flag("archived");
    let view = RecordView::from_query(context)?;
    context.with_crm(|crm| {
        let from = after.map_or(0, |after| after);
        let records = crm.records(kind).range(from..).map(|(_, record)| record);
        let mut wanted = records.filter(|record| record.archived_ms.is_some() == archived);
        let page: Vec<&Record> = wanted.by_ref().take(limit).collect();
        let results: Vec<Value> = page.iter().map(|record| view.to_json(crm, kind, record)).collect();
        let mut body = json!({"results": results});
        if let Some(next) = wanted.next() {
            body["paging"] = inputs::next_page(context, &next.id.to_string());
        }
        Ok(Answer::ok(body))
    })
}

/// Reads a record by id, or by a unique property.
pub(super) fn read(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let view = RecordView::from_query(context)?;
    let id_property = context.call.query_value("idProperty");
    let archived = context.call.query_flag("archived");
    context.with_crm(|crm| {
        let record = if archived { archived_record(crm, kind, id) } else { crm.find(kind, id, id_property) };
        let record = record.ok_or_else(|| not_found(id, id_property))?;
        Ok(Answer::ok(view.to_json(crm, kind, record)))
    })
}

fn archived_record<'a>(crm: &'a Crm, kind: &ObjectType, id: &str) -> Option<&'a Record> {
    id.parse()
        .ok()
        .and_then(|id: u64| crm.records(kind).get(&id))
        .filter(|record| record.archived_ms.is_some())
}

/// 404, with HubSpot's hint if the id is not a number.
pub(super) fn not_found(id: &str, id_property: Option<&str>) -> ApiError {
    if id_property.is_none() && id.parse::<u64>().is_err() {
        return ApiError::not_found(&format!(
            "Object not found.  objectId are usually numeric. objectId: {id}"
        ));
    }
    ApiError::not_found("resource not found")
}

/// Creates a record with its associations.
pub(super) fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = context.call.json_object()?;
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let links = inputs::requested_associations(crm, kind, &body)?;
        let id = create_record(crm, kind, &body, now_ms)?;
        associate(crm, kind, id, &links)?;
        let record = crm.live(kind, id).expect("BUG: the record was created under the same lock");
        Ok(Answer::created(record.to_json_with_all_values(kind)))
    })
}

/// Creates a record from a body with `properties`.
///
/// # Errors
///
/// Those of an invalid, missing or duplicate value.
pub(super) fn create_record(
    crm: &mut Crm,
    kind: &'static ObjectType,
    body: &Map<String, Value>,
    now_ms: i64,
) -> Result<u64, ApiError> {
    let values = validate::check_values(crm, kind, written_properties(body)?)?;
    validate::check_required(kind, &values)?;
    validate::check_unique(crm, kind, &values, None)?;
    let mut values = values;
    if let Some((pipeline, _)) = kind.pipeline
        && !values.iter().any(|(name, _)| name == pipeline)
    {
        let first = crm.pipelines.get(kind.id).and_then(|all| all.first()).map(|first| first.id.clone());
        values.extend(first.map(|id| (pipeline.to_owned(), id)));
    }
    Ok(crm.insert(kind, values, now_ms).id)
}

/// Associates a new record. If a target does not exist, the record is deleted again.
///
/// # Errors
///
/// 400 if a target does not exist.
pub(super) fn associate(
    crm: &mut Crm,
    kind: &'static ObjectType,
    id: u64,
    links: &[RequestedAssociation],
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

fn written_properties(body: &Map<String, Value>) -> Result<&Map<String, Value>, ApiError> {
    body.get("properties").and_then(Value::as_object).ok_or_else(|| ApiError::missing_fields(&["properties"]))
}

/// Updates a record by id, or by a unique property.
pub(super) fn update(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let body = context.call.json_object()?;
    let id_property = context.call.query_value("idProperty");
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let id = crm
            .find(kind, id, id_property)
            .map(|record| record.id)
            .ok_or_else(|| not_found(id, id_property))?;
        let record = update_record(crm, kind, id, &body, now_ms)?;
        Ok(Answer::ok(record.to_json_with_all_values(kind)))
    })
}

/// Updates a record from a body with `properties`.
///
/// # Errors
///
/// Those of an invalid or duplicate value, or 404.
pub(super) fn update_record<'a>(
    crm: &'a mut Crm,
    kind: &'static ObjectType,
    id: u64,
    body: &Map<String, Value>,
    now_ms: i64,
) -> Result<&'a Record, ApiError> {
    let written = written_properties(body)?;
    if written.is_empty() {
        return Err(ApiError::validation("No properties found to update, please provide at least one."));
    }
    let values = validate::check_values(crm, kind, written)?;
    validate::check_unique(crm, kind, &values, Some(id))?;
    crm.update(kind, id, values, now_ms).ok_or_else(|| not_found(&id.to_string(), None))
}

/// Archives a record. As with HubSpot, this succeeds if there is none.
pub(super) fn archive(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let Ok(id) = id.parse() else { return Err(not_found(id, None)) };
    let now_ms = context.now_ms();
    context.with_crm(|crm| crm.archive(kind, id, now_ms));
    Ok(Answer::no_content())
}

/// Merges two records.
pub(super) fn merge(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = context.call.json_object()?;
    let id = |key: &'static str| {
        let text = body.get(key).and_then(Value::as_str).ok_or_else(|| ApiError::missing_fields(&[key]))?;
        text.parse::<u64>().map_err(|_| not_found(text, None))
    };
    let (primary, other) = (id("primaryObjectId")?, id("objectIdToMerge")?);
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let merged = crm.merge(kind, primary, other, now_ms).ok_or_else(|| not_found("0", None))?;
        Ok(Answer::ok(merged.to_json_with_all_values(kind)))
    })
}

/// Deletes a record for good. As with HubSpot, this succeeds if there is none.
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

/// Which parts of a record a response shows.
pub(super) struct RecordView {
    properties: Vec<String>,
    history: Vec<String>,
    associations: Vec<&'static ObjectType>,
}

impl RecordView {
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

    /// For a batch read, which cannot ask for associations.
    pub(super) fn new(properties: Vec<String>, history: Vec<String>) -> Self {
        Self { properties, history, associations: Vec::new() }
    }

    /// The parts of a record that were asked for.
    pub(super) fn to_json(&self, crm: &Crm, kind: &'static ObjectType, record: &Record) -> Value {
        let mut shown = record.to_json(kind, &self.properties);
        if !self.history.is_empty() {
            shown["propertiesWithHistory"] = record.history_json(kind, &self.history);
        }
        let linked: Map<String, Value> = self
            .associations
            .iter()
            .map(|to| (*to, crm.associations.to_record_json(kind, record.id, to)))
            .filter(|(_, links)| !links.is_empty())
            .map(|(to, links)| (to.name.to_owned(), json!({"results": links})))
            .collect();
        if !linked.is_empty() {
            shown["associations"] = Value::Object(linked);
        }
        shown
    }
}
