//! Grants on disk, so that a restarted demo portal still knows its tokens. Hashes only, never a token.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use crate::grants::GrantStore;

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
    fs::write(&fresh, text)?;
    restrict(Path::new(&fresh))?;
    fs::rename(&fresh, path)
}

#[cfg(unix)]
fn restrict(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn restrict(_path: &Path) -> io::Result<()> {
    Ok(())
}
