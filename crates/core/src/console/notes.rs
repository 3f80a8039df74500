//! What an answer says in passing: that the endpoint is deprecated, where it redirects to, that it is no JSON though it
//! says so, or that HubSpot took other values than were sent.

use portalscope_body::{BodyKind, ResponseBody};

use serde_json::Value;

use crate::console::view::ResponseHeader;

/// The header by which HubSpot marks deprecated endpoints. An endpoint without it may be deprecated all the same.
const DEPRECATED: &str = "x-hubspot-api-deprecated";

/// Sentences to show beside the answer. They may repeat what was sent: redact them. `start`: of the body.
pub(super) fn notes(
    status: u16,
    headers: &[ResponseHeader],
    start: &[u8],
    body: &ResponseBody,
) -> Vec<String> {
    let header = |name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    let deprecated = header(DEPRECATED).map(|_| {
        "HubSpot marks this endpoint as deprecated (header X-HubSpot-API-Deprecated). The scopes view names its successor. \
            HubSpot's developer home counts the apps that still call such endpoints, by their calls."
            .to_owned()
    });
    let redirects = (300..400).contains(&status).then(|| header("location")).flatten().map(|location| {
        format!(
            "The server redirects to {} (header Location). Portalscope does not follow: the token goes nowhere else.",
            location.value
        )
    });
    let says_json = header("content-type").is_some_and(|content| content.value.contains("json"));
    // Where it begins as JSON, the body's own note says at which place it is not.
    let is_other = says_json && body.kind == BodyKind::Text && body.note.is_empty();
    let other = is_other.then(|| {
        "The header Content-Type says JSON, but the body is none. Something on the way may have answered."
            .to_owned()
    });
    [deprecated, redirects, other].into_iter().flatten().chain(normalized(start)).collect()
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
    use portalscope_body::{BodyKind, ResponseBody};

    use crate::console::view::ResponseHeader;

    fn notes(status: u16, headers: &[(&str, &str)], start: &[u8], kind: BodyKind) -> Vec<String> {
        let header = |(name, value): &(&str, &str)| ResponseHeader {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        let headers: Vec<_> = headers.iter().map(header).collect();
        super::notes(
            status,
            &headers,
            start,
            &ResponseBody { kind, row_count: 0, line_count: 1, note: String::new() },
        )
    }

    #[test]
    fn a_deprecated_endpoint_is_told_to_be_counted_by_hubspot_from_calls() {
        assert!(notes(200, &[("date", "")], b"{}", BodyKind::Json).is_empty());
        let told = notes(200, &[("X-HubSpot-API-Deprecated", "true")], b"<html>", BodyKind::Text);
        assert!(told[0].contains("deprecated"), "{told:?}");
        assert!(told[0].contains("developer home") && told[0].contains("by their calls"), "{told:?}");
    }

    #[test]
    fn a_redirect_says_where_to_and_that_it_is_not_followed() {
        let told = notes(302, &[("location", "https://example.com/x")], b"", BodyKind::Empty);
        assert!(told[0].contains("redirects to https://example.com/x"), "{told:?}");
        assert!(notes(201, &[("location", "/contacts/7")], b"", BodyKind::Empty).is_empty());
    }

    #[test]
    fn a_text_that_is_called_json_is_told() {
        let json = [("content-type", "application/json;charset=utf-8")];
        assert!(notes(200, &json, b"<html>", BodyKind::Text)[0].contains("body is none"));
        assert!(notes(200, &json, b"{}", BodyKind::Json).is_empty());
        assert!(notes(200, &[("content-type", "text/html")], b"<html>", BodyKind::Text).is_empty());
    }

    #[test]
    fn a_value_that_hubspot_changed_is_told_by_its_property() {
        let body = br#"{"id":"1","warnings":[{"category":"OTHER"},{"category":"PROPERTY_VALUE_NORMALIZED",
            "context":{"propertyName":["birthdate"]}},{"category":"PROPERTY_VALUE_NORMALIZED",
            "context":{"propertyName":"closedate"}}]}"#;
        let told = notes(200, &[], body, BodyKind::Json);
        assert!(told[0].ends_with("birthdate, closedate."), "{told:?}");
        assert!(notes(200, &[], br#"{"warnings":[{"category":"OTHER"}]}"#, BodyKind::Json).is_empty());
    }
}
