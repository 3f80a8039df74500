//! What the person is told about the history: that something of it is lost, and what to do.

use portalscope_history::{Error, Notice};
use serde::Serialize;
use specta::Type;

/// Something that a person should know about the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryNotice {
    /// What happened, as one sentence.
    pub message: String,
    /// What to do, or what it means.
    pub hint: String,
    /// Whether calls are being lost now. If not, the notice can be put away.
    pub is_losing: bool,
}

/// The file cannot be opened.
pub(super) fn not_opened(why: &Error) -> HistoryNotice {
    HistoryNotice {
        message: "The history cannot be opened, so calls are not kept.".to_owned(),
        hint: match why {
            Error::Newer => "A newer version of Portalscope wrote its file: update Portalscope.",
            _ => "Check that history.db in the data folder can be written, then start Portalscope again.",
        }
        .to_owned(),
        is_losing: true,
    }
}

pub(super) fn worded(notice: &Notice) -> HistoryNotice {
    let losing = |message: &str, hint: &str| HistoryNotice {
        message: message.to_owned(),
        hint: hint.to_owned(),
        is_losing: true,
    };
    match notice {
        Notice::SetAside(path) => HistoryNotice {
            message: "The history was damaged, so a new one was begun.".to_owned(),
            hint: format!(
                "The damaged file is kept in the data folder as {}.",
                path.file_name().unwrap_or_default().to_string_lossy()
            ),
            is_losing: false,
        },
        Notice::DiskFull => losing(
            "The disk is full, so calls are not kept in the history.",
            "They are sent all the same. Make room, or lower the history's size in Settings.",
        ),
        Notice::NotWritten => losing(
            "The history cannot be written, so calls are not kept.",
            "They are sent all the same. Check that history.db in the data folder can be written.",
        ),
        Notice::TooMuchAtOnce => losing(
            "More was sent at once than the history could write, so some of it is not kept.",
            "It was sent all the same.",
        ),
        Notice::Recovered { lost } => HistoryNotice {
            message: "Calls are kept in the history again.".to_owned(),
            hint: match lost {
                1 => "1 call is not in it.".to_owned(),
                lost => format!("{lost} calls are not in it."),
            },
            is_losing: false,
        },
    }
}
