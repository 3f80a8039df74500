//! `/engagements/v1`: notes, calls, emails, meetings and tasks as one object with `metadata`.

use serde_json::{Map, Value, json};

use crate::{
    crm::{
        object_types::{ObjectType, object_type},
        store::{Crm, Record},
        validate::check_values,
    },
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
    portal::Portal,
    state::{caller::Caller, clock::iso_ms},
};

/// An engagement type, and the properties that hold its metadata.
struct EngagementType {
    name: &'static str,
    object_type: &'static str,
    /// Names in `metadata`, and the properties they are stored in.
    metadata: &'static [(&'static str, &'static str)],
}

impl EngagementType {
    fn object_type(&self) -> &'static ObjectType {
        object_type(self.object_type)
    }
}

const TYPES: &[EngagementType] = &[
    EngagementType { name: "NOTE", object_type: "notes", metadata: &[("body", "hs_note_body")] },
    EngagementType {
        name: "CALL",
        object_type: "calls",
        metadata: &[
            ("body", "hs_call_body"),
            ("title", "hs_call_title"),
            ("status", "hs_call_status"),
            ("durationMilliseconds", "hs_call_duration"),
            ("disposition", "hs_call_disposition"),
            ("fromNumber", "hs_call_from_number"),
            ("toNumber", "hs_call_to_number"),
        ],
    },
    EngagementType {
        name: "EMAIL",
        object_type: "emails",
        metadata: &[("subject", "hs_email_subject"), ("text", "hs_email_text"), ("html", "hs_email_html")],
    },
    EngagementType {
        name: "MEETING",
        object_type: "meetings",
        metadata: &[
            ("title", "hs_meeting_title"),
            ("body", "hs_meeting_body"),
            ("startTime", "hs_meeting_start_time"),
            ("endTime", "hs_meeting_end_time"),
        ],
    },
    EngagementType {
        name: "TASK",
        object_type: "tasks",
        metadata: &[("subject", "hs_task_subject"), ("body", "hs_task_body"), ("status", "hs_task_status")],
    },
];

/// The lists of ids in `associations`, and the object types of these ids.
const ASSOCIATION_LISTS: &[(&str, &str)] = &[
    ("contactIds", "contacts"),
    ("companyIds", "companies"),
    ("dealIds", "deals"),
    ("ticketIds", "tickets"),
];

const DEFAULT_PAGE_SIZE: usize = 100;
const MAX_PAGE_SIZE: usize = 250;

/// Serves paths below `/engagements/v1/engagements`.
pub(super) fn route(
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
            Ok(Answer::ok(engagement_json(crm, kind, record)))
        })),
        ("PATCH", [id]) => Some(crm(&|crm| update(call, crm, id, now_ms))),
        ("DELETE", [id]) => Some(crm(&|crm| delete(crm, id, now_ms))),
        _ => None,
    }
}

/// The record with this id, of whatever engagement type.
fn find<'a>(crm: &'a Crm, id: &str) -> Result<(&'static EngagementType, &'a Record), ApiError> {
    let number = id.parse().ok();
    let found =
        number.and_then(|id| TYPES.iter().find_map(|kind| Some((kind, crm.live(kind.object_type(), id)?))));
    found.ok_or_else(|| ApiError::not_found(&format!("Engagement {id} does not exist")))
}

fn create(call: &Call, crm: &mut Crm, now_ms: i64) -> Outcome {
    let body = Value::Object(call.json_object()?);
    let named = body.pointer("/engagement/type").and_then(Value::as_str);
    let named = named.ok_or_else(|| ApiError::missing_fields(&["engagement"]))?;
    let kind = TYPES.iter().find(|kind| kind.name == named);
    let kind = kind.ok_or_else(|| ApiError::validation(&format!("Unknown engagement type: {named}")))?;
    let mut written = properties(kind, &body);
    written.entry("hs_timestamp").or_insert_with(|| iso_ms(now_ms).into());
    let values = check_values(crm, kind.object_type(), &written)?;
    let associated = associated(crm, &body)?;
    let id = crm.insert(kind.object_type(), values, now_ms).id;
    for (to, to_id) in associated {
        crm.associations.link_by_default((kind.object_type(), id), (to, to_id));
    }
    let (kind, record) = find(crm, &id.to_string())?;
    Ok(Answer::ok(engagement_json(crm, kind, record)))
}

