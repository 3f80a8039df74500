//! Entries as they are read again: the summary of a list, the whole of one entry, its texts.

use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::codec::Decoder;
use crate::entry::{Body, Entry, GrantedScopes, Header, Kind, Who};
use crate::error::{Error, Result};
use crate::scopes;

/// An entry in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Grows with each entry; the order of the history.
    pub id: i64,
    /// What was sent.
    pub kind: Kind,
    /// Who sent it.
    pub who: Who,
    /// The connection's id.
    pub connection: String,
    /// The environment's key.
    pub environment: String,
    /// The portal's id.
    pub portal: Option<i64>,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub operation: String,
    /// The API version of the operation.
    pub version: Option<String>,
    /// The path.
    pub path: String,
    /// The query, without `?`.
    pub query: String,
    /// The HTTP status. `None`: no answer arrived.
    pub status: Option<u16>,
    /// The code of the error, if no answer arrived.
    pub error: Option<String>,
    /// The label of the cause. `None`: it did not fail.
    pub cause: Option<String>,
    /// When it was sent (milliseconds since 1970, UTC).
    pub started_at: i64,
    /// In milliseconds.
    pub duration_ms: u32,
    /// Bytes sent.
    pub request_bytes: u64,
    /// Bytes received.
    pub response_bytes: u64,
    /// The server's correlation id.
    pub correlation_id: Option<String>,
    /// What the person wrote.
    pub note: Option<String>,
    /// Whether it is kept beyond the bounds.
    pub pinned: bool,
}

/// The columns of a [`Summary`], in its order.
pub(crate) const COLUMNS: &str = "entry.id, kind, who, connection.key, environment, portal, method, template, version, \
    path, query, status, error, (SELECT label FROM cause WHERE id = entry.cause), at, duration_ms, request_bytes, \
    response_bytes, correlation_id, note, pinned";

/// What they need after `FROM entry`. A cross join keeps the order in which SQLite reads the tables.
pub(crate) const JOINS: &str = "CROSS JOIN connection ON connection.id = entry.connection \
    CROSS JOIN operation ON operation.id = entry.operation";

impl Summary {
    pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let known = |text: String| (!text.is_empty()).then_some(text);
        Ok(Self {
            id: row.get(0)?,
            kind: Kind::of(row.get(1)?),
            who: Who::of(row.get(2)?),
            connection: row.get(3)?,
            environment: row.get(4)?,
            portal: Some(row.get(5)?).filter(|portal| *portal != 0),
            method: row.get(6)?,
            operation: row.get(7)?,
            version: known(row.get(8)?),
            path: row.get(9)?,
            query: row.get(10)?,
            status: row.get(11)?,
            error: row.get(12)?,
            cause: row.get(13)?,
            started_at: row.get(14)?,
            duration_ms: row.get(15)?,
            request_bytes: row.get(16)?,
            response_bytes: row.get(17)?,
            correlation_id: row.get(18)?,
            note: row.get(19)?,
            pinned: row.get(20)?,
        })
    }
}

/// A body as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBody {
    /// The text, redacted; the first part of a longer one.
    pub text: String,
    /// The size of the whole body in bytes, before the redaction.
    pub size: u64,
    /// Whether the text is only the first part.
    pub is_cut: bool,
}

/// One entry with all that was kept. See [`crate::Entry`] for what is not described here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// What a list shows.
    pub summary: Summary,
    /// The headers that were sent.
    pub request_headers: Vec<Header>,
    /// The body that was sent.
    pub request_body: Option<StoredBody>,
    /// The headers of the answer.
    pub response_headers: Vec<Header>,
    /// The body of the answer.
    pub response_body: Option<StoredBody>,
    /// The verdict before it was sent, JSON.
    pub verdict: Option<String>,
    /// The explanation, JSON.
    pub explanation: Option<String>,
    /// The figures of the rate limit, JSON.
    pub rate_limit: Option<String>,
    /// Where the server redirected to.
    pub redirects: Vec<String>,
    /// How often it was sent before.
    pub retries: u32,
    /// The scopes that were granted then.
    pub scopes: Option<GrantedScopes>,
    /// The label of the token.
    pub token: Option<String>,
}

impl StoredEntry {
    /// The same as an entry to record in another history. Of a body that was cut a little more goes, since it is cut again.
    pub fn into_entry(self) -> Entry {
        let summary = self.summary;
        let body = |body: StoredBody| Body { text: body.text, size: body.size };
        Entry {
            kind: summary.kind,
            who: summary.who,
            connection: summary.connection,
            environment: summary.environment,
            portal: summary.portal,
            method: summary.method,
            operation: summary.operation,
            version: summary.version,
            path: summary.path,
            query: summary.query,
            request_headers: self.request_headers,
            request_body: self.request_body.map(body),
            response_headers: self.response_headers,
            response_body: self.response_body.map(body),
            status: summary.status,
            error: summary.error,
            cause: summary.cause,
            started_at: summary.started_at,
            duration_ms: summary.duration_ms,
            request_bytes: summary.request_bytes,
            response_bytes: summary.response_bytes,
            verdict: self.verdict,
            explanation: self.explanation,
            correlation_id: summary.correlation_id,
            rate_limit: self.rate_limit,
            redirects: self.redirects,
            retries: self.retries,
            scopes: self.scopes,
            token: self.token,
            note: summary.note,
            pinned: summary.pinned,
        }
    }
}

