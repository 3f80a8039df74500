//! What every CRM operation works with.

use super::path::Version;
use crate::{
    crm::{object_types::ObjectType, store::Crm},
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::caller::Caller,
};

/// What every CRM operation works with.
pub(super) struct Context<'a> {
    pub(super) portal: &'a Portal,
    pub(super) call: &'a Call,
    pub(super) caller: &'a Caller,
    pub(super) version: Version,
}

impl Context<'_> {
    pub(super) fn with_crm<T>(&self, work: impl FnOnce(&mut Crm) -> T) -> T {
        self.portal.with_crm(self.caller.account, work)
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.portal.clock.now_ms()
    }

    /// The object type that a path segment names.
    pub(super) fn object_type(&self, segment: &str) -> Result<&'static ObjectType, ApiError> {
        ObjectType::find(segment, self.caller.account.portal_id)
            .ok_or_else(|| ApiError::validation(&format!("Unable to infer object type from: {segment}")))
    }
}
