//! "Property values were not valid": which property, and why.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::{Rule, Words, told, words};

use super::input_json::has_date;

pub(super) const RULE: Rule = Rule {
    name: "property",
    about: "Values that a property does not take: unknown, read-only, no option, wrong type, wrong unit of time.",
    find,
    examples: EXAMPLES,
};

/// Longer bodies are not looked through for times.
const MAX_BODY_BYTES: usize = 256 * 1_024;
const MAX_NAME_BYTES: usize = 60;

const TABLE: &[Words] = &[
    words(&["property_doesnt_exist"], Cause::PropertyNotFound, LIKELY),
    words(&["property_does_not_exist"], Cause::PropertyNotFound, LIKELY),
    words(&["propertydoesnotexist"], Cause::PropertyNotFound, LIKELY),
    words(&["property", "does not exist"], Cause::PropertyNotFound, LIKELY),
    words(&["property", "doesn't exist"], Cause::PropertyNotFound, LIKELY),
    words(&["no property named"], Cause::PropertyNotFound, LIKELY),
    words(&["no properties named"], Cause::PropertyNotFound, LIKELY),
    words(&["unknown property"], Cause::PropertyNotFound, LIKELY),
    words(&["invalid_option"], Cause::PropertyInvalidOption, CERTAIN),
    words(&["was not one of the allowed options"], Cause::PropertyInvalidOption, CERTAIN),
    words(&["must be one of"], Cause::PropertyInvalidOption, 65),
    words(&["only allows"], Cause::PropertyInvalidOption, 65),
    words(&["allowed options"], Cause::PropertyInvalidOption, LIKELY),
    words(&["not among the allowed"], Cause::PropertyInvalidOption, 75),
    words(&["is not a valid option"], Cause::PropertyInvalidOption, LIKELY),
    words(&["not a valid", "stage"], Cause::PropertyInvalidOption, 70),
    words(&["invalid pipeline stage"], Cause::PropertyInvalidOption, LIKELY),
    words(&["read_only_value"], Cause::PropertyReadOnly, CERTAIN),
    words(&["read only property"], Cause::PropertyReadOnly, CERTAIN),
    words(&["read-only property"], Cause::PropertyReadOnly, CERTAIN),
    words(&["is a calculated property"], Cause::PropertyReadOnly, CERTAIN),
    words(&["property is read only"], Cause::PropertyReadOnly, CERTAIN),
    words(&["invalid_email"], Cause::PropertyInvalidValue, CERTAIN),
    words(&["email address", "is invalid"], Cause::PropertyInvalidValue, LIKELY),
    words(&["email address", "not valid"], Cause::PropertyInvalidValue, LIKELY),
    words(&["not a valid email"], Cause::PropertyInvalidValue, LIKELY),
    words(&["invalid_domain"], Cause::PropertyInvalidValue, LIKELY),
    words(&["was not a valid number"], Cause::PropertyInvalidValue, LIKELY),
    words(&["invalid_number"], Cause::PropertyInvalidValue, LIKELY),
    words(&["invalid_integer"], Cause::PropertyInvalidValue, LIKELY),
    words(&["was not a valid integer"], Cause::PropertyInvalidValue, LIKELY),
    words(&["too long"], Cause::PropertyInvalidValue, 60),
    words(&["exceeds the maximum length"], Cause::PropertyInvalidValue, 70),
    words(&["not midnight"], Cause::TimestampWrongUnit, CERTAIN),
    words(&["invalid_date"], Cause::TimestampWrongUnit, 70),
    words(&["not a valid date"], Cause::TimestampWrongUnit, 75),
    words(&["not a valid timestamp"], Cause::TimestampWrongUnit, LIKELY),
    words(&["expecting a long"], Cause::TimestampWrongUnit, 70),
    words(&["milliseconds"], Cause::TimestampWrongUnit, 70),
    words(&["invalid timestamp"], Cause::TimestampWrongUnit, LIKELY),
    words(&["missing_conditional_required_property"], Cause::ConditionalPropertyRequired, CERTAIN),
    words(&["conditional property rule"], Cause::ConditionalPropertyRequired, CERTAIN),
    words(&["missing_required_property"], Cause::RequiredFieldMissing, LIKELY),
    words(&["required_property"], Cause::RequiredFieldMissing, 70),
    words(&["property_value_normalized"], Cause::SuccessWithWarnings, LIKELY),
    words(&["does not have unique values"], Cause::IdPropertyNotUnique, CERTAIN),
    words(&["is not a unique property"], Cause::IdPropertyNotUnique, CERTAIN),
    words(&["unique", "idproperty"], Cause::IdPropertyNotUnique, LIKELY),
    words(&["non-unique", "property"], Cause::IdPropertyNotUnique, LIKELY),
    words(&["not unique", "property"], Cause::IdPropertyNotUnique, 75),
    words(&["hasuniquevalue"], Cause::IdPropertyNotUnique, 75),
    words(&["unique identifier", "property"], Cause::IdPropertyNotUnique, 70),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api {
        return;
    }
    if facts.status() == Some(207) {
        return;
    }
    seconds(facts, findings);
    told(facts, findings, TABLE);
    not_a_property(facts, findings);
    read_only(facts, findings);
    number(facts, findings);
    let is_only_said = facts.says_any(&[
        "property values were not valid",
        "property values provided are invalid",
        "invalid property value",
        "\"isvalid\":false",
        "validationresults",
    ]);
    if let Some(said) = is_only_said.filter(|_| !findings.has(60)) {
        findings.add(Cause::PropertyInvalidValue, 55, [said.clone()]);
        findings.add(Cause::PropertyInvalidOption, 50, [said.clone()]);
        findings.add(Cause::PropertyNotFound, 40, [said.clone()]);
        findings.add(Cause::TimestampWrongUnit, 35, [said.clone()]);
        findings.add(Cause::PropertyReadOnly, 30, [said]);
        findings.unknown("The rest of HubSpot's sentence, which names the property");
    }
}

