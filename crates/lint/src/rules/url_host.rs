//! The scheme and the host.

use crate::address::Server;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const HOST: Rule = Rule {
    name: "wrong-host",
    severity: Severity::Error,
    label: Some("wrong-host"),
    about: "The API is at `api.hubapi.com`, for every data center; the web app's hosts answer with pages or refuse.",
    wrong: &[
        "GET https://app.hubspot.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://app-eu1.hubspot.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://www.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.co/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubspot.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://api-eu1.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "GET https://app.hubspot.com/contacts/4210077/record/0-1/512\n",
        "GET {{base}}/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check_host),
};

pub(crate) const SCHEME: Rule = Rule {
    name: "http-scheme",
    severity: Severity::Error,
    label: Some("http-scheme-redirect"),
    about: "HubSpot redirects http to https; clients follow with a GET or without the header, and the token has gone in clear.",
    wrong: &[
        "POST http://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n\n{\"properties\":{}}",
    ],
    right: &["GET http://localhost:8080/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n"],
    check: Check::Request(check_scheme),
};

fn check_host(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let address = &subject.address;
    let (Some(range), Some(host)) = (&address.host, address.host_name()) else { return };
    let at = || subject.at(Part::Url, None, &subject.request.url, range);
    let fix = || subject.fix("Use api.hubapi.com", &subject.request.url, range, "api.hubapi.com");
    let is_api_path =
        address.path().len() > 1 && !subject.known.catalog.methods_at(address.path()).is_empty();
    match address.server {
        Server::Api if host.ends_with(".hubspot.com") => {
            let message = "HubSpot documents `api.hubapi.com`. `api.hubspot.com` is another name of it, that works and is promised \
                nowhere.";
            findings.push(HOST.finding(at(), message).severity(Severity::Info).fix(fix()));
        }
        Server::App if is_api_path && !address.is_authorize_page() => {
            let message = "This is the host of HubSpot's web app. It takes no tokens, and answers with a page or refuses: the API is \
                at `api.hubapi.com`, for every data center.";
            findings.push(HOST.finding(at(), message).fix(fix()));
        }
        Server::NotTheApi if is_api_path => {
            let message =
                "This is not the host of HubSpot's API, which is `api.hubapi.com`, for every data center.";
            findings.push(HOST.finding(at(), message).fix(fix()));
        }
        _ => {}
    }
}

fn check_scheme(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let address = &subject.address;
    let is_ours = !matches!(address.server, Server::Foreign | Server::Loopback | Server::Open);
    let Some(range) =
        address.scheme.as_ref().filter(|range| is_ours && address.text(range).eq_ignore_ascii_case("http"))
    else {
        return;
    };
    let message = "The address begins with http. HubSpot redirects to https, where most clients repeat a POST as a GET or leave \
        `Authorization` out; and the token has gone over the net in clear.";
    let around = range.start..address.host.as_ref().map_or(range.end, |host| host.end);
    let fix = subject.fix_at(&subject.request.url, &around, "Use https", range, "https");
    let at = subject.at(Part::Url, None, &subject.request.url, &around);
    findings.push(SCHEME.finding(at, message).fix(fix));
}
