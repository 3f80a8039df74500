//! The data file: connections, OAuth apps, settings and sets of endpoints, without any secret. SQLite in WAL mode.

mod drafts;
pub(crate) mod former_calls;
mod ids;
pub(crate) mod oauth_apps;
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection as Database, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use specta::Type;

use crate::connections::record::ConnectionRecord;
use crate::error::Result;
use crate::ids::ConnectionId;

/// The open data file.
pub(crate) struct Store {
    database: Mutex<Database>,
    /// The last `PRAGMA data_version`, which only changes with writes of other processes.
    seen: AtomicI64,
    /// Records that could not be parsed. They stay in the data file.
    unreadable: Mutex<BTreeSet<UnreadableRecord>>,
}

/// A record that could not be parsed: another version wrote it, or it is damaged. It stays in the data file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnreadableRecord {
    /// What it is a record of.
    pub kind: RecordKind,
    /// The record's id in its table.
    pub id: String,
}

/// What a record in the data file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A connection to a portal.
    Connection,
    /// An OAuth app.
    OauthApp,
    /// A saved set of endpoints.
    EndpointSet,
}

/// A connection's record with its revision, which each write increases.
pub(crate) struct StoredConnection {
    pub record: ConnectionRecord,
    pub revision: i64,
}

/// The tables whose rows are an id and a JSON record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Connection,
    App,
    EndpointSet,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::App => "app",
            Self::EndpointSet => "endpoint_set",
        }
    }

    fn kind(self) -> RecordKind {
        match self {
            Self::Connection => RecordKind::Connection,
            Self::App => RecordKind::OauthApp,
            Self::EndpointSet => RecordKind::EndpointSet,
        }
    }
}

impl Store {
    /// Opens the data file, or creates it. Fails with [`Error::DataFolderNewer`](crate::Error::DataFolderNewer) if a newer
    /// version has written it.
    pub(crate) fn open(file: &Path) -> Result<Self> {
        let database = schema::open(file)?;
        let store =
            Self { database: Mutex::new(database), seen: AtomicI64::new(0), unreadable: Mutex::default() };
        store.changed_by_other_process()?;
        Ok(store)
    }

    /// Whether another process wrote to the data file since the last call.
    pub(crate) fn changed_by_other_process(&self) -> Result<bool> {
        let now: i64 = self.lock().pragma_query_value(None, "data_version", |row| row.get(0))?;
        Ok(self.seen.swap(now, Ordering::SeqCst) != now)
    }

    /// Makes the next [`changed_by_other_process`](Self::changed_by_other_process) return true, after a failed reload.
    pub(crate) fn mark_changed(&self) {
        self.seen.store(-1, Ordering::SeqCst);
    }

