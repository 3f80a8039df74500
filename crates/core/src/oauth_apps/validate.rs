//! Validates the form of an app, and makes its record.

use std::sync::Arc;

use portalscope_hubspot::oauth::{AppCredential, RedirectUri};
use portalscope_hubspot::{Hublet, is_scope};
use portalscope_redact::Redactor;
use portalscope_vault::ClientSecret;

use crate::connections::registry::ConnectionRegistry;
use crate::error::{Error, Result};
use crate::ids::{ClientId, new_id};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::view::{AppDraft, AppEnvironment, display_name};
use crate::platform::text::{one_line, sentence};
use crate::secrets::format::{CredentialFormat, detect_format};
use crate::secrets::staged::StagedSecrets;
use crate::secrets::store::SecretStore;
use crate::settings::{MAX_PORTS, check_ports};
use crate::store::oauth_apps::OauthAppRecord;

pub(crate) const MAX_NAME_CHARS: usize = 80;
const MAX_CLIENT_ID_BYTES: usize = 128;
const MAX_SCOPES: usize = 500;

/// Validates apps.
pub(crate) struct AppValidator {
    apps: Arc<OauthAppRegistry>,
    connections: Arc<ConnectionRegistry>,
    secrets: Arc<SecretStore>,
    staged: Arc<StagedSecrets>,
}

impl AppValidator {
    pub(crate) fn new(
        apps: Arc<OauthAppRegistry>,
        connections: Arc<ConnectionRegistry>,
        secrets: Arc<SecretStore>,
        staged: Arc<StagedSecrets>,
    ) -> Self {
        Self { apps, connections, secrets, staged }
    }

    /// The record for a form: a new app's, or that of the app `before`. Fails with [`Error::AppInvalid`].
    pub(crate) fn record_of_draft(
        &self,
        before: Option<&OauthAppRecord>,
        draft: AppDraft,
    ) -> Result<OauthAppRecord> {
        let mut record = self.checked(draft)?;
        record.id = before.map_or_else(|| new_id().into(), |app| app.id.clone());
        self.check_unique(&record)?;
        let is_same = |app: &OauthAppRecord| {
            (&app.environment, &app.client_id) == (&record.environment, &record.client_id)
        };
        if let Some(before) = before {
            let users = self.connections.of_app(&before.id).len();
            if !is_same(before) && users > 0 {
                return Err(invalid(
                    "Portals are connected with this app's client id, so it cannot become another app's. Duplicate the app instead.",
                ));
            }
            record.has_secret |= is_same(before) && before.has_secret;
            record.session_only = before.session_only;
            record.declared.clone_from(&before.declared);
        } else {
            record.session_only = self.secrets.is_session_only();
        }
        Ok(record)
    }

