//! The file of an app in a project: `app-hsmeta.json`.

use std::collections::BTreeSet;

use portalscope_catalog::{AppScopes, ConsentCode, RequestedScopes};
use portalscope_formats::Span;

use crate::MAX_OF_A_RULE;
use crate::document::{Document, at};
use crate::finding::{Finding, Fix, Severity};
use crate::json::{self, FaultKind};
use crate::rule::{Check, Rule};
use crate::rules::{authorize, body};

pub(crate) const JSON: Rule = Rule {
    name: "app-file-json",
    severity: Severity::Error,
    label: None,
    about: "The file of an app must be JSON (RFC 8259): the upload of a project refuses it otherwise.",
    wrong: &[
        "{\n  \"type\": \"app\",\n  \"config\": {\"auth\": {\"type\": \"oauth\", \"redirectUrls\": [\"https://app.example.com/cb\",],\n    \"requiredScopes\": [\"oauth\"],}}\n}",
    ],
    right: &[APP],
    check: Check::Document(check_json),
};

pub(crate) const SCOPES: Rule = Rule {
    name: "app-file-scopes",
    severity: Severity::Warning,
    label: Some("authorize-scope-mismatch"),
    about: "The scopes that an app declares: each once, with names that exist.",
    wrong: &[
        "{\n  \"type\": \"app\",\n  \"config\": {\"auth\": {\"type\": \"oauth\", \"redirectUrls\": [\"https://app.example.com/cb\"],\n    \"requiredScopes\": [\"oauth\", \"crm.lists.read\", \"crm.lists.read\"]}}\n}",
        "{\n  \"type\": \"app\",\n  \"config\": {\"auth\": {\"type\": \"oauth\", \"redirectUrls\": [\"http://127.0.0.1/cb\"],\n    \"requiredScopes\": [\"oauth\"]}}\n}",
    ],
    right: &[APP],
    check: Check::Document(check_scopes),
};

const APP: &str = "{\n  \"type\": \"app\",\n  \"config\": {\"auth\": {\"type\": \"oauth\", \"redirectUrls\": [\"https://app.example.com/cb\"],\n    \"requiredScopes\": [\"oauth\", \"crm.objects.contacts.read\"],\n    \"optionalScopes\": [\"crm.objects.deals.read\"]}}\n}";

/// Longer ones are no file of an app.
const MAX_FILE: usize = 100_000;
const MAX_FAULTS: usize = 10;
/// More than any app has.
const MAX_URLS: usize = 100;
const MAX_SCOPES: usize = 500;

pub(super) fn is_one(text: &str) -> bool {
    text.len() <= MAX_FILE
        && text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && (text.contains("\"requiredScopes\"")
            || text.contains("\"redirectUrls\"") && text.contains("\"auth\""))
}

/// The file with its commas mended, and the faults on the way there.
fn mended(text: &str) -> (String, Vec<json::Fault>) {
    let mut mended = text.to_owned();
    let mut faults = Vec::new();
    while let Some(fault) = json::fault(&mended, &[]) {
        let range = fault.range.clone();
        let is_mendable = matches!(fault.kind, FaultKind::TrailingComma | FaultKind::Comment);
        faults.push(fault);
        if !is_mendable || faults.len() >= MAX_FAULTS {
            break;
        }
        // As long as before, so that places stay.
        mended.replace_range(range.clone(), &" ".repeat(range.len()));
    }
    (mended, faults)
}

fn check_json(document: &Document<'_>, findings: &mut Vec<Finding>) {
    if !is_one(document.text) {
        return;
    }
    let (_, faults) = mended(document.text);
    for fault in faults {
        let place = body::place(document.text, fault.range.start);
        let message =
            format!("{} ({place}). The upload of the project refuses the file.", body::why(fault.kind));
        let title = match fault.kind {
            FaultKind::TrailingComma => Some("Remove the comma"),
            FaultKind::Comment => Some("Remove the comment"),
            _ => None,
        };
        let fix = title.map(|title| Fix::new(title, &fault.range, ""));
        findings.push(JSON.finding(at(None, &fault.range), message).fix(fix));
    }
}

