//! Addresses and bodies that are too long.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api, said};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "too-large",
    about: "414, and addresses beyond what HubSpot's servers read.",
    find,
    examples: EXAMPLES,
};

/// What proxies and servers commonly read of an address.
const MAX_URL_BYTES: usize = 8_000;
/// What none of them reads.
const NEVER_READ_BYTES: usize = 16_000;

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage == Stage::Webhook {
        return;
    }
    if let Some(said) = facts.says("identities on a profile") {
        findings.add(Cause::OperationNotAllowed, LIKELY, [said]);
        return;
    }
    let said = facts.says_any(&[
        "uri too long",
        "uri too large",
        "url too long",
        "request-uri too",
        "request header fields too large",
        "header is too large",
    ]);
    if let Some(evidence) = facts.answered(414).or(said) {
        findings.add(Cause::UrlTooLong, CERTAIN, [evidence]);
    } else if let Some(status) = facts.answered(431) {
        findings.add(Cause::UrlTooLong, LIKELY, [status]);
    }
    if let Some(status) = facts.answered(413) {
        findings.add(Cause::BatchSizeLimit, 50, [status.clone(), facts.address()]);
        findings.add(Cause::UrlTooLong, 35, [status]);
    }
    let length = facts.case.request.url.as_deref().map_or(0, str::len);
    // Some servers end the connection and answer nothing.
    let is_refused = facts.status().is_none_or(|status| matches!(status, 400 | 413 | 431 | 500 | 502 | 520));
    if length > MAX_URL_BYTES && is_refused {
        let weight = if length > NEVER_READ_BYTES { LIKELY } else { 75 };
        findings.add(Cause::UrlTooLong, weight, [Evidence::new("request.url", format!("{length} bytes"))]);
    }
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 414, "").tells(Cause::UrlTooLong, Certain),
    said("HTTP Error 413").tells(Cause::BatchSizeLimit, Possible),
];
