//! `cargo xtask test`: named steps, each timed, and a table at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::arguments::{Chosen, OnFailure};
use crate::outcome::StepOutcome;
use crate::place::Place;
use crate::{cargo, dates, demo, deny, oidc, retries, sdk, set_up, ui};

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Place) -> Result<StepOutcome, String>,
}

const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "Rust is formatted",
        run: |p| passed(cargo::run(p, &["fmt", "--all", "--check"])),
    },
    Step { name: "clippy", about: "Rust lints, warnings denied", run: |p| passed(clippy(p)) },
    Step { name: "deny", about: "licenses, banned crates, sources, advisories", run: deny::check },
    Step { name: "lint", about: "the UI's lints and format", run: |p| npm_script(p, "lint") },
    Step { name: "types", about: "the UI's types", run: |p| passed(types(p)) },
    Step { name: "vitest", about: "the UI's tests", run: |p| npm_script(p, "test") },
    Step { name: "knip", about: "no unused code or packages in the UI", run: |p| npm_script(p, "knip") },
    Step { name: "budget", about: "the size of the UI's bundle", run: |p| npm_script(p, "budget") },
    Step { name: "build", about: "everything compiles", run: |p| passed(cargo::build(p)) },
    Step { name: "rust", about: "Rust tests", run: cargo::test },
    Step {
        name: "bindings",
        about: "bindings.ts matches the commands",
        run: |p| passed(cargo::check_bindings(p)),
    },
    Step { name: "dates", about: "the Rust and the UI tests under a clock 400 days ahead", run: dates::run },
    Step { name: "sdk-node", about: "HubSpot's client for Node", run: sdk::node },
    Step { name: "sdk-python", about: "HubSpot's client for Python", run: sdk::python },
    Step { name: "sdk-tap", about: "a sync by PyPI's tap-hubspot", run: sdk::tap_hubspot },
    Step { name: "sdk-airbyte", about: "a sync by PyPI's airbyte-source-hubspot", run: sdk::airbyte },
    Step { name: "sdk-n8n", about: "the HubSpot node of npm's n8n-nodes-base", run: sdk::n8n },
    Step {
        name: "sdk-mitmproxy",
        about: "reports, read by PyPI's mitmproxy and npm's har-validator",
        run: sdk::mitmproxy,
    },
    Step { name: "snippets", about: "the programs that the app writes", run: sdk::snippets },
    Step { name: "oidc", about: "the OAuth flow at npm's oidc-provider", run: oidc::run },
    Step { name: "e2e", about: "the journeys in the real window", run: demo::journeys },
];

pub fn run(place: &Place, chosen: &Chosen, on_failure: OnFailure) -> Result<ExitCode, String> {
    let steps = select(chosen)?;
    if *chosen == Chosen::ListOnly {
        for step in STEPS {
            println!("{:<14} {}", step.name, step.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let started = Instant::now();
    set_up::everything(place)?;
    println!("set-up took {}", seconds(started.elapsed()));
    Ok(report(&run_steps(place, &steps, on_failure), steps.len()))
}

fn select(chosen: &Chosen) -> Result<Vec<&'static Step>, String> {
    let Chosen::Named(names) = chosen else { return Ok(STEPS.iter().collect()) };
    let find = |name: &String| STEPS.iter().find(|step| step.name == name).ok_or_else(|| unknown(name));
    names.iter().map(find).collect()
}

fn unknown(name: &str) -> String {
    let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    format!("no step is named `{name}`; there are: {}", known.join(", "))
}

struct Finished {
    name: &'static str,
    took: Duration,
    outcome: Result<StepOutcome, String>,
}

fn run_steps(place: &Place, steps: &[&'static Step], on_failure: OnFailure) -> Vec<Finished> {
    let mut finished = Vec::new();
    for step in steps {
        println!("\n== {}: {}", step.name, step.about);
        let started = Instant::now();
        let outcome = (step.run)(place);
        match &outcome {
            Ok(StepOutcome::Skipped(reason)) => println!("SKIPPED {}: {reason}", step.name),
            Err(message) => println!("FAILED {}: {message}", step.name),
            Ok(_) => {}
        }
        let failed = outcome.is_err();
        finished.push(Finished { name: step.name, took: started.elapsed(), outcome });
        if failed && on_failure == OnFailure::Stop {
            break;
        }
    }
    finished
}

fn report(finished: &[Finished], wanted: usize) -> ExitCode {
    println!("\n== summary");
    for step in finished {
        let (word, note) =
            step.outcome.as_ref().map_or_else(|_| ("FAILED", String::new()), StepOutcome::describe);
        println!("{:<14} {:<8} {:>9}  {note}", step.name, word, seconds(step.took));
    }
    let left = wanted - finished.len();
    if left > 0 {
        println!("{left} steps not run; --keep-going runs them too");
    }
    let failures: Vec<_> =
        finished.iter().filter_map(|s| Some((s.name, s.outcome.as_ref().err()?))).collect();
    if finished.len() > 1 {
        for (name, message) in &failures {
            println!("\n-- {name}: {message}");
        }
    }
    report_retries(finished);
    let skipped = |step: &&Finished| matches!(step.outcome, Ok(StepOutcome::Skipped(_)));
    let passed = finished.len() - failures.len() - finished.iter().filter(skipped).count();
    println!("\n{passed} passed, {} failed", failures.len());
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn report_retries(finished: &[Finished]) {
    // A step that failed leaves its count in the end of its output.
    let of = |step: &Finished| {
        step.outcome.as_ref().map_or_else(|message| retries::count(message), StepOutcome::retries)
    };
    let retries: usize = finished.iter().map(of).sum();
    let advice = if retries == 0 { "" } else { ": FLAKY, find the race and fix it" };
    println!("\n{retries} tests or journeys passed only on a retry{advice}");
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

fn passed(result: Result<(), String>) -> Result<StepOutcome, String> {
    result.map(|()| StepOutcome::Passed)
}

fn npm_script(place: &Place, name: &str) -> Result<StepOutcome, String> {
    passed(ui::npm(place, &place.ui(), &["run", "--silent", name]))
}

fn types(place: &Place) -> Result<(), String> {
    ui::npm(place, &place.ui(), &["exec", "--no", "--", "tsc", "-b"])
}

fn clippy(place: &Place) -> Result<(), String> {
    cargo::run(place, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}
