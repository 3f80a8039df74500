//! A world in which one call fails for one cause, as a scenario.

use std::collections::BTreeMap;

use axum::http::Method;
use serde::Serialize;
use serde_json::Value;

use super::{effect::Effect, exchange::Exchange};

/// The kind of credential that a scenario's call is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Connect {
    /// An access token of the demo app.
    Oauth,
    /// The service key.
    ServiceKey,
    /// The token of the private app.
    PrivateApp,
}

/// A call that fails in a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedCall {
    /// In capitals.
    pub method: String,
    /// With its query.
    pub path: String,
    /// Beyond those of every call: the credential, and JSON's content type.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<&'static str, &'static str>,
    /// JSON, or as text what is no JSON. `None`: no body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// Where a scenario's failure happens.
#[derive(Debug)]
pub(crate) enum Happens {
    /// In a call of the API that a connected app makes.
    Call(Connect, fn() -> PlannedCall),
    /// In a request that a connected app cannot send.
    Exchange(Exchange),
}

/// A world in which one call fails for one cause.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) name: &'static str,
    /// The label of the cause.
    pub(crate) label: &'static str,
    pub(crate) title: &'static str,
    pub(crate) happens: Happens,
    /// What makes this world differ from others; empty if the request is wrong in any.
    pub(crate) effects: &'static [Effect],
}

impl PlannedCall {
    fn new(method: &Method, path: impl Into<String>, body: Option<Value>) -> Self {
        Self { method: method.to_string(), path: path.into(), headers: BTreeMap::new(), body }
    }

    /// The same with a header.
    pub(super) fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.insert(name, value);
        self
    }
}

pub(super) fn get(path: impl Into<String>) -> PlannedCall {
    PlannedCall::new(&Method::GET, path, None)
}

pub(super) fn delete(path: impl Into<String>) -> PlannedCall {
    PlannedCall::new(&Method::DELETE, path, None)
}

pub(super) fn post(path: impl Into<String>, body: Value) -> PlannedCall {
    PlannedCall::new(&Method::POST, path, Some(body))
}

pub(super) fn post_nothing(path: impl Into<String>) -> PlannedCall {
    PlannedCall::new(&Method::POST, path, None)
}

pub(super) fn put(path: impl Into<String>, body: Value) -> PlannedCall {
    PlannedCall::new(&Method::PUT, path, Some(body))
}

pub(super) fn patch(path: impl Into<String>, body: Value) -> PlannedCall {
    PlannedCall::new(&Method::PATCH, path, Some(body))
}
