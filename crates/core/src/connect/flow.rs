//! The consent flow (RFC 6749, section 4.1): waits for the callback, exchanges the code, stores the connection. One at a
//! time, for at most five minutes.
//!
//! Nothing is stored before the portal has been compared with the expected one.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use portalscope_diagnosis::Diagnosis;
use portalscope_history::Entry;
use portalscope_hubspot::oauth::{
    self, Authorization, AuthorizeRequest, Callback, CallbackProblem, RedirectUri,
};
use portalscope_hubspot::{Environment, Hublet};
use serde::Serialize;
use specta::Type;
use tokio::sync::{mpsc, watch};
use url::Url;

use crate::catalog::Catalogs;
use crate::connect::flow_record::FlowRecord;
use crate::connect::grant::{Grants, IdentifiedGrant};
use crate::connect::plan::Plan;
use crate::connect::receiver::{CallbackReceiver, open_receiver};
use crate::connect::refusal;
use crate::connections::view::Connection;
use crate::error::{CommandError, Error, Result};
use crate::history::History;
use crate::ids::{FlowId, HubId, new_id};
use crate::links::problem::LinkProblem;
use crate::platform::clock::{self, Clock};
use crate::secrets::staged::StagedSecrets;
use crate::secrets::store::SecretStore;
use crate::tokens::informed_client::InformedClient;

/// HubSpot sends no callback at all if the user leaves the consent page.
const MAX_WAIT: Duration = Duration::from_mins(5);

/// The server whose consent page a flow opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConsentTarget {
    /// HubSpot.
    #[serde(rename = "hubspot")]
    HubSpot,
    /// A demo portal, embedded or a separate program.
    Demo,
}

/// A consent flow that waits for its callback, as the window shows it. Its URL contains no secret that is valid after the
/// flow.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentFlow {
    /// Names the flow in every later call.
    pub id: FlowId,
    /// The consent page with all parameters, also for copying.
    pub authorize_url: String,
    /// Where the callback arrives: a port on this computer, or the app's own https page that forwards it.
    pub redirect_uri: String,
    /// When the flow began, by this computer's clock.
    #[specta(type = String)]
    pub started_at: Timestamp,
    /// When the flow ends with a timeout, five minutes after `started_at`.
    #[specta(type = String)]
    pub expires_at: Timestamp,
    /// Scopes requested in `scope`.
    pub required_scopes: Vec<String>,
    /// Scopes requested in `optional_scope`.
    pub optional_scopes: Vec<String>,
    /// The name that the user gave the app. Empty: it has none.
    pub app_name: String,
    /// The only portal that is accepted. `None`: any portal.
    pub expected_portal: Option<HubId>,
    /// The server whose consent page is opened.
    pub target: ConsentTarget,
    /// False: the system browser was not opened yet or could not be, so the address must be copied.
    pub browser_opened: bool,
}

type Outcome = Option<std::result::Result<Connection, CommandError>>;

struct Flow {
    view: ConsentFlow,
    page: Page,
    outcome: watch::Receiver<Outcome>,
    /// Why it failed, set before the outcome.
    diagnosis: Arc<OnceLock<Diagnosis>>,
    cancel: Arc<tokio::sync::Notify>,
    forwarded: Option<DeepLinkSender>,
}

/// The consent page, with the environment whose hosts its URL is checked against.
#[derive(Clone)]
struct Page {
    url: Url,
    environment: Environment,
}

/// The consent flow in progress, if any, and the outcome of the last one.
pub struct ConsentFlows {
    /// The last flow. It stays after its end, so that a late `wait` still returns the outcome.
    last: Mutex<Option<Flow>>,
    /// Locked while a flow begins: of two that begin at once, the second is refused.
    beginning: tokio::sync::Mutex<()>,
    grants: Arc<Grants>,
    secrets: Arc<SecretStore>,
    staged: Arc<StagedSecrets>,
    client: Arc<InformedClient>,
    history: Arc<History>,
    catalogs: Arc<Catalogs>,
    clock: Arc<dyn Clock>,
}

/// Passes a callback in a deep link to the flow whose `state` it has.
struct DeepLinkSender {
    authorization: Arc<Authorization>,
    found: mpsc::Sender<Callback>,
}

