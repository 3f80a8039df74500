//! Asks the person for a file or a folder, in the system's own dialog. Reads and writes nothing itself. The page never
//! learns a path, and names none.

use std::path::PathBuf;

use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

pub struct FileDialogs {
    app: AppHandle,
}

impl FileDialogs {
    pub fn of_system(app: AppHandle) -> Self {
        Self { app }
    }

    /// A file to read. `None`: nobody chose one.
    pub async fn file(&self, kind: &str, extension: &str) -> Option<PathBuf> {
        let (sender, receiver) = oneshot::channel();
        self.dialog(kind, extension).pick_file(move |path| drop(sender.send(path)));
        on_this_computer(receiver.await.ok()?)
    }

    /// Files to read, of any of these kinds. Empty: nobody chose one.
    pub async fn files(&self, kind: &str, extensions: &[&str]) -> Vec<PathBuf> {
        let (sender, receiver) = oneshot::channel();
        let dialog = self.app.dialog().file().add_filter(kind, extensions);
        dialog.pick_files(move |paths| drop(sender.send(paths)));
        let chosen = receiver.await.ok().flatten().unwrap_or_default();
        chosen.into_iter().filter_map(|path| path.into_path().ok()).collect()
    }

    /// A folder to read. `None`: nobody chose one.
    pub async fn folder(&self) -> Option<PathBuf> {
        let (sender, receiver) = oneshot::channel();
        self.app.dialog().file().pick_folder(move |path| drop(sender.send(path)));
        on_this_computer(receiver.await.ok()?)
    }

    /// Where to write a file. `None`: nobody chose a place.
    pub async fn save(&self, name: &str, kind: &str, extension: &str) -> Option<PathBuf> {
        let (sender, receiver) = oneshot::channel();
        let dialog = self.dialog(kind, extension).set_file_name(name);
        dialog.save_file(move |path| drop(sender.send(path)));
        on_this_computer(receiver.await.ok()?)
    }

    fn dialog(&self, kind: &str, extension: &str) -> FileDialogBuilder<Wry> {
        self.app.dialog().file().add_filter(kind, &[extension])
    }
}

fn on_this_computer(path: Option<FilePath>) -> Option<PathBuf> {
    path?.into_path().ok()
}
