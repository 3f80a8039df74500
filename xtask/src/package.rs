//! Installers, by Tauri's own command line. It is fetched when asked for, so that nobody else has to download it.

use crate::place::Place;
use crate::{set_up, ui};

/// Its version goes with that of the `tauri` crate.
const TAURI_CLI: &str = "--package=@tauri-apps/cli@2.12.4";
/// The AppImage is left out: its tools are downloaded from elsewhere while it is built.
const BUNDLES: &str = if cfg!(windows) {
    "msi"
} else if cfg!(target_os = "macos") {
    "dmg"
} else {
    "deb,rpm"
};

pub fn run(place: &Place) -> Result<(), String> {
    set_up::everything(place)?;
    ui::npm(place, &place.root, &["exec", "--yes", TAURI_CLI, "--", "tauri", "build", "--bundles", BUNDLES])
}
