//! The consent dry run, and reading what people paste into it.

use portalscope_catalog::{
    AppScopes, Catalog, ConsentCode, ConsentDryRun, ConsentEffect, GrantedScopes, RequestedScopes,
};
use proptest::prelude::*;

fn app(required: &str, optional: &str, conditional: &str) -> AppScopes {
    AppScopes::from_lists(required, optional, conditional).expect("lists of scopes")
}

fn requested(scope: &str, optional: &str) -> RequestedScopes {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    RequestedScopes { scope: list(scope), optional_scope: list(optional), redirect_uri: None }
}

fn run(app: &AppScopes, requested: &RequestedScopes) -> ConsentDryRun {
    Catalog::bundled().consent_dry_run(app, requested, None)
}

fn codes(run: &ConsentDryRun) -> Vec<ConsentCode> {
    run.findings.iter().map(|finding| finding.code).collect()
}

fn names(run: &ConsentDryRun, code: ConsentCode) -> Vec<String> {
    let of_code = run.findings.iter().filter(|finding| finding.code == code);
    of_code.flat_map(|finding| finding.names.clone()).collect()
}

const CONTACTS: &str = "crm.objects.contacts.read";
const DEALS: &str = "crm.objects.deals.read";

#[test]
fn asking_for_exactly_what_the_app_requires_goes_through() {
    let run = run(&app(&format!("oauth {CONTACTS}"), "", ""), &requested(&format!("oauth {CONTACTS}"), ""));
    assert_eq!((run.outcome, codes(&run).len()), (ConsentEffect::Goes, 0), "{run:?}");
}

#[test]
fn a_required_scope_that_is_not_requested_refuses() {
    let run =
        run(&app(&format!("oauth {CONTACTS} {DEALS}"), "", ""), &requested(&format!("oauth {CONTACTS}"), ""));
    assert_eq!(run.outcome, ConsentEffect::Refused);
    assert_eq!(names(&run, ConsentCode::RequiredNotAsked), [DEALS]);
    assert_eq!(run.corrected.scope, ["oauth", CONTACTS, DEALS]);
    assert!(run.findings[0].sentence.starts_with("The app requires one scope"), "{run:?}");
}

#[test]
fn a_required_scope_requested_as_optional_refuses_too() {
    let run = run(&app(&format!("oauth {DEALS}"), "", ""), &requested("oauth", DEALS));
    assert_eq!(names(&run, ConsentCode::RequiredAskedAsOptional), [DEALS]);
    assert_eq!(run.corrected.optional_scope, Vec::<String>::new());
    assert_eq!(run.corrected.scope, ["oauth", DEALS]);
}

#[test]
fn a_scope_that_the_app_does_not_declare_refuses_in_either_list() {
    let run = run(&app("oauth", CONTACTS, ""), &requested(&format!("oauth {DEALS}"), "crm.lists.read"));
    assert_eq!(names(&run, ConsentCode::NotDeclared), [DEALS, "crm.lists.read"]);
    assert_eq!(run.outcome, ConsentEffect::Refused);
    assert_eq!(run.corrected.scope, ["oauth"]);
}

#[test]
fn a_missing_base_scope_is_named_once() {
    let run = run(&app(&format!("oauth {CONTACTS}"), "", ""), &requested(CONTACTS, ""));
    assert_eq!(codes(&run), [ConsentCode::OauthMissing]);
    assert_eq!(run.corrected.scope, ["oauth", CONTACTS]);
}

#[test]
fn names_that_no_app_can_be_granted_are_distinguished() {
    let run = run(
        &app("oauth", "", ""),
        &requested("oauth offline crm.objects.all crm.objects.*", "price-book-read developers-write"),
    );
    assert_eq!(names(&run, ConsentCode::MadeUpName), ["offline", "crm.objects.all", "crm.objects.*"]);
    assert_eq!(names(&run, ConsentCode::NotForApps), ["price-book-read", "developers-write"]);
    assert!(names(&run, ConsentCode::NotDeclared).is_empty(), "each name is found fault with once");
    let offline = &run.findings[0];
    assert!(offline.sentence.contains("refresh token"), "{offline:?}");
    assert_eq!(run.corrected, requested("oauth", ""));
}

