//! `/contacts/v1`: contacts with a `vid`, and properties that are objects.

use serde_json::{Map, Value, json};

use crate::{
    crm::{
        object_types::object_type,
        store::{Crm, Record},
        validate::check_values,
        values::Values,
    },
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
    portal::Portal,
    state::caller::Caller,
};

const DEFAULT_PAGE_SIZE: usize = 20;
const MAX_PAGE_SIZE: usize = 100;

/// Serves paths below `/contacts/v1`.
pub(super) fn route(
    portal: &Portal,
    call: &Call,
    caller: &Caller,
    method: &str,
    rest: &[&str],
) -> Option<Outcome> {
    let crm = |work: &dyn Fn(&mut Crm) -> Outcome| portal.with_crm(caller.account, work);
    let now_ms = portal.clock.now_ms();
    match (method, rest) {
        ("GET", ["lists", "all", "contacts", "all"]) => Some(crm(&|crm| Ok(list(call, crm)))),
        ("GET", ["contact", "vid", vid, "profile"]) => {
            Some(crm(&|crm| Ok(contact_answer(crm, find_vid(crm, vid)?))))
        }
        ("GET", ["contact", "email", email, "profile"]) => {
            Some(crm(&|crm| Ok(contact_answer(crm, find_email(crm, email)?))))
        }
        ("GET", ["search", "query"]) => Some(crm(&|crm| Ok(search(call, crm)))),
        ("POST", ["contact"]) => Some(crm(&|crm| create(call, crm, now_ms))),
        ("POST", ["contact", "vid", vid, "profile"]) => Some(crm(&|crm| update(call, crm, vid, now_ms))),
        ("POST", ["contact", "createOrUpdate", "email", email]) => {
            Some(crm(&|crm| create_or_update(call, crm, email, now_ms)))
        }
        ("DELETE", ["contact", "vid", vid]) => Some(crm(&|crm| delete(crm, vid, now_ms))),
        _ => None,
    }
}

fn not_found(what: &str) -> ApiError {
    ApiError::not_found("contact does not exist")
        .with_field("errors", json!([{"message": format!("The contact {what} does not exist.")}]))
}

fn find_vid<'a>(crm: &'a Crm, vid: &str) -> Result<&'a Record, ApiError> {
    let id = vid.parse().ok().and_then(|id| crm.live(object_type("contacts"), id));
    id.ok_or_else(|| not_found(vid))
}

fn find_email<'a>(crm: &'a Crm, email: &str) -> Result<&'a Record, ApiError> {
    crm.find_by(object_type("contacts"), "email", email).ok_or_else(|| not_found(&format!("e:{email}")))
}

fn contact_answer(crm: &Crm, record: &Record) -> Answer {
    Answer::ok(contact_json(crm, record))
}

fn contact_json(crm: &Crm, record: &Record) -> Value {
    let each = |(name, value): (&String, &String)| {
        let version =
            json!({"value": value, "timestamp": record.updated_ms, "source-type": "API", "selected": false});
        (name.clone(), json!({"value": value, "versions": [version]}))
    };
    let mut properties: Map<String, Value> = record.values.iter().map(each).collect();
    properties.insert("createdate".into(), json!({"value": record.created_ms.to_string(), "versions": []}));
    properties
        .insert("lastmodifieddate".into(), json!({"value": record.updated_ms.to_string(), "versions": []}));
    let email = record.values.get("email");
    let identity =
        json!({"type": "EMAIL", "value": email, "timestamp": record.created_ms, "is-primary": true});
    json!({
        "vid": record.id,
        "canonical-vid": record.id,
        "merged-vids": [],
        "portal-id": crm.account.portal_id,
        "is-contact": true,
        "properties": properties,
        "form-submissions": [],
        "list-memberships": [],
        "identity-profiles": [{"vid": record.id, "identities": email.map(|_| identity).into_iter().collect::<Vec<_>>()}],
        "merge-audits": [],
    })
}

