//! The address of a request, and whether it is one of HubSpot's API.

use super::hosts::{is_api_host, is_hubspot_api};
use super::tokens;

/// An address of HubSpot's API, or of a server on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiAddress {
    /// Without host, query and fragment; `:name` and `<name>` are written as `{name}`.
    pub path: String,
    /// The host and port, if the address is of this computer.
    pub loopback: Option<String>,
}

impl ApiAddress {
    /// Reads an address without query: a URL, `host/path`, a path alone, or a path behind a variable for the host. `None`:
    /// it is another host's, or no address.
    pub fn read(text: &str) -> Option<Self> {
        let (host, path) = tokens::address(text)?;
        if !host.as_deref().is_none_or(is_api_host) {
            return None;
        }
        let loopback = host.filter(|host| !is_hubspot_api(host));
        Some(Self { path, loopback })
    }
}

#[cfg(test)]
mod tests {
    use super::ApiAddress;

    #[test]
    fn the_host_is_left_out_where_it_is_hubspots_or_a_variable() {
        for (text, path) in [
            ("https://api.hubapi.com/crm/v3/owners", "/crm/v3/owners"),
            ("https://api-eu1.hubapi.com/crm/v3/owners", "/crm/v3/owners"),
            ("/crm/v3/owners", "/crm/v3/owners"),
            ("$BASE/crm/v3/owners", "/crm/v3/owners"),
            ("{{baseUrl}}/crm/v3/owners", "/crm/v3/owners"),
        ] {
            let read = ApiAddress::read(text).unwrap_or_else(|| panic!("{text} is an address"));
            assert_eq!((read.path.as_str(), read.loopback), (path, None), "{text}");
        }
        let local = ApiAddress::read("http://localhost:3000/crm/v3/owners").unwrap();
        assert_eq!(local.loopback.as_deref(), Some("localhost:3000"));
        assert_eq!(ApiAddress::read("https://example.com/crm/v3/owners"), None);
    }
}
