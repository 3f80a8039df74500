//! Prevents core dumps: a crash must not write secrets in this process's memory to a file, or to a program that collects
//! crashes.

#[cfg(unix)]
pub use limit::{forbid_core_dumps, with_core_dumps_as_before};

/// Does nothing: Windows writes no dumps unless they are configured.
#[cfg(not(unix))]
pub fn forbid_core_dumps() {}

/// Only calls `start`.
#[cfg(not(unix))]
pub fn with_core_dumps_as_before<T>(start: impl FnOnce() -> T) -> T {
    start()
}

#[cfg(unix)]
mod limit {
    use std::sync::{Mutex, PoisonError};

    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    /// Linux does not apply a limit of 0 to dumps that it pipes to a program (core(5)), but refuses those, too, where it is
    /// 1. No core file is that small either.
    const NO_DUMP: u64 = 1;

    /// The limit that this process was started with. `None`: it was not changed.
    static BEFORE: Mutex<Option<Rlimit>> = Mutex::new(None);

    /// Disables core dumps of this process and its child processes (`RLIMIT_CORE`). Call it before any secret is read.
    pub fn forbid_core_dumps() {
        let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = *before.get_or_insert_with(|| getrlimit(Resource::Core));
        forbid(limit);
    }

    /// Calls `start`, which starts another program, with the limit for core dumps that this process was started with:
    /// how the browser crashes is not this app's to decide.
    pub fn with_core_dumps_as_before<T>(start: impl FnOnce() -> T) -> T {
        let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(limit) = *before else { return start() };
        if setrlimit(Resource::Core, limit).is_err() {
            return start();
        }
        let started = start();
        forbid(limit);
        started
    }

    /// A hard limit of 0 stays: it cannot be raised.
    fn forbid(before: Rlimit) {
        let none = before.maximum.map_or(NO_DUMP, |maximum| maximum.min(NO_DUMP));
        if setrlimit(Resource::Core, Rlimit { current: Some(none), ..before }).is_err() {
            tracing::warn!("a crash may leave a core dump");
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    #[test]
    fn a_process_that_was_allowed_core_dumps_makes_none_but_what_it_starts_may() {
        let before = getrlimit(Resource::Core);
        let before = Rlimit { current: before.maximum, ..before };
        setrlimit(Resource::Core, before).unwrap();
        super::forbid_core_dumps();
        let none = Rlimit { current: Some(1), ..before };
        assert_eq!(getrlimit(Resource::Core), none, "0 would allow dumps through a pipe");
        assert_eq!(super::with_core_dumps_as_before(|| getrlimit(Resource::Core)), before);
        assert_eq!(getrlimit(Resource::Core), none);
        super::forbid_core_dumps();
        assert_eq!(super::with_core_dumps_as_before(|| getrlimit(Resource::Core)), before, "the first one");
    }
}
