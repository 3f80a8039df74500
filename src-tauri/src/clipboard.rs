//! The system's clipboard, accessed from Rust: pasted secrets bypass the page, and copied text is redacted first.

use std::sync::{Arc, Mutex, PoisonError};

use portalscope_core::{CommandError, CurlWithSecret, ErrorCode, PastedSecret};
use serde::Deserialize;
use specta::Type;

/// Kept open for the life of the app: on X11 the owner of the clipboard provides its text when another program pastes.
#[derive(Clone, Default)]
pub struct Clipboard {
    system: Arc<Mutex<Option<arboard::Clipboard>>>,
}

impl Clipboard {
    /// Blocks while the other program provides its text; call it off the main thread.
    fn read(&self, source: PasteSource) -> Result<String, CommandError> {
        match self.with(|clipboard| text_of(clipboard, source)) {
            Ok(text) if !text.trim().is_empty() => Ok(text),
            Ok(_) | Err(arboard::Error::ContentNotAvailable) => Err(empty()),
            Err(_) => Err(unavailable()),
        }
    }

    fn write(&self, text: String) -> Result<(), CommandError> {
        self.with(|clipboard| clipboard.set_text(text)).map_err(|_| unavailable())
    }

    /// Asks clipboard managers not to store the text.
    fn write_secret(&self, text: &str) -> Result<(), CommandError> {
        self.with(|clipboard| unrecorded(clipboard.set()).text(text)).map_err(|_| unavailable())
    }

    pub async fn paste_secret(&self) -> Result<PastedSecret, CommandError> {
        self.paste_text(PasteSource::Clipboard).await.map(PastedSecret::new)
    }

    pub async fn paste_text(&self, source: PasteSource) -> Result<String, CommandError> {
        let clipboard = self.clone();
        tokio::task::spawn_blocking(move || clipboard.read(source))
            .await
            .unwrap_or_else(|_| Err(unavailable()))
    }

    /// `text` must be redacted.
    pub async fn copy(&self, text: String) -> Result<(), CommandError> {
        let clipboard = self.clone();
        tokio::task::spawn_blocking(move || clipboard.write(text))
            .await
            .unwrap_or_else(|_| Err(unavailable()))
    }

    /// The only way for a secret to leave the app at the user's request: a cURL command with its token, after
    /// confirmation.
    pub async fn copy_with_secret(&self, command: CurlWithSecret) -> Result<(), CommandError> {
        let clipboard = self.clone();
        tokio::task::spawn_blocking(move || clipboard.write_secret(command.expose()))
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

/// The source of a pasted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PasteSource {
    Clipboard,
    /// The primary selection, which the middle mouse button pastes on Linux.
    Selection,
}

#[cfg(target_os = "linux")]
fn text_of(clipboard: &mut arboard::Clipboard, source: PasteSource) -> Result<String, arboard::Error> {
    use arboard::{GetExtLinux as _, LinuxClipboardKind};
    let kind = match source {
        PasteSource::Clipboard => LinuxClipboardKind::Clipboard,
        PasteSource::Selection => LinuxClipboardKind::Primary,
    };
    clipboard.get().clipboard(kind).text()
}

#[cfg(not(target_os = "linux"))]
fn text_of(clipboard: &mut arboard::Clipboard, _source: PasteSource) -> Result<String, arboard::Error> {
    clipboard.get_text()
}

#[cfg(target_os = "linux")]
fn unrecorded(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(target_os = "macos")]
fn unrecorded(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(windows)]
fn unrecorded(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows as _;
    set.exclude_from_cloud().exclude_from_history()
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
