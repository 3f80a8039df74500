//! Connects with a pasted service key or private-app token: checks its format, then asks HubSpot, then stores it.
//!
//! Both have the same format, and HubSpot does not say which one a token is. Only the account's age does: an account made
//! after the end of legacy private apps has none. For older accounts the kind stays unknown.
//! A portal may be connected with several credentials. A token replaces a connection if it is the same token or belongs
//! to the same app; otherwise only if the user chooses so.

use std::sync::Arc;

use portalscope_hubspot::{
    Credential, Environment, IdentityError, RateLimit, Token, TokenInfo, account_details, static_token_info,
};
use portalscope_vault::{OnLateWrite, Owner, StaticToken, kind};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::identity::{EnvironmentLabel, Identity, expect_portal, expected_portal};
use crate::connections::label::ConnectionLabel;
use crate::connections::record::{ConnectionRecord, CredentialKind};
use crate::connections::registry::{ConnectionRegistry, NewConnection};
use crate::connections::view::Connection;
use crate::environments::Environments;
use crate::environments::key::EMBEDDED_KEY;
use crate::error::{Error, Result};
use crate::ids::{ConnectionId, HubId, new_id};
use crate::platform::clock::Clock;
use crate::secrets::format::CredentialFormat;
use crate::secrets::staged::StagedSecrets;
use crate::secrets::store::SecretStore;
use crate::sync::SharedFolder;
use crate::tokens::informed_client::InformedClient;

/// A service key or private-app token to connect with, as the form sends it.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenConnect {
    /// The id of the staged token, not the token itself.
    pub secret: String,
    /// The Hub ID that must answer, as it was typed. `None` or blank: any portal.
    pub expected_portal: Option<String>,
}

/// What HubSpot says of a pasted token. Nothing of it is stored yet.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckedToken {
    /// The portal that the token belongs to.
    pub identity: Identity,
    /// The label that the portal will have.
    pub environment: EnvironmentLabel,
    /// How many scopes the token has. `None`: HubSpot did not say.
    pub scope_count: Option<u32>,
    /// The connection that this token replaces, since it has the same token or the same app. `None`: it is a new
    /// connection.
    pub renews: Option<ConnectionId>,
    /// Other connections to the same portal by a static token. This token may be a rotated one of theirs.
    pub may_replace: Vec<ConnectionId>,
}

/// A token that HubSpot has identified.
struct IdentifiedToken {
    credential: Credential,
    kind: CredentialKind,
    secret: StaticToken,
    identity: Identity,
    scopes: Option<Vec<String>>,
    rate_limit: Option<RateLimit>,
}

/// Connects portals by static tokens: service keys and private-app tokens.
pub struct StaticTokens {
    connections: Arc<ConnectionRegistry>,
    staged: Arc<StagedSecrets>,
    environments: Arc<Environments>,
    secrets: Arc<SecretStore>,
    sync: Arc<SharedFolder>,
    client: Arc<InformedClient>,
    clock: Arc<dyn Clock>,
}

