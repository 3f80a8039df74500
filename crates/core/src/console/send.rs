//! Previews, sends and cancels requests of the console.

use std::sync::Arc;

use jiff::Timestamp;
use portalscope_body::Body;
use portalscope_history::{Entry, Who};
use portalscope_hubspot::{ErrorBody, HeaderOrigin, RateLimit, Received};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};

use crate::catalog::operation::Endpoint;
use crate::console::composer::Composer;
use crate::console::confirm::{SafeguardCheck, Safeguards};
use crate::console::confirmation::Confirmation;
use crate::console::effect::effect_of;
use crate::console::exchange::{self, Departure, Refused, Sent, read};
use crate::console::explain::{explain, has_failed};
use crate::console::findings;
use crate::console::in_flight::InFlight;
use crate::console::kept;
use crate::console::notes::notes;
use crate::console::responses::Responses;
use crate::console::retry::Retry;
use crate::console::view::{
    HeaderRow, ProblemPlace, RequestDraft, RequestFinding, RequestPreview, RequestProblem, ResponseHeader,
    SentRequest,
};
use crate::diagnosis::gather::Answer;
use crate::error::{Error, Result};
use crate::history::History;
use crate::ids::ConnectionId;
use crate::scopes::access::{ScopeAccess, ScopeContext};
use crate::secrets::store::SecretStore;

/// Larger error bodies are not parsed.
const MAX_ERROR_BODY_BYTES: usize = 256 * 1024;

/// What a check of a diagnosis is answered.
pub(crate) struct CheckAnswer {
    pub status: u16,
    /// What the headers tell of the limits.
    pub limits: Option<RateLimit>,
    /// The server's clock. `None`: the answer has no date.
    pub server_time: Option<Timestamp>,
    /// Its beginning.
    pub body: Vec<u8>,
}

/// Previews and sends drafts.
pub struct Console {
    composer: Arc<Composer>,
    safeguards: SafeguardCheck,
    retry: Retry,
    access: Arc<ScopeAccess>,
    history: Arc<History>,
    responses: Arc<Responses>,
    secrets: Arc<SecretStore>,
    in_flight: InFlight,
}

impl Console {
    pub(crate) fn new(
        composer: Arc<Composer>,
        safeguards: SafeguardCheck,
        retry: Retry,
        access: Arc<ScopeAccess>,
        history: Arc<History>,
        responses: Arc<Responses>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        let in_flight = InFlight::default();
        Self { composer, safeguards, retry, access, history, responses, secrets, in_flight }
    }

