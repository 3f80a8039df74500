//! What rules find, and how it becomes a diagnosis: causes ranked by weight, each with the evidence of all rules.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::cause::{Cause, Who};
use crate::check::{self, Check};

/// How sure a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CauseCertainty {
    /// It fits, and so do others.
    Possible,
    /// It fits clearly better than others.
    Likely,
    /// The evidence excludes the others.
    Certain,
}

/// A part of the case that speaks for a cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Where it stands: `response.body`, `request.headers.Authorization`, `connection`.
    pub place: String,
    /// The words themselves, shortened. May hold what was sent: redact before showing.
    pub quote: String,
    /// What it tells. `None`: it speaks for itself.
    pub tells: Option<String>,
}

impl Evidence {
    pub(crate) fn new(place: impl Into<String>, quote: impl Into<String>) -> Self {
        Self { place: place.into(), quote: shortened(&quote.into()), tells: None }
    }

    pub(crate) fn tells(mut self, tells: impl Into<String>) -> Self {
        self.tells = Some(tells.into());
        self
    }
}

/// One cause of a diagnosis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RankedCause {
    /// The cause.
    pub label: Cause,
    /// How sure it is.
    pub certainty: CauseCertainty,
    /// Who must act.
    pub who: Who,
    /// A short sentence that names the cause.
    pub title: String,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
    /// How to mend it, in plain words.
    pub fix: String,
    /// The same in exact terms.
    pub exact_fix: String,
    /// The check that would tell this cause from the others. `None`: there is none, or nothing is left to tell.
    pub next_check: Option<String>,
    /// The same check by name.
    pub check: Option<Check>,
    /// All checks that tell it from others, the best first.
    #[serde(skip)]
    pub checks: Vec<Check>,
}

/// The causes of a failed call, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// At most five.
    pub causes: Vec<RankedCause>,
    /// What is not known and would help.
    pub unknown: Vec<String>,
    /// Nothing at hand tells the causes apart, or none fits.
    pub cannot_tell: bool,
}

impl Diagnosis {
    /// The same with all that may repeat what was sent cleaned, as a redaction does.
    #[must_use]
    pub fn cleaned(mut self, clean: &dyn Fn(&str) -> String) -> Self {
        for cause in &mut self.causes {
            cause.exact_fix = clean(&cause.exact_fix);
            for Evidence { quote, tells, .. } in &mut cause.evidence {
                *quote = clean(quote);
                *tells = tells.as_deref().map(clean);
            }
        }
        self
    }
}

/// Causes with less weight than this are `possible`, with [`CERTAIN`] or more `certain`.
pub(crate) const LIKELY: u8 = 80;
pub(crate) const CERTAIN: u8 = 100;
/// Causes with less weight are named for completeness alone: no check is made for their sake.
pub(crate) const FAINT: u8 = 15;
pub(crate) const MAX_CAUSES: usize = 5;
/// More evidence than this for one cause tells nothing more.
const MAX_EVIDENCE: usize = 5;
const MAX_QUOTE_CHARS: usize = 200;
/// The first of several possible causes is told as the better one from this difference on.
const CLEAR_LEAD: u8 = 10;

#[derive(Default)]
struct Weighed {
    weight: u8,
    evidence: Vec<Evidence>,
    fix: Option<String>,
}

/// What the rules found so far.
#[derive(Default)]
pub(crate) struct Findings {
    causes: BTreeMap<Cause, Weighed>,
    excluded: Vec<Cause>,
    unknown: Vec<String>,
}

impl Findings {
    /// A cause with what speaks for it. Of several weights the largest counts.
    pub fn add(&mut self, cause: Cause, weight: u8, evidence: impl IntoIterator<Item = Evidence>) {
        let entry = self.causes.entry(cause).or_default();
        entry.weight = entry.weight.max(weight);
        for evidence in evidence {
            let is_new = !entry
                .evidence
                .iter()
                .any(|known| (&known.place, &known.quote) == (&evidence.place, &evidence.quote));
            if is_new && entry.evidence.len() < MAX_EVIDENCE {
                entry.evidence.push(evidence);
            }
        }
    }

    /// How to mend a cause here, in exact terms, in place of what its page says.
    pub fn fix(&mut self, cause: Cause, exact: impl Into<String>) {
        self.causes.entry(cause).or_default().fix = Some(exact.into());
    }

