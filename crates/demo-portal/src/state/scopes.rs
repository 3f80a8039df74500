//! Which scopes an app can be granted, and which of them the static credentials have.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use portalscope_catalog::{Catalog, Effect, GrantedScopes, Narrowing, ObjectTypes, Operation, ScopeNames};

/// Begins the names that static credentials are not given, so that there is something to be missing.
const NOT_FOR_STATIC: &[&str] = &["account-info.security.", "crm.objects.orders.", "automation.sequences."];

/// Every scope name that an app can ask for.
fn grantable() -> &'static BTreeSet<String> {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let by_operations = Catalog::bundled().operations().iter().flat_map(Operation::declared_scopes);
        let names = by_operations.chain(object_scopes()).flatten().map(String::as_str).chain(["oauth"]);
        names.filter(|name| ScopeNames::bundled().is_grantable(name)).map(str::to_owned).collect()
    })
}

fn object_scopes() -> impl Iterator<Item = &'static Vec<String>> {
    let kinds = [Narrowing::Record, Narrowing::Schema, Narrowing::Pipeline];
    let asked = kinds.into_iter().flat_map(|kind| [(kind, Effect::Read), (kind, Effect::Write)]);
    asked.flat_map(|(kind, effect)| {
        ObjectTypes::bundled()
            .all()
            .iter()
            .filter_map(move |object| object.requirement(kind, effect))
            .flatten()
    })
}

pub(crate) fn is_grantable(name: &str) -> bool {
    grantable().contains(name)
}

/// What the service key and the private app may do: nearly everything.
pub(crate) fn of_static() -> impl Iterator<Item = &'static String> {
    let given = |name: &&String| !NOT_FOR_STATIC.iter().any(|prefix| name.starts_with(prefix));
    grantable().iter().filter(given)
}

pub(crate) fn granted_to_static() -> Arc<GrantedScopes> {
    static GRANTED: OnceLock<Arc<GrantedScopes>> = OnceLock::new();
    GRANTED.get_or_init(|| Arc::new(of_static().collect())).clone()
}
