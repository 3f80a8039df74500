//! 5xx: HubSpot's own failures, and requests that it does not check before it fails over them.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api, said};
use crate::facts::Facts;
use crate::finding::{
    CauseCertainty::{Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "server-error",
    about: "5xx and timeouts: HubSpot fails, or fails over what was sent.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage == Stage::Webhook {
        return;
    }
    let said = facts.says_any(&[
        "internal error",
        "internal server error",
        "bad gateway",
        "service unavailable",
        "gateway time",
        "timed out",
        "timeout",
        "internal_error",
        "socket hang up",
        "econnreset",
        "connection reset",
        "upstream",
    ]);
    if let Some(status) = facts.answered(501) {
        findings.add(Cause::EndpointNotAvailable, 75, [status, facts.address()]);
        return;
    }
    let is_5xx = facts.status().is_some_and(|status| status >= 500 || status == 408);
    let everywhere = ["hubspot is down", "status page", "all endpoints", "all calls fail"];
    if let Some(down) = facts.says_any(&everywhere).filter(|_| is_5xx || facts.status().is_none()) {
        findings.add(Cause::HubspotOutage, if is_5xx { LIKELY + 5 } else { 72 }, [down]);
    }
    let is_said = facts.status().is_none() && said.is_some();
    if !(is_5xx || is_said) || findings.has(LIKELY) {
        return;
    }
    if facts.says_any(&["incident", "outage", "status.hubspot.com"]).is_some() {
        findings.add(
            Cause::HubspotOutage,
            LIKELY + 5,
            facts.says_any(&["incident", "outage", "status.hubspot.com"]),
        );
    }
    let evidence = || facts.status_evidence().into_iter().chain(said.clone());
    let is_write = matches!(facts.method(), "POST" | "PUT" | "PATCH");
    let may_be_ours =
        is_write && (facts.status() == Some(500) || is_said && facts.says("internal error").is_some());
    let is_too_long = findings.weight(Cause::UrlTooLong) > 0;
    // A gateway that gets no answer is HubSpot's; its programs also fail over what they are asked.
    let is_bare = matches!(facts.status(), Some(500 | 520));
    let weight = match (may_be_ours || is_too_long, is_bare) {
        (true, _) => 60,
        (false, true) => LIKELY - 2,
        (false, false) => LIKELY,
    };
    findings.add(Cause::HubspotServerError, weight, evidence());
    findings.add(Cause::HubspotOutage, 40, evidence());
    if may_be_ours {
        let body = facts.case.request.body.as_deref().map(str::trim);
        let is_empty = matches!(body, Some("" | "null" | "{}" | "[]"));
        let quote = Evidence::new("request.body", body.unwrap_or("not reported"));
        findings.add(
            Cause::BodyMissing,
            if is_empty {
                65
            } else if body.is_none() {
                45
            } else {
                15
            },
            [quote.clone()],
        );
        findings.add(Cause::BodyWrongShape, if body.is_some() && !is_empty { 55 } else { 40 }, [quote]);
        findings.unknown("Whether the same call fails with a body that HubSpot's reference shows");
    }
    findings.unknown("Whether other calls fail at the same time");
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 503, "").tells(Cause::HubspotServerError, Likely),
    api("GET", "/crm/v3/objects/contacts", 501, "").tells(Cause::EndpointNotAvailable, Possible),
    api("GET", "/crm/v3/objects/deals", 503, "the status page shows an incident")
        .tells(Cause::HubspotOutage, Likely),
    said("too many 502 error responses").tells(Cause::HubspotServerError, Likely),
    said("HTTP Error 408").tells(Cause::HubspotServerError, Likely),
    api("GET", "/crm/v3/objects/contacts/88", 500, r#"{"message": "internal error"}"#)
        .tells(Cause::HubspotServerError, Possible),
];
