//! The errors of this crate, and the form in which they reach the window and the command line. Their words are in
//! `words`.

mod protocol_words;
mod words;

use portalscope_body::BodyError;
use portalscope_catalog::{ConsentInputError, DataError, ImportError};
use portalscope_diagnosis::Cause;
use portalscope_formats::SnippetError;
use portalscope_hubspot::oauth::{ListenError, TokenError};
use portalscope_hubspot::{IdentityError, NetworkError, SendError};
use portalscope_vault::VaultError;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::console::confirmation::RequiredConfirmation;
use crate::console::doubt::Doubt;
use crate::links::problem::LinkProblem;
use crate::secrets::format::CredentialFormat;

/// The result of this crate's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// What the window branches on. Add a code only where a consumer acts on it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The person cancelled.
    Cancelled,
    /// The consent page did not respond within five minutes.
    TimedOut,
    /// Consent was refused on the consent page.
    ConsentDenied,
    /// Another consent flow is waiting. Finish or cancel it.
    ConsentInProgress,
    /// The consent flow is over. Start again.
    FlowNotFound,
    /// The callback port is in use or may not be used. Choose another one.
    PortBusy,
    /// The system browser could not be opened. Offer to copy the address.
    BrowserNotOpened,
    /// Consent was given in another portal than expected.
    WrongPortal,
    /// The token endpoint does not know the client id.
    ClientIdRefused,
    /// The token endpoint refused the client secret.
    ClientSecretRefused,
    /// The redirect URL is not registered, or is another one than before.
    RedirectMismatch,
    /// The authorization code was used, expired or belongs to another flow. Start again.
    CodeRefused,
    /// The token endpoint refused the requested scopes.
    ScopesRefused,
    /// The token endpoint refused the app's configuration. The consent is still valid.
    ConfigurationRefused,
    /// The refresh token is no longer accepted. Re-authorize.
    ConnectionRevoked,
    /// HubSpot does not accept the token.
    TokenRefused,
    /// The pasted text is not a token that can be used here.
    TokenMalformed,
    /// HubSpot accepts the token but does not tell whose portal it is.
    IdentityUnknown,
    /// The server or the proxy cannot be reached, or the proxy refuses.
    NetworkUnreachable,
    /// The server did not respond in time.
    NetworkTimeout,
    /// No secure connection could be made.
    NetworkTls,
    /// The response broke off.
    NetworkBroken,
    /// The server failed or is overloaded. Try again later.
    ServerError,
    /// The response does not have the documented form, or did not come from HubSpot.
    UnexpectedAnswer,
    /// No keyring is available. Offer to store secrets for this session only.
    KeyringUnavailable,
    /// The keyring is locked. Unlock it.
    KeyringLocked,
    /// The keyring did not respond within three seconds.
    KeyringTimedOut,
    /// The keyring refused access.
    KeyringDenied,
    /// A newer version wrote the keyring's entries.
    KeyringNewer,
    /// The keyring has no readable secret for the connection. Re-authorize, or paste the token again.
    SecretMissing,
    /// The keyring has no client secret for the app. Ask for it.
    AppSecretMissing,
    /// The text typed to confirm a deletion is another one.
    ConfirmationMismatch,
    /// There is no text on the clipboard.
    ClipboardEmpty,
    /// The clipboard cannot be used.
    ClipboardUnavailable,
    /// The pasted secret is no longer staged. Ask for it again.
    StagedSecretGone,
    /// The form of an OAuth app has an invalid field.
    AppInvalid,
    /// The OAuth app has connections. Offer to disconnect them too.
    AppInUse,
    /// The OAuth app was removed.
    AppNotFound,
    /// The OAuth app was changed by another process or window. Offer to overwrite or reload it.
    AppChanged,
    /// The file to import is not of the expected form.
    ImportRefused,
    /// A link from outside was refused, or a link cannot be made.
    LinkRefused,
    /// The connection was removed.
    ConnectionNotFound,
    /// Another process is working on the connection. Try again later.
    ConnectionBusy,
    /// The connection has a static token, which is not refreshed.
    RefreshNotPossible,
    /// The portal is read-only. Offer to unlock writing.
    WriteLocked,
    /// The typed Hub ID is not the portal's.
    PortalIdMismatch,
    /// The call has to be confirmed. Ask, then send again.
    NotConfirmed,
    /// The draft cannot be sent as it is.
    RequestInvalid,
    /// The path leads to another host.
    HostNotAllowed,
    /// The response is no longer stored. Send again.
    ResponseGone,
    /// The history has no such entry, or not any more.
    HistoryEntryGone,
    /// The entry of the history is no call of an operation.
    HistoryEntryNoCall,
    /// The response is larger than the limit.
    ResponseTooLarge,
    /// The settings are not valid.
    SettingsInvalid,
    /// The catalog does not know the call.
    OperationUnknown,
    /// The list of endpoints or the set's name is not valid.
    ListInvalid,
    /// The saved set was removed.
    SetNotFound,
    /// Another set has the name.
    SetNameTaken,
    /// The declared scopes or the app's file cannot be read.
    DeclarationInvalid,
    /// The report cannot be made as it was chosen.
    ReportInvalid,
    /// The report that was made is no longer there. Make it again.
    ReportGone,
    /// The file to open is no report or HAR file that can be read.
    ReportRefused,
    /// The chosen file is too large.
    FileTooLarge,
    /// The chosen file cannot be read.
    FileUnreadable,
    /// Another matrix was computed since. Open it again.
    CoverageGone,
    /// The text is too large for the clipboard or the shell.
    TooMuchToCopy,
    /// The request cannot be written as this kind of code.
    SnippetRefused,
    /// The text on the clipboard is too large.
    TooMuchToPaste,
    /// A stored update cannot be read. Offer to remove the updates.
    UpdateUnreadable,
    /// The update was applied, or another one was previewed.
    UpdateGone,
    /// HubSpot's index of API files cannot be read.
    IndexRefused,
    /// The demo portal could not start, or the connection is not one to it.
    DemoNotRunning,
    /// The data file or another file cannot be read or written.
    StorageFailed,
    /// A newer version wrote the data folder.
    DataFolderNewer,
    /// The data folder belongs to another user of this computer. Choose another one.
    DataFolderForeign,
    /// A fault of Portalscope's own. Report it.
    Internal,
}

