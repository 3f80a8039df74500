//! The calls that earlier versions kept in the data file. They move to the history once, and their table is dropped.

use jiff::Timestamp;
use rusqlite::{Connection as Database, TransactionBehavior};

use crate::error::Result;
use crate::ids::ConnectionId;
use crate::store::Store;

/// A call that an earlier version recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormerCall {
    pub connection: ConnectionId,
    pub at: Timestamp,
    pub method: String,
    /// The path template of the operation, with object types filled in.
    pub template: String,
    pub status: u16,
}

impl Store {
    /// Hands over the calls of an earlier version, the oldest first, and drops their table if they were taken. Those of
    /// connections that are not in the data file are dropped with it. No other process hands them over meanwhile.
    pub(crate) fn move_former_calls(&self, take: impl FnOnce(Vec<FormerCall>) -> Result<()>) -> Result<()> {
        let mut database = self.lock();
        if !has_former_calls(&database)? {
            return Ok(());
        }
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if has_former_calls(&transaction)? {
            take(former_calls(&transaction)?)?;
            transaction.execute_batch("DROP TABLE former_call")?;
        }
        Ok(transaction.commit()?)
    }
}

fn has_former_calls(database: &Database) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'former_call')";
    Ok(database.query_row(query, [], |row| row.get(0))?)
}

/// A time that cannot be parsed is read as long ago.
fn former_calls(database: &Database) -> Result<Vec<FormerCall>> {
    let mut query = database.prepare(
        "SELECT connection, at, method, template, status FROM former_call
         WHERE connection IN (SELECT id FROM connection) ORDER BY id",
    )?;
    let call = |row: &rusqlite::Row<'_>| {
        Ok(FormerCall {
            connection: row.get::<_, String>(0)?.into(),
            at: row.get::<_, String>(1)?.parse().unwrap_or(Timestamp::UNIX_EPOCH),
            method: row.get(2)?,
            template: row.get(3)?,
            status: row.get(4)?,
        })
    };
    Ok(query.query_map([], call)?.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::Store;
    use crate::error::Error;

    #[test]
    fn former_calls_stay_until_they_are_taken_and_go_then() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("portalscope.db")).unwrap();
        store
            .lock()
            .execute_batch(
                "INSERT INTO connection VALUES ('a', '{}', 1);
                 INSERT INTO former_call VALUES (1, 'a', '2026-11-27T10:00:00Z', 'GET', '/one', 403);
                 INSERT INTO former_call VALUES (2, 'gone', '2026-11-27T10:00:00Z', 'GET', '/two', 200);",
            )
            .unwrap();
        assert!(store.move_former_calls(|_| Err(Error::Internal)).is_err());
        let mut taken = Vec::new();
        store
            .move_former_calls(|calls| {
                taken = calls;
                Ok(())
            })
            .unwrap();
        let shown: Vec<_> = taken.iter().map(|call| (call.template.as_str(), call.status)).collect();
        assert_eq!(shown, [("/one", 403)]);
        store.move_former_calls(|_| panic!("there are none any more")).unwrap();
        assert!(!store.row_counts().unwrap().iter().any(|(table, _)| table.contains("call")));
    }
}
