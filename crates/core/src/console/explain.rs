//! Explains a failed call: HubSpot's category, what it means, what to do. Based only on the status, the category and the
//! catalog's verdict; nothing further is requested.

use portalscope_catalog::{Claim, ClaimBesideView, GrantedScopes, Tier, Verdict, VerdictKind};
use portalscope_hubspot::ErrorBody;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The next action that the window offers for a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SuggestedAction {
    /// Refresh the access token.
    Refresh,
    /// Re-authorize the portal, with the scopes that the server named, if any.
    Reauthorize,
    /// Correct the request.
    FixRequest,
    /// Wait, then send again.
    Wait,
    /// Nothing that the window can do.
    None,
}

/// What a failed call means, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// HubSpot's own category, such as `MISSING_SCOPES`. `None`: the body has none.
    pub category: Option<String>,
    /// What happened, in one sentence.
    pub title: String,
    /// Why, in one or two sentences.
    pub detail: String,
    /// What to do next, in one or two sentences.
    pub hint: String,
    /// The action to offer.
    pub action: SuggestedAction,
    /// The scopes that HubSpot names as required. Empty: it names none.
    pub named_scopes: Vec<String>,
    /// HubSpot's own sentence. `None`: the body has none.
    pub hubspot_message: Option<String>,
    /// What HubSpot says about scopes, compared with the catalog. `None`: not a 403 about scopes.
    pub claim: Option<ClaimBesideView>,
}

impl Explanation {
    /// The same with every text of the server's cleaned, a scope's name alike wherever it stands.
    pub(super) fn cleaned(self, clean: &dyn Fn(&str) -> String) -> Self {
        let each = |texts: Vec<String>| texts.iter().map(|text| clean(text)).collect();
        Self {
            category: self.category.as_deref().map(clean),
            detail: clean(&self.detail),
            named_scopes: each(self.named_scopes),
            hubspot_message: self.hubspot_message.as_deref().map(clean),
            claim: self.claim.map(|claim| ClaimBesideView {
                claimed: each(claim.claimed),
                claimed_but_granted: each(claim.claimed_but_granted),
                claimed_but_not_grantable: each(claim.claimed_but_not_grantable),
                sentence: clean(&claim.sentence),
                ..claim
            }),
            ..self
        }
    }
}

/// What an explanation is based on.
pub(super) struct Failure<'a> {
    /// The HTTP status, not a 2xx.
    pub status: u16,
    /// `None`: the body is not a JSON object, or too large.
    pub body: Option<&'a ErrorBody>,
    pub verdict: &'a Verdict,
    /// `None`: HubSpot does not tell which scopes the credential has.
    pub granted: Option<&'a GrantedScopes>,
    /// The plans that have the operation. Empty: not known.
    pub tiers: &'a [Tier],
}

/// Explains a response with a status other than 2xx. The result may repeat what was sent: redact it before showing it.
pub(super) fn explain(failure: &Failure<'_>) -> Explanation {
    let words = match failure.status {
        300..=399 => redirected(),
        401 => unauthorized(failure),
        403 => forbidden(failure),
        404 => not_found(failure),
        405 => wrong_method(),
        409 => conflict(),
        414 => too_long(),
        415 => wrong_type(),
        423 => locked(),
        429 => too_many(failure),
        477 => migrating(),
        488 => wrong_hublet(),
        400..=499 => refused(),
        _ => server_error(failure.status),
    };
    Explanation {
        category: failure.body.and_then(|body| body.category.clone()),
        title: words.title.to_owned(),
        detail: words.detail,
        hint: words.hint.to_owned(),
        action: words.action,
        named_scopes: failure.body.map(|body| body.named_scopes.clone()).unwrap_or_default(),
        hubspot_message: failure.body.and_then(|body| body.message.clone()),
        claim: failure.claim(),
    }
}

struct Words {
    title: &'static str,
    detail: String,
    hint: &'static str,
    action: SuggestedAction,
}

fn words(
    title: &'static str,
    detail: impl Into<String>,
    hint: &'static str,
    action: SuggestedAction,
) -> Words {
    Words { title, detail: detail.into(), hint, action }
}

impl Failure<'_> {
    fn category(&self) -> &str {
        self.body.and_then(|body| body.category.as_deref()).unwrap_or_default()
    }

    fn sub_category(&self) -> &str {
        self.body.and_then(|body| body.sub_category.as_deref()).unwrap_or_default()
    }

    /// What HubSpot says about scopes, compared with the verdict. `None`: it says nothing about them.
    fn claim(&self) -> Option<ClaimBesideView> {
        let names = self.body.map(|body| body.named_scopes.as_slice()).unwrap_or_default();
        let claim = if self.status != 403 {
            return None;
        } else if self.message_has("isn't available for public use") {
            Claim::NotPublic
        } else if !names.is_empty() {
            Claim::Scopes(names)
        } else if self.category() == "MISSING_SCOPES" {
            Claim::Unnamed
        } else {
            return None;
        };
        Some(claim.beside(self.verdict, self.granted, self.tiers))
    }

    fn message_has(&self, part: &str) -> bool {
        self.body.and_then(|body| body.message.as_deref()).is_some_and(|message| message.contains(part))
    }
}

