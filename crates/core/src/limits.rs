//! The limits of a connection: what answers showed since the app started, and what HubSpot counts for the day.

use std::sync::Arc;

use jiff::Timestamp;
use portalscope_hubspot::{ApiUsage, Client, api_usage};
use serde::Serialize;
use specta::Type;

use crate::connections::record::CredentialKind;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::usage::UsagePoints;
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::platform::clock::Clock;
use crate::tokens::credential::Credentials;

/// What HubSpot counts for the day.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum DailyUsage {
    /// All private apps and service keys of the account together.
    Counted {
        used: Option<f64>,
        limit: Option<f64>,
        /// When HubSpot counted.
        #[specta(type = Option<String>)]
        collected_at: Option<Timestamp>,
        #[specta(type = Option<String>)]
        resets_at: Option<Timestamp>,
        /// HubSpot's own word when it could not count.
        failure: Option<String>,
        #[specta(type = String)]
        asked_at: Timestamp,
    },
    /// HubSpot has no daily limit for OAuth apps and counts nothing for them.
    NoneForOauth,
    /// HubSpot does not tell this credential.
    NotTold,
}

pub struct Limits {
    connections: Arc<ConnectionRegistry>,
    credentials: Arc<Credentials>,
    client: Client,
    clock: Arc<dyn Clock>,
}

impl Limits {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        credentials: Arc<Credentials>,
        client: Client,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, credentials, client, clock }
    }

    /// The points from number `since` on, oldest first.
    pub fn points(&self, connection: &ConnectionId, since: u32) -> Result<UsagePoints> {
        self.connections.read(connection, |entry| entry.usage().since(since))
    }

    /// Asks HubSpot for the day's count; for an OAuth connection there is none, and nothing is sent.
    pub async fn daily(&self, connection: &ConnectionId) -> Result<DailyUsage> {
        if self.connections.read(connection, |entry| entry.record().credential)? == CredentialKind::Oauth {
            return Ok(DailyUsage::NoneForOauth);
        }
        let credential = self.credentials.credential(connection).await?;
        let told = api_usage(&self.client, &credential).await?;
        let daily = told.into_iter().flatten().next();
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