    /// Composes the draft and checks it, without sending anything. Problems of the draft are in the preview, not
    /// errors.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`].
    pub async fn preview(&self, connection: &ConnectionId, draft: &RequestDraft) -> Result<RequestPreview> {
        let (environment, mut composed) = self.composer.compose(connection, draft).await?;
        let safeguards = self.safeguards.of(connection, &composed)?;
        composed.problems.extend(lock_problem(&safeguards));
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
            findings: findings::of_draft(
                draft,
                &self.composer.catalog(),
                &self.composer.today(),
                &self.secrets,
            ),
            confirmation: safeguards.confirmation,
        })
    }

    /// The draft, mended where the preview found this. `None`: the draft has no such finding any more.
    pub fn mend(&self, draft: &RequestDraft, finding: &RequestFinding) -> Option<RequestDraft> {
        findings::mended(draft, finding, &self.composer.catalog(), &self.composer.today())
    }

    /// Sends a draft that needs no confirmation. `request` identifies it to [`Self::cancel`].
    ///
    /// # Errors
    /// As [`Self::send_confirmed`].
    pub async fn send(
        &self,
        connection: &ConnectionId,
        request: &str,
        draft: &RequestDraft,
    ) -> Result<SentRequest> {
        self.send_confirmed(connection, request, draft, &Confirmation::None).await
    }

    /// Sends a draft with what the person confirmed for exactly this draft. A response with a failure status is not an
    /// error.
    ///
    /// # Errors
    /// Nothing was sent: [`Error::RequestInvalid`], [`Error::WriteLocked`], [`Error::NotConfirmed`],
    /// [`Error::PortalIdMismatch`], [`Error::ConnectionNotFound`], and those of getting a token. May have been sent:
    /// [`Error::Cancelled`] if it changes nothing, else [`Error::CancelledOnItsWay`]; [`Error::Send`], [`Error::Disk`].
    pub async fn send_confirmed(
        &self,
        connection: &ConnectionId,
        request: &str,
        draft: &RequestDraft,
        confirmation: &Confirmation,
    ) -> Result<SentRequest> {
        let cancel = self.in_flight.begin(request);
        let departure = Departure::default();
        let result = tokio::select! {
            biased;
            () = cancel.notified() => Err(departure.cancelled()),
            result = self.send_to_completion(connection, draft, confirmation, &departure) => result,
        };
        self.in_flight.end(request);
        self.keep_refused(connection, &departure);
        if let (Err(error), Some(sent)) = (&result, departure.take_sent()) {
            self.keep(connection, kept::failed(sent, error));
        }
        result
    }

    /// Makes a call that only reads, for a diagnosis. The history keeps it as a check.
    ///
    /// # Errors
    /// As [`Self::send`]; [`Error::Internal`] for a call that may change something.
    pub(crate) async fn check(&self, connection: &ConnectionId, draft: &RequestDraft) -> Result<CheckAnswer> {
        let (_, composed) = self.composer.compose(connection, draft).await?;
        if let Some(problem) = composed.problems.first() {
            return Err(Error::RequestInvalid(problem.message.clone()));
        }
        if effect_of(&self.composer.catalog(), &composed.method, &composed.path_and_query).is_write() {
            return Err(Error::Internal);
        }
        let endpoint = Endpoint { method: composed.method.to_string(), path: composed.path.clone() };
        let verdict = self.access.of_connection(connection)?.judge(&endpoint.method, &endpoint.path);
        let departure = Departure::default();
        departure.prepare(Entry { who: Who::Check, ..kept::request(&composed, &verdict) });
        let sent =
            self.retry.send_or_refresh(connection, &endpoint, composed.into_request(), &departure).await;
        self.keep_refused(connection, &departure);
        let (exchange::Answer { received, spool, .. }, _) = match sent {
            Ok(sent) => sent,
            Err(error) => {
                if let Some(entry) = departure.take_sent() {
                    self.keep(connection, kept::failed(entry, &error));
                }
                return Err(error);
            }
        };
        let (_, body) = read(spool).await?;
        if let Some(entry) = departure.take_sent() {
            let headers = self.shown_headers(&received.headers);
            self.keep(connection, kept::refused(entry, &received, &body, &headers));
        }
        let limits = RateLimit::from_headers(&received.headers);
        Ok(CheckAnswer { status: received.status, limits, server_time: received.server_time, body })
    }

    /// Cancels the request with this id; one that has not begun is cancelled as soon as it does.
    pub fn cancel(&self, request: &str) {
        self.in_flight.cancel(request);
    }

    /// Sends without regard to cancellation.
    async fn send_to_completion(
        &self,
        connection: &ConnectionId,
        draft: &RequestDraft,
        confirmation: &Confirmation,
        departure: &Departure,
    ) -> Result<SentRequest> {
        let (environment, composed) = self.composer.compose(connection, draft).await?;
        if let Some(problem) = composed.problems.first() {
            return Err(Error::RequestInvalid(problem.message.clone()));
        }
        self.safeguards.of(connection, &composed)?.check(confirmation)?;
        let endpoint = Endpoint { method: composed.method.to_string(), path: composed.path.clone() };
        let url =
            format!("{}{}", environment.api_origin().as_str().trim_end_matches('/'), composed.path_and_query);
        let before = self.access.of_connection(connection)?;
        let verdict = before.judge(&endpoint.method, &endpoint.path);
        departure.prepare(kept::request(&composed, &verdict));
        let (answer, renewal) =
            self.retry.send_or_refresh(connection, &endpoint, composed.into_request(), departure).await?;
        let exchange::Answer { received, spool, at } = answer;
        let (body, start) = read(spool).await?;
        let sent = Sent { connection, endpoint, url, at, renewal };
        // An answer that arrived is shown even if the connection has been removed since.
        let context = self.access.of_connection(connection).unwrap_or(before);
        let described = self.describe(sent, &received, body, &context, departure)?;
        self.keep_refused(connection, departure);
        if let Some(sent) = departure.take_sent() {
            self.keep(connection, kept::answered(sent, &received, &start, &described));
        }
        Ok(described)
    }

    fn keep(&self, connection: &ConnectionId, entry: Entry) {
        // Without a connection nothing is kept.
        if let Ok(label) = self.composer.token_label(connection) {
            self.history.record(connection, kept::labelled(entry, label));
        }
    }

    /// Keeps the answer that refused the token, before what was sent with the new one.
    fn keep_refused(&self, connection: &ConnectionId, departure: &Departure) {
        let Some(Refused { entry, received, start, label }) = departure.take_refused() else { return };
        let headers = self.shown_headers(&received.headers);
        self.history
            .record(connection, kept::labelled(kept::refused(entry, &received, &start, &headers), label));
    }

    /// Explains the response, records a refused token, and stores the body.
    fn describe(
        &self,
        sent: Sent<'_>,
        received: &Received,
        body: Body,
        context: &ScopeContext,
        departure: &Departure,
    ) -> Result<SentRequest> {
        let start = body.start(MAX_ERROR_BODY_BYTES)?;
        let error_body = ErrorBody::parse(&start).filter(|_| !is_success(received.status));
        let Endpoint { method, path } = &sent.endpoint;
        let verdict = context.judge(method, path);
        let headers = self.shown_headers(&received.headers);
        let explanation = has_failed(received.status, &start).then(|| {
            let label = self.composer.token_label(sent.connection).unwrap_or_default();
            let answer = Answer { status: received.status, headers: &headers, body: &start };
            let case = context.case(&kept::labelled(departure.sent(), label), &sent.url, &answer);
            explain(&case, context, &self.composer.today())
        });
        self.retry.note_refusal(&sent, received.status, error_body.as_ref(), &verdict);
        // The server's own words may repeat what was sent.
        let explanation =
            explanation.map(|explanation| explanation.cleaned(&|text| self.secrets.redacted(text)));
        let correlation_id = header(&received.headers, "x-hubspot-correlation-id")
            .or_else(|| error_body.as_ref().and_then(|body| body.correlation_id.clone()));
        let shown = body.shown()?;
        let notes = notes(received.status, &headers, &start, &shown);
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
            headers,
            correlation_id: correlation_id.map(|id| self.secrets.redacted(&id)),
            body: shown,
            explanation,
            notes: notes.iter().map(|note| self.secrets.redacted(note)).collect(),
            renewal: sent.renewal,
        })
    }

    fn shown_headers(&self, headers: &HeaderMap) -> Vec<ResponseHeader> {
        let shown = |(name, value): (&HeaderName, &HeaderValue)| ResponseHeader {
            name: self.secrets.redacted(name.as_str()),
            value: self.secrets.redacted(&without_cookie(name, &String::from_utf8_lossy(value.as_bytes()))),
        };
        headers.iter().map(shown).collect()
    }
}

