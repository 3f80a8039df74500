//! Browsing the catalogue by product area and API.

use portalscope_catalog::Catalog;

#[test]
fn the_areas_count_every_operation_once() {
    let catalog = Catalog::bundled();
    let groups = catalog.groups();
    let total: u32 = groups.iter().map(|group| group.operations).sum();
    assert_eq!(total as usize, catalog.operations().len());
    for group in &groups {
        assert_eq!(group.operations, group.apis.iter().map(|api| api.operations).sum::<u32>());
        for api in &group.apis {
            let listed = catalog.operations_of(&group.name, &api.name, None);
            assert_eq!(listed.len(), api.operations as usize, "{} {}", group.name, api.name);
            for version in &api.versions {
                let listed = catalog.operations_of(&group.name, &api.name, Some(&version.name));
                assert_eq!(listed.len(), version.operations as usize);
            }
        }
    }
}

#[test]
fn the_outline_is_small_enough_to_ship_whole() {
    let json = serde_json::to_string(&Catalog::bundled().groups()).expect("serializes");
    assert!(json.len() < 40_000, "{}", json.len());
}

#[test]
fn the_newest_version_comes_first() {
    let catalog = Catalog::bundled();
    let groups = catalog.groups();
    let crm = groups.iter().find(|group| group.name == "CRM").expect("the CRM");
    let contacts = crm.apis.iter().find(|api| api.name == "Contacts").expect("contacts");
    let versions: Vec<&str> = contacts.versions.iter().map(|version| version.name.as_str()).collect();
    assert_eq!(versions.first(), Some(&"2026-03"));
    assert!(versions.contains(&"v3"));
    assert_eq!(catalog.operations_of("CRM", "Contacts", None)[0].version, "2026-03");
}

#[test]
fn an_area_that_does_not_exist_is_empty() {
    assert!(Catalog::bundled().operations_of("CRM", "Nothing", None).is_empty());
}
