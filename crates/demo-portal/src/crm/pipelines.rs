//! Pipelines and their stages.

use serde_json::{Value, json};

use crate::state::accounts::ACCOUNTS_CREATED_AT;

/// A stage of a pipeline.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) order: i64,
    /// `probability` of a deal stage, `ticketState` of a ticket stage.
    pub(crate) metadata: Value,
}

/// A pipeline of deals or tickets.
#[derive(Debug, Clone)]
pub(crate) struct Pipeline {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) order: i64,
    pub(crate) stages: Vec<Stage>,
}

impl Stage {
    /// The stage as the API shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "metadata": self.metadata,
            "createdAt": ACCOUNTS_CREATED_AT,
            "updatedAt": ACCOUNTS_CREATED_AT,
            "archived": false,
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        })
    }
}

impl Pipeline {
    /// The pipeline with its stages, as the API shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "stages": self.stages.iter().map(Stage::to_json).collect::<Vec<_>>(),
            "createdAt": ACCOUNTS_CREATED_AT,
            "updatedAt": ACCOUNTS_CREATED_AT,
            "archived": false,
        })
    }
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
    let stages = stages_in_order(DEAL_STAGES, metadata);
    Pipeline { id: "default".into(), label: "Sales Pipeline".into(), order: 0, stages }
}

/// The ticket pipeline of a new account.
pub(crate) fn support_pipeline() -> Pipeline {
    let metadata =
        |_: &str, state: &str| json!({"ticketState": state, "isClosed": (state == "CLOSED").to_string()});
    Pipeline {
        id: "0".into(),
        label: "Support Pipeline".into(),
        order: 0,
        stages: stages_in_order(TICKET_STAGES, metadata),
    }
}

/// Stages in display order, with metadata made from the third element.
fn stages_in_order(stages: &[(&str, &str, &str)], metadata: impl Fn(&str, &str) -> Value) -> Vec<Stage> {
    (0..)
        .zip(stages)
        .map(|(order, &(id, label, detail))| Stage {
            id: id.into(),
            label: label.into(),
            order,
            metadata: metadata(id, detail),
        })
        .collect()
}
