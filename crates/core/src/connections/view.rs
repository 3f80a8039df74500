//! A connection as the window draws it.

use jiff::Timestamp;
use portalscope_hubspot::RateLimit;
use serde::Serialize;
use specta::Type;

use crate::connections::identity::{EnvironmentLabel, Identity};
use crate::connections::record::CredentialKind;
use crate::connections::token_record::LastRefresh;
use crate::error::CommandError;
use crate::ids::{AppId, ClientId, ConnectionId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConnectionState {
    Good,
    /// The server no longer takes it; the error says why and what to do.
    NeedsAttention {
        error: CommandError,
    },
    /// Network or server trouble; it is tried again.
    Unreachable {
        error: CommandError,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WriteLock {
    NotNeeded,
    Locked,
    Unlocked,
}

/// All times are in this computer's clock, corrected by the skew.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenLife {
    #[specta(type = String)]
    pub issued_at: Timestamp,
    #[specta(type = String)]
    pub expires_at: Timestamp,
    pub lifetime_seconds: u32,
    /// `None`: it will not refresh by itself (refused, or not the open connection).
    #[specta(type = Option<String>)]
    pub next_refresh_at: Option<Timestamp>,
    pub last_refresh: Option<LastRefresh>,
    pub refreshing: bool,
    pub clock_skew_seconds: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase", rename = "RateLimit")]
pub struct RateLimitFigures {
    pub max: Option<u32>,
    pub remaining: Option<u32>,
    pub interval_ms: Option<u32>,
    pub daily_max: Option<u32>,
    pub daily_remaining: Option<u32>,
    #[specta(type = String)]
    pub observed_at: Timestamp,
}

impl RateLimitFigures {
    pub(crate) fn new(limit: RateLimit, observed_at: Timestamp) -> Self {
        let RateLimit { max, remaining, interval_ms, daily_max, daily_remaining } = limit;
        Self { max, remaining, interval_ms, daily_max, daily_remaining, observed_at }
    }
}

/// A connection as the window draws it.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub id: ConnectionId,
    pub identity: Identity,
    pub environment: EnvironmentLabel,
    /// The address of the demo portal outside the app that it is connected to, instead of HubSpot.
    pub demo_server: Option<String>,
    pub credential: CredentialKind,
    /// `None`: HubSpot does not tell for this credential.
    pub granted_scopes: Option<Vec<String>>,
    pub token: Option<TokenLife>,
    pub state: ConnectionState,
    pub rate_limit: Option<RateLimitFigures>,
    pub write_lock: WriteLock,
    /// When writing locks itself unless something is written; set while it is unlocked.
    #[specta(type = Option<String>)]
    pub unlocked_until: Option<Timestamp>,
    /// When writing locked itself because nothing was written; unset once it is unlocked again or locked by hand.
    #[specta(type = Option<String>)]
    pub locked_itself_at: Option<Timestamp>,
    pub client_id: Option<ClientId>,
    /// The OAuth app by its id; `None` for static tokens.
    pub app: Option<AppId>,
    /// Its secrets are in memory only and gone when the app quits.
    pub session_only: bool,
    #[specta(type = String)]
    pub connected_at: Timestamp,
    /// When it was last opened or called with.
    #[specta(type = Option<String>)]
    pub last_used_at: Option<Timestamp>,
}
