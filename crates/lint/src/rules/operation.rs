//! The method and the path against the operations of the catalogue.

use std::ops::Range;

use portalscope_catalog::{ObjectTypes, Slip, Sunset, SunsetKind};

use crate::address::Server;
use crate::finding::{Finding, Fix, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const METHOD: Rule = Rule {
    name: "wrong-method",
    severity: Severity::Error,
    label: Some("wrong-method"),
    about: "The path exists with another method; a search or a batch with GET is even taken for a record of that name.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts/search\nAuthorization: Bearer {{token}}\n",
        "PUT https://api.hubapi.com/crm/v3/objects/contacts/512\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\":{}}",
        "GET https://api.hubapi.com/crm/objects/2026-03/deals/batch/read\nAuthorization: Bearer {{token}}\n",
        "DELETE https://api.hubapi.com/crm/v3/objects/deals/\nAuthorization: Bearer {{token}}\n",
    ],
    right: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"filterGroups\":[]}",
        "PATCH https://api.hubapi.com/crm/v3/objects/contacts/512\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\":{}}",
    ],
    check: Check::Request(check_method),
};

pub(crate) const UNKNOWN: Rule = Rule {
    name: "path-unknown",
    severity: Severity::Error,
    label: Some("wrong-path"),
    about: "The catalogue knows no such path; HubSpot answers an unknown one with 404 and a page of HTML.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/object/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/v3/crm/owners\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/api/crm/v3/owners\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/CRM/v3/owners\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/2026-03/objects/contacts\nAuthorization: Bearer {{token}}\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/schemas\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/cms/v3/audit-logs\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/2-4210077\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/objects/2026-09/contacts\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check_unknown),
};

pub(crate) const SUNSET: Rule = Rule {
    name: "endpoint-sunset",
    severity: Severity::Error,
    label: Some("endpoint-sunset"),
    about: "HubSpot has switched the endpoint off, or has said when it will.",
    wrong: &["GET https://api.hubapi.com/owners/v2/owners\nAuthorization: Bearer {{token}}\n"],
    right: &["GET https://api.hubapi.com/crm/owners/2026-03\nAuthorization: Bearer {{token}}\n"],
    check: Check::Request(check_sunset),
};

fn check_method(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let method = &subject.request.method;
    if !subject.address.is_api() || !method.open.is_empty() || subject.address.is_token_endpoint() {
        return;
    }
    let path = subject.address.path();
    let at = || subject.at_value(Part::Method, None, method);
    let fix = |right: &str| {
        let title = format!("Send {right}");
        subject.fix(&title, method, &(0..method.text.len()), right)
    };
    if let Some(right) = shadowed(subject, path) {
        let message = format!(
            "The last part of the path is an action of {right}. With {} HubSpot takes it for the id of a record, and answers with \
             an error about the id; a body is not read.",
            plain(&method.text)
        );
        findings.push(METHOD.finding(at(), message).fix(fix(right)));
        return;
    }
    if subject.operation.is_some() || path.len() <= 1 || subject.is_address_alone() && method.span.is_none() {
        return;
    }
    let known = subject.methods_here();
    let is_of_one = !known.is_empty() && matches!(method.text.as_str(), "DELETE" | "PATCH" | "PUT");
    let with_id = subject.known.catalog.resolve(&method.text, &format!("{}/0", path.trim_end_matches('/')));
    if is_of_one && with_id.is_some_and(|found| found.operation.path.ends_with('}')) {
        let message = format!(
            "The path ends before the id: {} changes one record, and its id belongs at the end. A variable may have been empty. \
             HubSpot answers 405.",
            plain(&method.text)
        );
        let at = subject.at(Part::Url, None, &subject.request.url, &subject.address.path);
        findings.push(METHOD.finding(at, message).label("wrong-path"));
        return;
    }
    if known.is_empty() || matches!(method.text.as_str(), "HEAD" | "OPTIONS") {
        return;
    }
    let message = format!(
        "The path exists, but with {} only; HubSpot answers 405 to {}.",
        known.join(", "),
        plain(&method.text)
    );
    // The nearest of several cannot be known, but that a change of a record is a PATCH.
    let right = match known {
        [one] => Some(*one),
        many if matches!(method.text.as_str(), "PUT" | "POST") && many.contains(&"PATCH") => Some("PATCH"),
        _ => None,
    };
    let finding = METHOD.finding(at(), message).fix(right.and_then(fix));
    // Rows by hand name the methods that are still called, not all that there are.
    let is_by_hand = known.iter().any(|known| {
        subject
            .known
            .catalog
            .resolve(known, path)
            .is_some_and(|found| !found.operation.source.starts_with("spec"))
    });
    findings.push(if is_by_hand { finding.severity(Severity::Warning) } else { finding });
}

