//! Everything that can go wrong in a use case, and the form in which it reaches the window and the command line.
//! The words are in `words`.

mod protocol_words;
mod words;

use portalscope_body::BodyError;
use portalscope_catalog::{ConsentInputError, DataError, ImportError};
use portalscope_hubspot::oauth::{ListenError, TokenError};
use portalscope_hubspot::{IdentityError, NetworkError, SendError};
use portalscope_vault::VaultError;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::console::confirmation::RequiredConfirmation;
use crate::links::problem::LinkProblem;
use crate::secrets::format::CredentialFormat;

pub type Result<T> = std::result::Result<T, Error>;

/// What the window branches on. Add a code only where somebody acts on it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    Cancelled,
    TimedOut,
    ConsentDenied,
    ConsentInProgress,
    FlowNotFound,
    PortBusy,
    BrowserNotOpened,
    WrongPortal,
    ClientIdRefused,
    ClientSecretRefused,
    RedirectMismatch,
    CodeRefused,
    ScopesRefused,
    ConfigurationRefused,
    ConnectionRevoked,
    TokenRefused,
    TokenMalformed,
    IdentityUnknown,
    NetworkUnreachable,
    NetworkTimeout,
    NetworkTls,
    NetworkBroken,
    ServerError,
    UnexpectedAnswer,
    KeyringUnavailable,
    KeyringLocked,
    KeyringTimedOut,
    KeyringDenied,
    KeyringNewer,
    SecretMissing,
    AppSecretMissing,
    ConfirmationMismatch,
    ClipboardEmpty,
    ClipboardUnavailable,
    StagedSecretGone,
    AppInvalid,
    AppInUse,
    AppNotFound,
    AppChanged,
    ImportRefused,
    LinkRefused,
    ConnectionNotFound,
    ConnectionBusy,
    RefreshNotPossible,
    WriteLocked,
    PortalIdMismatch,
    NotConfirmed,
    RequestInvalid,
    HostNotAllowed,
    ResponseGone,
    ResponseTooLarge,
    SettingsInvalid,
    OperationUnknown,
    ListInvalid,
    SetNotFound,
    SetNameTaken,
    DeclarationInvalid,
    FileTooLarge,
    FileUnreadable,
    CoverageGone,
    TooMuchToCopy,
    TooMuchToPaste,
    UpdateUnreadable,
    UpdateGone,
    IndexRefused,
    DemoNotRunning,
    StorageFailed,
    DataFolderNewer,
    Internal,
}

/// An error as people and scripts meet it: what happened and why, then the next action. Never a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    pub code: ErrorCode,
    pub message: String,
    pub hint: String,
}

