//! HubSpot's claim in a 403 beside the catalogue's view.

use portalscope_catalog::{Agreement, Catalog, Claim, ClaimBesideView, CredentialKind, GrantedScopes};

fn beside(call: &str, granted: &str, claim: Claim) -> ClaimBesideView {
    let (method, path) = call.split_once(' ').expect("a method and a path");
    let granted = GrantedScopes::parse(granted);
    let catalog = Catalog::bundled();
    let verdict = catalog.verdict(method, path, Some(&granted), CredentialKind::Oauth);
    let tiers = catalog.resolve(method, path).map(|found| found.operation.tiers.to_vec()).unwrap_or_default();
    claim.beside(&verdict, Some(&granted), &tiers)
}

fn scopes(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_claim_that_names_what_is_missing_agrees() {
    let named = scopes(&["crm.objects.deals.write", "crm.objects.deals.sensitive.write.v2"]);
    let compared = beside("POST /crm/v3/objects/deals", "oauth", Claim::Scopes(&named));
    assert_eq!(compared.agreement, Agreement::Agrees);
    assert_eq!(
        compared.sentence,
        "HubSpot and the catalogue agree: crm.objects.deals.write is what is missing."
    );
}

#[test]
fn an_old_name_in_the_claim_is_distinguished_from_the_current_one() {
    let named = scopes(&["contacts"]);
    let compared = beside("GET /crm/v3/owners", "oauth", Claim::Scopes(&named));
    assert_eq!(compared.agreement, Agreement::NamesOthers);
    assert_eq!(compared.sentence, "HubSpot names contacts; the catalogue says crm.objects.owners.read.");
}

#[test]
fn a_claim_of_granted_scopes_points_to_a_recent_change_the_plan_or_the_user() {
    let named = scopes(&["crm.objects.deals.read"]);
    let compared = beside("GET /crm/v3/objects/deals", "crm.objects.deals.read", Claim::Scopes(&named));
    assert_eq!(compared.agreement, Agreement::ClaimsGranted);
    assert_eq!(compared.claimed_but_granted, named);
    let also = beside("POST /crm/v3/objects/deals", "crm.objects.deals.read", Claim::Scopes(&named));
    assert_eq!(also.agreement, Agreement::ClaimsGranted);
}

#[test]
fn a_claim_of_more_than_the_catalog_requires_is_shown_beside_it() {
    let named = scopes(&["crm.schemas.emails.read", "crm.objects.emails.read"]);
    let compared = beside(
        "GET /crm/v3/objects/emails",
        "crm.objects.contacts.read sales-email-read",
        Claim::Scopes(&named),
    );
    assert_eq!(compared.agreement, Agreement::CatalogAllows);
    assert_eq!(
        compared.sentence,
        "HubSpot names crm.objects.emails.read or crm.schemas.emails.read; the catalogue says that the granted scopes are enough."
    );
}

#[test]
fn a_claim_of_a_name_that_no_app_can_ask_for_says_so() {
    let named = scopes(&["crm-access", "price-book-read"]);
    let compared = beside("GET /crm/v3/objects/deals", "oauth", Claim::Scopes(&named));
    assert_eq!(compared.agreement, Agreement::NamesNotGrantable);
    assert_eq!(compared.claimed_but_not_grantable, named);
    assert!(compared.sentence.ends_with("the catalogue says that crm.objects.deals.read is enough."));
}

#[test]
fn not_for_public_use_is_the_plan_where_apps_can_ask_for_the_scope() {
    let call = "GET /automation/actions/2026-03/1";
    let developer = beside(call, "oauth", Claim::NotPublic);
    assert_eq!(developer.agreement, Agreement::OnlyClaim);
    let audit = beside("GET /account-info/v3/activity/login", "account-info.security.read", Claim::NotPublic);
    assert_eq!(audit.agreement, Agreement::PlanOrBeta);
    let closed = beside("GET /forecast-settings/v3/forecast-types", "oauth", Claim::NotPublic);
    assert_eq!(closed.agreement, Agreement::AgreesNotGrantable);
}

#[test]
fn the_plan_is_named_where_the_operation_has_one() {
    let catalog = Catalog::bundled();
    let grantable = |op: &&portalscope_catalog::Operation| {
        let paid = op.tiers.iter().any(|tier| tier.plan == "ENTERPRISE");
        let none = GrantedScopes::default();
        let verdict = catalog.verdict(op.method, op.path, Some(&none), CredentialKind::Oauth);
        paid && !verdict.missing.is_empty()
    };
    let operation = catalog.operations().iter().find(grantable).expect("an operation with a plan");
    let compared = beside(&format!("{} {}", operation.method, operation.path), "oauth", Claim::NotPublic);
    assert!(compared.sentence.contains("ENTERPRISE"), "{}", compared.sentence);
}

#[test]
fn a_refusal_without_names_leaves_the_catalogues() {
    let missing = beside("GET /crm/v3/objects/deals", "oauth", Claim::Unnamed);
    assert_eq!(missing.agreement, Agreement::OnlyCatalogNames);
    assert!(missing.sentence.ends_with("the catalogue says crm.objects.deals.read."));
    let allowed = beside("GET /crm/v3/objects/deals", "crm.objects.deals.read", Claim::Scopes(&[]));
    assert_eq!(allowed.agreement, Agreement::CatalogAllows);
    assert_eq!(beside("GET /nowhere", "oauth", Claim::Unnamed).agreement, Agreement::NeitherNames);
}

#[test]
fn a_call_that_the_catalog_does_not_contain_leaves_the_claim() {
    let named = scopes(&["crm.objects.deals.read"]);
    let compared = beside("GET /nowhere", "oauth", Claim::Scopes(&named));
    assert_eq!(compared.agreement, Agreement::OnlyClaim);
    assert_eq!(compared.sentence, "HubSpot names crm.objects.deals.read; the catalogue cannot tell.");
}

#[test]
fn a_long_list_of_names_is_shortened_in_the_sentence_only() {
    let named: Vec<String> = (0..80).map(|at| format!("crm.objects.x{at:02}.read")).collect();
    let compared = beside("GET /crm/v3/objects/deals", "oauth", Claim::Scopes(&named));
    assert_eq!(compared.claimed.len(), 80);
    assert!(compared.sentence.contains("and 78 more"), "{}", compared.sentence);
}
