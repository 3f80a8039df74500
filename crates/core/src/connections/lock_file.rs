//! Locks a connection's secrets, also against other processes.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;

use crate::error::{Error, Result};
use crate::platform::files::{create_private_folder, open_private};

/// Longer than a refresh whose server and keyring both time out.
const MAX_WAIT: Duration = Duration::from_secs(90);
const RETRY_INTERVAL: Duration = Duration::from_millis(20);

/// The lock while a connection's secrets are exchanged, replaced or removed: by one task of one process at a time. The
/// system releases the file's lock however the process ends.
pub(crate) struct Exclusive {
    _refresh_lock: OwnedMutexGuard<()>,
    _file: Option<File>,
}

impl Exclusive {
    /// `file`: `None` if the secrets are in this process's memory only, or the data folder cannot be written.
    pub(crate) fn new(refresh_lock: OwnedMutexGuard<()>, file: Option<File>) -> Self {
        Self { _refresh_lock: refresh_lock, _file: file }
    }
}

/// Locks the file, which is created if needed. Polls `try_lock`, so that no blocked thread stays behind after a timeout.
pub(crate) async fn lock_file(path: &Path) -> Result<File> {
    let file = open(path)?;
    let taken = async {
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(RETRY_INTERVAL).await,
                Err(TryLockError::Error(error)) => return Err(Error::Disk(error)),
            }
        }
    };
    tokio::time::timeout(MAX_WAIT, taken).await.map_err(|_| Error::ConnectionBusy)??;
    Ok(file)
}

fn open(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        create_private_folder(folder)?;
    }
    open_private(path)
}
