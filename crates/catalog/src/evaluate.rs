//! Derives a verdict from an operation, the values in its path and the granted scopes.
//!
//! For operations on any object type HubSpot's files list the scopes of all types; here the object type in the path
//! decides. Nothing is guessed: where no scope is known, the verdict is `Undeclared`.

use crate::objects::{ObjectType, ObjectTypes};
use crate::operation::{Effect, Narrowing, Operation, Requirement};
use crate::requirement::AnyOf;
use crate::scopes::{Exposure, GrantedScopes, ScopeNames, exposure};
use crate::segments::OBJECT_TYPE_PARAMETERS;
use crate::verdict::{CredentialKind, Verdict, VerdictKind};

const MAY: &str = "This connection may make this call.";
const MAY_WITH_ANY_TOKEN: &str = "This connection may make this call: any valid token will do.";
const NO_SCOPE_NEEDED: &str = "This call needs no scope.";
const CHOOSE_OBJECT: &str = "It depends on the object type: fill it in, and the scopes needed will be known.";
const DEVELOPER_ONLY: &str =
    "A portal's token will not do: this call wants the app's own developer credential.";
const PORTAL_ONLY: &str = "A developer key will not do: this call wants a portal's own token.";
const OAUTH_ONLY: &str = "This kind of token is not let in: this call wants one from an OAuth installation.";
const NOT_GRANTABLE: &str = "This call will be refused: no app can ask for the scope that it wants.";
const NOT_DECLARED: &str = "HubSpot does not say which scope this call needs.";
const GRANTED_UNKNOWN: &str = "It cannot be told: HubSpot does not tell this credential's scopes.";

/// What an operation requires once the path's object types are known.
enum Need {
    AnyOf(AnyOf),
    ObjectType { open: AnyOf, sentence: String },
    AnyToken,
    Nothing,
    Developer(AnyOf),
    Unknown,
}

/// What operation, path and kind of credential decide without the granted scopes.
pub(crate) enum Evaluation {
    /// The granted scopes make no difference.
    Final(Verdict),
    /// One of these alternatives must be granted.
    ByScopes(AnyOf),
}

/// The verdict for one operation. `granted` is `None` where the granted scopes are not known.
pub(crate) fn evaluate(
    operation: &Operation,
    path_values: &[(String, String)],
    granted: Option<&GrantedScopes>,
    credential: CredentialKind,
) -> Verdict {
    let verdict = match evaluate_operation(operation, path_values, credential) {
        Evaluation::Final(verdict) => verdict,
        Evaluation::ByScopes(any_of) => compare(any_of, granted),
    };
    match &operation.in_file {
        Some(in_file) => verdict.hedged(operation.certainty, in_file),
        None => verdict,
    }
}

pub(crate) fn evaluate_operation(
    operation: &Operation,
    path_values: &[(String, String)],
    credential: CredentialKind,
) -> Evaluation {
    let need = need(operation, path_values);
    Evaluation::Final(match (need, credential) {
        (Need::Nothing, _) => Verdict::allowed(Vec::new(), Vec::new(), NO_SCOPE_NEEDED),
        (Need::Unknown, _) => Verdict::new(VerdictKind::Undeclared, Vec::new(), NOT_DECLARED),
        (Need::Developer(any_of), CredentialKind::DeveloperKey) => Verdict::allowed(any_of, Vec::new(), MAY),
        (Need::Developer(any_of), _) => {
            Verdict::new(VerdictKind::NeedsDeveloperCredential, any_of, DEVELOPER_ONLY)
        }
        (need, CredentialKind::DeveloperKey) => {
            Verdict::new(VerdictKind::NotGrantable, need.alternatives(), PORTAL_ONLY)
        }
        (need, CredentialKind::PrivateApp | CredentialKind::ServiceKey) if operation.oauth_only => {
            Verdict::new(VerdictKind::NotGrantable, need.alternatives(), OAUTH_ONLY)
        }
        (Need::AnyToken, _) => {
            Verdict::allowed(vec![vec!["oauth".to_owned()]], Vec::new(), MAY_WITH_ANY_TOKEN)
        }
        (Need::ObjectType { open, sentence }, _) => {
            Verdict::new(VerdictKind::DependsOnObjectType, open, sentence)
        }
        (Need::AnyOf(any_of), _) => return Evaluation::ByScopes(any_of),
    })
}

impl Need {
    fn alternatives(self) -> AnyOf {
        match self {
            Need::AnyOf(any_of) | Need::ObjectType { open: any_of, .. } | Need::Developer(any_of) => any_of,
            Need::AnyToken => vec![vec!["oauth".to_owned()]],
            Need::Nothing | Need::Unknown => Vec::new(),
        }
    }
}

fn compare(any_of: AnyOf, granted: Option<&GrantedScopes>) -> Verdict {
    let Some(granted) = granted else {
        return Verdict::new(VerdictKind::Undeclared, any_of, GRANTED_UNKNOWN);
    };
    if let Some(met) = any_of.iter().find(|scopes| scopes.iter().all(|scope| granted.holds(scope))).cloned() {
        return Verdict::allowed(any_of, met, MAY);
    }
    let missing = smallest_additions(&any_of, granted);
    if missing.is_empty() {
        return Verdict::new(VerdictKind::NotGrantable, any_of, NOT_GRANTABLE);
    }
    Verdict::missing(any_of, missing)
}

