//! HubSpot's claim beside the catalogue's view: whether a 403's list of scopes and a verdict agree, and if not, how they
//! differ.
//!
//! Neither is assumed to be right: HubSpot sometimes names an old or a general scope, and the catalogue may be outdated.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::operation::Tier;
use crate::scopes::{GrantedScopes, ScopeNames, without_revision};
use crate::verdict::{Verdict, VerdictKind};

/// What HubSpot's 403 says about scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim<'a> {
    /// The names in `requiredGranularScopes`, `requiredScopes` or `missingScopes`; HubSpot says that any one is enough.
    Scopes(&'a [String]),
    /// Scopes are missing, and it names none.
    Unnamed,
    /// The scope "isn't available for public use".
    NotPublic,
}

/// The claim and the view side by side.
#[derive(Serialize, Deserialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ClaimBesideView {
    /// Whether the two agree, and if not, how they differ.
    pub agreement: Agreement,
    /// The scopes that HubSpot names, each once.
    pub claimed: Vec<String>,
    /// Of these, the ones that are granted to the connection.
    pub claimed_but_granted: Vec<String>,
    /// Of these, the ones that no app can be granted.
    pub claimed_but_not_grantable: Vec<String>,
    /// What is missing according to the catalogue: smallest addition first.
    pub missing: Vec<Vec<String>>,
    /// One plain sentence.
    pub sentence: String,
}

/// How the claim and the view compare.
#[derive(Serialize, Deserialize, specta::Type, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Something that the catalogue says is missing is among what HubSpot names.
    Agrees,
    /// Both say that no app can be granted what the call requires.
    AgreesNotGrantable,
    /// HubSpot names no scope; the catalogue can.
    OnlyCatalogNames,
    /// HubSpot names other scopes than the catalogue.
    NamesOthers,
    /// HubSpot names only scopes that are granted to the connection.
    ClaimsGranted,
    /// HubSpot names only scopes that no app can be granted; the catalogue names others that are enough.
    NamesNotGrantable,
    /// The catalogue says that the granted scopes are enough.
    CatalogAllows,
    /// HubSpot says that no app can be granted the scope, and the catalogue names scopes that can: it is the plan or a beta.
    PlanOrBeta,
    /// The catalogue cannot tell; there is only the claim.
    OnlyClaim,
    /// Neither names a scope.
    NeitherNames,
}

impl Claim<'_> {
    /// Compares a 403 with the verdict on the same call. `tiers` are the operation's, to name the plan.
    pub fn beside(
        self,
        verdict: &Verdict,
        granted: Option<&GrantedScopes>,
        tiers: &[Tier],
    ) -> ClaimBesideView {
        let claimed = self.names();
        let granted = |scope: &&String| granted.is_some_and(|granted| granted.holds(scope));
        let not_grantable = |scope: &&String| !ScopeNames::bundled().is_grantable(scope);
        let sides = Sides {
            claim: self,
            granted: claimed.iter().filter(granted).cloned().collect(),
            not_grantable: claimed.iter().filter(not_grantable).cloned().collect(),
            claimed,
            verdict,
            tiers,
        };
        let agreement = sides.agreement();
        ClaimBesideView {
            agreement,
            sentence: sides.sentence(agreement),
            missing: verdict.missing.clone(),
            claimed_but_granted: sides.granted,
            claimed_but_not_grantable: sides.not_grantable,
            claimed: sides.claimed,
        }
    }

    fn names(self) -> Vec<String> {
        match self {
            Claim::Scopes(names) => names.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect(),
            Claim::Unnamed | Claim::NotPublic => Vec::new(),
        }
    }
}

struct Sides<'a> {
    claim: Claim<'a>,
    claimed: Vec<String>,
    granted: Vec<String>,
    not_grantable: Vec<String>,
    verdict: &'a Verdict,
    tiers: &'a [Tier],
}

