//! Links from outside: `portalscope://connect`, `portalscope://request`, `portalscope://oauth/callback`.
//!
//! Anybody can make one, so a link sends nothing and stores nothing: it waits until the window takes it and shows
//! it. The answer of a consent page is the exception: it goes to the flow whose `state` it carries, or nowhere.

mod parse;
mod problem;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use specta::Type;
use url::Url;

use crate::console::compose::compose;
use crate::console::{NameValue, RequestDraft};
use crate::error::Result;
use crate::error::{CommandError, Error};
use crate::portalscope::{Event, Portalscope};

use self::parse::{DeepLink, parse};

/// Fills in the form to connect a portal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectLink {
    /// The id of an app in the list.
    pub app: Option<String>,
    /// Of an app that is not in the list.
    pub client_id: Option<String>,
    /// `None`: as the app says.
    pub scopes: Option<Vec<String>>,
    pub optional_scopes: Option<Vec<String>>,
    pub hublet: Option<String>,
    pub portal: Option<String>,
}

/// Puts a request into the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestLink {
    pub method: String,
    pub path: String,
    pub query: Vec<NameValue>,
    pub body: Option<String>,
    /// The Hub ID; `None`: the portal that is open.
    pub portal: Option<String>,
}

/// A link as it waits for the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ArrivedLink {
    Connect { link: ConnectLink },
    Request { link: RequestLink },
    Refused { error: CommandError },
}

/// Why a link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    #[error("longer than 8 kB")]
    TooLong,
    #[error("not a link of the documented form")]
    Malformed,
    #[error("asks for something unknown")]
    UnknownAction,
    #[error("has a parameter that is unknown")]
    UnknownParameter,
    #[error("has a parameter twice")]
    Repeated,
    #[error("holds characters that cannot be seen")]
    Invisible,
    /// A secret in a link stands in the history of browsers and chats. Revoke it.
    #[error("holds a secret")]
    Secret,
    #[error("its method is none of the API's")]
    Method,
    #[error("its path is none of the API's")]
    Path,
    #[error("its body is longer than 4 kB, or its method takes none")]
    Body,
    #[error("its Hub ID is none")]
    Portal,
    #[error("its scopes are none")]
    Scopes,
    #[error("its data centre is unknown")]
    Hublet,
    #[error("its client id is none")]
    ClientId,
    #[error("its app is not in the list")]
    AppUnknown,
    /// The answer of a consent page that nobody waits for.
    #[error("an answer nobody waits for")]
    NotExpected,
}

/// More than one person follows at once; whoever sends more gets the rest dropped.
const MOST_WAITING: usize = 8;
const LARGEST_LINK: usize = 8 * 1024;

/// Links that the window has not taken yet: it may still be loading.
#[derive(Default)]
pub(crate) struct ArrivedLinks {
    waiting: Mutex<VecDeque<ArrivedLink>>,
}

impl ArrivedLinks {
    fn lock(&self) -> MutexGuard<'_, VecDeque<ArrivedLink>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Portalscope {
    /// Takes in a link that the system handed over. Nothing is sent and nothing is stored.
    pub fn open_link(&self, link: &str) {
        let arrived = match self.read_link(link) {
            Ok(Some(arrived)) => arrived,
            Ok(None) => return,
            Err(problem) => {
                tracing::info!(%problem, "a link was refused");
                ArrivedLink::Refused { error: Error::Link(problem).into() }
            }
        };
        let mut waiting = self.links.lock();
        if waiting.len() < MOST_WAITING {
            waiting.push_back(arrived);
        }
        drop(waiting);
        self.emit(Event::LinkArrived);
    }

    /// The link that has waited longest.
    pub fn take_link(&self) -> Option<ArrivedLink> {
        self.links.lock().pop_front()
    }

    /// `None`: it was the answer that a flow waits for.
    fn read_link(&self, link: &str) -> std::result::Result<Option<ArrivedLink>, LinkProblem> {
        match parse(link, &|text| self.redacted(text) != text)? {
            DeepLink::Callback => self.consent.take_forwarded(link).map(|()| None),
            DeepLink::Request(link) => Ok(Some(ArrivedLink::Request { link })),
            DeepLink::Connect { link, app_name } => {
                self.with_known_app(link, app_name.as_deref()).map(|link| Some(ArrivedLink::Connect { link }))
            }
        }
    }

    /// An app that is in the list stands in the form by its id, whichever way the link names it.
    fn with_known_app(
        &self,
        link: ConnectLink,
        app_name: Option<&str>,
    ) -> std::result::Result<ConnectLink, LinkProblem> {
        let apps = self.apps();
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

    /// A link that opens this request in somebody's console. Refused where it would carry a secret.
    pub async fn request_link(&self, connection: &str, draft: &RequestDraft) -> Result<String> {
        let environment = self.environment_of(connection).await?;
        let portal = self.connections.view(connection)?.identity.hub_id;
        let composed = compose(draft, &environment, &self.catalogue());
        let query = composed.path_and_query.strip_prefix(&composed.path).unwrap_or_default();
        let mut fields = vec![("method", composed.method.as_str()), ("path", &composed.path)];
        fields.extend(query.strip_prefix('?').map(|query| ("query", query)));
        fields.extend(
            composed.body.as_deref().filter(|_| composed.method != "DELETE").map(|body| ("body", body)),
        );
        fields.push(("portal", &portal));
        self.own_link("portalscope://request", &fields)
    }

    /// A link that fills in the form with this app. Its secret is no part of it.
    pub fn app_link(&self, app: &str) -> Result<String> {
        let app = self.apps().into_iter().find(|known| known.id == app).ok_or(Error::AppNotFound)?;
        let (scopes, optional) = (app.scopes.join(" "), app.optional_scopes.join(" "));
        let mut fields = vec![("client_id", app.client_id.as_str())];
        fields.extend((!scopes.is_empty()).then_some(("scopes", scopes.as_str())));
        fields.extend((!optional.is_empty()).then_some(("optional_scopes", optional.as_str())));
        fields.push(("hublet", &app.hublet));
        self.own_link("portalscope://connect", &fields)
    }

    /// What is handed out is what would be taken in.
    fn own_link(&self, action: &str, fields: &[(&str, &str)]) -> Result<String> {
        let link = link_of(action, fields);
        parse(&link, &|text| self.redacted(text) != text)?;
        Ok(link)
    }
}

/// With `%20` for spaces: some programs take `+` for a plus.
fn link_of(action: &str, fields: &[(&str, &str)]) -> String {
    let mut url = Url::parse(action).expect("BUG: the actions are URLs");
    url.query_pairs_mut().extend_pairs(fields);
    url.as_str().replace('+', "%20")
}
