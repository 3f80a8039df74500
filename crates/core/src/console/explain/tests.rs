//! What failed calls are explained by.

use portalscope_catalog::{Catalog, CredentialKind, GrantedScopes};
use portalscope_hubspot::ErrorBody;
use portalscope_redact::Redactor;

use super::{Explanation, Failure, SuggestedAction, explain};

fn explained(status: u16, body: &str) -> Explanation {
    explained_at("/crm/objects/2026-03/contacts", status, body)
}

/// What a failed GET is explained by, for a connection without scopes.
fn explained_at(path: &str, status: u16, body: &str) -> Explanation {
    let granted = GrantedScopes::parse("oauth");
    let verdict = Catalog::bundled().verdict("GET", path, Some(&granted), CredentialKind::Oauth);
    let body = ErrorBody::parse(body.as_bytes());
    let operation = Catalog::bundled().resolve("GET", path).map(|found| found.operation);
    explain(&Failure { status, body: body.as_ref(), verdict: &verdict, granted: Some(&granted), operation })
}

#[test]
fn a_secret_among_the_scopes_that_hubspot_names_is_cleaned_in_every_list_alike() {
    let secret = "pat-na1-01234567-89ab-cdef-0123-456789abcdef";
    let body = format!(
        r#"{{"category":"MISSING_SCOPES","message":"{secret}","context":{{"requiredScopes":["{secret}","oauth"]}}}}"#
    );
    let redactor = Redactor::new();
    let mut explanation = explained(403, &body);
    let claim = explanation.claim.as_mut().unwrap();
    claim.claimed_but_granted = vec![secret.to_owned()];
    claim.claimed_but_not_grantable = vec![secret.to_owned()];
    let clean = explanation.cleaned(&|text| redactor.text(text));
    assert!(!format!("{clean:?}").contains(secret), "{clean:?}");
    let claim = clean.claim.unwrap();
    assert_eq!(claim.claimed, ["oauth", "«static-token#1»"]);
    for found in [claim.claimed_but_granted, claim.claimed_but_not_grantable] {
        assert_eq!(found, [claim.claimed[1].as_str()], "it is found among the claimed");
    }
}

#[test]
fn what_the_portal_wants_of_a_write_is_told_by_hubspots_code() {
    for (body, words) in [
        (r#"{"errors":[{"code":"MISSING_CONDITIONAL_REQUIRED_PROPERTY"}]}"#, "A rule of the portal"),
        (r#"{"errors":[{"code":"MISSING_REQUIRED_PROPERTY"}]}"#, "wants a property"),
        (
            r#"{"message":"Some required properties for CONTACT creates are missing: [email]"}"#,
            "wants a property",
        ),
        (r#"{"message":"Missing 'Edit Associations' permission."}"#, "The person that this token stands for"),
        (r#"{"message":"Unable to infer object type from: car"}"#, "no type of records"),
        (r#"{"message":"other"}"#, "not taken as it is"),
    ] {
        assert!(explained(400, body).title.contains(words), "{body}");
    }
}

#[test]
fn an_address_in_another_form_is_told_the_right_one() {
    let path = "/crm/2026-03/objects/contacts";
    let verdict = Catalog::bundled().verdict("GET", path, None, CredentialKind::Oauth);
    let failure = Failure { status: 404, body: None, verdict: &verdict, granted: None, operation: None };
    let explanation = explain(&failure);
    assert!(explanation.detail.contains("was `/crm/objects/2026-03/contacts` meant?"), "{explanation:?}");
}

#[test]
fn a_token_of_another_data_centre_is_told_to_connect_again() {
    let body = r#"{"status":"error","message":"Hub 1 is unknown to this Hublet, but it appears to exist in Hublet eu1","correctHublet":"eu1"}"#;
    let explanation = explained(488, body);
    assert!(explanation.title.contains("data centre"), "{explanation:?}");
    assert!(explanation.detail.contains("eu1"), "{explanation:?}");
    assert_eq!(explanation.action, SuggestedAction::Reauthorize);
}

#[test]
fn an_app_that_is_banned_from_a_portal_lacks_no_permission_of_the_user() {
    let body = r#"{"category":"BANNED","message":"The app is not allowed to access this portal."}"#;
    let explanation = explained(403, body);
    assert!(explanation.title.contains("app") && !explanation.detail.contains("plan"), "{explanation:?}");
    let user = r#"{"category":"BANNED","subCategory":"USER_ACCESS_NOT_ALLOWED"}"#;
    assert!(explained(403, user).detail.contains("permission of the user"), "{user}");
    let maker = explained(403, r#"{"category":"USER_DOES_NOT_HAVE_PERMISSIONS"}"#);
    assert!(maker.detail.contains("super admin who made it") && maker.hint.contains("rotate"), "{maker:?}");
}

#[test]
fn what_the_catalog_knows_of_a_failure_of_this_call_is_told() {
    let hubdb = explained_at("/cms/v3/hubdb/tables", 401, r#"{"category":"INVALID_AUTHENTICATION"}"#);
    assert!(hubdb.detail.contains("static auth"), "{hubdb:?}");
    let flow = explained_at("/automation/v4/flows/7", 403, r#"{"category":"OTHER"}"#);
    assert!(flow.detail.contains("Sensitive data is one known cause"), "{flow:?}");
    let missing = explained_at("/cms/v3/hubdb/tables", 404, "{}");
    assert!(!missing.detail.contains("static auth"), "{missing:?}");
}

#[test]
fn whoever_lacks_a_sensitive_scope_is_told_what_else_it_wants() {
    let body = r#"{"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":
        ["crm.objects.contacts.sensitive.read"]}}]}"#;
    let explanation = explained(403, body);
    for told in ["Enterprise", "super admin", "tickets", "isn't available to this app"] {
        assert!(explanation.detail.contains(told), "{explanation:?}");
    }
    let plain = explained(403, r#"{"category":"MISSING_SCOPES"}"#);
    assert!(!plain.detail.contains("sensitive"), "{plain:?}");
}

#[test]
fn a_record_that_is_gone_may_have_been_deleted_by_a_tool() {
    let gone = explained_at("/crm/objects/2026-03/contacts/7", 404, r#"{"category":"OBJECT_NOT_FOUND"}"#);
    assert!(gone.detail.contains("agent CLI can delete records"), "{gone:?}");
}

#[test]
fn a_refusal_without_a_category_points_to_the_data_permissions() {
    let refused = explained(403, r#"{"message":"no"}"#);
    assert!(refused.hint.contains("Approved apps > Manage access > Data permissions"), "{refused:?}");
}
