//! Files and folders as the versions of the API show them.

use serde_json::{Value, json};

use crate::{
    crm::{
        files::{Folder, StoredFile},
        store::Crm,
    },
    state::clock::iso_ms,
};

/// HubSpot's kinds, by the extension.
pub(super) fn kind(file: &StoredFile) -> &'static str {
    match file.extension.to_ascii_lowercase().as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "bmp" | "ico" => "IMG",
        "pdf" | "doc" | "docx" | "xls" | "xlsx" | "ppt" | "pptx" | "csv" | "txt" | "md" => "DOCUMENT",
        "mp4" | "mov" | "avi" | "webm" => "MOVIE",
        "mp3" | "wav" | "ogg" | "m4a" => "AUDIO",
        _ => "OTHER",
    }
}

/// Where the file would be served; the demo portal serves none.
pub(super) fn url(crm: &Crm, file: &StoredFile) -> String {
    format!("https://{}/hubfs/{}{}", crm.account.domain, crm.account.portal_id, crm.files.path_of(file))
}

/// The id of the folder above; `0` for the root, as in searches.
pub(super) fn parent_text(folder: Option<u64>) -> String {
    folder.unwrap_or_default().to_string()
}

fn parent(folder: Option<u64>) -> Value {
    folder.map_or(Value::Null, |id| id.to_string().into())
}

/// A file from version 3 on.
pub(super) fn file(crm: &Crm, file: &StoredFile) -> Value {
    json!({
        "id": file.id.to_string(),
        "parentFolderId": parent(file.folder),
        "name": file.name,
        "extension": file.extension,
        "type": kind(file),
        "path": crm.files.path_of(file),
        "size": file.contents.bytes,
        "encoding": null,
        "access": file.access,
        "isUsableInContent": file.access != "PRIVATE",
        "url": url(crm, file),
        "defaultHostingUrl": url(crm, file),
        "createdAt": iso_ms(file.created_ms),
        "updatedAt": iso_ms(file.updated_ms),
        "archived": file.archived,
    })
}

/// A folder from version 3 on.
pub(super) fn folder(crm: &Crm, folder: &Folder) -> Value {
    json!({
        "id": folder.id.to_string(),
        "parentFolderId": parent(folder.parent),
        "name": folder.name,
        "path": crm.files.path_of_folder(Some(folder.id)),
        "createdAt": iso_ms(folder.created_ms),
        "updatedAt": iso_ms(folder.updated_ms),
        "archived": false,
    })
}

/// A file of the older file manager.
pub(super) fn old_file(crm: &Crm, file: &StoredFile) -> Value {
    json!({
        "id": file.id,
        "portal_id": crm.account.portal_id,
        "name": file.name,
        "extension": file.extension,
        "type": kind(file),
        "folder_id": file.folder,
        "size": file.contents.bytes,
        "hidden": false,
        "archived": file.archived,
        "deleted": false,
        "url": url(crm, file),
        "friendly_url": url(crm, file),
        "created": file.created_ms,
        "updated": file.updated_ms,
    })
}

/// A folder of the older file manager.
pub(super) fn old_folder(crm: &Crm, folder: &Folder) -> Value {
    json!({
        "id": folder.id,
        "portal_id": crm.account.portal_id,
        "name": folder.name,
        "full_path": crm.files.path_of_folder(Some(folder.id)),
        "parent_folder_id": folder.parent,
        "hidden": false,
        "archived": false,
        "deleted": false,
        "created": folder.created_ms,
        "updated": folder.updated_ms,
    })
}
