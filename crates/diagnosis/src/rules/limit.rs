//! Rate limits, told by their policy.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely},
    Evidence, Findings, LIKELY,
};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "limit",
    about: "429: by second, by ten seconds, by day, or the search's own.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let is_limit = facts.status() == Some(429)
        || facts
            .says_any(&[
                "rate_limit",
                "rate limit",
                "too many requests",
                "ten_secondly_rolling",
                "secondly limit",
                "daily limit",
            ])
            .is_some()
            && facts.status().is_none_or(|status| status >= 400);
    // What a receiver answers is its own limit.
    if facts.stage == Stage::Webhook || !is_limit || findings.weight(Cause::CloudflareRateLimit) >= LIKELY {
        return;
    }
    let is_search = facts.path.trim_end_matches('/').ends_with("/search");
    if let Some(said) =
        facts.says_any(&["ten_secondly_rolling", "ten_secondly", "ten-secondly", "ten secondly"])
    {
        findings.add(Cause::RateLimitTenSecondly, CERTAIN, [said]);
    } else if let Some(said) = facts.says_any(&["daily limit", "\"daily\"", "daily"]) {
        findings.add(Cause::RateLimitDaily, LIKELY, [said]);
    } else if let Some(said) = facts.says("search").filter(|_| facts.says("secondly").is_some()) {
        findings.add(Cause::RateLimitSearchSecondly, LIKELY, [said]);
    } else if let Some(said) = facts.says("secondly") {
        let (search, other) = if is_search { (LIKELY, 60) } else { (50, LIKELY) };
        findings.add(Cause::RateLimitSearchSecondly, search, [facts.address(), said.clone()]);
        findings.add(Cause::RateLimitSecondly, other, [said]);
    } else {
        without_policy(facts, findings, is_search);
    }
    remaining(facts, findings);
}

fn without_policy(facts: &Facts<'_>, findings: &mut Findings, is_search: bool) {
    let evidence = || facts.status_evidence().into_iter().chain([facts.address()]);
    findings.add(Cause::RateLimitTenSecondly, if is_search { 60 } else { LIKELY }, evidence());
    findings.add(Cause::RateLimitSearchSecondly, if is_search { LIKELY } else { 30 }, evidence());
    findings.add(Cause::RateLimitSecondly, 40, evidence());
    findings.unknown("The policy of the limit, which the body names in `policyName`");
}

fn remaining(facts: &Facts<'_>, findings: &mut Findings) {
    if let Some(left) =
        facts.response_header("x-hubspot-ratelimit-daily-remaining").filter(|left| left.trim() == "0")
    {
        let quote = Evidence::new("response.headers.X-HubSpot-RateLimit-Daily-Remaining", left);
        findings.add(Cause::RateLimitDaily, LIKELY, [quote]);
    }
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 429, r#"{"policyName": "TEN_SECONDLY_ROLLING"}"#)
        .tells(Cause::RateLimitTenSecondly, Certain),
    api("GET", "/crm/objects/2026-03/contacts", 429, r#"{"policyName": "DAILY"}"#)
        .tells(Cause::RateLimitDaily, Likely),
    api(
        "POST",
        "/crm/objects/2026-03/contacts/search",
        429,
        r#"{"message": "You have reached your secondly limit."}"#,
    )
    .tells(Cause::RateLimitSearchSecondly, Likely),
];
