//! Files that the person chooses in the system's own dialog. The page never learns a path.

use std::io::Read;
use std::path::PathBuf;

use portalscope_core::{CommandError, ErrorCode};
use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use crate::state::Answer;

/// More than any file that is opened here may have; what is larger is not read to its end.
const LARGEST: u64 = 8 * 1024 * 1024;

pub struct Files {
    app: AppHandle,
}

impl Files {
    pub fn of_system(app: AppHandle) -> Self {
        Self { app }
    }

    /// Asks where to and writes it. False: nobody chose a place. `text` must have passed the redaction gate.
    pub async fn save(&self, name: &str, text: String) -> Answer<bool> {
        let dialog = self.json_dialog().set_file_name(name);
        off_the_main_thread(move || {
            let Some(chosen) = dialog.blocking_save_file() else { return Ok(false) };
            let path = chosen.into_path().map_err(|_| refused("the place is not on this computer"))?;
            write(&path, &text).map(|()| true)
        })
        .await
    }

    /// Asks for a file and reads it. `None`: nobody chose one.
    pub async fn open(&self) -> Answer<Option<String>> {
        let dialog = self.json_dialog();
        off_the_main_thread(move || {
            let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
            let path = chosen.into_path().map_err(|_| refused("the file is not on this computer"))?;
            read(&path).map(Some)
        })
        .await
    }

    fn json_dialog(&self) -> FileDialogBuilder<Wry> {
        self.app.dialog().file().add_filter("JSON", &["json"])
    }
}

async fn off_the_main_thread<T: Send + 'static>(
    act: impl FnOnce() -> Answer<T> + Send + 'static,
) -> Answer<T> {
    tokio::task::spawn_blocking(act).await.unwrap_or_else(|_| Err(refused("the dialog ended by itself")))
}

/// Beside it first: what was there before is only replaced by something whole.
fn write(path: &PathBuf, text: &str) -> Answer<()> {
    let mut beside = path.clone().into_os_string();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // It may not be there.
        let _ = std::fs::remove_file(&beside);
        refused(reason(&error))
    })
}

fn read(path: &PathBuf) -> Answer<String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| refused(reason(&error)))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| refused(reason(&error)))?;
    String::from_utf8(bytes).map_err(|_| refused("it is not a text file"))
}

fn reason(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it is not there",
        std::io::ErrorKind::PermissionDenied => "permission was denied",
        std::io::ErrorKind::StorageFull => "no space is left",
        _ => "the system refused it",
    }
}

fn refused(why: &str) -> CommandError {
    CommandError::new(
        ErrorCode::StorageFailed,
        format!("The file could not be read or written: {why}."),
        "Choose another file or another folder.",
    )
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn a_file_is_replaced_whole_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("apps.json");
        std::fs::write(&file, "before").unwrap();
        write(&file, "after").unwrap();
        assert_eq!(read(&file).unwrap(), "after");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_cannot_be_read_or_written_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let binary = folder.path().join("binary.json");
        std::fs::write(&binary, [0xff, 0xfe]).unwrap();
        assert!(read(&binary).unwrap_err().message.contains("not a text file"));
        assert!(read(&folder.path().join("gone.json")).unwrap_err().message.contains("not there"));
        assert!(write(&folder.path().join("gone/apps.json"), "x").is_err());
    }
}
