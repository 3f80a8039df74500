//! Where each line of a text begins. A line too long to draw is split, never inside what may be a token: half a secret
//! would pass the redaction unseen.

const LONGEST_LINE: usize = 1_000;
/// A run of token bytes is kept whole up to this length, twice the longest secret that is held.
const LONGEST_RUN: usize = 16 * 1_024;

/// The starts of the lines, and the end of the last one. After `most` lines the rest of the text is left out.
pub(crate) fn index(text: &[u8], most: usize) -> Vec<u64> {
    let mut starts = vec![0];
    let mut start = 0;
    while start < text.len() && starts.len() <= most {
        start = line_end(text, start);
        starts.push(start as u64);
    }
    starts
}

fn line_end(text: &[u8], start: usize) -> usize {
    let longest = text.len().min(start + LONGEST_LINE);
    match text[start..longest].iter().position(|byte| *byte == b'\n') {
        Some(newline) => start + newline + 1,
        None if longest == text.len() => longest,
        None => split(text, start, longest),
    }
}

/// After the last byte between words, or else where the run of token bytes ends.
fn split(text: &[u8], start: usize, end: usize) -> usize {
    let between = text[start..end].iter().rposition(|byte| !is_token(*byte));
    between.map_or_else(|| run_end(text, start), |place| start + place + 1)
}

fn run_end(text: &[u8], start: usize) -> usize {
    let longest = text.len().min(start + LONGEST_RUN);
    match text[start..longest].iter().position(|byte| !is_token(*byte)) {
        Some(length) if text[start + length] == b'\n' => start + length + 1,
        Some(length) => start + length,
        None if longest == text.len() => longest,
        None => (start + 1..longest).rev().find(|place| text[*place] & 0xC0 != 0x80).unwrap_or(longest),
    }
}

/// What tokens are made of, escaped for JSON or for a URL or not. A character of several bytes is kept whole.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.+/=~%\\".contains(&byte) || byte >= 0x80
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "the texts of these tests are short")]
mod tests {
    use super::index;
    use proptest::prelude::*;

    #[test]
    fn a_long_line_is_never_split_inside_a_token() {
        let token = "C".repeat(300);
        let text = format!("{} {token}\"", "x ".repeat(400));
        let lines = lines(&text);
        assert!(lines.len() > 1 && lines.iter().any(|line| line.contains(&token)));
    }

    #[test]
    fn the_longest_secret_stays_whole_wherever_it_stands() {
        let token = "aZ09-_.+/=~%".repeat(682);
        assert!(token.len() > 8_000 && token.len() < 8_192);
        for before in [0, 1, 7, 300, 990, 999, 1_000, 1_001, 1_700] {
            let text = format!("{}\"{token}\", {}", "x ".repeat(before), "y".repeat(2_000));
            assert!(lines(&text).iter().any(|line| line.contains(&token)), "{before}");
        }
        let escaped = r"ab\u002d\/".repeat(500);
        assert!(lines(&format!("{} {escaped} ", "x".repeat(900))).iter().any(|line| line.contains(&escaped)));
    }

    #[test]
    fn a_run_without_end_is_split_between_characters() {
        let text = "é".repeat(20_000) + "\n";
        let lines = lines(&text);
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= super::LONGEST_RUN));
    }

    #[test]
    fn lines_beyond_the_most_are_left_out() {
        assert_eq!(index(b"a\nb\nc\n", 2), [0, 2, 4]);
        assert_eq!(index(b"a\nb\n", 2), [0, 2, 4]);
    }

    /// Panics where a line begins inside a character.
    fn lines(text: &str) -> Vec<&str> {
        let starts = index(text.as_bytes(), usize::MAX);
        starts.windows(2).map(|pair| &text[pair[0] as usize..pair[1] as usize]).collect()
    }

    proptest! {
        #[test]
        fn the_lines_put_together_are_the_text(text in "(?s).{0,3000}") {
            prop_assert_eq!(lines(&text).concat(), text);
        }
    }
}
