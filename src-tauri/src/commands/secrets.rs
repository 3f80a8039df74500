//! Stages secrets. The window receives only descriptions of them.

use portalscope_core::{PastedSecret, StagedSecret};

use crate::state::{Answer, Core, SystemClipboard};

/// Stages the secret on the clipboard, which bypasses the page.
#[tauri::command]
#[specta::specta]
pub async fn stage_secret_from_clipboard(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
) -> Answer<StagedSecret> {
    let pasted = clipboard.paste_secret().await?;
    Ok(core.stage_secret(&pasted)?)
}

#[tauri::command]
#[specta::specta]
pub fn stage_typed_secret(core: Core<'_>, secret: PastedSecret) -> Answer<StagedSecret> {
    Ok(core.stage_secret(&secret)?)
}

#[tauri::command]
#[specta::specta]
pub fn discard_staged_secret(core: Core<'_>, id: String) {
    core.staged.discard(&id);
}
