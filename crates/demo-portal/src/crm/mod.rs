//! The data model of an account: records of all object types, with their properties, associations, pipelines
//! and owners. It does not know the API that reads and changes it, except for the errors that it reports.

pub(crate) mod associations;
pub(crate) mod custom_types;
pub(crate) mod email;
pub(crate) mod files;
pub(crate) mod forms;
pub(crate) mod hubdb;
pub(crate) mod lists;
pub(crate) mod object_types;
pub(crate) mod owner;
mod pipeline_removal;
pub(crate) mod pipelines;
pub(crate) mod properties;
pub(crate) mod property_groups;
pub(crate) mod record;
pub(crate) mod search_filter;
mod sending;
pub(crate) mod single_sends;
pub(crate) mod store;
pub(crate) mod validate;
pub(crate) mod values;
pub(crate) mod workflows;
