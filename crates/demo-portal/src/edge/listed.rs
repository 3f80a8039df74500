//! How the portal answers each operation of the catalog, found by calling it.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, header},
};
use portalscope_catalog::{Catalog, Operation};
use tokio::sync::watch;

use super::{dispatch, scopes};
use crate::{
    config::DemoConfig,
    http::call::Call,
    oauth,
    portal::Portal,
    state::{
        accounts::Account,
        caller::{Caller, CredentialKind},
        scopes::static_grant,
    },
};

/// How the portal answers an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answering {
    /// From its records, in HubSpot's shape.
    Modeled,
    /// With a made-up answer in the shape of the operation's version.
    Generic,
    /// With 401 or 403, whatever a portal grants: it wants the app's own credential, or a scope that no app gets.
    Refused,
}

/// An operation of the catalog, and how the portal answers it.
#[derive(Debug, Clone, Copy)]
pub struct ListedOperation {
    /// In capitals.
    pub method: &'static str,
    /// The template.
    pub path: &'static str,
    /// How it is answered.
    pub answering: Answering,
}

/// Every operation of the bundled catalog, in its order. Takes about a second.
pub fn operations() -> Vec<ListedOperation> {
    let (_keep, shutdown) = watch::channel(false);
    let config = DemoConfig { contacts: 1, ..DemoConfig::default() };
    let portal = Portal::new(config, 0, shutdown);
    let list = |operation: &'static Operation| ListedOperation {
        method: operation.method,
        path: operation.path,
        answering: answering(&portal, operation),
    };
    Catalog::bundled().operations().iter().map(list).collect()
}

fn answering(portal: &Portal, operation: &Operation) -> Answering {
    let call = sample(operation);
    if oauth::route_token_call(portal, &call).is_some() {
        return Answering::Modeled;
    }
    // Of an OAuth app, since some operations refuse static tokens.
    let caller = Caller { account: Account::main(), kind: CredentialKind::OAuth, granted: static_grant() };
    if scopes::check(portal, &call, &caller).is_err() {
        return Answering::Refused;
    }
    match dispatch(portal, &call, &caller) {
        Ok(answer) if answer.is_generic => Answering::Generic,
        _ => Answering::Modeled,
    }
}

/// A call with something in each place.
fn sample(operation: &Operation) -> Call {
    let fill = |segment: &str| match segment {
        "{objectType}" | "{fromObjectType}" | "{toObjectType}" | "{objectTypeId}" => "contacts".to_owned(),
        parameter if parameter.starts_with('{') => "1".to_owned(),
        word => word.to_owned(),
    };
    let path = operation.path.split('/').map(fill).collect::<Vec<_>>().join("/");
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let method: Method = operation.method.parse().unwrap_or_default();
    Call::new(method, &path, "", headers, Bytes::from_static(b"{}"))
}
