//! Why a consent flow led to no connection, in the words of the diagnosis.

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{Case, CauseCertainty, Diagnosis, Known, Request, Response, Stage, diagnose};
use portalscope_history::{Entry, Header, Kind};
use url::Url;

use crate::error::{CommandError, ErrorCode};
use crate::history::consent::refusal_in;

/// The causes of what the server refused last. `None`: it refused nothing. `today`: a day such as `2027-09-14`.
pub(super) fn diagnosis(entries: &[Entry], page: &Url, catalog: &Catalog, today: &str) -> Option<Diagnosis> {
    let case = entries.iter().rev().find_map(|entry| case_of(entry, page))?;
    Some(diagnose(&case, catalog, today)).filter(|diagnosis| !diagnosis.causes.is_empty())
}

/// What the page said is told by its cause, where that is at least likely. Other errors keep their words, which know more
/// than an answer tells.
pub(super) fn told(error: CommandError, diagnosis: &Diagnosis) -> CommandError {
    match diagnosis.causes.first() {
        Some(first)
            if error.code == ErrorCode::ConsentDenied && first.certainty >= CauseCertainty::Likely =>
        {
            CommandError::of_cause(ErrorCode::ConsentDenied, first.label)
        }
        _ => error,
    }
}

/// A refused step of the flow. `None`: it was not refused, or there was no answer.
fn case_of(entry: &Entry, page: &Url) -> Option<Case> {
    let known = Known { is_own_request: true, ..Known::default() };
    if entry.kind == Kind::Consent {
        let words = entry.redirects.iter().find_map(|callback| refusal_in(&Url::parse(callback).ok()?))?;
        let request =
            Request { method: Some("GET".to_owned()), url: Some(page.to_string()), ..Request::default() };
        let response = Response { body: Some(words), ..Response::default() };
        return Some(Case { stage: Some(Stage::Authorize), request, response, known });
    }
    let status = entry.status.filter(|status| *status >= 400)?;
    let request = Request {
        method: Some(entry.method.clone()),
        url: Some(entry.path.clone()),
        headers: pairs(&entry.request_headers),
        body: entry.request_body.as_ref().map(|body| body.text.clone()),
        ..Request::default()
    };
    let response = Response {
        status: Some(status),
        headers: pairs(&entry.response_headers),
        body: entry.response_body.as_ref().map(|body| body.text.clone()),
    };
    Some(Case { stage: Some(Stage::Token), request, response, known })
}

fn pairs(headers: &[Header]) -> Vec<(String, String)> {
    headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect()
}
