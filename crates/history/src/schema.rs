//! The tables of the file and their migrations.

use std::sync::LazyLock;

use rusqlite_migration::{M, Migrations};

/// One step per version of the file; `PRAGMA user_version` counts those applied. Never change a released one.
const STEPS: &[M<'_>] = &[
    M::up(
        "
    -- What stands in many entries is stored once.
    CREATE TABLE connection (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        environment TEXT NOT NULL,
        portal INTEGER NOT NULL, -- 0: not known
        UNIQUE (key, environment, portal)
    ) STRICT;
    CREATE TABLE operation (
        id INTEGER PRIMARY KEY,
        method TEXT NOT NULL,
        template TEXT NOT NULL,
        version TEXT NOT NULL, -- empty: not known
        UNIQUE (method, template, version)
    ) STRICT;
    CREATE TABLE cause (id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE) STRICT;

    -- Narrow, so that a filter reads many entries quickly. An id is never given away again.
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        connection INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        cause INTEGER, -- NULL: no failure
        kind INTEGER NOT NULL,
        who INTEGER NOT NULL,
        status INTEGER, -- NULL: no answer
        at INTEGER NOT NULL, -- milliseconds since 1970, UTC
        duration_ms INTEGER NOT NULL,
        request_bytes INTEGER NOT NULL,
        response_bytes INTEGER NOT NULL,
        pinned INTEGER NOT NULL,
        path TEXT NOT NULL,
        query TEXT NOT NULL,
        error TEXT,
        correlation_id TEXT,
        note TEXT
    ) STRICT;
    CREATE INDEX entry_of_operation ON entry (operation, connection);
    CREATE INDEX entry_by_operation ON entry (operation);
    CREATE INDEX entry_of_connection ON entry (connection);
    CREATE INDEX entry_of_cause ON entry (cause, operation, connection) WHERE cause IS NOT NULL;
    CREATE INDEX entry_failed ON entry (id) WHERE cause IS NOT NULL;
    CREATE INDEX entry_by_age ON entry (at) WHERE pinned = 0;
    CREATE INDEX entry_pinned ON entry (id) WHERE pinned = 1;

    -- Compressed texts of an entry (`codec.rs`).
    CREATE TABLE content (
        id INTEGER PRIMARY KEY,
        detail BLOB NOT NULL,
        request_headers BLOB,
        request_body BLOB,
        response_headers BLOB,
        response_body BLOB
    ) STRICT;

    -- The index of the search (`grams.rs`), and how far it reaches.
    CREATE TABLE gram (
        block INTEGER NOT NULL,
        bucket INTEGER NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (block, bucket)
    ) STRICT;
    CREATE TABLE progress (job TEXT PRIMARY KEY, below INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO progress VALUES ('index', 0);

    -- Roll-ups, kept with each entry that is written or deleted.
    CREATE TABLE called (
        operation INTEGER NOT NULL,
        connection INTEGER NOT NULL,
        calls INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        last_id INTEGER NOT NULL,
        PRIMARY KEY (operation, connection)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE failing (
        cause INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        connection INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        first_id INTEGER NOT NULL,
        last_id INTEGER NOT NULL,
        PRIMARY KEY (cause, operation, connection)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE seen (
        day INTEGER NOT NULL, -- since 1970, UTC
        operation INTEGER NOT NULL,
        connection INTEGER NOT NULL,
        calls INTEGER NOT NULL,
        PRIMARY KEY (day, operation, connection)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE total (part TEXT PRIMARY KEY, entries INTEGER NOT NULL, bytes INTEGER NOT NULL)
        STRICT, WITHOUT ROWID;
",
    ),
    M::up(
        "
    -- The compressed texts of a connection's entries, in bytes.
    CREATE TABLE kept (connection INTEGER PRIMARY KEY, bytes INTEGER NOT NULL) STRICT;
    INSERT INTO kept
    SELECT connection, sum(length(detail) + ifnull(length(request_headers), 0) + ifnull(length(request_body), 0)
        + ifnull(length(response_headers), 0) + ifnull(length(response_body), 0))
    FROM entry JOIN content USING (id) GROUP BY connection;
    -- The failures of an operation by one cause, newest first, whatever the connection.
    CREATE INDEX entry_by_cause ON entry (cause, operation) WHERE cause IS NOT NULL;
",
    ),
    M::up(
        "
    -- Sets of granted scopes (`scopes.rs`). An entry has the fingerprint of its set in its detail.
    CREATE TABLE scope_set (
        id INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL UNIQUE,
        names TEXT NOT NULL -- separated by spaces
    ) STRICT;
    -- Whose they are, and the newest entry with each.
    CREATE TABLE granted (
        connection INTEGER NOT NULL,
        scope_set INTEGER NOT NULL,
        last_id INTEGER NOT NULL,
        PRIMARY KEY (connection, scope_set)
    ) STRICT, WITHOUT ROWID;
",
    ),
];

pub(crate) static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| Migrations::from_slice(STEPS));

/// How many steps this version knows.
pub(crate) fn known_version() -> usize {
    STEPS.len()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_steps_are_right() {
        super::MIGRATIONS.validate().unwrap();
    }
}
