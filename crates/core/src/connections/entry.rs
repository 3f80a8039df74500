//! A connection in memory: its record, and the state that exists only while the app runs.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use portalscope_hubspot::{RateLimit, Token};
use portalscope_vault::{Mode, Owner, RefreshToken};

use crate::connections::backoff::RefreshBackoff;
use crate::connections::identity::EnvironmentLabel;
use crate::connections::record::ConnectionRecord;
use crate::connections::unlock::{Unlock, needs_write_lock};
use crate::connections::usage::UsageLog;
use crate::connections::view::{Connection, ConnectionState, RateLimitFigures, TokenLife, WriteLock};
use crate::environments::key::{EMBEDDED_KEY, outside_server};
use crate::error::ErrorCode;
use crate::ids::ClientId;
use crate::platform::clock::{Clock, Moment};
use crate::store::StoredConnection;

/// A record with its running state.
pub(crate) struct ConnectionEntry {
    pub(super) record: ConnectionRecord,
    pub(super) client_id: Option<ClientId>,
    pub(super) rate_limit: Option<RateLimitFigures>,
    /// The rate limits that responses have shown since the app started.
    pub(super) usage: UsageLog,
    /// When it was last opened or used for a call.
    pub(super) last_used: Option<Timestamp>,
    pub(super) refreshing: bool,
    pub(super) unlock: Unlock,
    pub(super) session_only: bool,
    /// The cached bearer token. `None`: it was not read from the vault yet.
    pub(super) token: Option<Token>,
    /// The newest refresh token, if it is not in the vault yet: it must not be lost while the app runs.
    pub(super) unsaved_refresh: Option<RefreshToken>,
    /// The revision of `record` in the data file; 0 while it is in memory only.
    pub(super) revision: i64,
    /// The refresh attempts of this process.
    pub(super) backoff: RefreshBackoff,
    /// Locked while its secrets are exchanged, replaced or removed, so that all callers share one refresh.
    pub(super) refresh_lock: Arc<tokio::sync::Mutex<()>>,
}

impl ConnectionEntry {
    pub(super) fn new(record: ConnectionRecord, client_id: Option<ClientId>, mode: Mode) -> Self {
        Self {
            record,
            client_id,
            rate_limit: None,
            usage: UsageLog::default(),
            last_used: None,
            refreshing: false,
            unlock: Unlock::default(),
            session_only: mode == Mode::Session,
            token: None,
            unsaved_refresh: None,
            revision: 0,
            backoff: RefreshBackoff::default(),
            refresh_lock: Arc::default(),
        }
    }

    /// The entry of a record that was read from the data file.
    pub(super) fn stored(stored: StoredConnection, client_id: Option<ClientId>) -> Self {
        Self { revision: stored.revision, ..Self::new(stored.record, client_id, Mode::Keyring) }
    }

    /// Takes lock, usage and last use from the entry that it replaces: tasks may be waiting for that lock.
    pub(super) fn take_over(&mut self, before: &mut Self) {
        self.refresh_lock = Arc::clone(&before.refresh_lock);
        self.last_used = before.last_used;
        self.usage = std::mem::take(&mut before.usage);
    }

    /// Takes the record that another process wrote. Tokens of an older issue are dropped from memory: the keyring has the
    /// newer ones.
    pub(super) fn adopt(&mut self, stored: StoredConnection) {
        let issue =
            |record: &ConnectionRecord| (record.connected_at, record.token.as_ref().map(|token| token.issue));
        if issue(&self.record) != issue(&stored.record) {
            self.token = None;
            self.unsaved_refresh = None;
            self.backoff = RefreshBackoff::default();
        }
        if self.record.identity.hub_id != stored.record.identity.hub_id {
            self.unlock = Unlock::default();
        }
        self.record = stored.record;
        self.revision = stored.revision;
    }

    pub(crate) fn record(&self) -> &ConnectionRecord {
        &self.record
    }

    /// The cached bearer token. `None`: it was not read from the vault yet.
    pub(crate) fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// The newest refresh token, if it is not in the vault yet.
    pub(crate) fn unsaved_refresh(&self) -> Option<&RefreshToken> {
        self.unsaved_refresh.as_ref()
    }

    pub(crate) fn backoff(&self) -> &RefreshBackoff {
        &self.backoff
    }

    pub(crate) fn unlock(&self) -> Unlock {
        self.unlock
    }

    pub(crate) fn usage(&self) -> &UsageLog {
        &self.usage
    }

    /// Whether its secrets are in memory only.
    pub(crate) fn is_session_only(&self) -> bool {
        self.session_only
    }

