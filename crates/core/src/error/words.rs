//! The words of each error: what happened and why, then the next action.

use portalscope_vault::{KEYRING_NAME, VaultError};

use crate::console::confirmation::ConfirmationStep;
use crate::error::{CommandError, Error, ErrorCode, disk_reason, say};
use crate::platform::text::sentence;

use crate::error::protocol_words::{identity, listening, network, network_of, sending, token};

impl From<Error> for CommandError {
    fn from(error: Error) -> Self {
        (&error).into()
    }
}

impl From<&Error> for CommandError {
    #[expect(clippy::too_many_lines, reason = "a table of words, exhaustive on purpose")]
    fn from(error: &Error) -> Self {
        use ErrorCode as Code;
        match error {
            Error::Cancelled => say(Code::Cancelled, "You stopped it. Nothing was changed.", ""),
            Error::CancelledOnItsWay => say(
                Code::Cancelled,
                "You stopped waiting. The request may have been carried out all the same.",
                "Look in the portal before you send it again.",
            ),
            Error::ConsentTimedOut => say(
                Code::TimedOut,
                "The consent page did not answer within five minutes.",
                "HubSpot sends nothing back when consent is refused or the page shows an error. Look at the browser, then start again.",
            ),
            Error::ConsentDenied(why) => say(
                Code::ConsentDenied,
                &format!("Consent was not given on the consent page ({why}). Nothing was stored."),
                "Start again and choose Connect app. It takes a Super Admin or somebody with App Marketplace access.",
            ),
            Error::ConsentInProgress => say(
                Code::ConsentInProgress,
                "Another connection is waiting for its consent page.",
                "Finish it in the browser, or cancel it here first.",
            ),
            Error::FlowNotFound => {
                say(Code::FlowNotFound, "This connection attempt is over.", "Start again.")
            }
            Error::Listen(error) => listening(error),
            Error::WrongPortal { expected, actual } => say(
                Code::WrongPortal,
                &format!(
                    "You gave consent in portal {actual}, but portal {expected} was expected. Nothing was stored."
                ),
                "Start again and choose the right account on the consent page.",
            ),
            Error::Token(error) => token(error),
            Error::Identity(error) => identity(error),
            Error::TokenMalformed(why) => {
                say(Code::TokenMalformed, why, "Copy the token again, whole, and paste it.")
            }
            Error::OtherCredential(format) => {
                say(Code::TokenMalformed, format.description(), format.guidance())
            }
            Error::Network(error) => network(*error),
            Error::Send(error) => sending(error),
            Error::NoResponse { server, error } => network_of(*error, server),
            Error::Vault(error) => vault(*error),
            Error::SecretMissing => say(
                Code::SecretMissing,
                &format!(
                    "The secret of this connection is no longer in the {KEYRING_NAME}: something else removed it."
                ),
                "Re-authorize the portal, or paste its token again.",
            ),
            Error::AppSecretMissing => say(
                Code::AppSecretMissing,
                &format!(
                    "The client secret of the app is not in the {KEYRING_NAME}: the app came without one, or something else removed it."
                ),
                "Paste it again, under OAuth apps or where the portal is connected.",
            ),
            Error::ConfirmationMismatch => say(
                Code::ConfirmationMismatch,
                "What you typed is not the text that is asked for. Nothing was deleted.",
                "Type the words as they stand above the field.",
            ),
            Error::StagedSecretGone => {
                say(Code::StagedSecretGone, "The pasted secret is no longer staged.", "Paste it again.")
            }
            Error::AppInvalid(why) => {
                say(Code::AppInvalid, why, "Correct it; what you typed is still there.")
            }
            Error::AppInUse(count) => say(
                Code::AppInUse,
                &format!("{count} connected portals use this app, and would stop working without it."),
                "Disconnect them first, or choose to disconnect them along with it.",
            ),
            Error::AppChanged => say(
                Code::AppChanged,
                "This app was changed elsewhere since it was opened here, so nothing was saved. What you typed is still there.",
                "Save again to put yours in its place, or open the app again to see what it says now.",
            ),
            Error::AppNotFound => {
                say(Code::AppNotFound, "This app is not in the list any more.", "Choose another one.")
            }
            Error::ImportRefused(why) => say(
                Code::ImportRefused,
                &format!("This cannot be imported. {why}"),
                "Nothing was added. Choose a file that Portalscope exported.",
            ),
            Error::Link(problem) => say(Code::LinkRefused, problem.message(), problem.hint()),
            Error::OwnLink(problem) => say(Code::LinkRefused, problem.message(), problem.own_hint()),
            Error::ConnectionNotFound => say(
                Code::ConnectionNotFound,
                "This connection does not exist any more.",
                "Choose another one.",
            ),
            Error::ConnectionBusy => say(
                Code::ConnectionBusy,
                "Another Portalscope on this computer is working on this connection and does not finish.",
                "Try again in a minute. If it stays so, end the other Portalscope or portalscope-cli.",
            ),
            Error::BackingOff(error) => error.clone(),
            Error::RefreshNotPossible => say(
                Code::RefreshNotPossible,
                "This connection uses a token that does not expire, so there is nothing to refresh.",
                "",
            ),
            Error::WriteLocked { portal, doubt: None } => say(
                Code::WriteLocked,
                &format!("Portal {portal} is in production and read-only, so nothing was sent."),
                "Unlock writing by typing the Hub ID, then send again.",
            ),
            Error::WriteLocked { portal, doubt: Some(doubt) } => say(
                Code::WriteLocked,
                &format!("Portal {portal} is in production and read-only, so nothing was sent. {doubt}"),
                "Write the address without it, or unlock writing by typing the Hub ID, then send again.",
            ),
            Error::PortalIdMismatch => say(
                Code::PortalIdMismatch,
                "What you typed is not the Hub ID of this portal.",
                "Type the Hub ID as it stands beside the portal's name.",
            ),
            Error::NotConfirmed(required) => say(
                Code::NotConfirmed,
                &format!("{:?} was not confirmed, so nothing was sent.", required.act),
                match required.step {
                    ConfirmationStep::HubId => "Send it again, and type the Hub ID of the portal when asked.",
                    ConfirmationStep::OneStep => "Send it again, and confirm it when asked.",
                },
            ),
            Error::RequestInvalid(why) => {
                say(Code::RequestInvalid, why, "Correct the request; what you typed is still there.")
            }
            Error::ResponseGone => {
                say(Code::ResponseGone, "This response is no longer held.", "Send the request again.")
            }
            Error::SettingsInvalid(why) => {
                say(Code::SettingsInvalid, why, "The settings before are still in force.")
            }
            Error::OperationUnknown => say(
                Code::OperationUnknown,
                "The catalogue does not know this call, so there is nothing to say about it.",
                "Check method and path, or search for it by what it does.",
            ),
            Error::ListInvalid(why) => say(Code::ListInvalid, why, "Nothing was changed."),
            Error::SetNotFound => say(
                Code::SetNotFound,
                "This set is not there any more.",
                "Save the endpoints under a name again if you need them.",
            ),
            Error::SetNameTaken(name) => say(
                Code::SetNameTaken,
                &format!("A set is called {name:?} already."),
                "Choose another name, or replace that set.",
            ),
            Error::Declaration(why) => say(Code::DeclarationInvalid, &sentence(&why.to_string()), why.hint()),
            Error::FileTooLarge { limit } => say(
                Code::FileTooLarge,
                &format!("The file is larger than {} kB, so it was not read.", limit / 1000),
                "Choose the right file. Nothing was changed.",
            ),
            Error::FileUnreadable(why) => say(
                Code::FileUnreadable,
                &format!("The file could not be read: {}.", file_reason(*why)),
                "Check that it is there, that it is a text file, and that you may read it.",
            ),
            Error::FileUnwritable(why) => say(
                Code::StorageFailed,
                &format!("The file could not be written: {}.", disk_reason(*why)),
                "Choose another folder or another name. A file that was there before is unchanged.",
            ),
            Error::CoverageGone => say(
                Code::CoverageGone,
                "This matrix is no longer held, because another one was opened.",
                "Open it again.",
            ),
            Error::TooMuchToCopy => say(
                Code::TooMuchToCopy,
                "This is too large for the clipboard, or it is not text.",
                "Save it to a file instead.",
            ),
            Error::CurlTooLong => say(
                Code::TooMuchToCopy,
                "The command is longer than the 8,191 characters that the Windows command prompt takes.",
                "Copy it for a POSIX shell, such as Git Bash, or send a smaller body.",
            ),
            Error::Snippet(why) => say(
                Code::SnippetRefused,
                &format!("The request cannot be written as this: {why}."),
                "Choose another language.",
            ),
            Error::PastedTextTooLong => say(
                Code::TooMuchToPaste,
                "The text on the clipboard is larger than 16 MB; nothing was pasted.",
                "Paste a part of it.",
            ),
            Error::Import(why) => say(Code::ImportRefused, &format!("It was not taken: {why}."), why.hint()),
            Error::Update(_) => say(
                Code::UpdateUnreadable,
                "A stored update of the catalogue cannot be read, so the catalogue that came with the app is in force.",
                "Remove the updates in Settings, then import the files again.",
            ),
            Error::UpdateGone => say(
                Code::UpdateGone,
                "There is nothing of it to take, or it was taken already.",
                "Choose the files again.",
            ),
            Error::IndexRefused { status } => say(
                Code::IndexRefused,
                &format!(
                    "HubSpot's public index of API files answered with status {status}, so nothing was fetched."
                ),
                "Try again later, or import files that you have.",
            ),
            Error::DemoNotRunning => {
                say(Code::DemoNotRunning, "This is not a connection to the demo portal.", "")
            }
            Error::DemoFailed(why) => say(
                Code::DemoNotRunning,
                &format!("The demo portal could not start on this computer: {why}."),
                "Check whether a security program forbids local servers, then try again.",
            ),
            Error::DataFolderNewer => say(
                Code::DataFolderNewer,
                "This data folder was written by a newer version of Portalscope. Nothing in it was changed.",
                "Update Portalscope, or choose another folder with PORTALSCOPE_HOME.",
            ),
            Error::DataFolderForeign => say(
                Code::DataFolderForeign,
                "This data folder belongs to another user of this computer, who could read or change what is in it.",
                "Choose a folder of your own with PORTALSCOPE_HOME, or have this one given to you.",
            ),
            Error::Store(why) => say(
                Code::StorageFailed,
                &format!("Portalscope's data file could not be read or written: {}.", store_reason(why)),
                "Check that the disk is not full and that the data folder is writable.",
            ),
            Error::Disk(why) => say(
                Code::StorageFailed,
                &format!("The disk refused: {}.", disk_reason(why.kind())),
                "Check that the disk is not full and that the data folder is writable.",
            ),
            Error::History(why) => say(
                Code::StorageFailed,
                &format!("The history could not be read or changed: {}.", history_reason(why)),
                "Check that the disk is not full and that the data folder is writable.",
            ),
            Error::HistoryNotKept => say(
                Code::StorageFailed,
                "The history's file could not be opened, so nothing is kept in it.",
                "A newer version may have written it: update Portalscope. Else check that history.db in the data folder is writable.",
            ),
            Error::HistoryEntryGone => say(
                Code::HistoryEntryGone,
                "This entry is no longer in the history.",
                "It was deleted, or was older than what is kept. What the list shows is read again.",
            ),
            Error::HistoryEntryNoCall => say(
                Code::HistoryEntryNoCall,
                "This entry is no call of an operation, so there is no request to open again.",
                "Portalscope makes token exchanges by itself. Re-authorize or refresh the portal to make another.",
            ),
            Error::ReportInvalid(why) => {
                say(Code::ReportInvalid, why, "Correct it, then make the report again.")
            }
            Error::ReportGone => say(
                Code::ReportGone,
                "This report is no longer at hand.",
                "Make it again, or open its file again.",
            ),
            Error::ReportRefused(why) => {
                say(Code::ReportRefused, &sentence(&why.to_string()), why.next_action())
            }
            Error::Internal => say(
                Code::Internal,
                "Portalscope stumbled over a fault of its own. What you typed is still there.",
                "Try again. If it comes back, report it with what you did.",
            ),
        }
    }
}

