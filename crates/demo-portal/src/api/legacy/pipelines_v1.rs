//! `/crm-pipelines/v1` and `/deals/v1/pipelines`: the pipelines of the CRM API, with other names.

use serde_json::{Value, json};

use super::super::shared::{Context, invalid, not_found};
use crate::{
    crm::{
        object_types::{ObjectType, object_type},
        pipelines::{NotDeleted, Pipeline, PipelineDraft, Stage, StageDraft},
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// What the two APIs do differently.
struct Dialect {
    kind: &'static ObjectType,
    show: fn(&ObjectType, &Pipeline) -> Value,
    metadata: fn(&Value) -> Value,
}

/// Serves paths below `/crm-pipelines/v1/pipelines`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let (kind, rest) = rest.split_first()?;
    let kind = match with_pipelines(context, kind) {
        Ok(kind) => kind,
        Err(error) => return Some(Err(error)),
    };
    let metadata = |stage: &Value| stage.get("metadata").cloned().unwrap_or_else(|| json!({}));
    let dialect = Dialect { kind, show: pipeline_json, metadata };
    match (method, rest) {
        ("GET", []) => Some(list(context, &dialect, |all| json!({"results": all}))),
        ("GET", [_]) => None,
        _ => write(context, &dialect, method, rest),
    }
}

/// Serves paths below `/deals/v1/pipelines`; `None` for others.
pub(super) fn route_deals(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let dialect = Dialect {
        kind: object_type("deals"),
        show: |_, pipeline| deal_pipeline(pipeline),
        metadata: deal_metadata,
    };
    match (method, rest) {
        ("GET", []) => Some(list(context, &dialect, Value::from)),
        ("GET", [id]) => Some(read(context, &dialect, id)),
        _ => write(context, &dialect, method, rest),
    }
}

fn write(context: &Context, dialect: &Dialect, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("POST", []) => create(context, dialect),
        ("PUT", [id]) => update(context, dialect, id),
        ("DELETE", [id]) => delete(context, dialect, id),
        _ => return None,
    })
}

fn unknown(id: &str) -> ApiError {
    not_found(&format!("Pipeline {id} does not exist"))
}

fn with_pipelines(context: &Context, segment: &str) -> Result<&'static ObjectType, ApiError> {
    context
        .find_type(segment)
        .filter(|kind| kind.pipeline.is_some())
        .ok_or_else(|| invalid(&format!("{segment} has no pipelines")))
}

/// A pipeline of deals v1.
fn deal_pipeline(pipeline: &Pipeline) -> Value {
    let stage = |stage: &Stage| {
        let probability = stage.metadata["probability"].as_str().and_then(|text| text.parse::<f64>().ok());
        json!({
            "stageId": stage.id,
            "label": stage.label,
            "displayOrder": stage.order,
            "probability": probability,
            "active": true,
            "closedWon": probability.is_some_and(|probability| probability >= 1.0),
        })
    };
    json!({
        "pipelineId": pipeline.id,
        "label": pipeline.label,
        "displayOrder": pipeline.order,
        "active": true,
        "staticDefault": pipeline.id == "default",
        "stages": pipeline.stages.iter().map(stage).collect::<Vec<_>>(),
    })
}

/// A pipeline of pipelines v1.
fn pipeline_json(kind: &ObjectType, pipeline: &Pipeline) -> Value {
    let stage = |stage: &Stage| {
        json!({
            "stageId": stage.id,
            "createdAt": stage.created_ms,
            "updatedAt": stage.updated_ms,
            "label": stage.label,
            "displayOrder": stage.order,
            "metadata": stage.metadata,
            "active": true,
        })
    };
    json!({
        "pipelineId": pipeline.id,
        "createdAt": pipeline.created_ms,
        "updatedAt": pipeline.updated_ms,
        "objectType": kind.singular.to_ascii_uppercase(),
        "objectTypeId": kind.id,
        "label": pipeline.label,
        "displayOrder": pipeline.order,
        "active": true,
        "default": pipeline.order == 0,
        "stages": pipeline.stages.iter().map(stage).collect::<Vec<_>>(),
    })
}

/// Deals v1 writes the probability as a number beside the label.
fn deal_metadata(stage: &Value) -> Value {
    let probability = stage.get("probability").and_then(Value::as_f64).unwrap_or_default();
    let is_closed = probability <= 0.0 || probability >= 1.0;
    json!({"probability": format!("{probability:?}"), "isClosed": is_closed.to_string()})
}

fn list(context: &Context, dialect: &Dialect, answer: impl Fn(Vec<Value>) -> Value) -> Outcome {
    context.with_crm(|crm| {
        let all = crm.pipelines_of(dialect.kind).iter();
        Ok(Answer::ok(answer(all.map(|pipeline| (dialect.show)(dialect.kind, pipeline)).collect())))
    })
}

fn read(context: &Context, dialect: &Dialect, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let found = crm.pipelines_of(dialect.kind).iter().find(|pipeline| pipeline.id == id);
        let found = found.ok_or_else(|| unknown(id))?;
        Ok(Answer::ok((dialect.show)(dialect.kind, found)))
    })
}

/// A pipeline as it is written. Those of its stages that exist keep their ids.
fn draft(body: &Value, dialect: &Dialect) -> Result<PipelineDraft, ApiError> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let label = |value: &Value| text(value, "label").ok_or_else(|| ApiError::missing_fields(&["label"]));
    let order = |value: &Value| value.get("displayOrder").and_then(Value::as_i64).unwrap_or_default();
    let stage = |stage: &Value| {
        let metadata = (dialect.metadata)(stage);
        Ok(StageDraft { id: text(stage, "stageId"), label: label(stage)?, order: order(stage), metadata })
    };
    let stages = body.get("stages").and_then(Value::as_array).into_iter().flatten();
    Ok(PipelineDraft {
        id: text(body, "pipelineId"),
        label: label(body)?,
        order: order(body),
        stages: stages.map(stage).collect::<Result<_, ApiError>>()?,
    })
}

fn create(context: &Context, dialect: &Dialect) -> Outcome {
    let pipeline = Pipeline::new(draft(&context.call.json()?, dialect)?, context.now_ms());
    context.with_crm(|crm| {
        let all = crm.pipelines.entry(dialect.kind.id).or_default();
        if all.iter().any(|known| known.id == pipeline.id) {
            return Err(ApiError::new(409, None, "a pipeline with this id exists already"));
        }
        let shown = (dialect.show)(dialect.kind, &pipeline);
        all.push(pipeline);
        Ok(Answer::ok(shown))
    })
}

fn update(context: &Context, dialect: &Dialect, id: &str) -> Outcome {
    let draft = draft(&context.call.json()?, dialect)?;
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let all = crm.pipelines.entry(dialect.kind.id).or_default();
        let pipeline = all.iter_mut().find(|known| known.id == id).ok_or_else(|| unknown(id))?;
        pipeline.replace(draft, now_ms);
        Ok(Answer::ok((dialect.show)(dialect.kind, pipeline)))
    })
}

fn delete(context: &Context, dialect: &Dialect, id: &str) -> Outcome {
    context.with_crm(|crm| match crm.delete_pipeline(dialect.kind, id, false) {
        Ok(()) => Ok(Answer::no_content()),
        Err(NotDeleted::Unknown) => Err(unknown(id)),
        Err(NotDeleted::Last | NotDeleted::InUse(_)) => {
            Err(invalid("The last pipeline of an object type can't be deleted."))
        }
    })
}