impl StaticTokens {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        staged: Arc<StagedSecrets>,
        environments: Arc<Environments>,
        secrets: Arc<SecretStore>,
        sync: Arc<SharedFolder>,
        client: Arc<InformedClient>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, staged, environments, secrets, sync, client, clock }
    }

    /// Asks HubSpot which portal the token belongs to, and compares it with the connections. Stores nothing.
    ///
    /// # Errors
    /// [`Error::StagedSecretGone`]; [`Error::TokenMalformed`] or [`Error::OtherCredential`] if it is not a static token;
    /// [`Error::WrongPortal`] if it is not the expected portal's; [`Error::Identity`] if HubSpot refuses the token;
    /// [`Error::DemoFailed`] if the token is the embedded demo portal's, and that cannot start.
    pub async fn check(&self, request: &TokenConnect) -> Result<CheckedToken> {
        let known = self.inspect_token(None, request).await?;
        let renews = self.renewed_by(&known).await?;
        let alike = self.tokens_of_portal(&known).into_iter().filter(|id| Some(id) != renews.as_ref());
        let may_replace = alike.filter(|id| self.may_be_rotated(id, &known)).collect();
        let is_demo = known.credential.environment != Environment::HubSpot;
        let label = known.identity.account_type.label();
        Ok(CheckedToken {
            environment: if is_demo { EnvironmentLabel::Demo } else { label },
            scope_count: known.scopes.map(|scopes| u32::try_from(scopes.len()).unwrap_or(u32::MAX)),
            identity: known.identity,
            renews,
            may_replace,
        })
    }

    /// Connects the token's portal. Replaces a connection with the same token or the same app; any other stays beside it.
    ///
    /// # Errors
    /// Those of [`check`](Self::check), or why the keyring or the data file refused.
    pub async fn connect(&self, request: TokenConnect) -> Result<Connection> {
        let known = self.inspect_token(None, &request).await?;
        let place = self.renewed_by(&known).await?;
        self.save(known, place, &request.secret).await
    }

    /// [`connect`](Self::connect) at a given server: HubSpot, or a demo portal that runs as a separate program.
    ///
    /// # Errors
    /// Those of [`connect`](Self::connect).
    pub async fn connect_at(&self, environment: Environment, request: TokenConnect) -> Result<Connection> {
        let known = self.inspect_token(Some(environment), &request).await?;
        let place = self.renewed_by(&known).await?;
        self.save(known, place, &request.secret).await
    }

    /// Replaces the token of a connection to the same portal, after it was rotated.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`] if there is no such connection by a static token in the token's environment,
    /// [`Error::WrongPortal`] if the token is another portal's, and those of [`connect`](Self::connect).
    pub async fn replace(&self, connection: &ConnectionId, request: TokenConnect) -> Result<Connection> {
        let known = self.inspect_token(None, &request).await?;
        let before = self.connections.record(connection)?;
        if before.app.is_some() || before.environment != known.credential.environment.key() {
            return Err(Error::ConnectionNotFound);
        }
        expect_portal(Some(&before.identity.hub_id), &known.identity.hub_id)?;
        self.save(known, Some(before.id), &request.secret).await
    }

    /// Asks `server`, or the one that the token belongs to, for its portal and scopes.
    async fn inspect_token(
        &self,
        server: Option<Environment>,
        request: &TokenConnect,
    ) -> Result<IdentifiedToken> {
        let text = self.staged.get(&request.secret)?;
        let format = self.staged.format(&request.secret)?;
        if format != CredentialFormat::StaticToken {
            return Err(if format == CredentialFormat::Unknown {
                unknown_form()
            } else {
                Error::OtherCredential(format)
            });
        }
        let expected = expected_portal(request.expected_portal.clone())?;
        let secret = StaticToken::new(text.as_str());
        let environment = match server {
            Some(environment) => environment,
            None => self.environment_of_static(&secret).await?,
        };
        let credential = Credential { environment, token: Token::Static(secret.clone()) };
        let client = self.client.get().await;
        let details = account_details(client, &credential).await?;
        let info: Option<TokenInfo> =
            static_token_info(client, &credential.environment, &secret).await.unwrap_or_default();
        let told = info.as_ref().and_then(|info| info.hub_id.clone());
        let hub_id = details.portal_id.clone().or_else(|| told.clone()).ok_or(IdentityError::Unreadable)?;
        let hub_id = HubId::from(hub_id);
        expect_portal(expected.as_ref(), &hub_id)?;
        expect_portal(Some(&hub_id), &told.map_or_else(|| hub_id.clone(), HubId::from))?;
        let rate_limit = details.rate_limit;
        let kind = if details.may_have_private_apps() {
            CredentialKind::StaticToken
        } else {
            CredentialKind::ServiceKey
        };
        let mut identity = Identity::of_hub(hub_id);
        identity.take_details(details);
        let scopes = info.and_then(|info| {
            identity.app_id = info.app_id;
            identity.user_id = info.user_id;
            info.scopes
        });
        Ok(IdentifiedToken { credential, kind, secret, identity, scopes, rate_limit })
    }

    /// The embedded demo portal for its own tokens, HubSpot for all others. Starts the demo portal for its own only.
    async fn environment_of_static(&self, secret: &StaticToken) -> Result<Environment> {
        if !self.environments.is_demo_token(secret.expose()) {
            return Ok(Environment::HubSpot);
        }
        self.environments.resolve(EMBEDDED_KEY).await
    }

    fn tokens_of_portal(&self, known: &IdentifiedToken) -> Vec<ConnectionId> {
        self.connections.find_all(|record| {
            record.app.is_none()
                && record.environment == known.credential.environment.key()
                && record.identity.hub_id == known.identity.hub_id
        })
    }

    /// The connection with the same token or the same app.
    async fn renewed_by(&self, known: &IdentifiedToken) -> Result<Option<ConnectionId>> {
        for id in self.tokens_of_portal(known) {
            let (app_id, owner, cached) = self.connections.read(&id, |entry| {
                (entry.record().identity.app_id.clone(), entry.owner(), entry.token().cloned())
            })?;
            if app_id.is_some() && app_id == known.identity.app_id {
                return Ok(Some(id));
            }
            let present = match cached {
                Some(Token::Static(token)) => Some(token),
                // Ignore a keyring that does not answer: storing the token reports the error.
                _ => self.secrets.get::<kind::Static>(&owner).await.unwrap_or_default(),
            };
            if present.as_ref() == Some(&known.secret) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// False only if the apps of both tokens are known and differ.
    fn may_be_rotated(&self, id: &ConnectionId, known: &IdentifiedToken) -> bool {
        let app_id = self.connections.read(id, |entry| entry.record().identity.app_id.clone());
        let app_id = app_id.unwrap_or_default();
        app_id.is_none() || known.identity.app_id.is_none() || app_id == known.identity.app_id
    }

    async fn save(
        &self,
        known: IdentifiedToken,
        place: Option<ConnectionId>,
        staged: &str,
    ) -> Result<Connection> {
        let id = place.unwrap_or_else(|| new_id().into());
        let _lock = self.sync.exclusive(&id).await?;
        let is_new = !self.connections.contains(&id);
        let record = ConnectionRecord {
            id,
            environment: known.credential.environment.key().to_owned(),
            app: None,
            credential: known.kind,
            identity: known.identity,
            granted_scopes: known.scopes,
            requested_scopes: Vec::new(),
            requested_optional_scopes: Vec::new(),
            token: None,
            last_error: None,
            connected_at: self.clock.now(),
            label: ConnectionLabel::default(),
        };
        let on_late_write = if is_new { OnLateWrite::Remove } else { OnLateWrite::Keep };
        let mode = self.secrets.mode();
        let owner = Owner::connection(&record.environment, &record.id, mode);
        self.secrets.put(&owner, &known.secret, on_late_write).await?;
        let connection = self.connections.insert(NewConnection {
            record,
            token: known.credential.token,
            rate_limit: known.rate_limit,
            client_id: None,
            mode,
        })?;
        self.staged.discard(staged);
        Ok(connection)
    }
}

fn unknown_form() -> Error {
    Error::TokenMalformed(
        "This is not a service key or private-app token: those begin with pat- and the data centre."
            .to_owned(),
    )
}
