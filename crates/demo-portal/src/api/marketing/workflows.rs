//! `/automation/v3/workflows`, enrollments by `/automation/v2/workflows`, and `/automation/v4/flows`, for reading,
//! enrolling and deleting. An id is the same in all versions.

use serde_json::{Value, json};

use super::super::shared::{Context, not_found, page_at};
use crate::{
    crm::{object_types::object_type, store::Crm, workflows::Workflow},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};

/// Serves what follows `/automation/v3/workflows`; `None` for other paths.
pub(super) fn route_v3(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => context.with_crm(|crm| {
            let all: Vec<Value> = crm.workflows.live().map(|workflow| v3(crm, workflow)).collect();
            Ok(Answer::ok(json!({"workflows": all})))
        }),
        ("GET", [id]) => context.with_crm(|crm| {
            let workflow = find(crm, id)?;
            let mut shown = v3(crm, workflow);
            shown["actions"] = json!([{
                "type": "DELAY", "delayMillis": 86_400_000, "actionId": 1, "anchorSetting": null,
            }]);
            shown["goalCriteria"] = json!([]);
            shown["segmentCriteria"] = json!([]);
            Ok(Answer::ok(shown))
        }),
        ("DELETE", [id]) => delete(context, id),
        _ => return None,
    })
}

/// Serves what follows `/automation/v2/workflows`; `None` for other paths.
pub(super) fn route_v2(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", ["enrollments", "contacts", vid]) => context.with_crm(|crm| {
            let vid = vid.parse().ok().filter(|vid| crm.live(object_type("contacts"), *vid).is_some());
            let vid = vid.ok_or_else(|| not_found("contact does not exist"))?;
            let own = crm.workflows.live().filter(|workflow| workflow.enrolled.contains(&vid));
            Ok(Answer::ok(own.map(|workflow| v3(crm, workflow)).collect()))
        }),
        ("POST", [id, "enrollments", "contacts", email]) => enroll(context, id, email, |enrolled, vid| {
            if !enrolled.contains(&vid) {
                enrolled.push(vid);
            }
        }),
        ("DELETE", [id, "enrollments", "contacts", email]) => {
            enroll(context, id, email, |enrolled, vid| enrolled.retain(|own| *own != vid))
        }
        _ => return None,
    })
}

/// Serves what follows `/automation/v4/flows`; `None` for other paths.
pub(super) fn route_flows(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => flows(context),
        ("GET", [id]) if id.parse::<u64>().is_ok() => context.with_crm(|crm| {
            let mut shown = flow(find(crm, id)?);
            shown["type"] = "CONTACT_FLOW".into();
            shown["actions"] = json!([]);
            shown["timeWindows"] = json!([]);
            Ok(Answer::ok(shown))
        }),
        ("DELETE", [id]) => delete(context, id),
        _ => return None,
    })
}

fn unknown(id: &str) -> ApiError {
    not_found(&format!("Workflow {id} does not exist"))
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<&'a Workflow, ApiError> {
    crm.workflows.live().find(|workflow| workflow.id.to_string() == id).ok_or_else(|| unknown(id))
}

fn v3(crm: &Crm, workflow: &Workflow) -> Value {
    json!({
        "id": workflow.id,
        "portalId": crm.account.portal_id,
        "name": workflow.name,
        "description": "",
        "type": "DRIP_DELAY",
        "enabled": workflow.enabled,
        "insertedAt": workflow.created_ms,
        "updatedAt": workflow.updated_ms,
        "contactCounts": {"active": workflow.enrolled.len(), "enrolled": workflow.enrolled.len()},
        "contactListIds": {"enrolled": null, "active": null, "completed": null, "succeeded": null},
        "personaTagIds": [],
        "lastUpdatedByUserId": crm.account.user_id,
        "migrationStatus": {
            "portalId": crm.account.portal_id,
            "workflowId": workflow.id,
            "flowId": workflow.id,
            "migrationStatus": "EXECUTION_MIGRATED",
            "enrollmentMigrationStatus": "PLATFORM_OWNED",
        },
    })
}

fn flow(workflow: &Workflow) -> Value {
    json!({
        "id": workflow.id.to_string(),
        "name": workflow.name,
        "isEnabled": workflow.enabled,
        "flowType": "WORKFLOW",
        "objectTypeId": "0-1",
        "revisionId": "1",
        "createdAt": iso_ms(workflow.created_ms),
        "updatedAt": iso_ms(workflow.updated_ms),
    })
}

fn flows(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 100, 100);
    let offset = context.number("after").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_at(crm.workflows.live().collect(), offset, limit);
        let mut body = json!({"results": page.items.iter().map(|found| flow(found)).collect::<Vec<_>>()});
        if page.has_more {
            body["paging"] = context.next_page(&page.next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

fn enroll(context: &Context, id: &str, email: &str, change: fn(&mut Vec<u64>, u64)) -> Outcome {
    context.with_crm(|crm| {
        let contact = crm.find_by(object_type("contacts"), "email", email).map(|contact| contact.id);
        let contact = contact.ok_or_else(|| not_found("contact does not exist"))?;
        let workflow = crm.workflows.find_mut(id).ok_or_else(|| unknown(id))?;
        change(&mut workflow.enrolled, contact);
        Ok(Answer::no_content())
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    context.with_crm(|crm| {
        crm.workflows.find_mut(id).ok_or_else(|| unknown(id))?.deleted = true;
        Ok(Answer::no_content())
    })
}
