//! The services that the other modules are built on, made once. Only the constructors of those modules see all of them;
//! each service gets only what it needs.

use std::path::PathBuf;
use std::sync::Arc;

use portalscope_history::Who;
use portalscope_hubspot::{Client, ClientOptions};
use portalscope_redact::Redactor;
use portalscope_vault::Mode;

use crate::catalog::Catalogs;
use crate::connections::registry::ConnectionRegistry;
use crate::environments::Environments;
use crate::environments::demo::EmbeddedDemo;
use crate::error::Result;
use crate::events::Events;
use crate::history::History;
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::platform::clock::Clock;
use crate::platform::data_folder::DataFolder;
use crate::secrets::staged::StagedSecrets;
use crate::secrets::store::SecretStore;
use crate::settings::SettingsStore;
use crate::store::Store;
use crate::sync::SharedFolder;

/// How to open the app.
pub struct OpenOptions {
    /// The data folder, created if needed. It contains everything but secrets.
    pub home: PathBuf,
    /// This computer's clocks, or those of a test.
    pub clock: Arc<dyn Clock>,
    /// Redacts everything that leaves the app. Secrets are registered in it as they are read.
    pub redactor: Arc<Redactor>,
    /// Store new secrets in memory instead of the keyring from the start.
    pub session_only: bool,
    /// Who sends the calls, as the history tells it.
    pub who: Who,
}

/// The services that the other modules are built on.
pub(crate) struct Ground {
    pub client: Client,
    pub clock: Arc<dyn Clock>,
    pub folder: DataFolder,
    pub events: Arc<Events>,
    pub store: Arc<Store>,
    pub settings: Arc<SettingsStore>,
    pub secrets: Arc<SecretStore>,
    pub staged: Arc<StagedSecrets>,
    pub environments: Arc<Environments>,
    pub catalogs: Arc<Catalogs>,
    pub apps: Arc<OauthAppRegistry>,
    pub connections: Arc<ConnectionRegistry>,
    pub sync: Arc<SharedFolder>,
    pub history: Arc<History>,
}

impl Ground {
    /// Opens the data folder and makes the services. Calls neither the network nor the keyring.
    pub(crate) fn open(options: OpenOptions, network: ClientOptions) -> Result<Self> {
        let OpenOptions { home, clock, redactor, session_only, who } = options;
        let client = Client::with(client_options(&clock, &redactor, network))?;
        let folder = DataFolder::open(home)?;
        let events = Arc::new(Events::new());
        let store = Arc::new(Store::open(&folder.data_file())?);
        let settings = Arc::new(SettingsStore::open(store.clone())?);
        let mode = if session_only { Mode::Session } else { Mode::Keyring };
        let secrets = Arc::new(SecretStore::new(mode, redactor, events.clone()));
        let staged = Arc::new(StagedSecrets::new(secrets.clone()));
        let demo = EmbeddedDemo::new(folder.demo_portal_file());
        let environments = Arc::new(Environments::new(demo, settings.clone(), secrets.clone()));
        let catalogs = Arc::new(Catalogs::open(folder.catalog_updates()));
        let apps = Arc::new(OauthAppRegistry::open(store.clone(), events.clone())?);
        let client_id_of = |record: &_| apps.client_id_of(record);
        let connections =
            ConnectionRegistry::open(store.clone(), events.clone(), clock.clone(), &client_id_of)?;
        let connections = Arc::new(connections);
        let (of_apps, of_secrets) = (apps.clone(), secrets.clone());
        let sync = SharedFolder::new(folder.locks(), store.clone(), connections.clone(), of_apps, of_secrets);
        let sync = Arc::new(sync);
        let history = History::open(
            folder.clone(),
            connections.clone(),
            catalogs.clone(),
            secrets.clone(),
            clock.clone(),
            who,
            (store.clone(), events.clone()),
        )?;
        history.take_former_calls(&store);
        let history = Arc::new(history);
        let of_history = Arc::downgrade(&history);
        secrets.on_learned(move |learned| {
            if let Some(history) = of_history.upgrade() {
                history.redact_again(learned);
            }
        });
        Ok(Self {
            client,
            clock,
            folder,
            events,
            store,
            settings,
            secrets,
            staged,
            environments,
            catalogs,
            apps,
            connections,
            sync,
            history,
        })
    }
}

fn client_options(clock: &Arc<dyn Clock>, redactor: &Arc<Redactor>, network: ClientOptions) -> ClientOptions {
    let clock = Arc::clone(clock);
    ClientOptions { now: Arc::new(move || clock.now()), redactor: Arc::clone(redactor), ..network }
}
