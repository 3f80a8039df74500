//! The state of a running portal, shared by all handlers.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, atomic::AtomicU64},
    time::Duration,
};

use tokio::sync::watch;

use crate::{
    config::{DemoConfig, DemoInfo},
    crm::store::Crm,
    seed,
    state::{
        accounts::Account, clock::Clock, consents::Consents, counters::AtomicCounters,
        credentials::FixedCredentials, file, grants::GrantStore, lock::lock, rate_limit::RateLimiter,
        scenarios::ActiveScenarios,
    },
};

/// The state of a running portal. Locks are held for the length of one closure or statement, never across an
/// `await`.
pub(crate) struct Portal {
    pub(crate) info: DemoInfo,
    /// `127.0.0.1:PORT`, the only `Host` header that is accepted: other names would let a web page reach the
    /// portal by DNS rebinding.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The demo app and the static keys.
    pub(crate) app: FixedCredentials,
    pub(crate) seed: u64,
    pub(crate) contacts: usize,
    pub(crate) latency: Duration,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) clock: Clock,
    pub(crate) scenarios: ActiveScenarios,
    pub(crate) counters: AtomicCounters,
    consents: Mutex<Consents>,
    limiter: Mutex<RateLimiter>,
    grants: Mutex<GrantStore>,
    /// Generated on first use, by portal id.
    crms: Mutex<HashMap<u64, Crm>>,
    /// Counts calls checked for scopes; [`Scenario::ScopePropagationLag`](crate::Scenario) refuses every
    /// second one.
    pub(crate) scope_checks: AtomicU64,
    state_file: Option<PathBuf>,
    /// The number that private keys are derived from.
    key: Option<u64>,
    /// Whether `/demo/control` is served.
    pub(crate) control: bool,
    shutdown: watch::Receiver<bool>,
}

impl Portal {
    /// The state of a portal that listens on `port`. Reads the state file, if there is one.
    pub(crate) fn new(config: DemoConfig, port: u16, shutdown: watch::Receiver<bool>) -> Self {
        let kept = config.state_file.as_deref().map(file::load).unwrap_or_default();
        let key = config.private_keys.then(|| kept.key.unwrap_or_else(rand::random));
        let app = FixedCredentials::new(config.seed, key);
        let host = format!("127.0.0.1:{port}");
        let base_url = format!("http://{host}");
        let info = DemoInfo {
            authorize_url: format!("{base_url}/oauth/authorize"),
            base_url,
            client_id: app.client_id.clone(),
            client_secret: app.client_secret.clone(),
            service_key: app.service_key.clone(),
            private_app_token: app.private_app_token.clone(),
            portal_id: Account::main().portal_id,
        };
        let portal = Self {
            info,
            host,
            port,
            app,
            seed: config.seed,
            contacts: config.contacts,
            latency: config.latency,
            redirect_uris: config.redirect_uris,
            clock: Clock::starting_at(config.starts_at),
            scenarios: ActiveScenarios::new(config.scenarios),
            counters: AtomicCounters::default(),
            consents: Mutex::default(),
            limiter: Mutex::default(),
            grants: Mutex::new(kept.grants),
            crms: Mutex::default(),
            scope_checks: AtomicU64::new(0),
            state_file: config.state_file,
            key,
            control: config.control,
            shutdown,
        };
        if key != kept.key {
            // A key that was handed out must be the same after a restart.
            portal.change_grants(|_| ());
        }
        portal
    }

    /// Locks the open consent pages.
    pub(crate) fn consents(&self) -> MutexGuard<'_, Consents> {
        lock(&self.consents)
    }

    /// Locks the rate limiter.
    pub(crate) fn limiter(&self) -> MutexGuard<'_, RateLimiter> {
        lock(&self.limiter)
    }

    /// Reads the grants.
    pub(crate) fn with_grants<T>(&self, read: impl FnOnce(&GrantStore) -> T) -> T {
        read(&lock(&self.grants))
    }

    /// Changes the grants and writes them to the state file before returning, so that no token is handed out
    /// that a restart would forget. A file that cannot be written is logged; the portal continues in memory.
    pub(crate) fn change_grants<T>(&self, change: impl FnOnce(&mut GrantStore) -> T) -> T {
        let mut grants = lock(&self.grants);
        let result = change(&mut grants);
        grants.prune(self.clock.now_ms());
        if let Some(path) = &self.state_file
            && let Err(error) = file::save(path, self.key, &grants)
        {
            tracing::warn!(kind = ?error.kind(), "the demo portal's state file could not be written");
        }
        result
    }

    /// Reads or changes an account's records, generating them on first use.
    pub(crate) fn with_crm<T>(&self, account: &'static Account, work: impl FnOnce(&mut Crm) -> T) -> T {
        let mut crms = lock(&self.crms);
        let crm = crms
            .entry(account.portal_id)
            .or_insert_with(|| seed::generate(account, self.seed, self.contacts));
        work(crm)
    }

    /// Sleeps, but returns early when the portal shuts down.
    pub(crate) async fn sleep(&self, duration: Duration) {
        if duration.is_zero() {
            return;
        }
        let mut shutdown = self.shutdown.clone();
        tokio::select! {
            () = tokio::time::sleep(duration) => {}
            _ = shutdown.wait_for(|&shutdown| shutdown) => {}
        }
    }
}
