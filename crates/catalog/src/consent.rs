//! The consent dry run: what HubSpot's authorize page will do with the scopes that a connection requests.
//!
//! HubSpot compares the requested scopes with those declared on the app, and says little where they differ; nothing
//! reaches the callback. The same differences are found here beforehand. Scopes are compared by name, with and without
//! `.v2`: the page does not know that coarse scopes imply granular ones.

mod app;
mod redirect;
mod requested;
mod words;

use serde::Serialize;

pub use app::AppScopes;
pub use requested::RequestedScopes;

use crate::catalog::Catalog;
use crate::scopes::{GrantedScopes, ScopeNames, without_revision};

/// HubSpot's base scope, part of every app's template.
const BASE_SCOPE: &str = "oauth";

/// A pasted text that cannot be used. Show the message beside the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConsentInputError {
    /// Ask for something to be pasted.
    #[error("there is no scope in this text")]
    Empty,
    /// Ask for the list alone.
    #[error("the text is longer than 100 kB")]
    TooLarge,
    /// Show where the JSON becomes invalid.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// Ask for the app's own file: other parts of a project have files of the same kind.
    #[error("this is not the file of an app: {0}")]
    NotAnApp(String),
    /// Name the place and what belongs there.
    #[error("{at} should be {wanted}")]
    WrongType {
        /// The place in the file, such as `auth.requiredScopes[2]`.
        at: String,
        /// What belongs there, such as "a list of names".
        wanted: &'static str,
    },
    /// Show the name.
    #[error("`{0}` cannot be the name of a scope")]
    NotAName(String),
    /// Ask for the authorize URL, not the page's other addresses.
    #[error("this address has no scope parameter")]
    NoScopeInAddress,
    /// Show the correct name: the page ignores this parameter.
    #[error("HubSpot's page does not read {0}; its parameter is {1}")]
    Misnamed(&'static str, &'static str),
    /// Show the address with spaces: the page reads the whole list as one name.
    #[error("the scopes in this address are not separated by spaces")]
    NotSpaces,
}

impl ConsentInputError {
    /// Stable, for branching.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "scopes_empty",
            Self::TooLarge => "scopes_too_large",
            Self::NotJson(_) => "scopes_not_json",
            Self::NotAnApp(_) => "app_file_other_kind",
            Self::WrongType { .. } => "app_file_wrong_type",
            Self::NotAName(_) => "scope_name_malformed",
            Self::NoScopeInAddress => "address_without_scope",
            Self::Misnamed(..) => "address_parameter_misnamed",
            Self::NotSpaces => "address_scope_separator",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "Paste scopes, a JSON list of them, or the whole authorize address.",
            Self::TooLarge => "Paste only the list of scopes.",
            Self::NotJson(_) => "Paste the whole file, from the first brace to the last.",
            Self::NotAnApp(_) => "Take app-hsmeta.json from the project's src/app folder.",
            Self::WrongType { .. } => "Correct the file at this place; `hs project validate` checks it too.",
            Self::NotAName(_) => {
                "Names of scopes have letters, digits, dots, hyphens and underscores, nothing else."
            }
            Self::Misnamed(..) => {
                "Rename it; until then the scopes in it are not asked for, and nothing says so."
            }
            Self::NotSpaces => "Put %20 between them: HubSpot takes anything else for a part of the name.",
            Self::NoScopeInAddress => "Paste the address that begins the installation, with scope=... in it.",
        }
    }
}

/// What the authorize page is expected to do.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ConsentDryRun {
    /// The worst effect of all findings.
    pub outcome: ConsentEffect,
    /// Worst effect first.
    pub findings: Vec<ConsentFinding>,
    /// The requested scopes, corrected as far as the app's declaration allows.
    pub corrected: RequestedScopes,
}

/// A difference, its effect, and how to fix it.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ConsentFinding {
    /// Which difference it is.
    pub code: ConsentCode,
    /// What HubSpot does because of it.
    pub effect: ConsentEffect,
    /// The scopes concerned, or the redirect URL.
    pub names: Vec<String>,
    /// What is wrong, in one plain sentence.
    pub sentence: String,
    /// What to change, in one plain sentence.
    pub fix: String,
}

/// The effect of a difference. Worst first.
#[derive(Serialize, specta::Type, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "snake_case")]
pub enum ConsentEffect {
    /// The page shows an error instead of the consent.
    Refused,
    /// The consent succeeds, but the scope is silently not granted.
    Dropped,
    /// The consent succeeds; a note only.
    Goes,
}

