//! Everything the use cases share, opened once. The use cases themselves are in the modules beside this one.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use portalscope_hubspot::{Client, ClientOptions};
use portalscope_redact::Redactor;
use portalscope_vault::{Mode, Vault};
use serde::Serialize;
use specta::Type;
use tokio::sync::{Notify, broadcast};

use crate::apps::{HeldImports, OauthApp};
use crate::catalogue::Catalogues;
use crate::clock::Clock;
use crate::connection::{Connection, ConnectionRecord};
use crate::connections::{Connections, Live};
use crate::consent::{ConsentFlow, ConsentFlows};
use crate::console::{InFlight, Responses};
use crate::coverage::OpenCoverage;
use crate::deep_link::ArrivedLinks;
use crate::demo::EmbeddedDemo;
use crate::error::{Error, Result};
use crate::held_secrets::HeldSecrets;
use crate::storage::StorageState;
use crate::store::{AppRecord, Store};
use crate::{Settings, WindowSize};

pub struct Portalscope {
    /// The folder that holds everything but secrets.
    pub(crate) home: PathBuf,
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) redactor: Arc<Redactor>,
    pub(crate) client: Client,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) demo: EmbeddedDemo,
    pub(crate) connections: Connections,
    pub(crate) held: HeldSecrets,
    pub(crate) imports: HeldImports,
    pub(crate) links: ArrivedLinks,
    pub(crate) consent: ConsentFlows,
    pub(crate) responses: Responses,
    pub(crate) in_flight: InFlight,
    /// Wakes the keeper of the open connection when something it waits for has changed.
    pub(crate) freshness_changed: Notify,
    /// Wakes whoever locks unused writing again when it was unlocked.
    pub(crate) unlock_changed: Notify,
    /// The folder of the files that connections are locked by, against other processes.
    pub(crate) locks: PathBuf,
    settings: Mutex<Settings>,
    apps: Mutex<Vec<AppRecord>>,
    pub(crate) catalogues: Catalogues,
    pub(crate) coverage: OpenCoverage,
    events: broadcast::Sender<Event>,
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
    Data(crate::CommandError),
}

