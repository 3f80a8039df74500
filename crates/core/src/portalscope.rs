//! Builds the services, lower layers first, and gives access to them by name. Only `lib.rs` imports this file.

use std::sync::Arc;

use portalscope_hubspot::ClientOptions;
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::fetch::SpecFetcher;
use crate::catalog::updates::CatalogUpdates;
use crate::connect::Connect;
use crate::connect::flow::ConsentFlow;
use crate::connections::idle_demo::IdleDemo;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::Connection;
use crate::console::ConsoleServices;
use crate::console::drafts::Drafts;
use crate::console::import::Importer;
use crate::console::past::PastCalls;
use crate::console::responses::Responses;
use crate::console::send::Console;
use crate::console::snippet::Snippets;
use crate::diagnosis::diagnoser::Diagnoser;
use crate::diagnosis::inspect::TokenInspector;
use crate::environments::Environments;
use crate::environments::key::EMBEDDED_KEY;
use crate::error::{CommandError, Error, Result};
use crate::events::Events;
use crate::ground::{Ground, OpenOptions};
use crate::history::History;
use crate::history::notice::HistoryNotice;
use crate::ids::ConnectionId;
use crate::limits::Limits;
use crate::links::Links;
use crate::oauth_apps::AppServices;
use crate::oauth_apps::service::OauthApps;
use crate::oauth_apps::transfer::AppTransfer;
use crate::oauth_apps::view::OauthApp;
use crate::platform::data_folder::DataFolder;
use crate::report::Reports;
use crate::report::opened::OpenedReports;
use crate::scopes::Scopes;
use crate::secrets::keyring_state::StorageState;
use crate::secrets::staged::{PastedSecret, StagedSecret, StagedSecrets};
use crate::secrets::store::SecretStore;
use crate::settings::{Settings, SettingsStore};
use crate::storage::Storage;
use crate::store::{Store, UnreadableRecord};
use crate::sync::SharedFolder;
use crate::tokens::TokenServices;
use crate::tokens::background::BackgroundRefresher;
use crate::tokens::credential::Credentials;
use crate::tokens::registration::SecretRegistration;

/// The services of the app over one data folder.
pub struct Portalscope {
    /// The data folder, and the paths of everything in it.
    pub folder: DataFolder,
    /// Changes that the window has to show.
    pub events: Arc<Events>,
    /// The settings and the window's size.
    pub settings: Arc<SettingsStore>,
    /// Reads and writes secrets, and redacts them from texts.
    pub secrets: Arc<SecretStore>,
    /// Pasted secrets that no connection or app uses yet.
    pub staged: Arc<StagedSecrets>,
    /// Stops the embedded demo portal while nobody uses it.
    pub idle_demo: Arc<IdleDemo>,
    /// HubSpot and the demo portals, by the key that connections store.
    pub environments: Arc<Environments>,
    /// The catalog in force.
    pub catalogs: Arc<Catalogs>,
    /// Previews, applies and removes updates of the catalog.
    pub catalog_updates: Arc<CatalogUpdates>,
    /// Fetches HubSpot's public OpenAPI files.
    pub spec_fetcher: SpecFetcher,
    /// The connections, in memory and in the data file.
    pub connections: Arc<ConnectionRegistry>,
    /// Reads what other processes changed in the data folder.
    pub sync: Arc<SharedFolder>,
    /// A person's own OAuth apps.
    pub oauth_apps: Arc<OauthApps>,
    /// Exports and imports OAuth apps.
    pub app_transfer: AppTransfer,
    /// Provides fresh tokens, and refreshes them on request.
    pub tokens: Arc<Credentials>,
    /// Registers the stored secrets for redaction.
    registration: Arc<SecretRegistration>,
    /// Refreshes the token of the open connection before it expires.
    pub background_refresher: Arc<BackgroundRefresher>,
    /// The rate limits of connections, and how much of them is used.
    pub limits: Limits,
    /// What was sent and what came back.
    pub history: Arc<History>,
    /// What connections may call, and which scopes endpoints need.
    pub scopes: Scopes,
    /// Connects and disconnects portals.
    pub connect: Connect,
    /// Previews and sends requests.
    pub console: Arc<Console>,
    /// The bodies of the last responses.
    pub responses: Arc<Responses>,
    /// Opens, compares and hands out calls of the history.
    pub past_calls: Arc<PastCalls>,
    /// Finds the causes of failed calls, and makes the checks that tell them apart.
    pub diagnoser: Diagnoser,
    /// Reads pasted text and files of requests, without their secrets.
    pub importer: Importer,
    /// Keeps the requests that are open in the console.
    pub drafts: Arc<Drafts>,
    /// Writes requests as code.
    pub snippets: Snippets,
    /// Makes reports to send.
    pub reports: Reports,
    /// Opens reports of others, and HAR files.
    pub opened_reports: OpenedReports,
    /// Links from outside, and links to hand out.
    pub links: Links,
    /// What is stored where, and its removal.
    pub storage: Storage,
    store: Arc<Store>,
}

/// Why the app cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder or the data file cannot be used. Show the message and the hint.
    #[error("{}: {}", .0.message, .0.hint)]
    Data(CommandError),
}

/// The operating system that the app was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Linux, and any other Unix.
    Linux,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

impl Platform {
    /// The operating system of this build.
    pub const THIS: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Macos
    } else {
        Self::Linux
    };
}

