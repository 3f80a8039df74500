//! Names of object and event types.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings, LIKELY};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "object-type",
    about: "A type of records or events that HubSpot does not know by this name.",
    find,
    examples: EXAMPLES,
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
    event_name(facts, findings);
    let is_told = told(facts, findings, TABLE);
    if is_told {
        let is_unknown = facts.operation.is_none() && !facts.path.is_empty();
        findings.add(Cause::WrongPath, if is_unknown { 55 } else { 40 }, [facts.address()]);
        findings.add(Cause::ClientRequestDefect, 30, [facts.address()]);
        as_association(facts, findings);
        return;
    }
    let is_refused = matches!(facts.status(), Some(400 | 404) | None);
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

/// Custom events are called `pe<portal>_<name>`, in small letters.
fn event_name(facts: &Facts<'_>, findings: &mut Findings) {
    if !facts.path.starts_with("/events/") || facts.status().is_some_and(|status| status < 400) {
        return;
    }
    let name = facts.sent_json.as_ref().and_then(|body| body["eventName"].as_str());
    let is_right = |name: &str| {
        let digits =
            name.strip_prefix("pe").map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        digits > 0
            && name[2 + digits..].starts_with('_')
            && !name.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    if let Some(name) = name.filter(|name| !is_right(name)) {
        let tells =
            "A custom event is called pe, the portal's number, an underscore and a name, in small letters.";
        findings.add(Cause::ObjectTypeNameWrong, 70, [Evidence::new("request.body", name).tells(tells)]);
    }
}

/// The name that HubSpot does not know was sent as a type to associate: the client put an argument in the wrong place.
fn as_association(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(list) = facts.query("associations") else { return };
    let Some(said) = facts.says("object type from") else { return };
    let name = said.quote.rsplit(':').next().unwrap_or_default().trim().trim_end_matches('.').to_lowercase();
    if list.split(',').any(|sent| sent.trim().eq_ignore_ascii_case(&name)) {
        let tells = "This stands among the types to associate, which takes no names of properties.";
        let quote = Evidence::new("request.url", format!("associations={list}")).tells(tells);
        findings.add(Cause::ClientRequestDefect, 77, [quote, said]);
    }
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/carz", 400, r#"{"message": "Unable to infer object type from: carz"}"#)
        .tells(Cause::ObjectTypeNameWrong, Possible),
    api("POST", "/events/2026-03/send", 400, "")
        .sent(r#"{"eventName": "Bought"}"#)
        .tells(Cause::ObjectTypeNameWrong, Possible),
];
