//! Which scopes an app can be granted, and which of them the static credentials have.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use portalscope_catalog::{Catalog, Effect, GrantedScopes, Narrowing, ObjectTypes, Operation, ScopeNames};

/// Prefixes of scopes that static credentials do not have, so that missing scopes can be seen with them too.
const WITHHELD_FROM_STATIC: &[&str] =
    &["account-info.security.", "crm.objects.orders.", "automation.sequences."];

/// Every scope that an app can request.
fn grantable() -> &'static BTreeSet<String> {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let by_operations = Catalog::bundled().operations().iter().flat_map(Operation::declared_scopes);
        let names = by_operations.chain(object_scopes()).flatten().map(String::as_str).chain(["oauth"]);
        names.filter(|name| ScopeNames::bundled().is_grantable(name)).map(str::to_owned).collect()
    })
}

/// The scopes that reading and writing each object type requires.
fn object_scopes() -> impl Iterator<Item = &'static Vec<String>> {
    let kinds = [Narrowing::Record, Narrowing::Schema, Narrowing::Pipeline];
    let pairs = kinds.into_iter().flat_map(|kind| [(kind, Effect::Read), (kind, Effect::Write)]);
    pairs.flat_map(|(kind, effect)| {
        ObjectTypes::bundled()
            .all()
            .iter()
            .filter_map(move |object| object.requirement(kind, effect))
            .flatten()
    })
}

/// Whether an app can request a scope.
pub(crate) fn is_grantable(name: &str) -> bool {
    grantable().contains(name)
}

/// The scopes of the service key and the private app: nearly all.
pub(crate) fn static_scopes() -> impl Iterator<Item = &'static String> {
    let given = |name: &&String| !WITHHELD_FROM_STATIC.iter().any(|prefix| name.starts_with(prefix));
    grantable().iter().filter(given)
}

/// [`static_scopes`] as a grant, parsed once.
pub(crate) fn static_grant() -> Arc<GrantedScopes> {
    static GRANTED: OnceLock<Arc<GrantedScopes>> = OnceLock::new();
    GRANTED.get_or_init(|| Arc::new(static_scopes().collect())).clone()
}
