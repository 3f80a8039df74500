//! A killed refresh never loses the connection: a process refreshes continuously, is killed (SIGKILL) at any point, and
//! is started again; the connection must then work. With the real keyring.
//!
//! The process writes a line after each step of a refresh (`portalscope_core::tokens`, level trace); the last line
//! tells where it was killed. Every second kill is aimed: the process blocks after the line of one step until it is
//! killed, so that each boundary between two steps is tested. The others happen after a random time. Before each start
//! every access token is expired at the server, so that only the refresh token can make the connection work.
//!
//! `PORTALSCOPE_KILLS=500 cargo nextest run --no-capture --test it kill` kills 500 times with each kind of rotation.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "figures are its outcome, lines its signals")]

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portalscope_core::{ConnectionId, SystemClock};
use portalscope_redact::Redactor;

use crate::session::{self, UNLOCKED};
use crate::test_app::{TestApp, draft, open};

const KILLS: &str = "PORTALSCOPE_KILLS";
/// Kills per kind of rotation by default.
const FEW_KILLS: usize = 24;
const HOME: &str = "PORTALSCOPE_KILL_HOME";
const CONNECTION: &str = "PORTALSCOPE_KILL_CONNECTION";
/// The step after which the process blocks.
const AIM: &str = "PORTALSCOPE_KILL_AIM";
const WORKS: &str = "works";
const MAX_DELAY_MS: u64 = 60;

/// The steps of a refresh, in order. The third happens only if the server sent a new refresh token.
const STEPS: [&str; 6] = [
    "the server is asked",
    "the server has answered",
    "the refresh token before is stored",
    "the refresh token is stored",
    "the access token is stored",
    "the record is stored",
];
const BEFORE: &str = "before the first step";

#[test]
fn a_refresh_killed_anywhere_leaves_a_connection_that_works() {
    println!("{}", session::run(UNLOCKED, "kill::drive"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn drive() {
    let kills = std::env::var(KILLS).ok().and_then(|kills| kills.parse().ok()).unwrap_or(FEW_KILLS);
    for (scenario, steps) in [(None, 5), (Some("rotate_refresh_tokens_gently"), 6)] {
        let fixture = TestApp::with_keyring().await;
        let connection = fixture.connect().await;
        if let Some(scenario) = scenario {
            fixture.demo.set_scenario(scenario, true).unwrap();
        }
        let died =
            tokio::task::block_in_place(|| kill_again_and_again(&fixture, &connection.id, kills, steps));
        let refreshes = fixture.demo.counters().refreshes;
        println!(
            "{}: {kills} kills, {refreshes} refreshes, 0 lost. Died after:",
            scenario.unwrap_or("no rotation")
        );
        for (step, count) in &died {
            println!("  {count:>4}  {step}");
        }
        assert_eq!(died.values().sum::<usize>(), kills);
        for step in STEPS.iter().filter(|step| steps == 6 || **step != STEPS[2]) {
            assert!(died.contains_key(step), "no process died after: {step}");
        }
    }
}

/// Returns how often a process was killed after each step. Panics if a connection is lost.
fn kill_again_and_again(
    fixture: &TestApp,
    id: &str,
    kills: usize,
    steps: usize,
) -> BTreeMap<&'static str, usize> {
    let aims: Vec<&str> = STEPS.into_iter().filter(|step| steps == 6 || *step != STEPS[2]).collect();
    let mut died = BTreeMap::new();
    for kill in 0..=kills {
        fixture.demo.expire_access_tokens();
        let aim = (kill % 2 == 1).then(|| aims[kill / 2 % aims.len()]);
        let victim = Victim::start(fixture.home.path(), id, aim);
        victim.expect_working(kill);
        let step = victim.kill(aim);
        // The last start only checks the kill before it.
        if kill < kills {
            *died.entry(step).or_default() += 1;
        }
    }
    died
}

struct Victim {
    process: Child,
    lines: Receiver<String>,
}

impl Victim {
    fn start(home: &Path, id: &str, aim: Option<&str>) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::refresh_without_end", "--ignored", "--nocapture"])
            .envs([(HOME, home.as_os_str()), (CONNECTION, id.as_ref())])
            .envs(aim.map(|aim| (AIM, aim)))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (found, lines) = channel();
        let errors = BufReader::new(process.stderr.take().unwrap());
        std::thread::spawn(move || {
            errors.lines().map_while(Result::ok).try_for_each(|line| found.send(line))
        });
        Self { process, lines }
    }

    fn expect_working(&self, kill: usize) {
        let until = Instant::now() + Duration::from_mins(1);
        let mut said = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            if line == WORKS {
                return;
            }
            said.push(line);
        }
        panic!("the connection is lost after kill {kill}:\n{}", said.join("\n"));
    }

    /// Kills the process when the line of the step appears, or after a random time. Returns its last step.
    fn kill(mut self, aim: Option<&str>) -> &'static str {
        let mut last = BEFORE;
        match aim {
            Some(aim) => {
                while last != aim {
                    let line = self.lines.recv_timeout(Duration::from_mins(1)).expect("a refresh goes on");
                    last = step_of(&line).unwrap_or(last);
                }
            }
            None => std::thread::sleep(random_delay()),
        }
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.lines.iter().filter_map(|line| step_of(&line)).last().unwrap_or(last)
    }
}

fn step_of(line: &str) -> Option<&'static str> {
    STEPS.into_iter().find(|step| line.contains(step))
}

fn random_delay() -> Duration {
    let random = RandomState::new().build_hasher().finish();
    Duration::from_micros(random % (MAX_DELAY_MS * 1000))
}

/// Standard error that blocks after the line of the chosen step.
struct BlockAfterStep;

static HAS_WORKED: AtomicBool = AtomicBool::new(false);

impl Write for BlockAfterStep {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        std::io::stderr().write_all(line)?;
        let aim = std::env::var(AIM).ok().filter(|_| HAS_WORKED.load(Ordering::SeqCst));
        if aim.is_some_and(|aim| String::from_utf8_lossy(line).contains(&aim)) {
            std::thread::sleep(Duration::from_hours(1));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "is started and killed by the test above"]
async fn refresh_without_end() {
    let home = std::env::var(HOME).unwrap();
    let id = ConnectionId::from(std::env::var(CONNECTION).unwrap());
    portalscope_core::log_to(
        || BlockAfterStep,
        Arc::new(Redactor::new()),
        Some("portalscope_core::tokens=trace"),
    );
    let app = open(Path::new(&home), Arc::new(SystemClock), false);
    let request = draft("GET", "/crm/objects/2026-03/contacts", None);
    assert_eq!(app.console.send(&id, "r", &request).await.unwrap().status, 200);
    eprintln!("{WORKS}");
    HAS_WORKED.store(true, Ordering::SeqCst);
    loop {
        app.tokens.refresh(&id).await.unwrap();
    }
}
