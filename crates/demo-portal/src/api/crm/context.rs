//! What every CRM operation needs: the portal, the call, the caller and the API version.

use super::path::Version;
use crate::{
    crm::{object_types::ObjectType, store::Crm},
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::caller::Caller,
};

/// A CRM call.
pub(super) struct Context<'a> {
    pub(super) portal: &'a Portal,
    pub(super) call: &'a Call,
    pub(super) caller: &'a Caller,
    pub(super) version: Version,
}

impl Context<'_> {
    /// Reads or changes the records of the caller's account.
    pub(super) fn with_crm<T>(&self, work: impl FnOnce(&mut Crm) -> T) -> T {
        self.portal.with_crm(self.caller.account, work)
    }

    /// The server's time in milliseconds since 1970.
    pub(super) fn now_ms(&self) -> i64 {
        self.portal.clock.now_ms()
    }

    /// The object type that a path segment or parameter names. Not from within [`Self::with_crm`], which would wait for
    /// itself.
    ///
    /// # Errors
    ///
    /// 400 if there is none.
    pub(super) fn object_type(&self, segment: &str) -> Result<&'static ObjectType, ApiError> {
        self.with_crm(|crm| crm.find_type(segment))
            .ok_or_else(|| ApiError::validation(&format!("Unable to infer object type from: {segment}")))
    }
}
