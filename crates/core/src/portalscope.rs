//! The app: opens the data folder, makes the services from the ground up, and hands them out by name. Nothing in this
//! crate imports this file but `lib.rs`.

use std::path::PathBuf;
use std::sync::Arc;

use portalscope_hubspot::{Client, ClientOptions};
use portalscope_redact::Redactor;
use portalscope_vault::Mode;
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::fetch::SpecFetcher;
use crate::catalog::updates::CatalogUpdates;
use crate::connect::Connect;
use crate::connect::begin::ConsentStarter;
use crate::connect::disconnect::Disconnector;
use crate::connect::flow::{ConsentFlow, ConsentFlows};
use crate::connect::grant::Grants;
use crate::connect::preview::ConsentPreviews;
use crate::connect::static_token::StaticTokens;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::Connection;
use crate::console::composer::Composer;
use crate::console::curl::Curl;
use crate::console::exchange::Exchange;
use crate::console::responses::Responses;
use crate::console::retry::Retry;
use crate::console::send::Console;
use crate::environments::Environments;
use crate::environments::demo::EmbeddedDemo;
use crate::environments::key::EMBEDDED_KEY;
use crate::error::{CommandError, Error, Result};
use crate::events::Events;
use crate::history::History;
use crate::limits::Limits;
use crate::links::Links;
use crate::oauth_apps::OauthApps;
use crate::oauth_apps::credential::AppCredentials;
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::transfer::AppTransfer;
use crate::oauth_apps::validate::AppValidator;
use crate::oauth_apps::view::OauthApp;
use crate::platform::clock::Clock;
use crate::platform::data_folder::DataFolder;
use crate::scopes::Scopes;
use crate::scopes::access::ScopeAccess;
use crate::scopes::analysis::ScopeAnalyzer;
use crate::scopes::coverage::Coverage;
use crate::scopes::coverage_export::CoverageExport;
use crate::scopes::facts::OperationReference;
use crate::scopes::search::EndpointSearch;
use crate::scopes::sets::EndpointSets;
use crate::secrets::keyring_state::StorageState;
use crate::secrets::staged::{PastedSecret, StagedSecret, StagedSecrets};
use crate::secrets::store::SecretStore;
use crate::settings::{Settings, SettingsStore};
use crate::storage::Storage;
use crate::storage::delete::{Deletion, Keepers};
use crate::storage::files::StoredPlaces;
use crate::storage::keyring::KeyringChoice;
use crate::storage::report::StorageReporter;
use crate::store::{Store, UnreadableRecord};
use crate::sync::SharedFolder;
use crate::tokens::account::Accounts;
use crate::tokens::background::BackgroundRefresher;
use crate::tokens::credential::Credentials;
use crate::tokens::refresh::Refresher;
use crate::tokens::stored::StoredTokens;

pub struct Portalscope {
    pub folder: DataFolder,
    pub events: Arc<Events>,
    pub settings: Arc<SettingsStore>,
    pub secrets: Arc<SecretStore>,
    pub staged: Arc<StagedSecrets>,
    pub environments: Arc<Environments>,
    pub catalogs: Arc<Catalogs>,
    pub catalog_updates: Arc<CatalogUpdates>,
    pub spec_fetcher: SpecFetcher,
    pub connections: Arc<ConnectionRegistry>,
    /// What other processes change.
    pub sync: Arc<SharedFolder>,
    pub oauth_apps: Arc<OauthApps>,
    pub app_transfer: AppTransfer,
    pub tokens: Arc<Credentials>,
    pub background_refresher: Arc<BackgroundRefresher>,
    pub limits: Limits,
    pub history: Arc<History>,
    pub scopes: Scopes,
    pub connect: Connect,
    pub console: Console,
    pub responses: Arc<Responses>,
    pub curl: Curl,
    pub links: Links,
    pub storage: Storage,
    store: Arc<Store>,
}

/// How to open the app's data.
pub struct OpenOptions {
    /// The folder that holds everything but secrets.
    pub home: PathBuf,
    pub clock: Arc<dyn Clock>,
    pub redactor: Arc<Redactor>,
    /// Keep secrets in memory from the start instead of in the keyring.
    pub session_only: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder or file cannot be used. The message says why.
    #[error("{}: {}", .0.message, .0.hint)]
    Data(CommandError),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    Linux,
    Macos,
    Windows,
}

impl Platform {
    pub const THIS: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Macos
    } else {
        Self::Linux
    };
}

