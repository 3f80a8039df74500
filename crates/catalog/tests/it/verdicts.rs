//! Kinds of verdicts, and their sentences.

use portalscope_catalog::{Catalog, CredentialKind, GrantedScopes, Verdict, VerdictKind};

fn verdict(method: &str, path: &str, granted: &str) -> Verdict {
    let granted = GrantedScopes::parse(granted);
    Catalog::bundled().verdict(method, path, Some(&granted), CredentialKind::Oauth)
}

fn by(credential: CredentialKind, method: &str, path: &str) -> VerdictKind {
    let granted = GrantedScopes::parse("oauth crm.objects.contacts.read");
    Catalog::bundled().verdict(method, path, Some(&granted), credential).kind
}

#[test]
fn a_granted_scope_allows_the_call_and_is_named() {
    let verdict = verdict("GET", "/crm/v3/objects/contacts/1", "oauth crm.objects.contacts.read");
    assert_eq!(verdict.kind, VerdictKind::Allowed);
    assert_eq!(verdict.satisfied_by, Some(vec!["crm.objects.contacts.read".to_owned()]));
    assert_eq!(verdict.sentence, "This connection may make this call.");
}

#[test]
fn one_missing_scope_is_named_plainly() {
    let verdict = verdict("POST", "/crm/v3/objects/contacts", "oauth crm.objects.contacts.read");
    assert_eq!(verdict.kind, VerdictKind::MissingScopes);
    assert_eq!(verdict.missing, [["crm.objects.contacts.write"]]);
    assert_eq!(verdict.sentence, "This call will be refused: one scope is missing.");
}

#[test]
fn of_two_required_scopes_only_the_missing_one_is_suggested() {
    let verdict = verdict("GET", "/crm/v3/objects/emails", "crm.objects.contacts.read");
    assert_eq!(verdict.missing, [["sales-email-read"]]);
}

#[test]
fn the_granular_scope_is_suggested_before_the_coarse_one() {
    let verdict = verdict("GET", "/crm/v3/objects/tickets", "oauth");
    assert_eq!(verdict.missing, [["crm.objects.tickets.read"], ["tickets"]]);
    assert_eq!(verdict.sentence, "This call will be refused: one scope is missing, and any of 2 would do.");
}

#[test]
fn a_coarse_scope_and_a_revised_name_are_enough() {
    assert_eq!(verdict("GET", "/crm/v3/pipelines/tickets", "tickets").kind, VerdictKind::Allowed);
    assert_eq!(
        verdict("GET", "/crm/v3/objects/2-1", "crm.objects.custom.read.v2").kind,
        VerdictKind::Allowed
    );
    assert_eq!(verdict("GET", "/cms/hubdb/2026-03/tables", "hubdb").kind, VerdictKind::Allowed);
}

#[test]
fn a_bare_oauth_does_not_open_what_also_names_other_scopes() {
    for path in
        ["/crm/objects/2026-03/deals", "/crm-object-schemas/v3/schemas/cars", "/crm/v3/objects/appointments"]
    {
        assert_eq!(verdict("GET", path, "oauth").kind, VerdictKind::MissingScopes, "{path}");
    }
}

#[test]
fn an_object_type_that_is_not_filled_in_decides() {
    let verdict = verdict("GET", "/crm/v3/objects/{objectType}", "crm.objects.contacts.read");
    assert_eq!(verdict.kind, VerdictKind::DependsOnObjectType);
    assert!(verdict.missing.is_empty());
    assert!(verdict.any_of.contains(&vec!["crm.objects.deals.read".to_owned()]));
}

#[test]
fn an_object_type_that_nobody_knows_is_not_guessed_at() {
    let verdict = verdict("GET", "/crm/v3/objects/unicorns", "crm.objects.contacts.read");
    assert_eq!(verdict.kind, VerdictKind::DependsOnObjectType);
}

#[test]
fn the_generic_path_and_the_objects_own_path_agree() {
    for (one, other) in [
        ("/crm/v3/objects/0-49", "/crm/v3/objects/emails"),
        ("/crm/objects/2026-03/ticket", "/crm/objects/2026-03/tickets"),
        ("/crm/objects/2026-09/0-421", "/crm/objects/2026-03/appointments"),
    ] {
        assert_eq!(verdict("GET", one, "").any_of, verdict("GET", other, "").any_of, "{one}");
    }
}

#[test]
fn the_apps_own_credential_is_told_apart() {
    let path = "/webhooks/v3/1234/subscriptions";
    assert_eq!(by(CredentialKind::Oauth, "GET", path), VerdictKind::NeedsDeveloperCredential);
    assert_eq!(by(CredentialKind::ServiceKey, "GET", path), VerdictKind::NeedsDeveloperCredential);
    assert_eq!(by(CredentialKind::DeveloperKey, "GET", path), VerdictKind::Allowed);
    assert_eq!(
        by(CredentialKind::DeveloperKey, "GET", "/crm/v3/objects/contacts"),
        VerdictKind::NotGrantable
    );
    let channels = "/conversations/v3/custom-channels/7";
    assert_eq!(by(CredentialKind::PrivateApp, "GET", channels), VerdictKind::NeedsDeveloperCredential);
}

#[test]
fn uninstalling_requires_an_oauth_token() {
    let path = "/appinstalls/2026-03/external-install";
    assert_eq!(by(CredentialKind::Oauth, "DELETE", path), VerdictKind::Allowed);
    assert_eq!(by(CredentialKind::PrivateApp, "DELETE", path), VerdictKind::NotGrantable);
}