/// The properties that an engagement sets: owner, time and metadata. Unknown metadata is ignored.
fn properties(kind: &'static EngagementType, body: &Value) -> Map<String, Value> {
    let mut written = Map::new();
    if let Some(owner) = body.pointer("/engagement/ownerId").filter(|owner| !owner.is_null()) {
        written.insert("hubspot_owner_id".into(), owner.clone());
    }
    if let Some(at) = body.pointer("/engagement/timestamp").filter(|at| !at.is_null()) {
        written.insert("hs_timestamp".into(), at.clone());
    }
    for (name, property) in kind.metadata {
        if let Some(value) = body.get("metadata").and_then(|metadata| metadata.get(name)) {
            written.insert((*property).into(), value.clone());
        }
    }
    written
}

/// The records to associate with a new engagement, all of which must exist.
fn associated(crm: &Crm, body: &Value) -> Result<Vec<(&'static ObjectType, u64)>, ApiError> {
    let mut associated = Vec::new();
    for (key, name) in ASSOCIATION_LISTS {
        let ids = body.get("associations").and_then(|links| links.get(key)).and_then(Value::as_array);
        for id in ids.into_iter().flatten().filter_map(Value::as_u64) {
            if crm.live(object_type(name), id).is_none() {
                return Err(ApiError::validation(&format!("{key} contains an id that does not exist: {id}")));
            }
            associated.push((object_type(name), id));
        }
    }
    Ok(associated)
}

fn engagement_json(crm: &Crm, kind: &'static EngagementType, record: &Record) -> Value {
    let value = |property: &str| record.value(kind.object_type(), property);
    let named = kind
        .metadata
        .iter()
        .filter_map(|(name, property)| Some(((*name).to_owned(), value(property)?.into())));
    let metadata: Map<String, Value> = named.collect();
    let at_ms = value("hs_timestamp").and_then(|at| at.parse::<jiff::Timestamp>().ok());
    let owner = value("hubspot_owner_id").and_then(|owner| owner.parse::<u64>().ok());
    let associations = ASSOCIATION_LISTS.iter().map(|(key, name)| {
        let ids = crm.associations.ids(kind.object_type(), record.id, object_type(name));
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
            "type": kind.name,
            "timestamp": at_ms.map(jiff::Timestamp::as_millisecond),
        },
        "associations": associations.collect::<Map<String, Value>>(),
        "attachments": [],
        "metadata": metadata,
    })
}

fn paged(call: &Call, crm: &Crm) -> Answer {
    let number = |name: &str| call.query_value(name).and_then(|text| text.parse::<usize>().ok());
    let limit = number("limit").unwrap_or(DEFAULT_PAGE_SIZE).clamp(1, MAX_PAGE_SIZE);
    let offset = number("offset").unwrap_or_default();
    let of_type = |kind: &'static EngagementType| {
        let live = crm.records(kind.object_type()).values().filter(|record| record.archived_ms.is_none());
        live.map(move |record| (kind, record))
    };
    let mut all: Vec<_> = TYPES.iter().flat_map(of_type).collect();
    all.sort_by_key(|(_, record)| (record.created_ms, record.id));
    let page: Vec<Value> = all
        .iter()
        .skip(offset)
        .take(limit)
        .map(|(kind, record)| engagement_json(crm, kind, record))
        .collect();
    let next = offset + page.len();
    Answer::ok(json!({"results": page, "hasMore": next < all.len(), "offset": next, "total": all.len()}))
}

fn update(call: &Call, crm: &mut Crm, id: &str, now_ms: i64) -> Outcome {
    let body = Value::Object(call.json_object()?);
    let (kind, record) = find(crm, id)?;
    let id = record.id;
    let values = check_values(crm, kind.object_type(), &properties(kind, &body))?;
    crm.update(kind.object_type(), id, values, now_ms);
    let (kind, record) = find(crm, &id.to_string())?;
    Ok(Answer::ok(engagement_json(crm, kind, record)))
}

fn delete(crm: &mut Crm, id: &str, now_ms: i64) -> Outcome {
    let (kind, record) = find(crm, id)?;
    let id = record.id;
    crm.archive(kind.object_type(), id, now_ms);
    Ok(Answer::no_content())
}
