//! Starts consent flows: for the demo portal, a listed app, a new app, or a connection that is re-authorized.
//!
//! Decides which app, scopes and redirect a flow has. The flow itself is in `flow`.

use std::sync::Arc;

use portalscope_hubspot::Environment;
use portalscope_hubspot::oauth::AppCredential;
use portalscope_vault::ClientSecret;
use serde::Deserialize;
use specta::Type;

use crate::connect::flow::{ConsentFlow, ConsentFlows};
use crate::connect::plan::{Plan, Redirect};
use crate::connect::requested_scopes::{WantedScope, of_role, planned};
use crate::connections::entry::ConnectionEntry;
use crate::connections::identity::expected_portal;
use crate::connections::registry::ConnectionRegistry;
use crate::environments::Environments;
use crate::environments::key::embedded_demo;
use crate::error::{Error, Result};
use crate::ids::{AppId, ClientId, ConnectionId};
use crate::oauth_apps::credential::AppCredentials;
use crate::oauth_apps::declared_scopes::ScopeRole;
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::validate::AppValidator;
use crate::oauth_apps::view::AppDraft;
use crate::settings::SettingsStore;
use crate::store::oauth_apps::OauthAppRecord;

/// The scopes that the demo connection requests: enough for every view, with two optional ones that not every demo
/// account has.
pub(crate) const DEMO_SCOPES: &[&str] = &[
    "oauth",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.companies.read",
    "crm.objects.deals.read",
    "crm.objects.owners.read",
    "crm.schemas.contacts.read",
];
const DEMO_OPTIONAL_SCOPES: &[&str] = &["tickets", "e-commerce"];

/// An OAuth app that is not in the list, as the command line connects with it.
#[derive(Clone, Debug)]
pub struct OauthConnect {
    /// The app's client id (RFC 6749, section 2.2). Spaces around it are ignored.
    pub client_id: ClientId,
    /// The id of the staged client secret, not the secret itself.
    pub client_secret: String,
    /// Scopes for the authorize URL's `scope`: the portal grants all of them or nothing.
    pub scopes: Vec<String>,
    /// Scopes for `optional_scope`: the portal drops those that it does not have.
    pub optional_scopes: Vec<String>,
    /// The data center whose authorize page is opened: `app` (any), `na1`, `na2`, `na3`, `eu1`, `ap1`.
    pub hublet: String,
    /// The Hub ID that must answer, as it was typed. `None` or blank: any portal.
    pub expected_portal: Option<String>,
}

/// A listed app, with the scopes to request this time.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppConnect {
    /// The app's id in the list.
    pub app: AppId,
    /// The id of a staged client secret, for an app that was imported without one. `None`: the app's stored secret.
    pub client_secret: Option<String>,
    /// Scopes for the authorize URL's `scope`: the portal grants all of them or nothing.
    pub scopes: Vec<String>,
    /// Scopes for `optional_scope`: the portal drops those that it does not have.
    pub optional_scopes: Vec<String>,
    /// The Hub ID that must answer, as it was typed. `None` or blank: any portal.
    pub expected_portal: Option<String>,
}

/// The scopes that a flow requests, and the portal that must grant them.
struct Ask {
    scopes: Vec<String>,
    optional_scopes: Vec<String>,
    expected_portal: Option<String>,
}

/// Starts consent flows.
pub struct ConsentStarter {
    apps: Arc<OauthAppRegistry>,
    app_credentials: Arc<AppCredentials>,
    validator: Arc<AppValidator>,
    connections: Arc<ConnectionRegistry>,
    environments: Arc<Environments>,
    settings: Arc<SettingsStore>,
    flows: Arc<ConsentFlows>,
}

impl ConsentStarter {
    pub(crate) fn new(
        apps: Arc<OauthAppRegistry>,
        app_credentials: Arc<AppCredentials>,
        validator: Arc<AppValidator>,
        connections: Arc<ConnectionRegistry>,
        environments: Arc<Environments>,
        settings: Arc<SettingsStore>,
        flows: Arc<ConsentFlows>,
    ) -> Self {
        Self { apps, app_credentials, validator, connections, environments, settings, flows }
    }

    /// Starts the embedded demo portal and a consent flow with it.
    ///
    /// # Errors
    /// [`Error::ConsentInProgress`] if another flow waits, [`Error::DemoFailed`] if the demo portal cannot start, or why
    /// the callback port or the keyring cannot be used.
    pub async fn demo(&self) -> Result<ConsentFlow> {
        let info = self.environments.demo_info().await?;
        let owned = |scopes: &[&str]| scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let app = AppCredential {
            environment: embedded_demo(&info.base_url),
            client_id: info.client_id.clone(),
            client_secret: ClientSecret::new(info.client_secret.as_str()),
        };
        let ask = Ask {
            scopes: owned(DEMO_SCOPES),
            optional_scopes: owned(DEMO_OPTIONAL_SCOPES),
            expected_portal: None,
        };
        let record = self.validator.unsaved(&app, "app");
        self.flows.begin(self.plan(app, record, ask)?).await
    }

