//! Writes one entry: redacted, compressed, and counted in the roll-ups.

use rusqlite::{Connection, params};

use crate::codec::Encoder;
use crate::entry::{Body, Entry, GrantedScopes, Header};
use crate::error::{Error, Result};
use crate::names::Names;
use crate::options::Redact;
use crate::scopes;
use crate::storage::{Part, Totals};
use crate::stored::Detail;

/// What the writing of entries needs.
pub(crate) struct Inserter {
    pub names: Names,
    pub encoder: Encoder,
    pub redact: Redact,
    pub max_body_bytes: usize,
}

/// The numbers of an entry's names.
struct Key {
    connection: i64,
    operation: i64,
    cause: Option<i64>,
}

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// The day of an instant, since 1970 (UTC).
pub(crate) fn day_of(at: i64) -> i64 {
    at.div_euclid(DAY)
}

impl Inserter {
    /// Writes an entry within a transaction.
    pub fn insert(&mut self, database: &Connection, totals: &mut Totals, entry: &Entry) -> Result<()> {
        let key = self.key(database, entry)?;
        let id = self.insert_row(database, &key, entry)?;
        self.insert_content(database, totals, (id, key.connection), entry)?;
        self.note_scopes(database, (id, key.connection), entry.scopes.as_ref())?;
        count(database, &key, id, entry)
    }

    fn key(&mut self, database: &Connection, entry: &Entry) -> Result<Key> {
        let connection =
            (entry.connection.clone(), entry.environment.clone(), entry.portal.unwrap_or_default());
        let template = self.clean(&entry.operation);
        let operation = (entry.method.clone(), template, entry.version.clone().unwrap_or_default());
        let cause = entry.failure_cause().map(|label| self.clean(&label));
        Ok(Key {
            connection: self.names.connection(database, connection)?,
            operation: self.names.operation(database, operation)?,
            cause: cause.map(|label| self.names.cause(database, label)).transpose()?,
        })
    }

    fn insert_row(&self, database: &Connection, key: &Key, entry: &Entry) -> Result<i64> {
        let clean = |text: &Option<String>| text.as_ref().map(|text| self.clean(text));
        database
            .prepare_cached(
                "INSERT INTO entry (connection, operation, cause, kind, who, status, at, duration_ms, request_bytes,
                   response_bytes, path, query, error, correlation_id, pinned, note)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                key.connection,
                key.operation,
                key.cause,
                entry.kind.number(),
                entry.who.number(),
                entry.status,
                entry.started_at,
                entry.duration_ms,
                entry.request_bytes,
                entry.response_bytes,
                self.clean(&entry.path),
                self.clean(&entry.query),
                clean(&entry.error),
                clean(&entry.correlation_id),
                entry.pinned,
                clean(&entry.note),
            ])?;
        Ok(database.last_insert_rowid())
    }

    fn insert_content(
        &mut self,
        database: &Connection,
        totals: &mut Totals,
        of: (i64, i64),
        entry: &Entry,
    ) -> Result<()> {
        let (request_body, request_size) = self.body(entry.request_body.as_ref()).unzip();
        let (response_body, response_size) = self.body(entry.response_body.as_ref()).unzip();
        let detail = self.detail(entry, request_size, response_size);
        let content = Content {
            detail: self.encoder.encode(&serde_json::to_string(&detail).map_err(|_| Error::Broken)?),
            request_headers: self.headers(&entry.request_headers),
            request_body,
            response_headers: self.headers(&entry.response_headers),
            response_body,
        };
        content.write(database, totals, of)
    }

    fn detail(&self, entry: &Entry, request: Option<(u64, bool)>, response: Option<(u64, bool)>) -> Detail {
        let clean = |text: &Option<String>| text.as_ref().map(|text| self.clean(text));
        Detail {
            verdict: clean(&entry.verdict),
            explanation: clean(&entry.explanation),
            rate_limit: clean(&entry.rate_limit),
            redirects: entry.redirects.iter().map(|address| self.clean(address)).collect(),
            retries: entry.retries,
            scopes: entry.scopes.as_ref().map(|granted| granted.fingerprint.clone()),
            token: clean(&entry.token),
            request_body: request,
            response_body: response,
        }
    }

    fn note_scopes(
        &mut self,
        database: &Connection,
        (id, connection): (i64, i64),
        granted: Option<&GrantedScopes>,
    ) -> Result<()> {
        let Some(GrantedScopes { fingerprint, names: Some(names) }) = granted else { return Ok(()) };
        let redact = &self.redact;
        let text = || {
            let text = names.join(" ");
            redact(&text).unwrap_or(text)
        };
        let scope_set = self.names.scope_set(database, fingerprint.clone(), text)?;
        scopes::note(database, connection, scope_set, id)
    }

    fn clean(&self, text: &str) -> String {
        (self.redact)(text).unwrap_or_else(|| text.to_owned())
    }

    fn headers(&mut self, headers: &[Header]) -> Option<Vec<u8>> {
        if headers.is_empty() {
            return None;
        }
        let line = |header: &Header| format!("{}: {}", one_line(&header.name), one_line(&header.value));
        let lines: Vec<_> = headers.iter().map(line).collect();
        let clean = self.clean(&lines.join("\n"));
        Some(self.encoder.encode(&clean))
    }

    /// The stored text, the whole size and whether it was cut. It is cut after the redaction, which may need what follows.
    fn body(&mut self, body: Option<&Body>) -> Option<(Vec<u8>, (u64, bool))> {
        let body = body?;
        let text = self.clean(&body.text);
        let is_first_part = (body.text.len() as u64) < body.size;
        let unsafe_end = if is_first_part { LONGEST_SECRET } else { 0 };
        let kept = first_part(&text, self.max_body_bytes.min(text.len().saturating_sub(unsafe_end)));
        let is_cut = is_first_part || kept.len() < text.len();
        Some((self.encoder.encode(kept), (body.size, is_cut)))
    }
}

