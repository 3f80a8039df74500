//! What a screen reader is told of the app, read through AT-SPI by Debian's own Python, which has its bindings.

use crate::desktop::Desktop;
use crate::error::{Result, unexpected, until};

const READER: &str = include_str!("spoken.py");

/// One object of the accessibility tree.
#[derive(Debug)]
pub struct Spoken {
    pub role: String,
    pub name: String,
    /// Of `selected`, `focused`, `expanded`, `invalid-entry`.
    pub states: Vec<String>,
    /// How news in it are told: `polite` or `assertive`; empty where they are not.
    pub live: String,
}

/// Waits until an object is told that fits.
pub fn wait_for(desktop: &Desktop, what: &str, fits: impl Fn(&Spoken) -> bool) -> Result<()> {
    let mut last = Vec::new();
    let found = until(what, || {
        last = tree(desktop)?;
        Ok(last.iter().any(&fits).then_some(()))
    });
    found.or_else(|error| {
        let told: Vec<String> =
            last.iter().map(|it| format!("{} {:?} {:?} {}", it.role, it.name, it.states, it.live)).collect();
        unexpected(format!("{error}; told was:\n{}", told.join("\n")))
    })
}

fn tree(desktop: &Desktop) -> Result<Vec<Spoken>> {
    let output = desktop.command("/usr/bin/python3").args(["-c", READER]).output()?;
    if !output.status.success() {
        return unexpected(format!("the reader: {}", String::from_utf8_lossy(&output.stderr)));
    }
    // In the order in which the reader writes them.
    match serde_json::from_slice::<Vec<(String, String, Vec<String>, String)>>(&output.stdout) {
        Ok(told) => Ok(told
            .into_iter()
            .map(|(role, name, states, live)| Spoken { role, name, states, live })
            .collect()),
        Err(error) => unexpected(format!("the reader: {error}")),
    }
}
