//! The shell: the only Rust that knows Tauri. Commands are a few lines over a function of the core; everything they
//! answer is a type that cannot hold a secret.

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
