//! Applying updates to the bundled catalogue, and the differences shown before.

use portalscope_catalog::{Catalog, CatalogDiff, ChangedFact, Import, Operation};
use serde_json::{Value, json};

fn update_of(files: &[Value]) -> String {
    let mut import = Import::new(Catalog::bundled(), "2026-11-22");
    for file in files {
        import.add_file("a.json", file.to_string().as_bytes());
    }
    import.text()
}

fn spec(api: &str, version: &str, paths: &Value) -> Value {
    json!({
        "openapi": "3.0.1", "info": {"title": api, "version": version},
        "servers": [{"url": "https://api.hubapi.com"}], "paths": paths,
    })
}

fn diff(update: &str) -> CatalogDiff {
    Catalog::with_update(update).expect("an update").diff_from(Catalog::bundled())
}

/// A file with the catalogue's own facts about an API in one version, as a generator would write them.
fn as_published(api: &str, version: &str) -> Value {
    let belongs = |op: &&Operation| op.api == api && op.version == version;
    let mut paths = serde_json::Map::new();
    for operation in Catalog::bundled().operations().iter().filter(belongs) {
        let parameter = |p: &portalscope_catalog::Parameter| {
            let kind = match p.kind.strip_prefix("array<").and_then(|rest| rest.strip_suffix('>')) {
                Some(inner) => json!({"type": "array", "items": {"type": inner}}),
                None => json!({"type": p.kind}),
            };
            json!({"name": p.name, "in": "query", "required": p.required, "schema": kind})
        };
        let mut item = json!({
            "parameters": operation.query_parameters.iter().map(parameter).collect::<Vec<_>>(),
            "security": operation.declared_scopes().iter().map(|scopes| json!({"oauth2": scopes})).collect::<Vec<_>>(),
            "deprecated": operation.deprecated,
        });
        if operation.has_body {
            let content: serde_json::Map<_, _> =
                operation.content_types.iter().map(|kind| ((*kind).to_owned(), json!({}))).collect();
            item["requestBody"] = json!({"content": content});
        }
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.to_lowercase()] = item;
    }
    assert!(!paths.is_empty());
    spec(api, version, &Value::Object(paths))
}

#[test]
fn an_update_of_what_is_known_already_changes_nothing() {
    let total = u32::try_from(Catalog::bundled().operations().len()).expect("a small number");
    let nothing = diff(&update_of(&[]));
    assert_eq!(nothing, CatalogDiff { unchanged: total, ..CatalogDiff::default() });
    for (api, version) in
        [("Audit Logs", "2026-03"), ("Imports", "v3"), ("Properties", "2026-03"), ("Emails", "v3")]
    {
        let same = diff(&update_of(&[as_published(api, version)]));
        assert!(same.added.is_empty() && same.gone.is_empty(), "{api}: {same:?}");
        let requirement = |row: &portalscope_catalog::ChangedRow| {
            row.changes.iter().any(|change| change.fact == ChangedFact::Requirement)
        };
        assert!(!same.changed.iter().any(requirement), "{api}: {:?}", same.changed);
    }
}

#[test]
fn each_changed_fact_is_shown_before_and_after() {
    let mut file = as_published("Audit Logs", "2026-03");
    let operation = &mut file["paths"]["/account-info/2026-03/activity/login"]["get"];
    operation["security"] = json!([{"oauth2": ["account-info.log-ins.read"]}]);
    operation["deprecated"] = json!(true);
    operation["parameters"][0]["name"] = json!("since");
    let diff = diff(&update_of(&[file]));
    assert_eq!((diff.added.len(), diff.changed.len(), diff.gone.len()), (0, 1, 0), "{diff:?}");
    let row = &diff.changed[0];
    assert_eq!(row.operation.title, "List log-ins");
    let facts: Vec<_> = row.changes.iter().map(|change| change.fact).collect();
    assert_eq!(facts, [ChangedFact::Requirement, ChangedFact::Deprecated, ChangedFact::Parameters]);
    assert_eq!(row.changes[0].before, "account-info.security.read");
    assert_eq!(row.changes[0].after, "account-info.log-ins.read");
    assert_eq!(row.changes[2].after, "limit: integer, since: string, userId: integer");
}

#[test]
fn an_operation_is_gone_only_where_a_whole_version_of_its_api_was_brought() {
    let mut whole = as_published("Audit Logs", "2026-03");
    whole["paths"].as_object_mut().expect("paths").remove("/account-info/2026-03/activity/login");
    let replaced = diff(&update_of(&[whole]));
    assert_eq!(replaced.gone.len(), 1, "{replaced:?}");
    assert_eq!(replaced.gone[0].path, "/account-info/2026-03/activity/login");
    let mut part = as_published("Contacts", "2026-03");
    let paths = part["paths"].as_object_mut().expect("paths");
    let first = paths.keys().next().expect("a path").clone();
    paths.retain(|path, _| *path == first);
    assert!(diff(&update_of(&[part])).gone.is_empty());
    // Only the title in common.
    let namesake = spec("Audit Logs", "2026-03", &json!({"/tea/2026-03/pots": {"get": {}}}));
    let diff = diff(&update_of(&[namesake]));
    assert_eq!((diff.added.len(), diff.gone.len()), (1, 0));
}