fn list(call: &Call, crm: &Crm) -> Answer {
    let number = |name: &str| call.query_value(name).and_then(|text| text.parse::<u64>().ok());
    let count = number("count").and_then(|count| usize::try_from(count).ok()).unwrap_or(DEFAULT_PAGE_SIZE);
    let offset = number("vidOffset").unwrap_or_default();
    let mut records = crm.records(object_type("contacts")).range(offset..).map(|(_, record)| record);
    let mut live = records.by_ref().filter(|record| record.archived_ms.is_none());
    let page: Vec<Value> =
        live.by_ref().take(count.clamp(1, MAX_PAGE_SIZE)).map(|record| contact_json(crm, record)).collect();
    let next = live.next().map(|record| record.id);
    Answer::ok(json!({"contacts": page, "has-more": next.is_some(), "vid-offset": next.unwrap_or_default()}))
}

fn search(call: &Call, crm: &Crm) -> Answer {
    let words = call.query_value("q").unwrap_or_default().to_lowercase();
    let matches = |record: &&Record| {
        record.archived_ms.is_none()
            && record.values.values().any(|value| value.to_lowercase().contains(&words))
    };
    let found: Vec<&Record> = crm.records(object_type("contacts")).values().filter(matches).collect();
    let page: Vec<Value> =
        found.iter().take(DEFAULT_PAGE_SIZE).map(|record| contact_json(crm, record)).collect();
    let more = found.len() > page.len();
    Answer::ok(
        json!({"query": words, "offset": page.len(), "has-more": more, "total": found.len(), "contacts": page}),
    )
}

/// Reads `properties: [{property, value}]`. Invalid ones are refused with the errors of the CRM API.
fn values(call: &Call, crm: &Crm) -> Result<Values, ApiError> {
    let body = call.json_object()?;
    let list = body.get("properties").and_then(Value::as_array);
    let list = list.ok_or_else(|| ApiError::missing_fields(&["properties"]))?;
    let pair = |item: &Value| Some((item.get("property")?.as_str()?.to_owned(), item.get("value")?.clone()));
    let written: Map<String, Value> = list.iter().filter_map(pair).collect();
    check_values(crm, object_type("contacts"), &written)
}

fn create(call: &Call, crm: &mut Crm, now_ms: i64) -> Outcome {
    let values = values(call, crm)?;
    let email = values.iter().find(|(name, _)| name == "email").map(|(_, value)| value.as_str());
    if let Some(existing) = email.and_then(|email| crm.find_by(object_type("contacts"), "email", email)) {
        return Err(already_exists(existing, email.unwrap_or_default()));
    }
    let id = crm.insert(object_type("contacts"), values, now_ms).id;
    Ok(contact_answer(crm, find_vid(crm, &id.to_string())?))
}

fn already_exists(existing: &Record, email: &str) -> ApiError {
    let identity =
        json!([{"value": email, "type": "EMAIL", "timestamp": existing.created_ms, "isPrimary": true}]);
    ApiError::new(409, None, "Contact already exists")
        .with_field(
            "identityProfile",
            json!({"vid": existing.id, "identity": identity, "linkedVid": [], "isContact": true}),
        )
        .with_field("error", "CONTACT_EXISTS".into())
}

fn update(call: &Call, crm: &mut Crm, vid: &str, now_ms: i64) -> Outcome {
    let id = find_vid(crm, vid)?.id;
    let values = values(call, crm)?;
    crm.update(object_type("contacts"), id, values, now_ms);
    Ok(Answer::no_content())
}

fn create_or_update(call: &Call, crm: &mut Crm, email: &str, now_ms: i64) -> Outcome {
    let mut values = values(call, crm)?;
    let found = find_email(crm, email).ok().map(|record| record.id);
    let id = if let Some(id) = found {
        crm.update(object_type("contacts"), id, values, now_ms);
        id
    } else {
        if !values.iter().any(|(name, _)| name == "email") {
            values.push(("email".into(), email.to_lowercase()));
        }
        crm.insert(object_type("contacts"), values, now_ms).id
    };
    Ok(Answer::ok(json!({"vid": id, "isNew": found.is_none()})))
}

fn delete(crm: &mut Crm, vid: &str, now_ms: i64) -> Outcome {
    let id = find_vid(crm, vid)?.id;
    crm.archive(object_type("contacts"), id, now_ms);
    Ok(Answer::ok(json!({"vid": id, "deleted": true, "reason": "OK"})))
}
