//! Disconnects portals, and deletes apps with their connections.

use std::sync::Arc;

use portalscope_hubspot::oauth;
use portalscope_vault::Mode;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::record::ConnectionRecord;
use crate::connections::registry::ConnectionRegistry;
use crate::error::{Error, Result};
use crate::history::History;
use crate::history::token_calls::TokenCalls;
use crate::ids::{AppId, ConnectionId};
use crate::oauth_apps::credential::AppCredentials;
use crate::oauth_apps::service::OauthApps;
use crate::sync::SharedFolder;
use crate::tokens::informed_client::InformedClient;
use crate::tokens::stored::StoredTokens;

/// What became of the refresh token at the server (RFC 7009).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Revocation {
    /// The server revoked the refresh token. The app stays installed in the portal.
    Revoked,
    /// The server was not told, as the caller wanted.
    NotAsked,
    /// A static token can only be revoked in the portal.
    NotPossible,
    /// The server refused or could not be reached, or the secrets to tell it with are gone.
    Failed,
}

/// The outcome of disconnecting one portal.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DisconnectReport {
    /// How many secrets were removed here: the connection's, and those of an app that nothing else uses.
    pub secrets_removed: u32,
    /// What became of the token at the server.
    pub revoked: Revocation,
    /// `revoked` as one sentence for the user.
    pub message: String,
}

/// What happens to the connections of an app that is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ItsConnections {
    /// Keep them: an app that still has connections is not deleted.
    Keep,
    /// Disconnect them first, without telling the server.
    Disconnect,
}

/// Whether the server is told to revoke the refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtServer {
    /// Revoke the refresh token (RFC 7009). A failure does not stop the disconnect.
    Revoke,
    /// Tell the server nothing.
    Leave,
}

/// What becomes of the history of a connection that is disconnected. That of one in memory only always goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ItsHistory {
    /// Keep it until it ages out. It can be deleted on the storage page.
    Keep,
    /// Delete it.
    Delete,
}

/// Disconnects portals and deletes apps.
pub struct Disconnector {
    connections: Arc<ConnectionRegistry>,
    oauth_apps: Arc<OauthApps>,
    app_credentials: Arc<AppCredentials>,
    tokens: Arc<StoredTokens>,
    history: Arc<History>,
    sync: Arc<SharedFolder>,
    client: Arc<InformedClient>,
}

impl Disconnector {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        oauth_apps: Arc<OauthApps>,
        app_credentials: Arc<AppCredentials>,
        tokens: Arc<StoredTokens>,
        history: Arc<History>,
        sync: Arc<SharedFolder>,
        client: Arc<InformedClient>,
    ) -> Self {
        Self { connections, oauth_apps, app_credentials, tokens, history, sync, client }
    }

    /// Removes every secret of the connection, then its record and, if wanted, its history, then its app if the app was not saved and no
    /// other connection uses it.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`], [`Error::ConnectionBusy`] if another process does not release the connection, or why
    /// the keyring or the data file refused. The record stays if a secret could not be removed.
    pub async fn disconnect(
        &self,
        id: &ConnectionId,
        at_server: AtServer,
        its_history: ItsHistory,
    ) -> Result<DisconnectReport> {
        // Wait for a refresh in progress: it would store its token after everything was removed.
        let _lock = self.sync.exclusive(id).await?;
        let (record, owner, mode) =
            self.connections.read(id, |entry| (entry.record().clone(), entry.owner(), entry.mode()))?;
        let revoked = self.revoke(&record, mode, at_server).await;
        let mut removed = self.tokens.remove(&owner).await?;
        self.connections.remove(id)?;
        self.sync.remove_lock(id);
        if let Some(app) = &record.app {
            removed += self.oauth_apps.remove_if_unused(&record.environment, app, mode).await;
        }
        let is_kept = its_history == ItsHistory::Keep && mode == Mode::Keyring;
        let left = if is_kept { self.history.keep_removed(&record) } else { self.history.forget(id).await };
        if left.is_err() {
            // The connection is gone all the same, and what was kept ends with its age.
            tracing::warn!("the history of a disconnected portal could not be removed, or its name not kept");
        }
        Ok(report(removed, revoked))
    }

    async fn revoke(&self, record: &ConnectionRecord, mode: Mode, at_server: AtServer) -> Revocation {
        let Some(app) = record.app.as_ref() else { return Revocation::NotPossible };
        if at_server == AtServer::Leave {
            return Revocation::NotAsked;
        }
        let calls = TokenCalls::default();
        let revoking = async {
            let app = self.app_credentials.of_connection(&record.environment, app, mode).await?;
            let token = self.tokens.refresh_token(&record.id).await?;
            let client = calls.collecting(self.client.get().await);
            Ok::<_, Error>(oauth::revoke(&client, &app, &token).await?)
        };
        let revoked = revoking.await;
        // While there still is a connection to record it for.
        calls.take().into_iter().for_each(|call| self.history.record(&record.id, call));
        if revoked.is_ok() { Revocation::Revoked } else { Revocation::Failed }
    }

    /// Disconnects every portal, one by one, each locked against other processes: a refresh in progress would store its
    /// token afterwards. The server is not told, and the history goes.
    pub(crate) async fn disconnect_all(&self) -> Result<()> {
        for (record, _) in self.connections.records() {
            match self.disconnect(&record.id, AtServer::Leave, ItsHistory::Delete).await {
                Ok(_) | Err(Error::ConnectionNotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Deletes an app with its secret, and its connections if wanted, with or without their history. Returns a report for each connection.
    ///
    /// # Errors
    /// [`Error::AppNotFound`], [`Error::AppInUse`] if it has connections that are to be kept, or the error that stopped a
    /// disconnect; connections disconnected before that stay disconnected.
    pub async fn delete_app(
        &self,
        id: &AppId,
        connections: ItsConnections,
        their_history: ItsHistory,
    ) -> Result<Vec<DisconnectReport>> {
        let mut reports = Vec::new();
        if connections == ItsConnections::Disconnect {
            for user in self.connections.of_app(id) {
                reports.push(self.disconnect(&user, AtServer::Leave, their_history).await?);
            }
        }
        self.oauth_apps.delete(id).await?;
        Ok(reports)
    }
}

fn report(removed: usize, revoked: Revocation) -> DisconnectReport {
    let message = match revoked {
        Revocation::Revoked => "Its access was revoked at the server too.",
        Revocation::NotAsked => "The app is still installed in the portal.",
        Revocation::NotPossible => {
            "The token itself still works: delete it in the portal if it is not needed."
        }
        Revocation::Failed => "The server could not be told to revoke it: remove the app in the portal.",
    };
    DisconnectReport {
        secrets_removed: u32::try_from(removed).unwrap_or(u32::MAX),
        revoked,
        message: message.to_owned(),
    }
}
