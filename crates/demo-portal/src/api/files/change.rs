//! Changes of a file's name, folder and access.

use serde_json::Value;

use super::{super::shared::Context, folders, no_room, show, unknown, upload};
use crate::http::{
    answer::{Answer, Outcome},
    json::id_text,
};

/// `PATCH /files/v3/files/{fileId}`: what the body names is changed.
pub(super) fn update(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    let body = Value::Object(context.call.json_object()?);
    let text = |key: &str| body[key].as_str();
    // The extension stays: a name with another one is the whole name.
    let name = text("name").map(upload::split_name).transpose()?;
    let access = text("access").map(upload::access).transpose()?;
    context.with_crm(|crm| {
        super::find(crm, id)?;
        let folder = match (body.get("parentFolderId").and_then(id_text), text("parentFolderPath")) {
            (Some(id), _) => Some(folders::parent(crm, &id)?),
            (None, Some(path)) => {
                folders::check_path(path)?;
                Some(crm.files.make_folders(path, now_ms).map_err(no_room)?)
            }
            (None, None) => None,
        };
        let file = crm.files.file_mut(id).ok_or_else(|| unknown(id))?;
        if let Some((name, extension)) = name {
            let same = extension.is_empty() || extension == file.extension;
            file.name = if same { name } else { format!("{name}.{extension}") };
        }
        if let Some(folder) = folder {
            file.folder = folder;
        }
        if let Some(access) = access {
            file.access = access;
        }
        file.updated_ms = now_ms;
        let file = super::find(crm, id)?;
        Ok(Answer::ok(show::file(crm, file)))
    })
}
