//! Where HubSpot names no property: what the body itself shows, by how HubSpot names things and writes values.

use serde_json::{Map, Value};

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "sent-values",
    about: "A refusal that names no property, and a body with a name or a value that HubSpot never takes.",
    find,
    examples: EXAMPLES,
};

/// A cause with this weight is named by the answer.
const NAMED: u8 = 60;
/// More inputs of a batch tell nothing more.
const MAX_INPUTS: usize = 100;

/// Properties whose options have internal names in small letters.
const SMALL_OPTIONS: &[&str] =
    &["dealstage", "pipeline", "hs_pipeline", "hs_pipeline_stage", "lifecyclestage"];
/// Properties whose options have internal names without spaces.
const OPTIONS: &[&str] = &["hs_lead_status", "industry", "dealtype", "hs_ticket_priority", "hs_task_status"];
/// How the names of properties begin that HubSpot works out.
const WORKED_OUT: &[&str] = &[
    "num_associated_",
    "num_notes",
    "num_contacted_notes",
    "notes_last_",
    "hs_time_in_",
    "hs_date_entered_",
    "hs_date_exited_",
    "hs_v2_",
    "hs_analytics_",
    "hs_calculated_",
    "days_to_close",
    "hs_is_closed",
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(body) = &facts.sent_json else { return };
    if facts.stage != Stage::Api {
        return;
    }
    let is_search = facts.path.trim_end_matches('/').ends_with("/search");
    let is_empty = facts.answer["results"].as_array().is_some_and(Vec::is_empty);
    if is_search && is_empty && facts.status() == Some(200) {
        filters(body, findings, finds_nothing);
    }
    if !matches!(facts.status(), Some(400 | 422)) || findings.has(NAMED) {
        return;
    }
    if is_search {
        filters(body, findings, refused_filter);
        return;
    }
    let inputs = body["inputs"].as_array().into_iter().flatten().take(MAX_INPUTS);
    for properties in [body].into_iter().chain(inputs).filter_map(|input| input["properties"].as_object()) {
        for (cause, weight, name, tells) in wrong(properties) {
            findings.add(cause, weight, [Evidence::new("request.body", name).tells(tells)]);
        }
    }
}

type Wrong<'a> = (Cause, u8, &'a str, &'static str);

fn wrong(properties: &Map<String, Value>) -> impl Iterator<Item = Wrong<'_>> {
    properties.iter().filter_map(|(name, value)| {
        let (cause, weight, tells) = misnamed(name).or_else(|| mistaken(name, value))?;
        Some((cause, weight, name.as_str(), tells))
    })
}

fn misnamed(name: &str) -> Option<(Cause, u8, &'static str)> {
    let is_label = name.contains(|letter: char| letter.is_uppercase() || letter.is_whitespace());
    let tells = "Names of properties have small letters and no spaces; labels are no names.";
    is_label.then_some((Cause::PropertyNotFound, 64, tells))
}

fn mistaken(name: &str, value: &Value) -> Option<(Cause, u8, &'static str)> {
    if value.is_array() || value.is_object() {
        return Some((
            Cause::BodyWrongShape,
            64,
            "A property takes one value; several options are joined by `;`.",
        ));
    }
    if WORKED_OUT.iter().any(|begin| name.starts_with(begin)) {
        return Some((Cause::PropertyReadOnly, 62, "HubSpot works this property out by itself."));
    }
    if is_time(name) && is_wrong_time(value) {
        return Some((
            Cause::TimestampWrongUnit,
            63,
            "HubSpot reads milliseconds, or a date as ISO 8601 has it.",
        ));
    }
    let text = value.as_str()?.trim();
    let has_space = text.contains(char::is_whitespace);
    let is_label = SMALL_OPTIONS.contains(&name) && (has_space || text.contains(char::is_uppercase))
        || OPTIONS.contains(&name) && has_space;
    if is_label {
        return Some((
            Cause::PropertyInvalidOption,
            63,
            "This is how an option is shown, not its internal name.",
        ));
    }
    let is_no_address = name == "email" && !text.is_empty() && (has_space || !text.contains('@'));
    let is_no_owner = name == "hubspot_owner_id" && !text.bytes().all(|byte| byte.is_ascii_digit());
    let tells = if is_no_owner { "An owner's id is a number." } else { "This is no e-mail address." };
    (is_no_address || is_no_owner).then_some((Cause::PropertyInvalidValue, 62, tells))
}

fn is_time(name: &str) -> bool {
    ["date", "birthday", "timestamp"].iter().any(|word| name.contains(word)) && !name.contains("update")
}

/// Seconds, or a date in a form of everyday.
fn is_wrong_time(value: &Value) -> bool {
    let written = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return false,
    };
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let is_seconds = digits == 10 && digits == written.len() && written.starts_with('1');
    let is_everyday = digits >= 5 && (written.contains(['/', ' ']) || written.matches('.').count() == 2);
    is_seconds || is_everyday
}

