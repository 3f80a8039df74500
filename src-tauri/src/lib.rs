//! The shell: the only Rust code that depends on Tauri. Commands are a few lines over a function of the core; they only
//! return types that cannot contain a secret.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a command owns what the window sent, and Tauri hands over its state by value"
)]

mod browser;
mod clipboard;
mod commands;
mod deep_link;
mod events;
mod file_dialogs;
pub mod ipc;
mod options;
mod restart;
mod run;
mod state;
mod window;

pub use run::run;
