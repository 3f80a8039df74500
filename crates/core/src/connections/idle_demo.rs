//! Stops the embedded demo portal while nobody uses it: any program on this computer can reach its port.

use std::sync::Arc;
use std::time::Duration;

use crate::connections::registry::ConnectionRegistry;
use crate::environments::Environments;
use crate::environments::key::EMBEDDED_KEY;

/// Longer than a consent page waits.
const MAX_IDLE: Duration = Duration::from_mins(10);
const CHECK_INTERVAL: Duration = Duration::from_mins(1);

/// Stops the embedded demo portal when no connection to it is open and none was used for ten minutes.
pub struct IdleDemo {
    connections: Arc<ConnectionRegistry>,
    environments: Arc<Environments>,
}

impl IdleDemo {
    pub(crate) fn new(connections: Arc<ConnectionRegistry>, environments: Arc<Environments>) -> Self {
        Self { connections, environments }
    }

    /// Checks every minute until the app quits. Start it once.
    pub async fn run(self: Arc<Self>) {
        loop {
            tokio::time::sleep(CHECK_INTERVAL).await;
            self.stop_if_unused(MAX_IDLE).await;
        }
    }

    /// Stops it if it was not used for this long and no connection to it is open, whose changed records would be lost.
    pub async fn stop_if_unused(&self, idle: Duration) {
        let open = self.connections.active().and_then(|id| self.connections.record(&id).ok());
        if open.is_none_or(|record| record.environment != EMBEDDED_KEY) {
            self.environments.stop_demo_if_unused(idle).await;
        }
    }
}