/// The kinds of differences.
#[derive(Serialize, specta::Type, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum ConsentCode {
    /// The app has a static token, so it has no authorize page.
    StaticApp,
    /// `scope` is empty.
    NothingAsked,
    /// `scope` lacks `oauth`, which every app requires.
    OauthMissing,
    /// The app requires scopes that are not requested.
    RequiredNotAsked,
    /// The app requires scopes that are requested in `optional_scope` only.
    RequiredAskedAsOptional,
    /// The name looks like a scope, and HubSpot has none of that name.
    MadeUpName,
    /// Scopes that HubSpot grants to no app.
    NotForApps,
    /// Scopes that are requested and not declared on the app.
    NotDeclared,
    /// HubSpot allows no redirect URL of this form for any app.
    RedirectNotAllowed,
    /// The redirect URL is not among those of the app.
    RedirectNotRegistered,
    /// The account cannot grant scopes that are requested in `scope`.
    AccountLacksRequired,
    /// The account cannot grant scopes that are requested in `optional_scope`.
    OptionalDropped,
    /// Optional scopes, where it is unknown what the account can grant.
    OptionalMayBeDropped,
    /// Scopes that are in `scope` and in `optional_scope`.
    InBothLists,
    /// Scopes that the app declares in two of its lists.
    DeclaredTwice,
    /// Scopes that are optional for the app and requested in `scope`.
    OptionalAskedAsRequired,
    /// Conditionally required scopes that are not requested.
    ConditionalNotAsked,
    /// A name that the catalogue does not contain.
    UnknownName,
}

/// What is compared, and the findings so far.
struct DryRun<'a> {
    app: &'a AppScopes,
    requested: &'a RequestedScopes,
    account: Option<&'a GrantedScopes>,
    findings: Vec<ConsentFinding>,
}

impl Catalog {
    /// Compares what a connection would request with what the app declares. `account` are the scopes that the portal can
    /// grant at all, if they are known.
    pub fn consent_dry_run(
        &self,
        app: &AppScopes,
        requested: &RequestedScopes,
        account: Option<&GrantedScopes>,
    ) -> ConsentDryRun {
        let mut run = DryRun { app, requested, account, findings: Vec::new() };
        run.kind_of_app();
        run.base_scope();
        run.required();
        run.names(self);
        run.declared();
        run.redirect();
        run.dropped_by_account();
        run.twice();
        run.roles();
        run.findings.sort_by_key(|finding| finding.effect);
        let outcome = run.findings.first().map_or(ConsentEffect::Goes, |finding| finding.effect);
        ConsentDryRun { outcome, findings: run.findings, corrected: corrected(app, requested) }
    }
}

