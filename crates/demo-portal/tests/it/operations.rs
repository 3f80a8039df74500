//! How each operation of the catalog is answered: modeled, made up, or refused. The list is `operations.txt` beside this
//! file, by families, so that a change of it shows. `UPDATE_OPERATIONS=1` writes it anew.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use portalscope_demo_portal::{Answering, ListedOperation, operations};

fn word(answering: Answering) -> &'static str {
    match answering {
        Answering::Modeled => "modeled",
        Answering::Generic => "generic",
        Answering::Refused => "refused",
    }
}

/// The first two segments, without the version and the names of objects.
fn family(path: &str) -> String {
    let is_version =
        |segment: &&str| !segment.starts_with("20") && !matches!(*segment, "v1" | "v2" | "v3" | "v4");
    let segments = path.split('/').filter(|segment| !segment.is_empty()).filter(is_version);
    let named: Vec<&str> = segments.take_while(|segment| !segment.starts_with('{')).take(2).collect();
    format!("/{}", named.join("/"))
}

fn counts(listed: &[&ListedOperation]) -> String {
    let of = |wanted| listed.iter().filter(|operation| operation.answering == wanted).count();
    format!(
        "{} modeled, {} generic, {} refused",
        of(Answering::Modeled),
        of(Answering::Generic),
        of(Answering::Refused)
    )
}

fn list() -> String {
    let all = operations();
    let mut families: BTreeMap<String, Vec<&ListedOperation>> = BTreeMap::new();
    for operation in &all {
        families.entry(family(operation.path)).or_default().push(operation);
    }
    let mut text = format!("all: {}\n", counts(&all.iter().collect::<Vec<_>>()));
    for (family, mut listed) in families {
        listed.sort_by_key(|operation| (operation.answering, operation.path, operation.method));
        let _ = writeln!(text, "\n{family}: {}", counts(&listed));
        for operation in listed {
            let _ = writeln!(text, "  {} {} {}", word(operation.answering), operation.method, operation.path);
        }
    }
    text
}

#[test]
fn how_each_operation_is_answered_is_the_list_in_the_repository() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/operations.txt");
    let now = list();
    if std::env::var_os("UPDATE_OPERATIONS").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<&str> =
        now.lines().filter(|line| !kept.lines().any(|old| old == *line)).take(20).collect();
    assert!(
        now == kept,
        "run with UPDATE_OPERATIONS=1 and read the diff; new lines:\n{}",
        changed.join("\n")
    );
}

#[tokio::test]
async fn the_list_says_what_the_header_says() {
    let portal = crate::client::Portal::start().await;
    portal.demo.set_scenario("unlimited", true).unwrap();
    let key = portal.info().service_key.clone();
    let listed = operations();
    let plain = listed.iter().filter(|operation| operation.method == "GET" && !operation.path.contains('{'));
    for operation in plain.filter(|operation| operation.answering != Answering::Refused) {
        let answer = portal.get(operation.path, &key).await;
        let is_generic = answer.header("x-demo-generic") == Some("true");
        assert_eq!(is_generic, operation.answering == Answering::Generic, "{}", operation.path);
    }
}
