//! Credentials that are refused.
//!
//! Alike: at the app's own endpoint, and at that of uninstalling, a revoked credential and one of the wrong kind. The
//! account's details, which any credential may read, tell them apart.

use super::{
    effect::Effect,
    failure::{Connect, Failure, Happens, PlannedCall, delete, get},
};

pub(super) const FAILURES: &[Failure] = &[
    Failure {
        name: "token-expired",
        label: "token-expired",
        title: "The access token has expired",
        happens: Happens::Call(Connect::Oauth, || get("/crm/objects/2026-09/contacts?limit=1")),
        effects: &[Effect::Expire],
    },
    Failure {
        name: "token-invalid",
        label: "token-invalid",
        title: "The app has been uninstalled",
        happens: Happens::Call(Connect::Oauth, || get("/crm/objects/2026-09/contacts?limit=1")),
        effects: &[Effect::Revoke],
    },
    Failure {
        name: "auth-method-unsupported",
        label: "auth-method-unsupported",
        title: "The endpoint belongs to the app, not to an account",
        happens: Happens::Call(Connect::Oauth, subscriptions),
        effects: &[],
    },
    Failure {
        name: "token-invalid-at-app-endpoint",
        label: "token-invalid",
        title: "The app has been uninstalled, and its own endpoint is called",
        happens: Happens::Call(Connect::Oauth, subscriptions),
        effects: &[Effect::Revoke],
    },
    Failure {
        name: "wrong-token-kind",
        label: "wrong-token-kind",
        title: "A key at an endpoint for OAuth tokens only",
        happens: Happens::Call(Connect::ServiceKey, uninstall),
        effects: &[],
    },
    Failure {
        name: "token-invalid-key",
        label: "token-invalid",
        title: "The key has been rotated",
        happens: Happens::Call(Connect::ServiceKey, uninstall),
        effects: &[Effect::Revoke],
    },
];

/// The id is that of the demo app of the default seed.
fn subscriptions() -> PlannedCall {
    get("/webhooks/2026-03/2613399/subscriptions")
}

fn uninstall() -> PlannedCall {
    delete("/appinstalls/2026-03/external-install")
}
