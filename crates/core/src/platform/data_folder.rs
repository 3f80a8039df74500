//! The data folder: where it is, and every path in it, named once.

use std::path::PathBuf;

use crate::error::Result;
use crate::platform::files::create_private_folder;

/// As in `tauri.conf.json`.
const IDENTIFIER: &str = "dev.portalscope.desktop";

/// The folder of this person's data on this system: `$XDG_DATA_HOME`, `~/Library/Application Support` or `%APPDATA%`,
/// and the app's own folder in it. `None`: the system names none.
pub fn default_data_folder() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join(IDENTIFIER))
}

/// Everything but secrets.
#[derive(Clone, Debug)]
pub struct DataFolder {
    path: PathBuf,
}

impl DataFolder {
    /// Makes it, closed to others on the computer, unless it is there.
    pub(crate) fn open(path: PathBuf) -> Result<Self> {
        create_private_folder(&path)?;
        Ok(Self { path })
    }

    pub(crate) fn data_file(&self) -> PathBuf {
        self.path.join("portalscope.db")
    }

    /// Grants of the demo portal inside the app.
    pub(crate) fn demo_portal_file(&self) -> PathBuf {
        self.path.join("demo-portal.json")
    }

    /// The files that connections are locked by, against other processes.
    pub(crate) fn locks(&self) -> PathBuf {
        self.path.join("locks")
    }

    /// A person's own updates of the catalog.
    pub(crate) fn catalog_updates(&self) -> PathBuf {
        self.path.join("catalogue-updates")
    }

    /// Where the window's webview keeps what it keeps: in the data folder, but for macOS, where the system chooses.
    pub fn webview(&self) -> PathBuf {
        let of_system = || Some(dirs::home_dir()?.join("Library/WebKit").join(IDENTIFIER));
        let chosen = if cfg!(target_os = "macos") { of_system() } else { None };
        chosen.unwrap_or_else(|| self.path.join("webview"))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_identifier_is_the_windows_own() {
        let config = include_str!("../../../../tauri.conf.json");
        assert!(config.contains(&format!("\"identifier\": \"{}\"", super::IDENTIFIER)));
    }
}
