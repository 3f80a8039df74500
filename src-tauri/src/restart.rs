//! A start that was handed to an app which ended before it took it. Nobody would open a window then, so it is made anew:
//! by a new program in this process, since the first has begun with what can be had once only.

use std::time::Duration;

use crate::options::{self, StartOptions};

/// With the pauses between them, five seconds for the other one to end.
const MAX_ATTEMPTS: u32 = 50;
const RETRY_DELAY: Duration = Duration::from_millis(100);

/// Whether the one that runs already, by its name on the bus, went away with its answer.
pub fn is_other_process_ending(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

/// Comes back only if it cannot be done.
#[cfg(unix)]
pub fn restart(attempts: u32) {
    use std::os::unix::process::CommandExt as _;

    let Ok(program) = std::env::current_exe() else { return };
    if attempts < MAX_ATTEMPTS {
        std::thread::sleep(RETRY_DELAY);
        let mut command = std::process::Command::new(program);
        let error = command
            .args(StartOptions::arguments())
            .env(options::START_ATTEMPT, (attempts + 1).to_string())
            .exec();
        tracing::warn!(%error, "the start could not be tried again");
    }
}

/// Elsewhere no bus stands between two starts.
#[cfg(not(unix))]
pub fn restart(_: u32) {}
