//! Secrets on their way in. What comes back is a description.

use portalscope_core::{HeldSecret, PastedSecret};

use crate::state::{Answer, Core, SystemClipboard};

/// Takes the secret from the clipboard, past the page.
#[tauri::command]
#[specta::specta]
pub async fn hold_secret_from_clipboard(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
) -> Answer<HeldSecret> {
    let pasted = clipboard.paste_secret().await?;
    Ok(core.hold_secret(&pasted)?)
}

#[tauri::command]
#[specta::specta]
pub fn hold_typed_secret(core: Core<'_>, secret: PastedSecret) -> Answer<HeldSecret> {
    Ok(core.hold_secret(&secret)?)
}

#[tauri::command]
#[specta::specta]
pub fn drop_held_secret(core: Core<'_>, id: String) {
    core.drop_held_secret(&id);
}
