//! The journeys and their runner: one after another, each in a desktop session of its own.

mod causes;
mod ending;
mod focus;
mod harness;
mod history;
mod keyboard;
mod links;
mod main_journey;
mod matrix;
mod no_keyring;
mod pasting;
mod refusals;
mod report;
mod scopes;
mod screens;
mod spoken;
mod start;
mod static_token;
mod steps;
mod three_portals;
mod writing;

use std::env;
use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use crate::accessibility;
use crate::app::{self, App};
use crate::desktop::Desktop;
use crate::error::{Result, unexpected, until};
use crate::page::Page;
use crate::process::end_all_on_signal;

/// The first callback port that the app tries.
const CALLBACK_PORT: u16 = 17421;

struct Journey {
    name: &'static str,
    about: &'static str,
    /// Journeys that are not tests, such as taking pictures, run only when named.
    by_default: bool,
    run: fn(&mut Context) -> Result<()>,
}

const JOURNEYS: &[Journey] = &[
    Journey {
        name: "harness",
        about: "the harness itself finds, types, presses, reads the keyring, runs axe and sees what the focus scrolls",
        by_default: true,
        run: harness::run,
    },
    Journey {
        name: "main",
        about: "connect the demo portal, watch its token, see scopes, send requests, restart, disconnect",
        by_default: true,
        run: main_journey::run,
    },
    Journey { name: "keyboard", about: "the same by keyboard alone", by_default: true, run: keyboard::run },
    Journey {
        name: "refusals",
        about: "consent cancelled in the app and in the browser stores nothing",
        by_default: true,
        run: refusals::run,
    },
    Journey {
        name: "static-token",
        about: "a service key is pasted past the page; a second start wakes the first",
        by_default: true,
        run: static_token::run,
    },
    Journey {
        name: "ending",
        about: "a start while the last one is still ending opens a window all the same",
        by_default: true,
        run: ending::run,
    },
    Journey {
        name: "links",
        about: "links given to a second start reach the first, ask first, and send nothing",
        by_default: true,
        run: links::run,
    },
    Journey {
        name: "three-portals",
        about: "one app connects a production-like portal, a sandbox and one in the EU; only the sandbox is written to unasked",
        by_default: true,
        run: three_portals::run,
    },
    Journey {
        name: "writing",
        about: "what deletes is asked for each time, by the Hub ID in production and by one step in a sandbox",
        by_default: true,
        run: writing::run,
    },
    Journey {
        name: "scopes",
        about: "a pasted list, the fewest scopes that mend it, asked for as shown, and the matrix of all portals",
        by_default: true,
        run: scopes::run,
    },
    Journey {
        name: "pasting",
        about: "nothing that is pasted shows a secret, commands become their requests whole, a copied one runs",
        by_default: true,
        run: pasting::run,
    },
    Journey {
        name: "history",
        about: "a failed call is found again after a restart, compared with a good one and sent again, by keyboard alone",
        by_default: true,
        run: history::run,
    },
    Journey {
        name: "causes",
        about: "eight failures that look alike in pairs are told apart by checks that are listed first",
        by_default: true,
        run: causes::run,
    },
    Journey {
        name: "report",
        about: "a report is asked for, made, masked, saved, and opened again as somebody else would, read only",
        by_default: true,
        run: report::run,
    },
    Journey {
        name: "focus",
        about: "Tab through every view and dialog at two window sizes: the focus never scrolls what clips",
        by_default: true,
        run: focus::run,
    },
    Journey {
        name: "spoken",
        about: "a screen reader is told roles, names, what is selected and what is new, through AT-SPI",
        by_default: true,
        run: spoken::run,
    },
    Journey {
        name: "no-keyring",
        about: "a machine without a keyring is told so and can go on for this session",
        by_default: true,
        run: no_keyring::run,
    },
    Journey {
        name: "screens",
        about: "pictures of every view in two sizes and both themes",
        by_default: false,
        run: screens::run,
    },
    Journey {
        name: "matrix",
        about: "frame times of the coverage matrix, 1,000 portals by 2,000 endpoints, beside a floor",
        by_default: false,
        run: matrix::run,
    },
    Journey {
        name: "start",
        about: "how long a start takes until something is drawn, beside a blank window",
        by_default: false,
        run: start::run,
    },
];

/// The environment of a journey.
pub struct Context {
    pub desktop: Desktop,
    settings: Settings,
    journey: &'static str,
    pictures: u32,
    findings: Vec<String>,
    _turn: File,
}

#[derive(Clone)]
struct Settings {
    app: PathBuf,
    pictures: PathBuf,
    axe: PathBuf,
}

impl Settings {
    /// Set by `cargo xtask`; the defaults are beside this program and in the current directory.
    fn from_environment() -> Self {
        let or = |name: &str, other: PathBuf| env::var_os(name).map_or(other, PathBuf::from);
        let beside = env::current_exe().unwrap_or_default().with_file_name("portalscope");
        Self {
            app: or("PORTALSCOPE_E2E_APP", beside),
            pictures: or("PORTALSCOPE_E2E_PICTURES", "target/demo".into()),
            axe: or("PORTALSCOPE_E2E_AXE", "ui/node_modules/axe-core/axe.min.js".into()),
        }
    }
}

impl Context {
    fn new(journey: &'static str, settings: &Settings) -> Result<Self> {
        let turn = wait_for_turn()?;
        Ok(Self {
            desktop: Desktop::start()?,
            settings: settings.clone(),
            journey,
            pictures: 0,
            findings: Vec::new(),
            _turn: turn,
        })
    }

