//! What the finders hand over, and how what overlaps becomes one place to write a label.

use std::ops::Range;

use zeroize::Zeroizing;

/// By which rule something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The value of a secret that the app holds, in any spelling.
    KnownValue,
    /// The value beside the name of a secret.
    Name,
    /// The form of a token.
    Shape,
    /// Personal data: the value of a property, or its form.
    PersonalData,
    /// Encoded over again so often, with so many names of secrets, that it was not read.
    Unread,
    /// A text that a person wanted gone.
    Mask,
}

impl Rule {
    /// The rule in words, as the report writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KnownValue => "known value",
            Self::Name => "name",
            Self::Shape => "shape",
            Self::PersonalData => "personal data",
            Self::Unread => "many encodings",
            Self::Mask => "your own mask",
        }
    }
}

/// The kinds of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Personal {
    Email,
    Phone,
    Name,
    Address,
    IpAddress,
    BirthDate,
}

/// A part of a text in base64 that is to be written anew: whole groups of digits around what was found in them.
#[derive(Clone, Debug)]
pub(crate) struct Rewritten {
    pub decoded: Zeroizing<Vec<u8>>,
    /// In ranges of `decoded`.
    pub inner: Vec<Found>,
    pub alphabet: &'static [u8; 64],
    /// Nothing follows, so that the last group may have any length.
    pub is_last: bool,
    pub is_padded: bool,
}

/// What stands in a range of the text.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A registered secret, or a part of one: its index.
    Known(u32),
    /// A secret of this kind, recognized by its name.
    Named(&'static str),
    /// A secret of this kind, recognized by its form.
    Shaped(&'static str),
    /// A person's data.
    Personal(Personal),
    /// A text that a person wanted gone: its index.
    Masked(usize),
    /// Base64 of a text that holds any of these.
    Rewritten(Box<Rewritten>),
    /// What nobody looked at.
    Unread,
}

impl What {
    pub(crate) fn rule(&self) -> Rule {
        match self {
            Self::Known(_) => Rule::KnownValue,
            Self::Named(_) => Rule::Name,
            Self::Shaped(_) => Rule::Shape,
            Self::Personal(_) => Rule::PersonalData,
            Self::Unread => Rule::Unread,
            Self::Masked(_) => Rule::Mask,
            Self::Rewritten(rewritten) => rewritten.inner.first().map_or(Rule::Name, |one| one.what.rule()),
        }
    }

    /// Where ranges are the same, the higher one names it.
    fn rank(&self) -> u8 {
        match self {
            Self::Known(_) => 5,
            Self::Masked(_) => 4,
            Self::Named(_) => 3,
            Self::Shaped(_) => 2,
            Self::Rewritten(_) => 1,
            Self::Personal(_) | Self::Unread => 0,
        }
    }
}

/// A range of the text that must not leave.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub range: Range<usize>,
    pub what: What,
    /// The label takes the place of a JSON number and needs quotes of its own, with so many backslashes.
    pub quote: Option<usize>,
}

impl Found {
    pub(crate) fn new(range: Range<usize>, what: What) -> Self {
        Self { range, what, quote: None }
    }
}

/// Ranges that do not overlap, in order. Overlapping ones become one, named by what best describes it.
pub(crate) fn merge(mut found: Vec<Found>) -> Vec<Found> {
    found.retain(|one| !one.range.is_empty());
    found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
    let mut merged = Vec::with_capacity(found.len());
    let mut group: Vec<Found> = Vec::new();
    let mut end = 0;
    for one in found {
        if !group.is_empty() && one.range.start >= end {
            merged.push(united(&group));
            group.clear();
        }
        end = end.max(one.range.end);
        group.push(one);
    }
    if !group.is_empty() {
        merged.push(united(&group));
    }
    merged
}

fn united(group: &[Found]) -> Found {
    if let [one] = group {
        return one.clone();
    }
    let start = group.iter().map(|one| one.range.start).min().unwrap_or(0);
    let end = group.iter().map(|one| one.range.end).max().unwrap_or(0);
    let quote = group.iter().find(|one| one.range == (start..end)).and_then(|one| one.quote);
    let size = |one: &Found| one.range.len();
    // A known value that fills most of the range is what people look for in it.
    let known = group.iter().filter(|one| matches!(one.what, What::Known(_))).max_by_key(|one| size(one));
    if let Some(known) = known.filter(|known| size(known) * 2 >= end - start) {
        return Found { range: start..end, what: known.what.clone(), quote };
    }
    let secrets = group.iter().any(|one| !matches!(one.what, What::Personal(_) | What::Rewritten(_)));
    let whole = |one: &&Found| !matches!(one.what, What::Rewritten(_)) || one.range == (start..end);
    let fits = |one: &&Found| !secrets || !matches!(one.what, What::Personal(_));
    // Of two that say as much, the one that was found first.
    let best = group.iter().rev().filter(whole).filter(fits).max_by_key(|one| (size(one), one.what.rank()));
    let what = best.map_or(What::Shaped("secret"), |best| best.what.clone());
    Found { range: start..end, what, quote }
}
