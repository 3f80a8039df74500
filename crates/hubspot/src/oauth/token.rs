//! The token endpoints: exchange (RFC 6749 §4.1.3), refresh (§6), introspection (RFC 7662), revocation (RFC 7009).

use std::time::Duration;

use jiff::Timestamp;
use oauth2::PkceCodeVerifier;
use portalscope_redact::Redactor;
use portalscope_vault::{AccessToken, ClientSecret, RefreshToken, SecretKind, kind};
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::endpoint::ask;
use super::question::{Answer, Inspected, Question};
use super::token_error::Grant;
use super::{RedirectUri, TokenError, TokenVersion};
use crate::identity::id_as_text;
use crate::server_text::Border;
use crate::{Client, Environment};

/// An OAuth app's client id and secret, with the only server they may be sent to.
#[derive(Clone, Debug)]
pub struct AppCredential {
    /// The server that the app is registered at.
    pub environment: Environment,
    /// The client id.
    pub client_id: String,
    /// The client secret.
    pub client_secret: ClientSecret,
}

/// The tokens of an exchange or a refresh.
#[derive(Debug)]
pub struct TokenGrant {
    /// The new access token.
    pub access_token: AccessToken,
    /// The refresh token to store from now on; usually the same as before. `None`: the one before stays valid
    /// (RFC 6749 §6).
    pub refresh_token: Option<RefreshToken>,
    /// The lifetime of the access token, from `server_time` on.
    pub expires_in: Duration,
    /// The portal that the tokens are for.
    pub hub_id: Option<String>,
    /// The granted scopes, where the server tells them.
    pub scopes: Option<Vec<String>>,
    /// The server's clock when it responded, to compute the expiry in server time.
    pub server_time: Option<Timestamp>,
}

/// What the server knows about a token (RFC 7662 §2.2, with HubSpot's fields).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Introspection {
    /// False: unknown, expired or revoked. The other fields are then missing.
    #[serde(default)]
    pub active: bool,
    /// The portal that it is for.
    #[serde(default, deserialize_with = "id_as_text")]
    pub hub_id: Option<String>,
    /// The user who gave consent.
    #[serde(default, deserialize_with = "id_as_text")]
    pub user_id: Option<String>,
    /// That user's email address.
    #[serde(default)]
    pub user: Option<String>,
    /// The portal's domain.
    #[serde(default)]
    pub hub_domain: Option<String>,
    /// The app's id; not its client id.
    #[serde(default, deserialize_with = "id_as_text")]
    pub app_id: Option<String>,
    /// The granted scopes.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
}

impl Introspection {
    fn passed(mut self, border: &Border<'_>) -> Self {
        Border::id(&mut self.hub_id);
        Border::id(&mut self.user_id);
        Border::id(&mut self.app_id);
        border.text(&mut self.user);
        border.text(&mut self.hub_domain);
        border.scopes(&mut self.scopes);
        self
    }
}

#[derive(Deserialize)]
struct WireGrant {
    access_token: Zeroizing<String>,
    /// RFC 6749 §7.1: tokens of an unknown type must not be used.
    token_type: Option<String>,
    refresh_token: Option<Zeroizing<String>>,
    expires_in: u64,
    #[serde(default, deserialize_with = "id_as_text")]
    hub_id: Option<String>,
    scopes: Option<Vec<String>>,
    /// RFC 6749 §5.1: space-separated, as other servers write it.
    scope: Option<String>,
}

impl WireGrant {
    fn is_bearer(&self) -> bool {
        self.token_type.as_ref().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"))
    }

    /// Registers the tokens, so that nothing that is told after them can repeat them unseen.
    fn register(&self, redactor: &Redactor) {
        redactor.register(kind::Access::WORD, &self.access_token);
        if let Some(token) = &self.refresh_token {
            redactor.register(kind::Refresh::WORD, token);
        }
    }

