//! What the history keeps of a consent flow: the consent itself, and the calls of token endpoints after it.

use std::sync::OnceLock;

use jiff::Timestamp;
use portalscope_history::Entry;
use portalscope_hubspot::oauth::{Authorization, Callback, RedirectUri};
use url::Url;

use crate::error::CommandError;
use crate::history::consent::EndedConsent;
use crate::history::token_calls::TokenCalls;

/// Collects while the flow goes on.
pub(super) struct FlowRecord {
    pub calls: TokenCalls,
    callback: OnceLock<Url>,
    started_at: Timestamp,
}

impl FlowRecord {
    pub fn new(started_at: Timestamp) -> Self {
        Self { calls: TokenCalls::default(), callback: OnceLock::new(), started_at }
    }

    /// The consent page has answered.
    pub fn note_callback(&self, redirect: &RedirectUri, authorization: &Authorization, callback: &Callback) {
        let Ok(mut url) = Url::parse(&redirect.text()) else { return };
        let mut query = url.query_pairs_mut();
        match callback {
            Callback::Code(code) => drop(query.append_pair("code", code)),
            Callback::Refused { error, description } => {
                query.append_pair("error", error);
                query.extend_pairs(description.iter().map(|text| ("error_description", text)));
            }
        }
        query.append_pair("state", authorization.state.secret());
        drop(query);
        let _ = self.callback.set(url);
    }

    /// Everything in its order. `error`: why the flow led to no connection.
    pub fn entries(
        &self,
        authorization: &Authorization,
        error: Option<&CommandError>,
        ended_at: Timestamp,
    ) -> Vec<Entry> {
        let consent = EndedConsent {
            page: &authorization.url,
            callback: self.callback.get(),
            error,
            started_at: self.started_at,
            ended_at,
        };
        std::iter::once(consent.entry()).chain(self.calls.take()).collect()
    }
}
