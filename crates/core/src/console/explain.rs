//! Explains a failed call: HubSpot's category, what it means, what to do. Based only on the status, the category and the
//! catalog's verdict; nothing further is requested.

use portalscope_catalog::{Claim, ClaimBesideView, GrantedScopes, Tier, Verdict, VerdictKind};
use portalscope_hubspot::ErrorBody;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::console::status_words::{self, SuggestedAction, Words, words};

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
        300..=399 => status_words::redirected(),
        401 => unauthorized(failure),
        403 => forbidden(failure),
        404 => not_found(failure),
        405 => status_words::wrong_method(),
        409 => status_words::conflict(),
        414 => status_words::too_long(),
        415 => status_words::wrong_type(),
        423 => status_words::locked(),
        429 => too_many(failure),
        477 => status_words::migrating(),
        488 => wrong_hublet(failure),
        400..=499 => refused(failure),
        _ => status_words::server_error(failure.status),
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
    if failure.category() == "USER_DOES_NOT_HAVE_PERMISSIONS" {
        return user_lacks_permission();
    }
    if failure.category() == "BANNED" && failure.sub_category() != "USER_ACCESS_NOT_ALLOWED" {
        return banned();
    }
    words(
        "HubSpot refused the call for this portal or user.",
        "The token is valid. What is missing is a permission of the user who connected it, a feature of the portal's plan, or the data that an admin keeps from the app.",
        "Ask an admin of the portal to check the user's permissions, the plan, and Settings > Integrations > Connected Apps > Approved apps > Manage access > Data permissions.",
        SuggestedAction::None,
    )
}

/// A private app's token acts for the person who made it, a user-level one for its user.
fn user_lacks_permission() -> Words {
    words(
        "The person that this token stands for may not do this.",
        "The scopes are enough; the permissions of the user are not. A private app's token stands for the super admin who made it, and loses its rights when that person leaves or is no super admin any more.",
        "Ask an admin for the permission. If the token's maker left, rotate the token: whoever does so takes their place.",
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
        (VerdictKind::Allowed, _) => "The catalogue says that the granted scopes are enough. A scope granted in the last minutes is not yet known everywhere at HubSpot; otherwise the portal's plan or the user lacks it, or an admin keeps the data from the app.".to_owned(),
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
        "HubSpot answered as for an address it does not know, though the catalogue has it. A value in the path may be wrong, or the portal is not part of a beta.".to_owned()
    } else {
        format!("HubSpot does not know this address. {}", failure.verdict.sentence)
    };
    words(
        "This address does not exist.",
        detail,
        "Check the path. The endpoint search finds the right one.",
        SuggestedAction::FixRequest,
    )
}

fn wrong_hublet(failure: &Failure<'_>) -> Words {
    let hublet = failure.body.and_then(|body| body.correct_hublet.as_deref());
    let there = hublet.map_or_else(
        || "another data centre than this token says".to_owned(),
        |hublet| format!("the data centre {hublet}, which is not the one of this token"),
    );
    words(
        "The call reached the wrong data centre.",
        format!(
            "HubSpot sends a call where its token says, and the portal is in {there}. It will not get better by itself."
        ),
        "Re-authorize the portal: a new token leads to the right data centre.",
        SuggestedAction::Reauthorize,
    )
}

/// A refusal with what HubSpot's code or sentence tells beyond "not taken as it is".
fn refused(failure: &Failure<'_>) -> Words {
    let has_code = |code: &str| failure.body.is_some_and(|body| body.codes.iter().any(|own| own == code));
    let fix = |title, detail: &str, hint| words(title, detail, hint, SuggestedAction::FixRequest);
    if has_code("MISSING_CONDITIONAL_REQUIRED_PROPERTY") {
        return fix(
            "A rule of the portal wants another property.",
            "The portal makes one property depend on the value of another. From 2026-09 on such rules hold for writes by the API, too.",
            "Send the property that HubSpot names along, or another value of the one that it depends on.",
        );
    }
    if has_code("MISSING_REQUIRED_PROPERTY") || failure.message_has("Some required properties for") {
        return fix(
            "The portal wants a property that was not sent.",
            "An admin made it required for new records. From 2026-09 on that holds for writes by the API, and for imports.",
            "Send the property that HubSpot names along.",
        );
    }
    if failure.message_has("'Edit Associations' permission") {
        return user_lacks_permission();
    }
    if failure.message_has("Unable to infer object type") {
        return fix(
            "The path names no type of records.",
            "A custom object is written as 2-123 or p_name; its bare name does not do. Its number differs between an account and its sandbox.",
            "Write the type as HubSpot's schemas list it in this portal.",
        );
    }
    status_words::refused()
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
    fn what_the_portal_wants_of_a_write_is_told_by_hubspots_code() {
        for (body, words) in [
            (r#"{"errors":[{"code":"MISSING_CONDITIONAL_REQUIRED_PROPERTY"}]}"#, "A rule of the portal"),
            (r#"{"errors":[{"code":"MISSING_REQUIRED_PROPERTY"}]}"#, "wants a property"),
            (
                r#"{"message":"Some required properties for CONTACT creates are missing: [email]"}"#,
                "wants a property",
            ),
            (
                r#"{"message":"Missing 'Edit Associations' permission."}"#,
                "The person that this token stands for",
            ),
            (r#"{"message":"Unable to infer object type from: car"}"#, "no type of records"),
            (r#"{"message":"other"}"#, "not taken as it is"),
        ] {
            assert!(explained(400, body).title.contains(words), "{body}");
        }
    }

    #[test]
    fn an_address_in_another_form_is_told_the_right_one() {
        let path = "/crm/2026-03/objects/contacts";
        let verdict = Catalog::bundled().verdict("GET", path, None, CredentialKind::Oauth);
        let failure = Failure { status: 404, body: None, verdict: &verdict, granted: None, tiers: &[] };
        let explanation = explain(&failure);
        assert!(explanation.detail.contains("was `/crm/objects/2026-03/contacts` meant?"), "{explanation:?}");
    }

    #[test]
    fn a_token_of_another_data_centre_is_told_to_connect_again() {
        let body = r#"{"status":"error","message":"Hub 1 is unknown to this Hublet, but it appears to exist in Hublet eu1","correctHublet":"eu1"}"#;
        let explanation = explained(488, body);
        assert!(explanation.title.contains("data centre"), "{explanation:?}");
        assert!(explanation.detail.contains("eu1"), "{explanation:?}");
        assert_eq!(explanation.action, SuggestedAction::Reauthorize);
    }

    #[test]
    fn an_app_that_is_banned_from_a_portal_lacks_no_permission_of_the_user() {
        let body = r#"{"category":"BANNED","message":"The app is not allowed to access this portal."}"#;
        let explanation = explained(403, body);
        assert!(explanation.title.contains("app") && !explanation.detail.contains("plan"), "{explanation:?}");
        let user = r#"{"category":"BANNED","subCategory":"USER_ACCESS_NOT_ALLOWED"}"#;
        assert!(explained(403, user).detail.contains("permission of the user"), "{user}");
        let maker = explained(403, r#"{"category":"USER_DOES_NOT_HAVE_PERMISSIONS"}"#);
        assert!(
            maker.detail.contains("super admin who made it") && maker.hint.contains("rotate"),
            "{maker:?}"
        );
    }
}
