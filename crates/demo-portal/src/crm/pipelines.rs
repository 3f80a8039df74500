//! Pipelines and their stages.

use serde_json::{Value, json};

use crate::state::{accounts::accounts_created_ms, clock::iso_ms};

/// A stage of a pipeline. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) order: i64,
    /// `probability` of a deal stage, `ticketState` of a ticket stage.
    pub(crate) metadata: Value,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
}

/// A pipeline of deals, tickets or other records. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Pipeline {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) order: i64,
    pub(crate) stages: Vec<Stage>,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
}

/// A stage as a client writes it.
#[derive(Debug)]
pub(crate) struct StageDraft {
    /// Chosen here if the client names none.
    pub(crate) id: Option<String>,
    pub(crate) label: String,
    pub(crate) order: i64,
    pub(crate) metadata: Value,
}

/// A pipeline as a client writes it.
#[derive(Debug)]
pub(crate) struct PipelineDraft {
    /// Chosen here if the client names none.
    pub(crate) id: Option<String>,
    pub(crate) label: String,
    pub(crate) order: i64,
    pub(crate) stages: Vec<StageDraft>,
}

/// Why a pipeline or stage was not deleted.
#[derive(Debug)]
pub(crate) enum NotDeleted {
    Unknown,
    /// It is the only one.
    Last,
    /// This many live records are in it.
    InUse(usize),
}

impl Stage {
    /// A new stage.
    pub(crate) fn new(draft: StageDraft, now_ms: i64) -> Self {
        Self {
            id: draft.id.unwrap_or_else(new_id),
            label: draft.label,
            order: draft.order,
            metadata: draft.metadata,
            created_ms: now_ms,
            updated_ms: now_ms,
        }
    }

    /// The stage as the API shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "metadata": self.metadata,
            "createdAt": iso_ms(self.created_ms),
            "updatedAt": iso_ms(self.updated_ms),
            "archived": false,
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        })
    }
}

impl Pipeline {
    /// A new pipeline.
    pub(crate) fn new(draft: PipelineDraft, now_ms: i64) -> Self {
        Self {
            id: draft.id.unwrap_or_else(new_id),
            label: draft.label,
            order: draft.order,
            stages: draft.stages.into_iter().map(|stage| Stage::new(stage, now_ms)).collect(),
            created_ms: now_ms,
            updated_ms: now_ms,
        }
    }

    /// Takes the place of what was there, under the same id. Stages that the draft names by their id stay what they are.
    pub(crate) fn replace(&mut self, draft: PipelineDraft, now_ms: i64) {
        let created_ms =
            |id: &str| self.stages.iter().find(|stage| stage.id == id).map(|stage| stage.created_ms);
        let stages = draft.stages.into_iter().map(|stage| {
            let stage = Stage::new(stage, now_ms);
            Stage { created_ms: created_ms(&stage.id).unwrap_or(now_ms), ..stage }
        });
        self.stages = stages.collect();
        (self.label, self.order, self.updated_ms) = (draft.label, draft.order, now_ms);
    }

    /// The pipeline with its stages, as the API shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "stages": self.stages.iter().map(Stage::to_json).collect::<Vec<_>>(),
            "createdAt": iso_ms(self.created_ms),
            "updatedAt": iso_ms(self.updated_ms),
            "archived": false,
        })
    }
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The stages of the default deal pipeline: id, label, probability.
pub(crate) const DEAL_STAGES: &[(&str, &str, &str)] = &[
    ("appointmentscheduled", "Appointment scheduled", "0.2"),
    ("qualifiedtobuy", "Qualified to buy", "0.4"),
    ("presentationscheduled", "Presentation scheduled", "0.6"),
    ("decisionmakerboughtin", "Decision maker bought-in", "0.8"),
    ("contractsent", "Contract sent", "0.9"),
    ("closedwon", "Closed won", "1.0"),
    ("closedlost", "Closed lost", "0.0"),
];

/// The stages of the default ticket pipeline: id, label, state.
pub(crate) const TICKET_STAGES: &[(&str, &str, &str)] = &[
    ("1", "New", "OPEN"),
    ("2", "Waiting on contact", "OPEN"),
    ("3", "Waiting on us", "OPEN"),
    ("4", "Closed", "CLOSED"),
];

/// The deal pipeline of a new account.
pub(crate) fn sales_pipeline() -> Pipeline {
    let closed = |id: &str| (id.starts_with("closed")).to_string();
    let metadata = |id: &str, probability: &str| json!({"probability": probability, "isClosed": closed(id)});
    first_pipeline("default", "Sales Pipeline", stages_in_order(DEAL_STAGES, metadata))
}

/// The ticket pipeline of a new account.
pub(crate) fn support_pipeline() -> Pipeline {
    let metadata =
        |_: &str, state: &str| json!({"ticketState": state, "isClosed": (state == "CLOSED").to_string()});
    first_pipeline("0", "Support Pipeline", stages_in_order(TICKET_STAGES, metadata))
}

/// As old as the account.
fn first_pipeline(id: &str, label: &str, stages: Vec<StageDraft>) -> Pipeline {
    let draft = PipelineDraft { id: Some(id.into()), label: label.into(), order: 0, stages };
    Pipeline::new(draft, accounts_created_ms())
}

/// Stages in display order, with metadata made from the third element.
fn stages_in_order(stages: &[(&str, &str, &str)], metadata: impl Fn(&str, &str) -> Value) -> Vec<StageDraft> {
    (0..)
        .zip(stages)
        .map(|(order, &(id, label, detail))| StageDraft {
            id: Some(id.into()),
            label: label.into(),
            order,
            metadata: metadata(id, detail),
        })
        .collect()
}