    fn checked(&self, draft: AppDraft) -> Result<OauthAppRecord> {
        let client_id = checked_client_id(&draft.client_id)?;
        let forwarded =
            draft.forwarded_redirect.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty());
        if let Some(url) = &forwarded {
            RedirectUri::forwarded(url).map_err(|problem| invalid(&sentence(&problem.to_string())))?;
        }
        if draft.redirect_ports.len() > MAX_PORTS {
            return Err(invalid("An app has at most ten redirect ports of its own."));
        }
        check_ports(&draft.redirect_ports).map_err(Error::AppInvalid)?;
        if Hublet::parse(&draft.hublet).is_none() {
            return Err(invalid(&format!("{:?} is no data centre that is known here.", draft.hublet)));
        }
        if matches!(draft.environment, AppEnvironment::Demo { port: 0 }) {
            return Err(invalid("A demo portal has a port from 1 to 65535."));
        }
        Ok(OauthAppRecord {
            id: String::new().into(),
            environment: draft.environment.environment().key().to_owned(),
            client_id,
            hublet: draft.hublet,
            name: self.checked_name(&draft.name)?,
            kept: true,
            has_secret: draft.client_secret.is_some(),
            redirect_ports: draft.redirect_ports,
            forwarded_redirect: forwarded,
            scopes: checked_scopes(&draft.scopes)?,
            optional_scopes: checked_scopes(&draft.optional_scopes)?,
            declared: None,
            session_only: false,
        })
    }

    fn checked_name(&self, name: &str) -> Result<String> {
        let name = one_line(name);
        if name.is_empty() || name.chars().count() > MAX_NAME_CHARS {
            return Err(invalid(&format!("An app's name has 1 to {MAX_NAME_CHARS} characters.")));
        }
        if self.secrets.redacted(&name) != name {
            return Err(invalid(
                "The name holds something that looks like a secret. Names are shown and exported.",
            ));
        }
        Ok(name)
    }

    /// Refuses a name or a client id that another app has.
    fn check_unique(&self, record: &OauthAppRecord) -> Result<()> {
        let named = |app: &OauthAppRecord| {
            app.id != record.id && app.name.to_lowercase() == record.name.to_lowercase()
        };
        if self.apps.find(named).is_some() {
            return Err(invalid(&format!("Another app is named {} already.", record.name)));
        }
        let same = self.apps.find(|app| {
            app.id != record.id && app.environment == record.environment && app.client_id == record.client_id
        });
        match same {
            Some(app) => {
                Err(invalid(&format!("This client id is in the list already, as {}.", display_name(&app))))
            }
            None => Ok(()),
        }
    }

    /// The staged client secret. Fails with [`Error::OtherCredential`] if it has the format of another credential.
    pub(crate) fn staged_client_secret(
        &self,
        staged: Option<&str>,
        client_id: &ClientId,
    ) -> Result<Option<ClientSecret>> {
        let Some(staged) = staged else { return Ok(None) };
        let (text, format) = (self.staged.get(staged)?, self.staged.format(staged)?);
        if *client_id == *text.as_str() {
            return Err(invalid(
                "The client secret and the client id are the same: one of them was pasted twice.",
            ));
        }
        match format {
            CredentialFormat::ClientSecret | CredentialFormat::Unknown => {
                Ok(Some(ClientSecret::new(text.as_str())))
            }
            other => Err(Error::OtherCredential(other)),
        }
    }

    /// The record of an app that connects without being saved: the listed one with its client id, or a new one that is
    /// removed with its last connection.
    pub(crate) fn unsaved(&self, app: &AppCredential, hublet: &str) -> OauthAppRecord {
        let environment = app.environment.key();
        let same =
            |known: &OauthAppRecord| known.environment == environment && known.client_id == *app.client_id;
        let new = || OauthAppRecord {
            id: new_id().into(),
            environment: environment.to_owned(),
            client_id: app.client_id.clone().into(),
            session_only: self.secrets.is_session_only(),
            ..OauthAppRecord::default()
        };
        let known = self.apps.find(same).unwrap_or_else(new);
        OauthAppRecord { hublet: hublet.to_owned(), has_secret: true, ..known }
    }
}

/// Refuses what looks like a secret, since client ids are shown and exported.
fn checked_client_id(text: &str) -> Result<ClientId> {
    let id = text.trim();
    if id.is_empty() || id.len() > MAX_CLIENT_ID_BYTES || !id.chars().all(|letter| letter.is_ascii_graphic())
    {
        return Err(invalid("A client id is one word of letters, digits and dashes."));
    }
    let looks_like_secret =
        !matches!(detect_format(id), CredentialFormat::ClientSecret | CredentialFormat::Unknown);
    // A redactor without known values: a client id that was once pasted as a secret is still a client id.
    if looks_like_secret || Redactor::new().text(id) != id {
        return Err(invalid("This is not a client id: it looks like a secret, and client ids are shown."));
    }
    Ok(id.to_owned().into())
}

/// Trims scopes, and drops empty and repeated ones. Fails with [`Error::AppInvalid`] on what cannot be a scope.
pub(crate) fn checked_scopes(scopes: &[String]) -> Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for scope in scopes.iter().map(|scope| scope.trim()).filter(|scope| !scope.is_empty()) {
        if !is_scope(scope) {
            let shown: String = scope.chars().filter(char::is_ascii_graphic).take(40).collect();
            return Err(invalid(&format!(
                "{shown:?} is not a scope: those have letters, digits, dots, dashes and underscores."
            )));
        }
        if !found.iter().any(|known| known == scope) {
            found.push(scope.to_owned());
        }
    }
    if found.len() > MAX_SCOPES {
        return Err(invalid("These are more scopes than HubSpot has."));
    }
    Ok(found)
}

/// Scopes separated by spaces or commas. `None`: one of them cannot be a scope.
pub(crate) fn known_scopes(text: &str) -> Option<Vec<String>> {
    let words: Vec<String> =
        text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    checked_scopes(&words).ok()
}

fn invalid(why: &str) -> Error {
    Error::AppInvalid(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::checked_scopes;

    #[test]
    fn scopes_are_words_and_each_is_listed_once() {
        let words =
            |list: &[&str]| checked_scopes(&list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["oauth", " tickets ", "", "oauth"]).unwrap(), ["oauth", "tickets"]);
        for bad in ["a b", "a\u{202e}b", "<script>", "ü", &"x".repeat(101)] {
            assert!(words(&[bad]).is_err(), "{bad}");
        }
    }
}
