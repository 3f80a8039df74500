//! What is in the history, for the storage page: how much, how old, and of which portals.

use std::collections::BTreeMap;

use portalscope_history::ConnectionUsage;
use serde::Serialize;
use specta::Type;

use crate::connections::entry::ConnectionEntry;
use crate::error::Result;
use crate::history::History;
use crate::history::keeping::{HistoryBounds, KeptBodies};
use crate::ids::{ConnectionId, HubId};
use crate::platform::numbers::narrow;

/// What the history has, and how much it may have.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryExtent {
    /// Whether its file can be used. If not, only what connections in memory send is kept.
    pub is_kept: bool,
    /// How much it may have.
    pub bounds: HistoryBounds,
    /// Entries in the file.
    pub entries: u32,
    /// Entries in the file that are kept beyond the bounds.
    pub pinned: u32,
    /// The size of the file's content in bytes, by which it is bounded.
    pub bytes: f64,
    /// When the oldest entry in the file was sent (RFC 3339, UTC). `None`: there is none.
    pub oldest_at: Option<String>,
    /// Every connection, and every other one that has entries: the connections first, by name.
    pub portals: Vec<PortalHistory>,
}

/// Whose entries they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum HistoryOwner {
    /// A connection.
    Connected,
    /// A connection that was removed.
    Removed,
    /// Token calls that led to no connection.
    Unconnected,
}

/// What the history has of one connection.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PortalHistory {
    /// The connection's id. Empty for token calls that led to none.
    pub connection: ConnectionId,
    /// Whose it is.
    pub owner: HistoryOwner,
    /// The portal's name. Empty: it is not known.
    pub name: String,
    /// The portal. `None`: it is not known.
    pub hub_id: Option<HubId>,
    /// Whether it is in memory only.
    pub session_only: bool,
    /// Entries.
    pub entries: u32,
    /// Its share of the size in bytes, with that of the index of the search.
    pub bytes: f64,
    /// When its oldest entry was sent (RFC 3339, UTC). `None`: there is none.
    pub oldest_at: Option<String>,
    /// Which bodies are kept from now on. `None`: of a removed connection nothing is added.
    pub bodies: Option<KeptBodies>,
    /// Whether somebody chose that.
    pub chosen: bool,
}

impl History {
    /// What the history has. Waits for the disk.
    ///
    /// # Errors
    /// [`Error::History`](crate::Error::History) if it cannot be read.
    pub fn extent(&self) -> Result<HistoryExtent> {
        let usage = self.usage().unwrap_or_default();
        let stored = Self::usages(self.engines.file())?;
        let in_memory = Self::usages(self.engines.memory_if_used())?;
        let all_bytes: u64 = stored.values().map(|usage| usage.bytes).sum();
        let share = |bytes: u64| as_figure(usage.used_bytes) * as_figure(bytes) / as_figure(all_bytes.max(1));
        let mut portals = self.connected(&stored, &in_memory, &share);
        let removed = self.keeping.removed();
        for (id, usage) in stored.iter().filter(|(id, _)| !self.connections.contains(id)) {
            let known = removed.get(id);
            portals.push(PortalHistory {
                owner: if id.as_str().is_empty() { HistoryOwner::Unconnected } else { HistoryOwner::Removed },
                name: known.map(|portal| portal.name.clone()).unwrap_or_default(),
                hub_id: known.map(|portal| portal.hub_id.clone()).or_else(|| portal_of(usage)),
                session_only: false,
                bodies: None,
                chosen: false,
                ..counted(id, usage, share(usage.bytes))
            });
        }
        portals.sort_by(|a, b| (a.owner, &a.name).cmp(&(b.owner, &b.name)));
        Ok(HistoryExtent {
            is_kept: self.engines.file().is_some(),
            bounds: self.keeping.bounds(),
            entries: count(usage.entries),
            pinned: count(usage.pinned),
            bytes: as_figure(usage.used_bytes),
            oldest_at: usage.oldest_at.map(instant),
            portals,
        })
    }

    fn connected(
        &self,
        stored: &BTreeMap<ConnectionId, ConnectionUsage>,
        in_memory: &BTreeMap<ConnectionId, ConnectionUsage>,
        share: &impl Fn(u64) -> f64,
    ) -> Vec<PortalHistory> {
        let of = |entry: &ConnectionEntry| {
            let record = entry.record();
            let session_only = entry.is_session_only();
            let usage =
                if session_only { in_memory } else { stored }.get(&record.id).cloned().unwrap_or_default();
            let bytes = if session_only { as_figure(usage.bytes) } else { share(usage.bytes) };
            let (bodies, chosen) = self.keeping.bodies(entry);
            PortalHistory {
                owner: HistoryOwner::Connected,
                name: record.identity.portal_name.clone(),
                hub_id: Some(record.identity.hub_id.clone()),
                session_only,
                bodies: Some(bodies),
                chosen,
                ..counted(&record.id, &usage, bytes)
            }
        };
        let ids = self.connections.records().into_iter().map(|(record, _)| record.id);
        ids.filter_map(|id| self.connections.read(&id, of).ok()).collect()
    }

    /// By connection; one whose portal became known later is counted once.
    fn usages(
        engine: Option<&portalscope_history::History>,
    ) -> Result<BTreeMap<ConnectionId, ConnectionUsage>> {
        let mut usages: BTreeMap<ConnectionId, ConnectionUsage> = BTreeMap::new();
        for usage in engine.map_or(Ok(Vec::new()), portalscope_history::History::usage_by_connection)? {
            let sum = usages
                .entry(usage.connection.clone().into())
                .or_insert_with(|| ConnectionUsage { oldest_at: i64::MAX, ..ConnectionUsage::default() });
            sum.entries += usage.entries;
            sum.bytes += usage.bytes;
            sum.oldest_at = sum.oldest_at.min(usage.oldest_at);
            sum.portal = sum.portal.or(usage.portal);
        }
        Ok(usages)
    }
}

fn counted(id: &ConnectionId, usage: &ConnectionUsage, bytes: f64) -> PortalHistory {
    PortalHistory {
        connection: id.clone(),
        owner: HistoryOwner::Connected,
        name: String::new(),
        hub_id: None,
        session_only: false,
        entries: count(usage.entries),
        bytes,
        oldest_at: (usage.entries > 0).then(|| instant(usage.oldest_at)),
        bodies: None,
        chosen: false,
    }
}

fn portal_of(usage: &ConnectionUsage) -> Option<HubId> {
    usage.portal.map(|portal| HubId::from(portal.to_string()))
}

fn count(entries: u64) -> u32 {
    narrow(usize::try_from(entries).unwrap_or(usize::MAX))
}

fn instant(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default().to_string()
}

#[expect(clippy::cast_precision_loss, reason = "a size to be shown")]
fn as_figure(bytes: u64) -> f64 {
    bytes as f64
}
