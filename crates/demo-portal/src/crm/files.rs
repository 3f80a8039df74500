//! The file manager: files and the folders that hold them. Of a file's contents the size and a digest are kept, the latter to
//! tell duplicates.

use sha2::{Digest, Sha256};

const FIRST_FILE_ID: u64 = 61_400_001;
const FIRST_FOLDER_ID: u64 = 61_300_001;
/// How many files and how many folders are kept, so that a client in a loop does not fill the memory.
const MAX_KEPT: usize = 5_000;

/// What is known of the contents of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileContents {
    pub(crate) bytes: u64,
    /// SHA-256; `None` for the files that every account has, of which there are no contents.
    digest: Option<[u8; 32]>,
}

impl FileContents {
    /// Contents of which only the size is known.
    pub(crate) fn of_size(bytes: u64) -> Self {
        Self { bytes, digest: None }
    }

    /// Measures the contents, which are not kept.
    pub(crate) fn measure(content: &[u8]) -> Self {
        Self { bytes: content.len() as u64, digest: Some(Sha256::digest(content).into()) }
    }
}

/// A file. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct StoredFile {
    pub(crate) id: u64,
    pub(crate) folder: Option<u64>,
    /// Without the extension.
    pub(crate) name: String,
    pub(crate) extension: String,
    pub(crate) contents: FileContents,
    /// In HubSpot's words, such as `PUBLIC_INDEXABLE`.
    pub(crate) access: String,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    pub(crate) archived: bool,
}

/// A folder. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    pub(crate) id: u64,
    pub(crate) parent: Option<u64>,
    pub(crate) name: String,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
}

/// The account keeps as many files or folders as it can.
#[derive(Debug)]
pub(crate) struct Full;

/// The files and folders of an account.
#[derive(Debug, Default)]
pub(crate) struct Files {
    stored: Vec<StoredFile>,
    folders: Vec<Folder>,
    created: u64,
}

impl Files {
    /// All files that are not deleted, archived ones included, in the order of their ids.
    pub(crate) fn files(&self) -> &[StoredFile] {
        &self.stored
    }

    /// All folders, in the order of their ids.
    pub(crate) fn folders(&self) -> &[Folder] {
        &self.folders
    }

    /// A file by its id in text.
    pub(crate) fn file(&self, id: &str) -> Option<&StoredFile> {
        self.stored.iter().find(|file| file.id.to_string() == id)
    }

    /// A file by its id in text, to change it.
    pub(crate) fn file_mut(&mut self, id: &str) -> Option<&mut StoredFile> {
        self.stored.iter_mut().find(|file| file.id.to_string() == id)
    }

    /// A folder by its id in text.
    pub(crate) fn folder(&self, id: &str) -> Option<&Folder> {
        self.folders.iter().find(|folder| folder.id.to_string() == id)
    }

    /// A folder by its id in text, to change it.
    pub(crate) fn folder_mut(&mut self, id: &str) -> Option<&mut Folder> {
        self.folders.iter_mut().find(|folder| folder.id.to_string() == id)
    }

    /// The folder in a folder with this name.
    pub(crate) fn child(&self, parent: Option<u64>, name: &str) -> Option<&Folder> {
        let matches = |folder: &&Folder| folder.parent == parent && folder.name.eq_ignore_ascii_case(name);
        self.folders.iter().find(matches)
    }

    /// The folder at a path such as `/images/2026`; `None` if there is none, or for the root.
    pub(crate) fn folder_at(&self, path: &str) -> Option<&Folder> {
        names(path).try_fold(None, |parent: Option<&Folder>, name| {
            self.child(parent.map(|folder| folder.id), name).map(Some)
        })?
    }

    /// The file at a path with its extension.
    pub(crate) fn file_at(&self, path: &str) -> Option<&StoredFile> {
        let wanted = format!("/{}", path.trim_matches('/'));
        self.stored.iter().find(|file| self.path_of(file).eq_ignore_ascii_case(&wanted))
    }

    /// Such as `/images/logo.png`.
    pub(crate) fn path_of(&self, file: &StoredFile) -> String {
        format!("{}/{}", self.path_of_folder(file.folder), file.full_name())
    }

    /// Such as `/images`; empty for the root.
    pub(crate) fn path_of_folder(&self, id: Option<u64>) -> String {
        let mut path = String::new();
        let mut next = id;
        while let Some(folder) = next.and_then(|id| self.folders.iter().find(|folder| folder.id == id)) {
            path = format!("/{}{path}", folder.name);
            next = folder.parent;
        }
        path
    }

    /// Adds a file, whose id is chosen here.
    pub(crate) fn add(&mut self, file: StoredFile) -> Result<&StoredFile, Full> {
        if self.stored.len() >= MAX_KEPT {
            return Err(Full);
        }
        let id = FIRST_FILE_ID + self.created;
        self.created += 1;
        let at = self.stored.len();
        self.stored.push(StoredFile { id, ..file });
        Ok(&self.stored[at])
    }

    /// Creates a folder.
    pub(crate) fn add_folder(
        &mut self,
        parent: Option<u64>,
        name: &str,
        now_ms: i64,
    ) -> Result<&Folder, Full> {
        if self.folders.len() >= MAX_KEPT {
            return Err(Full);
        }
        let id = FIRST_FOLDER_ID + self.created;
        self.created += 1;
        let at = self.folders.len();
        self.folders.push(Folder {
            id,
            parent,
            name: name.to_owned(),
            created_ms: now_ms,
            updated_ms: now_ms,
        });
        Ok(&self.folders[at])
    }

    /// The folder at a path, created with those above it where it does not exist; `None` for the root.
    pub(crate) fn make_folders(&mut self, path: &str, now_ms: i64) -> Result<Option<u64>, Full> {
        let mut parent = None;
        for name in names(path) {
            let known = self.child(parent, name).map(|folder| folder.id);
            parent = Some(match known {
                Some(id) => id,
                None => self.add_folder(parent, name, now_ms)?.id,
            });
        }
        Ok(parent)
    }

    /// Deletes a file.
    pub(crate) fn remove(&mut self, id: u64) {
        self.stored.retain(|file| file.id != id);
    }

    /// Deletes a folder with all that is in it.
    pub(crate) fn remove_folder(&mut self, id: u64) {
        let gone: Vec<u64> =
            self.folders.iter().map(|folder| folder.id).filter(|own| self.is_below(*own, id)).collect();
        self.stored.retain(|file| !file.folder.is_some_and(|folder| gone.contains(&folder)));
        self.folders.retain(|folder| !gone.contains(&folder.id));
    }

    /// Whether a folder is another one, or in it at any depth.
    pub(crate) fn is_below(&self, id: u64, other: u64) -> bool {
        let mut next = Some(id);
        while let Some(id) = next {
            if id == other {
                return true;
            }
            next = self.folders.iter().find(|folder| folder.id == id).and_then(|folder| folder.parent);
        }
        false
    }
}

impl StoredFile {
    /// With the extension.
    pub(crate) fn full_name(&self) -> String {
        if self.extension.is_empty() {
            self.name.clone()
        } else {
            format!("{}.{}", self.name, self.extension)
        }
    }
}

fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').map(str::trim).filter(|name| !name.is_empty())
}
