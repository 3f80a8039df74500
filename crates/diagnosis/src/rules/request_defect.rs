//! What a program left in an address that should have been a value.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "request-defect",
    about: "`undefined`, `null`, `[object Object]` and doubled slashes in an address: the client built it wrongly.",
    find,
    examples: EXAMPLES,
};

const LEFT: [&str; 8] = [
    "undefined",
    "null",
    "nan",
    "none",
    "nil",
    "[object object]",
    "%5bobject%20object%5d",
    "[object%20object]",
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let is_refused = facts.status().is_none_or(|status| status >= 400);
    if facts.stage != Stage::Api || !is_refused {
        return;
    }
    let lower = facts.path.to_ascii_lowercase();
    if let Some(left) = lower.split('/').find(|segment| LEFT.contains(segment)) {
        let tells = "A variable of the client had no value.";
        findings.add(Cause::ClientRequestDefect, 79, [Evidence::new("request.url", left).tells(tells)]);
    }
    let is_by_address = facts.path.contains("/objects/")
        && facts.query("idProperty").is_none()
        && lower.split('/').any(|segment| segment.contains('@') || segment.contains("%40"));
    if is_by_address {
        let tells = "An e-mail address is looked up with `idProperty=email`.";
        findings.add(Cause::ClientRequestDefect, 55, [Evidence::new("request.url", "@").tells(tells)]);
    }
    let is_doubled = facts.path.trim_end_matches('/').contains("//");
    if is_doubled && facts.status() == Some(404) {
        findings.add(
            Cause::WrongPath,
            75,
            [Evidence::new("request.url", facts.path.as_str()).tells("Two slashes in a row.")],
        );
    }
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts/undefined", 400, "{}")
        .tells(Cause::ClientRequestDefect, Possible),
    api(
        "GET",
        "/crm/v3/objects/contacts/undefined",
        404,
        r#"{"message": "resource not found", "category": "OBJECT_NOT_FOUND"}"#,
    )
    .tells(Cause::ClientRequestDefect, Possible),
];