    fn take_scopes(&mut self) -> Option<Vec<String>> {
        let words = |scope: &String| scope.split_ascii_whitespace().map(str::to_owned).collect();
        self.scopes.take().or_else(|| self.scope.as_ref().map(words))
    }
}

/// Exchanges an authorization code for tokens (RFC 6749 §4.1.3), with PKCE (RFC 7636 §4.5). `redirect_uri` must be the
/// one of the authorize request.
///
/// # Errors
/// Why the server refused, or that it did not respond. The code may be used up in any case: begin again.
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

/// Gets a new access token (RFC 6749 §6).
///
/// # Errors
/// Why the server refused, or that it did not respond. If it did not, it may have rotated the refresh token all the
/// same.
pub async fn refresh(
    client: &Client,
    app: &AppCredential,
    token: &RefreshToken,
) -> Result<TokenGrant, TokenError> {
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token.expose())];
    grant(client, app, &fields, Grant::Refresh).await
}

/// Asks the server about an access token or a refresh token (RFC 7662).
///
/// # Errors
/// The app's credentials were refused, or there was no response. An invalid token is not an error.
pub async fn introspect<'a>(
    client: &Client,
    app: &AppCredential,
    token: impl Into<Inspected<'a>>,
) -> Result<Introspection, TokenError> {
    let answer = ask(client, app, &Question::Introspect(token.into())).await?;
    if answer.version == TokenVersion::V1 {
        return Ok(introspection_of_v1(&answer)?.passed(&Border::of(client)));
    }
    success(&answer, Grant::Management)?;
    Ok(parse::<Introspection>(&answer.body)?.passed(&Border::of(client)))
}

/// v1 has no `active`: it refuses invalid tokens or does not find them.
fn introspection_of_v1(answer: &Answer) -> Result<Introspection, TokenError> {
    match answer.status.as_u16() {
        400 | 401 | 404 => Ok(Introspection::default()),
        _ => {
            success(answer, Grant::Management)?;
            Ok(Introspection { active: true, ..parse(&answer.body)? })
        }
    }
}

/// Revokes a refresh token (RFC 7009). Access tokens already issued stay valid until they expire.
///
/// # Errors
/// The app's credentials were refused, or there was no response. An unknown token is not an error.
pub async fn revoke(client: &Client, app: &AppCredential, token: &RefreshToken) -> Result<(), TokenError> {
    let answer = ask(client, app, &Question::Revoke(token)).await?;
    // RFC 7009 §2.2: an unknown token is already invalid. v1 answers 404.
    if answer.version == TokenVersion::V1 && answer.status == StatusCode::NOT_FOUND {
        return Ok(());
    }
    success(&answer, Grant::Management)
}

async fn grant(
    client: &Client,
    app: &AppCredential,
    fields: &[(&str, &str)],
    kind: Grant,
) -> Result<TokenGrant, TokenError> {
    let answer = ask(client, app, &Question::Grant(fields)).await?;
    success(&answer, kind)?;
    let mut wire: WireGrant = parse(&answer.body)?;
    if !wire.is_bearer() || wire.access_token.is_empty() {
        return Err(TokenError::Unexpected);
    }
    let mut scopes = wire.take_scopes();
    wire.register(client.redactor());
    let border = Border::of(client);
    Border::id(&mut wire.hub_id);
    border.scopes(&mut scopes);
    Ok(TokenGrant {
        scopes,
        access_token: AccessToken::new(wire.access_token.as_str()),
        refresh_token: wire.refresh_token.map(|token| RefreshToken::new(token.as_str())),
        expires_in: Duration::from_secs(wire.expires_in),
        hub_id: wire.hub_id,
        server_time: answer.server_time,
    })
}

fn success(answer: &Answer, kind: Grant) -> Result<(), TokenError> {
    if answer.status.is_success() {
        return Ok(());
    }
    Err(TokenError::from_answer(answer.status.as_u16(), &answer.body, kind).after(answer.retry_after))
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, TokenError> {
    serde_json::from_slice(body).map_err(|_| TokenError::Unexpected)
}
