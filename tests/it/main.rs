//! Integration tests: the core against the demo portal, and the contract with the window. One binary.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests say what they expect by unwrapping"
)]

mod bindings;
mod boundaries;
mod browser;
mod causes;
mod connecting;
mod console;
mod dates;
mod drafts;
mod failures;
mod floors;
mod history;
mod history_keeping;
mod history_window;
mod hostile_server;
mod keyring;
#[cfg(target_os = "linux")]
mod kill;
mod late_secrets;
mod links;
mod loopback;
mod many;
mod oauth_apps;
mod older_data;
mod pasting;
mod ports;
#[cfg(target_os = "linux")]
mod production_lock;
mod protocol;
#[cfg(target_os = "linux")]
mod reauthorizing;
mod refreshing;
mod repeating_server;
mod report;
mod report_preview;
mod scopes;
mod scripted_server;
#[cfg(target_os = "linux")]
mod session;
#[cfg(target_os = "linux")]
mod snapshot;
#[cfg(unix)]
mod snippets;
mod test_app;
#[cfg(target_os = "linux")]
mod two_processes;
#[cfg(target_os = "linux")]
mod wire;
#[cfg(target_os = "linux")]
mod words;
