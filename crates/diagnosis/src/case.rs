//! What is known of a failed call: the request, the answer, and what the app knows beside them. Every part may be missing.

use serde_json::Value;

use crate::status;

/// The step that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The page on which a person grants access (RFC 6749, section 3.1).
    Authorize,
    /// The token endpoint (RFC 6749, section 3.2).
    Token,
    /// A call of the API.
    Api,
    /// A delivery by HubSpot to a receiver.
    Webhook,
}

/// A failed call. Built from what the app sent itself, or from what a person pasted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// `None`: to be told from the address.
    pub stage: Option<Stage>,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub response: Response,
    /// What the app knows, beyond the call.
    pub known: Known,
}

/// A request as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// In capitals.
    pub method: Option<String>,
    /// The whole address.
    pub url: Option<String>,
    /// Names and values as sent, secrets or their labels included. `None` or empty: not reported.
    pub headers: Vec<(String, String)>,
    /// `None`: not reported, or none was sent.
    pub body: Option<String>,
    /// What kind of credential was used, in the words of whoever reports: `oauth`, `private_app`, `hapikey`.
    pub token_kind: Option<String>,
    /// The scopes of the credential, as reported.
    pub granted_scopes: Option<Vec<String>>,
}

/// An answer as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// `None`: not reported, or there was no answer.
    pub status: Option<u16>,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body, a part of it, or the sentence that was told in its place. Of a long one the first 64 kB are looked at.
    pub body: Option<String>,
}

/// What the app knows of a connection, and what its checks found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The request is complete: the app sent it itself.
    pub is_own_request: bool,
    /// The scopes came from HubSpot with the token, and are not hearsay.
    pub has_observed_scopes: bool,
    /// The token's time is over by the app's clock, which is corrected by HubSpot's.
    pub token_is_over: Option<bool>,
    /// The scopes were changed within the last ten minutes.
    pub scopes_are_new: bool,
    /// What checks found, in the order in which they were run.
    pub checks: Vec<crate::check::Found>,
}

impl Case {
    /// Reads a document with `stage`, `request` and `response`, any of which may be missing. `None`: it has neither a
    /// request nor a response.
    pub fn from_json(document: &Value) -> Option<Self> {
        let (request, response) = (&document["request"], &document["response"]);
        if !request.is_object() && !response.is_object() {
            return None;
        }
        let stage = match document["stage"].as_str().unwrap_or_default() {
            "authorize" => Some(Stage::Authorize),
            "token" => Some(Stage::Token),
            "api" => Some(Stage::Api),
            "webhook" => Some(Stage::Webhook),
            _ => None,
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let answer = body(&response["body"]);
        // An exception names the status in its words.
        let told = || status::status(answer.as_deref()?);
        Some(Self {
            stage,
            request: Request {
                method: text(&request["method"]).map(|method| method.to_uppercase()),
                url: text(&request["url"]),
                headers: headers(&request["headers"]),
                body: body(&request["body"]),
                token_kind: text(&request["token_kind"]),
                granted_scopes: scopes(&request["granted_scopes"]),
            },
            response: Response {
                status: status(&response["status"]).or_else(told),
                headers: headers(&response["headers"]),
                body: answer,
            },
            known: Known::default(),
        })
    }
}

fn status(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u16::try_from(number).ok().filter(|status| (100..1_000).contains(status))
}

fn body(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// An object of names and values, or HAR's list of objects with `name` and `value`.
fn headers(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
        Value::Array(list) => list
            .iter()
            .filter_map(|field| Some((field["name"].as_str()?.to_owned(), text(&field["value"]))))
            .collect(),
        _ => Vec::new(),
    }
}

fn scopes(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(list) => Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        Value::String(text) => {
            Some(text.split([' ', ',']).filter(|name| !name.is_empty()).map(str::to_owned).collect())
        }
        _ => None,
    }
}
