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
    /// Creates the folder if needed. It becomes accessible to this user only, also if it was there before. Fails with
    /// [`Error::DataFolderForeign`](crate::Error::DataFolderForeign) if it is another user's.
    pub(crate) fn open(path: PathBuf) -> Result<Self> {
        create_private_folder(&path)?;
        #[cfg(unix)]
        make_private(&path, rustix::process::geteuid().as_raw())?;
        Ok(Self { path })
    }

    /// The SQLite file.
    pub(crate) fn data_file(&self) -> PathBuf {
        self.path.join("portalscope.db")
    }

    /// The SQLite file of the history.
    pub(crate) fn history_file(&self) -> PathBuf {
        self.path.join("history.db")
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

/// `user`: the id of who runs this process.
#[cfg(unix)]
fn make_private(folder: &std::path::Path, user: u32) -> Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt};

    let found = folder.metadata()?;
    if found.uid() != user {
        return Err(crate::error::Error::DataFolderForeign);
    }
    // A file system without modes can still be used.
    let is_open = found.mode() & 0o077 != 0;
    if is_open && std::fs::set_permissions(folder, PermissionsExt::from_mode(0o700)).is_err() {
        tracing::warn!("others on this computer may look into the data folder");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn a_folder_that_others_could_open_is_closed_to_them_and_another_users_is_refused() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt};

        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("data");
        let mode = || path.metadata().unwrap().mode() & 0o777;
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        let other = path.metadata().unwrap().uid() + 1;
        let refused = super::make_private(&path, other).unwrap_err();
        assert!(matches!(refused, crate::error::Error::DataFolderForeign));
        assert_eq!(mode(), 0o755, "what is not ours is left alone");
        super::DataFolder::open(path.clone()).unwrap();
        assert_eq!(mode(), 0o700);
    }

    #[test]
    fn the_identifier_is_the_windows_own() {
        let config = include_str!("../../../../tauri.conf.json");
        assert!(config.contains(&format!("\"identifier\": \"{}\"", super::IDENTIFIER)));
    }
}
