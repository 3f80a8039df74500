//! Examples: a failed call, and the cause that it tells. Each rule carries its own, and a test holds it to them.

use serde_json::{Value, json};

use crate::case::Case;
use crate::cause::Cause;
use crate::check::{Check, Found, Outcome};
use crate::finding::CauseCertainty;

/// A failed call with its cause.
#[derive(Debug)]
pub struct Example {
    stage: &'static str,
    method: &'static str,
    /// A whole address, or a path at HubSpot. Empty: not reported.
    url: &'static str,
    /// A JSON object. Empty: what a client sends that knows its token.
    headers: &'static str,
    sent: &'static str,
    /// 0: not reported.
    status: u16,
    body: &'static str,
    checks: &'static [(Check, Outcome)],
    /// The cause that comes first, or is one of those named.
    pub cause: Cause,
    /// How sure it is. `None`: it is named, in whatever place.
    pub certainty: Option<CauseCertainty>,
}

const HUBSPOT: &str = "https://api.hubapi.com";
const HEADERS: &str = r#"{"Authorization": "Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083", "Accept": "application/json"}"#;

/// A call of the API, and its answer: a body of JSON or text.
pub(crate) const fn api(method: &'static str, url: &'static str, status: u16, body: &'static str) -> Example {
    Example {
        stage: "api",
        method,
        url,
        headers: HEADERS,
        sent: "",
        status,
        body,
        checks: &[],
        cause: Cause::HubspotServerError,
        certainty: None,
    }
}

/// A request for tokens.
pub(crate) const fn token(status: u16, body: &'static str) -> Example {
    Example { stage: "token", headers: "{}", ..api("POST", "/oauth/2026-09/token", status, body) }
}

/// The words of HubSpot's consent page.
pub(crate) const fn page(words: &'static str) -> Example {
    Example { stage: "authorize", ..said(words) }
}

/// A delivery to a receiver, which answered so.
pub(crate) const fn delivery(status: u16) -> Example {
    Example { stage: "webhook", headers: "{}", ..api("POST", "https://www.example.com/hook", status, "") }
}

/// Words about a failure, of which nothing else is known.
pub(crate) const fn said(words: &'static str) -> Example {
    Example { stage: "", headers: "{}", ..api("", "", 0, words) }
}

impl Example {
    /// With these headers, a JSON object, in place of those of a client that knows its token.
    pub(crate) const fn headers(self, headers: &'static str) -> Self {
        Self { headers, ..self }
    }

    /// With this body.
    pub(crate) const fn sent(self, sent: &'static str) -> Self {
        Self { sent, ..self }
    }

    /// To this address.
    pub(crate) const fn to(self, url: &'static str) -> Self {
        Self { url, ..self }
    }

    /// Once checks have found this.
    pub(crate) const fn after(self, checks: &'static [(Check, Outcome)]) -> Self {
        Self { checks, ..self }
    }

    /// The cause that comes first.
    pub(crate) const fn tells(self, cause: Cause, certainty: CauseCertainty) -> Self {
        Self { cause, certainty: Some(certainty), ..self }
    }

    /// A cause that is named, though another may come first.
    pub(crate) const fn names(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }

    /// The call as the engine takes it. `None`: the example is not well written.
    pub fn case(&self) -> Option<Case> {
        let mut request = json!({ "headers": serde_json::from_str::<Value>(self.headers).ok()? });
        let host = if self.url.starts_with('/') { HUBSPOT } else { "" };
        let parts = [
            ("method", self.method.to_owned()),
            ("url", format!("{host}{}", self.url)),
            ("body", self.sent.to_owned()),
        ];
        for (name, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
            request[name] = text.into();
        }
        let mut response = json!({ "body": self.body });
        if self.status > 0 {
            response["status"] = self.status.into();
        }
        let mut case =
            Case::from_json(&json!({ "stage": self.stage, "request": request, "response": response }))?;
        case.known.checks = self
            .checks
            .iter()
            .map(|(check, outcome)| Found { check: *check, outcome: outcome.clone() })
            .collect();
        Some(case)
    }
}
