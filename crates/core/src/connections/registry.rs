//! All connections in memory: their records with what is known only while the app runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use portalscope_hubspot::Token;
use portalscope_vault::{Mode, Owner, RefreshToken};

use crate::connections::backoff::Attempts;
use crate::connections::identity::EnvironmentLabel;
use crate::connections::record::{
    Connection, ConnectionRecord, ConnectionState, RateLimitFigures, TokenLife, WriteLock,
};
use crate::connections::usage::UsageLog;
use crate::environments::demo;
use crate::environments::demo::EMBEDDED_KEY;
use crate::error::Result;
use crate::error::{Error, ErrorCode};
use crate::platform::clock::Clock;
use crate::store::Stored;

/// A record with its running state.
pub(crate) struct Live {
    pub record: ConnectionRecord,
    pub client_id: Option<String>,
    pub rate_limit: Option<RateLimitFigures>,
    /// What the answers since the start showed of its limits.
    pub usage: UsageLog,
    /// When it was last opened or called with.
    pub last_used: Option<Timestamp>,
    pub refreshing: bool,
    pub unlocked: bool,
    pub session_only: bool,
    /// The bearer token, once it has been read from the vault.
    pub token: Option<Token>,
    /// A refresh token that the vault would not take: it must not be lost while the app runs.
    pub unsaved_refresh: Option<RefreshToken>,
    /// The revision of `record` in the data file; 0 while it is in memory only.
    pub revision: i64,
    /// How the last attempts to refresh ended in this process.
    pub attempts: Attempts,
    /// Held during a refresh, so that all who wait share one.
    pub gate: Arc<tokio::sync::Mutex<()>>,
}

impl Live {
    pub(crate) fn new(record: ConnectionRecord, client_id: Option<String>, session_only: bool) -> Self {
        Self {
            record,
            client_id,
            rate_limit: None,
            usage: UsageLog::default(),
            last_used: None,
            refreshing: false,
            unlocked: false,
            session_only,
            token: None,
            unsaved_refresh: None,
            revision: 0,
            attempts: Attempts::default(),
            gate: Arc::default(),
        }
    }

    pub(crate) fn stored(stored: Stored, client_id: Option<String>) -> Self {
        Self { revision: stored.revision, ..Self::new(stored.record, client_id, false) }
    }

    /// Takes the record that another process wrote. What is held in memory of an older token is forgotten: the
    /// keyring has the newer one.
    pub(crate) fn adopt(&mut self, stored: Stored) {
        let issue =
            |record: &ConnectionRecord| (record.connected_at, record.token.as_ref().map(|token| token.issue));
        if issue(&self.record) != issue(&stored.record) {
            self.token = None;
            self.unsaved_refresh = None;
            self.attempts = Attempts::default();
        }
        self.unlocked &= self.record.identity.hub_id == stored.record.identity.hub_id;
        self.record = stored.record;
        self.revision = stored.revision;
    }

    /// Where the connection's secrets are.
    pub(crate) fn mode(&self) -> Mode {
        if self.session_only { Mode::Session } else { Mode::Keyring }
    }

    pub(crate) fn owner(&self) -> Owner {
        Owner::connection(&self.record.environment, &self.record.id, self.mode())
    }

    /// The demo inside the app is a demo. One outside it counts by the type of account it reports, as HubSpot does.
    pub(crate) fn environment(&self) -> EnvironmentLabel {
        if self.record.environment == EMBEDDED_KEY {
            EnvironmentLabel::Demo
        } else {
            self.record.identity.account_type.label()
        }
    }

    pub(crate) fn write_lock(&self) -> WriteLock {
        match self.environment() {
            EnvironmentLabel::Sandbox | EnvironmentLabel::DeveloperTest | EnvironmentLabel::Demo => {
                WriteLock::NotNeeded
            }
            EnvironmentLabel::Production | EnvironmentLabel::AppDeveloper if self.unlocked => {
                WriteLock::Unlocked
            }
            EnvironmentLabel::Production | EnvironmentLabel::AppDeveloper => WriteLock::Locked,
        }
    }

