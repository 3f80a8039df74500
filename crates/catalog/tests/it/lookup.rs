//! Finding operations by template, path and URL.

use portalscope_catalog::{Catalog, CredentialKind, Effect, Slip, VerdictKind};

fn template(method: &str, path: &str) -> Option<String> {
    Catalog::bundled().resolve(method, path).map(|found| found.operation.path.to_owned())
}

#[test]
fn a_concrete_path_resolves_to_its_template_with_the_values() {
    let found =
        Catalog::bundled().resolve("get", "https://api.hubapi.com/crm/v3/objects/contacts/123?limit=1");
    let found = found.expect("known");
    assert_eq!(found.operation.path, "/crm/v3/objects/contacts/{contactId}");
    assert_eq!(found.path_values, [("contactId".to_owned(), "123".to_owned())]);
    assert_eq!(found.version, "v3");
}

#[test]
fn literal_segments_win_over_parameters() {
    assert_eq!(
        template("POST", "/crm/v3/objects/contacts/search").as_deref(),
        Some("/crm/v3/objects/contacts/search")
    );
    assert_eq!(
        template("GET", "/cms/hubdb/2026-03/tables/draft").as_deref(),
        Some("/cms/hubdb/2026-03/tables/draft")
    );
    assert_eq!(template("GET", "/crm/v3/objects/contacts/search"), None);
}

#[test]
fn a_type_id_and_a_name_address_the_same_operation() {
    let catalog = Catalog::bundled();
    for version in ["/crm/v3/objects", "/crm/objects/2026-03"] {
        let by_id = catalog.resolve("GET", &format!("{version}/0-3/1")).expect("known").operation;
        let by_name = catalog.resolve("GET", &format!("{version}/deals/1")).expect("known").operation;
        assert_eq!(by_id, by_name);
        assert_eq!(catalog.find("GET", &format!("{version}/0-3/{{id}}")), Some(by_name));
    }
}

#[test]
fn a_later_release_falls_back_to_the_one_that_is_known() {
    let found = Catalog::bundled().resolve("GET", "/crm/objects/2026-09/contacts/1").expect("known");
    assert_eq!(found.operation.path, "/crm/objects/2026-03/contacts/{contactId}");
    assert_eq!(found.version, "2026-09");
    assert!(Catalog::bundled().find("POST", "/crm/objects/2026-09/contacts").is_some());
}

#[test]
fn operations_that_only_the_general_path_has_are_found_for_an_object_too() {
    let found = template("PUT", "/crm/v4/objects/contacts/1/associations/default/companies/2");
    assert!(found.is_some_and(|path| path.contains("/associations/default/")));
}

#[test]
fn a_file_path_may_contain_slashes() {
    let found =
        Catalog::bundled().resolve("GET", "/cms/v3/source-code/draft/content/my-theme/templates/a.html");
    let found = found.expect("known");
    assert_eq!(found.path_values[1].1, "my-theme/templates/a.html");
}

#[test]
fn methods_at_a_path_are_those_of_its_operations() {
    let catalog = Catalog::bundled();
    assert_eq!(catalog.methods_at("/crm/v3/objects/contacts/5"), ["DELETE", "GET", "PATCH"]);
    assert_eq!(catalog.methods_at("/crm/v3/objects/contacts/search"), ["POST"]);
    assert!(catalog.methods_at("/nowhere/at/all").is_empty());
}

#[test]
fn find_accepts_the_template_and_not_a_value() {
    let catalog = Catalog::bundled();
    assert!(catalog.find("GET", "/crm/v3/objects/contacts/{anything}").is_some());
    assert!(catalog.find("GET", "/crm/v3/objects/contacts/123").is_none());
}

#[test]
fn searches_and_batch_reads_are_reads() {
    let effect = |path: &str| Catalog::bundled().resolve("POST", path).map(|found| found.operation.effect);
    assert_eq!(effect("/crm/v3/objects/contacts/search"), Some(Effect::Read));
    assert_eq!(effect("/crm/v3/objects/contacts/batch/read"), Some(Effect::Read));
    assert_eq!(effect("/crm/v3/objects/contacts/batch/create"), Some(Effect::Write));
}

#[test]
fn a_version_from_v1_to_v4_may_be_at_either_place_and_is_shown_as_it_was_called() {
    for (method, called, own) in [
        ("GET", "/cms/v3/audit-logs", "/cms/audit-logs/v3"),
        ("GET", "/crm/objects/v3/contacts/{contactId}", "/crm/v3/objects/contacts/{contactId}"),
        ("POST", "/crm/v3/objects/deals/splits/batch/read", "/crm/objects/v3/deals/splits/batch/read"),
        (
            "GET",
            "/crm/v4/associations/definitions/configurations/all",
            "/crm/associations/v4/definitions/configurations/all",
        ),
    ] {
        let found = Catalog::bundled().resolve(method, called).expect(called);
        assert_eq!(found.operation.path.trim_end_matches('/'), own, "{called}");
        assert_eq!(found.template, called);
        assert_eq!(found.hubspot_template().as_deref(), Some(found.operation.path));
        let same = Catalog::bundled().resolve(method, own).expect(own);
        assert_eq!((same.operation, same.hubspot_template()), (found.operation, None));
        assert_eq!(Catalog::bundled().find(method, called), Some(found.operation));
    }
}

