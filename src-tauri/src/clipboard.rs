//! The system's clipboard, reached from Rust: a pasted secret comes in without passing through the page, and what is
//! copied passes the redaction gate first.

use std::sync::{Arc, Mutex, PoisonError};

use portalscope_core::{CommandError, ErrorCode, PastedSecret};

/// Kept open for the life of the app: on X11 the owner of the clipboard must be there when somebody pastes.
#[derive(Clone, Default)]
pub struct Clipboard {
    system: Arc<Mutex<Option<arboard::Clipboard>>>,
}

impl Clipboard {
    /// Blocks while the other program hands its text over; call it off the main thread.
    fn read(&self) -> Result<String, CommandError> {
        match self.with(arboard::Clipboard::get_text) {
            Ok(text) if !text.trim().is_empty() => Ok(text),
            Ok(_) | Err(arboard::Error::ContentNotAvailable) => Err(empty()),
            Err(_) => Err(unavailable()),
        }
    }

    fn write(&self, text: String) -> Result<(), CommandError> {
        self.with(|clipboard| clipboard.set_text(text)).map_err(|_| unavailable())
    }

    pub async fn paste_secret(&self) -> Result<PastedSecret, CommandError> {
        self.paste_text().await.map(PastedSecret::new)
    }

    pub async fn paste_text(&self) -> Result<String, CommandError> {
        let clipboard = self.clone();
        tokio::task::spawn_blocking(move || clipboard.read()).await.unwrap_or_else(|_| Err(unavailable()))
    }

    /// `text` must have passed the redaction gate.
    pub async fn copy(&self, text: String) -> Result<(), CommandError> {
        let clipboard = self.clone();
        tokio::task::spawn_blocking(move || clipboard.write(text))
            .await
            .unwrap_or_else(|_| Err(unavailable()))
    }

    fn with<T>(
        &self,
        act: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, arboard::Error> {
        let mut system = self.system.lock().unwrap_or_else(PoisonError::into_inner);
        let clipboard = match system.as_mut() {
            Some(clipboard) => clipboard,
            None => system.insert(arboard::Clipboard::new()?),
        };
        act(clipboard)
    }
}

fn empty() -> CommandError {
    CommandError::new(
        ErrorCode::ClipboardEmpty,
        "There is no text on the clipboard.",
        "Copy it first, then paste it here.",
    )
}

fn unavailable() -> CommandError {
    CommandError::new(
        ErrorCode::ClipboardUnavailable,
        "The system's clipboard cannot be reached.",
        "Try again. If it stays so, type the text instead.",
    )
}
