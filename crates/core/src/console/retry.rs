//! Handles a refused token (401): refreshes it once, and sends a safe request once more.
//!
//! Only safe methods (RFC 9110 §9.2.1) are sent twice. Static tokens cannot be refreshed.

use std::sync::Arc;

use portalscope_catalog::{Verdict, VerdictKind};
use portalscope_hubspot::{Credential, ErrorBody, IdentityError, OutgoingRequest, Token};
use portalscope_vault::AccessToken;

use crate::catalog::operation::Endpoint;
use crate::connections::registry::ConnectionRegistry;
use crate::console::exchange::{Answer, Departure, Exchange, Sent, is_safe, read};
use crate::console::view::{RenewalOutcome, TokenRenewal};
use crate::error::{CommandError, Error, Result};
use crate::ids::ConnectionId;
use crate::platform::clock::Clock;
use crate::scopes::access::ScopeAccess;
use crate::secrets::store::SecretStore;
use crate::tokens::credential::Credentials;
use crate::tokens::refresh::{RefreshReason, Refresher};

/// Sends requests, refreshing a refused OAuth token once.
pub(crate) struct Retry {
    exchange: Exchange,
    credentials: Arc<Credentials>,
    refresher: Arc<Refresher>,
    access: Arc<ScopeAccess>,
    connections: Arc<ConnectionRegistry>,
    clock: Arc<dyn Clock>,
    secrets: Arc<SecretStore>,
}

impl Retry {
    pub(crate) fn new(
        exchange: Exchange,
        credentials: Arc<Credentials>,
        refresher: Arc<Refresher>,
        access: Arc<ScopeAccess>,
        connections: Arc<ConnectionRegistry>,
        clock: Arc<dyn Clock>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        Self { exchange, credentials, refresher, access, connections, clock, secrets }
    }

    /// Sends the request. If the token is refused, refreshes it and sends a safe request once more. A refresh that
    /// fails, or a connection that has been removed, is not an error: the first response is returned.
    pub(super) async fn send_or_refresh(
        &self,
        connection: &ConnectionId,
        endpoint: &Endpoint,
        request: OutgoingRequest,
        departure: &Departure,
    ) -> Result<(Answer, Option<TokenRenewal>)> {
        let credential = self.credentials.credential(connection).await?;
        let answer = self.exchange.send_once(connection, &credential, request.clone(), departure).await?;
        let Token::Access(refused) = &credential.token else { return Ok((answer, None)) };
        if answer.received.status != 401 || !self.may_help(connection, endpoint, &credential.token) {
            return Ok((answer, None));
        }
        let renewed = match self.renewed(connection, refused).await {
            Ok(renewed) => renewed,
            Err(error) => return Ok((answer, Some(failed(&CommandError::from(error))))),
        };
        if !is_safe(&request.method) {
            return Ok((answer, Some(RenewalOutcome::NotSentAgain.into())));
        }
        if let Ok((_, start)) = read(answer.spool).await {
            departure.note_refused(answer.received, start, self.secrets.register(refused).to_string());
        }
        let answer = self.exchange.send_once(connection, &renewed, request, departure).await?;
        if answer.received.status != 401 {
            return Ok((answer, Some(RenewalOutcome::SentAgain.into())));
        }
        Ok((answer, Some(RenewalOutcome::RefusedAgain.into())))
    }

    /// Refreshes the refused token.
    async fn renewed(&self, connection: &ConnectionId, refused: &AccessToken) -> Result<Credential> {
        self.refresher.refresh(connection, RefreshReason::Unauthorized(refused.clone())).await?;
        self.connections.note_refresh_after_unauthorized(connection)?;
        self.credentials.credential(connection).await
    }

    /// Whether a refresh can help: not if the endpoint does not accept portal tokens, not if the refused token itself
    /// came from a refresh after a 401, and not if the connection has been removed.
    fn may_help(&self, connection: &ConnectionId, endpoint: &Endpoint, refused: &Token) -> bool {
        let Ok(context) = self.access.of_connection(connection) else { return false };
        let verdict = context.judge(&endpoint.method, &endpoint.path);
        let now = self.clock.monotonic();
        let is_useless = self.connections.read(connection, |entry| {
            entry.token() == Some(refused) && entry.backoff().refresh_is_useless(now)
        });
        !is_useless.unwrap_or(true) && verdict.kind != VerdictKind::NeedsDeveloperCredential
    }

    /// Records a refused token in the connection's state. An OAuth token that HubSpot calls expired counts as expired
    /// from now on, whatever lifetime was promised. A static token refused for an allowed call sets `last_error`.
    pub(super) fn note_refusal(
        &self,
        sent: &Sent<'_>,
        status: u16,
        body: Option<&ErrorBody>,
        verdict: &Verdict,
    ) {
        let now = self.clock.monotonic();
        let is_useless =
            self.connections.read(sent.connection, |entry| entry.backoff().refresh_is_useless(now));
        // A new token that is refused too has not expired.
        if status != 401 || is_useless.unwrap_or(true) {
            return;
        }
        let category = body.and_then(|body| body.category.as_deref()).unwrap_or_default();
        let now = self.clock.now();
        let error = CommandError::from(Error::from(IdentityError::Refused { status }));
        let _ = self.connections.update(sent.connection, |record| match &mut record.token {
            // Ignore responses to a token that has been refreshed since.
            Some(token) if category == "EXPIRED_AUTHENTICATION" && !token.refreshed_since(sent.at) => {
                token.end_by(now);
            }
            None if category == "INVALID_AUTHENTICATION" && verdict.kind == VerdictKind::Allowed => {
                record.last_error = Some(error.clone());
            }
            _ => {}
        });
    }
}

impl From<RenewalOutcome> for TokenRenewal {
    fn from(outcome: RenewalOutcome) -> Self {
        let message = match outcome {
            RenewalOutcome::SentAgain => {
                "Sent twice: the token was refused, renewed, and the call sent again."
            }
            RenewalOutcome::RefusedAgain => {
                "Sent twice: the token was refused, renewed, and the new one refused as well. Another token does not help here."
            }
            RenewalOutcome::NotSentAgain => {
                "The token was refused and has been renewed. The call may change something, so it was not sent again by itself: send it again."
            }
            RenewalOutcome::Failed => "The token was refused and could not be renewed.",
        };
        Self { outcome, message: message.to_owned() }
    }
}

fn failed(error: &CommandError) -> TokenRenewal {
    let mut renewal = TokenRenewal::from(RenewalOutcome::Failed);
    renewal.message = format!("{} {}", renewal.message, error.message);
    renewal
}
