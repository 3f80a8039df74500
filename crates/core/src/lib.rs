//! The use cases of Portalscope, without a window: connect portals, refresh tokens, analyze scopes, send requests,
//! disconnect. [`Portalscope`] opens the data folder and gives access to the services.
//!
//! The types sent to the window are defined here, each beside what it describes. None of them can contain a secret: the
//! secret types have no `Serialize`. This crate does not depend on Tauri.

#![deny(missing_docs, clippy::missing_errors_doc)]

mod catalog;
mod connect;
mod connections;
mod console;
mod diagnosis;
mod environments;
mod error;
mod events;
mod ground;
mod history;
mod ids;
mod limits;
mod links;
mod oauth_apps;
mod platform;
mod portalscope;
mod report;
mod scopes;
mod secrets;
#[cfg(feature = "seed")]
mod seed;
mod settings;
mod storage;
mod store;
mod sync;
mod tokens;

pub use catalog::fetch::FetchProgress;
pub use catalog::operation::{Endpoint, OperationDetail};
pub use catalog::updates::{CatalogState, UpdateList, UpdatePreview, UpdateRow};
pub use connect::begin::{AppConnect, OauthConnect};
pub use connect::disconnect::{AtServer, DisconnectReport, ItsConnections, ItsHistory, Revocation};
pub use connect::flow::{ConsentFlow, ConsentTarget};
pub use connect::preview::ConsentPreview;
pub use connect::requested_scopes::{PlannedScope, WantedRole, WantedScope};
pub use connect::static_token::{CheckedToken, TokenConnect};
pub use connections::identity::{AccountType, EnvironmentLabel, Identity};
pub use connections::label::{ConnectionLabel, LabelColor};
pub use connections::record::CredentialKind;
pub use connections::token_record::{LastRefresh, RefreshOutcome};
pub use connections::usage::{UsagePoint, UsagePoints};
pub use connections::view::{Connection, ConnectionState, RateLimitFigures, TokenLife, WriteLock};
pub use console::advice::SuggestedAction;
pub use console::confirmation::{Confirmation, ConfirmationReason, ConfirmationStep, RequiredConfirmation};
pub use console::doubt::Doubt;
pub use console::drafts::{Drafts, KeptDraft, KeptDrafts, LeftOutDraft};
pub use console::explain::{Explanation, NamedFact};
pub use console::import::view::{Import, ImportProblem, ImportedRequest, LinkedPage, Pasted, PastedText};
pub use console::past::PastCalls;
pub use console::past::view::{
    ComparedPart, ComparedRow, Comparison, PartName, PastCall, PastFailure, PastRequest, PastVerdict,
    ReopenedRequest, ScopesSince,
};
pub use console::snippet::{CurlShell, CurlWithSecret, SnippetTarget};
pub use console::view::{
    FindingSeverity, HeaderRow, HeaderSource, NameValue, ProblemPlace, RenewalOutcome, RequestDraft,
    RequestFinding, RequestPreview, RequestProblem, ResponseHeader, SentRequest, TokenRenewal,
};
pub use diagnosis::diagnoser::{CheckedDiagnosis, Diagnoser, MadeCheck, PlannedCheck};
pub use diagnosis::pasted::PastedDiagnosis;
pub use environments::demo::DemoScenario;
pub use environments::key::outside_demo;
pub use error::{CommandError, Error, ErrorCode};
pub use events::Event;
pub use ground::OpenOptions;
pub use history::extent::{HistoryExtent, HistoryOwner, PortalHistory};
pub use history::keeping::{HistoryBounds, KeptBodies};
pub use history::notice::HistoryNotice;
pub use history::view::{
    CalledOperationView, FailureGroupView, HistoryCount, HistoryCursor, HistoryEntryKind, HistoryLookup,
    HistoryRow, HistoryRows, HistorySender, VersionGroup, VersionedOperation,
};
pub use history::{CalledEndpoint, History};
pub use ids::{AppId, ClientId, ConnectionId, FlowId, HistoryEntryId, HubId, ResponseId};
pub use limits::DailyUsage;
pub use links::problem::LinkProblem;
pub use links::view::{ArrivedLink, AskedPeriod, ConnectLink, ReportLink, RequestLink};
pub use oauth_apps::declared_scopes::{Declaration, DeclaredScopes, MAX_APP_FILE_BYTES, ScopeRole};
pub use oauth_apps::transfer::{AppsPreview, ImportStep, ImportedApp, MAX_APPS_FILE_BYTES};
pub use oauth_apps::view::{AppDraft, AppEnvironment, OauthApp};
pub use platform::clock::{Clock, Moment, SystemClock};
pub use platform::core_dumps::{forbid_core_dumps, with_core_dumps_as_before};
pub use platform::data_folder::default_data_folder;
pub use platform::files::{read_text, write_text};
pub use platform::log::log_to;
pub use portalscope::{InitialState, OpenError, Platform, Portalscope};
pub use portalscope_body::{
    BodyKind, BodyPart, BodyRow, BodyWindow, FoundInBody, ResponseBody, RowKind, TextWindow, WholeValue,
};
pub use portalscope_catalog::{ReadList, ScopeProposal, ScopeSlip, VerdictKind};
pub use portalscope_diagnosis::{Cause, Diagnosis, Page, RankedCause};
pub use portalscope_formats::SnippetError;
pub use portalscope_history::{
    Filter as HistoryFilter, GrantedScopes, Header as HistoryHeader, Kind as HistoryKind,
    Page as HistoryPage, Query as HistoryQuery, StoredBody, StoredEntry, Summary as HistorySummary, Who,
};
pub use portalscope_hubspot::Environment;
pub use portalscope_report::{
    AppliedRule, Facts as ReportFacts, PersonalDataChoice, RemovedCount, Summary as ReportSummary,
};
pub use report::Reports;
pub use report::choice::{
    CallRemoval, RemovalGroup, ReportCalls, ReportChange, ReportChoice, ReportFile, ReportPreview,
    ReportProgress,
};
pub use report::opened::{OpenedFile, OpenedReport, OpenedReports};
pub use scopes::access::AnalysisSubject;
pub use scopes::analysis::{AnalyzedEndpoint, NeededScope, ScopeAnalysis, UnusedScope};
pub use scopes::coverage::{CoverageColumn, CoverageMatrix, CoverageRow, CoverageRows};
pub use scopes::coverage_export::{CoverageFormat, ExportReport};
pub use scopes::facts::{CatalogApi, CatalogGroup, CatalogOperation, OperationFacts};
pub use scopes::search::{EndpointVerdict, OperationSummary};
pub use scopes::sets::{ChosenEndpoints, EndpointSet, EndpointSetDraft};
pub use secrets::format::CredentialFormat;
pub use secrets::keyring_state::{KeyringHealth, StorageMode, StorageState};
pub use secrets::staged::{PastedSecret, StagedSecret};
#[cfg(feature = "seed")]
pub use seed::seed_connections;
pub use settings::{Settings, Theme, WindowSize};
pub use storage::delete::{DELETE_EVERYTHING, StoredTarget};
pub use storage::files::{PlaceKind, RowCount, StoredPlace};
pub use storage::report::{
    KeyringListing, SecretCondition, SecretStatus, StorageReport, StoredOwner, StoredOwnerId,
    StoredOwnerKind, StoredSecretView,
};
pub use store::{RecordKind, UnreadableRecord};
