//! The requests that are open in the console, kept for the next start: without secrets, and without their answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::entry::ConnectionEntry;
use crate::connections::registry::ConnectionRegistry;
use crate::console::view::{NameValue, RequestDraft};
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::secrets::store::{Learned, SecretStore};
use crate::store::Store;

/// Of one portal, in bytes as they are stored. Requests that do not fit in are not kept.
const MAX_BYTES: usize = 512 * 1024;
/// Of one portal.
const MAX_DRAFTS: usize = 100;

/// A request that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptDraft {
    /// Given by the window; one of its portal's.
    pub id: String,
    /// What it was called where it came from. `None`: it had no name.
    pub name: Option<String>,
    /// The request.
    pub draft: RequestDraft,
}

/// The requests that are open on a portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptDrafts {
    /// In the order of their tabs.
    pub open: Vec<KeptDraft>,
    /// The id of the one that is shown.
    pub active: String,
}

/// A request that is not kept for the next start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutDraft {
    /// As the window named it.
    pub id: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// Keeps drafts in the data file.
pub struct Drafts {
    store: Arc<Store>,
    secrets: Arc<SecretStore>,
    connections: Arc<ConnectionRegistry>,
}

impl Drafts {
    /// A secret that becomes known later is taken out of what is kept.
    pub(crate) fn new(
        store: Arc<Store>,
        secrets: Arc<SecretStore>,
        connections: Arc<ConnectionRegistry>,
    ) -> Arc<Self> {
        let drafts = Arc::new(Self { store, secrets, connections });
        let of_store = Arc::downgrade(&drafts);
        drafts.secrets.on_learned(move |learned| {
            if let Some(drafts) = of_store.upgrade().filter(|_| learned == Learned::New)
                && drafts.redact_again().is_err()
            {
                tracing::warn!("a secret could not be taken out of open requests");
            }
        });
        drafts
    }

    /// Those of every connection. What cannot be parsed is left out.
    ///
    /// # Errors
    /// [`Error::Store`](crate::Error::Store).
    pub fn kept(&self) -> Result<BTreeMap<ConnectionId, KeptDrafts>> {
        let known = |(id, drafts)| self.connections.contains(&id).then_some((id, drafts));
        Ok(self.store.drafts()?.into_iter().filter_map(known).collect())
    }

    /// Keeps what is open on a portal now, and returns what is beyond the bounds. Of a connection in memory only nothing is
    /// kept, which is what the person chose.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`](crate::Error::ConnectionNotFound), [`Error::Store`](crate::Error::Store).
    pub fn keep(&self, connection: &ConnectionId, drafts: KeptDrafts) -> Result<Vec<LeftOutDraft>> {
        if self.connections.read(connection, ConnectionEntry::is_session_only)? {
            return Ok(Vec::new());
        }
        let (kept, left_out) = self.bounded(drafts);
        self.store.save_drafts(connection, &kept)?;
        Ok(left_out)
    }

    /// What is kept, in its order, and what does not fit in any more.
    fn bounded(&self, KeptDrafts { open, active }: KeptDrafts) -> (KeptDrafts, Vec<LeftOutDraft>) {
        let (mut kept, mut left_out, mut left) = (Vec::new(), Vec::new(), MAX_BYTES);
        for draft in open.into_iter().map(|one| self.cleaned(one)) {
            let bytes = serde_json::to_string(&draft).map_or(usize::MAX, |text| text.len());
            if kept.len() == MAX_DRAFTS {
                let reason = format!("Of one portal the first {MAX_DRAFTS} open requests are kept.");
                left_out.push(LeftOutDraft { id: draft.id, reason });
            } else if bytes > left {
                left_out.push(LeftOutDraft { id: draft.id, reason: too_large(bytes) });
            } else {
                left -= bytes;
                kept.push(draft);
            }
        }
        (KeptDrafts { open: kept, active }, left_out)
    }

    fn redact_again(&self) -> Result<()> {
        for (connection, drafts) in self.store.drafts::<KeptDrafts>()? {
            // Labels may be longer than what they stand for. The window hears of it with its next change.
            let (clean, _) = self.bounded(drafts.clone());
            if clean != drafts {
                self.store.save_drafts(&connection, &clean)?;
            }
        }
        Ok(())
    }

    fn cleaned(&self, KeptDraft { id, name, draft }: KeptDraft) -> KeptDraft {
        let clean = |text: String| self.secrets.redacted(&text);
        let draft = RequestDraft {
            method: clean(draft.method),
            path: clean(draft.path),
            path_values: draft
                .path_values
                .into_iter()
                .map(|(name, value)| {
                    let value = self.value_of(&name, &value);
                    (name, value)
                })
                .collect(),
            query: self.rows(draft.query),
            headers: self.rows(draft.headers),
            body: draft.body.map(clean),
        };
        KeptDraft { id, name: name.map(clean), draft }
    }

    fn rows(&self, rows: Vec<NameValue>) -> Vec<NameValue> {
        let clean = |row: NameValue| NameValue { value: self.value_of(&row.name, &row.value), ..row };
        rows.into_iter().map(clean).collect()
    }

    /// The name tells whether the value is a secret.
    fn value_of(&self, name: &str, value: &str) -> String {
        let line = self.secrets.redacted(&format!("{name}: {value}"));
        let clean = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
        clean.map_or_else(|| self.secrets.redacted(value), str::to_owned)
    }
}

/// Kilobytes as people count them.
fn too_large(bytes: usize) -> String {
    let kilobytes = |bytes: usize| bytes.div_ceil(1_000);
    let (its, all) = (kilobytes(bytes), kilobytes(MAX_BYTES));
    format!("It has {its} kB. Of one portal's open requests {all} kB are kept, those in front first.")
}