    /// A program that was built beside the app.
    pub fn program(&self, name: &str) -> PathBuf {
        self.settings.app.with_file_name(name)
    }

    /// Where axe was installed along with the UI's other packages.
    pub fn ui_folder(&self) -> PathBuf {
        self.settings.axe.ancestors().nth(3).unwrap_or(&self.settings.axe).to_path_buf()
    }

    pub fn start_app(&self) -> Result<App> {
        App::start(&self.desktop, &self.settings.app)
    }

    /// A numbered picture of a step.
    pub fn picture(&mut self, page: &Page, name: &str) -> Result<()> {
        page.save_picture(&self.numbered(name))
    }

    /// The file of the next step's picture.
    pub fn numbered(&mut self, name: &str) -> PathBuf {
        self.pictures += 1;
        self.settings.pictures.join(format!("{:02}-{name}.png", self.pictures))
    }

    pub fn named_picture(&self, page: &Page, name: &str) -> Result<()> {
        page.save_picture(&self.settings.pictures.join(format!("{name}.png")))
    }

    /// Records what axe finds, but for minor faults; the journey continues, and fails at its end.
    pub fn check_accessibility(&mut self, page: &Page, view: &str) -> Result<()> {
        for finding in self.findings_on(page)? {
            println!("  axe on {view}: {finding}");
            self.findings.push(format!("{view}: {finding}"));
        }
        Ok(())
    }

    pub fn findings_on(&self, page: &Page) -> Result<Vec<String>> {
        accessibility::findings(page, &self.settings.axe)
    }

    /// Returns the result; on failure, saves a picture of the page.
    pub fn watch(&self, page: &Page, result: Result<()>) -> Result<()> {
        if result.is_err() {
            let file = self.settings.pictures.join(format!("failed-{}.png", self.journey));
            drop(page.save_picture(&file));
        }
        result
    }
}

/// The callback port is shared by the whole machine, so runs of two checkouts take turns.
fn wait_for_turn() -> Result<File> {
    let lock = File::create(env::temp_dir().join("portalscope-e2e.lock"))?;
    lock.lock()?;
    until("the callback port to be free", || {
        Ok(TcpListener::bind(("127.0.0.1", CALLBACK_PORT)).ok().map(drop))
    })?;
    Ok(lock)
}

pub fn run(arguments: &[String]) -> ExitCode {
    if let Err(error) = end_all_on_signal() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    match chosen(arguments) {
        Ok(journeys) => run_all(&journeys, &Settings::from_environment()),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn chosen(arguments: &[String]) -> std::result::Result<Vec<&'static Journey>, String> {
    if arguments.is_empty() {
        return Ok(JOURNEYS.iter().filter(|journey| journey.by_default).collect());
    }
    arguments
        .iter()
        .map(|name| JOURNEYS.iter().find(|j| j.name == name).ok_or_else(|| unknown(name)))
        .collect()
}

fn unknown(name: &str) -> String {
    let known: Vec<String> = JOURNEYS.iter().map(|j| format!("  {:<12} {}", j.name, j.about)).collect();
    format!("no journey is named `{name}`; there are:\n{}", known.join("\n"))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// Passed on its one retry. A journey drives a browser, a keyring and a display, and any of them may be late.
    Flaky,
    Failed,
}

fn run_all(journeys: &[&'static Journey], settings: &Settings) -> ExitCode {
    let played: Vec<_> =
        journeys.iter().map(|journey| (journey.name, run_with_one_retry(journey, settings))).collect();
    let named = |outcome| -> Vec<&str> {
        played.iter().filter(|(_, it)| *it == outcome).map(|(name, _)| *name).collect()
    };
    let (failed, flaky) = (named(Outcome::Failed), named(Outcome::Flaky));
    // `cargo xtask test` reads the number of flaky ones.
    println!(
        "{} journeys: {} passed ({} flaky), {} failed",
        played.len(),
        played.len() - failed.len(),
        flaky.len(),
        failed.len()
    );
    for (word, names) in [("FAILED", &failed), ("FLAKY, passed on the retry", &flaky)] {
        if !names.is_empty() {
            println!("{word}: {}", names.join(", "));
        }
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run_with_one_retry(journey: &'static Journey, settings: &Settings) -> Outcome {
    if run_one(journey, settings) {
        return Outcome::Passed;
    }
    println!("  retrying {} once", journey.name);
    if run_one(journey, settings) { Outcome::Flaky } else { Outcome::Failed }
}

fn run_one(journey: &'static Journey, settings: &Settings) -> bool {
    println!("journey {}: {}", journey.name, journey.about);
    let started = Instant::now();
    let result = play(journey, settings);
    let took = started.elapsed().as_secs_f64();
    match &result {
        Ok(()) => println!("  passed in {took:.1} s"),
        Err(error) => println!("  FAILED after {took:.1} s: {error}"),
    }
    result.is_ok()
}

fn play(journey: &'static Journey, settings: &Settings) -> Result<()> {
    let mut context = Context::new(journey.name, settings)?;
    let result = (journey.run)(&mut context);
    if result.is_err() {
        println!("  the app's last words:\n{}", app::last_words(&context.desktop));
    }
    result?;
    if !context.desktop.is_running() {
        return unexpected("the desktop session ended early");
    }
    if context.findings.is_empty() {
        return Ok(());
    }
    unexpected(format!("axe found {}:\n    {}", context.findings.len(), context.findings.join("\n    ")))
}
