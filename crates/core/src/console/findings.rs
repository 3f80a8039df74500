//! What is wrong with a request that nothing keeps from being sent, and the edits that mend it.
//!
//! A draft is judged as the text of an HTTP request, since an edit of a text is what mends one.

use portalscope_catalog::Catalog;
use portalscope_formats::{self as formats};
use portalscope_lint::{self as lint, At, Context, Finding, Part, Severity};

use crate::console::view::{FindingSeverity, NameValue, RequestDraft, RequestFinding};
use crate::secrets::store::SecretStore;

/// Stands before a path, so that the text is one of a whole request.
const ORIGIN: &str = "https://api.hubapi.com";
/// What the preview of a draft tells as problems already.
const TOLD_AS_PROBLEMS: [&str; 4] = ["path-placeholder", "json-syntax", "body-on-get", "wrong-host"];

/// The findings of each request of a text, in their order, worst first.
pub(crate) fn of_reading(
    text: &str,
    reading: &formats::Reading,
    catalog: &Catalog,
    today: &str,
    secrets: &SecretStore,
) -> Vec<Vec<RequestFinding>> {
    let mut all = vec![Vec::new(); reading.requests.len()];
    for finding in sorted(lint::lint_reading(text, reading, catalog, today, Context::default())) {
        if let Some(of_request) = finding.request.and_then(|at| all.get_mut(at)) {
            let place = with_line(&finding.at);
            of_request.push(RequestFinding { place, mend: None, ..view(&finding, secrets) });
        }
    }
    all
}

/// The findings of a draft, worst first.
pub(crate) fn of_draft(
    draft: &RequestDraft,
    catalog: &Catalog,
    today: &str,
    secrets: &SecretStore,
) -> Vec<RequestFinding> {
    let (_, findings) = judged(draft, catalog, today);
    findings.iter().map(|finding| view(finding, secrets)).collect()
}

/// The draft, mended where this finding is. `None`: there is no such finding any more.
pub(crate) fn mended(
    draft: &RequestDraft,
    told: &RequestFinding,
    catalog: &Catalog,
    today: &str,
) -> Option<RequestDraft> {
    let (text, findings) = judged(draft, catalog, today);
    let wanted = |finding: &&Finding| finding.rule == told.rule && place_of(&finding.at) == told.place;
    let fix = findings.iter().filter(wanted).find_map(|finding| finding.fix.as_ref())?;
    from_http(&fix.apply(&text)?, draft)
}

fn judged(draft: &RequestDraft, catalog: &Catalog, today: &str) -> (String, Vec<Finding>) {
    let text = as_http(draft);
    let Some(reading) = formats::read(&text).filter(|reading| reading.requests.len() == 1) else {
        return (text, Vec::new());
    };
    let context = Context { has_own_credential: true };
    let mut findings = sorted(lint::lint_reading(&text, &reading, catalog, today, context));
    findings.retain(|finding| !TOLD_AS_PROBLEMS.contains(&finding.rule));
    (text, findings)
}

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn view(finding: &Finding, secrets: &SecretStore) -> RequestFinding {
    RequestFinding {
        rule: finding.rule.to_owned(),
        severity: match finding.severity {
            Severity::Error => FindingSeverity::Error,
            Severity::Warning => FindingSeverity::Warning,
            Severity::Info => FindingSeverity::Info,
        },
        place: place_of(&finding.at),
        message: secrets.redacted(&finding.message),
        mend: finding.fix.as_ref().map(|fix| fix.title.clone()),
    }
}

fn place_of(at: &At) -> String {
    let part = match at.part {
        Part::Method => "method",
        Part::Url => "address",
        Part::Query => "query",
        Part::Header => "header",
        Part::Body => "body",
        Part::Credential => "credential",
        Part::Document => "text",
    };
    at.name.as_ref().map_or_else(|| part.to_owned(), |name| format!("{part} {name}"))
}

fn with_line(at: &At) -> String {
    match at.place {
        Some(place) => format!("{}, line {}", place_of(at), place.line),
        None => place_of(at),
    }
}

/// The draft as an HTTP request. What no line can hold is left out.
fn as_http(draft: &RequestDraft) -> String {
    let sent = |row: &&NameValue| row.enabled && !row.name.trim().is_empty();
    let query: Vec<_> = draft.query.iter().filter(sent).map(|row| (&row.name, &row.value)).collect();
    let mut target = draft.path.trim().to_owned();
    if target.starts_with('/') {
        target.insert_str(0, ORIGIN);
    }
    if !query.is_empty() {
        target.push(if target.contains('?') { '&' } else { '?' });
        target += &url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    }
    let mut text = format!("{} {target} HTTP/1.1\n", draft.method.trim().to_ascii_uppercase());
    for row in draft.headers.iter().filter(sent) {
        if !row.name.contains(['\n', '\r']) && !row.value.contains(['\n', '\r']) {
            text.extend([row.name.trim(), ": ", &row.value, "\n"]);
        }
    }
    if let Some(body) = draft.body.as_deref().filter(|body| !body.trim().is_empty()) {
        text.push('\n');
        text += body;
    }
    text
}

/// Reads what [`as_http`] wrote, after an edit. Values of the path, and rows that are not sent, are the draft's before.
fn from_http(text: &str, before: &RequestDraft) -> Option<RequestDraft> {
    let (head, body) = text.split_once("\n\n").map_or((text, None), |(head, body)| (head, Some(body)));
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let target = target.strip_prefix(ORIGIN).unwrap_or(target);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let row =
        |name: &str, value: &str| NameValue { name: name.to_owned(), value: value.to_owned(), enabled: true };
    let unsent = |rows: &[NameValue]| rows.iter().filter(|row| !row.enabled).cloned().collect::<Vec<_>>();
    let parameters = url::form_urlencoded::parse(query.as_bytes()).map(|(name, value)| row(&name, &value));
    let headers = lines.filter_map(|line| line.split_once(':')).map(|(name, value)| row(name, value.trim()));
    Some(RequestDraft {
        method: method.to_owned(),
        path: path.to_owned(),
        path_values: before.path_values.clone(),
        query: parameters.chain(unsent(&before.query)).collect(),
        headers: headers.chain(unsent(&before.headers)).collect(),
        body: body.map(str::to_owned).or_else(|| before.body.clone().filter(|body| body.trim().is_empty())),
    })
}
