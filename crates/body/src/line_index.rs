//! Byte offsets of lines. A line too long to draw is split, but never inside what may be a token: redaction would not
//! recognize half a secret.

const MAX_LINE_BYTES: usize = 1_000;
/// Runs of token bytes up to this length are never split: twice the longest secret that the app holds.
const MAX_TOKEN_RUN_BYTES: usize = 16 * 1_024;

/// The start of every line, then the end of the last one. Text after `max_lines` lines is not indexed.
pub(crate) fn index(text: &[u8], max_lines: usize) -> Vec<u64> {
    let mut starts = vec![0];
    let mut start = 0;
    while start < text.len() && starts.len() <= max_lines {
        start = line_end(text, start);
        starts.push(start as u64);
    }
    starts
}

fn line_end(text: &[u8], start: usize) -> usize {
    let longest = text.len().min(start + MAX_LINE_BYTES);
    match text[start..longest].iter().position(|byte| *byte == b'\n') {
        Some(newline) => start + newline + 1,
        None if longest == text.len() => longest,
        None => split(text, start, longest),
    }
}

/// After the last byte that no token contains, or else at the end of the run of token bytes.
fn split(text: &[u8], start: usize, end: usize) -> usize {
    let between = text[start..end].iter().rposition(|byte| !is_token(*byte));
    between.map_or_else(|| run_end(text, start), |at| start + at + 1)
}

fn run_end(text: &[u8], start: usize) -> usize {
    let longest = text.len().min(start + MAX_TOKEN_RUN_BYTES);
    match text[start..longest].iter().position(|byte| !is_token(*byte)) {
        Some(length) if text[start + length] == b'\n' => start + length + 1,
        Some(length) => start + length,
        None if longest == text.len() => longest,
        None => (start + 1..longest).rev().find(|at| text[*at] & 0xC0 != 0x80).unwrap_or(longest),
    }
}

/// Bytes of tokens, also when escaped for JSON or percent-encoded, and of multi-byte characters.
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
    fn the_longest_secret_is_never_split() {
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
    fn an_endless_run_of_token_bytes_is_split_between_characters() {
        let text = "é".repeat(20_000) + "\n";
        let lines = lines(&text);
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= super::MAX_TOKEN_RUN_BYTES));
    }

    #[test]
    fn lines_beyond_the_maximum_are_not_indexed() {
        assert_eq!(index(b"a\nb\nc\n", 2), [0, 2, 4]);
        assert_eq!(index(b"a\nb\n", 2), [0, 2, 4]);
    }

    /// Panics if a line starts inside a character.
    fn lines(text: &str) -> Vec<&str> {
        let starts = index(text.as_bytes(), usize::MAX);
        starts.windows(2).map(|pair| &text[pair[0] as usize..pair[1] as usize]).collect()
    }

    proptest! {
        #[test]
        fn the_lines_concatenated_are_the_text(text in "(?s).{0,3000}") {
            prop_assert_eq!(lines(&text).concat(), text);
        }
    }
}