/// An error as people and scripts see it: what happened and why, then the next action. Never contains a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    /// What to branch on.
    pub code: ErrorCode,
    /// What happened and why, in sentences.
    pub message: String,
    /// The next action, in sentences. Empty: there is none.
    pub hint: String,
    /// The cause whose page says more. `None`: there is none, or it is not sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub cause: Option<Cause>,
}

impl CommandError {
    /// An error with these words, which must not contain a secret.
    pub fn new(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into(), cause: None }
    }

    /// An error in the words of its cause's page.
    pub(crate) fn of_cause(code: ErrorCode, cause: Cause) -> Self {
        let page = cause.page();
        Self { cause: Some(cause), ..Self::new(code, format!("{}.", page.title), page.mend) }
    }
}

/// The errors of this crate. Each variant says what the caller should do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person cancelled. Nothing was stored.
    #[error("cancelled")]
    Cancelled,
    /// The person cancelled a request that may change something, after it began to be sent. It may have been carried
    /// out: look before sending it again.
    #[error("cancelled while it was on its way")]
    CancelledOnItsWay,
    /// The consent page did not respond within five minutes. Start again.
    #[error("no answer from the consent page in time")]
    ConsentTimedOut,
    /// Consent was refused on the consent page; contains the server's words. Start again.
    #[error("consent was refused: {0}")]
    ConsentDenied(String),
    /// Only one consent flow can wait on the callback port. Finish or cancel it.
    #[error("another consent flow is waiting")]
    ConsentInProgress,
    /// The consent flow is over. Start again.
    #[error("no such consent flow")]
    FlowNotFound,
    /// The callback port cannot be listened on. Choose another one.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// Consent was given in another portal than expected. Nothing was stored; start again.
    #[error("portal {actual} answered, {expected} was expected")]
    WrongPortal {
        /// The Hub ID expected.
        expected: String,
        /// The Hub ID in which consent was given.
        actual: String,
    },
    /// The token endpoint refused or could not be reached; the variant says what to do.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The account's details could not be read; the variant says what to do.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The pasted text is not a token that can be used here; contains a sentence that says why.
    #[error("not a usable token: {0}")]
    TokenMalformed(String),
    /// The pasted credential is of another kind than expected. Show where it belongs.
    #[error("another kind of credential was pasted: {0:?}")]
    OtherCredential(CredentialFormat),
    /// HubSpot could not be reached. Check the network, then try again.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// A request has no complete response; the variant says what to do.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The portal's own server sent no complete response. Check the network, then send again.
    #[error("no response from {server}: {error}")]
    NoResponse {
        /// Its host, and its port where that is not the usual one.
        server: String,
        /// Why.
        error: NetworkError,
    },
    /// The keyring cannot be used; the variant says what to do.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The keyring has no entry for the connection. Re-authorize, or paste the token again.
    #[error("the secret is not in the keyring")]
    SecretMissing,
    /// The keyring has no entry for the OAuth app. Enter its client secret again.
    #[error("the client secret is not in the keyring")]
    AppSecretMissing,
    /// The text typed to confirm a deletion is another one. Nothing was deleted; ask again.
    #[error("the confirmation is another text")]
    ConfirmationMismatch,
    /// Only the last few pasted secrets are staged. Paste it again.
    #[error("the pasted secret is no longer staged")]
    StagedSecretGone,
    /// The form of an OAuth app is not valid; contains a sentence that says why.
    #[error("the app cannot be saved: {0}")]
    AppInvalid(String),
    /// The OAuth app has this many connections. Disconnect them first, or together with it.
    #[error("{0} connections use the app")]
    AppInUse(usize),
    /// The OAuth app was removed. Read the list again.
    #[error("no such app")]
    AppNotFound,
    /// The OAuth app was changed since the form was filled. Nothing was saved; show it and ask.
    #[error("the app was changed elsewhere")]
    AppChanged,
    /// A file of OAuth apps cannot be read; contains a sentence that says why.
    #[error("the file cannot be imported: {0}")]
    ImportRefused(String),
    /// A link from outside was refused, and nothing was done.
    #[error("the link was refused: {0}")]
    Link(#[from] LinkProblem),
    /// A link cannot be made, since it would be refused. Correct what it says, or send it another way.
    #[error("the link cannot be made: {0}")]
    OwnLink(LinkProblem),
    /// The connection was removed. Read the list again.
    #[error("no such connection")]
    ConnectionNotFound,
    /// Another process is working on the connection and does not finish. Try again later.
    #[error("another process holds the connection")]
    ConnectionBusy,
    /// The last refresh failed with this error a moment ago, so none was attempted. Try again later.
    #[error("backing off: {}", .0.message)]
    BackingOff(CommandError),
    /// Static tokens are not refreshed.
    #[error("the connection has no refresh token")]
    RefreshNotPossible,
    /// The portal is in production and read-only. Unlock writing first.
    #[error("portal {portal} is read-only")]
    WriteLocked {
        /// Its Hub ID.
        portal: String,
        /// Why the call counts as a write that would read.
        doubt: Option<Doubt>,
    },
    /// The typed Hub ID is not the portal's. Ask again.
    #[error("the typed portal id is another one")]
    PortalIdMismatch,
    /// The call needs this confirmation. Nothing was sent; ask, then send again with the confirmation.
    #[error("not confirmed: {}", .0.act)]
    NotConfirmed(RequiredConfirmation),
    /// The draft has a problem; contains a sentence that says which.
    #[error("the request cannot be sent: {0}")]
    RequestInvalid(String),
    /// Only the last few responses are stored. Send the request again.
    #[error("the response is no longer held")]
    ResponseGone,
    /// The settings are not valid; contains a sentence that says why. Nothing was changed.
    #[error("the settings cannot be taken: {0}")]
    SettingsInvalid(String),
    /// The catalog does not know the call. Search for it by its title or path.
    #[error("no such operation in the catalogue")]
    OperationUnknown,
    /// The list of endpoints or the set's name is not valid; contains a sentence that says why.
    #[error("the list cannot be taken: {0}")]
    ListInvalid(String),
    /// The saved set was removed meanwhile. Read the sets again.
    #[error("no such set of endpoints")]
    SetNotFound,
    /// Another set has this name. Offer another name, or to replace that set.
    #[error("a set is called {0} already")]
    SetNameTaken(String),
    /// The pasted scopes or the app's file cannot be read. Show why beside the field.
    #[error("the app's declaration cannot be read: {0}")]
    Declaration(#[from] ConsentInputError),
    /// A chosen file is too large and was not read.
    #[error("the file is larger than {limit} bytes")]
    FileTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A chosen file cannot be opened, or is not text in UTF-8.
    #[error("the file cannot be read")]
    FileUnreadable(std::io::ErrorKind),
    /// A file cannot be written. One that was there is unchanged.
    #[error("the file cannot be written")]
    FileUnwritable(std::io::ErrorKind),
    /// Another matrix was computed since. Open it again.
    #[error("the matrix is no longer held")]
    CoverageGone,
    /// The text is too large for the clipboard, or is none. Save it to a file.
    #[error("too large for the clipboard")]
    TooMuchToCopy,
    /// The command is longer than cmd.exe accepts. Offer the one for a POSIX shell.
    #[error("the command is too long for its shell")]
    CurlTooLong,
    /// The request cannot be written as this kind of code. Offer another one.
    #[error("the request cannot be written so: {0}")]
    Snippet(#[from] SnippetError),
    /// The text is larger than any field accepts. It is still on the clipboard.
    #[error("the pasted text is too long")]
    PastedTextTooLong,
    /// The file or the index is not of the expected form; the variant says why.
    #[error("the file cannot be imported: {0}")]
    Import(#[from] ImportError),
    /// A stored update cannot be read; the bundled catalog is in force. Offer to remove the updates.
    #[error("an update of the catalogue cannot be read")]
    Update(#[from] DataError),
    /// The update was applied, or another one was previewed. Read the files again.
    #[error("no such update")]
    UpdateGone,
    /// HubSpot responded to the index or a file with another status than 200.
    #[error("the index answered with status {status}")]
    IndexRefused {
        /// The HTTP status.
        status: u16,
    },
    /// The connection is not one to the embedded demo portal, or that is not running.
    #[error("not a demo connection")]
    DemoNotRunning,
    /// The demo portal could not start on this computer.
    #[error("the demo portal could not start")]
    DemoFailed(#[from] portalscope_demo_portal::StartError),
    /// The data file cannot be read or written.
    #[error("the data file refused")]
    Store(#[from] rusqlite::Error),
    /// A file of Portalscope's own cannot be read or written.
    #[error("the disk refused")]
    Disk(#[from] std::io::Error),
    /// The history cannot be read or changed.
    #[error("the history refused")]
    History(#[source] portalscope_history::Error),
    /// The history's file could not be opened at the start, so nothing is kept. The log says why.
    #[error("there is no history")]
    HistoryNotKept,
    /// The entry was deleted, or is beyond the bounds of the history. Close what shows it.
    #[error("no such entry of the history")]
    HistoryEntryGone,
    /// What is asked for exists for calls of operations only, not for token exchanges and the like.
    #[error("the entry is no call")]
    HistoryEntryNoCall,
    /// A report cannot be made as it was chosen; contains a sentence that says why.
    #[error("the report cannot be made: {0}")]
    ReportInvalid(String),
    /// Only the last reports that were made and not saved are kept, and reports that are open. Make or open it again.
    #[error("no such report")]
    ReportGone,
    /// A file is no report or HAR file that can be opened.
    #[error("the file cannot be opened: {0}")]
    ReportRefused(#[from] portalscope_report::ReadError),
    /// A fault of Portalscope's own: a task ended unexpectedly.
    #[error("a task of Portalscope ended by itself")]
    Internal,
    /// A newer version wrote the data folder. Nothing was changed; use that version, or another folder.
    #[error("a newer version has written the data folder")]
    DataFolderNewer,
    /// The data folder belongs to another user of this computer, who can change it. Use another folder.
    #[error("the data folder belongs to another user")]
    DataFolderForeign,
}

fn say(code: ErrorCode, message: &str, hint: &str) -> CommandError {
    CommandError::new(code, message, hint)
}

/// A stable English reason; the operating system's own differs by language.
fn disk_reason(kind: std::io::ErrorKind) -> &'static str {
    match kind {
        std::io::ErrorKind::StorageFull => "no space is left",
        std::io::ErrorKind::PermissionDenied => "permission was denied",
        std::io::ErrorKind::NotFound => "the folder is gone",
        std::io::ErrorKind::ReadOnlyFilesystem => "this place is read-only",
        std::io::ErrorKind::QuotaExceeded => "your share of the disk is used up",
        std::io::ErrorKind::IsADirectory => "a folder has this name",
        _ => "the system gave no reason",
    }
}

/// A body fails only with its temporary file or the output, or because a search is no longer wanted.
impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::Create(why) | BodyError::Read(why) | BodyError::Write(why) => Self::Disk(why),
            BodyError::SearchCancelled => Self::Cancelled,
        }
    }
}