/// A number was wanted: a date in words is in the wrong form, anything else is a wrong value.
fn number(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(said) = facts.says_any(&["was not a valid long", "invalid_long", "not a valid long"]) else {
        return;
    };
    let value = invalid_value(&said.quote);
    let is_date =
        has_date(&said.quote) || value.is_none() && facts.case.request.body.as_deref().is_some_and(has_date);
    if is_date {
        findings.add(Cause::TimestampWrongUnit, LIKELY, [said]);
    } else {
        findings.add(Cause::PropertyInvalidValue, 75, [said.clone()]);
        findings.add(Cause::TimestampWrongUnit, 45, [said]);
    }
}

/// The value in "asd was not a valid long".
fn invalid_value(said: &str) -> Option<&str> {
    let value = said.split(" was not a valid").next()?.rsplit([' ', '"']).next()?;
    (said.contains(" was not a valid") && !value.is_empty()).then_some(value)
}

/// What HubSpot takes for a property's name is a part of the body's frame: the client wrapped it once too often.
fn not_a_property(facts: &Facts<'_>, findings: &mut Findings) {
    let frame = ["properties", "property", "associations", "value", "inputs", "[object object]"];
    let Some(said) = facts.says("property_doesnt_exist").or_else(|| facts.says("does not exist")) else {
        return;
    };
    if frame.iter().any(|name| facts.said.has(&format!("property \"{name}\" does"))) {
        findings.add(Cause::ClientRequestDefect, LIKELY, [said]);
        findings.exclude(Cause::PropertyNotFound);
    }
}

/// Properties that HubSpot sets by itself on every object.
const SET_BY_HUBSPOT: [&str; 6] = [
    "createdate",
    "lastmodifieddate",
    "hs_object_id",
    "hs_createdate",
    "hs_lastmodifieddate",
    "hs_updated_by_user_id",
];

fn read_only(facts: &Facts<'_>, findings: &mut Findings) {
    let properties = facts.sent_json.as_ref().and_then(|body| body["properties"].as_object());
    let Some(properties) = properties.filter(|_| facts.status() == Some(400)) else { return };
    if let Some(name) = SET_BY_HUBSPOT.iter().find(|name| properties.contains_key(**name)) {
        let tells = "HubSpot sets this property by itself.";
        findings.add(Cause::PropertyReadOnly, 60, [Evidence::new("request.body", *name).tells(tells)]);
    }
}

