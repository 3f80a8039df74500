//! The filters of a search.

use serde_json::Value as Json;

use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::rules::body_shape::action;
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "search-filter",
    severity: Severity::Error,
    label: Some("search-bad-filter"),
    about: "A filter has `propertyName`, an `operator` that HubSpot knows, and what that takes: `value`, `values`, or `highValue` too.",
    wrong: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"email\",\"operator\":\"EQUALS\",\"value\":\"ana@example.com\"}]}]}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"email\",\"operator\":\"IN\",\"value\":\"ana@example.com\"}]}]}",
        "POST https://api.hubapi.com/crm/v3/objects/deals/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"amount\",\"operator\":\"BETWEEN\",\"value\":\"5\"}]}],\"sorts\":[\"DESCENDING\"]}",
        "POST https://api.hubapi.com/crm/v3/objects/deals/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[{\"filters\":[{\"property\":\"amount\",\"operator\":\"EQ\",\"value\":\"5\"}]}]}",
    ],
    right: &[
        "POST https://api.hubapi.com/crm/v3/objects/deals/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"amount\",\"operator\":\"BETWEEN\",\"value\":\"5\",\"highValue\":\"9\"},{\"propertyName\":\"dealstage\",\"operator\":\"IN\",\"values\":[\"a\"]},{\"propertyName\":\"closedate\",\"operator\":\"HAS_PROPERTY\"}]}],\"sorts\":[{\"propertyName\":\"amount\",\"direction\":\"DESCENDING\"}]}",
        "POST https://api.hubapi.com/crm/v3/objects/deals/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"query\":\"x\",\"sorts\":[\"-amount\"]}",
    ],
    check: Check::Request(check),
};

const WITH_VALUE: [&str; 8] = ["EQ", "NEQ", "LT", "LTE", "GT", "GTE", "CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN"];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.method() != "POST" || action(subject).is_none_or(|(action, _)| action != "search") {
        return;
    }
    let (Some(body), Some(value)) = (subject.json(), subject.body_text()) else { return };
    let at = || subject.at_value(Part::Body, None, value);
    let groups = list(body, "filterGroups").iter();
    let mut filters = groups.flat_map(|group| list(group, "filters")).take(100);
    if let Some(why) = filters.find_map(wrong) {
        findings.push(RULE.finding(at(), format!("{why} HubSpot answers 400.")));
    }
    let is_direction = |sort: &Json| matches!(sort.as_str(), Some("ASCENDING" | "DESCENDING"));
    if list(body, "sorts").iter().any(is_direction) {
        let message = "A direction stands in `sorts` where the name of a property belongs: \
            `{\"propertyName\": \"createdate\", \"direction\": \"DESCENDING\"}`.";
        findings.push(RULE.finding(at(), message));
    }
}

fn list<'j>(json: &'j Json, name: &str) -> &'j [Json] {
    json.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn wrong(filter: &Json) -> Option<&'static str> {
    let has = |name: &str| filter.get(name).is_some_and(|value| !value.is_null());
    let Some(operator) = filter.get("operator").and_then(Json::as_str).filter(|_| has("propertyName")) else {
        return Some("A filter wants `propertyName` and `operator`.");
    };
    match operator {
        "IN" | "NOT_IN" if !has("values") => Some("The operators IN and NOT_IN want `values`, a list."),
        "BETWEEN" if !has("value") || !has("highValue") => {
            Some("The operator BETWEEN wants `value` and `highValue`.")
        }
        "IN" | "NOT_IN" | "BETWEEN" | "HAS_PROPERTY" | "NOT_HAS_PROPERTY" => None,
        known if WITH_VALUE.contains(&known) => (!has("value")).then_some("This operator wants `value`."),
        _ => Some(
            "An operator is none that HubSpot knows: EQ, NEQ, LT, LTE, GT, GTE, BETWEEN, IN, NOT_IN, HAS_PROPERTY, NOT_HAS_PROPERTY, \
             CONTAINS_TOKEN, NOT_CONTAINS_TOKEN.",
        ),
    }
}
