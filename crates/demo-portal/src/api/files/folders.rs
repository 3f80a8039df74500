//! `/files/v3/folders`: folders by id or by path.

use serde_json::{Value, json};

use super::{
    super::shared::{Context, page_at},
    no_room, show,
};
use crate::{
    crm::{files::Folder, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::id_text,
    },
};

/// Folders in folders are refused below this depth.
const MAX_DEPTH: usize = 20;

/// Serves what follows `/folders`; `None` for other paths. Changes that HubSpot makes later are not modelled.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("POST", []) => create(context),
        ("GET", ["search"]) => search(context),
        (_, ["update", ..]) => return None,
        ("GET", [place]) => context.with_crm(|crm| Ok(Answer::ok(show::folder(crm, at(crm, place)?)))),
        ("PATCH", [id]) => update(context, id),
        ("DELETE", [place]) => delete(context, place),
        _ => return None,
    })
}

fn unknown(place: &str) -> ApiError {
    ApiError::not_found(&format!("Folder {place} does not exist"))
}

/// The id of a folder that exists.
pub(super) fn by_id(crm: &Crm, id: &str) -> Result<u64, ApiError> {
    crm.files.folder(id).map(|folder| folder.id).ok_or_else(|| unknown(id))
}

/// The id of a folder to put something in; `0` is the root.
pub(super) fn parent(crm: &Crm, id: &str) -> Result<Option<u64>, ApiError> {
    if id == "0" { Ok(None) } else { by_id(crm, id).map(Some) }
}

/// The folder with this id or path.
pub(super) fn at<'a>(crm: &'a Crm, place: &str) -> Result<&'a Folder, ApiError> {
    crm.files.folder(place).or_else(|| crm.files.folder_at(place)).ok_or_else(|| unknown(place))
}

/// Checks the names in a path.
///
/// # Errors
///
/// 400 for a path that is too deep, or a name that is none.
pub(super) fn check_path(path: &str) -> Result<(), ApiError> {
    let names: Vec<&str> = path.split('/').filter(|name| !name.trim().is_empty()).collect();
    if names.len() > MAX_DEPTH {
        return Err(ApiError::validation("The path of the folder is too deep."));
    }
    names.into_iter().try_for_each(check_name)
}

/// Checks the name of a folder.
///
/// # Errors
///
/// 400 for a name that is none.
pub(super) fn check_name(name: &str) -> Result<(), ApiError> {
    if name.trim().is_empty() || name.len() > 255 || name.contains(['/', '\\']) {
        return Err(ApiError::validation("The name of a folder has 1 to 255 bytes and no slash."));
    }
    Ok(())
}

/// Creates a folder.
///
/// # Errors
///
/// 409 if one with this name is in the same folder, 400 for what is no name.
pub(super) fn add(crm: &mut Crm, parent: Option<u64>, name: &str, now_ms: i64) -> Result<u64, ApiError> {
    check_name(name)?;
    check_path(&format!("{}/{name}", crm.files.path_of_folder(parent)))?;
    check_free(crm, parent, name, None)?;
    crm.files.add_folder(parent, name, now_ms).map(|folder| folder.id).map_err(no_room)
}

/// Checks that no other folder has this name.
fn check_free(crm: &Crm, parent: Option<u64>, name: &str, own: Option<u64>) -> Result<(), ApiError> {
    match crm.files.child(parent, name).filter(|folder| Some(folder.id) != own) {
        Some(_) => Err(ApiError::conflict(&format!("A folder with the name '{name}' already exists."))),
        None => Ok(()),
    }
}

/// Where a change moves a folder.
#[derive(Clone, Copy)]
pub(super) enum Move {
    Stay,
    /// Into a folder, or the root.
    Into(Option<u64>),
}

impl Move {
    /// By the id of a folder in a body.
    pub(super) fn of(crm: &Crm, id: Option<&Value>) -> Result<Self, ApiError> {
        id.and_then(id_text).map_or(Ok(Self::Stay), |id| parent(crm, &id).map(Self::Into))
    }
}

/// Renames or moves a folder.
///
/// # Errors
///
/// 404 if there is none, 409 if the name is taken, 400 for a folder that would be in itself.
pub(super) fn change(
    crm: &mut Crm,
    id: &str,
    name: Option<&str>,
    to: Move,
    now_ms: i64,
) -> Result<(), ApiError> {
    let folder = crm.files.folder(id).cloned().ok_or_else(|| unknown(id))?;
    let name = name.unwrap_or(&folder.name);
    let parent = match to {
        Move::Stay => folder.parent,
        Move::Into(parent) => parent,
    };
    check_name(name)?;
    if parent.is_some_and(|parent| crm.files.is_below(parent, folder.id)) {
        return Err(ApiError::validation("A folder can't be moved into itself."));
    }
    check_free(crm, parent, name, Some(folder.id))?;
    if let Some(folder) = crm.files.folder_mut(id) {
        (folder.name, folder.parent, folder.updated_ms) = (name.to_owned(), parent, now_ms);
    }
    Ok(())
}

fn create(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let body = Value::Object(context.call.json_object()?);
    let name = body["name"].as_str().ok_or_else(|| ApiError::missing_fields(&["name"]))?;
    context.with_crm(|crm| {
        let above = match (body.get("parentFolderId").and_then(id_text), body["parentPath"].as_str()) {
            (Some(id), _) => parent(crm, &id)?,
            (None, Some(path)) => {
                check_path(path)?;
                crm.files.make_folders(path, now_ms).map_err(no_room)?
            }
            (None, None) => None,
        };
        let id = add(crm, above, name, now_ms)?;
        let folder = at(crm, &id.to_string())?;
        Ok(Answer::created(show::folder(crm, folder)))
    })
}

fn search(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 100, 100);
    let offset = context.number("after").unwrap_or_default();
    let name = context.call.query_value("name");
    let parents = context.call.query_list("parentFolderIds");
    context.with_crm(|crm| {
        let all = crm.files.folders().iter().filter(|folder| {
            name.is_none_or(|name| folder.name.contains(name))
                && (parents.is_empty() || parents.contains(&show::parent_text(folder.parent)))
        });
        let page = page_at(all.collect(), offset, limit);
        let shown: Vec<Value> = page.items.iter().map(|folder| show::folder(crm, folder)).collect();
        let mut body = json!({"results": shown});
        if page.has_more {
            body["paging"] = context.next_page(&page.next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

fn update(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    let body = Value::Object(context.call.json_object()?);
    context.with_crm(|crm| {
        let above = Move::of(crm, body.get("parentFolderId"))?;
        change(crm, id, body["name"].as_str(), above, now_ms)?;
        let folder = at(crm, id)?;
        Ok(Answer::ok(show::folder(crm, folder)))
    })
}

/// Deletes a folder and all that is in it.
fn delete(context: &Context, place: &str) -> Outcome {
    context.with_crm(|crm| {
        let id = at(crm, place)?.id;
        crm.files.remove_folder(id);
        Ok(Answer::no_content())
    })
}
