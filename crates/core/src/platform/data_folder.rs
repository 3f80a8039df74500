//! The data folder, and every path in it.

use std::path::PathBuf;

use crate::error::Result;
use crate::platform::files::create_private_folder;

/// As in `tauri.conf.json`.
const IDENTIFIER: &str = "dev.portalscope.desktop";

/// The default data folder: the app's own folder in `$XDG_DATA_HOME`, `~/Library/Application Support` or `%APPDATA%`.
/// `None`: the system has no such folder.
pub fn default_data_folder() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join(IDENTIFIER))
}

/// The folder with everything that the app stores, except secrets.
#[derive(Clone, Debug)]
pub struct DataFolder {
    path: PathBuf,
}

impl DataFolder {
    /// Creates the folder if needed, accessible to this user only.
    pub(crate) fn open(path: PathBuf) -> Result<Self> {
        create_private_folder(&path)?;
        Ok(Self { path })
    }

    /// The SQLite file.
    pub(crate) fn data_file(&self) -> PathBuf {
        self.path.join("portalscope.db")
    }

    /// The grants of the embedded demo portal.
    pub(crate) fn demo_portal_file(&self) -> PathBuf {
        self.path.join("demo-portal.json")
    }

    /// The folder of the files that lock connections and apps against other processes.
    pub(crate) fn locks(&self) -> PathBuf {
        self.path.join("locks")
    }

    /// The folder of the user's updates of the catalog.
    pub(crate) fn catalog_updates(&self) -> PathBuf {
        self.path.join("catalogue-updates")
    }

    /// The folder of the response bodies, in temporary files without a name.
    pub(crate) fn spool(&self) -> PathBuf {
        self.path.join("spool")
    }

    /// The folder of the webview's data: in the data folder, except on macOS, where the system chooses it.
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
