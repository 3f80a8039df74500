//! A person's own name and color for a connection, and the page of its portal at HubSpot.

use portalscope_hubspot::Environment;
use serde::{Deserialize, Serialize};
use specta::Type;
use url::Url;

use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::Connection;
use crate::error::{Error, Result};
use crate::ids::ConnectionId;

/// In characters; longer ones do not fit the list of portals.
const LONGEST_NAME: usize = 60;
/// Where portals of unknown data centers are opened; HubSpot redirects to the right one.
const UI_DOMAIN: &str = "app.hubspot.com";

/// A person's own name and color for a connection. They are shown in the window and change nothing at HubSpot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionLabel {
    /// Shown in place of the portal's name. `None`: the portal's name is shown.
    pub name: Option<String>,
    /// `None`: no color.
    pub color: Option<LabelColor>,
}

/// A color to tell connections apart by. None of them stands for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LabelColor {
    /// Cyan.
    Cyan,
    /// Lime.
    Lime,
    /// Orange.
    Orange,
    /// Pink.
    Pink,
    /// Brown.
    Brown,
}

impl ConnectionLabel {
    /// Without white space around the name; an empty name is none.
    fn checked(self) -> Result<Self> {
        let name = self.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        match &name {
            Some(name) if name.chars().count() > LONGEST_NAME => Err(Error::SettingsInvalid(format!(
                "A name of your own has at most {LONGEST_NAME} characters."
            ))),
            _ => Ok(Self { name, ..self }),
        }
    }
}

impl ConnectionRegistry {
    /// Gives a connection a name and a color of one's own; they stay when it is re-authorized.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`], or [`Error::SettingsInvalid`] if the name is longer than 60 characters.
    pub fn set_label(&self, id: &ConnectionId, label: ConnectionLabel) -> Result<Connection> {
        let label = label.checked()?;
        self.update(id, |record| record.label = label.clone())?;
        self.view(id)
    }

    /// The address of the portal at HubSpot, for the browser. `None`: a demo portal has none.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`].
    pub fn portal_page(&self, id: &ConnectionId) -> Result<Option<Url>> {
        self.read(id, |entry| {
            let record = entry.record();
            if record.environment != Environment::HubSpot.key() {
                return None;
            }
            let told = record.identity.ui_domain.as_deref();
            let domain = told.filter(|domain| domain.ends_with(".hubspot.com")).unwrap_or(UI_DOMAIN);
            page_of(domain, record.identity.hub_id.as_str())
                .or_else(|| page_of(UI_DOMAIN, record.identity.hub_id.as_str()))
        })
    }
}

/// `None`: the server told a domain that makes no address, or one that leads elsewhere.
fn page_of(domain: &str, hub_id: &str) -> Option<Url> {
    let mut page = Url::parse(&format!("https://{domain}/contacts/")).ok()?;
    page.path_segments_mut().ok()?.pop_if_empty().push(hub_id);
    (page.host_str() == Some(domain)).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::{ConnectionLabel, page_of};

    #[test]
    fn a_name_of_white_space_is_none_and_one_that_is_too_long_is_refused() {
        let named = |name: &str| ConnectionLabel { name: Some(name.to_owned()), color: None }.checked();
        assert_eq!(named("  ").unwrap().name, None);
        assert_eq!(named(" Ours ").unwrap().name.as_deref(), Some("Ours"));
        assert!(named(&"é".repeat(60)).is_ok());
        assert!(named(&"é".repeat(61)).is_err());
    }

    #[test]
    fn a_portal_is_opened_on_the_domain_that_hubspot_told_and_on_no_other() {
        let page = |domain| page_of(domain, "26041877").map(|url| url.to_string());
        assert_eq!(page("app-eu1.hubspot.com").unwrap(), "https://app-eu1.hubspot.com/contacts/26041877");
        assert_eq!(page("elsewhere.example/?x=.hubspot.com"), None);
        assert_eq!(page("user@app.hubspot.com"), None);
    }
}
