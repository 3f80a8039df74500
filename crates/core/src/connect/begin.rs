//! What a consent flow is begun with, by each way in: the demo portal, an app of the list, a new app, a connection
//! that is to be renewed.

use std::sync::Arc;

use portalscope_hubspot::Environment;
use portalscope_hubspot::oauth::{AppCredential, RedirectUri};
use portalscope_vault::ClientSecret;
use serde::Deserialize;
use specta::Type;

use crate::connect::flow::ConsentFlow;
use crate::connect::preview::{ScopeRole, WantedScope, of_role, planned};
use crate::environments::demo;
use crate::error::Error;
use crate::error::Result;
use crate::oauth_apps::AppDraft;
use crate::portalscope::Portalscope;
use crate::store::oauth_apps::AppRecord;

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
/// under which it is held.
#[derive(Clone, Debug)]
pub struct OauthConnect {
    pub client_id: String,
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
    pub app: String,
    /// The id of a held secret, for an app that came without one.
    pub client_secret: Option<String>,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    pub expected_portal: Option<String>,
}

/// All that a flow needs from its beginning to its end.
pub(crate) struct Plan {
    pub app: AppCredential,
    pub app_id: String,
    pub app_name: String,
    /// The app's record as it will be once the connection is stored. `None`: it stays as it is.
    pub record: Option<AppRecord>,
    pub hublet: String,
    pub redirect: Redirect,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    /// The portal that must answer.
    pub expected_portal: Option<String>,
    /// The pasted client secret, no longer held once the connection is stored.
    pub held_secret: Option<String>,
}

/// How the answer comes back.
pub(crate) enum Redirect {
    /// To the first of these ports that is free.
    Ports(Vec<u16>),
    /// As a deep link, from a page of the app's owner.
    Forwarded(RedirectUri),
}

/// What is asked for, and of whom.
struct Ask {
    scopes: Vec<String>,
    optional_scopes: Vec<String>,
    expected_portal: Option<String>,
}

impl Portalscope {
    /// Starts the embedded demo portal and asks it for consent, as HubSpot would be asked.
    pub async fn begin_demo_connection(self: &Arc<Self>) -> Result<ConsentFlow> {
        let info = self.demo_info().await?;
        let owned = |scopes: &[&str]| scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let app = AppCredential {
            environment: demo::environment(&info),
            client_id: info.client_id.clone(),
            client_secret: ClientSecret::new(info.client_secret.as_str()),
        };
        let ask = Ask {
            scopes: owned(DEMO_SCOPES),
            optional_scopes: owned(DEMO_OPTIONAL_SCOPES),
            expected_portal: None,
        };
        let record = self.unsaved_record(&app, "app");
        self.begin(self.plan(app, record, ask)?).await
    }

    /// Asks with an app that is not in the list, at HubSpot or at a demo portal outside the app.
    pub async fn begin_connection_at(
        self: &Arc<Self>,
        environment: Environment,
        request: OauthConnect,
    ) -> Result<ConsentFlow> {
        let client_id = request.client_id.trim().to_owned();
        if client_id.is_empty() {
            return Err(Error::RequestInvalid("The client id is missing.".to_owned()));
        }
        let secret = self.held_client_secret(Some(&request.client_secret), &client_id)?;
        let client_secret = secret.ok_or(Error::HeldSecretGone)?;
        let app = AppCredential { environment, client_id, client_secret };
        let OauthConnect { scopes, optional_scopes, expected_portal, .. } = request;
        let record = self.unsaved_record(&app, &request.hublet);
        let mut plan = self.plan(app, record, Ask { scopes, optional_scopes, expected_portal })?;
        plan.held_secret = Some(request.client_secret);
        self.begin(plan).await
    }

    /// Asks with an app of the list.
    pub async fn begin_app_connection(self: &Arc<Self>, request: AppConnect) -> Result<ConsentFlow> {
        let record = self.find_app(|app| app.id == request.app).ok_or(Error::AppNotFound)?;
        let pasted = self.held_client_secret(request.client_secret.as_deref(), &record.client_id)?;
        let changed = pasted.is_some().then(|| AppRecord { has_secret: true, ..record.clone() });
        let client_secret = match pasted {
            Some(secret) => secret,
            None => self.app_secret(&record).await?,
        };
        let environment = self.environment(&record.environment).await?;
        let app = AppCredential { environment, client_id: record.client_id.clone(), client_secret };
        let AppConnect { scopes, optional_scopes, expected_portal, .. } = request;
        let mut plan = self.plan(app, record, Ask { scopes, optional_scopes, expected_portal })?;
        plan.record = changed;
        plan.held_secret = request.client_secret;
        self.begin(plan).await
    }

