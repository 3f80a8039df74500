//! A call of the app's as a case for the diagnosis: from what is being answered, or from what the history kept.

use jiff::{SignedDuration, Timestamp};
use portalscope_catalog::CredentialKind;
use portalscope_diagnosis::{Case, Known, Request, Response, Stage};
use portalscope_history::{Body, Entry, Header, Kind, StoredEntry};
use url::Url;

use crate::console::view::ResponseHeader;
use crate::history::consent::refusal_in;
use crate::scopes::access::ScopeContext;

/// For so long HubSpot may refuse what a consent has just granted.
const SCOPES_ARE_NEW: SignedDuration = SignedDuration::from_mins(10);
/// Only the demo portal sends such headers, which say what it plays.
const OF_THE_DEMO: &str = "x-demo-";

/// An answer as it came: its headers as they are shown, and the beginning of its body.
pub(crate) struct Answer<'a> {
    pub status: u16,
    pub headers: &'a [ResponseHeader],
    pub body: &'a [u8],
}

impl ScopeContext {
    /// A call whose answer has just come. `url`: absolute.
    pub(crate) fn case(&self, sent: &Entry, url: &str, answer: &Answer<'_>) -> Case {
        let headers = answer.headers.iter().filter(|header| !is_of_the_demo(&header.name));
        let headers = headers.map(|header| (header.name.clone(), header.value.clone()));
        let request = Request {
            method: Some(sent.method.clone()),
            headers: pairs(&sent.request_headers),
            body: sent.request_body.as_ref().map(|Body { text, .. }| text.clone()),
            ..self.request(url)
        };
        let response = Response {
            status: Some(answer.status),
            headers: headers.collect(),
            body: Some(String::from_utf8_lossy(answer.body).into_owned()),
        };
        self.as_case(Stage::Api, sent.started_at, request, response)
    }

    /// An entry of the history, with the scopes that its connection has now.
    pub(crate) fn kept_case(&self, entry: &StoredEntry, url: &str) -> Case {
        let request = Request {
            method: Some(entry.summary.method.clone()),
            headers: pairs(&entry.request_headers),
            body: entry.request_body.as_ref().map(|body| body.text.clone()),
            ..self.request(url)
        };
        let response = Response {
            status: entry.summary.status,
            headers: pairs(&entry.response_headers),
            body: consent_refusal(&entry.redirects)
                .or_else(|| entry.response_body.as_ref().map(|body| body.text.clone())),
        };
        let stage = match entry.summary.kind {
            Kind::Call => Stage::Api,
            Kind::Consent => Stage::Authorize,
            Kind::TokenExchange | Kind::Refresh | Kind::Introspection | Kind::Revocation => Stage::Token,
        };
        self.as_case(stage, entry.summary.started_at, request, response)
    }

    fn request(&self, url: &str) -> Request {
        let kind = match self.credential {
            CredentialKind::Oauth => "oauth",
            CredentialKind::PrivateApp => "private_app",
            CredentialKind::ServiceKey => "service_key",
            CredentialKind::DeveloperKey => "developer_key",
        };
        Request {
            url: Some(url.to_owned()),
            token_kind: Some(kind.to_owned()),
            granted_scopes: self.scopes.clone(),
            ..Request::default()
        }
    }

    /// `sent_at`: milliseconds since 1970.
    fn as_case(&self, stage: Stage, sent_at: i64, request: Request, response: Response) -> Case {
        let sent_at = Timestamp::from_millisecond(sent_at).ok();
        let since = |at: Timestamp| Some(sent_at?.duration_since(at));
        let life = self.token_life.filter(|(issued, _)| sent_at.is_some_and(|sent_at| *issued <= sent_at));
        let known = Known {
            is_own_request: true,
            has_observed_scopes: self.scopes.is_some(),
            // Of the token that the connection has now; a call of an earlier one tells nothing of it.
            token_is_over: life.and_then(|(_, end)| Some(since(end)? >= SignedDuration::ZERO)),
            scopes_are_new: self
                .connected_at
                .and_then(since)
                .is_some_and(|age| age >= SignedDuration::ZERO && age < SCOPES_ARE_NEW),
            ..Known::default()
        };
        Case { stage: Some(stage), request, response, known }
    }
}

/// The words with which the consent page sent somebody back, where it refused.
pub(crate) fn consent_refusal(redirects: &[String]) -> Option<String> {
    redirects.iter().find_map(|callback| refusal_in(&Url::parse(callback).ok()?))
}

fn pairs(headers: &[Header]) -> Vec<(String, String)> {
    let seen = headers.iter().filter(|header| !is_of_the_demo(&header.name));
    seen.map(|header| (header.name.clone(), header.value.clone())).collect()
}

fn is_of_the_demo(name: &str) -> bool {
    name.get(..OF_THE_DEMO.len()).is_some_and(|start| start.eq_ignore_ascii_case(OF_THE_DEMO))
}
