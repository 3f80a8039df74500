//! What the catalogue tells of calls beside their scopes.

use portalscope_catalog::{Catalog, Certainty, OperationNote};

fn notes(method: &str, path: &str) -> Vec<&'static OperationNote> {
    Catalog::bundled()
        .resolve(method, path)
        .unwrap_or_else(|| panic!("{path} is known"))
        .operation
        .notes()
        .collect()
}

/// The only note of a call, which nobody but others reports.
fn note(method: &str, path: &str) -> &'static OperationNote {
    let [note] = notes(method, path)[..] else { panic!("{path} has one note") };
    assert!(note.certainty == Certainty::Reported && !note.source.is_empty());
    note
}

#[test]
fn hubdb_refuses_users_tokens_of_apps_with_static_auth() {
    for path in ["/cms/v3/hubdb/tables", "/cms/hubdb/2026-03/tables", "/cms/hubdb/2026-09/tables/7"] {
        let note = note("GET", path);
        assert_eq!(note.status, Some(401));
        assert!(note.text.contains("static auth"), "{path}");
    }
    assert!(notes("GET", "/crm/objects/2026-03/contacts").is_empty());
}

#[test]
fn reads_of_workflows_fail_for_reasons_not_all_known_and_version_3_shows_the_first_branch_only() {
    assert_eq!(note("GET", "/automation/v4/flows/7").status, Some(403));
    assert!(note("GET", "/automation/2026-09-beta/flows").text.contains("Sensitive data"));
    assert!(note("GET", "/automation/v3/workflows/7").text.contains("first branch"));
}

#[test]
fn custom_channels_are_not_for_legacy_private_apps() {
    for path in
        ["/conversations/v3/custom-channels/7/channel-accounts", "/conversations/custom-channels/2026-03/7"]
    {
        let text = &note("GET", path).text;
        assert!(
            text.contains("Legacy private apps") && text.contains("Professional or Enterprise"),
            "{text}"
        );
    }
}

#[test]
fn classic_crm_cards_have_their_dates() {
    for path in ["/crm/v3/extensions/cards/7", "/crm/extensions/cards-dev/2026-03/7"] {
        let text = &note("GET", path).text;
        assert!(text.contains("2026-10-31") && text.contains("2026-12-01"), "{text}");
    }
}

#[test]
fn the_webhooks_journal_names_files_that_are_fetched_without_the_token() {
    let notes = notes("GET", "/webhooks-journal/journal-local/2026-09/earliest");
    let text = notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join(" ");
    for told in
        ["client credentials", "without Authorization", "three days", "10,000", "100 calls", "4-1909196"]
    {
        assert!(text.contains(told), "{told}");
    }
}

#[test]
fn associations_and_events_have_limits_of_their_own() {
    for path in [
        "/crm/associations/2026-03/contacts/companies/batch/read",
        "/crm/v4/associations/contacts/companies/batch/read",
    ] {
        let limits = notes("POST", path).into_iter().find(|note| note.status == Some(429)).unwrap();
        assert!(limits.text.contains("1,000 inputs to read and 2,000 to create"), "{path}");
        assert!(limits.text.contains("500,000"), "{path}");
    }
    let v4 = notes("GET", "/crm/v4/objects/contacts/7/associations/companies");
    assert!(v4.iter().any(|note| note.text.contains("without rate limit headers")));
    for path in ["/events/v3/send", "/events/2026-03/send/batch"] {
        assert!(note("POST", path).text.contains("1,250 events a second, and 500"), "{path}");
    }
}

#[test]
fn webhooks_are_repeated_and_may_come_twice() {
    for path in ["/webhooks/v3/7/subscriptions", "/webhooks/2026-03/7/subscriptions"] {
        let text = &note("GET", path).text;
        for told in ["ten times", "24 hours", "five seconds", "twice"] {
            assert!(text.contains(told), "{told}: {text}");
        }
    }
}

#[test]
fn workflows_have_a_beta_as_successor() {
    for (path, next) in [
        ("/automation/v3/workflows", "/automation/2026-09-beta/flows"),
        ("/automation/v3/workflows/7", "/automation/2026-09-beta/flows/{flowId}"),
    ] {
        let found = Catalog::bundled().resolve("GET", path).unwrap();
        assert_eq!(found.operation.successor().as_deref(), Some(next));
    }
    assert!(Catalog::bundled().resolve("GET", "/automation/2026-03/flows").is_none());
}

#[test]
fn where_hubspot_names_two_dates_both_are_told_and_the_earlier_counts() {
    let v4 = Catalog::bundled().resolve("GET", "/crm/v4/objects/deals/1/associations/contacts").unwrap();
    let sunset = v4.operation.sunset().unwrap();
    let other = sunset.other.as_ref().unwrap();
    assert_eq!((sunset.date.as_str(), other.date.as_str()), ("2027-03-30", "2027-09"));
    assert!(!sunset.source.is_empty() && sunset.source != other.source);
}
