//! A Tauri window of the app's size with one paragraph. `cargo xtask bench start` starts it in turn with the app.

fn main() {
    tauri::Builder::default().run(tauri::generate_context!()).expect("the blank window opens");
}
