//! Why a journey stopped.

use std::io;
use std::time::Duration;

/// The timeout of every wait. It is long, since it only matters when the journey fails.
pub const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program of the desktop session did not start; the set-up of the machine is incomplete.
    #[error("cannot start {program}: {cause}")]
    Start { program: String, cause: String },
    /// The driver refused a command.
    #[error("{command}: {kind}: {message}")]
    Driver { command: String, kind: String, message: String },
    #[error("cannot reach the driver: {0}")]
    Transport(String),
    /// The journey waited for something that did not happen.
    #[error("waited {} s for {what}", PATIENCE.as_secs())]
    Waited { what: String },
    /// The app is not in the expected state.
    #[error("{0}")]
    Unexpected(String),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("the session's keyring: {0}")]
    Keyring(String),
}

impl Error {
    pub fn from_bus(error: &zbus::Error) -> Self {
        Self::Unexpected(format!("the session bus: {error}"))
    }

    /// The page was redrawn between two commands.
    fn is_stale(&self) -> bool {
        matches!(self, Self::Driver { kind, .. } if kind == "stale element reference")
    }
}

pub type Result<T> = std::result::Result<T, Error>;

pub fn unexpected<T>(what: impl Into<String>) -> Result<T> {
    Err(Error::Unexpected(what.into()))
}

/// Polls every 40 ms until there is a result. A stale element is looked up again.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let end = std::time::Instant::now() + PATIENCE;
    loop {
        match ask() {
            Ok(Some(answer)) => return Ok(answer),
            Err(error) if !error.is_stale() => return Err(error),
            Ok(None) | Err(_) => {}
        }
        if std::time::Instant::now() > end {
            return Err(Error::Waited { what: what.to_owned() });
        }
        std::thread::sleep(Duration::from_millis(40));
    }
}
