//! A part of a body's text, with the secrets in it. Redaction does not recognize half a secret, so a part is read
//! together with what stands before and after it, as far as a secret may reach.

use std::ops::Range;

use crate::redaction::{Redact, Redaction, secrets_in};

/// How far before and behind a part its text is looked at, in bytes: the longest secret that the app holds (8 kB), with
/// every character written as an escape of six.
pub(crate) const CONTEXT_BYTES: u64 = 64 * 1_024;

/// The text of a range of a body, and the secrets in it.
pub(crate) struct Excerpt {
    /// The offset in the body that the text begins at.
    start: u64,
    text: String,
    secrets: Vec<Redaction>,
}

/// A stretch of what is shown: text as it is, or the label of a secret.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub shown: &'a str,
    /// The offset in the body that the text or the secret begins at.
    pub at: u64,
    pub is_label: bool,
}

/// A range with its context, within a range that no secret reaches out of.
pub(crate) fn with_context(range: &Range<u64>, within: &Range<u64>) -> Range<u64> {
    let start = range.start.saturating_sub(CONTEXT_BYTES).max(within.start);
    start..range.end.saturating_add(CONTEXT_BYTES).min(within.end)
}

impl Excerpt {
    /// `start`: the offset in the body that the bytes begin at. Bytes that are not UTF-8 are shown as question marks.
    pub(crate) fn new(start: u64, bytes: Vec<u8>, redact: Redact<'_>) -> Self {
        let text = String::from_utf8(bytes).unwrap_or_else(|error| with_question_marks(error.as_bytes()));
        let secrets = secrets_in(&text, redact);
        Self { start, text, secrets }
    }

    /// What is shown of a range. A label stands where its secret begins; where that is before the range, nothing of the
    /// secret is shown.
    pub(crate) fn pieces(&self, range: &Range<u64>) -> impl Iterator<Item = Piece<'_>> {
        let (from, to) = (self.local(range.start), self.local(range.end));
        let first = self.secrets.partition_point(|secret| secret.range.end <= from);
        let within = self.secrets[first..].iter().take_while(move |secret| secret.range.start < to);
        let behind = std::iter::once(None);
        within
            .map(Some)
            .chain(behind)
            .scan(from, move |at, secret| {
                let start = secret.map_or(to, |secret| secret.range.start);
                let text = (*at < start).then(|| self.piece(&self.text[*at..start], *at, false));
                let label =
                    secret.filter(|_| start >= from).map(|secret| self.piece(&secret.label, start, true));
                *at = secret.map_or(to, |secret| secret.range.end);
                Some([text, label])
            })
            .flatten()
            .flatten()
    }

    /// What is shown of a range, as one text.
    pub(crate) fn shown(&self, range: &Range<u64>) -> String {
        self.pieces(range).map(|piece| piece.shown).collect()
    }

    fn piece<'a>(&self, shown: &'a str, at: usize, is_label: bool) -> Piece<'a> {
        Piece { shown, at: self.start + at as u64, is_label }
    }

    fn local(&self, offset: u64) -> usize {
        let offset = usize::try_from(offset.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.text.floor_char_boundary(offset)
    }
}

/// One for each byte that is not UTF-8, so that offsets stay as they are.
fn with_question_marks(bytes: &[u8]) -> String {
    let parts = bytes.utf8_chunks();
    parts.map(|part| part.valid().to_owned() + &"?".repeat(part.invalid().len())).collect()
}

#[cfg(test)]
mod tests {
    use super::Excerpt;
    use crate::redaction::testing::redact_all;

    fn excerpt(text: &[u8]) -> Excerpt {
        Excerpt::new(100, text.to_vec(), &|text: &str| redact_all(text, "secret", "«x»"))
    }

    #[test]
    fn a_label_stands_where_its_secret_begins() {
        let excerpt = excerpt(b"a secret, secretsecret");
        let shown = |start, end| excerpt.shown(&(start..end));
        assert_eq!(shown(100, 122), "a «x», «x»«x»");
        assert_eq!(
            (shown(100, 103), shown(103, 105), shown(105, 110)),
            ("a «x»".into(), String::new(), ", ".into())
        );
        assert_eq!(
            (shown(116, 122), shown(115, 116), shown(113, 999)),
            ("«x»".into(), String::new(), "«x»".into())
        );
        assert_eq!((shown(102, 102), shown(0, 101)), (String::new(), "a".into()));
    }

    #[test]
    fn bytes_that_are_not_utf8_do_not_move_what_stands_behind_them() {
        let excerpt = excerpt(b"\x80\xe2\x82secret\xff!");
        assert_eq!(excerpt.shown(&(100..111)), "???«x»?!");
        assert_eq!(excerpt.pieces(&(100..111)).map(|piece| piece.at).collect::<Vec<_>>(), [100, 103, 109]);
    }
}
