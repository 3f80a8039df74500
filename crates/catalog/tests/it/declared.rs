//! Every row of the facts as HubSpot's files declare them (`fixtures/declared.txt`), evaluated by rules of its own and
//! compared with the catalogue: whether the data files were compiled correctly.

use std::collections::BTreeSet;

use portalscope_catalog::{Catalog, CredentialKind, GrantedScopes, VerdictKind};

use crate::independent::{OVERRIDES, is_object_parameter, lines, object, object_requirement};

const DECLARED: &str = include_str!("../fixtures/declared.txt");
/// A longer list is the general one of an operation on any object type.
const LONGEST: usize = 9;

type AnyOf = BTreeSet<BTreeSet<&'static str>>;

struct Row {
    method: &'static str,
    path: &'static str,
    any_of: AnyOf,
    developer: bool,
}

fn rows() -> Vec<Row> {
    let lists: Vec<&str> = DECLARED
        .lines()
        .filter_map(|line| line.strip_prefix('#')?.split_once(' '))
        .map(|(_, list)| list)
        .collect();
    let row = |line: &'static str| {
        let mut words = line.split(' ');
        let (method, path) = (words.next()?, words.next()?);
        let mut row = Row { method, path, any_of: AnyOf::new(), developer: false };
        for word in words {
            let Some((_, text)) = word.split_once('=') else {
                row.developer = true;
                continue;
            };
            let text = text
                .strip_prefix('#')
                .map_or(text, |number| lists[number.parse::<usize>().expect("a number")]);
            row.any_of.extend(text.split('|').map(|all| all.split('+').collect::<BTreeSet<_>>()));
        }
        Some(row)
    };
    DECLARED.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
}

/// The expected verdict with no scope granted, and its alternatives if the facts state them.
fn expected(row: &Row) -> (VerdictKind, Option<AnyOf>) {
    let own = ["developers-", "private-apps-", "portal-developers-access", "webhooks-journal-"];
    let of_developers = |scope: &&str| own.iter().any(|start| scope.starts_with(start));
    let scopes: Vec<&&str> = row.any_of.iter().flatten().collect();
    if row.developer || (!scopes.is_empty() && scopes.iter().all(|scope| of_developers(scope))) {
        return (VerdictKind::NeedsDeveloperCredential, None);
    }
    let bare: BTreeSet<&str> = ["oauth"].into();
    if row.any_of.iter().eq([&bare]) {
        return (VerdictKind::Allowed, None);
    }
    let any_of: AnyOf = row.any_of.iter().filter(|all| **all != bare).cloned().collect();
    if any_of.is_empty() {
        return (VerdictKind::Undeclared, None);
    }
    let segments: Vec<&str> = row.path.split('/').collect();
    if any_of.len() > LONGEST
        && segments.iter().any(|segment| is_object_parameter(segment))
        && !names_object(&segments)
    {
        return (VerdictKind::DependsOnObjectType, None);
    }
    (VerdictKind::MissingScopes, Some(by_object_or(row, &segments, any_of)))
}

fn names_object(segments: &[&str]) -> bool {
    object_named(segments).is_some()
}

/// The type whose records a path is about, as `/crm/v3/objects/emails/...` is about emails.
fn object_named<'a>(segments: &[&'a str]) -> Option<&'a str> {
    let at = segments.iter().position(|segment| *segment == "objects")?;
    let after = &segments[at + 1..];
    let version = |segment: &str| segment.starts_with("20") || segment.len() == 2;
    after.iter().copied().find(|segment| !version(segment)).filter(|name| object(name).is_some())
}

/// The table of object types decides if the file has the general list, and for the types whose files are known to be
/// wrong: emails require both scopes, tickets have two names.
fn by_object_or(row: &Row, segments: &[&str], any_of: AnyOf) -> AnyOf {
    let Some(name) = object_named(segments) else { return any_of };
    if any_of.len() <= LONGEST && !["emails", "tickets"].contains(&name) {
        return any_of;
    }
    let last = segments.last().copied().unwrap_or_default();
    let reads = row.method == "GET" || ["search", "read"].contains(&last);
    let object = object(name).expect("it was found before");
    let text = object_requirement(&object, false, !reads).unwrap_or_default().leak();
    text.split('|').map(|all| all.split('+').collect()).collect()
}

#[test]
fn every_row_of_the_facts_has_the_verdict_that_it_declares() {
    let corrected: BTreeSet<(&str, &str)> = lines(OVERRIDES)
        .filter(|line| line.contains(" auth=") || line.contains(" scopes="))
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?))
        })
        .collect();
    let (mut compared, mut differences) = (0, Vec::new());
    let none = GrantedScopes::default();
    for row in rows().iter().filter(|row| !corrected.contains(&(row.method, row.path))) {
        // Two files have the same call with and without a slash at its end; the one without is found.
        if row.path.ends_with('/') {
            continue;
        }
        let verdict = Catalog::bundled().verdict(row.method, row.path, Some(&none), CredentialKind::Oauth);
        let (kind, any_of) = expected(row);
        let found: BTreeSet<BTreeSet<&str>> =
            verdict.any_of.iter().map(|all| all.iter().map(String::as_str).collect()).collect();
        let same_kind = verdict.kind == kind
            || (kind == VerdictKind::MissingScopes && verdict.kind == VerdictKind::NotGrantable);
        if !same_kind || any_of.is_some_and(|any_of| any_of != found) {
            differences.push(format!("{} {}: {:?} {found:?}", row.method, row.path, verdict.kind));
        }
        compared += 1;
    }
    assert!(compared > 2_180, "{compared}");
    differences.truncate(20);
    assert!(differences.is_empty(), "{differences:#?}");
}
