//! What a person has set for the history: its bounds, and which bodies are kept of each portal. And the names of
//! disconnected portals whose history was kept, since their records are gone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portalscope_history::{Bounds, Entry, Kind};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::entry::ConnectionEntry;
use crate::connections::identity::EnvironmentLabel;
use crate::error::{Error, Result};
use crate::ids::{ConnectionId, HubId};
use crate::store::Store;

/// The key in the data file.
const SETTING: &str = "history";
const BYTES_PER_MEGABYTE: u64 = 1_000_000;

/// Which bodies of calls are kept of a portal. Everything else of a call is kept in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeptBodies {
    /// Those of all calls.
    All,
    /// Those of calls that failed.
    Failures,
    /// None.
    None,
}

impl KeptBodies {
    /// Without a choice: in production, where bodies are data of real people, those of failures only.
    fn by_default(of: &ConnectionEntry) -> Self {
        match of.record().identity.account_type.label() {
            EnvironmentLabel::Production => Self::Failures,
            _ => Self::All,
        }
    }

    /// Token calls have labels in place of secrets, and nobody's data: their bodies are always kept.
    pub(super) fn of(self, entry: Entry) -> Entry {
        let is_kept = match self {
            Self::All => true,
            // A success in part is explained, too.
            Self::Failures => entry.is_failure(),
            Self::None => false,
        };
        if is_kept || entry.kind != Kind::Call {
            return entry;
        }
        Entry { request_body: None, response_body: None, ..entry }
    }
}

/// How much is kept. The oldest entries that are not pinned go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryBounds {
    /// The age of an entry in days, 1 to 3650.
    pub max_days: u32,
    /// The size of the file in megabytes (1,000,000 bytes), 10 to 20,000.
    pub max_megabytes: u32,
}

impl Default for HistoryBounds {
    fn default() -> Self {
        Self { max_days: 30, max_megabytes: 500 }
    }
}

impl HistoryBounds {
    fn checked(self) -> Result<Self> {
        let invalid = |message: &str| Err(Error::SettingsInvalid(message.to_owned()));
        match self {
            Self { max_days: 0 | 3651.., .. } => invalid("The history is kept for 1 to 3650 days."),
            Self { max_megabytes: 0..10 | 20_001.., .. } => {
                invalid("The history has 10 to 20,000 megabytes.")
            }
            bounds => Ok(bounds),
        }
    }
}

impl From<HistoryBounds> for Bounds {
    fn from(bounds: HistoryBounds) -> Self {
        Self {
            max_bytes: u64::from(bounds.max_megabytes) * BYTES_PER_MEGABYTE,
            max_age: Duration::from_hours(24 * u64::from(bounds.max_days)),
        }
    }
}

/// A disconnected portal whose history was kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct RemovedPortal {
    pub name: String,
    pub hub_id: HubId,
}

/// In the data file. Fields that are missing have their defaults.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Saved {
    bounds: HistoryBounds,
    bodies: BTreeMap<ConnectionId, KeptBodies>,
    removed: BTreeMap<ConnectionId, RemovedPortal>,
}

struct Held {
    saved: Saved,
    /// The choices for connections in memory, which are in no file.
    in_memory: BTreeMap<ConnectionId, KeptBodies>,
}

/// The settings in force, and those in the data file.
pub(super) struct Keeping {
    store: Arc<Store>,
    held: Mutex<Held>,
}

impl Keeping {
    pub fn open(store: Arc<Store>) -> Result<Self> {
        let saved = store.setting(SETTING)?.unwrap_or_default();
        Ok(Self { store, held: Mutex::new(Held { saved, in_memory: BTreeMap::new() }) })
    }

    pub fn bounds(&self) -> HistoryBounds {
        self.lock().saved.bounds
    }

    pub fn set_bounds(&self, bounds: HistoryBounds) -> Result<HistoryBounds> {
        let bounds = bounds.checked()?;
        self.change(|saved| saved.bounds = bounds)?;
        Ok(bounds)
    }

    /// What is kept of a connection, and whether somebody chose it.
    pub fn bodies(&self, of: &ConnectionEntry) -> (KeptBodies, bool) {
        let held = self.lock();
        let id = &of.record().id;
        let chosen = held.in_memory.get(id).or_else(|| held.saved.bodies.get(id));
        (chosen.copied().unwrap_or_else(|| KeptBodies::by_default(of)), chosen.is_some())
    }

