//! The scenario of every failure: a connected portal with the background refresher running, the failure, time, and its
//! end.

use std::time::{Duration, Instant};

use portalscope_core::{
    Clock, CommandError, Connection, ConnectionId, ConnectionState, ErrorCode, RefreshOutcome, TokenLife,
};

use tokio::task::JoinHandle;

use super::network_path::NetworkPath;
use crate::test_app::{TestApp, draft};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
/// Time until a token of 30 minutes is within its refresh margin.
pub const UNTIL_REFRESH_MARGIN: Duration = Duration::from_mins(26);
/// Longer than the longest delay between two attempts.
const LONGER_THAN_ANY_DELAY: Duration = Duration::from_mins(11);

/// The error's code, and a part of its message.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedError(pub ErrorCode, pub &'static str);

impl ExpectedError {
    pub fn assert_is(self, error: &CommandError) {
        assert!(error.code == self.0 && error.message.contains(self.1), "{error:?} is not {self:?}");
        assert!(!error.hint.is_empty());
    }
}

impl TestApp {
    pub fn token_life(&self, id: &ConnectionId) -> TokenLife {
        self.connection(id).token.unwrap()
    }

    /// The token's remaining lifetime by this computer's clock.
    pub fn seconds_left(&self, id: &ConnectionId) -> i64 {
        self.token_life(id).expires_at.duration_since(self.clock.now()).as_secs()
    }

    pub async fn call(&self, id: &ConnectionId) -> Result<u16, CommandError> {
        let sent = self.app.console.send(id, "r", &draft("GET", CONTACTS, None)).await;
        sent.map(|sent| sent.status).map_err(CommandError::from)
    }

    pub fn last_error(&self, id: &ConnectionId) -> Option<ErrorCode> {
        match self.connection(id).state {
            ConnectionState::Good => None,
            ConnectionState::Unreachable { error } | ConnectionState::NeedsAttention { error } => {
                assert!(!error.message.is_empty() && !error.hint.is_empty());
                Some(error.code)
            }
        }
    }

    /// Polls until the condition holds.
    pub async fn until(
        &self,
        id: &ConnectionId,
        what: &str,
        is_so: impl Fn(&Connection) -> bool,
    ) -> Connection {
        let end = Instant::now() + Duration::from_mins(1);
        loop {
            let connection = self.connection(id);
            if is_so(&connection) {
                return connection;
            }
            assert!(Instant::now() < end, "waited in vain: {what}; {connection:?}");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Waits for an attempt to begin before waiting for its failure, so that the previous attempt is not mistaken for
    /// it.
    async fn until_tried_and_failed(&self, id: &ConnectionId, has_begun: impl Fn() -> bool) -> Connection {
        self.until(id, "an attempt", |_| has_begun()).await;
        self.until(id, "its failure", has_failed).await
    }

    /// Waits until the background refresher has polled several times with nothing due. Fails if it never pauses between
    /// attempts.
    pub async fn until_looked_again(&self, id: &ConnectionId) {
        let looks = self.clock.looks();
        self.until(id, "a look that finds nothing due", |_| self.clock.looks() > looks + 4).await;
    }

    pub async fn until_good(&self, id: &ConnectionId) {
        self.until(id, "a good connection with a new token", |connection| {
            connection.state == ConnectionState::Good && self.seconds_left(id) > 1700
        })
        .await;
    }
}

/// Stops the background refresher and waits for its end: an aborted task may still be in its last step.
pub async fn stop(background: JoinHandle<()>) {
    background.abort();
    let _ = background.await;
}

impl NetworkPath {
    /// A failure that affects calls and refreshes alike.
    pub async fn fails_and_recovers(
        &self,
        expected: ExpectedError,
        attempts: impl Fn() -> usize,
        begin: impl AsyncFnOnce(),
        end: impl AsyncFnOnce(),
    ) {
        let id = self.connect().await.id;
        begin().await;
        let error = self.fixture.call(&id).await.unwrap_err();
        expected.assert_is(&error);
        let told = (expected.0 == ErrorCode::NetworkUnreachable).then_some(expected.0);
        assert_eq!(self.fixture.last_error(&id), told, "of the token one call says nothing");
        self.cannot_refresh(&id, expected, attempts).await;
        end().await;
        self.recovers(&id).await;
    }

    /// The token expires and cannot be refreshed. `attempts`: how many attempts the failing part has seen.
    pub async fn cannot_refresh(
        &self,
        id: &ConnectionId,
        expected: ExpectedError,
        attempts: impl Fn() -> usize,
    ) {
        let background = tokio::spawn(self.fixture.app.background_refresher.clone().run());
        let before = attempts();
        self.fixture.pass(UNTIL_REFRESH_MARGIN);
        for attempt in 1..=4 {
            let kept = self.fixture.until_tried_and_failed(id, || attempts() - before >= attempt).await;
            let ConnectionState::Unreachable { error } = kept.state else {
                panic!("nobody has to act: {:?}", kept.state);
            };
            expected.assert_is(&error);
            self.fixture.until_looked_again(id).await;
            assert_eq!(attempts() - before, attempt, "one attempt in each pause");
            self.fixture.pass(if attempt < 4 { LONGER_THAN_ANY_DELAY } else { Duration::ZERO });
        }
        assert!(self.fixture.seconds_left(id) < 0, "the token has ended by now");
        stop(background).await;
        self.calls_share_an_attempt(id, expected, || attempts() - before - 4).await;
    }

    async fn calls_share_an_attempt(
        &self,
        id: &ConnectionId,
        expected: ExpectedError,
        attempts: impl Fn() -> usize,
    ) {
        self.fixture.pass(Duration::from_secs(6));
        let calls = (0..20).map(|number: u32| {
            let (app, id) = (self.fixture.app.clone(), id.to_owned());
            tokio::spawn(async move {
                app.console.send(&id, &number.to_string(), &draft("GET", CONTACTS, None)).await
            })
        });
        for call in calls.collect::<Vec<_>>() {
            expected.assert_is(&CommandError::from(call.await.unwrap().unwrap_err()));
        }
        assert_eq!(attempts(), 1, "twenty calls");
    }

    /// Once the cause is gone, the connection works again as time passes, without another consent.
    pub async fn recovers(&self, id: &ConnectionId) {
        let refreshes = self.fixture.demo.counters().refreshes;
        let background = tokio::spawn(self.fixture.app.background_refresher.clone().run());
        self.fixture.pass(LONGER_THAN_ANY_DELAY);
        self.fixture.until_good(id).await;
        stop(background).await;
        let last = self.fixture.token_life(id).last_refresh.unwrap();
        assert_eq!((last.outcome, last.error), (RefreshOutcome::Worked, None));
        assert_eq!(self.fixture.call(id).await, Ok(200));
        let counters = self.fixture.demo.counters();
        assert_eq!((counters.refreshes - refreshes, counters.token_exchanges), (1, 1));
    }
}

fn has_failed(connection: &Connection) -> bool {
    let life = connection.token.as_ref().unwrap();
    !life.refreshing && life.last_refresh.as_ref().is_some_and(|last| last.outcome == RefreshOutcome::Failed)
}
