//! Which server a credential belongs to, and the exact hosts that this allows.

use portalscope_vault::{AccessToken, StaticToken};
use url::Url;

/// HubSpot itself, or one demo portal on this computer. There is no third: a secret has nowhere else to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Environment {
    HubSpot,
    /// `key` names the portal for good; its port may differ from run to run.
    Demo {
        key: String,
        origin: Url,
    },
}

/// Where a portal's data is kept; HubSpot's authorize page has a host for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hublet {
    /// The host that redirects to the right data centre by itself.
    #[default]
    Any,
    Na1,
    Na2,
    Na3,
    Eu1,
    Ap1,
}

/// The bearer token of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Access(AccessToken),
    Static(StaticToken),
}

const HUBSPOT_API: &str = "https://api.hubapi.com";
/// Another name of the API host; a pasted URL with it is sent to the host above.
const HUBSPOT_API_ALIASES: &[&str] = &["https://api.hubspot.com"];

impl Hublet {
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

    /// na1, na2 and na3 beyond the first, eu1 and ap1 hosts are seen in install links, not in HubSpot's docs.
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
    /// The stable name under which secrets and records of this environment are kept.
    pub fn key(&self) -> &str {
        match self {
            Self::HubSpot => "hubspot",
            Self::Demo { key, .. } => key,
        }
    }

    pub fn api_origin(&self) -> Url {
        match self {
            Self::HubSpot => constant(HUBSPOT_API),
            Self::Demo { origin, .. } => origin.clone(),
        }
    }

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

    /// Whether the system browser may be opened on `url`.
    pub fn may_open_in_browser(&self, url: &Url) -> bool {
        let known = match self {
            Self::HubSpot => HUBLETS.iter().any(|hublet| url.host_str() == Some(hublet.authorize_host())),
            Self::Demo { origin, .. } => url.origin() == origin.origin(),
        };
        known && self.scheme_is_safe(url) && url.username().is_empty() && url.password().is_none()
    }

    /// The path of a URL that was pasted whole, if its host is one this environment's calls go to.
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
    fn a_demo_that_is_not_on_loopback_gets_nothing() {
        let bent = Environment::Demo { key: "demo".to_owned(), origin: url("http://10.0.0.8:80") };
        assert!(!bent.may_receive_secrets(&url("http://10.0.0.8:80/x")));
        assert!(!bent.may_open_in_browser(&url("http://10.0.0.8:80/x")));
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
    fn a_pasted_url_of_the_own_host_becomes_its_path() {
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
