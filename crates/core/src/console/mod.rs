//! The request console: from what a person drafts to what is sent, and what came back in plain words.

pub(crate) mod compose;
pub(crate) mod composer;
pub(crate) mod curl;
pub(crate) mod exchange;
pub(crate) mod explain;
pub(crate) mod responses;
pub(crate) mod retry;
pub(crate) mod send;
pub(crate) mod view;
