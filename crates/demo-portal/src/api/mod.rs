//! The API: one module for each part of HubSpot's, each of which serves calls that the edge has let through.

pub(crate) mod account_info;
pub(crate) mod control;
pub(crate) mod crm;
pub(crate) mod generic;
pub(crate) mod legacy;
