//! What a consent flow is begun with, by each way in: the demo portal, an app of the list, a new app, a connection
//! that is to be renewed.

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

/// What the demo asks for: enough to try every view, with two optional scopes that not every demo account has.
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

/// An OAuth app that is used once and not saved: what the command line connects with. The secret is named by the id
/// under which it is staged.
#[derive(Clone, Debug)]
pub struct OauthConnect {
    pub client_id: ClientId,
    pub client_secret: String,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    /// `app` (any), `na1`, `na2`, `na3`, `eu1`, `ap1`.
    pub hublet: String,
    pub expected_portal: Option<String>,
}

/// An app of the list, with what to ask for this time.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppConnect {
    pub app: AppId,
    /// The id of a staged secret, for an app that came without one.
    pub client_secret: Option<String>,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    pub expected_portal: Option<String>,
}

/// What is asked for, and of whom.
struct Ask {
    scopes: Vec<String>,
    optional_scopes: Vec<String>,
    expected_portal: Option<String>,
}

/// The ways to begin a consent flow.
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

    /// Starts the embedded demo portal and asks it for consent, as HubSpot would be asked.
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

    /// Asks with an app that is not in the list, at HubSpot or at a demo portal outside the app.
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

    /// Asks with an app of the list.
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

    /// Asks with a new app, which is in the list once its first portal is connected.
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

    /// Asks the same app for the same portal again, with more scopes if wanted.
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

    /// The plan with an app's own redirect, or the settings'.
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
