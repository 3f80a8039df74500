//! Builds installers with Tauri's command line, which is installed only for this command, from `xtask/tauri-cli`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::place::Place;
use crate::{set_up, shell, ui};

/// Its version goes with that of the `tauri` crate. The lock file has the hashes of what is run.
const PACKAGES: &str = include_str!("../tauri-cli/package.json");
/// No `AppImage`: its build downloads further tools.
const BUNDLES: &str = if cfg!(windows) {
    "msi"
} else if cfg!(target_os = "macos") {
    "dmg"
} else {
    "deb,rpm"
};

pub fn run(place: &Place) -> Result<(), String> {
    set_up::everything(place)?;
    let tauri = install_tauri_cli(place)?;
    let target = own_target(place);
    empty(&target)?;
    let mut build = node(place, &tauri, &["build", "--bundles", BUNDLES, "--", "--locked"]);
    shell::run(build.env("CARGO_TARGET_DIR", &target))?;
    println!("the installers are in {}", target.join("release").join("bundle").display());
    Ok(())
}

/// Returns its script, which says that it is the version asked for.
fn install_tauri_cli(place: &Place) -> Result<PathBuf, String> {
    let folder = place.root.join("xtask").join("tauri-cli");
    ui::npm_ci(place, &folder)?;
    let script = folder.join("node_modules").join("@tauri-apps").join("cli").join("tauri.js");
    let version = version_of_tauri_cli()?;
    let told = shell::run_and_read(&mut node(place, &script, &["--version"]))?;
    if told.trim() == format!("tauri-cli {version}") {
        Ok(script)
    } else {
        Err(format!(
            "Tauri's command line is {:?} and not {version}: remove {}",
            told.trim(),
            folder.display()
        ))
    }
}

fn node(place: &Place, script: &Path, arguments: &[&str]) -> std::process::Command {
    let script = script.display().to_string();
    shell::command(place, "node", &[&[script.as_str()], arguments].concat())
}

/// The exact version in [`PACKAGES`].
fn version_of_tauri_cli() -> Result<&'static str, String> {
    let version = PACKAGES.split("\"@tauri-apps/cli\": \"").nth(1).and_then(|rest| rest.split('"').next());
    let is_exact = |version: &&str| version.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    version.filter(is_exact).ok_or_else(|| "xtask/tauri-cli/package.json names no exact version".to_owned())
}

/// What other clones and branches have left in the shared build directory must not be linked into an installer.
fn own_target(place: &Place) -> PathBuf {
    place.root.join("target").join("installers")
}

fn empty(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(format!("cannot empty {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = include_str!("../../tauri.conf.json");
    const DESKTOP_ENTRY: &str = include_str!("../../src-tauri/portalscope.desktop");
    const CARGO_LOCK: &str = include_str!("../../Cargo.lock");

    #[test]
    fn every_linux_package_hands_links_to_the_app() {
        let template = r#""desktopTemplate": "src-tauri/portalscope.desktop""#;
        assert_eq!(CONFIG.matches(template).count(), 2, "deb and rpm");
        assert!(DESKTOP_ENTRY.lines().any(|line| line == "Exec={{exec}} %u"));
        assert!(DESKTOP_ENTRY.lines().any(|line| line == "MimeType=x-scheme-handler/portalscope;"));
    }

    #[test]
    fn the_command_line_that_builds_installers_has_the_version_of_the_crate() {
        let version = version_of_tauri_cli().unwrap();
        assert!(CARGO_LOCK.contains(&format!("name = \"tauri\"\nversion = \"{version}\"\n")), "{version}");
    }

    #[test]
    fn installers_are_built_in_an_empty_folder_of_their_own() {
        let root = std::env::temp_dir().join(format!("xtask-package-{}", std::process::id()));
        let place = Place { root: root.clone(), target: root.join("target"), tools: root.clone() };
        let target = own_target(&place);
        assert_ne!(target, place.target);
        fs::create_dir_all(target.join("release").join("deps")).unwrap();
        empty(&target).unwrap();
        assert!(!target.exists());
        empty(&target).unwrap();
        fs::remove_dir_all(&root).unwrap();
    }
}
