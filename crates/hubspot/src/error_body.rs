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
    /// The codes of the single errors: `MISSING_REQUIRED_PROPERTY`. In their order, each once.
    pub codes: Vec<String>,
    /// What the single errors, or the body as a whole, name in their `context`, without scopes. In their order, each once.
    pub context: Vec<NamedInContext>,
    /// Of these, the properties or fields that were wanted and not sent.
    pub missing: Vec<String>,
    /// Where the portal's data is, if the call reached another data center: `eu1`.
    pub correct_hublet: Option<String>,
}

/// One entry of a `context`: `propertyName` with the names of properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedInContext {
    /// HubSpot's word for what is named.
    pub name: String,
    /// Texts and numbers, as they are written.
    pub values: Vec<String>,
}

/// Of a context and of its lists no more is read.
const MAX_NAMED: usize = 20;

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
            correlation_id: text(&["correlationId", "correlationID", "requestId"]),
            policy_name: text(&["policyName"]),
            named_scopes: named_scopes(&value),
            codes: codes(&value),
            context: contexts(&value).fold(Vec::new(), |named, (context, _)| with_context(named, context)),
            missing: missing(&value),
            correct_hublet: text(&["correctHublet"]).filter(|hublet| is_hublet(hublet)),
        })
    }
}