    /// Asks with a new app, which is in the list once its first portal is connected.
    pub async fn begin_new_app_connection(
        self: &Arc<Self>,
        draft: AppDraft,
        expected_portal: Option<String>,
    ) -> Result<ConsentFlow> {
        let held = draft.client_secret.clone();
        let same = self.find_app(|app| {
            app.environment == draft.environment.environment().key()
                && app.client_id == draft.client_id.trim()
        });
        let secret = self.held_client_secret(held.as_deref(), draft.client_id.trim())?;
        let client_secret = secret.ok_or(Error::AppSecretMissing)?;
        let record = self.record_of_draft(same.as_ref(), draft)?;
        let environment = self.environment(&record.environment).await?;
        let app = AppCredential { environment, client_id: record.client_id.clone(), client_secret };
        let (scopes, optional_scopes) = (record.scopes.clone(), record.optional_scopes.clone());
        let mut plan = self.plan(app, record, Ask { scopes, optional_scopes, expected_portal })?;
        plan.held_secret = held;
        self.begin(plan).await
    }

    /// Asks the same app for the same portal again, with more scopes if wanted.
    pub async fn begin_reconnection(
        self: &Arc<Self>,
        id: &str,
        wanted: &[WantedScope],
    ) -> Result<ConsentFlow> {
        let connection = self.connections.with(id, |live| live.record.clone())?;
        let app_id = connection.app.clone().ok_or(Error::RefreshNotPossible)?;
        let mode = self.connections.with(id, |live| live.mode())?;
        let (app, _) = self.app_credential(&connection.environment, &app_id, mode).await?;
        let record = self.find_app(|app| app.id == app_id).ok_or(Error::AppNotFound)?;
        let planned = planned(&connection, record.declared.as_ref(), wanted);
        let ask = Ask {
            scopes: of_role(&planned, ScopeRole::Required),
            optional_scopes: of_role(&planned, ScopeRole::Optional),
            expected_portal: Some(connection.identity.hub_id),
        };
        let mut plan = self.plan(app, record, ask)?;
        plan.record = None;
        self.begin(plan).await
    }

    /// The plan with an app's own redirect, or the settings'.
    fn plan(&self, app: AppCredential, record: AppRecord, ask: Ask) -> Result<Plan> {
        let redirect = self.redirect_of(&record)?;
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
            held_secret: None,
        })
    }

    /// How the answer comes back to an app: by its own redirect, or to the settings' ports.
    pub(crate) fn redirect_of(&self, record: &AppRecord) -> Result<Redirect> {
        Ok(match &record.forwarded_redirect {
            Some(url) => Redirect::Forwarded(
                RedirectUri::forwarded(url).map_err(|problem| Error::AppInvalid(problem.to_string()))?,
            ),
            None if record.redirect_ports.is_empty() => Redirect::Ports(self.settings().callback_ports),
            None => Redirect::Ports(record.redirect_ports.clone()),
        })
    }

    /// The record of an app that is known, or of one that goes with its last connection.
    fn unsaved_record(&self, app: &AppCredential, hublet: &str) -> AppRecord {
        let environment = app.environment.key();
        let same = |known: &AppRecord| known.environment == environment && known.client_id == app.client_id;
        let known = self.find_app(same);
        let new = || AppRecord {
            id: crate::connect::grant::new_id(),
            environment: environment.to_owned(),
            client_id: app.client_id.clone(),
            has_secret: true,
            session_only: self.keeps_in_memory(),
            ..AppRecord::default()
        };
        AppRecord { hublet: hublet.to_owned(), has_secret: true, ..known.unwrap_or_else(new) }
    }
}

/// A portal's id as it was typed; nothing typed expects none.
pub(crate) fn expected_portal(typed: Option<String>) -> Result<Option<String>> {
    let Some(typed) = typed.map(|typed| typed.trim().to_owned()).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    if typed.len() > 20 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::RequestInvalid("The expected Hub ID has digits only.".to_owned()));
    }
    Ok(Some(typed))
}
