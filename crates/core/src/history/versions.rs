//! The API versions that were called lately, with the ends of their support.

use std::collections::BTreeMap;

use portalscope_catalog::Sunset;
use portalscope_history::SeenVersion;

use crate::catalog::CurrentCatalog;
use crate::catalog::operation::{Endpoint, successor_of};
use crate::error::Result;
use crate::history::History;
use crate::history::facade::{count_of, title_of};
use crate::history::view::{VersionGroup, VersionedOperation};
use crate::ids::ConnectionId;

const WEEK_MS: i64 = 7 * 24 * 3_600_000;

impl History {
    /// The versions that were called in the last week, the earliest end first. `None`: with all connections.
    ///
    /// # Errors
    /// [`Error::History`](crate::error::Error::History) if the history cannot be read,
    /// [`Error::HistoryNotKept`](crate::error::Error::HistoryNotKept) if there is none.
    pub fn versions(&self, connection: Option<&ConnectionId>) -> Result<Vec<VersionGroup>> {
        let now = self.engines.now();
        let mut seen: BTreeMap<(String, String, String), SeenVersion> = BTreeMap::new();
        for (_, engine) in self.engines()? {
            for one in engine.versions_since(now - WEEK_MS, connection.map(ConnectionId::as_str))? {
                let key = (one.version.clone(), one.operation.clone(), one.method.clone());
                seen.entry(key).and_modify(|sum| sum.calls += one.calls).or_insert(one);
            }
        }
        let today = self.today();
        let catalog = self.catalogs.current();
        let mut groups: BTreeMap<String, Vec<VersionedOperation>> = BTreeMap::new();
        for one in seen.into_values() {
            let version = one.version.clone();
            groups.entry(version).or_default().push(operation(&catalog, one, &today));
        }
        let mut groups: Vec<_> = groups.into_iter().map(group).collect();
        groups.sort_by_key(|group| date(group.sunset.as_ref()));
        Ok(groups)
    }
}

fn group((version, mut operations): (String, Vec<VersionedOperation>)) -> VersionGroup {
    operations.sort_by_key(|one| (date(one.sunset.as_ref()), std::cmp::Reverse(one.calls)));
    VersionGroup {
        version,
        calls: operations.iter().map(|one| one.calls).sum(),
        sunset: operations[0].sunset.clone(),
        operations,
    }
}

/// Those without an end come last.
fn date(sunset: Option<&Sunset>) -> (bool, String) {
    (sunset.is_none(), sunset.map(|sunset| sunset.date.clone()).unwrap_or_default())
}

fn operation(catalog: &CurrentCatalog, one: SeenVersion, today: &str) -> VersionedOperation {
    let found = catalog.resolve(&one.method, &one.operation);
    let announced = found.as_ref().and_then(|found| found.operation.sunset().cloned());
    let sunset = announced.or_else(|| Sunset::of_version(&one.version));
    VersionedOperation {
        title: title_of(catalog, &one.method, &one.operation),
        calls: count_of(one.calls),
        sunset_passed: sunset.as_ref().is_some_and(|sunset| sunset.has_come(today)),
        sunset,
        successor: found.as_ref().and_then(|found| successor_of(catalog, found, &one.operation)),
        endpoint: Endpoint { method: one.method, path: one.operation },
    }
}