    /// Where the connection's secrets are.
    pub(crate) fn mode(&self) -> Mode {
        if self.session_only { Mode::Session } else { Mode::Keyring }
    }

    pub(crate) fn owner(&self) -> Owner {
        Owner::connection(&self.record.environment, &self.record.id, self.mode())
    }

    /// Records the rate limits of a response.
    pub(super) fn note_rate_limit(&mut self, limit: RateLimit, now: Timestamp) {
        self.rate_limit = Some(RateLimitFigures::new(limit, now));
        self.usage.take(limit, now);
    }

    /// The embedded demo portal is labeled as a demo. A demo portal in another program is labeled by the account type that
    /// it reports, as HubSpot is.
    pub(crate) fn environment(&self) -> EnvironmentLabel {
        if self.record.environment == EMBEDDED_KEY {
            EnvironmentLabel::Demo
        } else {
            self.record.identity.account_type.label()
        }
    }

    /// Whether writing is locked: where it has to be, unless it was unlocked.
    pub(crate) fn write_lock(&self, now: Moment) -> WriteLock {
        match needs_write_lock(self.environment()) {
            false => WriteLock::NotNeeded,
            true if self.unlock.is_open(now) => WriteLock::Unlocked,
            true => WriteLock::Locked,
        }
    }

    /// The connection for the window. `is_open`: it is the active connection, whose token is refreshed in the background.
    pub(super) fn view(&self, is_open: bool, now: Moment) -> Connection {
        let record = &self.record;
        let write_lock = self.write_lock(now);
        let state = state_of(record);
        let refused = matches!(state, ConnectionState::NeedsAttention { .. });
        Connection {
            id: record.id.clone(),
            identity: record.identity.clone(),
            environment: self.environment(),
            demo_server: outside_server(&record.environment),
            credential: record.credential,
            granted_scopes: record.granted_scopes.clone(),
            token: self.token_life(is_open && !refused),
            state,
            rate_limit: self.rate_limit.clone(),
            write_lock,
            unlocked_until: self.unlock.ends_at(now).filter(|_| write_lock == WriteLock::Unlocked),
            locked_itself_at: self.unlock.ended_at(now).filter(|_| write_lock == WriteLock::Locked),
            client_id: self.client_id.clone(),
            app: record.app.clone(),
            session_only: self.session_only,
            connected_at: record.connected_at,
            label: record.label.clone(),
            last_used_at: self.last_used,
        }
    }

    fn token_life(&self, refreshes: bool) -> Option<TokenLife> {
        let token = self.record.token.as_ref()?;
        Some(TokenLife {
            issued_at: token.issued_at,
            expires_at: token.expires_at(),
            lifetime_seconds: token.lifetime_seconds,
            next_refresh_at: refreshes.then(|| token.refresh_at()),
            last_refresh: token.last_refresh.clone(),
            refreshing: self.refreshing,
            clock_skew_seconds: token.skew_seconds,
        })
    }
}

impl ConnectionEntry {
    /// Its last error was a transient one of the network or the server, so another attempt may succeed.
    pub(crate) fn wants_recovery(&self) -> bool {
        let error = self.record.last_error.as_ref().filter(|_| self.record.token.is_some());
        error.is_some_and(|error| is_transient(error.code) && !is_of_keyring(error.code))
    }

    /// How long until the background refresher acts on it. `None`: it does not. A connection that is not open is only
    /// retried after an error of this process.
    pub(super) fn until_refresh(&self, is_open: bool, clock: &dyn Clock) -> Option<Duration> {
        let delay = self.backoff.delay_left(clock.monotonic());
        if self.wants_recovery() && (is_open || self.backoff.has_failed()) {
            return Some(delay);
        }
        if !is_open {
            return None;
        }
        let now = clock.moment();
        let at = self.view(true, now).token?.next_refresh_at?;
        Some(Duration::try_from(at.duration_since(now.wall)).unwrap_or_default().max(delay))
    }
}

/// Errors of the keyring are not retried in the background: that may open its password prompt.
fn is_of_keyring(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::KeyringUnavailable
            | ErrorCode::KeyringLocked
            | ErrorCode::KeyringTimedOut
            | ErrorCode::KeyringDenied
            | ErrorCode::KeyringNewer
    )
}

fn state_of(record: &ConnectionRecord) -> ConnectionState {
    match &record.last_error {
        None => ConnectionState::Good,
        Some(error) if is_transient(error.code) => ConnectionState::Unreachable { error: error.clone() },
        Some(error) => ConnectionState::NeedsAttention { error: error.clone() },
    }
}