fn plain(method: &str) -> &str {
    if method.len() <= 8 && method.bytes().all(|byte| byte.is_ascii_uppercase()) {
        method
    } else {
        "this method"
    }
}

/// The method of an action whose name is taken for an id with this one.
fn shadowed(subject: &Subject<'_>, path: &str) -> Option<&'static str> {
    let path = path.trim_end_matches('/');
    let (before, last) = path.rsplit_once('/').filter(|(_, last)| !last.is_empty())?;
    let catalog = subject.known.catalog;
    let is_taken_for_id = match &subject.operation {
        Some(found) => found.path_values.last().is_some_and(|(_, value)| value == last),
        None => catalog
            .resolve(subject.method(), &format!("{before}/0"))
            .is_some_and(|found| found.operation.path.ends_with('}')),
    };
    let methods = ["POST", "PUT", "PATCH", "DELETE"].into_iter().filter(|method| *method != subject.method());
    let is_action = |method: &&'static str| {
        let other = catalog.resolve(method, path);
        other.is_some_and(|other| other.operation.path.rsplit('/').next() == Some(last))
    };
    methods.into_iter().find(|method| is_taken_for_id && is_action(method))
}

fn check_unknown(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let (address, path) = (&subject.address, subject.address.path());
    let is_known = subject.operation.is_some() || !subject.methods_here().is_empty();
    // A variable may hold a part of the path.
    let has_open = subject.request.url.open.iter().any(|open| open.start < address.path.end);
    if !matches!(address.server, Server::Api)
        || is_known
        || path.len() <= 1
        || has_open
        || path.contains("//")
        || super::url_path::beginning_twice(subject).is_some()
    {
        return;
    }
    if address.segments().any(|segment| address.text(&segment).starts_with([':', '{', '<', '$'])) {
        return;
    }
    let at = subject.at(Part::Url, None, &subject.request.url, &address.path);
    let Some(near) = nearest(subject, path) else {
        let message = "The catalogue knows no such path. HubSpot answers an unknown one with 404 and a page of HTML; the path may \
            also be one that HubSpot does not document.";
        // All documented paths name a version, but not all that do are documented.
        let has_version = address.segments().any(|segment| is_version(address.text(&segment)));
        let severity = if has_version { Severity::Info } else { Severity::Warning };
        let more = if subject.known.is_done_searching() {
            " What may have been meant was looked for at the first unknown paths of this text only."
        } else {
            ""
        };
        findings.push(UNKNOWN.finding(at, format!("{message}{more}")).severity(severity));
        return;
    };
    let message = format!(
        "HubSpot has no such path, and answers 404 with a page of HTML. Did you mean `{}`?",
        near.template
    );
    let fix = near.edit.as_ref().and_then(|(range, replacement)| {
        let around = address.path.clone();
        let range = around.start + range.start..around.start + range.end;
        subject.fix_at(&subject.request.url, &around, "Use that path", &range, replacement)
    });
    findings.push(UNKNOWN.finding(at, message).fix(fix));
}

struct Near {
    template: &'static str,
    /// The edit of the path that leads there.
    edit: Option<(Range<usize>, String)>,
}

/// Parts that are left out of a path most often.
const LEFT_OUT: [(&str, &str); 5] = [
    ("/crm/v3/", "objects/"),
    ("/crm/v4/", "objects/"),
    ("/crm/2026-03/", "objects/"),
    ("/", "crm/"),
    ("/", "crm/v3/objects/"),
];