/// The state that the window starts from; events report changes of it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InitialState {
    /// The version of Portalscope, such as `1.2.3`.
    pub version: String,
    /// The operating system, for the names of keys and menus.
    pub platform: Platform,
    /// Where secrets are stored, and the keyring's health.
    pub storage: StorageState,
    /// The settings in force.
    pub settings: Settings,
    /// All connections.
    pub connections: Vec<Connection>,
    /// All OAuth apps, by name.
    pub oauth_apps: Vec<OauthApp>,
    /// The connection on the screen. `None`: none is open.
    pub active_connection: Option<ConnectionId>,
    /// The consent flow in progress, so that a reloaded window can resume it. `None`: there is none.
    pub consent_flow: Option<ConsentFlow>,
    /// Records of the data file that this version cannot read. They stay unchanged.
    pub unreadable_records: Vec<UnreadableRecord>,
    /// What the person should know about the history. `None`: all is well.
    pub history_notice: Option<HistoryNotice>,
}

impl Portalscope {
    /// Opens the data folder, creating it if needed. Uses neither the network nor the keyring.
    ///
    /// # Errors
    /// [`OpenError::Data`]: the folder or the data file cannot be used, or a newer version wrote it.
    pub fn open(options: OpenOptions) -> std::result::Result<Arc<Self>, OpenError> {
        Self::open_over(options, ClientOptions::default())
    }

    /// The same with other network options, for tests. The clock is that of `options`.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_over(
        options: OpenOptions,
        network: ClientOptions,
    ) -> std::result::Result<Arc<Self>, OpenError> {
        Self::build(options, network).map(Arc::new).map_err(|error| OpenError::Data(error.into()))
    }

    /// Each service is given those of lower layers, so the order of the lines is the order of the layers.
    fn build(options: OpenOptions, network: ClientOptions) -> Result<Self> {
        let ground = Ground::open(options, network)?;
        let catalog_updates = Arc::new(CatalogUpdates::new(ground.catalogs.clone(), ground.clock.clone()));
        let spec_fetcher =
            SpecFetcher::new(catalog_updates.clone(), ground.catalogs.clone(), ground.client.clone());
        let apps = AppServices::new(&ground);
        let tokens = TokenServices::new(&ground, &apps.credentials);
        let limits = Limits::new(
            ground.connections.clone(),
            tokens.credentials.clone(),
            tokens.client.clone(),
            ground.clock.clone(),
        );
        let scopes = Scopes::new(&ground);
        let connect = Connect::new(&ground, &apps, &tokens);
        let console = ConsoleServices::new(&ground, &tokens);
        let inspector = TokenInspector::new(
            ground.connections.clone(),
            ground.environments.clone(),
            apps.credentials.clone(),
            tokens.stored.clone(),
            tokens.client.clone(),
        );
        let diagnoser = Diagnoser::new(
            console.console.clone(),
            console.past_calls.clone(),
            ground.history.clone(),
            inspector,
            ground.catalogs.clone(),
            ground.secrets.clone(),
            ground.clock.clone(),
        );
        let reports = Reports::new(&ground, apps.apps.clone(), console.spool.clone());
        let opened_reports = OpenedReports::new(&ground, console.past_calls.clone());
        let links = Links::new(
            connect.flows.clone(),
            ground.apps.clone(),
            console.composer.clone(),
            ground.connections.clone(),
            ground.secrets.clone(),
            ground.events.clone(),
        );
        let storage = Storage::new(&ground, &apps, &tokens, &connect, &console, &catalog_updates);
        Ok(Self {
            folder: ground.folder,
            events: ground.events,
            settings: ground.settings,
            secrets: ground.secrets,
            staged: ground.staged,
            idle_demo: Arc::new(IdleDemo::new(ground.connections.clone(), ground.environments.clone())),
            environments: ground.environments,
            catalogs: ground.catalogs,
            catalog_updates,
            spec_fetcher,
            connections: ground.connections,
            sync: ground.sync,
            oauth_apps: apps.apps,
            app_transfer: apps.transfer,
            tokens: tokens.credentials,
            registration: tokens.registration,
            background_refresher: tokens.background,
            limits,
            history: ground.history,
            scopes,
            connect,
            console: console.console,
            responses: console.responses,
            past_calls: console.past_calls,
            diagnoser,
            importer: console.importer,
            drafts: console.drafts,
            snippets: console.snippets,
            reports,
            opened_reports,
            links,
            storage,
            store: ground.store,
        })
    }

    /// The state for a window that starts or is reloaded.
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
            history_notice: self.history.notice(),
        }
    }

    /// Registers the secrets that are stored for all connections and apps, so that they are redacted wherever they occur.
    /// Those that the keyring does not hand over stay unknown.
    pub async fn register_stored_secrets(&self) {
        self.registration.complete().await;
    }

    /// Stages a pasted secret. The client id of an app in the list is recognized as such.
    ///
    /// # Errors
    /// [`Error::TokenMalformed`]: the text is too long, or does not have the form of a secret.
    pub fn stage_secret(&self, pasted: &PastedSecret) -> Result<StagedSecret> {
        let apps = self.oauth_apps.list();
        self.staged.stage(pasted, |text| apps.iter().any(|app| app.client_id == text))
    }

    /// Expires every access token that the embedded demo portal has issued, through a connection to it.
    ///
    /// # Errors
    /// [`Error::DemoNotRunning`] for a connection to anything else; [`Error::ConnectionNotFound`].
    pub async fn expire_demo_tokens(&self, connection: &ConnectionId) -> Result<()> {
        if self.connections.record(connection)?.environment != EMBEDDED_KEY {
            return Err(Error::DemoNotRunning);
        }
        self.environments.expire_demo_tokens().await
    }
}
