//! Where the data folder is, for the window and for the command line.

use std::path::{Path, PathBuf};

/// As in `tauri.conf.json`.
const IDENTIFIER: &str = "dev.portalscope.desktop";

/// The folder of this person's data on this system: `$XDG_DATA_HOME`, `~/Library/Application Support` or `%APPDATA%`,
/// and the app's own folder in it. `None`: the system names none.
pub fn default_data_folder() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join(IDENTIFIER))
}

/// Where the webview keeps what it keeps for the window: in the data folder, but for macOS, where the system chooses.
pub(crate) fn webview_folder(home: &Path) -> PathBuf {
    let of_system = || Some(dirs::home_dir()?.join("Library/WebKit").join(IDENTIFIER));
    let chosen = if cfg!(target_os = "macos") { of_system() } else { None };
    chosen.unwrap_or_else(|| home.join("webview"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_identifier_is_the_windows_own() {
        let config = include_str!("../../../../tauri.conf.json");
        assert!(config.contains(&format!("\"identifier\": \"{}\"", super::IDENTIFIER)));
    }
}