/// Codes in capitals, as HubSpot writes them; anything else may be what was sent.
fn codes(body: &Value) -> Vec<String> {
    let is_code = |code: &&str| code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let each = body["errors"].as_array().into_iter().flatten().filter_map(|error| error["code"].as_str());
    let mut codes: Vec<String> = Vec::new();
    for code in each.filter(is_code) {
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

/// `na1`, `eu1`: two letters and up to three digits.
fn is_hublet(text: &str) -> bool {
    let (letters, digits) = text.split_at_checked(2).unwrap_or_default();
    letters.bytes().all(|byte| byte.is_ascii_lowercase())
        && matches!(digits.len(), 1..=3)
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The contexts of the body and of its single errors, each with what it is the context of.
fn contexts(body: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    let errors = body["errors"].as_array().into_iter().flatten();
    std::iter::once(body).chain(errors).map(|of| (&of["context"], of))
}

fn with_context(mut named: Vec<NamedInContext>, context: &Value) -> Vec<NamedInContext> {
    for (name, value) in context.as_object().into_iter().flatten() {
        let known = named.iter().position(|known| known.name == *name);
        if SCOPE_LISTS.contains(&name.as_str()) || known.is_none() && named.len() == MAX_NAMED {
            continue;
        }
        let at = known.unwrap_or_else(|| {
            named.push(NamedInContext { name: name.clone(), values: Vec::new() });
            named.len() - 1
        });
        let values = &mut named[at].values;
        for text in texts(value) {
            if values.len() < MAX_NAMED && !values.contains(&text) {
                values.push(text);
            }
        }
    }
    named.retain(|one| !one.values.is_empty());
    named
}

/// A text or a number, or a list of them.
fn texts(value: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        Value::Array(values) => values.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

/// The properties that are named where something is said to be required: "Some required properties were not set",
/// "A value for X must be provided".
fn missing(body: &Value) -> Vec<String> {
    let says = |of: &Value, field: &str, words: &[&str]| {
        let said = of[field].as_str().unwrap_or_default().to_ascii_lowercase();
        words.iter().any(|word| said.contains(word))
    };
    let is_missed = |of: &Value| {
        says(of, "code", &["missing_required", "required_property", "required_field", "missing_conditional"])
            || says(
                of,
                "message",
                &["must be provided", "required properties", "required fields", "is required"],
            )
    };
    let names_fields = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["propert", "field"].iter().any(|part| name.contains(part))
    };
    let is_name = |text: &String| {
        (1..=100).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    let of_all = contexts(body).filter(|(_, of)| is_missed(of));
    let named = of_all.fold(Vec::new(), |named, (context, _)| with_context(named, context));
    let fields = named.into_iter().filter(|one| names_fields(&one.name)).flat_map(|one| one.values);
    let mut each = Vec::new();
    for field in fields.filter(is_name) {
        if !each.contains(&field) {
            each.push(field);
        }
    }
    each
}

fn named_scopes(body: &Value) -> Vec<String> {
    for (context, _) in contexts(body) {
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
    scopes_in_words(body["message"].as_str().unwrap_or_default())
}

/// Of "Insufficient scopes, requires one of: [a,b]", which bodies without a list have.
fn scopes_in_words(message: &str) -> Vec<String> {
    let list = message.split_once("requires one of: [").and_then(|(_, rest)| rest.split_once(']'));
    let names = list.map(|(names, _)| names.split(',')).into_iter().flatten();
    names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{ErrorBody, NamedInContext};

    #[test]
    fn a_missing_scopes_error_names_its_scopes() {
        let body = br#"{"status":"error","message":"m","correlationId":"c","category":"MISSING_SCOPES",
            "errors":[{"message":"x","context":{"requiredGranularScopes":["a.read","b.read"]}}]}"#;
        let parsed = ErrorBody::parse(body).unwrap();
        assert_eq!(parsed.category.as_deref(), Some("MISSING_SCOPES"));
        assert_eq!(parsed.named_scopes, ["a.read", "b.read"]);
    }

    #[test]
    fn scopes_that_only_the_sentence_names_are_found_there() {
        let body = br#"{"message":"Insufficient scopes, requires one of: [event-detail-read, web-analytics-api-access]"}"#;
        let parsed = ErrorBody::parse(body).unwrap();
        assert_eq!(parsed.named_scopes, ["event-detail-read", "web-analytics-api-access"]);
        let of_a_user = br#"{"message":"You do not have permissions to view object type CONTACT (requires one of [contacts-read])"}"#;
        assert!(ErrorBody::parse(of_a_user).unwrap().named_scopes.is_empty(), "a permission is no scope");
    }

    #[test]
    fn a_body_tells_its_codes_its_data_center_and_its_correlation_id_in_either_spelling() {
        let body =
            br#"{"correlationID":"c","correctHublet":"eu1","errors":[{"code":"MISSING_REQUIRED_PROPERTY"},
            {"code":"MISSING_REQUIRED_PROPERTY"},{"code":"na1-secret"},{"code":7}]}"#;
        let parsed = ErrorBody::parse(body).unwrap();
        assert_eq!(parsed.codes, ["MISSING_REQUIRED_PROPERTY"]);
        assert_eq!(
            (parsed.correct_hublet.as_deref(), parsed.correlation_id.as_deref()),
            (Some("eu1"), Some("c"))
        );
        for other in ["eu", "europe", "eu1234", "EU1", "e1"] {
            let body = format!(r#"{{"correctHublet":"{other}"}}"#);
            assert_eq!(ErrorBody::parse(body.as_bytes()).unwrap().correct_hublet, None, "{other}");
        }
    }

    #[test]
    fn what_the_contexts_name_is_read_and_what_is_required_is_told_apart() {
        let of = |body: &str| ErrorBody::parse(body.as_bytes()).unwrap();
        let created =
            of(r#"{"message":"Error creating TICKET. Some required properties were not set.","errors":[
            {"code":"MISSING_REQUIRED_PROPERTY","context":{"properties":["hs_pipeline_stage","subject"]}},
            {"code":"MISSING_REQUIRED_PROPERTY","context":{"propertyName":["subject"],"id":[7]}}]}"#);
        assert_eq!(created.missing, ["hs_pipeline_stage", "subject"]);
        let named = |name: &str, values: &[&str]| NamedInContext {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        assert_eq!(
            created.context,
            [
                named("properties", &["hs_pipeline_stage", "subject"]),
                named("propertyName", &["subject"]),
                named("id", &["7"])
            ]
        );
        let import = of(r#"{"message":"Some required properties for CONTACT creates are missing: [email]",
            "context":{"CONTACT properties":["email"]}}"#);
        assert_eq!(import.missing, ["email"]);
        let unknown =
            of(r#"{"message":"Property values were not valid","errors":[{"code":"PROPERTY_DOESNT_EXIST",
            "context":{"propertyName":["firstnam"]}}]}"#);
        assert_eq!((unknown.missing.len(), &*unknown.context[0].values[0]), (0, "firstnam"));
        let scopes =
            of(r#"{"message":"is required","errors":[{"context":{"requiredScopes":["contacts"]}}]}"#);
        assert!(scopes.context.is_empty() && scopes.missing.is_empty());
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
