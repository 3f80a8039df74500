//! Workflows.

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

/// The workflows of an account.
#[derive(Debug, Default)]
pub(crate) struct Workflows {
    /// Those that are deleted, too.
    pub(crate) all: Vec<Workflow>,
}

impl Workflows {
    /// Those that are not deleted.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Workflow> {
        self.all.iter().filter(|workflow| !workflow.deleted)
    }

    /// One that is not deleted, to change it.
    pub(crate) fn find_mut(&mut self, id: &str) -> Option<&mut Workflow> {
        self.all.iter_mut().find(|workflow| workflow.id.to_string() == id && !workflow.deleted)
    }
}
