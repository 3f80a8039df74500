//! Pipelines and their stages: list, read, create, change and delete.

use serde_json::{Value, json};

use super::context::Context;
use crate::{
    crm::{
        object_types::ObjectType,
        pipelines::{Pipeline, Stage},
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// Serves paths below `/pipelines`.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let (kind, rest) = rest.split_first()?;
    let kind = match context.object_type(kind) {
        Ok(kind) => kind,
        Err(error) => return Some(Err(error)),
    };
    match (method, rest) {
        ("GET", []) => Some(list(context, kind)),
        ("POST", []) => Some(create(context, kind)),
        ("GET", [id]) => {
            Some(with_pipeline(context, kind, id, |pipeline| Ok(Answer::ok(pipeline.to_json()))))
        }
        ("PATCH", [id]) => Some(update(context, kind, id)),
        ("DELETE", [id]) => Some(delete(context, kind, id)),
        ("GET", [id, "stages"]) => Some(with_pipeline(context, kind, id, |pipeline| {
            let stages: Vec<Value> = pipeline.stages.iter().map(Stage::to_json).collect();
            Ok(Answer::ok(json!({"results": stages})))
        })),
        ("POST", [id, "stages"]) => Some(create_stage(context, kind, id)),
        ("GET", [id, "stages", stage]) => Some(with_pipeline(context, kind, id, |pipeline| {
            let found = pipeline.stages.iter().find(|known| known.id == *stage);
            found.map(|stage| Answer::ok(stage.to_json())).ok_or_else(|| not_found(stage))
        })),
        _ => None,
    }
}

fn not_found(id: &str) -> ApiError {
    ApiError::not_found(&format!("Unable to find a pipeline or stage with id {id}"))
}

fn list(context: &Context, kind: &'static ObjectType) -> Outcome {
    context.with_crm(|crm| {
        let pipelines = crm.pipelines.get(kind.id).into_iter().flatten();
        Ok(Answer::ok(json!({"results": pipelines.map(Pipeline::to_json).collect::<Vec<_>>()})))
    })
}

/// Reads or changes a pipeline, or answers 404.
fn with_pipeline(
    context: &Context,
    kind: &'static ObjectType,
    id: &str,
    work: impl FnOnce(&mut Pipeline) -> Outcome,
) -> Outcome {
    context.with_crm(|crm| {
        let pipelines = crm.pipelines.entry(kind.id).or_default();
        pipelines.iter_mut().find(|pipeline| pipeline.id == id).map_or_else(|| Err(not_found(id)), work)
    })
}

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = context.call.json()?;
    let label = text(&body, "label")?;
    let stages =
        body.get("stages").and_then(Value::as_array).ok_or_else(|| ApiError::missing_fields(&["stages"]))?;
    let stages = stages.iter().map(stage).collect::<Result<_, _>>()?;
    let id = uuid::Uuid::new_v4().to_string();
    let pipeline = Pipeline { id, label, order: order(&body), stages };
    let body = pipeline.to_json();
    context.with_crm(|crm| crm.pipelines.entry(kind.id).or_default().push(pipeline));
    Ok(Answer::created(body))
}

fn update(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let body = context.call.json()?;
    with_pipeline(context, kind, id, |pipeline| {
        if let Some(label) = body.get("label").and_then(Value::as_str) {
            label.clone_into(&mut pipeline.label);
        }
        if let Some(order) = body.get("displayOrder").and_then(Value::as_i64) {
            pipeline.order = order;
        }
        Ok(Answer::ok(pipeline.to_json()))
    })
}

fn delete(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let pipelines = crm.pipelines.entry(kind.id).or_default();
        if !pipelines.iter().any(|pipeline| pipeline.id == id) {
            return Err(not_found(id));
        }
        if pipelines.len() == 1 {
            return Err(ApiError::validation("The last pipeline of an object type can't be deleted."));
        }
        pipelines.retain(|pipeline| pipeline.id != id);
        Ok(Answer::no_content())
    })
}

fn create_stage(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let stage = stage(&context.call.json()?)?;
    with_pipeline(context, kind, id, |pipeline| {
        let body = stage.to_json();
        pipeline.stages.push(stage);
        Ok(Answer::created(body))
    })
}

/// Reads a new stage.
fn stage(body: &Value) -> Result<Stage, ApiError> {
    let label = text(body, "label")?;
    let metadata = body.get("metadata").cloned().ok_or_else(|| ApiError::missing_fields(&["metadata"]))?;
    Ok(Stage { id: uuid::Uuid::new_v4().to_string(), label, order: order(body), metadata })
}

fn text(body: &Value, key: &'static str) -> Result<String, ApiError> {
    let text = body.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| ApiError::missing_fields(&[key]))
}

fn order(body: &Value) -> i64 {
    body.get("displayOrder").and_then(Value::as_i64).unwrap_or_default()
}
