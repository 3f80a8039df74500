//! The address of the consent page: its scopes and its redirect URL.

use portalscope_catalog::{
    AppScopes, Catalog, ConsentCode, ConsentFinding, ConsentInputError, RequestedScopes, ScopeNames,
};
use portalscope_redact::TokenForm;

use crate::document::is_taken_out;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::{Parameter, Subject};

pub(crate) const RULE: Rule = Rule {
    name: "authorize-scopes",
    severity: Severity::Error,
    label: Some("authorize-scope-invalid"),
    about: "The consent page wants `scope`, separated by spaces, with names that exist; it answers a wrong one with an error page.",
    wrong: &[
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=oauth%2Ccrm.objects.contacts.read",
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scopes=oauth",
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=crm.objects.contacts.read",
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=oauth%20offline_access",
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=oauth%20tickets",
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=oauth%20oauth",
    ],
    right: &[
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=oauth%20crm.objects.contacts.read&optional_scope=crm.objects.deals.read&state=a1",
    ],
    check: Check::Request(check),
};

pub(crate) const REDIRECT: Rule = Rule {
    name: "authorize-redirect",
    severity: Severity::Error,
    label: Some("redirect-uri-mismatch"),
    about: "The redirect URL must be https with a domain, or http://localhost, and is compared letter by letter.",
    wrong: &[
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=http%3A%2F%2F127.0.0.1%3A8600%2Fcb&scope=oauth",
    ],
    right: &[
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=http%3A%2F%2Flocalhost%3A8600%2Fcb&scope=oauth",
    ],
    check: Check::Request(check_redirect),
};

pub(crate) const CLIENT: Rule = Rule {
    name: "authorize-client",
    severity: Severity::Error,
    label: Some("client-id-invalid"),
    about: "`client_id` is that of an OAuth app: a UUID, no token and no app id.",
    wrong: &[
        "https://app.hubspot.com/oauth/authorize?client_id=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=oauth",
        "https://app.hubspot.com/oauth/authorize?client_id=1840271&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=oauth",
    ],
    right: &[
        "https://app.hubspot.com/oauth/authorize?client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=oauth",
    ],
    check: Check::Request(check_client),
};

fn parameter<'s, 'a>(subject: &'s Subject<'a>, name: &str) -> Option<&'s Parameter<'a>> {
    subject.parameters.iter().find(|parameter| parameter.name == name)
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let has_query = !subject.parameters.is_empty();
    let is_open =
        subject.parameters.iter().any(|parameter| parameter.name.contains("scope") && parameter.is_open);
    if !subject.address.is_authorize_page() || !has_query || is_open {
        return;
    }
    for name in ["scope", "optional_scope"] {
        if let Some(given) = parameter(subject, name) {
            twice(subject, given, findings);
        }
    }
    let scopes = subject.parameters.iter().filter(|parameter| parameter.name.contains("scope"));
    if !subject.known.may_judge_scopes(scopes.map(|given| given.value.split(' ').count()).sum()) {
        return;
    }
    let has_scope = subject.parameters.iter().any(|parameter| parameter.name.contains("scope"));
    let parsed = if has_scope {
        RequestedScopes::parse(&query(subject))
    } else {
        Err(ConsentInputError::NoScopeInAddress)
    };
    match parsed {
        Ok(requested) => judge(subject, &requested, findings),
        Err(error) => {
            // An address that is shown in part may have lost its scopes too.
            let is_whole = !subject.parameters.iter().any(|parameter| is_taken_out(&parameter.value));
            let finding = unreadable(subject, &error);
            findings.push(if is_whole { finding } else { finding.severity(Severity::Warning) });
        }
    }
}

/// The scopes alone, encoded anew.
fn query(subject: &Subject<'_>) -> String {
    let mut query = url::form_urlencoded::Serializer::new("?".to_owned());
    for parameter in &subject.parameters {
        if parameter.name.contains("scope") {
            query.append_pair(&parameter.name, &parameter.value);
        }
    }
    query.finish()
}

fn unreadable(subject: &Subject<'_>, error: &ConsentInputError) -> Finding {
    let name = match error {
        ConsentInputError::Misnamed(wrong, _) => wrong,
        _ => "scope",
    };
    let why = match error {
        ConsentInputError::NoScopeInAddress | ConsentInputError::Empty => {
            "The address asks for no scope.".to_owned()
        }
        ConsentInputError::NotAName(_) => "One of the names cannot be that of a scope.".to_owned(),
        ConsentInputError::NotSpaces => "The scopes are not separated by spaces.".to_owned(),
        ConsentInputError::Misnamed(wrong, right) => {
            format!("HubSpot's page does not read `{wrong}`; its parameter is `{right}`.")
        }
        other => format!("The scopes cannot be read: {}.", other.code()),
    };
    let message = format!("{why} {}", error.hint());
    let Some(given) = parameter(subject, name) else {
        return RULE.finding(subject.at_request(Part::Query), message);
    };
    let at = subject.at(Part::Query, Some(name), given.source, &given.name_range);
    let fix = match error {
        ConsentInputError::Misnamed(_, right) => {
            let around = given.name_range.start..given.source.text.len();
            subject.fix_at(given.source, &around, &format!("Write {right}"), &given.name_range, right)
        }
        ConsentInputError::NotSpaces => {
            let spaced = given.value.split([',', ';', '|', ' ']).filter(|name| !name.is_empty());
            let spaced = spaced.collect::<Vec<_>>().join("%20");
            let is_in_url = std::ptr::eq(given.value_source, &raw const subject.request.url);
            let is_plain = spaced.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-%".contains(&byte));
            (is_in_url && is_plain && TokenForm::of(&given.value).is_none())
                .then(|| {
                    subject.fix("Separate them by spaces", given.value_source, &given.value_range, &spaced)
                })
                .flatten()
        }
        _ => None,
    };
    RULE.finding(at, message).fix(fix)
}

