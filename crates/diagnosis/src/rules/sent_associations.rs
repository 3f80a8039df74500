//! Association types as they were sent, against the direction that HubSpot's own types have.

use serde_json::Value;

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "sent-associations",
    about: "A type of association that leads from another object than the one it was sent for.",
    find,
    examples: EXAMPLES,
};

/// HubSpot's own types: the object they lead from, and their numbers.
const TYPES: &[(&str, &[u64])] = &[
    ("contact", &[1, 4, 15, 193, 197, 199, 201, 203, 279, 449]),
    ("company", &[2, 6, 25, 181, 185, 187, 189, 191, 280, 340, 342, 450]),
    ("deal", &[3, 5, 19, 27, 205, 209, 211, 213, 215, 341]),
    ("ticket", &[16, 26, 28, 219, 223, 225, 227, 229, 339]),
    ("line_item", &[20]),
    ("note", &[190, 202, 214, 228]),
    ("task", &[192, 204, 216, 230]),
    ("call", &[182, 194, 206, 220]),
    ("email", &[186, 198, 210, 224]),
    ("meeting", &[188, 200, 212, 226]),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(body) = &facts.sent_json else { return };
    let is_refused = facts.status().is_some_and(|status| matches!(status, 400 | 404 | 422 | 500));
    let Some(from) = object(&facts.path).filter(|_| facts.stage == Stage::Api && is_refused) else { return };
    for kind in kinds(body) {
        let Some(number) = kind["associationTypeId"].as_u64() else { continue };
        let Some((own, _)) = TYPES.iter().find(|(_, numbers)| numbers.contains(&number)) else { continue };
        let tells = match kind["associationCategory"].as_str() {
            Some("USER_DEFINED" | "INTEGRATOR_DEFINED") => {
                "This number is one of HubSpot's own types: its category is HUBSPOT_DEFINED.".to_owned()
            }
            _ if *own != from => format!("HubSpot's type {number} leads from a {own}, not from a {from}."),
            _ => continue,
        };
        let quote = Evidence::new("request.body", format!("associationTypeId: {number}")).tells(tells);
        findings.add(Cause::AssociationTypeWrong, 70, [quote]);
    }
}

/// The types in the body of a v4 call, or of a record that is made with its associations.
fn kinds(body: &Value) -> impl Iterator<Item = &Value> {
    let own = body.as_array().into_iter().flatten();
    let made = body["associations"].as_array().into_iter().flatten();
    own.chain(made.filter_map(|made| made["types"].as_array()).flatten())
}

/// The object that a path is about, in the singular.
fn object(path: &str) -> Option<&'static str> {
    let mut segments = path.split('/').skip_while(|segment| *segment != "objects").skip(1);
    // `/crm/objects/2026-03/contacts`
    let name = segments.find(|segment| !segment.starts_with("20"))?;
    let name = match name {
        "0-1" => "contact",
        "0-2" | "companies" => "company",
        "0-3" => "deal",
        "0-5" => "ticket",
        other => other.strip_suffix('s').unwrap_or(other),
    };
    TYPES.iter().map(|(own, _)| *own).find(|own| *own == name)
}

const EXAMPLES: &[Example] = &[
    api("PUT", "/crm/v4/objects/deals/88/associations/companies/99", 400, r#"{"status": "error", "message": "internal error"}"#).sent(r#"[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":342}]"#).tells(Cause::AssociationTypeWrong, Possible),
    api("PUT", "/crm/v4/objects/deals/88/associations/companies/99", 400, r#"{"status": "error", "message": "internal error"}"#).sent(r#"[{"associationCategory":"USER_DEFINED","associationTypeId":341}]"#).tells(Cause::AssociationTypeWrong, Possible),
    api("POST", "/crm/v3/objects/deals", 400, "400").sent(r#"{"properties":{"dealname":"a"},"associations":[{"to":{"id":"99"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":4}]}]}"#).tells(Cause::AssociationTypeWrong, Possible),
];