impl CommandError {
    pub fn new(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person stopped it. Nothing was stored.
    #[error("cancelled")]
    Cancelled,
    /// The consent page did not answer within five minutes. Begin again.
    #[error("no answer from the consent page in time")]
    ConsentTimedOut,
    /// The consent page said no; the server's words are inside.
    #[error("consent was refused: {0}")]
    ConsentDenied(String),
    /// Only one flow can wait on the callback port. Finish or cancel it.
    #[error("another consent flow is waiting")]
    ConsentInProgress,
    #[error("no such consent flow")]
    FlowNotFound,
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// Another portal answered than the one expected. Nothing was stored.
    #[error("portal {actual} answered, {expected} was expected")]
    WrongPortal { expected: String, actual: String },
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The pasted text is no token that can be used here; the reason is a sentence.
    #[error("not a usable token: {0}")]
    TokenMalformed(String),
    /// A credential of another kind than the one that is asked for. Its words say where it belongs.
    #[error("another kind of credential was pasted: {0:?}")]
    OtherCredential(CredentialFormat),
    #[error(transparent)]
    Network(#[from] NetworkError),
    #[error(transparent)]
    Send(#[from] SendError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The keyring has no entry for the connection: somebody removed it. Connect again.
    #[error("the secret is not in the keyring")]
    SecretMissing,
    /// The keyring has no entry for the OAuth app. Enter its client secret again.
    #[error("the client secret is not in the keyring")]
    AppSecretMissing,
    /// What must be typed before everything is deleted was not.
    #[error("the confirmation is another text")]
    ConfirmationMismatch,
    /// Only the last few pasted secrets are staged. Paste it again.
    #[error("the pasted secret is no longer staged")]
    StagedSecretGone,
    /// What is wrong with an app's form, in words.
    #[error("the app cannot be saved: {0}")]
    AppInvalid(String),
    /// The app connects so many portals. Disconnect them first, or along with it.
    #[error("{0} connections use the app")]
    AppInUse(usize),
    #[error("no such app")]
    AppNotFound,
    /// It says something else now than what the form was filled from. Nothing was saved; show it and ask.
    #[error("the app was changed elsewhere")]
    AppChanged,
    /// Why a file of apps cannot be read, in words.
    #[error("the file cannot be imported: {0}")]
    ImportRefused(String),
    /// A link from outside that is not followed. Nothing was done.
    #[error("the link was refused: {0}")]
    Link(#[from] LinkProblem),
    #[error("no such connection")]
    ConnectionNotFound,
    /// Another process works on the connection and does not come to an end. Try again.
    #[error("another process holds the connection")]
    ConnectionBusy,
    /// The attempt before failed so, a moment ago; another was not made.
    #[error("backing off: {}", .0.message)]
    BackingOff(CommandError),
    /// Static tokens have nothing to refresh.
    #[error("the connection has no refresh token")]
    RefreshNotPossible,
    /// Production is read-only until unlocked.
    #[error("portal {portal} is read-only")]
    WriteLocked { portal: String },
    #[error("the typed portal id is another one")]
    PortalIdMismatch,
    /// The call needs a confirmation that did not come with it. Nothing was sent; ask, and send it again with the answer.
    #[error("not confirmed: {}", .0.act)]
    NotConfirmed(RequiredConfirmation),
    /// A problem of the draft, in words.
    #[error("the request cannot be sent: {0}")]
    RequestInvalid(String),
    #[error("the response is no longer held")]
    ResponseGone,
    /// What is wrong, in words.
    #[error("the settings cannot be taken: {0}")]
    SettingsInvalid(String),
    /// The catalogue has no such call. Search for it by its title or path.
    #[error("no such operation in the catalogue")]
    OperationUnknown,
    /// A list of endpoints or the name of a set cannot be taken; why is a sentence.
    #[error("the list cannot be taken: {0}")]
    ListInvalid(String),
    /// The saved set is gone: it was removed meanwhile. Read the sets again.
    #[error("no such set of endpoints")]
    SetNotFound,
    /// Offer another name, or to replace the set that has it.
    #[error("a set is called {0} already")]
    SetNameTaken(String),
    /// The pasted scopes or the app's file cannot be read. Show why beside the field.
    #[error("the app's declaration cannot be read: {0}")]
    Declaration(#[from] ConsentInputError),
    /// A chosen file is beyond what such a file can be.
    #[error("the file is larger than {limit} bytes")]
    FileTooLarge { limit: u64 },
    /// A chosen file cannot be opened, or is no text.
    #[error("the file cannot be read")]
    FileUnreadable(std::io::ErrorKind),
    /// The chosen place takes no file; what was there before is still there.
    #[error("the file cannot be written")]
    FileUnwritable(std::io::ErrorKind),
    /// Another matrix took its place. Open it again.
    #[error("the matrix is no longer held")]
    CoverageGone,
    /// Save it to a file instead.
    #[error("the matrix is too large for the clipboard")]
    TooMuchToCopy,
    /// The shell that the command is for would cut it. Offer the other one.
    #[error("the command is too long for its shell")]
    CurlTooLong,
    /// No field takes so much. The clipboard still has it.
    #[error("the pasted text is too long")]
    PastedTextTooLong,
    /// What was to be imported cannot be: it is no OpenAPI file of HubSpot's, or it is cut.
    #[error("the file cannot be imported: {0}")]
    Import(#[from] ImportError),
    /// A stored update cannot be read; the bundled catalogue is in force. Offer to remove the updates.
    #[error("an update of the catalogue cannot be read")]
    Update(#[from] DataError),
    /// The preview was taken, or another one took its place.
    #[error("no such update")]
    UpdateGone,
    /// HubSpot's index of files did not answer as it is documented.
    #[error("the index answered with status {status}")]
    IndexRefused { status: u16 },
    #[error("not a demo connection")]
    DemoNotRunning,
    #[error("the demo portal could not start")]
    DemoFailed(#[from] portalscope_demo_portal::StartError),
    #[error("the data file refused")]
    Store(#[from] rusqlite::Error),
    #[error("the disk refused")]
    Disk(#[from] std::io::Error),
    /// A fault of Portalscope's own: a task ended that should not have.
    #[error("a task of Portalscope ended by itself")]
    Internal,
    /// A newer version has written the data folder. Nothing was changed. Use that version, or another folder.
    #[error("a newer version has written the data folder")]
    DataFolderNewer,
}

fn say(code: ErrorCode, message: &str, hint: &str) -> CommandError {
    CommandError::new(code, message, hint)
}

/// The operating system's own words differ by language; these do not.
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

/// Whatever fails there, it is the disk or what stands for one.
impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::Create(why) | BodyError::Read(why) | BodyError::Write(why) => Self::Disk(why),
        }
    }
}