    /// `is_open`: this is the connection on the screen, the one that is kept fresh.
    pub(crate) fn view(&self, is_open: bool) -> Connection {
        let record = &self.record;
        let state = state_of(record);
        let refused = matches!(state, ConnectionState::NeedsAttention { .. });
        Connection {
            id: record.id.clone(),
            identity: record.identity.clone(),
            environment: self.environment(),
            demo_server: demo::outside_server(&record.environment),
            credential: record.credential,
            granted_scopes: record.granted_scopes.clone(),
            token: self.token_life(is_open && !refused),
            state,
            rate_limit: self.rate_limit.clone(),
            write_lock: self.write_lock(),
            client_id: self.client_id.clone(),
            app: record.app.clone(),
            session_only: self.session_only,
            connected_at: record.connected_at,
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

impl Live {
    /// Its last trouble was the network's or the server's: only another attempt shows that it has passed.
    pub(crate) fn wants_recovery(&self) -> bool {
        let trouble = self.record.trouble.as_ref().filter(|_| self.record.token.is_some());
        trouble.is_some_and(|error| is_passing(error.code) && !is_of_keyring(error.code))
    }

    /// `None`: never by itself. One that is not open is only brought back from trouble that this process met.
    fn until_refresh(&self, is_open: bool, clock: &dyn Clock) -> Option<Duration> {
        let pause = self.attempts.pause_left(clock.monotonic());
        if self.wants_recovery() && (is_open || self.attempts.has_failed()) {
            return Some(pause);
        }
        if !is_open {
            return None;
        }
        let at = self.view(true).token?.next_refresh_at?;
        Some(Duration::try_from(at.duration_since(clock.now())).unwrap_or_default().max(pause))
    }
}

/// Asking the keyring again may open a window that asks for its password, so nothing does it by itself.
fn is_of_keyring(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::KeyringUnavailable
            | ErrorCode::KeyringLocked
            | ErrorCode::KeyringHanging
            | ErrorCode::KeyringDenied
            | ErrorCode::KeyringNewer
    )
}

fn state_of(record: &ConnectionRecord) -> ConnectionState {
    match &record.trouble {
        None => ConnectionState::Good,
        Some(error) if is_passing(error.code) => ConnectionState::Unreachable { error: error.clone() },
        Some(error) => ConnectionState::NeedsAttention { error: error.clone() },
    }
}

/// Trouble that ends without anybody acting on the connection.
pub(crate) fn is_passing(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::NetworkUnreachable
            | ErrorCode::NetworkTimeout
            | ErrorCode::NetworkTls
            | ErrorCode::NetworkBroken
            | ErrorCode::ServerTrouble
            | ErrorCode::UnexpectedAnswer
            | ErrorCode::KeyringUnavailable
            | ErrorCode::KeyringLocked
            | ErrorCode::KeyringHanging
            | ErrorCode::KeyringDenied
            | ErrorCode::KeyringNewer
            | ErrorCode::DemoNotRunning
            | ErrorCode::ConnectionBusy
    )
}

#[derive(Default)]
pub(crate) struct Connections {
    all: Mutex<State>,
}

#[derive(Default)]
struct State {
    live: BTreeMap<String, Live>,
    open: Option<String>,
}

impl Connections {
    /// Puts it in. One of the same id is replaced, but for its gate, at which others may be waiting.
    pub(crate) fn insert(&self, mut live: Live) {
        let mut state = self.lock();
        if let Some(before) = state.live.get_mut(&live.record.id) {
            live.gate = Arc::clone(&before.gate);
            live.last_used = before.last_used;
            live.usage = std::mem::take(&mut before.usage);
        }
        state.live.insert(live.record.id.clone(), live);
    }

