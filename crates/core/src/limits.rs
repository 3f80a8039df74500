//! The rate limits of a connection: what responses showed, and the daily usage that HubSpot counts.

use std::sync::Arc;

use jiff::Timestamp;
use portalscope_hubspot::{ApiUsage, api_usage};
use serde::Serialize;
use specta::Type;

use crate::connections::record::CredentialKind;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::usage::UsagePoints;
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::platform::clock::Clock;
use crate::tokens::credential::Credentials;
use crate::tokens::informed_client::InformedClient;

/// The daily usage that HubSpot counts, from `GET /account-info/2026-03/api-usage/daily/private-apps`.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum DailyUsage {
    /// The calls of all private apps and service keys of the account together.
    Counted {
        /// Calls made today. `None`: not in the response.
        used: Option<f64>,
        /// Calls allowed per day. `None`: not in the response.
        limit: Option<f64>,
        /// When HubSpot counted (RFC 3339, UTC); it may be some minutes ago. `None`: not in the response.
        #[specta(type = Option<String>)]
        collected_at: Option<Timestamp>,
        /// The next midnight in the account's time zone (RFC 3339, UTC). `None`: not in the response.
        #[specta(type = Option<String>)]
        resets_at: Option<Timestamp>,
        /// HubSpot's own word if it could not count, 60 characters at most. `None`: it could.
        failure: Option<String>,
        /// When the usage was requested (RFC 3339, UTC).
        #[specta(type = String)]
        asked_at: Timestamp,
    },
    /// HubSpot has no daily limit for OAuth apps and counts nothing for them.
    NoneForOauth,
    /// HubSpot does not allow this credential to read it.
    NotTold,
}

/// Reads the rate limits of connections.
pub struct Limits {
    connections: Arc<ConnectionRegistry>,
    credentials: Arc<Credentials>,
    client: Arc<InformedClient>,
    clock: Arc<dyn Clock>,
}

impl Limits {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        credentials: Arc<Credentials>,
        client: Arc<InformedClient>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, credentials, client, clock }
    }

    /// The usage points from number `since` on, oldest first.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`](crate::error::Error::ConnectionNotFound).
    pub fn points(&self, connection: &ConnectionId, since: u32) -> Result<UsagePoints> {
        self.connections.read(connection, |entry| entry.usage().since(since))
    }

    /// Requests the daily usage from HubSpot. For an OAuth connection there is none, and nothing is sent.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`](crate::error::Error::ConnectionNotFound),
    /// [`Error::Identity`](crate::error::Error::Identity), and those of getting a token.
    pub async fn daily(&self, connection: &ConnectionId) -> Result<DailyUsage> {
        if self.connections.read(connection, |entry| entry.record().credential)? == CredentialKind::Oauth {
            return Ok(DailyUsage::NoneForOauth);
        }
        let credential = self.credentials.credential(connection).await?;
        let usages = api_usage(self.client.get().await, &credential).await?;
        let daily = usages.into_iter().flatten().next();
        Ok(daily.map_or(DailyUsage::NotTold, |usage| counted(usage, self.clock.now())))
    }
}

#[expect(clippy::cast_precision_loss, reason = "calls of a day are far below what a float counts exactly")]
fn counted(usage: ApiUsage, asked_at: Timestamp) -> DailyUsage {
    let failure = usage.fetch_status.filter(|status| status != "SUCCESS");
    DailyUsage::Counted {
        used: usage.current_usage.map(|count| count as f64),
        limit: usage.usage_limit.map(|count| count as f64),
        collected_at: usage.collected_at,
        resets_at: usage.resets_at,
        failure: failure.map(|status| status.chars().take(60).collect()),
        asked_at,
    }
}
