//! Connects portals, by consent or by a pasted token, and disconnects them.

pub(crate) mod begin;
pub(crate) mod disconnect;
pub(crate) mod flow;
mod flow_record;
pub(crate) mod grant;
pub(crate) mod plan;
pub(crate) mod preview;
mod receiver;
mod refusal;
pub(crate) mod requested_scopes;
pub(crate) mod static_token;

use std::sync::Arc;

use crate::connect::begin::ConsentStarter;
use crate::connect::disconnect::Disconnector;
use crate::connect::flow::ConsentFlows;
use crate::connect::grant::Grants;
use crate::connect::preview::ConsentPreviews;
use crate::connect::static_token::StaticTokens;
use crate::ground::Ground;
use crate::oauth_apps::AppServices;
use crate::tokens::TokenServices;

/// The services that connect and disconnect portals.
pub struct Connect {
    /// Starts consent flows.
    pub begin: ConsentStarter,
    /// The consent flow in progress.
    pub flows: Arc<ConsentFlows>,
    /// Connects service keys and private-app tokens.
    pub static_tokens: StaticTokens,
    /// Shows an authorize URL before a flow begins.
    pub preview: ConsentPreviews,
    /// Disconnects portals and deletes apps.
    pub disconnector: Arc<Disconnector>,
}

impl Connect {
    pub(crate) fn new(ground: &Ground, apps: &AppServices, tokens: &TokenServices) -> Self {
        let flows = Arc::new(flows(ground, apps, tokens));
        Self {
            begin: ConsentStarter::new(
                ground.apps.clone(),
                apps.credentials.clone(),
                apps.validator.clone(),
                ground.connections.clone(),
                ground.environments.clone(),
                ground.settings.clone(),
                flows.clone(),
            ),
            flows,
            static_tokens: static_tokens(ground, tokens),
            preview: ConsentPreviews::new(
                ground.connections.clone(),
                ground.apps.clone(),
                ground.environments.clone(),
                ground.settings.clone(),
                ground.catalogs.clone(),
            ),
            disconnector: Arc::new(disconnector(ground, apps, tokens)),
        }
    }
}

fn flows(ground: &Ground, apps: &AppServices, tokens: &TokenServices) -> ConsentFlows {
    let Ground { connections, secrets, staged, sync, clock, .. } = ground;
    let grants = Grants::new(
        connections.clone(),
        ground.apps.clone(),
        apps.apps.clone(),
        secrets.clone(),
        sync.clone(),
        tokens.client.clone(),
        clock.clone(),
    );
    let grants = Arc::new(grants);
    ConsentFlows::new(
        grants,
        secrets.clone(),
        staged.clone(),
        tokens.client.clone(),
        ground.history.clone(),
        ground.catalogs.clone(),
        clock.clone(),
    )
}

fn static_tokens(ground: &Ground, tokens: &TokenServices) -> StaticTokens {
    StaticTokens::new(
        ground.connections.clone(),
        ground.staged.clone(),
        ground.environments.clone(),
        ground.secrets.clone(),
        ground.sync.clone(),
        tokens.client.clone(),
        ground.clock.clone(),
    )
}

fn disconnector(ground: &Ground, apps: &AppServices, tokens: &TokenServices) -> Disconnector {
    Disconnector::new(
        ground.connections.clone(),
        apps.apps.clone(),
        apps.credentials.clone(),
        tokens.stored.clone(),
        ground.history.clone(),
        ground.sync.clone(),
        tokens.client.clone(),
    )
}
