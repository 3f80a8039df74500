//! The user's own OAuth apps.

pub(crate) mod credential;
pub(crate) mod declared_scopes;
pub(crate) mod registry;
pub(crate) mod service;
pub(crate) mod transfer;
pub(crate) mod validate;
pub(crate) mod view;

use std::sync::Arc;

use crate::ground::Ground;
use crate::oauth_apps::credential::AppCredentials;
use crate::oauth_apps::service::OauthApps;
use crate::oauth_apps::transfer::AppTransfer;
use crate::oauth_apps::validate::AppValidator;

/// The services for OAuth apps.
pub(crate) struct AppServices {
    pub apps: Arc<OauthApps>,
    pub transfer: AppTransfer,
    pub credentials: Arc<AppCredentials>,
    pub validator: Arc<AppValidator>,
}

impl AppServices {
    pub(crate) fn new(ground: &Ground) -> Self {
        let Ground { apps, connections, secrets, staged, environments, sync, .. } = ground;
        let credentials = AppCredentials::new(apps.clone(), secrets.clone(), environments.clone());
        let validator = AppValidator::new(apps.clone(), connections.clone(), secrets.clone(), staged.clone());
        let validator = Arc::new(validator);
        let service = OauthApps::new(
            apps.clone(),
            validator.clone(),
            connections.clone(),
            secrets.clone(),
            staged.clone(),
            sync.clone(),
        );
        Self {
            apps: Arc::new(service),
            transfer: AppTransfer::new(apps.clone(), validator.clone(), secrets.clone()),
            credentials: Arc::new(credentials),
            validator,
        }
    }
}
