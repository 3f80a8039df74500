//! Explains a failed call: HubSpot's category, what it means, what to do. Based only on the status, the category and the
//! catalog's verdict; nothing further is requested.

use portalscope_catalog::{Claim, ClaimBesideView, GrantedScopes, Operation, Verdict, VerdictKind};
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
    /// `None`: the catalog does not know the call.
    pub operation: Option<&'a Operation>,
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
        detail: failure.with_notes(words.detail),
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
        let tiers = self.operation.map(|operation| &*operation.tiers).unwrap_or_default();
        Some(claim.beside(self.verdict, self.granted, tiers))
    }

    /// The detail with what the catalog knows of such failures of this call.
    fn with_notes(&self, mut detail: String) -> String {
        let notes = self.operation.into_iter().flat_map(Operation::notes);
        for note in notes.filter(|note| note.status == Some(self.status)) {
            detail.push(' ');
            detail.push_str(&note.text);
        }
        detail
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
        return status_words::user_lacks_permission();
    }
    if failure.category() == "BANNED" && failure.sub_category() != "USER_ACCESS_NOT_ALLOWED" {
        return status_words::banned();
    }
    words(
        "HubSpot refused the call for this portal or user.",
        "The token is valid. What is missing is a permission of the user who connected it, a feature of the portal's plan, or the data that an admin keeps from the app.",
        "Ask an admin of the portal to check the user's permissions, the plan, and Settings > Integrations > Connected Apps > Approved apps > Manage access > Data permissions.",
        SuggestedAction::None,
    )
}

/// What is told where a sensitive scope is missing.
const SENSITIVE: &str = "A sensitive scope wants an Enterprise account with sensitive data switched on, and a super admin who \
    installs; those of tickets are in every account. An app of the marketplace also needs HubSpot's leave for it: without, its \
    upload fails with \"scope isn't available to this app\".";

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
    let mut missing = failure.verdict.missing.first().into_iter().flatten().chain(named);
    let is_sensitive = missing.any(|scope| scope.contains(".sensitive."));
    let detail = if is_sensitive { format!("{detail} {SENSITIVE}") } else { detail };
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
            "The endpoint exists, but what the path names does not: deleted, merged, or of another portal. HubSpot's agent CLI can delete records, too.",
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
        return status_words::user_lacks_permission();
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
mod tests;
