//! The endpoints that a person has chosen, and the sets of them saved by name. Both are stored in the data file.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::operation::Endpoint;
use crate::error::{Error, Result};
use crate::ids::new_id;
use crate::platform::clock::Clock;
use crate::secrets::store::SecretStore;
use crate::store::Store;

/// Endpoints per list: about twice as many as HubSpot has.
const MAX_ENDPOINTS: usize = 5_000;
/// Saved sets.
const MAX_SETS: usize = 500;
const MAX_NAME_CHARS: usize = 80;
const MAX_PATH_BYTES: usize = 2_000;

/// The key of the chosen endpoints in the data file.
const CHOSEN: &str = "chosen-endpoints";

/// The list on the screen. The same for all portals, so that it can be judged for each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChosenEndpoints {
    /// The endpoints in the person's order, 5,000 at most.
    pub endpoints: Vec<Endpoint>,
    /// The id of the saved set that the list was opened from or saved as. `None`: no set.
    pub set: Option<String>,
}

/// A saved set of endpoints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EndpointSet {
    /// Identifies the set; it does not change.
    pub id: String,
    /// The name given by the person, unique ignoring case, 80 characters at most.
    pub name: String,
    /// The endpoints in the person's order, 5,000 at most.
    pub endpoints: Vec<Endpoint>,
    /// When the set was last saved (RFC 3339, UTC).
    #[specta(type = String)]
    pub saved_at: Timestamp,
}

/// A set to save.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EndpointSetDraft {
    /// The set to replace. `None`: a new one.
    pub id: Option<String>,
    /// The name; runs of white space become one space.
    pub name: String,
    /// The endpoints in the person's order.
    pub endpoints: Vec<Endpoint>,
}

/// Stores the chosen endpoints and the saved sets, all redacted.
pub struct EndpointSets {
    store: Arc<Store>,
    secrets: Arc<SecretStore>,
    clock: Arc<dyn Clock>,
}

impl EndpointSets {
    pub(crate) fn new(store: Arc<Store>, secrets: Arc<SecretStore>, clock: Arc<dyn Clock>) -> Self {
        Self { store, secrets, clock }
    }

    /// The chosen endpoints; none at first.
    ///
    /// # Errors
    /// [`Error::Store`] if the data file cannot be read.
    pub fn chosen(&self) -> Result<ChosenEndpoints> {
        Ok(self.store.setting(CHOSEN)?.unwrap_or_default())
    }

    /// Saves the chosen endpoints.
    ///
    /// # Errors
    /// [`Error::ListInvalid`], [`Error::Store`].
    pub fn choose(&self, chosen: &ChosenEndpoints) -> Result<()> {
        let endpoints = self.checked(&chosen.endpoints)?;
        self.store.save_setting(CHOSEN, &ChosenEndpoints { endpoints, set: chosen.set.clone() })
    }

    /// The endpoints without secrets in their paths, if they are valid.
    fn checked(&self, endpoints: &[Endpoint]) -> Result<Vec<Endpoint>> {
        check_endpoints(endpoints)?;
        let redacted = |Endpoint { method, path }: &Endpoint| Endpoint {
            method: method.clone(),
            path: self.secrets.redacted(path),
        };
        Ok(endpoints.iter().map(redacted).collect())
    }

    /// All saved sets, by name.
    ///
    /// # Errors
    /// [`Error::Store`] if the data file cannot be read.
    pub fn list(&self) -> Result<Vec<EndpointSet>> {
        let mut sets: Vec<EndpointSet> = self.store.endpoint_sets()?;
        sets.sort_by_key(|set| (key(&set.name), set.id.clone()));
        Ok(sets)
    }

    /// Saves a new set, or replaces the one with the draft's id.
    ///
    /// # Errors
    /// [`Error::SetNameTaken`] if another set has the name, ignoring case; [`Error::ListInvalid`] for a bad name or
    /// endpoint and for more than 500 sets; [`Error::Store`].
    pub fn save(&self, draft: EndpointSetDraft) -> Result<EndpointSet> {
        let name = checked_name(&self.secrets.redacted(&draft.name))?;
        let endpoints = self.checked(&draft.endpoints)?;
        let sets: Vec<EndpointSet> = self.store.endpoint_sets()?;
        let is_this = |set: &&EndpointSet| Some(&set.id) == draft.id.as_ref();
        if sets.iter().any(|set| !is_this(&set) && key(&set.name) == key(&name)) {
            return Err(Error::SetNameTaken(name));
        }
        if sets.len() >= MAX_SETS && !sets.iter().any(|set| is_this(&set)) {
            return Err(Error::ListInvalid(format!("{MAX_SETS} sets are saved already, which is the most.")));
        }
        let id = draft.id.unwrap_or_else(new_id);
        let set = EndpointSet { id, name, endpoints, saved_at: self.clock.now() };
        self.store.save_endpoint_set(&set.id, &set)?;
        Ok(set)
    }

    /// Removes a set and returns it, so that it can be saved again.
    ///
    /// # Errors
    /// [`Error::SetNotFound`], [`Error::Store`].
    pub fn delete(&self, id: &str) -> Result<EndpointSet> {
        let sets: Vec<EndpointSet> = self.store.endpoint_sets()?;
        let set = sets.into_iter().find(|set| set.id == id).ok_or(Error::SetNotFound)?;
        self.store.remove_endpoint_set(id)?;
        Ok(set)
    }
}

/// The form in which names are compared and sorted.
fn key(name: &str) -> String {
    name.to_lowercase()
}

/// The name with white space collapsed.
fn checked_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Error::ListInvalid("The set needs a name.".to_owned()));
    }
    if name.chars().count() > MAX_NAME_CHARS {
        return Err(Error::ListInvalid(format!("A set's name has at most {MAX_NAME_CHARS} characters.")));
    }
    Ok(name)
}

fn check_endpoints(endpoints: &[Endpoint]) -> Result<()> {
    if endpoints.len() > MAX_ENDPOINTS {
        return Err(Error::ListInvalid(format!("A list holds at most {MAX_ENDPOINTS} endpoints.")));
    }
    let odd = endpoints.iter().find(|endpoint| !is_endpoint(endpoint));
    odd.map_or(Ok(()), |_| {
        Err(Error::ListInvalid("An endpoint is a method and a path that begins with a slash.".to_owned()))
    })
}

/// Whether it has the form of an endpoint; the catalog need not know it.
fn is_endpoint(endpoint: &Endpoint) -> bool {
    let Endpoint { method, path } = endpoint;
    let is_method = (1..=10).contains(&method.len()) && method.bytes().all(|byte| byte.is_ascii_uppercase());
    is_method && path.starts_with('/') && path.len() <= MAX_PATH_BYTES
}
