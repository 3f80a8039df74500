//! One thread that makes the keyring calls, one at a time, each with a time limit.
//!
//! A keyring that hangs must not take the app with it: the caller gets `Hanging` after the limit, later callers at
//! once, and [`Worker::renew`] leaves the stuck thread behind and starts a fresh one.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::vault::VaultError;

pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(3);

type Job = Box<dyn FnOnce() + Send>;

struct Thread {
    jobs: Sender<Job>,
    stuck: Arc<AtomicBool>,
}

pub(crate) struct Worker {
    thread: Mutex<Thread>,
    limit: Duration,
}

impl Worker {
    pub(crate) fn start(limit: Duration) -> Self {
        Self { thread: Mutex::new(Thread::start()), limit }
    }

    /// Leaves a thread that hangs behind; one that answers is kept.
    pub(crate) fn renew(&self) {
        let mut thread = self.thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if thread.stuck.load(Ordering::Acquire) {
            *thread = Thread::start();
        }
    }

    pub(crate) async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (reply, answer) = oneshot::channel();
        let stuck = self.submit(Box::new(move || {
            // Nobody waits any more: a late write would store what the caller was told is not stored.
            if !reply.is_closed() {
                let _ = reply.send(call());
            }
        }))?;
        match tokio::time::timeout(self.limit, answer).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(VaultError::Unavailable),
            Err(_) => {
                stuck.store(true, Ordering::Release);
                Err(VaultError::Hanging)
            }
        }
    }

    fn submit(&self, job: Job) -> Result<Arc<AtomicBool>, VaultError> {
        let thread = self.thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if thread.stuck.load(Ordering::Acquire) {
            return Err(VaultError::Hanging);
        }
        thread.jobs.send(job).map_err(|_| VaultError::Unavailable)?;
        Ok(Arc::clone(&thread.stuck))
    }
}

impl Thread {
    fn start() -> Self {
        let (jobs, queue) = channel::<Job>();
        let stuck = Arc::new(AtomicBool::new(false));
        let unstick = Arc::clone(&stuck);
        std::thread::spawn(move || {
            for job in queue {
                job();
                unstick.store(false, Ordering::Release);
            }
        });
        Self { jobs, stuck }
    }
}

#[cfg(test)]
mod tests {
    use super::{VaultError, Worker};
    use std::time::Duration;

    #[tokio::test]
    async fn a_hanging_call_ends_at_the_limit_and_a_renewed_worker_goes_on() {
        let worker = Worker::start(Duration::from_millis(30));
        let hanging = worker
            .run(|| {
                std::thread::sleep(Duration::from_secs(20));
                Ok(())
            })
            .await;
        assert_eq!(hanging, Err(VaultError::Hanging));
        assert_eq!(worker.run(|| Ok(1)).await, Err(VaultError::Hanging), "later callers do not wait");
        worker.renew();
        assert_eq!(worker.run(|| Ok(2)).await, Ok(2));
    }

    #[tokio::test]
    async fn a_call_that_comes_back_late_frees_the_worker() {
        let worker = Worker::start(Duration::from_millis(20));
        let late = worker
            .run(|| {
                std::thread::sleep(Duration::from_millis(80));
                Ok(())
            })
            .await;
        assert_eq!(late, Err(VaultError::Hanging));
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert_eq!(worker.run(|| Ok(3)).await, Ok(3));
    }
}
