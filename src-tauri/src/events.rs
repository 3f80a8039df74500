//! Events to the window: the core's events, each as a typed event with its own name.

use std::sync::Arc;

use portalscope_core::{
    CommandError, Connection, ConnectionId, Event as CoreEvent, HistoryNotice, InitialState, OauthApp,
    OpenedReport, Pasted, Portalscope, StorageState,
};
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Runtime};
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

/// A connection was added or changed.
#[derive(Clone, Serialize, Type, Event)]
pub struct ConnectionChanged(Connection);

/// The id of a removed connection.
#[derive(Clone, Serialize, Type, Event)]
pub struct ConnectionRemoved(ConnectionId);

#[derive(Clone, Serialize, Type, Event)]
pub struct StorageChanged(StorageState);

/// The current list of OAuth apps.
#[derive(Clone, Serialize, Type, Event)]
pub struct OauthAppsChanged(Vec<OauthApp>);

/// What the person should know about the history. `None`: it was put away.
#[derive(Clone, Serialize, Type, Event)]
pub struct HistoryNoticed(Option<HistoryNotice>);

/// A link from outside is waiting to be taken.
#[derive(Clone, Serialize, Type, Event)]
pub struct LinkArrived;

/// Entries of the history were written, changed or removed.
#[derive(Clone, Serialize, Type, Event)]
pub struct HistoryChanged;

/// What was read of a file that was dropped on the window.
#[derive(Clone, Serialize, Type, Event)]
pub struct RequestsDropped(pub Pasted);

/// A report that was dropped on the window, and what became of it.
#[derive(Clone, Serialize, Type, Event)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReportDropped {
    /// It is being opened.
    Opening,
    /// So many calls of it were read.
    Read { calls: u32 },
    /// It is open.
    Opened { report: Box<OpenedReport> },
    /// It was refused, or its opening was cancelled.
    Failed { error: CommandError },
}

/// The whole state, sent after events were missed.
#[derive(Clone, Serialize, Type, Event)]
pub struct StateChanged(InitialState);

/// Forwards the core's events to the window until the app ends.
pub async fn forward<R: Runtime>(app: AppHandle<R>, core: Arc<Portalscope>) {
    let mut events = core.events.subscribe();
    loop {
        match events.recv().await {
            Ok(event) => hand_over(&app, event),
            Err(RecvError::Lagged(missed)) => catch_up(&app, &core, missed),
            Err(RecvError::Closed) => return,
        }
    }
}

/// After missed events the whole state is sent. It contains no links, so the window takes those again.
fn catch_up<R: Runtime>(app: &AppHandle<R>, core: &Portalscope, missed: u64) {
    tracing::warn!(missed, "events were dropped; the whole state is sent");
    let sent = StateChanged(core.state()).emit(app).and_then(|()| LinkArrived.emit(app));
    let sent = sent.and_then(|()| HistoryChanged.emit(app));
    if sent.is_err() {
        tracing::warn!("the state could not be handed to the window");
    }
}

fn hand_over<R: Runtime>(app: &AppHandle<R>, event: CoreEvent) {
    let sent = match event {
        CoreEvent::ConnectionChanged(connection) => ConnectionChanged(*connection).emit(app),
        CoreEvent::ConnectionRemoved(id) => ConnectionRemoved(id).emit(app),
        CoreEvent::StorageChanged(state) => StorageChanged(state).emit(app),
        CoreEvent::OauthAppsChanged(apps) => OauthAppsChanged(apps).emit(app),
        CoreEvent::HistoryNoticed(notice) => HistoryNoticed(notice).emit(app),
        CoreEvent::LinkArrived => LinkArrived.emit(app),
        CoreEvent::HistoryChanged => HistoryChanged.emit(app),
    };
    if sent.is_err() {
        tracing::warn!("an event could not be handed to the window");
    }
}
