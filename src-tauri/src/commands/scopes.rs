//! The scopes view: endpoints to choose from, lists of them, the scopes they require, and requesting those.

use std::sync::Arc;

use portalscope_core::{
    AnalysisSubject, AppId, CalledEndpoint, CatalogGroup, ChosenEndpoints, CommandError, ConnectionId,
    ConsentPreview, CredentialKind, Declaration, DeclaredScopes, Endpoint, EndpointSet, EndpointSetDraft,
    Error, MAX_APP_FILE_BYTES, OperationFacts, Portalscope, ReadList, ScopeAnalysis, ScopeProposal,
    ScopeSlip, WantedScope, read_text,
};

use crate::state::{Answer, Core, SystemFileDialogs};

#[tauri::command]
#[specta::specta]
pub async fn catalog_tree(core: Core<'_>) -> Answer<Vec<CatalogGroup>> {
    aside(&core, |core| Ok(core.scopes.operations.tree())).await
}

#[tauri::command]
#[specta::specta]
pub async fn called_endpoints(core: Core<'_>, connection_id: ConnectionId) -> Answer<Vec<CalledEndpoint>> {
    aside(&core, move |core| core.history.called_endpoints(&connection_id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn chosen_endpoints(core: Core<'_>) -> Answer<ChosenEndpoints> {
    Ok(core.scopes.sets.chosen()?)
}

#[tauri::command]
#[specta::specta]
pub async fn choose_endpoints(core: Core<'_>, chosen: ChosenEndpoints) -> Answer<()> {
    aside(&core, move |core| core.scopes.sets.choose(&chosen)).await
}

#[tauri::command]
#[specta::specta]
pub async fn endpoint_sets(core: Core<'_>) -> Answer<Vec<EndpointSet>> {
    Ok(core.scopes.sets.list()?)
}

#[tauri::command]
#[specta::specta]
pub async fn save_endpoint_set(core: Core<'_>, draft: EndpointSetDraft) -> Answer<EndpointSet> {
    aside(&core, move |core| core.scopes.sets.save(draft)).await
}

/// Returns the removed set, so that it can be saved again.
#[tauri::command]
#[specta::specta]
pub async fn delete_endpoint_set(core: Core<'_>, id: String) -> Answer<EndpointSet> {
    aside(&core, move |core| core.scopes.sets.delete(&id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn analyze_endpoints(
    core: Core<'_>,
    subject: AnalysisSubject,
    endpoints: Vec<Endpoint>,
) -> Answer<ScopeAnalysis> {
    aside(&core, move |core| core.scopes.analyzer.analyze(&subject, &endpoints)).await
}

#[tauri::command]
#[specta::specta]
pub async fn propose_scopes(
    core: Core<'_>,
    sentence: String,
    credential: CredentialKind,
) -> Answer<ScopeProposal> {
    aside(&core, move |core| Ok(core.scopes.proposals.of_sentence(&sentence, credential))).await
}

#[tauri::command]
#[specta::specta]
pub async fn propose_scopes_for(
    core: Core<'_>,
    endpoints: Vec<Endpoint>,
    credential: CredentialKind,
) -> Answer<ScopeProposal> {
    aside(&core, move |core| Ok(core.scopes.proposals.of_endpoints(&endpoints, credential))).await
}

#[tauri::command]
#[specta::specta]
pub async fn scope_slips(core: Core<'_>, names: Vec<String>) -> Answer<Vec<ScopeSlip>> {
    aside(&core, move |core| Ok(core.scopes.proposals.slips(&names))).await
}

#[tauri::command]
#[specta::specta]
pub async fn operation_facts(
    core: Core<'_>,
    subject: AnalysisSubject,
    endpoint: Endpoint,
) -> Answer<OperationFacts> {
    Ok(core.scopes.operations.facts(&subject, &endpoint)?)
}

#[tauri::command]
#[specta::specta]
pub async fn preview_consent(
    core: Core<'_>,
    id: ConnectionId,
    wanted: Vec<WantedScope>,
) -> Answer<ConsentPreview> {
    Ok(core.connect.preview.of_connection(&id, &wanted).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn preview_oauth_app_consent(
    core: Core<'_>,
    app: AppId,
    scopes: Vec<String>,
    optional_scopes: Vec<String>,
) -> Answer<ConsentPreview> {
    Ok(core.connect.preview.of_app(&app, &scopes, &optional_scopes).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn read_endpoint_list(core: Core<'_>, text: String) -> Answer<ReadList> {
    aside(&core, move |core| Ok(core.scopes.search.read_list(&text))).await
}

#[tauri::command]
#[specta::specta]
pub async fn declare_scopes(core: Core<'_>, app: AppId, declaration: Declaration) -> Answer<DeclaredScopes> {
    aside(&core, move |core| core.oauth_apps.declare_scopes(&app, &declaration)).await
}

/// Asks for the app's project file and reads the declared scopes from it. `None`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn declare_scopes_from_file(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
    app: AppId,
) -> Answer<Option<DeclaredScopes>> {
    let Some(path) = dialogs.file("JSON", "json").await else { return Ok(None) };
    let declared = aside(&core, move |core| {
        let text = read_text(&path, MAX_APP_FILE_BYTES)?;
        core.oauth_apps.declare_scopes(&app, &Declaration::File { text })
    });
    Ok(Some(declared.await?))
}

#[tauri::command]
#[specta::specta]
pub async fn forget_declared_scopes(core: Core<'_>, app: AppId) -> Answer<()> {
    aside(&core, move |core| core.oauth_apps.forget_declared_scopes(&app)).await
}

/// Runs slow work on a blocking thread.
pub async fn aside<T: Send + 'static>(
    core: &Core<'_>,
    work: impl FnOnce(&Portalscope) -> Result<T, Error> + Send + 'static,
) -> Answer<T> {
    let core = Arc::clone(core);
    let done = tokio::task::spawn_blocking(move || work(&core)).await;
    done.unwrap_or(Err(Error::Internal)).map_err(CommandError::from)
}
