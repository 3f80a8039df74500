//! What stands before HubSpot and answers in its place: Cloudflare, and the browser.

use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CERTAIN, CauseCertainty::Certain, Evidence, Findings, LIKELY};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "edge",
    about: "Answers that never came from HubSpot: Cloudflare's limits and firewall, a browser's CORS.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(&["error 1015"], Cause::CloudflareRateLimit, CERTAIN),
    words(&["error code: 1015"], Cause::CloudflareRateLimit, CERTAIN),
    words(&["you are being rate limited", "cloudflare"], Cause::CloudflareRateLimit, CERTAIN),
    words(&["blocked by cors policy"], Cause::CorsBlocked, CERTAIN),
    words(&["cross-origin request blocked"], Cause::CorsBlocked, CERTAIN),
    words(&["no 'access-control-allow-origin'"], Cause::CorsBlocked, CERTAIN),
    words(&["cors error"], Cause::CorsBlocked, LIKELY),
    words(&["cors policy"], Cause::CorsBlocked, LIKELY),
    words(&["preflight request"], Cause::CorsBlocked, LIKELY),
    words(&["access control checks"], Cause::CorsBlocked, LIKELY),
    words(&["same-origin policy"], Cause::CorsBlocked, LIKELY),
    words(&["cors"], Cause::CorsBlocked, 60),
    words(&["failed to fetch"], Cause::CorsBlocked, 60),
    words(&["you have been blocked"], Cause::CloudflareWafBlock, LIKELY),
    words(&["attention required!", "cloudflare"], Cause::CloudflareWafBlock, CERTAIN),
    words(&["error code: 1020"], Cause::CloudflareWafBlock, CERTAIN),
    words(&["error 1020"], Cause::CloudflareWafBlock, CERTAIN),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    told(facts, findings, TABLE);
    unreadable(facts, findings);
    let is_refused = facts.status() == Some(403) && (facts.has_html() || facts.said.has("cloudflare"));
    if is_refused
        && !findings.has(LIKELY)
        && let Some(said) = facts.says_any(&["cloudflare", "cf-ray", "forbidden", "blocked"])
    {
        findings.add(Cause::CloudflareWafBlock, 70, [said]);
    }
    let is_limited = facts.status() == Some(429)
        && (facts.has_html() || facts.said.has("cloudflare") || facts.said.has("1015"));
    if let Some(status) = facts.answered(429).filter(|_| is_limited) {
        findings.add(Cause::CloudflareRateLimit, LIKELY, [status]);
    }
}

/// A client that wanted JSON and got something else: a page of what stands before HubSpot, or of an outage.
fn unreadable(facts: &Facts<'_>, findings: &mut Findings) {
    let phrases = [
        "no content-type defined",
        "cannot parse content",
        "unexpected token <",
        "is not valid json",
        "expecting value: line 1",
    ];
    let Some(said) = facts.says_any(&phrases).filter(|_| facts.status().is_none_or(|status| status >= 400))
    else {
        return;
    };
    let body = facts.case.request.body.as_deref().unwrap_or_default();
    let looks_hostile = ["<script", "<pre", "wget ", "curl ", "/etc/passwd", "union select", "../.."]
        .into_iter()
        .find(|part| body.contains(part));
    if let Some(part) = looks_hostile {
        let tells = "A firewall takes such text for an attack.";
        findings.add(
            Cause::CloudflareWafBlock,
            65,
            [Evidence::new("request.body", part).tells(tells), said.clone()],
        );
    }
    findings.add(Cause::HubspotOutage, 56, [said.clone()]);
    findings.add(Cause::HubspotServerError, 52, [said.clone()]);
    findings.add(Cause::CloudflareWafBlock, 40, [said]);
    findings.unknown("The status and the first bytes of the answer");
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 429, "<html>error code: 1015</html>")
        .tells(Cause::CloudflareRateLimit, Certain),
    api("GET", "/crm/objects/2026-03/contacts", 403, "<title>Attention Required! | Cloudflare</title>")
        .tells(Cause::CloudflareWafBlock, Certain),
];
