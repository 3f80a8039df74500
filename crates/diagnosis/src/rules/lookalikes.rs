//! What else shows in the same way. Where an answer does not settle its cause, those that answer in the same words are named
//! after it, as long as the request does not speak against them.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::{Facts, Sent};
use crate::finding::{CERTAIN, FAINT, Findings, MAX_CAUSES};
use crate::rule::Rule;
use crate::token::TokenLook;

use super::form::is_form;
use super::lookalike_table::TABLE;
use super::token_request::parameter;

pub(super) const RULE: Rule = Rule {
    name: "lookalikes",
    about: "Causes that show in the same words as those found: named last, so that they are not overlooked.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let found = findings.ranked();
    if findings.has(CERTAIN) {
        return;
    }
    let room = MAX_CAUSES.saturating_sub(found.len());
    let mut named: Vec<(Cause, Cause)> = Vec::new();
    for lead in &found {
        let row = TABLE.iter().find(|(cause, _)| cause == lead).map_or(&[][..], |(_, others)| others);
        for other in row {
            let is_named = named.iter().any(|(_, known)| known == other);
            let is_open = !findings.is_excluded(*other) && fits(facts, *other);
            if !is_named && is_open && findings.weight(*other) == 0 {
                named.push((*lead, *other));
            }
        }
    }
    for ((lead, other), weight) in named.into_iter().take(room).zip((1..FAINT).rev()) {
        let evidence = findings.first_evidence(lead);
        findings.add(other, weight, evidence);
    }
}

/// Whether the request leaves a cause possible.
fn fits(facts: &Facts<'_>, cause: Cause) -> bool {
    let is_read = matches!(facts.method(), "GET" | "HEAD" | "DELETE");
    let is_search = facts.path.trim_end_matches('/').ends_with("/search");
    let is_static = matches!(facts.sent, Sent::Bearer { look: TokenLook::Static, .. });
    let is_refused = facts.status().is_none_or(|status| status >= 400);
    match cause {
        Cause::BodyWrongShape
        | Cause::BodyMissing
        | Cause::WrongContentType
        | Cause::ClientDropsField
        | Cause::RequiredFieldMissing
        | Cause::PropertyInvalidValue
        | Cause::PropertyInvalidOption
        | Cause::TimestampWrongUnit => !is_read || is_form(facts),
        Cause::ConditionalPropertyRequired => !is_read && !is_form(facts) && !is_search,
        Cause::SearchBadFilter | Cause::SearchLimit => is_search,
        Cause::RateLimitSearchSecondly => is_search || facts.path.is_empty(),
        Cause::PaginationCursorInvalid => is_read || is_search,
        Cause::BatchDuplicateInput => facts.path.contains("/batch/"),
        Cause::SilentlyDroppedTestData => is_form(facts) && !is_refused,
        Cause::FormCaptchaEnabled | Cause::FormContextInvalid => is_form(facts),
        Cause::TokenExpired | Cause::RefreshTokenInvalid if facts.stage == Stage::Api => {
            !is_static && facts.case.known.token_is_over != Some(false)
        }
        Cause::InstallLinkInvalid
        | Cause::InstallAccountType
        | Cause::AppPolicyUnsigned
        | Cause::AuthorizeScopeInvalid
        | Cause::AuthorizeScopeMismatch => facts.stage == Stage::Authorize,
        Cause::RefreshTokenInvalid | Cause::RefreshTokenOtherApp => grants(facts, "refresh_token"),
        Cause::AuthCodeExpired | Cause::AuthCodeMalformed => grants(facts, "authorization_code"),
        Cause::RedirectUriMismatch if facts.stage == Stage::Token => grants(facts, "authorization_code"),
        Cause::HeaderMissing | Cause::HeaderMalformed => {
            !facts.case.known.is_own_request || matches!(facts.sent, Sent::Nothing)
        }
        Cause::EndpointSunset => facts.operation.is_none() || facts.path.is_empty() || !is_refused,
        Cause::ScopeNotGranted if facts.stage == Stage::Api => {
            facts.status().is_none_or(|status| matches!(status, 401 | 403 | 404))
        }
        _ => true,
    }
}

/// Whether a token request may be one of this grant.
fn grants(facts: &Facts<'_>, grant: &str) -> bool {
    facts.stage == Stage::Token && parameter(facts, "grant_type").is_none_or(|sent| sent == grant)
}

const EXAMPLES: &[Example] = &[api(
    "GET",
    "/crm/v3/objects/deals/5",
    404,
    r#"{"category": "OBJECT_NOT_FOUND", "message": "resource not found"}"#,
)
.names(Cause::TokenOtherPortal)];