impl Sides<'_> {
    fn agreement(&self) -> Agreement {
        let view = self.verdict.kind;
        match (self.claim, view) {
            (Claim::NotPublic, VerdictKind::NotGrantable) => Agreement::AgreesNotGrantable,
            (Claim::NotPublic, VerdictKind::MissingScopes | VerdictKind::Allowed) => Agreement::PlanOrBeta,
            (Claim::NotPublic, _) => Agreement::OnlyClaim,
            _ if self.claimed.is_empty() => self.without_names(),
            (_, VerdictKind::MissingScopes) => self.of_missing(),
            (_, VerdictKind::Allowed) if self.granted.len() == self.claimed.len() => Agreement::ClaimsGranted,
            (_, VerdictKind::Allowed) => Agreement::CatalogAllows,
            (_, VerdictKind::NotGrantable) if self.not_grantable.len() == self.claimed.len() => {
                Agreement::AgreesNotGrantable
            }
            (_, VerdictKind::NotGrantable) => Agreement::NamesOthers,
            _ => Agreement::OnlyClaim,
        }
    }

    fn without_names(&self) -> Agreement {
        match self.verdict.kind {
            VerdictKind::MissingScopes => Agreement::OnlyCatalogNames,
            VerdictKind::Allowed => Agreement::CatalogAllows,
            _ => Agreement::NeitherNames,
        }
    }

    fn of_missing(&self) -> Agreement {
        let named = |scope: &String| {
            self.claimed.iter().any(|name| without_revision(name) == without_revision(scope))
        };
        if self.verdict.missing.iter().flatten().any(named) {
            Agreement::Agrees
        } else if self.granted.len() == self.claimed.len() {
            Agreement::ClaimsGranted
        } else if self.not_grantable.len() == self.claimed.len() {
            Agreement::NamesNotGrantable
        } else {
            Agreement::NamesOthers
        }
    }

    fn sentence(&self, agreement: Agreement) -> String {
        let claimed = list(&self.claimed);
        let missing = self.verdict.missing.first().map(|scopes| scopes.join(" and ")).unwrap_or_default();
        match agreement {
            Agreement::Agrees => format!("HubSpot and the catalogue agree: {missing} is what is missing."),
            Agreement::AgreesNotGrantable => {
                "HubSpot and the catalogue agree: no app can be granted what this call wants.".to_owned()
            }
            Agreement::OnlyCatalogNames => {
                format!("HubSpot does not say which scope is missing; the catalogue says {missing}.")
            }
            Agreement::NamesOthers if missing.is_empty() => format!(
                "HubSpot names {claimed}; the catalogue says that no app can be granted what this call wants."
            ),
            Agreement::NamesOthers => format!("HubSpot names {claimed}; the catalogue says {missing}."),
            Agreement::ClaimsGranted => format!(
                "HubSpot names {claimed}, which this connection holds: the change is minutes old, or the plan or the user lacks it."
            ),
            Agreement::NamesNotGrantable => format!(
                "HubSpot names {claimed}, which no app can ask for; the catalogue says that {missing} is enough."
            ),
            Agreement::CatalogAllows if self.claimed.is_empty() => {
                "HubSpot says that a scope is missing; the catalogue says that the granted scopes are enough."
                    .to_owned()
            }
            Agreement::CatalogAllows => {
                format!("HubSpot names {claimed}; the catalogue says that the granted scopes are enough.")
            }
            Agreement::PlanOrBeta => format!(
                "HubSpot says that the scope is not for public use; apps can ask for it, so it is the plan or a beta{}.",
                self.plans()
            ),
            Agreement::OnlyClaim if self.claimed.is_empty() => {
                "HubSpot says that no app can be granted it; the catalogue does not know.".to_owned()
            }
            Agreement::OnlyClaim => format!("HubSpot names {claimed}; the catalogue cannot tell."),
            Agreement::NeitherNames => "HubSpot names no scope, and the catalogue cannot tell.".to_owned(),
        }
    }

    /// The operation's plans in HubSpot's words, such as ` (plans: marketing PROFESSIONAL)`; empty if none is known.
    fn plans(&self) -> String {
        let paid = self.tiers.iter().filter(|tier| tier.plan != "FREE");
        let names: Vec<String> = paid.map(|tier| format!("{} {}", tier.product, tier.plan)).collect();
        if names.is_empty() { String::new() } else { format!(" (plans: {})", names.join(", ")) }
    }
}

/// Up to three names in full: nobody reads thirty.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} or {two}"),
        [one, two, rest @ ..] if rest.len() == 1 => format!("{one}, {two} or {}", rest[0]),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}
