//! The use cases of Portalscope, without a window: connect, keep fresh, judge, send, disconnect.
//!
//! The types that cross to the window are defined here, beside what they describe. None of them can hold a secret:
//! the secret types have no `Serialize`. Nothing here knows Tauri.

mod body;
mod catalog;
mod connect;
mod connections;
mod console;
mod environments;
mod error;
mod history;
mod links;
mod oauth_apps;
mod platform;
mod portalscope;
mod scopes;
mod secrets;
#[cfg(feature = "seed")]
mod seed;
mod settings;
mod storage;
mod store;
mod sync;
mod tokens;

pub use body::{BodyKind, BodyPart, BodyRow, BodyWindow, FoundInBody, ResponseBody, RowKind, TextWindow};
pub use catalog::fetch::FetchProgress;
pub use catalog::updates::{CatalogueState, UpdateList, UpdatePreview, UpdateRow};
pub use connect::begin::{AppConnect, OauthConnect};
pub use connect::flow::{ConsentFlow, ConsentTarget};
pub use connect::grant::{DisconnectReport, Revocation};
pub use connect::preview::{ConsentPreview, PlannedScope, ScopeRole, WantedRole, WantedScope};
pub use connect::static_token::{CheckedToken, TokenConnect};
pub use connections::identity::{AccountType, EnvironmentLabel, Identity};
pub use connections::record::{
    Connection, ConnectionState, CredentialKind, LastRefresh, RateLimitFigures, RefreshOutcome, TokenLife,
    WriteLock,
};
pub use connections::usage::{DailyUsage, UsagePoint, UsagePoints};
pub use console::curl::PastedRequest;
pub use console::explain::{Explanation, SuggestedAction};
pub use console::{
    HeaderRow, HeaderSource, NameValue, ProblemPlace, RenewalOutcome, RequestDraft, RequestPreview,
    RequestProblem, ResponseHeader, SentRequest, TokenRenewal,
};
pub use environments::demo::{DemoScenario, outside_demo};
pub use error::{CommandError, Error, ErrorCode};
pub use history::CalledEndpoint;
pub use links::{ArrivedLink, ConnectLink, LinkProblem, RequestLink};
pub use oauth_apps::declared_scopes::{Declaration, DeclaredScopes, LARGEST_APP_FILE};
pub use oauth_apps::transfer::{AppsPreview, ImportStep, ImportedApp, LARGEST_APPS_FILE};
pub use oauth_apps::{AppDraft, AppEnvironment, ItsConnections, OauthApp};
pub use platform::clock::{Clock, Moment, SystemClock};
pub use platform::core_dumps::forbid_core_dumps;
pub use platform::data_folder::default_data_folder;
pub use platform::files::{read_text, write_text};
pub use platform::log::log_to;
pub use portalscope::{AppState, Event, OpenError, OpenOptions, Platform, Portalscope};
pub use portalscope_catalog::ReadList;
pub use portalscope_hubspot::Environment;
pub use scopes::analysis::{Against, AnalysedEndpoint, NeededScope, ScopeAnalysis, SpareScope};
pub use scopes::coverage::{CoverageColumn, CoverageMatrix, CoverageRow};
pub use scopes::coverage_export::{CoverageFormat, ExportReport};
pub use scopes::facts::{CatalogueApi, CatalogueGroup, CatalogueOperation, OperationFacts};
pub use scopes::search::{Endpoint, EndpointVerdict, OperationDetail, OperationSummary};
pub use scopes::sets::{ChosenEndpoints, EndpointSet, EndpointSetDraft};
pub use secrets::format::SecretLook;
pub use secrets::keyring_state::{KeyringHealth, StorageMode, StorageState};
pub use secrets::staged::{HeldSecret, PastedSecret};
#[cfg(feature = "seed")]
pub use seed::seed_connections;
pub use settings::{Settings, Theme, WindowSize};
pub use storage::delete::{DELETE_EVERYTHING, StoredTarget};
pub use storage::files::{Holding, PlaceKind, StoredPlace};
pub use storage::report::{
    KeyringListing, SecretCondition, Standing, StorageReport, StoredOwner, StoredOwnerId, StoredOwnerKind,
    StoredSecretView,
};
