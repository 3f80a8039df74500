//! `/engagements/v1`: notes, calls, emails, meetings and tasks as one kind of thing with `metadata`.

use serde_json::{Map, Value, json};

use crate::{
    crm::{
        object_types::{ObjectType, kind},
        store::{Crm, Record},
        validate::values as written_values,
    },
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
    portal::Portal,
    state::{caller::Caller, clock::iso_ms},
};

/// A metadata name and the property it is kept in.
type Kept = (&'static str, &'static str);
type EngagementType = (&'static str, &'static str, &'static [Kept]);

/// The engagement type, its object type, and metadata names with the properties they are kept in.
const TYPES: &[EngagementType] = &[
    ("NOTE", "notes", &[("body", "hs_note_body")]),
    (
        "CALL",
        "calls",
        &[
            ("body", "hs_call_body"),
            ("title", "hs_call_title"),
            ("status", "hs_call_status"),
            ("durationMilliseconds", "hs_call_duration"),
            ("disposition", "hs_call_disposition"),
            ("fromNumber", "hs_call_from_number"),
            ("toNumber", "hs_call_to_number"),
        ],
    ),
    (
        "EMAIL",
        "emails",
        &[("subject", "hs_email_subject"), ("text", "hs_email_text"), ("html", "hs_email_html")],
    ),
    (
        "MEETING",
        "meetings",
        &[
            ("title", "hs_meeting_title"),
            ("body", "hs_meeting_body"),
            ("startTime", "hs_meeting_start_time"),
            ("endTime", "hs_meeting_end_time"),
        ],
    ),
    (
        "TASK",
        "tasks",
        &[("subject", "hs_task_subject"), ("body", "hs_task_body"), ("status", "hs_task_status")],
    ),
];

/// The lists of ids in `associations`, and the types they name.
const LINKED: &[(&str, &str)] = &[
    ("contactIds", "contacts"),
    ("companyIds", "companies"),
    ("dealIds", "deals"),
    ("ticketIds", "tickets"),
];

const DEFAULT_PAGE: usize = 100;
const LARGEST_PAGE: usize = 250;

pub(super) fn answer(
    portal: &Portal,
    call: &Call,
    caller: &Caller,
    method: &str,
    rest: &[&str],
) -> Option<Outcome> {
    let now_ms = portal.clock.now_ms();
    let crm = |work: &dyn Fn(&mut Crm) -> Outcome| portal.with_crm(caller.account, work);
    match (method, rest) {
        ("POST", []) => Some(crm(&|crm| create(call, crm, now_ms))),
        ("GET", ["paged"]) => Some(crm(&|crm| Ok(paged(call, crm)))),
        ("GET", [id]) => Some(crm(&|crm| {
            let (kind, record) = find(crm, id)?;
            Ok(Answer::ok(show(crm, kind, record)))
        })),
        ("PATCH", [id]) => Some(crm(&|crm| update(call, crm, id, now_ms))),
        ("DELETE", [id]) => Some(crm(&|crm| delete(crm, id, now_ms))),
        _ => None,
    }
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<(&'static EngagementType, &'a Record), ApiError> {
    let number = id.parse().ok();
    let found =
        number.and_then(|id| TYPES.iter().find_map(|known| Some((known, crm.live(kind(known.1), id)?))));
    found.ok_or_else(|| ApiError::not_found(&format!("Engagement {id} does not exist")))
}

fn create(call: &Call, crm: &mut Crm, now_ms: i64) -> Outcome {
    let body = Value::Object(call.json_object()?);
    let named = body.pointer("/engagement/type").and_then(Value::as_str);
    let named = named.ok_or_else(|| ApiError::missing_fields(&["engagement"]))?;
    let known = TYPES.iter().find(|known| known.0 == named);
    let known = known.ok_or_else(|| ApiError::validation(&format!("Unknown engagement type: {named}")))?;
    let mut written = properties(known, &body);
    written.entry("hs_timestamp").or_insert_with(|| iso_ms(now_ms).into());
    let values = written_values(crm, kind(known.1), &written)?;
    let targets = targets(crm, &body)?;
    let id = crm.insert(kind(known.1), values, now_ms).id;
    for (to, to_id) in targets {
        crm.associations.link_by_default((kind(known.1), id), (to, to_id));
    }
    let (known, record) = find(crm, &id.to_string())?;
    Ok(Answer::ok(show(crm, known, record)))
}

/// What the CRM keeps of an engagement: owner, time and the known metadata.
fn properties(known: &'static EngagementType, body: &Value) -> Map<String, Value> {
    let mut written = Map::new();
    if let Some(owner) = body.pointer("/engagement/ownerId").filter(|owner| !owner.is_null()) {
        written.insert("hubspot_owner_id".into(), owner.clone());
    }
    if let Some(at) = body.pointer("/engagement/timestamp").filter(|at| !at.is_null()) {
        written.insert("hs_timestamp".into(), at.clone());
    }
    for (name, property) in known.2 {
        if let Some(value) = body.get("metadata").and_then(|metadata| metadata.get(name)) {
            written.insert((*property).into(), value.clone());
        }
    }
    written
}

fn targets(crm: &Crm, body: &Value) -> Result<Vec<(&'static ObjectType, u64)>, ApiError> {
    let mut targets = Vec::new();
    for (key, name) in LINKED {
        let ids = body.get("associations").and_then(|links| links.get(key)).and_then(Value::as_array);
        for id in ids.into_iter().flatten().filter_map(Value::as_u64) {
            if crm.live(kind(name), id).is_none() {
                return Err(ApiError::validation(&format!("{key} contains an id that does not exist: {id}")));
            }
            targets.push((kind(name), id));
        }
    }
    Ok(targets)
}

fn show(crm: &Crm, known: &'static EngagementType, record: &Record) -> Value {
    let value = |property: &str| record.value(kind(known.1), property);
    let named =
        known.2.iter().filter_map(|(name, property)| Some(((*name).to_owned(), value(property)?.into())));
    let metadata: Map<String, Value> = named.collect();
    let at_ms = value("hs_timestamp").and_then(|at| at.parse::<jiff::Timestamp>().ok());
    let owner = value("hubspot_owner_id").and_then(|owner| owner.parse::<u64>().ok());
    let linked = LINKED.iter().map(|(key, name)| {
        let ids = crm.associations.ids(kind(known.1), record.id, kind(name));
        ((*key).to_owned(), json!(ids))
    });
    json!({
        "engagement": {
            "id": record.id,
            "portalId": crm.account.portal_id,
            "active": true,
            "createdAt": record.created_ms,
            "lastUpdated": record.updated_ms,
            "ownerId": owner,
            "type": known.0,
            "timestamp": at_ms.map(jiff::Timestamp::as_millisecond),
        },
        "associations": linked.collect::<Map<String, Value>>(),
        "attachments": [],
        "metadata": metadata,
    })
}

fn paged(call: &Call, crm: &Crm) -> Answer {
    let number = |name: &str| call.query_value(name).and_then(|text| text.parse::<usize>().ok());
    let limit = number("limit").unwrap_or(DEFAULT_PAGE).clamp(1, LARGEST_PAGE);
    let offset = number("offset").unwrap_or_default();
    let of_type = |known: &'static EngagementType| {
        let live = crm.records(kind(known.1)).values().filter(|record| record.archived_ms.is_none());
        live.map(move |record| (known, record))
    };
    let mut all: Vec<_> = TYPES.iter().flat_map(of_type).collect();
    all.sort_by_key(|(_, record)| (record.created_ms, record.id));
    let page: Vec<Value> =
        all.iter().skip(offset).take(limit).map(|(known, record)| show(crm, known, record)).collect();
    let next = offset + page.len();
    Answer::ok(json!({"results": page, "hasMore": next < all.len(), "offset": next, "total": all.len()}))
}

fn update(call: &Call, crm: &mut Crm, id: &str, now_ms: i64) -> Outcome {
    let body = Value::Object(call.json_object()?);
    let (known, record) = find(crm, id)?;
    let id = record.id;
    let values = written_values(crm, kind(known.1), &properties(known, &body))?;
    crm.update(kind(known.1), id, values, now_ms);
    let (known, record) = find(crm, &id.to_string())?;
    Ok(Answer::ok(show(crm, known, record)))
}

fn delete(crm: &mut Crm, id: &str, now_ms: i64) -> Outcome {
    let (known, record) = find(crm, id)?;
    let id = record.id;
    crm.archive(kind(known.1), id, now_ms);
    Ok(Answer::no_content())
}
