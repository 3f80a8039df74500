//! A request's address taken apart, with ranges in its text, and whose server it names.

use std::ops::Range;

use portalscope_formats::Value;

use crate::document::is_open;

/// Whose server an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// HubSpot's API under one of its names; also a path without a host.
    Api,
    /// The host stands in a variable.
    Open,
    /// This computer: a demo portal, or a server under development.
    Loopback,
    /// Where forms are submitted to, without a credential.
    Forms,
    /// HubSpot's MCP server and its OAuth endpoints.
    Mcp,
    /// HubSpot's web app, whose only address for programs is the consent page.
    App,
    /// Another host of HubSpot's, or one that is spelt almost as the API's.
    NotTheApi,
    /// Somebody else's.
    Foreign,
}

/// The parts of an address, as ranges of `Value::text`.
#[derive(Clone, Debug)]
pub(crate) struct Address<'a> {
    pub value: &'a Value,
    pub scheme: Option<Range<usize>>,
    pub host: Option<Range<usize>>,
    pub path: Range<usize>,
    pub query: Option<Range<usize>>,
    pub server: Server,
}

/// Longer paths than any that the catalogue could know.
const MAX_PATH: usize = 2_000;

impl<'a> Address<'a> {
    pub fn of(value: &'a Value) -> Self {
        let text = value.text.as_str();
        let is_within = |at: usize| is_open(value, &(at..at + 1));
        let find = |from: usize, wanted: &[u8]| {
            let bytes = text.as_bytes()[from..].iter().enumerate();
            let found = bytes.filter(|(_, byte)| wanted.contains(byte)).map(|(at, _)| from + at);
            found.into_iter().find(|at| !is_within(*at))
        };
        let scheme = text.find("://").filter(|at| {
            (2..=10).contains(at) && text.as_bytes()[..*at].iter().all(u8::is_ascii_alphanumeric)
        });
        let first_open = value.open.iter().find(|open| open.start == 0 && !open.is_empty());
        let host_start = scheme.map_or(0, |at| at + 3);
        let host = match (scheme, first_open) {
            (Some(_), _) => Some(host_start..find(host_start, b"/?#").unwrap_or(text.len())),
            // `$BASE/crm/v3`: the variable is at least the host.
            (None, Some(open)) => Some(0..find(open.end, b"/?#").unwrap_or(text.len())),
            // `api.hubapi.com/crm/v3`, as people write it without a scheme.
            (None, None) => bare_host(text).map(|end| 0..end),
        };
        let path_start = host.as_ref().map_or(0, |host| host.end);
        let path_end = find(path_start, b"?#").unwrap_or(text.len());
        let query = text[path_end..].starts_with('?').then(|| {
            let end = find(path_end, b"#").unwrap_or(text.len());
            path_end + 1..end
        });
        let server = match &host {
            None => Server::Api,
            Some(host) if is_open(value, host) => Server::Open,
            Some(host) => server(name_of_host(&text[host.clone()])),
        };
        Self { value, scheme: scheme.map(|at| 0..at), host, path: path_start..path_end, query, server }
    }

    pub fn text(&self, range: &Range<usize>) -> &'a str {
        &self.value.text[range.clone()]
    }

    /// The path, where it is short enough to be looked up.
    pub fn path(&self) -> &'a str {
        let path = self.text(&self.path);
        if path.len() <= MAX_PATH { path } else { "" }
    }

    /// The host's name in lower case, without port and userinfo.
    pub fn host_name(&self) -> Option<String> {
        let host = self.host.as_ref()?;
        Some(name_of_host(self.text(host)).to_ascii_lowercase())
    }

    /// Segments of the path with their ranges in the address.
    pub fn segments(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let path = self.path();
        let mut at = self.path.start;
        path.split('/').filter_map(move |segment| {
            let range = at..at + segment.len();
            at = range.end + 1;
            (!segment.is_empty()).then_some(range)
        })
    }

    /// Whether the address is of HubSpot's API as far as can be seen.
    pub fn is_api(&self) -> bool {
        matches!(self.server, Server::Api | Server::Open | Server::Loopback)
    }

    /// `/oauth/2026-09/token` and its like, on whatever host.
    pub fn is_token_endpoint(&self) -> bool {
        let path = self.path().trim_end_matches('/');
        let is_token = path.strip_prefix("/oauth/").and_then(|rest| rest.strip_suffix("/token"));
        is_token.is_some_and(|version| !version.is_empty() && !version.contains('/'))
            && self.server != Server::Foreign
    }

    /// The page that asks for consent.
    pub fn is_authorize_page(&self) -> bool {
        let path = self.path().trim_end_matches('/');
        self.server == Server::App && path.starts_with("/oauth/") && path.ends_with("/authorize")
    }
}

fn name_of_host(host: &str) -> &str {
    let host = host.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}

