//! Explains a failed call in the diagnosis's words: its first cause, HubSpot's own words, and the one action to offer.

use portalscope_catalog::{Agreement, Claim, ClaimBesideView};
use portalscope_diagnosis::{Case, Cause, CauseCertainty, Diagnosis, RankedCause, diagnose};
use portalscope_hubspot::{ErrorBody, NamedInContext};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::console::advice::{SuggestedAction, action, is_mended_by_waiting, wait_seconds};
use crate::scopes::access::ScopeContext;

/// Something that an error body names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NamedFact {
    /// HubSpot's word for what is named: `propertyName`, `policyName`.
    pub name: String,
    /// The names, 20 at most.
    pub values: Vec<String>,
}

/// What a failed call means, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// HubSpot's own category, such as `MISSING_SCOPES`. `None`: the body has none.
    pub category: Option<String>,
    /// The first cause, in one sentence.
    pub title: String,
    /// What it means, in one or two sentences.
    pub detail: String,
    /// How to mend it, in one or two sentences.
    pub hint: String,
    /// The action to offer. Only for a cause that is certain.
    pub action: SuggestedAction,
    /// The scopes that HubSpot names as required. Empty: it names none.
    pub named_scopes: Vec<String>,
    /// HubSpot's own sentence. `None`: the body has none.
    pub hubspot_message: Option<String>,
    /// What the body names beside it, such as a property or the policy of a limit.
    #[serde(default)]
    pub named: Vec<NamedFact>,
    /// The properties or fields that the body says were wanted and not sent.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Sending again may help after so many seconds. `None`: not by waiting, or it is not known for how long.
    #[serde(default)]
    pub wait_seconds: Option<u32>,
    /// What HubSpot says about scopes, compared with the catalog. `None`: not a 403 about scopes.
    pub claim: Option<ClaimBesideView>,
    /// All causes that fit, with what speaks for each. `None`: not made, as in what the history keeps.
    #[serde(default)]
    pub diagnosis: Option<Diagnosis>,
}

impl Explanation {
    /// As the history keeps it: the diagnosis is made again of what was sent and came back.
    pub(super) fn without_diagnosis(&self) -> Self {
        Self { diagnosis: None, ..self.clone() }
    }

    /// The same with every text of the server's cleaned, a scope's name alike wherever it stands.
    pub(super) fn cleaned(self, clean: &dyn Fn(&str) -> String) -> Self {
        let each = |texts: Vec<String>| texts.iter().map(|text| clean(text)).collect();
        Self {
            category: self.category.as_deref().map(clean),
            detail: clean(&self.detail),
            hint: clean(&self.hint),
            title: clean(&self.title),
            named_scopes: each(self.named_scopes),
            missing: each(self.missing),
            named: self
                .named
                .into_iter()
                .map(|NamedFact { name, values }| NamedFact { name: clean(&name), values: each(values) })
                .collect(),
            hubspot_message: self.hubspot_message.as_deref().map(clean),
            claim: self.claim.map(|claim| ClaimBesideView {
                claimed: each(claim.claimed),
                claimed_but_granted: each(claim.claimed_but_granted),
                claimed_but_not_grantable: each(claim.claimed_but_not_grantable),
                sentence: clean(&claim.sentence),
                ..claim
            }),
            diagnosis: self.diagnosis.map(|diagnosis| diagnosis.cleaned(clean)),
            ..self
        }
    }
}

/// What a 2xx says beside its results.
#[derive(Default, Deserialize)]
#[serde(default)]
struct InPart {
    errors: Vec<IgnoredAny>,
    warnings: Vec<IgnoredAny>,
}

/// Whether a call failed, wholly or in part: 207, and 2xx with errors or warnings, count.
pub(super) fn has_failed(status: u16, body: &[u8]) -> bool {
    if !(200..300).contains(&status) || status == 207 {
        return true;
    }
    let in_part = serde_json::from_slice::<InPart>(body).unwrap_or_default();
    !(in_part.errors.is_empty() && in_part.warnings.is_empty())
}

