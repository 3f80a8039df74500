//! Every operation of the catalog can be called; none is reported as unknown.

use portalscope_catalog::{Catalog, CredentialKind, GrantedScopes, Operation, VerdictKind};
use reqwest::Method;
use serde_json::json;

use crate::client::Portal;

/// The path with plausible values for its parameters.
fn fill_path(operation: &Operation) -> String {
    let fill = |segment: &str| match segment {
        "{objectType}" | "{fromObjectType}" | "{toObjectType}" | "{objectTypeId}" => "contacts".to_owned(),
        parameter if parameter.starts_with('{') => "1".to_owned(),
        word => word.to_owned(),
    };
    operation.path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

/// OAuth endpoints take other credentials, and `external-install` uninstalls the app.
fn is_skipped(path: &str) -> bool {
    path.starts_with("/oauth/") || path.ends_with("/external-install")
}

#[tokio::test]
async fn every_operation_answers_as_its_verdict_says() {
    let portal = Portal::start().await;
    portal.demo.set_scenario("unlimited", true).unwrap();
    let (token, _) = portal.connect("oauth").await;
    let granted = GrantedScopes::parse("oauth");
    let catalog = Catalog::bundled();
    let mut wrong = Vec::new();
    for operation in catalog.operations().iter().filter(|operation| !is_skipped(operation.path)) {
        let path = fill_path(operation);
        let method: Method = operation.method.parse().unwrap();
        let body = operation.has_body.then(|| json!({}));
        let answer = portal.call(method, &path, &token, body).await;
        let verdict = catalog.verdict(operation.method, &path, Some(&granted), CredentialKind::Oauth).kind;
        let fits = match verdict {
            VerdictKind::MissingScopes | VerdictKind::NotGrantable => answer.status == 403,
            VerdictKind::NeedsDeveloperCredential => answer.status == 401 || answer.status == 403,
            VerdictKind::UnknownOperation => false,
            VerdictKind::Allowed | VerdictKind::Undeclared | VerdictKind::DependsOnObjectType => {
                answer.status < 500 && !answer.text.contains("<html>")
            }
        };
        if !fits {
            wrong.push(format!("{} {path}: {verdict:?} but {}", operation.method, answer.status));
        }
    }
    assert!(wrong.is_empty(), "{} operations:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn operations_that_are_allowed_answer_without_a_server_error() {
    let portal = Portal::start().await;
    portal.demo.set_scenario("unlimited", true).unwrap();
    let key = portal.info().service_key.clone();
    let mut wrong = Vec::new();
    let operations = Catalog::bundled().operations().iter();
    for operation in operations.filter(|operation| operation.method == "GET" && !is_skipped(operation.path)) {
        let answer = portal.get(&fill_path(operation), &key).await;
        if answer.status >= 500 || answer.status == 405 {
            wrong.push(format!("{}: {}", operation.path, answer.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