#[test]
fn both_places_of_a_version_are_one_operation_throughout_the_catalog() {
    let catalog = Catalog::bundled();
    let mut moved = 0;
    for operation in catalog.operations().iter().filter(|operation| operation.version.starts_with('v')) {
        let mut parts: Vec<&str> = operation.path.trim_end_matches('/').split('/').collect();
        let Some(at) = parts.iter().position(|part| *part == operation.version).filter(|at| *at < 4) else {
            continue;
        };
        let version = parts.remove(at);
        for place in (2..=4).filter(|place| *place != at && *place <= parts.len()) {
            let mut other = parts.clone();
            other.insert(place, version);
            if let Some(found) = catalog.find(operation.method, &other.join("/")) {
                assert_eq!(found, operation);
                moved += 1;
            }
        }
    }
    assert!(moved > 800, "{moved}");
}

#[test]
fn values_are_taken_from_the_spelling_that_was_called() {
    let found = Catalog::bundled().resolve("GET", "/cms/v3/url-redirects/7/").expect("known");
    assert_eq!(found.path_values, [("urlRedirectId".to_owned(), "7".to_owned())]);
    assert_eq!(found.template, "/cms/v3/url-redirects/{urlRedirectId}");
}

#[test]
fn a_documented_alias_is_the_same_operation() {
    let catalog = Catalog::bundled();
    for (called, own) in [
        ("/crm/v3/schemas", "/crm-object-schemas/v3/schemas"),
        ("/crm/v3/schemas/2-7", "/crm-object-schemas/v3/schemas/{objectType}"),
        ("/crm/v3/extensions/cards/7", "/crm/v3/extensions/cards-dev/{appId}"),
    ] {
        let found = catalog.resolve("GET", called).expect(called);
        assert_eq!(found.operation.path, own);
        assert_eq!(found.hubspot_template().as_deref(), Some(own));
    }
}

#[test]
fn a_dated_path_has_one_form_and_the_right_one_is_offered() {
    let catalog = Catalog::bundled();
    for (called, right) in [
        ("/crm/2026-03/objects/contacts", "/crm/objects/2026-03/contacts"),
        ("/crm/2026-09/objects/contacts/7", "/crm/objects/2026-09/contacts/{contactId}"),
        ("/2026-03/crm/objects/contacts", "/crm/objects/2026-03/contacts"),
        ("/cms/2026-03/url-redirects", "/cms/url-redirects/2026-03"),
    ] {
        assert_eq!(catalog.resolve("GET", called), None, "{called}");
        let near = catalog.near("GET", called).expect(called);
        assert_eq!((near.template.trim_end_matches('/'), near.slip), (right, Slip::PlaceOfDate));
        let verdict = catalog.verdict("GET", called, None, CredentialKind::Oauth);
        assert_eq!(verdict.kind, VerdictKind::UnknownOperation);
        assert!(verdict.sentence.contains(&near.sentence()), "{}", verdict.sentence);
    }
}

#[test]
fn a_version_is_known_at_no_third_place() {
    let catalog = Catalog::bundled();
    for called in
        ["/v3/crm/objects/contacts", "/crm/objects/contacts/v3", "/contacts/lists/v1/all/contacts/all"]
    {
        assert_eq!(catalog.resolve("GET", called), None, "{called}");
        assert_eq!(catalog.near("GET", called).map(|near| near.slip), Some(Slip::PlaceOfVersion), "{called}");
    }
    assert_eq!(catalog.near("GET", "/nowhere/v3/at/all"), None);
}

#[test]
fn capitals_count_in_a_path_and_the_small_letters_are_offered() {
    let catalog = Catalog::bundled();
    for (called, right) in [
        ("/CRM/v3/objects/contacts/7", "/crm/v3/objects/contacts/{contactId}"),
        ("/crm/V3/Objects/contacts", "/crm/v3/objects/contacts"),
        (
            "/contacts/v1/contact/createorupdate/email/A@b.example",
            "/contacts/v1/contact/createOrUpdate/email/{email}",
        ),
    ] {
        assert_eq!(catalog.resolve("GET", called), None, "{called}");
        let near = catalog.near("GET", called).expect(called);
        assert_eq!((near.template.as_str(), near.slip), (right, Slip::Capitals));
    }
    assert!(catalog.resolve("GET", "/crm/v3/objects/Contacts/7").is_some(), "an object type is a value");
}

#[test]
fn what_clients_of_the_last_years_call_is_known() {
    let lines = include_str!("../fixtures/client_paths.txt").lines().filter(|line| !line.starts_with('#'));
    let calls = lines.map(|line| line.split_once(' ').expect("a method and a path"));
    let unknown: Vec<_> =
        calls.filter(|(method, path)| Catalog::bundled().resolve(method, path).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
