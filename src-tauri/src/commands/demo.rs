//! The demo portal's own switches.

use portalscope_core::{ConnectionId, DemoScenario};

use crate::state::{Answer, Core};

#[tauri::command]
#[specta::specta]
pub async fn expire_demo_token(core: Core<'_>, connection_id: ConnectionId) -> Answer<()> {
    Ok(core.expire_demo_tokens(&connection_id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn demo_scenarios(core: Core<'_>) -> Answer<Vec<DemoScenario>> {
    Ok(core.environments.demo_scenarios().await?)
}

#[tauri::command]
#[specta::specta]
pub async fn set_demo_scenario(core: Core<'_>, name: String, on: bool) -> Answer<Vec<DemoScenario>> {
    Ok(core.environments.set_demo_scenario(&name, on).await?)
}
