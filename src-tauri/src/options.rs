//! The app's start options: arguments and environment variables, read once.

use std::path::PathBuf;

use tauri::{AppHandle, Manager};

/// Moves the whole data directory.
const HOME: &str = "PORTALSCOPE_HOME";
/// As `RUST_LOG`, for Portalscope alone.
const LOG: &str = "PORTALSCOPE_LOG";

/// How often this start was attempted before; set only by the app itself.
pub const START_ATTEMPT: &str = "PORTALSCOPE_START_TRIES";

pub struct StartOptions {
    pub home: Option<PathBuf>,
    pub log: Option<String>,
    /// Begin with the demo portal's consent page.
    pub demo: bool,
    pub attempts: u32,
}

impl StartOptions {
    pub fn read() -> Self {
        Self {
            home: std::env::var_os(HOME).map(PathBuf::from),
            log: std::env::var_os(LOG).and_then(|value| value.into_string().ok()),
            demo: std::env::args_os().any(|argument| argument == "--demo"),
            attempts: std::env::var_os(START_ATTEMPT)
                .and_then(|value| value.to_str()?.parse().ok())
                .unwrap_or_default(),
        }
    }

    /// The arguments of this start, without the program's name.
    pub fn arguments() -> impl Iterator<Item = std::ffi::OsString> {
        std::env::args_os().skip(1)
    }

    pub fn home(&self, app: &AppHandle) -> tauri::Result<PathBuf> {
        let home = self.home.clone().or_else(portalscope_core::default_data_folder);
        home.map_or_else(|| app.path().app_data_dir(), Ok)
    }
}