/// What the window is told without asking.
#[derive(Clone, Debug)]
pub enum Event {
    ConnectionChanged(Box<Connection>),
    ConnectionRemoved(String),
    StorageChanged(StorageState),
    AppsChanged(Vec<OauthApp>),
    /// A link from outside waits to be taken.
    LinkArrived,
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
pub struct AppState {
    pub version: String,
    pub platform: Platform,
    pub storage: StorageState,
    pub settings: Settings,
    pub connections: Vec<Connection>,
    /// By name.
    pub apps: Vec<OauthApp>,
    pub active_connection: Option<String>,
    /// A flow that waits, so that a window that was loaded again picks it up.
    pub consent_flow: Option<ConsentFlow>,
}

/// In the data folder.
pub(crate) const DATA_FILE: &str = "portalscope.db";
const SETTINGS: &str = "settings";
const OPEN_CONNECTION: &str = "open-connection";
/// By connection.
const LAST_USED: &str = "last-used";
const WINDOW_SIZE: &str = "window-size";

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
        Self::open_inner(options, network).map_err(|error| OpenError::Data(error.into()))
    }

    fn open_inner(options: OpenOptions, network: ClientOptions) -> Result<Arc<Self>> {
        create_private_folder(&options.home)?;
        let store = Store::open(&options.home.join(DATA_FILE))?;
        let settings = store.setting(SETTINGS)?.unwrap_or_default();
        let app = Self {
            vault: Vault::new(if options.session_only { Mode::Session } else { Mode::Keyring }),
            redactor: options.redactor,
            client: Client::with(client_options(&options.clock, network))?,
            connections: Connections::new(Arc::clone(&options.clock)),
            clock: options.clock,
            demo: EmbeddedDemo::new(options.home.join("demo-portal.json")),
            held: HeldSecrets::default(),
            imports: HeldImports::default(),
            links: ArrivedLinks::default(),
            consent: ConsentFlows::default(),
            responses: Responses::default(),
            in_flight: InFlight::default(),
            freshness_changed: Notify::new(),
            unlock_changed: Notify::new(),
            locks: options.home.join("locks"),
            settings: Mutex::new(settings),
            apps: Mutex::new(store.apps()?),
            catalogues: Catalogues::open(options.home.join("catalogue-updates")),
            coverage: OpenCoverage::default(),
            events: broadcast::channel(256).0,
            store,
            home: options.home,
        };
        app.load_connections()?;
        Ok(Arc::new(app))
    }

    fn load_connections(&self) -> Result<()> {
        let used: BTreeMap<String, Timestamp> = self.store.setting(LAST_USED)?.unwrap_or_default();
        for stored in self.store.connections()? {
            let client_id = self.client_id_of(&stored.record);
            let last_used = used.get(&stored.record.id).copied();
            self.connections.insert(Live { last_used, ..Live::stored(stored, client_id) });
        }
        let open: Option<String> = self.store.setting(OPEN_CONNECTION)?.flatten();
        let open = open.filter(|id| self.connections.view(id).is_ok());
        self.connections.set_open(open);
        Ok(())
    }

    pub fn state(&self) -> AppState {
        AppState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: Platform::THIS,
            storage: StorageState::of(&self.vault),
            settings: self.settings(),
            connections: self.connections.views(),
            apps: self.apps(),
            active_connection: self.connections.open(),
            consent_flow: self.consent.waiting(),
        }
    }

    pub fn settings(&self) -> Settings {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn update_settings(&self, settings: Settings) -> Result<Settings> {
        let settings = settings.checked()?;
        self.store.save_setting(SETTINGS, &settings)?;
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings.clone();
        Ok(settings)
    }

    /// Other callback ports for this process only; the saved settings stay.
    pub fn use_callback_ports(&self, ports: Vec<u16>) -> Result<()> {
        let settings = Settings { callback_ports: ports, ..self.settings() }.checked()?;
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings;
        Ok(())
    }

    /// The connection on the screen: the one whose token is kept fresh.
    pub fn set_active_connection(&self, id: Option<String>) -> Result<()> {
        if let Some(id) = &id {
            self.connections.view(id)?;
        }
        let before = self.connections.set_open(id.clone());
        self.note_use(id.as_deref());
        self.store.save_setting(OPEN_CONNECTION, &id)?;
        for changed in before.into_iter().chain(id) {
            self.connection_changed(&changed);
        }
        self.freshness_changed.notify_one();
        Ok(())
    }

    /// Written down when another connection is opened: to sort by, a call more or less does not matter.
    fn note_use(&self, id: Option<&str>) {
        let now = self.clock.now();
        if let Some(id) = id {
            let _ = self.connections.with(id, |live| live.last_used = Some(now));
        }
        if self.store.save_setting(LAST_USED, &self.connections.last_used()).is_err() {
            tracing::warn!("when connections were last used could not be saved");
        }
    }

    pub fn window_size(&self) -> Option<WindowSize> {
        self.store.setting(WINDOW_SIZE).ok().flatten()
    }

    pub fn remember_window_size(&self, size: WindowSize) -> Result<()> {
        self.store.save_setting(WINDOW_SIZE, &size)
    }

    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Redacts a text that is about to leave the app.
    pub fn redacted(&self, text: &str) -> String {
        self.redactor.text(text)
    }

    /// Whether what is connected now is gone when the app quits.
    pub(crate) fn keeps_in_memory(&self) -> bool {
        self.vault.mode() == Mode::Session
    }

    pub(crate) fn client_id_of(&self, record: &ConnectionRecord) -> Option<String> {
        self.find_app(|app| Some(&app.id) == record.app.as_ref()).map(|app| app.client_id)
    }

    /// Takes what another process wrote of apps. Those in memory only stay.
    pub(crate) fn reload_apps(&self) -> Result<()> {
        let before = self.apps();
        let mut apps = self.lock_apps();
        // Read while the list is held: one that this process saves meanwhile stays in it.
        let stored = self.store.apps()?;
        apps.retain(|app| app.session_only);
        apps.extend(stored);
        drop(apps);
        if self.apps() != before {
            self.apps_changed();
        }
        Ok(())
    }

    pub(crate) fn find_app(&self, wanted: impl Fn(&AppRecord) -> bool) -> Option<AppRecord> {
        self.lock_apps().iter().find(|app| wanted(app)).cloned()
    }

    pub(crate) fn app_records(&self) -> Vec<AppRecord> {
        self.lock_apps().clone()
    }

    pub(crate) fn keep_app(&self, record: AppRecord) -> Result<()> {
        let mut apps = self.lock_apps();
        if !record.session_only {
            self.store.save_app(&record)?;
        }
        apps.retain(|app| app.id != record.id);
        apps.push(record);
        Ok(())
    }

    /// The same for a record that was made from `known`, unless another process changed it meanwhile.
    pub(crate) fn change_app(&self, record: AppRecord, known: &AppRecord) -> Result<()> {
        let mut apps = self.lock_apps();
        if !record.session_only && !self.store.update_app(&record, known)? {
            return Err(Error::AppChanged);
        }
        apps.retain(|app| app.id != record.id);
        apps.push(record);
        Ok(())
    }

    pub(crate) fn forget_app(&self, id: &str) {
        let mut apps = self.lock_apps();
        apps.retain(|app| app.id != id);
        if self.store.remove_app(id).is_err() {
            tracing::warn!("the record of an unused app could not be removed");
        }
    }

    pub(crate) fn forget_apps(&self) {
        self.lock_apps().clear();
        self.apps_changed();
    }

    fn lock_apps(&self) -> MutexGuard<'_, Vec<AppRecord>> {
        self.apps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn emit(&self, event: Event) {
        // Nobody listening is no error: the command line has no window.
        let _ = self.events.send(event);
    }

    pub(crate) fn connection_changed(&self, id: &str) {
        if let Ok(view) = self.connections.view(id) {
            self.emit(Event::ConnectionChanged(Box::new(view)));
        }
    }
}

fn client_options(clock: &Arc<dyn Clock>, network: ClientOptions) -> ClientOptions {
    let clock = Arc::clone(clock);
    ClientOptions { now: Arc::new(move || clock.now()), ..network }
}

/// Others on the computer have no business with it, though no secret is inside.
pub(crate) fn create_private_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
