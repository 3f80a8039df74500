//! Which hosts are HubSpot's API.

/// HubSpot's API, or loopback: a demo portal.
pub(super) fn is_api_host(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or_default();
    is_hubspot_api(name) || matches!(name, "localhost" | "127.0.0.1")
}

/// `api.hubapi.com`, its alias and its regional names.
pub(crate) fn is_hubspot_api(host: &str) -> bool {
    let name = host.to_ascii_lowercase();
    let regional = |start: &str, end: &str| {
        let between = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
        between.is_some_and(|hublet| hublet.len() == 3 && hublet.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    matches!(name.as_str(), "api.hubapi.com" | "api.hubspot.com")
        || regional("api-", ".hubapi.com")
        || regional("api-", ".hubspot.com")
}
