//! Pipelines and their stages: list, read, create, replace, change and delete. Their audits are left to the generic
//! responses.

use serde_json::{Map, Value, json};

use super::context::Context;
use crate::{
    crm::{
        object_types::ObjectType,
        pipelines::{NotDeleted, Pipeline, PipelineDraft, Stage, StageDraft},
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
    Some(match (method, rest) {
        ("GET", []) => list(context, kind),
        ("POST", []) => create(context, kind),
        ("GET", [id]) => with_pipeline(context, kind, id, |pipeline| Ok(Answer::ok(pipeline.to_json()))),
        ("PUT", [id]) => replace(context, kind, id),
        ("PATCH", [id]) => update(context, kind, id),
        ("DELETE", [id]) => delete(context, kind, id),
        (_, [id, "stages", rest @ ..]) => route_stages(context, method, kind, id, rest)?,
        _ => return None,
    })
}

fn route_stages(
    context: &Context,
    method: &str,
    kind: &'static ObjectType,
    id: &str,
    rest: &[&str],
) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => with_pipeline(context, kind, id, |pipeline| {
            let stages: Vec<Value> = pipeline.stages.iter().map(Stage::to_json).collect();
            Ok(Answer::ok(json!({"results": stages})))
        }),
        ("POST", []) => create_stage(context, kind, id),
        ("GET", [stage]) => with_stage(context, kind, id, stage, |stage| Answer::ok(stage.to_json())),
        ("PUT", [stage]) => replace_stage(context, kind, id, stage),
        ("PATCH", [stage]) => update_stage(context, kind, id, stage),
        ("DELETE", [stage]) => delete_stage(context, kind, id, stage),
        _ => return None,
    })
}

fn not_found(id: &str) -> ApiError {
    ApiError::not_found(&format!("Unable to find a pipeline or stage with id {id}"))
}

