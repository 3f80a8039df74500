//! The app: makes the services from the ground up and hands them out by name. Nothing in this crate imports this file but
//! `lib.rs`.

use std::sync::Arc;

use portalscope_hubspot::ClientOptions;
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::fetch::SpecFetcher;
use crate::catalog::updates::CatalogUpdates;
use crate::connect::Connect;
use crate::connect::flow::ConsentFlow;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::Connection;
use crate::console::ConsoleServices;
use crate::console::curl::Curl;
use crate::console::paste::PasteReader;
use crate::console::responses::Responses;
use crate::console::send::Console;
use crate::environments::Environments;
use crate::environments::key::EMBEDDED_KEY;
use crate::error::{CommandError, Error, Result};
use crate::events::Events;
use crate::ground::{Ground, OpenOptions};
use crate::history::History;
use crate::ids::ConnectionId;
use crate::limits::Limits;
use crate::links::Links;
use crate::oauth_apps::AppServices;
use crate::oauth_apps::service::OauthApps;
use crate::oauth_apps::transfer::AppTransfer;
use crate::oauth_apps::view::OauthApp;
use crate::platform::data_folder::DataFolder;
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
    pub paste: PasteReader,
    pub links: Links,
    pub storage: Storage,
    store: Arc<Store>,
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
    pub active_connection: Option<ConnectionId>,
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

    /// Each room is given those below it, so the order of the lines is the order of the floors.
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
            ground.client.clone(),
            ground.clock.clone(),
        );
        let scopes = Scopes::new(&ground);
        let connect = Connect::new(&ground, &apps, &tokens);
        let console = ConsoleServices::new(&ground, &tokens);
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
            environments: ground.environments,
            catalogs: ground.catalogs,
            catalog_updates,
            spec_fetcher,
            connections: ground.connections,
            sync: ground.sync,
            oauth_apps: apps.apps,
            app_transfer: apps.transfer,
            tokens: tokens.credentials,
            background_refresher: tokens.background,
            limits,
            history: ground.history,
            scopes,
            connect,
            console: console.console,
            responses: console.responses,
            curl: console.curl,
            paste: console.paste,
            links,
            storage,
            store: ground.store,
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
    pub async fn expire_demo_tokens(&self, connection: &ConnectionId) -> Result<()> {
        if self.connections.record(connection)?.environment != EMBEDDED_KEY {
            return Err(Error::DemoNotRunning);
        }
        self.environments.expire_demo_tokens().await
    }
}
