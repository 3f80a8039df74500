//! What a person confirms of one request, and what has to be confirmed.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What the person confirmed of the one request that it comes with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Confirmation {
    #[default]
    None,
    /// The button that names the act was pressed.
    Given,
    /// The portal's Hub ID, as it was typed. It also counts where one step is enough.
    HubId { typed: String },
}

/// A confirmation without which a request is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequiredConfirmation {
    pub reason: ConfirmationReason,
    pub step: ConfirmationStep,
    /// What a button says: the act with its count, where that is known, and the portal.
    pub act: String,
    /// What will happen.
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationReason {
    Destructive,
    /// Something is created from a body without content.
    EmptyCreate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationStep {
    OneStep,
    /// The Hub ID is typed.
    HubId,
}
