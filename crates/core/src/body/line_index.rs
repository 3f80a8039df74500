//! Where each line of a text begins. A line too long to draw is split, never inside what may be a token: half a secret
//! would pass the redaction unseen.

const LONGEST_LINE: usize = 1_000;
/// How far back a split looks for a place between words; tokens are shorter.
const LOOK_BACK: usize = 700;

/// The starts of the lines, and the end of the last one.
pub(crate) fn index(text: &[u8]) -> Vec<u64> {
    let mut starts = vec![0];
    let mut start = 0;
    while start < text.len() {
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
        None => split_before(text, start, longest),
    }
}

fn split_before(text: &[u8], start: usize, end: usize) -> usize {
    let is_token =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') || byte >= 0x80;
    let earliest = end.saturating_sub(LOOK_BACK).max(start + 1);
    (earliest..end).rev().find(|place| !is_token(text[*place])).map_or_else(
        || (start + 1..end).rev().find(|place| text[*place] & 0xC0 != 0x80).unwrap_or(end),
        |place| place + 1,
    )
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
        let starts = index(text.as_bytes());
        let lines: Vec<_> = starts.windows(2).map(|pair| &text[pair[0] as usize..pair[1] as usize]).collect();
        assert!(lines.len() > 1 && lines.iter().any(|line| line.contains(&token)));
    }

    proptest! {
        #[test]
        fn the_lines_put_together_are_the_text(text in "(?s).{0,3000}") {
            let starts = index(text.as_bytes());
            let joined: String = starts.windows(2).map(|pair| &text[pair[0] as usize..pair[1] as usize]).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