    /// Starts a consent flow with an app that is not in the list, at HubSpot or at a demo portal that runs as a separate
    /// program.
    ///
    /// # Errors
    /// [`Error::RequestInvalid`] if the client id, the hublet or the expected Hub ID is malformed,
    /// [`Error::StagedSecretGone`] or [`Error::OtherCredential`] for the secret, [`Error::ConsentInProgress`] if another
    /// flow waits, or why the callback port or the keyring cannot be used.
    pub async fn at(&self, environment: Environment, request: OauthConnect) -> Result<ConsentFlow> {
        let client_id = ClientId::from(request.client_id.trim().to_owned());
        if client_id.is_empty() {
            return Err(Error::RequestInvalid("The client id is missing.".to_owned()));
        }
        let secret = self.validator.staged_client_secret(Some(&request.client_secret), &client_id)?;
        let client_secret = secret.ok_or(Error::StagedSecretGone)?;
        let app = AppCredential { environment, client_id: client_id.into(), client_secret };
        let OauthConnect { scopes, optional_scopes, expected_portal, .. } = request;
        let record = self.validator.unsaved(&app, &request.hublet);
        let mut plan = self.plan(app, record, Ask { scopes, optional_scopes, expected_portal })?;
        plan.staged_secret = Some(request.client_secret);
        self.flows.begin(plan).await
    }

    /// Starts a consent flow with a listed app.
    ///
    /// # Errors
    /// [`Error::AppNotFound`], [`Error::AppSecretMissing`] if neither `request` nor the keyring has its client secret,
    /// [`Error::ConsentInProgress`] if another flow waits, or why the callback port or the keyring cannot be used.
    pub async fn with_app(&self, request: AppConnect) -> Result<ConsentFlow> {
        let record = self.apps.get(&request.app)?;
        let pasted =
            self.validator.staged_client_secret(request.client_secret.as_deref(), &record.client_id)?;
        let changed = pasted.is_some().then(|| OauthAppRecord { has_secret: true, ..record.clone() });
        let client_secret = match pasted {
            Some(secret) => secret,
            None => self.app_credentials.for_new_connection(&record).await?,
        };
        let environment = self.environments.resolve(&record.environment).await?;
        let app = AppCredential { environment, client_id: record.client_id.to_string(), client_secret };
        let AppConnect { scopes, optional_scopes, expected_portal, .. } = request;
        let mut plan = self.plan(app, record, Ask { scopes, optional_scopes, expected_portal })?;
        plan.record = changed;
        plan.staged_secret = request.client_secret;
        self.flows.begin(plan).await
    }

    /// Starts a consent flow with a new app. The app is added to the list once its first portal is connected.
    ///
    /// # Errors
    /// [`Error::AppInvalid`] if `draft` cannot be saved, [`Error::AppSecretMissing`] if it has no client secret,
    /// [`Error::ConsentInProgress`] if another flow waits, or why the callback port or the keyring cannot be used.
    pub async fn with_new_app(
        &self,
        draft: AppDraft,
        expected_portal: Option<String>,
    ) -> Result<ConsentFlow> {
        let staged = draft.client_secret.clone();
        let client_id = ClientId::from(draft.client_id.trim().to_owned());
        let same = self.apps.find(|app| {
            app.environment == draft.environment.environment().key() && app.client_id == client_id
        });
        let secret = self.validator.staged_client_secret(staged.as_deref(), &client_id)?;
        let client_secret = secret.ok_or(Error::AppSecretMissing)?;
        let record = self.validator.record_of_draft(same.as_ref(), draft)?;
        let environment = self.environments.resolve(&record.environment).await?;
        let app = AppCredential { environment, client_id: record.client_id.to_string(), client_secret };
        let (scopes, optional_scopes) = (record.scopes.clone(), record.optional_scopes.clone());
        let mut plan = self.plan(app, record, Ask { scopes, optional_scopes, expected_portal })?;
        plan.staged_secret = staged;
        self.flows.begin(plan).await
    }

    /// Starts a consent flow for a connection again, with the same app and portal. `wanted`: scopes to add, or to request
    /// in another role.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`], [`Error::RefreshNotPossible`] for a static token, which has no app,
    /// [`Error::SecretMissing`] or [`Error::AppSecretMissing`] if the app or its client secret is gone,
    /// [`Error::ConsentInProgress`] if another flow waits, or why the callback port or the keyring cannot be used.
    pub async fn again(&self, id: &ConnectionId, wanted: &[WantedScope]) -> Result<ConsentFlow> {
        let connection = self.connections.record(id)?;
        let app_id = connection.app.clone().ok_or(Error::RefreshNotPossible)?;
        let mode = self.connections.read(id, ConnectionEntry::mode)?;
        let app = self.app_credentials.of_connection(&connection.environment, &app_id, mode).await?;
        let record = self.apps.get(&app_id)?;
        let planned = planned(&connection, record.declared.as_ref(), wanted);
        let ask = Ask {
            scopes: of_role(&planned, ScopeRole::Required),
            optional_scopes: of_role(&planned, ScopeRole::Optional),
            expected_portal: Some(connection.identity.hub_id.into()),
        };
        let mut plan = self.plan(app, record, ask)?;
        plan.record = None;
        self.flows.begin(plan).await
    }

    /// The plan for a flow, with the app's own redirect or else the ports in the settings.
    fn plan(&self, app: AppCredential, record: OauthAppRecord, ask: Ask) -> Result<Plan> {
        let redirect = Redirect::of(&record, self.settings.get().callback_ports)?;
        Ok(Plan {
            app,
            app_id: record.id.clone(),
            app_name: record.name.clone(),
            hublet: record.hublet.clone(),
            redirect,
            record: Some(record),
            scopes: ask.scopes,
            optional_scopes: ask.optional_scopes,
            expected_portal: expected_portal(ask.expected_portal)?,
            staged_secret: None,
        })
    }
}
