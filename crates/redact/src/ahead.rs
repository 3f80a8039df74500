//! Where something comes next in a text, for those who ask for one place after the other: each part of the text is searched
//! once.

use std::ops::Range;

use memchr::memmem::Finder;

/// What was searched last. From `from` on, the first place is `next`.
#[derive(Default)]
pub(crate) struct Ahead {
    from: usize,
    next: Option<usize>,
}

impl Ahead {
    /// Whether what is looked for begins in a range of the text.
    pub(crate) fn is_within(&mut self, text: &[u8], range: Range<usize>, finder: &Finder<'_>) -> bool {
        let is_known = self.next.is_some_and(|next| (self.from..=next).contains(&range.start));
        if !is_known {
            let found = finder.find(&text[range.start..]);
            self.from = range.start;
            self.next = Some(found.map_or(text.len(), |length| range.start + length));
        }
        self.next.is_some_and(|next| next < range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_next_is_found_in_any_order_of_questions() {
        let text = b"a  x b x c";
        let finder = Finder::new("x");
        let mut ahead = Ahead::default();
        for from in [0, 3, 4, 2, 8, 7, 0] {
            for to in from..=text.len() {
                let expected = text[from..to].contains(&b'x');
                assert_eq!(ahead.is_within(text, from..to, &finder), expected, "{from}..{to}");
            }
        }
    }
}
