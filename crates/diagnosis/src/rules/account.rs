//! The account in the call, and where its data is.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api, page};
use crate::facts::{Facts, Sent};
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "account",
    about: "A portal that the token does not belong to, that is elsewhere, that moves, or that does not exist.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(
        &["unknown to this hublet", "does not appear to exist in any other hublet"],
        Cause::PortalUnknown,
        CERTAIN,
    ),
    words(&["unknown to this hublet", "appears to exist in hublet"], Cause::HubletMismatch, CERTAIN),
    words(&["correcthublet"], Cause::HubletMismatch, CERTAIN),
    words(&["wrong hublet"], Cause::HubletMismatch, CERTAIN),
    words(&["hublet", "mismatch"], Cause::HubletMismatch, LIKELY),
    words(&["key is for a portal in"], Cause::HubletMismatch, LIKELY),
    words(&["another region"], Cause::HubletMismatch, 75),
    words(&["different region"], Cause::HubletMismatch, 75),
    words(&["another data center"], Cause::HubletMismatch, 75),
    words(&["different data center"], Cause::HubletMismatch, 75),
    words(&["not in this datacenter"], Cause::HubletMismatch, LIKELY),
    words(&["make sure that account has installed your app"], Cause::TokenOtherPortal, LIKELY),
    words(&["account id provided", "isn't valid"], Cause::TokenOtherPortal, LIKELY),
    words(&["portal id", "does not match"], Cause::TokenOtherPortal, LIKELY),
    words(&["portalid", "does not match"], Cause::TokenOtherPortal, LIKELY),
    words(&["currently being migrated"], Cause::PortalMigrating, CERTAIN),
    words(&["migration in progress"], Cause::PortalMigrating, CERTAIN),
    words(&["unknown portal"], Cause::PortalUnknown, LIKELY),
    words(&["no portal found"], Cause::PortalUnknown, LIKELY),
    words(&["portal", "does not exist"], Cause::PortalUnknown, 65),
    words(&["hub", "does not exist"], Cause::PortalUnknown, 60),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage == Stage::Webhook {
        return;
    }
    told(facts, findings, TABLE);
    if let Some(status) = facts.answered(477) {
        findings.add(Cause::PortalMigrating, CERTAIN, [status]);
    }
    if let Some(status) = facts.answered(488) {
        findings.add(Cause::HubletMismatch, CERTAIN, [status]);
    }
    if facts.says("unknown to this hublet").is_some() && !findings.has(LIKELY) {
        findings.add(Cause::HubletMismatch, 60, facts.says("unknown to this hublet"));
        findings.add(Cause::PortalUnknown, 50, facts.says("unknown to this hublet"));
    }
    token_elsewhere(facts, findings);
}

/// A token of one data center at the host of another.
fn token_elsewhere(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(value) =
        facts.request_header("authorization").filter(|_| matches!(facts.sent, Sent::Bearer { .. }))
    else {
        return;
    };
    let host = facts.host();
    let of_host = host.strip_prefix("api-").and_then(|rest| rest.split('.').next());
    let of_token = value.split("pat-").nth(1).and_then(|rest| rest.split('-').next());
    if let (Some(of_host), Some(of_token)) = (of_host, of_token)
        && of_host != of_token
        && facts.status() == Some(401)
    {
        let tells = format!("The token is of {of_token}, the host of {of_host}.");
        findings.add(Cause::HubletMismatch, 75, [Evidence::new("request.url", host).tells(tells)]);
    }
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 477, "{}").tells(Cause::PortalMigrating, Certain),
    api("GET", "/crm/objects/2026-03/contacts", 488, r#"{"correctHublet": "eu1"}"#)
        .tells(Cause::HubletMismatch, Certain),
    page("The account is in another region").tells(Cause::HubletMismatch, Possible),
];
