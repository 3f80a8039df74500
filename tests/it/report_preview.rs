//! A report that is looked at before it is saved: its calls, and what can be taken out still.

use portalscope_core::{
    AppliedRule, ArrivedLink, CallRemoval, CommandError, Connection, Endpoint, ErrorCode, ReportChange,
    ReportChoice, ReportLink, ReportPreview,
};

use crate::test_app::{TestApp, draft};

/// Two calls, the second with a name in its query, and a report of them.
async fn reported(fixture: &TestApp) -> (Connection, ReportPreview) {
    let connection = fixture.connect().await;
    for path in ["/crm/v3/objects/contacts/1", "/crm/v3/objects/contacts/2?idProperty=Zaphodine"] {
        fixture.app.console.send(&connection.id, "r", &draft("GET", path, None)).await.unwrap();
    }
    let preview = fixture.app.reports.prepare(ReportChoice::of(connection.id.clone()), &|_| ()).unwrap();
    (connection, preview)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_masked_is_in_no_file_nor_in_the_list_of_calls() {
    let fixture = TestApp::new().await;
    let (_, preview) = reported(&fixture).await;
    let reports = &fixture.app.reports;
    assert!(reports.contains(&preview.id, "zaphodine").unwrap());
    let masked = reports.mask(&preview.id, "Zaphodine".to_owned(), &|_| ()).unwrap();
    assert_eq!(masked.masks, 1);
    assert!(masked.removed.iter().any(|one| one.rule == AppliedRule::Mask));
    assert!(!reports.contains(&masked.id, "zaphodine").unwrap());
    let calls = reports.calls(&masked.id, 1, 50).unwrap();
    assert!(!format!("{calls:?}").contains("Zaphodine"));
    let forgotten = ReportChange { forget_masks: true, ..ReportChange::default() };
    let shown = reports.change(&masked.id, forgotten, &|_| ()).unwrap();
    assert!(reports.contains(&shown.id, "Zaphodine").unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_left_out_can_be_put_back() {
    let fixture = TestApp::new().await;
    let (_, preview) = reported(&fixture).await;
    let reports = &fixture.app.reports;
    let before = reports.calls(&preview.id, 1, 50).unwrap();
    let last = before.rows.last().unwrap().clone();
    assert_eq!(last.query, "idProperty=Zaphodine");
    let without = ReportChange { left_out: Some(vec![last.id.clone()]), ..ReportChange::default() };
    let less = reports.change(&preview.id, without, &|_| ()).unwrap();
    assert_eq!((less.left_out, less.summary.calls), (1, preview.summary.calls - 1));
    assert!(!reports.contains(&less.id, "Zaphodine").unwrap());
    let after = reports.calls(&less.id, 1, 50).unwrap();
    assert_eq!((after.total, after.left_out[0].id.clone()), (before.total - 1, last.id));
    let whole = ReportChange { left_out: Some(Vec::new()), ..ReportChange::default() };
    let again = reports.change(&less.id, whole, &|_| ()).unwrap();
    assert_eq!(again.summary.calls, preview.summary.calls);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_handed_out_by_their_numbers_with_what_is_removed_of_each() {
    let fixture = TestApp::new().await;
    let (_, preview) = reported(&fixture).await;
    let reports = &fixture.app.reports;
    let all = reports.calls(&preview.id, 1, 50).unwrap();
    let part = reports.calls(&preview.id, all.total, 50).unwrap();
    assert_eq!((part.first, part.rows.len()), (all.total, 1));
    assert_eq!(part.rows[0], *all.rows.last().unwrap());
    let masked = reports.mask(&preview.id, "Zaphodine".to_owned(), &|_| ()).unwrap();
    let removals = reports.removals_of(&masked.id, all.total).unwrap();
    let of_address = |one: &CallRemoval| one.rule == AppliedRule::Mask && one.place == "address";
    assert!(removals.iter().any(of_address), "{removals:?}");
    // What was removed when the call was kept is told, too.
    assert!(removals.iter().any(|one| one.place == "request header Authorization"), "{removals:?}");
    assert!(reports.calls(&preview.id, all.total + 1, 50).unwrap().rows.is_empty());
    let gone = CommandError::from(reports.calls("none", 1, 1).unwrap_err());
    assert_eq!(gone.code, ErrorCode::ReportGone);
}

#[tokio::test(flavor = "multi_thread")]
async fn verdicts_are_told_of_the_endpoints_that_were_asked_for() {
    let fixture = TestApp::new().await;
    let (connection, _) = reported(&fixture).await;
    let endpoint = Endpoint { method: "GET".into(), path: "/crm/objects/2026-03/contacts".into() };
    let choice = ReportChoice { endpoints: Some(vec![endpoint]), ..ReportChoice::of(connection.id.clone()) };
    let preview = fixture.app.reports.prepare(choice, &|_| ()).unwrap();
    let said = preview.summary.sentences.join(" ");
    assert!(said.contains("Of 1 chosen endpoint"), "{said}");
    let none = ReportChoice { endpoints: Some(Vec::new()), ..ReportChoice::of(connection.id) };
    let preview = fixture.app.reports.prepare(none, &|_| ()).unwrap();
    assert!(!preview.summary.sentences.join(" ").contains("chosen endpoint"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_asks_for_a_report_waits_for_the_window_and_makes_none() {
    let fixture = TestApp::new().await;
    let asked =
        ReportLink { portal: Some("26041877".into()), period: None, note: Some("Ada, case 7".into()) };
    let text = fixture.app.links.to_report(&asked).unwrap();
    let link = text.lines().find(|line| line.starts_with("portalscope://")).unwrap();
    fixture.app.links.open(link);
    assert_eq!(fixture.app.links.take(), Some(ArrivedLink::Report { link: asked.clone() }));
    let with_secret =
        ReportLink { note: Some("use pat-na1-01234567-89ab-cdef-0123-456789abcdef".into()), ..asked };
    let refused = CommandError::from(fixture.app.links.to_report(&with_secret).unwrap_err());
    assert_eq!(refused.code, ErrorCode::LinkRefused);
}