/// Explains a call that failed, wholly or in part. The result may repeat what was sent: redact it before showing it.
/// `today`: a day such as `2027-09-14`.
pub(super) fn explain(case: &Case, context: &ScopeContext, today: &str) -> Explanation {
    let body = case.response.body.as_deref().and_then(|body| ErrorBody::parse(body.as_bytes()));
    let diagnosis = diagnose(case, &context.catalog, today);
    let claim = body.as_ref().and_then(|body| claim_beside(case, context, body));
    let body = body.unwrap_or_default();
    let first = diagnosis.causes.first();
    let means = if is_contradicted(first, claim.as_ref()) {
        "Most often the grant is minutes old, and not all of HubSpot's servers know of it yet. Else the portal's plan or the \
            user lacks what the scope stands for. Asking for the scope again will not help."
    } else {
        first.map_or("Neither the status nor the body tells why.", |first| first.label.page().means)
    };
    let detail = [vec![means], worth_knowing(case, context, &body)].concat().join(" ");
    let title = title(first, &body, claim.as_ref());
    Explanation {
        category: body.category,
        title,
        detail,
        hint: first.map_or_else(String::new, |first| first.fix.clone()),
        action: first
            .filter(|first| first.certainty == CauseCertainty::Certain || is_mended_by_waiting(first.label))
            .map_or(SuggestedAction::None, |first| action(first.label)),
        wait_seconds: first.and_then(|first| wait_seconds(first.label, case)),
        named_scopes: body.named_scopes,
        named: named(body.context, body.policy_name),
        missing: body.missing,
        hubspot_message: body.message,
        claim,
        diagnosis: Some(diagnosis),
    }
}

/// The first cause; what HubSpot says is missing, by its name; or that it contradicts what it granted.
fn title(first: Option<&RankedCause>, body: &ErrorBody, claim: Option<&ClaimBesideView>) -> String {
    let is_missing = |first: &RankedCause| {
        matches!(first.label, Cause::RequiredFieldMissing | Cause::ConditionalPropertyRequired)
    };
    match (first, &*body.missing) {
        (Some(first), [name]) if is_missing(first) => format!("{name} is required and missing."),
        (Some(first), [_, _, ..]) if is_missing(first) => {
            format!("{} are required and missing.", body.missing.join(", "))
        }
        _ if is_contradicted(first, claim) => {
            "HubSpot refuses this call, though its scope is granted.".to_owned()
        }
        (Some(first), _) => first.title.clone(),
        (None, _) => "HubSpot refused the call.".to_owned(),
    }
}

/// HubSpot names scopes that it has granted, and no cause is certain.
fn is_contradicted(first: Option<&RankedCause>, claim: Option<&ClaimBesideView>) -> bool {
    claim.is_some_and(|claim| claim.agreement == Agreement::ClaimsGranted && claim.missing.is_empty())
        && first.is_none_or(|first| first.certainty != CauseCertainty::Certain)
}

fn named(context: Vec<NamedInContext>, policy: Option<String>) -> Vec<NamedFact> {
    let of_context = context.into_iter().map(|NamedInContext { name, values }| NamedFact { name, values });
    let of_limit = policy.map(|policy| NamedFact { name: "policyName".to_owned(), values: vec![policy] });
    of_limit.into_iter().chain(of_context).collect()
}

/// What is told where a sensitive scope is missing.
const SENSITIVE: &str = "A sensitive scope wants an Enterprise account with sensitive data switched on, and a super admin who \
    installs; those of tickets are in every account. An app of the marketplace also needs HubSpot's leave for it: without, its \
    upload fails with \"scope isn't available to this app\".";
const GONE: &str = "HubSpot's agent CLI can delete records, too.";

/// What is known of such failures of this call, beside their causes.
fn worth_knowing(case: &Case, context: &ScopeContext, body: &ErrorBody) -> Vec<&'static str> {
    let found = case.request.method.as_deref().zip(case.request.url.as_deref());
    let found = found.and_then(|(method, url)| context.catalog.resolve(method, url));
    let notes = found.iter().flat_map(|found| found.operation.notes());
    let of_status = notes.filter(|note| note.status.is_some() && note.status == case.response.status);
    let mut told: Vec<&'static str> = of_status.map(|note| note.text.as_str()).collect();
    let is_sensitive = body.named_scopes.iter().any(|scope| scope.contains(".sensitive."));
    if case.response.status == Some(403) && is_sensitive {
        told.push(SENSITIVE);
    }
    if case.response.status == Some(404) && body.category.as_deref() == Some("OBJECT_NOT_FOUND") {
        told.push(GONE);
    }
    told
}

