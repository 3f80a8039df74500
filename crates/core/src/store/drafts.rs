//! The requests that are open on each portal, as texts of JSON.

use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::ids::ConnectionId;
use crate::store::{Store, json};

impl Store {
    /// Those of every connection that can be parsed.
    pub(crate) fn drafts<T: DeserializeOwned>(&self) -> Result<Vec<(ConnectionId, T)>> {
        let rows: Vec<(ConnectionId, String)> =
            self.rows("SELECT connection, open FROM draft", |row| Ok((row.get(0)?, row.get(1)?)))?;
        let parsed = |(id, text): (_, String)| Some((id, serde_json::from_str(&text).ok()?));
        Ok(rows.into_iter().filter_map(parsed).collect())
    }

    /// Replaces those of a connection that is in the data file. If it was removed meanwhile, nothing is kept.
    pub(crate) fn save_drafts(&self, connection: &ConnectionId, drafts: &impl Serialize) -> Result<()> {
        let statement =
            "INSERT INTO draft SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM connection WHERE id = ?1)
            ON CONFLICT DO UPDATE SET open = excluded.open";
        self.lock().execute(statement, params![connection, json(drafts)])?;
        Ok(())
    }
}
