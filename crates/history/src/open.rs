//! Where a history is, and its connections: one that writes, others that read.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Result};
use crate::schema::{MIGRATIONS, known_version};

/// How long to wait for another process that is writing.
pub(crate) const MAX_WAIT_MS: u32 = 5_000;
const MAX_WAIT: Duration = Duration::from_millis(MAX_WAIT_MS as u64);
const RETRY_INTERVAL: Duration = Duration::from_millis(10);
/// After a checkpoint the write-ahead log is cut to this (bytes).
const MAX_LOG_BYTES: i64 = 4 * 1024 * 1024;
/// SQLite keeps a log and an index of it beside the file.
const SIDE_FILES: [&str; 2] = ["-wal", "-shm"];

/// Where a history is.
#[derive(Clone, Debug)]
pub(crate) enum Location {
    File(PathBuf),
    /// The name of a database in this process's memory.
    Memory(String),
}

impl Location {
    /// A new one, that no other history has.
    pub fn memory() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self::Memory(format!("file:/portalscope-history-{number}?vfs=memdb"))
    }

    /// Opens the connection that writes, and brings the tables up to date.
    ///
    /// # Errors
    /// [`Error::Newer`]; a broken file as [`Error::Database`].
    pub fn open_writer(&self) -> Result<Connection> {
        let mut database = match self {
            Self::File(file) => {
                create_private(file)?;
                Connection::open(file)?
            }
            Self::Memory(name) => open_named(name)?,
        };
        database.busy_timeout(MAX_WAIT)?;
        // Before anything is written: the file of a newer version must stay as it is.
        refuse_newer(&database)?;
        // Only a file without tables can be given this; it does nothing to others.
        database.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        if matches!(self, Self::File(_)) {
            write_ahead(&database)?;
            database.pragma_update(None, "journal_size_limit", MAX_LOG_BYTES)?;
        }
        // The system has what was committed, so that a killed process loses nothing of it.
        database.pragma_update(None, "synchronous", "NORMAL")?;
        database.pragma_update(None, "secure_delete", true)?;
        database.pragma_update(None, "temp_store", "MEMORY")?;
        database.pragma_update(None, "cache_size", -16_000)?;
        migrate(&mut database)?;
        database.set_prepared_statement_cache_capacity(64);
        Ok(database)
    }

    /// Opens a connection that only reads.
    pub fn open_reader(&self) -> Result<Connection> {
        let database = match self {
            Self::File(file) => Connection::open_with_flags(
                file,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?,
            Self::Memory(name) => open_named(name)?,
        };
        database.busy_timeout(MAX_WAIT)?;
        database.pragma_update(None, "query_only", true)?;
        database.pragma_update(None, "temp_store", "MEMORY")?;
        database.pragma_update(None, "cache_size", -8_000)?;
        database.set_prepared_statement_cache_capacity(64);
        Ok(database)
    }

    /// Renames a broken file, with what belongs to it. `None`: it is not broken any more, another process did so.
    pub fn set_aside(&self) -> Result<Option<PathBuf>> {
        let Self::File(file) = self else { return Ok(None) };
        match self.open_writer().and_then(|database| check(&database)) {
            Ok(()) => return Ok(None),
            Err(error) if error.is_broken_file() => (),
            Err(error) => return Err(error),
        }
        let new = unused_name(file);
        fs::rename(file, &new)?;
        for side in SIDE_FILES {
            // They are not always there.
            let _ = fs::rename(with_suffix(file, side), with_suffix(&new, side));
        }
        Ok(Some(new))
    }
}

fn open_named(name: &str) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(name, flags)?)
}

/// Reads the whole file. Only after it was seen to be broken: it takes seconds.
fn check(database: &Connection) -> Result<()> {
    let said: String = database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" {
        return Ok(());
    }
    Err(crate::jobs::broken())
}

/// Creates the file for this user only; SQLite gives its side files the same mode.
fn create_private(file: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(file)?;
    // A file that was copied or restored may be readable by others. Where modes cannot be changed it can still be used.
    #[cfg(unix)]
    let _ = opened.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600));
    drop(opened);
    Ok(())
}

/// Switches to WAL mode. SQLite's busy timeout does not apply here, and two processes may create the file at once.
fn write_ahead(database: &Connection) -> Result<()> {
    let end = Instant::now() + MAX_WAIT;
    loop {
        match database.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if is_busy(&error) && Instant::now() < end => std::thread::sleep(RETRY_INTERVAL),
            result => return Ok(result?),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}

fn refuse_newer(database: &Connection) -> Result<()> {
    let version: usize = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > known_version() { Err(Error::Newer) } else { Ok(()) }
}

/// Applies the missing steps. If two processes begin at once, one finds the tables of the other.
fn migrate(database: &mut Connection) -> Result<()> {
    let end = Instant::now() + MAX_WAIT;
    loop {
        let version: usize = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version == known_version() {
            return Ok(());
        }
        match MIGRATIONS.to_latest(database) {
            Ok(()) => return Ok(()),
            Err(rusqlite_migration::Error::RusqliteError { err, .. }) => match Error::from(err) {
                error if error.is_broken_file() || error.is_full() || Instant::now() > end => {
                    return Err(error);
                }
                _ => std::thread::sleep(RETRY_INTERVAL),
            },
            Err(_) => return Err(Error::Newer),
        }
    }
}

/// `history.broken-1.db`, or the next that does not exist.
fn unused_name(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let end = file.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    let name = |number| file.with_file_name(format!("{stem}.broken-{number}{end}"));
    (1..u32::MAX).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(0))
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The sizes of a file and of what is beside it, in bytes. Files that do not exist count nothing.
pub(crate) fn sizes(file: &Path) -> (u64, u64) {
    let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
    (size(file), SIDE_FILES.iter().map(|side| size(&with_suffix(file, side))).sum())
}
