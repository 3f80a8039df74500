//! What was pasted to be diagnosed, as far as it was understood.

use portalscope_diagnosis::{Case, Diagnosis, Stage};
use portalscope_formats::Reading;
use serde::Serialize;
use specta::Type;

use crate::console::import::form_name;
use crate::console::view::RequestFinding;

/// Of a longer text (characters) the rest is not shown.
const MAX_SHOWN_CHARS: usize = 20_000;

/// A text and why the call that it tells of failed.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedDiagnosis {
    /// What the text was read as, in a sentence.
    pub understood: String,
    /// The text; labels stand for secrets.
    pub text: String,
    /// Whether only the first part of the text is shown.
    pub is_cut: bool,
    /// Whether a secret was replaced by its label.
    pub is_redacted: bool,
    /// What is wrong with the request itself, worst first.
    pub findings: Vec<RequestFinding>,
    /// The causes.
    pub diagnosis: Diagnosis,
}

/// The beginning of a redacted text, and whether there is more.
pub(super) fn shown(redacted: String) -> (String, bool) {
    match redacted.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => (redacted[..end].to_owned(), true),
        None => (redacted, false),
    }
}

/// What a text was read as: `a cURL command for GET /crm/v3/owners, answered with status 401`. May repeat what was sent.
pub(super) fn understood(case: &Case, reading: Option<&Reading>) -> String {
    let form = reading.filter(|reading| !reading.requests.is_empty()).map(|reading| form_name(reading.form));
    let stage = match case.stage {
        Some(Stage::Authorize) => Some("the consent page"),
        Some(Stage::Token) => Some("the token endpoint"),
        Some(Stage::Webhook) => Some("a webhook"),
        Some(Stage::Api) | None => None,
    };
    let call = call(case);
    let request = match (form, &call) {
        (Some(form), Some(call)) => format!("{form} for {call}"),
        (Some(form), None) => form.to_owned(),
        (None, Some(call)) => format!("a call: {call}"),
        (None, None) => "the words of an error, without the call that it answers".to_owned(),
    };
    let at = stage.map_or_else(String::new, |stage| format!(", at {stage}"));
    let status = match case.response.status {
        Some(status) => format!(", answered with status {status}"),
        None => ", without a status".to_owned(),
    };
    format!("Read as {request}{at}{status}.")
}

fn call(case: &Case) -> Option<String> {
    let address = case.request.url.as_deref()?;
    let path = match url::Url::parse(address) {
        Ok(url) if url.host_str() == Some("api.hubapi.com") => url.path().to_owned(),
        Ok(url) => format!("{}{}", url.host_str().unwrap_or_default(), url.path()),
        Err(_) => address.split('?').next().unwrap_or_default().to_owned(),
    };
    Some(match &case.request.method {
        Some(method) => format!("{method} {path}"),
        None => path,
    })
}
