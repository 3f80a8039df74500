//! Pipelines and their stages, as an account begins with them.

use serde_json::{Value, json};

#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) order: i64,
    /// `probability` of a deal stage, `ticketState` of a ticket stage.
    pub(crate) metadata: Value,
}

#[derive(Debug, Clone)]
pub(crate) struct Pipeline {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) order: i64,
    pub(crate) stages: Vec<Stage>,
}

const WHEN: &str = "2021-04-06T08:30:00.000Z";

impl Stage {
    pub(crate) fn show(&self) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "metadata": self.metadata,
            "createdAt": WHEN,
            "updatedAt": WHEN,
            "archived": false,
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        })
    }
}

impl Pipeline {
    pub(crate) fn show(&self) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "stages": self.stages.iter().map(Stage::show).collect::<Vec<_>>(),
            "createdAt": WHEN,
            "updatedAt": WHEN,
            "archived": false,
        })
    }
}

/// The stages of a new account's deal pipeline: id, label, probability.
pub(crate) const DEAL_STAGES: &[(&str, &str, &str)] = &[
    ("appointmentscheduled", "Appointment scheduled", "0.2"),
    ("qualifiedtobuy", "Qualified to buy", "0.4"),
    ("presentationscheduled", "Presentation scheduled", "0.6"),
    ("decisionmakerboughtin", "Decision maker bought-in", "0.8"),
    ("contractsent", "Contract sent", "0.9"),
    ("closedwon", "Closed won", "1.0"),
    ("closedlost", "Closed lost", "0.0"),
];

/// The stages of a new account's ticket pipeline: id, label, state.
pub(crate) const TICKET_STAGES: &[(&str, &str, &str)] = &[
    ("1", "New", "OPEN"),
    ("2", "Waiting on contact", "OPEN"),
    ("3", "Waiting on us", "OPEN"),
    ("4", "Closed", "CLOSED"),
];

pub(crate) fn sales() -> Pipeline {
    let closed = |id: &str| (id.starts_with("closed")).to_string();
    let metadata = |id: &str, probability: &str| json!({"probability": probability, "isClosed": closed(id)});
    let stages = numbered(DEAL_STAGES, metadata);
    Pipeline { id: "default".into(), label: "Sales Pipeline".into(), order: 0, stages }
}

pub(crate) fn support() -> Pipeline {
    let metadata =
        |_: &str, state: &str| json!({"ticketState": state, "isClosed": (state == "CLOSED").to_string()});
    Pipeline {
        id: "0".into(),
        label: "Support Pipeline".into(),
        order: 0,
        stages: numbered(TICKET_STAGES, metadata),
    }
}

fn numbered(stages: &[(&str, &str, &str)], metadata: impl Fn(&str, &str) -> Value) -> Vec<Stage> {
    (0..)
        .zip(stages)
        .map(|(order, &(id, label, fact))| Stage {
            id: id.into(),
            label: label.into(),
            order,
            metadata: metadata(id, fact),
        })
        .collect()
}
