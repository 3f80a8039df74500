//! What a person does with a connection's place in the window: names and colors it, opens its portal at HubSpot.

use portalscope_hubspot::Environment;
use url::Url;

use crate::connections::label::ConnectionLabel;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::Connection;
use crate::error::Result;
use crate::ids::ConnectionId;

/// Where portals of unknown data centers are opened; HubSpot redirects to the right one.
const UI_DOMAIN: &str = "app.hubspot.com";

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
    use super::page_of;

    #[test]
    fn a_portal_is_opened_on_the_domain_that_hubspot_told_and_on_no_other() {
        let page = |domain| page_of(domain, "26041877").map(|url| url.to_string());
        assert_eq!(page("app-eu1.hubspot.com").unwrap(), "https://app-eu1.hubspot.com/contacts/26041877");
        assert_eq!(page("elsewhere.example/?x=.hubspot.com"), None);
        assert_eq!(page("user@app.hubspot.com"), None);
    }
}