fn unauthorized(failure: &Failure<'_>) -> Words {
    if failure.verdict.kind == VerdictKind::NeedsDeveloperCredential {
        return words(
            "This endpoint does not take a portal's token.",
            "It belongs to the app, not to a portal, and wants the app's developer credential. The token itself is not at fault.",
            "Call it with the developer API key or a client-credentials token of the app.",
            SuggestedAction::None,
        );
    }
    if failure.category() == "EXPIRED_AUTHENTICATION" {
        return words(
            "The access token has expired.",
            "OAuth access tokens live for 30 minutes. The server says that this one is over.",
            "Refresh the token, then send the request again.",
            SuggestedAction::Refresh,
        );
    }
    words(
        "HubSpot did not accept the token.",
        "The header was sent as it should be, so the token is unknown to the server: revoked, replaced, or of another kind than this endpoint takes.",
        "Refresh the token. If that fails, re-authorize the portal.",
        SuggestedAction::Refresh,
    )
}

fn forbidden(failure: &Failure<'_>) -> Words {
    if failure.message_has("isn't available for public use") {
        return words(
            "No app can be granted what this call wants.",
            "HubSpot keeps the scope for itself, for a beta, or for a plan that this portal does not have.",
            "Look for another endpoint that does the same.",
            SuggestedAction::None,
        );
    }
    if failure.category() == "MISSING_SCOPES" {
        return missing_scopes(failure);
    }
    if failure.category() == "BANNED" && failure.sub_category() != "USER_ACCESS_NOT_ALLOWED" {
        return banned();
    }
    words(
        "HubSpot refused the call for this portal or user.",
        "The token is valid. What is missing is a permission of the user who connected it, or a feature of the portal's plan.",
        "Ask an admin of the portal to check the user's permissions and the plan.",
        SuggestedAction::None,
    )
}

fn banned() -> Words {
    words(
        "HubSpot does not let this app into the portal.",
        "The app itself is banned from it, so no scope and no new token helps.",
        "Ask an admin of the portal, or HubSpot's support with the correlation id of this answer.",
        SuggestedAction::None,
    )
}

fn missing_scopes(failure: &Failure<'_>) -> Words {
    let named = failure.body.map(|body| body.named_scopes.as_slice()).unwrap_or_default();
    let detail = match (&failure.verdict.kind, failure.verdict.missing.first()) {
        (VerdictKind::Allowed, _) => "The catalogue says that the granted scopes are enough. A scope granted in the last minutes is not yet known everywhere at HubSpot; otherwise the portal's plan or the user lacks it.".to_owned(),
        (_, Some(missing)) if !named.is_empty() && !missing.iter().any(|scope| named.contains(scope)) => format!(
            "HubSpot names {}, the catalogue says {}. HubSpot sometimes answers with an old name.",
            named.join(", "),
            missing.join(" and ")
        ),
        (_, Some(missing)) => format!("It was not granted {}.", missing.join(" and ")),
        (_, None) => "HubSpot says that a scope is missing.".to_owned(),
    };
    words(
        "The connection lacks a scope, as HubSpot calls a permission.",
        detail,
        "Add the scope to the app's settings, then re-authorize with it.",
        SuggestedAction::Reauthorize,
    )
}

fn not_found(failure: &Failure<'_>) -> Words {
    let known = failure.verdict.kind != VerdictKind::UnknownOperation;
    if failure.body.is_some() && known {
        return words(
            "There is no such record.",
            "The endpoint exists, but what the path names does not: deleted, merged, or of another portal.",
            "Check the ids in the path, and that this is the right portal.",
            SuggestedAction::FixRequest,
        );
    }
    let detail = if known {
        "HubSpot answered as for an address it does not know, though the catalogue has it. A value in the path may be wrong."
    } else {
        "Neither HubSpot nor the catalogue knows this address."
    };
    words(
        "This address does not exist.",
        detail,
        "Check the path. The endpoint search finds the right one.",
        SuggestedAction::FixRequest,
    )
}

