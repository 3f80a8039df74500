//! Lists of calls as people paste them.

use portalscope_catalog::{Catalog, LineFault, LineOutcome, ReadList};
use proptest::prelude::*;

fn read(text: &str) -> ReadList {
    Catalog::bundled().read_list(text, &str::to_owned)
}

/// `METHOD path` of all calls understood.
fn calls(text: &str) -> Vec<String> {
    read(text).calls().iter().map(|call| format!("{} {}", call.method, call.path)).collect()
}

fn fault(line: &str) -> (LineFault, String) {
    match &read(line).lines[0].outcome {
        LineOutcome::NotUnderstood { code, reason } => (*code, reason.clone()),
        other => panic!("{line}: {other:?}"),
    }
}

const CONTACT: &str = "GET /crm/v3/objects/contacts/123";

#[test]
fn a_call_is_understood_however_it_is_written() {
    for line in [
        "GET /crm/v3/objects/contacts/123",
        "get /crm/v3/objects/contacts/123",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/123?properties=email&limit=5",
        "GET https://user:pass@api-eu1.hubapi.com/crm/v3/objects/contacts/123/",
        "- GET /crm/v3/objects/contacts/123",
        "* `GET /crm/v3/objects/contacts/123`",
        "12. GET /crm/v3/objects/contacts/123 - reads a contact",
        "3) **GET** `/crm/v3/objects/contacts/123`.",
        "| GET | `/crm/v3/objects/contacts/123` | Read a contact |",
        "\"GET\",\"/crm/v3/objects/contacts/123\",\"Read, then go on\"",
        "/crm/v3/objects/contacts/123;GET",
        "GET\t/crm/v3/objects/contacts/123\t200",
        "GET {{baseUrl}}/crm/v3/objects/contacts/123",
        "GET $HUBSPOT/crm/v3/objects/contacts/123",
        "GET api.hubapi.com/crm/v3/objects/contacts/123",
        "[GET](/crm/v3/objects/contacts/123)",
        "We GET https://api.hubapi.com/crm/v3/objects/contacts/123, see https://example.com/docs",
    ] {
        assert_eq!(calls(line), [CONTACT], "{line}");
    }
}

#[test]
fn parameters_may_be_written_in_the_ways_of_other_tools() {
    let expected = ["PATCH /crm/v3/objects/contacts/{id}"];
    for line in [
        "PATCH /crm/v3/objects/contacts/{id}",
        "PATCH /crm/v3/objects/contacts/:id",
        "PATCH /crm/v3/objects/contacts/<id>",
        "PATCH {{host}}/crm/v3/objects/contacts/{{id}}",
    ] {
        assert_eq!(calls(line), expected, "{line}");
    }
}

#[test]
fn curl_commands_give_their_method_and_nothing_of_their_headers_and_bodies() {
    let cases = [
        ("curl https://api.hubapi.com/crm/v3/objects/contacts/123", CONTACT),
        (
            "$ curl -s -H 'Authorization: Bearer x' 'https://api.hubapi.com/crm/v3/objects/contacts/123?a=b'",
            CONTACT,
        ),
        (
            "curl -XPATCH https://api.hubapi.com/crm/v3/objects/contacts/123 -d '{}'",
            "PATCH /crm/v3/objects/contacts/123",
        ),
        (
            "curl https://api.hubapi.com/crm/v3/objects/deals --data-raw '{\"a\": \"/crm/v3/owners\"}'",
            "POST /crm/v3/objects/deals",
        ),
        (
            "curl --request=DELETE --url=https://api.hubapi.com/crm/v3/objects/deals/1",
            "DELETE /crm/v3/objects/deals/1",
        ),
        ("curl -G -d limit=1 https://api.hubapi.com/crm/v3/owners", "GET /crm/v3/owners"),
        ("curl.exe --json '{}' https://api.hubapi.com/crm/v3/objects/deals", "POST /crm/v3/objects/deals"),
    ];
    for (line, expected) in cases {
        assert_eq!(calls(line), [expected], "{line}");
    }
}

#[test]
fn a_curl_command_over_several_lines_is_one_line_of_the_list() {
    let text = "curl --location \\\n  'https://api.hubapi.com/crm/v3/objects/deals' \\\n  --header 'A: b' \\\n  --data '{}'\n\nGET /crm/v3/owners";
    let list = read(text);
    assert_eq!(list.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 6]);
    assert_eq!(calls(text), ["POST /crm/v3/objects/deals", "GET /crm/v3/owners"]);
}

