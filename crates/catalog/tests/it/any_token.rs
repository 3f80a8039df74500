//! Every call that is allowed whatever the scopes, with the reason: a file that names no scope is not one.

use std::collections::BTreeSet;

use portalscope_catalog::{Catalog, CredentialKind, GrantedScopes, VerdictKind};

/// The reason, and the calls.
const REASONS: [(&str, &[&str]); 6] = [
    (
        "Every connection may read whose token it has; connectors ask for no scope to do so.",
        &["GET /account-info/2026-03/details", "GET /account-info/v3/details", "GET /integrations/v1/me"],
    ),
    (
        "The count of one's own calls; HubSpot's file names the scope of every app.",
        &[
            "GET /account-info/2026-03/api-usage/daily/private-apps",
            "GET /account-info/v3/api-usage/daily",
            "GET /account-info/v3/api-usage/daily/private-apps",
            "GET /integrations/v1/limit/daily",
        ],
    ),
    (
        "An app removes itself, by its own token of the portal; static tokens are refused.",
        &["DELETE /appinstalls/2026-03/external-install", "DELETE /appinstalls/v3/external-install"],
    ),
    (
        "The credentials are in the body.",
        &[
            "POST /oauth/2026-03/token",
            "POST /oauth/2026-03/token/introspect",
            "POST /oauth/2026-03/token/revoke",
            "POST /oauth/v1/token",
            "POST /oauth/v2/private-apps/get/access-token-info",
            "POST /oauth/v3/token",
            "POST /oauth/v3/token/introspect",
            "POST /oauth/v3/token/revoke",
        ],
    ),
    (
        "The token that it is about is in the path.",
        &[
            "DELETE /oauth/v1/refresh-tokens/{token}",
            "GET /oauth/v1/access-tokens/{token}",
            "GET /oauth/v1/refresh-tokens/{token}",
        ],
    ),
    (
        "Whoever visits a website sends its forms.",
        &[
            "POST /submissions/v3/integration/submit/{portalId}/{formId}",
            "POST /uploads/form/v2/{portalId}",
            "POST /uploads/form/v2/{portalId}/{formId}",
        ],
    ),
];

#[test]
fn every_call_that_any_token_may_make_has_a_reason() {
    let catalog = Catalog::bundled();
    let none = GrantedScopes::default();
    let allowed = catalog.operations().iter().filter(|operation| {
        let verdict = catalog.verdict(operation.method, operation.path, Some(&none), CredentialKind::Oauth);
        verdict.kind == VerdictKind::Allowed
    });
    let allowed: BTreeSet<String> =
        allowed.map(|operation| format!("{} {}", operation.method, operation.path)).collect();
    let with_reason = REASONS.iter().flat_map(|(_, calls)| *calls);
    assert_eq!(allowed, with_reason.map(|call| (*call).to_owned()).collect());
}