impl DryRun<'_> {
    fn find(&mut self, code: ConsentCode, names: Vec<String>) {
        if !names.is_empty() {
            self.findings.push(ConsentFinding::new(code, names));
        }
    }

    fn kind_of_app(&mut self) {
        if self.app.is_static {
            let name = self.app.name.clone().unwrap_or_else(|| "the app".to_owned());
            self.find(ConsentCode::StaticApp, vec![name]);
        }
        if self.requested.scope.is_empty() {
            self.find(ConsentCode::NothingAsked, vec!["scope".to_owned()]);
        }
    }

    fn base_scope(&mut self) {
        if !self.requested.scope.is_empty() && !has(&self.requested.scope, BASE_SCOPE) {
            self.find(ConsentCode::OauthMissing, vec![BASE_SCOPE.to_owned()]);
        }
    }

    fn required(&mut self) {
        let unasked: Vec<&String> = self
            .app
            .required
            .iter()
            .filter(|scope| !has(&self.requested.scope, scope) && *scope != BASE_SCOPE)
            .collect();
        let (optional, not_at_all): (Vec<&String>, Vec<&String>) =
            unasked.into_iter().partition(|scope| has(&self.requested.optional_scope, scope));
        let (optional, not_at_all) = (owned(optional), owned(not_at_all));
        self.find(ConsentCode::RequiredNotAsked, not_at_all);
        self.find(ConsentCode::RequiredAskedAsOptional, optional);
    }

    fn names(&mut self, catalog: &Catalog) {
        let names = ScopeNames::bundled();
        let all = self.everything();
        let (made_up, real): (Vec<String>, Vec<String>) =
            all.into_iter().partition(|scope| names.is_made_up(scope));
        let (closed, open): (Vec<String>, Vec<String>) =
            real.into_iter().partition(|scope| !names.is_grantable(scope));
        let unknown = open.into_iter().filter(|scope| !catalog.knows_scope(scope)).collect::<Vec<_>>();
        for name in made_up {
            self.find(ConsentCode::MadeUpName, vec![name]);
        }
        self.find(ConsentCode::NotForApps, closed);
        for name in unknown {
            let near = catalog.nearest_scope(&name).map(str::to_owned);
            self.findings.push(ConsentFinding::unknown(name, near));
        }
    }

    /// Requested and declared scopes, each once.
    fn everything(&self) -> Vec<String> {
        let mut all = self.requested.all();
        for scope in self.app.all() {
            if !has(&all, scope) {
                all.push(scope.clone());
            }
        }
        all
    }

    fn declared(&mut self) {
        let missing = |scope: &String| {
            is_real(scope) && scope != BASE_SCOPE && !self.app.all().any(|declared| same(declared, scope))
        };
        let undeclared = self.requested.all().into_iter().filter(missing).collect();
        self.find(ConsentCode::NotDeclared, undeclared);
    }

    fn redirect(&mut self) {
        let Some(requested) = &self.requested.redirect_uri else { return };
        if let Err(why) = redirect::allowed(requested) {
            self.findings.push(ConsentFinding::redirect_not_allowed(requested, why));
        } else if !self.app.redirect_urls.is_empty() && !self.app.redirect_urls.contains(requested) {
            self.find(ConsentCode::RedirectNotRegistered, vec![requested.clone()]);
        }
    }

    fn dropped_by_account(&mut self) {
        let optional: Vec<String> = self
            .requested
            .optional_scope
            .iter()
            .filter(|scope| {
                is_real(scope) && !has(&self.requested.scope, scope) && !has(&self.app.required, scope)
            })
            .cloned()
            .collect();
        let Some(account) = self.account else {
            return self.find(ConsentCode::OptionalMayBeDropped, optional);
        };
        let lacks = |scope: &String| is_real(scope) && scope != BASE_SCOPE && !account.holds(scope);
        let counts = |scope: &&String| lacks(scope) && !is_only_optional(self.app, scope);
        let required = self.requested.scope.iter().filter(counts).cloned().collect();
        self.find(ConsentCode::AccountLacksRequired, required);
        self.find(ConsentCode::OptionalDropped, optional.into_iter().filter(lacks).collect());
    }

    fn twice(&mut self) {
        let both =
            self.requested.scope.iter().filter(|scope| has(&self.requested.optional_scope, scope)).cloned();
        let both = both.collect();
        self.find(ConsentCode::InBothLists, both);
        let app = self.app;
        let in_first = |scope: &&String| has(&app.required, scope) || has(&app.conditionally_required, scope);
        let mut declared: Vec<&String> = app.optional.iter().filter(in_first).collect();
        declared.extend(app.conditionally_required.iter().filter(|scope| has(&app.required, scope)));
        self.find(ConsentCode::DeclaredTwice, owned(declared));
    }

    fn roles(&mut self) {
        let (app, requested) = (self.app, self.requested);
        let misplaced = requested
            .scope
            .iter()
            .filter(|scope| is_only_optional(app, scope) && !has(&requested.optional_scope, scope));
        self.find(ConsentCode::OptionalAskedAsRequired, owned(misplaced.collect()));
        let all = requested.all();
        let unasked = app.conditionally_required.iter().filter(|scope| !has(&all, scope)).collect();
        self.find(ConsentCode::ConditionalNotAsked, owned(unasked));
    }
}

/// Whether the app declares the scope as optional and in no other list: HubSpot ignores it in `scope`.
fn is_only_optional(app: &AppScopes, scope: &str) -> bool {
    has(&app.optional, scope) && !has(&app.required, scope) && !has(&app.conditionally_required, scope)
}

/// Whether an app can be granted a scope of this name.
fn is_real(scope: &str) -> bool {
    ScopeNames::bundled().is_grantable(scope)
}

fn same(one: &str, other: &str) -> bool {
    without_revision(one) == without_revision(other)
}

fn has(scopes: &[String], scope: &str) -> bool {
    scopes.iter().any(|known| same(known, scope))
}

fn owned(scopes: Vec<&String>) -> Vec<String> {
    let mut owned: Vec<String> = Vec::new();
    for scope in scopes {
        if !owned.contains(scope) {
            owned.push(scope.clone());
        }
    }
    owned
}

/// `oauth`, all scopes that the app requires, and those requested that it declares.
fn corrected(app: &AppScopes, requested: &RequestedScopes) -> RequestedScopes {
    let declared = |scope: &&String| is_real(scope) && app.all().any(|declared| same(declared, scope));
    let base = BASE_SCOPE.to_owned();
    let wanted = std::iter::once(&base).chain(&app.required).filter(|scope| is_real(scope));
    let (misplaced, rest): (Vec<&String>, Vec<&String>) =
        requested.scope.iter().filter(declared).partition(|scope| is_only_optional(app, scope));
    let scope = once(wanted.chain(rest));
    let optional = requested.optional_scope.iter().filter(declared).chain(misplaced);
    let optional = optional.filter(|name| !has(&scope, name));
    RequestedScopes { optional_scope: once(optional), scope, redirect_uri: requested.redirect_uri.clone() }
}

fn once<'a>(scopes: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for scope in scopes {
        if !has(&once, scope) {
            once.push(scope.clone());
        }
    }
    once
}
