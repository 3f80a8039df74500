//! The lock files by which processes keep out of each other's way.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;

use crate::error::{Error, Result};
use crate::platform::files::create_private_folder;

/// A refresh at a server that does not answer and a keyring that hangs take less.
const MAX_WAIT: Duration = Duration::from_secs(90);
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Held while a connection's secrets are exchanged, replaced or removed: by one task of one process at a time. The
/// system takes the file's lock back however the process ends.
pub(crate) struct Exclusive {
    _refresh_lock: OwnedMutexGuard<()>,
    _file: Option<File>,
}

impl Exclusive {
    pub(crate) fn new(refresh_lock: OwnedMutexGuard<()>, file: Option<File>) -> Self {
        Self { _refresh_lock: refresh_lock, _file: file }
    }
}

/// `try_lock` in turns instead of a thread that waits: nothing is left behind when the wait is given up.
pub(crate) async fn lock_file(path: &Path) -> Result<File> {
    let file = open_private(path)?;
    let taken = async {
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(BETWEEN_TRIES).await,
                Err(TryLockError::Error(error)) => return Err(Error::Disk(error)),
            }
        }
    };
    tokio::time::timeout(MAX_WAIT, taken).await.map_err(|_| Error::ConnectionBusy)??;
    Ok(file)
}

fn open_private(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        create_private_folder(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
