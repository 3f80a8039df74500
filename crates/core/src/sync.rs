//! One data folder, several processes: the window and the command line share keyring and data file.
//!
//! Whoever exchanges a connection's secrets holds its lock file, and reads the record again once it is held. Records
//! are written over the revision that was read; what another process wrote is taken first and never overwritten.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;

use crate::connections::record::ConnectionRecord;
use crate::connections::registry::Live;
use crate::error::Error;
use crate::error::Result;
use crate::portalscope::{Event, Portalscope};

/// A refresh at a server that does not answer and a keyring that hangs take less.
const LONGEST_WAIT: Duration = Duration::from_secs(90);
const BETWEEN_TRIES: Duration = Duration::from_millis(20);
/// Asking SQLite whether somebody wrote takes microseconds.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// Held while a connection's secrets are exchanged, replaced or removed: by one task of one process at a time. The
/// system takes the file's lock back however the process ends.
pub(crate) struct Exclusive {
    _gate: OwnedMutexGuard<()>,
    _file: Option<File>,
}

impl Portalscope {
    /// Waits until nobody else works on the connection's secrets, then sees what others changed.
    pub(crate) async fn exclusive(&self, id: &str) -> Result<Exclusive> {
        let gate = self.connections.gate(id).lock_owned().await;
        let session_only = self.connections.with(id, |live| live.session_only);
        if session_only.unwrap_or_else(|_| self.keeps_in_memory()) {
            return Ok(Exclusive { _gate: gate, _file: None });
        }
        let file = match lock(&self.locks.join(format!("{id}.lock"))).await {
            // A disk that takes no file must not end a connection whose tokens are in the keyring.
            Err(Error::Disk(_)) => None,
            locked => Some(locked?),
        };
        if file.is_none() || self.see_changes().is_err() {
            tracing::warn!("the data folder cannot be used; other processes are not seen");
        }
        Ok(Exclusive { _gate: gate, _file: file })
    }

    /// Removes the lock file of a connection that is no more. Call it while the lock is held.
    pub(crate) fn remove_lock(&self, id: &str) {
        let _ = std::fs::remove_file(self.locks.join(format!("{id}.lock")));
    }

    /// Looks for what other processes changed, until the app ends. Start it once.
    pub async fn follow_data_file(self: Arc<Self>) {
        loop {
            tokio::time::sleep(BETWEEN_LOOKS).await;
            if self.see_changes().is_err() {
                tracing::warn!("the data file could not be read again");
            }
        }
    }

    /// Takes what other processes wrote since the last look. Costs next to nothing when they wrote nothing.
    pub(crate) fn see_changes(&self) -> Result<()> {
        if self.store.changed_elsewhere()? {
            self.take_changes().inspect_err(|_| self.store.look_again())?;
        }
        Ok(())
    }

    fn take_changes(&self) -> Result<()> {
        self.reload_apps()?;
        let (changed, gone) = self.connections.differences(&self.store.connection_revisions()?);
        for id in changed {
            self.take_stored(&id)?;
        }
        for id in gone {
            // It may have been connected here since the revisions were read.
            if self.store.connection(&id)?.is_none() {
                self.forget(&id);
            }
        }
        self.freshness_changed.notify_one();
        Ok(())
    }

    fn take_stored(&self, id: &str) -> Result<()> {
        let taken = self.connections.with(id, |live| {
            // Read while the connection is held: nothing of this process is written in between.
            let stored = self.store.connection(id)?.filter(|stored| stored.revision != live.revision);
            Ok::<_, Error>(stored.map(|stored| live.adopt(stored)))
        });
        match taken {
            Ok(taken) => drop(taken?),
            Err(_) => {
                if let Some(stored) = self.store.connection(id)? {
                    let client_id = self.client_id_of(&stored.record);
                    self.connections.insert_if_new(Live::stored(stored, client_id));
                }
            }
        }
        self.connection_changed(id);
        Ok(())
    }

    fn forget(&self, id: &str) {
        if self.connections.remove(id) {
            self.emit(Event::ConnectionRemoved(id.to_owned()));
        }
    }

    /// Changes a connection's record here and in the data file, on top of what another process wrote meanwhile.
    pub(crate) fn change_record(&self, id: &str, change: impl Fn(&mut ConnectionRecord)) -> Result<()> {
        self.connections.with(id, |live| {
            if self.write_changed(live, &change).is_err() {
                change(&mut live.record);
                tracing::warn!("a connection's record could not be saved");
            }
        })
    }

    /// Again only if another process wrote first; one that was removed there is not put back.
    fn write_changed(&self, live: &mut Live, change: &impl Fn(&mut ConnectionRecord)) -> Result<()> {
        loop {
            let mut changed = live.record.clone();
            change(&mut changed);
            if live.session_only {
                live.record = changed;
                return Ok(());
            }
            if let Some(revision) = self.store.update_connection(&changed, live.revision)? {
                (live.record, live.revision) = (changed, revision);
                return Ok(());
            }
            match self.store.connection(&live.record.id)? {
                Some(stored) => live.adopt(stored),
                None => return Err(Error::ConnectionNotFound),
            }
        }
    }
}

/// `try_lock` in turns instead of a thread that waits: nothing is left behind when the wait is given up.
async fn lock(path: &Path) -> Result<File> {
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
    tokio::time::timeout(LONGEST_WAIT, taken).await.map_err(|_| Error::ConnectionBusy)??;
    Ok(file)
}

fn open_private(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        crate::portalscope::create_private_folder(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