/// What the window starts from.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InitialState {
    pub version: String,
    pub platform: Platform,
    pub storage: StorageState,
    pub settings: Settings,
    pub connections: Vec<Connection>,
    /// By name.
    pub oauth_apps: Vec<OauthApp>,
    pub active_connection: Option<String>,
    /// A flow that waits, so that a window that was loaded again picks it up.
    pub consent_flow: Option<ConsentFlow>,
    /// Records that this version cannot read. They are left as they are.
    pub unreadable_records: Vec<UnreadableRecord>,
}

impl Portalscope {
    /// Opens the data folder. Goes neither to the network nor to the keyring.
    pub fn open(options: OpenOptions) -> std::result::Result<Arc<Self>, OpenError> {
        Self::open_over(options, ClientOptions::default())
    }

    /// The same over a network of the caller's making, for tests. The clock is that of the options.
    pub fn open_over(
        options: OpenOptions,
        network: ClientOptions,
    ) -> std::result::Result<Arc<Self>, OpenError> {
        Self::build(options, network).map(Arc::new).map_err(|error| OpenError::Data(error.into()))
    }

    /// Each service is given those below it, so the order of the lines is the order of the floors.
    #[expect(clippy::too_many_lines, reason = "one line a service, in one order: there is nothing to divide")]
    fn build(options: OpenOptions, network: ClientOptions) -> Result<Self> {
        let OpenOptions { home, clock, redactor, session_only } = options;
        let client = Client::with(client_options(&clock, network))?;
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
        let catalog_updates = Arc::new(CatalogUpdates::new(catalogs.clone(), clock.clone()));
        let spec_fetcher = SpecFetcher::new(catalog_updates.clone(), catalogs.clone(), client.clone());

        let apps = Arc::new(OauthAppRegistry::open(store.clone(), events.clone())?);
        let client_id_of = |record: &_| apps.client_id_of(record);
        let connections =
            Arc::new(ConnectionRegistry::open(store.clone(), events.clone(), clock.clone(), &client_id_of)?);
        let sync = Arc::new(SharedFolder::new(
            folder.locks(),
            store.clone(),
            connections.clone(),
            apps.clone(),
            secrets.clone(),
        ));
        let history =
            Arc::new(History::new(store.clone(), connections.clone(), catalogs.clone(), secrets.clone()));

        let app_credentials =
            Arc::new(AppCredentials::new(apps.clone(), secrets.clone(), environments.clone()));
        let validator =
            Arc::new(AppValidator::new(apps.clone(), connections.clone(), secrets.clone(), staged.clone()));
        let oauth_apps = Arc::new(OauthApps::new(
            apps.clone(),
            validator.clone(),
            connections.clone(),
            secrets.clone(),
            staged.clone(),
            sync.clone(),
        ));
        let app_transfer = AppTransfer::new(apps.clone(), validator.clone(), secrets.clone());

        let stored_tokens = Arc::new(StoredTokens::new(connections.clone(), secrets.clone()));
        let accounts = Arc::new(Accounts::new(
            connections.clone(),
            environments.clone(),
            stored_tokens.clone(),
            client.clone(),
        ));
        let refresher = Arc::new(Refresher::new(
            connections.clone(),
            stored_tokens.clone(),
            app_credentials.clone(),
            accounts,
            sync.clone(),
            client.clone(),
            clock.clone(),
        ));
        let tokens = Arc::new(Credentials::new(
            connections.clone(),
            stored_tokens.clone(),
            refresher.clone(),
            environments.clone(),
            sync.clone(),
            clock.clone(),
        ));
        let background_refresher =
            Arc::new(BackgroundRefresher::new(connections.clone(), refresher.clone(), clock.clone()));
        let limits = Limits::new(connections.clone(), tokens.clone(), client.clone(), clock.clone());

        let access = Arc::new(ScopeAccess::new(connections.clone(), catalogs.clone()));
        let coverage = Arc::new(Coverage::new(access.clone(), catalogs.clone(), connections.clone()));
        let scopes = Scopes {
            search: EndpointSearch::new(access.clone(), catalogs.clone(), secrets.clone()),
            operations: OperationReference::new(access.clone(), catalogs.clone(), clock.clone()),
            analyzer: ScopeAnalyzer::new(access.clone(), history.clone()),
            sets: EndpointSets::new(store.clone(), clock.clone()),
            coverage_export: CoverageExport::new(coverage.clone(), secrets.clone()),
            coverage,
        };

        let grants = Arc::new(Grants::new(
            connections.clone(),
            apps.clone(),
            oauth_apps.clone(),
            secrets.clone(),
            sync.clone(),
            client.clone(),
            clock.clone(),
        ));
        let flows = Arc::new(ConsentFlows::new(
            grants,
            secrets.clone(),
            staged.clone(),
            client.clone(),
            clock.clone(),
        ));
        let disconnector = Arc::new(Disconnector::new(
            connections.clone(),
            oauth_apps.clone(),
            app_credentials.clone(),
            stored_tokens,
            history.clone(),
            sync.clone(),
            client.clone(),
        ));
        let connect = Connect {
            begin: ConsentStarter::new(
                apps.clone(),
                app_credentials,
                validator,
                connections.clone(),
                environments.clone(),
                settings.clone(),
                flows.clone(),
            ),
            flows: flows.clone(),
            static_tokens: StaticTokens::new(
                connections.clone(),
                staged.clone(),
                environments.clone(),
                secrets.clone(),
                sync.clone(),
                client.clone(),
                clock.clone(),
            ),
            preview: ConsentPreviews::new(
                connections.clone(),
                apps.clone(),
                environments.clone(),
                settings.clone(),
                catalogs.clone(),
            ),
            disconnector: disconnector.clone(),
        };

        let responses = Arc::new(Responses::new(secrets.clone()));
        let composer = Arc::new(Composer::new(
            connections.clone(),
            environments.clone(),
            catalogs.clone(),
            secrets.clone(),
        ));
        let exchange = Exchange::new(connections.clone(), client, clock.clone());
        let retry = Retry::new(
            exchange,
            tokens.clone(),
            refresher.clone(),
            access.clone(),
            connections.clone(),
            clock.clone(),
        );
        let console = Console::new(
            composer.clone(),
            retry,
            access,
            connections.clone(),
            history.clone(),
            responses.clone(),
            secrets.clone(),
        );
        let curl = Curl::new(composer.clone(), secrets.clone());
        let links = Links::new(
            flows.clone(),
            apps.clone(),
            composer,
            connections.clone(),
            secrets.clone(),
            events.clone(),
        );

        let places = StoredPlaces::new(folder.clone(), store.clone(), responses.clone());
        let reporter = Arc::new(StorageReporter::new(
            connections.clone(),
            apps.clone(),
            secrets.clone(),
            places,
            store.clone(),
            clock,
        ));
        let storage = Storage {
            reporter: reporter.clone(),
            keyring: KeyringChoice::new(
                secrets.clone(),
                refresher,
                connections.clone(),
                apps.clone(),
                sync.clone(),
            ),
            deletion: Deletion::new(Keepers {
                reporter,
                connections: connections.clone(),
                apps: apps.clone(),
                oauth_apps: oauth_apps.clone(),
                secrets: secrets.clone(),
                staged: staged.clone(),
                settings: settings.clone(),
                environments: environments.clone(),
                catalog_updates: catalog_updates.clone(),
                responses: responses.clone(),
                flows,
                disconnector,
                sync: sync.clone(),
                store: store.clone(),
            }),
        };
        Ok(Self {
            folder,
            events,
            settings,
            secrets,
            staged,
            environments,
            catalogs,
            catalog_updates,
            spec_fetcher,
            connections,
            sync,
            oauth_apps,
            app_transfer,
            tokens,
            background_refresher,
            limits,
            history,
            scopes,
            connect,
            console,
            responses,
            curl,
            links,
            storage,
            store,
        })
    }

    pub fn state(&self) -> InitialState {
        InitialState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: Platform::THIS,
            storage: self.secrets.state(),
            settings: self.settings.get(),
            connections: self.connections.views(),
            oauth_apps: self.oauth_apps.list(),
            active_connection: self.connections.active(),
            consent_flow: self.connect.flows.waiting(),
            unreadable_records: self.store.unreadable(),
        }
    }

    /// Takes in a pasted secret; the client id of an app in the list is told apart from one.
    pub fn stage_secret(&self, pasted: &PastedSecret) -> Result<StagedSecret> {
        let apps = self.oauth_apps.list();
        self.staged.stage(pasted, |text| apps.iter().any(|app| app.client_id == text))
    }

    /// Ends every access token that the embedded demo portal has issued, for a connection to it.
    pub async fn expire_demo_tokens(&self, connection: &str) -> Result<()> {
        if self.connections.record(connection)?.environment != EMBEDDED_KEY {
            return Err(Error::DemoNotRunning);
        }
        self.environments.expire_demo_tokens().await
    }
}

fn client_options(clock: &Arc<dyn Clock>, network: ClientOptions) -> ClientOptions {
    let clock = Arc::clone(clock);
    ClientOptions { now: Arc::new(move || clock.now()), ..network }
}
