//! Uploads: new files, and new contents of a file.

use serde_json::Value;

use super::{super::shared::Context, no_room, show, unknown};
use crate::{
    crm::{
        files::{FileContents, StoredFile},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        multipart::{Part, Parts},
    },
};

/// In bytes; what is longer is no name.
const MAX_NAME: usize = 255;
const ACCESSES: &[&str] = &[
    "PUBLIC_INDEXABLE",
    "PUBLIC_NOT_INDEXABLE",
    "HIDDEN_INDEXABLE",
    "HIDDEN_NOT_INDEXABLE",
    "HIDDEN_PRIVATE",
    "PRIVATE",
    "HIDDEN_SENSITIVE",
    "SENSITIVE",
];

/// A checked access.
///
/// # Errors
///
/// 400 if HubSpot has no such word.
pub(super) fn access(word: &str) -> Result<String, ApiError> {
    if ACCESSES.contains(&word) {
        Ok(word.to_owned())
    } else {
        Err(ApiError::validation(&format!(
            "{word} is not a valid access. Allowed are {}.",
            ACCESSES.join(", ")
        )))
    }
}

/// A name and an extension.
///
/// # Errors
///
/// 400 for a name that is empty, too long, or a path.
pub(super) fn split_name(full: &str) -> Result<(String, String), ApiError> {
    if full.is_empty() || full.len() > MAX_NAME || full.contains(['/', '\\']) {
        return Err(ApiError::validation("The name of a file has 1 to 255 bytes and no slash."));
    }
    let (name, extension) = full.rsplit_once('.').filter(|(name, _)| !name.is_empty()).unwrap_or((full, ""));
    Ok((name.to_owned(), extension.to_owned()))
}

/// The name that a client gives, with the extension of the uploaded file where it has none.
pub(super) fn named(part: &Part, wanted: Option<&str>) -> Result<(String, String), ApiError> {
    let own = split_name(part.file_name.as_deref().unwrap_or_default());
    match wanted {
        None => own,
        Some(wanted) => {
            let (name, extension) = split_name(wanted)?;
            let own_extension = own.map(|(_, extension)| extension).unwrap_or_default();
            Ok((name, if extension.is_empty() { own_extension } else { extension }))
        }
    }
}

/// Adds a file, or returns the one that it is a duplicate of.
pub(super) struct NewFile {
    pub(super) folder: Option<u64>,
    pub(super) name: String,
    pub(super) extension: String,
    pub(super) contents: FileContents,
    pub(super) access: String,
    /// Takes the place of a file with the same path; without it the new file gets a number behind its name.
    pub(super) overwrite: bool,
}

impl NewFile {
    /// Stores the file and returns its id.
    ///
    /// # Errors
    ///
    /// 400 if the portal is full.
    pub(super) fn store(self, crm: &mut Crm, now_ms: i64) -> Result<String, ApiError> {
        let taken = |crm: &Crm, name: &str| {
            let same = |file: &&StoredFile| {
                file.folder == self.folder && file.name == name && file.extension == self.extension
            };
            crm.files.files().iter().find(same).map(|file| file.id.to_string())
        };
        if self.overwrite
            && let Some(id) = taken(crm, &self.name)
            && let Some(file) = crm.files.file_mut(&id)
        {
            (file.contents, file.access, file.updated_ms) = (self.contents, self.access, now_ms);
            return Ok(id);
        }
        let numbered = |number: u32| format!("{}-{number}", self.name);
        let names = std::iter::once(self.name.clone()).chain((1..).map(numbered));
        let name = names.into_iter().find(|name| taken(crm, name).is_none()).unwrap_or_default();
        let file = StoredFile {
            id: 0,
            folder: self.folder,
            name,
            extension: self.extension,
            contents: self.contents,
            access: self.access,
            created_ms: now_ms,
            updated_ms: now_ms,
            archived: false,
        };
        crm.files.add(file).map(|file| file.id.to_string()).map_err(no_room)
    }
}

