//! The scopes for what a person says an app must do.

use portalscope_catalog::{Call, Catalog, CredentialKind, ScopeProposal};

fn propose(sentence: &str) -> ScopeProposal {
    Catalog::bundled().propose(sentence, CredentialKind::Oauth)
}

fn names(proposal: &ScopeProposal, required: bool) -> Vec<&str> {
    let fitting = proposal.scopes.iter().filter(|scope| scope.required == required);
    fitting.map(|scope| scope.scope.as_str()).collect()
}

#[test]
fn to_sync_deals_and_notes_takes_reading_and_writing_of_both() {
    let proposal = propose("our app must sync deals and notes");
    let wanted = [
        "oauth",
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.deals.read",
        "crm.objects.deals.write",
    ];
    assert_eq!(names(&proposal, true), wanted);
    assert!(proposal.not_understood.is_empty() && proposal.impossible.is_empty());
    let deals = proposal.scopes.iter().find(|scope| scope.scope == "crm.objects.deals.write");
    assert_eq!(
        deals.map(|scope| scope.because.clone()),
        Some(vec!["Update a deal".into(), "Create a deal".into()])
    );
}

#[test]
fn to_read_takes_no_scope_for_writing() {
    let proposal = propose("read contacts and companies");
    assert_eq!(names(&proposal, true), ["oauth", "crm.objects.companies.read", "crm.objects.contacts.read"]);
}

#[test]
fn what_the_app_can_do_without_is_optional() {
    let proposal = propose("It reads contacts. Optionally it creates tickets");
    assert_eq!(names(&proposal, true), ["oauth", "crm.objects.contacts.read"]);
    assert_eq!(names(&proposal, false), ["crm.objects.tickets.write"]);
}

#[test]
fn other_things_than_records_are_understood_too() {
    for (sentence, scope) in [
        ("read forms", "forms"),
        ("list owners", "crm.objects.owners.read"),
        ("upload files", "files.write"),
        ("send transactional emails", "transactional-email"),
        ("manage lists", "crm.lists.read"),
    ] {
        let proposal = propose(sentence);
        assert!(names(&proposal, true).contains(&scope), "{sentence}: {proposal:#?}");
    }
}

#[test]
fn what_is_not_understood_is_named() {
    let proposal = propose("sync deals and water the plants");
    assert_eq!(proposal.not_understood, ["water the plants"]);
    assert!(proposal.markdown.contains("Not understood, so not covered: water the plants."));
    assert_eq!(propose("hello").scopes, []);
}

#[test]
fn a_static_token_has_no_oauth_scope() {
    let proposal = Catalog::bundled().propose("read deals", CredentialKind::PrivateApp);
    assert_eq!(names(&proposal, true), ["crm.objects.deals.read"]);
    assert!(proposal.plain.contains("private app"));
}

#[test]
fn chosen_calls_are_told_in_the_same_way() {
    let calls = [Call { method: "GET".into(), path: "/crm/objects/2026-03/deals".into() }];
    let proposal = Catalog::bundled().propose_for(&calls, CredentialKind::Oauth);
    assert_eq!(names(&proposal, true), ["oauth", "crm.objects.deals.read"]);
}

#[test]
fn a_colleague_is_told_why_and_where() {
    insta::assert_snapshot!(propose("read deals, if possible create tasks").markdown);
    insta::assert_snapshot!("plain", propose("read deals, if possible create tasks").plain);
}

#[test]
fn a_misspelt_scope_is_told_with_the_one_that_was_meant() {
    let typed = ["crm.object.tickets.read", "crm.objects.deals.read", "offline_access", "rocket.launch"];
    let slips = Catalog::bundled().scope_slips(&typed.map(str::to_owned));
    let told: Vec<(&str, Option<&str>)> =
        slips.iter().map(|slip| (slip.name.as_str(), slip.meant.as_deref())).collect();
    let meant = Some("crm.objects.tickets.read");
    assert_eq!(told, [("crm.object.tickets.read", meant), ("offline_access", None), ("rocket.launch", None)]);
}
