//! Links from outside: `portalscope://connect`, `portalscope://request`, `portalscope://report`,
//! `portalscope://oauth/callback`.
//!
//! Links come from untrusted sources, so a link sends nothing and stores nothing: it waits until the window takes it and
//! shows it. The exception is the response of a consent page: it goes to the flow with its `state`, else it is refused.

mod asked;
mod parse;
pub(crate) mod problem;
pub(crate) mod view;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use url::Url;

use crate::connect::flow::ConsentFlows;
use crate::connections::registry::ConnectionRegistry;
use crate::console::composer::Composer;
use crate::console::view::RequestDraft;
use crate::error::{Error, Result};
use crate::events::{Event, Events};
use crate::ids::{AppId, ConnectionId};
use crate::links::parse::{DeepLink, parse};
use crate::links::problem::LinkProblem;
use crate::links::view::{ArrivedLink, ConnectLink, ReportLink};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::secrets::store::SecretStore;

/// Links waiting for the window; further ones are dropped.
const MAX_WAITING: usize = 8;

/// Receives links from outside and queues them for the window, which may still be loading. Also makes links.
pub struct Links {
    waiting: Mutex<VecDeque<ArrivedLink>>,
    flows: Arc<ConsentFlows>,
    apps: Arc<OauthAppRegistry>,
    composer: Arc<Composer>,
    connections: Arc<ConnectionRegistry>,
    secrets: Arc<SecretStore>,
    events: Arc<Events>,
}

impl Links {
    pub(crate) fn new(
        flows: Arc<ConsentFlows>,
        apps: Arc<OauthAppRegistry>,
        composer: Arc<Composer>,
        connections: Arc<ConnectionRegistry>,
        secrets: Arc<SecretStore>,
        events: Arc<Events>,
    ) -> Self {
        Self { waiting: Mutex::default(), flows, apps, composer, connections, secrets, events }
    }

    /// Receives a link from the operating system and announces it with [`Event::LinkArrived`]. Nothing is sent or
    /// stored.
    pub fn open(&self, link: &str) {
        let arrived = match self.read(link) {
            Ok(Some(arrived)) => arrived,
            Ok(None) => return,
            Err(problem) => {
                tracing::info!(%problem, "a link was refused");
                ArrivedLink::Refused { error: Error::Link(problem).into() }
            }
        };
        let mut waiting = self.lock();
        if waiting.len() < MAX_WAITING {
            waiting.push_back(arrived);
        }
        drop(waiting);
        self.events.publish(Event::LinkArrived);
    }

    /// Removes and returns the oldest link waiting. `None`: no link is waiting.
    pub fn take(&self) -> Option<ArrivedLink> {
        self.lock().pop_front()
    }

    /// Parses a link. `None`: it was the response that a consent flow is waiting for, and was delivered.
    fn read(&self, link: &str) -> std::result::Result<Option<ArrivedLink>, LinkProblem> {
        match parse(link, &|text| self.is_secret(text))? {
            DeepLink::Callback => self.flows.take_forwarded(link).map(|()| None),
            DeepLink::Report(link) => Ok(Some(ArrivedLink::Report { link })),
            DeepLink::Request(link) => Ok(Some(ArrivedLink::Request { link })),
            DeepLink::Connect { link, app_name } => {
                self.with_known_app(link, app_name.as_deref()).map(|link| Some(ArrivedLink::Connect { link }))
            }
        }
    }

    /// Replaces the name or client id of an app in the list by its id.
    fn with_known_app(
        &self,
        link: ConnectLink,
        app_name: Option<&str>,
    ) -> std::result::Result<ConnectLink, LinkProblem> {
        let apps = self.apps.list();
        if let Some(name) = app_name {
            let app = apps.iter().find(|app| app.name.to_lowercase() == name.to_lowercase());
            let app = app.ok_or(LinkProblem::AppUnknown)?;
            return Ok(ConnectLink { app: Some(app.id.clone()), ..link });
        }
        let known = apps.into_iter().find(|app| Some(&app.client_id) == link.client_id.as_ref());
        Ok(match known {
            Some(app) => ConnectLink { app: Some(app.id), client_id: None, ..link },
            None => link,
        })
    }

    /// A link that opens this request in another person's console.
    ///
    /// # Errors
    /// [`Error::OwnLink`] if such a link would be refused: with a secret, or a body over 4,096 bytes;
    /// [`Error::ConnectionNotFound`].
    pub async fn to_request(&self, connection: &ConnectionId, draft: &RequestDraft) -> Result<String> {
        let (_, composed) = self.composer.compose(connection, draft).await?;
        let portal = self.connections.record(connection)?.identity.hub_id;
        let query = composed.path_and_query.strip_prefix(&composed.path).unwrap_or_default();
        let mut fields = vec![("method", composed.method.as_str()), ("path", &composed.path)];
        fields.extend(query.strip_prefix('?').map(|query| ("query", query)));
        fields.extend(
            composed.body.as_deref().filter(|_| composed.method != "DELETE").map(|body| ("body", body)),
        );
        fields.push(("portal", &portal));
        self.own_link("portalscope://request", &fields)
    }

    /// A link that fills in the form to connect with this app, without its client secret.
    ///
    /// # Errors
    /// [`Error::AppNotFound`], [`Error::OwnLink`] if the link would be too long.
    pub fn to_app(&self, app: &AppId) -> Result<String> {
        let app = self.apps.list().into_iter().find(|known| known.id == *app).ok_or(Error::AppNotFound)?;
        let (scopes, optional) = (app.scopes.join(" "), app.optional_scopes.join(" "));
        let mut fields = vec![("client_id", app.client_id.as_str())];
        fields.extend((!scopes.is_empty()).then_some(("scopes", scopes.as_str())));
        fields.extend((!optional.is_empty()).then_some(("optional_scopes", optional.as_str())));
        fields.push(("hublet", &app.hublet));
        self.own_link("portalscope://connect", &fields)
    }

    /// A text that asks somebody for a report, with a link that fills in the form.
    ///
    /// # Errors
    /// [`Error::OwnLink`] if the link would be refused, such as with a secret in the note.
    pub fn to_report(&self, asked: &ReportLink) -> Result<String> {
        let fields = asked::fields(asked);
        let link = self.own_link("portalscope://report", &fields)?;
        Ok(asked::text(asked, &link))
    }

    fn is_secret(&self, text: &str) -> bool {
        self.secrets.redacted(text) != text
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<ArrivedLink>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a link and checks that it would be accepted.
    fn own_link(&self, action: &str, fields: &[(&str, &str)]) -> Result<String> {
        let link = link_of(action, fields);
        parse(&link, &|text| self.is_secret(text)).map_err(Error::OwnLink)?;
        Ok(link)
    }
}

/// Writes spaces as `%20`, since some programs read `+` as a plus sign.
fn link_of(action: &str, fields: &[(&str, &str)]) -> String {
    let mut url = Url::parse(action).expect("BUG: the actions are URLs");
    url.query_pairs_mut().extend_pairs(fields);
    url.as_str().replace('+', "%20")
}
