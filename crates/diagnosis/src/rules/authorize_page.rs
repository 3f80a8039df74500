//! What HubSpot's page says when nobody can be sent back to the app.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, page};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "authorize-page",
    about: "The sentences of HubSpot's consent page, which are all that a failed authorization leaves.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(&["mismatch between the scopes"], Cause::AuthorizeScopeMismatch, CERTAIN),
    words(&["scopes are insufficient"], Cause::AuthorizeScopeMismatch, LIKELY),
    words(&["insufficient scopes were provided"], Cause::AuthorizeScopeMismatch, LIKELY),
    words(&["scopes are missing"], Cause::AuthorizeScopeMismatch, CERTAIN),
    words(&["required scopes are missing"], Cause::AuthorizeScopeMismatch, CERTAIN),
    words(&["scopes are invalid"], Cause::AuthorizeScopeInvalid, CERTAIN),
    words(&["permissions to request the set of scopes"], Cause::AuthorizeScopeMismatch, LIKELY),
    words(&["scope", "is missing"], Cause::AuthorizeScopeMismatch, 75),
    words(&["scopes", "match"], Cause::AuthorizeScopeMismatch, 75),
    words(&["scopes are not valid"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["scope", "is not valid"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["scope", "doesn't exist"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["scope", "does not exist"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["scope", "not recognized"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["invalid scope"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["invalid_scope"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["unknown scope"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["scope parameter"], Cause::AuthorizeScopeInvalid, LIKELY),
    words(&["doesn't have access to some hubspot features"], Cause::ScopeUnavailableInPortal, LIKELY),
    words(&["does not have access to some hubspot features"], Cause::ScopeUnavailableInPortal, LIKELY),
    words(&["free account"], Cause::ScopeUnavailableInPortal, 65),
    words(&["subscription", "scope"], Cause::ScopeUnavailableInPortal, 65),
    words(&["account doesn't have access to", "scope"], Cause::ScopeUnavailableInPortal, LIKELY),
    words(&["hasn't been approved to access the required scopes"], Cause::AppGovernanceUnapproved, CERTAIN),
    words(&["has not been approved to access the required scopes"], Cause::AppGovernanceUnapproved, CERTAIN),
    words(&["haven't been approved"], Cause::AppGovernanceUnapproved, LIKELY),
    words(&["hasn't been approved"], Cause::AppGovernanceUnapproved, LIKELY),
    words(&["admin", "approve"], Cause::AppGovernanceUnapproved, 76),
    words(&["app governance"], Cause::AppGovernanceUnapproved, LIKELY),
    words(&["right permissions to install"], Cause::UserLacksPermission, CERTAIN),
    words(&["permission to install"], Cause::UserLacksPermission, LIKELY),
    words(&["permissions to install"], Cause::UserLacksPermission, LIKELY),
    // Said to a person who may not, and where the portal's plan lacks what a scope covers.
    words(&["correct role to grant"], Cause::UserLacksPermission, 75),
    words(&["correct role to grant"], Cause::ScopeUnavailableInPortal, 60),
    words(&["super admin", "install"], Cause::UserLacksPermission, LIKELY),
    words(&["super admin"], Cause::UserLacksPermission, 62),
    words(&["permission to connect"], Cause::UserLacksPermission, LIKELY),
    words(&["marketplace access"], Cause::UserLacksPermission, LIKELY),
    words(&["acceptable use policy"], Cause::AppPolicyUnsigned, CERTAIN),
    words(&["code_challenge"], Cause::PkceRequired, CERTAIN),
    words(&["code challenge"], Cause::PkceRequired, CERTAIN),
    words(&["pkce"], Cause::PkceRequired, LIKELY),
    words(&["redirect url", "match"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["redirect uri", "match"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["redirect_uri", "match"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["redirect_uri_mismatch"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["callback url", "match"], Cause::RedirectUriMismatch, LIKELY),
    words(&["redirect url", "not registered"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["redirect url", "invalid"], Cause::RedirectUriMismatch, LIKELY),
    words(&["redirect url", "must be https"], Cause::RedirectUriMismatch, LIKELY),
    words(&["client id", "invalid"], Cause::ClientIdInvalid, LIKELY),
    words(&["client_id", "invalid"], Cause::ClientIdInvalid, LIKELY),
    words(&["client_id"], Cause::ClientIdInvalid, 55),
    words(&["an error occurred while"], Cause::HubspotServerError, 50),
    words(&["client id", "unknown"], Cause::ClientIdInvalid, LIKELY),
    words(&["client id", "doesn't exist"], Cause::ClientIdInvalid, LIKELY),
    words(&["app", "with this client id"], Cause::ClientIdInvalid, LIKELY),
    words(&["no application found"], Cause::ClientIdInvalid, LIKELY),
    words(&["application not found"], Cause::ClientIdInvalid, LIKELY),
    words(&["app id", "not"], Cause::ClientIdInvalid, 60),
    words(&["couldn't find", "app"], Cause::ClientIdInvalid, 60),
    words(&["developer portal"], Cause::InstallAccountType, 75),
    words(&["eligible"], Cause::InstallAccountType, 70),
    words(&["nicht für die installation in frage"], Cause::InstallAccountType, 75),
    words(&["n'est pas éligible"], Cause::InstallAccountType, 70),
    words(&["developer account", "install"], Cause::InstallAccountType, LIKELY),
    words(&["can't be installed", "account"], Cause::InstallAccountType, LIKELY),
    words(&["cannot be installed", "account"], Cause::InstallAccountType, LIKELY),
    words(&["not allowed to install", "account"], Cause::InstallAccountType, LIKELY),
    words(&["developer test account"], Cause::InstallAccountType, 60),
    words(&["allowlist"], Cause::InstallAccountType, 60),
    words(&["account type"], Cause::InstallAccountType, 60),
    words(&["install link"], Cause::InstallLinkInvalid, LIKELY),
    words(&["installation link"], Cause::InstallLinkInvalid, LIKELY),
    words(&["install url", "no longer"], Cause::InstallLinkInvalid, LIKELY),
    words(&["link", "no longer valid"], Cause::InstallLinkInvalid, LIKELY),
    words(&["isn't available to install"], Cause::InstallLinkInvalid, LIKELY),
    words(&["app isn't available"], Cause::InstallLinkInvalid, 70),
    words(&["app is not available"], Cause::InstallLinkInvalid, 70),
    words(&["unable to install"], Cause::InstallLinkInvalid, 45),
    words(&["can only be installed"], Cause::InstallAccountType, 75),
    words(&["link", "expired"], Cause::InstallLinkInvalid, 60),
    words(&["no longer available"], Cause::InstallLinkInvalid, 68),
    words(&["no longer exists"], Cause::InstallLinkInvalid, 64),
    words(&["app", "not found"], Cause::InstallLinkInvalid, 60),
    words(&["has been blocked"], Cause::AppBannedInPortal, 76),
    words(&["is blocked"], Cause::AppBannedInPortal, 76),
    words(&["not allowed to access this portal"], Cause::AppBannedInPortal, CERTAIN),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let is_page = facts.stage == Stage::Authorize;
    // Only HubSpot's page has these words; elsewhere the sentence has to be the whole of it.
    if !is_page && facts.says_any(&["couldn't complete the connection", "authorization failed"]).is_none() {
        return;
    }
    let named = told(facts, findings, TABLE);
    if is_page && !named {
        if let Some(quote) = facts.says_any(&[
            "don't have permission",
            "do not have permission",
            "contact your administrator",
            "ask your admin",
        ]) {
            findings.add(Cause::UserLacksPermission, LIKELY, [quote]);
        } else if let Some(refused) = facts.says("access_denied") {
            findings.add(Cause::UserLacksPermission, 30, [refused]);
        } else {
            named_in_part(facts, findings);
        }
    }
}

/// What a page speaks of, where its sentence is not known: retold, cut, or in another language.
fn named_in_part(facts: &Facts<'_>, findings: &mut Findings) {
    for (word, cause, weight) in [
        ("redirect", Cause::RedirectUriMismatch, 70),
        ("callback", Cause::RedirectUriMismatch, 66),
        ("scope", Cause::AuthorizeScopeMismatch, 60),
        ("scope", Cause::AuthorizeScopeInvalid, 52),
        ("scope", Cause::ScopeUnavailableInPortal, 44),
        ("client", Cause::ClientIdInvalid, 55),
        ("permission", Cause::UserLacksPermission, 60),
        ("upgrade", Cause::ScopeUnavailableInPortal, 60),
        ("developer account", Cause::InstallAccountType, 60),
        ("products", Cause::ScopeUnavailableInPortal, 62),
        ("subscription", Cause::ScopeUnavailableInPortal, 62),
        // German, Spanish, French, Portuguese.
        ("berechtigung", Cause::UserLacksPermission, 58),
        ("permisos", Cause::UserLacksPermission, 58),
        ("autorisation", Cause::UserLacksPermission, 50),
        ("permiss", Cause::UserLacksPermission, 50),
        ("weiterleitung", Cause::RedirectUriMismatch, 66),
        ("redirecc", Cause::RedirectUriMismatch, 66),
    ] {
        if let Some(quote) = facts.says(word) {
            findings.add(cause, weight, [quote]);
        }
    }
    if let Some(said) = Some(facts.said.written()).filter(|said| !said.is_empty() && !findings.has(1)) {
        for (cause, weight) in [
            (Cause::AuthorizeScopeMismatch, 40),
            (Cause::RedirectUriMismatch, 36),
            (Cause::ClientIdInvalid, 32),
            (Cause::ScopeUnavailableInPortal, 28),
            (Cause::UserLacksPermission, 24),
        ] {
            findings.add(cause, weight, [Evidence::new("response.body", said)]);
        }
    }
    if !facts.said.is_empty() {
        findings.unknown("The whole text of HubSpot's page");
    }
}

const EXAMPLES: &[Example] = &[
    page("There's a mismatch between the scopes of the URL and of the app")
        .tells(Cause::AuthorizeScopeMismatch, Certain),
    page("one or more scopes are invalid: contacts").tells(Cause::AuthorizeScopeInvalid, Certain),
    page("the app developer has not signed the acceptable use policy")
        .tells(Cause::AppPolicyUnsigned, Certain),
    page("this app hasn’t been approved to access the required scopes")
        .tells(Cause::AppGovernanceUnapproved, Certain),
    page("You don't have the right permissions to install Acme").tells(Cause::UserLacksPermission, Certain),
    page("Die Weiterleitung passt nicht zur App").tells(Cause::RedirectUriMismatch, Possible),
    page("Ihnen fehlt die Berechtigung").tells(Cause::UserLacksPermission, Possible),
    page("Your subscription lacks what the app wants").tells(Cause::ScopeUnavailableInPortal, Possible),
    page("An admin has to approve the app").tells(Cause::AppGovernanceUnapproved, Possible),
    page("The scope crm.quotes does not exist").tells(Cause::AuthorizeScopeInvalid, Likely),
    page("The app is no longer available").tells(Cause::InstallLinkInvalid, Possible),
    page("It did not work").tells(Cause::AuthorizeScopeMismatch, Possible),
];
