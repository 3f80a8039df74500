//! Bearer tokens: reads them from the vault, provides them for calls, refreshes them.

pub(crate) mod account;
pub(crate) mod background;
pub(crate) mod credential;
pub(crate) mod informed_client;
pub(crate) mod refresh;
pub(crate) mod registration;
pub(crate) mod stored;

use std::sync::Arc;

use crate::ground::Ground;
use crate::history::token_calls::RecordingClient;
use crate::oauth_apps::credential::AppCredentials;
use crate::tokens::account::Accounts;
use crate::tokens::background::BackgroundRefresher;
use crate::tokens::credential::Credentials;
use crate::tokens::informed_client::InformedClient;
use crate::tokens::refresh::Refresher;
use crate::tokens::registration::SecretRegistration;
use crate::tokens::stored::StoredTokens;

/// The services for bearer tokens.
pub(crate) struct TokenServices {
    pub stored: Arc<StoredTokens>,
    pub refresher: Arc<Refresher>,
    pub credentials: Arc<Credentials>,
    pub background: Arc<BackgroundRefresher>,
    pub registration: Arc<SecretRegistration>,
    pub client: Arc<InformedClient>,
}

impl TokenServices {
    pub(crate) fn new(ground: &Ground, app_credentials: &Arc<AppCredentials>) -> Self {
        let Ground { connections, secrets, environments, sync, client, clock, .. } = ground;
        let registration = SecretRegistration::new(connections.clone(), ground.apps.clone(), secrets.clone());
        let registration = Arc::new(registration);
        let informed = Arc::new(InformedClient::new(client.clone(), registration.clone()));
        let stored = Arc::new(StoredTokens::new(connections.clone(), secrets.clone()));
        let accounts =
            Accounts::new(connections.clone(), environments.clone(), stored.clone(), informed.clone());
        let refresher = Arc::new(Refresher::new(
            connections.clone(),
            stored.clone(),
            app_credentials.clone(),
            Arc::new(accounts),
            sync.clone(),
            RecordingClient::new(client.clone(), ground.history.clone()),
            clock.clone(),
        ));
        let credentials = Credentials::new(
            connections.clone(),
            stored.clone(),
            refresher.clone(),
            environments.clone(),
            sync.clone(),
            clock.clone(),
        );
        let background = BackgroundRefresher::new(connections.clone(), refresher.clone(), clock.clone());
        Self {
            stored,
            refresher,
            credentials: Arc::new(credentials),
            background: Arc::new(background),
            registration,
            client: informed,
        }
    }
}
