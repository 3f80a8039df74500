//! The shape of the JSON that calls for records of the CRM take, and how much one of them may hold.

use serde_json::Value as Json;

use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const SHAPE: Rule = Rule {
    name: "body-shape",
    severity: Severity::Error,
    label: Some("body-wrong-shape"),
    about: "A record is sent as `{\"properties\": {\"name\": \"value\"}}`; flat fields and the lists of v1 are refused.",
    wrong: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"email\":\"ana@example.com\"}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\":[{\"property\":\"email\",\"value\":\"ana@example.com\"}]}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts/batch/create\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n[{\"properties\":{}}]",
        "PUT https://api.hubapi.com/crm/v4/objects/companies/512/associations/contact/201\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n\"2\"",
        "PUT https://api.hubapi.com/crm/v4/objects/companies/512/associations/contact/201\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":2}",
        "POST https://api.hubapi.com/companies/v2/companies\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\":[{\"property\":\"name\",\"value\":\"Acme\"}]}",
        "POST https://api.hubapi.com/crm/v3/objects/companies\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{}",
    ],
    right: &[
        "PUT https://api.hubapi.com/crm/v4/objects/companies/512/associations/contact/201\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":2}]",
        "PUT https://api.hubapi.com/crm/v3/lists/45/memberships/add\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n[\"101\",\"102\"]",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\":{\"email\":\"ana@example.com\"},\"associations\":[]}",
        "POST https://api.hubapi.com/contacts/v1/contact\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\":[{\"property\":\"email\",\"value\":\"ana@example.com\"}]}",
    ],
    check: Check::Request(check_shape),
};

pub(crate) const LIMITS: Rule = Rule {
    name: "body-limits",
    severity: Severity::Error,
    label: Some("batch-size-limit"),
    about: "A batch of records takes 100 inputs; a search 200 records a page, 5 groups of 6 filters, and the first 10,000 results.",
    wrong: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[],\"limit\":500}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[],\"limit\":100,\"after\":\"10000\"}",
    ],
    right: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[],\"limit\":200}",
    ],
    check: Check::Request(check_limits),
};

/// What the path does with records: its last part after the object type.
pub(super) fn action<'a>(subject: &Subject<'a>) -> Option<(&'a str, bool)> {
    let found = subject.operation.as_ref()?;
    let path = found.operation.path;
    let rest = path.strip_prefix("/crm/v3/objects/").or_else(|| {
        let rest = path.strip_prefix("/crm/objects/")?;
        rest.split_once('/').map(|(_, rest)| rest)
    })?;
    let (_, action) = rest.split_once('/').unwrap_or((rest, ""));
    let is_record = action.is_empty() || action.starts_with('{') && !action.contains('/');
    Some((action, is_record))
}

fn check_shape(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    findings
        .extend(of_one_value(subject).or_else(|| of_associations(subject)).or_else(|| of_old_list(subject)));
    let Some((action, is_record)) = action(subject) else { return };
    let is_batch =
        matches!(action, "batch/create" | "batch/update" | "batch/upsert" | "batch/read" | "batch/archive");
    let writes = matches!(subject.method(), "POST" | "PATCH") && (is_record || is_batch);
    let (true, Some(body), Some(value)) = (writes, subject.json(), subject.body_text()) else { return };
    let why = match (body, is_batch) {
        (Json::Object(fields), true) if fields.contains_key("inputs") => return,
        (Json::Object(fields), false) => match fields.get("properties") {
            Some(Json::Object(_)) => return,
            Some(Json::Array(_)) => {
                "The properties are a list, as v1 took them. Here they are an object: `{\"properties\": {\"email\": \"…\"}}`."
            }
            Some(_) => "`properties` must be an object: `{\"properties\": {\"email\": \"…\"}}`.",
            // Associations alone make a record of some types.
            None if fields.contains_key("associations") => return,
            None if fields.is_empty() => {
                let message = "The object is empty: no field of the record comes to HubSpot. Client libraries leave out what their \
                    model of another type of records holds.";
                let at = subject.at_value(Part::Body, None, value);
                let finding = SHAPE.finding(at, message).severity(Severity::Warning);
                findings.push(finding);
                return;
            }
            None => {
                "The fields stand at the top. HubSpot wants them within `properties`: `{\"properties\": {\"email\": \"…\"}}`."
            }
        },
        (_, true) => "A batch is an object with a list: `{\"inputs\": [ … ]}`.",
        (_, false) => "A record is an object: `{\"properties\": {\"email\": \"…\"}}`.",
    };
    let at = subject.at_value(Part::Body, None, value);
    findings.push(SHAPE.finding(at, format!("{why} HubSpot answers 400.")));
}

