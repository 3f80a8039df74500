//! What the portal's API serves, one module per part of HubSpot's API.

pub(crate) mod account_info;
pub(crate) mod control;
pub(crate) mod crm;
pub(crate) mod generic;
pub(crate) mod legacy;
