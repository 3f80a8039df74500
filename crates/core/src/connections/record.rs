//! What is stored of a connection.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::identity::Identity;
use crate::connections::token_record::TokenRecord;
use crate::error::CommandError;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    Oauth,
    PrivateApp,
    ServiceKey,
    /// A static token of which HubSpot does not tell whether it is a service key or a private app's.
    StaticToken,
}

/// What is stored of a connection in the data file. No secret is in it. On the disk the fields keep the names that they
/// have had from the first version on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ConnectionRecord {
    pub id: String,
    /// `portalscope_hubspot::Environment::key`.
    pub environment: String,
    /// The OAuth app; `None` for static tokens.
    pub app: Option<String>,
    pub credential: CredentialKind,
    pub identity: Identity,
    pub granted_scopes: Option<Vec<String>>,
    #[serde(rename = "asked_scopes", alias = "requested_scopes")]
    pub requested_scopes: Vec<String>,
    #[serde(rename = "asked_optional_scopes", alias = "requested_optional_scopes")]
    pub requested_optional_scopes: Vec<String>,
    pub token: Option<TokenRecord>,
    #[serde(rename = "trouble", alias = "last_error")]
    pub last_error: Option<CommandError>,
    pub connected_at: Timestamp,
}