/// The end of a host at the beginning of an address without a scheme.
fn bare_host(text: &str) -> Option<usize> {
    let end = text.find(['/', '?', '#', ':']).unwrap_or(text.len());
    let host = &text[..end];
    let is_host = host.contains('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
        && (host.starts_with("localhost") || server(host) != Server::Foreign);
    is_host.then(|| text[end..].find(['/', '?', '#']).map_or(text.len(), |at| end + at))
}

fn server(name: &str) -> Server {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix('.').unwrap_or(&name);
    let labels: Vec<&str> = name.split('.').collect();
    match labels.as_slice() {
        ["localhost" | "127.0.0.1"] | ["127", ..] => Server::Loopback,
        [api, "hubapi" | "hubspot", "com"] if is_regional("api", api) => Server::Api,
        [app, "hubspot", "com"] if is_regional("app", app) => Server::App,
        [mcp, "hubspot", "com"] if is_regional("mcp", mcp) => Server::Mcp,
        [api, "hsforms", "com"] if is_regional("api", api) || is_regional("forms", api) => Server::Forms,
        [.., "hubspot" | "hubapi" | "hubapiqa", "com"] => Server::NotTheApi,
        _ if is_almost_the_api(name) => Server::NotTheApi,
        _ => Server::Foreign,
    }
}

/// `api`, or `api-eu1`.
fn is_regional(name: &str, label: &str) -> bool {
    label.strip_prefix(name).is_some_and(|rest| rest.is_empty() || hublet_of(rest).is_some())
}

/// The hublet in `-eu1`.
fn hublet_of(rest: &str) -> Option<&str> {
    let hublet = rest.strip_prefix('-')?;
    let (letters, digits) = hublet.split_at_checked(2)?;
    let is_hublet = letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && (1..=3).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_hublet.then_some(hublet)
}

/// The hublet that a host of the API names: `eu1` of `api-eu1.hubapi.com`.
pub(crate) fn hublet_of_host(host: &str) -> Option<&str> {
    hublet_of(host.split('.').next()?.strip_prefix("api")?)
}

fn is_almost_the_api(name: &str) -> bool {
    const NAMES: [&str; 2] = ["api.hubapi.com", "api.hubspot.com"];
    name.len() <= 40
        && name.is_ascii()
        && NAMES
            .iter()
            .any(|known| name.len().abs_diff(known.len()) <= 2 && strsim::osa_distance(name, known) <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server_of(url: &str) -> Server {
        Address::of(&Value::implied(url)).server
    }

    #[test]
    fn a_host_tells_whose_server_it_is() {
        for (url, server) in [
            ("https://api.hubapi.com/crm/v3/owners", Server::Api),
            ("https://api-eu1.hubapi.com/crm/v3/owners", Server::Api),
            ("https://api.hubspot.com/crm/v3/owners", Server::Api),
            ("/crm/v3/owners", Server::Api),
            ("api.hubapi.com/crm/v3/owners", Server::Api),
            ("https://app-eu1.hubspot.com/oauth/authorize?scope=oauth", Server::App),
            ("https://mcp.hubspot.com/", Server::Mcp),
            ("https://api.hsforms.com/submissions/v3/integration/submit/1/2", Server::Forms),
            ("http://localhost:8080/crm/v3/owners", Server::Loopback),
            ("http://127.0.0.1:8080/crm/v3/owners", Server::Loopback),
            ("https://www.hubapi.com/crm/v3/owners", Server::NotTheApi),
            ("https://api.hubapi.co/crm/v3/owners", Server::NotTheApi),
            ("https://example.com/crm/v3/owners", Server::Foreign),
            ("https://user@api.hubapi.com:443/crm", Server::Api),
            ("crm/v3/owners", Server::Api),
        ] {
            assert_eq!(server_of(url), server, "{url}");
        }
    }

    #[test]
    fn an_address_is_taken_apart_around_its_open_parts() {
        let value = Value { open: vec![0..8, 19..28], ..Value::implied("{{host}}/crm/v3/x/{{a?b/c}}?d=1#e") };
        let value = Value { open: vec![0..8, 18..27], ..value };
        let address = Address::of(&value);
        assert_eq!(address.server, Server::Open);
        assert_eq!(address.path(), "/crm/v3/x/{{a?b/c}}");
        assert_eq!(address.query.clone().map(|query| address.text(&query)), Some("d=1"));
        assert_eq!(address.segments().count(), 5);
    }

    #[test]
    fn the_token_endpoint_and_the_consent_page_are_known_by_their_paths() {
        let is = |url: &str| {
            let value = Value::implied(url);
            let address = Address::of(&value);
            (address.is_token_endpoint(), address.is_authorize_page())
        };
        assert_eq!(is("https://api.hubapi.com/oauth/2026-09/token"), (true, false));
        assert_eq!(is("https://mcp.hubspot.com/oauth/v3/token"), (true, false));
        assert_eq!(is("https://api.hubapi.com/oauth/v1/token/introspect"), (false, false));
        assert_eq!(is("https://app.hubspot.com/oauth/authorize?a=b"), (false, true));
        assert_eq!(is("https://app-eu1.hubspot.com/oauth/123/authorize"), (false, true));
    }

    #[test]
    fn the_hublet_of_a_regional_host_is_read() {
        assert_eq!(hublet_of_host("api-eu1.hubapi.com"), Some("eu1"));
        assert_eq!(hublet_of_host("api.hubapi.com"), None);
    }
}
