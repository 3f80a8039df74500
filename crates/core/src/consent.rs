//! The consent flow: listen, open the consent page, wait, exchange the code. One at a time, for at most five minutes.
//!
//! Nothing is stored before the portal has been compared with the one expected.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use portalscope_hubspot::oauth::{
    self, AppCredential, Authorization, AuthorizeRequest, Callback, CallbackProblem, ListenError,
    LoopbackListener, RedirectUri,
};
use portalscope_hubspot::{Environment, Hublet};
use portalscope_vault::{Mode, Owner, kind};
use serde::Serialize;
use specta::Type;
use tokio::sync::{mpsc, watch};
use url::Url;

use crate::app::Portalscope;
use crate::connect::NewConnection;
use crate::connection::Connection;
use crate::deep_link::LinkProblem;
use crate::error::Result;
use crate::plan::{Plan, Redirect};
use crate::{CommandError, Error};

/// As long as people take, and no longer: HubSpot may send nothing at all.
const WAIT: Duration = Duration::from_mins(5);

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
    /// Empty: an app without a name.
    pub app_name: String,
    /// Any other portal is refused.
    pub expected_portal: Option<String>,
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
    forwarded: Option<ForwardedDoor>,
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

/// A door for the answer: the listener on this computer, or the deep link that the app's own page forwards.
enum Door {
    Listener(LoopbackListener),
    Link(mpsc::Receiver<Callback>),
}

/// The other side of a deep link's door, with the flow whose `state` opens it.
struct ForwardedDoor {
    authorization: Arc<Authorization>,
    found: mpsc::Sender<Callback>,
}

impl ConsentFlows {
    pub(crate) fn waiting(&self) -> Option<ConsentFlow> {
        self.lock().as_ref().filter(|flow| flow.outcome.borrow().is_none()).map(|flow| flow.view.clone())
    }

    fn with<T>(&self, id: &str, act: impl FnOnce(&mut Flow) -> T) -> Result<T> {
        self.lock().as_mut().filter(|flow| flow.view.id == id).map(act).ok_or(Error::FlowNotFound)
    }

    /// Hands the answer in a deep link to the flow that waits for it. Any other is refused.
    pub(crate) fn take_forwarded(&self, link: &str) -> std::result::Result<(), LinkProblem> {
        let last = self.lock();
        let flow = last.as_ref().filter(|flow| flow.outcome.borrow().is_none());
        let door = flow.and_then(|flow| flow.forwarded.as_ref()).ok_or(LinkProblem::NotExpected)?;
        let callback =
            oauth::forwarded_callback(link, &door.authorization.state).map_err(|problem| match problem {
                CallbackProblem::OtherFlow | CallbackProblem::NotACallback => LinkProblem::NotExpected,
                CallbackProblem::Malformed => LinkProblem::Malformed,
                CallbackProblem::TooLong => LinkProblem::TooLong,
            })?;
        // Full: the answer is there already, and a second one is none.
        door.found.try_send(callback).map_err(|_| LinkProblem::NotExpected)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Flow>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Portalscope {
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

    pub(crate) async fn begin(self: &Arc<Self>, plan: Plan) -> Result<ConsentFlow> {
        if self.consent.waiting().is_some() {
            return Err(Error::ConsentInProgress);
        }
        let hublet = Hublet::parse(&plan.hublet).ok_or_else(|| {
            Error::RequestInvalid(format!("{:?} is no data centre that is known here.", plan.hublet))
        })?;
        // Before anybody consents to what could not be kept.
        self.vault.check_writable().await.inspect_err(|_| {
            self.storage_changed();
        })?;
        let (redirect_uri, door, found) = open_door(&plan.redirect).await?;
        let authorization = Arc::new(oauth::authorize(&AuthorizeRequest {
            environment: plan.app.environment.clone(),
            hublet,
            client_id: plan.app.client_id.clone(),
            redirect_uri: redirect_uri.clone(),
            scopes: plan.scopes.clone(),
            optional_scopes: plan.optional_scopes.clone(),
        }));
        self.redactor.learn("client-secret", plan.app.client_secret.expose());
        self.redactor.learn("code-verifier", authorization.verifier.secret());
        let forwarded = found.map(|found| ForwardedDoor { authorization: Arc::clone(&authorization), found });
        Ok(self.wait_for_consent(plan, authorization, redirect_uri, door, forwarded))
    }

    fn wait_for_consent(
        self: &Arc<Self>,
        plan: Plan,
        authorization: Arc<Authorization>,
        redirect_uri: RedirectUri,
        door: Door,
        forwarded: Option<ForwardedDoor>,
    ) -> ConsentFlow {
        let view = self.flow_view(&plan, &authorization, &redirect_uri);
        let page = Page { url: authorization.url.clone(), environment: plan.app.environment.clone() };
        let (ended, outcome) = watch::channel(None);
        let cancel = Arc::new(tokio::sync::Notify::new());
        let flow = Flow { view: view.clone(), page, outcome, cancel: Arc::clone(&cancel), forwarded };
        *self.consent.lock() = Some(flow);
        let app = Arc::clone(self);
        tokio::spawn(async move {
            let result = tokio::select! {
                () = cancel.notified() => Err(Error::Cancelled),
                result = app.obtain(&plan, &authorization, &redirect_uri, door) => result,
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
            app_name: plan.app_name.clone(),
            expected_portal: plan.expected_portal.clone(),
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
        door: Door,
    ) -> Result<NewConnection> {
        let answer = tokio::time::timeout(WAIT, door.wait(authorization)).await;
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

impl Door {
    async fn wait(self, authorization: &Authorization) -> Callback {
        match self {
            Self::Listener(listener) => listener.wait(&authorization.state).await,
            Self::Link(mut link) => match link.recv().await {
                Some(callback) => callback,
                // The flow was replaced by another, which only one that has ended is.
                None => std::future::pending().await,
            },
        }
    }
}

async fn open_door(redirect: &Redirect) -> Result<(RedirectUri, Door, Option<mpsc::Sender<Callback>>)> {
    match redirect {
        Redirect::Forwarded(uri) => {
            let (found, link) = mpsc::channel(1);
            Ok((uri.clone(), Door::Link(link), Some(found)))
        }
        Redirect::Ports(ports) => {
            let listener = first_free(ports).await?;
            Ok((RedirectUri::new(listener.port()), Door::Listener(listener), None))
        }
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
