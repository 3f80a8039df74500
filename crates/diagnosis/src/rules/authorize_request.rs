//! The address of the consent page, judged as it stands.

use portalscope_catalog::ScopeNames;

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, page};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "authorize-request",
    about: "Scopes, redirect URL and client id in the address of the consent page.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Authorize || facts.url.is_none() {
        return;
    }
    let place = |name: &str, value: &str| Evidence::new("request.url", format!("{name}={value}"));
    // A page that names its reason is believed; the address alone is a hint.
    if let Some(scope) = facts.query("scope") {
        let names: Vec<&str> = scope.split(' ').filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            findings.add(
                Cause::AuthorizeScopeInvalid,
                70,
                [place("scope", "").tells("No scope is asked for.")],
            );
        } else if scope.contains([',', ';']) {
            findings.add(
                Cause::AuthorizeScopeInvalid,
                75,
                [place("scope", &scope).tells("Scopes are separated by single spaces.")],
            );
        } else if let Some(name) = names.iter().find(|name| is_made_up(facts, name)) {
            let tells = "No scope is called so.";
            findings.add(Cause::AuthorizeScopeInvalid, 70, [place("scope", name).tells(tells)]);
        }
    }
    if let Some(id) = facts.query("client_id").filter(|id| !is_client_id(id)) {
        let tells = "A client id is a UUID; an app's number or a token is none.";
        findings.add(Cause::ClientIdInvalid, 65, [place("client_id", &id).tells(tells)]);
    }
    if let Some(uri) = facts.query("redirect_uri") {
        let is_plain = uri.starts_with("http://") && !uri.starts_with("http://localhost");
        if is_plain {
            let tells = "Only localhost may be without https, and an IP address is not taken.";
            findings.add(Cause::RedirectUriMismatch, 50, [place("redirect_uri", &uri).tells(tells)]);
        }
    }
    if facts.said.is_empty() && !findings.has(50) {
        for (cause, weight) in [
            (Cause::AuthorizeScopeMismatch, 40),
            (Cause::RedirectUriMismatch, 36),
            (Cause::ClientIdInvalid, 32),
            (Cause::ScopeUnavailableInPortal, 28),
            (Cause::UserLacksPermission, 24),
        ] {
            findings.add(cause, weight, [Evidence::new("request.url", facts.path.as_str())]);
        }
    }
    if facts.said.is_empty() && facts.status().is_none() {
        findings.unknown("What HubSpot's page says");
    }
}

fn is_made_up(facts: &Facts<'_>, name: &str) -> bool {
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        && !name.contains("..");
    is_word && (ScopeNames::bundled().is_made_up(name) || !facts.catalog.knows_scope(name))
}

/// A UUID, its label, or what stands for one.
fn is_client_id(id: &str) -> bool {
    let id = id.trim();
    crate::token::is_uuid(id)
        || id.is_empty()
        || id.contains(['.', '«', '{', '<', '$', '*', '…'])
        || id.to_ascii_lowercase().contains("client")
}

const EXAMPLES: &[Example] = &[
    page("")
        .to("https://app.hubspot.com/oauth/authorize?scope=oauth,crm.lists.read")
        .tells(Cause::AuthorizeScopeInvalid, Possible),
    page("")
        .to("https://app.hubspot.com/oauth/authorize?client_id=131&scope=oauth")
        .tells(Cause::ClientIdInvalid, Possible),
    page("")
        .to("https://app.hubspot.com/oauth/authorize?redirect_uri=http://127.0.0.1/back&scope=oauth")
        .tells(Cause::RedirectUriMismatch, Possible),
];
