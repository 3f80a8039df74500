//! The parts of an OpenAPI 3.0 or 3.1 document that contain facts. Descriptions, examples and schemas are ignored.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// The format of a file that cannot be a JSON object, judged by its beginning; `None` if it may be one.
pub(super) fn other_format(content: &[u8]) -> Option<&'static str> {
    if content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff") {
        return Some("text in UTF-16");
    }
    let start = content.trim_ascii_start();
    let start = String::from_utf8_lossy(&start[..start.len().min(2_000)]);
    let is_key = |line: &str| line.starts_with("openapi:") || line.starts_with("swagger:");
    match start.chars().next() {
        None => Some("empty"),
        Some('{') => None,
        Some('<') => Some("a web page or XML"),
        _ if start.lines().any(is_key) => Some("YAML"),
        _ if start.contains('\u{fffd}') || start.contains('\0') => Some("not text"),
        Some(_) => None,
    }
}

/// The field by which the kind of file is recognized.
#[derive(Deserialize)]
pub(super) struct Kind {
    #[serde(default)]
    pub openapi: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub info: Info,
    #[serde(default)]
    pub servers: Vec<Server>,
    #[serde(default)]
    pub security: Option<Vec<SecurityRequirement>>,
    #[serde(default)]
    pub paths: Pairs<PathItem>,
    #[serde(default)]
    pub components: Components,
    #[serde(default, rename = "x-hubspot-product-tier-requirements")]
    pub tiers: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
pub(super) struct Info {
    pub title: String,
    #[serde(default)]
    pub version: String,
    #[serde(default, rename = "x-hubspot-product-tier-requirements")]
    pub tiers: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
pub(super) struct Server {
    pub url: String,
}

/// Schemes that are required together, each with its scopes.
pub(super) type SecurityRequirement = BTreeMap<String, Vec<String>>;

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Components {
    #[serde(default)]
    pub parameters: BTreeMap<String, Parameter>,
    #[serde(default)]
    pub request_bodies: BTreeMap<String, Body>,
    #[serde(default)]
    pub security_schemes: BTreeMap<String, Scheme>,
}

#[derive(Deserialize)]
pub(super) struct Scheme {
    #[serde(default, rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub name: String,
}

#[derive(Deserialize)]
pub(super) struct PathItem {
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    pub get: Option<Operation>,
    pub post: Option<Operation>,
    pub put: Option<Operation>,
    pub patch: Option<Operation>,
    pub delete: Option<Operation>,
    pub head: Option<Operation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    pub request_body: Option<Body>,
    pub security: Option<Vec<SecurityRequirement>>,
    #[serde(default)]
    pub deprecated: bool,
    #[serde(default, rename = "x-hubspot-rate-limit-exemptions")]
    pub exemptions: Vec<String>,
    #[serde(default, rename = "x-hubspot-user-level-auth")]
    pub user_level: Option<UserLevel>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserLevel {
    #[serde(default)]
    pub internal_only: bool,
}

/// A parameter, or a reference to one.
#[derive(Deserialize)]
pub(super) struct Parameter {
    #[serde(rename = "$ref")]
    pub reference: Option<String>,
    #[serde(default)]
    pub name: String,
    #[serde(default, rename = "in")]
    pub place: String,
    #[serde(default)]
    pub required: bool,
    /// Not parsed further: only `type` and `items` count, and 3.1 has more forms of them.
    #[serde(default)]
    pub schema: Value,
}

/// A body, or a reference to one.
#[derive(Deserialize)]
pub(super) struct Body {
    #[serde(rename = "$ref")]
    pub reference: Option<String>,
    #[serde(default)]
    pub content: Pairs<IgnoredAny>,
}

/// An object's members in their order, duplicates included.
#[derive(Debug)]
pub(super) struct Pairs<V>(pub Vec<(String, V)>);

impl<V> Default for Pairs<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

struct PairsVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for PairsVisitor<V> {
    type Value = Pairs<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<V>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}
