//! Deliveries of HubSpot's to a receiver: signatures, and answers of the receiver's own server.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, delivery};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings, LIKELY};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "delivery",
    about: "Webhooks: a signature that differs, a receiver that refuses.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let said = facts.says_any(&["signature", "hmac", "computed hash"]);
    let is_delivery = facts.stage == Stage::Webhook;
    if !is_delivery {
        if let Some(said) = said.filter(|_| facts.says_any(&["x-hubspot-signature", "webhook"]).is_some()) {
            findings.add(Cause::WebhookSignatureMismatch, 75, [said]);
        }
        return;
    }
    if let Some(said) = said {
        findings.add(Cause::WebhookSignatureMismatch, LIKELY, [said]);
        findings.unknown("The address, the time stamp and the raw body that the receiver hashes");
    }
    let status = facts.status().filter(|status| *status >= 300);
    let code = status.map_or_else(String::new, |status| status.to_string());
    let is_refusal = matches!(status, Some(401 | 403));
    if status.is_some() {
        let tells = "This is the status that the receiver's own server gave.";
        findings.add(
            Cause::WebhookReceiverRejects,
            70,
            [Evidence::new("response.status", code).tells(tells)],
        );
        // A receiver that does not know the sender has most often computed another signature.
        let is_signed = facts
            .case
            .request
            .headers
            .iter()
            .any(|(name, _)| name.to_ascii_lowercase().starts_with("x-hubspot-signature"));
        findings.add(
            Cause::WebhookSignatureMismatch,
            match (is_refusal, is_signed) {
                (true, true) => 74,
                (true, false) => 55,
                (false, _) => 25,
            },
            facts.status_evidence(),
        );
        findings.unknown("What the receiver's own log says of this delivery");
    } else if let Some(late) = facts.says_any(&["timeout", "timed out", "connection refused"]) {
        findings.add(Cause::WebhookReceiverRejects, 70, [late]);
    } else if !findings.has(1) {
        findings.add(Cause::WebhookSignatureMismatch, 50, [facts.address()]);
        findings.add(Cause::WebhookReceiverRejects, 45, [facts.address()]);
    }
}

const EXAMPLES: &[Example] = &[
    delivery(500).tells(Cause::WebhookReceiverRejects, Possible),
    delivery(401)
        .headers(r#"{"X-HubSpot-Signature-v3": "abc="}"#)
        .tells(Cause::WebhookSignatureMismatch, Possible),
    delivery(502)
        .headers(r#"{"X-HubSpot-Signature-v3": "abc="}"#)
        .tells(Cause::WebhookReceiverRejects, Possible),
    delivery(429).tells(Cause::WebhookReceiverRejects, Possible),
];
