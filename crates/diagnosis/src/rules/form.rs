//! Submissions of forms.

use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CERTAIN, CauseCertainty::Certain, Evidence, Findings, LIKELY};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "form",
    about: "Submissions that a form refuses, or takes and drops.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(&["recaptcha"], Cause::FormCaptchaEnabled, CERTAIN),
    words(&["captcha"], Cause::FormCaptchaEnabled, LIKELY),
    words(&["invalid_hutk"], Cause::FormContextInvalid, CERTAIN),
    words(&["hutk"], Cause::FormContextInvalid, LIKELY),
    words(&["invalid_page_uri"], Cause::FormContextInvalid, CERTAIN),
    words(&["pageuri"], Cause::FormContextInvalid, 75),
    words(&["invalid_go_to_webinar"], Cause::FormContextInvalid, LIKELY),
    words(&["invalid_ip_address"], Cause::FormContextInvalid, LIKELY),
    words(&["blocked_email"], Cause::PropertyInvalidValue, 70),
    words(&["required_field"], Cause::RequiredFieldMissing, LIKELY),
    words(&["field_not_in_form"], Cause::PropertyNotFound, 70),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let is_form = is_form(facts);
    let is_refused = facts.status().is_none_or(|status| status >= 400);
    if is_form && is_refused || facts.says("form_has_recaptcha_enabled").is_some() {
        told(facts, findings, TABLE);
        if is_form && !findings.has(60) && facts.status() != Some(401) {
            let evidence = || facts.status_evidence().into_iter().chain([facts.address()]);
            findings.add(Cause::FormContextInvalid, 50, evidence());
            findings.add(Cause::RequiredFieldMissing, 48, evidence());
            findings.add(Cause::ClientRequestDefect, 46, evidence());
            findings.add(Cause::PropertyInvalidValue, 44, evidence());
            findings.unknown("The list `errors` of the answer");
        }
    }
    let is_taken = facts.status().is_some_and(|status| (200..300).contains(&status));
    let body = facts.case.request.body.as_deref().unwrap_or_default().to_lowercase();
    if is_form && is_taken {
        let sample =
            ["test@test", "@example.", "test@", "asdf"].into_iter().find(|sample| body.contains(sample));
        let weight = if sample.is_some() { 75 } else { 50 };
        let evidence = sample.map(|sample| Evidence::new("request.body", sample));
        findings.add(
            Cause::SilentlyDroppedTestData,
            weight,
            evidence.into_iter().chain(facts.status_evidence()),
        );
    }
}

/// Whether the call submits a form.
pub(super) fn is_form(facts: &Facts<'_>) -> bool {
    facts.path.contains("/submissions/")
        || facts.path.contains("/integration/submit")
        || facts.path.contains("/uploads/form/")
        || facts.host().contains("hsforms")
        || facts.host().starts_with("forms")
}

const EXAMPLES: &[Example] =
    &[api("POST", "/submissions/v3/integration/submit/1/2", 400, "FORM_HAS_RECAPTCHA_ENABLED")
        .tells(Cause::FormCaptchaEnabled, Certain)];
