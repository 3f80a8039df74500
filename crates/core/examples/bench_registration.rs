//! Measures how long the stored secrets of many connections take to be registered for redaction, which the first answer
//! of a process waits for. `cargo xtask bench registration` runs it in a release build, on Linux.
//!
//! Runs in a session of its own with a new GNOME keyring, so that the person's own is not touched. "In memory" is the
//! redactor alone, without a keyring. Prints numbers of this machine; it does not judge them.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot be made ends")]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use portalscope_core::{OpenOptions, Portalscope, SystemClock, seed_connections};
use portalscope_hubspot::Environment;
use portalscope_redact::Redactor;
use portalscope_vault::{
    AccessToken, ClientSecret, Mode, OnLateWrite, Owner, RefreshToken, Secret, SecretKind, StaticToken, Vault,
};

const PORTALS: [usize; 3] = [10, 100, 1_000];
/// GNOME's keyring writes all of its file for each secret, so that a thousand connections take longer to store than the
/// vault waits.
const MAX_IN_KEYRING: usize = 100;
/// Set in the session of its own.
const IN_SESSION: &str = "PORTALSCOPE_BENCH_SESSION";
const UNLOCKED_KEYRING: &str =
    "printf 'a password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec \"$0\"";

fn main() {
    if std::env::var_os(IN_SESSION).is_some() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        for portals in PORTALS {
            runtime.block_on(measure(portals));
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new("dbus-run-session")
        .args(["--", "bash", "-c", UNLOCKED_KEYRING])
        .arg(std::env::current_exe().unwrap())
        .env(IN_SESSION, "1")
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "dbus-run-session and gnome-keyring-daemon are needed"
    );
}

async fn measure(portals: usize) {
    let home = tempfile::tempdir().unwrap();
    seed_connections(home.path(), portals).unwrap();
    let app = open(home.path());
    let secrets = Secrets::of(&app);
    println!("{portals} connections, {} secrets", secrets.count());
    let started = Instant::now();
    secrets.register_with(&Redactor::new());
    println!("  in memory    {}", shown(started.elapsed()));
    if portals > MAX_IN_KEYRING {
        return;
    }
    secrets.store().await;
    for name in ["keyring", "again"] {
        let started = Instant::now();
        app.register_stored_secrets().await;
        println!("  {name:<8}     {}", shown(started.elapsed()));
    }
}

/// The secrets of all connections and apps, each with its owner.
#[derive(Default)]
struct Secrets {
    access: Vec<(Owner, AccessToken)>,
    refresh: Vec<(Owner, RefreshToken)>,
    fixed: Vec<(Owner, StaticToken)>,
    client: Vec<(Owner, ClientSecret)>,
}

impl Secrets {
    fn of(app: &Portalscope) -> Self {
        let (environment, state) = (Environment::HubSpot.key(), app.state());
        let mut all = Self::default();
        for (number, connection) in state.connections.iter().enumerate() {
            let owner = Owner::connection(environment, &connection.id, Mode::Keyring);
            if connection.token.is_some() {
                let access = format!("CJ{number:06}{}", "xq9Wm3Tz_kRv5Yh2Lp8N".repeat(10));
                all.access.push((owner.clone(), Secret::new(access)));
                all.refresh.push((owner, Secret::new(format!("eu1-9d41-7ac2-4e80-b65f-{number:012}"))));
            } else {
                let token = format!("pat-eu1-6f1c9a0e-53d7-4b28-9e64-{number:012}");
                all.fixed.push((owner, Secret::new(token)));
            }
        }
        for (number, app) in state.oauth_apps.iter().enumerate() {
            let secret = Secret::new(format!("5a8e2f70-d1c4-4b96-a3e7-{number:012}"));
            all.client.push((Owner::app(environment, &app.id, Mode::Keyring), secret));
        }
        all
    }

    fn count(&self) -> usize {
        self.access.len() + self.refresh.len() + self.fixed.len() + self.client.len()
    }

    async fn store(&self) {
        let vault = Vault::new(Mode::Keyring);
        put(&vault, &self.access).await;
        put(&vault, &self.refresh).await;
        put(&vault, &self.fixed).await;
        put(&vault, &self.client).await;
    }

    fn register_with(&self, redactor: &Redactor) {
        register(redactor, &self.access);
        register(redactor, &self.refresh);
        register(redactor, &self.fixed);
        register(redactor, &self.client);
    }
}

async fn put<K: SecretKind>(vault: &Vault, secrets: &[(Owner, Secret<K>)]) {
    for (owner, secret) in secrets {
        vault.put(owner, secret, OnLateWrite::Keep).await.unwrap();
    }
}

fn register<K: SecretKind>(redactor: &Redactor, secrets: &[(Owner, Secret<K>)]) {
    for (_, secret) in secrets {
        redactor.register(K::WORD, secret.expose());
    }
}

fn open(home: &Path) -> Arc<Portalscope> {
    let redactor = Arc::new(Redactor::new());
    let options = OpenOptions {
        home: home.to_owned(),
        clock: Arc::new(SystemClock),
        redactor,
        session_only: false,
        who: portalscope_core::Who::Window,
    };
    Portalscope::open(options).unwrap()
}

fn shown(time: Duration) -> String {
    format!("{:>9.1} ms", time.as_secs_f64() * 1_000.0)
}
