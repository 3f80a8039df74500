//! HubSpot's own failures, endpoints that ended, and the firewall before it.
//!
//! Alike: an error of one call and an outage (the same call later, and the account's details). A company that is gone and
//! a path that is gone are in `record`.

use serde_json::json;

use super::{
    effect::{Asked, Effect},
    failure::{Connect, Failure, Happens, PlannedCall, get, post},
};
use crate::http::errors::ApiError;

/// The path of the deals, of which every second call fails while a server is ill.
const DEALS: &str = "/crm/objects/2026-09/deals";

pub(super) const FAILURES: &[Failure] = &[
    Failure {
        name: "hubspot-server-error",
        label: "hubspot-server-error",
        title: "HubSpot fails over one call",
        happens: Happens::Call(Connect::ServiceKey, deals),
        effects: &[Effect::Refuse(|asked| {
            let is_met = asked.call.path == DEALS && asked.times_before().is_multiple_of(2);
            is_met.then(internal_error)
        })],
    },
    Failure {
        name: "hubspot-outage",
        label: "hubspot-outage",
        title: "HubSpot fails over all calls",
        happens: Happens::Call(Connect::ServiceKey, deals),
        effects: &[Effect::Refuse(|_| Some(internal_error()))],
    },
    Failure {
        name: "endpoint-sunset",
        label: "endpoint-sunset",
        title: "Companies v2 is switched off",
        happens: Happens::Call(Connect::ServiceKey, || get("/companies/v2/companies/2000000101")),
        effects: &[Effect::Refuse(companies_v2_ended)],
    },
    Failure {
        name: "switched_off_apis",
        label: "endpoint-sunset",
        title: "Owners v2 is switched off",
        happens: Happens::Call(Connect::ServiceKey, || get("/owners/v2/owners")),
        effects: &[],
    },
    Failure {
        name: "cloudflare-waf-block",
        label: "cloudflare-waf-block",
        title: "The firewall takes a text for an attack",
        happens: Happens::Call(Connect::ServiceKey, || {
            post(
                "/crm/objects/2026-09/contacts/search",
                json!({"query": "<script>alert(document.cookie)</script>", "limit": 1}),
            )
        }),
        effects: &[Effect::Edge(|call| {
            let text = String::from_utf8_lossy(&call.body).to_ascii_lowercase();
            let is_suspect = ["<script", "union select", "../../"].iter().any(|sign| text.contains(sign));
            is_suspect.then(|| ApiError::page(403, blocked_page()))
        })],
    },
];

fn deals() -> PlannedCall {
    get(format!("{DEALS}?limit=1"))
}

fn internal_error() -> ApiError {
    ApiError::new(500, None, "internal error")
}

fn companies_v2_ended(asked: &Asked) -> Option<ApiError> {
    asked.call.path.starts_with("/companies/v2/").then(|| ApiError::new(404, None, "resource not found"))
}

/// Cloudflare's page for a request that its firewall refuses.
fn blocked_page() -> String {
    "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head><title>Attention Required! | Cloudflare</title></head>\n<body>\n\
     <h1>Sorry, you have been blocked</h1>\n<h2>You are unable to access hubapi.com</h2>\n\
     <p>This website is using a security service to protect itself from online attacks.</p>\n</body>\n</html>\n"
        .into()
}
