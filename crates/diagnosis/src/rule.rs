//! A rule: from facts to causes.

use crate::cause::Cause;
use crate::example::Example;
use crate::facts::Facts;
use crate::finding::Findings;

/// One thing that answers of HubSpot's, or requests, tell.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Stable, in small letters with hyphens.
    pub name: &'static str,
    /// What it looks at, in one sentence.
    pub about: &'static str,
    pub(crate) find: fn(&Facts<'_>, &mut Findings),
    /// Calls that it tells the cause of.
    pub examples: &'static [Example],
}

/// Words of an answer that tell a cause. All of them must stand there, in small letters.
pub(crate) struct Words {
    pub all: &'static [&'static str],
    pub cause: Cause,
    pub weight: u8,
}

pub(crate) const fn words(all: &'static [&'static str], cause: Cause, weight: u8) -> Words {
    Words { all, cause, weight }
}

/// Adds the cause of every entry whose words stand in the answer.
pub(crate) fn told(facts: &Facts<'_>, findings: &mut Findings, table: &[Words]) -> bool {
    let mut any = false;
    for entry in table {
        let quotes: Option<Vec<_>> = entry.all.iter().map(|words| facts.says(words)).collect();
        if let Some(quotes) = quotes {
            findings.add(entry.cause, entry.weight, quotes.into_iter().take(2));
            any = true;
        }
    }
    any
}
