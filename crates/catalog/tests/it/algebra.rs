//! What must hold for any operation and any set of scopes.

use portalscope_catalog::{
    Call, Catalog, CredentialKind, CredentialScopes, GrantedScopes, Verdict, VerdictKind,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

fn all_scopes() -> Vec<String> {
    let catalog = Catalog::bundled();
    let none = GrantedScopes::default();
    let operations = catalog.operations().iter();
    let verdicts =
        operations.map(|op| catalog.verdict(op.method, op.path, Some(&none), CredentialKind::Oauth));
    let mut scopes: Vec<String> = verdicts.flat_map(|verdict| verdict.any_of).flatten().collect();
    scopes.sort();
    scopes.dedup();
    scopes
}

fn granted() -> impl Strategy<Value = Vec<String>> {
    let scopes = all_scopes();
    let max_scopes = scopes.len().min(40);
    subsequence(scopes, 0..max_scopes)
}

/// A call of any operation, with object types and ids in its path.
fn call() -> impl Strategy<Value = (&'static str, String)> {
    let objects =
        select(vec!["contacts", "0-3", "tickets", "emails", "line_items", "2-77", "p_car", "leads"]);
    (any::<Index>(), objects.clone(), objects).prop_map(|(at, one, other)| {
        let operation = at.get(Catalog::bundled().operations());
        let path = operation.path.replacen("bjectType}", "bjectTypeId}", 2);
        let filled =
            ["{objectTypeId}", "{fromObjectTypeId}"].iter().fold(path, |path, name| path.replace(name, one));
        (operation.method, filled.replace("{toObjectTypeId}", other))
    })
}

fn verdict(call: &(&str, String), scopes: &[String]) -> Verdict {
    let granted: GrantedScopes = scopes.iter().collect();
    Catalog::bundled().verdict(call.0, &call.1, Some(&granted), CredentialKind::Oauth)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn adding_a_scope_never_removes_a_permission(
        call in call(), scopes in granted(), added in select(all_scopes())
    ) {
        let before = verdict(&call, &scopes);
        let after = verdict(&call, &[scopes, vec![added]].concat());
        if before.kind == VerdictKind::Allowed {
            prop_assert_eq!(after.kind, VerdictKind::Allowed);
        }
    }

    #[test]
    fn each_missing_addition_makes_the_call_allowed(call in call(), scopes in granted()) {
        let before = verdict(&call, &scopes);
        prop_assert_eq!(before.kind == VerdictKind::MissingScopes, !before.missing.is_empty());
        for addition in before.missing {
            let after = verdict(&call, &[scopes.clone(), addition].concat());
            prop_assert_eq!(after.kind, VerdictKind::Allowed);
        }
    }

    #[test]
    fn missing_additions_are_minimal_and_the_smallest_comes_first(call in call(), scopes in granted()) {
        let before = verdict(&call, &scopes);
        for addition in &before.missing {
            prop_assert!(addition.len() >= before.missing[0].len());
            for left_out in 0..addition.len() {
                let mut fewer = addition.clone();
                fewer.remove(left_out);
                let after = verdict(&call, &[scopes.clone(), fewer].concat());
                prop_assert_eq!(after.kind, VerdictKind::MissingScopes);
            }
        }
    }

    #[test]
    fn an_allowed_call_says_which_alternative_is_met(call in call(), scopes in granted()) {
        let verdict = verdict(&call, &scopes);
        let granted: GrantedScopes = scopes.iter().collect();
        prop_assert_eq!(verdict.kind == VerdictKind::Allowed, verdict.satisfied_by.is_some());
        for scope in verdict.satisfied_by.unwrap_or_default() {
            prop_assert!(granted.holds(&scope));
        }
    }

    #[test]
    fn the_matrix_has_the_verdict_of_each_call_for_each_connection(
        calls in proptest::collection::vec(call(), 1..20), some in granted(), other in granted()
    ) {
        use CredentialKind::{DeveloperKey, Oauth, ServiceKey};
        let catalog = Catalog::bundled();
        let holder = |scopes: Option<&Vec<String>>, credential| CredentialScopes {
            granted: scopes.map(|scopes| scopes.iter().collect()),
            credential,
        };
        let holders = [
            holder(Some(&some), Oauth),
            holder(Some(&other), ServiceKey),
            holder(None, Oauth),
            holder(Some(&some), DeveloperKey),
        ];
        let calls: Vec<Call> =
            calls.into_iter().map(|(method, path)| Call { method: method.to_owned(), path }).collect();
        let matrix = catalog.verdict_matrix(&calls, &holders);
        for (row, holder) in matrix.iter().zip(&holders) {
            for (kind, call) in row.iter().zip(&calls) {
                let granted = holder.granted.as_ref();
                let single = catalog.verdict(&call.method, &call.path, granted, holder.credential);
                prop_assert_eq!(*kind, single.kind);
            }
        }
    }

    #[test]
    fn no_text_makes_a_lookup_or_a_search_fail(text in "\\PC{0,60}") {
        let catalog = Catalog::bundled();
        let _ = catalog.resolve("GET", &text);
        let _ = catalog.find("GET", &text);
        let _ = catalog.methods_at(&text);
        prop_assert!(catalog.search(&text, 5).len() <= 5);
    }
}
