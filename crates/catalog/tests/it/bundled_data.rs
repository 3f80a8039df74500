//! The data files are complete, consistent and small.

use std::collections::{BTreeMap, HashSet};

use portalscope_catalog::{
    Catalog, CredentialKind, Effect, GrantedScopes, Narrowing, ObjectTypes, Requirement, ScopeNames,
};

const FILES: [&str; 10] = [
    include_str!("../../data/aliases.txt"),
    include_str!("../../data/operations.txt"),
    include_str!("../../data/handwritten.txt"),
    include_str!("../../data/overrides.txt"),
    include_str!("../../data/scope_sets.txt"),
    include_str!("../../data/scope_names.txt"),
    include_str!("../../data/objects.txt"),
    include_str!("../../data/sunsets.txt"),
    include_str!("../../data/titles.txt"),
    include_str!("../../data/search_words.txt"),
];

#[test]
fn the_bundled_files_parse() {
    let catalog = Catalog::load().expect("the bundled files are right");
    assert_eq!(catalog.date(), "2026-08-21");
}

#[test]
fn every_operation_of_the_shipped_versions_is_there() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in Catalog::bundled().operations().iter().filter(|op| op.source.starts_with("spec")) {
        *counts.entry(operation.version).or_default() += 1;
    }
    let counted = |version: &str| counts.get(version).copied().unwrap_or(0);
    assert_eq!((counted("2026-03"), counted("v3"), counted("v4"), counted("v1")), (992, 930, 61, 42));
    assert_eq!(counted("2026-09"), 0, "2026-09 is served by substitution");
    assert_eq!(
        ["2026-03", "v3", "v4", "v1"].map(counted).iter().sum::<usize>(),
        2025,
        "2,031 rows, six of them twice"
    );
    assert_eq!((counted("2026-09-beta"), counted("2027-03-beta")), (158, 31));
    assert_eq!(counts.values().sum::<usize>(), 2025 + 158 + 31, "{counts:?}");
}

#[test]
fn the_release_of_2026_09_is_the_one_of_2026_03_by_substitution() {
    let catalog = Catalog::bundled();
    let granted = GrantedScopes::parse("crm.objects.contacts.read crm.objects.deals.write e-commerce");
    let mut compared = 0;
    for operation in catalog.operations().iter().filter(|op| op.version == "2026-03") {
        let later = operation.path.replace("2026-03", "2026-09");
        let found = catalog.resolve(operation.method, &later).expect("every one is found");
        assert_eq!((found.operation.version, found.version.as_str()), ("2026-03", "2026-09"), "{later}");
        let verdict =
            |path: &str| catalog.verdict(operation.method, path, Some(&granted), CredentialKind::Oauth);
        assert_eq!(verdict(&later), verdict(operation.path), "{later}");
        compared += 1;
    }
    assert_eq!(compared, 992);
}

#[test]
fn at_least_sixty_operations_are_written_by_hand() {
    let by_hand = Catalog::bundled().operations().iter().filter(|op| op.source == "by hand");
    assert!(by_hand.count() >= 60);
}

#[test]
fn no_operation_is_there_twice() {
    let mut seen = HashSet::new();
    for operation in Catalog::bundled().operations() {
        assert!(seen.insert((operation.method, &operation.path)), "{} {}", operation.method, operation.path);
    }
}

#[test]
fn every_operation_is_found_by_its_own_template() {
    let catalog = Catalog::bundled();
    for operation in catalog.operations() {
        let found = catalog.find(operation.method, operation.path);
        let trimmed = |path: &'static str| path.trim_end_matches('/');
        assert_eq!(found.map(|op| trimmed(op.path)), Some(trimmed(operation.path)), "{}", operation.method);
        let resolved = catalog.resolve(operation.method, operation.path).map(|found| found.operation.path);
        assert_eq!(resolved.map(trimmed), Some(trimmed(operation.path)), "{}", operation.method);
    }
}

#[test]
fn every_successor_is_an_operation_itself() {
    let catalog = Catalog::bundled();
    for operation in catalog.operations() {
        let Some(path) = operation.successor() else { continue };
        assert!(!catalog.methods_at(&path).is_empty(), "{} {} -> {path}", operation.method, operation.path);
    }
}

