//! Byte offsets of lines. A line too long to draw is split: behind the last byte that no word contains, or else between
//! two characters. A secret may be split with it; what is shown of the two parts is not, see `excerpt`.

use std::io::{self, Read};

const MAX_LINE_BYTES: usize = 1_000;
/// Of the text, held in memory at a time.
const WINDOW_BYTES: u64 = 64 * 1_024;

/// The start of every line, then the end of the last one. Text after `max_lines` lines is not indexed.
pub(crate) fn index(mut text: impl Read, max_lines: usize) -> io::Result<Vec<u64>> {
    let (mut starts, mut window, mut offset) = (vec![0], Vec::new(), 0);
    loop {
        let missing = WINDOW_BYTES - window.len() as u64;
        let is_end = text.by_ref().take(missing).read_to_end(&mut window)? as u64 != missing;
        let mut at = 0;
        // What is left of the window may go on behind it.
        while starts.len() <= max_lines && at < window.len() && (is_end || window.len() - at > MAX_LINE_BYTES)
        {
            at = line_end(&window, at);
            starts.push(offset + at as u64);
        }
        if is_end || starts.len() > max_lines {
            starts.shrink_to_fit();
            return Ok(starts);
        }
        window.drain(..at);
        offset += at as u64;
    }
}

fn line_end(text: &[u8], start: usize) -> usize {
    let longest = text.len().min(start + MAX_LINE_BYTES);
    match text[start..longest].iter().position(|byte| *byte == b'\n') {
        Some(newline) => start + newline + 1,
        None if longest == text.len() => longest,
        None => split(text, start, longest),
    }
}

fn split(text: &[u8], start: usize, end: usize) -> usize {
    let between = text[start..end].iter().rposition(|byte| !is_in_word(*byte));
    let is_start_of_character = |at: &usize| text[*at] & 0xC0 != 0x80;
    match between {
        Some(at) => start + at + 1,
        None => (start + 1..=end).rev().find(is_start_of_character).unwrap_or(end),
    }
}

/// Bytes of words and tokens, also when escaped for JSON or percent-encoded, and of multi-byte characters.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.+/=~%\\".contains(&byte) || byte >= 0x80
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "the texts of these tests are short")]
mod tests {
    use super::{MAX_LINE_BYTES, WINDOW_BYTES};
    use proptest::prelude::*;

    #[test]
    fn a_long_line_is_split_between_words() {
        let token = "C".repeat(300);
        let text = format!("{} {token}\"", "x ".repeat(400));
        let lines = lines(&text);
        assert!(lines.len() > 1 && lines.iter().any(|line| line.contains(&token)));
    }

    #[test]
    fn an_endless_word_is_split_between_characters() {
        for character in ["é", "€", "😀"] {
            let text = "x".to_owned() + &character.repeat(50_000) + "\n";
            let lines = lines(&text);
            assert!(lines.iter().all(|line| line.len() <= MAX_LINE_BYTES));
            assert!(lines[..lines.len() - 1].iter().all(|line| line.len() > MAX_LINE_BYTES - 4));
        }
    }

    #[test]
    fn lines_beyond_the_maximum_are_not_indexed() {
        let index = |text: &[u8]| super::index(text, 2).unwrap();
        assert_eq!(index(b"a\nb\nc\n"), [0, 2, 4]);
        assert_eq!(index(b"a\nb\n"), [0, 2, 4]);
        assert_eq!(index(&b"\n".repeat(WINDOW_BYTES as usize * 2)), [0, 1, 2]);
    }

    #[test]
    fn lines_are_the_same_wherever_reading_stops() {
        let window = WINDOW_BYTES as usize;
        for before in [window - 1_001, window - 1_000, window - 999, window - 1, window, window + 1] {
            for long in ["y".repeat(1_500), "y z ".repeat(600), "\n".to_owned()] {
                let text = format!(
                    "{}\n{long}\nend",
                    "x".repeat(998).repeat(before / 998) + &"w".repeat(before % 998)
                );
                assert_eq!(lines(&text).concat(), text);
                let at_once = super::line_end(text.as_bytes(), before + 1);
                let starts = super::index(text.as_bytes(), usize::MAX).unwrap();
                assert!(starts.contains(&(before as u64 + 1)) && starts.contains(&(at_once as u64)));
            }
        }
    }

    /// Panics if a line starts inside a character.
    fn lines(text: &str) -> Vec<&str> {
        let starts = super::index(text.as_bytes(), usize::MAX).unwrap();
        starts.windows(2).map(|pair| &text[pair[0] as usize..pair[1] as usize]).collect()
    }

    proptest! {
        #[test]
        fn the_lines_concatenated_are_the_text(text in "(?s).{0,3000}") {
            prop_assert_eq!(lines(&text).concat(), text);
        }
    }
}
