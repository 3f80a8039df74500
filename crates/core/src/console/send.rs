//! Preview, send, cancel.

use std::collections::HashMap;
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use portalscope_body::Body;
use portalscope_catalog::ClaimBesideView;
use portalscope_hubspot::{
    Credential, Environment, ErrorBody, HeaderOrigin, OutgoingRequest, RateLimit, Received,
};
use reqwest::header::HeaderMap;
use tokio::sync::Notify;

use super::compose::compose;
use super::confirm::{Confirmation, Safeguards, effect_of};
use super::explain::{Explanation, Failure, explain};
use super::{
    HeaderRow, ProblemPlace, RequestDraft, RequestPreview, RequestProblem, ResponseHeader, SentRequest,
    TokenRenewal,
};
use crate::Error;
use crate::app::Portalscope;
use crate::endpoints::Endpoint;
use crate::error::Result;

/// A body beyond this is cut off with an error; it would fill the disk before anybody could read it.
const LARGEST_BODY: u64 = 512 * 1_000_000;
/// An error body beyond this is no error body.
const LARGEST_ERROR_BODY: usize = 256 * 1024;

/// Requests under way, by the id that the window gave them.
#[derive(Default)]
pub(crate) struct InFlight {
    cancels: Mutex<HashMap<String, Arc<Notify>>>,
}

impl InFlight {
    /// One that was cancelled before it began is told at once.
    fn begin(&self, id: &str) -> Arc<Notify> {
        let mut cancels = self.lock();
        // A word that came when its request had ended waits for nobody.
        cancels.retain(|other, cancel| other == id || Arc::strong_count(cancel) > 1);
        Arc::clone(cancels.entry(id.to_owned()).or_default())
    }

    fn cancel(&self, id: &str) {
        self.lock().entry(id.to_owned()).or_default().notify_one();
    }

