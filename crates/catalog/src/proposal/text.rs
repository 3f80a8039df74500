//! A proposal as text that one hands to a colleague, who need not know this app.

use std::fmt::Write as _;

use super::{ProposedScope, ScopeProposal};
use crate::verdict::CredentialKind;

pub(super) fn markdown(proposal: &ScopeProposal, credential: CredentialKind) -> String {
    if proposal.scopes.is_empty() {
        return String::new();
    }
    let mut text =
        String::from("## HubSpot scopes for this app\n\n| Scope | | Needed for |\n|---|---|---|\n");
    for scope in &proposal.scopes {
        let _ = writeln!(text, "| `{}` | {} | {} |", scope.scope, necessity(scope), reason(scope));
    }
    let _ = write!(text, "\n**Where to add them:** {}\n", place(credential));
    for (title, scopes) in lists(proposal) {
        let _ = write!(text, "\n{title}, to paste:\n\n```\n{scopes}\n```\n");
    }
    text.push_str(&left_over(proposal));
    text
}

pub(super) fn plain(proposal: &ScopeProposal, credential: CredentialKind) -> String {
    if proposal.scopes.is_empty() {
        return String::new();
    }
    let mut text = String::from("HubSpot scopes for this app\n\n");
    for scope in &proposal.scopes {
        let _ = writeln!(text, "- {} ({}): {}", scope.scope, necessity(scope), reason(scope));
    }
    let _ = write!(text, "\nWhere to add them: {}\n", place(credential).replace('`', ""));
    for (title, scopes) in lists(proposal) {
        let _ = write!(text, "\n{title}, to paste:\n{scopes}\n");
    }
    text.push_str(&left_over(proposal));
    text
}

fn necessity(scope: &ProposedScope) -> &'static str {
    if scope.required { "required" } else { "optional" }
}

fn reason(scope: &ProposedScope) -> String {
    if scope.because.is_empty() { "every OAuth app".to_owned() } else { scope.because.join(", ") }
}

/// The scopes as they are pasted, required and optional ones apart.
fn lists(proposal: &ScopeProposal) -> Vec<(&'static str, String)> {
    let list = |required: bool| {
        let names = proposal.scopes.iter().filter(|scope| scope.required == required);
        names.map(|scope| scope.scope.as_str()).collect::<Vec<_>>().join(" ")
    };
    let lists = [("Required", list(true)), ("Optional", list(false))];
    lists.into_iter().filter(|(_, names)| !names.is_empty()).collect()
}

/// Where in HubSpot the scopes are added.
fn place(credential: CredentialKind) -> &'static str {
    match credential {
        CredentialKind::Oauth => {
            "in the app's `app-hsmeta.json`, under `auth.requiredScopes` and `auth.optionalScopes`, then `hs project upload`; for a \
             legacy app Development › Legacy apps › the app › Auth › Scopes. Portals that are connected already must authorize the app again."
        }
        CredentialKind::ServiceKey => "Development › Keys › Service keys › the key, then save.",
        _ => "Development › Legacy apps › the private app › Scopes, then commit the changes.",
    }
}

fn left_over(proposal: &ScopeProposal) -> String {
    let mut text = String::new();
    if !proposal.impossible.is_empty() {
        let _ = write!(text, "\nNo scope is known for: {}.\n", proposal.impossible.join(", "));
    }
    if !proposal.not_understood.is_empty() {
        let _ = write!(text, "\nNot understood, so not covered: {}.\n", proposal.not_understood.join(", "));
    }
    text
}
