//! A scope is missing, as HubSpot says: what it names, what the catalogue says, and what the credential holds.

use portalscope_catalog::{CredentialKind, ScopeNames, VerdictKind};

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CERTAIN, CauseCertainty::Possible, Evidence, Findings, LIKELY};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "scopes",
    about: "403 MISSING_SCOPES: not granted, named wrongly, not there yet, or not to be had.",
    find,
    examples: EXAMPLES,
};

const LISTS: [&str; 4] = ["requiredGranularScopes", "requiredScopes", "missingScopes", "requires one of"];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api {
        return;
    }
    if let Some(said) = facts.says_any(&["isn't available for public use", "is not available for public use"])
    {
        not_public(facts, findings, &said);
        return;
    }
    let phrases = [
        "hasn't been granted all required scopes",
        "has not been granted all required scopes",
        "missing_scopes",
        "insufficient scopes",
        "requiredgranularscopes",
        "requiredscopes",
        "missing scopes",
        "missing-scopes",
        "missing scope",
        "missing required scope",
        "scopes are required",
        "required scope",
        "insufficient_scope",
        "requires one of the following scopes",
    ];
    let Some(said) = facts.says_any(&phrases) else { return };
    let named = named_scopes(facts);
    if let Some(sensitive) = facts.says_any(&["sensitive.read", "sensitive.write", "highly_sensitive"]) {
        // Beside an ordinary scope, the sensitive one is another that would do.
        let is_sensitive = |scope: &String| scope.contains("sensitive");
        let has_choice = named.iter().any(|scope| !is_sensitive(scope));
        let weight = if has_choice { 35 } else { 72 };
        findings.add(Cause::SensitiveDataBlocked, weight, [sensitive, said.clone()]);
    }
    let quote = names_quote(facts, &named).unwrap_or_else(|| said.clone());
    match facts.granted() {
        Some(_) => against_granted(facts, findings, &said, &named, &quote),
        None => without_granted(facts, findings, &said, &named, &quote),
    }
}

fn not_public(facts: &Facts<'_>, findings: &mut Findings, said: &Evidence) {
    findings.add(Cause::ScopeNotPublic, 65, [said.clone()]);
    if facts.is_app_level() {
        let tells = "This endpoint belongs to the app and takes its own credential.";
        findings.add(Cause::AuthMethodUnsupported, 75, [facts.address().tells(tells), said.clone()]);
        return;
    }
    let is_grantable = facts.operation.is_some()
        && matches!(facts.verdict().kind, VerdictKind::MissingScopes | VerdictKind::Undeclared)
        && facts.verdict().any_of.iter().flatten().any(|scope| ScopeNames::bundled().is_grantable(scope));
    if is_grantable {
        let tells = "By the catalogue this call wants a scope that can be granted.";
        findings.add(Cause::ScopeNotGranted, 50, [facts.address().tells(tells)]);
        findings.add(Cause::ScopeUnavailableInPortal, 45, [said.clone()]);
        findings.add(Cause::AuthMethodUnsupported, 35, [said.clone()]);
    } else {
        findings.add(Cause::AuthMethodUnsupported, 40, [said.clone()]);
        findings.add(Cause::EndpointNotAvailable, 35, [facts.address()]);
    }
    findings.unknown("The plan of the portal, and whether the endpoint is part of a beta");
}

