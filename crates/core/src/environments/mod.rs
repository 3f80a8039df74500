//! The servers a credential may go to.

pub(crate) mod demo;
