//! What the app keeps, and where: the secrets by owner and kind in the keyring and in memory; files are in `files`.
//! Sizes and names, never a value.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use portalscope_vault::{Condition, Inventory, Mode, Owner, OwnerKind, OwnerName, StoredSecret};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::record::{ConnectionRecord, CredentialKind};
use crate::connections::registry::ConnectionRegistry;
use crate::error::{CommandError, Result};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::view::display_name;
use crate::platform::clock::Clock;
use crate::platform::numbers::narrow;
use crate::secrets::keyring_state::StorageMode;
use crate::secrets::store::SecretStore;
use crate::storage::files::{StoredPlace, StoredPlaces};
use crate::store::oauth_apps::OauthAppRecord;
use crate::store::{Store, UnreadableRecord};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StoredOwnerKind {
    Connection,
    OauthApp,
    Unknown,
}

/// To whom stored secrets belong, as it is named when they are to be deleted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredOwnerId {
    pub kind: StoredOwnerKind,
    pub environment: String,
    pub id: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretStatus {
    InUse,
    /// Secrets that no record names.
    Orphan,
    /// Secrets whose record cannot be read by this version. They stay until it can.
    RecordUnreadable,
    /// A record whose secret is gone.
    SecretGone,
    /// A part of a secret is gone or was changed.
    Damaged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretCondition {
    Whole,
    Damaged,
    Leftover,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredSecretView {
    /// `access-token`.
    pub kind: String,
    pub bytes: u32,
    /// How many entries of the keyring it takes.
    pub entries: u32,
    pub condition: SecretCondition,
}

/// The secrets of one connection or app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredOwner {
    pub owner: StoredOwnerId,
    pub place: StorageMode,
    /// The portal's name and id, or the app's name.
    pub name: String,
    pub status: SecretStatus,
    pub secrets: Vec<StoredSecretView>,
    /// Whether consent brings its secret back; a pasted token must be pasted again.
    pub renewed_by_consent: bool,
    /// How many connections stop to refresh when it is deleted.
    pub used_by: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyringListing {
    /// Every entry of this app.
    Complete,
    /// This keyring cannot list: only what the data file names was looked up.
    OnlyKnown,
    /// The keyring did not answer; the error says why.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StorageReport {
    #[specta(type = String)]
    pub at: Timestamp,
    pub places: Vec<StoredPlace>,
    pub keyring_name: String,
    pub listing: KeyringListing,
    pub keyring_error: Option<CommandError>,
    pub owners: Vec<StoredOwner>,
}

pub struct StorageReporter {
    connections: Arc<ConnectionRegistry>,
    apps: Arc<OauthAppRegistry>,
    secrets: Arc<SecretStore>,
    places: StoredPlaces,
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
}

impl StorageReporter {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        apps: Arc<OauthAppRegistry>,
        secrets: Arc<SecretStore>,
        places: StoredPlaces,
        store: Arc<Store>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, apps, secrets, places, store, clock }
    }

    /// Looks at every place. A keyring that does not answer is told in the report, not as an error.
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
        Ok(StorageReport {
            at: self.clock.now(),
            places: self.places.list()?,
            keyring_name: portalscope_vault::KEYRING_NAME.to_owned(),
            listing,
            keyring_error,
            owners,
        })
    }

    /// Every owner of whom a record says that the keyring has a secret.
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
        owners.extend(found.into_iter().map(|(owner, secrets)| nobody(owner, secrets, &unreadable)));
        owners
    }

    /// `None`: it has no secret, and nobody misses it.
    fn app_in_keyring(&self, app: &OauthAppRecord, secrets: Vec<StoredSecretView>) -> Option<StoredOwner> {
        let used_by = self.connections.count_of_app(&app.id, Mode::Keyring);
        let is_missed = used_by > 0 && app.has_secret && !app.session_only;
        let status = status(&secrets, "client-secret");
        let place = StorageMode::Keyring;
        let owner = app_owner(app, secrets, place, status, used_by);
        (is_missed || !owner.secrets.is_empty()).then_some(owner)
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
    /// What wants attention comes first, then by name.
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

/// The secrets of an owner of whom there is no record, or none that can be read.
fn nobody(
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

/// `needed`: the kind without which the record is of no use.
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
