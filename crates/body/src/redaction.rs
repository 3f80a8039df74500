//! The secrets in a text. JSON may write any character as an escape, so secrets are also looked for in the text with its
//! escapes decoded.

use std::ops::Range;

use crate::escapes;

/// Finds the secrets in a text, in any order; they may overlap. Ranges that do not lie between characters are widened.
pub type Redact<'a> = &'a dyn Fn(&str) -> Vec<Redaction>;

/// A secret in a text, and what is shown in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// In bytes of the text.
    pub range: Range<usize>,
    /// What is shown instead, such as `«access-token#1»`.
    pub label: String,
}

/// The secrets in the text, in order and apart. Of secrets that overlap, the label of the first is shown for all.
pub(crate) fn secrets_in(text: &str, redact: Redact<'_>) -> Vec<Redaction> {
    let mut found = redact(text);
    if let Some(decoded) = escapes::decode(text) {
        let in_escapes = redact(&decoded.text).into_iter();
        found.extend(in_escapes.map(|secret| Redaction { range: decoded.source(&secret.range), ..secret }));
    }
    for secret in &mut found {
        let Range { start, end } = secret.range;
        secret.range = text.floor_char_boundary(start)..text.ceil_char_boundary(end.min(text.len()));
    }
    apart(found)
}

fn apart(mut found: Vec<Redaction>) -> Vec<Redaction> {
    found.retain(|secret| !secret.range.is_empty());
    found.sort_by_key(|secret| (secret.range.start, std::cmp::Reverse(secret.range.end)));
    found.dedup_by(|next, last| {
        let overlaps = next.range.start < last.range.end;
        if overlaps {
            last.range.end = last.range.end.max(next.range.end);
        }
        overlaps
    });
    found
}

#[cfg(test)]
pub(crate) mod testing {
    use super::Redaction;

    /// Finds one secret, wherever it stands as it is.
    pub(crate) fn redact_all(text: &str, secret: &str, label: &str) -> Vec<Redaction> {
        let found = text.match_indices(secret);
        found.map(|(at, _)| Redaction { range: at..at + secret.len(), label: label.to_owned() }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Redaction, secrets_in};

    fn found(text: &str, ranges: &[(usize, usize)]) -> Vec<(usize, usize, String)> {
        let redact = |seen: &str| {
            let of_text = ranges.iter().enumerate().filter(|_| seen == text);
            of_text
                .map(|(label, (start, end))| Redaction { range: *start..*end, label: label.to_string() })
                .collect()
        };
        secrets_in(text, &redact).into_iter().map(|it| (it.range.start, it.range.end, it.label)).collect()
    }

    #[test]
    fn secrets_that_overlap_are_shown_as_one() {
        assert_eq!(
            found("abcdef", &[(3, 5), (0, 2), (1, 4), (5, 6)]),
            [(0, 5, "1".into()), (5, 6, "3".into())]
        );
        assert_eq!(found("abcdef", &[(1, 2), (0, 6)]), [(0, 6, "1".into())]);
    }

    #[test]
    fn a_range_inside_a_character_is_widened() {
        assert_eq!(found("éa«", &[(1, 4)]), [(0, 5, "0".into())]);
        assert_eq!(found("éa", &[(2, 99), (1, 1)]), [(0, 2, "1".into()), (2, 3, "0".into())]);
    }
}
