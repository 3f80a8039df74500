//! Reports what the app stores: the secrets by owner and kind, in the keyring and in memory. Files are in `files`.
//! The report has names and sizes, never a value.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use portalscope_vault::{Condition, Inventory, Mode, Owner, OwnerKind, OwnerName, StoredSecret};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::record::{ConnectionRecord, CredentialKind};
use crate::connections::registry::ConnectionRegistry;
use crate::error::{CommandError, Error, Result};
use crate::history::History;
use crate::history::extent::HistoryExtent;
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::view::display_name;
use crate::platform::clock::Clock;
use crate::platform::numbers::narrow;
use crate::secrets::keyring_state::StorageMode;
use crate::secrets::store::SecretStore;
use crate::storage::files::{StoredPlace, StoredPlaces};
use crate::store::oauth_apps::OauthAppRecord;
use crate::store::{Store, UnreadableRecord};

/// What kind of owner stored secrets have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StoredOwnerKind {
    /// A connection to a portal.
    Connection,
    /// An OAuth app.
    OauthApp,
    /// The keyring entry is the app's, but its name has no known format.
    Unknown,
}

/// The owner of stored secrets, as the request to delete them names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredOwnerId {
    /// What kind of owner it is.
    pub kind: StoredOwnerKind,
    /// The key of the environment, `hubspot`. Empty if the kind is unknown.
    pub environment: String,
    /// The id of the connection or app. The whole name of the keyring entry if the kind is unknown.
    pub id: String,
}

/// Whether the secrets of an owner match its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretStatus {
    /// The record and the secret that it needs are there.
    InUse,
    /// There are secrets, but no record.
    Orphan,
    /// There are secrets, but their record cannot be parsed by this version.
    RecordUnreadable,
    /// There is a record, but the secret that it needs is gone.
    SecretGone,
    /// A part of the secret that the record needs is missing or not text.
    Damaged,
}

/// Whether a stored secret can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretCondition {
    /// It can be read.
    Whole,
    /// A part of it is missing or not text.
    Damaged,
    /// Keyring entries of an interrupted write. They contain no complete secret.
    Leftover,
}

/// One stored secret, without its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredSecretView {
    /// The kind of secret, `access-token`. Empty if the owner is unknown.
    pub kind: String,
    /// The length of its value in bytes. 0 if it cannot be read.
    pub bytes: u32,
    /// How many entries of the keyring it takes. 0 for one in memory.
    pub entries: u32,
    /// Whether it can be read.
    pub condition: SecretCondition,
}

/// The stored secrets of one connection, app or unknown owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredOwner {
    /// Whose they are.
    pub owner: StoredOwnerId,
    /// Where they are stored.
    pub place: StorageMode,
    /// The portal's name and Hub ID, or the app's name. The id of the owner if there is no record.
    pub name: String,
    /// Whether they match the owner's record.
    pub status: SecretStatus,
    /// One for each kind of secret.
    pub secrets: Vec<StoredSecretView>,
    /// Whether consent restores its secret. False: a token or client secret has to be pasted again.
    pub renewed_by_consent: bool,
    /// How many connections stop working when the secrets are deleted.
    pub used_by: u32,
}

/// How complete a report's list of secrets in the keyring is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyringListing {
    /// It has every entry of Portalscope.
    Complete,
    /// It has only the secrets of connections and apps in the data file: this keyring cannot list its entries.
    OnlyKnown,
    /// It has none: the keyring failed, and `keyringError` says why.
    Failed,
}

/// Everything that the app stores, without a value of a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StorageReport {
    /// When the report was made, by this computer's clock.
    #[specta(type = String)]
    pub at: Timestamp,
    /// Every file and folder that the app writes.
    pub places: Vec<StoredPlace>,
    /// What users call the keyring of this platform.
    pub keyring_name: String,
    /// How complete the list of secrets in the keyring is.
    pub listing: KeyringListing,
    /// Why the keyring could not be listed. `None`: it could.
    pub keyring_error: Option<CommandError>,
    /// The owners of secrets in the keyring and in memory: first those that need attention, then by name.
    pub owners: Vec<StoredOwner>,
    /// What the history has, and how much it may have.
    pub history: HistoryExtent,
}

/// Reports what is stored.
pub struct StorageReporter {
    connections: Arc<ConnectionRegistry>,
    apps: Arc<OauthAppRegistry>,
    secrets: Arc<SecretStore>,
    places: StoredPlaces,
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    history: Arc<History>,
}

