//! The app on the demo portal: in a window for people, in a virtual display for tests and for machines without one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outcome::StepOutcome;
use crate::place::Place;
use crate::{cargo, retries, set_up, shell};

pub fn run(place: &Place) -> Result<(), String> {
    set_up::everything(place)?;
    cargo::build(place)?;
    if has_display() { open_window(place) } else { take_pictures(place) }
}

fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn open_window(place: &Place) -> Result<(), String> {
    let program = place.program("portalscope").display().to_string();
    shell::run(&mut shell::command(place, &program, &["--demo"]))
}

fn take_pictures(place: &Place) -> Result<(), String> {
    println!("no display here: the main journey runs in a virtual one and leaves a picture of each step");
    let folder = place.journey_pictures();
    drive(place, &["main"], &folder)?;
    list_pictures(&folder)
}

/// Pictures of every view in two sizes and both themes.
pub fn screens(place: &Place) -> Result<(), String> {
    set_up::everything(place)?;
    cargo::build(place)?;
    let folder = place.screens();
    drive(place, &["screens"], &folder)?;
    list_pictures(&folder)
}

/// Frames of the coverage matrix in the real window. The page is built as it ships; the Rust side, which only answers
/// with cells, is the journeys' debug build.
pub fn bench_matrix(place: &Place) -> Result<(), String> {
    set_up::everything(place)?;
    cargo::build(place)?;
    cargo::build_seed(place)?;
    drive(place, &["matrix"], &place.journey_pictures()).map(drop)
}

/// Starts of the app as it ships, in turn with those of a blank window.
pub fn bench_start(place: &Place) -> Result<(), String> {
    set_up::everything(place)?;
    cargo::build_for_start(place)?;
    let pictures = place.journey_pictures();
    drive_app(place, &place.release_program("portalscope"), &["start"], &pictures).map(drop)
}

/// All journeys, as a step of the suite.
pub fn journeys(place: &Place) -> Result<StepOutcome, String> {
    if !cfg!(target_os = "linux") {
        return Ok(StepOutcome::Skipped("the journeys drive WebKitGTK, which is on Linux alone"));
    }
    cargo::build(place)?;
    let output = drive(place, &[], &place.journey_pictures())?;
    Ok(StepOutcome::after_retries(retries::count(&output)))
}

fn drive(place: &Place, journeys: &[&str], pictures: &Path) -> Result<String, String> {
    drive_app(place, &place.program("portalscope"), journeys, pictures)
}

/// Removes old pictures first. Returns the last lines of the output.
fn drive_app(place: &Place, app: &Path, journeys: &[&str], pictures: &Path) -> Result<String, String> {
    if pictures.is_dir() {
        fs::remove_dir_all(pictures)
            .map_err(|error| format!("cannot empty {}: {error}", pictures.display()))?;
    }
    let program = place.program("portalscope-e2e").display().to_string();
    let mut command = shell::command(place, &program, journeys);
    command.env("PORTALSCOPE_E2E_APP", app);
    command.env("PORTALSCOPE_E2E_PICTURES", pictures);
    command.env("PORTALSCOPE_E2E_AXE", place.ui().join("node_modules/axe-core/axe.min.js"));
    shell::run_and_read(&mut command)
}

fn list_pictures(folder: &Path) -> Result<(), String> {
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut pictures: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    pictures.sort();
    println!("\npictures:");
    for picture in &pictures {
        println!("  {}", picture.display());
    }
    Ok(())
}
