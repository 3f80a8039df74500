//! Where several causes fit, and what makes one certain.

use portalscope_diagnosis::{
    Cause,
    CauseCertainty::{Certain, Possible},
};
use serde_json::json;

use crate::cases::{api, expect, missing};
use crate::{diagnosed, first};

#[test]
fn where_several_causes_fit_all_are_named_and_none_is_certain() {
    let found = diagnosed(&api(
        "POST",
        "/crm/objects/2026-03/contacts",
        409,
        &json!({ "message": "Contact already exists. Existing ID: 512" }),
    ));
    let labels: Vec<Cause> = found.causes.iter().map(|cause| cause.label).collect();
    assert!(labels.contains(&Cause::ContactExists) && labels.contains(&Cause::SearchIndexLag), "{labels:?}");
    assert!(found.causes.iter().all(|cause| cause.certainty == Possible && cause.next_check.is_some()));
    let nothing = diagnosed(&json!({ "request": {}, "response": {} }));
    assert!(nothing.cannot_tell && !nothing.unknown.is_empty(), "{nothing:?}");
}

#[test]
fn scopes_that_hubspot_told_make_a_missing_one_certain() {
    let mut case =
        api("GET", "/crm/objects/2026-03/companies", 403, &missing(&["crm.objects.companies.read"]));
    case["request"]["granted_scopes"] = json!(["oauth", "crm.objects.contacts.read"]);
    expect(&case, "scope-not-granted", Possible);
    let mut known = portalscope_diagnosis::Case::from_json(&case).unwrap();
    known.known.has_observed_scopes = true;
    let found =
        portalscope_diagnosis::diagnose(&known, portalscope_catalog::Catalog::bundled(), crate::TODAY);
    assert_eq!((first(&found), found.causes[0].certainty), ("scope-not-granted", Certain));
    case["request"]["granted_scopes"] = json!(["oauth", "crm.objects.companies.read"]);
    expect(&case, "scope-propagation-delay", Possible);
}