#[test]
fn a_typo_is_pointed_out() {
    let scopes = "oauth crm.object.contacts.read";
    let run = run(&app(scopes, "", ""), &requested(scopes, ""));
    assert_eq!(codes(&run), [ConsentCode::UnknownName]);
    assert_eq!(run.findings[0].fix, "Did you mean crm.objects.contacts.read?");
}

#[test]
fn a_scope_in_both_lists_of_the_request_or_of_the_app_is_pointed_out() {
    let run = run(
        &app(&format!("oauth {CONTACTS}"), CONTACTS, ""),
        &requested(&format!("oauth {CONTACTS}"), CONTACTS),
    );
    assert_eq!(codes(&run), [ConsentCode::InBothLists, ConsentCode::DeclaredTwice]);
    assert_eq!(run.outcome, ConsentEffect::Goes);
}

#[test]
fn an_optional_scope_requested_in_scope_is_ignored_and_moved() {
    let app = app("oauth", DEALS, "");
    let run = run(&app, &requested(&format!("oauth {DEALS}"), ""));
    assert_eq!(codes(&run), [ConsentCode::OptionalAskedAsRequired]);
    assert_eq!(run.outcome, ConsentEffect::Dropped);
    assert_eq!(
        (run.corrected.scope, run.corrected.optional_scope),
        (vec!["oauth".to_owned()], vec![DEALS.to_owned()])
    );
    let account = GrantedScopes::parse("oauth");
    let wanted = requested(&format!("oauth {DEALS}"), "");
    let without = Catalog::bundled().consent_dry_run(&app, &wanted, Some(&account));
    assert_eq!(without.outcome, ConsentEffect::Dropped, "what is ignored locks no account out");
}

#[test]
fn what_the_account_lacks_is_dropped_or_refuses_by_its_role() {
    let app = app("oauth", "content tickets", "crm.objects.custom.read");
    let wanted = requested("oauth crm.objects.custom.read", "content tickets");
    let account = GrantedScopes::parse("oauth content");
    let run = Catalog::bundled().consent_dry_run(&app, &wanted, Some(&account));
    assert_eq!(names(&run, ConsentCode::AccountLacksRequired), ["crm.objects.custom.read"]);
    assert_eq!(names(&run, ConsentCode::OptionalDropped), ["tickets"]);
    assert_eq!(run.outcome, ConsentEffect::Refused);
    let unknown = Catalog::bundled().consent_dry_run(&app, &wanted, None);
    assert_eq!(names(&unknown, ConsentCode::OptionalMayBeDropped), ["content", "tickets"]);
    assert_eq!(unknown.outcome, ConsentEffect::Goes);
}

#[test]
fn a_conditionally_required_scope_is_required_only_where_it_is_requested() {
    let app = app("oauth", "", DEALS);
    assert_eq!(codes(&run(&app, &requested("oauth", ""))), [ConsentCode::ConditionalNotAsked]);
    assert!(codes(&run(&app, &requested(&format!("oauth {DEALS}"), ""))).is_empty());
}

#[test]
fn a_revision_suffix_makes_no_difference() {
    let with = "oauth crm.objects.companies.sensitive.write.v2";
    let without = "oauth crm.objects.companies.sensitive.write";
    assert!(codes(&run(&app(with, "", ""), &requested(without, ""))).is_empty());
}

#[test]
fn the_redirect_url_is_checked_as_hubspot_checks_it() {
    let mut app = app("oauth", "", "");
    app.redirect_urls = vec!["http://localhost:17421/callback".to_owned()];
    let code = |url: &str| {
        let wanted = RequestedScopes { redirect_uri: Some(url.to_owned()), ..requested("oauth", "") };
        codes(&run(&app, &wanted)).first().copied()
    };
    assert_eq!(code("http://localhost:17421/callback"), None);
    assert_eq!(code("http://localhost:17422/callback"), Some(ConsentCode::RedirectNotRegistered));
    for refused in
        ["http://127.0.0.1:17421/callback", "https://[::1]/", "http://example.com/", "app://back", "no url"]
    {
        assert_eq!(code(refused), Some(ConsentCode::RedirectNotAllowed), "{refused}");
    }
}