type Judge = fn(&str, &Value) -> Option<(Cause, u8, &'static str)>;

fn filters(body: &Value, findings: &mut Findings, judge: Judge) {
    let groups = body["filterGroups"].as_array().into_iter().flatten();
    let loose = body["filters"].as_array().into_iter().flatten();
    for filter in groups.filter_map(|group| group["filters"].as_array()).flatten().chain(loose) {
        let name = filter["propertyName"].as_str().unwrap_or_default();
        if let Some((cause, weight, tells)) = judge(name, filter) {
            findings.add(cause, weight, [Evidence::new("request.body filters", name).tells(tells)]);
        }
    }
}

fn refused_filter(name: &str, filter: &Value) -> Option<(Cause, u8, &'static str)> {
    let wrong_time = is_time(name) && is_wrong_time(&filter["value"]);
    misnamed(name).or_else(|| {
        wrong_time.then_some((
            Cause::TimestampWrongUnit,
            62,
            "HubSpot reads milliseconds, or a date as ISO 8601 has it.",
        ))
    })
}

/// A filter that is taken and fits nothing.
fn finds_nothing(name: &str, filter: &Value) -> Option<(Cause, u8, &'static str)> {
    if is_time(name) && is_wrong_time(&filter["value"]) {
        return Some((Cause::TimestampWrongUnit, 66, "Ten digits are seconds: a time in January 1970."));
    }
    let is_list = matches!(filter["operator"].as_str(), Some("IN" | "NOT_IN"));
    let values = filter["values"].as_array().into_iter().flatten();
    let has_capital = values.filter_map(Value::as_str).any(|value| value.contains(char::is_uppercase));
    let tells = "`IN` and `NOT_IN` compare with texts in small letters.";
    (is_list && has_capital && name != "hs_lead_status").then_some((Cause::SearchBadFilter, 64, tells))
}

const REFUSED: &str = r#"{"status": "error", "message": "Property values were not valid"}"#;

const EXAMPLES: &[Example] = &[
    api("POST", "/crm/v3/objects/contacts/search", 200, r#"{"total": 0, "results": []}"#).sent(r#"{"filterGroups":[{"filters":[{"propertyName":"createdate","operator":"GTE","value":"1600000000"}]}]}"#).tells(Cause::TimestampWrongUnit, Possible),
    api("POST", "/crm/v3/objects/contacts/search", 200, r#"{"total": 0, "results": []}"#).sent(r#"{"filterGroups":[{"filters":[{"propertyName":"email","operator":"IN","values":["Ada@example.org"]}]}]}"#).tells(Cause::SearchBadFilter, Possible),
    api("POST", "/crm/v3/objects/contacts/search", 400, r#"{"status": "error", "message": "There was a problem with the request."}"#).sent(r#"{"filterGroups":[{"filters":[{"propertyName":"Last Name","operator":"EQ","value":"a"}]}]}"#).tells(Cause::PropertyNotFound, Possible),
    api("PATCH", "/crm/v3/objects/deals/88", 400, REFUSED).sent(r#"{"properties":{"Renewal Owner":"x"}}"#).tells(Cause::PropertyNotFound, Possible),
    api("PATCH", "/crm/v3/objects/deals/88", 400, REFUSED).sent(r#"{"properties":{"dealstage":"Contract Sent"}}"#).tells(Cause::PropertyInvalidOption, Possible),
    api("PATCH", "/crm/v3/objects/deals/88", 400, REFUSED).sent(r#"{"properties":{"closedate":"24.12.2030"}}"#).tells(Cause::TimestampWrongUnit, Possible),
    api("PATCH", "/crm/v3/objects/deals/88", 400, REFUSED).sent(r#"{"properties":{"birthday":1600000000}}"#).tells(Cause::TimestampWrongUnit, Possible),
    api("PATCH", "/crm/v3/objects/deals/88", 400, REFUSED).sent(r#"{"properties":{"regions":["north","south"]}}"#).tells(Cause::BodyWrongShape, Possible),
    api("PATCH", "/crm/v3/objects/deals/88", 400, REFUSED).sent(r#"{"properties":{"num_associated_contacts":"2"}}"#).tells(Cause::PropertyReadOnly, Possible),
    api("PATCH", "/crm/v3/objects/deals/88", 400, REFUSED).sent(r#"{"properties":{"hubspot_owner_id":"ada@example.org"}}"#).tells(Cause::PropertyInvalidValue, Possible),
    api("POST", "/crm/v3/objects/deals/batch/create", 400, REFUSED).sent(r#"{"inputs":[{"properties":{"dealname":"a"}},{"properties":{"Deal Name":"b"}}]}"#).tells(Cause::PropertyNotFound, Possible),
];
