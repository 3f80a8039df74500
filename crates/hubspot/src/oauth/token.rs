//! The token endpoint: exchange (RFC 6749 §4.1.3), refresh (§6), introspection (RFC 7662), revocation (RFC 7009).

use std::time::Duration;

use jiff::Timestamp;
use oauth2::PkceCodeVerifier;
use portalscope_vault::{AccessToken, ClientSecret, RefreshToken};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::token_error::Grant;
use super::{RedirectUri, TokenError};
use crate::client::{on_own_host, retry_after, server_time};
use crate::identity::id_as_text;
use crate::{Client, Environment, NetworkError};

/// The current dated version; `/oauth/v1/token` stops on 2027-02-16.
const TOKEN: &str = "/oauth/2026-09/token";
const INTROSPECT: &str = "/oauth/2026-09/token/introspect";
const REVOKE: &str = "/oauth/2026-09/token/revoke";

/// An OAuth app's id and secret, with the environment they belong to.
#[derive(Clone, Debug)]
pub struct AppCredential {
    pub environment: Environment,
    pub client_id: String,
    pub client_secret: ClientSecret,
}

/// What an exchange or a refresh gave.
#[derive(Debug)]
pub struct TokenGrant {
    pub access_token: AccessToken,
    /// Usually the same as before; whatever comes is the one to keep.
    pub refresh_token: Option<RefreshToken>,
    pub expires_in: Duration,
    pub hub_id: Option<String>,
    pub scopes: Option<Vec<String>>,
    /// The server's clock when it answered, for expiry in server time.
    pub server_time: Option<Timestamp>,
}

/// What the server says of a token. `active` false: unknown, expired or revoked.
#[derive(Clone, Debug, Deserialize)]
pub struct Introspection {
    pub active: bool,
    #[serde(default, deserialize_with = "id_as_text")]
    pub hub_id: Option<String>,
    #[serde(default, deserialize_with = "id_as_text")]
    pub user_id: Option<String>,
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub hub_domain: Option<String>,
    #[serde(default, deserialize_with = "id_as_text")]
    pub app_id: Option<String>,
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct WireGrant {
    access_token: Zeroizing<String>,
    refresh_token: Option<Zeroizing<String>>,
    expires_in: u64,
    #[serde(default, deserialize_with = "id_as_text")]
    hub_id: Option<String>,
    scopes: Option<Vec<String>>,
}

pub async fn exchange_code(
    client: &Client,
    app: &AppCredential,
    code: &str,
    redirect_uri: &RedirectUri,
    verifier: &PkceCodeVerifier,
) -> Result<TokenGrant, TokenError> {
    let redirect = redirect_uri.text();
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", redirect.as_str()),
        ("code_verifier", verifier.secret()),
    ];
    grant(client, app, &fields, Grant::Code).await
}

pub async fn refresh(
    client: &Client,
    app: &AppCredential,
    token: &RefreshToken,
) -> Result<TokenGrant, TokenError> {
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token.expose())];
    grant(client, app, &fields, Grant::Refresh).await
}

pub async fn introspect(
    client: &Client,
    app: &AppCredential,
    token: &AccessToken,
) -> Result<Introspection, TokenError> {
    let fields = [("token", token.expose()), ("token_type_hint", "access_token")];
    let (_, body) = post(client, app, INTROSPECT, &fields, Grant::Management).await?;
    parse(&body)
}

/// Revokes the refresh token. Access tokens already issued stay valid until they expire.
pub async fn revoke(client: &Client, app: &AppCredential, token: &RefreshToken) -> Result<(), TokenError> {
    let fields = [("token", token.expose()), ("token_type_hint", "refresh_token")];
    post(client, app, REVOKE, &fields, Grant::Management).await.map(|_| ())
}

async fn grant(
    client: &Client,
    app: &AppCredential,
    fields: &[(&str, &str)],
    kind: Grant,
) -> Result<TokenGrant, TokenError> {
    let (server_time, body) = post(client, app, TOKEN, fields, kind).await?;
    let wire: WireGrant = parse(&body)?;
    Ok(TokenGrant {
        access_token: AccessToken::new(wire.access_token.as_str()),
        refresh_token: wire.refresh_token.map(|token| RefreshToken::new(token.as_str())),
        expires_in: Duration::from_secs(wire.expires_in),
        hub_id: wire.hub_id,
        scopes: wire.scopes,
        server_time,
    })
}

/// Form-encoded in the body, never in the URL, which servers log (RFC 6749 §2.3.1).
async fn post(
    client: &Client,
    app: &AppCredential,
    path: &str,
    fields: &[(&str, &str)],
    kind: Grant,
) -> Result<(Option<Timestamp>, Zeroizing<Vec<u8>>), TokenError> {
    let url = on_own_host(&app.environment, path).map_err(|_| TokenError::Unexpected)?;
    let mut form = vec![("client_id", app.client_id.as_str()), ("client_secret", app.client_secret.expose())];
    form.extend_from_slice(fields);
    let request = client.pool(&app.environment).post(url).timeout(TOKEN_LIMIT).form(&form);
    let response = request.send().await.map_err(NetworkError::from)?;
    let status = response.status();
    let server_time = server_time(response.headers());
    let retry_after = retry_after(response.headers(), server_time);
    let body = Zeroizing::new(response.bytes().await.map_err(NetworkError::from)?.to_vec());
    if status.is_success() {
        Ok((server_time, body))
    } else {
        Err(TokenError::from_answer(status.as_u16(), &body, kind).after(retry_after))
    }
}

const TOKEN_LIMIT: Duration = Duration::from_secs(30);

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, TokenError> {
    serde_json::from_slice(body).map_err(|_| TokenError::Unexpected)
}
