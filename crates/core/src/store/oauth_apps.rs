//! OAuth apps in the data file. Their secrets are in the vault.

use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::{OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::ids::{AppId, ClientId};
use crate::oauth_apps::declared_scopes::DeclaredScopes;
use crate::store::{Store, Table, json, parse};

/// An OAuth app's record in the data file; its client secret is in the vault under the same id. Records of the first
/// version have the first four fields only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OauthAppRecord {
    pub id: AppId,
    /// `portalscope_hubspot::Environment::key`.
    pub environment: String,
    pub client_id: ClientId,
    /// The data center whose authorize page is opened: `app` (any), `na1`, `eu1`.
    pub hublet: String,
    /// Empty: it has no name.
    #[serde(default)]
    pub name: String,
    /// The user saved it, so it stays when its last connection is removed.
    #[serde(default)]
    pub kept: bool,
    /// False: its client secret was not imported or was deleted.
    #[serde(default = "yes")]
    pub has_secret: bool,
    /// Empty: those in the settings.
    #[serde(default)]
    pub redirect_ports: Vec<u16>,
    /// An https page that forwards the callback to `portalscope://oauth/callback`.
    #[serde(default)]
    pub forwarded_redirect: Option<String>,
    #[serde(default)]
    pub scopes: Vec<String>,
    #[serde(default)]
    pub optional_scopes: Vec<String>,
    /// Made in session mode: it is in memory only, as its client secret is.
    #[serde(skip)]
    pub session_only: bool,
    /// What the app declares at HubSpot. `None`: it was not entered.
    #[serde(default)]
    pub declared: Option<DeclaredScopes>,
}

impl OauthAppRecord {
    /// A hash of the record, by which a form says which version it was filled from.
    pub(crate) fn version(&self) -> String {
        let mut hasher = DefaultHasher::new();
        json(self).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}

fn yes() -> bool {
    true
}

impl Store {
    pub(crate) fn apps(&self) -> Result<Vec<OauthAppRecord>> {
        self.records(Table::App)
    }

    /// Replaces `known` by `record`. False: the app was changed or removed since; nothing is written.
    pub(crate) fn update_app(&self, record: &OauthAppRecord, known: &OauthAppRecord) -> Result<bool> {
        let mut database = self.lock();
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let query = "SELECT record FROM app WHERE id = ?1";
        let text: Option<String> = transaction.query_row(query, [&record.id], |row| row.get(0)).optional()?;
        let is_known = text.and_then(|text| parse::<OauthAppRecord>(&text)).is_some_and(|now| now == *known);
        if is_known {
            let statement = "UPDATE app SET record = ?2 WHERE id = ?1";
            transaction.execute(statement, params![record.id, json(record)])?;
        }
        transaction.commit()?;
        Ok(is_known)
    }

    /// `None`: there is none, or it cannot be parsed.
    pub(crate) fn app(&self, id: &AppId) -> Result<Option<OauthAppRecord>> {
        let query = "SELECT record FROM app WHERE id = ?1";
        let text: Option<String> = self.lock().query_row(query, [id], |row| row.get(0)).optional()?;
        Ok(text.and_then(|text| self.read(Table::App, id, &text)))
    }

    pub(crate) fn save_app(&self, record: &OauthAppRecord) -> Result<()> {
        self.save(Table::App, &record.id, record)
    }

    pub(crate) fn remove_app(&self, id: &AppId) -> Result<()> {
        self.remove(Table::App, id)
    }
}

#[cfg(test)]
mod tests {
    use super::{OauthAppRecord, Store};

    #[test]
    fn an_app_of_the_first_version_still_loads() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("portalscope.db")).unwrap();
        let record = r#"{"id":"a","environment":"hubspot","client_id":"c","hublet":"eu1"}"#;
        store.lock().execute("INSERT INTO app VALUES ('a', ?1)", [record]).unwrap();
        let app = store.apps().unwrap().remove(0);
        assert_eq!((app.client_id.as_str(), app.hublet.as_str()), ("c", "eu1"));
        assert!(app.has_secret && !app.kept && app.name.is_empty());
    }

    #[test]
    fn an_app_is_changed_only_as_it_was_known() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Store::open(&folder.path().join("portalscope.db")).unwrap();
        let (one, two) = (open(), open());
        let known = OauthAppRecord { id: "a".into(), name: "first".into(), ..OauthAppRecord::default() };
        one.save_app(&known).unwrap();
        let named = |name: &str| OauthAppRecord { name: name.into(), ..known.clone() };
        assert!(one.update_app(&named("second"), &known).unwrap());
        assert!(!two.update_app(&named("third"), &known).unwrap(), "it is another by now");
        assert_eq!(two.apps().unwrap(), [named("second")]);
        one.remove_app(&"a".into()).unwrap();
        assert!(!two.update_app(&named("third"), &named("second")).unwrap(), "it is gone");
        assert!(two.apps().unwrap().is_empty());
    }
}
