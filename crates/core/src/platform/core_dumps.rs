//! Prevents core dumps: a crash must not write secrets in this process's memory to a file.

/// Disables core dumps of this process and its child processes (`RLIMIT_CORE`). Call it before any secret is read.
#[cfg(unix)]
pub fn forbid_core_dumps() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let none = Rlimit { current: Some(0), ..getrlimit(Resource::Core) };
    if setrlimit(Resource::Core, none).is_err() {
        tracing::warn!("a crash may leave a core dump");
    }
}

/// Does nothing: Windows writes no dumps unless they are configured.
#[cfg(not(unix))]
pub fn forbid_core_dumps() {}

#[cfg(all(test, unix))]
mod tests {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    #[test]
    fn a_process_that_was_allowed_core_dumps_makes_none() {
        let before = getrlimit(Resource::Core);
        setrlimit(Resource::Core, Rlimit { current: before.maximum, ..before }).unwrap();
        super::forbid_core_dumps();
        assert_eq!(getrlimit(Resource::Core), Rlimit { current: Some(0), ..before });
    }
}
