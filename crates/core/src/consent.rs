//! The consent flow: listen, open the consent page, wait, exchange the code. One at a time, for at most five minutes.
//!
//! Nothing is stored before the portal has been compared with the one expected.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use portalscope_hubspot::oauth::{
    self, AppCredential, Authorization, AuthorizeRequest, Callback, ListenError, LoopbackListener,
    RedirectUri,
};
use portalscope_hubspot::{Environment, Hublet};
use portalscope_vault::{ClientSecret, Mode, Owner, kind};
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::watch;
use url::Url;

use crate::app::Portalscope;
use crate::connect::NewConnection;
use crate::connection::Connection;
use crate::demo;
use crate::error::Result;
use crate::{CommandError, Error};

/// As long as people take, and no longer: HubSpot may send nothing at all.
const WAIT: Duration = Duration::from_mins(5);

/// What the demo asks for: enough to try every view, with two optional scopes that not every demo account has.
const DEMO_SCOPES: &[&str] = &[
    "oauth",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.companies.read",
    "crm.objects.deals.read",
    "crm.objects.owners.read",
    "crm.schemas.contacts.read",
];
const DEMO_OPTIONAL_SCOPES: &[&str] = &["tickets", "e-commerce"];

/// A person's own OAuth app, as the form sends it. The secret is named by the id under which it is held.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OauthConnect {
    pub client_id: String,
    pub client_secret: String,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    /// `app` (any), `na1`, `na2`, `na3`, `eu1`, `ap1`.
    pub hublet: String,
    pub expected_portal: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConsentTarget {
    #[serde(rename = "hubspot")]
    HubSpot,
    Demo,
}

/// A flow that waits for the consent page, as the window shows it. The URL holds no secret that outlives it.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentFlow {
    pub id: String,
    pub authorize_url: String,
    pub redirect_uri: String,
    #[specta(type = String)]
    pub started_at: Timestamp,
    #[specta(type = String)]
    pub expires_at: Timestamp,
    pub required_scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    pub target: ConsentTarget,
    /// False: the system browser could not be opened, so the address must be copied.
    pub browser_opened: bool,
}

type Outcome = Option<std::result::Result<Connection, CommandError>>;

struct Flow {
    view: ConsentFlow,
    page: Page,
    outcome: watch::Receiver<Outcome>,
    cancel: Arc<tokio::sync::Notify>,
}

/// The consent page and the environment that vouches for its host.
#[derive(Clone)]
struct Page {
    url: Url,
    environment: Environment,
}

#[derive(Default)]
pub(crate) struct ConsentFlows {
    /// The last flow. It stays after its end, so that a window that asks late still learns how it ended.
    last: Mutex<Option<Flow>>,
}

/// All that a flow needs from its beginning to its end.
pub(crate) struct Plan {
    pub app: AppCredential,
    pub hublet: String,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    /// The portal that must answer.
    pub expected_portal: Option<String>,
    /// The pasted client secret, no longer held once the connection is stored.
    pub held_secret: Option<String>,
}

impl ConsentFlows {
    pub(crate) fn waiting(&self) -> Option<ConsentFlow> {
        self.lock().as_ref().filter(|flow| flow.outcome.borrow().is_none()).map(|flow| flow.view.clone())
    }

