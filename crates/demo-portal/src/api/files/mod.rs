//! Files and folders: `/files/v3` with its dated twins, and the older `/filemanager/api` over the same files. What a client
//! uploads is measured and not kept, so there are no downloads; nor is anything fetched from an address (`import-from-url`).

mod change;
mod filemanager;
mod folders;
mod show;
mod upload;

use serde_json::{Value, json};

use super::shared::{Context, is_dated, page_at};
use crate::{
    crm::{
        files::{Full, StoredFile},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};

/// Serves the paths of files; `None` for others.
pub(super) fn route(context: &Context, method: &str, segments: &[&str]) -> Option<Outcome> {
    match segments {
        ["files", version, rest @ ..] if *version == "v3" || is_dated(version) => match rest {
            ["files", rest @ ..] => route_files(context, method, rest),
            ["folders", rest @ ..] => folders::route(context, method, rest),
            _ => None,
        },
        ["filemanager", "api", "v2" | "v3", rest @ ..] => filemanager::route(context, method, rest),
        _ => None,
    }
}

fn route_files(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("POST", []) => upload::create(context),
        ("GET", ["search"]) => search(context),
        ("GET", ["stat", path @ ..]) => stat(context, &path.join("/")),
        ("GET", [id]) => context.with_crm(|crm| Ok(Answer::ok(show::file(crm, find(crm, id)?)))),
        ("PUT", [id]) => upload::replace(context, id),
        ("PATCH", [id]) => change::update(context, id),
        ("GET", [id, "signed-url"]) => signed_url(context, id),
        ("DELETE", [id] | [id, "gdpr-delete"]) => delete(context, id),
        _ => return None,
    })
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<&'a StoredFile, ApiError> {
    crm.files.file(id).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> ApiError {
    ApiError::not_found(&format!("File {id} does not exist"))
}

fn no_room(_: Full) -> ApiError {
    ApiError::validation("The demo portal holds no more files or folders.")
}

/// The parameters of a search that the portal understands: name, extension, folder and paging.
fn search(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 100, 100);
    let offset = context.number("after").unwrap_or_default();
    let parameter = |name: &str| context.call.query_value(name);
    let folders = context.call.query_list("parentFolderIds");
    context.with_crm(|crm| {
        let all = crm.files.files().iter().filter(|file| {
            parameter("name").is_none_or(|name| file.name.contains(name))
                && parameter("extension")
                    .is_none_or(|extension| file.extension.eq_ignore_ascii_case(extension))
                && (folders.is_empty() || folders.contains(&show::parent_text(file.folder)))
        });
        let page = page_at(all.collect(), offset, limit);
        let shown: Vec<Value> = page.items.iter().map(|file| show::file(crm, file)).collect();
        let mut body = json!({"results": shown});
        if page.has_more {
            body["paging"] = context.next_page(&page.next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

/// What is at a path: a file or a folder.
fn stat(context: &Context, path: &str) -> Outcome {
    context.with_crm(|crm| {
        if let Some(file) = crm.files.file_at(path) {
            return Ok(Answer::ok(json!({"file": show::file(crm, file)})));
        }
        let folder = crm.files.folder_at(path);
        let folder = folder.ok_or_else(|| ApiError::not_found(&format!("Nothing was found at {path}")))?;
        Ok(Answer::ok(json!({"folder": show::folder(crm, folder)})))
    })
}

fn signed_url(context: &Context, id: &str) -> Outcome {
    let lasts_s: i64 = context.number("expirationSeconds").unwrap_or(3_600);
    let expires_ms = context.now_ms().saturating_add(lasts_s.clamp(1, 604_800) * 1_000);
    context.with_crm(|crm| {
        let file = find(crm, id)?;
        Ok(Answer::ok(json!({
            "expiresAt": iso_ms(expires_ms),
            "url": show::url(crm, file),
            "name": file.name,
            "extension": file.extension,
            "type": show::kind(file),
            "size": file.contents.bytes,
        })))
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let number = find(crm, id)?.id;
        crm.files.remove(number);
        Ok(Answer::no_content())
    })
}