#[test]
fn an_empty_request_and_a_static_app_are_reported() {
    let mut app = app("oauth", "", "");
    app.is_static = true;
    let run = run(&app, &requested("", ""));
    assert_eq!(codes(&run)[..2], [ConsentCode::StaticApp, ConsentCode::NothingAsked]);
}

#[test]
fn pasted_scopes_may_have_any_separators() {
    for text in [
        "oauth crm.objects.contacts.read",
        "oauth, crm.objects.contacts.read",
        "oauth\r\n\r\ncrm.objects.contacts.read\n",
        "- oauth\n- `crm.objects.contacts.read`",
        "[\"oauth\", \"crm.objects.contacts.read\"]",
        "{\"scope\": \"oauth crm.objects.contacts.read\"}",
        "'oauth';'crm.objects.contacts.read';oauth",
        "scope=oauth%20crm.objects.contacts.read",
        "https://app.hubspot.com/oauth/authorize?client_id=x&scope=oauth+crm.objects.contacts.read#/y",
    ] {
        assert_eq!(RequestedScopes::parse(text).expect(text).scope, ["oauth", CONTACTS], "{text}");
    }
}

#[test]
fn a_whole_authorize_address_gives_both_lists_and_the_redirect_url() {
    let text = "https://app-eu1.hubspot.com/oauth/123/authorize?client_id=1-2&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&scope=oauth&optional_scope=tickets%20content&state=s";
    let expected = RequestedScopes {
        redirect_uri: Some("http://localhost:3000/cb".to_owned()),
        ..requested("oauth", "tickets content")
    };
    assert_eq!(RequestedScopes::parse(text), Ok(expected));
}

#[test]
fn what_is_no_list_of_scopes_is_refused_with_a_code() {
    let code = |text: &str| RequestedScopes::parse(text).expect_err(text).code();
    assert_eq!(code("  "), "scopes_empty");
    assert_eq!(code("[\"oauth\""), "scopes_not_json");
    assert_eq!(code("[1]"), "app_file_wrong_type");
    assert_eq!(code("https://app.hubspot.com/oauth/authorize?client_id=1"), "address_without_scope");
    assert_eq!(code("oauth crm/objects"), "scope_name_malformed");
    assert_eq!(code(&"a".repeat(201)), "scope_name_malformed");
    assert_eq!(code(&"oauth ".repeat(30_000)), "scopes_too_large");
}

const APP_FILE: &str = r#"{
  "uid": "made-up-app",
  "type": "app",
  "config": {
    "name": "A made-up app",
    "distribution": "private",
    "auth": {
      "type": "oauth",
      "redirectUrls": ["http://localhost:3000/oauth-callback"],
      "requiredScopes": ["oauth", "crm.objects.contacts.read"],
      "optionalScopes": ["tickets"],
      "conditionallyRequiredScopes": ["crm.objects.custom.read"]
    }
  }
}"#;

#[test]
fn an_app_file_gives_its_scopes_by_role_and_its_redirect_urls() {
    let expected = AppScopes {
        name: Some("A made-up app".to_owned()),
        redirect_urls: vec!["http://localhost:3000/oauth-callback".to_owned()],
        ..app("oauth crm.objects.contacts.read", "tickets", "crm.objects.custom.read")
    };
    assert_eq!(AppScopes::from_file(APP_FILE), Ok(expected.clone()));
    let older = r#"{"name": "A made-up app", "auth": {"redirectUrls": ["http://localhost:3000/oauth-callback"],
        "requiredScopes": ["oauth", "crm.objects.contacts.read"], "optionalScopes": ["tickets"],
        "conditionallyRequiredScopes": ["crm.objects.custom.read"]}}"#;
    assert_eq!(AppScopes::from_file(older), Ok(expected));
}

#[test]
fn a_static_app_and_a_private_apps_file_are_recognized() {
    let fixed = r#"{"type": "app", "config": {"auth": {"type": "static", "requiredScopes": ["tickets"]}}}"#;
    let private = r#"{"name": "x", "uid": "y", "scopes": ["tickets"], "public": false}"#;
    for file in [fixed, private] {
        let app = AppScopes::from_file(file).expect(file);
        assert!(app.is_static && app.required == ["tickets"], "{app:?}");
    }
}