/// Whether the error may end without the user acting on the connection.
pub(crate) fn is_transient(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::NetworkUnreachable
            | ErrorCode::NetworkTimeout
            | ErrorCode::NetworkTls
            | ErrorCode::NetworkBroken
            | ErrorCode::ServerError
            | ErrorCode::UnexpectedAnswer
            | ErrorCode::KeyringUnavailable
            | ErrorCode::KeyringLocked
            | ErrorCode::KeyringTimedOut
            | ErrorCode::KeyringDenied
            | ErrorCode::KeyringNewer
            | ErrorCode::DemoNotRunning
            | ErrorCode::ConnectionBusy
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use portalscope_hubspot::NetworkError as Network;
    use portalscope_hubspot::oauth::TokenError as Token;

    use super::{ConnectionEntry, ConnectionState, Mode, Moment, Unlock, WriteLock, state_of};
    use crate::connections::identity::{AccountType, Identity};
    use crate::connections::label::ConnectionLabel;
    use crate::connections::record::{ConnectionRecord, CredentialKind};
    use crate::error::{CommandError, Error};

    fn entry(environment: &str, account_type: AccountType) -> ConnectionEntry {
        let record = ConnectionRecord {
            id: "one".into(),
            environment: environment.to_owned(),
            app: None,
            credential: CredentialKind::StaticToken,
            identity: Identity { account_type, ..Identity::of_hub("26041877".into()) },
            granted_scopes: None,
            requested_scopes: Vec::new(),
            requested_optional_scopes: Vec::new(),
            token: None,
            last_error: None,
            connected_at: jiff::Timestamp::UNIX_EPOCH,
            label: ConnectionLabel::default(),
        };
        ConnectionEntry::new(record, None, Mode::Session)
    }

    #[test]
    fn production_is_locked_until_unlocked_and_so_is_what_may_be_production() {
        let now = Moment { wall: jiff::Timestamp::UNIX_EPOCH, monotonic: Duration::ZERO };
        for account_type in [AccountType::Standard, AccountType::Unknown, AccountType::AppDeveloper] {
            let mut entry = entry("hubspot", account_type);
            assert_eq!(entry.write_lock(now), WriteLock::Locked, "{account_type:?}");
            entry.unlock = Unlock::Since(now);
            assert_eq!(entry.write_lock(now), WriteLock::Unlocked, "{account_type:?}");
        }
        for account_type in [AccountType::Sandbox, AccountType::DeveloperTest] {
            assert_eq!(
                entry("hubspot", account_type).write_lock(now),
                WriteLock::NotNeeded,
                "{account_type:?}"
            );
        }
        assert_eq!(entry("demo-embedded", AccountType::Standard).write_lock(now), WriteLock::NotNeeded);
        let outside = |account_type| entry("demo-127.0.0.1-4010", account_type).write_lock(now);
        assert_eq!(outside(AccountType::Standard), WriteLock::Locked, "it counts by its account");
        assert_eq!(outside(AccountType::Sandbox), WriteLock::NotNeeded);
    }

    /// The state after a refresh that failed with `error`.
    fn state_after(error: Error) -> ConnectionState {
        let mut entry = entry("hubspot", AccountType::Standard);
        entry.record.last_error = Some(CommandError::from(error));
        state_of(&entry.record)
    }

    #[test]
    fn errors_of_the_network_and_the_server_are_transient_and_each_has_words_of_its_own() {
        let network = [
            Network::NameNotFound,
            Network::Refused,
            Network::Unreachable,
            Network::Proxy,
            Network::ProxyCredentials,
            Network::TimedOut,
            Network::Certificate,
            Network::CertificateDates,
            Network::Tls,
            Network::Broken,
        ];
        let server =
            [Token::Server { status: 503 }, Token::Busy { status: 429, retry_after: Duration::ZERO }];
        let all = network.map(|error| Error::Token(Token::Network(error))).into_iter();
        let mut words = BTreeSet::new();
        for error in all.chain(server.map(Error::Token)) {
            let named = format!("{error:?}");
            let ConnectionState::Unreachable { error } = state_after(error) else {
                panic!("{named} would keep the connection from being tried again");
            };
            assert!(!error.hint.is_empty(), "{named}");
            words.insert(error.message);
        }
        assert!(words.len() >= 10, "{words:#?}");
    }

    #[test]
    fn errors_that_the_user_must_fix_need_attention() {
        for error in [Token::RefreshToken, Token::ClientSecret, Token::ClientId, Token::Portal, Token::Scopes]
        {
            let named = format!("{error:?}");
            let state = state_after(Error::Token(error));
            assert!(matches!(state, ConnectionState::NeedsAttention { .. }), "{named}: {state:?}");
        }
    }
}
