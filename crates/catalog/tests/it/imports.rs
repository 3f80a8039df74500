//! Importing HubSpot's OpenAPI files: what is read from them, and what is refused.

use std::io::Write;
use std::path::Path;

use portalscope_catalog::{
    Catalog, CredentialKind, FileOutcome, GrantedScopes, Import, SpecIndex, VerdictKind, is_index_host,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

const DATE: &str = "2026-11-22";
const TEAPOTS: &str = include_str!("../fixtures/specs/Kitchen/Teapots/Rollouts/99/2027-03/teapots.json");
const CONTACTS: &str = include_str!("../fixtures/specs/CRM/Contacts/Rollouts/424/2026-09/contacts.json");

fn empty() -> Import<'static> {
    Import::new(Catalog::bundled(), DATE)
}

/// The catalogue updated with all fixtures.
fn updated() -> Catalog {
    let mut import = empty();
    import.add_path(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/specs"));
    assert_eq!(import.files().len(), 5);
    for file in import.files() {
        assert!(matches!(file.outcome, FileOutcome::Taken { .. }), "{file:?}");
    }
    Catalog::with_update(&import.text()).expect("the import's own text is read back")
}

fn code(content: impl AsRef<[u8]>) -> String {
    let mut import = empty();
    import.add_file("a.json", content.as_ref());
    assert_eq!(import.operations(), 0, "nothing of a refused file is kept");
    match &import.files()[0].outcome {
        FileOutcome::Refused { code, reason, hint } => {
            assert!(!reason.is_empty() && !hint.is_empty());
            assert!(!reason.contains(|c: char| c.is_control()) && reason.len() < 400, "{reason}");
            code.clone()
        }
        taken @ FileOutcome::Taken { .. } => panic!("{taken:?}"),
    }
}

/// The invented file with one part replaced, by JSON pointer.
fn bent(pointer: &str, value: Value) -> String {
    let mut file: Value = serde_json::from_str(TEAPOTS).expect("a fixture");
    *file.pointer_mut(pointer).expect("a place in the fixture") = value;
    file.to_string()
}

fn verdict(catalog: &Catalog, method: &str, path: &str, granted: &str) -> VerdictKind {
    let granted = GrantedScopes::parse(granted);
    catalog.verdict(method, path, Some(&granted), CredentialKind::Oauth).kind
}

#[test]
fn a_new_api_is_read_with_all_its_facts() {
    let catalog = updated();
    let read = catalog.find("GET", "/kitchen/teapots/2027-03/teapots/{id}").expect("new");
    assert_eq!((read.group, read.api, read.version), ("Kitchen", "Teapots", "2027-03"));
    assert_eq!(read.title(), "Read a teapot");
    assert_eq!(read.source, "import of 2026-11-22 (rollout 99)");
    assert!(read.deprecated);
    let query: Vec<_> = read.query_parameters.iter().map(|p| (p.name, p.kind, p.required)).collect();
    assert_eq!(query, [("size", "integer", true), ("verbose", "boolean", false)]);
    assert_eq!(
        read.tiers.iter().map(|tier| (tier.product, tier.plan)).collect::<Vec<_>>(),
        [("service", "ENTERPRISE")]
    );
    assert_eq!(read.rate_limit_exemptions.len(), 1);
    let update = catalog.find("PATCH", "/kitchen/teapots/2027-03/teapots/{id}").expect("new");
    assert_eq!(update.content_types, ["application/json"]);
    assert_eq!(
        verdict(&catalog, "PATCH", "/kitchen/teapots/2027-03/teapots/1", "kitchen.teapots.write"),
        VerdictKind::Allowed
    );
    assert_eq!(
        verdict(&catalog, "GET", "/kitchen/teapots/2027-03/teapots/1", "kitchen"),
        VerdictKind::Allowed
    );
    assert_eq!(
        verdict(&catalog, "GET", "/kitchen/teapots/2027-03/teapots/1", "oauth"),
        VerdictKind::MissingScopes
    );
}

#[test]
fn a_gate_for_any_object_type_is_narrowed_and_a_bare_oauth_in_it_ignored() {
    let catalog = updated();
    let brew = |object: &str, granted: &str| {
        verdict(&catalog, "POST", &format!("/kitchen/teapots/2027-03/{object}/brew"), granted)
    };
    assert_eq!(brew("{objectType}", "oauth"), VerdictKind::DependsOnObjectType);
    assert_eq!(brew("deals", "oauth"), VerdictKind::MissingScopes);
    assert_eq!(brew("0-3", "crm.objects.deals.write"), VerdictKind::Allowed);
    let operation = catalog.find("POST", "/kitchen/teapots/2027-03/{objectType}/brew").expect("new");
    assert_eq!(operation.content_types, ["application/json", "multipart/form-data"]);
}

#[test]
fn records_written_as_any_object_type_are_those_of_the_files_type() {
    let catalog = updated();
    let tags = catalog.find("GET", "/crm/objects/2026-09/contacts/tags").expect("new");
    assert_eq!(tags.path, "/crm/objects/2026-09/contacts/tags");
    assert_eq!(
        verdict(&catalog, "GET", "/crm/objects/2026-09/contacts", "crm.objects.contacts.read"),
        VerdictKind::Allowed
    );
    let deals = catalog.find("GET", "/crm/objects/2026-09/deals").expect("still by substitution");
    assert_eq!(deals.version, "2026-03");
    assert_eq!(
        verdict(&catalog, "GET", "/crm/objects/2026-09/deals", "crm.objects.contacts.read"),
        VerdictKind::MissingScopes
    );
}

#[test]
fn a_file_that_states_less_removes_nothing() {
    let catalog = updated();
    let emails = "/crm/objects/2026-09/emails";
    let read = catalog.find("GET", emails).expect("imported");
    assert!(read.source.starts_with("import"));
    assert_eq!(verdict(&catalog, "GET", emails, "crm.objects.contacts.read"), VerdictKind::MissingScopes);
    assert_eq!(
        verdict(&catalog, "GET", emails, "crm.objects.contacts.read sales-email-read"),
        VerdictKind::Allowed
    );
    // The pair that this generator splits is joined again.
    assert_eq!(verdict(&catalog, "POST", emails, "sales-email-read"), VerdictKind::MissingScopes);
    // An internal scope where any token is enough.
    assert_eq!(verdict(&catalog, "GET", "/account-info/2026-09/details", "oauth"), VerdictKind::Allowed);
}

#[test]
fn the_apps_own_credential_is_known_in_both_generators_words() {
    let catalog = updated();
    for method in ["GET", "PUT"] {
        let kind = verdict(&catalog, method, "/webhooks/2026-09/7/settings", "oauth");
        assert_eq!(kind, VerdictKind::NeedsDeveloperCredential, "{method}");
    }
}

#[test]
fn another_format_than_json_is_named() {
    let utf16: Vec<u8> = "\u{feff}{\"openapi\": 3}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let formats: [(&[u8], &str); 6] = [
        (b"openapi: 3.0.1\ninfo:\n  title: Contacts\n", "YAML"),
        (b"# HubSpot\n---\nopenapi: 3.0.1\n", "YAML"),
        (b"<!DOCTYPE html><html>Not found</html>", "a web page or XML"),
        (b" \n", "empty"),
        (&utf16, "text in UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not text"),
    ];
    for (content, format) in formats {
        let mut import = empty();
        import.add_file("contacts.json", content);
        let FileOutcome::Refused { code, reason, .. } = &import.files()[0].outcome else {
            panic!("{format} was taken");
        };
        assert_eq!((code.as_str(), reason), ("import_other_format", &format!("it is {format}, not JSON")));
    }
}

