//! Finding operations by template, path and URL.

use portalscope_catalog::{Catalog, Effect};

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