    /// `None`: as by default.
    pub fn set_bodies(
        &self,
        id: &ConnectionId,
        is_in_memory: bool,
        bodies: Option<KeptBodies>,
    ) -> Result<()> {
        let put = |choices: &mut BTreeMap<_, _>| {
            let _ = match bodies {
                Some(bodies) => choices.insert(id.clone(), bodies),
                None => choices.remove(id),
            };
        };
        if is_in_memory {
            put(&mut self.lock().in_memory);
            return Ok(());
        }
        self.change(|saved| put(&mut saved.bodies))
    }

    /// The choice of a connection that is in the data file from now on.
    pub fn move_to_file(&self, id: &ConnectionId) -> Result<()> {
        let chosen = self.lock().in_memory.remove(id);
        chosen.map_or(Ok(()), |bodies| self.set_bodies(id, false, Some(bodies)))
    }

    /// Forgets the choice of a connection that was removed, and keeps its name if its history is kept.
    pub fn remove(&self, id: &ConnectionId, kept_as: Option<&RemovedPortal>) -> Result<()> {
        self.lock().in_memory.remove(id);
        let is_known = self.lock().saved.bodies.contains_key(id);
        if !is_known && kept_as.is_none() {
            return Ok(());
        }
        self.change(|saved| {
            saved.bodies.remove(id);
            saved.removed.extend(kept_as.map(|portal| (id.clone(), portal.clone())));
        })
    }

    /// The removed portals that another process may have added to.
    pub fn removed(&self) -> BTreeMap<ConnectionId, RemovedPortal> {
        self.store.setting::<Saved>(SETTING).ok().flatten().unwrap_or_default().removed
    }

    /// Forgets removed portals that have no history any more.
    pub fn forget_removed(&self, has_history: impl Fn(&ConnectionId) -> bool) -> Result<()> {
        if self.removed().keys().all(&has_history) {
            return Ok(());
        }
        self.change(|saved| saved.removed.retain(|id, _| has_history(id)))
    }

    /// After the data file was erased.
    pub fn reset(&self) {
        *self.lock() = Held { saved: Saved::default(), in_memory: BTreeMap::new() };
    }

    /// Changes what is in the data file, where another process may have changed it.
    fn change(&self, change: impl Fn(&mut Saved)) -> Result<()> {
        let mut held = self.lock();
        let mut saved: Saved = self.store.setting(SETTING)?.unwrap_or_default();
        change(&mut saved);
        self.store.save_setting(SETTING, &saved)?;
        held.saved = saved;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{HistoryBounds, KeptBodies};
    use portalscope_history::{Body, Entry, Kind};

    fn entry(kind: Kind, status: u16) -> Entry {
        let body = Some(Body::whole("{}"));
        Entry {
            kind,
            status: Some(status),
            request_body: body.clone(),
            response_body: body,
            ..Entry::default()
        }
    }

    #[test]
    fn bodies_are_kept_as_chosen_and_those_of_token_calls_always() {
        for (kept, of_success, of_failure) in [
            (KeptBodies::All, true, true),
            (KeptBodies::Failures, false, true),
            (KeptBodies::None, false, false),
        ] {
            let has_bodies = |entry: Entry| {
                assert_eq!(entry.request_body.is_some(), entry.response_body.is_some());
                entry.request_body.is_some()
            };
            assert_eq!(has_bodies(kept.of(entry(Kind::Call, 200))), of_success, "{kept:?}");
            assert_eq!(has_bodies(kept.of(entry(Kind::Call, 403))), of_failure, "{kept:?}");
            assert!(has_bodies(kept.of(entry(Kind::Refresh, 200))), "{kept:?}");
        }
    }

    #[test]
    fn bounds_that_keep_nothing_or_fill_the_disk_are_refused() {
        let bounds = |max_days, max_megabytes| HistoryBounds { max_days, max_megabytes }.checked();
        assert!(bounds(1, 10).is_ok() && bounds(3650, 20_000).is_ok());
        for (days, megabytes) in [(0, 500), (3651, 500), (30, 9), (30, 20_001)] {
            assert!(bounds(days, megabytes).is_err(), "{days} {megabytes}");
        }
    }
}
