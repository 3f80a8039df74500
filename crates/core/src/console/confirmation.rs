//! The confirmation that a request needs, and the one that comes with it.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What the person confirmed for the one request that it is sent with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Confirmation {
    /// Nothing.
    #[default]
    None,
    /// The button that names the action was pressed.
    Given,
    /// The Hub ID was typed. It also counts where one step is enough.
    HubId {
        /// The text as typed. Spaces do not matter.
        typed: String,
    },
}

/// A confirmation without which a request is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequiredConfirmation {
    /// Why it is required.
    pub reason: ConfirmationReason,
    /// How it is given.
    pub step: ConfirmationStep,
    /// The label of the button: the action, how many records where that is known, and the portal.
    pub act: String,
    /// What will happen, in one or two sentences.
    pub sentence: String,
}

/// Why a request has to be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationReason {
    /// The call deletes, archives, merges or removes something.
    Destructive,
    /// The call creates something from a body without content.
    EmptyCreate,
}

/// How a request is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationStep {
    /// A button is pressed. For portals that are not in production, and for creating from an empty body.
    OneStep,
    /// The Hub ID is typed. For destructive calls to production portals.
    HubId,
}
