//! Builds installers with Tauri's command line, which is downloaded only for this command.

use crate::place::Place;
use crate::{set_up, ui};

/// Its version goes with that of the `tauri` crate.
const TAURI_CLI: &str = "--package=@tauri-apps/cli@2.12.4";
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
    ui::npm(
        place,
        &place.root,
        &["exec", "--yes", "--ignore-scripts", TAURI_CLI, "--", "tauri", "build", "--bundles", BUNDLES],
    )
}

#[cfg(test)]
mod tests {
    const CONFIG: &str = include_str!("../../tauri.conf.json");
    const DESKTOP_ENTRY: &str = include_str!("../../src-tauri/portalscope.desktop");

    #[test]
    fn every_linux_package_hands_links_to_the_app() {
        let template = r#""desktopTemplate": "src-tauri/portalscope.desktop""#;
        assert_eq!(CONFIG.matches(template).count(), 2, "deb and rpm");
        assert!(DESKTOP_ENTRY.lines().any(|line| line == "Exec={{exec}} %u"));
        assert!(DESKTOP_ENTRY.lines().any(|line| line == "MimeType=x-scheme-handler/portalscope;"));
    }
}
