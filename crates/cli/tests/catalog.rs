//! `portalscope-cli catalog` and `scopes` as a script uses them: one JSON document, or one error document.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::process::{Command, Output};

use serde_json::{Value, json};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portalscope-cli")).args(arguments).output().unwrap()
}

fn document(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn failure(arguments: &[&str]) -> Value {
    let output = run(arguments);
    assert!(!output.status.success());
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["error"]["message"].is_string() && document["error"]["hint"].is_string());
    document["error"].clone()
}

fn text(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn keys(value: &Value) -> Vec<&String> {
    value.as_object().unwrap().keys().collect()
}

#[test]
fn a_search_prints_operations_best_first() {
    let hits = document(&["catalog", "search", "creat contct", "--limit", "3"]);
    assert!(hits.as_array().unwrap().len() <= 3);
    assert_eq!(keys(&hits[0]), ["method", "path", "title", "group", "version", "deprecated"]);
    let is_create = |hit: &Value| hit["method"] == "POST" && hit["title"] == "Create a contact";
    assert!(hits.as_array().unwrap().iter().any(is_create), "{hits}");
}

#[test]
fn a_pasted_path_finds_its_operation_and_nonsense_finds_nothing() {
    let hits = document(&["catalog", "search", "/crm/v3/objects/contacts/123", "--limit", "1"]);
    assert_eq!(hits[0]["path"], "/crm/v3/objects/contacts/{contactId}");
    assert_eq!(document(&["catalog", "search", "qqqqzzzzxxxx"]), json!([]));
}

#[test]
fn show_prints_the_requirement_the_successor_and_the_sunset() {
    let shown = document(&["catalog", "show", "get", "/crm/v3/objects/emails/7"]);
    assert_eq!(shown["path"], "/crm/v3/objects/emails/{emailId}");
    assert_eq!(shown["requirement"]["any_of"], json!([["crm.objects.contacts.read", "sales-email-read"]]));
    assert_eq!(shown["successor"], "/crm/objects/2026-03/emails/{emailId}");
    assert_eq!(
        shown["sunset"],
        json!({
            "kind": "unsupported", "date": "2027-09", "source": "HubSpot's changelog of 2026-09-15", "other": null
        })
    );
    assert!(shown["source"].as_str().unwrap().starts_with("spec"));
    assert!(shown["tiers"].is_array());
    let stops = document(&["catalog", "show", "POST", "/oauth/v1/token"]);
    assert_eq!(
        stops["sunset"],
        json!({
            "kind": "stops", "date": "2027-02-16", "source": "HubSpot's changelog of 2026-05-12", "other": null
        })
    );
}

#[test]
fn show_prints_the_path_as_it_was_called_and_as_hubspots_file_has_it() {
    let shown = document(&["catalog", "show", "GET", "/cms/v3/audit-logs"]);
    assert_eq!(shown["path"], "/cms/v3/audit-logs");
    assert_eq!(shown["hubspot_path"], "/cms/audit-logs/v3");
    let same = document(&["catalog", "show", "GET", "/crm/v3/owners"]);
    assert_eq!(same["hubspot_path"], json!(null));
    let shown = text(&["catalog", "show", "GET", "/crm/v4/associations/definitions/configurations/all"]);
    assert!(shown.contains("/crm/associations/v4/definitions/configurations/all"), "{shown}");
    assert!(
        shown.contains("2027-03-30 (HubSpot's changelog of 2026-05-21; HubSpot's migration guide: 2027-09)")
    );
}

#[test]
fn a_path_in_another_form_is_unknown_and_the_right_one_is_offered() {
    for (called, right) in [
        ("/crm/2026-03/objects/contacts", "/crm/objects/2026-03/contacts"),
        ("/CRM/v3/objects/contacts", "/crm/v3/objects/contacts"),
    ] {
        let failed = failure(&["catalog", "show", "GET", called]);
        assert_eq!(failed["code"], "unknown_operation");
        assert!(failed["hint"].as_str().unwrap().contains(&format!("did you mean `{right}`?")), "{failed}");
    }
}

#[test]
fn check_prints_a_verdict_for_each_call_in_the_order_asked() {
    let calls = ["GET /crm/v3/objects/emails", "get /crm/v3/owners", "GET /nowhere"];
    let granted = "crm.objects.contacts.read crm.objects.owners.read";
    let checked = document(&[&["scopes", "check", "--granted", granted], &calls[..]].concat());
    assert_eq!(
        checked[0],
        json!({
            "method": "GET",
            "path": "/crm/v3/objects/emails",
            "verdict": "missing_scopes",
            "probable": false,
            "any_of": [["crm.objects.contacts.read", "sales-email-read"]],
            "missing": [["sales-email-read"]],
        })
    );
    assert_eq!(checked[1]["verdict"], "allowed");
    assert_eq!(checked[2]["verdict"], "unknown_operation");
}

#[test]
fn check_knows_the_kind_of_credential() {
    let by = |credential: &str| {
        let call = "GET /conversations/custom-channels/2026-03";
        document(&["scopes", "check", "--granted", "", "--credential", credential, call])[0]["verdict"]
            .clone()
    };
    assert_eq!(by("developer_key"), "allowed");
    assert_eq!(by("service_key"), "needs_developer_credential");
    let granted_unknown = document(&["scopes", "check", "GET /crm/v3/owners"]);
    assert_eq!(granted_unknown[0]["verdict"], "undeclared");
}

#[test]
fn solve_prints_the_scopes_the_reasons_and_what_is_impossible() {
    let [products, quotes, nowhere] =
        ["GET /crm/v3/objects/products", "GET /crm/v3/objects/quotes", "GET /nowhere"];
    assert_eq!(
        document(&["scopes", "solve", products, quotes, nowhere]),
        json!({
            "scopes": ["e-commerce"],
            "because": [{"scope": "e-commerce", "operations": [products, quotes]}],
            "impossible": [{"method": "GET", "path": "/nowhere", "verdict": "unknown_operation"}],
        })
    );
    let granted = "crm.objects.products.read, crm.objects.quotes.read";
    let solved = document(&["scopes", "solve", "--granted", granted, products, quotes]);
    assert_eq!(solved["scopes"], json!(["crm.objects.products.read", "crm.objects.quotes.read"]));
}

#[test]
fn people_get_tables() {
    assert!(text(&["catalog", "search", "list", "owners"]).contains("/crm/v3/owners"));
    assert!(text(&["catalog", "show", "GET", "/crm/v3/owners"]).contains("crm.objects.owners.read"));
    let checked = text(&["scopes", "check", "--granted", "", "GET /crm/v3/owners"]);
    assert!(checked.starts_with("missing_scopes  GET  /crm/v3/owners  add crm.objects.owners.read"));
    let solved = text(&["scopes", "solve", "--granted", "files", "GET /crm/v3/owners"]);
    assert!(solved.contains("needed      crm.objects.owners.read  GET /crm/v3/owners"), "{solved}");
    assert!(solved.contains("not needed  files"), "{solved}");
}

#[test]
fn what_cannot_be_read_is_an_error_document() {
    assert_eq!(failure(&["catalog", "show", "GET", "/nowhere", "--json"])["code"], "unknown_operation");
    let other_method = failure(&["catalog", "show", "PUT", "/crm/v3/owners"]);
    assert!(other_method["hint"].as_str().unwrap().contains("GET"));
    assert_eq!(failure(&["scopes", "check", "--granted", "", "contacts"])["code"], "bad_call");
    assert_eq!(failure(&["scopes", "solve", "--json"])["code"], "bad_arguments");
    assert_eq!(failure(&["scopes", "check", "--credential", "magic", "GET /a"])["code"], "bad_arguments");
}

#[test]
fn show_says_how_long_the_version_asked_for_is_supported() {
    let until = |path: &str| document(&["catalog", "show", "GET", path])["supported_until"].clone();
    assert_eq!(until("/crm/objects/2026-03/contacts"), "2027-09");
    assert_eq!(until("/crm/objects/2026-09/contacts"), "2028-03");
    assert_eq!(until("/crm/v3/objects/contacts"), Value::Null);
}

#[test]
fn show_has_plans_user_level_and_exemptions() {
    let search = document(&["catalog", "show", "POST", "/crm/objects/2026-03/contacts/search"]);
    assert_eq!(search["rate_limit_exemptions"], json!(["ten_secondly"]));
    let details = document(&["catalog", "show", "GET", "/account-info/2026-03/details"]);
    assert_eq!(details["user_level"], "public");
    assert_eq!(search["successor"], Value::Null);
    let actions = document(&["catalog", "show", "GET", "/automation/actions/2026-03/1"]);
    assert!(
        actions["tiers"].as_array().unwrap().contains(&json!({"product": "sales", "plan": "PROFESSIONAL"}))
    );
    assert_eq!(actions["requirement"]["kind"], "developer_credential");
    let general = document(&["catalog", "show", "GET", "/crm/v3/objects/{objectType}"]);
    assert_eq!(general["requirement"]["narrowed_by"], "record");
}

#[test]
fn check_knows_every_kind_of_verdict() {
    let verdict = |call: &str| {
        document(&["scopes", "check", "--granted", "oauth crm.objects.contacts.read", call])[0]["verdict"]
            .clone()
    };
    for (call, expected) in [
        ("GET /crm/v3/objects/contacts", "allowed"),
        ("GET /crm/v3/objects/deals", "missing_scopes"),
        ("GET /crm/v3/objects/{objectType}", "depends_on_object_type"),
        ("GET /webhooks/v3/1/subscriptions", "needs_developer_credential"),
        ("GET /forecast-settings/v3/forecast-types", "not_grantable"),
        ("GET /nowhere", "unknown_operation"),
        ("GET /crm/v3/objects/payments", "undeclared"),
    ] {
        assert_eq!(verdict(call), expected, "{call}");
    }
}

#[test]
fn consent_prints_what_would_be_refused_and_the_request_put_right() {
    let run = document(&[
        "scopes",
        "consent",
        "--required",
        "oauth crm.objects.contacts.read",
        "--optional",
        "tickets",
        "scope=oauth%20offline&optional_scope=tickets",
    ]);
    assert_eq!(run["outcome"], "refused");
    let codes: Vec<_> = run["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["required_not_asked", "made_up_name", "optional_may_be_dropped"]);
    let corrected = json!({"scope": ["oauth", "crm.objects.contacts.read"], "optional_scope": ["tickets"]});
    assert_eq!(run["corrected"], corrected);
    assert_eq!(failure(&["scopes", "consent", "--json", "a/b"])["code"], "scope_name_malformed");
    assert_eq!(failure(&["scopes", "consent", "--app", "/nowhere.json", "oauth"])["code"], "cannot_read");
    assert!(text(&["scopes", "consent", "--required", "oauth tickets", "oauth"]).starts_with("refused"));
}

#[test]
fn a_list_is_read_from_standard_input_and_nothing_pasted_is_repeated() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portalscope-cli"))
        .args(["scopes", "read", "-", "--json"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let pasted = b"# mine\ncurl https://api.hubapi.com/crm/v3/owners -H 'Authorization: Bearer hidden'\nhidden words\n";
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), pasted).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stdout).contains("hidden"));
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(list["lines"][0]["calls"][0]["path"], "/crm/v3/owners");
    assert_eq!((&list["lines"][1]["line"], &list["lines"][1]["code"]), (&json!(3), &json!("no_path")));
}

