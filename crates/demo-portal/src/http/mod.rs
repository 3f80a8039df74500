//! Requests, answers and refusals as HTTP carries them.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod errors;
pub(crate) mod json;
