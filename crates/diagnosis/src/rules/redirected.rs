//! Redirects, which clients follow with another method or without the credential.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CERTAIN, CauseCertainty::Possible, Evidence, Findings};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "redirected",
    about: "A redirect from http:// to https://, or to another address.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage == Stage::Webhook || facts.stage == Stage::Authorize {
        return;
    }
    let is_plain =
        facts.url.as_ref().is_some_and(|url| url.scheme() == "http") && facts.host().contains("hub");
    let is_redirect = facts.status().is_some_and(|status| (300..400).contains(&status));
    let scheme = || Evidence::new("request.url", "http://");
    if is_plain {
        let weight = match facts.status() {
            _ if is_redirect => CERTAIN,
            Some(405) => 78,
            _ => 70,
        };
        findings.add(
            Cause::HttpSchemeRedirect,
            weight,
            [scheme()].into_iter().chain(facts.status_evidence()),
        );
    } else if is_redirect {
        let location = facts.response_header("location").unwrap_or_default();
        findings.add(Cause::WrongHost, 50, [Evidence::new("response.headers.Location", location)]);
        findings.add(Cause::WrongPath, 45, facts.status_evidence());
        findings.add(Cause::HttpSchemeRedirect, 30, facts.status_evidence());
    }
}

const EXAMPLES: &[Example] = &[api("GET", "http://api.hubapi.com/crm/v3/objects/contacts", 405, "")
    .tells(Cause::HttpSchemeRedirect, Possible)];
