//! HubSpot's error bodies in their several shapes. Every field is optional, since HubSpot guarantees none.

use serde_json::Value;

/// The fields of an error body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorBody {
    /// The kind of error: `MISSING_SCOPES`, `VALIDATION_ERROR`. Older bodies call it `errorType`.
    pub category: Option<String>,
    /// A more specific kind.
    pub sub_category: Option<String>,
    /// HubSpot's sentence. It may repeat what was sent.
    pub message: Option<String>,
    /// Identifies the request for HubSpot's support.
    pub correlation_id: Option<String>,
    /// The limit that a 429 is about: `TEN_SECONDLY_ROLLING`, `DAILY`.
    pub policy_name: Option<String>,
    /// The scopes that HubSpot names as required. If they are granular ones, any one of them is enough.
    pub named_scopes: Vec<String>,
}

/// The names of lists of required scopes, newest first.
const SCOPE_LISTS: &[&str] = &["requiredGranularScopes", "requiredScopes", "missingScopes"];

impl ErrorBody {
    /// Parses an error body. `None`: not a JSON object (HubSpot's 404 and 405 can be HTML).
    pub fn parse(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(body).ok()?;
        let fields = value.as_object()?;
        let text =
            |names: &[&str]| names.iter().find_map(|name| fields.get(*name)?.as_str()).map(str::to_owned);
        Some(Self {
            category: text(&["category", "errorType"]),
            sub_category: text(&["subCategory"]),
            message: text(&["message", "error_description"]),
            correlation_id: text(&["correlationId", "requestId"]),
            policy_name: text(&["policyName"]),
            named_scopes: named_scopes(&value),
        })
    }
}

fn named_scopes(body: &Value) -> Vec<String> {
    let contexts = std::iter::once(&body["context"])
        .chain(body["errors"].as_array().into_iter().flatten().map(|error| &error["context"]));
    for context in contexts {
        for name in SCOPE_LISTS {
            let scopes: Vec<String> = context[*name]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|scope| scope.as_str().map(str::to_owned))
                .collect();
            if !scopes.is_empty() {
                return scopes;
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::ErrorBody;

    #[test]
    fn a_missing_scopes_error_names_its_scopes() {
        let body = br#"{"status":"error","message":"m","correlationId":"c","category":"MISSING_SCOPES",
            "errors":[{"message":"x","context":{"requiredGranularScopes":["a.read","b.read"]}}]}"#;
        let parsed = ErrorBody::parse(body).unwrap();
        assert_eq!(parsed.category.as_deref(), Some("MISSING_SCOPES"));
        assert_eq!(parsed.named_scopes, ["a.read", "b.read"]);
    }

    #[test]
    fn fields_of_unexpected_types_are_ignored() {
        let parsed =
            ErrorBody::parse(br#"{"errors":["q may not be null"],"message":7,"context":[]}"#).unwrap();
        assert_eq!(parsed, ErrorBody::default());
        assert_eq!(ErrorBody::parse(b"<html>404</html>"), None);
        assert_eq!(ErrorBody::parse(b"[1]"), None);
    }

    #[test]
    fn a_rate_limit_error_names_its_policy() {
        let body = br#"{"status":"error","message":"m","errorType":"RATE_LIMIT","policyName":"DAILY","requestId":"r"}"#;
        let parsed = ErrorBody::parse(body).unwrap();
        assert_eq!(
            (parsed.policy_name.as_deref(), parsed.correlation_id.as_deref()),
            (Some("DAILY"), Some("r"))
        );
    }
}