/// The part with the file.
fn file_part<'a>(parts: &'a Parts) -> Result<&'a Part<'a>, ApiError> {
    parts
        .files()
        .next()
        .ok_or_else(|| ApiError::validation("No file was uploaded: the part 'file' is missing."))
}

fn options(parts: &Parts) -> Result<Value, ApiError> {
    let Some(text) = parts.text("options") else { return Ok(Value::Null) };
    serde_json::from_str(text).map_err(|_| ApiError::validation("The part 'options' is not valid JSON."))
}

/// The folder by the parts `folderId` or `folderPath`, one of which a new file must have.
fn folder(crm: &mut Crm, parts: &Parts, now_ms: i64) -> Result<Option<u64>, ApiError> {
    match (parts.text("folderId"), parts.text("folderPath")) {
        (Some(_), Some(_)) => Err(ApiError::validation("Only one of folderId and folderPath may be set.")),
        (Some(id), None) => super::folders::by_id(crm, id).map(Some),
        (None, Some(path)) => {
            super::folders::check_path(path)?;
            crm.files.make_folders(path, now_ms).map_err(no_room)
        }
        (None, None) => Err(ApiError::validation("One of folderId and folderPath must be set.")),
    }
}

/// What a client wants with a file that is there already, in the options.
enum Duplicates {
    Keep,
    Reject,
    Return,
}

impl Duplicates {
    fn of(options: &Value) -> Self {
        match options["duplicateValidationStrategy"].as_str() {
            Some("REJECT") => Self::Reject,
            Some("RETURN_EXISTING") => Self::Return,
            _ => Self::Keep,
        }
    }
}

/// A file with the same contents, in the folder or anywhere.
fn duplicate<'a>(
    crm: &'a Crm,
    contents: &FileContents,
    folder: Option<u64>,
    options: &Value,
) -> Option<&'a StoredFile> {
    let anywhere = options["duplicateValidationScope"] != "EXACT_FOLDER";
    crm.files.files().iter().find(|file| file.contents == *contents && (anywhere || file.folder == folder))
}

/// `POST /files/v3/files`.
pub(super) fn create(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let parts = Parts::of(context.call)?;
    let part = file_part(&parts)?;
    let options = options(&parts)?;
    let word = options["access"].as_str().ok_or_else(|| ApiError::missing_fields(&["access"]))?;
    let access = access(word)?;
    let (name, extension) = named(part, parts.text("fileName"))?;
    let contents = FileContents::measure(part.content);
    context.with_crm(|crm| {
        let folder = folder(crm, &parts, now_ms)?;
        let existing = duplicate(crm, &contents, folder, &options);
        match (Duplicates::of(&options), existing) {
            (Duplicates::Reject, Some(file)) => {
                let message = format!("A file with the same contents exists already: {}", file.id);
                return Err(ApiError::conflict(&message));
            }
            (Duplicates::Return, Some(file)) => return Ok(Answer::created(show::file(crm, file))),
            _ => {}
        }
        let overwrite = options["overwrite"] == true;
        let id = NewFile { folder, name, extension, contents, access, overwrite }.store(crm, now_ms)?;
        let file = super::find(crm, &id)?;
        Ok(Answer::created(show::file(crm, file)))
    })
}

/// `PUT /files/v3/files/{fileId}`: new contents under the same id and name.
pub(super) fn replace(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    let parts = Parts::of(context.call)?;
    let contents = FileContents::measure(file_part(&parts)?.content);
    let word = options(&parts)?["access"].as_str().map(access).transpose()?;
    context.with_crm(|crm| {
        let file = crm.files.file_mut(id).ok_or_else(|| unknown(id))?;
        (file.contents, file.updated_ms) = (contents, now_ms);
        if let Some(word) = word {
            file.access = word;
        }
        let file = super::find(crm, id)?;
        Ok(Answer::ok(show::file(crm, file)))
    })
}