fn against_granted(
    facts: &Facts<'_>,
    findings: &mut Findings,
    said: &Evidence,
    named: &[String],
    quote: &Evidence,
) {
    let granted = facts.granted().unwrap_or_default();
    let list = facts.case.request.granted_scopes.as_ref().map(|scopes| scopes.join(" ")).unwrap_or_default();
    let held = |tells: &str| Evidence::new("request.granted_scopes", list.as_str()).tells(tells);
    let has_named = named.iter().any(|scope| granted.holds(scope));
    let verdict = facts.verdict();
    let lacks = verdict.missing.first().filter(|_| verdict.kind == VerdictKind::MissingScopes);
    let observed = facts.case.known.has_observed_scopes;
    match lacks {
        Some(missing) if has_named => {
            let tells = format!(
                "The named scope is granted; the catalogue says that {} is missing.",
                missing.join(" and ")
            );
            findings.add(
                Cause::ScopeNamedMisleadingly,
                70,
                [quote.clone().tells(tells), held("The credential holds it.")],
            );
            findings.add(Cause::ScopePropagationDelay, 40, [said.clone()]);
            findings.add(Cause::ScopeUnavailableInPortal, 35, [said.clone()]);
            findings.fix(Cause::ScopeNamedMisleadingly, grant(missing));
        }
        Some(missing) => {
            // What HubSpot told with the token, what it names now and what the catalogue says are three witnesses.
            let agrees = verdict.missing.iter().flatten().any(|scope| named.contains(scope));
            let weight = match (observed, agrees) {
                (true, true) => CERTAIN,
                (true, false) => LIKELY,
                (false, _) => 70,
            };
            findings.add(
                Cause::ScopeNotGranted,
                weight,
                [quote.clone(), held("None of these is the one that the call wants.")],
            );
            findings.fix(Cause::ScopeNotGranted, grant(missing));
            findings.add(Cause::ScopeAddedNotReauthorized, 50, [said.clone()]);
            findings.add(Cause::ScopeUnavailableInPortal, 30, [said.clone()]);
            findings.unknown("Whether the scope is in the app's settings already");
        }
        None if has_named && names_coarse(facts, named) => {
            let tells =
                "HubSpot names an old, broad scope, which is granted; a granular one is wanted beside it.";
            findings.add(
                Cause::ScopeNamedMisleadingly,
                62,
                [quote.clone().tells(tells), held("The credential holds it.")],
            );
            findings.add(Cause::ScopePropagationDelay, 45, [said.clone()]);
            findings.add(Cause::ScopeUnavailableInPortal, 40, [said.clone()]);
            findings.add(Cause::ScopeAddedNotReauthorized, 35, [said.clone()]);
            findings.unknown("Which granular scope the endpoint wants");
        }
        None if has_named || named.is_empty() && verdict.kind == VerdictKind::Allowed => {
            enough(facts, findings, said, &held("These should be enough."));
        }
        None if verdict.kind == VerdictKind::Allowed => {
            findings.add(
                Cause::ScopeNotGranted,
                55,
                [quote.clone(), held("The named scope is not among them.")],
            );
            findings.add(
                Cause::ScopeNamedMisleadingly,
                45,
                [quote.clone().tells("By the catalogue the granted scopes are enough.")],
            );
            findings.add(Cause::ScopeAddedNotReauthorized, 40, [said.clone()]);
            findings.add(Cause::ScopeUnavailableInPortal, 40, [said.clone()]);
        }
        None => {
            findings.add(Cause::ScopeNotGranted, 60, [quote.clone()]);
            findings.add(Cause::ScopeAddedNotReauthorized, 45, [said.clone()]);
            findings.add(Cause::ScopeUnavailableInPortal, 35, [said.clone()]);
        }
    }
}

/// Whether HubSpot names only scopes of the time before granular ones.
fn names_coarse(facts: &Facts<'_>, named: &[String]) -> bool {
    let is_coarse =
        |scope: &String| !ScopeNames::bundled().successors(scope).is_empty() || !scope.contains('.');
    facts.says("requiredgranularscopes").is_none() && named.iter().all(is_coarse)
}

