//! Associations: type, category, direction.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Likely, Findings, LIKELY};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "association",
    about: "Association types that do not fit the two objects.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(&["association type"], Cause::AssociationTypeWrong, 75),
    words(&["associationtype"], Cause::AssociationTypeWrong, 65),
    words(&["invalid association"], Cause::AssociationTypeWrong, LIKELY),
    words(&["association definition"], Cause::AssociationTypeWrong, LIKELY),
    words(&["association spec"], Cause::AssociationTypeWrong, 70),
    words(&["association", "does not exist"], Cause::AssociationTypeWrong, LIKELY),
    words(&["association", "doesn't exist"], Cause::AssociationTypeWrong, LIKELY),
    words(&["association", "not valid"], Cause::AssociationTypeWrong, 75),
    words(&["association", "not found"], Cause::AssociationTypeWrong, 70),
    words(&["could not be associated"], Cause::AssociationTypeWrong, 70),
    words(&["cannot be associated"], Cause::AssociationTypeWrong, 70),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let is_refused = facts
        .status()
        .is_none_or(|status| (400..500).contains(&status) && !matches!(status, 401 | 403 | 429));
    let is_shape =
        facts.says_any(&["invalid input json", "required fields were not set", "permission"]).is_some();
    if facts.stage != Stage::Api || !is_refused || is_shape {
        return;
    }
    if told(facts, findings, TABLE) {
        findings.exclude(Cause::ObjectTypeNameWrong);
    }
}

const EXAMPLES: &[Example] = &[api(
    "PUT",
    "/crm/v4/objects/deals/5/associations/companies/9",
    400,
    "Invalid association type 7 between DEAL and COMPANY",
)
.tells(Cause::AssociationTypeWrong, Likely)];