/// A path one slip away: a part left out, a word misspelt, a version too many.
fn nearest(subject: &Subject<'_>, path: &str) -> Option<Near> {
    if !subject.known.may_search() {
        return None;
    }
    let known = |candidate: &str| {
        let methods = subject.known.catalog.methods_at(candidate);
        let method = methods.iter().find(|method| **method == subject.method()).or(methods.first())?;
        subject.known.catalog.resolve(method, candidate).map(|found| found.operation)
    };
    for (start, left_out) in LEFT_OUT {
        let Some(rest) = path.strip_prefix(start) else { continue };
        let first = rest.split('/').next().unwrap_or_default();
        if left_out.ends_with("objects/") && ObjectTypes::bundled().find(first).is_none() {
            continue;
        }
        if let Some(found) = known(&format!("{start}{left_out}{rest}")) {
            return Some(Near {
                template: found.path,
                edit: Some((start.len()..start.len(), left_out.to_owned())),
            });
        }
    }
    let parts: Vec<&str> = path.split('/').collect();
    if parts.len() > 14 {
        return None;
    }
    if let Some(right) = right_letters(&parts, subject)
        && let Some(found) = known(&right)
    {
        return Some(Near { template: found.path, edit: Some((0..path.len(), right)) });
    }
    for changed in moved(&parts) {
        let changed = changed.join("/");
        if let Some(found) = known(&changed) {
            return Some(Near { template: found.path, edit: Some((0..path.len(), changed)) });
        }
    }
    let mut at = 0;
    for (index, part) in parts.iter().enumerate() {
        let range = at..at + part.len();
        at = range.end + 1;
        for word in similar(subject, part) {
            let mut changed = parts.clone();
            changed[index] = word;
            let found = known(&changed.join("/"));
            if let Some(found) = found.filter(|found| found.path.split('/').any(|literal| literal == word)) {
                return Some(Near { template: found.path, edit: Some((range, word.to_owned())) });
            }
        }
    }
    None
}

/// The path with the letters of the one that HubSpot knows, where only capitals differ. Values stay as they are.
fn right_letters(parts: &[&str], subject: &Subject<'_>) -> Option<String> {
    let near = subject.known.catalog.near(subject.method(), &parts.join("/"));
    let template = near.filter(|near| near.slip == Slip::Capitals)?.template;
    let right = parts
        .iter()
        .zip(template.split('/'))
        .map(|(part, known)| if part.eq_ignore_ascii_case(known) { known } else { part });
    Some(right.collect::<Vec<_>>().join("/"))
}

/// The path with its version at another place, and without its first part.
fn moved<'p>(parts: &[&'p str]) -> Vec<Vec<&'p str>> {
    let mut all = Vec::new();
    if let Some(version) = parts.iter().position(|part| is_version(part)) {
        for to in (1..parts.len()).filter(|to| *to != version) {
            let mut changed = parts.to_vec();
            let moved = changed.remove(version);
            changed.insert(to, moved);
            all.push(changed);
        }
    }
    if parts.len() > 3 {
        all.push([&parts[..1], &parts[2..]].concat());
    }
    all
}

/// Words of the catalogue's paths within two slips of this one, the nearest first.
fn similar(subject: &Subject<'_>, part: &str) -> Vec<&'static str> {
    let is_word = part.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte));
    if !(4..=40).contains(&part.len()) || !is_word {
        return Vec::new();
    }
    subject.known.similar(part)
}

/// `v3`, `2026-03`, `2026-09-beta`.
fn is_version(segment: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    segment.strip_prefix('v').is_some_and(is_number)
        || segment.split_once('-').is_some_and(|(year, _)| year.len() == 4 && is_number(year))
}

fn check_sunset(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(found) = &subject.operation else { return };
    let Some(sunset) = found.sunset(subject.known.today) else { return };
    let has_come = sunset.has_come(subject.known.today);
    let successor = found.operation.successor();
    let instead = successor.as_ref().map_or(String::new(), |path| format!(" Its successor is `{path}`."));
    let (message, severity) = told(&sunset, has_come);
    let at = subject.at(Part::Url, None, &subject.request.url, &subject.address.path);
    let fix = successor.filter(|path| !path.contains('{') && found.path_values.is_empty()).and_then(|path| {
        let fix: Option<Fix> =
            subject.fix("Use the successor", &subject.request.url, &subject.address.path, &path);
        // The successor of a v3 path of records takes the same body and parameters; others may not.
        fix.filter(|_| found.operation.path.starts_with("/crm/v3/objects/"))
    });
    findings.push(SUNSET.finding(at, message + &instead).severity(severity).fix(fix));
}

fn told(sunset: &Sunset, has_come: bool) -> (String, Severity) {
    let date = &sunset.date;
    match (sunset.kind, has_come) {
        (SunsetKind::Stops, true) => {
            (format!("HubSpot has switched this endpoint off on {date}."), Severity::Error)
        }
        (SunsetKind::Stops, false) => {
            (format!("HubSpot switches this endpoint off on {date}."), Severity::Warning)
        }
        (SunsetKind::Unsupported, true) => (
            format!("HubSpot has not supported this version since {date}; it may stop at any time."),
            Severity::Warning,
        ),
        (SunsetKind::Unsupported, false) => {
            (format!("HubSpot supports this version until {date}."), Severity::Info)
        }
    }
}
