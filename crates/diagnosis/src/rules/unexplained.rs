//! A refusal that no other rule explains: what it can be, by its status.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings};
use crate::rule::Rule;

use super::not_found::not_by_this_property;

pub(super) const RULE: Rule = Rule {
    name: "unexplained",
    about: "400 and its like without words that tell more.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api || findings.has(1) {
        return;
    }
    let is_read = matches!(facts.method(), "GET" | "HEAD" | "DELETE");
    if !matches!(facts.status(), Some(400 | 422)) {
        findings.unknown("The status and the body of the answer");
        return;
    }
    let evidence = || facts.status_evidence().into_iter().chain([facts.address()]);
    let is_search = facts.path.trim_end_matches('/').ends_with("/search");
    let causes: &[(Cause, u8)] = if is_search {
        &[
            (Cause::SearchBadFilter, 40),
            (Cause::BodyWrongShape, 36),
            (Cause::PropertyNotFound, 34),
            (Cause::PaginationCursorInvalid, 32),
            (Cause::SearchLimit, 30),
        ]
    } else if is_read {
        &[
            (Cause::ClientRequestDefect, 35),
            (Cause::PaginationCursorInvalid, 34),
            (Cause::ObjectTypeNameWrong, 33),
            (Cause::PropertyNotFound, 32),
        ]
    } else {
        &[
            (Cause::BodyWrongShape, 36),
            (Cause::RequiredFieldMissing, 35),
            (Cause::PropertyInvalidValue, 34),
            (Cause::PropertyNotFound, 33),
            (Cause::AssociationTypeWrong, 32),
        ]
    };
    let is_empty = facts.case.request.body.as_deref().is_some_and(|body| body.trim().is_empty());
    if is_empty && !is_read {
        let tells = "Nothing stands in it.";
        findings.add(Cause::BodyMissing, 66, [Evidence::new("request.body", "").tells(tells)]);
    }
    not_by_this_property(facts, findings);
    for (cause, weight) in causes {
        findings.add(*cause, *weight, evidence());
    }
    findings.unknown("The body of the answer, with HubSpot's sentence");
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/v3/objects/contacts/5?idProperty=phone", 400, "400")
        .tells(Cause::IdPropertyNotUnique, Possible),
    api(
        "PUT",
        "/crm/v4/objects/deals/88/associations/companies/99",
        400,
        r#"{"status": "error", "message": "internal error"}"#,
    )
    .sent(r#"[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":341}]"#)
    .tells(Cause::BodyWrongShape, Possible),
];