/// What HubSpot says about scopes, compared with the verdict. `None`: it says nothing about them.
fn claim_beside(case: &Case, context: &ScopeContext, body: &ErrorBody) -> Option<ClaimBesideView> {
    let is_not_public =
        body.message.as_deref().is_some_and(|message| message.contains("isn't available for public use"));
    let claim = if case.response.status != Some(403) {
        return None;
    } else if is_not_public {
        Claim::NotPublic
    } else if !body.named_scopes.is_empty() {
        Claim::Scopes(&body.named_scopes)
    } else if body.category.as_deref() == Some("MISSING_SCOPES") {
        Claim::Unnamed
    } else {
        return None;
    };
    let (method, url) = (case.request.method.as_deref()?, case.request.url.as_deref()?);
    let found = context.catalog.resolve(method, url);
    let tiers = found.map(|found| &*found.operation.tiers).unwrap_or_default();
    Some(claim.beside(&context.judge(method, url), context.granted.as_ref(), tiers))
}

#[cfg(test)]
mod tests {
    use portalscope_catalog::{CredentialKind, GrantedScopes};
    use portalscope_diagnosis::{Case, Request, Response, Stage};
    use portalscope_redact::Redactor;

    use super::{Explanation, NamedFact, SuggestedAction, explain, has_failed};
    use crate::catalog::CurrentCatalog;
    use crate::scopes::access::ScopeContext;

    fn explained(status: u16, body: &str) -> Explanation {
        explained_at("/crm/objects/2026-03/contacts", status, body)
    }

    /// What a failed GET is explained by.
    fn explained_at(path: &str, status: u16, body: &str) -> Explanation {
        explain(&case(path, status, body), &context(None), "2027-09-14")
    }

    fn case(path: &str, status: u16, body: &str) -> Case {
        Case {
            stage: Some(Stage::Api),
            request: Request {
                method: Some("GET".to_owned()),
                url: Some(format!("https://api.hubapi.com{path}")),
                ..Request::default()
            },
            response: Response { status: Some(status), body: Some(body.to_owned()), ..Response::default() },
            ..Case::default()
        }
    }

    fn context(granted: Option<GrantedScopes>) -> ScopeContext {
        ScopeContext {
            catalog: CurrentCatalog::Bundled,
            scopes: None,
            granted,
            credential: CredentialKind::Oauth,
            token_life: None,
            connected_at: None,
        }
    }