fn too_many(failure: &Failure<'_>) -> Words {
    let daily = failure.body.and_then(|body| body.policy_name.as_deref()) == Some("DAILY");
    let detail = if daily {
        "The portal's calls for today are used up. The count starts again at midnight in the portal's time zone."
    } else {
        "Too many calls came within ten seconds, or within one second for search."
    };
    let hint = if daily {
        "Wait until midnight in the portal's time zone."
    } else {
        "Wait ten seconds, then send again."
    };
    words("A rate limit is reached.", detail, hint, SuggestedAction::Wait)
}

fn redirected() -> Words {
    words(
        "The server wanted to send the request elsewhere.",
        "Portalscope does not follow redirects: the token must not reach another host. The address is in the Location header.",
        "Check the path. Files are often behind such a redirect and can be opened from that address.",
        SuggestedAction::FixRequest,
    )
}

fn wrong_method() -> Words {
    words(
        "This address does not take this method.",
        "The path exists with another method.",
        "Choose another method; the endpoint search shows which.",
        SuggestedAction::FixRequest,
    )
}

fn conflict() -> Words {
    words(
        "It is there already.",
        "A record with the same unique value exists, or the record was changed at the same moment.",
        "Update the existing record; HubSpot often names its id in the message.",
        SuggestedAction::FixRequest,
    )
}

fn too_long() -> Words {
    words(
        "The address is too long.",
        "Usually the list of properties in the query makes it so.",
        "Ask for fewer properties, or use the search or batch endpoint, which takes them in the body.",
        SuggestedAction::FixRequest,
    )
}

fn wrong_type() -> Words {
    words(
        "HubSpot does not take this kind of body here.",
        "The Content-Type and the endpoint do not fit.",
        "Remove an own Content-Type header; JSON is what most endpoints want.",
        SuggestedAction::FixRequest,
    )
}

fn locked() -> Words {
    words(
        "The record is locked for a moment.",
        "Something else is changing it.",
        "Wait two seconds, then send again.",
        SuggestedAction::Wait,
    )
}

fn migrating() -> Words {
    words(
        "The portal is being moved to another data centre.",
        "HubSpot answers nothing for it meanwhile.",
        "Wait as long as the Retry-After header says.",
        SuggestedAction::Wait,
    )
}

fn wrong_hublet() -> Words {
    words(
        "The call reached the wrong data centre.",
        "HubSpot sends a call where its token says, and the portal is in another data centre than this token says.",
        "Re-authorize the portal: a new token leads to the right data centre.",
        SuggestedAction::Reauthorize,
    )
}

fn refused() -> Words {
    words(
        "The request was not taken as it is.",
        "A value, a field or the form of the body is not what the endpoint wants. The server's words below name it.",
        "Correct the request and send it again.",
        SuggestedAction::FixRequest,
    )
}

fn server_error(status: u16) -> Words {
    words(
        "HubSpot has trouble of its own.",
        format!("Status {status} means that the request was not at fault."),
        "Wait a little and send again. If it lasts, look at HubSpot's status page.",
        SuggestedAction::Wait,
    )
}

#[cfg(test)]
mod tests {
    use portalscope_catalog::{Catalog, CredentialKind};
    use portalscope_hubspot::ErrorBody;
    use portalscope_redact::Redactor;

    use super::{Explanation, Failure, SuggestedAction, explain};

    fn explained(status: u16, body: &str) -> Explanation {
        let path = "/crm/objects/2026-03/contacts";
        let verdict = Catalog::bundled().verdict("GET", path, None, CredentialKind::Oauth);
        let body = ErrorBody::parse(body.as_bytes());
        explain(&Failure { status, body: body.as_ref(), verdict: &verdict, granted: None, tiers: &[] })
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
    fn a_token_of_another_data_centre_is_told_to_connect_again() {
        let body = r#"{"status":"error","message":"Hub 1 is unknown to this Hublet, but it appears to exist in Hublet eu1","correctHublet":"eu1"}"#;
        let explanation = explained(488, body);
        assert!(explanation.title.contains("data centre"), "{explanation:?}");
        assert_eq!(explanation.action, SuggestedAction::Reauthorize);
    }

    #[test]
    fn an_app_that_is_banned_from_a_portal_lacks_no_permission_of_the_user() {
        let body = r#"{"category":"BANNED","message":"The app is not allowed to access this portal."}"#;
        let explanation = explained(403, body);
        assert!(explanation.title.contains("app") && !explanation.detail.contains("plan"), "{explanation:?}");
        for user in [
            r#"{"category":"USER_DOES_NOT_HAVE_PERMISSIONS"}"#,
            r#"{"category":"BANNED","subCategory":"USER_ACCESS_NOT_ALLOWED"}"#,
        ] {
            assert!(explained(403, user).detail.contains("permission of the user"), "{user}");
        }
    }
}
