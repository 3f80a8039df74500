//! `/filemanager/api/v2`, and the upload of its version 3.

use serde_json::{Value, json};

use super::{
    super::shared::{Context, page_at},
    delete, find, folders, no_room, show, unknown,
    upload::{NewFile, named, split_name},
};
use crate::{
    crm::{
        files::{FileContents, Folder},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::id_text,
        multipart::Parts,
    },
};

/// Serves what follows the version; `None` for other paths.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    match rest {
        ["files", rest @ ..] => route_files(context, method, rest),
        ["folders", rest @ ..] => route_folders(context, method, rest),
        _ => None,
    }
}

fn route_files(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list(context),
        ("POST", [] | ["upload"]) => upload(context),
        ("GET", [id]) => context.with_crm(|crm| Ok(Answer::ok(show::old_file(crm, find(crm, id)?)))),
        ("POST", [id]) => replace(context, id),
        ("DELETE", [id]) | ("POST", [id, "full-delete"]) => delete(context, id),
        ("POST", [id, "archive"]) => archive(context, id),
        ("POST", [id, "move-file"]) => move_file(context, id),
        _ => return None,
    })
}

fn route_folders(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list_folders(context),
        ("POST", []) => create_folder(context),
        ("GET", [id]) => context.with_crm(|crm| show_folder(crm, id)),
        ("PUT", [id]) | ("POST", [id, "move-folder"]) => change_folder(context, id),
        ("DELETE", [id]) => context.with_crm(|crm| {
            let id = folders::by_id(crm, id)?;
            crm.files.remove_folder(id);
            Ok(Answer::no_content())
        }),
        _ => return None,
    })
}

/// A page of objects, with the parameters `limit` and `offset`.
fn objects<T>(context: &Context, all: Vec<T>, show: impl Fn(&T) -> Value) -> Answer {
    let limit = context.page_size("limit", 20, 1000);
    let offset: usize = context.number("offset").unwrap_or_default();
    let page = page_at(all, offset, limit);
    Answer::ok(json!({
        "objects": page.items.iter().map(show).collect::<Vec<_>>(),
        "limit": limit,
        "offset": offset,
        "total": page.total,
        "total_count": page.total,
    }))
}

fn list(context: &Context) -> Outcome {
    context.with_crm(|crm| {
        let live = crm.files.files().iter().filter(|file| !file.archived);
        Ok(objects(context, live.collect(), |file| show::old_file(crm, file)))
    })
}

/// The part with the folder: by id, or by path. Files without one are in the root.
fn folder_of(crm: &mut Crm, parts: &Parts, now_ms: i64) -> Result<Option<u64>, ApiError> {
    match (parts.text("folder_id"), parts.text("folder_paths").or_else(|| parts.text("folderPath"))) {
        (Some(id), _) => folders::parent(crm, id),
        (None, Some(path)) => {
            folders::check_path(path)?;
            crm.files.make_folders(path, now_ms).map_err(no_room)
        }
        (None, None) => Ok(None),
    }
}

/// Version 2 says `hidden`, version 3 has options as `/files/v3`.
fn access_of(parts: &Parts) -> Result<String, ApiError> {
    let options: Option<Value> = parts.text("options").and_then(|text| serde_json::from_str(text).ok());
    match options.as_ref().and_then(|options| options["access"].as_str()) {
        Some(word) => super::upload::access(word),
        None if parts.text("hidden") == Some("true") => Ok("HIDDEN_NOT_INDEXABLE".into()),
        None => Ok("PUBLIC_INDEXABLE".into()),
    }
}

/// Several files may come at once.
fn upload(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let parts = Parts::of(context.call)?;
    if parts.files().next().is_none() {
        return Err(ApiError::validation("No file was uploaded: the part 'files' is missing."));
    }
    let access = access_of(&parts)?;
    let wanted = parts.text("file_names").or_else(|| parts.text("fileName"));
    let overwrite = parts.text("overwrite") == Some("true");
    context.with_crm(|crm| {
        let folder = folder_of(crm, &parts, now_ms)?;
        let mut shown = Vec::new();
        for part in parts.files() {
            let (name, extension) = named(part, wanted)?;
            let contents = FileContents::measure(part.content);
            let file = NewFile { folder, name, extension, contents, access: access.clone(), overwrite };
            let id = file.store(crm, now_ms)?;
            shown.push(show::old_file(crm, find(crm, &id)?));
        }
        Ok(Answer::ok(json!({"objects": shown})))
    })
}

fn replace(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    let parts = Parts::of(context.call)?;
    let part = parts.files().next();
    let part =
        part.ok_or_else(|| ApiError::validation("No file was uploaded: the part 'files' is missing."))?;
    let contents = FileContents::measure(part.content);
    context.with_crm(|crm| {
        let file = crm.files.file_mut(id).ok_or_else(|| unknown(id))?;
        (file.contents, file.updated_ms) = (contents, now_ms);
        Ok(Answer::ok(show::old_file(crm, find(crm, id)?)))
    })
}

fn archive(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let file = crm.files.file_mut(id).ok_or_else(|| unknown(id))?;
        (file.archived, file.updated_ms) = (true, now_ms);
        Ok(Answer::no_content())
    })
}

fn move_file(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    let body = Value::Object(context.call.json_object()?);
    let name = body["name"].as_str().map(split_name).transpose()?;
    context.with_crm(|crm| {
        let folder =
            body.get("folder_id").and_then(id_text).map(|id| folders::parent(crm, &id)).transpose()?;
        let file = crm.files.file_mut(id).ok_or_else(|| unknown(id))?;
        file.folder = folder.unwrap_or(file.folder);
        if let Some((name, _)) = name {
            file.name = name;
        }
        file.updated_ms = now_ms;
        Ok(Answer::ok(show::old_file(crm, find(crm, id)?)))
    })
}

fn list_folders(context: &Context) -> Outcome {
    context.with_crm(|crm| {
        let all: Vec<&Folder> = crm.files.folders().iter().collect();
        Ok(objects(context, all, |folder| show::old_folder(crm, folder)))
    })
}

fn show_folder(crm: &Crm, id: &str) -> Outcome {
    Ok(Answer::ok(show::old_folder(crm, folders::at(crm, id)?)))
}

fn create_folder(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let body = Value::Object(context.call.json_object()?);
    let name = body["name"].as_str().ok_or_else(|| ApiError::missing_fields(&["name"]))?;
    context.with_crm(|crm| {
        let parent = body.get("parent_folder_id").and_then(id_text);
        let parent = parent.map_or(Ok(None), |id| folders::parent(crm, &id))?;
        let id = folders::add(crm, parent, name, now_ms)?;
        show_folder(crm, &id.to_string())
    })
}

fn change_folder(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    let body = Value::Object(context.call.json_object()?);
    context.with_crm(|crm| {
        let parent = folders::Move::of(crm, body.get("parent_folder_id"))?;
        folders::change(crm, id, body["name"].as_str(), parent, now_ms)?;
        show_folder(crm, id)
    })
}
