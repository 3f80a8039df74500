//! Events that are pushed to the window.

use tokio::sync::broadcast;

use crate::connections::view::Connection;
use crate::history::notice::HistoryNotice;
use crate::ids::ConnectionId;
use crate::oauth_apps::view::OauthApp;
use crate::secrets::keyring_state::StorageState;

/// Events queued per subscriber. One that lags further behind gets an error and has to read the whole state.
const MAX_WAITING: usize = 256;

/// A change that the window has to show.
#[derive(Clone, Debug)]
pub enum Event {
    /// A connection is new, or its data, state or token changed.
    ConnectionChanged(Box<Connection>),
    /// A connection was disconnected.
    ConnectionRemoved(ConnectionId),
    /// The place where secrets are stored or the keyring's health changed.
    StorageChanged(StorageState),
    /// The list of OAuth apps changed; this is all of it.
    OauthAppsChanged(Vec<OauthApp>),
    /// What a person should know about the history. `None`: it was put away.
    HistoryNoticed(Option<HistoryNotice>),
    /// A link from outside is waiting; `Links::take` returns it.
    LinkArrived,
    /// Entries of the history were written, changed or removed; of many in a row it is told some times a second.
    HistoryChanged,
}

/// Publishes events to any number of subscribers.
pub struct Events {
    sender: broadcast::Sender<Event>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self { sender: broadcast::channel(MAX_WAITING).0 }
    }

    /// Receives every event from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// Sends an event to all subscribers.
    pub(crate) fn publish(&self, event: Event) {
        // Without a subscriber this is not an error: the command line has no window.
        let _ = self.sender.send(event);
    }
}
