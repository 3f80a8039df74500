//! Workflows and files.

/// A workflow of contacts. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Workflow {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) enabled: bool,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    /// The ids of the contacts that are in it.
    pub(crate) enrolled: Vec<u64>,
    pub(crate) deleted: bool,
}

/// A file of the file manager. Its contents are not kept.
#[derive(Debug, Clone)]
pub(crate) struct StoredFile {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) extension: String,
    pub(crate) bytes: u64,
    pub(crate) created_ms: i64,
    pub(crate) deleted: bool,
}

/// The workflows and files of an account.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) workflows: Vec<Workflow>,
    pub(crate) files: Vec<StoredFile>,
}

impl Contents {
    /// Workflows that are not deleted.
    pub(crate) fn live_workflows(&self) -> impl Iterator<Item = &Workflow> {
        self.workflows.iter().filter(|workflow| !workflow.deleted)
    }

    /// A workflow that is not deleted, to change it.
    pub(crate) fn workflow_mut(&mut self, id: &str) -> Option<&mut Workflow> {
        self.workflows.iter_mut().find(|workflow| workflow.id.to_string() == id && !workflow.deleted)
    }

    /// Files that are not deleted.
    pub(crate) fn live_files(&self) -> impl Iterator<Item = &StoredFile> {
        self.files.iter().filter(|file| !file.deleted)
    }
}