#[test]
fn a_wrong_app_file_says_what_is_wrong_and_where() {
    let said = |text: &str| {
        let error = AppScopes::from_file(text).expect_err(text);
        (error.code(), error.to_string())
    };
    assert_eq!(said("{").0, "scopes_not_json");
    assert_eq!(said("[]").0, "app_file_other_kind");
    assert_eq!(
        said(r#"{"type": "webhooks", "config": {}}"#),
        ("app_file_other_kind", "this is not the file of an app: its type is webhooks".to_owned())
    );
    assert_eq!(
        said(r#"{"config": {"name": "x"}}"#).1,
        "this is not the file of an app: it has no config.auth"
    );
    assert_eq!(
        said(r#"{"config": {"auth": {"requiredScopes": ["oauth", 7]}}}"#),
        ("app_file_wrong_type", "config.auth.requiredScopes[1] should be a string".to_owned())
    );
    assert_eq!(said(r#"{"auth": {"optionalScopes": "tickets"}}"#).1, "auth.optionalScopes should be a list");
    assert_eq!(said(r#"{"auth": {"requiredScopes": ["${SCOPE}"]}}"#).0, "scope_name_malformed");
    assert_eq!(said(&" ".repeat(200_000)).0, "scopes_too_large");
    assert_eq!(said(&"[".repeat(50_000)).0, "scopes_not_json");
}

fn some_scopes() -> impl Strategy<Value = Vec<String>> {
    let names =
        ["oauth", CONTACTS, DEALS, "tickets", "content", "offline", "price-book-read", "crm.lists.read.v2"];
    proptest::sample::subsequence(names.map(str::to_owned).to_vec(), 0..=names.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_corrected_request_is_never_refused_for_its_scopes(
        required in some_scopes(), optional in some_scopes(), scope in some_scopes(), also in some_scopes()
    ) {
        let app = AppScopes { required, optional, ..AppScopes::default() };
        let wanted = RequestedScopes { scope, optional_scope: also, redirect_uri: None };
        let corrected = run(&app, &wanted).corrected;
        for finding in run(&app, &corrected).findings {
            // Another request cannot correct a wrong declaration of the app.
            let of_the_app = matches!(finding.code, ConsentCode::MadeUpName | ConsentCode::NotForApps | ConsentCode::RequiredNotAsked);
            prop_assert!(of_the_app || finding.effect != ConsentEffect::Refused, "{:?}", finding);
            if finding.code == ConsentCode::RequiredNotAsked {
                let grantable = |name: &String| !["offline", "price-book-read"].contains(&name.as_str());
                prop_assert!(!finding.names.iter().any(grantable), "{:?}", finding);
            }
        }
    }

    #[test]
    fn no_text_makes_reading_scopes_or_an_app_file_fail(text in "\\PC{0,80}") {
        let _ = RequestedScopes::parse(&text);
        let _ = AppScopes::from_file(&text);
        let _ = AppScopes::from_file(&format!("{{\"config\":{{\"auth\":{{\"requiredScopes\":[{text}]}}}}}}"));
    }

    #[test]
    fn a_cut_app_file_is_refused(end in 1..APP_FILE.len()) {
        prop_assert!(AppScopes::from_file(&APP_FILE[..end]).is_err());
    }
}

#[test]
fn a_url_that_the_page_would_read_differently_is_refused_with_a_fix() {
    let code = |address: &str| RequestedScopes::parse(address).expect_err("misread").code();
    let page = "https://app.hubspot.com/oauth/authorize?client_id=x";
    let misnamed = "address_parameter_misnamed";
    assert_eq!(code(&format!("{page}&scope=oauth&optional_scopes=tickets")), misnamed);
    assert_eq!(code(&format!("{page}&scopes=oauth%20tickets")), misnamed);
    assert_eq!(code(&format!("{page}&scope=oauth,tickets")), "address_scope_separator");
    assert_eq!(
        code(&format!("{page}&scope=oauth&optional_scope=files%3Btickets")),
        "address_scope_separator"
    );
    let right =
        RequestedScopes::parse(&format!("{page}&scope=oauth+tickets&optional_scope=files")).expect("read");
    assert_eq!((right.scope.len(), right.optional_scope.len()), (2, 1));
}
