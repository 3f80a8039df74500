//! The use cases of Portalscope, without a window: connect, keep fresh, judge, send, disconnect.
//!
//! The types that cross to the window are defined here, beside what they describe. None of them can hold a secret:
//! the secret types have no `Serialize`. Nothing here knows Tauri.

mod account;
mod app;
mod apps;
mod attempts;
mod body;
mod clock;
mod connect;
mod connect_token;
mod connection;
mod connections;
mod consent;
mod console;
mod data_folder;
mod deep_link;
mod delete_stored;
mod demo;
mod endpoints;
mod error;
mod error_words;
mod held_secrets;
mod keep_fresh;
mod log;
mod plan;
mod renewal;
mod session;
mod settings;
mod sharing;
mod storage;
mod store;
mod stored;

pub use account::{AccountType, EnvironmentLabel, Identity};
pub use app::{AppState, Event, OpenError, OpenOptions, Platform, Portalscope};
pub use apps::{AppDraft, AppEnvironment, AppsPreview, ImportStep, ImportedApp, ItsConnections, OauthApp};
pub use body::{BodyKind, BodyRow, BodyWindow, ResponseBody, RowKind, TextWindow};
pub use clock::{Clock, SystemClock};
pub use connect::{DisconnectReport, Revocation};
pub use connect_token::{CheckedToken, TokenConnect};
pub use connection::{
    Connection, ConnectionState, CredentialKind, LastRefresh, RateLimitFigures, RefreshOutcome, TokenLife,
    WriteLock,
};
pub use consent::{ConsentFlow, ConsentTarget};
pub use console::{
    Explanation, HeaderRow, HeaderSource, NameValue, ProblemPlace, RenewalOutcome, RequestDraft,
    RequestPreview, RequestProblem, ResponseHeader, SentRequest, SuggestedAction, TokenRenewal,
};
pub use data_folder::default_data_folder;
pub use deep_link::{ArrivedLink, ConnectLink, LinkProblem, RequestLink};
pub use delete_stored::{DELETE_EVERYTHING, StoredTarget};
pub use demo::{DemoScenario, outside_demo};
pub use endpoints::{Endpoint, EndpointVerdict, OperationDetail, OperationSummary, prepare_catalogue};
pub use error::{CommandError, Error, ErrorCode};
pub use held_secrets::{HeldSecret, PastedSecret, SecretLook};
pub use log::log_to;
pub use plan::{AppConnect, OauthConnect};
pub use portalscope_hubspot::Environment;
pub use settings::{Settings, Theme, WindowSize};
pub use storage::{KeyringHealth, StorageMode, StorageState};
pub use stored::{
    Holding, KeyringListing, PlaceKind, SecretCondition, Standing, StorageReport, StoredOwner, StoredOwnerId,
    StoredOwnerKind, StoredPlace, StoredSecretView,
};
