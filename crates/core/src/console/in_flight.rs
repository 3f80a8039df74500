//! Requests in progress, and their cancellation.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// Cancellations kept of requests that have not begun; the oldest are dropped.
const MAX_EARLY: usize = 32;

/// Requests in progress, by the id that the caller gave them.
#[derive(Default)]
pub(super) struct InFlight(Mutex<Requests>);

#[derive(Default)]
struct Requests {
    begun: HashMap<String, Arc<Notify>>,
    /// Cancelled before they began, the oldest first.
    early: VecDeque<String>,
}

impl InFlight {
    /// Registers a request. If it was cancelled before, the notification is delivered at once.
    pub fn begin(&self, id: &str) -> Arc<Notify> {
        let mut requests = self.lock();
        let cancel = Arc::clone(requests.begun.entry(id.to_owned()).or_default());
        if let Some(at) = requests.early.iter().position(|early| early == id) {
            requests.early.remove(at);
            cancel.notify_one();
        }
        cancel
    }

    pub fn cancel(&self, id: &str) {
        let mut requests = self.lock();
        if let Some(cancel) = requests.begun.get(id) {
            return cancel.notify_one();
        }
        requests.early.retain(|early| early != id);
        requests.early.push_back(id.to_owned());
        if requests.early.len() > MAX_EARLY {
            requests.early.pop_front();
        }
    }

    pub fn end(&self, id: &str) {
        self.lock().begun.remove(id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Requests> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{Duration, timeout};

    use super::{InFlight, MAX_EARLY};

    async fn is_cancelled(in_flight: &InFlight, id: &str) -> bool {
        timeout(Duration::ZERO, in_flight.begin(id).notified()).await.is_ok()
    }

    #[tokio::test]
    async fn the_last_few_cancellations_wait_for_their_requests_and_no_more() {
        let in_flight = InFlight::default();
        for number in 0..=MAX_EARLY {
            in_flight.cancel(&number.to_string());
        }
        assert!(!is_cancelled(&in_flight, "0").await, "the oldest is dropped");
        assert!(is_cancelled(&in_flight, "1").await);
        assert!(is_cancelled(&in_flight, &MAX_EARLY.to_string()).await);
    }
}