#[test]
fn a_scope_that_no_app_can_be_granted_is_not_suggested() {
    let verdict = verdict("GET", "/forecast-settings/v3/forecast-types", "oauth");
    assert_eq!(verdict.kind, VerdictKind::NotGrantable);
    assert!(verdict.missing.is_empty() && !verdict.any_of.is_empty());
}

#[test]
fn unknown_granted_scopes_are_not_called_missing() {
    let catalog = Catalog::bundled();
    let verdict = catalog.verdict("GET", "/crm/v3/objects/contacts", None, CredentialKind::ServiceKey);
    assert_eq!(verdict.kind, VerdictKind::Undeclared);
    assert_eq!(verdict.any_of, [["crm.objects.contacts.read"]]);
    let details = catalog.verdict("GET", "/account-info/v3/details", None, CredentialKind::ServiceKey);
    assert_eq!(details.kind, VerdictKind::Allowed);
}

#[test]
fn an_operation_without_a_known_scope_says_so() {
    let verdict = verdict("GET", "/crm/v3/objects/payments", "oauth");
    assert_eq!(verdict.kind, VerdictKind::Undeclared);
    assert_eq!(verdict.sentence, "HubSpot does not say which scope this call needs.");
}

#[test]
fn an_unknown_call_names_the_methods_of_a_known_path() {
    assert_eq!(verdict("GET", "/crm/v9/nothing", "").kind, VerdictKind::UnknownOperation);
    let wrong_method = verdict("PUT", "/crm/v3/objects/contacts", "");
    assert_eq!(wrong_method.kind, VerdictKind::UnknownOperation);
    assert_eq!(wrong_method.sentence, "The catalogue knows this path, but only with GET, POST.");
}

#[test]
fn a_misspelled_object_type_is_reported_with_the_one_that_was_meant() {
    let verdict = |path: &str| {
        Catalog::bundled().verdict("GET", path, Some(&GrantedScopes::default()), CredentialKind::Oauth)
    };
    let slip = verdict("/crm/objects/2026-03/contcats/5");
    assert_eq!(slip.kind, VerdictKind::DependsOnObjectType);
    let said = "`contcats` is no object type of HubSpot's. Did you mean contacts? A custom object is written as 2-123 or p_contcats.";
    assert_eq!(slip.sentence, said);
    let custom = verdict("/crm/objects/2026-03/unicorns");
    assert_eq!(custom.kind, VerdictKind::DependsOnObjectType);
    let said =
        "`unicorns` is no object type of HubSpot's. A custom object is written as 2-123 or p_unicorns.";
    assert_eq!(custom.sentence, said);
}

#[test]
fn where_practice_contradicts_hubspots_file_the_verdict_says_both_and_neither_as_certain() {
    let (without, with) = ("crm.objects.contacts.read", "business-intelligence crm.objects.contacts.read");
    for path in
        ["/events/v3/events", "/events/event-occurrences/2026-03", "/events/event-occurrences/2026-09"]
    {
        let refused = verdict("GET", path, without);
        assert_eq!(
            (refused.kind, refused.missing[0].as_slice()),
            (VerdictKind::MissingScopes, &["business-intelligence".to_owned()][..])
        );
        let allowed = verdict("GET", path, with);
        assert_eq!(allowed.kind, VerdictKind::Allowed);
        assert!(refused.probable && allowed.probable);
        for said in [refused.sentence, allowed.sentence] {
            assert!(said.contains("probably"), "{said}");
            assert!(
                said.ends_with("Others report what it wants; by HubSpot's file any valid token will do."),
                "{said}"
            );
        }
    }
    assert_eq!(verdict("GET", "/events/v3/events/event-types", without).kind, VerdictKind::MissingScopes);
    let scores = verdict("GET", "/marketing/lead-scoring/2027-03-beta/score-values/object-history", with);
    assert_eq!((scores.kind, scores.probable), (VerdictKind::Undeclared, false));
    assert!(scores.sentence.contains("not certain") && scores.sentence.contains("any valid token"));
}

#[test]
fn the_scopes_that_a_refusal_of_events_names_are_no_help() {
    for scope in ["event-detail-read", "web-analytics-api-access"] {
        assert!(!portalscope_catalog::ScopeNames::bundled().is_grantable(scope), "{scope}");
    }
}

#[test]
fn whoever_changes_the_members_of_a_list_needs_to_read_lists_too() {
    for path in ["/crm/v3/lists/7/memberships/add", "/crm/lists/2026-03/7/memberships/remove"] {
        let missing = verdict("PUT", path, "crm.lists.write").missing;
        assert_eq!(missing, [["crm.lists.read"]], "{path}");
        assert_eq!(verdict("PUT", path, "crm.lists.read crm.lists.write").kind, VerdictKind::Allowed);
    }
}

#[test]
fn deal_pipelines_of_v1_are_read_with_the_scope_of_contacts_as_others_report() {
    let path = "/crm-pipelines/v1/pipelines/deals";
    assert_eq!(verdict("GET", path, "crm.objects.contacts.read").kind, VerdictKind::Allowed);
    assert_eq!(
        verdict("GET", "/crm-pipelines/v1/pipelines/tickets", "crm.objects.contacts.read").kind,
        VerdictKind::MissingScopes
    );
}

#[test]
fn what_hubspots_file_says_is_told_as_certain() {
    let path = "/crm/objects/2026-03/contacts";
    assert!(!verdict("GET", path, "crm.objects.contacts.read").probable);
    assert!(!verdict("GET", path, "oauth").probable);
    assert_eq!(VerdictKind::Allowed.probable_label(), "Probably allowed");
    assert_eq!(VerdictKind::MissingScopes.probable_label(), "Probably missing scopes");
    assert_eq!(VerdictKind::Undeclared.probable_label(), VerdictKind::Undeclared.label());
}