/// The credential holds what the call wants, and is refused all the same.
fn enough(facts: &Facts<'_>, findings: &mut Findings, said: &Evidence, held: &Evidence) {
    let needs_plan = facts.operation.as_ref().is_some_and(|found| {
        let tiers = &found.operation.tiers;
        !tiers.is_empty() && tiers.iter().all(|tier| !tier.plan.eq_ignore_ascii_case("free"))
    });
    let mut add = |cause, weight| findings.add(cause, weight, [said.clone(), held.clone()]);
    add(Cause::ScopePropagationDelay, if facts.case.known.scopes_are_new { 75 } else { 55 });
    add(Cause::ScopeUnavailableInPortal, if needs_plan { 65 } else { 45 });
    add(Cause::ScopeAddedNotReauthorized, if facts.case.known.has_observed_scopes { 0 } else { 40 });
    add(Cause::AppGovernanceUnapproved, 30);
    add(Cause::UserLacksPermission, 30);
    add(Cause::ScopeNamedMisleadingly, 25);
    // The scopes of a key may be changed while it is connected; those of an OAuth token never change.
    let is_key = matches!(facts.credential(), CredentialKind::PrivateApp | CredentialKind::ServiceKey);
    if is_key && facts.case.known.has_observed_scopes {
        add(Cause::ScopeNotGranted, 35);
    }
    findings.unknown("When the scopes were last changed, and the plan of the portal");
}

fn without_granted(
    facts: &Facts<'_>,
    findings: &mut Findings,
    said: &Evidence,
    named: &[String],
    quote: &Evidence,
) {
    let verdict = facts.verdict();
    let not_grantable =
        !named.is_empty() && named.iter().all(|scope| !ScopeNames::bundled().is_grantable(scope));
    if not_grantable {
        findings.add(
            Cause::ScopeNotPublic,
            50,
            [quote.clone().tells("No app can be granted a scope of this name.")],
        );
        findings.add(Cause::ScopeNamedMisleadingly, 45, [quote.clone()]);
    }
    let wanted: Vec<&String> = verdict.any_of.iter().flatten().collect();
    let names_others =
        !named.is_empty() && !wanted.is_empty() && !named.iter().any(|scope| wanted.contains(&scope));
    if names_others {
        let tells = "The catalogue names others for this call.";
        findings.add(Cause::ScopeNamedMisleadingly, 55, [quote.clone().tells(tells), facts.address()]);
    }
    findings.add(Cause::ScopeNotGranted, 65, [quote.clone(), said.clone()]);
    if let Some(scopes) = verdict.any_of.first().filter(|_| facts.operation.is_some()) {
        findings.fix(Cause::ScopeNotGranted, grant(scopes));
    }
    findings.add(Cause::ScopeAddedNotReauthorized, 45, [said.clone()]);
    findings.add(Cause::ScopeUnavailableInPortal, 40, [said.clone()]);
    findings.add(Cause::ScopePropagationDelay, 30, [said.clone()]);
    findings.unknown("The scopes that the token holds");
}

fn grant(scopes: &[String]) -> String {
    let names: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
    format!("Grant {}, and authorize again where the connection is by OAuth.", names.join(" and "))
}

/// The scopes that HubSpot names, also in a text that is no JSON.
pub(super) fn named_scopes(facts: &Facts<'_>) -> Vec<String> {
    let text = facts.said.written();
    let lists = LISTS.iter().filter_map(|list| text.find(list).map(|at| &text[at + list.len()..]));
    let mut names: Vec<String> = Vec::new();
    for list in lists {
        let Some(inner) = list.find('[').filter(|at| *at < 12).map(|at| &list[at + 1..]) else { continue };
        let inner = &inner[..inner.find(']').unwrap_or(inner.len())];
        let each = inner
            .split(',')
            .map(|name| name.trim_matches(|c: char| c.is_whitespace() || "\"'\\`".contains(c)));
        for name in each.filter(|name| !name.is_empty() && name.len() < 100) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn names_quote(facts: &Facts<'_>, named: &[String]) -> Option<Evidence> {
    let first = named.first()?;
    let place = if facts.says("requiredgranularscopes").is_some() {
        "response.body requiredGranularScopes"
    } else {
        "response.body requiredScopes"
    };
    Some(Evidence::new(
        place,
        if named.len() > 6 { format!("{first} and {} more", named.len() - 1) } else { named.join(", ") },
    ))
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 403, r#"{"category": "MISSING_SCOPES", "message": "This app hasn't been granted all required scopes to make this call.", "errors": [{"context": {"requiredGranularScopes": ["crm.objects.contacts.read"]}}]}"#).tells(Cause::ScopeNotGranted, Possible),
];
