//! What happened to a connection, as sentences of the timeline.

use portalscope_history::{Kind, Summary};
use portalscope_report::TimelineEvent;

use crate::history::facade::instant;
use crate::history::text_of;
use crate::history::view::HistoryEntryKind;

/// `call`: its number in the report. `None`: it is not in the report.
pub(super) fn event(entry: &Summary, call: Option<u32>) -> Option<TimelineEvent> {
    let (worked, failed) = match entry.kind {
        Kind::Call => return None,
        Kind::TokenExchange => {
            ("Tokens were issued for a consent", "Exchanging the consent for tokens failed")
        }
        Kind::Refresh => ("The token was refreshed", "Refreshing the token failed"),
        Kind::Introspection => ("The token was inspected", "Inspecting the token failed"),
        Kind::Consent => ("Consent was given", "Consent was not given"),
        Kind::Revocation => ("The app's access was revoked", "Revoking the app's access failed"),
    };
    let has_failed = entry.cause.is_some();
    let status = entry.status.map(|status| format!("status {status}"));
    let reasons: Vec<String> =
        [entry.error.clone().or(status), entry.cause.clone()].into_iter().flatten().collect();
    let sentence =
        if has_failed { format!("{failed}: {}.", reasons.join(", ")) } else { format!("{worked}.") };
    Some(TimelineEvent {
        at: instant(entry.started_at).to_string(),
        what: text_of(&HistoryEntryKind::from(entry.kind)).unwrap_or_default(),
        failed: has_failed,
        sentence,
        call,
    })
}
