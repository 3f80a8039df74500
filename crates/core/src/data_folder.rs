//! Where the data folder is, for the window and for the command line.

use std::path::PathBuf;

/// As in `tauri.conf.json`.
const IDENTIFIER: &str = "dev.portalscope.desktop";

/// The folder of this person's data on this system: `$XDG_DATA_HOME`, `~/Library/Application Support` or `%APPDATA%`,
/// and the app's own folder in it. `None`: the system names none.
pub fn default_data_folder() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join(IDENTIFIER))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_identifier_is_the_windows_own() {
        let config = include_str!("../../../tauri.conf.json");
        assert!(config.contains(&format!("\"identifier\": \"{}\"", super::IDENTIFIER)));
    }
}
