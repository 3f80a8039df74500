//! A start that was handed to an app which ended before it took it. Nobody would open a window then, so it is made anew:
//! by a new program in this process, since the first has begun with what can be had once only.

use std::time::Duration;

use crate::options::{self, StartOptions};

/// With the pauses between them, five seconds for the other one to end.
const MOST_TRIES: u32 = 50;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// Whether the one that runs already, by its name on the bus, went away with its answer.
pub fn is_ending_elsewhere(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

/// Comes back only if it cannot be done.
#[cfg(unix)]
pub fn start_again(tries: u32) {
    use std::os::unix::process::CommandExt as _;

    let Ok(program) = std::env::current_exe() else { return };
    if tries < MOST_TRIES {
        std::thread::sleep(BETWEEN_TRIES);
        let mut command = std::process::Command::new(program);
        let error =
            command.args(StartOptions::arguments()).env(options::TRIES, (tries + 1).to_string()).exec();
        tracing::warn!(%error, "the start could not be tried again");
    }
}

/// Elsewhere no bus stands between two starts.
#[cfg(not(unix))]
pub fn start_again(_: u32) {}
