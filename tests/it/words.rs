//! The texts of every error. The snapshot shows every change of a sentence.

use std::fmt::Write;
use std::io::ErrorKind;
use std::time::Duration;

use portalscope_catalog::{ConsentInputError, DataError, ImportError};
use portalscope_core::{
    CommandError, ConfirmationReason, ConfirmationStep, CredentialFormat, Doubt, Error, ErrorCode,
    LinkProblem, RequiredConfirmation, SnippetError,
};
use portalscope_demo_portal::StartError;
use portalscope_hubspot::oauth::{ListenError, TokenError};
use portalscope_hubspot::{IdentityError, NetworkError, SendError};
use portalscope_vault::VaultError;

#[test]
fn every_error_says_what_happened_and_what_to_do() {
    let mut table = String::new();
    for error in errors() {
        let CommandError { code, message, hint, .. } = error.into();
        let code = serde_json::to_value(code).unwrap();
        writeln!(table, "{}\n  {message}\n  {hint}", code.as_str().unwrap()).unwrap();
    }
    insta::assert_snapshot!("errors", table);
}

/// At least one error of each kind. A new kind does not compile until it is added here.
fn errors() -> Vec<Error> {
    let own = [
        Error::Cancelled,
        Error::CancelledOnItsWay,
        Error::ConsentTimedOut,
        Error::ConsentDenied("the person said no".to_owned()),
        Error::ConsentInProgress,
        Error::FlowNotFound,
        Error::Listen(ListenError::PortBusy { port: 17421 }),
        Error::Listen(ListenError::Refused { port: 80 }),
        Error::WrongPortal { expected: "26041877".to_owned(), actual: "48220319".to_owned() },
        Error::Identity(IdentityError::Refused { status: 401 }),
        Error::Identity(IdentityError::Unreadable),
        Error::TokenMalformed("It holds a space.".to_owned()),
        Error::SecretMissing,
        Error::AppSecretMissing,
        Error::ConfirmationMismatch,
        Error::StagedSecretGone,
        Error::AppInvalid("An app's name has 1 to 80 characters.".to_owned()),
        Error::AppInUse(2),
        Error::AppNotFound,
        Error::AppChanged,
        Error::ImportRefused("It is another format.".to_owned()),
        Error::OwnLink(LinkProblem::Secret),
        Error::OwnLink(LinkProblem::Body),
        Error::OwnLink(LinkProblem::TooLong),
        Error::OwnLink(LinkProblem::Invisible),
        Error::ConnectionNotFound,
        Error::ConnectionBusy,
        Error::BackingOff(CommandError::new(ErrorCode::ServerError, "As before.", "Wait.")),
        Error::RefreshNotPossible,
        Error::WriteLocked { portal: "26041877".to_owned(), doubt: None },
        Error::WriteLocked { portal: "26041877".to_owned(), doubt: Some(Doubt::EncodedDelimiter) },
        Error::PortalIdMismatch,
        Error::NotConfirmed(RequiredConfirmation {
            reason: ConfirmationReason::Destructive,
            step: ConfirmationStep::OneStep,
            act: "Archive in Acme".to_owned(),
            sentence: "One contact is archived.".to_owned(),
        }),
        Error::RequestInvalid("The path is missing.".to_owned()),
        Error::ResponseGone,
        Error::SettingsInvalid("A port has a number.".to_owned()),
        Error::OperationUnknown,
        Error::ListInvalid("The list is too long.".to_owned()),
        Error::SetNotFound,
        Error::SetNameTaken("Mine".to_owned()),
        Error::Declaration(ConsentInputError::Empty),
        Error::FileTooLarge { limit: 1_000_000 },
        Error::FileUnreadable(ErrorKind::PermissionDenied),
        Error::FileUnwritable(ErrorKind::StorageFull),
        Error::CoverageGone,
        Error::TooMuchToCopy,
        Error::CurlTooLong,
        Error::Snippet(SnippetError::Nul),
        Error::PastedTextTooLong,
        Error::Import(ImportError::NotOpenApi),
        Error::Update(DataError { file: "a".to_owned(), line: 1, what: "is cut".to_owned() }),
        Error::UpdateGone,
        Error::IndexRefused { status: 503 },
        Error::DemoNotRunning,
        Error::DemoFailed(StartError::PortInUse(1)),
        Error::Store(rusqlite::Error::InvalidQuery),
        Error::History(portalscope_history::Error::Broken),
        Error::History(portalscope_history::Error::File(ErrorKind::StorageFull.into())),
        Error::HistoryNotKept,
        Error::HistoryEntryGone,
        Error::HistoryEntryNoCall,
        Error::ReportInvalid("A text to mask is too long.".to_owned()),
        Error::ReportGone,
        Error::ReportRefused(portalscope_report::ReadError::NotKnown),
        Error::Internal,
        Error::DataFolderNewer,
        Error::DataFolderForeign,
    ];
    let disk = [ErrorKind::StorageFull, ErrorKind::ReadOnlyFilesystem, ErrorKind::Other];
    let all = own
        .into_iter()
        .chain(disk.map(|kind| Error::Disk(kind.into())))
        .chain(tokens().map(Error::Token))
        .chain(networks().map(Error::Network))
        .chain(sends().map(Error::Send))
        .chain(networks().map(|error| Error::NoResponse { server: "127.0.0.1:4711".to_owned(), error }))
        .chain(vault().map(Error::Vault))
        .chain(formats().map(Error::OtherCredential))
        .chain(links().map(Error::Link))
        .collect::<Vec<_>>();
    all.iter().for_each(is_listed);
    all
}