fn vault(error: VaultError) -> CommandError {
    match error {
        VaultError::Unavailable => say(
            ErrorCode::KeyringUnavailable,
            &format!("No {KEYRING_NAME} answers on this computer, so secrets cannot be kept."),
            "Start it and try again, or keep secrets for this session only.",
        ),
        VaultError::Locked => say(
            ErrorCode::KeyringLocked,
            &format!("The {KEYRING_NAME} is locked."),
            "Unlock it and try again, or keep secrets for this session only.",
        ),
        VaultError::TimedOut => say(
            ErrorCode::KeyringTimedOut,
            &format!("The {KEYRING_NAME} did not answer within 3 seconds."),
            "If it asks for its password somewhere, answer it and try again. Or keep secrets for this session only.",
        ),
        VaultError::Denied => say(
            ErrorCode::KeyringDenied,
            &format!(
                "The {KEYRING_NAME} did not let Portalscope in: its question was answered with no, was dismissed, or could not be shown."
            ),
            "Try again and allow it, or keep secrets for this session only.",
        ),
        VaultError::NewerFormat => say(
            ErrorCode::KeyringNewer,
            &format!(
                "A newer Portalscope has stored its secrets in the {KEYRING_NAME}, in a form that this one does not know. Nothing was changed."
            ),
            "Use the newer Portalscope, or keep secrets for this session only.",
        ),
        VaultError::TooLong => say(
            ErrorCode::UnexpectedAnswer,
            &format!(
                "This secret is longer than the {KEYRING_NAME} can hold, and longer than any token or client secret is."
            ),
            "Check what was pasted, or what the server sent, and try again.",
        ),
        VaultError::Unreadable => say(
            ErrorCode::SecretMissing,
            &format!(
                "The entry of this connection in the {KEYRING_NAME} cannot be read: a part of it is gone or was changed."
            ),
            "Re-authorize the portal, or paste its token again; the entry is then replaced.",
        ),
    }
}

/// A stable English reason for a failure of the data file.
fn store_reason(error: &rusqlite::Error) -> &'static str {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => "the disk is full",
        Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::PermissionDenied) => "it is not writable",
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => "it is damaged",
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            "another program holds it"
        }
        _ => "the database gave no reason",
    }
}

fn history_reason(error: &portalscope_history::Error) -> &'static str {
    match error {
        portalscope_history::Error::Database(why) => store_reason(why),
        portalscope_history::Error::File(why) => disk_reason(why.kind()),
        portalscope_history::Error::Broken => "a text in it is damaged",
        _ => "it gave no reason",
    }
}

/// A stable English reason why a chosen file cannot be read.
fn file_reason(kind: std::io::ErrorKind) -> &'static str {
    match kind {
        std::io::ErrorKind::InvalidData => "it is not a text in UTF-8",
        std::io::ErrorKind::NotFound => "it is gone",
        std::io::ErrorKind::IsADirectory => "it is a folder",
        other => disk_reason(other),
    }
}