/// A field of time with a number of seconds.
fn seconds(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(body) = facts.case.request.body.as_deref().filter(|body| body.len() < MAX_BODY_BYTES) else {
        return;
    };
    let is_time = |name: &str| {
        let name = name.to_ascii_lowercase();
        (name.contains("time") || name.contains("date"))
            && !name.contains("timezone")
            && !name.contains("update")
    };
    let mut names = body.match_indices('"').filter_map(|(at, _)| {
        let rest = &body[at + 1..];
        let window = rest.as_bytes().iter().take(MAX_NAME_BYTES);
        let name = &rest[..window.copied().position(|byte| byte == b'"')?];
        let value =
            rest[name.len() + 1..].trim_start().strip_prefix(':')?.trim_start().trim_start_matches('"');
        let digits = value.bytes().take(11).take_while(u8::is_ascii_digit).count();
        (is_time(name) && digits == 10 && value.starts_with('1')).then_some(name)
    });
    if let Some(name) = names.next() {
        let tells = "Ten digits are seconds; HubSpot counts milliseconds.";
        findings.add(Cause::TimestampWrongUnit, 70, [Evidence::new("request.body", name).tells(tells)]);
    }
}

const EXAMPLES: &[Example] = &[
    api("POST", "/engagements/v1/engagements", 400, "").sent(r#"{"metadata": {"startTime": 1744790400}}"#).tells(Cause::TimestampWrongUnit, Possible),
    api("POST", "/crm/objects/2026-03/contacts", 400, r#"{"errors": [{"code": "MISSING_CONDITIONAL_REQUIRED_PROPERTY"}]}"#).tells(Cause::ConditionalPropertyRequired, Certain),
    api("POST", "/crm/objects/2026-03/contacts", 400, r#"{"message": "Property values were not valid", "validationResults": [{"error": "INVALID_OPTION", "message": "x was not one of the allowed options: []", "name": "stage_of_life"}]}"#).tells(Cause::PropertyInvalidOption, Certain),
    api("POST", "/crm/objects/2026-03/contacts", 400, r#"{"message": "Property values were not valid", "validationResults": [{"error": "PROPERTY_DOESNT_EXIST", "message": "Property \"shoe_size\" does not exist", "name": "stage_of_life"}]}"#).tells(Cause::PropertyNotFound, Likely),
    api("POST", "/crm/objects/2026-03/contacts", 400, r#"{"message": "Property values were not valid", "validationResults": [{"error": "PROPERTY_DOESNT_EXIST", "message": "Property \"properties\" does not exist", "name": "stage_of_life"}]}"#).tells(Cause::ClientRequestDefect, Likely),
    api("POST", "/crm/objects/2026-03/contacts", 400, r#"{"message": "Property values were not valid", "validationResults": [{"error": "READ_ONLY_VALUE", "message": "is a read only property", "name": "stage_of_life"}]}"#).tells(Cause::PropertyReadOnly, Certain),
    api("POST", "/crm/objects/2026-03/contacts", 400, r#"{"message": "Property values were not valid", "validationResults": [{"error": "INVALID_EMAIL", "message": "x is invalid", "name": "stage_of_life"}]}"#).tells(Cause::PropertyInvalidValue, Certain),
    api("POST", "/crm/objects/2026-03/contacts", 400, r#"{"message": "Property values were not valid", "validationResults": [{"error": "INVALID_DATE", "message": "1411966800 is at 5:0:0.0 UTC, not midnight!", "name": "stage_of_life"}]}"#).tells(Cause::TimestampWrongUnit, Certain),
    api("POST", "/crm/objects/2026-03/contacts", 201, r#"{"id": "1", "warnings": [{"category": "PROPERTY_VALUE_NORMALIZED"}]}"#).tells(Cause::SuccessWithWarnings, Likely),
    api("PATCH", "/crm/v3/objects/deals/5", 400, r#"{"validationResults": [{"isValid": false, "error": "INVALID_COLOR", "name": "paint"}]}"#).tells(Cause::PropertyInvalidValue, Possible),
    api("PATCH", "/crm/v3/objects/deals/88", 400, r#"{"status": "error", "message": "Property values were not valid"}"#).sent(r#"{"properties":{"amount":"12"}}"#).tells(Cause::PropertyInvalidValue, Possible),
];
