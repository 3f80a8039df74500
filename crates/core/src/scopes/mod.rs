//! What a connection may call, and what a list of endpoints would need.

pub(crate) mod analysis;
pub(crate) mod coverage;
pub(crate) mod coverage_export;
pub(crate) mod facts;
pub(crate) mod search;
pub(crate) mod sets;