    #[test]
    fn an_answer_that_is_a_success_in_part_has_failed() {
        for (status, body, failed) in [
            (200, "{}", false),
            (200, r#"{"errors":[]}"#, false),
            (201, r#"{"warnings":[{"category":"X"}]}"#, true),
            (207, "{}", true),
            (404, "", true),
            (200, r#"cut {"errors":[{"#, false),
        ] {
            assert_eq!(has_failed(status, body.as_bytes()), failed, "{status} {body}");
        }
    }

    #[test]
    fn a_secret_among_the_scopes_that_hubspot_names_is_cleaned_in_every_list_alike() {
        let secret = "pat-na1-01234567-89ab-cdef-0123-456789abcdef";
        let body = format!(
            r#"{{"category":"MISSING_SCOPES","message":"{secret}","context":{{"requiredScopes":["{secret}","oauth"]}}}}"#
        );
        let redactor = Redactor::new();
        let mut explanation = explained(403, &body);
        let claim = explanation.claim.as_mut().unwrap();
        claim.claimed_but_granted = vec![secret.to_owned()];
        claim.claimed_but_not_grantable = vec![secret.to_owned()];
        let clean = explanation.cleaned(&|text| redactor.text(text));
        assert!(!format!("{clean:?}").contains(secret), "{clean:?}");
        let claim = clean.claim.unwrap();
        assert_eq!(claim.claimed, ["oauth", "«static-token#1»"]);
        for found in [claim.claimed_but_granted, claim.claimed_but_not_grantable] {
            assert_eq!(found, [claim.claimed[1].as_str()], "it is found among the claimed");
        }
    }

    #[test]
    fn what_the_catalog_knows_of_a_failure_of_this_call_is_told() {
        let hubdb = explained_at("/cms/v3/hubdb/tables", 401, r#"{"category":"INVALID_AUTHENTICATION"}"#);
        assert!(hubdb.detail.contains("static auth"), "{hubdb:?}");
        let flow = explained_at("/automation/v4/flows/7", 403, r#"{"category":"OTHER"}"#);
        assert!(flow.detail.contains("Sensitive data is one known cause"), "{flow:?}");
        let missing = explained_at("/cms/v3/hubdb/tables", 404, "{}");
        assert!(!missing.detail.contains("static auth"), "{missing:?}");
    }

    #[test]
    fn whoever_lacks_a_sensitive_scope_is_told_what_else_it_wants() {
        let body = r#"{"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":
            ["crm.objects.contacts.sensitive.read"]}}]}"#;
        let explanation = explained(403, body);
        for told in ["Enterprise", "super admin", "tickets", "isn't available to this app"] {
            assert!(explanation.detail.contains(told), "{explanation:?}");
        }
        let plain = explained(403, r#"{"category":"MISSING_SCOPES"}"#);
        assert!(!plain.detail.contains("sensitive"), "{plain:?}");
    }

    #[test]
    fn a_record_that_is_gone_may_have_been_deleted_by_a_tool() {
        let gone = explained_at("/crm/objects/2026-03/contacts/7", 404, r#"{"category":"OBJECT_NOT_FOUND"}"#);
        assert!(gone.detail.contains("agent CLI can delete records"), "{gone:?}");
    }

    #[test]
    fn what_is_required_is_named_in_the_title_and_what_else_the_body_names_beside_it() {
        let body = r#"{"category":"VALIDATION_ERROR","message":"Error creating TICKET. Some required properties were not set.",
            "errors":[{"code":"MISSING_REQUIRED_PROPERTY","context":{"properties":["hs_pipeline_stage"]}}]}"#;
        let one = explained(400, body);
        assert_eq!(one.title, "hs_pipeline_stage is required and missing.");
        assert_eq!((one.missing, &*one.named[0].name), (vec!["hs_pipeline_stage".to_owned()], "properties"));
        let two = explained(400, &body.replace(r#""]}}"#, r#"","subject"]}}"#));
        assert_eq!(two.title, "hs_pipeline_stage, subject are required and missing.");
    }

    #[test]
    fn a_limit_names_its_policy_and_how_long_to_wait() {
        let limited = |policy: &str| {
            explained(429, &format!(r#"{{"errorType":"RATE_LIMIT","message":"m","policyName":"{policy}"}}"#))
        };
        let ten = limited("TEN_SECONDLY_ROLLING");
        assert_eq!((ten.wait_seconds, ten.action), (Some(10), SuggestedAction::Wait));
        assert_eq!(
            ten.named,
            [NamedFact { name: "policyName".into(), values: vec!["TEN_SECONDLY_ROLLING".into()] }]
        );
        assert_eq!(limited("DAILY").wait_seconds, None);
    }

    #[test]
    fn a_scope_that_is_granted_and_refused_is_one_account_and_no_advice_to_ask_again() {
        let body = r#"{"category":"MISSING_SCOPES","message":"m","errors":[{"context":{"requiredGranularScopes":["crm.objects.contacts.read"]}}]}"#;
        let mut refused = case("/crm/objects/2026-03/contacts", 403, body);
        refused.request.granted_scopes =
            Some(["oauth", "crm.objects.contacts.read"].map(str::to_owned).to_vec());
        let granted = GrantedScopes::parse("oauth crm.objects.contacts.read");
        let told = explain(&refused, &context(Some(granted)), "2027-09-14");
        assert_eq!(told.title, "HubSpot refuses this call, though its scope is granted.");
        assert!(told.detail.starts_with("Most often the grant is minutes old"), "{told:?}");
        assert_eq!((told.action, told.wait_seconds), (SuggestedAction::Wait, Some(60)));
    }

    #[test]
    fn an_action_is_offered_for_a_cause_that_is_certain_alone() {
        let expired = r#"{"category":"EXPIRED_AUTHENTICATION","message":"The OAuth token used to make this call expired 3 minute(s) ago."}"#;
        assert_eq!(explained(401, expired).action, SuggestedAction::Refresh);
        let hublet = r#"{"message":"Hub 1 is unknown to this Hublet, but it appears to exist in Hublet eu1","correctHublet":"eu1"}"#;
        assert_eq!(explained(488, hublet).action, SuggestedAction::Reauthorize);
        let doubtful = explained(403, r#"{"category":"MISSING_SCOPES"}"#);
        assert_eq!(doubtful.action, SuggestedAction::None);
        assert!(doubtful.diagnosis.unwrap().causes.len() > 1);
    }
}
