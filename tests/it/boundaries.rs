//! The direction of dependencies: crates and features depend only on those below them.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn crates_depend_only_downwards() {
    for (name, allowed) in [
        ("redact", &[][..]),
        ("body", &[]),
        ("vault", &[]),
        ("formats", &[]),
        ("history", &[]),
        ("report", &[]),
        ("catalog", &["formats"]),
        ("lint", &["catalog", "formats", "redact"]),
        ("diagnosis", &["catalog", "formats", "lint", "redact"]),
        ("demo-portal", &["catalog"]),
        ("hubspot", &["redact", "vault"]),
        (
            "core",
            &[
                "body",
                "catalog",
                "demo-portal",
                "diagnosis",
                "formats",
                "history",
                "hubspot",
                "lint",
                "redact",
                "report",
                "vault",
            ],
        ),
        ("cli", &["core", "catalog", "demo-portal", "diagnosis", "lint", "redact"]),
    ] {
        let manifest =
            fs::read_to_string(Path::new(ROOT).join("crates").join(name).join("Cargo.toml")).unwrap();
        let manifest = manifest.split("[dev-dependencies]").next().unwrap();
        for line in manifest.lines().filter(|line| line.starts_with("portalscope-")) {
            let other = line.trim_start_matches("portalscope-").split(['.', ' ']).next().unwrap();
            assert!(allowed.contains(&other), "{name} must not depend on {other}");
        }
        assert!(!manifest.lines().any(|line| line.starts_with("tauri")), "{name} must not know Tauri");
    }
}

/// The app stores and compares instants. Only the window shows them in the user's time zone.
#[test]
fn only_the_window_and_the_demo_portal_know_time_zones() {
    for file in sources().filter(|file| !file.starts_with(Path::new(ROOT).join("crates/demo-portal"))) {
        let text = fs::read_to_string(&file).unwrap();
        for word in ["TimeZone", "in_tz", "to_zoned", "Zoned::", "civil::"] {
            assert!(!text.contains(word), "{} knows {word}", file.display());
        }
    }
}

#[test]
fn the_shells_open_the_app_over_the_real_network_only() {
    let shells = ["src-tauri/src", "crates/cli/src"].map(|shell| Path::new(ROOT).join(shell));
    let files: Vec<_> = shells.iter().flat_map(|shell| files(shell, &["rs"])).collect();
    let text = |file: &PathBuf| fs::read_to_string(file).unwrap();
    assert!(!files.iter().any(|file| text(file).contains("open_over")));
    assert_eq!(files.iter().filter(|file| text(file).contains("Portalscope::open(")).count(), 2, "one each");
}

fn sources() -> impl Iterator<Item = PathBuf> {
    let crates = fs::read_dir(Path::new(ROOT).join("crates")).unwrap();
    let folders = crates.map(|entry| entry.unwrap().path().join("src"));
    folders.chain([Path::new(ROOT).join("src-tauri/src")]).flat_map(|folder| files(&folder, &["rs"]))
}

#[test]
fn features_of_the_window_never_import_each_other_and_only_the_host_knows_tauri() {
    let source = Path::new(ROOT).join("ui/src");
    let features = folders(&source.join("features"));
    let mut checked = 0;
    for file in files(&source, &["ts", "tsx"]) {
        let text = fs::read_to_string(&file).unwrap();
        let inside = file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
        let imports: Vec<_> = text.lines().filter_map(imported).collect();
        if !inside.starts_with("host/") && !inside.starts_with("dev/") {
            assert!(!imports.iter().any(|from| from.starts_with("@tauri-apps/")), "{inside} imports Tauri");
        }
        if let Some(feature) = inside.strip_prefix("features/").and_then(|rest| rest.split('/').next()) {
            for from in imports.iter().filter_map(|from| from.strip_prefix("../")) {
                let goes_to = from.trim_start_matches("../");
                let goes_to = goes_to.trim_start_matches("features/").split('/').next().unwrap();
                let is_other = goes_to != feature && features.iter().any(|other| other == goes_to);
                assert!(!is_other, "{inside} imports {from}");
            }
            checked += 1;
        }
        if ["domain/", "lib/", "ui/"].iter().any(|room| inside.starts_with(room)) {
            assert!(!text.contains("/features/") && !text.contains("/app/"), "{inside} knows the app");
        }
    }
    assert!(features.len() > 5 && checked > 10, "the features were found: {features:?}");
}

/// The names of the folders in a folder.
fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).map(|path| path.file_name().unwrap().display().to_string()).collect()
}

fn imported(line: &str) -> Option<&str> {
    let (_, from) = line.split_once("from \"")?;
    from.split('"').next()
}

fn files(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path, ends) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|end| ends.iter().any(|known| end == *known)))
        .collect()
}
