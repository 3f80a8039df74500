//! Takes a secret that was learnt later out of what was written before: the newest blocks first, one in each step.

use std::sync::mpsc::SyncSender;

use rusqlite::{Connection, OptionalExtension, params};

use crate::codec::Encoder;
use crate::error::{Error, Result};
use crate::grams::block_of;
use crate::index::{Index, ids};
use crate::insert::Content;
use crate::options::Redact;
use crate::storage::Totals;
use crate::stored::{Detail, Texts};
use crate::update::{Outcome, Store};

/// Names of jobs in the table `progress` begin with this.
const PREFIX: &str = "redact:";

/// The walk through all entries. Its progress is in the file, so that it goes on after a restart.
pub(crate) struct RedactAgain {
    job: String,
    /// Its place is taken over.
    unfinished: Option<String>,
    find: Redact,
    changed: u64,
    has_begun: bool,
    pub reply: SyncSender<Result<u64>>,
}

impl RedactAgain {
    pub fn new(job: &str, find: Redact, reply: SyncSender<Result<u64>>) -> Self {
        Self { job: format!("{PREFIX}{job}"), unfinished: None, find, changed: 0, has_begun: false, reply }
    }

    pub fn instead_of(self, unfinished: Option<&str>) -> Self {
        Self { unfinished: unfinished.map(|job| format!("{PREFIX}{job}")), ..self }
    }

    pub fn step(&mut self, store: &mut Store) -> Result<Outcome> {
        let (job, find, has_begun) = (&self.job, &self.find, self.has_begun);
        let unfinished = self.unfinished.take();
        let step = store.transact(|database, inserter, index, totals| {
            if let Some(unfinished) = &unfinished {
                database.execute("UPDATE progress SET job = ?2 WHERE job = ?1", [unfinished, job])?;
            }
            let below = below(database, job)?;
            if !has_begun {
                inserter.names.forget();
                redact_names(database, find)?;
            }
            let Some(block) = block_before(database, below)? else {
                database.execute("DELETE FROM progress WHERE job = ?1", [job])?;
                return Ok(None);
            };
            let changed = redact_block(database, &mut inserter.encoder, index, totals, (block, find))?;
            database
                .prepare_cached("INSERT INTO progress VALUES (?1, ?2) ON CONFLICT DO UPDATE SET below = ?2")?
                .execute(params![job, block])?;
            Ok(Some(changed))
        })?;
        self.has_begun = true;
        if let Some(changed) = step {
            self.changed += changed;
            return Ok(Outcome::More);
        }
        let done = store.finish_removal().map(|()| self.changed);
        // Nobody may wait for it any more.
        let _ = self.reply.send(done);
        Ok(Outcome::Done)
    }
}

/// The block where the job is; the blocks from there on are done.
fn below(database: &Connection, job: &str) -> Result<i64> {
    let mut query = database.prepare_cached("SELECT below FROM progress WHERE job = ?1")?;
    Ok(query.query_row([job], |row| row.get(0)).optional()?.unwrap_or(i64::MAX))
}

/// The jobs that have begun and not ended.
pub(crate) fn unfinished(database: &Connection) -> Result<Vec<String>> {
    let mut query = database.prepare("SELECT job FROM progress WHERE job >= ?1 ORDER BY job")?;
    let jobs = query.query_map([PREFIX], |row| row.get::<_, String>(0))?;
    let name = |job: rusqlite::Result<String>| Ok(job?.strip_prefix(PREFIX).map(str::to_owned));
    jobs.filter_map(|job| name(job).transpose()).collect()
}

/// The newest block with an entry before this block.
fn block_before(database: &Connection, below: i64) -> Result<Option<i64>> {
    let end =
        below.checked_shl(crate::grams::BLOCK_BITS).filter(|_| below < i64::MAX >> crate::grams::BLOCK_BITS);
    let mut query = database.prepare_cached("SELECT max(id) FROM entry WHERE id < ?1")?;
    let id: Option<i64> = query.query_row([end.unwrap_or(i64::MAX)], |row| row.get(0))?;
    Ok(id.map(block_of))
}

/// Returns how many entries have changed.
fn redact_block(
    database: &Connection,
    encoder: &mut Encoder,
    index: &mut Index,
    totals: &mut Totals,
    (block, find): (i64, &Redact),
) -> Result<u64> {
    let mut changed = 0;
    for id in ids(database, block)? {
        let Some(before) = Texts::read(database, &mut index.decoder, id)? else { continue };
        let after = before.redacted(find);
        if after != before {
            rewrite(database, encoder, totals, id, &after)?;
            changed += 1;
        }
    }
    if changed > 0 {
        index.refresh(database, totals, block)?;
    }
    Ok(changed)
}

fn rewrite(
    database: &Connection,
    encoder: &mut Encoder,
    totals: &mut Totals,
    id: i64,
    texts: &Texts,
) -> Result<()> {
    let connection = database
        .prepare_cached(
            "UPDATE entry SET path = ?2, query = ?3, error = ?4, correlation_id = ?5, note = ?6 WHERE id = ?1
             RETURNING connection",
        )?
        .query_row(
            params![id, texts.path, texts.query, texts.error, texts.correlation_id, texts.note],
            |row| row.get(0),
        )?;
    let detail = serde_json::to_string(&texts.detail).map_err(|_| Error::Broken)?;
    let mut encode = |text: &Option<String>| text.as_ref().map(|text| encoder.encode(text));
    Content::remove(database, totals, (id, connection))?;
    let content = Content {
        request_headers: encode(&texts.request_headers),
        request_body: encode(&texts.request_body),
        response_headers: encode(&texts.response_headers),
        response_body: encode(&texts.response_body),
        detail: encoder.encode(&detail),
    };
    content.write(database, totals, (id, connection))
}

impl Texts {
    fn redacted(&self, find: &Redact) -> Self {
        let clean = |text: &String| find(text).unwrap_or_else(|| text.clone());
        let each = |text: &Option<String>| text.as_ref().map(clean);
        let detail = &self.detail;
        Self {
            path: clean(&self.path),
            query: clean(&self.query),
            error: each(&self.error),
            correlation_id: each(&self.correlation_id),
            note: each(&self.note),
            request_headers: each(&self.request_headers),
            request_body: each(&self.request_body),
            response_headers: each(&self.response_headers),
            response_body: each(&self.response_body),
            detail: Detail {
                verdict: each(&detail.verdict),
                explanation: each(&detail.explanation),
                rate_limit: each(&detail.rate_limit),
                redirects: detail.redirects.iter().map(clean).collect(),
                token: each(&detail.token),
                ..detail.clone()
            },
        }
    }
}

/// The texts that are stored once for many entries.
fn redact_names(database: &Connection, find: &Redact) -> Result<()> {
    for (table, column) in [("operation", "template"), ("cause", "label"), ("scope_set", "names")] {
        let mut query = database.prepare(&format!("SELECT id, {column} FROM {table}"))?;
        let rows = query.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        for (id, text) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            let Some(clean) = find(&text).filter(|clean| *clean != text) else { continue };
            let update = format!("UPDATE OR IGNORE {table} SET {column} = ?2 WHERE id = ?1");
            if database.execute(&update, params![id, clean])? == 0 {
                // Another name reads the same without the secret; they stay two.
                database.execute(&update, params![id, format!("{clean} #{id}")])?;
            }
        }
    }
    Ok(())
}
