//! Runs HubSpot's own clients, and connectors of others, against the demo portal, which is started for each step and passed
//! to the tests in `DEMO_PORTAL`, and the programs that the app writes for these clients and for others. `PORTALSCOPE_CLI`
//! is the program that tells the tests which calls the catalog knows.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::outcome::StepOutcome;
use crate::place::Place;
use crate::{cargo, debian, shell, stamp, ui};

/// So many that companies, deals and engagements have more than two pages.
const FOR_CONNECTORS: &[&str] = &["--contacts", "2100", "--limits", "off"];
/// So many that the node pages through engagements; it stops after 250 tickets, whatever it was asked.
const FOR_N8N: &[&str] = &["--contacts", "500", "--limits", "off"];
const START_LIMIT: Duration = Duration::from_mins(2);

pub fn node(place: &Place) -> Result<StepOutcome, String> {
    let folder = place.root.join("tests").join("sdk").join("node");
    if !folder.is_dir() {
        return Ok(StepOutcome::Skipped("there is no tests/sdk/node"));
    }
    ui::npm_ci(place, &folder)?;
    node_tests(place, &folder, &[])
}

/// The HubSpot node of `n8n-nodes-base`.
pub fn n8n(place: &Place) -> Result<StepOutcome, String> {
    let folder = place.root.join("tests").join("sdk").join("n8n");
    ui::npm_ci(place, &folder)?;
    ui::npm(place, &folder, &["run", "--silent", "node"])?;
    node_tests(place, &folder, FOR_N8N)
}

fn node_tests(place: &Place, folder: &Path, portal_arguments: &[&str]) -> Result<StepOutcome, String> {
    let portal = DemoPortal::start(place, portal_arguments)?;
    let mut command = shell::command(place, "node", &["--test"]);
    shell::run(portal.known_to(command.current_dir(folder)))?;
    Ok(StepOutcome::Passed)
}

pub fn python(place: &Place) -> Result<StepOutcome, String> {
    let folder = place.root.join("tests").join("sdk").join("python");
    if !folder.is_dir() {
        return Ok(StepOutcome::Skipped("there is no tests/sdk/python"));
    }
    let interpreter = virtual_environment(place, "sdk-python", &folder.join("requirements.txt"))?;
    python_tests(place, &folder, &interpreter, &["discover"], &[])
}

/// A whole sync by `tap-hubspot`.
pub fn tap_hubspot(place: &Place) -> Result<StepOutcome, String> {
    connector(place, "tap-hubspot", "test_tap_hubspot")
}

/// A whole sync by `airbyte-source-hubspot`.
pub fn airbyte(place: &Place) -> Result<StepOutcome, String> {
    connector(place, "airbyte-source-hubspot", "test_airbyte_source_hubspot")
}

/// A connector has an environment of its own: each pins other versions of the same packages.
fn connector(place: &Place, name: &str, module: &str) -> Result<StepOutcome, String> {
    let folder = place.root.join("tests").join("sdk").join("connectors");
    let interpreter = virtual_environment(place, name, &folder.join(format!("{name}.txt")))?;
    python_tests(place, &folder, &interpreter, &[module], FOR_CONNECTORS)
}

fn python_tests(
    place: &Place,
    folder: &Path,
    interpreter: &str,
    tests: &[&str],
    portal_arguments: &[&str],
) -> Result<StepOutcome, String> {
    let portal = DemoPortal::start(place, portal_arguments)?;
    let arguments: Vec<&str> =
        ["-m", "unittest"].iter().chain(tests).chain(&["--verbose"]).copied().collect();
    let mut command = shell::command(place, interpreter, &arguments);
    command.current_dir(folder).env("PYTHONDONTWRITEBYTECODE", "1");
    shell::run(portal.known_to(&mut command))?;
    Ok(StepOutcome::Passed)
}

/// Reports, read by PyPI's mitmproxy and validated by npm's har-validator.
pub fn mitmproxy(place: &Place) -> Result<StepOutcome, String> {
    let folder = place.root.join("tests").join("sdk").join("report");
    ui::npm_ci(place, &folder)?;
    let interpreter = virtual_environment(place, "sdk-mitmproxy", &folder.join("requirements.txt"))?;
    let program = if cfg!(windows) { "mitmdump.exe" } else { "mitmdump" };
    let mitmdump = Path::new(&interpreter).with_file_name(program);
    cargo::test_report_tools(place, &mitmdump.display().to_string(), &folder.display().to_string())?;
    Ok(StepOutcome::Passed)
}

/// The programs that the app writes, in each language.
pub fn snippets(place: &Place) -> Result<StepOutcome, String> {
    if !debian::is_this_system() {
        return Ok(StepOutcome::Skipped("the languages are set up on Debian and Ubuntu alone"));
    }
    let sdk = place.root.join("tests").join("sdk");
    ui::npm_ci(place, &sdk.join("node"))?;
    let python = virtual_environment(place, "sdk-python", &sdk.join("python").join("requirements.txt"))?;
    cargo::test_snippets(place, &python)?;
    Ok(StepOutcome::Passed)
}

/// A virtual environment in the build directory, made anew when the requirements change.
fn virtual_environment(place: &Place, name: &str, requirements: &Path) -> Result<String, String> {
    let home = place.target.join(name);
    let interpreter = home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let interpreter = interpreter.display().to_string();
    let stamp = home.join("installed-from");
    let hash = stamp::of_contents(requirements)
        .map_err(|error| format!("cannot read {}: {error}", requirements.display()))?;
    if stamp::is_fresh(&stamp, &hash) {
        return Ok(interpreter);
    }
    let system_python = if cfg!(windows) { "python" } else { "python3" };
    shell::run(&mut shell::command(
        place,
        system_python,
        &["-m", "venv", "--clear", &home.display().to_string()],
    ))?;
    let requirements = requirements.display().to_string();
    let arguments =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", &requirements];
    shell::run(&mut shell::command(place, &interpreter, &arguments))?;
    std::fs::write(&stamp, hash).map_err(|error| format!("cannot write {}: {error}", stamp.display()))?;
    Ok(interpreter)
}

/// The demo portal of `portalscope-cli`, stopped when dropped.
struct DemoPortal {
    process: Child,
    /// The one line of JSON that it prints: its address and credentials.
    facts: String,
    /// `portalscope-cli`, which it is a command of.
    program: PathBuf,
}

impl DemoPortal {
    fn start(place: &Place, arguments: &[&str]) -> Result<Self, String> {
        cargo::build(place)?;
        let program = place.program("portalscope-cli");
        let mut process = shell::command(place, &program.display().to_string(), &["demo-portal"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let facts = first_line(&mut process);
        let mut portal = Self { process, facts: String::new(), program };
        portal.facts = facts?;
        Ok(portal)
    }

    /// Passes the portal and its program to the tests.
    fn known_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("DEMO_PORTAL", &self.facts).env("PORTALSCOPE_CLI", &self.program)
    }
}

impl Drop for DemoPortal {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Reads on after the first line too, so that the portal never writes into a closed pipe.
fn first_line(process: &mut Child) -> Result<String, String> {
    let output = process.stdout.take().ok_or("the demo portal has no output")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            drop(sender.send(line));
        }
    });
    let line = receiver
        .recv_timeout(START_LIMIT)
        .map_err(|_| "the demo portal did not say where it is".to_owned())?;
    if line.starts_with('{') { Ok(line) } else { Err(format!("the demo portal printed no JSON but: {line}")) }
}
