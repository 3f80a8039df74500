//! Limits that others have used up, and the limit of what stands before HubSpot.
//!
//! Alike: the older limit of each second and that of searches alone, both met by a search, whose answers have no headers
//! of limits. Any other call tells them apart: it is refused as well, or works.

use serde_json::json;

use super::{
    effect::{Effect, Limit},
    failure::{Connect, Failure, Happens, PlannedCall, get, post},
};
use crate::http::errors::ApiError;

pub(super) const FAILURES: &[Failure] = &[
    Failure {
        name: "rate-limit-ten-secondly",
        label: "rate-limit-ten-secondly",
        title: "The app makes too many calls in ten seconds",
        happens: Happens::Call(Connect::Oauth, contacts),
        effects: &[Effect::Exhaust(Limit::TenSecondly)],
    },
    Failure {
        name: "rate-limit-daily",
        label: "rate-limit-daily",
        title: "The calls of the day are used up",
        happens: Happens::Call(Connect::ServiceKey, contacts),
        effects: &[Effect::Exhaust(Limit::Daily)],
    },
    Failure {
        name: "rate-limit-secondly",
        label: "rate-limit-secondly",
        title: "The app makes too many calls in a second",
        happens: Happens::Call(Connect::ServiceKey, search),
        effects: &[Effect::Exhaust(Limit::Secondly)],
    },
    Failure {
        name: "rate-limit-search-secondly",
        label: "rate-limit-search-secondly",
        title: "The account is searched too often in a second",
        happens: Happens::Call(Connect::ServiceKey, search),
        effects: &[Effect::Exhaust(Limit::Search)],
    },
    Failure {
        name: "cloudflare-rate-limit",
        label: "cloudflare-rate-limit",
        title: "Cloudflare limits this network",
        happens: Happens::Call(Connect::ServiceKey, contacts),
        effects: &[Effect::Edge(|_| Some(ApiError::page(429, "error code: 1015".into())))],
    },
];

fn contacts() -> PlannedCall {
    get("/crm/objects/2026-09/contacts?limit=1")
}

fn search() -> PlannedCall {
    post("/crm/objects/2026-09/contacts/search", json!({"filterGroups": [], "limit": 1}))
}
