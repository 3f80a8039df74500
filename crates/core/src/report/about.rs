//! What a report tells beside its calls: the connection, its scopes, where and with what it was made.

use std::sync::Arc;

use portalscope_report::{
    ChosenEndpoint, ConnectionFacts, Environment, LastRefresh, Maker, Scopes, TokenFacts,
};
use serde::Serialize;

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::token_record::RefreshOutcome;
use crate::connections::view::{Connection, ConnectionState, TokenLife};
use crate::error::Result;
use crate::history::text_of;
use crate::ids::ConnectionId;
use crate::oauth_apps::service::OauthApps;
use crate::scopes::access::ScopeContext;
use crate::scopes::sets::EndpointSets;
use crate::secrets::store::SecretStore;

/// Knows what a report tells of a connection.
pub(super) struct About {
    pub connections: Arc<ConnectionRegistry>,
    pub apps: Arc<OauthApps>,
    pub sets: EndpointSets,
    pub catalogs: Arc<Catalogs>,
    pub secrets: Arc<SecretStore>,
}

impl About {
    pub fn connection(&self, id: &ConnectionId) -> Result<ConnectionFacts> {
        let Connection {
            identity, environment, credential, state, token, connected_at, app, client_id, ..
        } = self.connections.view(id)?;
        let app_name =
            self.apps.list().into_iter().find(|one| Some(&one.id) == app.as_ref()).map(|one| one.name);
        let (state, state_message) = match state {
            ConnectionState::Good => ("good", None),
            ConnectionState::NeedsAttention { error } => ("needs_attention", Some(error.message)),
            ConnectionState::Unreachable { error } => ("unreachable", Some(error.message)),
        };
        Ok(ConnectionFacts {
            hub_id: identity.hub_id.to_string(),
            portal_name: identity.portal_name,
            account_type: word(&identity.account_type),
            environment: word(&environment),
            data_center: identity.data_center,
            time_zone: identity.time_zone,
            credential: word(&credential),
            user: identity.user,
            app_name,
            app_id: identity.app_id,
            client_id: client_id.map(|id| id.to_string()),
            state: state.to_owned(),
            state_message,
            connected_at: connected_at.to_string(),
            token: token.map(token_facts),
        })
    }

    /// `endpoints`: those whose verdicts are told. `None`: those that are chosen under Scopes.
    pub fn scopes(&self, context: &ScopeContext, endpoints: Option<&[Endpoint]>) -> Result<Scopes> {
        let endpoint = |endpoint: Endpoint| {
            let verdict = context.judge(&endpoint.method, &endpoint.path);
            let found = context.catalog.resolve(&endpoint.method, &endpoint.path);
            let kind = verdict.kind;
            ChosenEndpoint {
                title: found.map(|found| found.operation.title().to_owned()),
                verdict: word(&kind),
                label: if verdict.probable { kind.probable_label() } else { kind.label() }.to_owned(),
                sentence: verdict.sentence,
                missing: verdict.missing,
                method: endpoint.method,
                path: endpoint.path,
            }
        };
        let chosen = match endpoints {
            Some(endpoints) => endpoints.to_vec(),
            None => self.sets.chosen()?.endpoints,
        };
        Ok(Scopes {
            granted: context.scopes.clone(),
            grants: Vec::new(),
            endpoints: chosen.into_iter().map(endpoint).collect(),
        })
    }

    pub fn maker(&self) -> Maker {
        Maker {
            name: "Portalscope".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            catalog_date: self.catalogs.current().date().to_owned(),
        }
    }

    pub fn environment(&self) -> Environment {
        let state = self.secrets.state();
        Environment {
            os: std::env::consts::OS.to_owned(),
            arch: std::env::consts::ARCH.to_owned(),
            secrets_kept_in: word(&state.mode),
            keyring: word(&state.keyring),
        }
    }
}

fn token_facts(life: TokenLife) -> TokenFacts {
    let last = |last: crate::connections::token_record::LastRefresh| LastRefresh {
        at: last.at.to_string(),
        worked: last.outcome == RefreshOutcome::Worked,
        message: last.error.map(|error| error.message),
    };
    TokenFacts {
        issued_at: life.issued_at.to_string(),
        expires_at: life.expires_at.to_string(),
        clock_skew_seconds: life.clock_skew_seconds,
        last_refresh: life.last_refresh.map(last),
    }
}

fn word(value: &impl Serialize) -> String {
    text_of(value).unwrap_or_default()
}
