//! All failures, in the order in which they are listed.

use super::{
    account, credential, exchanges, failure::Failure, limits, property, record, request, scope, server,
};

static GROUPS: &[&[Failure]] = &[
    scope::FAILURES,
    credential::FAILURES,
    account::FAILURES,
    limits::FAILURES,
    server::FAILURES,
    record::FAILURES,
    property::FAILURES,
    request::FAILURES,
    exchanges::FAILURES,
];

/// A failure, by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FailureId(usize);

impl FailureId {
    /// All failures.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..GROUPS.iter().map(|group| group.len()).sum()).map(Self)
    }

    pub(crate) fn failure(self) -> &'static Failure {
        let mut all = GROUPS.iter().copied().flatten();
        all.nth(self.0).expect("BUG: ids are made from the list alone")
    }
}