/// A first part may end within a secret, which is then not known by its whole. Bytes of the end that are not stored.
pub(crate) const LONGEST_SECRET: usize = 8 * 1024;

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

fn first_part(text: &str, max_bytes: usize) -> &str {
    let end = (0..=max_bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// The stored texts of an entry.
pub(crate) struct Content {
    pub detail: Vec<u8>,
    pub request_headers: Option<Vec<u8>>,
    pub request_body: Option<Vec<u8>>,
    pub response_headers: Option<Vec<u8>>,
    pub response_body: Option<Vec<u8>>,
}

impl Content {
    /// Writes the texts of an entry of a connection (its number), and counts them. Those that were there must have been
    /// removed.
    pub fn write(
        &self,
        database: &Connection,
        totals: &mut Totals,
        (id, connection): (i64, i64),
    ) -> Result<()> {
        let mut totals = totals.of(connection);
        totals.add(Part::Details, Some(&self.detail));
        totals.add(Part::Headers, self.request_headers.as_deref());
        totals.add(Part::Headers, self.response_headers.as_deref());
        totals.add(Part::RequestBodies, self.request_body.as_deref());
        totals.add(Part::ResponseBodies, self.response_body.as_deref());
        let Self { detail, request_headers, request_body, response_headers, response_body } = self;
        database.prepare_cached("INSERT INTO content VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
            id,
            detail,
            request_headers,
            request_body,
            response_headers,
            response_body
        ])?;
        Ok(())
    }

    /// Removes the texts of an entry of a connection, and counts them off.
    pub fn remove(database: &Connection, totals: &mut Totals, (id, connection): (i64, i64)) -> Result<()> {
        let mut totals = totals.of(connection);
        let parts = [Part::Details, Part::Headers, Part::RequestBodies, Part::Headers, Part::ResponseBodies];
        let mut delete = database.prepare_cached(
            "DELETE FROM content WHERE id = ?1
             RETURNING detail, request_headers, request_body, response_headers, response_body",
        )?;
        let mut rows = delete.query([id])?;
        while let Some(row) = rows.next()? {
            for (column, part) in parts.into_iter().enumerate() {
                totals.remove(part, row.get_ref(column)?.as_blob_or_null().map_err(|_| Error::Broken)?);
            }
        }
        Ok(())
    }
}

/// Counts the entry in the roll-ups.
fn count(database: &Connection, key: &Key, id: i64, entry: &Entry) -> Result<()> {
    let Key { connection, operation, cause } = key;
    let failures = i64::from(cause.is_some());
    database
        .prepare_cached(
            "INSERT INTO called VALUES (?1, ?2, 1, ?3, ?4)
             ON CONFLICT DO UPDATE SET calls = calls + 1, failures = failures + ?3, last_id = ?4",
        )?
        .execute(params![operation, connection, failures, id])?;
    database
        .prepare_cached(
            "INSERT INTO seen VALUES (?1, ?2, ?3, 1) ON CONFLICT DO UPDATE SET calls = calls + 1",
        )?
        .execute(params![day_of(entry.started_at), operation, connection])?;
    if let Some(cause) = cause {
        database
            .prepare_cached(
                "INSERT INTO failing VALUES (?1, ?2, ?3, 1, ?4, ?4)
                 ON CONFLICT DO UPDATE SET failures = failures + 1, last_id = ?4",
            )?
            .execute(params![cause, operation, connection, id])?;
    }
    Ok(())
}
