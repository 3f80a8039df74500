//! Whatever is given, there is an answer and no panic.

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{Case, diagnose};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::TODAY;

#[path = "../checks/mod.rs"]
mod checks;

/// Pieces of what HubSpot and people write.
fn words() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "expired ",
        "9999999999999999999 day(s) ago",
        "requiredScopes",
        "[",
        "]",
        "{\"inputs\":[",
        "\"after\":",
        "Bearer ",
        "https://api.hubapi.com/",
        "crm/objects/2026-03/contacts",
        "://",
        "\u{a0}",
        "\\n\\\"",
        "’",
        "was not a valid long",
        "HTTP/1.1 ",
        "403",
        "«static-token#1»",
        "oauth/authorize?scope=",
        "property \"",
        "🙂",
        "\"date\":1234567890",
    ]);
    prop::collection::vec(prop_oneof![pieces.prop_map(str::to_owned), "\\PC{0,12}"], 0..40)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in words()) {
        checks::any(text.as_bytes());
    }

    #[test]
    fn any_document_has_an_answer(url in words(), body in words(), sent in words(), status in any::<u16>(), header in words(), value in words()) {
        let document = json!({
            "stage": "api",
            "request": { "method": "POST", "url": url, "body": sent, "headers": { header: value } },
            "response": { "status": status, "body": body },
        });
        let found = diagnose(&Case::from_json(&document).unwrap(), Catalog::bundled(), TODAY);
        for cause in found.causes {
            prop_assert!(!cause.evidence.is_empty(), "{} without evidence", cause.label);
        }
    }
}

#[test]
fn a_document_of_other_types_is_no_error() {
    for document in [json!({}), json!([]), json!(null), json!({ "request": 7, "response": "x" })] {
        assert!(Case::from_json(&document).is_none(), "{document}");
    }
    let odd = json!({ "stage": 7, "request": { "method": [], "url": {}, "headers": "x", "granted_scopes": 1 }, "response": { "status": "404", "body": [1] } });
    let case = Case::from_json(&odd).unwrap();
    assert_eq!(case.response.status, Some(404));
    assert_eq!(
        diagnose(&case, Catalog::bundled(), TODAY).causes.len(),
        diagnose(&case, Catalog::bundled(), TODAY).causes.len()
    );
    assert!(serde_json::from_value::<Value>(odd).is_ok());
}
