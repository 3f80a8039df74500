//! The key of an environment, as records and keyring entries name it: `hubspot`, `demo-embedded`,
//! `demo-127.0.0.1-4010`.

use portalscope_hubspot::Environment;
use url::Url;

/// Under this name the embedded demo's secrets and records are kept, whatever port it runs on.
pub(crate) const EMBEDDED_KEY: &str = "demo-embedded";

/// A demo portal that somebody started on this computer, by its port: `demo-127.0.0.1-4010`.
const OUTSIDE_KEY: &str = "demo-127.0.0.1-";

/// The demo portal inside the app, at the address that it listens on now.
pub(crate) fn embedded_demo(base_url: &str) -> Environment {
    let origin = Url::parse(base_url).expect("BUG: the demo portal names a URL");
    Environment::Demo { key: EMBEDDED_KEY.to_owned(), origin }
}

/// A demo portal outside the app, on a port of this computer.
pub fn outside_demo(port: u16) -> Environment {
    let origin =
        Url::parse(&format!("http://127.0.0.1:{port}")).expect("BUG: an address and a port make a URL");
    Environment::Demo { key: format!("{OUTSIDE_KEY}{port}"), origin }
}

/// The port in the key of such a demo portal.
pub(crate) fn outside_port(key: &str) -> Option<u16> {
    key.strip_prefix(OUTSIDE_KEY).and_then(|port| port.parse().ok())
}

/// `127.0.0.1:4010`, if the key names such a demo portal.
pub(crate) fn outside_server(key: &str) -> Option<String> {
    outside_port(key).map(|port| format!("127.0.0.1:{port}"))
}
