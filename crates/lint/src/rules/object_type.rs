//! The type of records that a path names.

use portalscope_catalog::ObjectTypes;

use crate::document::is_open;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "object-type",
    severity: Severity::Warning,
    label: Some("object-type-name-wrong"),
    about: "A path names a type of records by HubSpot's name, by its id (`2-…`), or a custom one as `p_name`; others answer 400 \"Unable to infer object type\".",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/objects/contcts\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/properties/vehicle_leases\nAuthorization: Bearer {{token}}\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/0-2\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/properties/p4210077_vehicle_leases\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/p_vehicle_leases\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if let Some(found) = &subject.operation {
        let values = found.path_values.iter().map(|(name, value)| (&**name, &**value));
        judge(subject, values, findings);
    } else if let Some(name) =
        subject.address.path().strip_prefix("/crm/v3/schemas/").filter(|_| subject.address.is_api())
    {
        // Another name of the schemas, which no file of HubSpot's has.
        judge(subject, std::iter::once(("objectType", name.trim_end_matches('/'))), findings);
    }
}

fn judge<'v>(
    subject: &Subject<'_>,
    values: impl Iterator<Item = (&'v str, &'v str)>,
    findings: &mut Vec<Finding>,
) {
    let url = &subject.request.url;
    for (name, value) in values {
        let is_type = name.to_ascii_lowercase().contains("objecttype");
        if !is_type || !is_word(value) || is_id(value) || ObjectTypes::bundled().find(value).is_some() {
            continue;
        }
        let Some(range) = subject.address.segments().find(|range| url.text[range.clone()] == *value) else {
            continue;
        };
        if is_open(url, &range) || is_in_capitals(value) {
            continue;
        }
        let at = subject.at(Part::Url, Some(name), url, &range);
        let finding = match subject.known.nearest_type(&value.to_ascii_lowercase()) {
            Some(near) => {
                let message = format!(
                    "HubSpot has no type of records of this name, and answers 400 \"Unable to infer object type\". Did you mean `{near}`?"
                );
                let fix = subject.fix(&format!("Write {near}"), url, &range, near);
                RULE.finding(at, message).fix(fix)
            }
            None => RULE.finding(at,
                "HubSpot has no type of records of this name as far as is known. A custom one is named by its id, `2-…`, or as \
                 `p_` and its name; by the name alone HubSpot answers 400 \"Unable to infer object type\".",
            ),
        };
        findings.push(finding);
    }
}

fn is_word(value: &str) -> bool {
    (2..=80).contains(&value.len())
        && value.starts_with(|first: char| first.is_ascii_alphabetic())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        && !matches!(value, "undefined" | "null" | "None" | "nil" | "NaN")
}

/// `p_name`, `p4210077_name`, and `pe4210077_name` of events.
fn is_id(value: &str) -> bool {
    let Some((start, name)) = value.split_once('_') else { return false };
    let digits = start.trim_start_matches("pe").trim_start_matches('p');
    !name.is_empty() && start.starts_with('p') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Another rule tells of placeholders such as `OBJECT_TYPE`.
fn is_in_capitals(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}
