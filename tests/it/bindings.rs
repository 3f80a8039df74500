//! `ui/src/host/bindings.ts` is generated from the Rust types, by `cargo xtask bindings`.

use std::path::Path;

use specta_typescript::Typescript;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/host/bindings.ts");

#[test]
fn the_windows_bindings_are_those_of_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("bindings.ts");
    portalscope_app::ipc::ipc::<tauri::Wry>().export(Typescript::default(), &made).unwrap();
    let made = std::fs::read_to_string(&made).unwrap();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(FILE, &made).unwrap();
    }
    let kept = std::fs::read_to_string(Path::new(FILE)).unwrap();
    assert!(kept == made, "ui/src/host/bindings.ts is not what the commands say: run `cargo xtask bindings`");
}
