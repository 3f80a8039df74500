//! What an app's form may say. A record is only made of what passed here.

use portalscope_hubspot::Hublet;
use portalscope_hubspot::oauth::RedirectUri;
use portalscope_redact::Redactor;
use portalscope_vault::ClientSecret;

use crate::error::Error;
use crate::error::Result;
use crate::oauth_apps::{AppDraft, AppEnvironment};
use crate::portalscope::Portalscope;
use crate::secrets::cleanup::is_invisible;
use crate::secrets::format::SecretLook;
use crate::secrets::format::look;
use crate::settings::{MOST_PORTS, check_ports};
use crate::store::oauth_apps::AppRecord;

pub(crate) const LONGEST_NAME: usize = 80;
const LONGEST_CLIENT_ID: usize = 128;
const LONGEST_SCOPE: usize = 100;
const MOST_SCOPES: usize = 500;

impl Portalscope {
    /// The record that a form makes: of the app that was there before, or of a new one.
    pub(crate) fn record_of_draft(&self, before: Option<&AppRecord>, draft: AppDraft) -> Result<AppRecord> {
        let mut record = self.checked(draft)?;
        record.id = before.map_or_else(crate::connect::grant::new_id, |app| app.id.clone());
        self.check_alone(&record)?;
        let is_same =
            |app: &AppRecord| (&app.environment, &app.client_id) == (&record.environment, &record.client_id);
        if let Some(before) = before {
            let users = self.connections_of_app(&before.id).len();
            if !is_same(before) && users > 0 {
                return Err(invalid(
                    "Portals are connected with this app's client id, so it cannot become another app's. Duplicate the app instead.",
                ));
            }
            record.has_secret |= is_same(before) && before.has_secret;
            record.session_only = before.session_only;
            record.declared.clone_from(&before.declared);
        } else {
            record.session_only = self.keeps_in_memory();
        }
        Ok(record)
    }

    fn checked(&self, draft: AppDraft) -> Result<AppRecord> {
        let client_id = checked_client_id(&draft.client_id)?;
        let forwarded =
            draft.forwarded_redirect.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty());
        if let Some(url) = &forwarded {
            RedirectUri::forwarded(url).map_err(|problem| invalid(&sentence(&problem.to_string())))?;
        }
        if draft.redirect_ports.len() > MOST_PORTS {
            return Err(invalid("An app has at most ten redirect ports of its own."));
        }
        check_ports(&draft.redirect_ports).map_err(Error::AppInvalid)?;
        if Hublet::parse(&draft.hublet).is_none() {
            return Err(invalid(&format!("{:?} is no data centre that is known here.", draft.hublet)));
        }
        if matches!(draft.environment, AppEnvironment::Demo { port: 0 }) {
            return Err(invalid("A demo portal has a port from 1 to 65535."));
        }
        Ok(AppRecord {
            id: String::new(),
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
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(invalid(&format!("An app's name has 1 to {LONGEST_NAME} characters.")));
        }
        if self.redacted(&name) != name {
            return Err(invalid(
                "The name holds something that looks like a secret. Names are shown and exported.",
            ));
        }
        Ok(name)
    }

    /// Neither the name nor the app itself is there already.
    fn check_alone(&self, record: &AppRecord) -> Result<()> {
        let named =
            |app: &AppRecord| app.id != record.id && app.name.to_lowercase() == record.name.to_lowercase();
        if self.find_app(named).is_some() {
            return Err(invalid(&format!("Another app is named {} already.", record.name)));
        }
        let same = self.find_app(|app| {
            app.id != record.id && app.environment == record.environment && app.client_id == record.client_id
        });
        match same {
            Some(app) => Err(invalid(&format!(
                "This client id is in the list already, as {}.",
                super::display_name(&app)
            ))),
            None => Ok(()),
        }
    }

    /// The pasted secret, unless it is something else that was pasted by mistake.
    pub(crate) fn held_client_secret(
        &self,
        held: Option<&str>,
        client_id: &str,
    ) -> Result<Option<ClientSecret>> {
        let Some(held) = held else { return Ok(None) };
        let (text, look) = (self.held.get(held)?, self.held.look(held)?);
        if text.as_str() == client_id {
            return Err(invalid(
                "The client secret and the client id are the same: one of them was pasted twice.",
            ));
        }
        match look {
            SecretLook::ClientSecret | SecretLook::Unknown => Ok(Some(ClientSecret::new(text.as_str()))),
            other => Err(Error::OtherCredential(other)),
        }
    }
}

/// A client id is shown and exported, so nothing that looks like a secret may pass for one.
fn checked_client_id(text: &str) -> Result<String> {
    let id = text.trim();
    if id.is_empty() || id.len() > LONGEST_CLIENT_ID || !id.chars().all(|letter| letter.is_ascii_graphic()) {
        return Err(invalid("A client id is one word of letters, digits and dashes."));
    }
    let secret_looks = !matches!(look(id), SecretLook::ClientSecret | SecretLook::Unknown);
    // By shape alone: a client id that was pasted as a secret before is known as one, and still a client id.
    if secret_looks || Redactor::new().text(id) != id {
        return Err(invalid("This is not a client id: it looks like a secret, and client ids are shown."));
    }
    Ok(id.to_owned())
}

/// Scopes as words, each once.
pub(crate) fn checked_scopes(scopes: &[String]) -> Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for scope in scopes.iter().map(|scope| scope.trim()).filter(|scope| !scope.is_empty()) {
        if !is_scope(scope) {
            let shown: String = scope.chars().filter(char::is_ascii_graphic).take(40).collect();
            return Err(invalid(&format!(
                "{shown:?} is not a scope: those have letters, digits, dots, dashes and underscores."
            )));
        }
        if !found.iter().any(|held| held == scope) {
            found.push(scope.to_owned());
        }
    }
    if found.len() > MOST_SCOPES {
        return Err(invalid("These are more scopes than HubSpot has."));
    }
    Ok(found)
}

pub(crate) fn known_scopes(text: &str) -> Option<Vec<String>> {
    let words: Vec<String> =
        text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    checked_scopes(&words).ok()
}

fn is_scope(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "._-:".contains(letter);
    text.len() <= LONGEST_SCOPE && text.chars().all(fits)
}

/// Without line breaks, and without the characters that nobody sees.
pub(crate) fn one_line(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ").replace(char::is_control, "")
}

/// An error's text, which begins small and has no full stop, as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

fn invalid(why: &str) -> Error {
    Error::AppInvalid(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{checked_scopes, one_line, sentence};

    #[test]
    fn scopes_are_words_and_each_stands_once() {
        let words =
            |list: &[&str]| checked_scopes(&list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["oauth", " tickets ", "", "oauth"]).unwrap(), ["oauth", "tickets"]);
        for bad in ["a b", "a\u{202e}b", "<script>", "ü", &"x".repeat(101)] {
            assert!(words(&[bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_is_one_line_of_what_can_be_seen() {
        assert_eq!(one_line("  My\u{200b} app\n\u{202e}x\t "), "My app x");
        assert_eq!(sentence("the url is long"), "The url is long.");
    }
}
