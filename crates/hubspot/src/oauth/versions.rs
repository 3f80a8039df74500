//! The versions of HubSpot's token endpoints, and which of them a server has.
//!
//! The newest is tried first, another only if the server has no such endpoint at all. From then on, the one that
//! responded is tried first.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::Environment;

/// A version of the token endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenVersion {
    /// `/oauth/2026-09`
    V2026_09,
    /// `/oauth/2026-03`
    V2026_03,
    /// `/oauth/v3`
    V3,
    /// `/oauth/v1`. It has no endpoints for introspection and revocation: tokens are part of its paths instead.
    V1,
}

/// 2027-02-16T00:00Z: HubSpot's sunset of `/oauth/v1`.
const V1_SUNSET: Timestamp = Timestamp::constant(1_802_736_000, 0);

impl TokenVersion {
    /// All versions, newest first.
    pub const NEWEST_FIRST: [Self; 4] = [Self::V2026_09, Self::V2026_03, Self::V3, Self::V1];

    /// As it is written in paths.
    pub fn name(self) -> &'static str {
        match self {
            Self::V2026_09 => "2026-09",
            Self::V2026_03 => "2026-03",
            Self::V3 => "v3",
            Self::V1 => "v1",
        }
    }

    pub(crate) fn is_served(self, now: Timestamp) -> bool {
        self != Self::V1 || now < V1_SUNSET
    }
}

/// The version that each environment responded with last.
#[derive(Debug, Default)]
pub(crate) struct KnownVersions(Mutex<HashMap<String, TokenVersion>>);

impl KnownVersions {
    pub(crate) fn get(&self, environment: &Environment) -> Option<TokenVersion> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(environment.key()).copied()
    }

    pub(crate) fn remember(&self, environment: &Environment, version: TokenVersion) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(environment.key().to_owned(), version);
    }

    /// The one that responded last, then all others, newest first: an older one must not hide newer ones for good.
    pub(crate) fn order(&self, environment: &Environment) -> impl Iterator<Item = TokenVersion> + use<> {
        let known = self.get(environment);
        let others = TokenVersion::NEWEST_FIRST.into_iter().filter(move |version| Some(*version) != known);
        known.into_iter().chain(others)
    }
}

#[cfg(test)]
mod tests {
    use super::{KnownVersions, TokenVersion};
    use crate::Environment;

    #[test]
    fn v1_is_served_until_its_sunset() {
        let last: jiff::Timestamp = "2027-02-15T23:59:59Z".parse().unwrap();
        let stopped: jiff::Timestamp = "2027-02-16T00:00:00Z".parse().unwrap();
        assert!(TokenVersion::V1.is_served(last) && !TokenVersion::V1.is_served(stopped));
        assert!(TokenVersion::V3.is_served(stopped));
    }

    #[test]
    fn the_version_that_responded_comes_first_and_no_other_is_lost() {
        let known = KnownVersions::default();
        assert_eq!(known.order(&Environment::HubSpot).collect::<Vec<_>>(), TokenVersion::NEWEST_FIRST);
        known.remember(&Environment::HubSpot, TokenVersion::V3);
        let order: Vec<_> = known.order(&Environment::HubSpot).map(TokenVersion::name).collect();
        assert_eq!(order, ["v3", "2026-09", "2026-03", "v1"]);
    }
}
