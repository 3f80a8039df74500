//! The ways HubSpot refuses a call, each with its body. `answer` adds the correlation id.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

const CREDENTIALS_NOT_FOUND: &str = "Authentication credentials not found. This API supports OAuth 2.0 authentication \
and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview";
const MISSING_SCOPES: &str = "This app hasn't been granted all required scopes to make this call. Read more about \
required scopes here: https://developers.hubspot.com/scopes.";
const SCOPES_LINK: &str = "https://developers.hubspot.com/scopes";

#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) body: ErrorBody,
    pub(crate) headers: Vec<(&'static str, String)>,
}

#[derive(Debug)]
pub(crate) enum ErrorBody {
    /// `status: "error"` and a correlation id are added when it is written.
    Json(Map<String, Value>),
    /// A page of the servlet container, or of the gateway.
    Html(String),
}

impl ApiError {
    pub(crate) fn new(status: u16, category: Option<&str>, message: &str) -> Self {
        let mut body = Map::new();
        body.insert("message".into(), message.into());
        if let Some(category) = category {
            body.insert("category".into(), category.into());
        }
        Self { status: status_code(status), body: ErrorBody::Json(body), headers: Vec::new() }
    }

    fn html(status: u16, page: String) -> Self {
        Self { status: status_code(status), body: ErrorBody::Html(page), headers: Vec::new() }
    }

    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        if let ErrorBody::Json(body) = &mut self.body {
            body.insert(key.into(), value);
        }
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn validation(message: &str) -> Self {
        Self::new(400, Some("VALIDATION_ERROR"), message)
    }

    /// Required fields of a body that are not there.
    pub(crate) fn missing_fields(fields: &[&str]) -> Self {
        let fields = fields.join(", ");
        Self::validation(&format!(
            "Invalid input JSON on line 1, column 2: Some required fields were not set: [{fields}]"
        ))
    }

    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(404, Some("OBJECT_NOT_FOUND"), message)
    }

    pub(crate) fn conflict(message: &str) -> Self {
        Self::new(409, Some("CONFLICT"), message)
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(401, Some("INVALID_AUTHENTICATION"), CREDENTIALS_NOT_FOUND)
    }

    pub(crate) fn expired(expired_at: &str, age_ms: i64) -> Self {
        let message = format!("The OAuth token used to make this call expired {} ago.", age_in_words(age_ms));
        Self::new(401, Some("EXPIRED_AUTHENTICATION"), &message)
            .with("context", json!({"expire time": [expired_at]}))
    }

    /// One of `scopes` would do, or all of them.
    pub(crate) fn missing_scopes(scopes: &[String], all_needed: bool) -> Self {
        let how_many = if all_needed { "All" } else { "One or more" };
        let errors = json!([{
            "message": format!("{how_many} of the following scopes are required."),
            "context": {"requiredGranularScopes": scopes},
        }]);
        Self::new(403, Some("MISSING_SCOPES"), MISSING_SCOPES)
            .with("errors", errors)
            .with("links", json!({"scopes": SCOPES_LINK}))
    }

    pub(crate) fn scope_not_public() -> Self {
        let message = "The scope needed for this API call isn't available for public use. If you have questions, \
                       contact support or post in our developer forum.";
        Self::new(403, Some("MISSING_SCOPES"), message)
    }

    pub(crate) fn developer_key_required() -> Self {
        let message = "This API can't be called using an OAuth access token. A valid developer API key must be \
                       provided in the `hapikey` request parameter.";
        Self::new(403, None, message)
    }

    pub(crate) fn user_lacks_permission() -> Self {
        let message = "The user who created this credential does not have the permissions for this call.";
        Self::new(403, Some("USER_DOES_NOT_HAVE_PERMISSIONS"), message)
    }

    pub(crate) fn unsupported_media_type() -> Self {
        Self::html(415, jetty_page(415, "Unsupported Media Type"))
    }

    /// The path leads nowhere.
    pub(crate) fn no_such_path() -> Self {
        Self::html(404, jetty_page(404, "Not Found"))
    }

    /// The path exists with other methods.
    pub(crate) fn wrong_method() -> Self {
        Self::html(405, jetty_page(405, "Method Not Allowed"))
    }

    pub(crate) fn uri_too_long() -> Self {
        Self::html(414, jetty_page(414, "URI Too Long"))
    }

    pub(crate) fn too_large() -> Self {
        Self::html(413, jetty_page(413, "Payload Too Large"))
    }

    pub(crate) fn bad_gateway() -> Self {
        let page = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n\
                    </body>\n</html>\n";
        Self::html(502, page.into())
    }

    pub(crate) fn rate_limited(policy: &str, message: &str) -> Self {
        Self::new(429, None, message)
            .with("errorType", "RATE_LIMIT".into())
            .with("policyName", policy.into())
            .with("requestId", uuid::Uuid::new_v4().to_string().into())
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("BUG: every status here is between 100 and 999")
}

fn jetty_page(status: u16, reason: &str) -> String {
    format!(
        "<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html;charset=utf-8\"/>\n\
         <title>Error {status} {reason}</title>\n</head>\n<body><h2>HTTP ERROR {status}</h2>\n\
         <p>Reason:\n<pre>    {reason}</pre></p>\n</body>\n</html>\n"
    )
}

fn age_in_words(age_ms: i64) -> String {
    let seconds = age_ms.max(0) / 1000;
    match seconds {
        0..=119 => format!("{seconds} second(s)"),
        120..=7_199 => format!("{} minute(s)", seconds / 60),
        7_200..=172_799 => format!("{} hour(s)", seconds / 3600),
        _ => format!("{} day(s)", seconds / 86_400),
    }
}
