//! The UI's packages and its build, each skipped when what it is made from has not changed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::place::Place;
use crate::{shell, stamp};

/// What tools write into `ui/` while they work.
const NOT_SOURCES: &[&str] = &["node_modules", "dist", "coverage", ".vite", "tsconfig.tsbuildinfo"];

pub fn install_packages(place: &Place) -> Result<(), String> {
    npm_ci(place, &place.ui())
}

/// `npm ci` in `folder`, unless the lock file is the one that was installed last. No package's own scripts run: none of
/// them needs any.
pub fn npm_ci(place: &Place, folder: &Path) -> Result<(), String> {
    let hash = hash_of(&[folder.join("package.json"), folder.join("package-lock.json")])?;
    let stamp = folder.join("node_modules").join(".installed-from");
    if stamp::is_fresh(&stamp, &hash) {
        return Ok(());
    }
    npm(place, folder, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    write(&stamp, &hash)
}

pub fn build(place: &Place) -> Result<(), String> {
    let stamp = place.ui().join("node_modules").join(".built-from");
    let is_built = place.ui().join("dist").join("index.html").is_file();
    if is_built && stamp::is_fresh(&stamp, &build_hash(place)?) {
        return Ok(());
    }
    npm(place, &place.ui(), &["run", "build"])?;
    write(&stamp, &build_hash(place)?)
}

/// The result counts too: a build made by hand from other sources is not taken for this one.
fn build_hash(place: &Place) -> Result<String, String> {
    Ok(hash_of(&[place.ui()])? + &hash_of(&[place.ui().join("dist")])?)
}

/// Cargo compiles `ui/dist` into the app; where only the Rust side matters, an empty page will do.
pub fn ensure_some_page(place: &Place) -> Result<(), String> {
    let page = place.ui().join("dist").join("index.html");
    if page.is_file() {
        return Ok(());
    }
    fs::create_dir_all(place.ui().join("dist")).map_err(|error| format!("cannot make ui/dist: {error}"))?;
    write(&page, "<!doctype html><title>Portalscope</title>")
}

pub fn npm(place: &Place, folder: &Path, arguments: &[&str]) -> Result<(), String> {
    shell::run(shell::command(place, "npm", arguments).current_dir(folder))
}

fn hash_of(paths: &[PathBuf]) -> Result<String, String> {
    stamp::of(paths, NOT_SOURCES).map_err(|error| format!("cannot read the UI's files: {error}"))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    const LOCKS: [&str; 6] = [
        include_str!("../../ui/package-lock.json"),
        include_str!("../../tests/sdk/node/package-lock.json"),
        include_str!("../../tests/sdk/n8n/package-lock.json"),
        include_str!("../../tests/sdk/report/package-lock.json"),
        include_str!("../../tests/oidc/package-lock.json"),
        include_str!("../tauri-cli/package-lock.json"),
    ];

    #[test]
    fn every_package_is_checked_by_its_hash_on_every_platform() {
        for lock in LOCKS {
            let packages: Vec<&str> = lock.split("\"node_modules/").skip(1).collect();
            assert!(!packages.is_empty());
            for package in packages {
                let name = package.split('"').next().unwrap_or_default();
                assert!(
                    package.contains("\"integrity\": \"sha512-"),
                    "{name} has no hash: npm would install any"
                );
            }
        }
    }
}
