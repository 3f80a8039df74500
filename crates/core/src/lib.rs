//! The use cases of Portalscope, without a window: connect, keep fresh, judge, send, disconnect.
//!
//! The types that cross to the window are defined here, beside what they describe. None of them can hold a secret:
//! the secret types have no `Serialize`. Nothing here knows Tauri.

mod account;
mod app;
mod app_scopes;
mod apps;
mod attempts;
mod calls;
mod catalogue;
mod clock;
mod connect;
mod connect_token;
mod connection;
mod connections;
mod consent;
mod consent_preview;
mod console;
mod core_dumps;
mod coverage;
mod coverage_export;
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
mod operation_facts;
mod places;
mod plan;
mod renewal;
mod scope_analysis;
mod scope_sets;
#[cfg(feature = "seed")]
mod seed;
mod session;
mod settings;
mod sharing;
mod spec_fetch;
mod storage;
mod store;
mod stored;
mod text_file;
mod updates;
mod usage;
mod write_lock;

pub use account::{AccountType, EnvironmentLabel, Identity};
pub use app::{AppState, Event, OpenError, OpenOptions, Platform, Portalscope};
pub use app_scopes::{Declaration, DeclaredScopes, LARGEST_APP_FILE};
pub use apps::{
    AppDraft, AppEnvironment, AppsPreview, ImportStep, ImportedApp, ItsConnections, LARGEST_APPS_FILE,
    OauthApp,
};
pub use calls::CalledEndpoint;
pub use clock::{Clock, Moment, SystemClock};
pub use connect::{DisconnectReport, Revocation};
pub use connect_token::{CheckedToken, TokenConnect};
pub use connection::{
    Connection, ConnectionState, CredentialKind, LastRefresh, RateLimitFigures, RefreshOutcome, TokenLife,
    WriteLock,
};
pub use consent::{ConsentFlow, ConsentTarget};
pub use consent_preview::{ConsentPreview, PlannedScope, ScopeRole, WantedRole, WantedScope};
pub use console::{
    Confirmation, ConfirmationReason, ConfirmationStep, CurlShell, CurlWithSecret, Explanation, HeaderRow,
    HeaderSource, NameValue, PastedIntoPath, PastedRequest, PastedText, ProblemPlace, RenewalOutcome,
    RequestDraft, RequestPreview, RequestProblem, RequiredConfirmation, ResponseHeader, SentRequest,
    SuggestedAction, TokenRenewal,
};
pub use core_dumps::forbid_core_dumps;
pub use coverage::{CoverageColumn, CoverageMatrix, CoverageRow};
pub use coverage_export::{CoverageFormat, ExportReport};
pub use data_folder::default_data_folder;
pub use deep_link::{ArrivedLink, ConnectLink, LinkProblem, RequestLink};
pub use delete_stored::{DELETE_EVERYTHING, StoredTarget};
pub use demo::{DemoScenario, outside_demo};
pub use endpoints::{Endpoint, EndpointVerdict, OperationDetail, OperationSummary};
pub use error::{CommandError, Error, ErrorCode};
pub use held_secrets::{HeldSecret, PastedSecret, SecretLook};
pub use log::log_to;
pub use operation_facts::{CatalogueApi, CatalogueGroup, CatalogueOperation, OperationFacts};
pub use places::{Holding, PlaceKind, StoredPlace};
pub use plan::{AppConnect, OauthConnect};
pub use portalscope_body::{
    BodyKind, BodyPart, BodyRow, BodyWindow, FoundInBody, ResponseBody, RowKind, TextWindow,
};
pub use portalscope_catalog::ReadList;
pub use portalscope_hubspot::Environment;
pub use scope_analysis::{Against, AnalysedEndpoint, NeededScope, ScopeAnalysis, SpareScope};
pub use scope_sets::{ChosenEndpoints, EndpointSet, EndpointSetDraft};
#[cfg(feature = "seed")]
pub use seed::seed_connections;
pub use settings::{Settings, Theme, WindowSize};
pub use spec_fetch::FetchProgress;
pub use storage::{KeyringHealth, StorageMode, StorageState};
pub use stored::{
    KeyringListing, SecretCondition, Standing, StorageReport, StoredOwner, StoredOwnerId, StoredOwnerKind,
    StoredSecretView,
};
pub use text_file::{read_text, write_text};
pub use updates::{CatalogueState, UpdateList, UpdatePreview, UpdateRow};
pub use usage::{DailyUsage, UsagePoint, UsagePoints};
