//! Whose portal a credential opens: account details for any token, token info for static ones.

use jiff::Timestamp;
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
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    #[serde(skip)]
    pub rate_limit: Option<RateLimit>,
}

/// Accounts created from this day on never had legacy private apps (HubSpot's changelog, "Legacy private app creation
/// sunset"). One day later than announced: the time zone of that day is not.
const NO_PRIVATE_APPS_SINCE: &str = "2026-09-29T00:00:00Z";

impl AccountDetails {
    /// Whether a legacy private app may exist in this account; where its age is not told, it may.
    pub fn may_have_private_apps(&self) -> bool {
        let since: Timestamp = NO_PRIVATE_APPS_SINCE.parse().expect("BUG: the constant is a time");
        self.created_at.is_none_or(|created| created < since)
    }
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

/// ISO 8601; other dates of HubSpot's are milliseconds since 1970, so those are read too.
pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text.parse().ok(),
        serde_json::Value::Number(number) => {
            number.as_i64().and_then(|ms| Timestamp::from_millisecond(ms).ok())
        }
        _ => None,
    })
}

/// HubSpot writes ids as numbers; they are names here.
pub(crate) fn id_as_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::AccountDetails;

    #[test]
    fn only_an_account_of_a_known_late_birth_has_no_legacy_private_apps() {
        let may = |created: &str| {
            let body = format!(r#"{{"portalId":1{created}}}"#);
            serde_json::from_str::<AccountDetails>(&body).unwrap().may_have_private_apps()
        };
        assert!(
            may("") && may(r#","createdAt":"2021-04-06T08:30:00.000Z""#) && may(r#","createdAt":"soon""#)
        );
        assert!(may(r#","createdAt":"2026-09-28T23:00:00Z""#), "the day's time zone is not told");
        assert!(!may(r#","createdAt":"2026-10-05T09:00:00.000Z""#) && !may(r#","createdAt":1795388400000"#));
    }
}