    /// Puts in what another process added, unless it is here by now.
    pub(crate) fn insert_if_new(&self, live: Live) {
        self.lock().live.entry(live.record.id.clone()).or_insert(live);
    }

    /// Held while a connection's secrets are exchanged, replaced or removed. A new connection has one of its own.
    pub(crate) fn gate(&self, id: &str) -> Arc<tokio::sync::Mutex<()>> {
        self.lock().live.get(id).map(|live| Arc::clone(&live.gate)).unwrap_or_default()
    }

    /// What differs from the data file, whose revisions these are: first what is new or changed there, then what is
    /// gone. Connections in memory only have no part in it.
    pub(crate) fn differences(&self, revisions: &BTreeMap<String, i64>) -> (Vec<String>, Vec<String>) {
        let state = self.lock();
        let is_known = |id: &str, revision: i64| {
            state.live.get(id).is_some_and(|live| live.session_only || live.revision == revision)
        };
        let changed = revisions.iter().filter(|(id, revision)| !is_known(id, **revision));
        let gone = state.live.values().filter(|live| !live.session_only);
        let gone = gone.filter(|live| !revisions.contains_key(&live.record.id));
        (changed.map(|(id, _)| id.clone()).collect(), gone.map(|live| live.record.id.clone()).collect())
    }

    /// The clock of this computer was set by so much, by which every token's end moves.
    pub(crate) fn shift_clock(&self, by: SignedDuration) {
        for live in self.lock().live.values_mut() {
            if let Some(token) = &mut live.record.token {
                token.shift_clock(by);
            }
        }
    }

    /// After sleep or a change of the network nobody waits for the end of a pause.
    pub(crate) fn end_pauses(&self) {
        self.lock().live.values_mut().for_each(|live| live.attempts.end_pause());
    }

    /// Connections whose newest refresh token the keyring has not taken yet.
    pub(crate) fn unsaved(&self) -> Vec<String> {
        let state = self.lock();
        let unsaved = state.live.values().filter(|live| live.unsaved_refresh.is_some());
        unsaved.map(|live| live.record.id.clone()).collect()
    }

    pub(crate) fn remove(&self, id: &str) -> bool {
        let mut state = self.lock();
        if state.open.as_deref() == Some(id) {
            state.open = None;
        }
        state.live.remove(id).is_some()
    }

    pub(crate) fn views(&self) -> Vec<Connection> {
        let state = self.lock();
        state.live.values().map(|live| live.view(state.is_open(&live.record.id))).collect()
    }

    pub(crate) fn view(&self, id: &str) -> Result<Connection> {
        let state = self.lock();
        state.live.get(id).map(|live| live.view(state.is_open(id))).ok_or(Error::ConnectionNotFound)
    }

    /// Reads or changes one connection. `read` must not wait for anything.
    pub(crate) fn with<T>(&self, id: &str, read: impl FnOnce(&mut Live) -> T) -> Result<T> {
        self.lock().live.get_mut(id).map(read).ok_or(Error::ConnectionNotFound)
    }

    pub(crate) fn find(&self, wanted: impl Fn(&ConnectionRecord) -> bool) -> Option<String> {
        self.lock().live.values().find(|live| wanted(&live.record)).map(|live| live.record.id.clone())
    }

    /// Every record, and whether its secrets are in memory only.
    pub(crate) fn records(&self) -> Vec<(ConnectionRecord, bool)> {
        self.lock().live.values().map(|live| (live.record.clone(), live.session_only)).collect()
    }

    /// When each connection was last used, of those that the data file knows.
    pub(crate) fn last_used(&self) -> BTreeMap<String, Timestamp> {
        let state = self.lock();
        let kept = state.live.values().filter(|live| !live.session_only);
        kept.filter_map(|live| Some((live.record.id.clone(), live.last_used?))).collect()
    }

