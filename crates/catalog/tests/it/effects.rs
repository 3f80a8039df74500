//! The effect of a call on the portal's data: it reads, writes, or removes something.

use std::fmt::Write;

use portalscope_catalog::{Catalog, Effect, ObjectTypes};

/// The whole list, to review changes of the rule or of the data. `INSTA_UPDATE=always cargo test` updates it.
#[test]
fn these_calls_are_destructive_and_no_others() {
    let destructive = |operation: &&portalscope_catalog::Operation| operation.effect == Effect::Destructive;
    let mut lines: Vec<(&str, String)> = Catalog::bundled()
        .operations()
        .iter()
        .filter(destructive)
        .map(|operation| {
            let line = format!("{:<6} {}  {}", operation.method, operation.path, operation.title());
            (operation.path, line)
        })
        .collect();
    lines.sort();
    let list = lines.iter().fold(String::new(), |mut list, (_, line)| {
        let _ = writeln!(list, "{line}");
        list
    });
    insta::assert_snapshot!("destructive", list);
}

#[test]
fn every_delete_is_destructive() {
    let deletes = Catalog::bundled().operations().iter().filter(|operation| operation.method == "DELETE");
    let effects: Vec<Effect> = deletes.map(|operation| operation.effect).collect();
    assert!(effects.len() > 200 && effects.iter().all(|effect| *effect == Effect::Destructive));
}

#[test]
fn the_effect_of_a_call_that_the_catalog_does_not_contain_follows_the_same_rule() {
    for (method, path, expected) in [
        ("DELETE", "/not/in/the/catalogue", Effect::Destructive),
        ("DELETE", "/not/in/the/catalogue/search", Effect::Destructive),
        ("POST", "/not/known/batch/archive", Effect::Destructive),
        ("PUT", "/not/known/delete", Effect::Destructive),
        ("PATCH", "/not/known/merge/", Effect::Destructive),
        ("POST", "/not/known/Archive", Effect::Destructive),
        ("POST", "/crm-objects/v1/objects/tickets/batch-delete", Effect::Destructive),
        ("PUT", "/crm-associations/v1/associations/delete-batch", Effect::Destructive),
        ("POST", "/not/known/unsubscribe-all/read", Effect::Read),
        ("GET", "/not/known/archive", Effect::Read),
        ("HEAD", "/not/known/delete", Effect::Read),
        ("POST", "/not/known/archived", Effect::Write),
        ("POST", "/not/known", Effect::Write),
        ("POST", "", Effect::Write),
    ] {
        assert_eq!(Effect::by_rule(method, path), expected, "{method} {path}");
    }
}

#[test]
fn a_destructive_call_needs_the_scopes_of_a_write() {
    assert!(Effect::Destructive.is_write() && Effect::Write.is_write() && !Effect::Read.is_write());
    for object in ObjectTypes::bundled().all() {
        for narrowing in [portalscope_catalog::Narrowing::Record, portalscope_catalog::Narrowing::Schema] {
            let by = |effect| object.requirement(narrowing, effect);
            assert_eq!(by(Effect::Destructive), by(Effect::Write), "{}", object.name);
        }
    }
}
