//! `/crm-pipelines/v1` and `/deals/v1/pipelines`: the pipelines of the CRM API, with other names.

use serde_json::{Value, json};

use super::{
    super::shared::{Context, invalid, not_found},
    values::millis,
};
use crate::{
    crm::{
        object_types::{ObjectType, object_type},
        pipelines::{Pipeline, Stage},
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::accounts::ACCOUNTS_CREATED_AT,
};

/// Serves paths below `/crm-pipelines/v1/pipelines`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let (kind, rest) = rest.split_first()?;
    let kind = match with_pipelines(context, kind) {
        Ok(kind) => kind,
        Err(error) => return Some(Err(error)),
    };
    Some(match (method, rest) {
        ("GET", []) => list(context, kind),
        ("POST", []) => create(context, kind),
        ("PUT", [id]) => update(context, kind, id),
        ("DELETE", [id]) => delete(context, kind, id),
        _ => return None,
    })
}

/// Serves paths below `/deals/v1/pipelines`, for reading; `None` for others.
pub(super) fn route_deals(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let of_deals = |work: &dyn Fn(&[Pipeline]) -> Outcome| {
        context.with_crm(|crm| work(crm.pipelines.entry(object_type("deals").id).or_default()))
    };
    Some(match (method, rest) {
        ("GET", []) => {
            of_deals(&|all| Ok(Answer::ok(all.iter().map(deal_pipeline).collect::<Vec<_>>().into())))
        }
        ("GET", [id]) => of_deals(&|all| {
            let found = all.iter().find(|pipeline| pipeline.id == *id);
            found.map(|pipeline| Answer::ok(deal_pipeline(pipeline))).ok_or_else(|| unknown(id))
        }),
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
            "closedWon": stage.metadata["probability"] == "1.0",
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
    let created_ms = millis(ACCOUNTS_CREATED_AT);
    let stage = |stage: &Stage| {
        json!({
            "stageId": stage.id,
            "createdAt": created_ms,
            "updatedAt": created_ms,
            "label": stage.label,
            "displayOrder": stage.order,
            "metadata": stage.metadata,
            "active": true,
        })
    };
    json!({
        "pipelineId": pipeline.id,
        "createdAt": created_ms,
        "updatedAt": created_ms,
        "objectType": kind.singular.to_ascii_uppercase(),
        "objectTypeId": kind.id,
        "label": pipeline.label,
        "displayOrder": pipeline.order,
        "active": true,
        "default": pipeline.order == 0,
        "stages": pipeline.stages.iter().map(stage).collect::<Vec<_>>(),
    })
}

fn list(context: &Context, kind: &'static ObjectType) -> Outcome {
    context.with_crm(|crm| {
        let all = crm.pipelines.get(kind.id).into_iter().flatten();
        let results: Vec<Value> = all.map(|pipeline| pipeline_json(kind, pipeline)).collect();
        Ok(Answer::ok(json!({"results": results})))
    })
}

/// A pipeline as it is written. Those of its stages that exist keep their ids.
fn from_body(body: &Value, id: Option<&str>) -> Result<Pipeline, ApiError> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let new_id = || uuid::Uuid::new_v4().to_string();
    let order = |value: &Value| value.get("displayOrder").and_then(Value::as_i64).unwrap_or_default();
    let stage = |stage: &Value| {
        Ok(Stage {
            id: text(stage, "stageId").unwrap_or_else(new_id),
            label: text(stage, "label").ok_or_else(|| ApiError::missing_fields(&["label"]))?,
            order: order(stage),
            metadata: stage.get("metadata").cloned().unwrap_or_else(|| json!({})),
        })
    };
    let stages = body.get("stages").and_then(Value::as_array).into_iter().flatten();
    Ok(Pipeline {
        id: id.map(str::to_owned).or_else(|| text(body, "pipelineId")).unwrap_or_else(new_id),
        label: text(body, "label").ok_or_else(|| ApiError::missing_fields(&["label"]))?,
        order: order(body),
        stages: stages.map(stage).collect::<Result<_, ApiError>>()?,
    })
}

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    context.with_crm(|crm| {
        let pipeline = from_body(&context.call.json()?, None)?;
        let all = crm.pipelines.entry(kind.id).or_default();
        if all.iter().any(|known| known.id == pipeline.id) {
            return Err(ApiError::new(409, None, "a pipeline with this id exists already"));
        }
        let shown = pipeline_json(kind, &pipeline);
        all.push(pipeline);
        Ok(Answer::ok(shown))
    })
}

fn update(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let written = from_body(&context.call.json()?, Some(id))?;
        let all = crm.pipelines.entry(kind.id).or_default();
        let pipeline = all.iter_mut().find(|known| known.id == id).ok_or_else(|| unknown(id))?;
        *pipeline = written;
        Ok(Answer::ok(pipeline_json(kind, pipeline)))
    })
}

fn delete(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let all = crm.pipelines.entry(kind.id).or_default();
        if !all.iter().any(|known| known.id == id) {
            return Err(unknown(id));
        }
        if all.len() == 1 {
            return Err(invalid("The last pipeline of an object type can't be deleted."));
        }
        all.retain(|known| known.id != id);
        Ok(Answer::no_content())
    })
}