    pub(crate) fn count(&self, wanted: impl Fn(&Live) -> bool) -> u32 {
        let count = self.lock().live.values().filter(|live| wanted(live)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    pub(crate) fn find_all(&self, wanted: impl Fn(&ConnectionRecord) -> bool) -> Vec<String> {
        let state = self.lock();
        state.live.values().filter(|live| wanted(&live.record)).map(|live| live.record.id.clone()).collect()
    }

    pub(crate) fn open(&self) -> Option<String> {
        self.lock().open.clone()
    }

    /// Answers the connection that was open before.
    pub(crate) fn set_open(&self, id: Option<String>) -> Option<String> {
        std::mem::replace(&mut self.lock().open, id)
    }

    /// Which connection wants the next refresh by itself, and in how long. The open one comes first.
    pub(crate) fn next_refresh(&self, clock: &dyn Clock) -> Option<(String, Duration)> {
        let state = self.lock();
        let waits = state.live.iter().filter_map(|(id, live)| {
            let is_open = state.is_open(id);
            Some((live.until_refresh(is_open, clock)?, !is_open, id))
        });
        waits.min().map(|(wait, _, id)| (id.clone(), wait))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_open(&self, id: &str) -> bool {
        self.open.as_deref() == Some(id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use portalscope_hubspot::NetworkError as Network;
    use portalscope_hubspot::oauth::TokenError as Token;

    use super::{ConnectionState, Live, WriteLock, state_of};
    use crate::connections::identity::{AccountType, Identity};
    use crate::connections::record::{ConnectionRecord, CredentialKind};
    use crate::error::{CommandError, Error};

    fn live(environment: &str, account_type: AccountType) -> Live {
        let record = ConnectionRecord {
            id: "one".to_owned(),
            environment: environment.to_owned(),
            app: None,
            credential: CredentialKind::StaticToken,
            identity: Identity { account_type, ..Identity::of_hub("26041877".to_owned()) },
            granted_scopes: None,
            asked_scopes: Vec::new(),
            asked_optional_scopes: Vec::new(),
            token: None,
            trouble: None,
            connected_at: jiff::Timestamp::UNIX_EPOCH,
        };
        Live::new(record, None, true)
    }

    #[test]
    fn production_is_locked_until_unlocked_and_so_is_what_may_be_production() {
        for account_type in [AccountType::Standard, AccountType::Unknown, AccountType::AppDeveloper] {
            let mut live = live("hubspot", account_type);
            assert_eq!(live.write_lock(), WriteLock::Locked, "{account_type:?}");
            live.unlocked = true;
            assert_eq!(live.write_lock(), WriteLock::Unlocked, "{account_type:?}");
        }
        for account_type in [AccountType::Sandbox, AccountType::DeveloperTest] {
            assert_eq!(live("hubspot", account_type).write_lock(), WriteLock::NotNeeded, "{account_type:?}");
        }
        assert_eq!(live("demo-embedded", AccountType::Standard).write_lock(), WriteLock::NotNeeded);
        let outside = |account_type| live("demo-127.0.0.1-4010", account_type).write_lock();
        assert_eq!(outside(AccountType::Standard), WriteLock::Locked, "it counts by its account");
        assert_eq!(outside(AccountType::Sandbox), WriteLock::NotNeeded);
    }

    /// The record after a refresh that ended so.
    fn state_after(error: Error) -> ConnectionState {
        let mut live = live("hubspot", AccountType::Standard);
        live.record.trouble = Some(CommandError::from(error));
        state_of(&live.record)
    }

    #[test]
    fn trouble_of_the_network_and_the_server_passes_and_each_has_words_of_its_own() {
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
    fn what_somebody_must_mend_wants_attention() {
        for error in [Token::RefreshToken, Token::ClientSecret, Token::ClientId, Token::Portal, Token::Scopes]
        {
            let named = format!("{error:?}");
            let state = state_after(Error::Token(error));
            assert!(matches!(state, ConnectionState::NeedsAttention { .. }), "{named}: {state:?}");
        }
    }
}