/// An exhaustive match, so that the compiler reports a missing kind.
fn is_listed(error: &Error) {
    match error {
        Error::Cancelled
        | Error::CancelledOnItsWay
        | Error::ConsentTimedOut
        | Error::ConsentDenied(_)
        | Error::ConsentInProgress
        | Error::FlowNotFound
        | Error::Listen(_)
        | Error::WrongPortal { .. }
        | Error::Token(_)
        | Error::Identity(_)
        | Error::TokenMalformed(_)
        | Error::OtherCredential(_)
        | Error::Network(_)
        | Error::Send(_)
        | Error::NoResponse { .. }
        | Error::Vault(_)
        | Error::SecretMissing
        | Error::AppSecretMissing
        | Error::ConfirmationMismatch
        | Error::StagedSecretGone
        | Error::AppInvalid(_)
        | Error::AppInUse(_)
        | Error::AppNotFound
        | Error::AppChanged
        | Error::ImportRefused(_)
        | Error::Link(_)
        | Error::OwnLink(_)
        | Error::ConnectionNotFound
        | Error::ConnectionBusy
        | Error::BackingOff(_)
        | Error::RefreshNotPossible
        | Error::WriteLocked { .. }
        | Error::PortalIdMismatch
        | Error::NotConfirmed(_)
        | Error::RequestInvalid(_)
        | Error::ResponseGone
        | Error::SettingsInvalid(_)
        | Error::OperationUnknown
        | Error::ListInvalid(_)
        | Error::SetNotFound
        | Error::SetNameTaken(_)
        | Error::Declaration(_)
        | Error::FileTooLarge { .. }
        | Error::FileUnreadable(_)
        | Error::FileUnwritable(_)
        | Error::CoverageGone
        | Error::TooMuchToCopy
        | Error::CurlTooLong
        | Error::Snippet(_)
        | Error::PastedTextTooLong
        | Error::Import(_)
        | Error::Update(_)
        | Error::UpdateGone
        | Error::IndexRefused { .. }
        | Error::DemoNotRunning
        | Error::DemoFailed(_)
        | Error::Store(_)
        | Error::Disk(_)
        | Error::History(_)
        | Error::HistoryNotKept
        | Error::HistoryEntryGone
        | Error::HistoryEntryNoCall
        | Error::ReportInvalid(_)
        | Error::ReportGone
        | Error::ReportRefused(_)
        | Error::Internal
        | Error::DataFolderNewer
        | Error::DataFolderForeign => {}
    }
}

fn tokens() -> impl Iterator<Item = TokenError> {
    [
        TokenError::ClientId,
        TokenError::ClientSecret,
        TokenError::RedirectUnknown,
        TokenError::RedirectMismatch,
        TokenError::Code,
        TokenError::CodeExpired,
        TokenError::CodeVerifier,
        TokenError::RefreshToken,
        TokenError::Portal,
        TokenError::Scopes,
        TokenError::GrantType,
        TokenError::NotReceived,
        TokenError::Configuration { status: 400, code: Some("invalid_request".to_owned()) },
        TokenError::NoEndpoint,
        TokenError::Redirected { status: 302 },
        TokenError::Server { status: 503 },
        TokenError::Busy { status: 429, retry_after: Duration::from_mins(1) },
        TokenError::Unexpected,
    ]
    .into_iter()
}

fn networks() -> impl Iterator<Item = NetworkError> {
    [
        NetworkError::NameNotFound,
        NetworkError::Refused,
        NetworkError::Unreachable,
        NetworkError::Proxy,
        NetworkError::ProxyCredentials,
        NetworkError::TimedOut,
        NetworkError::Certificate,
        NetworkError::CertificateDates,
        NetworkError::Tls,
        NetworkError::Broken,
    ]
    .into_iter()
}

fn sends() -> impl Iterator<Item = SendError> {
    let spool = SendError::Spool(ErrorKind::StorageFull.into());
    [SendError::ForeignHost, SendError::TooLarge { limit: 512_000_000 }, spool].into_iter()
}

fn vault() -> impl Iterator<Item = VaultError> {
    [
        VaultError::Unavailable,
        VaultError::Locked,
        VaultError::TimedOut,
        VaultError::Denied,
        VaultError::NewerFormat,
        VaultError::Unreadable,
        VaultError::TooLong,
    ]
    .into_iter()
}

fn formats() -> impl Iterator<Item = CredentialFormat> {
    [
        CredentialFormat::StaticToken,
        CredentialFormat::ClientSecret,
        CredentialFormat::ClientId,
        CredentialFormat::PersonalAccessKey,
        CredentialFormat::DeveloperApiKey,
        CredentialFormat::AccountApiKey,
        CredentialFormat::RefreshToken,
        CredentialFormat::AccessToken,
        CredentialFormat::Unknown,
    ]
    .into_iter()
}

fn links() -> impl Iterator<Item = LinkProblem> {
    [
        LinkProblem::TooLong,
        LinkProblem::Malformed,
        LinkProblem::UnknownAction,
        LinkProblem::UnknownParameter,
        LinkProblem::Repeated,
        LinkProblem::Invisible,
        LinkProblem::Secret,
        LinkProblem::Method,
        LinkProblem::Path,
        LinkProblem::Body,
        LinkProblem::Portal,
        LinkProblem::Scopes,
        LinkProblem::Hublet,
        LinkProblem::ClientId,
        LinkProblem::Period,
        LinkProblem::Note,
        LinkProblem::AppUnknown,
        LinkProblem::NotExpected,
    ]
    .into_iter()
}
