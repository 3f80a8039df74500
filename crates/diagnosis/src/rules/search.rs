//! Search and paging: filters, cursors, the end at 10,000.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::{Rule, Words, told, words};

use super::input_json::has_opaque_cursor;

pub(super) const RULE: Rule = Rule {
    name: "search",
    about: "Filters that search does not take, paging beyond 10,000 results, cursors of another listing.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(&["operator", "requires"], Cause::SearchBadFilter, 75),
    words(&["filter", "requires"], Cause::SearchBadFilter, 75),
    words(&["filtergroups"], Cause::SearchBadFilter, 70),
    words(&["invalid operator"], Cause::SearchBadFilter, LIKELY),
    words(&["problem with the filter"], Cause::SearchBadFilter, LIKELY),
    words(&["there was a problem with the request", "filter"], Cause::SearchBadFilter, LIKELY),
    words(&["invalid filter"], Cause::SearchBadFilter, LIKELY),
    words(&["cursor", "invalid"], Cause::PaginationCursorInvalid, LIKELY),
    words(&["after parameter"], Cause::PaginationCursorInvalid, 72),
    words(&["pagination token"], Cause::PaginationCursorInvalid, 75),
    words(&["pagination_token"], Cause::PaginationCursorInvalid, 75),
    words(&["paging token"], Cause::PaginationCursorInvalid, 75),
    words(&["invalid", "paging"], Cause::PaginationCursorInvalid, 70),
    words(&["after", "is not a valid"], Cause::PaginationCursorInvalid, 70),
    words(&["invalid offset"], Cause::PaginationCursorInvalid, LIKELY),
    words(&["vidoffset", "invalid"], Cause::PaginationCursorInvalid, LIKELY),
];

/// The last result that a search hands out.
const MAX_RESULTS: u64 = 10_000;

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api {
        return;
    }
    let is_refused = facts.status().is_none_or(|status| status >= 400);
    let is_search = facts.path.trim_end_matches('/').ends_with("search");
    if is_refused {
        told(facts, findings, TABLE);
    }
    let after = facts.sent_json.as_ref().map(|body| &body["after"]);
    let after = after.and_then(|after| after.as_u64().or_else(|| after.as_str()?.parse().ok()));
    if let Some(after) = after.filter(|after| *after >= MAX_RESULTS && is_search && is_refused) {
        findings.add(Cause::SearchLimit, CERTAIN, [Evidence::new("request.body", format!("after: {after}"))]);
    }
    if let Some(said) = facts
        .says_any(&["result window", "10,000", "10000", "10 000"])
        .filter(|_| is_search || facts.says_any(&["paging", "result", "offset"]).is_some())
    {
        findings.add(Cause::SearchLimit, if is_search { LIKELY } else { 70 }, [said]);
    }
    let offset = facts.query("offset").and_then(|offset| offset.parse::<u64>().ok());
    if let Some(offset) = offset.filter(|offset| *offset >= MAX_RESULTS && facts.status() == Some(400)) {
        findings.add(Cause::SearchLimit, 75, [Evidence::new("request.url", format!("offset={offset}"))]);
    }
    if facts.status() == Some(400) && has_opaque_cursor(facts) {
        let tells = "A search's cursor is a number; this is one of a list.";
        findings.add(
            Cause::PaginationCursorInvalid,
            72,
            [Evidence::new("request.body", "after").tells(tells)],
        );
    }
    if let Some(said) = facts.says("filter").filter(|_| facts.status() == Some(400) && is_search) {
        findings.add(Cause::SearchBadFilter, 76, [said]);
    }
    let bad_filter = facts.lint().iter().find(|finding| finding.label == Some("search-bad-filter"));
    if let Some(finding) = bad_filter.filter(|_| facts.status() == Some(400) && is_search) {
        findings.add(
            Cause::SearchBadFilter,
            75,
            [Evidence::new("request.body", "filterGroups").tells(finding.message.clone())],
        );
    }
}

const EXAMPLES: &[Example] = &[
    api("POST", "/crm/objects/2026-03/contacts/search", 400, "")
        .sent(r#"{"after": "10000"}"#)
        .tells(Cause::SearchLimit, Certain),
    api("POST", "/crm/objects/2026-03/contacts/search", 400, "")
        .sent(r#"{"after": "NTI1Cg%3D%3D"}"#)
        .tells(Cause::PaginationCursorInvalid, Possible),
    api("POST", "/crm/v3/objects/deals/search", 400, "a filter is missing")
        .tells(Cause::SearchBadFilter, Possible),
];
