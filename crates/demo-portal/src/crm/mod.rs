//! An account's CRM data: records of every object type, their properties, links, pipelines and owners.

pub(crate) mod associations;
pub(crate) mod object_types;
pub(crate) mod owner;
pub(crate) mod pipelines;
pub(crate) mod properties;
pub(crate) mod search_filter;
pub(crate) mod store;
pub(crate) mod validate;
pub(crate) mod values;