impl ConsentFlows {
    pub(crate) fn new(
        grants: Arc<Grants>,
        secrets: Arc<SecretStore>,
        staged: Arc<StagedSecrets>,
        client: Arc<InformedClient>,
        history: Arc<History>,
        catalogs: Arc<Catalogs>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            last: Mutex::default(),
            beginning: tokio::sync::Mutex::default(),
            grants,
            secrets,
            staged,
            client,
            history,
            catalogs,
            clock,
        }
    }

    /// The flow that waits for its callback, if any.
    pub(crate) fn waiting(&self) -> Option<ConsentFlow> {
        self.lock().as_ref().filter(|flow| flow.outcome.borrow().is_none()).map(|flow| flow.view.clone())
    }

    fn with<T>(&self, id: &FlowId, act: impl FnOnce(&mut Flow) -> T) -> Result<T> {
        self.lock().as_mut().filter(|flow| flow.view.id == *id).map(act).ok_or(Error::FlowNotFound)
    }

    /// Passes a callback in a deep link to the flow that waits for it. Refuses any other link.
    pub(crate) fn take_forwarded(&self, link: &str) -> std::result::Result<(), LinkProblem> {
        let last = self.lock();
        let flow = last.as_ref().filter(|flow| flow.outcome.borrow().is_none());
        let sender = flow.and_then(|flow| flow.forwarded.as_ref()).ok_or(LinkProblem::NotExpected)?;
        let callback =
            oauth::forwarded_callback(link, &sender.authorization.state).map_err(
                |problem| match problem {
                    CallbackProblem::OtherFlow | CallbackProblem::NotACallback => LinkProblem::NotExpected,
                    CallbackProblem::Malformed => LinkProblem::Malformed,
                    CallbackProblem::TooLong => LinkProblem::TooLong,
                },
            )?;
        // Full: a callback was received already. Refuse a second one.
        sender.found.try_send(callback).map_err(|_| LinkProblem::NotExpected)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Flow>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConsentFlows {
    /// The consent page's URL, for the system browser.
    ///
    /// # Errors
    /// [`Error::FlowNotFound`] if `flow` is not the last flow, or its URL is not on a known authorize host.
    pub fn page(&self, flow: &FlowId) -> Result<Url> {
        let page = self.with(flow, |flow| flow.page.clone())?;
        if page.environment.may_open_in_browser(&page.url) { Ok(page.url) } else { Err(Error::FlowNotFound) }
    }

    /// Records whether the system browser was opened, and returns the updated flow.
    ///
    /// # Errors
    /// [`Error::FlowNotFound`] if `flow` is not the last flow.
    pub fn note_browser(&self, flow: &FlowId, opened: bool) -> Result<ConsentFlow> {
        self.with(flow, |flow| {
            flow.view.browser_opened = opened;
            flow.view.clone()
        })
    }

    /// Waits until the flow ends and returns its outcome, also if it has ended already.
    ///
    /// # Errors
    /// Why the flow failed, such as [`Error::Cancelled`], [`Error::ConsentTimedOut`], [`Error::ConsentDenied`] or
    /// [`Error::WrongPortal`]; [`Error::FlowNotFound`] if `flow` is not the last flow.
    pub async fn wait(&self, flow: &FlowId) -> std::result::Result<Connection, CommandError> {
        let mut outcome = self.with(flow, |flow| flow.outcome.clone())?;
        let ended = outcome.wait_for(Option::is_some).await;
        ended.ok().and_then(|outcome| outcome.clone()).unwrap_or_else(|| Err(Error::FlowNotFound.into()))
    }

    /// Why the flow failed, by what the server answered. `None`: it has not failed, or the server refused nothing.
    ///
    /// # Errors
    /// [`Error::FlowNotFound`] if `flow` is not the last flow.
    pub fn diagnosis(&self, flow: &FlowId) -> Result<Option<Diagnosis>> {
        self.with(flow, |flow| flow.diagnosis.get().cloned())
    }

    /// Ends the flow with [`Error::Cancelled`], unless its connection is being stored already.
    ///
    /// # Errors
    /// [`Error::FlowNotFound`] if `flow` is not the last flow.
    pub fn cancel(&self, flow: &FlowId) -> Result<()> {
        self.with(flow, |flow| flow.cancel.notify_one())
    }

    /// Opens the receiver for the callback and starts waiting. Does not open the browser.
    pub(crate) async fn begin(self: &Arc<Self>, plan: Plan) -> Result<ConsentFlow> {
        let Ok(_beginning) = self.beginning.try_lock() else { return Err(Error::ConsentInProgress) };
        if self.waiting().is_some() {
            return Err(Error::ConsentInProgress);
        }
        let hublet = Hublet::parse(&plan.hublet).ok_or_else(|| {
            Error::RequestInvalid(format!("{:?} is no data centre that is known here.", plan.hublet))
        })?;
        // Check before the user consents to a grant that could not be stored.
        self.secrets.check_writable().await?;
        let (redirect_uri, receiver, found) = open_receiver(&plan.redirect).await?;
        let authorization = Arc::new(oauth::authorize(&AuthorizeRequest {
            environment: plan.app.environment.clone(),
            hublet,
            client_id: plan.app.client_id.clone(),
            redirect_uri: redirect_uri.clone(),
            scopes: plan.scopes.clone(),
            optional_scopes: plan.optional_scopes.clone(),
        }));
        self.secrets.register(&plan.app.client_secret);
        self.secrets.register_text("code-verifier", authorization.verifier.secret());
        let forwarded =
            found.map(|found| DeepLinkSender { authorization: Arc::clone(&authorization), found });
        Ok(self.wait_for_consent(plan, authorization, redirect_uri, receiver, forwarded))
    }

    fn wait_for_consent(
        self: &Arc<Self>,
        plan: Plan,
        authorization: Arc<Authorization>,
        redirect_uri: RedirectUri,
        receiver: CallbackReceiver,
        forwarded: Option<DeepLinkSender>,
    ) -> ConsentFlow {
        let view = self.flow_view(&plan, &authorization, &redirect_uri);
        let page = Page { url: authorization.url.clone(), environment: plan.app.environment.clone() };
        let (ended, outcome) = watch::channel(None);
        let cancel = Arc::new(tokio::sync::Notify::new());
        let diagnosis = Arc::new(OnceLock::new());
        let flow = Flow {
            view: view.clone(),
            page,
            outcome,
            diagnosis: Arc::clone(&diagnosis),
            cancel: Arc::clone(&cancel),
            forwarded,
        };
        *self.lock() = Some(flow);
        let flows = Arc::clone(self);
        tokio::spawn(async move {
            let record = FlowRecord::new(flows.clock.now());
            let result = tokio::select! {
                () = cancel.notified() => Err(Error::Cancelled),
                result = flows.obtain(&plan, &authorization, &redirect_uri, receiver, &record) => result,
            };
            // Storing is not cancelled halfway: the connection would be incomplete.
            let result = match result {
                Ok(grant) => flows.grants.save(grant).await,
                Err(error) => Err(error),
            };
            let mut result = result.map_err(CommandError::from);
            let entries = record.entries(&authorization, result.as_ref().err(), flows.clock.now());
            if let Err(error) = &mut result {
                flows.explain(error, &entries, &authorization, &diagnosis);
            }
            flows.record(&plan, result.as_ref().ok(), entries);
            if let (Ok(_), Some(staged)) = (&result, &plan.staged_secret) {
                flows.staged.discard(staged);
            }
            ended.send_replace(Some(result));
        });
        view
    }

    fn explain(
        &self,
        error: &mut CommandError,
        entries: &[Entry],
        authorization: &Authorization,
        diagnosis: &OnceLock<Diagnosis>,
    ) {
        let today = clock::today(&*self.clock);
        let Some(found) = refusal::diagnosis(entries, &authorization.url, &self.catalogs.current(), &today)
        else {
            return;
        };
        *error = refusal::told(error.clone(), &found);
        let _ = diagnosis.set(found.cleaned(&|text| self.secrets.redacted(text)));
    }

    /// Records the consent and the calls of token endpoints, for the connection that they led to.
    fn record(&self, plan: &Plan, connection: Option<&Connection>, entries: Vec<Entry>) {
        let Some(connection) = connection else {
            let is_session_only = self.secrets.is_session_only();
            let environment = plan.app.environment.key();
            return self.history.record_unconnected(environment, is_session_only, entries);
        };
        for entry in entries {
            self.history.record(&connection.id, entry);
        }
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
            id: new_id().into(),
            authorize_url: authorization.url.to_string(),
            redirect_uri: redirect_uri.text(),
            started_at: now,
            expires_at: now + SignedDuration::try_from(MAX_WAIT).unwrap_or_default(),
            required_scopes: plan.scopes.clone(),
            optional_scopes: plan.optional_scopes.clone(),
            app_name: plan.app_name.clone(),
            expected_portal: plan.expected_portal.clone(),
            target: if is_demo { ConsentTarget::Demo } else { ConsentTarget::HubSpot },
            browser_opened: false,
        }
    }

    /// Waits for the callback, exchanges the code and asks which portal the grant is for. Stores nothing.
    async fn obtain(
        &self,
        plan: &Plan,
        authorization: &Authorization,
        redirect_uri: &RedirectUri,
        receiver: CallbackReceiver,
        record: &FlowRecord,
    ) -> Result<IdentifiedGrant> {
        let answer = tokio::time::timeout(MAX_WAIT, receiver.wait(authorization)).await;
        let answer = answer.map_err(|_| Error::ConsentTimedOut)?;
        record.note_callback(redirect_uri, authorization, &answer);
        let code = match answer {
            Callback::Code(code) => code,
            Callback::Refused { error, description } => {
                // Redacted before it is cut, so that no part of a secret is left at the cut.
                let words = self.secrets.redacted(&description.unwrap_or(error));
                return Err(Error::ConsentDenied(words.chars().take(200).collect()));
            }
        };
        self.secrets.register_text("code", &code);
        let client = record.calls.collecting(self.client.get().await);
        let grant =
            oauth::exchange_code(&client, &plan.app, &code, redirect_uri, &authorization.verifier).await?;
        self.grants.identify(plan, &client, grant).await
    }
}
