//! Searching as people type and paste.

use portalscope_catalog::Catalog;

/// The method and path must be among the first three.
fn found(text: &str, method: &str, path: &str) {
    let hits = Catalog::bundled().search(text, 3);
    let shown: Vec<String> = hits.iter().map(|op| format!("{} {}", op.method, op.path)).collect();
    assert!(shown.contains(&format!("{method} {path}")), "{text}: {shown:?}");
}

#[test]
fn what_people_type_and_paste_is_among_the_first_three() {
    let catalog = Catalog::bundled();
    let table = include_str!("../fixtures/searches.txt");
    let lines = table.lines().filter(|line| !line.starts_with("# ") && !line.starts_with("#  "));
    let (mut tried, mut wrong) = (0, Vec::new());
    for (typed, wanted) in lines.filter_map(|line| line.split_once(" => ")) {
        let hits: Vec<String> =
            catalog.search(typed, 3).iter().map(|op| format!("{} {}", op.method, op.path)).collect();
        if !wanted.split(" | ").any(|call| hits.iter().any(|hit| hit == call)) {
            wrong.push(format!("{typed}: {hits:?}"));
        }
        tried += 1;
    }
    assert!(tried > 250, "{tried}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// How many of the sayings in a table find a call with one of their titles among the first three, and which do not.
fn sayings(table: &'static str) -> (usize, Vec<String>) {
    let (mut met, mut missed) = (0, Vec::new());
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    for (typed, wanted) in lines.filter_map(|line| line.split_once(" => ")) {
        let hits = Catalog::bundled().search(typed, 3);
        if hits.iter().any(|hit| wanted.split(" | ").any(|title| title == hit.title())) {
            met += 1;
        } else {
            let shown: Vec<String> =
                hits.iter().map(|hit| format!("{} ({})", hit.title(), hit.version)).collect();
            missed.push(format!("{typed}: {shown:?}"));
        }
    }
    (met, missed)
}

#[test]
fn what_people_say_they_want_is_mostly_among_the_first_three() {
    let (met, missed) = sayings(include_str!("../fixtures/questions.txt"));
    assert!(met >= 72, "{met}: {missed:#?}");
}

#[test]
fn so_are_most_of_those_that_the_ranking_was_not_made_for() {
    let (met, missed) = sayings(include_str!("../fixtures/questions_held_back.txt"));
    assert!(met >= 52, "{met}: {missed:#?}");
}

#[test]
fn words_with_missing_or_swapped_letters_are_understood() {
    found("creat contct", "POST", "/crm/objects/2026-03/contacts");
    found("contatc search", "POST", "/crm/objects/2026-03/contacts/search");
    found("lsit companies", "GET", "/crm/objects/2026-03/companies");
    found(
        "assocations deals",
        "GET",
        "/crm/objects/2026-03/{objectType}/{objectId}/associations/{toObjectType}",
    );
}

#[test]
fn words_may_come_in_any_order() {
    found("deals batch read", "POST", "/crm/objects/2026-03/deals/batch/read");
    found("batch read deals", "POST", "/crm/objects/2026-03/deals/batch/read");
    found("ticket update", "PATCH", "/crm/objects/2026-03/tickets/{ticketId}");
}

#[test]
fn plain_words_find_the_newest_version_first() {
    let first = |text: &str| Catalog::bundled().search(text, 1).first().map(|op| (op.method, op.path));
    assert_eq!(first("list contacts"), Some(("GET", "/crm/objects/2026-03/contacts")));
    assert_eq!(first("search contacts"), Some(("POST", "/crm/objects/2026-03/contacts/search")));
    assert_eq!(first("create a deal"), Some(("POST", "/crm/objects/2026-03/deals")));
    assert_eq!(first("owners"), Some(("GET", "/crm/owners/2026-03")));
    assert_eq!(first("account details"), Some(("GET", "/account-info/2026-03/details")));
}

#[test]
fn a_pasted_path_or_url_finds_its_operation() {
    let contact = "/crm/v3/objects/contacts/{contactId}";
    found("/crm/v3/objects/contacts/123", "GET", contact);
    found("https://api.hubapi.com/crm/v3/objects/contacts/123?properties=email", "GET", contact);
    found("PATCH https://api.hubapi.com/crm/v3/objects/contacts/123", "PATCH", contact);
    found("/crm/objects/2026-09/0-3/55", "GET", "/crm/objects/2026-03/deals/{dealId}");
}

#[test]
fn part_of_a_path_and_a_scope_are_enough() {
    found("calling/v1", "GET", "/calling/v1/dispositions");
    found("dispositions", "GET", "/calling/v1/dispositions");
    found("engagements v1 create", "POST", "/engagements/v1/engagements");
    let scoped = Catalog::bundled().search("sales-email-read", 5);
    assert!(!scoped.is_empty() && scoped.iter().all(|op| op.path.contains("emails")), "{scoped:?}");
}

#[test]
fn object_type_ids_are_understood() {
    found("0-3 search", "POST", "/crm/objects/2026-03/deals/search");
}

#[test]
fn words_that_fit_nothing_find_nothing() {
    assert!(Catalog::bundled().search("zzzzqqqq", 10).is_empty());
}

#[test]
fn before_anything_is_typed_the_familiar_objects_come_first() {
    let first = Catalog::bundled().search(" ", 40);
    assert_eq!(first.len(), 40);
    assert_eq!((first[0].method, first[0].path), ("GET", "/crm/objects/2026-03/contacts"));
}

#[test]
fn other_words_for_the_same_act_find_it() {
    found("add a note", "POST", "/crm/objects/2026-03/notes");
    found("make company", "POST", "/crm/objects/2026-03/companies");
    found("edit deal", "PATCH", "/crm/objects/2026-03/deals/{dealId}");
    found("log an engagement", "POST", "/engagements/v1/engagements");
}
