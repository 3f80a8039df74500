//! What the app keeps, and where: the secrets by owner and kind in the keyring and in memory; files are in `places`.
//! Sizes and names, never a value.

use std::collections::BTreeMap;

use jiff::Timestamp;
use portalscope_vault::{Condition, Inventory, Mode, Owner, OwnerKind, OwnerName, StoredSecret};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::record::{ConnectionRecord, CredentialKind};
use crate::error::CommandError;
use crate::oauth_apps::display_name;
use crate::portalscope::Portalscope;
use crate::secrets::keyring_state::StorageMode;
use crate::storage::files::StoredPlace;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StoredOwnerKind {
    Connection,
    App,
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
pub enum Standing {
    InUse,
    /// Secrets that no record names.
    Orphan,
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
    pub standing: Standing,
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

impl Portalscope {
    /// Looks at every place. A keyring that does not answer is told in the report, not as an error.
    pub async fn storage_report(&self) -> crate::error::Result<StorageReport> {
        let found = self.vault.inventory(&self.known_owners()).await;
        self.storage_changed();
        let listing = match &found {
            Ok(Inventory { complete: true, .. }) => KeyringListing::Complete,
            Ok(Inventory { complete: false, .. }) => KeyringListing::OnlyKnown,
            Err(_) => KeyringListing::Failed,
        };
        let (mut owners, keyring_error) = match found {
            Ok(inventory) => (self.owners_in_keyring(inventory.secrets), None),
            Err(error) => (Vec::new(), Some(CommandError::from(crate::error::Error::from(error)))),
        };
        owners.extend(self.owners_in_memory());
        owners.sort_by(|a, b| {
            (a.standing == Standing::InUse, &a.name).cmp(&(b.standing == Standing::InUse, &b.name))
        });
        Ok(StorageReport {
            at: self.clock.now(),
            places: self.places()?,
            keyring_name: portalscope_vault::KEYRING_NAME.to_owned(),
            listing,
            keyring_error,
            owners,
        })
    }

    /// Every owner of whom a record says that the keyring has a secret.
    pub(crate) fn known_owners(&self) -> Vec<Owner> {
        let connections = self.connections.records();
        let kept = connections.iter().filter(|(_, session_only)| !session_only);
        let owner =
            |record: &ConnectionRecord| Owner::connection(&record.environment, &record.id, Mode::Keyring);
        let apps =
            self.app_records().into_iter().map(|app| Owner::app(&app.environment, &app.id, Mode::Keyring));
        kept.map(|(record, _)| owner(record)).chain(apps).collect()
    }

    fn owners_in_keyring(&self, secrets: Vec<StoredSecret>) -> Vec<StoredOwner> {
        let mut found: BTreeMap<StoredOwnerId, Vec<StoredSecretView>> = BTreeMap::new();
        for secret in secrets {
            found.entry(secret.owner.clone().into()).or_default().push(secret.into());
        }
        let mut owners = Vec::new();
        for (record, _) in self.connections.records().into_iter().filter(|(_, session_only)| !session_only) {
            let secrets = found.remove(&id_of(&record)).unwrap_or_default();
            owners.push(connection_owner(&record, secrets, StorageMode::Keyring));
        }
        for app in self.app_records() {
            let id = app_id(&app.environment, &app.id);
            let used_by = self
                .connections
                .count(|live| !live.session_only && live.record.app.as_ref() == Some(&app.id));
            let secrets = found.remove(&id).unwrap_or_default();
            if secrets.is_empty() && (used_by == 0 || !app.has_secret || app.session_only) {
                continue;
            }
            let standing = standing(&secrets, "client-secret");
            let place = StorageMode::Keyring;
            let name = display_name(&app);
            owners.push(StoredOwner {
                owner: id,
                place,
                name,
                standing,
                secrets,
                renewed_by_consent: false,
                used_by,
            });
        }
        owners.extend(found.into_iter().map(orphan));
        owners
    }

    fn owners_in_memory(&self) -> Vec<StoredOwner> {
        let mut owners = Vec::new();
        for (record, _) in self.connections.records().into_iter().filter(|(_, session_only)| *session_only) {
            let owner = Owner::connection(&record.environment, &record.id, Mode::Session);
            owners.push(connection_owner(&record, self.held_in_memory(&owner), StorageMode::Session));
        }
        for app in self.app_records() {
            let secrets = self.held_in_memory(&Owner::app(&app.environment, &app.id, Mode::Session));
            if secrets.is_empty() {
                continue;
            }
            let used_by =
                self.connections.count(|live| live.session_only && live.record.app.as_ref() == Some(&app.id));
            owners.push(StoredOwner {
                owner: app_id(&app.environment, &app.id),
                place: StorageMode::Session,
                name: display_name(&app),
                standing: Standing::InUse,
                secrets,
                renewed_by_consent: false,
                used_by,
            });
        }
        owners
    }

    fn held_in_memory(&self, owner: &Owner) -> Vec<StoredSecretView> {
        let held = self.vault.in_memory(owner).into_iter();
        held.map(|(kind, bytes)| StoredSecretView {
            kind: kind.to_owned(),
            bytes: narrow(bytes),
            entries: 0,
            condition: SecretCondition::Whole,
        })
        .collect()
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
        standing: standing(&secrets, if is_oauth { "refresh-token" } else { "static-token" }),
        secrets,
        renewed_by_consent: is_oauth,
        used_by: 1,
    }
}

fn orphan((owner, secrets): (StoredOwnerId, Vec<StoredSecretView>)) -> StoredOwner {
    StoredOwner {
        name: owner.id.clone(),
        owner,
        place: StorageMode::Keyring,
        standing: Standing::Orphan,
        secrets,
        renewed_by_consent: false,
        used_by: 0,
    }
}

/// `needed`: the kind without which the record is of no use.
fn standing(secrets: &[StoredSecretView], needed: &str) -> Standing {
    match secrets.iter().find(|secret| secret.kind == needed).map(|secret| secret.condition) {
        None | Some(SecretCondition::Leftover) => Standing::SecretGone,
        Some(SecretCondition::Damaged) => Standing::Damaged,
        Some(SecretCondition::Whole) => Standing::InUse,
    }
}

fn id_of(record: &ConnectionRecord) -> StoredOwnerId {
    StoredOwnerId {
        kind: StoredOwnerKind::Connection,
        environment: record.environment.clone(),
        id: record.id.clone(),
    }
}

fn app_id(environment: &str, id: &str) -> StoredOwnerId {
    StoredOwnerId { kind: StoredOwnerKind::App, environment: environment.to_owned(), id: id.to_owned() }
}

impl From<OwnerName> for StoredOwnerId {
    fn from(name: OwnerName) -> Self {
        let kind = match name.kind {
            OwnerKind::Connection => StoredOwnerKind::Connection,
            OwnerKind::App => StoredOwnerKind::App,
            OwnerKind::Unknown => StoredOwnerKind::Unknown,
        };
        Self { kind, environment: name.environment, id: name.id }
    }
}

impl From<&StoredOwnerId> for OwnerName {
    fn from(id: &StoredOwnerId) -> Self {
        let kind = match id.kind {
            StoredOwnerKind::Connection => OwnerKind::Connection,
            StoredOwnerKind::App => OwnerKind::App,
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

pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
