//! The smallest set of scopes: known solutions, and every solution compared with trying all sets.

use std::collections::BTreeSet;

use portalscope_catalog::{Call, Catalog, CredentialKind, GrantedScopes, Solution, VerdictKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn call(text: &str) -> Call {
    let (method, path) = text.split_once(' ').expect("a method and a path");
    Call { method: method.to_owned(), path: path.to_owned() }
}

fn solve(granted: &str, calls: &[&str]) -> Solution {
    let calls: Vec<Call> = calls.iter().map(|text| call(text)).collect();
    let granted: Vec<String> = granted.split_whitespace().map(str::to_owned).collect();
    Catalog::bundled().solve(&calls, &granted, CredentialKind::Oauth)
}

fn all_allowed(calls: &[&str], scopes: &BTreeSet<&str>) -> bool {
    let granted: GrantedScopes = scopes.iter().collect();
    calls.iter().map(|text| call(text)).all(|call| {
        let verdict =
            Catalog::bundled().verdict(&call.method, &call.path, Some(&granted), CredentialKind::Oauth);
        verdict.kind == VerdictKind::Allowed
    })
}

#[test]
fn each_scope_comes_with_the_calls_that_need_it() {
    let contacts = "GET /crm/v3/objects/contacts";
    let emails = "GET /crm/v3/objects/emails";
    let solution = solve("", &[emails, contacts]);
    assert_eq!(solution.scopes, ["crm.objects.contacts.read", "sales-email-read"]);
    assert_eq!(solution.because[0].operations, [contacts, emails]);
    assert_eq!(solution.because[1].operations, [emails]);
}

#[test]
fn one_scope_that_serves_three_calls_beats_three_scopes() {
    let calls =
        ["GET /crm/v3/objects/products", "GET /crm/v3/objects/quotes", "GET /crm/v3/objects/line_items"];
    assert_eq!(solve("", &calls).scopes, ["e-commerce"]);
    assert_eq!(solve("", &calls[..1]).scopes, ["crm.objects.products.read"]);
}

#[test]
fn granted_scopes_that_are_enough_are_left_as_they_are() {
    let calls = ["GET /crm/v3/objects/products", "GET /crm/v3/objects/line_items"];
    let granted = "crm.objects.line_items.read crm.objects.products.read";
    assert_eq!(solve(granted, &calls).scopes, granted.split(' ').collect::<Vec<_>>());
    assert_eq!(solve("tickets", &["GET /crm/v3/objects/tickets"]).scopes, ["tickets"]);
}

#[test]
fn writing_one_type_of_record_is_suggested_by_its_own_scope_and_not_by_a_coarse_one() {
    let alone = |call: &str| solve("", &[call]).scopes;
    assert_eq!(alone("POST /crm/objects/2026-03/products"), ["crm.objects.products.write"]);
    assert_eq!(alone("POST /crm/objects/2026-03/tickets"), ["crm.objects.tickets.write"]);
    assert_eq!(alone("DELETE /files/v3/files/1"), ["files.delete"]);
    // One scope for reading and writing is fewer than two.
    let both = ["GET /crm/objects/2026-03/tickets", "POST /crm/objects/2026-03/tickets"];
    assert_eq!(solve("", &both).scopes, ["tickets"]);
}

#[test]
fn a_coarse_scope_is_used_where_it_is_granted_and_proposed_only_where_a_call_names_it() {
    let calls = ["GET /crm/v3/objects/contacts", "GET /crm/v3/objects/deals"];
    assert_eq!(solve("contacts", &calls).scopes, ["contacts"]);
    assert_eq!(solve("", &calls).scopes, ["crm.objects.contacts.read", "crm.objects.deals.read"]);
}

#[test]
fn a_call_that_any_token_may_make_needs_no_scope() {
    let solution = solve("", &["GET /account-info/v3/details", "POST /oauth/v1/token"]);
    assert_eq!(solution, Solution::default());
}

#[test]
fn calls_that_no_scope_allows_are_named_with_the_reason() {
    let solution = solve("", &["GET /nowhere", "GET /crm/v3/objects/{objectType}", "GET /crm/v3/owners"]);
    let verdicts: Vec<VerdictKind> = solution.impossible.iter().map(|call| call.verdict).collect();
    assert_eq!(verdicts, [VerdictKind::DependsOnObjectType, VerdictKind::UnknownOperation]);
    assert_eq!(solution.scopes, ["crm.objects.owners.read"]);
}

#[test]
fn granted_scopes_that_no_call_needs_are_named_and_oauth_never_is() {
    let granted = "oauth crm.objects.deals.read crm.objects.contacts.read files";
    let solution = solve(granted, &["GET /crm/v3/objects/emails"]);
    assert_eq!(solution.unneeded, ["crm.objects.deals.read", "files"]);
}

/// Calls whose requirements overlap: alternatives, pairs, coarse names.
const OVERLAPPING: &[&str] = &[
    "GET /crm/v3/objects/products",
    "POST /crm/v3/objects/products",
    "GET /crm/v3/objects/line_items",
    "GET /crm/v3/objects/quotes",
    "GET /crm/v3/properties/quotes",
    "GET /crm/v3/objects/tickets",
    "POST /crm/v3/objects/tickets",
    "GET /crm/v3/properties/contacts",
    "GET /crm/v3/objects/emails",
    "GET /crm/v4/objects/deals/1/associations/contacts",
    "GET /crm/v4/objects/line_items/1/associations/tickets",
    "POST /engagements/v1/engagements",
    "GET /engagements/v1/engagements/paged",
    "GET /email/public/v1/events",
    "POST /crm/v3/objects/line_items",
    "DELETE /files/v3/files/1",
    "GET /crm/v3/owners",
    "POST /integrators/timeline/v3/events",
];

const SOME_SCOPES: &[&str] = &[
    "e-commerce",
    "tickets",
    "contacts",
    "content",
    "crm.objects.contacts.read",
    "crm.objects.products.read",
    "crm.objects.quotes.read",
    "sales-email-read",
];

/// What is minimized, in this order: added, used, writing, sensitive, coarse.
type Cost = [usize; 5];

fn cost(set: &BTreeSet<&str>, granted: &[&str]) -> Cost {
    let count = |test: &dyn Fn(&str) -> bool| set.iter().filter(|scope| test(scope)).count();
    let coarse = |scope: &str| {
        let name = scope.trim_end_matches(".v2");
        !name.contains('.') || ["tickets.sensitive", "tickets.highly_sensitive"].contains(&name)
    };
    let writes = |scope: &str| scope.contains("write") || (coarse(scope) && !scope.ends_with("-read"));
    [
        count(&|scope| !granted.contains(&scope)),
        set.len(),
        count(&writes),
        count(&|scope| scope.contains("sensitive")),
        count(&coarse),
    ]
}

/// The smallest cost, found by trying every set of at most `max_scopes` scopes.
fn by_trying_all(calls: &[&str], granted: &[&str], max_scopes: usize) -> Option<Cost> {
    let catalog = Catalog::bundled();
    let none = GrantedScopes::default();
    let named = calls.iter().map(|text| call(text)).flat_map(|call| {
        catalog.verdict(&call.method, &call.path, Some(&none), CredentialKind::Oauth).any_of
    });
    let named: BTreeSet<String> = named.flatten().collect();
    let candidates: BTreeSet<&str> =
        named.iter().map(String::as_str).chain(granted.iter().copied()).collect();
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let mut best = None;
    try_sets(&candidates, &mut BTreeSet::new(), max_scopes, &mut |set| {
        if all_allowed(calls, set) {
            best = best.into_iter().chain([cost(set, granted)]).min();
        }
    });
    best
}

fn try_sets<'a>(
    from: &[&'a str],
    set: &mut BTreeSet<&'a str>,
    max_scopes: usize,
    visit: &mut impl FnMut(&BTreeSet<&str>),
) {
    visit(set);
    if max_scopes == 0 {
        return;
    }
    for (at, scope) in from.iter().enumerate() {
        set.insert(scope);
        try_sets(&from[at + 1..], set, max_scopes - 1, visit);
        set.remove(scope);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_set_of_scopes_is_smaller_or_exposes_less_than_the_solution(
        calls in subsequence(OVERLAPPING, 1..4), granted in subsequence(SOME_SCOPES, 0..3)
    ) {
        let solution = solve(&granted.join(" "), &calls);
        let set: BTreeSet<&str> = solution.scopes.iter().map(String::as_str).collect();
        prop_assert!(all_allowed(&calls, &set));
        if let Some(best) = by_trying_all(&calls, &granted, 3) {
            prop_assert_eq!(cost(&set, &granted), best);
        } else {
            prop_assert!(set.len() > 3);
        }
    }

    #[test]
    fn every_scope_of_a_solution_is_needed_and_every_granted_scope_is_used_or_named(
        picks in vec(select(Catalog::bundled().operations()), 1..40), granted in subsequence(SOME_SCOPES, 0..5)
    ) {
        let calls: Vec<String> = picks.iter().map(|op| format!("{} {}", op.method, op.path)).collect();
        let solution = solve(&granted.join(" "), &calls.iter().map(String::as_str).collect::<Vec<_>>());
        let possible = |text: &&str| {
            !solution.impossible.iter().any(|out| *text == format!("{} {}", out.method, out.path))
        };
        let calls: Vec<&str> = calls.iter().map(String::as_str).filter(possible).collect();
        let set: BTreeSet<&str> = solution.scopes.iter().map(String::as_str).collect();
        prop_assert!(all_allowed(&calls, &set));
        for scope in &set {
            let without: BTreeSet<&str> = set.iter().copied().filter(|other| other != scope).collect();
            prop_assert!(!all_allowed(&calls, &without), "{scope} is not needed");
        }
        for scope in granted {
            prop_assert!(set.contains(scope) != solution.unneeded.iter().any(|spare| spare == scope));
        }
    }
}
