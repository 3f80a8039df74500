//! A connection's record in the data file.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;

use crate::connections::identity::Identity;
use crate::connections::label::ConnectionLabel;
use crate::connections::token_record::TokenRecord;
use crate::error::CommandError;
use crate::ids::{AppId, ConnectionId};

/// The kind of credential that a portal is connected with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// Access and refresh token of an OAuth app.
    Oauth,
    /// The access token of a legacy private app. Only in records of earlier versions.
    PrivateApp,
    /// A service key: the account is too new to have legacy private apps.
    ServiceKey,
    /// A service key or a private app's token: HubSpot does not say which.
    StaticToken,
}

/// A connection's record in the data file. It contains no secret. On disk its fields have the names of the first version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ConnectionRecord {
    pub id: ConnectionId,
    /// `portalscope_hubspot::Environment::key`.
    pub environment: String,
    /// The OAuth app; `None` for static tokens.
    pub app: Option<AppId>,
    pub credential: CredentialKind,
    pub identity: Identity,
    /// `None`: HubSpot did not say.
    pub granted_scopes: Option<Vec<String>>,
    #[serde(rename = "asked_scopes", alias = "requested_scopes")]
    pub requested_scopes: Vec<String>,
    #[serde(rename = "asked_optional_scopes", alias = "requested_optional_scopes")]
    pub requested_optional_scopes: Vec<String>,
    /// `None` for static tokens, which do not expire.
    pub token: Option<TokenRecord>,
    #[serde(rename = "trouble", alias = "last_error")]
    /// The error of the last refresh, or that the secret is gone. `None`: the refresh succeeded, or a response has accepted
    /// the token since.
    pub last_error: Option<CommandError>,
    /// When it was connected last, by this computer's clock.
    pub connected_at: Timestamp,
    /// Absent in records of earlier versions.
    #[serde(default)]
    pub label: ConnectionLabel,
}

/// JSON pointers to the error codes in a record.
const ERROR_CODES: [&str; 2] = ["/trouble/code", "/token/last_refresh/error/code"];
/// Error codes of earlier versions with their present names.
const RENAMED_CODES: [(&str, &str); 2] =
    [("server_trouble", "server_error"), ("keyring_hanging", "keyring_timed_out")];

impl ConnectionRecord {
    /// Parses a record of this version or of an earlier one. `None`: its format is unknown.
    ///
    /// Names in types that are exported to the window are changed here: an alias in the type would be exported as well.
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

#[cfg(test)]
mod tests {
    use super::ConnectionRecord;
    use crate::connections::label::{ConnectionLabel, LabelColor};

    #[test]
    fn a_record_without_a_label_has_none_and_one_with_a_label_keeps_it() {
        let before = r#"{"id":"one","environment":"hubspot","app":null,"credential":"service_key","identity":
            {"hubId":"7","portalName":"Acme","accountType":"standard","dataCenter":null,"timeZone":null,"currency":null,
            "uiDomain":null,"appId":null,"user":null,"userId":null},"granted_scopes":null,"asked_scopes":[],
            "asked_optional_scopes":[],"token":null,"trouble":null,"connected_at":"1970-01-01T00:00:00Z"}"#;
        let mut record = ConnectionRecord::from_json(before).unwrap();
        assert_eq!(record.label, ConnectionLabel::default());
        record.label = ConnectionLabel { name: Some("Ours".to_owned()), color: Some(LabelColor::Pink) };
        let again = ConnectionRecord::from_json(&serde_json::to_string(&record).unwrap()).unwrap();
        assert_eq!(again.label, record.label);
    }
}
