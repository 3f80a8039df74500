//! A connection as the window shows it.

use jiff::Timestamp;
use portalscope_hubspot::RateLimit;
use serde::Serialize;
use specta::Type;

use crate::connections::identity::{EnvironmentLabel, Identity};
use crate::connections::label::ConnectionLabel;
use crate::connections::record::CredentialKind;
use crate::connections::token_record::LastRefresh;
use crate::error::CommandError;
use crate::ids::{AppId, ClientId, ConnectionId};

/// Whether a connection can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConnectionState {
    /// The last refresh, or a call since, succeeded.
    Good,
    /// The user has to act, such as by re-authorizing: the server refuses the credential, or its secret is gone.
    NeedsAttention {
        /// Why, and what to do.
        error: CommandError,
    },
    /// A transient error of the network, the server or the keyring. Errors of the keyring are not retried in the
    /// background.
    Unreachable {
        /// What failed.
        error: CommandError,
    },
}

/// Whether calls that change data may be sent to a portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WriteLock {
    /// They may: it is a sandbox, a test account or a demo portal.
    NotNeeded,
    /// They are refused until the Hub ID is typed.
    Locked,
    /// They may until `unlockedUntil`, which each write moves.
    Unlocked,
}

/// The lifetime of an access token. All times are in this computer's clock, corrected by the skew.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenLife {
    /// When the server issued the token.
    #[specta(type = String)]
    pub issued_at: Timestamp,
    /// When the token expires.
    #[specta(type = String)]
    pub expires_at: Timestamp,
    /// The server's `expires_in` (RFC 6749, section 5.1), limited to between a minute and a day; shortened if the
    /// server refuses the token before that.
    pub lifetime_seconds: u32,
    /// When the token is refreshed in the background. `None`: it is not, since the credential was refused or another
    /// connection is open.
    #[specta(type = Option<String>)]
    pub next_refresh_at: Option<Timestamp>,
    /// `None`: it was not refreshed since it was connected.
    pub last_refresh: Option<LastRefresh>,
    /// A refresh is in progress.
    pub refreshing: bool,
    /// Positive: this computer's clock is ahead of the server's. Differences below three seconds count as zero.
    pub clock_skew_seconds: i32,
}

/// The rate limits in the headers of the last response that had any (`X-HubSpot-RateLimit-…`). `None`: HubSpot did not
/// send the figure.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase", rename = "RateLimit")]
pub struct RateLimitFigures {
    /// Calls allowed in each interval.
    pub max: Option<u32>,
    /// Calls left in the interval.
    pub remaining: Option<u32>,
    /// The length of the interval in milliseconds.
    pub interval_ms: Option<u32>,
    /// Calls allowed per day. HubSpot sends no daily figures to OAuth apps.
    pub daily_max: Option<u32>,
    /// Calls left until midnight in the account's time zone.
    pub daily_remaining: Option<u32>,
    /// When the response arrived, by this computer's clock.
    #[specta(type = String)]
    pub observed_at: Timestamp,
}

impl RateLimitFigures {
    pub(crate) fn new(limit: RateLimit, observed_at: Timestamp) -> Self {
        let RateLimit { max, remaining, interval_ms, daily_max, daily_remaining } = limit;
        Self { max, remaining, interval_ms, daily_max, daily_remaining, observed_at }
    }
}

/// A connection as the window shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// Stays the same when it is re-authorized or its token is replaced.
    pub id: ConnectionId,
    /// The portal that it is connected to.
    pub identity: Identity,
    /// The label of the portal.
    pub environment: EnvironmentLabel,
    /// Host and port of the demo portal in another program that it is connected to, `127.0.0.1:4010`. `None`: it is
    /// connected to HubSpot or to the embedded demo portal.
    pub demo_server: Option<String>,
    /// The kind of credential.
    pub credential: CredentialKind,
    /// `None`: HubSpot does not say for this credential.
    pub granted_scopes: Option<Vec<String>>,
    /// The access token's lifetime. `None` for static tokens, which do not expire.
    pub token: Option<TokenLife>,
    /// Whether it can be used.
    pub state: ConnectionState,
    /// The last known rate limits. `None`: no response had any since the app started.
    pub rate_limit: Option<RateLimitFigures>,
    /// Whether calls that change data may be sent.
    pub write_lock: WriteLock,
    /// When writing is locked again unless something is written. `None`: writing is not unlocked.
    #[specta(type = Option<String>)]
    pub unlocked_until: Option<Timestamp>,
    /// When writing was locked again because nothing was written. `None` once it is unlocked again or locked by the user.
    #[specta(type = Option<String>)]
    pub locked_itself_at: Option<Timestamp>,
    /// The client id of the OAuth app. `None` for static tokens.
    pub client_id: Option<ClientId>,
    /// The id of the OAuth app. `None` for static tokens.
    pub app: Option<AppId>,
    /// It and its secrets are in memory only, and gone when the app quits.
    pub session_only: bool,
    /// When it was connected last.
    #[specta(type = String)]
    pub connected_at: Timestamp,
    /// A person's own name and color for it.
    pub label: ConnectionLabel,
    /// When it was last opened or used for a call. `None`: never.
    #[specta(type = Option<String>)]
    pub last_used_at: Option<Timestamp>,
}
