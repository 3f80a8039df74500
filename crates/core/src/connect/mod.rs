//! From a grant or a pasted token to a connection, and back.

pub(crate) mod begin;
pub(crate) mod disconnect;
pub(crate) mod flow;
pub(crate) mod grant;
pub(crate) mod plan;
pub(crate) mod preview;
pub(crate) mod requested_scopes;
pub(crate) mod static_token;

use std::sync::Arc;

use crate::connect::begin::ConsentStarter;
use crate::connect::disconnect::Disconnector;
use crate::connect::flow::ConsentFlows;
use crate::connect::preview::ConsentPreviews;
use crate::connect::static_token::StaticTokens;

/// The services of the room.
pub struct Connect {
    pub begin: ConsentStarter,
    pub flows: Arc<ConsentFlows>,
    pub static_tokens: StaticTokens,
    pub preview: ConsentPreviews,
    pub disconnector: Arc<Disconnector>,
}
