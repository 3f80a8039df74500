//! The history of calls: which operation, when, with which status. No path values, no query, no body, no secret.

use jiff::Timestamp;
use rusqlite::params;

use crate::error::Result;
use crate::ids::ConnectionId;
use crate::store::Store;

/// The oldest calls beyond this number are deleted.
const MAX_CALLS_PER_CONNECTION: u32 = 5_000;

/// A call that got a response.
pub(crate) struct CallRecord<'a> {
    pub connection: &'a ConnectionId,
    pub at: Timestamp,
    pub method: &'a str,
    /// The path template of the operation, with object types filled in.
    pub template: &'a str,
    pub status: u16,
}

/// All calls of one connection to one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CallCount {
    pub method: String,
    pub template: String,
    pub calls: u32,
    /// RFC 3339, UTC.
    pub last_at: String,
    pub last_status: u16,
}

impl Store {
    /// Adds a call, and deletes the connection's oldest ones beyond the limit.
    pub(crate) fn record_call(&self, call: &CallRecord<'_>) -> Result<()> {
        let mut database = self.lock();
        let transaction = database.transaction()?;
        transaction
            .prepare_cached(
                "INSERT INTO call (connection, at, method, template, status) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                call.connection,
                call.at.to_string(),
                call.method,
                call.template,
                call.status
            ])?;
        transaction
            .prepare_cached(
                "DELETE FROM call WHERE connection = ?1 AND id <=
                 (SELECT id FROM call WHERE connection = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
            )?
            .execute(params![call.connection, MAX_CALLS_PER_CONNECTION])?;
        Ok(transaction.commit()?)
    }

    /// The operations that a connection has called, the latest first.
    pub(crate) fn called(&self, connection: &ConnectionId) -> Result<Vec<CallCount>> {
        let database = self.lock();
        // With MAX, SQLite takes the bare columns from the row with the maximum.
        let mut query = database.prepare_cached(
            "SELECT method, template, COUNT(*), at, status, MAX(id) AS newest FROM call
             WHERE connection = ?1 GROUP BY method, template ORDER BY newest DESC",
        )?;
        let count = |row: &rusqlite::Row<'_>| {
            Ok(CallCount {
                method: row.get(0)?,
                template: row.get(1)?,
                calls: row.get(2)?,
                last_at: row.get(3)?,
                last_status: row.get(4)?,
            })
        };
        Ok(query.query_map([connection], count)?.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn forget_calls(&self, connection: &ConnectionId) -> Result<()> {
        self.lock().execute("DELETE FROM call WHERE connection = ?1", [connection])?;
        Ok(())
    }

    /// Deletes the calls of connections that are not in the data file, such as those of earlier sessions in memory.
    pub(super) fn forget_orphaned_calls(&self) -> Result<()> {
        self.lock().execute("DELETE FROM call WHERE connection NOT IN (SELECT id FROM connection)", [])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{CallRecord, MAX_CALLS_PER_CONNECTION, Store};
    use crate::ids::ConnectionId;

    fn call<'a>(connection: &'a ConnectionId, template: &'a str, status: u16) -> CallRecord<'a> {
        CallRecord { connection, at: jiff::Timestamp::UNIX_EPOCH, method: "GET", template, status }
    }

    #[test]
    fn calls_are_counted_by_operation_with_the_last_status_and_go_with_their_connection() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("portalscope.db")).unwrap();
        for (connection, template, status) in
            [("a", "/one", 200), ("a", "/two", 200), ("a", "/one", 403), ("b", "/one", 200)]
        {
            store.record_call(&call(&connection.into(), template, status)).unwrap();
        }
        let called = store.called(&"a".into()).unwrap();
        let shown: Vec<_> =
            called.iter().map(|call| (call.template.as_str(), call.calls, call.last_status)).collect();
        assert_eq!(shown, [("/one", 2, 403), ("/two", 1, 200)]);
        store.forget_calls(&"a".into()).unwrap();
        assert!(store.called(&"a".into()).unwrap().is_empty());
        assert_eq!(store.called(&"b".into()).unwrap().len(), 1);
    }

    #[test]
    fn only_the_newest_calls_of_a_connection_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("portalscope.db")).unwrap();
        store.lock().execute_batch("PRAGMA synchronous = OFF").unwrap();
        store.record_call(&call(&"other".into(), "/kept", 200)).unwrap();
        store.record_call(&call(&"a".into(), "/first", 200)).unwrap();
        for _ in 0..MAX_CALLS_PER_CONNECTION {
            store.record_call(&call(&"a".into(), "/later", 200)).unwrap();
        }
        let called = store.called(&"a".into()).unwrap();
        assert_eq!((called.len(), called[0].calls), (1, MAX_CALLS_PER_CONNECTION));
        assert_eq!(store.called(&"other".into()).unwrap().len(), 1);
    }
}
