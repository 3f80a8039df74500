//! Which redirect URLs HubSpot accepts at all.

use url::{Host, Url};

/// `Err` says why HubSpot will not accept it.
pub(super) fn allowed(text: &str) -> Result<(), &'static str> {
    let url = Url::parse(text).map_err(|_| "The redirect URL is not a whole address.")?;
    match (url.scheme(), url.host()) {
        (_, Some(Host::Ipv4(_) | Host::Ipv6(_))) => {
            Err("The redirect URL names an IP address; HubSpot wants a domain, or localhost.")
        }
        ("https", Some(_)) | ("http", Some(Host::Domain("localhost"))) => Ok(()),
        ("http", Some(_)) => Err("The redirect URL is http; HubSpot takes that for localhost only."),
        _ => Err("The redirect URL is neither https nor http://localhost."),
    }
}
