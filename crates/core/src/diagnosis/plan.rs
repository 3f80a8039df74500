//! Which calls a check makes: small, and none that changes anything.

use std::collections::HashMap;

use portalscope_catalog::{Catalog, Effect, Verdict, VerdictKind};
use portalscope_diagnosis::{Case, Check};
use serde_json::{Value, json};

use crate::console::view::{NameValue, RequestDraft};

/// The calls of a check, made in their order. Empty: the token is looked at, not a call made.
pub(super) struct Plan {
    pub drafts: Vec<RequestDraft>,
}

impl Plan {
    /// The calls as people read them.
    pub fn calls(&self) -> String {
        let each = self.drafts.iter().map(|draft| format!("{} {}", draft.method, draft.path));
        each.collect::<Vec<_>>().join(", ")
    }
}

/// The calls of a check for this case. `None`: it cannot be made here.
pub(super) fn plan(check: Check, case: &Case, catalog: &Catalog) -> Option<Plan> {
    let target = Target::of(case)?;
    let drafts = match check {
        Check::Introspect => Vec::new(),
        // Any token may make it, and its headers tell the limits and the time.
        Check::AccountDetails | Check::RateWindow | Check::Clock | Check::HubletHost => {
            vec![get("/account-info/2026-03/details")]
        }
        Check::Repeat => vec![repeat(case, &target, catalog)?],
        Check::SameScope => vec![same_scope(&target, catalog)?],
        Check::Successor => vec![get(&successor(&target, catalog)?)],
        Check::ReadRecord => vec![get(&record(&target)?)],
        Check::FindDuplicate => duplicate(case, &target)?,
        Check::ReadProperty => vec![get(&property(case, &target)?)],
    };
    Some(Plan { drafts })
}

/// The call that failed.
struct Target<'a> {
    method: &'a str,
    path: String,
    query: String,
}

impl<'a> Target<'a> {
    fn of(case: &'a Case) -> Option<Self> {
        let url = url::Url::parse(case.request.url.as_deref()?).ok()?;
        Some(Self {
            method: case.request.method.as_deref()?,
            path: url.path().to_owned(),
            query: url.query().unwrap_or_default().to_owned(),
        })
    }

    /// The type of records that the path names, with the id behind it.
    fn object(&self) -> Option<(&str, Option<&str>)> {
        let parts: Vec<&str> = self.path.split('/').filter(|part| !part.is_empty()).collect();
        let (kind, rest) = match parts.as_slice() {
            ["crm", "objects", _, kind, rest @ ..] | ["crm", "v3" | "v4", "objects", kind, rest @ ..] => {
                (*kind, rest)
            }
            ["contacts", "v1", ..] => ("contacts", &[][..]),
            ["companies", "v2", ..] => ("companies", &[][..]),
            ["deals", "v1", ..] => ("deals", &[][..]),
            _ => return None,
        };
        Some((kind, rest.first().copied().filter(|id| !matches!(*id, "batch" | "search" | "merge"))))
    }
}

fn get(path: &str) -> RequestDraft {
    RequestDraft {
        method: "GET".to_owned(),
        path: path.to_owned(),
        path_values: HashMap::new(),
        query: Vec::new(),
        headers: Vec::new(),
        body: None,
    }
}

/// The same call, if it only reads.
fn repeat(case: &Case, target: &Target<'_>, catalog: &Catalog) -> Option<RequestDraft> {
    let found = catalog.resolve(target.method, &target.path);
    let effect =
        found.map_or_else(|| Effect::by_rule(target.method, &target.path), |found| found.operation.effect);
    if effect != Effect::Read {
        return None;
    }
    let path = if target.query.is_empty() {
        target.path.clone()
    } else {
        format!("{}?{}", target.path, target.query)
    };
    let body = case.request.body.clone().filter(|_| target.method != "GET");
    Some(RequestDraft { method: target.method.to_owned(), body, ..get(&path) })
}