/// A text or a number alone, where every operation takes an object or a list.
fn of_one_value(subject: &Subject<'_>) -> Option<Finding> {
    let takes_json =
        subject.operation.as_ref()?.operation.content_types.iter().any(|known| known.contains("json"));
    let value =
        subject.body_text().filter(|_| takes_json && matches!(subject.method(), "POST" | "PUT" | "PATCH"))?;
    let is_one = matches!(subject.json()?, Json::String(_) | Json::Number(_) | Json::Bool(_));
    let message = "The body is a single value. HubSpot takes an object or a list of objects here, and answers 400 \"Invalid input \
        JSON\".";
    is_one.then(|| SHAPE.finding(subject.at_value(Part::Body, None, value), message))
}

/// Lists of v1 and v2, where contacts have `property` and all others `name`.
fn of_old_list(subject: &Subject<'_>) -> Option<Finding> {
    let path = subject.address.path();
    let starts = |all: &[&str]| all.iter().any(|start| path.starts_with(start));
    let (right, wrong) = if starts(&["/contacts/v1/contact"]) {
        ("property", "name")
    } else if starts(&["/companies/v2/companies", "/deals/v1/deal", "/crm-objects/v1/objects/"]) {
        ("name", "property")
    } else {
        return None;
    };
    let value = subject.body_text()?;
    let body = subject.json()?;
    let list = body.get("properties").unwrap_or(body).as_array()?;
    let is_wrong = |entry: &Json| entry.get(wrong).is_some() && entry.get(right).is_none();
    let message = format!(
        "The entries of the list name the property as `{wrong}`; this endpoint reads `{right}`. HubSpot answers 400."
    );
    list.iter().any(is_wrong).then(|| SHAPE.finding(subject.at_value(Part::Body, None, value), message))
}

/// The kinds of an association between two records, which are a list.
fn of_associations(subject: &Subject<'_>) -> Option<Finding> {
    let path = subject.operation.as_ref()?.operation.path;
    let is_pair = path.contains("/objects/") && path.split('/').rev().nth(2) == Some("associations");
    let is_labels =
        is_pair && subject.method() == "PUT" && !path.contains("/crm/v3/") && !path.contains("/default/");
    let value = subject.body_text().filter(|_| is_labels)?;
    let message = "The kinds of an association are a list: `[{\"associationCategory\": \"HUBSPOT_DEFINED\", \"associationTypeId\": 1}]`. \
        HubSpot answers 400.";
    matches!(subject.json()?, Json::Object(_))
        .then(|| SHAPE.finding(subject.at_value(Part::Body, None, value), message))
}

fn check_limits(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some((action, _)) = action(subject) else { return };
    if !matches!(action, "search") && !action.starts_with("batch/") {
        return;
    }
    let (Some(body), Some(value)) = (subject.json(), subject.body_text()) else { return };
    let at = || subject.at_value(Part::Body, None, value);
    let count = |name: &str| body.get(name).and_then(Json::as_array).map_or(0, Vec::len);
    let number = |name: &str| match body.get(name) {
        Some(Json::Number(number)) => number.as_u64(),
        Some(Json::String(text)) => text.parse().ok(),
        _ => None,
    };
    if action.starts_with("batch/") {
        let inputs = count("inputs");
        if inputs > 100 {
            let message = format!(
                "The batch has {inputs} inputs; a batch of records takes 100 at most, and HubSpot refuses the whole."
            );
            findings.push(LIMITS.finding(at(), message));
        }
        return;
    }
    let mut find = |message: &str, label| findings.push(LIMITS.finding(at(), message).label(label));
    if number("limit").is_some_and(|limit| limit > 200) {
        find("A search gives 200 records a page at most; HubSpot answers 400.", "search-bad-filter");
    }
    let (after, limit) = (number("after").unwrap_or(0), number("limit").unwrap_or(10));
    if after > 0 && after.saturating_add(limit) > 10_000 {
        find(
            "A search gives the first 10,000 results only; further pages answer 400. Narrow the filters, for example by the id or the date of creation.",
            "search-limit-10000",
        );
    }
    let groups = body.get("filterGroups").and_then(Json::as_array);
    let filters: Vec<usize> = groups
        .into_iter()
        .flatten()
        .map(|group| group.get("filters").and_then(Json::as_array).map_or(0, Vec::len))
        .collect();
    if filters.len() > 5 || filters.iter().any(|count| *count > 6) || filters.iter().sum::<usize>() > 18 {
        find(
            "A search takes 5 groups of 6 filters, and 18 filters in all; HubSpot answers 400.",
            "search-bad-filter",
        );
    }
}
