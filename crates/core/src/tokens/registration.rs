//! Registers the stored secrets of every connection and app for redaction, so that a response of one portal cannot show the
//! token of another, nor a refresh token or client secret that this process has not used yet.
//!
//! What the keyring does not hand over is skipped: this process cannot know it, and whoever needs it is told why.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use portalscope_vault::{Mode, Owner, kind};
use tokio::sync::Mutex;

use crate::connections::record::CredentialKind;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::token_record::TokenRecord;
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::secrets::store::SecretStore;

/// The secrets of one owner. `since` changes when another process replaces them.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Version {
    owner: Owner,
    kind: OwnerSecrets,
    since: Option<Timestamp>,
}

/// Which kinds of secret an owner has.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum OwnerSecrets {
    Oauth,
    Static,
    Client,
}

/// Registers stored secrets, each once.
pub(crate) struct SecretRegistration {
    connections: Arc<ConnectionRegistry>,
    apps: Arc<OauthAppRegistry>,
    secrets: Arc<SecretStore>,
    done: Mutex<HashSet<Version>>,
}

impl SecretRegistration {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        apps: Arc<OauthAppRegistry>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        Self { connections, apps, secrets, done: Mutex::default() }
    }

    /// Reads the secrets that are not registered yet. Returns at once if there are none. May be dropped: the next call
    /// goes on where it ended.
    pub(crate) async fn complete(&self) {
        if !self.secrets.is_answering() {
            return;
        }
        let mut done = self.done.lock().await;
        for version in self.versions() {
            if done.contains(&version) {
                continue;
            }
            self.register(&version).await;
            if !self.secrets.is_answering() {
                // The others would wait for the same keyring.
                return;
            }
            done.insert(version);
        }
        self.secrets.tell_all_registered();
    }

    async fn register(&self, Version { owner, kind, .. }: &Version) {
        match kind {
            OwnerSecrets::Oauth => {
                self.secrets.register_stored::<kind::Access>(owner).await;
                self.secrets.register_stored::<kind::Refresh>(owner).await;
                self.secrets.register_stored::<kind::PreviousRefresh>(owner).await;
            }
            OwnerSecrets::Static => self.secrets.register_stored::<kind::Static>(owner).await,
            OwnerSecrets::Client => self.secrets.register_stored::<kind::Client>(owner).await,
        }
    }

    /// Secrets in memory were registered when they came.
    fn versions(&self) -> Vec<Version> {
        let connections = self.connections.records().into_iter().filter(|(_, mode)| *mode == Mode::Keyring);
        let connections = connections.map(|(record, mode)| {
            let kind = match record.credential {
                CredentialKind::Oauth => OwnerSecrets::Oauth,
                CredentialKind::PrivateApp | CredentialKind::ServiceKey | CredentialKind::StaticToken => {
                    OwnerSecrets::Static
                }
            };
            let since = record.token.as_ref().map_or(record.connected_at, TokenRecord::expires_at);
            let owner = Owner::connection(&record.environment, &record.id, mode);
            Version { owner, kind, since: Some(since) }
        });
        let apps = self.apps.records().into_iter().filter(|app| app.has_secret && !app.session_only);
        let apps = apps.map(|app| Version {
            owner: Owner::app(&app.environment, &app.id, Mode::Keyring),
            kind: OwnerSecrets::Client,
            since: None,
        });
        connections.chain(apps).collect()
    }
}