#[test]
fn a_path_alone_stands_for_all_methods_known_there() {
    assert_eq!(
        calls("/crm/v3/objects/contacts"),
        ["GET /crm/v3/objects/contacts", "POST /crm/v3/objects/contacts"]
    );
    assert_eq!(calls("/calling/v1/dispositions"), ["GET /calling/v1/dispositions"]);
}

#[test]
fn several_paths_of_a_line_share_its_only_method() {
    assert_eq!(
        calls("GET /crm/v3/owners, /crm/v3/objects/deals"),
        ["GET /crm/v3/owners", "GET /crm/v3/objects/deals"]
    );
    assert_eq!(
        calls("GET /crm/v3/owners and POST /crm/v3/objects/deals"),
        ["GET /crm/v3/owners", "POST /crm/v3/objects/deals"]
    );
}

#[test]
fn comments_headings_and_separator_rows_of_tables_are_ignored() {
    let text =
        "# Calls\n// later: GET /crm/v3/owners\n| Method | Path |\n|---|:--|\n```http\nmethod,path,title\n";
    let list = read(text);
    assert_eq!(list.lines.len(), 6);
    assert!(list.lines.iter().all(|line| line.outcome == LineOutcome::Nothing), "{list:?}");
}

#[test]
fn what_is_not_understood_says_why() {
    assert_eq!(fault("please read the contacts").0, LineFault::NoPath);
    let (code, reason) = fault("GET https://example.com/crm/v3/objects/contacts");
    assert_eq!((code, reason.contains("example.com")), (LineFault::OtherHost, true));
    assert_eq!(fault("GET https://api.hubapi.com.evil.example/crm/v3/owners").0, LineFault::OtherHost);
    assert_eq!(fault("GET /crm/v3/objecs/contacts").0, LineFault::UnknownPath);
    let (code, reason) = fault("PUT /crm/v3/objects/contacts");
    assert_eq!((code, reason.contains("GET, POST")), (LineFault::UnknownMethod, true));
    assert_eq!(fault(&format!("GET /{}", "a".repeat(30_000))).0, LineFault::TooLong);
}

#[test]
fn each_understood_call_names_its_operation() {
    let list = read("GET /crm/objects/2026-09/0-3/55");
    let LineOutcome::Calls { calls } = &list.lines[0].outcome else { panic!("{list:?}") };
    assert_eq!(calls[0].template, "/crm/objects/2026-03/deals/{dealId}");
    assert_eq!((calls[0].title.as_str(), calls[0].version.as_str()), ("Read a deal", "2026-09"));
}

#[test]
fn a_token_in_a_path_is_removed() {
    assert_eq!(calls("GET /oauth/v1/access-tokens/CJSPsecret"), ["GET /oauth/v1/access-tokens/{token}"]);
}

#[test]
fn a_call_that_is_in_the_list_twice_counts_once() {
    assert_eq!(calls("GET /crm/v3/owners\nget https://api.hubapi.com/crm/v3/owners"), ["GET /crm/v3/owners"]);
}

#[test]
fn a_huge_list_is_read_in_part_and_reports_where_it_stopped() {
    let many = read(&"GET /crm/v3/owners\n".repeat(6_000));
    assert_eq!(many.lines.len(), 5_000);
    assert!(many.skipped.as_deref().is_some_and(|reason| reason.contains("5001")), "{:?}", many.skipped);
    let long = read(&format!("GET /crm/v3/owners\n{}", "é".repeat(2_000_000)));
    assert_eq!(long.lines.len(), 2);
    assert!(long.skipped.as_deref().is_some_and(|reason| reason.contains("1 MB")));
    assert!(long.lines[1].text.len() < 200);
    assert_eq!(read("GET /crm/v3/owners\n\n\n").skipped, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_makes_reading_a_list_fail(text in "(\\PC{0,40}[\n\\\\'\"|`<]){0,12}") {
        let list = read(&text);
        prop_assert!(list.lines.len() <= text.lines().count());
    }

    #[test]
    fn every_operation_of_the_catalogue_is_read_back(at in any::<prop::sample::Index>()) {
        let operation = at.get(Catalog::bundled().operations());
        let line = format!("| {} | https://api.hubapi.com{} |", operation.method, operation.path);
        let list = read(&line);
        let LineOutcome::Calls { calls } = &list.lines[0].outcome else { panic!("{list:?}") };
        prop_assert_eq!(calls.len(), 1);
        let trimmed = operation.path.trim_end_matches('/');
        prop_assert_eq!(calls[0].template.trim_end_matches('/'), trimmed);
        prop_assert_eq!(calls[0].method.as_str(), operation.method);
    }
}
