//! Removes entries, and moves those of a connection that is no longer in memory only.

use std::sync::Arc;

use portalscope_history::{Cancel, Filter, History as Engine, Query};
use tokio::task::spawn_blocking;

use crate::connections::record::ConnectionRecord;
use crate::error::{Error, Result};
use crate::history::History;
use crate::history::extent::HistoryOwner;
use crate::history::keeping::RemovedPortal;
use crate::ids::ConnectionId;

/// Entries that are read, written and waited for at once.
const ENTRIES_PER_STEP: usize = 100;

impl History {
    /// Removes what was kept of a connection that is gone.
    pub(crate) async fn forget(self: &Arc<Self>, connection: &ConnectionId) -> Result<()> {
        self.remove(of(connection)).await?;
        self.keeping.remove(connection, None)
    }

    /// Keeps the history of a connection that is gone, under the portal's name.
    pub(crate) fn keep_removed(&self, record: &ConnectionRecord) -> Result<()> {
        let identity = &record.identity;
        let portal = RemovedPortal { name: identity.portal_name.clone(), hub_id: identity.hub_id.clone() };
        self.keeping.remove(&record.id, Some(&portal))
    }

    /// Removes what was kept of all connections to an environment.
    pub(crate) async fn forget_environment(self: &Arc<Self>, key: &str) -> Result<()> {
        self.remove(Filter { environment: Some(key.to_owned()), ..Filter::default() }).await
    }

    /// Removes what was kept of a connection that stays, or of one that was removed before.
    pub(crate) async fn forget_entries(self: &Arc<Self>, connection: &ConnectionId) -> Result<()> {
        self.remove(of(connection)).await?;
        self.keeping.forget_removed(|id| id != connection)
    }

    /// Removes what was kept of connections that were removed.
    pub(crate) async fn forget_removed(self: &Arc<Self>) -> Result<()> {
        let history = Arc::clone(self);
        let portals = spawn_blocking(move || history.extent()).await.map_err(|_| Error::Internal)??.portals;
        for portal in portals.into_iter().filter(|portal| portal.owner == HistoryOwner::Removed) {
            self.remove(of(&portal.connection)).await?;
        }
        self.keeping.forget_removed(|_| false)
    }

    /// Removes all entries.
    pub(crate) async fn forget_all(self: &Arc<Self>) -> Result<()> {
        self.remove(Filter::default()).await?;
        self.keeping.forget_removed(|_| false)
    }

    /// Removes everything, after the data file was erased: also files that were set aside or cannot be opened.
    pub(crate) async fn erase(self: &Arc<Self>) -> Result<()> {
        self.remove(Filter::default()).await?;
        self.keeping.reset();
        self.engines.set_bounds(self.keeping.bounds());
        self.engines.remove_other_files()
    }

    async fn remove(self: &Arc<Self>, filter: Filter) -> Result<()> {
        let history = Arc::clone(self);
        let removing = move || {
            for engine in history.engines.all() {
                engine.delete_matching(&filter)?;
            }
            Ok(())
        };
        spawn_blocking(removing).await.map_err(|_| Error::Internal)?
    }
}

/// Moves.
impl History {
    /// Moves the entries of a connection from memory to the file, with its choice of bodies. What cannot be moved stays in
    /// memory and goes with the session, which the log says.
    pub(crate) async fn move_to_file(self: &Arc<Self>, connection: &ConnectionId) {
        let (history, id) = (Arc::clone(self), connection.clone());
        let moved = spawn_blocking(move || {
            history.keeping.move_to_file(&id)?;
            match (history.engines.memory_if_used(), history.engines.file()) {
                (None, _) => Ok(()),
                (Some(_), None) => Err(Error::HistoryNotKept),
                (Some(memory), Some(file)) => move_entries(memory, file, &of(&id)),
            }
        });
        if !matches!(moved.await, Ok(Ok(()))) {
            tracing::warn!("the history of a connection could not be moved out of memory");
        }
    }
}

fn of(connection: &ConnectionId) -> Filter {
    Filter { connection: Some(connection.as_str().to_owned()), ..Filter::default() }
}

/// In their order, the oldest first.
fn move_entries(from: &Engine, to: &Engine, filter: &Filter) -> Result<()> {
    from.flush()?;
    let mut ids = Vec::new();
    let mut query = Query { filter: filter.clone(), limit: ENTRIES_PER_STEP, ..Query::default() };
    loop {
        let page = from.search(&query, &Cancel::new())?;
        ids.extend(page.entries.iter().map(|entry| entry.id));
        let Some(next) = page.next else { break };
        query.before = Some(next);
    }
    ids.reverse();
    for step in ids.chunks(ENTRIES_PER_STEP) {
        for id in step {
            to.record(from.entry(*id)?.into_entry());
        }
        to.flush()?;
    }
    from.delete_matching(filter)?;
    Ok(())
}
