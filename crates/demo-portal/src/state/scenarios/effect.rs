//! What makes the world of a failure differ from others.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{
    http::{answer::Answer, call::Call, errors::ApiError},
    state::caller::Caller,
};

/// One difference. Those that say "begins" take place at the first call that does more than learn whom a credential
/// belongs to, so that connecting works.
#[derive(Debug)]
pub(crate) enum Effect {
    /// What stands before HubSpot answers in its place.
    Edge(fn(&Call) -> Option<ApiError>),
    /// No credential has the scopes that begin with one of these.
    Withhold(&'static [&'static str]),
    /// Refuses calls of a known caller; begins.
    Refuse(fn(&Asked) -> Option<ApiError>),
    /// Changes what was answered to a call that worked.
    Amend(fn(&Asked, &mut Answer)),
    /// The credential of the call is revoked; begins.
    Revoke,
    /// The access token of the call has expired three minutes ago; begins.
    Expire,
    /// Others have used up a limit; begins.
    Exhaust(Limit),
    /// Somebody creates a record; begins.
    Create(StoredRecord),
    /// Somebody archives the record of this type with this id; begins.
    Archive(&'static str, u64),
    /// Search does not know changes of the last milliseconds.
    IndexLag(i64),
}

/// A limit of HubSpot's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    TenSecondly,
    Daily,
    /// The older one of each second, for all calls.
    Secondly,
    /// That of searches alone.
    Search,
}

/// A record that exists before the call, unless a live one has its first value already.
#[derive(Debug)]
pub(crate) struct StoredRecord {
    pub(crate) object: &'static str,
    pub(crate) values: &'static [(&'static str, &'static str)],
    pub(crate) age_ms: i64,
}

/// A call of a known caller.
pub(crate) struct Asked<'a> {
    pub(crate) call: &'a Call,
    pub(crate) caller: &'a Caller,
    /// The scopes that the call needs: all of one of these lists.
    pub(crate) any_of: &'a [Vec<String>],
    pub(super) tally: &'a AtomicU64,
}

impl Asked<'_> {
    /// Whether the call cannot be made without a scope that begins so.
    pub(super) fn needs(&self, prefix: &str) -> bool {
        let has = |all_of: &Vec<String>| all_of.iter().any(|scope| scope.starts_with(prefix));
        !self.any_of.is_empty() && self.any_of.iter().all(has)
    }

    /// Whether the caller has one of the lists of scopes.
    pub(super) fn may(&self) -> bool {
        let holds_all = |all_of: &Vec<String>| all_of.iter().all(|scope| self.caller.granted.holds(scope));
        self.any_of.iter().any(holds_all)
    }

    /// How often the scenario has asked this before.
    pub(super) fn times_before(&self) -> u64 {
        self.tally.fetch_add(1, Ordering::SeqCst)
    }
}
