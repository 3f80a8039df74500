//! The history as its callers see it, on real files.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests say what they expect; their children get settings from the environment"
)]

mod bounds;
mod broken;
mod changes;
mod full_disk;
mod groups;
mod kill;
mod memory;
mod processes;
mod recording;
mod redact_again;
mod removal;
mod scopes;
mod search;
mod support;
mod usage;
