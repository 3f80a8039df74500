//! What the window is told without asking.

use tokio::sync::broadcast;

use crate::connections::view::Connection;
use crate::ids::ConnectionId;
use crate::oauth_apps::view::OauthApp;
use crate::secrets::keyring_state::StorageState;

/// As many events wait for a listener; one that falls further behind is told so and reads the whole state.
const MAX_WAITING: usize = 256;

/// What the window is told without asking.
#[derive(Clone, Debug)]
pub enum Event {
    ConnectionChanged(Box<Connection>),
    ConnectionRemoved(ConnectionId),
    StorageChanged(StorageState),
    OauthAppsChanged(Vec<OauthApp>),
    /// A link from outside waits to be taken.
    LinkArrived,
}

/// Hands events to whoever listens.
pub struct Events {
    sender: broadcast::Sender<Event>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self { sender: broadcast::channel(MAX_WAITING).0 }
    }

    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    pub(crate) fn publish(&self, event: Event) {
        // Nobody listening is no error: the command line has no window.
        let _ = self.sender.send(event);
    }
}
