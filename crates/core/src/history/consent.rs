//! Consents: the page that was opened, and how that ended.

use jiff::Timestamp;
use portalscope_history::{Entry, Kind};
use url::Url;

use crate::error::CommandError;
use crate::history::text_of;

/// A consent that has ended. Its fields are redacted as they are written.
pub(crate) struct EndedConsent<'a> {
    /// The page that was opened.
    pub page: &'a Url,
    /// Where the server sent the browser back to (RFC 6749 §4.1.2). `None`: nothing came back.
    pub callback: Option<&'a Url>,
    /// Why it led to no connection. `None`: it did.
    pub error: Option<&'a CommandError>,
    pub started_at: Timestamp,
    pub ended_at: Timestamp,
}

impl EndedConsent<'_> {
    pub(crate) fn entry(&self) -> Entry {
        let duration = self.ended_at.duration_since(self.started_at).as_millis();
        Entry {
            kind: Kind::Consent,
            method: "GET".to_owned(),
            path: self.page.path().to_owned(),
            query: self.page.query().unwrap_or_default().to_owned(),
            // The browser saw it; that it came back shows which it was.
            status: self.callback.map(|_| 302),
            redirects: self.callback.map(Url::to_string).into_iter().collect(),
            error: self.error.and_then(|error| text_of(&error.code)),
            explanation: self.error.and_then(|error| serde_json::to_string(error).ok()),
            started_at: self.started_at.as_millisecond(),
            duration_ms: u32::try_from(duration).unwrap_or(u32::MAX),
            ..Entry::default()
        }
    }
}

/// What the consent page sent back in place of a code (RFC 6749, section 4.1.2.1): its description, else its error code.
/// `None`: it sent a code.
pub(crate) fn refusal_in(callback: &Url) -> Option<String> {
    let value = |name: &str| {
        let mut pairs = callback.query_pairs();
        pairs.find(|(own, value)| own == name && !value.is_empty()).map(|(_, value)| value.into_owned())
    };
    value("error_description").or_else(|| value("error"))
}