/// What is stored with an entry beside its columns. Short names, since they stand in each entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Detail {
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    #[serde(rename = "l", skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<String>,
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<String>,
    #[serde(rename = "n", skip_serializing_if = "is_zero")]
    pub retries: u32,
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub scopes: Option<String>,
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The whole size of the request's body, and whether only its first part is kept.
    #[serde(rename = "q", skip_serializing_if = "Option::is_none")]
    pub request_body: Option<(u64, bool)>,
    /// The same of the answer's body.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    pub response_body: Option<(u64, bool)>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Every text of an entry, decompressed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Texts {
    pub path: String,
    pub query: String,
    pub error: Option<String>,
    pub correlation_id: Option<String>,
    pub note: Option<String>,
    pub detail: Detail,
    /// Lines of `name: value`.
    pub request_headers: Option<String>,
    pub request_body: Option<String>,
    pub response_headers: Option<String>,
    pub response_body: Option<String>,
}

const TEXTS: &str = "SELECT path, query, error, correlation_id, note, detail, request_headers, request_body, \
    response_headers, response_body FROM entry JOIN content USING (id) WHERE id = ?1";
const TEXTS_WITHOUT_HEADERS: &str = "SELECT path, query, error, correlation_id, note, detail, NULL, request_body, \
    NULL, response_body FROM entry JOIN content USING (id) WHERE id = ?1";

impl Texts {
    /// Reads the texts of an entry. `None`: it does not exist.
    pub fn read(database: &Connection, decoder: &mut Decoder, id: i64) -> Result<Option<Self>> {
        Self::read_by(TEXTS, database, decoder, id)
    }

    /// The same for the search, which looks at no headers.
    pub fn read_searched(database: &Connection, decoder: &mut Decoder, id: i64) -> Result<Option<Self>> {
        Self::read_by(TEXTS_WITHOUT_HEADERS, database, decoder, id)
    }

    fn read_by(sql: &str, database: &Connection, decoder: &mut Decoder, id: i64) -> Result<Option<Self>> {
        let mut query = database.prepare_cached(sql)?;
        let mut rows = query.query([id])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let mut text = |column| -> Result<Option<String>> {
            let stored = row.get_ref(column)?.as_blob_or_null().map_err(|_| Error::Broken)?;
            stored.map(|stored| decoder.decode(stored)).transpose()
        };
        let detail = text(5)?.ok_or(Error::Broken)?;
        Ok(Some(Self {
            detail: serde_json::from_str(&detail).map_err(|_| Error::Broken)?,
            request_headers: text(6)?,
            request_body: text(7)?,
            response_headers: text(8)?,
            response_body: text(9)?,
            path: row.get(0)?,
            query: row.get(1)?,
            error: row.get(2)?,
            correlation_id: row.get(3)?,
            note: row.get(4)?,
        }))
    }

    /// The texts that the search finds: no headers, which are much the same in all entries.
    pub fn searched(&self) -> impl Iterator<Item = &str> {
        [
            Some(&self.path),
            Some(&self.query),
            self.error.as_ref(),
            self.correlation_id.as_ref(),
            self.note.as_ref(),
            self.detail.explanation.as_ref(),
            self.request_body.as_ref(),
            self.response_body.as_ref(),
        ]
        .into_iter()
        .flatten()
        .map(String::as_str)
    }
}

/// Reads one entry.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) fn entry(database: &Connection, id: i64) -> Result<StoredEntry> {
    let sql = format!("SELECT {COLUMNS} FROM entry {JOINS} WHERE entry.id = ?1");
    let summary = database.prepare_cached(&sql)?.query_row([id], Summary::of).optional()?;
    let texts = Texts::read(database, &mut Decoder::new(), id)?;
    let (Some(summary), Some(texts)) = (summary, texts) else { return Err(Error::NotFound) };
    let detail = texts.detail;
    Ok(StoredEntry {
        summary,
        request_headers: headers(texts.request_headers.as_deref()),
        request_body: body(texts.request_body, detail.request_body),
        response_headers: headers(texts.response_headers.as_deref()),
        response_body: body(texts.response_body, detail.response_body),
        verdict: detail.verdict,
        explanation: detail.explanation,
        rate_limit: detail.rate_limit,
        redirects: detail.redirects,
        retries: detail.retries,
        scopes: detail.scopes.map(|fingerprint| granted(database, fingerprint)).transpose()?,
        token: detail.token,
    })
}

fn granted(database: &Connection, fingerprint: String) -> Result<GrantedScopes> {
    Ok(GrantedScopes { names: scopes::names(database, &fingerprint)?, fingerprint })
}

fn body(text: Option<String>, size: Option<(u64, bool)>) -> Option<StoredBody> {
    let text = text?;
    let (size, is_cut) = size.unwrap_or((text.len() as u64, false));
    Some(StoredBody { text, size, is_cut })
}

fn headers(lines: Option<&str>) -> Vec<Header> {
    let header = |line: &str| {
        let (name, value) = line.split_once(": ").unwrap_or((line, ""));
        Header { name: name.to_owned(), value: value.to_owned() }
    };
    lines.unwrap_or_default().lines().map(header).collect()
}
