//! The answer to "may this connection make that call": the kind, the alternatives, what is missing, one sentence.
//!
//! Types and texts only; the decision is made in `evaluate`.

use serde::{Deserialize, Serialize};

use crate::operation::{Certainty, Requirement};
use crate::requirement::AnyOf;

/// The answer for one call and one connection.
#[derive(Serialize, Deserialize, specta::Type, Clone, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// What it comes to.
    pub kind: VerdictKind,
    /// Alternatives, any one of which is enough; each is a list of scopes that are all required.
    pub any_of: Vec<Vec<String>>,
    /// The alternative that the granted scopes meet.
    pub satisfied_by: Option<Vec<String>>,
    /// Additions that would allow the call: smallest first.
    pub missing: Vec<Vec<String>>,
    /// HubSpot's file says otherwise than practice, so that it is not certain: to be told as probable.
    pub probable: bool,
    /// One plain sentence.
    pub sentence: String,
}

/// The outcome of a verdict.
#[derive(Serialize, Deserialize, specta::Type, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    /// The connection may make the call.
    Allowed,
    /// Scopes are missing; HubSpot will refuse.
    MissingScopes,
    /// The path does not name its object type, which decides.
    DependsOnObjectType,
    /// Requires the app's own credential, not a portal's token.
    NeedsDeveloperCredential,
    /// No app can be granted what the call requires, or this kind of credential is always refused.
    NotGrantable,
    /// The catalogue does not contain the call.
    UnknownOperation,
    /// The requirement or the granted scopes are not known.
    Undeclared,
}

impl VerdictKind {
    /// Every kind, in the order of the type.
    pub const ALL: [Self; 7] = [
        Self::Allowed,
        Self::MissingScopes,
        Self::DependsOnObjectType,
        Self::NeedsDeveloperCredential,
        Self::NotGrantable,
        Self::UnknownOperation,
        Self::Undeclared,
    ];

    /// The label where the verdict is probable only. Kinds that say themselves that it is not known keep theirs.
    pub fn probable_label(self) -> &'static str {
        match self {
            Self::Allowed => "Probably allowed",
            Self::MissingScopes => "Probably missing scopes",
            other => other.label(),
        }
    }

    /// What a person reads for the kind: on the screen, in an exported matrix, everywhere the same.
    pub fn label(self) -> &'static str {
        match self {
            Self::Allowed => "Allowed",
            Self::MissingScopes => "Missing scopes",
            Self::DependsOnObjectType => "Depends on the object",
            Self::NeedsDeveloperCredential => "Needs a developer key",
            Self::NotGrantable => "Cannot be granted",
            Self::UnknownOperation => "Not in the catalogue",
            Self::Undeclared => "Not known",
        }
    }
}

/// What kind of credential a connection has.
#[derive(Serialize, Deserialize, specta::Type, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// An access token of an OAuth installation.
    Oauth,
    /// The static token of a private app.
    PrivateApp,
    /// A service key, whose scopes are chosen in the portal.
    ServiceKey,
    /// The app's own credential, of a developer account.
    DeveloperKey,
}

impl Verdict {
    pub(crate) fn new(kind: VerdictKind, any_of: AnyOf, sentence: impl Into<String>) -> Self {
        Self {
            kind,
            any_of,
            satisfied_by: None,
            missing: Vec::new(),
            probable: false,
            sentence: sentence.into(),
        }
    }

    pub(crate) fn allowed(any_of: AnyOf, satisfied_by: Vec<String>, sentence: &str) -> Self {
        Self { satisfied_by: Some(satisfied_by), ..Self::new(VerdictKind::Allowed, any_of, sentence) }
    }

    pub(crate) fn missing(any_of: AnyOf, missing: AnyOf) -> Self {
        let sentence = missing_sentence(&missing);
        Self { missing, ..Self::new(VerdictKind::MissingScopes, any_of, sentence) }
    }
}

impl Verdict {
    /// The same where HubSpot's file says otherwise: the sentence names both sides, and neither as certain.
    pub(crate) fn hedged(self, certainty: Certainty, in_file: &Requirement) -> Self {
        let ours = match self.kind {
            VerdictKind::Allowed => "This connection can probably make this call.".to_owned(),
            VerdictKind::MissingScopes => {
                self.sentence.replace("will be refused", "will probably be refused")
            }
            VerdictKind::Undeclared if self.any_of.is_empty() => {
                "It is not certain which scope this call needs.".to_owned()
            }
            _ => self.sentence.clone(),
        };
        let source = match certainty {
            Certainty::Official => "HubSpot's page says what it wants",
            Certainty::Reported => "Others report what it wants",
            Certainty::Inferred => "That is inferred from related calls",
        };
        let sentence = format!("{ours} {source}; by HubSpot's file {}.", enough(in_file));
        let probable = matches!(self.kind, VerdictKind::Allowed | VerdictKind::MissingScopes);
        Self { probable, sentence, ..self }
    }
}

/// What is enough by HubSpot's file.
fn enough(in_file: &Requirement) -> String {
    match in_file {
        Requirement::Scopes(any_of) => {
            let scopes: Vec<String> = any_of.iter().map(|scopes| scopes.join(" and ")).collect();
            format!("{} is enough", scopes.join(", or "))
        }
        _ => "any valid token will do".to_owned(),
    }
}

fn missing_sentence(missing: &[Vec<String>]) -> String {
    let smallest = missing.first().map_or(0, Vec::len);
    let alternatives = missing.iter().filter(|addition| addition.len() == smallest).count();
    match (smallest, alternatives) {
        (1, 1) => "This call will be refused: one scope is missing.".to_owned(),
        (1, n) => format!("This call will be refused: one scope is missing, and any of {n} would do."),
        (n, _) => format!("This call will be refused: {} scopes are missing.", number(n)),
    }
}

fn number(n: usize) -> String {
    ["no", "one", "two", "three", "four", "five", "six"]
        .get(n)
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}