/// What each alternative lacks, without those that contain another one or that no app can be granted.
fn smallest_additions(any_of: &[Vec<String>], granted: &GrantedScopes) -> AnyOf {
    let names = ScopeNames::bundled();
    let lacking = any_of.iter().map(|scopes| -> Vec<String> {
        scopes.iter().filter(|scope| !granted.holds(scope)).cloned().collect()
    });
    let mut additions: AnyOf =
        lacking.filter(|scopes| scopes.iter().all(|scope| names.is_grantable(scope))).collect();
    additions.sort_by(|a, b| preference(a).cmp(&preference(b)));
    let mut smallest: AnyOf = Vec::new();
    for addition in additions {
        if !smallest.iter().any(|smaller| smaller.iter().all(|scope| addition.contains(scope))) {
            smallest.push(addition);
        }
    }
    smallest
}

/// Fewer scopes first, then those that expose less: reading, not sensitive, granular; then by name.
fn preference(scopes: &[String]) -> (usize, usize, usize, usize, &[String]) {
    let count = |test: fn(Exposure) -> bool| scopes.iter().filter(|scope| test(exposure(scope))).count();
    (
        scopes.len(),
        count(|exposure| exposure.writes),
        count(|exposure| exposure.sensitive),
        count(|exposure| exposure.coarse),
        scopes,
    )
}

fn need(operation: &Operation, path_values: &[(String, String)]) -> Need {
    match &operation.requirement {
        Requirement::NoCredential => Need::Nothing,
        Requirement::AnyToken => Need::AnyToken,
        Requirement::Undeclared => Need::Unknown,
        Requirement::DeveloperCredential(any_of) => Need::Developer(any_of.to_vec()),
        Requirement::Object(name) => {
            by_object(ObjectTypes::bundled().find(name), Narrowing::Record, operation.effect)
        }
        Requirement::Scopes(any_of) => match operation.narrowing {
            Some(narrowing) => narrowed(operation, narrowing, path_values),
            None => Need::AnyOf(any_of.to_vec()),
        },
    }
}

fn by_object(object: Option<&ObjectType>, narrowing: Narrowing, effect: Effect) -> Need {
    match object.and_then(|object| object.requirement(narrowing, effect)) {
        Some(any_of) => Need::AnyOf(any_of.clone()),
        None => Need::Unknown,
    }
}

fn narrowed(operation: &Operation, narrowing: Narrowing, path_values: &[(String, String)]) -> Need {
    let mut wanted = Vec::new();
    for parameter in operation.path_parameters.iter().filter(|p| OBJECT_TYPE_PARAMETERS.contains(&p.name)) {
        let Some((_, value)) = path_values.iter().find(|(name, _)| *name == parameter.name) else {
            return open(narrowing, operation.effect, CHOOSE_OBJECT.to_owned());
        };
        let Some(object) = ObjectTypes::bundled().find(value) else {
            return open(narrowing, operation.effect, unknown_object(value));
        };
        let Some(any_of) = object.requirement(narrowing, operation.effect) else {
            return Need::Unknown;
        };
        wanted.push(any_of);
    }
    Need::AnyOf(join(narrowing, &wanted))
}

/// An association requires the scopes of both types, a definition those of either.
fn join(narrowing: Narrowing, wanted: &[&AnyOf]) -> AnyOf {
    let mut joined = match narrowing {
        Narrowing::Association => {
            wanted.iter().fold(vec![Vec::new()], |so_far, any_of| both(&so_far, any_of))
        }
        Narrowing::Record | Narrowing::Schema | Narrowing::Pipeline | Narrowing::Definition => {
            wanted.iter().flat_map(|any_of| any_of.iter().cloned()).collect()
        }
    };
    joined.sort_by(|a, b| preference(a).cmp(&preference(b)));
    joined.dedup();
    joined
}

fn both(left: &[Vec<String>], right: &[Vec<String>]) -> AnyOf {
    let mut pairs = Vec::new();
    for one in left {
        for other in right {
            let mut scopes = [one.as_slice(), other.as_slice()].concat();
            scopes.sort();
            scopes.dedup();
            pairs.push(scopes);
        }
    }
    pairs
}

/// Suggests the type that may be meant, and how a custom object is written: its bare name looks like a typo, too.
fn unknown_object(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    let near = ObjectTypes::bundled().nearest(&name);
    let near = near.map(|near| format!(" Did you mean {}?", near.name)).unwrap_or_default();
    format!("`{name}` is no object type of HubSpot's.{near} A custom object is written as 2-123 or p_{name}.")
}

/// All alternatives, as the object type is not known.
fn open(narrowing: Narrowing, effect: Effect, sentence: String) -> Need {
    let all = ObjectTypes::bundled().all().iter();
    let mut open: AnyOf =
        all.filter_map(|object| object.requirement(narrowing, effect)).flatten().cloned().collect();
    open.sort();
    open.dedup();
    Need::ObjectType { open, sentence }
}
