//! HubSpot's error responses: <https://developers.hubspot.com/docs/api-reference/error-handling>. The
//! correlation id is added when an error is written.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

const CREDENTIALS_NOT_FOUND: &str = "Authentication credentials not found. This API supports OAuth 2.0 authentication \
and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview";
const MISSING_SCOPES: &str = "This app hasn't been granted all required scopes to make this call. Read more about \
required scopes here: https://developers.hubspot.com/scopes.";
const SCOPES_LINK: &str = "https://developers.hubspot.com/scopes";

/// An error response.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) body: ErrorBody,
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// The body of an error response.
#[derive(Debug)]
pub(crate) enum ErrorBody {
    /// `status` and `correlationId` are added when it is written.
    Json(Map<String, Value>),
    /// A page of HubSpot's servlet container or gateway.
    Html(String),
}

/// How many of the scopes that an error lists the credential must have.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ScopesNeeded {
    All,
    OneOrMore,
}

impl ApiError {
    /// An error with HubSpot's `category`, where it has one, and `message`.
    pub(crate) fn new(status: u16, category: Option<&str>, message: &str) -> Self {
        let mut body = Map::new();
        body.insert("message".into(), message.into());
        if let Some(category) = category {
            body.insert("category".into(), category.into());
        }
        Self { status: status_code(status), body: ErrorBody::Json(body), headers: Vec::new() }
    }

    /// A page in place of a JSON body.
    pub(crate) fn page(status: u16, page: String) -> Self {
        Self { status: status_code(status), body: ErrorBody::Html(page), headers: Vec::new() }
    }

    /// Adds a field to a JSON body.
    pub(crate) fn with_field(mut self, key: &str, value: Value) -> Self {
        if let ErrorBody::Json(body) = &mut self.body {
            body.insert(key.into(), value);
        }
        self
    }

    /// Adds a response header.
    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// 400: something in the request is invalid.
    pub(crate) fn validation(message: &str) -> Self {
        Self::new(400, Some("VALIDATION_ERROR"), message)
    }

    /// 400: required fields of the body are missing.
    pub(crate) fn missing_fields(fields: &[&str]) -> Self {
        let fields = fields.join(", ");
        Self::validation(&format!(
            "Invalid input JSON on line 1, column 2: Some required fields were not set: [{fields}]"
        ))
    }

    /// 404: the record or definition does not exist.
    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(404, Some("OBJECT_NOT_FOUND"), message)
    }

    /// 409: the value is in use already.
    pub(crate) fn conflict(message: &str) -> Self {
        Self::new(409, Some("CONFLICT"), message)
    }

    /// 401: the credential is missing or not known.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(401, Some("INVALID_AUTHENTICATION"), CREDENTIALS_NOT_FOUND)
    }

    /// 401: the access token expired at `expired_at`, `age_ms` milliseconds ago.
    pub(crate) fn expired(expired_at: &str, age_ms: i64) -> Self {
        let message = format!("The OAuth token used to make this call expired {} ago.", format_age(age_ms));
        Self::new(401, Some("EXPIRED_AUTHENTICATION"), &message)
            .with_field("context", json!({"expire time": [expired_at]}))
    }

    /// 403: the credential lacks scopes.
    pub(crate) fn missing_scopes(scopes: &[String], needed: ScopesNeeded) -> Self {
        let how_many = match needed {
            ScopesNeeded::All => "All",
            ScopesNeeded::OneOrMore => "One or more",
        };
        let errors = json!([{
            "message": format!("{how_many} of the following scopes are required."),
            "context": {"requiredGranularScopes": scopes},
        }]);
        Self::new(403, Some("MISSING_SCOPES"), MISSING_SCOPES)
            .with_field("errors", errors)
            .with_field("links", json!({"scopes": SCOPES_LINK}))
    }

    /// 403: the credential has none of these lists of scopes. All are named in one list, as HubSpot does; if there is
    /// only one, all of its scopes are required.
    pub(crate) fn missing_any_of(any_of: &[Vec<String>]) -> Self {
        let names: BTreeSet<&String> = any_of.iter().flatten().collect();
        let names: Vec<String> = names.into_iter().cloned().collect();
        let all = any_of.len() == 1 && names.len() > 1;
        Self::missing_scopes(&names, if all { ScopesNeeded::All } else { ScopesNeeded::OneOrMore })
    }

    /// 403: no app can be granted the scope.
    pub(crate) fn scope_not_public() -> Self {
        let message = "The scope needed for this API call isn't available for public use. If you have questions, \
                       contact support or post in our developer forum.";
        Self::new(403, Some("MISSING_SCOPES"), message)
    }

    /// 403: the endpoint takes a developer API key only.
    pub(crate) fn developer_key_required() -> Self {
        let message = "This API can't be called using an OAuth access token. A valid developer API key must be \
                       provided in the `hapikey` request parameter.";
        Self::new(403, None, message)
    }

    /// 403: the user behind the credential lacks a permission.
    pub(crate) fn user_permission_missing() -> Self {
        let message = "The user who created this credential does not have the permissions for this call.";
        Self::new(403, Some("USER_DOES_NOT_HAVE_PERMISSIONS"), message)
    }

    /// 415: the body has the wrong content type.
    pub(crate) fn unsupported_media_type() -> Self {
        Self::page(415, jetty_page(415, "Unsupported Media Type"))
    }

    /// 404: no operation has this path.
    pub(crate) fn path_not_found() -> Self {
        Self::page(404, jetty_page(404, "Not Found"))
    }

    /// 405: the path exists, but not with this method.
    pub(crate) fn method_not_allowed() -> Self {
        Self::page(405, jetty_page(405, "Method Not Allowed"))
    }

    /// 414: the path and query are too long.
    pub(crate) fn uri_too_long() -> Self {
        Self::page(414, jetty_page(414, "URI Too Long"))
    }

    /// 413: the body is too large.
    pub(crate) fn payload_too_large() -> Self {
        Self::page(413, jetty_page(413, "Payload Too Large"))
    }

    /// 502 with the gateway's HTML page.
    pub(crate) fn bad_gateway() -> Self {
        let page = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n\
                    </body>\n</html>\n";
        Self::page(502, page.into())
    }

    /// 429: a limit of this policy is exceeded.
    pub(crate) fn rate_limited(policy: &str, message: &str) -> Self {
        Self::new(429, None, message)
            .with_field("errorType", "RATE_LIMIT".into())
            .with_field("policyName", policy.into())
            .with_field("requestId", uuid::Uuid::new_v4().to_string().into())
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("BUG: every status here is between 100 and 999")
}

/// The error page of Jetty, HubSpot's servlet container.
fn jetty_page(status: u16, reason: &str) -> String {
    format!(
        "<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html;charset=utf-8\"/>\n\
         <title>Error {status} {reason}</title>\n</head>\n<body><h2>HTTP ERROR {status}</h2>\n\
         <p>Reason:\n<pre>    {reason}</pre></p>\n</body>\n</html>\n"
    )
}

/// A duration in the words of HubSpot's message.
fn format_age(age_ms: i64) -> String {
    let seconds = age_ms.max(0) / 1000;
    match seconds {
        0..=119 => format!("{seconds} second(s)"),
        120..=7_199 => format!("{} minute(s)", seconds / 60),
        7_200..=172_799 => format!("{} hour(s)", seconds / 3600),
        _ => format!("{} day(s)", seconds / 86_400),
    }
}