fn check_scopes(document: &Document<'_>, findings: &mut Vec<Finding>) {
    if !is_one(document.text) {
        return;
    }
    for name in ["requiredScopes", "optionalScopes", "conditionallyRequiredScopes", "scopes"] {
        twice(document, name, findings);
    }
    let (text, _) = mended(document.text);
    if let Ok(app) = AppScopes::from_file(&text) {
        declared(document, &app, findings);
    }
}

fn twice(document: &Document<'_>, name: &str, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    let mut before: Option<usize> = None;
    for span in list(document.text, name) {
        let scope = &document.text[span.start + 1..span.end - 1];
        if !seen.insert(scope) && findings.len() <= MAX_OF_A_RULE {
            let message = "This scope stands in the list twice.";
            let fix = before.map(|before| Fix::new("Remove the second one", &(before..span.end), ""));
            findings.push(SCOPES.finding(at(Some(scope), &span), message).fix(fix));
        }
        before = Some(span.end);
    }
}

/// The strings of a list with this name, with their quotes, also where the file is not quite JSON.
fn list(text: &str, name: &str) -> Vec<Span> {
    let Some(at) = text.find(&format!("\"{name}\"")) else { return Vec::new() };
    let start = at + name.len() + 2;
    let Some(open) = text[start..].find('[').filter(|length| *length < 40) else { return Vec::new() };
    let start = start + open + 1;
    let end = text[start..].find(']').map_or(text.len(), |length| start + length);
    let mut spans = Vec::new();
    let mut quotes = text[start..end].match_indices('"').map(|(at, _)| start + at);
    while let (Some(from), Some(to)) = (quotes.next(), quotes.next()) {
        spans.push(from..to + 1);
        if spans.len() >= 1_000 {
            break;
        }
    }
    spans
}

fn declared(document: &Document<'_>, app: &AppScopes, findings: &mut Vec<Finding>) {
    let text = document.text;
    let place = |name: &str| {
        let quoted = format!("\"{name}\"");
        text.find(&quoted).map_or(0..0, |at| at..at + quoted.len())
    };
    let scope: Vec<String> = app.required.iter().chain(&app.conditionally_required).cloned().collect();
    let requested =
        RequestedScopes { scope: scope.clone(), optional_scope: app.optional.clone(), redirect_uri: None };
    if scope.len() + app.optional.len() > MAX_SCOPES {
        return;
    }
    for finding in authorize::consent_findings(document.catalog, &requested) {
        let is_of_static =
            app.is_static && matches!(finding.code, ConsentCode::OauthMissing | ConsentCode::NothingAsked);
        if is_of_static || finding.code == ConsentCode::NothingAsked {
            continue;
        }
        let at = at(None, &finding.names.first().map_or(0..0, |name| place(name)));
        findings
            .push(SCOPES.finding(at, authorize::words(&finding)).severity(authorize::severity(finding.code)));
    }
    for url in app.redirect_urls.iter().take(MAX_URLS) {
        let requested = RequestedScopes {
            redirect_uri: Some(url.clone()),
            scope: vec!["oauth".to_owned()],
            ..RequestedScopes::default()
        };
        for finding in authorize::consent_findings(document.catalog, &requested) {
            let message = format!("{} {}", finding.sentence, finding.fix);
            let finding = SCOPES.finding(at(Some("redirectUrls"), &place(url)), message);
            findings.push(finding.severity(Severity::Error).label("redirect-uri-mismatch"));
        }
    }
    for (name, successors) in authorize::coarse(scope.iter().chain(&app.optional)) {
        let at = at(Some(name), &place(name));
        findings.push(SCOPES.finding(at, authorize::coarse_words(name, successors)).severity(Severity::Info));
    }
    if app.optional.is_empty()
        && app.conditionally_required.is_empty()
        && app.required.len() > 2
        && !app.is_static
    {
        let message = "Every scope is required: an account without one of the features cannot install the app. Declare as optional \
            what the app can do without.";
        let at = at(Some("requiredScopes"), &place("requiredScopes"));
        findings
            .push(SCOPES.finding(at, message).severity(Severity::Info).label("scope-unavailable-in-portal"));
    }
}