#[test]
fn content_that_no_file_of_hubspots_has_is_refused_with_a_code() {
    assert_eq!(code("null"), "import_not_openapi");
    assert_eq!(code("5"), "import_not_openapi");
    assert_eq!(code("rubbish"), "import_malformed_json");
    assert_eq!(code("{\"openapi\": \"3.0.1\","), "import_malformed_json");
    assert_eq!(code("[]"), "import_not_openapi");
    assert_eq!(code("{\"name\": \"package\"}"), "import_not_openapi");
    assert_eq!(code("{\"swagger\": \"2.0\", \"paths\": {}}"), "import_not_openapi");
    assert_eq!(code(bent("/openapi", json!(3))), "import_wrong_type");
    assert_eq!(code(bent("/servers", json!([]))), "import_not_hubspot");
    for url in [
        "https://example.com",
        "http://api.hubapi.com",
        "https://api.hubapi.com.evil.example",
        "https://api.hubapi.com@evil.example",
        "https://api.hubapiqa.com",
    ] {
        assert_eq!(code(bent("/servers/0/url", json!(url))), "import_not_hubspot", "{url}");
    }
    assert_eq!(code(bent("/info/title", json!("Test Child Api"))), "import_not_hubspot");
    assert_eq!(code(bent("/paths", json!({}))), "import_no_operations");
    assert_eq!(code(bent("/paths", json!([]))), "import_wrong_type");
    assert_eq!(code(bent("/security", json!({"oauth2": []}))), "import_wrong_type");
    assert_eq!(
        code(bent("/components/parameters/Verbose", json!({"$ref": "#/components/parameters/Verbose"}))),
        "import_cyclic_reference"
    );
    assert_eq!(code(bent("/components/parameters", json!({}))), "import_missing_reference");
    let twice = TEAPOTS
        .replace("/kitchen/teapots/2027-03/{objectType}/brew", "/kitchen/teapots/2027-03/teapots/{teapotId}");
    assert_eq!(code(twice), "import_duplicate");
    let methods = TEAPOTS.replace("\"patch\":", "\"get\":");
    assert_eq!(code(methods), "import_duplicate");
}

