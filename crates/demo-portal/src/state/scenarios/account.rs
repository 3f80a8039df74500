//! What happens to accounts, and to apps in them. The answers say what it is.

use serde_json::json;

use super::{
    effect::Effect,
    failure::{Connect, Failure, Happens, PlannedCall, get},
};
use crate::{http::errors::ApiError, state::accounts::Account};

pub(super) const FAILURES: &[Failure] = &[
    Failure {
        name: "hublet-mismatch",
        label: "hublet-mismatch",
        title: "The account's data is in another data center",
        happens: Happens::Call(Connect::Oauth, contacts),
        effects: &[Effect::Refuse(|asked| Some(wrong_hublet(asked.caller.account)))],
    },
    Failure {
        name: "portal-unknown",
        label: "portal-unknown",
        title: "The account has been deleted",
        happens: Happens::Call(Connect::ServiceKey, contacts),
        effects: &[Effect::Refuse(|asked| {
            let portal_id = asked.caller.account.portal_id;
            let message = format!(
                "Hub {portal_id} is unknown to this Hublet, and does not appear to exist in any other Hublet"
            );
            Some(ApiError::new(488, None, &message))
        })],
    },
    Failure {
        name: "portal-migrating",
        label: "portal-migrating",
        title: "The account moves to another data center",
        happens: Happens::Call(Connect::ServiceKey, contacts),
        effects: &[Effect::Refuse(|asked| {
            let message = format!("Hub {} is currently being migrated", asked.caller.account.portal_id);
            Some(
                ApiError::new(477, Some("MIGRATION_IN_PROGRESS"), &message)
                    .with_header("retry-after", "3600"),
            )
        })],
    },
    Failure {
        name: "app-banned-in-portal",
        label: "app-banned-in-portal",
        title: "The account refuses the app",
        happens: Happens::Call(Connect::Oauth, contacts),
        effects: &[Effect::Refuse(|_| {
            Some(ApiError::new(403, Some("BANNED"), "The app is not allowed to access this portal."))
        })],
    },
    Failure {
        name: "app-governance-unapproved",
        label: "app-governance-unapproved",
        title: "No Super Admin has approved the app's access",
        happens: Happens::Call(Connect::Oauth, contacts),
        effects: &[Effect::Refuse(|asked| {
            let message = "This app hasn't been approved to access the required scopes in this account. \
                           A Super Admin of the account can approve it.";
            asked.needs("crm.").then(|| ApiError::new(403, Some("FORBIDDEN"), message))
        })],
    },
];

fn contacts() -> PlannedCall {
    get("/crm/objects/2026-09/contacts?limit=1")
}

/// 488 is HubSpot's own status for a call to the wrong data center.
pub(crate) fn wrong_hublet(account: &Account) -> ApiError {
    let other = if account.hublet == "eu1" { "na1" } else { "eu1" };
    let message = format!(
        "Hub {} is unknown to this Hublet, but it appears to exist in Hublet {other}",
        account.portal_id
    );
    ApiError::new(488, None, &message).with_field("correctHublet", json!(other))
}
