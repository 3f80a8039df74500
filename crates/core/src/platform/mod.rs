//! Access to this computer: clocks, files, folders, the log.

pub(crate) mod clock;
pub(crate) mod core_dumps;
pub(crate) mod data_folder;
pub(crate) mod files;
pub(crate) mod log;
pub(crate) mod numbers;
pub(crate) mod text;