impl StorageReporter {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        apps: Arc<OauthAppRegistry>,
        secrets: Arc<SecretStore>,
        places: StoredPlaces,
        store: Arc<Store>,
        clock: Arc<dyn Clock>,
        history: Arc<History>,
    ) -> Self {
        Self { connections, apps, secrets, places, store, clock, history }
    }

    /// Reads every place. An error of the keyring is part of the report.
    ///
    /// # Errors
    /// [`Error::Store`](crate::Error::Store) if the data file cannot be read.
    pub async fn report(&self) -> Result<StorageReport> {
        let found = self.secrets.inventory(&self.known_owners()).await;
        let listing = match &found {
            Ok(Inventory { complete: true, .. }) => KeyringListing::Complete,
            Ok(Inventory { complete: false, .. }) => KeyringListing::OnlyKnown,
            Err(_) => KeyringListing::Failed,
        };
        let (mut owners, keyring_error) = match found {
            Ok(inventory) => (self.owners_in_keyring(inventory.secrets), None),
            Err(error) => (Vec::new(), Some(CommandError::from(error))),
        };
        owners.extend(self.owners_in_memory());
        owners.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        let of = Arc::clone(&self.history);
        let history =
            tokio::task::spawn_blocking(move || of.extent()).await.map_err(|_| Error::Internal)??;
        Ok(StorageReport {
            at: self.clock.now(),
            places: self.places.list()?,
            keyring_name: portalscope_vault::KEYRING_NAME.to_owned(),
            listing,
            keyring_error,
            owners,
            history,
        })
    }

    /// Every owner that may have secrets in the keyring, according to the records.
    pub(crate) fn known_owners(&self) -> Vec<Owner> {
        let connections = self.connections.records().into_iter().filter(|(_, mode)| *mode == Mode::Keyring);
        let connections =
            connections.map(|(record, mode)| Owner::connection(&record.environment, &record.id, mode));
        let apps = self.apps.records().into_iter();
        let apps = apps.map(|app| Owner::app(&app.environment, &app.id, Mode::Keyring));
        connections.chain(apps).collect()
    }

    fn owners_in_keyring(&self, secrets: Vec<StoredSecret>) -> Vec<StoredOwner> {
        let mut found: BTreeMap<StoredOwnerId, Vec<StoredSecretView>> = BTreeMap::new();
        for secret in secrets {
            found.entry(secret.owner.clone().into()).or_default().push(secret.into());
        }
        let mut owners = Vec::new();
        for (record, _) in self.connections.records().into_iter().filter(|(_, mode)| *mode == Mode::Keyring) {
            let secrets = found.remove(&id_of(&record)).unwrap_or_default();
            owners.push(connection_owner(&record, secrets, StorageMode::Keyring));
        }
        for app in self.apps.records() {
            let secrets = found.remove(&app_id(&app.environment, &app.id)).unwrap_or_default();
            owners.extend(self.app_in_keyring(&app, secrets));
        }
        let unreadable = self.store.unreadable();
        owners
            .extend(found.into_iter().map(|(owner, secrets)| unrecorded_owner(owner, secrets, &unreadable)));
        owners
    }

    /// `None`: it has no secret and needs none.
    fn app_in_keyring(&self, app: &OauthAppRecord, secrets: Vec<StoredSecretView>) -> Option<StoredOwner> {
        let used_by = self.connections.count_of_app(&app.id, Mode::Keyring);
        let is_needed = used_by > 0 && app.has_secret && !app.session_only;
        let status = status(&secrets, "client-secret");
        let place = StorageMode::Keyring;
        let owner = app_owner(app, secrets, place, status, used_by);
        (is_needed || !owner.secrets.is_empty()).then_some(owner)
    }

    fn owners_in_memory(&self) -> Vec<StoredOwner> {
        let connections = self.connections.records().into_iter().filter(|(_, mode)| *mode == Mode::Session);
        let connections = connections.map(|(record, mode)| {
            let owner = Owner::connection(&record.environment, &record.id, mode);
            connection_owner(&record, self.in_memory(&owner), StorageMode::Session)
        });
        let apps = self.apps.records().into_iter().filter_map(|app| {
            let secrets = self.in_memory(&Owner::app(&app.environment, &app.id, Mode::Session));
            let used_by = self.connections.count_of_app(&app.id, Mode::Session);
            let owner = app_owner(&app, secrets, StorageMode::Session, SecretStatus::InUse, used_by);
            (!owner.secrets.is_empty()).then_some(owner)
        });
        connections.chain(apps).collect()
    }

    fn in_memory(&self, owner: &Owner) -> Vec<StoredSecretView> {
        let found = self.secrets.in_memory(owner).into_iter();
        found
            .map(|(kind, bytes)| StoredSecretView {
                kind: kind.to_owned(),
                bytes: narrow(bytes),
                entries: 0,
                condition: SecretCondition::Whole,
            })
            .collect()
    }
}

