//! Grants on disk, so that a restarted demo portal still knows its tokens. Hashes only, never a token.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::grants::GrantStore;

const VERSION: u32 = 1;

#[derive(Serialize)]
struct Stored<'a> {
    version: u32,
    #[serde(flatten)]
    grants: &'a GrantStore,
}

#[derive(Deserialize)]
struct Loaded {
    version: u32,
    #[serde(flatten)]
    grants: GrantStore,
}

/// What the file holds. A file that cannot be read as one of ours is set aside as `NAME.broken`, and the portal
/// begins empty.
pub(crate) fn load(path: &Path) -> GrantStore {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return GrantStore::default(),
        Err(_) => return set_aside(path),
    };
    match serde_json::from_str::<Loaded>(&text) {
        Ok(loaded) if loaded.version == VERSION => loaded.grants,
        _ => set_aside(path),
    }
}

fn set_aside(path: &Path) -> GrantStore {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".broken");
    if fs::rename(path, &aside).is_err() {
        tracing::warn!("a broken demo portal state file could not be set aside");
    }
    GrantStore::default()
}

/// Writes beside the file and renames, so that a crash leaves the old state or the new one.
pub(crate) fn save(path: &Path, grants: &GrantStore) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let text = serde_json::to_string(&Stored { version: VERSION, grants })?;
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    create_private(Path::new(&fresh))?.write_all(text.as_bytes())?;
    fs::rename(&fresh, path)
}

/// A new file that was never anybody else's to read: one that a crash left there goes first.
fn create_private(path: &Path) -> io::Result<fs::File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
