//! Whose portal a credential opens: account details for any token, token info for static ones.

use portalscope_vault::StaticToken;
use reqwest::StatusCode;
use reqwest::header::AUTHORIZATION;
use serde::{Deserialize, Deserializer};
use serde_json::json;

use crate::body::read_json;
use crate::client::{bearer, on_own_host};
use crate::{Client, Credential, Environment, NetworkError, RateLimit, Token};

const ACCOUNT_DETAILS: &str = "/account-info/2026-09/details";
/// Not in HubSpot's reference, in wide use, and without a dated successor (see the catalogue).
const STATIC_TOKEN_INFO: &str = "/oauth/v2/private-apps/get/access-token-info";

/// What HubSpot tells of an account or a token is a few kilobytes.
pub(crate) const LARGEST_ANSWER: usize = 256 * 1024;

/// `GET /account-info/2026-09/details`. All but the id may be missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountDetails {
    #[serde(deserialize_with = "id_as_text")]
    pub portal_id: Option<String>,
    #[serde(default)]
    pub portal_name: Option<String>,
    #[serde(default)]
    pub account_type: Option<String>,
    #[serde(default)]
    pub time_zone: Option<String>,
    #[serde(default)]
    pub company_currency: Option<String>,
    #[serde(default)]
    pub ui_domain: Option<String>,
    #[serde(default)]
    pub data_hosting_location: Option<String>,
    #[serde(skip)]
    pub rate_limit: Option<RateLimit>,
}

/// What HubSpot tells of a private-app token.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenInfo {
    #[serde(default, deserialize_with = "id_as_text")]
    pub hub_id: Option<String>,
    #[serde(default, deserialize_with = "id_as_text")]
    pub app_id: Option<String>,
    #[serde(default, deserialize_with = "id_as_text")]
    pub user_id: Option<String>,
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
}

#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The server does not take the token. Connect again with another.
    #[error("the server refused the token with status {status}")]
    Refused { status: u16 },
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The answer is not of the documented shape.
    #[error("the account details could not be read")]
    Unreadable,
}

pub async fn account_details(
    client: &Client,
    credential: &Credential,
) -> Result<AccountDetails, IdentityError> {
    let url = on_own_host(&credential.environment, ACCOUNT_DETAILS).map_err(|_| IdentityError::Unreadable)?;
    let request =
        client.pool(&credential.environment).get(url).header(AUTHORIZATION, bearer(&credential.token));
    let response = request.send().await.map_err(NetworkError::from)?;
    if !response.status().is_success() {
        return Err(IdentityError::Refused { status: response.status().as_u16() });
    }
    let rate_limit = RateLimit::from_headers(response.headers());
    let details: Option<AccountDetails> = read_json(response, LARGEST_ANSWER).await?;
    let details = details.ok_or(IdentityError::Unreadable)?;
    Ok(AccountDetails { rate_limit, ..details })
}

/// `None`: HubSpot does not tell, which says nothing of the token itself.
pub async fn static_token_info(
    client: &Client,
    environment: &Environment,
    token: &StaticToken,
) -> Result<Option<TokenInfo>, NetworkError> {
    let Ok(url) = on_own_host(environment, STATIC_TOKEN_INFO) else { return Ok(None) };
    let credential = Token::Static(token.clone());
    let body = json!({ "tokenKey": token.expose() });
    let request = client.pool(environment).post(url).header(AUTHORIZATION, bearer(&credential)).json(&body);
    let response = request.send().await?;
    if response.status() != StatusCode::OK {
        return Ok(None);
    }
    read_json(response, LARGEST_ANSWER).await
}

/// HubSpot writes ids as numbers; they are names here.
pub(crate) fn id_as_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
