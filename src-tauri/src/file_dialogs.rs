//! The system's file dialogs. They read and write nothing themselves, and paths never reach the page.

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

    /// Asks for a file to read. `None`: the dialog was cancelled.
    pub async fn file(&self, kind: &str, extension: &str) -> Option<PathBuf> {
        let (sender, receiver) = oneshot::channel();
        self.dialog(kind, extension).pick_file(move |path| drop(sender.send(path)));
        on_this_computer(receiver.await.ok()?)
    }

    /// Asks for files of any of these kinds. Empty: the dialog was cancelled.
    pub async fn files(&self, kind: &str, extensions: &[&str]) -> Vec<PathBuf> {
        let (sender, receiver) = oneshot::channel();
        let dialog = self.app.dialog().file().add_filter(kind, extensions);
        dialog.pick_files(move |paths| drop(sender.send(paths)));
        let chosen = receiver.await.ok().flatten().unwrap_or_default();
        chosen.into_iter().filter_map(|path| path.into_path().ok()).collect()
    }

    /// Asks for a folder to read. `None`: the dialog was cancelled.
    pub async fn folder(&self) -> Option<PathBuf> {
        let (sender, receiver) = oneshot::channel();
        self.app.dialog().file().pick_folder(move |path| drop(sender.send(path)));
        on_this_computer(receiver.await.ok()?)
    }

    /// Asks for a file to write. `None`: the dialog was cancelled.
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
