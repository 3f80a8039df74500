//! What is stored of a connection.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;

use crate::connections::identity::Identity;
use crate::connections::token_record::TokenRecord;
use crate::error::CommandError;
use crate::ids::{AppId, ConnectionId};

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
    pub id: ConnectionId,
    /// `portalscope_hubspot::Environment::key`.
    pub environment: String,
    /// The OAuth app; `None` for static tokens.
    pub app: Option<AppId>,
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

/// Where an error is stored in a record.
const ERROR_CODES: [&str; 2] = ["/trouble/code", "/token/last_refresh/error/code"];
/// Codes of earlier versions, and what they are called now.
const RENAMED_CODES: [(&str, &str); 2] =
    [("server_trouble", "server_error"), ("keyring_hanging", "keyring_timed_out")];

impl ConnectionRecord {
    /// Reads a record of this version or of an earlier one. `None`: its form is not known here.
    ///
    /// Names that reach the window are changed here and are no aliases in their types: those would reach it as well.
    pub(crate) fn from_json(text: &str) -> Option<Self> {
        let mut value: Value = serde_json::from_str(text).ok()?;
        if let Some(identity) = value.get_mut("identity").and_then(Value::as_object_mut)
            && let Some(center) = identity.remove("dataCentre")
        {
            identity.insert("dataCenter".to_owned(), center);
        }
        for place in ERROR_CODES {
            if let Some(code) = value.pointer_mut(place) {
                rename_code(code);
            }
        }
        serde_json::from_value(value).ok()
    }
}

fn rename_code(code: &mut Value) {
    if let Some((_, now)) = RENAMED_CODES.iter().find(|(before, _)| code.as_str() == Some(before)) {
        *code = Value::from(*now);
    }
}
