//! One file per feature; a command is a few lines over the core's function of the same name.

pub mod app;
pub mod connect;
pub mod connections;
pub mod console;
pub mod coverage;
pub mod demo;
pub mod diagnosis;
pub mod endpoints;
pub mod history;
pub mod links;
pub mod oauth_apps;
pub mod opened;
pub mod reports;
pub mod scopes;
pub mod secrets;
pub mod storage;
pub mod updates;
