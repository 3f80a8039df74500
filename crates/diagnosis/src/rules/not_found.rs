//! 404 and 405: the record, the path, the method, or the time of an endpoint.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api, said};
use crate::facts::{Facts, Sent, is_hubspot};
use crate::finding::{
    CauseCertainty::{Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "not-found",
    about: "404 and 405: a record that is not there, a path or a method that HubSpot does not know, an endpoint that ended.",
    find,
    examples: EXAMPLES,
};

/// Paths that HubSpot took away or replaced and that clients still call: the beginning of the path, what replaced it.
const GONE: &[(&str, &str)] = &[
    ("/crm/v3/objects/gdpr/", "`POST /crm/v3/objects/contacts/gdpr-delete`"),
    ("/owners/v2/", "`/crm/owners/2026-09`"),
    ("/contacts/v1/lists", "`/crm/lists/2026-03`"),
    ("/hubdb/api/v2/", "`/cms/hubdb/2026-09`"),
    ("/hubdb/api/v1/", "`/cms/hubdb/2026-09`"),
    ("/hubdb/v2/", "`/cms/hubdb/2026-09`"),
    ("/cms/v3/performance", "nothing"),
    ("/extensions/ecomm/", "nothing"),
    ("/crm/v3/extensions/accounting/", "nothing"),
    ("/calendar/v1/", "nothing"),
    ("/filemanager/api/", "`/files/2026-09`"),
    ("/keywords/v1/", "nothing"),
    ("/leads/v1/", "`/crm/objects/2026-09/contacts`"),
    ("/email/public/v1/singleEmail", "`/marketing/transactional/2026-03`"),
    ("/broadcast/v1/", "nothing"),
    ("/reports/v2/", "nothing"),
];

/// What HubSpot says of a record, never of a path.
const RECORD_WORDS: &[&str] = &[
    "object_not_found",
    "object not found",
    "does not exist",
    "doesn't exist",
    "couldn't find",
    "could not find",
    "no deal found",
    "no contact found",
    "no company found",
    "no ticket found",
    "no engagement found",
    "not found with id",
    "no record found",
    "not found for id",
    "contact does not exist",
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api {
        return;
    }
    if let Some(status) = facts.answered(405).or_else(|| facts.says("method not allowed")) {
        method(facts, findings, status);
    }
    let is_404 = facts.status() == Some(404) || facts.status() == Some(410);
    let is_said =
        facts.status().is_none() && (facts.says("404").is_some() || facts.says("object_not_found").is_some());
    if !(is_404 || is_said) {
        ended(facts, findings);
        return;
    }
    let record = facts.says_any(RECORD_WORDS).filter(|_| !facts.has_html());
    if said_to_be_over(facts, findings) {
        return;
    }
    match record {
        Some(said) => no_record(facts, findings, said),
        None => no_path(facts, findings),
    }
}

fn method(facts: &Facts<'_>, findings: &mut Findings, status: Evidence) {
    let others = facts.catalog.methods_at(&facts.path);

    let is_cut = facts.path.ends_with('/');
    // A redirect to https:// turns a POST into a GET: the method that was refused is not the one that was sent.
    let is_plain = facts.url.as_ref().is_some_and(|url| url.scheme() == "http");
    let weight = match (is_plain, is_cut) {
        (true, _) => 60,
        (false, true) => 76,
        (false, false) => LIKELY,
    };
    findings.add(Cause::WrongMethod, weight, [status, facts.address()]);
    let longer = format!("{}/1", facts.path.trim_end_matches('/'));
    if facts.catalog.methods_at(&longer).contains(&facts.method()) {
        let tells = "The method is for one record, whose id is missing.";
        findings.add(Cause::WrongPath, if is_cut { 78 } else { 75 }, [facts.address().tells(tells)]);
    }
    if !others.is_empty() {
        findings
            .fix(Cause::WrongMethod, format!("The catalogue knows this path with {}.", others.join(", ")));
    }
}

fn no_record(facts: &Facts<'_>, findings: &mut Findings, said: Evidence) {
    let is_type = facts.says_any(&["object type", "event type", "schema"]).is_some();
    if is_type {
        findings.add(Cause::ObjectTypeNameWrong, 70, [said.clone(), facts.address()]);
    }
    if facts.says("property").is_some() && !is_type && facts.path.contains("/properties/") {
        findings.add(Cause::PropertyNotFound, LIKELY, [said.clone()]);
        findings.add(Cause::ObjectNotFound, 40, [said]);
        return;
    }
    let is_known = facts.operation.is_some() || facts.path.is_empty();
    let is_named = facts.says("object_not_found").is_some()
        || facts.path.contains('/') && !facts.said.has("resource not found");
    let weight = match (is_known, is_named, is_type) {
        (_, _, true) => 50,
        // The same is said of a record of another portal.
        (true, true, _) => 78,
        (true, false, _) => 65,
        (false, _, _) => 60,
    };
    findings.add(Cause::ObjectNotFound, weight, [said, facts.address()]);
    if !is_known {
        findings.add(Cause::WrongPath, 40, [facts.address()]);
    }
}

fn no_path(facts: &Facts<'_>, findings: &mut Findings) {
    let said =
        facts.says_any(&["resource not found", "not found", "404"]).or_else(|| facts.status_evidence());
    let evidence = || said.clone().into_iter().chain([facts.address()]);
    if gone(facts, findings) {
        findings.add(Cause::WrongPath, 50, evidence());
        return;
    }
    let others = facts.catalog.methods_at(&facts.path);
    let near = facts.catalog.near(facts.method(), &facts.path).filter(|_| others.is_empty());
    let is_elsewhere = facts.url.as_ref().is_some_and(|url| !is_hubspot(url));
    match (&facts.operation, near) {
        (Some(found), _) => {
            let is_over = found.operation.sunset().is_some_and(|sunset| sunset.has_come(facts.today));
            let has_id = !found.path_values.is_empty();
            let (record, path) = if facts.has_html() && !has_id {
                (40, 55)
            } else if facts.has_html() {
                (56, 54)
            } else if has_id {
                (65, 45)
            } else {
                (40, 50)
            };
            findings.add(Cause::ObjectNotFound, record, evidence());
            findings.add(Cause::WrongPath, path, evidence());
            findings.add(Cause::EndpointSunset, if is_over { 75 } else { 25 }, evidence());
            findings.add(Cause::EndpointNotAvailable, 35, evidence());
        }
        (None, Some(near)) => {
            findings.add(Cause::WrongPath, if is_elsewhere { 70 } else { LIKELY }, evidence());
            findings.fix(Cause::WrongPath, near.sentence());
        }
        (None, None) => unknown_path(facts, findings, said.as_ref()),
    }
    not_by_this_property(facts, findings);
    if facts.sent == Sent::NotReported {
        findings.add(Cause::HeaderMissing, 20, evidence());
    }
}

/// A record that is looked up by a property which HubSpot does not keep unique.
pub(super) fn not_by_this_property(facts: &Facts<'_>, findings: &mut Findings) {
    const SHARED: [&str; 8] =
        ["phone", "mobilephone", "domain", "website", "name", "firstname", "lastname", "dealname"];
    let Some(name) = facts.query("idProperty").filter(|name| name != "email") else { return };
    let is_shared = SHARED.contains(&name.as_str());
    let tells = "`idProperty` takes properties that were made with unique values alone.";
    let quote = Evidence::new("request.url", format!("idProperty={name}")).tells(tells);
    findings.add(Cause::IdPropertyNotUnique, if is_shared { 68 } else { 36 }, [quote]);
}

fn unknown_path(facts: &Facts<'_>, findings: &mut Findings, said: Option<&Evidence>) {
    let evidence = || said.cloned().into_iter().chain([facts.address()]);
    let others = facts.catalog.methods_at(&facts.path);
    if others.is_empty() {
        let tells = "The catalogue does not know this path.";
        findings.add(
            Cause::WrongPath,
            if facts.path.is_empty() { 50 } else { 70 },
            [facts.address().tells(tells)].into_iter().chain(said.cloned()),
        );
    } else {
        findings.add(Cause::WrongMethod, 60, evidence());
        findings
            .fix(Cause::WrongMethod, format!("The catalogue knows this path with {}.", others.join(", ")));
        findings.add(Cause::WrongPath, 50, evidence());
    }
    if facts.path.is_empty() || !others.is_empty() {
        findings.add(Cause::ObjectNotFound, 50, evidence());
    }
    let is_old = facts.path.split('/').any(|part| matches!(part, "v1" | "v2"));
    let page = facts.has_html() || facts.says("page not found").is_some();
    let tells = "A version of the time before v3, which the catalogue does not know any more.";
    let evidence_of_age = is_old.then(|| facts.address().tells(tells));
    let weight = match (is_old, page) {
        (true, true) => 72,
        (true, false) => 55,
        (false, _) => 40,
    };
    findings.add(Cause::EndpointSunset, weight, evidence_of_age.into_iter().chain(evidence()));
    findings.add(Cause::EndpointNotAvailable, 40, evidence());
}

/// An endpoint that ended, as its path tells.
fn gone(facts: &Facts<'_>, findings: &mut Findings) -> bool {
    let Some((_, successor)) = GONE.iter().find(|(path, _)| facts.path.starts_with(path)) else {
        return false;
    };
    let tells = "HubSpot took this path away or replaced it.";
    findings.add(Cause::EndpointSunset, 75, [facts.address().tells(tells)]);
    findings.fix(Cause::EndpointSunset, format!("In its place: {successor}."));
    true
}

fn ended(facts: &Facts<'_>, findings: &mut Findings) {
    let may_be_over = matches!(facts.status(), None | Some(401 | 403)) && !findings.has(60);
    if may_be_over && gone(facts, findings) {
        return;
    }
    said_to_be_over(facts, findings);
}

/// HubSpot says that an endpoint ended.
fn said_to_be_over(facts: &Facts<'_>, findings: &mut Findings) -> bool {
    let phrases = [
        "because it is deprecated",
        "endpoint is deprecated",
        "api is deprecated",
        "is deprecating",
        "has been sunset",
        "been deprecated",
        "no longer supported",
        "has been removed",
        "is no longer available",
        "has been retired",
    ];
    let said = facts.says_any(&phrases).filter(|_| !facts.said.has("api key"));
    let is_said = said.is_some();
    if let Some(said) = said {
        findings.add(Cause::EndpointSunset, LIKELY, [said, facts.address()]);
    }
    is_said
}

const EXAMPLES: &[Example] = &[
    api(
        "GET",
        "/crm/objects/2026-03/contacts/512",
        404,
        r#"{"category": "OBJECT_NOT_FOUND", "message": "resource not found"}"#,
    )
    .tells(Cause::ObjectNotFound, Possible),
    api("GET", "/crm/2026-03/objects/contacts", 404, "<html>Error 404</html>")
        .tells(Cause::WrongPath, Likely),
    api("PUT", "/crm/objects/2026-03/contacts", 405, "").tells(Cause::WrongMethod, Likely),
    api("GET", "/owners/v2/owners", 404, "").tells(Cause::EndpointSunset, Possible),
    api("GET", "/content/api/v2/gadgets", 404, "<html>Page not found</html>")
        .tells(Cause::EndpointSunset, Possible),
    api("GET", "/crm/v3/objects/contacts", 404, "This endpoint has been retired")
        .tells(Cause::EndpointSunset, Likely),
    api(
        "GET",
        "/crm/v3/objects/companies/example.org?idProperty=domain",
        404,
        r#"{"message": "resource not found"}"#,
    )
    .tells(Cause::IdPropertyNotUnique, Possible),
    api(
        "GET",
        "/crm/v3/objects/contacts/a@b.example?idProperty=email",
        404,
        r#"{"message": "resource not found"}"#,
    )
    .tells(Cause::ObjectNotFound, Possible),
    api("POST", "/crm/v3/objects/contacts/88", 404, "").tells(Cause::WrongMethod, Possible),
    said("ApiException: [404] Client error").tells(Cause::WrongPath, Possible),
    api(
        "GET",
        "/crm/v3/objects/contacts/ada@example.org",
        404,
        r#"{"message": "resource not found", "category": "OBJECT_NOT_FOUND"}"#,
    )
    .tells(Cause::ObjectNotFound, Possible),
];