    /// Every connection whose record can be parsed.
    pub(crate) fn connections(&self) -> Result<Vec<StoredConnection>> {
        let query = "SELECT id, record, revision FROM connection ORDER BY id";
        let rows = self.rows(query, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        self.begin_reading(Table::Connection);
        Ok(rows.into_iter().filter_map(|row| self.stored(row)).collect())
    }

    /// `None`: there is none, or it cannot be parsed.
    pub(crate) fn connection(&self, id: &ConnectionId) -> Result<Option<StoredConnection>> {
        let query = "SELECT id, record, revision FROM connection WHERE id = ?1";
        let row = self.lock().query_row(query, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        Ok(row.optional()?.and_then(|row| self.stored(row)))
    }

    fn stored(&self, (id, text, revision): (String, String, i64)) -> Option<StoredConnection> {
        let record = self.noted(Table::Connection, &id, ConnectionRecord::from_json(&text))?;
        Some(StoredConnection { record, revision })
    }

    /// The records that could not be parsed when they were last read.
    pub(crate) fn unreadable(&self) -> Vec<UnreadableRecord> {
        self.lock_unreadable().iter().cloned().collect()
    }

    /// The revision of each connection, also of those that cannot be parsed.
    pub(crate) fn connection_revisions(&self) -> Result<BTreeMap<ConnectionId, i64>> {
        let database = self.lock();
        let mut query = database.prepare("SELECT id, revision FROM connection")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Adds or replaces a connection, and returns its revision.
    pub(crate) fn save_connection(&self, record: &ConnectionRecord) -> Result<i64> {
        let statement = "INSERT INTO connection (id, record, revision) VALUES (?1, ?2, 1) ON CONFLICT (id) \
            DO UPDATE SET record = excluded.record, revision = revision + 1 RETURNING revision";
        Ok(self.lock().query_row(statement, params![record.id, json(record)], |row| row.get(0))?)
    }

    /// Replaces revision `known` and returns the new one. `None`: it was changed or removed since; nothing is written.
    pub(crate) fn update_connection(&self, record: &ConnectionRecord, known: i64) -> Result<Option<i64>> {
        let statement = "UPDATE connection SET record = ?2, revision = revision + 1 \
            WHERE id = ?1 AND revision = ?3 RETURNING revision";
        let values = params![record.id, json(record), known];
        Ok(self.lock().query_row(statement, values, |row| row.get(0)).optional()?)
    }

    /// Removes a connection, with what was being written for it.
    pub(crate) fn remove_connection(&self, id: &ConnectionId) -> Result<()> {
        self.lock().execute("DELETE FROM draft WHERE connection = ?1", [id])?;
        self.remove(Table::Connection, id)
    }

    pub(crate) fn endpoint_sets<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        self.records(Table::EndpointSet)
    }

    pub(crate) fn save_endpoint_set(&self, id: &str, set: &impl Serialize) -> Result<()> {
        self.save(Table::EndpointSet, id, set)
    }

    pub(crate) fn remove_endpoint_set(&self, id: &str) -> Result<()> {
        self.remove(Table::EndpointSet, id)
    }

    /// `None`: it was never set, or cannot be parsed.
    pub(crate) fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let query = "SELECT value FROM setting WHERE name = ?1";
        let text: Option<String> = self.lock().query_row(query, [name], |row| row.get(0)).optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    pub(crate) fn save_setting<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let statement =
            "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.lock().execute(statement, params![name, json(value)])?;
        Ok(())
    }

    /// Each table with its number of rows.
    pub(crate) fn row_counts(&self) -> Result<Vec<(String, u32)>> {
        let database = self.lock();
        let count = |table: String| {
            let query = format!("SELECT count(*) FROM \"{table}\"");
            let rows = database.query_row(&query, [], |row| row.get(0))?;
            Ok((table, rows))
        };
        tables(&database)?.into_iter().map(count).collect()
    }

    /// Deletes every row, and overwrites its contents on the disk.
    pub(crate) fn erase(&self) -> Result<()> {
        let mut database = self.lock();
        let transaction = database.transaction()?;
        for table in tables(&transaction)? {
            transaction.execute(&format!("DELETE FROM \"{table}\""), [])?;
        }
        transaction.commit()?;
        database.execute_batch("VACUUM")?;
        database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Every record that can be parsed. The others stay in the table and are listed by `unreadable`: they must neither
    /// prevent the start nor be lost.
    fn records<T: DeserializeOwned>(&self, table: Table) -> Result<Vec<T>> {
        let query = format!("SELECT id, record FROM {} ORDER BY id", table.name());
        let rows = self.rows(&query, |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        self.begin_reading(table);
        Ok(rows.iter().filter_map(|(id, text)| self.read(table, id, text)).collect())
    }

    fn rows<T>(
        &self,
        query: &str,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let database = self.lock();
        let mut query = database.prepare(query)?;
        let rows = query.query_map([], |row| read(row))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Clears the unreadable records of a table that is about to be read as a whole.
    fn begin_reading(&self, table: Table) {
        self.lock_unreadable().retain(|record| record.kind != table.kind());
    }

    fn read<T: DeserializeOwned>(&self, table: Table, id: &str, text: &str) -> Option<T> {
        self.noted(table, id, parse(text))
    }

    /// Notes a record that could not be parsed.
    fn noted<T>(&self, table: Table, id: &str, record: Option<T>) -> Option<T> {
        if record.is_none() {
            tracing::warn!("a record of an unknown form is left as it is");
            self.lock_unreadable().insert(UnreadableRecord { kind: table.kind(), id: id.to_owned() });
        }
        record
    }

    fn lock_unreadable(&self) -> MutexGuard<'_, BTreeSet<UnreadableRecord>> {
        self.unreadable.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn save<T: Serialize>(&self, table: Table, id: &str, record: &T) -> Result<()> {
        let statement = format!(
            "INSERT INTO {} VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
            table.name()
        );
        self.lock().execute(&statement, params![id, json(record)])?;
        Ok(())
    }

    fn remove(&self, table: Table, id: &str) -> Result<()> {
        self.lock().execute(&format!("DELETE FROM {} WHERE id = ?1", table.name()), [id])?;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Database> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// The tables with rows of their own. A full-text index is updated by the triggers of its table.
fn tables(database: &Database) -> Result<Vec<String>> {
    let query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
        AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name";
    let mut names = database.prepare(query)?;
    let names = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("BUG: records are plain data with text keys")
}

#[cfg(test)]
mod tests {
    use super::{RecordKind, Store};
    use crate::store::oauth_apps::OauthAppRecord;

    #[test]
    fn what_is_saved_is_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portalscope.db");
        let app = OauthAppRecord {
            id: "a".into(),
            environment: "hubspot".into(),
            client_id: "c".into(),
            hublet: "app".into(),
            ..OauthAppRecord::default()
        };
        {
            let store = Store::open(&file).unwrap();
            store.save_app(&app).unwrap();
            store.save_setting("theme", &"dark").unwrap();
        }
        let store = Store::open(&file).unwrap();
        assert_eq!(store.apps().unwrap()[0].client_id, "c");
        assert_eq!(store.setting::<String>("theme").unwrap().as_deref(), Some("dark"));
        store.remove_app(&"a".into()).unwrap();
        assert!(store.apps().unwrap().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_data_file_that_was_open_to_others_is_closed_to_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portalscope.db");
        drop(Store::open(&file).unwrap());
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o664)).unwrap();
        let store = Store::open(&file).unwrap();
        store.save_setting("theme", &"dark").unwrap();
        for name in ["portalscope.db", "portalscope.db-wal", "portalscope.db-shm"] {
            let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn a_new_data_file_is_opened_by_many_at_once() {
        for _ in 0..10 {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("portalscope.db");
            std::thread::scope(|scope| {
                let opened: Vec<_> = (0..8).map(|_| scope.spawn(|| Store::open(&file).map(drop))).collect();
                for opened in opened {
                    opened.join().unwrap().unwrap();
                }
            });
        }
    }

    #[test]
    fn a_record_that_cannot_be_parsed_stays_and_is_listed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("portalscope.db")).unwrap();
        store.lock().execute("INSERT INTO connection VALUES ('x', '{\"cut', 1)", []).unwrap();
        store.lock().execute("INSERT INTO app VALUES ('y', '{}')", []).unwrap();
        assert!(store.connections().unwrap().is_empty());
        assert!(store.apps().unwrap().is_empty());
        let told: Vec<_> = store.unreadable().into_iter().map(|record| (record.kind, record.id)).collect();
        assert_eq!(told, [(RecordKind::Connection, "x".into()), (RecordKind::OauthApp, "y".into())]);
        assert_eq!(store.connection_revisions().unwrap().len(), 1, "it is left where it is");
        store.remove_app(&"y".into()).unwrap();
        store.apps().unwrap();
        assert_eq!(store.unreadable().len(), 1, "one that is gone is no longer told");
    }
}
