//! Preview, send, cancel.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use portalscope_catalog::{Catalog, ClaimBesideView, Effect};
use portalscope_hubspot::{ErrorBody, HeaderOrigin, Received};
use reqwest::Method;
use reqwest::header::HeaderMap;
use tokio::sync::Notify;

use crate::body::Body;
use crate::catalog::operation::Endpoint;
use crate::connections::registry::ConnectionRegistry;
use crate::console::compose::Composed;
use crate::console::composer::Composer;
use crate::console::exchange::{Answer, Sent};
use crate::console::explain::{Explanation, Failure, explain};
use crate::console::responses::Responses;
use crate::console::retry::Retry;
use crate::console::view::{
    HeaderRow, ProblemPlace, RequestDraft, RequestPreview, RequestProblem, ResponseHeader, SentRequest,
};
use crate::error::{Error, Result};
use crate::history::History;
use crate::scopes::access::ScopeAccess;
use crate::secrets::store::SecretStore;

/// Larger error bodies are not parsed.
const MAX_ERROR_BODY_BYTES: usize = 256 * 1024;

/// Requests under way, by the id that the window gave them.
#[derive(Default)]
struct InFlight {
    cancels: Mutex<HashMap<String, Arc<Notify>>>,
}

impl InFlight {
    /// One that was cancelled before it began is told at once.
    fn begin(&self, id: &str) -> Arc<Notify> {
        let mut cancels = self.lock();
        // Drop cancellations of requests that have finished.
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

pub struct Console {
    composer: Arc<Composer>,
    retry: Retry,
    access: Arc<ScopeAccess>,
    connections: Arc<ConnectionRegistry>,
    history: Arc<History>,
    responses: Arc<Responses>,
    secrets: Arc<SecretStore>,
    in_flight: InFlight,
}

impl Console {
    pub(crate) fn new(
        composer: Arc<Composer>,
        retry: Retry,
        access: Arc<ScopeAccess>,
        connections: Arc<ConnectionRegistry>,
        history: Arc<History>,
        responses: Arc<Responses>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        let in_flight = InFlight::default();
        Self { composer, retry, access, connections, history, responses, secrets, in_flight }
    }

    pub async fn preview(&self, connection: &str, draft: &RequestDraft) -> Result<RequestPreview> {
        let (environment, mut composed) = self.composer.compose(connection, draft).await?;
        self.add_lock_problem(connection, &mut composed)?;
        let verdict = self.access.of_connection(connection)?.judge(composed.method.as_str(), &composed.path);
        let origin = environment.api_origin();
        let url = format!("{}{}", origin.as_str().trim_end_matches('/'), composed.path_and_query);
        let label = self.composer.token_label(connection)?;
        Ok(RequestPreview {
            url: self.secrets.without_known_values(&url),
            title: composed.operation.as_ref().map(|operation| operation.title.clone()),
            headers: composed.headers.iter().map(|line| header_row(line, &label)).collect(),
            operation: composed.operation,
            verdict,
            problems: composed.problems,
        })
    }

    /// Sends the draft. `request` is the caller's name for it, to cancel it by.
    pub async fn send(&self, connection: &str, request: &str, draft: &RequestDraft) -> Result<SentRequest> {
        let cancel = self.in_flight.begin(request);
        let result = tokio::select! {
            biased;
            () = cancel.notified() => Err(Error::Cancelled),
            result = self.send_to_its_end(connection, draft) => result,
        };
        self.in_flight.end(request);
        result
    }

    pub fn cancel(&self, request: &str) {
        self.in_flight.cancel(request);
    }

    async fn send_to_its_end(&self, connection: &str, draft: &RequestDraft) -> Result<SentRequest> {
        let (environment, composed) = self.composer.compose(connection, draft).await?;
        self.expect_sendable(connection, &composed)?;
        let endpoint = Endpoint { method: composed.method.to_string(), path: composed.path.clone() };
        let url =
            format!("{}{}", environment.api_origin().as_str().trim_end_matches('/'), composed.path_and_query);
        let (answer, renewal) =
            self.retry.send_or_refresh(connection, &endpoint, composed.into_request()).await?;
        let Answer { received, spool, at } = answer;
        self.history.record(connection, &endpoint, at, received.status);
        let body =
            tokio::task::spawn_blocking(move || Body::read(spool)).await.map_err(|_| Error::Internal)??;
        let sent = Sent { connection, endpoint, url, at, renewal };
        self.describe(sent, &received, body)
    }

    fn describe(&self, sent: Sent<'_>, received: &Received, body: Body) -> Result<SentRequest> {
        let error_body = if is_success(received.status) {
            None
        } else {
            ErrorBody::parse(&body.start(MAX_ERROR_BODY_BYTES)?)
        };
        let context = self.access.of_connection(sent.connection)?;
        let Endpoint { method, path } = &sent.endpoint;
        let found = context.catalog.resolve(method, path);
        let verdict = context.judge(method, path);
        let explanation = (!is_success(received.status)).then(|| {
            explain(&Failure {
                status: received.status,
                body: error_body.as_ref(),
                verdict: &verdict,
                granted: context.granted.as_ref(),
                tiers: found.map(|found| &*found.operation.tiers).unwrap_or_default(),
            })
        });
        self.retry.note_refusal(&sent, received.status, error_body.as_ref(), &verdict);
        let explanation = explanation.map(|explanation| self.cleaned(explanation));
        let correlation_id = header(&received.headers, "x-hubspot-correlation-id")
            .or_else(|| error_body.as_ref().and_then(|body| body.correlation_id.clone()));
        let shown = body.shown();
        Ok(SentRequest {
            id: self.responses.insert(body),
            endpoint: Endpoint {
                path: self.secrets.without_known_values(&sent.endpoint.path),
                method: sent.endpoint.method,
            },
            url: self.secrets.without_known_values(&sent.url),
            status: received.status,
            status_text: status_text(received.status),
            duration_ms: u32::try_from(received.duration.as_millis()).unwrap_or(u32::MAX),
            size_bytes: u32::try_from(received.size).unwrap_or(u32::MAX),
            sent_at: sent.at,
            headers: self.shown_headers(&received.headers),
            correlation_id: correlation_id.map(|id| self.secrets.redacted(&id)),
            body: shown,
            explanation,
            renewal: sent.renewal,
        })
    }

    /// The server's own words may hold what was sent to it.
    fn cleaned(&self, explanation: Explanation) -> Explanation {
        let clean = |text: String| self.secrets.redacted(&text);
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
                value: self.secrets.redacted(&String::from_utf8_lossy(value.as_bytes())),
            };
        headers.iter().map(shown).collect()
    }

    fn expect_sendable(&self, connection: &str, composed: &Composed) -> Result<()> {
        if let Some(problem) = composed.problems.first() {
            return Err(Error::RequestInvalid(problem.message.clone()));
        }
        match self.locked_portal(connection, composed)? {
            Some(portal) => Err(Error::WriteLocked { portal }),
            None => Ok(()),
        }
    }

    fn add_lock_problem(&self, connection: &str, composed: &mut Composed) -> Result<()> {
        if self.locked_portal(connection, composed)?.is_some() {
            let message = "This portal is read-only. Unlock writing to send.";
            composed.problems.push(RequestProblem::new(ProblemPlace::Lock, None, message));
        }
        Ok(())
    }

    /// The hub id, if the connection is locked and the request would write.
    fn locked_portal(&self, connection: &str, composed: &Composed) -> Result<Option<String>> {
        if writes(&self.composer.catalog(), &composed.method, &composed.path) {
            self.connections.locked_portal(connection)
        } else {
            Ok(None)
        }
    }
}

/// A search is a POST that reads; what the catalogue does not know is judged by its method.
fn writes(catalog: &Catalog, method: &Method, path: &str) -> bool {
    match catalog.resolve(method.as_str(), path) {
        Some(resolved) => resolved.operation.effect == Effect::Write,
        None => !matches!(*method, Method::GET | Method::HEAD),
    }
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

#[cfg(test)]
mod tests {
    use super::{Catalog, Method, writes};

    #[test]
    fn a_search_reads_and_what_is_not_known_is_judged_by_its_method() {
        for (method, path, expected) in [
            (Method::GET, "/crm/objects/2026-03/contacts", false),
            (Method::POST, "/crm/objects/2026-03/contacts/search", false),
            (Method::POST, "/crm/objects/2026-03/contacts/batch/read", false),
            (Method::POST, "/crm/objects/2026-03/contacts", true),
            (Method::DELETE, "/crm/objects/2026-03/contacts/1", true),
            (Method::POST, "/not/in/the/catalogue", true),
            (Method::GET, "/not/in/the/catalogue", false),
        ] {
            assert_eq!(writes(Catalog::bundled(), &method, path), expected, "{method} {path}");
        }
    }
}
