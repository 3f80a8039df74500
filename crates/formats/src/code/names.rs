//! Names of modules.

/// The name by which a module of npm is called here, whatever the program calls it.
pub(super) fn module(name: &str) -> String {
    let name = name.strip_prefix("node:").unwrap_or(name);
    match name {
        "node-fetch" | "cross-fetch" | "isomorphic-fetch" | "undici" | "whatwg-fetch" => "fetch",
        "request-promise" | "request-promise-native" | "postman-request" => "request",
        "@hubspot/api-client" => "hubspot",
        "jquery" => "$",
        other => other,
    }
    .to_owned()
}
