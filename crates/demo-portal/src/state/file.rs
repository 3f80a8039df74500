//! Keeps grants in a file, so that tokens remain valid across restarts. Tokens are stored as hashes only. The number that
//! private keys are derived from is in it too.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{credentials::static_keys, grants::GrantStore};

/// Files of another version are not read.
const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct Stored<'a> {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<u64>,
    #[serde(flatten)]
    grants: &'a GrantStore,
}

#[derive(Deserialize)]
struct Loaded {
    version: u32,
    /// Missing in files without private keys.
    key: Option<u64>,
    #[serde(flatten)]
    grants: GrantStore,
}

/// What the file keeps.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) grants: GrantStore,
    /// The number that private keys are derived from.
    pub(crate) key: Option<u64>,
}

/// Reads a file. One that cannot be read or parsed is renamed to `NAME.broken`, and the portal starts without grants and
/// with new keys.
pub(crate) fn load(path: &Path) -> Kept {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Kept::default(),
        Err(_) => return move_aside(path),
    };
    parse(&text).unwrap_or_else(|| move_aside(path))
}

fn parse(text: &str) -> Option<Kept> {
    let loaded = serde_json::from_str::<Loaded>(text).ok()?;
    (loaded.version == FORMAT_VERSION).then_some(Kept { grants: loaded.grants, key: loaded.key })
}

/// The private static keys of the portal with this state file: the service key and the token of the private app. `None`
/// if there are none yet. Changes nothing.
pub fn private_static_keys(state_file: &Path) -> Option<[String; 2]> {
    parse(&fs::read_to_string(state_file).ok()?)?.key.map(static_keys)
}

fn move_aside(path: &Path) -> Kept {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".broken");
    if fs::rename(path, &aside).is_err() {
        tracing::warn!("a broken demo portal state file could not be set aside");
    }
    Kept::default()
}

/// Writes to a temporary file and renames it, so that a crash leaves either the old or the new state.
///
/// # Errors
///
/// The operating system's error; the old file is then unchanged.
pub(crate) fn save(path: &Path, key: Option<u64>, grants: &GrantStore) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let text = serde_json::to_string(&Stored { version: FORMAT_VERSION, key, grants })?;
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    create_private(Path::new(&temporary))?.write_all(text.as_bytes())?;
    fs::rename(&temporary, path)
}

/// Creates a file that only its owner can read. A temporary file left by a crash is removed first, since
/// someone else may have opened it.
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
