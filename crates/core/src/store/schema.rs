//! The schema of the data file and its migrations. A file of a newer version is refused.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection as Database, TransactionBehavior};

use crate::error::{Error, Result};
use crate::platform::files::open_private;

/// One migration per schema version; `PRAGMA user_version` counts those applied. Never change a released one.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE connection (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE app (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
",
    // Counts the writes of a row, so that a process sees and never overwrites what another one changed.
    "ALTER TABLE connection ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;",
    "
    CREATE TABLE endpoint_set (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE call (
        id INTEGER PRIMARY KEY,
        connection TEXT NOT NULL,
        at TEXT NOT NULL,
        method TEXT NOT NULL,
        template TEXT NOT NULL,
        status INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX call_of_connection ON call (connection, id);
",
    // The history has a file of its own, which takes these calls (`former_calls`).
    "
    DROP INDEX call_of_connection;
    ALTER TABLE call RENAME TO former_call;
",
    "CREATE TABLE draft (connection TEXT PRIMARY KEY, open TEXT NOT NULL) STRICT, WITHOUT ROWID;",
];

/// How long to wait for another process that is writing.
const MAX_WAIT: Duration = Duration::from_secs(5);
const RETRY_INTERVAL: Duration = Duration::from_millis(10);

/// Opens or creates the file, and applies the missing migrations.
pub(super) fn open(file: &Path) -> Result<Database> {
    create_private_file(file)?;
    let mut database = Database::open(file)?;
    database.busy_timeout(MAX_WAIT)?;
    // Check before writing anything: a newer version's file must not be changed.
    steps_taken(&database)?;
    write_ahead(&database)?;
    database.pragma_update(None, "synchronous", "NORMAL")?;
    // What is being written in the console may have data of people.
    database.pragma_update(None, "secure_delete", "ON")?;
    migrate(&mut database)?;
    Ok(database)
}

/// Creates the file for this user only, since it contains e-mail addresses and portal names. SQLite gives its side files
/// the same mode.
fn create_private_file(file: &Path) -> std::io::Result<()> {
    let opened = open_private(file)?;
    // A file that was copied or restored may be readable by others. The mode cannot be changed if another user owns the
    // file or the file system has no modes; it can still be used.
    #[cfg(unix)]
    if opened.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)).is_err() {
        tracing::warn!("others on this computer may read the data file");
    }
    drop(opened);
    Ok(())
}

/// Switches to WAL mode. SQLite's busy timeout does not apply here, and two processes may create the file at once.
fn write_ahead(database: &Database) -> Result<()> {
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

/// How many migrations were applied to the file.
fn steps_taken(database: &Database) -> Result<usize> {
    let taken: usize = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if taken > MIGRATIONS.len() { Err(Error::DataFolderNewer) } else { Ok(taken) }
}

/// Applies the missing migrations in one transaction, which locks out other processes before the count is read.
fn migrate(database: &mut Database) -> Result<()> {
    if steps_taken(database)? == MIGRATIONS.len() {
        return Ok(());
    }
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let taken = steps_taken(&transaction)?;
    for step in MIGRATIONS.iter().skip(taken) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len())?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::{Database, Error, MIGRATIONS, open};

    #[test]
    fn a_data_file_of_a_newer_version_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portalscope.db");
        let newer = i64::try_from(MIGRATIONS.len()).unwrap() + 1;
        open(&file).unwrap().pragma_update(None, "user_version", newer).unwrap();
        assert!(matches!(open(&file), Err(Error::DataFolderNewer)));
        let database = Database::open(&file).unwrap();
        let version: i64 = database.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, newer);
    }
}