    fn with<T>(&self, id: &str, act: impl FnOnce(&mut Flow) -> T) -> Result<T> {
        self.lock().as_mut().filter(|flow| flow.view.id == id).map(act).ok_or(Error::FlowNotFound)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Flow>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Portalscope {
    /// Starts the embedded demo portal and asks it for consent, as HubSpot would be asked.
    pub async fn begin_demo_connection(self: &Arc<Self>) -> Result<ConsentFlow> {
        let info = self.demo_info().await?;
        let owned = |scopes: &[&str]| scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let plan = Plan {
            app: AppCredential {
                environment: demo::environment(&info),
                client_id: info.client_id.clone(),
                client_secret: ClientSecret::new(info.client_secret.as_str()),
            },
            hublet: "app".to_owned(),
            scopes: owned(DEMO_SCOPES),
            optional_scopes: owned(DEMO_OPTIONAL_SCOPES),
            expected_portal: None,
            held_secret: None,
        };
        self.begin(plan).await
    }

    pub async fn begin_oauth_connection(self: &Arc<Self>, request: OauthConnect) -> Result<ConsentFlow> {
        self.begin_connection_at(Environment::HubSpot, request).await
    }

    /// The same at a given server: HubSpot, or a demo portal outside the app.
    pub async fn begin_connection_at(
        self: &Arc<Self>,
        environment: Environment,
        request: OauthConnect,
    ) -> Result<ConsentFlow> {
        let client_id = request.client_id.trim().to_owned();
        if client_id.is_empty() {
            return Err(Error::RequestInvalid("The client id is missing.".to_owned()));
        }
        let secret = self.held.get(&request.client_secret)?;
        let plan = Plan {
            app: AppCredential { environment, client_id, client_secret: ClientSecret::new(secret.as_str()) },
            hublet: request.hublet,
            scopes: request.scopes,
            optional_scopes: request.optional_scopes,
            expected_portal: request.expected_portal.filter(|portal| !portal.trim().is_empty()),
            held_secret: Some(request.client_secret),
        };
        self.begin(plan).await
    }

    /// Asks the same app for the same portal again, with more scopes if wanted.
    pub async fn begin_reconnection(
        self: &Arc<Self>,
        id: &str,
        extra_scopes: Vec<String>,
    ) -> Result<ConsentFlow> {
        let record = self.connections.with(id, |live| live.record.clone())?;
        let app_id = record.app.clone().ok_or(Error::RefreshNotPossible)?;
        let mode = self.connections.with(id, |live| live.mode())?;
        let (app, hublet) = self.app_credential(&record.environment, &app_id, mode).await?;
        let mut scopes = record.asked_scopes;
        for scope in extra_scopes {
            if !scopes.contains(&scope) && !record.asked_optional_scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        let plan = Plan {
            app,
            hublet,
            scopes,
            optional_scopes: record.asked_optional_scopes,
            expected_portal: Some(record.identity.hub_id),
            held_secret: None,
        };
        self.begin(plan).await
    }

    /// The address of the consent page, if it may be opened in the system browser.
    pub fn consent_page(&self, flow: &str) -> Result<Url> {
        let page = self.consent.with(flow, |flow| flow.page.clone())?;
        if page.environment.may_open_in_browser(&page.url) { Ok(page.url) } else { Err(Error::FlowNotFound) }
    }

    /// Notes whether the system browser opened, and answers the flow as it now is.
    pub fn browser_opened(&self, flow: &str, opened: bool) -> Result<ConsentFlow> {
        self.consent.with(flow, |flow| {
            flow.view.browser_opened = opened;
            flow.view.clone()
        })
    }

    /// Settles when the flow ends.
    pub async fn await_consent(&self, flow: &str) -> std::result::Result<Connection, CommandError> {
        let mut outcome = self.consent.with(flow, |flow| flow.outcome.clone())?;
        let ended = outcome.wait_for(Option::is_some).await;
        ended.ok().and_then(|outcome| outcome.clone()).unwrap_or_else(|| Err(Error::FlowNotFound.into()))
    }

    pub fn cancel_consent(&self, flow: &str) -> Result<()> {
        self.consent.with(flow, |flow| flow.cancel.notify_one())
    }

    async fn begin(self: &Arc<Self>, plan: Plan) -> Result<ConsentFlow> {
        if self.consent.waiting().is_some() {
            return Err(Error::ConsentInProgress);
        }
        let hublet = Hublet::parse(&plan.hublet).ok_or_else(|| {
            Error::RequestInvalid(format!("{:?} is no data centre that is known here.", plan.hublet))
        })?;
        let listener = first_free(&self.settings().callback_ports).await?;
        let redirect_uri = RedirectUri::new(listener.port());
        let authorization = oauth::authorize(&AuthorizeRequest {
            environment: plan.app.environment.clone(),
            hublet,
            client_id: plan.app.client_id.clone(),
            redirect_uri: redirect_uri.clone(),
            scopes: plan.scopes.clone(),
            optional_scopes: plan.optional_scopes.clone(),
        });
        self.redactor.learn("client-secret", plan.app.client_secret.expose());
        self.redactor.learn("code-verifier", authorization.verifier.secret());
        Ok(self.wait_for_consent(plan, authorization, redirect_uri, listener))
    }

    fn wait_for_consent(
        self: &Arc<Self>,
        plan: Plan,
        authorization: Authorization,
        redirect_uri: RedirectUri,
        listener: LoopbackListener,
    ) -> ConsentFlow {
        let view = self.flow_view(&plan, &authorization, &redirect_uri);
        let page = Page { url: authorization.url.clone(), environment: plan.app.environment.clone() };
        let (ended, outcome) = watch::channel(None);
        let cancel = Arc::new(tokio::sync::Notify::new());
        *self.consent.lock() = Some(Flow { view: view.clone(), page, outcome, cancel: Arc::clone(&cancel) });
        let app = Arc::clone(self);
        tokio::spawn(async move {
            let result = tokio::select! {
                () = cancel.notified() => Err(Error::Cancelled),
                result = app.obtain(&plan, &authorization, &redirect_uri, listener) => result,
            };
            // From here on it is not interrupted: half a connection must not be stored.
            let result = match result {
                Ok(grant) => app.keep_grant(grant).await,
                Err(error) => Err(error),
            };
            if let (Ok(_), Some(held)) = (&result, &plan.held_secret) {
                app.held.drop(held);
            }
            ended.send_replace(Some(result.map_err(CommandError::from)));
        });
        view
    }

    fn flow_view(
        &self,
        plan: &Plan,
        authorization: &Authorization,
        redirect_uri: &RedirectUri,
    ) -> ConsentFlow {
        let now = self.clock.now();
        let is_demo = plan.app.environment != Environment::HubSpot;
        ConsentFlow {
            id: uuid::Uuid::now_v7().to_string(),
            authorize_url: authorization.url.to_string(),
            redirect_uri: redirect_uri.text(),
            started_at: now,
            expires_at: now + SignedDuration::try_from(WAIT).unwrap_or_default(),
            required_scopes: plan.scopes.clone(),
            optional_scopes: plan.optional_scopes.clone(),
            target: if is_demo { ConsentTarget::Demo } else { ConsentTarget::HubSpot },
            browser_opened: false,
        }
    }

    /// Waits for the consent page, exchanges the code and learns whose portal it is. Stores nothing.
    async fn obtain(
        &self,
        plan: &Plan,
        authorization: &Authorization,
        redirect_uri: &RedirectUri,
        listener: LoopbackListener,
    ) -> Result<NewConnection> {
        let answer = tokio::time::timeout(WAIT, listener.wait(&authorization.state)).await;
        let code = match answer.map_err(|_| Error::ConsentTimedOut)? {
            Callback::Code(code) => code,
            Callback::Refused { error, description } => {
                let words: String = description.unwrap_or(error).chars().take(200).collect();
                return Err(Error::ConsentDenied(self.redactor.text(&words)));
            }
        };
        self.redactor.learn("code", &code);
        let grant =
            oauth::exchange_code(&self.client, &plan.app, &code, redirect_uri, &authorization.verifier)
                .await?;
        self.identify_grant(plan, grant).await
    }

    /// An OAuth app's credential out of the vault, with its data centre.
    pub(crate) async fn app_credential(
        &self,
        environment: &str,
        app_id: &str,
        mode: Mode,
    ) -> Result<(AppCredential, String)> {
        let app = self.find_app(|app| app.id == app_id).ok_or(Error::SecretMissing)?;
        let owner = Owner::app(environment, app_id, mode);
        let client_secret = self.vault.get::<kind::Client>(&owner).await.inspect_err(|_| {
            self.storage_changed();
        })?;
        let client_secret = client_secret.ok_or(Error::AppSecretMissing)?;
        self.redactor.learn("client-secret", client_secret.expose());
        let environment = self.environment(environment).await?;
        Ok((AppCredential { environment, client_id: app.client_id, client_secret }, app.hublet))
    }
}

/// The first port of the list that is free. If none is, the error names the first: the one most likely registered.
async fn first_free(ports: &[u16]) -> Result<LoopbackListener> {
    let mut first_error: Option<ListenError> = None;
    for port in ports {
        match LoopbackListener::bind(*port).await {
            Ok(listener) => return Ok(listener),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.map_or(Error::SettingsInvalid("No callback port is set.".to_owned()), Error::Listen))
}
