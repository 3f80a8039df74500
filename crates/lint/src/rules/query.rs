//! The query: parameters that HubSpot ignores, and its length.

use crate::MAX_OF_A_RULE;
use crate::address::Server;
use crate::document::quoted;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::{Parameter, Subject};

macro_rules! ten {
    ($text:expr) => {
        concat!($text, $text, $text, $text, $text, $text, $text, $text, $text, $text)
    };
}

pub(crate) const UNKNOWN: Rule = Rule {
    name: "query-ignored",
    severity: Severity::Warning,
    label: None,
    about: "HubSpot ignores parameters that an operation does not have, and answers as if they were not there.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts?filter=email__eq=ana\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts?propertys=email\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/objects/2026-03/deals?count=10&offset=20\nAuthorization: Bearer {{token}}\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts?limit=100&after=5&properties=email&archived=false\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check_unknown),
};

pub(crate) const EMPTY: Rule = Rule {
    name: "query-empty",
    severity: Severity::Warning,
    label: None,
    about: "A parameter without a value is sent as an empty text: HubSpot ignores it, or refuses it where a number or a name is wanted.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts?associations=\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts?limit=&archived=false\nAuthorization: Bearer {{token}}\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts?associations=companies\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts?limit={{limit}}\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check_empty),
};

pub(crate) const LENGTH: Rule = Rule {
    name: "url-too-long",
    severity: Severity::Error,
    label: Some("url-too-long"),
    about: "From about 8,000 characters on HubSpot answers 414; a long list of properties belongs into the body of a batch or a search.",
    wrong: &[concat!(
        "GET https://api.hubapi.com/crm/v3/objects/deals?properties=",
        ten!(ten!(ten!("property,"))),
        "dealname\nAuthorization: Bearer {{token}}\n"
    )],
    right: &[concat!(
        "GET https://api.hubapi.com/crm/v3/objects/deals?properties=",
        ten!(ten!("property,")),
        "dealname\nAuthorization: Bearer {{token}}\n"
    )],
    check: Check::Request(check_length),
};

/// Of every operation, though no file names them.
const EVERYWHERE: [&str; 5] = ["hapikey", "portalId", "access_token", "_", "idProperty"];
/// What others call the parameters of paging.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("count", "limit"),
    ("per_page", "limit"),
    ("pageSize", "limit"),
    ("offset", "after"),
    ("cursor", "after"),
    ("property", "properties"),
];
const MAX_URL: usize = 8_000;

fn check_unknown(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(operation) = subject.operation.as_ref().map(|found| found.operation) else { return };
    // Rows by hand name only some of their parameters.
    if !operation.source.starts_with("spec") || subject.address.is_token_endpoint() {
        return;
    }
    let known = &operation.query_parameters;
    for parameter in &subject.parameters {
        if findings.len() > MAX_OF_A_RULE {
            return;
        }
        let name = parameter.name.trim();
        let bare = name.trim_end_matches("[]");
        let is_known = known.iter().any(|own| own.name == name) || EVERYWHERE.contains(&name);
        let is_told = super::secret_in_url::is_secret(subject, parameter);
        if is_known || is_told || name.is_empty() || name.contains(['{', '$']) || name.starts_with("utm_") {
            continue;
        }
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, own)| *own);
        let near = known.iter().map(|own| own.name).find(|own| {
            *own == bare
                || other == Some(*own)
                || name.len() <= 40 && strsim::osa_distance(own, name) <= if own.len() < 6 { 1 } else { 2 }
        });
        let mut message = format!(
            "This operation has no parameter {}: HubSpot ignores it, and answers as if it were not there.",
            quoted(name)
        );
        if let Some(near) = near {
            message = format!("{message} Did you mean `{near}`?");
        } else if is_filter(name) && operation.path.contains("/objects/") {
            message += " Lists of records cannot be filtered: use the search, `POST …/search`.";
        }
        let at = subject.at(Part::Query, Some(name), parameter.source, &parameter.name_range);
        let is_same_value = near.is_some_and(|near| near != "after");
        let fix = near.filter(|_| is_same_value).and_then(|near| {
            subject.fix_at(
                parameter.source,
                &(parameter.name_range.start..parameter.source.text.len()),
                &format!("Write {near}"),
                &parameter.name_range,
                near,
            )
        });
        findings.push(UNKNOWN.finding(at, message).fix(fix));
    }
}

fn check_empty(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.address.server == Server::Foreign || subject.address.is_token_endpoint() {
        return;
    }
    let is_empty = |parameter: &&Parameter<'_>| {
        !parameter.is_open && parameter.value.trim().is_empty() && !parameter.name.trim().is_empty()
    };
    for parameter in subject.parameters.iter().filter(is_empty).take(MAX_OF_A_RULE) {
        let name = parameter.name.trim();
        if super::secret_in_url::is_secret(subject, parameter) {
            continue;
        }
        let message = format!(
            "{} has no value. Give it one, or leave it out: HubSpot ignores it, or refuses the call.",
            quoted(name)
        );
        let at = subject.at(Part::Query, Some(name), parameter.source, &parameter.name_range);
        findings.push(EMPTY.finding(at, message));
    }
}

fn is_filter(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["filter", "q", "query", "search", "where", "email", "sort", "since"]
        .iter()
        .any(|word| name.starts_with(word))
}

fn check_length(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.address.server == Server::Foreign {
        return;
    }
    let encoded =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).map(str::len).sum::<usize>();
    let apart: usize = subject
        .request
        .query
        .iter()
        .map(|field| encoded(&field.name.text) + encoded(&field.value.text) + 2)
        .sum();
    let length = subject.request.url.text.len() + apart;
    if length <= MAX_URL {
        return;
    }
    let message = format!(
        "The address has {length} characters. From about 8,000 on HubSpot answers 414 \"URI Too Long\": ask for fewer properties, \
         or read the records by a search or a batch, whose lists stand in the body."
    );
    let at = subject.at(Part::Query, None, &subject.request.url, &subject.address.path);
    findings.push(LENGTH.finding(at, message));
}
