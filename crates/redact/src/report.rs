//! What was removed, how often, and by which rule: never what it was.

use std::collections::BTreeMap;
use std::fmt;

use crate::finding::Rule;

/// Counts of what was removed from a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    counts: BTreeMap<String, BTreeMap<Rule, usize>>,
}

/// So many of a kind, by one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The word in the label, such as `access-token`.
    pub kind: String,
    /// How they were found.
    pub rule: Rule,
    /// How often something of the kind was removed; the same secret counts each time.
    pub count: usize,
}

impl Report {
    pub(crate) fn add(&mut self, kind: &str, rule: Rule) {
        match self.counts.get_mut(kind) {
            Some(rules) => *rules.entry(rule).or_default() += 1,
            None => drop(self.counts.insert(kind.to_owned(), BTreeMap::from([(rule, 1)]))),
        }
    }

    /// What was removed, by kind and rule.
    pub fn removed(&self) -> impl Iterator<Item = Removed> + '_ {
        self.counts.iter().flat_map(|(kind, rules)| {
            rules.iter().map(|(rule, count)| Removed { kind: kind.clone(), rule: *rule, count: *count })
        })
    }

    /// How much was removed in all.
    pub fn total(&self) -> usize {
        self.counts.values().flat_map(BTreeMap::values).sum()
    }
}

/// A line for each kind and rule.
impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.counts.is_empty() {
            return writeln!(formatter, "nothing was removed");
        }
        for Removed { kind, rule, count } in self.removed() {
            writeln!(formatter, "{count:6}  {kind} (by {})", rule.as_str())?;
        }
        Ok(())
    }
}