fn list(context: &Context, kind: &'static ObjectType) -> Outcome {
    context.with_crm(|crm| {
        let pipelines = crm.pipelines_of(kind).iter().map(Pipeline::to_json);
        Ok(Answer::ok(json!({"results": pipelines.collect::<Vec<_>>()})))
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

/// Reads or changes a stage, or answers 404.
fn with_stage(
    context: &Context,
    kind: &'static ObjectType,
    id: &str,
    stage: &str,
    work: impl FnOnce(&mut Stage) -> Answer,
) -> Outcome {
    with_pipeline(context, kind, id, |pipeline| {
        let found = pipeline.stages.iter_mut().find(|known| known.id == stage);
        found.map(work).ok_or_else(|| not_found(stage))
    })
}

/// A whole pipeline in a body.
fn draft(body: &Map<String, Value>) -> Result<PipelineDraft, ApiError> {
    let stages =
        body.get("stages").and_then(Value::as_array).ok_or_else(|| ApiError::missing_fields(&["stages"]))?;
    let stage = |stage: &Value| {
        stage.as_object().map_or_else(|| Err(ApiError::missing_fields(&["label"])), stage_draft)
    };
    Ok(PipelineDraft {
        id: id(body, "pipelineId"),
        label: text(body, "label")?,
        order: order(body),
        stages: stages.iter().map(stage).collect::<Result<_, _>>()?,
    })
}

fn stage_draft(body: &Map<String, Value>) -> Result<StageDraft, ApiError> {
    let label = text(body, "label")?;
    let metadata = body.get("metadata").cloned().ok_or_else(|| ApiError::missing_fields(&["metadata"]))?;
    Ok(StageDraft { id: id(body, "stageId"), label, order: order(body), metadata })
}

fn id(body: &Map<String, Value>, key: &str) -> Option<String> {
    body.get(key).and_then(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned)
}

fn text(body: &Map<String, Value>, key: &'static str) -> Result<String, ApiError> {
    id(body, key).ok_or_else(|| ApiError::missing_fields(&[key]))
}

fn order(body: &Map<String, Value>) -> i64 {
    body.get("displayOrder").and_then(Value::as_i64).unwrap_or_default()
}

fn taken(id: &str) -> ApiError {
    ApiError::conflict(&format!("A pipeline or stage with id {id} already exists"))
}

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let pipeline = Pipeline::new(draft(&context.call.json_object()?)?, context.now_ms());
    context.with_crm(|crm| {
        if crm.pipelines_of(kind).iter().any(|known| known.id == pipeline.id) {
            return Err(taken(&pipeline.id));
        }
        let shown = pipeline.to_json();
        crm.pipelines.entry(kind.id).or_default().push(pipeline);
        Ok(Answer::created(shown))
    })
}

fn replace(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let draft = draft(&context.call.json_object()?)?;
    let now_ms = context.now_ms();
    with_pipeline(context, kind, id, |pipeline| {
        pipeline.replace(draft, now_ms);
        Ok(Answer::ok(pipeline.to_json()))
    })
}

fn update(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let body = context.call.json_object()?;
    let now_ms = context.now_ms();
    with_pipeline(context, kind, id, |pipeline| {
        if let Some(label) = body.get("label").and_then(Value::as_str) {
            label.clone_into(&mut pipeline.label);
        }
        pipeline.order = body.get("displayOrder").and_then(Value::as_i64).unwrap_or(pipeline.order);
        pipeline.updated_ms = now_ms;
        Ok(Answer::ok(pipeline.to_json()))
    })
}

/// Whether the call deletes only what no record is in.
fn only_unused(context: &Context) -> bool {
    let flags = ["validateReferencesBeforeDelete", "validateDealStageUsagesBeforeDelete"];
    flags.iter().any(|flag| context.call.query_flag(flag))
}

fn not_deleted(problem: &NotDeleted, id: &str) -> ApiError {
    match problem {
        NotDeleted::Unknown => not_found(id),
        NotDeleted::Last => ApiError::validation(
            "The last pipeline of an object type, and the last stage of a pipeline, can't be deleted.",
        ),
        NotDeleted::InUse(records) => {
            ApiError::validation(&format!("{records} records are in {id}; move them first."))
        }
    }
}

fn delete(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let deleted = context.with_crm(|crm| crm.delete_pipeline(kind, id, only_unused(context)));
    deleted.map(|()| Answer::no_content()).map_err(|problem| not_deleted(&problem, id))
}

fn delete_stage(context: &Context, kind: &'static ObjectType, id: &str, stage: &str) -> Outcome {
    let deleted = context.with_crm(|crm| crm.delete_stage(kind, id, stage, only_unused(context)));
    deleted.map(|()| Answer::no_content()).map_err(|problem| not_deleted(&problem, stage))
}

fn create_stage(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let stage = Stage::new(stage_draft(&context.call.json_object()?)?, context.now_ms());
    with_pipeline(context, kind, id, |pipeline| {
        if pipeline.stages.iter().any(|known| known.id == stage.id) {
            return Err(taken(&stage.id));
        }
        let shown = stage.to_json();
        pipeline.stages.push(stage);
        Ok(Answer::created(shown))
    })
}

fn replace_stage(context: &Context, kind: &'static ObjectType, id: &str, stage: &str) -> Outcome {
    let draft = stage_draft(&context.call.json_object()?)?;
    let now_ms = context.now_ms();
    with_stage(context, kind, id, stage, |stage| {
        let (id, created_ms) = (stage.id.clone(), stage.created_ms);
        *stage = Stage { id, created_ms, ..Stage::new(draft, now_ms) };
        Answer::ok(stage.to_json())
    })
}

fn update_stage(context: &Context, kind: &'static ObjectType, id: &str, stage: &str) -> Outcome {
    let body = context.call.json_object()?;
    let now_ms = context.now_ms();
    with_stage(context, kind, id, stage, |stage| {
        if let Some(label) = body.get("label").and_then(Value::as_str) {
            label.clone_into(&mut stage.label);
        }
        stage.order = body.get("displayOrder").and_then(Value::as_i64).unwrap_or(stage.order);
        if let Some(metadata) = body.get("metadata") {
            metadata.clone_into(&mut stage.metadata);
        }
        stage.updated_ms = now_ms;
        Answer::ok(stage.to_json())
    })
}