    fn end(&self, id: &str) {
        self.lock().remove(id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Notify>>> {
        self.cancels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Portalscope {
    pub async fn preview_request(&self, connection: &str, draft: &RequestDraft) -> Result<RequestPreview> {
        let environment = self.environment_of(connection).await?;
        let mut composed = compose(draft, &environment, &self.catalogue());
        let safeguards = self.safeguards(connection, &composed)?;
        composed.problems.extend(lock_problem(&safeguards));
        let verdict = self.holder(connection)?.judge(composed.method.as_str(), &composed.path);
        let origin = environment.api_origin();
        let url = format!("{}{}", origin.as_str().trim_end_matches('/'), composed.path_and_query);
        let label = self.token_label(connection)?;
        Ok(RequestPreview {
            url: self.redactor.known_values(&url),
            title: composed.operation.as_ref().map(|operation| operation.title.clone()),
            headers: composed.headers.iter().map(|line| header_row(line, &label)).collect(),
            operation: composed.operation,
            verdict,
            problems: composed.problems,
            confirmation: safeguards.confirmation,
        })
    }

    /// Sends a draft that needs no confirmation; one that does is refused. `request` is the caller's name for it, to
    /// cancel it by.
    pub async fn send_request(
        self: &Arc<Self>,
        connection: &str,
        request: &str,
        draft: &RequestDraft,
    ) -> Result<SentRequest> {
        self.send_confirmed_request(connection, request, draft, &Confirmation::None).await
    }

    /// The same with what the person confirmed of exactly this draft.
    pub async fn send_confirmed_request(
        self: &Arc<Self>,
        connection: &str,
        request: &str,
        draft: &RequestDraft,
        confirmation: &Confirmation,
    ) -> Result<SentRequest> {
        let cancel = self.in_flight.begin(request);
        let result = tokio::select! {
            biased;
            () = cancel.notified() => Err(Error::Cancelled),
            result = self.send(connection, draft, confirmation) => result,
        };
        self.in_flight.end(request);
        result
    }

    pub fn cancel_request(&self, request: &str) {
        self.in_flight.cancel(request);
    }

    pub(crate) async fn environment_of(&self, connection: &str) -> Result<Environment> {
        let key = self.connections.with(connection, |live| live.record.environment.clone())?;
        self.environment(&key).await
    }

    /// The label that stands for the connection's token wherever the request is shown.
    pub(super) fn token_label(&self, connection: &str) -> Result<String> {
        self.connections.with(connection, |live| match &live.token {
            Some(portalscope_hubspot::Token::Access(token)) => {
                self.redactor.learn("access-token", token.expose()).to_string()
            }
            Some(portalscope_hubspot::Token::Static(token)) => {
                self.redactor.learn("static-token", token.expose()).to_string()
            }
            None => "«access-token»".to_owned(),
        })
    }

    async fn send(
        self: &Arc<Self>,
        connection: &str,
        draft: &RequestDraft,
        confirmation: &Confirmation,
    ) -> Result<SentRequest> {
        let environment = self.environment_of(connection).await?;
        let composed = compose(draft, &environment, &self.catalogue());
        if let Some(problem) = composed.problems.first() {
            return Err(Error::RequestInvalid(problem.message.clone()));
        }
        self.safeguards(connection, &composed)?.check(confirmation)?;
        let endpoint = Endpoint { method: composed.method.to_string(), path: composed.path.clone() };
        let url =
            format!("{}{}", environment.api_origin().as_str().trim_end_matches('/'), composed.path_and_query);
        let (answer, renewal) = self.send_or_renew(connection, &endpoint, composed.into_request()).await?;
        let Answer { received, spool, at } = answer;
        self.record_call(connection, &endpoint, at, received.status);
        let body =
            tokio::task::spawn_blocking(move || Body::read(spool)).await.map_err(|_| Error::Fault)??;
        let sent = Sent { connection, endpoint, url, at, renewal };
        self.describe(sent, &received, body)
    }

    /// Sends once and notes what the answer shows beside its body.
    pub(super) async fn send_once(
        &self,
        connection: &str,
        credential: &Credential,
        request: OutgoingRequest,
    ) -> Result<Answer> {
        let path = request.path_and_query.split('?').next().unwrap_or_default();
        if effect_of(&self.catalogue(), &request.method, path).is_write() {
            self.note_write(connection);
        }
        let at = self.clock.now();
        let spool = Body::spool()?;
        let mut file = tokio::fs::File::from_std(spool.try_clone()?);
        let received = self.client.send(credential, request, &mut file, LARGEST_BODY).await?;
        self.observe(
            connection,
            received.status,
            RateLimit::from_headers(&received.headers),
            received.server_time,
        );
        Ok(Answer { received, spool, at })
    }

    fn describe(&self, sent: Sent<'_>, received: &Received, body: Body) -> Result<SentRequest> {
        let error_body = if is_success(received.status) {
            None
        } else {
            ErrorBody::parse(&body.start(LARGEST_ERROR_BODY)?)
        };
        let holder = self.holder(sent.connection)?;
        let Endpoint { method, path } = &sent.endpoint;
        let found = holder.catalogue.resolve(method, path);
        let verdict = holder.judge(method, path);
        let explanation = (!is_success(received.status)).then(|| {
            explain(&Failure {
                status: received.status,
                body: error_body.as_ref(),
                verdict: &verdict,
                granted: holder.granted.as_ref(),
                tiers: found.map(|found| &*found.operation.tiers).unwrap_or_default(),
            })
        });
        self.note_refusal(&sent, received.status, error_body.as_ref(), &verdict);
        let explanation = explanation.map(|explanation| self.cleaned(explanation));
        let correlation_id = header(&received.headers, "x-hubspot-correlation-id")
            .or_else(|| error_body.as_ref().and_then(|body| body.correlation_id.clone()));
        let shown = body.shown();
        Ok(SentRequest {
            id: self.responses.keep(body),
            endpoint: Endpoint {
                path: self.redactor.known_values(&sent.endpoint.path),
                method: sent.endpoint.method,
            },
            url: self.redactor.known_values(&sent.url),
            status: received.status,
            status_text: status_text(received.status),
            duration_ms: u32::try_from(received.duration.as_millis()).unwrap_or(u32::MAX),
            size_bytes: u32::try_from(received.size).unwrap_or(u32::MAX),
            sent_at: sent.at,
            headers: self.shown_headers(&received.headers),
            correlation_id: correlation_id.map(|id| self.redactor.text(&id)),
            body: shown,
            explanation,
            renewal: sent.renewal,
        })
    }

    /// The server's own words may hold what was sent to it.
    fn cleaned(&self, explanation: Explanation) -> Explanation {
        let clean = |text: String| self.redactor.text(&text);
        Explanation {
            category: explanation.category.map(clean),
            detail: clean(explanation.detail),
            named_scopes: explanation.named_scopes.into_iter().map(clean).collect(),
            hubspot_message: explanation.hubspot_message.map(clean),
            claim: explanation.claim.map(|claim| ClaimBesideView {
                claimed: claim.claimed.into_iter().map(clean).collect(),
                sentence: clean(claim.sentence),
                ..claim
            }),
            ..explanation
        }
    }

    fn shown_headers(&self, headers: &HeaderMap) -> Vec<ResponseHeader> {
        let shown =
            |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| ResponseHeader {
                name: name.as_str().to_owned(),
                value: self.redactor.text(&String::from_utf8_lossy(value.as_bytes())),
            };
        headers.iter().map(shown).collect()
    }
}

/// What is known of a request that was sent.
pub(super) struct Sent<'a> {
    pub connection: &'a str,
    endpoint: Endpoint,
    url: String,
    pub at: jiff::Timestamp,
    pub renewal: Option<TokenRenewal>,
}

/// An answer whose body is on disk and not read yet.
pub(super) struct Answer {
    pub received: Received,
    pub spool: File,
    pub at: jiff::Timestamp,
}

fn lock_problem(safeguards: &Safeguards) -> Option<RequestProblem> {
    let message = if safeguards.locked_itself {
        "This portal is read-only again, since nothing was written for 30 minutes. Unlock writing to send."
    } else {
        "This portal is read-only. Unlock writing to send."
    };
    safeguards.is_locked.then(|| RequestProblem::new(ProblemPlace::Lock, None, message))
}

fn header_row(line: &portalscope_hubspot::HeaderLine, label: &str) -> HeaderRow {
    let is_secret = line.origin == HeaderOrigin::Connection;
    HeaderRow {
        name: line.name.clone(),
        value: if is_secret { format!("Bearer {label}") } else { line.value.clone() },
        origin: line.origin.into(),
        note: line.note.to_owned(),
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

pub(super) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The standard phrase; HubSpot's own and Cloudflare's codes have none.
fn status_text(status: u16) -> String {
    let phrase = reqwest::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let own = match status {
        477 => Some("Migration in progress"),
        521 => Some("Web server is down"),
        523 => Some("Origin is unreachable"),
        524 => Some("A timeout occurred"),
        _ => None,
    };
    phrase.or(own).unwrap_or_default().to_owned()
}
