//! The scopes to ask for, from what a person says an app must do: "sync deals and notes".
//!
//! The sentence is read part by part; search finds the calls of each part, the solver the fewest scopes for them. What is
//! not understood is named, never guessed at.

mod sentence;
mod text;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::call::Call;
use crate::catalog::Catalog;
use crate::operation::Operation;
use crate::verdict::CredentialKind;
use sentence::{Part, parts};

/// Sentences beyond this many bytes are cut.
const MAX_SENTENCE_BYTES: usize = 2_000;
/// How many search results are looked through for one act on one thing.
const LOOKED_THROUGH: usize = 12;

/// What an app needs, and the same to hand on.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ScopeProposal {
    /// The calls that were understood, each once.
    pub calls: Vec<ProposedCall>,
    /// The scopes to ask for, the required ones first. With an OAuth app `oauth` is the first of all.
    pub scopes: Vec<ProposedScope>,
    /// Titles of calls that no scope allows, or whose scopes are not known.
    pub impossible: Vec<String>,
    /// Parts of the sentence in which no call was recognized, as they were written.
    pub not_understood: Vec<String>,
    /// For a colleague, as Markdown. Empty where there is no scope to ask for.
    pub markdown: String,
    /// The same as plain text.
    pub plain: String,
}

/// A call that the app makes.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ProposedCall {
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template with `{names}`.
    pub path: String,
    /// The title, such as "List contacts".
    pub title: String,
}

/// A scope to ask for.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ProposedScope {
    /// Its name.
    pub scope: String,
    /// Nobody can install the app without it; an optional one is for what the app can do without.
    pub required: bool,
    /// Titles of the calls that need it. Empty for `oauth`, which every OAuth app has.
    pub because: Vec<String>,
}

/// Calls, and those among them that the app can do without.
#[derive(Default)]
struct Wish<'a> {
    required: Vec<&'a Operation>,
    optional: Vec<&'a Operation>,
    not_understood: Vec<String>,
}

impl Catalog {
    /// The scopes for what a sentence says an app must do.
    pub fn propose(&self, sentence: &str, credential: CredentialKind) -> ScopeProposal {
        let mut wish = Wish::default();
        for part in parts(cut(sentence)) {
            let found = self.calls_for(&part);
            match (found.is_empty(), part.optional) {
                (true, _) => wish.not_understood.push(part.written),
                (false, true) => wish.optional.extend(found),
                (false, false) => wish.required.extend(found),
            }
        }
        self.proposal(wish, credential)
    }

    /// The scopes for calls that were chosen, all of them required. Calls that the catalogue does not know are named as
    /// not understood.
    pub fn propose_for(&self, calls: &[Call], credential: CredentialKind) -> ScopeProposal {
        let mut wish = Wish::default();
        for call in calls {
            match self.resolve(&call.method, &call.path) {
                Some(resolved) => wish.required.push(resolved.operation),
                None => wish.not_understood.push(format!("{} {}", call.method, call.path)),
            }
        }
        self.proposal(wish, credential)
    }

    fn proposal(&self, wish: Wish<'_>, credential: CredentialKind) -> ScopeProposal {
        let calls = |operations: &[&Operation]| -> Vec<Call> {
            let call = |op: &&Operation| Call { method: op.method.to_owned(), path: op.path.to_owned() };
            operations.iter().map(call).collect()
        };
        let required = self.solve(&calls(&wish.required), &[], credential);
        let mut scopes: Vec<ProposedScope> = Vec::new();
        if credential == CredentialKind::Oauth && !(required.scopes.is_empty() && wish.optional.is_empty()) {
            scopes.push(ProposedScope { scope: "oauth".to_owned(), required: true, because: Vec::new() });
        }
        let all: Vec<&Operation> = wish.required.iter().chain(&wish.optional).copied().collect();
        // What is required is there already, so that optional calls add as little as possible.
        let solved = self.solve(&calls(&all), &required.scopes, credential);
        for is_required in [true, false] {
            let fitting = |scope: &str| required.scopes.iter().any(|known| known == scope) == is_required;
            let reasons = solved.because.iter().filter(|reason| fitting(&reason.scope));
            scopes.extend(reasons.filter(|reason| reason.scope != "oauth").map(|reason| ProposedScope {
                scope: reason.scope.clone(),
                required: is_required,
                because: self.titles(&reason.operations),
            }));
        }
        let impossible = solved.impossible.iter().map(|call| format!("{} {}", call.method, call.path));
        let mut proposal = ScopeProposal {
            calls: each_once(&all),
            scopes,
            impossible: self.titles(&impossible.collect::<Vec<_>>()),
            not_understood: wish.not_understood,
            markdown: String::new(),
            plain: String::new(),
        };
        proposal.markdown = text::markdown(&proposal, credential);
        proposal.plain = text::plain(&proposal, credential);
        proposal
    }

    /// The calls that a part of a sentence asks for.
    fn calls_for(&self, part: &Part) -> Vec<&Operation> {
        let found = part.acts.iter().filter_map(|act| self.call_for(act, part));
        let mut calls: Vec<&Operation> = found.collect();
        calls.extend(part.beside.iter().filter_map(|thing| self.titled("List", thing)));
        calls
    }

    fn call_for(&self, act: &str, part: &Part) -> Option<&Operation> {
        self.titled(act, &part.thing).or_else(|| {
            // There is not a list of everything: forms are read, emails sent.
            ["Search", "Read", "Send"]
                .into_iter()
                .filter(|_| act == "List")
                .find_map(|act| self.titled(act, &part.thing))
        })
    }

    /// The call whose title begins with this act and names the thing: `List` and "deals".
    fn titled(&self, act: &str, thing: &str) -> Option<&Operation> {
        let fits = |operation: &&Operation| {
            let mut title = operation.title().split(' ');
            let begins = title.next().is_some_and(|first| first == act);
            let named = sentence::stems(&title.collect::<Vec<_>>().join(" "));
            begins && !operation.deprecated && sentence::stems(thing).iter().all(|stem| named.contains(stem))
        };
        let act = act.to_lowercase();
        let found = self.search(&format!("{act} {thing}"), LOOKED_THROUGH);
        // "List lists", not "List list folders".
        let closest = |operation: &&Operation| (sentence::stems(operation.title()).len(), is_beta(operation));
        found.into_iter().filter(fits).min_by_key(closest)
    }

    /// Titles of calls as the solver names them, each once.
    fn titles(&self, calls: &[String]) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let title = |call: &String| {
            let (method, path) = call.split_once(' ').unwrap_or(("", call));
            let known = self.resolve(method, path).map(|resolved| resolved.operation.title().to_owned());
            known.unwrap_or_else(|| call.clone())
        };
        calls.iter().map(title).filter(|title| seen.insert(title.clone())).collect()
    }
}

fn is_beta(operation: &Operation) -> bool {
    operation.version.ends_with("beta")
}

fn each_once(operations: &[&Operation]) -> Vec<ProposedCall> {
    let mut seen = BTreeSet::new();
    let call = |operation: &&Operation| ProposedCall {
        method: operation.method.to_owned(),
        path: operation.path.to_owned(),
        title: operation.title().to_owned(),
    };
    let first = operations.iter().filter(|op| seen.insert((op.method, op.path)));
    first.map(call).collect()
}

fn cut(sentence: &str) -> &str {
    let mut end = sentence.len().min(MAX_SENTENCE_BYTES);
    while !sentence.is_char_boundary(end) {
        end -= 1;
    }
    &sentence[..end]
}
