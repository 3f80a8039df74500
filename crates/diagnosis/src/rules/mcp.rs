//! HubSpot's MCP server, which has its own apps and tokens.

use crate::cause::Cause;
use crate::example::{Example, api, said};
use crate::facts::{Facts, Sent};
use crate::finding::{CauseCertainty::Possible, Findings};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "mcp",
    about: "Answers of HubSpot's MCP server, whose tokens are those of user-level apps.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if let Some(said) = facts.says("requires_reauthorization") {
        findings.add(Cause::AppGovernanceUnapproved, 60, [said.clone()]);
        findings.add(Cause::ScopeAddedNotReauthorized, 50, [said]);
        findings.unknown("Whether a Super Admin has allowed the app to write");
    }
    if facts.host().starts_with("mcp")
        && facts.status() == Some(401)
        && findings.weight(Cause::WrongTokenKind) < 70
    {
        let is_sent = matches!(facts.sent, Sent::Bearer { .. });
        findings.add(
            Cause::WrongTokenKind,
            if is_sent { 70 } else { 55 },
            facts.status_evidence().into_iter().chain([facts.address()]),
        );
    }
}

const EXAMPLES: &[Example] = &[
    api("POST", "https://mcp.hubspot.com/mcp", 401, "").tells(Cause::WrongTokenKind, Possible),
    said("requires_reauthorization").tells(Cause::AppGovernanceUnapproved, Possible),
];
