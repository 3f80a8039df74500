//! `/files/v3` and its dated twins, and the older `/filemanager/api/v2`: the list of files, for reading and deleting. No
//! contents are kept: uploads are not modelled.

use serde_json::{Value, json};

use super::super::shared::{Context, not_found, page_at};
use crate::{
    crm::{contents::StoredFile, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};

/// Serves what follows `/files/v3/files`; `None` for other paths.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", ["search"]) => search(context),
        ("GET", [id]) => context.with_crm(|crm| Ok(Answer::ok(v3(crm, find(crm, id)?)))),
        ("GET", [id, "signed-url"]) => signed_url(context, id),
        ("DELETE", [id] | [id, "gdpr-delete"]) => delete(context, id),
        _ => return None,
    })
}

/// Serves what follows `/filemanager/api/v2/files`; `None` for other paths.
pub(super) fn route_v2(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list_v2(context),
        ("GET", [id]) => context.with_crm(|crm| Ok(Answer::ok(v2(crm, find(crm, id)?)))),
        ("DELETE", [id]) => delete(context, id),
        _ => return None,
    })
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<&'a StoredFile, ApiError> {
    crm.contents
        .live_files()
        .find(|file| file.id.to_string() == id)
        .ok_or_else(|| not_found(&format!("File {id} does not exist")))
}

fn url(crm: &Crm, file: &StoredFile) -> String {
    format!("https://{}/hubfs/{}/{}.{}", crm.account.domain, crm.account.portal_id, file.name, file.extension)
}

fn kind(file: &StoredFile) -> &'static str {
    if file.extension == "pdf" { "DOCUMENT" } else { "IMG" }
}

fn v3(crm: &Crm, file: &StoredFile) -> Value {
    json!({
        "id": file.id.to_string(),
        "name": file.name,
        "extension": file.extension,
        "type": kind(file),
        "path": format!("/{}.{}", file.name, file.extension),
        "size": file.bytes,
        "encoding": null,
        "access": "PUBLIC_INDEXABLE",
        "isUsableInContent": true,
        "url": url(crm, file),
        "defaultHostingUrl": url(crm, file),
        "createdAt": iso_ms(file.created_ms),
        "updatedAt": iso_ms(file.created_ms),
        "archived": false,
    })
}

fn v2(crm: &Crm, file: &StoredFile) -> Value {
    json!({
        "id": file.id,
        "portal_id": crm.account.portal_id,
        "name": file.name,
        "extension": file.extension,
        "type": kind(file),
        "size": file.bytes,
        "hidden": false,
        "archived": false,
        "deleted": false,
        "url": url(crm, file),
        "friendly_url": url(crm, file),
        "created": file.created_ms,
        "updated": file.created_ms,
    })
}

fn search(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 100, 100);
    let offset = context.number("after").unwrap_or_default();
    let name = context.call.query_value("name");
    context.with_crm(|crm| {
        let found = crm.contents.live_files().filter(|file| name.is_none_or(|name| file.name.contains(name)));
        let page = page_at(found.collect(), offset, limit);
        let mut body = json!({"results": page.items.iter().map(|file| v3(crm, file)).collect::<Vec<_>>()});
        if page.has_more {
            body["paging"] = context.next_page(&page.next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

fn signed_url(context: &Context, id: &str) -> Outcome {
    let expires_ms = context.now_ms() + 3_600_000;
    context.with_crm(|crm| {
        let file = find(crm, id)?;
        Ok(Answer::ok(json!({
            "expiresAt": iso_ms(expires_ms),
            "url": url(crm, file),
            "name": file.name,
            "extension": file.extension,
            "type": kind(file),
            "size": file.bytes,
        })))
    })
}

fn list_v2(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 20, 1000);
    let offset: usize = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_at(crm.contents.live_files().collect(), offset, limit);
        let objects: Vec<Value> = page.items.iter().map(|file| v2(crm, file)).collect();
        Ok(Answer::ok(json!({
            "objects": objects, "limit": limit, "offset": offset, "total": page.total, "total_count": page.total,
        })))
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let number = find(crm, id)?.id;
        if let Some(file) = crm.contents.files.iter_mut().find(|file| file.id == number) {
            file.deleted = true;
        }
        Ok(Answer::no_content())
    })
}
