//! The calls that a portal has made today, as HubSpot counts them: of all its private apps and service keys together.

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::AUTHORIZATION;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::body::read_json;
use crate::client::{bearer, on_own_host};
use crate::identity::{MAX_RESPONSE_BYTES, time};
use crate::server_text::Border;
use crate::{Client, Credential, IdentityError, NetworkError};

const DAILY_USAGE: &str = "/account-info/2026-03/api-usage/daily/private-apps";

/// One entry of the daily usage. What is missing is unknown, not zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiUsage {
    /// What is counted: `private-apps-api-calls-daily`.
    #[serde(default)]
    pub name: Option<String>,
    /// Calls allowed in each day.
    #[serde(default, deserialize_with = "count")]
    pub usage_limit: Option<u64>,
    /// Calls made today.
    #[serde(default, deserialize_with = "count")]
    pub current_usage: Option<u64>,
    /// When HubSpot counted; that may be some minutes ago.
    #[serde(default, deserialize_with = "time")]
    pub collected_at: Option<Timestamp>,
    /// `SUCCESS`, or why HubSpot could not count.
    #[serde(default)]
    pub fetch_status: Option<String>,
    /// The next midnight in the account's time zone.
    #[serde(default, deserialize_with = "time")]
    pub resets_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Wire {
    results: Vec<ApiUsage>,
}

/// `GET /account-info/2026-03/api-usage/daily/private-apps`. `None`: this credential may not read it.
///
/// # Errors
/// The token was refused, a limit was reached, the server failed, or the response could not be parsed.
pub async fn api_usage(
    client: &Client,
    credential: &Credential,
) -> Result<Option<Vec<ApiUsage>>, IdentityError> {
    let url = on_own_host(&credential.environment, DAILY_USAGE).map_err(|_| IdentityError::Unreadable)?;
    let request =
        client.pool(&credential.environment).get(url).header(AUTHORIZATION, bearer(&credential.token));
    let response = request.send().await.map_err(NetworkError::from)?;
    match response.status() {
        StatusCode::OK => {
            let wire: Option<Wire> = read_json(response, MAX_RESPONSE_BYTES).await?;
            let mut results = wire.ok_or(IdentityError::Unreadable)?.results;
            let border = Border::of(client);
            for usage in &mut results {
                border.text(&mut usage.name);
                border.text(&mut usage.fetch_status);
            }
            Ok(Some(results))
        }
        status if is_about_the_call(status) => Err(IdentityError::Refused { status: status.as_u16() }),
        _ => Ok(None),
    }
}

/// The token, a limit or the server is at fault. Any other refusal means that this credential may not read it.
fn is_about_the_call(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS) || status.is_server_error()
}

fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_u64())
}

#[cfg(test)]
mod tests {
    use super::{ApiUsage, Wire};

    #[test]
    fn a_field_that_cannot_be_parsed_is_unknown_and_the_others_stay() {
        let body = r#"{"results":[{"name":"private-apps-api-calls-daily","usageLimit":650000,"currentUsage":"many",
            "collectedAt":"2026-11-22T10:00:00Z","fetchStatus":"SUCCESS","resetsAt":1795388400000},{}]}"#;
        let wire: Wire = serde_json::from_str(body).unwrap();
        let first = &wire.results[0];
        assert_eq!((first.usage_limit, first.current_usage), (Some(650_000), None));
        assert_eq!(first.collected_at.unwrap().to_string(), "2026-11-22T10:00:00Z");
        assert_eq!(first.resets_at.unwrap().to_string(), "2026-11-22T23:00:00Z");
        assert_eq!(wire.results[1], ApiUsage::default());
    }
}
