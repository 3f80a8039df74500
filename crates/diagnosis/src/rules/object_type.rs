//! Names of object and event types.

use crate::case::Stage;
use crate::cause::Cause;
use crate::facts::Facts;
use crate::finding::{Findings, LIKELY};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "object-type",
    about: "A type of records or events that HubSpot does not know by this name.",
    find,
};

const TABLE: &[Words] = &[
    words(&["unable to infer object type"], Cause::ObjectTypeNameWrong, 75),
    words(&["invalid object type"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["invalid objecttype"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["unknown object type"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["object type", "not found"], Cause::ObjectTypeNameWrong, 75),
    words(&["object type", "does not exist"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["object type", "doesn't exist"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["objecttype", "is not valid"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["event type", "not found"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["event type", "does not exist"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["event", "not exist", "fully qualified"], Cause::ObjectTypeNameWrong, LIKELY),
    words(&["no schema found"], Cause::ObjectTypeNameWrong, 70),
    words(&["fullyqualifiedname"], Cause::ObjectTypeNameWrong, 50),
    words(&["invalid objecttypeid"], Cause::ObjectTypeNameWrong, LIKELY),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api {
        return;
    }
    let is_told = told(facts, findings, TABLE);
    if is_told {
        let is_unknown = facts.operation.is_none() && !facts.path.is_empty();
        findings.add(Cause::WrongPath, if is_unknown { 55 } else { 40 }, [facts.address()]);
        findings.add(Cause::ClientRequestDefect, 30, [facts.address()]);
        return;
    }
    let is_refused = matches!(facts.status(), Some(400 | 404));
    if let Some(segment) =
        type_segment(&facts.path).filter(|_| is_refused && facts.said.written().len() < 400)
        && portalscope_catalog::ObjectTypes::bundled().find(segment).is_none()
        && !segment.starts_with(['{', '$', ':'])
    {
        let tells = "No type of records is called so; a custom one is written as 2-123 or p_name.";
        findings.add(Cause::ObjectTypeNameWrong, 68, [facts.address().tells(tells)]);
    }
}

/// The segment that names a type of records.
fn type_segment(path: &str) -> Option<&str> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [
            "crm",
            "v3" | "v4",
            "objects" | "properties" | "pipelines" | "schemas" | "associations",
            kind,
            ..,
        ]
        | ["crm", "objects" | "properties" | "pipelines", _, kind, ..]
        | ["properties", "v2", kind, ..] => Some(kind),
        _ => None,
    }
}