#[test]
fn import_shows_what_would_change_and_refuses_what_is_no_spec() {
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog/tests/fixtures/specs");
    let imported = document(&["catalog", "import", specs]);
    assert_eq!(imported["files"].as_array().unwrap().len(), 5);
    assert_eq!(imported["gone"], json!([]));
    let added: Vec<_> = imported["added"].as_array().unwrap().iter().map(|row| &row["title"]).collect();
    assert!(added.contains(&&json!("Read a teapot")), "{added:?}");
    assert!(text(&["catalog", "import", specs]).contains("0 gone, "));
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let refused = failure(&["catalog", "import", manifest]);
    assert_eq!(refused["code"], "nothing_imported");
    assert!(refused["message"].as_str().unwrap().contains("import_not_openapi"), "{refused}");
}

#[test]
fn what_practice_contradicts_is_told_as_probable() {
    let call = ["scopes", "check", "--granted", "oauth", "GET /events/v3/events"];
    let checked = &document(&call)[0];
    assert_eq!((&checked["verdict"], &checked["probable"]), (&json!("missing_scopes"), &json!(true)));
    assert!(text(&call).starts_with("probably missing_scopes  GET"));
    let certain = ["scopes", "check", "--granted", "oauth", "GET /crm/objects/2026-03/contacts"];
    assert_eq!(document(&certain)[0]["probable"], json!(false));
}

#[test]
fn show_tells_what_is_worth_knowing_beside_the_scopes() {
    let shown = document(&["catalog", "show", "post", "/events/v3/send"]);
    assert_eq!(shown["notes"][0]["certainty"], "reported");
    let shown = text(&["catalog", "show", "post", "/events/v3/send"]);
    assert!(shown.contains("\nnote        Up to 1,250 events a second"), "{shown}");
}

#[test]
fn propose_prints_the_scopes_for_what_an_app_must_do() {
    let proposed = document(&["scopes", "propose", "sync", "deals"]);
    let names: Vec<&str> =
        proposed["scopes"].as_array().unwrap().iter().filter_map(|scope| scope["scope"].as_str()).collect();
    assert_eq!(names, ["oauth", "crm.objects.deals.read", "crm.objects.deals.write"]);
    assert!(proposed["markdown"].as_str().unwrap().contains("| `crm.objects.deals.write` | required |"));
    assert_eq!(failure(&["scopes", "propose", "water the plants"])["code"], "not_understood");
}
