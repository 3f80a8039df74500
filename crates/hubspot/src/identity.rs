//! The account that a token belongs to: account details for any token, token info for static ones.

use jiff::Timestamp;
use portalscope_vault::StaticToken;
use reqwest::StatusCode;
use reqwest::header::AUTHORIZATION;
use serde::{Deserialize, Deserializer};
use serde_json::json;

use crate::body::read_json;
use crate::client::{bearer, on_own_host};
use crate::server_text::Border;
use crate::{Client, Credential, Environment, NetworkError, RateLimit, Token};

const ACCOUNT_DETAILS: &str = "/account-info/2026-09/details";
/// Not in HubSpot's reference, but widely used, and without a dated successor (see the catalog).
const STATIC_TOKEN_INFO: &str = "/oauth/v2/private-apps/get/access-token-info";

/// Responses about accounts and tokens are a few kilobytes.
pub(crate) const MAX_RESPONSE_BYTES: usize = 256 * 1024;

/// The response of `GET /account-info/2026-09/details`. Everything but the id may be missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountDetails {
    /// The hub id.
    #[serde(deserialize_with = "id_as_text")]
    pub portal_id: Option<String>,
    /// The account's name.
    #[serde(default)]
    pub portal_name: Option<String>,
    /// `STANDARD`, `SANDBOX`, `DEVELOPER_TEST`, `APP_DEVELOPER`.
    #[serde(default)]
    pub account_type: Option<String>,
    /// An IANA name: `Europe/Berlin`.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// An ISO 4217 code: `EUR`.
    #[serde(default)]
    pub company_currency: Option<String>,
    /// The host of the account's user interface: `app-eu1.hubspot.com`.
    #[serde(default)]
    pub ui_domain: Option<String>,
    /// The name of the [`Hublet`](crate::Hublet): `eu1`.
    #[serde(default)]
    pub data_hosting_location: Option<String>,
    /// When the account was created.
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// The limits in the headers of this response.
    #[serde(skip)]
    pub rate_limit: Option<RateLimit>,
}

/// Accounts created since then never had legacy private apps (HubSpot's changelog, "Legacy private app creation
/// sunset"). One day later than announced, since the announcement names no time zone.
const NO_PRIVATE_APPS_SINCE: &str = "2026-09-29T00:00:00Z";

impl AccountDetails {
    fn passed(mut self, border: &Border<'_>) -> Self {
        Border::id(&mut self.portal_id);
        for text in [
            &mut self.portal_name,
            &mut self.account_type,
            &mut self.time_zone,
            &mut self.company_currency,
            &mut self.ui_domain,
            &mut self.data_hosting_location,
        ] {
            border.text(text);
        }
        self
    }

    /// Whether this account may have legacy private apps. If its age is not known, it may.
    pub fn may_have_private_apps(&self) -> bool {
        let since: Timestamp = NO_PRIVATE_APPS_SINCE.parse().expect("BUG: the constant is a time");
        self.created_at.is_none_or(|created| created < since)
    }
}

/// What HubSpot knows about a service key or private-app token. Everything may be missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenInfo {
    /// The account that it belongs to.
    #[serde(default, deserialize_with = "id_as_text")]
    pub hub_id: Option<String>,
    /// The private app that it belongs to.
    #[serde(default, deserialize_with = "id_as_text")]
    pub app_id: Option<String>,
    /// The user who created it.
    #[serde(default, deserialize_with = "id_as_text")]
    pub user_id: Option<String>,
    /// The scopes that it has.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
}

impl TokenInfo {
    fn passed(mut self, border: &Border<'_>) -> Self {
        Border::id(&mut self.hub_id);
        Border::id(&mut self.app_id);
        Border::id(&mut self.user_id);
        border.scopes(&mut self.scopes);
        self
    }
}

/// Why the account of a token is not known.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The server does not accept the token. Replace it.
    #[error("the server refused the token with status {status}")]
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// There was no response. Try again.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The response does not have the documented shape.
    #[error("the account details could not be read")]
    Unreadable,
}

/// `GET /account-info/2026-09/details`: the account that a credential belongs to. Any token may call it.
///
/// # Errors
/// The token was refused, there was no response, or it could not be parsed.
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
    let details: Option<AccountDetails> = read_json(response, MAX_RESPONSE_BYTES).await?;
    let details = details.ok_or(IdentityError::Unreadable)?.passed(&Border::of(client));
    Ok(AccountDetails { rate_limit, ..details })
}

/// `POST /oauth/v2/private-apps/get/access-token-info`. `None`: HubSpot does not tell, which does not mean that the token
/// is invalid.
///
/// # Errors
/// There was no response.
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
    let info: Option<TokenInfo> = read_json(response, MAX_RESPONSE_BYTES).await?;
    Ok(info.map(|info| info.passed(&Border::of(client))))
}

/// ISO 8601, or milliseconds since 1970, which other HubSpot endpoints use.
pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text.parse().ok(),
        serde_json::Value::Number(number) => {
            number.as_i64().and_then(|ms| Timestamp::from_millisecond(ms).ok())
        }
        _ => None,
    })
}

/// HubSpot writes ids as numbers. Here they are names, so they are text.
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
    fn only_accounts_created_after_the_sunset_have_no_legacy_private_apps() {
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
