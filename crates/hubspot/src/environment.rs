//! The server that a credential belongs to, and the exact hosts it may be sent to.

use portalscope_vault::{AccessToken, StaticToken};
use url::Url;

/// HubSpot itself, or one demo portal on this computer. Secrets are sent nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Environment {
    /// HubSpot.
    HubSpot,
    /// A demo portal.
    Demo {
        /// Identifies the portal permanently.
        key: String,
        /// Where it listens now; the port may differ from run to run.
        origin: Url,
    },
}

/// HubSpot's data center of a portal. The authorize page has a host for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hublet {
    /// Not known: the authorize page redirects to the right one by itself.
    #[default]
    Any,
    /// North America, the first one.
    Na1,
    /// North America, the second one.
    Na2,
    /// North America, the third one.
    Na3,
    /// Europe.
    Eu1,
    /// Asia-Pacific.
    Ap1,
}

/// The bearer token of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// An OAuth access token.
    Access(AccessToken),
    /// A service key or private-app token.
    Static(StaticToken),
}

const HUBSPOT_API: &str = "https://api.hubapi.com";
/// Other names of the API host. Requests to a pasted URL with one of them go to the host above.
const HUBSPOT_API_ALIASES: &[&str] = &["https://api.hubspot.com"];

impl Hublet {
    /// The hublet with this name, as HubSpot writes it: `na1`. `None`: not a known one.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "app" | "" => Some(Self::Any),
            "na1" => Some(Self::Na1),
            "na2" => Some(Self::Na2),
            "na3" => Some(Self::Na3),
            "eu1" => Some(Self::Eu1),
            "ap1" => Some(Self::Ap1),
            _ => None,
        }
    }

    /// The hosts other than the first are known from install links; HubSpot does not document them.
    fn authorize_host(self) -> &'static str {
        match self {
            Self::Any | Self::Na1 => "app.hubspot.com",
            Self::Na2 => "app-na2.hubspot.com",
            Self::Na3 => "app-na3.hubspot.com",
            Self::Eu1 => "app-eu1.hubspot.com",
            Self::Ap1 => "app-ap1.hubspot.com",
        }
    }
}

impl Environment {
    /// The stable name that secrets and records of this environment are stored under.
    pub fn key(&self) -> &str {
        match self {
            Self::HubSpot => "hubspot",
            Self::Demo { key, .. } => key,
        }
    }

    /// Scheme, host and port of API calls.
    pub fn api_origin(&self) -> Url {
        match self {
            Self::HubSpot => constant(HUBSPOT_API),
            Self::Demo { origin, .. } => origin.clone(),
        }
    }

    /// The consent page, without parameters.
    pub fn authorize_url(&self, hublet: Hublet) -> Url {
        let mut url = match self {
            Self::HubSpot => constant(&format!("https://{}", hublet.authorize_host())),
            Self::Demo { origin, .. } => origin.clone(),
        };
        url.set_path("/oauth/authorize");
        url
    }

    /// Whether a secret of this environment may be sent to `url`.
    pub fn may_receive_secrets(&self, url: &Url) -> bool {
        url.origin() == self.api_origin().origin() && self.scheme_is_safe(url)
    }

    /// Whether the system browser may be opened with `url`.
    pub fn may_open_in_browser(&self, url: &Url) -> bool {
        let known = match self {
            Self::HubSpot => HUBLETS.iter().any(|hublet| url.host_str() == Some(hublet.authorize_host())),
            Self::Demo { origin, .. } => url.origin() == origin.origin(),
        };
        known && self.scheme_is_safe(url) && url.username().is_empty() && url.password().is_none()
    }

    /// The path and query of a URL of this environment's API host. A text that starts with `/` is returned as it is.
    pub fn strip_origin<'a>(&self, text: &'a str) -> Option<&'a str> {
        if text.starts_with('/') {
            return Some(text);
        }
        let own = self.api_origin();
        let own = own.as_str().trim_end_matches('/');
        let aliases: &[&str] = if *self == Self::HubSpot { HUBSPOT_API_ALIASES } else { &[] };
        std::iter::once(own)
            .chain(aliases.iter().copied())
            .find_map(|origin| text.strip_prefix(origin).filter(|rest| rest.starts_with('/')))
    }

    fn scheme_is_safe(&self, url: &Url) -> bool {
        match self {
            Self::HubSpot => url.scheme() == "https" && url.port().is_none(),
            Self::Demo { .. } => url.scheme() == "http" && is_loopback(url),
        }
    }
}

const HUBLETS: &[Hublet] = &[Hublet::Any, Hublet::Na2, Hublet::Na3, Hublet::Eu1, Hublet::Ap1];

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    }
}

fn constant(text: &str) -> Url {
    Url::parse(text).expect("BUG: the host constants are URLs")
}

#[cfg(test)]
mod tests {
    use super::{Environment, Url};

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn demo() -> Environment {
        Environment::Demo { key: "demo-embedded".to_owned(), origin: url("http://127.0.0.1:4010") }
    }

    #[test]
    fn secrets_go_to_the_exact_host_only() {
        for (text, allowed) in [
            ("https://api.hubapi.com/crm", true),
            ("http://api.hubapi.com/crm", false),
            ("https://api.hubapi.com:8443/crm", false),
            ("https://api.hubapi.com.evil.example/crm", false),
            ("https://evil.example/?api.hubapi.com", false),
            ("http://127.0.0.1:4010/crm", false),
        ] {
            assert_eq!(Environment::HubSpot.may_receive_secrets(&url(text)), allowed, "{text}");
        }
        assert!(demo().may_receive_secrets(&url("http://127.0.0.1:4010/x")));
        for text in ["http://127.0.0.1:4011/x", "https://api.hubapi.com/x", "http://localhost:4010/x"] {
            assert!(!demo().may_receive_secrets(&url(text)), "{text}");
        }
    }

    #[test]
    fn a_demo_portal_that_is_not_on_loopback_gets_no_secrets() {
        let tampered = Environment::Demo { key: "demo".to_owned(), origin: url("http://10.0.0.8:80") };
        assert!(!tampered.may_receive_secrets(&url("http://10.0.0.8:80/x")));
        assert!(!tampered.may_open_in_browser(&url("http://10.0.0.8:80/x")));
    }

    #[test]
    fn the_browser_opens_hubspots_consent_hosts_only() {
        for (text, allowed) in [
            ("https://app.hubspot.com/oauth/authorize?x=1", true),
            ("https://app-eu1.hubspot.com/oauth/authorize", true),
            ("https://user@app.hubspot.com/oauth/authorize", false),
            ("https://app.hubspot.com.evil.example/", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(Environment::HubSpot.may_open_in_browser(&url(text)), allowed, "{text}");
        }
    }

    #[test]
    fn a_pasted_url_of_the_api_host_becomes_its_path() {
        let hubspot = Environment::HubSpot;
        assert_eq!(
            hubspot.strip_origin("https://api.hubspot.com/crm/v3/owners?limit=1"),
            Some("/crm/v3/owners?limit=1")
        );
        assert_eq!(hubspot.strip_origin("https://api.hubapi.com/x"), Some("/x"));
        assert_eq!(hubspot.strip_origin("https://api.hubapi.com.evil/x"), None);
        assert_eq!(demo().strip_origin("https://api.hubapi.com/x"), None);
    }
}
