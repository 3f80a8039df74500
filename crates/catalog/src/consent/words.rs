//! The sentence and the fix of each finding of the dry run.

use super::{ConsentCode, ConsentEffect, ConsentFinding};

impl ConsentCode {
    pub(super) fn effect(self) -> ConsentEffect {
        match self {
            Self::StaticApp
            | Self::NothingAsked
            | Self::OauthMissing
            | Self::RequiredNotAsked
            | Self::RequiredAskedAsOptional
            | Self::MadeUpName
            | Self::NotForApps
            | Self::NotDeclared
            | Self::RedirectNotAllowed
            | Self::RedirectNotRegistered
            | Self::AccountLacksRequired => ConsentEffect::Refused,
            Self::OptionalDropped | Self::OptionalAskedAsRequired => ConsentEffect::Dropped,
            Self::OptionalMayBeDropped
            | Self::InBothLists
            | Self::DeclaredTwice
            | Self::ConditionalNotAsked
            | Self::UnknownName => ConsentEffect::Goes,
        }
    }
}

impl ConsentFinding {
    pub(super) fn new(code: ConsentCode, names: Vec<String>) -> Self {
        let (sentence, fix) = words(code, &names);
        Self { code, effect: code.effect(), names, sentence, fix: fix.to_owned() }
    }

    /// A name that the catalogue does not contain, with the known name closest to it.
    pub(super) fn unknown(name: String, near: Option<String>) -> Self {
        let mut finding = Self::new(ConsentCode::UnknownName, vec![name]);
        if let Some(near) = near {
            finding.fix = format!("Did you mean {near}?");
        }
        finding
    }

    pub(super) fn redirect_not_allowed(url: &str, why: &'static str) -> Self {
        let mut finding = Self::new(ConsentCode::RedirectNotAllowed, vec![url.to_owned()]);
        why.clone_into(&mut finding.sentence);
        finding
    }
}

fn words(code: ConsentCode, names: &[String]) -> (String, &'static str) {
    let scopes = counted(names.len());
    let is = if names.len() == 1 { "is" } else { "are" };
    match code {
        ConsentCode::StaticApp => (
            format!("{} has a static token: it has no authorize page.", names.join(", ")),
            "Connect with the app's token, or change auth.type to oauth.",
        ),
        ConsentCode::NothingAsked => (
            "The scope parameter is empty: HubSpot wants at least the app's required scopes.".to_owned(),
            "Put the app's required scopes into scope.",
        ),
        ConsentCode::OauthMissing => (
            "The base scope oauth is not asked for; every app has it as a required one.".to_owned(),
            "Add oauth to scope.",
        ),
        ConsentCode::RequiredNotAsked => (
            format!(
                "The app requires {scopes} that {is} not asked for; HubSpot calls this insufficient scopes."
            ),
            "Add them to scope, or make them optional on the app.",
        ),
        ConsentCode::RequiredAskedAsOptional => (
            format!("The app requires {scopes} that {is} asked for as optional only."),
            "Move them from optional_scope to scope.",
        ),
        ConsentCode::MadeUpName => (made_up(names), made_up_fix(names)),
        ConsentCode::NotForApps => (
            format!(
                "{} {is} HubSpot's own: no app can be granted what it keeps for itself.",
                names.join(", ")
            ),
            "Leave them out.",
        ),
        ConsentCode::NotDeclared => (
            format!("{} {is} asked for and not declared on the app.", capital(&scopes)),
            "Declare them on the app, as optional where not every portal needs them, or leave them out.",
        ),
        ConsentCode::RedirectNotAllowed => {
            (String::new(), "Take https with a domain, or http://localhost with a fixed port.")
        }
        ConsentCode::RedirectNotRegistered => (
            "The redirect URL is not one of the app's; HubSpot compares it letter by letter, port included."
                .to_owned(),
            "Register it on the app, or take one that is registered.",
        ),
        ConsentCode::AccountLacksRequired => (
            format!(
                "The account cannot grant {scopes} that the connection requires; HubSpot then refuses as a whole."
            ),
            "Move them to optional_scope, or connect an account whose plan has the feature.",
        ),
        ConsentCode::OptionalDropped => (
            format!(
                "The account cannot grant {scopes} asked for as optional; HubSpot leaves them out without a word."
            ),
            "Expect the calls behind them to be refused on this account.",
        ),
        ConsentCode::OptionalMayBeDropped => (
            format!(
                "{} {is} optional: an account without the feature is connected without them, and nothing says so.",
                capital(&scopes)
            ),
            "Compare the granted scopes after connecting.",
        ),
        ConsentCode::InBothLists => (
            format!("{} {is} in scope and in optional_scope; the required one counts.", capital(&scopes)),
            "Keep each in one of the two.",
        ),
        ConsentCode::DeclaredTwice => (
            format!("{} {is} declared in two lists of the app; the stricter one counts.", capital(&scopes)),
            "Keep each in one list of the app.",
        ),
        ConsentCode::OptionalAskedAsRequired => (
            format!(
                "{} that the app has as optional {is} asked for in scope only: HubSpot ignores them there without a word.",
                capital(&scopes)
            ),
            "Move them to optional_scope.",
        ),
        ConsentCode::ConditionalNotAsked => (
            format!("{} conditionally required {is} not asked for, and so not granted.", capital(&scopes)),
            "Add them to scope where the connection needs them: an account without the feature cannot install then.",
        ),
        ConsentCode::UnknownName => (
            format!(
                "Portalscope does not know {}. If HubSpot does not know it either, it refuses.",
                names.join(", ")
            ),
            "Check the name for a slip of typing.",
        ),
    }
}

fn made_up(names: &[String]) -> String {
    let why = if is_about_refreshing(names) {
        "every exchange of a code returns a refresh token, with no scope for it"
    } else {
        "there is no scope for everything"
    };
    format!("HubSpot has no scope called {}: {why}.", names.join(", "))
}

fn made_up_fix(names: &[String]) -> &'static str {
    if is_about_refreshing(names) {
        "Leave it out."
    } else {
        "Ask for the scope of each object that is used."
    }
}

fn is_about_refreshing(names: &[String]) -> bool {
    names.iter().any(|name| name.starts_with("offline") || name.starts_with("refresh"))
}

fn counted(count: usize) -> String {
    if count == 1 { "one scope".to_owned() } else { format!("{count} scopes") }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
