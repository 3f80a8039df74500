//! A thread that makes the keyring calls, one at a time, each with a timeout.
//!
//! A keyring that hangs must not block the app: the caller gets `TimedOut` after the timeout, later callers get it at
//! once, and [`Worker::renew`] abandons the stuck thread and starts a new one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::error::VaultError;

pub(crate) const TIMEOUT: Duration = Duration::from_secs(3);

type Job = (u64, Box<dyn FnOnce() + Send>);

struct Thread {
    jobs: Sender<Job>,
    progress: Arc<Progress>,
}

/// Numbers of jobs, from 1; 0 is none. The thread is stuck while it still runs the job that timed out.
#[derive(Default)]
struct Progress {
    running: AtomicU64,
    timed_out: AtomicU64,
}

impl Progress {
    fn is_stuck(&self) -> bool {
        let running = self.running.load(Ordering::Acquire);
        running != 0 && running == self.timed_out.load(Ordering::Acquire)
    }
}

pub(crate) struct Worker {
    thread: Mutex<Thread>,
    numbers: AtomicU64,
    timeout: Duration,
}

impl Worker {
    pub(crate) fn start(timeout: Duration) -> Self {
        Self { thread: Mutex::new(Thread::start()), numbers: AtomicU64::new(1), timeout }
    }

    /// Replaces the thread if it is stuck.
    pub(crate) fn renew(&self) {
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.progress.is_stuck() {
            *thread = Thread::start();
        }
    }

    pub(crate) async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        self.run_or_undo(call, || {}).await
    }

    /// `undo` runs if the call ends after its caller got `TimedOut`.
    pub(crate) async fn run_or_undo<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
        undo: impl FnOnce() + Send + 'static,
    ) -> Result<T, VaultError> {
        let (reply, answer) = oneshot::channel();
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let progress = self.submit(number, move || {
            // The caller was told that it failed, so the effect must not stay.
            if !reply.is_closed() && reply.send(call()).is_err() {
                undo();
            }
        })?;
        match tokio::time::timeout(self.timeout, answer).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(VaultError::Unavailable),
            Err(_) => {
                progress.timed_out.store(number, Ordering::Release);
                Err(VaultError::TimedOut)
            }
        }
    }

    fn submit(&self, number: u64, work: impl FnOnce() + Send + 'static) -> Result<Arc<Progress>, VaultError> {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.progress.is_stuck() {
            return Err(VaultError::TimedOut);
        }
        thread.jobs.send((number, Box::new(work))).map_err(|_| VaultError::Unavailable)?;
        Ok(Arc::clone(&thread.progress))
    }
}

impl Thread {
    fn start() -> Self {
        let (jobs, queue) = channel::<Job>();
        let progress = Arc::new(Progress::default());
        let own = Arc::clone(&progress);
        std::thread::spawn(move || {
            for (number, work) in queue {
                own.running.store(number, Ordering::Release);
                work();
                own.running.store(0, Ordering::Release);
            }
        });
        Self { jobs, progress }
    }
}

#[cfg(test)]
mod tests {
    use super::{VaultError, Worker, channel};
    use std::time::{Duration, Instant};

    #[tokio::test]
    async fn a_hanging_call_times_out_and_a_renewed_worker_goes_on() {
        let worker = Worker::start(Duration::from_secs(1));
        let hanging = worker
            .run(|| {
                std::thread::sleep(Duration::from_secs(20));
                Ok(())
            })
            .await;
        assert_eq!(hanging, Err(VaultError::TimedOut));
        assert_eq!(worker.run(|| Ok(1)).await, Err(VaultError::TimedOut), "later callers do not wait");
        worker.renew();
        assert_eq!(worker.run(|| Ok(2)).await, Ok(2));
    }

    #[tokio::test]
    async fn a_call_that_comes_back_late_frees_the_worker() {
        let worker = Worker::start(Duration::from_secs(1));
        let (come_back, told) = channel();
        let late = worker.run(move || told.recv().map_err(|_| VaultError::Unavailable)).await;
        assert_eq!(late, Err(VaultError::TimedOut));
        come_back.send(()).unwrap();
        let end = Instant::now() + Duration::from_mins(1);
        while worker.run(|| Ok(3)).await != Ok(3) {
            assert!(Instant::now() < end, "the worker is not free");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn a_call_that_ends_after_its_timeout_is_undone() {
        let worker = Worker::start(Duration::from_secs(1));
        let (undone, told) = channel();
        let (come_back, may) = channel();
        let call = move || may.recv().map_err(|_| VaultError::Unavailable);
        let late = worker.run_or_undo(call, move || undone.send(()).unwrap()).await;
        assert_eq!(late, Err(VaultError::TimedOut));
        come_back.send(()).unwrap();
        assert!(told.recv_timeout(Duration::from_mins(1)).is_ok());
    }
}