#[test]
fn a_row_written_by_hand_remains_until_a_file_has_it() {
    let file = spec(
        "Calling V1",
        "v1",
        &json!({"/calling/v1/dispositions": {"get": {"security": [{"oauth2": ["calling.read"]}]}}}),
    );
    let catalog = Catalog::with_update(&update_of(&[file])).expect("an update");
    let operation = catalog.find("GET", "/calling/v1/dispositions").expect("known");
    assert!(operation.source.starts_with("import"));
    assert!(Catalog::bundled().find("GET", "/calling/v1/dispositions").expect("known").source == "by hand");
}

#[test]
fn updates_are_applied_in_order_and_omitting_one_undoes_it() {
    let path = "/kitchen/2027-03/pots";
    let with = |scope: &str| {
        update_of(&[spec("Pots", "2027-03", &json!({path: {"get": {"security": [{"oauth2": [scope]}]}}}))])
    };
    let (first, second) = (with("pots.read"), with("pots.all.read"));
    let scopes = |updates: &[&String]| {
        let catalog = Catalog::with_updates(updates.iter().map(|text| text.as_str())).expect("updates");
        catalog.find("GET", path).map(|op| op.declared_scopes().to_vec())
    };
    assert_eq!(scopes(&[&first, &second]), Some(vec![vec!["pots.all.read".to_owned()]]));
    assert_eq!(scopes(&[&first]), Some(vec![vec!["pots.read".to_owned()]]));
    assert_eq!(scopes(&[]), None);
}

#[test]
fn the_date_is_that_of_the_newest_facts() {
    let date = |text: &str| Catalog::with_update(text).expect("an update").date().to_owned();
    assert_eq!(date(&update_of(&[])), "2026-11-22");
    let bundled = Catalog::bundled().date();
    for older in ["date 2026-01-31\n", "date soon\n", "date 2026-12\n", ""] {
        assert_eq!(date(older), bundled, "{older}");
    }
    let bundled = Catalog::with_updates([]).expect("no update");
    assert_eq!(bundled.date(), Catalog::bundled().date());
    assert_eq!(bundled.operations(), Catalog::bundled().operations());
}

#[test]
fn the_successor_of_a_dated_version_is_a_newer_one_that_was_imported() {
    let version = |version: &str| {
        let path = format!("/crm/objects/{version}/contacts");
        update_of(&[spec("Contacts", version, &json!({path: {"get": {}}}))])
    };
    let (next, beta) = (version("2027-03"), version("2027-09-beta"));
    let catalog = Catalog::with_updates([next.as_str(), &beta]).expect("updates");
    let successor = |path: &str| catalog.find("GET", path).expect("known").successor();
    let newest = "/crm/objects/2027-03/contacts";
    assert_eq!(successor("/crm/objects/2026-03/contacts").as_deref(), Some(newest));
    assert_eq!((successor(newest), successor("/crm/objects/2027-09-beta/contacts")), (None, None));
    assert_eq!(successor("/crm/objects/2026-03/companies"), None, "nothing newer was brought of it");
}

#[test]
fn facts_that_a_file_omits_are_those_of_the_newest_version() {
    let labels = "{fromObjectType}/{toObjectType}/labels";
    let path = format!("/crm/associations/2027-03/{labels}");
    let update = update_of(&[spec("Associations", "2027-03", &json!({&path: {"get": {}}}))]);
    let catalog = Catalog::with_update(&update).expect("an update");
    let scopes = |path: &str| {
        let is_it = |op: &&Operation| op.method == "GET" && op.path == path;
        catalog.operations().iter().find(is_it).expect("known").declared_scopes().to_vec()
    };
    assert_eq!(scopes(&path), scopes(&format!("/crm/associations/2026-03/{labels}")));
    assert_ne!(
        scopes(&path),
        scopes(&format!("/crm/v4/associations/{labels}")),
        "the older version knows fewer"
    );
}

#[test]
fn imported_operations_are_found_searched_and_solved() {
    let file = spec(
        "Pots",
        "2027-03",
        &json!({"/kitchen/pots/2027-03/teapots": {"get": {"security": [{"oauth2": ["pots.read"]}]}}}),
    );
    let catalog = Catalog::with_update(&update_of(&[file])).expect("an update");
    assert_eq!(catalog.search("list teapots", 1)[0].path, "/kitchen/pots/2027-03/teapots");
    assert!(catalog.knows_scope("pots.read") && !Catalog::bundled().knows_scope("pots.read"));
    assert_eq!(catalog.groups().iter().filter(|group| group.name == "Imported").count(), 1);
}

#[test]
fn a_text_that_is_no_update_is_refused_with_its_line() {
    let error = Catalog::with_update("date 2026-11-22\nGET nowhere\n").expect_err("no path");
    assert_eq!((error.file.as_str(), error.line), ("update", 2));
    for text in ["GET /a scopes=|", "GET /a scopes=$none", "[a | b]", "GET /a magic", "$x"] {
        assert!(Catalog::with_update(text).is_err(), "{text}");
    }
}