#[test]
fn invalid_paths_and_names_are_refused() {
    for path in [
        "",
        "/",
        "kitchen",
        "//a",
        "/a/../b",
        "/a b",
        "/a\n[x | y | z | w]",
        "/a?b",
        "/{}",
        "/{a",
        "/a/{b}c",
        "/ä",
        &format!("/{}", "a".repeat(400)),
    ] {
        assert_eq!(code(bent("/paths", json!({path: {"get": {}}}))), "import_absurd_name", "{path:?}");
    }
    for title in ["", "a | b", "a]\n[b", "a\u{0}b", &"a".repeat(300)] {
        assert_eq!(code(bent("/info/title", json!(title))), "import_absurd_name", "{title:?}");
    }
    for scope in ["a|b", "a+b", "$set", "a b", "a\nb", ""] {
        assert_eq!(code(bent("/security/0/oauth2/0", json!(scope))), "import_absurd_name", "{scope:?}");
    }
    for name in ["a,b", "a:b", "a b", "a!"] {
        assert_eq!(
            code(bent("/components/parameters/Verbose/name", json!(name))),
            "import_absurd_name",
            "{name:?}"
        );
    }
}

#[test]
fn nested_and_huge_files_are_refused() {
    let deep =
        format!("{{\"openapi\": \"3.0.1\", \"info\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(["import_too_deep", "import_wrong_type"].contains(&code(deep).as_str()));
    let schema = format!("{}1{}", "{\"items\":".repeat(5_000), "}".repeat(5_000));
    let deep = TEAPOTS.replace("{\"type\": \"boolean\"}", &schema);
    assert_eq!(code(deep), "import_too_deep");
    assert_eq!(code(vec![b' '; 16_000_001]), "import_file_too_large");
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let mut import = empty();
    import.add_file("bad\u{7}.json", b"{");
    import.add_file("good.json", TEAPOTS.as_bytes());
    import.add_path(Path::new("/nowhere/at/all.json"));
    let codes: Vec<_> = import
        .files()
        .iter()
        .map(|file| match &file.outcome {
            FileOutcome::Taken { .. } => "taken".to_owned(),
            FileOutcome::Refused { code, .. } => code.clone(),
        })
        .collect();
    assert_eq!(codes, ["import_malformed_json", "taken", "import_unreadable"]);
    assert_eq!(import.files()[0].name, "bad.json");
    assert_eq!(import.operations(), 3);
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        archive.write_all(content).expect("content");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn an_archive_gives_its_json_files_and_nothing_else() {
    let archive = zipped(&[
        ("specs/Kitchen/Teapots/Rollouts/99/2027-03/teapots.json", TEAPOTS.as_bytes()),
        ("specs/README.md", b"text"),
        ("../../evil.json", b"{"),
        ("specs/CRM/Contacts/Rollouts/424/2026-09/contacts.json", CONTACTS.as_bytes()),
    ]);
    let mut import = empty();
    import.add_file("specs.zip", &archive);
    assert_eq!(import.files().len(), 3);
    assert_eq!(import.operations(), 6);
    let catalog = Catalog::with_update(&import.text()).expect("read back");
    assert_eq!(catalog.find("GET", "/kitchen/teapots/2027-03/teapots/{id}").expect("new").group, "Kitchen");
}

#[test]
fn an_archive_that_unpacks_to_far_too_much_is_refused_as_a_whole() {
    let bomb = zipped(&[("a.json", &vec![b' '; 15_000_000]), ("b.json", TEAPOTS.as_bytes())]);
    assert!(bomb.len() < 100_000);
    let mut import = empty();
    import.add_file("bomb.zip", &bomb);
    assert_eq!(import.files().len(), 1);
    assert!(
        matches!(&import.files()[0].outcome, FileOutcome::Refused { code, .. } if code == "import_zip_bomb")
    );
}

#[test]
fn a_broken_archive_is_refused() {
    let good = zipped(&[("a.json", TEAPOTS.as_bytes())]);
    assert_eq!(code(&good[..good.len() / 2]), "import_malformed_zip");
    assert_eq!(code(b"PK\x03\x04rubbish"), "import_malformed_zip");
}

#[test]
fn too_many_files_are_refused_with_one_report() {
    let names: Vec<String> = (0..5_100).map(|at| format!("{at}.json")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"{}"[..])).collect();
    let mut import = empty();
    import.add_file("many.zip", &zipped(&files));
    assert_eq!(import.files().len(), 5_001);
    let last = import.files().last().expect("a last one");
    assert!(matches!(&last.outcome, FileOutcome::Refused { code, .. } if code == "import_too_many_files"));
}

#[test]
fn two_files_of_one_operation_count_both() {
    let other = bent(
        "/paths/~1kitchen~1teapots~12027-03~1teapots~1{teapotId}/patch/security",
        json!([{"oauth2": ["kitchen.admin"]}]),
    );
    let mut import = empty();
    import.add_file("one.json", TEAPOTS.as_bytes());
    import.add_file("other.json", other.as_bytes());
    let catalog = Catalog::with_update(&import.text()).expect("read back");
    for granted in ["kitchen.admin", "kitchen.teapots.write"] {
        assert_eq!(
            verdict(&catalog, "PATCH", "/kitchen/teapots/2027-03/teapots/1", granted),
            VerdictKind::Allowed
        );
    }
}

#[test]
fn an_update_contains_no_prose() {
    let wordy = TEAPOTS.replace(
        "\"deprecated\": true,",
        "\"deprecated\": true, \"summary\": \"Some prose\", \"description\": \"Some prose\",",
    );
    let mut import = empty();
    import.add_file("a.json", wordy.as_bytes());
    assert!(import.operations() > 0 && !import.text().contains("prose"));
}

#[test]
fn the_index_gives_addresses_on_hubspots_hosts_only() {
    let index = json!({"results": [{"name": "Teapots", "group": "Kitchen", "versions": [
        {"version": "2027-03", "stage": "GA", "openApi": "https://api.hubspot.com/public/api/spec/v1/specs/1", "requirements": {}},
        {"version": "2027-03-beta", "openApi": "https://api.hubspot.com.evil.example/x"},
        {"version": "v3", "openApi": "http://api.hubspot.com/x"},
        {"version": "v4", "openApi": "https://u:p@api.hubspot.com/x"},
        {"version": "v5", "openApi": "https://api.hubspot.com:8443/x"},
        {"version": "v6"}
    ]}]});
    let read = SpecIndex::parse(index.to_string().as_bytes()).expect("an index");
    assert_eq!((read.entries.len(), read.refused.len()), (1, 4));
    assert_eq!(read.entries[0].file_name(), "Kitchen/Teapots/Rollouts/-/2027-03/Teapots.json");
    assert!(is_index_host("api.hubspot.com") && !is_index_host("hubspot.com"));
    assert!(SpecIndex::ADDRESS.starts_with("https://api.hubspot.com/"));
    assert_eq!(SpecIndex::parse(b"{}").expect_err("no results").code(), "import_wrong_type");
    assert_eq!(SpecIndex::parse(b"{\"results\":").expect_err("cut").code(), "import_malformed_json");
}

#[test]
fn the_area_of_an_index_entry_is_the_area_of_its_operations() {
    let entry = portalscope_catalog::IndexEntry {
        group: "Kitchen".to_owned(),
        name: "Teapots".to_owned(),
        version: "2027-03".to_owned(),
        stage: String::new(),
        url: String::new(),
    };
    let mut import = empty();
    import.add_file(&entry.file_name(), TEAPOTS.as_bytes());
    assert!(
        import.text().contains("[Kitchen | Teapots | 2027-03 | import of 2026-11-22 |"),
        "{}",
        import.text()
    );
}

/// The text of an import is an update. If no file was imported, there is nothing to read.
fn reads_back(import: &Import) -> bool {
    import.operations() == 0 || Catalog::with_update(&import.text()).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_cut_file_is_refused(end in 0..TEAPOTS.trim_end().len()) {
        code(&TEAPOTS.as_bytes()[..end]);
    }

    /// Whatever is changed: refused, or read into a text that is read back.
    #[test]
    fn a_mutated_file_never_breaks_the_catalogue(
        changes in prop::collection::vec((0..TEAPOTS.len(), any::<u8>()), 1..6)
    ) {
        let mut file = TEAPOTS.as_bytes().to_vec();
        for (at, byte) in changes {
            file[at] = byte;
        }
        let mut import = empty();
        import.add_file("a.json", &file);
        prop_assert!(reads_back(&import));
    }

    #[test]
    fn a_value_of_another_type_anywhere_never_breaks_the_catalogue(
        at in any::<prop::sample::Index>(),
        value in prop::sample::select(vec![json!(null), json!(1), json!("a b|c]"), json!([]), json!({}), json!([[]]), json!({"$ref": "#/x"})])
    ) {
        let file: Value = serde_json::from_str(TEAPOTS).expect("a fixture");
        let mut places = Vec::new();
        pointers(&file, String::new(), &mut places);
        let mut import = empty();
        import.add_file("a.json", bent(&places[at.index(places.len())], value).as_bytes());
        prop_assert!(reads_back(&import));
    }

    #[test]
    fn a_mutated_archive_never_breaks_the_import(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut archive = zipped(&[("a.json", TEAPOTS.as_bytes()), ("b.json", CONTACTS.as_bytes())]);
        for (at, byte) in changes {
            let at = at.index(archive.len());
            archive[at] = byte;
        }
        let mut import = empty();
        import.add_file("a.zip", &archive);
        prop_assert!(reads_back(&import));
    }

    #[test]
    fn no_bytes_make_the_index_or_an_import_fail(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = SpecIndex::parse(&bytes);
        let mut import = empty();
        import.add_file("a", &bytes);
        prop_assert_eq!(import.files().len(), 1);
    }
}

/// JSON pointers to all values of a document.
fn pointers(value: &Value, here: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, format!("{here}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                pointers(value, format!("{here}/{at}"), found);
            }
        }
        _ => {}
    }
    if !here.is_empty() {
        found.push(here);
    }
}