impl StoredOwner {
    /// What needs attention comes first, then by name.
    fn sort_key(&self) -> (bool, &str) {
        (self.status == SecretStatus::InUse, &self.name)
    }
}

fn app_owner(
    app: &OauthAppRecord,
    secrets: Vec<StoredSecretView>,
    place: StorageMode,
    status: SecretStatus,
    used_by: u32,
) -> StoredOwner {
    StoredOwner {
        owner: app_id(&app.environment, &app.id),
        place,
        name: display_name(app),
        status,
        secrets,
        renewed_by_consent: false,
        used_by,
    }
}

fn connection_owner(
    record: &ConnectionRecord,
    secrets: Vec<StoredSecretView>,
    place: StorageMode,
) -> StoredOwner {
    let is_oauth = record.credential == CredentialKind::Oauth;
    StoredOwner {
        owner: id_of(record),
        place,
        name: format!("{} ({})", record.identity.portal_name, record.identity.hub_id),
        status: status(&secrets, if is_oauth { "refresh-token" } else { "static-token" }),
        secrets,
        renewed_by_consent: is_oauth,
        used_by: 1,
    }
}

/// The secrets of an owner without a record that can be parsed.
fn unrecorded_owner(
    owner: StoredOwnerId,
    secrets: Vec<StoredSecretView>,
    unreadable: &[UnreadableRecord],
) -> StoredOwner {
    let is_unreadable = unreadable.iter().any(|record| record.id == owner.id);
    StoredOwner {
        name: owner.id.clone(),
        owner,
        place: StorageMode::Keyring,
        status: if is_unreadable { SecretStatus::RecordUnreadable } else { SecretStatus::Orphan },
        secrets,
        renewed_by_consent: false,
        used_by: 0,
    }
}

/// `needed`: the kind of secret without which the record cannot be used.
fn status(secrets: &[StoredSecretView], needed: &str) -> SecretStatus {
    match secrets.iter().find(|secret| secret.kind == needed).map(|secret| secret.condition) {
        None | Some(SecretCondition::Leftover) => SecretStatus::SecretGone,
        Some(SecretCondition::Damaged) => SecretStatus::Damaged,
        Some(SecretCondition::Whole) => SecretStatus::InUse,
    }
}

fn id_of(record: &ConnectionRecord) -> StoredOwnerId {
    StoredOwnerId {
        kind: StoredOwnerKind::Connection,
        environment: record.environment.clone(),
        id: record.id.to_string(),
    }
}

fn app_id(environment: &str, id: &str) -> StoredOwnerId {
    StoredOwnerId { kind: StoredOwnerKind::OauthApp, environment: environment.to_owned(), id: id.to_owned() }
}

impl From<OwnerName> for StoredOwnerId {
    fn from(name: OwnerName) -> Self {
        let kind = match name.kind {
            OwnerKind::Connection => StoredOwnerKind::Connection,
            OwnerKind::App => StoredOwnerKind::OauthApp,
            OwnerKind::Unknown => StoredOwnerKind::Unknown,
        };
        Self { kind, environment: name.environment, id: name.id }
    }
}

impl From<&StoredOwnerId> for OwnerName {
    fn from(id: &StoredOwnerId) -> Self {
        let kind = match id.kind {
            StoredOwnerKind::Connection => OwnerKind::Connection,
            StoredOwnerKind::OauthApp => OwnerKind::App,
            StoredOwnerKind::Unknown => OwnerKind::Unknown,
        };
        Self { kind, environment: id.environment.clone(), id: id.id.clone() }
    }
}

impl From<StoredSecret> for StoredSecretView {
    fn from(secret: StoredSecret) -> Self {
        let condition = match secret.condition {
            Condition::Whole => SecretCondition::Whole,
            Condition::Damaged => SecretCondition::Damaged,
            Condition::Leftover => SecretCondition::Leftover,
        };
        Self { kind: secret.kind, bytes: narrow(secret.bytes), entries: narrow(secret.entries), condition }
    }
}
