//! The shell: the only Rust that knows Tauri.

pub fn run() {}
