//! Restarts this start of the app if it was handed over to another process that ended before it took it: otherwise no
//! window would open. The process is replaced by a new one, since some plugins can be set up only once.

use std::time::Duration;

use crate::options::{self, StartOptions};

/// With the delay between them, five seconds for the other process to end.
const MAX_ATTEMPTS: u32 = 50;
const RETRY_DELAY: Duration = Duration::from_millis(100);

/// Whether the running instance, found by its name on the bus, ended before it replied.
pub fn is_other_process_ending(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

/// Returns only on failure.
#[cfg(unix)]
pub fn restart(attempts: u32) {
    use std::os::unix::process::CommandExt as _;

    use portalscope_core::with_core_dumps_as_before;

    let Ok(program) = std::env::current_exe() else { return };
    if attempts < MAX_ATTEMPTS {
        std::thread::sleep(RETRY_DELAY);
        let mut command = std::process::Command::new(program);
        command.args(StartOptions::arguments()).env(options::START_ATTEMPT, (attempts + 1).to_string());
        // The new program could not find out what it was before.
        let error = with_core_dumps_as_before(|| command.exec());
        tracing::warn!(%error, "the start could not be tried again");
    }
}

/// Other systems hand starts over without a bus, so this does not happen there.
#[cfg(not(unix))]
pub fn restart(_: u32) {}
