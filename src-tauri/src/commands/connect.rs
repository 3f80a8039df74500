//! Connecting: the consent flow and static tokens.

use portalscope_core::{
    AppConnect, AppDraft, CheckedToken, CommandError, Connection, ConnectionId, ConsentFlow, ErrorCode,
    FlowId, Portalscope, TokenConnect, WantedScope,
};

use crate::browser::Browser;
use crate::state::{Answer, Core, SystemBrowser, SystemClipboard};

#[tauri::command]
#[specta::specta]
pub async fn begin_demo_connection(browser: SystemBrowser<'_>, core: Core<'_>) -> Answer<ConsentFlow> {
    let flow = core.connect.begin.demo().await?;
    show_consent_page(&browser, &core, flow)
}

/// Connects with an OAuth app of the list.
#[tauri::command]
#[specta::specta]
pub async fn begin_oauth_app_connection(
    browser: SystemBrowser<'_>,
    core: Core<'_>,
    request: AppConnect,
) -> Answer<ConsentFlow> {
    let flow = core.connect.begin.with_app(request).await?;
    show_consent_page(&browser, &core, flow)
}

/// Connects with a new OAuth app, which is added to the list once its first portal is connected.
#[tauri::command]
#[specta::specta]
pub async fn begin_new_oauth_app_connection(
    browser: SystemBrowser<'_>,
    core: Core<'_>,
    draft: AppDraft,
    expected_portal: Option<String>,
) -> Answer<ConsentFlow> {
    let flow = core.connect.begin.with_new_app(draft, expected_portal).await?;
    show_consent_page(&browser, &core, flow)
}

/// Requests consent for the same portal and app again; the wanted scopes are added to those requested before.
#[tauri::command]
#[specta::specta]
pub async fn begin_reauthorization(
    browser: SystemBrowser<'_>,
    core: Core<'_>,
    id: ConnectionId,
    wanted: Vec<WantedScope>,
) -> Answer<ConsentFlow> {
    let flow = core.connect.begin.again(&id, &wanted).await?;
    show_consent_page(&browser, &core, flow)
}

#[tauri::command]
#[specta::specta]
pub async fn open_consent_page(browser: SystemBrowser<'_>, core: Core<'_>, flow_id: FlowId) -> Answer<()> {
    let opened = open_in_browser(&browser, &core, &flow_id)?;
    core.connect.flows.note_browser(&flow_id, opened)?;
    if opened { Ok(()) } else { Err(not_opened()) }
}

/// Copies the address of the consent page, unredacted: it is only useful for the flow that is waiting.
#[tauri::command]
#[specta::specta]
pub async fn copy_consent_address(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    flow_id: FlowId,
) -> Answer<()> {
    clipboard.copy(core.connect.flows.page(&flow_id)?.into()).await
}

/// Returns when the flow ends: the new connection, or the error.
#[tauri::command]
#[specta::specta]
pub async fn await_consent(core: Core<'_>, flow_id: FlowId) -> Answer<Connection> {
    core.connect.flows.wait(&flow_id).await
}

#[tauri::command]
#[specta::specta]
pub fn cancel_consent(core: Core<'_>, flow_id: FlowId) -> Answer<()> {
    Ok(core.connect.flows.cancel(&flow_id)?)
}

/// The portal of the token, and the connections to it that exist already; stores nothing.
#[tauri::command]
#[specta::specta]
pub async fn check_token(core: Core<'_>, request: TokenConnect) -> Answer<CheckedToken> {
    Ok(core.connect.static_tokens.check(&request).await?)
}

/// Replaces the token of a connection whose token was rotated.
#[tauri::command]
#[specta::specta]
pub async fn replace_token(core: Core<'_>, id: ConnectionId, request: TokenConnect) -> Answer<Connection> {
    Ok(core.connect.static_tokens.replace(&id, request).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn connect_with_token(core: Core<'_>, request: TokenConnect) -> Answer<Connection> {
    Ok(core.connect.static_tokens.connect(request).await?)
}

/// A browser that does not open does not end the flow: the address can be copied.
pub fn show_consent_page(browser: &Browser, core: &Portalscope, flow: ConsentFlow) -> Answer<ConsentFlow> {
    let opened = open_in_browser(browser, core, &flow.id)?;
    Ok(core.connect.flows.note_browser(&flow.id, opened)?)
}

/// The core has checked the address against the hosts that may be opened.
fn open_in_browser(browser: &Browser, core: &Portalscope, flow: &FlowId) -> Answer<bool> {
    let page = core.connect.flows.page(flow)?;
    Ok(browser.open(&page))
}

fn not_opened() -> CommandError {
    CommandError::new(
        ErrorCode::BrowserNotOpened,
        "The system browser could not be opened.",
        "Copy the address and open it in a browser yourself. Portalscope goes on waiting.",
    )
}
