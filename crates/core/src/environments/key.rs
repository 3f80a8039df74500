//! Keys of environments in records and keyring entries: `hubspot`, `demo-embedded`, `demo-127.0.0.1-4010`.

use portalscope_hubspot::Environment;
use url::Url;

/// The key of the embedded demo portal, whatever port it listens on.
pub(crate) const EMBEDDED_KEY: &str = "demo-embedded";

/// The prefix of the keys of demo portals in other programs, before the port: `demo-127.0.0.1-4010`.
const OUTSIDE_KEY: &str = "demo-127.0.0.1-";

/// The embedded demo portal, at the URL that it listens on now.
pub(crate) fn embedded_demo(base_url: &str) -> Environment {
    let origin = Url::parse(base_url).expect("BUG: the demo portal names a URL");
    Environment::Demo { key: EMBEDDED_KEY.to_owned(), origin }
}

/// A demo portal that runs as a separate program on this computer, on this TCP port.
pub fn outside_demo(port: u16) -> Environment {
    let origin =
        Url::parse(&format!("http://127.0.0.1:{port}")).expect("BUG: an address and a port make a URL");
    Environment::Demo { key: format!("{OUTSIDE_KEY}{port}"), origin }
}

/// The port in the key of a demo portal in another program. `None`: the key is another environment's.
pub(crate) fn outside_port(key: &str) -> Option<u16> {
    key.strip_prefix(OUTSIDE_KEY).and_then(|port| port.parse().ok())
}

/// `127.0.0.1:4010`, for the key of a demo portal in another program. `None`: the key is another environment's.
pub(crate) fn outside_server(key: &str) -> Option<String> {
    outside_port(key).map(|port| format!("127.0.0.1:{port}"))
}