    /// A cause that the evidence rules out.
    pub fn exclude(&mut self, cause: Cause) {
        self.excluded.push(cause);
    }

    pub fn is_excluded(&self, cause: Cause) -> bool {
        self.excluded.contains(&cause)
    }

    /// What is not known and would help.
    pub fn unknown(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.unknown.contains(&what) {
            self.unknown.push(what);
        }
    }

    pub fn weight(&self, cause: Cause) -> u8 {
        self.causes.get(&cause).map_or(0, |weighed| weighed.weight)
    }

    /// Whether a cause is found with at least this weight.
    pub fn has(&self, weight: u8) -> bool {
        self.causes.values().any(|weighed| weighed.weight >= weight)
    }

    /// The causes found so far and not ruled out, best first.
    pub fn ranked(&self) -> Vec<Cause> {
        let is_left =
            |(cause, weighed): &(&Cause, &Weighed)| weighed.weight > 0 && !self.excluded.contains(cause);
        let mut causes: Vec<_> = self.causes.iter().filter(is_left).collect();
        causes.sort_by_key(|(cause, weighed)| (std::cmp::Reverse(weighed.weight), **cause));
        causes.into_iter().map(|(cause, _)| *cause).collect()
    }

    /// What first spoke for a cause.
    pub fn first_evidence(&self, cause: Cause) -> Option<Evidence> {
        self.causes.get(&cause)?.evidence.first().cloned()
    }

    pub fn into_diagnosis(mut self, checked: &[Check]) -> Diagnosis {
        for cause in &self.excluded {
            self.causes.remove(cause);
        }
        let mut all: Vec<(Cause, Weighed)> =
            self.causes.into_iter().filter(|(_, weighed)| weighed.weight > 0).collect();
        all.sort_by_key(|(cause, weighed)| (std::cmp::Reverse(weighed.weight), *cause));
        let best = all.first().map_or(0, |(_, weighed)| weighed.weight);
        let groups = |all: &[(Cause, Weighed)]| {
            let certain = all.iter().filter(|(_, weighed)| weighed.weight >= CERTAIN);
            let mut groups: Vec<_> = certain.map(|(cause, _)| cause.group()).collect();
            groups.dedup();
            groups.len()
        };
        // Two certain causes of different kinds contradict each other.
        let cap = if groups(&all) > 1 { LIKELY } else { u8::MAX };
        if best >= CERTAIN && cap == u8::MAX {
            all.retain(|(_, weighed)| weighed.weight >= LIKELY);
        }
        all.truncate(MAX_CAUSES);
        let cannot_tell = match all.as_slice() {
            [] => true,
            [(_, first), (_, second), ..] => {
                first.weight < LIKELY && first.weight - second.weight < CLEAR_LEAD
            }
            [_] => false,
        };
        let is_worth = |(_, weighed): &&(Cause, Weighed)| weighed.weight >= FAINT;
        let causes: Vec<Cause> = all.iter().filter(is_worth).map(|(cause, _)| *cause).collect();
        let is_settled = best >= CERTAIN && cap == u8::MAX;
        let causes = all.into_iter().map(|(cause, weighed)| {
            let checks = if is_settled { Vec::new() } else { check::separating(cause, &causes, checked) };
            ranked(cause, weighed, cap, checks)
        });
        Diagnosis { causes: causes.collect(), unknown: self.unknown, cannot_tell }
    }
}

fn ranked(cause: Cause, weighed: Weighed, cap: u8, checks: Vec<Check>) -> RankedCause {
    let page = cause.page();
    RankedCause {
        label: cause,
        certainty: match weighed.weight.min(cap) {
            CERTAIN.. => CauseCertainty::Certain,
            LIKELY.. => CauseCertainty::Likely,
            _ => CauseCertainty::Possible,
        },
        who: cause.who(),
        title: page.title.to_owned(),
        evidence: weighed.evidence,
        fix: page.mend.to_owned(),
        exact_fix: weighed.fix.unwrap_or_else(|| page.exact.to_owned()),
        next_check: checks.first().map(|check| check.sentence().to_owned()),
        check: checks.first().copied(),
        checks,
    }
}

fn shortened(quote: &str) -> String {
    let quote = quote.trim();
    match quote.char_indices().nth(MAX_QUOTE_CHARS) {
        Some((end, _)) => format!("{}…", quote[..end].trim_end()),
        None => quote.to_owned(),
    }
}
