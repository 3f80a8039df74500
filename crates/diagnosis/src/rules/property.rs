//! "Property values were not valid": which property, and why.

use crate::case::Stage;
use crate::cause::Cause;
use crate::facts::Facts;
use crate::finding::{CERTAIN, Findings, LIKELY};
use crate::rule::{Rule, Words, told, words};

use super::input_json::has_date;

pub(super) const RULE: Rule = Rule {
    name: "property",
    about: "Values that a property does not take: unknown, read-only, no option, wrong type, wrong unit of time.",
    find,
};

const TABLE: &[Words] = &[
    words(&["property_doesnt_exist"], Cause::PropertyNotFound, CERTAIN),
    words(&["property_does_not_exist"], Cause::PropertyNotFound, CERTAIN),
    words(&["propertydoesnotexist"], Cause::PropertyNotFound, CERTAIN),
    words(&["property", "does not exist"], Cause::PropertyNotFound, LIKELY),
    words(&["property", "doesn't exist"], Cause::PropertyNotFound, LIKELY),
    words(&["no property named"], Cause::PropertyNotFound, LIKELY),
    words(&["no properties named"], Cause::PropertyNotFound, LIKELY),
    words(&["unknown property"], Cause::PropertyNotFound, LIKELY),
    words(&["invalid_option"], Cause::PropertyInvalidOption, CERTAIN),
    words(&["was not one of the allowed options"], Cause::PropertyInvalidOption, CERTAIN),
    words(&["allowed options"], Cause::PropertyInvalidOption, LIKELY),
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
    words(&["invalid timestamp"], Cause::TimestampWrongUnit, LIKELY),
    words(&["missing_conditional_required_property"], Cause::ConditionalPropertyRequired, CERTAIN),
    words(&["conditional property rule"], Cause::ConditionalPropertyRequired, CERTAIN),
    words(&["missing_required_property"], Cause::RequiredFieldMissing, LIKELY),
    words(&["required_property"], Cause::RequiredFieldMissing, 70),
    words(&["property_value_normalized"], Cause::SuccessWithWarnings, LIKELY),
    words(&["does not have unique values"], Cause::IdPropertyNotUnique, CERTAIN),
    words(&["is not a unique property"], Cause::IdPropertyNotUnique, CERTAIN),
    words(&["unique", "idproperty"], Cause::IdPropertyNotUnique, LIKELY),
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
    told(facts, findings, TABLE);
    number(facts, findings);
    let is_only_said = facts.says_any(&[
        "property values were not valid",
        "property values provided are invalid",
        "invalid property value",
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
    let Some(said) = facts.says_any(&["invalid_long", "was not a valid long"]) else { return };
    let is_date = has_date(&said.quote)
        || facts.case.request.body.as_deref().is_some_and(has_date)
            && facts.says_any(&["date", "time"]).is_some();
    if is_date {
        findings.add(Cause::TimestampWrongUnit, LIKELY, [said]);
    } else {
        findings.add(Cause::PropertyInvalidValue, 75, [said.clone()]);
        findings.add(Cause::TimestampWrongUnit, 45, [said]);
    }
}
