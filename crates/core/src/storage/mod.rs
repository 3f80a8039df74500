//! Reports what the app stores, and deletes it.

pub(crate) mod delete;
pub(crate) mod files;
pub(crate) mod keyring;
pub(crate) mod report;

use std::sync::Arc;

use crate::catalog::updates::CatalogUpdates;
use crate::connect::Connect;
use crate::console::ConsoleServices;
use crate::ground::Ground;
use crate::oauth_apps::AppServices;
use crate::storage::delete::{DataOwners, Deletion};
use crate::storage::files::StoredPlaces;
use crate::storage::keyring::KeyringChoice;
use crate::storage::report::StorageReporter;
use crate::tokens::TokenServices;

/// The services for stored data.
pub struct Storage {
    /// Reports what is stored.
    pub reporter: Arc<StorageReporter>,
    /// Deletes what is stored.
    pub deletion: Deletion,
    /// Chooses where secrets are stored.
    pub keyring: KeyringChoice,
}

impl Storage {
    pub(crate) fn new(
        ground: &Ground,
        apps: &AppServices,
        tokens: &TokenServices,
        connect: &Connect,
        console: &ConsoleServices,
        catalog_updates: &Arc<CatalogUpdates>,
    ) -> Self {
        let reporter = Arc::new(reporter(ground, console));
        Self {
            reporter: reporter.clone(),
            keyring: KeyringChoice::new(
                ground.secrets.clone(),
                tokens.refresher.clone(),
                ground.connections.clone(),
                ground.apps.clone(),
                ground.sync.clone(),
                ground.history.clone(),
            ),
            deletion: Deletion::new(DataOwners {
                reporter,
                connections: ground.connections.clone(),
                apps: ground.apps.clone(),
                oauth_apps: apps.apps.clone(),
                secrets: ground.secrets.clone(),
                staged: ground.staged.clone(),
                settings: ground.settings.clone(),
                environments: ground.environments.clone(),
                catalog_updates: catalog_updates.clone(),
                responses: console.responses.clone(),
                flows: connect.flows.clone(),
                disconnector: connect.disconnector.clone(),
                sync: ground.sync.clone(),
                history: ground.history.clone(),
                store: ground.store.clone(),
            }),
        }
    }
}

fn reporter(ground: &Ground, console: &ConsoleServices) -> StorageReporter {
    let Ground { folder, store, connections, apps, secrets, clock, history, .. } = ground;
    let places = StoredPlaces::new(folder.clone(), store.clone(), history.clone(), console.responses.clone());
    StorageReporter::new(
        connections.clone(),
        apps.clone(),
        secrets.clone(),
        places,
        store.clone(),
        clock.clone(),
        history.clone(),
    )
}