#[test]
fn calls_without_a_dated_twin_name_what_takes_their_place() {
    let table = [
        ("GET", "/oauth/v1/access-tokens/{token}", "/oauth/2026-03/token/introspect"),
        ("DELETE", "/oauth/v1/refresh-tokens/{token}", "/oauth/2026-03/token/revoke"),
        ("POST", "/oauth/v1/token", "/oauth/2026-03/token"),
        ("GET", "/events/v3/events", "/events/event-occurrences/2026-03"),
        (
            "POST",
            "/communication-preferences/v3/unsubscribe",
            "/communication-preferences/2026-03/statuses/{subscriberIdString}",
        ),
        ("GET", "/engagements/v1/engagements/paged", "/crm/objects/2026-03/{objectType}"),
        ("GET", "/owners/v2/owners", "/crm/owners/2026-03"),
        ("GET", "/integrations/v1/me", "/account-info/2026-03/details"),
        ("GET", "/content/api/v2/blog-posts", "/cms/blogs/2026-03/posts"),
    ];
    for (method, path, successor) in table {
        let operation = Catalog::bundled().find(method, path).expect("known");
        assert_eq!(operation.successor().as_deref(), Some(successor), "{method} {path}");
    }
}

#[test]
fn every_operation_has_a_title_in_plain_words() {
    for operation in Catalog::bundled().operations() {
        let title = &operation.title();
        let plain = title.starts_with(|c: char| c.is_ascii_uppercase())
            && !title.contains(['{', '_'])
            && !title.contains("  ");
        assert!(plain && !title.ends_with('.') && title.len() < 70, "{title}: {}", operation.path);
    }
}

#[test]
fn no_title_reads_badly() {
    for operation in Catalog::bundled().operations() {
        let title = operation.title();
        let words: Vec<&str> = title.split(' ').collect();
        let doubled = words.windows(2).any(|pair| pair[0] == pair[1]);
        let wrong_article = words.windows(2).any(|pair| {
            let vowel = pair[1].starts_with(['a', 'e', 'i', 'o', 'A', 'O']) || pair[1].starts_with("SMTP");
            (pair[0] == "a" && vowel) || (pair[0] == "an" && !vowel)
        });
        let no_thing = words.iter().any(|word| ["cursor", "query", "me", "inboxe", "json"].contains(word));
        let by_cursor = title.ends_with(" by cursor");
        let bad = doubled || wrong_article || (no_thing && !by_cursor);
        assert!(!bad, "{title}: {}", operation.path);
    }
}

#[test]
fn operations_of_a_version_with_the_same_title_have_the_same_path_but_for_the_place_of_the_version() {
    let mut titled: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for operation in Catalog::bundled().operations() {
        let unversioned = operation.path.replace(&format!("/{}", operation.version), "");
        let call = format!("{} {}", operation.method, unversioned.trim_end_matches('/'));
        titled.entry((operation.version, operation.title())).or_default().push(call);
    }
    for ((version, title), calls) in titled {
        assert!(calls.iter().all(|call| *call == calls[0]), "{title} in {version}: {calls:?}");
    }
}

#[test]
fn the_scopes_of_every_object_type_are_in_the_general_list() {
    let gate = |path: &str, method: &str| {
        let operation = Catalog::bundled().find(method, path).expect("known");
        operation.declared_scopes().to_vec()
    };
    let read = gate("/crm/objects/2026-03/{objectType}/search", "POST");
    let schema = gate("/crm/properties/2026-03/{objectType}", "GET");
    for object in ObjectTypes::bundled().all() {
        for (narrowing, gate) in [(Narrowing::Record, &read), (Narrowing::Schema, &schema)] {
            let Some(any_of) = object.requirement(narrowing, Effect::Read) else { continue };
            let passes = any_of.iter().flatten().any(|scope| gate.contains(&vec![scope.clone()]));
            // These have operations of their own and are not read through the general ones.
            let own = ["marketing_events", "contracts"].contains(&object.name.as_str());
            assert!(passes || own, "{} {narrowing:?}", object.name);
        }
    }
}

#[test]
fn operations_with_a_general_list_of_scopes_say_how_it_is_narrowed() {
    for operation in Catalog::bundled().operations() {
        let Requirement::Scopes(any_of) = &operation.requirement else { continue };
        let names_type = operation.path.contains("bjectType}") || operation.path.contains("bjectTypeId}");
        let narrows = operation.narrowing.is_some() || operation.path.starts_with("/engagements/");
        assert!(any_of.len() < 10 || !names_type || narrows, "{} {}", operation.method, operation.path);
        assert!(!any_of.contains(&vec!["oauth".to_owned()]), "{} {}", operation.method, operation.path);
    }
}

#[test]
fn developer_operations_name_no_scope_of_a_portal() {
    for operation in Catalog::bundled().operations() {
        if let Requirement::DeveloperCredential(any_of) = &operation.requirement {
            let names = ScopeNames::bundled();
            assert!(any_of.iter().flatten().all(|scope| names.is_developer(scope)), "{}", operation.path);
        }
    }
}

#[test]
fn the_data_stays_under_450_kilobytes() {
    assert!(FILES.iter().map(|file| file.len()).sum::<usize>() < 450_000);
}