/// In place of a cookie's value.
const COOKIE_LABEL: &str = "«cookie»";

/// The header's value. A cookie is a credential whatever it looks like: only its name and its attributes are left.
fn without_cookie(header: &HeaderName, value: &str) -> String {
    if *header != SET_COOKIE {
        return value.to_owned();
    }
    let (pair, attributes) = value.split_at(value.find(';').unwrap_or(value.len()));
    let name = pair.split_once('=').map_or("", |(name, _)| name);
    format!("{name}={COOKIE_LABEL}{attributes}")
}

/// Why the portal is read-only. `None`: it is not, or the request does not write.
fn lock_problem(safeguards: &Safeguards) -> Option<RequestProblem> {
    let state = if safeguards.locked_itself {
        "This portal is read-only again, since nothing was written for 30 minutes."
    } else {
        "This portal is read-only."
    };
    let message = match safeguards.doubt {
        Some(doubt) => format!("{state} {doubt} Write it without that, or unlock writing to send."),
        None => format!("{state} Unlock writing to send."),
    };
    safeguards.is_locked.then(|| RequestProblem::new(ProblemPlace::Lock, None, message))
}

/// The header with `label` in place of the token.
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

/// The standard reason phrase, or one for HubSpot's and Cloudflare's own codes. Empty for any other.
pub(super) fn status_text(status: u16) -> String {
    let phrase = reqwest::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let own = match status {
        477 => Some("Migration in progress"),
        488 => Some("Wrong hublet"),
        521 => Some("Web server is down"),
        523 => Some("Origin is unreachable"),
        524 => Some("A timeout occurred"),
        _ => None,
    };
    phrase.or(own).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{HeaderName, without_cookie};

    #[test]
    fn of_a_cookie_only_its_name_and_attributes_are_shown() {
        for (value, shown) in [
            ("sid=a1b2=; Path=/; HttpOnly", "sid=«cookie»; Path=/; HttpOnly"),
            ("sid=a1b2", "sid=«cookie»"),
            ("a1b2", "=«cookie»"),
            ("", "=«cookie»"),
        ] {
            assert_eq!(without_cookie(&HeaderName::from_static("set-cookie"), value), shown);
        }
        assert_eq!(without_cookie(&HeaderName::from_static("etag"), "a=b"), "a=b");
    }
}