/// A list of the same API with one entry, which wants the same scope; for a write that of the reading kind.
fn same_scope(target: &Target<'_>, catalog: &Catalog) -> Option<RequestDraft> {
    let failing = catalog.resolve(target.method, &target.path)?;
    let wanted = verdict(catalog, target.method, &target.path);
    let is_write = failing.operation.effect != Effect::Read;
    let serves = |path: &str| {
        let scopes = verdict(catalog, "GET", path).any_of;
        let same =
            scopes.iter().flatten().any(|scope| wanted.any_of.iter().flatten().any(|own| own == scope));
        path != target.path && !path.contains('{') && (same || is_write && !scopes.is_empty())
    };
    let collection = target.object().map(|(kind, _)| format!("/crm/objects/2026-03/{kind}"));
    let siblings = catalog.operations().iter().filter(|operation| {
        operation.method == "GET"
            && operation.api == failing.operation.api
            && operation.effect == Effect::Read
            && operation.query_parameters.iter().all(|parameter| !parameter.required)
    });
    let paths = collection.into_iter().chain(siblings.map(|operation| operation.path.to_owned()));
    let path = paths.into_iter().find(|path| serves(path))?;
    let limit = NameValue { name: "limit".to_owned(), value: "1".to_owned(), enabled: true };
    Some(RequestDraft { query: vec![limit], ..get(&path) })
}

fn verdict(catalog: &Catalog, method: &str, path: &str) -> Verdict {
    let verdict = catalog.verdict(method, path, None, portalscope_catalog::CredentialKind::Oauth);
    debug_assert!(
        verdict.kind != VerdictKind::MissingScopes,
        "without scopes nothing is known to be missing"
    );
    verdict
}

/// The path that replaced this one, with its values.
fn successor(target: &Target<'_>, catalog: &Catalog) -> Option<String> {
    let found = catalog.resolve(target.method, &target.path).filter(|_| target.method == "GET")?;
    let mut path = found.operation.successor()?;
    for (name, value) in &found.path_values {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    (!path.contains('{')).then_some(path)
}

fn record(target: &Target<'_>) -> Option<String> {
    let (kind, id) = target.object()?;
    Some(format!("/crm/objects/2026-03/{kind}/{}", id?))
}

/// The contact with this address: by the address, and by a search.
fn duplicate(case: &Case, target: &Target<'_>) -> Option<Vec<RequestDraft>> {
    let (kind, _) = target.object()?;
    let body: Value = serde_json::from_str(case.request.body.as_deref()?).ok()?;
    let (name, value) = unique(case, &body)?;
    let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let by_value = get(&format!("/crm/objects/2026-03/{kind}/{encoded}?idProperty={name}"));
    let filter = json!({ "filterGroups": [{ "filters": [
        { "propertyName": name, "operator": "EQ", "value": value },
    ] }], "limit": 1 });
    let by_search = RequestDraft {
        method: "POST".to_owned(),
        body: Some(filter.to_string()),
        ..get(&format!("/crm/objects/2026-03/{kind}/search"))
    };
    Some(vec![by_value, by_search])
}

/// The property that HubSpot names and its value, else the e-mail address.
fn unique(case: &Case, body: &Value) -> Option<(String, String)> {
    let first = &body["inputs"][0];
    let properties = if first.is_object() { &first["properties"] } else { &body["properties"] };
    let value_of = |name: &str| match properties {
        Value::Object(properties) => properties.get(name)?.as_str().map(str::to_owned),
        Value::Array(list) => {
            let row = list.iter().find(|row| row["property"] == *name || row["name"] == *name)?;
            row["value"].as_str().map(str::to_owned)
        }
        _ => None,
    };
    let named = property_name(case).filter(|name| value_of(name).is_some());
    let name = named.unwrap_or_else(|| "email".to_owned());
    let value = value_of(&name)?;
    Some((name, value))
}

fn property(case: &Case, target: &Target<'_>) -> Option<String> {
    let (kind, _) = target.object()?;
    Some(format!("/crm/properties/2026-03/{kind}/{}", property_name(case)?))
}

/// The property that an error names.
fn property_name(case: &Case) -> Option<String> {
    let said = case.response.body.as_deref()?;
    let is_name = |name: &&str| {
        !name.is_empty()
            && name.len() < 100
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let plain = said.replace('\\', "");
    let after = |sign: &str| {
        plain.split(sign).nth(1).map(|rest| rest.split(['"', ']', ' ', ',', '}']).next().unwrap_or_default())
    };
    let signs =
        ["\"propertyName\":[\"", "\"propertyName\":\"", "Property \"", "\"name\":\"", "propertyName="];
    signs.iter().filter_map(|sign| after(sign)).find(|name| is_name(name)).map(str::to_owned)
}
