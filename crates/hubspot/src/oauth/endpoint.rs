//! Calls a token endpoint: chooses its version, builds the request in that version's shape, and reads the response.
//!
//! Another version is tried only if the server has no such endpoint. Nothing has read the request then, so a code or
//! refresh token in it is still unused. After any other response it may be used up and is not sent again.
//!
//! By hand: `oauth2` makes the authorize URL, but its token requests know neither HubSpot's versions nor its error bodies.

use reqwest::header::ACCEPT;
use reqwest::{Method, Request, RequestBuilder};
use url::Url;

use super::question::{Answer, Inspected, Question, form};
use super::told::Telling;
use super::{AppCredential, TokenError, TokenVersion};
use crate::body::read_at_most;
use crate::client::{on_own_host, retry_after, server_time};
use crate::{Client, NetworkError};

/// Token responses have two or three kilobytes.
const MAX_RESPONSE_BYTES: usize = 64 * 1024;

pub(crate) async fn ask(
    client: &Client,
    app: &AppCredential,
    question: &Question<'_>,
) -> Result<Answer, TokenError> {
    let mut now = client.now();
    for version in client.versions().order(&app.environment) {
        if !version.is_served(now) {
            continue;
        }
        let answer = send(client, app, version, question).await?;
        if !answer.has_no_endpoint() {
            client.versions().remember(&app.environment, version);
            return Ok(answer);
        }
        tracing::info!(version = version.name(), "the server has no such token endpoint; trying another");
        // Whether a version is still served is decided by the server's clock.
        now = answer.server_time.unwrap_or(now);
    }
    Err(TokenError::NoEndpoint)
}

async fn send(
    client: &Client,
    app: &AppCredential,
    version: TokenVersion,
    question: &Question<'_>,
) -> Result<Answer, TokenError> {
    let request = write(client, app, version, question)?;
    let request = request.timeout(client.limits().token).header(ACCEPT, "application/json");
    let request = request.build().map_err(NetworkError::from)?;
    let telling = Telling::begin(client, app, question, &request);
    let answer = receive(client, app, version, request).await;
    if let Some(telling) = telling {
        telling.end(client, answer.as_ref().map_err(|error| *error));
    }
    let answer = answer?;
    if answer.is_too_long { Err(TokenError::Unexpected) } else { Ok(answer) }
}

async fn receive(
    client: &Client,
    app: &AppCredential,
    version: TokenVersion,
    request: Request,
) -> Result<Answer, NetworkError> {
    let response = client.token_pool(&app.environment).execute(request).await?;
    let status = response.status();
    let headers = response.headers().clone();
    let server_time = server_time(&headers);
    let retry_after = retry_after(&headers, server_time);
    let body = read_at_most(response, MAX_RESPONSE_BYTES).await?;
    let is_too_long = body.is_none();
    Ok(Answer {
        version,
        status,
        server_time,
        retry_after,
        headers,
        is_too_long,
        body: body.unwrap_or_default(),
    })
}

fn write(
    client: &Client,
    app: &AppCredential,
    version: TokenVersion,
    question: &Question<'_>,
) -> Result<RequestBuilder, TokenError> {
    if version == TokenVersion::V1 {
        let by_path = match question {
            Question::Grant(_) => None,
            Question::Introspect(Inspected::Access(token)) => {
                Some((Method::GET, "access-tokens", token.expose()))
            }
            Question::Introspect(Inspected::Refresh(token)) => {
                Some((Method::GET, "refresh-tokens", token.expose()))
            }
            Question::Revoke(token) => Some((Method::DELETE, "refresh-tokens", token.expose())),
        };
        if let Some((method, kind, token)) = by_path {
            let mut url = address(app, version, kind)?;
            url.path_segments_mut().map_err(|()| TokenError::Unexpected)?.push(token);
            return Ok(client.token_pool(&app.environment).request(method, url));
        }
    }
    let (path, fields) = form(question);
    let mut form = vec![("client_id", app.client_id.as_str()), ("client_secret", app.client_secret.expose())];
    form.extend_from_slice(&fields);
    // In the body, never in the URL, which servers log (RFC 6749 §2.3.1).
    Ok(client.token_pool(&app.environment).post(address(app, version, path)?).form(&form))
}

fn address(app: &AppCredential, version: TokenVersion, path: &str) -> Result<Url, TokenError> {
    let path = format!("/oauth/{}/{path}", version.name());
    on_own_host(&app.environment, &path).map_err(|_| TokenError::Unexpected)
}
