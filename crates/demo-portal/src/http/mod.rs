//! Requests, responses and errors, independent of any portal.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod errors;
pub(crate) mod json;
pub(crate) mod multipart;