fn judge(subject: &Subject<'_>, requested: &RequestedScopes, findings: &mut Vec<Finding>) {
    let given = parameter(subject, "scope").or_else(|| parameter(subject, "optional_scope"));
    let at = || match given {
        Some(given) => subject.at(Part::Query, Some(&given.name), given.value_source, &given.value_range),
        None => subject.at_request(Part::Query),
    };
    for finding in consent_findings(subject.known.catalog, requested) {
        findings.push(RULE.finding(at(), words(&finding)).severity(severity(finding.code)));
    }
    for (scope, successors) in coarse(requested.scope.iter().chain(&requested.optional_scope)) {
        findings.push(
            RULE.finding(at(), coarse_words(scope, successors))
                .severity(Severity::Info)
                .label("authorize-scope-mismatch"),
        );
    }
}

/// What is wrong with names of scopes by themselves, whatever the app declares.
pub(super) fn consent_findings(catalog: &Catalog, requested: &RequestedScopes) -> Vec<ConsentFinding> {
    let app = AppScopes {
        required: requested.scope.clone(),
        optional: requested.optional_scope.clone(),
        ..AppScopes::default()
    };
    let counts = |code| {
        matches!(
            code,
            ConsentCode::OauthMissing
                | ConsentCode::MadeUpName
                | ConsentCode::NotForApps
                | ConsentCode::UnknownName
                | ConsentCode::InBothLists
                | ConsentCode::NothingAsked
                | ConsentCode::RedirectNotAllowed
        )
    };
    let run = catalog.consent_dry_run(&app, requested, None);
    run.findings.into_iter().filter(|finding| counts(finding.code)).collect()
}

pub(super) fn words(finding: &ConsentFinding) -> String {
    if finding.names.iter().any(|name| name.len() > 100 || TokenForm::of(name).is_some()) {
        return "One of the names is not that of a scope.".to_owned();
    }
    format!("{} {}", finding.sentence, finding.fix)
}

pub(super) fn severity(code: ConsentCode) -> Severity {
    match code {
        ConsentCode::MadeUpName | ConsentCode::NothingAsked | ConsentCode::RedirectNotAllowed => {
            Severity::Error
        }
        ConsentCode::InBothLists => Severity::Info,
        // Apps of before the base scope do without it; a name may be newer than the catalogue.
        _ => Severity::Warning,
    }
}

/// Scopes that HubSpot has split, with the names that replace them.
pub(super) fn coarse<'s>(scopes: impl Iterator<Item = &'s String>) -> Vec<(&'s str, &'static [String])> {
    let names = ScopeNames::bundled();
    let split = scopes.map(|scope| (scope.as_str(), names.successors(scope)));
    split.filter(|(_, successors)| !successors.is_empty()).collect()
}

pub(super) fn coarse_words(scope: &str, successors: &[String]) -> String {
    let shown = successors.iter().take(4).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let more = if successors.len() > 4 { " and more" } else { "" };
    format!(
        "`{scope}` is one of the wide scopes that HubSpot has split into narrower ones: {shown}{more}. It still works; HubSpot moves \
         apps over by itself, each on a date of its own."
    )
}

fn twice(subject: &Subject<'_>, given: &Parameter<'_>, findings: &mut Vec<Finding>) {
    let mut seen = std::collections::BTreeSet::new();
    let words = given.value.split(' ').filter(|word| !word.is_empty());
    let Some(again) = words.into_iter().find(|word| !seen.insert(*word)) else { return };
    let message = format!(
        "A scope stands twice{}. It counts once.",
        crate::document::shown(again).map_or_else(String::new, |name| format!(": `{name}`"))
    );
    let at = subject.at(Part::Query, Some(&given.name), given.value_source, &given.value_range);
    findings.push(RULE.finding(at, message).severity(Severity::Info));
}

fn check_redirect(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !subject.address.is_authorize_page() {
        return;
    }
    let Some(given) =
        parameter(subject, "redirect_uri").filter(|given| !given.is_open && !given.value.contains("..."))
    else {
        return;
    };
    let requested = RequestedScopes {
        scope: vec!["oauth".to_owned()],
        optional_scope: Vec::new(),
        redirect_uri: Some(given.value.clone()),
    };
    for finding in consent_findings(subject.known.catalog, &requested) {
        if finding.code == ConsentCode::RedirectNotAllowed {
            let at = subject.at(Part::Query, Some("redirect_uri"), given.value_source, &given.value_range);
            findings.push(REDIRECT.finding(at, format!("{} {}", finding.sentence, finding.fix)));
        }
    }
}

fn check_client(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !subject.address.is_authorize_page() {
        return;
    }
    let Some(given) = parameter(subject, "client_id").filter(|given| !given.is_open) else { return };
    let why = match TokenForm::of(&given.value) {
        Some(_) => "`client_id` holds a token",
        None if !given.value.is_empty() && given.value.bytes().all(|byte| byte.is_ascii_digit()) => {
            "`client_id` holds a number, as the id of an app is"
        }
        None => return,
    };
    let message = format!(
        "{why}. The client id stands on the app's Auth page at HubSpot; a private app has none, and needs no consent."
    );
    let at = subject.at(Part::Query, Some("client_id"), given.value_source, &given.value_range);
    findings.push(CLIENT.finding(at, message));
}
