//! What an answer says in passing: that the endpoint is deprecated, or that HubSpot took other values than were sent.

use serde_json::Value;

/// The header by which HubSpot marks deprecated endpoints. An endpoint without it may be deprecated all the same.
const DEPRECATED: &str = "x-hubspot-api-deprecated";

/// Sentences to show beside the answer. They may repeat what was sent: redact them. `header_names`: in any spelling. `body`: its start.
pub(super) fn notes<'a>(mut header_names: impl Iterator<Item = &'a str>, body: &[u8]) -> Vec<String> {
    let is_deprecated = header_names.any(|name| name.eq_ignore_ascii_case(DEPRECATED));
    let deprecated = is_deprecated.then(|| {
        "HubSpot marks this endpoint as deprecated (header X-HubSpot-API-Deprecated). The scopes view names its successor. \
            HubSpot's developer home counts the apps that still call such endpoints, by their calls."
            .to_owned()
    });
    deprecated.into_iter().chain(normalized(body)).collect()
}

/// From 2026-09 on, a write may succeed with other values than were sent: a date in another form, for example.
fn normalized(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let is_it = |warning: &&Value| warning["category"] == "PROPERTY_VALUE_NORMALIZED";
    let changed = body["warnings"].as_array()?.iter().filter(is_it);
    let name = |warning: &Value| {
        let name = &warning["context"]["propertyName"];
        name.as_str().or_else(|| name[0].as_str()).map(str::to_owned)
    };
    let names: Vec<String> = changed.filter_map(name).collect();
    let of = names.join(", ");
    (!names.is_empty()).then(|| format!("HubSpot took another value than was sent, in its own form: {of}."))
}

#[cfg(test)]
mod tests {
    use super::notes;

    #[test]
    fn a_deprecated_endpoint_is_told() {
        assert!(notes(["date"].into_iter(), b"{}").is_empty());
        assert!(notes(["X-HubSpot-API-Deprecated"].into_iter(), b"<html>")[0].contains("deprecated"));
    }

    #[test]
    fn a_deprecated_endpoint_is_told_to_be_counted_by_hubspot_from_calls() {
        let told = notes(["X-HubSpot-API-Deprecated"].into_iter(), b"{}");
        assert!(told[0].contains("developer home") && told[0].contains("by their calls"), "{told:?}");
    }

    #[test]
    fn a_value_that_hubspot_changed_is_told_by_its_property() {
        let body = br#"{"id":"1","warnings":[{"category":"OTHER"},{"category":"PROPERTY_VALUE_NORMALIZED",
            "context":{"propertyName":["birthdate"]}},{"category":"PROPERTY_VALUE_NORMALIZED",
            "context":{"propertyName":"closedate"}}]}"#;
        let told = notes(std::iter::empty(), body);
        assert!(told[0].ends_with("birthdate, closedate."), "{told:?}");
        assert!(notes(std::iter::empty(), br#"{"warnings":[{"category":"OTHER"}]}"#).is_empty());
    }
}
